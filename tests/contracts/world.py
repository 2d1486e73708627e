"""One of everything, for the table of routes: things of an owner, and the people who ask for them."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import TokenPair, User
from accounts.services import bans, keys, notice_mails, notifications, tokens, webhooks
from generation import guest_sessions, records
from generation import services as generation
from generation.models import Job
from marketplace.bounties.services import disputes, posting
from marketplace.catalog.models import Category, DownloadLog, Entitlement, Listing, Tag
from marketplace.catalog.services import conversions, downloads, saved_searches
from marketplace.transactions import selectors as money
from marketplace.transactions.models import (
    Account,
    Difference,
    EscrowReturn,
    GatewayEvent,
    JournalEntry,
    JournalLine,
    Payment,
)
from marketplace.transactions.services import orders, payout_accounts, payouts, sealing
from marketplace.trust.selectors import notices
from nexus.api import errors
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import NotSignedIn
from nexus.foundation.outbox import Delivery, OutboxMessage
from tests import make
from tests.contracts.studio import photo
from tests.makers import trust, window

TABLE = Path(__file__).with_name("routes.csv")
RIGHTS = Path(__file__).with_name("rights.csv")
ROLES = (
    "anonymous",
    "user",
    "owner",
    "other",
    "staff",
    "finance",
    "marketing",
    "banned",
    "seller",
    "bad_token",
    "spent_token",
)
BARE_ID = re.compile(r"/admin/\w+/\w+/\{\w+\}/")
DERIVED = ("finance", "marketing", "banned", "seller", "spent_token")
TOKENS_ONLY = ("bad_token", "spent_token")


@dataclass(frozen=True)
class Row:
    """One route and method with what it is sent, and the status for each role."""

    method: str
    path: str
    body: str
    statuses: dict[str, int]


def usual(row: dict[str, str], role: str) -> int:
    """What a derived role is answered where `rights.csv` says nothing.

    Staff of finance and marketing are members and may do nothing else in the console. Who is banned is answered as
    nobody is, and the token opens nothing of a contract. Who sells things of their own is a stranger to these, and a
    token whose refresh token was used twice is as bad as an expired one.
    """
    if role == "spent_token":
        return int(row["bad_token"])
    if role == "seller":
        return int(row["other"])
    if role == "banned":
        return 401 if errors.is_api(row["path"]) else int(row["anonymous"])
    if BARE_ID.fullmatch(row["path"]):  # Django sends on whoever is staff, before it asks for rights
        return int(row["staff"])
    refused_at_the_door = row["path"].startswith("/admin/") and row["other"] == "302"
    return 403 if refused_at_the_door else int(row["other"])


def rights() -> dict[tuple[str, str, str], int]:
    """Where finance, marketing and banned people are answered otherwise than usual: by method, path and role."""
    with RIGHTS.open(encoding="utf-8", newline="") as handle:
        return {(row["method"], row["path"], row["role"]): int(row["status"]) for row in csv.DictReader(handle)}


def written() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def table() -> list[Row]:
    own = rights()
    return [
        Row(
            row["method"],
            row["path"],
            row["body"],
            {
                role: own.get((row["method"], row["path"], role), usual(row, role))
                if role in DERIVED
                else int(row[role])
                for role in ROLES
            },
        )
        for row in written()
    ]


def all_routes() -> set[str]:
    """Every route of the URLconf, as the resolver names it; what is only there under DEBUG=1 is left out."""

    def walk(found: URLResolver, before: str = "") -> Iterator[str]:
        for pattern in found.url_patterns:
            route = before + str(pattern.pattern).removeprefix("^" if before else "")
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern, route)

    return {route for route in walk(get_resolver()) if not route.startswith("dev/")}


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _expired_token(person: User) -> str:
    token = make.bearer(person)
    newest = TokenPair.objects.filter(family__user=person).latest("pk")
    TokenPair.objects.filter(pk=newest.pk).update(access_until=timezone.now() - timedelta(seconds=1))
    return token


def _token_of_a_spent_family(person: User) -> str:
    """The newest token of somebody whose older refresh token came a second time: it was stolen, so all of them end."""
    first = tokens.issue(person)
    newest = tokens.refresh(first.refresh)
    with pytest.raises(NotSignedIn):
        tokens.refresh(first.refresh)
    return newest.access


ID = "01a1fe50-4711-791c-8263-831e65701396"
NUMBERS = "notice listing_file draft_file saved_search listing free draft in_review rejected archived category tag entitlement log entry line account event person type group mail bounty unfunded running application submission split review comment collection bought_line right seal difference case decision appeal copyright copyright_notice audit_row delivery strike make coupon_row"
SOME = {  # for matching paths to routes without a world
    **dict.fromkeys(["job", "pending", "waiting", "cancelled", "nobodys", "asset", "upload", "conversion", "session", "chat", "message", "meta", "run", "order", "unpaid", "card", "escrow", "escrow_return", "bank_account", "payout", "payout_account", "payment", "refund", "api_key", "webhook", "webhook_delivery"], ID),
    **dict.fromkeys(NUMBERS.split(), "1"),
    "certificate": "0000-0000", "notice_off": "token", "sent_notice": "token", "coupon": "OWNERS",
    "guest": ID, "guest_model": "sofa.glb", "file": "key/file.glb", "slug": "box", "get": "token/box.glb", "username": "owner", "tutorial": "how-to-glue", "campaign": "1", "tutorial_row": "1",
}  # fmt: skip


def plain(path: str) -> str:
    """A path of the table with sample names, to be matched to its route."""
    return path.format(**SOME).split("?", maxsplit=1)[0]


class World:
    """`user` has not confirmed the address, `other` has and owns nothing of this, `staff` is a moderator.

    Who is `banned` signed in before and after the ban; a `seller` owns things of each kind, and none of these; a
    `bad_token` has expired, and a `spent_token` is of a family that ended because a refresh token came twice.
    """

    def __init__(self) -> None:
        owner = make.person("owner")
        self.people = {
            "user": make.person("stranger", confirmed=False),
            "owner": owner,
            "other": make.person("other"),
            "staff": make.staff("moderator"),
            "finance": make.staff("finance"),
            "marketing": make.staff("marketing"),
            "banned": make.person("banned"),
            "seller": make.person("seller"),
        }
        self.names = {**self._jobs(owner), **self._listings(owner), **self._money(owner), **self._rows(owner)}
        self.names |= self._talk(owner) | self._told(owner)
        tutorial = window.tutorial("How to glue")
        self.names |= {"tutorial": tutorial.slug, "tutorial_row": tutorial.pk, "campaign": window.campaign().pk}
        self.names |= self._said(owner)
        self.names |= self._bounties(owner)
        self.names |= self._reported(owner)
        self.names |= self._programs(owner)
        self._own_things(self.people["seller"])
        self.tokens = {role: make.bearer(person) for role, person in self.people.items()}
        bans.ban(self.people["banned"].pk, by=self.people["staff"], reason="Sold what was stolen.")
        self.sessions = {role: _session(person) for role, person in self.people.items()}
        self.tokens["bad_token"] = _expired_token(owner)
        self.tokens["spent_token"] = _token_of_a_spent_family(owner)

    @staticmethod
    def _own_things(seller: User) -> None:
        """What somebody else has of each kind, so that owning something opens nothing of another's."""
        make.listing(seller, "Another's box"), make.listing(seller, "Another's draft", state="draft")
        make.bought(make.for_sale(499), buyer=seller), make.made_job(seller), make.job(seller)
        make.submission(make.running(seller)), make.application(make.bounty(seller))
        make.chat(seller), make.coupon(seller, "ANOTHERS"), make.collection(seller)

    def _jobs(self, owner: User) -> dict[str, Any]:
        guest = self._guest()
        done = make.made_job(owner)
        gone = make.job(owner)
        generation.cancel(gone.pk, by=owner)
        ours = make.made_job(None)
        return {
            "username": owner.username,
            "job": done.pk,
            "pending": make.job(owner, start=False).pk,
            "waiting": make.job(owner).pk,
            "cancelled": gone.pk,
            "nobodys": ours.pk,
            "asset": done.assets.get(kind="glb").pk,
            "file": done.assets.get(kind="glb").file.key.removeprefix("open/"),
            **guest,
        }

    def _guest(self) -> dict[str, Any]:
        """A session with a finished model; it takes the place of one that was made of a photo."""
        session = guest_sessions.begin_session()
        Job.objects.filter(pk=make.made_job(None).pk).update(
            group_key=f"{guest_sessions.GROUP}{session.pk}", label="sofa.jpg"
        )
        return {"guest": session.pk, "guest_model": "sofa.glb"}

    def _told(self, owner: User) -> dict[str, Any]:
        told = notifications.notify(owner.pk, "review", title="A review.", url="/models/", source="world:1")
        assert told is not None
        return {"notice": told.pk, "notice_off": notice_mails.off_link(owner, told.kind).strip("/").split("/")[-1]}

    def _talk(self, owner: User) -> dict[str, Any]:
        chat = make.chat(owner)
        meta = records.add_part_record(self.names["asset"], by=owner, name="top")
        return {
            "session": chat.session_id,
            "chat": chat.pk,
            "message": make.message(chat).pk,
            "run": make.action(chat).pk,
            "meta": meta.pk,
        }

    def _said(self, owner: User) -> dict[str, Any]:
        """Below the owner's listing: a holder's review, the owner's own comment; and the owner's collection of it."""
        shown = Listing.objects.get(pk=self.names["listing"])
        return {
            "review": make.review(shown, rating=4).pk,
            "comment": make.comment(shown, owner, text="It prints without supports.").pk,
            "make": make.print_of(shown).pk,
            "collection": make.collection(owner, shown).pk,
        }

    def _listings(self, owner: User) -> dict[str, Any]:
        shown = make.listing(owner, "Shown box", tags=["box"])
        rejected = make.listing(owner, "Rejected box", state="rejected")
        draft = make.listing(owner, "Draft box", state="draft")
        return {
            "listing": shown.pk,
            "slug": shown.slug,
            "free": make.listing(owner, "Free box", price_cents=0, licence="cc0").pk,
            "draft": draft.pk,
            "draft_file": draft.files.get(format="glb").pk,
            "listing_file": shown.files.get(format="glb").pk,
            "conversion": conversions.ask_conversion(shown.pk, by=owner, format="3mf").pk,
            "in_review": make.listing(owner, "Waiting box", state="pending").pk,
            "rejected": rejected.pk,
            "archived": make.listing(owner, "Archived box", state="archived").pk,
            "upload": make.upload(make.draft(owner, "Box with an upload")).pk,
            "saved_search": saved_searches.save_search(by=owner, name="Boxes", query={"q": "box"}).pk,
        }

    def _money(self, owner: User) -> dict[str, Any]:
        bought = make.listing(make.person("maker"), "Bought box")
        order = make.bought(bought, buyer=owner)
        link = downloads.open_download(bought.pk, by=owner)
        downloads.use_link(link.url.split("/get/")[1].split("/")[0], viewer_id=owner.pk)
        unpaid = make.pending_order(make.for_sale(700), buyer=owner)
        orders.pay_order(unpaid.pk, by=owner)
        [refund] = make.refunded(make.bought(make.for_sale(300), buyer=owner))
        right = Entitlement.objects.get(holder=owner, listing=bought)
        coupon = make.coupon(owner, "OWNERS")
        return {
            "bought_line": order.lines.get().pk,
            "refund": refund.pk,
            "right": right.pk,
            "certificate": right.certificate_code,
            "coupon": coupon.code,
            "coupon_row": coupon.pk,
            "order": order.pk,
            "unpaid": unpaid.pk,
            "get": link.url.split("/get/")[1],
            "bank_account": payout_accounts.begin(make.person("payee"), is_fresh=True).reference,
            "card": money.checkout_url_of(unpaid).split("/test-gateway/pay/")[1].strip("/").split("/")[0],
        }

    def _programs(self, owner: User) -> dict[str, Any]:
        hook = webhooks.subscribe(owner, url="https://hooks.example.com/nexus", events=["job.succeeded"])
        return {
            "api_key": keys.make_key(owner, name="Printer", scopes=["read"]).key.pk,
            "webhook": hook.pk,
            "webhook_delivery": webhooks.send_test(hook.pk, by=owner).pk,
        }

    def _bounties(self, owner: User) -> dict[str, Any]:
        opened, closed = make.bounty(owner), make.bounty(owner)
        posting.close(closed.pk, by=owner)
        large = make.disputed(make.running(owner, budget_cents=600_00))
        disputes.settle(large.pk, by=make.staff("finance"), artist_cents=0, reason="Nothing came.")
        work = make.submission(make.running(owner))
        return {
            "bounty": opened.pk,
            "unfunded": make.bounty(owner, paid=False).pk,
            "application": make.application(opened).pk,
            "running": work.bounty_id,
            "submission": work.pk,
            "split": large.splits.get().pk,
            "escrow": opened.escrow_id,
            "escrow_return": EscrowReturn.objects.get(escrow=closed.escrow_id).pk,
        }

    def _reported(self, owner: User) -> dict[str, Any]:
        """An appeal that waits, against the warning about a model of the owner's."""
        waiting = trust.appeal(make.listing(owner, "Reported box"), act="warn")
        sent = trust.notice(make.listing(owner, "Noticed box"), make.person("claimant"))
        hidden = trust.decision(make.listing(owner, "Hidden box"), act="hide")
        return {
            "case": waiting.decision.case_id,
            "decision": waiting.decision_id,
            "appeal": waiting.pk,
            "copyright": sent.cases.get().pk,
            "copyright_notice": sent.pk,
            "sent_notice": notices.token_of(sent),
            "strike": hidden.strike.pk,
            "audit_row": AuditRow.objects.latest("pk").pk,
            "delivery": Delivery.objects.create(
                message=OutboxMessage.objects.latest("pk"), handler="accounts.tasks.send_welcome", queue="fast"
            ).pk,
        }

    def _rows(self, owner: User) -> dict[str, Any]:
        event = GatewayEvent.objects.create(gateway="test", event_id="e1", type="payment.succeeded", body={})
        payout = payouts.request_payout(make.rich_seller(9_000, username="paid-out"))
        sealing.seal_entries()
        difference = Difference.objects.create(
            gateway="test", subject="payment:1", kind="amount", booked_cents=1, gateway_cents=2, seen_at=timezone.now()
        )
        owed = {"payout": payout.pk, "payout_account": payout.account_id, "seal": 1, "difference": difference.pk}
        first = {
            "category": Category, "tag": Tag, "entitlement": Entitlement, "log": DownloadLog, "payment": Payment,
            "group": Group, "mail": EmailAddress, "entry": JournalEntry, "line": JournalLine, "account": Account,
        }  # fmt: skip
        rows = {
            name: model.objects.order_by("pk").values_list("pk", flat=True).first() for name, model in first.items()
        }
        return {
            **rows,
            **owed,
            "event": event.pk,
            "person": owner.pk,
            "type": ContentType.objects.get_for_model(User).pk,
        }

    def status(self, row: Row, role: str) -> int:
        """What this role is answered; whatever it changed is taken back."""
        path = row.path.format(**self.names)
        client, headers = Client(), {}
        if role in TOKENS_ONLY or (errors.is_api(path) and role in self.people):
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        elif role in self.people:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        with transaction.atomic():
            answer = client.generic(row.method, path, headers=headers, **self._sent(row, path, role))
            if hasattr(answer, "streaming_content"):
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer.status_code

    def _sent(self, row: Row, path: str, role: str) -> dict[str, Any]:
        body = row.body.replace("{role}", role)
        for name in ("listing", "job", "file", "asset", "session", "chat"):
            body = body.replace(f"{{{name}}}", str(self.names[name]))
        if body == "file":
            form = {"file": SimpleUploadedFile("box.glb", make.glb())}
            return {"data": encode_multipart(BOUNDARY, form), "content_type": MULTIPART_CONTENT}
        if body in {"image", "image_file"}:
            form = {body: SimpleUploadedFile("sofa.png", photo())}
            return {"data": encode_multipart(BOUNDARY, form), "content_type": MULTIPART_CONTENT}
        if row.method in {"GET", "HEAD"}:
            return {}
        if errors.is_api(path):
            return {"data": body or "{}", "content_type": "application/json"}
        form = encode_multipart(BOUNDARY, json.loads(body or "{}"))
        return {"data": form, "content_type": MULTIPART_CONTENT}
