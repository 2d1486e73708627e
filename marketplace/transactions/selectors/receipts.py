"""Receipts, invoices and credit notes, derived from what the ledger booked; rows only say what it was for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.catalog import licences
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import (
    Account,
    Escrow,
    EscrowReturn,
    JournalEntry,
    JournalLine,
    Order,
    OrderLine,
    Payment,
    Refund,
)
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
    words: str = ""  # what it is, where it is no model under a licence


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
    about_url: str  # the page of what was paid
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
    escrow = Escrow.objects.filter(order=order).first()
    if escrow is not None:
        return _of_escrow(order, escrow)
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
    """What went back of one line, as the ledger reversed it, or of a bounty's money, as the ledger returned it."""
    refund = Refund.objects.filter(pk=refund_id, booked_at__isnull=False).select_related("line").first()
    if refund is None or refund.booked_at is None:
        back = EscrowReturn.objects.filter(pk=refund_id).select_related("escrow").first()
        if back is None:
            raise NotFound(MISSING)
        return _of_return(_order(viewer, back.escrow.order_id), back)
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


def _of_escrow(order: Order, escrow: Escrow) -> Paper:
    """A bounty's money: one line, what the ledger took in, and what it gave back of it later."""
    assert order.completed_at is not None
    back = EscrowReturn.objects.filter(escrow=escrow).first()
    credits_ = () if back is None else (CreditRow(back.pk, short_number(back.pk), back.created_at, back.amount_cents),)
    return _paper(
        order,
        "invoice" if order.business_name else "receipt",
        number=short_number(order.pk),
        at=order.completed_at,
        rows=[_held_line(escrow, JournalEntry.Kind.ESCROW_HELD)],
        paid_with=_paid_with(order),
        about_url=escrow.page,
        credits=credits_,
    )


def _of_return(order: Order, back: EscrowReturn) -> Paper:
    return _paper(
        order,
        "credit",
        number=short_number(back.pk),
        of_number=short_number(order.pk),
        at=back.created_at,
        rows=[_held_line(back.escrow, JournalEntry.Kind.ESCROW_RETURNED)],
        paid_with=_paid_with(order),
        about_url=back.escrow.page,
    )


def _held_line(escrow: Escrow, kind: JournalEntry.Kind) -> PaperLine:
    booked = JournalLine.objects.filter(
        entry__kind=kind, entry__cause=f"escrow:{escrow.pk}", account__kind=Account.Kind.GATEWAY
    )
    cents = sum(booked.values_list("cents", flat=True))
    words = _("A bounty's budget, held until its work is accepted.")
    if kind == JournalEntry.Kind.ESCROW_RETURNED:
        words = _("What of a bounty's budget was not paid out.")
    return PaperLine(escrow.title, "", "", cents, 0, 0, cents, words)


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
    paid_with: str,
    lines: Sequence[tuple[OrderLine, int]] = (),
    rows: Sequence[PaperLine] = (),
    about_url: str = "",
    of_number: str = "",
    coupon: str = "",
    credits: tuple[CreditRow, ...] = (),  # noqa: A002 - the word of the trade
) -> Paper:
    sign = -1 if kind == "credit" else 1
    shown = (*(_line(line, booked, sign) for line, booked in lines), *rows)
    return Paper(
        kind=kind,
        order_id=order.pk,
        about_url=about_url or reverse("checkout", args=[order.pk]),
        number=number,
        of_number=of_number,
        at=at,
        buyer=order.buyer.name,
        buyer_email=order.buyer.email,
        business_name=order.business_name,
        business_address=order.business_address,
        vat_id=order.vat_id,
        lines=shown,
        coupon=coupon,
        discount_cents=sum(line.discount_cents for line in shown),
        tip_cents=sum(line.tip_cents for line in shown),
        tax_percent=TAX_PERCENT,
        tax_cents=0,
        total_cents=sum(line.paid_cents for line in shown),
        currency=order.currency,
        paid_with=paid_with,
        credits=credits,
    )


def _line(line: OrderLine, booked: int, sign: int) -> PaperLine:
    return PaperLine(
        name=line.listing.name,
        seller=line.seller.name,
        licence=licences.name_of(line.licence),
        price_cents=sign * line.price_cents,
        discount_cents=sign * line.discount_cents,
        tip_cents=sign * line.tip_cents,
        paid_cents=booked,
    )


def issuer() -> tuple[str, str]:
    """Who writes the papers: our name and address on the web."""
    return "Nexus", settings.SITE_URL
