"""Bounties: posted by clients, applied for by artists, handed in, accepted or disputed."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from marketplace.bounties import selectors, states
from marketplace.bounties.models import Application, Bounty, Submission
from marketplace.bounties.services import applying, disputes, posting, work
from nexus.api import base
from nexus.api.core.market import rows
from nexus.api.core.market.listing_body import Price, cents
from nexus.api.core.shapes import bounties as shapes
from nexus.foundation import idempotency
from nexus.foundation.errors import NotFound

MISSING = "There is no such bounty, or it is not public."
NO_APPLICATION = "There is no such application."
NO_SUBMISSION = "There is no such submission."
WORDS = sorted(set(states.STATUS.values()))


def bounty_shapes(viewer: User | None, found: Sequence[Bounty]) -> list[shapes.BountyShape]:
    """Rows of one page with what hangs on them, in a fixed number of queries."""
    ids = [row.pk for row in found]
    full = Bounty.objects.filter(pk__in=ids).select_related("client", "winner", "escrow__order")
    by_id = {row.pk: row for row in full.annotate(asked=selectors.applicants())}
    known = [by_id[pk] for pk in ids if pk in by_id]
    people = rows.profiles([*(row.client for row in known), *(row.winner for row in known if row.winner)])
    return [
        shapes.bounty(
            row,
            client=people[row.client_id],
            winner=people[row.winner_id] if row.winner_id else None,
            applicants=row.asked,
            is_own=viewer is not None and viewer.pk == row.client_id,
            path=reverse("bounty", args=[row.pk]),
        )
        for row in known
    ]


def bounty_shape(viewer: User | None, bounty_id: int) -> shapes.BountyShape:
    found = selectors.bounty_seen_by(viewer, bounty_id)
    return bounty_shapes(viewer, [found])[0]


def application_shapes(found: Sequence[Application]) -> list[shapes.ApplicationShape]:
    people = rows.profiles(row.artist for row in found)
    return [shapes.application(row, people[row.artist_id]) for row in found]


class BountyBody(base.Body):
    """What a client says of the work; requirements are read by their own names."""

    title = base.Text(max_length=posting.TITLE_MOST, required=False)
    description = base.Text(max_length=posting.TEXT_MOST, required=False)
    budget = Price(required=False)
    deadline = serializers.DateTimeField(required=False, allow_null=True)
    requirements = base.Object(required=False, allow_null=True)


class TextBody(base.Body):
    text = base.Text(max_length=disputes.TEXT_MOST)


def wish_of(asked: dict[str, Any]) -> posting.Wish:
    wish: dict[str, Any] = {
        name: asked[name] for name in ("title", "description", "deadline", "requirements") if name in asked
    }
    if "budget" in asked:
        wish["budget_cents"] = cents(asked["budget"])
    return cast("posting.Wish", wish)


def once(view: base.View, request: Request, what: str, act: Callable[[], int]) -> int:
    """Run an act that moves money under the request's Idempotency-Key; the id of what it made or changed."""

    def kept() -> tuple[int, dict[str, int]]:
        return 200, {"id": act()}

    key = request.headers.get("Idempotency-Key", "")
    _, answer = idempotency.once(actor_id=view.person.pk, key=key, request=[what, request.data], act=kept)
    return int(answer["id"])


class Bounties(base.View):
    class Body(BountyBody):
        title = base.Text(max_length=posting.TITLE_MOST)
        description = base.Text(max_length=posting.TEXT_MOST)
        budget = Price()
        payment_method = base.Text(max_length=80, required=False, default="", allow_blank=True)

    class Filters(base.Paged):
        status = base.Choice(WORDS, required=False)

    @base.call("Bounties, newest first", query=Filters, gives={200: (shapes.BountyShape,)})
    def get(self, request: Request) -> Response:
        found = selectors.bounties_visible_to(self.viewer)
        if "status" in self.query:
            wanted = [state for state, word in states.STATUS.items() if word == self.query["status"]]
            found = found.filter(state__in=wanted)
        return base.page(request, self.query, found, lambda some: bounty_shapes(self.viewer, some))

    @base.call("Post a bounty", body=Body, gives={201: shapes.BountyShape}, once=True, signed_in=True)
    def post(self, request: Request) -> Response:
        """The budget is asked for at once; the bounty is private until the escrow holds it."""
        asked, client = self.asked, self.person
        posting.check_method(asked["payment_method"])

        def act() -> tuple[int, dict[str, Any]]:
            made = posting.make_bounty(by=client, **wish_of(asked))
            return 201, {"id": made.pk, "escrow": str(made.escrow_id)}

        key = request.headers.get("Idempotency-Key", "")
        _, posted = idempotency.once(actor_id=client.pk, key=key, request=["bounties", request.data], act=act)
        # The gateway is asked outside the key's transaction, and for this very escrow: a card that said no is not
        # tried again by a repeated request.
        posting.fund_posted(UUID(posted["escrow"]), by=client, payment_method=asked["payment_method"])
        return Response(bounty_shape(client, int(posted["id"])), status=201)


class OneBounty(base.View):
    Body = BountyBody

    @base.call("One bounty", gives={200: shapes.BountyShape})
    def get(self, request: Request, bounty_id: str) -> Response:
        return Response(bounty_shape(self.viewer, base.wanted_number(bounty_id, MISSING)))

    @base.call("Change one's own bounty", body=BountyBody, gives={200: shapes.BountyShape}, signed_in=True)
    def patch(self, request: Request, bounty_id: str) -> Response:
        wanted = base.wanted_number(bounty_id, MISSING)
        posting.change_bounty(wanted, by=self.person, **wish_of(self.asked))
        return Response(bounty_shape(self.person, wanted))


class Close(base.View):
    @base.call(
        "Close one's own open bounty; the escrow goes back",
        gives={200: shapes.BountyShape},
        once=True,
        signed_in=True,
    )
    def post(self, request: Request, bounty_id: str) -> Response:
        wanted = base.wanted_number(bounty_id, MISSING)
        once(self, request, f"bounties/{wanted}/close", lambda: posting.close(wanted, by=self.person).pk)
        return Response(bounty_shape(self.person, wanted))


class Applications(base.View):
    class Body(base.Body):
        price = Price()
        text = base.Text(max_length=applying.TEXT_MOST)

    @base.call(
        "Applications: all for the client, one's own for an artist",
        query=base.Paged,
        gives={200: (shapes.ApplicationShape,)},
        signed_in=True,
    )
    def get(self, request: Request, bounty_id: str) -> Response:
        bounty = selectors.bounty_seen_by(self.viewer, base.wanted_number(bounty_id, MISSING))
        return base.page(
            request, self.query, selectors.applications_visible_to(self.person, bounty), application_shapes
        )

    @base.call("Apply with a price", body=Body, gives={201: shapes.ApplicationShape}, signed_in=True)
    def post(self, request: Request, bounty_id: str) -> Response:
        made = applying.apply(
            base.wanted_number(bounty_id, MISSING),
            by=self.person,
            price_cents=cents(self.asked["price"]),
            text=self.asked["text"],
        )
        return Response(application_shapes([made])[0], status=201)


class Choose(base.View):
    @base.call("Choose this artist", gives={200: shapes.ApplicationShape}, signed_in=True)
    def post(self, request: Request, application_id: str) -> Response:
        chosen = applying.choose(base.wanted_number(application_id, NO_APPLICATION), by=self.person)
        return Response(application_shapes([chosen])[0])


class Withdraw(base.View):
    @base.call("Take one's own application back", gives={200: shapes.ApplicationShape}, signed_in=True)
    def post(self, request: Request, application_id: str) -> Response:
        back = applying.withdraw(base.wanted_number(application_id, NO_APPLICATION), by=self.person)
        return Response(application_shapes([back])[0])


class Submissions(base.View):
    class Body(base.Body):
        upload_ids = serializers.ListField(child=serializers.UUIDField(), max_length=work.UPLOADS_MOST)
        message = base.Text(max_length=work.TEXT_MOST, required=False, default="", allow_blank=True)

    @base.call(
        "Work handed in, for client and winner",
        query=base.Paged,
        gives={200: (shapes.SubmissionShape,)},
        signed_in=True,
    )
    def get(self, request: Request, bounty_id: str) -> Response:
        bounty = selectors.bounty_seen_by(self.viewer, base.wanted_number(bounty_id, MISSING))
        found = selectors.submissions_visible_to(self.person, bounty).exclude(state=Submission.State.PREPARING)
        return base.page(request, self.query, found, lambda some: [shapes.submission(row) for row in some])

    @base.call("Hand in one's own checked uploads", body=Body, gives={201: shapes.SubmissionShape}, signed_in=True)
    def post(self, request: Request, bounty_id: str) -> Response:
        made = work.submit(
            base.wanted_number(bounty_id, MISSING),
            by=self.person,
            upload_ids=self.asked["upload_ids"],
            message=self.asked["message"],
        )
        return Response(shapes.submission(made), status=201)


class Accept(base.View):
    @base.call(
        "Accept the work: pay the artist, get the files",
        gives={200: shapes.SubmissionShape},
        once=True,
        signed_in=True,
    )
    def post(self, request: Request, submission_id: str) -> Response:
        wanted = base.wanted_number(submission_id, NO_SUBMISSION)
        once(self, request, f"submissions/{wanted}/accept", lambda: work.accept(wanted, by=self.person).pk)
        return Response(shapes.submission(_submission(wanted)))


class RequestChanges(base.View):
    Body = TextBody

    @base.call("Ask for changes", body=TextBody, gives={200: shapes.SubmissionShape}, signed_in=True)
    def post(self, request: Request, submission_id: str) -> Response:
        wanted = base.wanted_number(submission_id, NO_SUBMISSION)
        work.request_changes(wanted, by=self.person, text=self.asked["text"])
        return Response(shapes.submission(_submission(wanted)))


def _submission(submission_id: int) -> Submission:
    found = Submission.objects.filter(pk=submission_id).first()
    if found is None:
        raise NotFound(NO_SUBMISSION)
    return found


class Dispute(base.View):
    Body = TextBody

    @base.call("Ask staff to decide", body=TextBody, gives={200: shapes.BountyShape}, signed_in=True)
    def post(self, request: Request, bounty_id: str) -> Response:
        wanted = base.wanted_number(bounty_id, MISSING)
        disputes.open_dispute(wanted, by=self.person, text=self.asked["text"])
        return Response(bounty_shape(self.person, wanted))
