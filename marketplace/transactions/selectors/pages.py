"""What the pages about money show: plain values, so that a template asks nothing of the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Sum

from accounts.models import User
from marketplace.catalog import licences
from marketplace.catalog.models import ListingFile
from marketplace.catalog.selectors.cards import model_url, open_url, picture_key, shortened
from marketplace.transactions.models import Order, OrderLine, Payment
from marketplace.transactions.selectors.balances import Balance, balance_of
from marketplace.transactions.selectors.orders import checkout_url_of, order_and_payments_of
from nexus.foundation.paging import Paged, paged
from nexus.foundation.sayings import said

RECENT_SALES = 20
ORDERS_PAGE = 50
OUR_REASONS = {"replaced", "expired", "amount_differs", "already_owned", "returned"}  # not the bank's


def short_number(order_id: UUID) -> str:
    """What a person may read out: the last eight letters of the order's id."""
    return order_id.hex[-8:].upper()


@dataclass(frozen=True)
class LineRow:
    """A line as checkout, receipt, order list and dashboard show it."""

    id: int
    listing_id: int
    name: str
    url: str
    picture_url: str
    alt: str
    tint: str
    seller_name: str
    buyer_name: str
    licence: str
    licence_name: str
    paid_cents: int
    price_cents: int  # without discount and tip
    fee_cents: int
    revenue_cents: int
    at: datetime
    state: str
    formats: tuple[str, ...]


@dataclass(frozen=True)
class CheckoutPage:
    """An order from its buyer's side."""

    id: UUID
    number: str
    state: str
    lines: tuple[LineRow, ...]
    total_cents: int
    discount_cents: int
    tip_cents: int
    currency: str
    buyer_name: str
    buyer_email: str
    business_name: str
    balance_cents: int  # what of the buyer's own earnings could pay, while it is asked
    created_at: datetime
    completed_at: datetime | None
    failure_code: str
    failure_message: str
    bank_refused: bool
    waiting: bool  # its money was asked for, and the answer is not in
    checkout_url: str
    card_last4: str
    returned_cents: int  # paid a second time and given back


@dataclass(frozen=True)
class OrderRow:
    """One order in the list of a buyer's orders."""

    id: UUID
    state: str
    names: tuple[str, ...]
    total_cents: int
    currency: str
    created_at: datetime


@dataclass(frozen=True)
class Dashboard:
    """A seller's figures, in cents, from lines and ledger."""

    balance: Balance
    sales: int
    sold_cents: int
    sales_rows: tuple[LineRow, ...]


def line_rows(lines: QuerySet[OrderLine]) -> tuple[LineRow, ...]:
    files = ListingFile.objects.filter(listing=OuterRef("listing"))
    shown = lines.select_related("listing__category", "seller", "buyer").annotate(
        picture=picture_key(listing="listing"),
        formats=ArraySubquery(files.order_by("-version", "-is_source", "format").values("format")),
    )
    return tuple(
        LineRow(
            id=line.pk,
            listing_id=line.listing_id,
            name=line.listing.name,
            url=model_url(line.listing_id, line.listing.slug),
            picture_url=open_url(line.picture),
            alt=shortened(line.listing.text_twin or line.listing.name),
            tint=line.listing.category.tint if line.listing.category else "",
            seller_name=line.seller.name,
            buyer_name=line.buyer.name,
            licence=line.licence,
            licence_name=licences.name_of(line.licence),
            paid_cents=line.paid_cents,
            price_cents=line.price_cents,
            fee_cents=line.fee_cents,
            revenue_cents=line.revenue_cents,
            at=line.created_at,
            state=line.state,
            formats=tuple(dict.fromkeys(line.formats)),
        )
        for line in shown
    )


def checkout_of(user: User, order_id: UUID) -> CheckoutPage:
    """One own order for its page; another's is not there."""
    order, payments = order_and_payments_of(user, order_id)
    taken = next((payment for payment in payments if payment["state"] == Payment.State.SUCCEEDED), None)
    asked = any(payment["state"] in {Payment.State.INTENDED, Payment.State.WAITING} for payment in payments)
    lines = OrderLine.objects.filter(order=order)
    sums = lines.aggregate(discount=Sum("discount_cents"), tip=Sum("tip_cents"))
    pays_now = order.state == Order.State.PENDING and not asked
    return CheckoutPage(
        id=order.pk,
        number=short_number(order.pk),
        state=order.state,
        lines=line_rows(lines.order_by("pk")),
        total_cents=order.total_cents,
        discount_cents=sums["discount"] or 0,
        tip_cents=sums["tip"] or 0,
        buyer_name=user.name,
        buyer_email=user.email,
        business_name=order.business_name,
        balance_cents=max(balance_of(user).available_cents, 0) if pays_now else 0,
        currency=order.currency,
        created_at=order.created_at,
        completed_at=order.completed_at,
        failure_code=order.failure_code,
        failure_message=said(order.failure_message),
        bank_refused=order.failure_code not in OUR_REASONS,
        waiting=asked and order.state == Order.State.PENDING,
        checkout_url=checkout_url_of(order),
        card_last4=taken["card_last4"] if taken else "",
        returned_cents=sum(one["amount_cents"] for one in payments if one["state"] == Payment.State.RETURNED),
    )


def order_rows_of(user: User, number: int = 1) -> Paged[OrderRow]:
    """A page of a buyer's orders, newest first. Raises NotFound for a page that the list does not have."""
    bought = Order.objects.filter(buyer=user, escrow=None).order_by("-pk").prefetch_related("lines__listing")
    return paged(bought, number, size=ORDERS_PAGE, shown=lambda found: map(_order_row, found))


def _order_row(order: Order) -> OrderRow:
    return OrderRow(
        id=order.pk,
        state=order.state,
        names=tuple(line.listing.name for line in order.lines.all()),
        total_cents=order.total_cents,
        currency=order.currency,
        created_at=order.created_at,
    )


def dashboard_of(user: User, *, now: datetime | None = None) -> Dashboard:
    """A seller's figures and newest sales (free claims are no sales)."""
    sold = OrderLine.objects.filter(seller=user, state=OrderLine.State.COMPLETED, paid_cents__gt=0)
    figures = sold.aggregate(sales=Count("pk"), cents=Sum("paid_cents"))
    return Dashboard(
        balance=balance_of(user, now=now),
        sales=figures["sales"],
        sold_cents=figures["cents"] or 0,
        sales_rows=line_rows(sold.order_by("-pk")[:RECENT_SALES]),
    )
