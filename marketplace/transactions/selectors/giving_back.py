"""What the pages about one refund show, to its buyer and to the staff who decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_REFUND
from marketplace.catalog.models import DownloadLog
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Account, JournalEntry, JournalLine, OrderLine, Payment, Refund
from marketplace.transactions.selectors.balances import balance_of
from marketplace.transactions.selectors.pages import LineRow, line_rows, short_number
from marketplace.transactions.selectors.refunds import Standing, refund_requests_for, standing_of
from nexus.foundation.errors import NotFound


@dataclass(frozen=True)
class RefundPage:
    """One purchase from its buyer's side."""

    order_id: UUID
    number: str
    line: LineRow
    bought_at: datetime | None
    standing: Standing
    days: int
    to_balance: bool
    last: Refund | None
    credit_url: str


@dataclass(frozen=True)
class AnswerPage:
    """A request from its seller's side."""

    id: UUID
    number: str
    line: LineRow
    reason: str
    asked_at: datetime
    is_open: bool
    answer: str
    agreed_at: datetime | None


@dataclass(frozen=True)
class RequestRow:
    line_id: int
    name: str
    buyer: str
    seller: str
    amount_cents: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class Effect:
    """What a refund does to one account, in cents, and what it holds before where that matters."""

    name: str
    change_cents: int
    before_cents: int | None = None

    @property
    def after_cents(self) -> int:
        return (self.before_cents or 0) + self.change_cents


@dataclass(frozen=True)
class DecisionPage:
    """One purchase from the staff's side."""

    order_id: UUID
    order_url: str
    number: str
    line: LineRow
    bought_at: datetime | None
    standing: Standing
    request_id: UUID | None
    reason: str
    asked_at: datetime | None
    facts: dict[str, Any] | None  # the model's report, as it is stored
    description: str
    seller_answer: str
    seller_agreed_at: datetime | None
    is_own: bool  # whoever looks gets or loses money by it
    downloads: tuple[datetime, ...]
    effects: tuple[Effect, ...]
    seller_goes_below: bool


def refund_page_of(user: User, line_id: int) -> RefundPage:
    """One's own purchase; another's, an unpaid or a free one is not there."""
    line = _sold().filter(pk=line_id, buyer=user).first()
    if line is None:
        raise NotFound("There is no such purchase.")
    last = line.refunds.order_by("-pk").first()
    booked = last is not None and last.booked_at is not None
    return RefundPage(
        order_id=line.order_id,
        number=short_number(line.order_id),
        line=_row(line),
        bought_at=line.order.completed_at,
        standing=standing_of(line),
        days=settings.REFUND_DAYS,
        to_balance=line.order.payments.filter(state=Payment.State.SUCCEEDED, gateway=BALANCE).exists(),
        last=last,
        credit_url=reverse("credit_note", args=[last.pk]) if last is not None and booked else "",
    )


def answer_page_of(user: User, refund_id: UUID) -> AnswerPage:
    """A request about one's own sale; another's is not there."""
    refund = Refund.objects.filter(pk=refund_id, line__seller=user).exclude(reason="").select_related("line").first()
    if refund is None:
        raise NotFound("There is no such request.")
    return AnswerPage(
        id=refund.pk,
        number=short_number(refund.line.order_id),
        line=_row(refund.line),
        reason=refund.reason,
        asked_at=refund.created_at,
        is_open=refund.state == Refund.State.REQUESTED and not refund.seller_answer and not refund.seller_agreed_at,
        answer=refund.seller_answer,
        agreed_at=refund.seller_agreed_at,
    )


def requests_for(viewer: User) -> tuple[RequestRow, ...]:
    """What waits for a decision; NotAllowed without the right."""
    return tuple(
        RequestRow(
            line_id=row.line_id,
            name=row.line.listing.name,
            buyer=row.line.buyer.name,
            seller=row.line.seller.name,
            amount_cents=row.amount_cents,
            reason=row.reason,
            at=row.created_at,
        )
        for row in refund_requests_for(viewer)[:200]
    )


def decision_page_of(viewer: User, line_id: int) -> DecisionPage:
    """Everything that a decision stands on; NotAllowed without the right."""
    rights.staff_with(viewer, DECIDE_REFUND)
    line = _sold().filter(pk=line_id).first()
    if line is None:
        raise NotFound("There is no such purchase.")
    request = line.refunds.filter(state=Refund.State.REQUESTED).first()
    taken = DownloadLog.objects.filter(listing=line.listing_id, reader=line.buyer_id).order_by("at", "pk")
    standing = standing_of(line)
    effects = () if standing.is_refunded else _effects(line)
    return DecisionPage(
        order_id=line.order_id,
        order_url=reverse("admin:marketplace_order_change", args=[line.order_id]),
        number=short_number(line.order_id),
        line=_row(line),
        bought_at=line.order.completed_at,
        standing=standing,
        request_id=request.pk if request else None,
        reason=request.reason if request else "",
        asked_at=request.created_at if request else None,
        facts=line.listing.facts,
        description=line.listing.description,
        seller_answer=request.seller_answer if request else "",
        seller_agreed_at=request.seller_agreed_at if request else None,
        is_own=viewer.pk in {line.buyer_id, line.seller_id},
        downloads=tuple(taken.values_list("at", flat=True)[:20]),
        effects=effects,
        seller_goes_below=bool(effects) and effects[0].after_cents < 0,
    )


def _sold() -> "QuerySet[OrderLine]":
    sold = OrderLine.objects.filter(state__in=[OrderLine.State.COMPLETED, OrderLine.State.REFUNDED], paid_cents__gt=0)
    return sold.select_related("order", "seller", "buyer", "listing")


def _row(line: OrderLine) -> LineRow:
    return line_rows(OrderLine.objects.filter(pk=line.pk))[0]


def _effects(line: OrderLine) -> tuple[Effect, ...]:
    """The stored sale's lines with the other sign; of the seller also what they hold."""
    sale = JournalLine.objects.filter(entry__kind=JournalEntry.Kind.SALE, entry__cause=f"order-line:{line.pk}")
    cents = dict(sale.values_list("account__kind", "cents"))
    balance = balance_of(line.seller)
    return (
        Effect(line.seller.name, cents.get(Account.Kind.SELLER, 0), balance.available_cents + balance.pending_cents),
        Effect(_("Nexus, the fee"), cents.get(Account.Kind.FEES, 0)),
        Effect(line.buyer.name, line.paid_cents),
    )
