"""What staff do through Storefront: each route asks for the permission that the console asks for."""

import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import roles
from accounts import selectors as people
from accounts.models import User
from accounts.services import people as people_services
from marketplace.campaigns.models import Campaign
from marketplace.campaigns.services import campaigns
from marketplace.catalog import selectors as catalog
from marketplace.catalog.selectors.reviewing import waiting_count, waiting_ids
from marketplace.catalog.services import review_queue
from marketplace.homepage import selectors as window
from marketplace.homepage.services import homepage, slider
from marketplace.transactions.selectors import overview
from marketplace.trust.services import closing
from nexus.api import base
from nexus.api.storefront import rows, shapes
from nexus.api.storefront.asking import NO_PERSON, Searched, Storefront, model_id_of

SEEN_WITHIN = timedelta(days=30)
REASON_MOST = 2000


class Stats(Storefront):
    @base.call("The shop in figures", gives={200: shapes.Stats}, signed_in=True)
    def get(self, request: Request) -> Response:
        """The two sums of money are 0 for staff without the right to see money."""
        by = self.staff(roles.SEE_LISTINGS)
        sold = overview.overview() if by.has_perm(roles.SEE_MONEY) else None
        answer: shapes.Stats = {
            "totalRevenue": shapes.amount(sold.paid_cents if sold else 0),
            "platformFees": shapes.amount(sold.fee_cents if sold else 0),
            "activeUsers": people.active_people(since=timezone.now() - SEEN_WITHIN),
            "pendingModels": waiting_count(),
            "totalModels": catalog.public_listings().count(),
            "serverLoad": server_load(),
        }
        return Response(answer)


def server_load() -> float:
    """The last minute's load of this machine in per cent of its cores, at most 100."""
    return round(min(100.0, 100 * os.getloadavg()[0] / (os.cpu_count() or 1)), 1)


class Pending(Storefront):
    @base.call(
        "Models that wait for review, the longest first", query=Searched, gives={200: [shapes.Model]}, signed_in=True
    )
    def get(self, request: Request) -> Response:
        by, asked = self.staff(roles.REVIEW_LISTING), self.query
        ids = waiting_ids(by, search=asked["search"], skip=asked["skip"], most=asked["limit"])
        return Response(rows.models(by, ids))


class Approve(Storefront):
    @base.call("Approve a model", gives={200: shapes.Message}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        review_queue.approve(model_id_of(model_id), by=self.staff(roles.REVIEW_LISTING))
        return said("Model approved successfully")


class Reject(Storefront):
    class Body(base.Body):
        reason = base.Text(max_length=REASON_MOST)

    @base.call("Send a model back with the reason", body=Body, either=True, gives={200: shapes.Message}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        """`reason` in the body or the query; its creator reads it."""
        by = self.staff(roles.REVIEW_LISTING)
        review_queue.reject(model_id_of(model_id), by=by, reason=self.asked["reason"])
        return said("Model rejected")


class Users(Storefront):
    @base.call("People, the newest first", query=Searched, gives={200: [shapes.Person]}, signed_in=True)
    def get(self, request: Request) -> Response:
        asked = self.query
        found = people.people_kept_by(self.viewer, search=asked["search"])
        return Response(_people(list(found[asked["skip"] : asked["skip"] + asked["limit"]])))


def _people(users: Sequence[User]) -> list[shapes.Person]:
    return shapes.people(users, overview.figures_of([user.pk for user in users]))


def person_id_of(text: str) -> int:
    return base.wanted_number(text, NO_PERSON)


class Verify(Storefront):
    @base.call("Mark a creator as verified", gives={200: shapes.Message}, signed_in=True)
    def post(self, request: Request, user_id: str) -> Response:
        people_services.verify(person_id_of(user_id), by=self.staff(roles.VERIFY_USER))
        return said("User verified successfully")


class Ban(Storefront):
    class Body(base.Body):
        reason = base.Text(max_length=REASON_MOST, required=False, default="", allow_blank=True)

    @base.call("Close an account", body=Body, either=True, gives={200: shapes.Message}, signed_in=True)
    def post(self, request: Request, user_id: str) -> Response:
        """`reason` in the body or the query, if any; sessions and tokens end at once, listings are hidden."""
        by = self.staff(roles.BAN_USER)
        closing.close_account(person_id_of(user_id), by=by, reason=self.asked["reason"])
        return said("User banned successfully")

    @base.call("Open an account again", gives={200: shapes.Message}, signed_in=True)
    def delete(self, request: Request, user_id: str) -> Response:
        closing.open_account(person_id_of(user_id), by=self.staff(roles.BAN_USER))
        return said("User unbanned successfully")


class Homepage(Storefront):
    class Body(base.Body):
        version = base.Whole(least=1, most=2**31 - 1)
        blocks = serializers.ListField(child=base.Object(), max_length=50)

    @base.call("The home page's blocks", gives={200: shapes.Homepage}, signed_in=True)
    def get(self, request: Request) -> Response:
        self.staff(roles.KEEP_WINDOW)
        return Response(window.for_programs(window.current()))

    @base.call(
        "Replace the home page, made from its newest version", body=Body, gives={200: shapes.Homepage}, signed_in=True
    )
    def put(self, request: Request) -> Response:
        by = self.staff(roles.KEEP_WINDOW)
        made = homepage.replace_homepage(self.asked["blocks"], version=self.asked["version"], by=by)
        return Response(window.for_programs(window.version_seen_by(by, made.number)))


class Slider(Storefront):
    @base.call("The slider's models in their order", gives={200: [shapes.Model]}, signed_in=True)
    def get(self, request: Request) -> Response:
        return Response(rows.models(self.staff(roles.KEEP_WINDOW), window.slider_ids()))

    class Form(base.Body):
        model_ids = serializers.ListField(child=base.Whole(least=1, most=2**63 - 1), max_length=1000)

    @base.call("Set the slider's models", form=Form, gives={200: [shapes.Model]}, signed_in=True)
    def put(self, request: Request) -> Response:
        """A list of ids, or `{"model_ids": [...]}`."""
        by = self.staff(roles.KEEP_WINDOW)
        return Response(rows.models(by, slider.set_slider(_ids_in(request.data), by=by)))


def _ids_in(sent: Any) -> list[int]:
    wanted = serializers.ListField(child=base.Whole(least=1, most=2**63 - 1), max_length=1000)
    given = sent.get("model_ids") if isinstance(sent, dict) else sent
    try:
        found: list[int] = wanted.run_validation(given)
    except serializers.ValidationError as wrong:
        raise serializers.ValidationError({"model_ids": wrong.detail}) from wrong
    return found


class Revenue(Storefront):
    @base.call("What was sold, with the last ten transactions", gives={200: shapes.Revenue}, signed_in=True)
    def get(self, request: Request) -> Response:
        self.staff(roles.SEE_MONEY)
        return Response(shapes.revenue(overview.overview(), overview.newest_transactions()))


class SendMails(Storefront):
    class Body(base.Body):
        subject = base.Text(max_length=200)
        content = base.Text(max_length=200_000)
        segment = base.Choice(Campaign.Segment.values, required=False, default=Campaign.Segment.ALL.value)

    @base.call(
        "Write to a segment; queued as a campaign", body=Body, either=True, gives={202: shapes.Message}, signed_in=True
    )
    def post(self, request: Request) -> Response:
        """`subject`, `content` (HTML) and `segment` in the body or the query. Only who consented is written to."""
        by, asked = self.staff(roles.KEEP_CAMPAIGNS), self.asked
        _, readers = campaigns.write_and_send(
            by=by, subject=asked["subject"], content=asked["content"], segment=asked["segment"]
        )
        return said(f"Email sent to {readers} users", status=202)


class Analytics(Storefront):
    @base.call("The best models by sales, the best creators by revenue", gives={200: shapes.Analytics}, signed_in=True)
    def get(self, request: Request) -> Response:
        by = self.staff(roles.SEE_MONEY)
        listings = {top.id: top for top in overview.top_listings()}
        sellers = {top.id: top for top in overview.top_sellers()}
        models = {row["id"]: row for row in rows.sold_models(by, list(listings))}
        users = {row["id"]: row for row in _people(list(User.objects.filter(pk__in=sellers)))}
        answer: shapes.Analytics = {
            "topModels": [
                {**models[pk], "sales": top.sales, "revenue": shapes.amount(top.revenue_cents)}
                for pk, top in listings.items()
                if pk in models
            ],
            "topCreators": [
                {**users[pk], "sales": top.sales, "revenue": shapes.amount(top.revenue_cents)}
                for pk, top in sellers.items()
                if pk in users
            ],
        }
        return Response(answer)


def said(sentence: str, *, status: int = 200) -> Response:
    answer: shapes.Message = {"message": sentence}
    return Response(answer, status=status)
