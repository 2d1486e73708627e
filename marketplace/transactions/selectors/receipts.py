"""Receipts, invoices and credit notes, derived from what the ledger booked; rows only say what it was for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from accounts.models import User
from marketplace.catalog import licences
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Account, JournalEntry, JournalLine, Order, OrderLine, Payment, Refund
from marketplace.transactions.selectors.pages import short_number
from marketplace.transactions.selectors.refunds import may_decide
from nexus.foundation.errors import NotFound

MISSING = "There is no such receipt."
TAX_PERCENT = 0  # nothing is configured: digital goods of sellers, who settle their own taxes


@dataclass(frozen=True)
class PaperLine:
    """One line of a paper: what, from whom, under which licence, and its amounts in cents."""

    name: str
    seller: str
    licence: str
    price_cents: int
    discount_cents: int
    tip_cents: int
    paid_cents: int


@dataclass(frozen=True)
class CreditRow:
    """A credit note that belongs to a receipt."""

    id: UUID
    number: str
    at: datetime
    cents: int


@dataclass(frozen=True)
class Paper:
    """A receipt (an invoice where a business is named) or a credit note, whole."""

    kind: str  # receipt, invoice or credit
    order_id: UUID
    number: str
    of_number: str  # the receipt that a credit note is about
    at: datetime
    buyer: str
    buyer_email: str
    business_name: str
    business_address: str
    vat_id: str
    lines: tuple[PaperLine, ...]
    coupon: str
    discount_cents: int
    tip_cents: int
    tax_percent: int
    tax_cents: int
    total_cents: int
    currency: str
    paid_with: str
    credits: tuple[CreditRow, ...]

    @property
    def net_cents(self) -> int:
        return self.total_cents - self.tax_cents

    @property
    def filename(self) -> str:
        return f"nexus-{self.kind}-{self.number}.pdf"


def receipt_of(viewer: User, order_id: UUID) -> Paper:
    """The receipt of one's own completed order (also of a refunded one); staff who decide on refunds see any."""
    order = _order(viewer, order_id)
    lines = [line for line in _lines(order) if line.state in {OrderLine.State.COMPLETED, OrderLine.State.REFUNDED}]
    booked = _booked(lines, JournalEntry.Kind.SALE)
    use = getattr(order, "coupon_use", None)
    refunds = Refund.objects.filter(line__order=order, booked_at__isnull=False).order_by("booked_at", "pk")
    assert order.completed_at is not None
    return _paper(
        order,
        "invoice" if order.business_name else "receipt",
        number=short_number(order.pk),
        at=order.completed_at,
        lines=[(line, booked.get(line.pk, 0)) for line in lines],
        coupon=use.coupon.code if use else "",
        paid_with=_paid_with(order),
        credits=tuple(
            CreditRow(refund.pk, short_number(refund.pk), refund.booked_at, refund.amount_cents)
            for refund in refunds
            if refund.booked_at
        ),
    )


def credit_note_of(viewer: User, refund_id: UUID) -> Paper:
    """What went back of one line, as the ledger reversed it."""
    refund = Refund.objects.filter(pk=refund_id, booked_at__isnull=False).select_related("line").first()
    if refund is None or refund.booked_at is None:
        raise NotFound(MISSING)
    order = _order(viewer, refund.line.order_id)
    lines = [line for line in _lines(order) if line.pk == refund.line_id]
    booked = _booked(lines, JournalEntry.Kind.REFUND)
    return _paper(
        order,
        "credit",
        number=short_number(refund.pk),
        of_number=short_number(order.pk),
        at=refund.booked_at,
        lines=[(line, booked.get(line.pk, 0)) for line in lines],
        paid_with=_paid_with(order),
    )


def _order(viewer: User, order_id: UUID) -> Order:
    theirs = Order.objects.all() if may_decide(viewer) else Order.objects.filter(buyer=viewer)
    order = theirs.filter(pk=order_id, completed_at__isnull=False).select_related("buyer", "coupon_use__coupon").first()
    if order is None:
        raise NotFound(MISSING)
    return order


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.select_related("listing", "seller").order_by("pk"))


def _booked(lines: Sequence[OrderLine], kind: JournalEntry.Kind) -> dict[int, int]:
    """What the gateway's account got for each line, or gave back; free lines were never booked."""
    causes = {f"order-line:{line.pk}": line.pk for line in lines}
    rows = JournalLine.objects.filter(entry__kind=kind, entry__cause__in=causes, account__kind=Account.Kind.GATEWAY)
    return {causes[cause]: cents for cause, cents in rows.values_list("entry__cause", "cents")}


def _paid_with(order: Order) -> str:
    payment = order.payments.filter(state=Payment.State.SUCCEEDED).first()
    if payment is None:
        return ""
    return BALANCE if payment.gateway == BALANCE else payment.card_last4


def _paper(
    order: Order,
    kind: str,
    *,
    number: str,
    at: datetime,
    lines: Sequence[tuple[OrderLine, int]],
    paid_with: str,
    of_number: str = "",
    coupon: str = "",
    credits: tuple[CreditRow, ...] = (),  # noqa: A002 - the word of the trade
) -> Paper:
    sign = -1 if kind == "credit" else 1
    return Paper(
        kind=kind,
        order_id=order.pk,
        number=number,
        of_number=of_number,
        at=at,
        buyer=order.buyer.name,
        buyer_email=order.buyer.email,
        business_name=order.business_name,
        business_address=order.business_address,
        vat_id=order.vat_id,
        lines=tuple(
            PaperLine(
                name=line.listing.name,
                seller=line.seller.name,
                licence=licences.name_of(line.licence),
                price_cents=sign * line.price_cents,
                discount_cents=sign * line.discount_cents,
                tip_cents=sign * line.tip_cents,
                paid_cents=booked,
            )
            for line, booked in lines
        ),
        coupon=coupon,
        discount_cents=sign * sum(line.discount_cents for line, _ in lines),
        tip_cents=sign * sum(line.tip_cents for line, _ in lines),
        tax_percent=TAX_PERCENT,
        tax_cents=0,
        total_cents=sum(booked for _, booked in lines),
        currency=order.currency,
        paid_with=paid_with,
        credits=credits,
    )


def issuer() -> tuple[str, str]:
    """Who writes the papers: our name and address on the web."""
    return "Nexus", settings.SITE_URL
