"""All papers of one person in one list: receipts and credit notes of what they paid, statements of what they earned."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from marketplace.transactions.models import EscrowReturn, Order, Refund
from marketplace.transactions.selectors.balances import Balance, balance_of
from marketplace.transactions.selectors.pages import short_number
from marketplace.transactions.selectors.statements import years_of

SHOWN = 500


@dataclass(frozen=True)
class PaperRow:
    """A receipt or a credit note; what went back is below zero."""

    url: str
    number: str
    at: datetime
    what: tuple[str, ...]
    cents: int
    currency: str
    is_credit: bool


@dataclass(frozen=True)
class Papers:
    rows: tuple[PaperRow, ...]
    years: tuple[int, ...]
    balance: Balance


def papers_of(user: User) -> Papers:
    """A person's own papers, the newest first, and what they are owed; a fixed number of queries."""
    rows = sorted([*_receipts(user), *_credits(user), *_returns(user)], key=lambda row: row.at, reverse=True)
    return Papers(tuple(rows[:SHOWN]), years_of(user), balance_of(user))


def _receipts(user: User) -> list[PaperRow]:
    paid = Order.objects.filter(buyer=user, completed_at__isnull=False, total_cents__gt=0).select_related("escrow")
    return [
        PaperRow(
            url=reverse("receipt", args=[order.pk]),
            number=short_number(order.pk),
            at=order.completed_at,
            what=_names(order),
            cents=order.total_cents,
            currency=order.currency,
            is_credit=False,
        )
        for order in paid.prefetch_related("lines__listing").order_by("-pk")[:SHOWN]
        if order.completed_at is not None
    ]


def _names(order: Order) -> tuple[str, ...]:
    held = getattr(order, "escrow", None)
    return (held.title,) if held else tuple(line.listing.name for line in order.lines.all())


def _credits(user: User) -> list[PaperRow]:
    back = Refund.objects.filter(line__buyer=user, booked_at__isnull=False).select_related("line__listing", "payment")
    return [
        PaperRow(
            url=reverse("credit_note", args=[refund.pk]),
            number=short_number(refund.pk),
            at=refund.booked_at,
            what=(refund.line.listing.name,),
            cents=-refund.amount_cents,
            currency="USD" if refund.payment is None else refund.payment.currency,
            is_credit=True,
        )
        for refund in back.order_by("-pk")[:SHOWN]
        if refund.booked_at is not None
    ]


def _returns(user: User) -> list[PaperRow]:
    back = EscrowReturn.objects.filter(escrow__payer=user).select_related("escrow").order_by("-pk")[:SHOWN]
    return [
        PaperRow(
            url=reverse("credit_note", args=[row.pk]),
            number=short_number(row.pk),
            at=row.created_at,
            what=(row.escrow.title,),
            cents=-row.amount_cents,
            currency=row.escrow.currency,
            is_credit=True,
        )
        for row in back
    ]
