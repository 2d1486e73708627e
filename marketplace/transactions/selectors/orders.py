"""Orders and their lines, for those they belong to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.transactions import gateways
from marketplace.transactions.models import Coupon, CouponUse, Order, OrderLine, Payment
from marketplace.transactions.selectors.refunds import may_decide
from nexus.foundation.errors import NotFound


def orders_of(user: User) -> QuerySet[Order]:
    """A buyer's own orders with their lines, newest first."""
    lines = OrderLine.objects.select_related("listing", "seller").order_by("pk")
    bought = Order.objects.filter(buyer=user, escrow=None)  # what pays for work stands on its bounty's page
    return bought.prefetch_related(Prefetch("lines", lines)).order_by("-pk")


def order_of(user: User, order_id: UUID) -> Order:
    """One own order; another's is not there."""
    order = orders_of(user).filter(pk=order_id).first()
    if order is None:
        raise NotFound("There is no such order.")
    return order


def business_details_of(user: User, order_id: UUID) -> dict[str, str]:
    """Who an order is billed to; what its buyer said last where this order says nothing yet."""
    names = ("business_name", "business_address", "vat_id")
    own = Order.objects.filter(buyer=user)
    found = own.filter(pk=order_id).exclude(business_name="").values(*names).first()
    found = found or own.exclude(business_name="").order_by("-pk").values(*names).first()
    return found or dict.fromkeys(names, "")


def wish_again(user: User, order_id: UUID) -> tuple[list[tuple[int, str]], dict[str, Any]]:
    """What a failed order was for, to ask for it once more: its items, and its coupon, tips and chosen prices."""
    order = order_of(user, order_id)
    lines = list(order.lines.all())
    use = CouponUse.objects.filter(order=order).select_related("coupon").first()
    coupon = use.coupon.code if use and use.coupon.active else ""
    items = [(line.listing_id, line.licence) for line in lines]
    return items, {"coupon": coupon, "tip_cents": sum(line.tip_cents for line in lines)}


def order_for_refund(user: User, order_id: UUID) -> Order:
    """An order that this person may have refunded: its buyer's own, for staff who decide on refunds any."""
    lines = OrderLine.objects.select_related("listing", "seller").order_by("pk")
    theirs = Order.objects.all() if may_decide(user) else Order.objects.filter(buyer=user)
    order = theirs.filter(pk=order_id).prefetch_related(Prefetch("lines", lines)).first()
    if order is None:
        raise NotFound("There is no such order.")
    return order


def coupons_of(user: User) -> QuerySet[Coupon]:
    """A creator's own coupons, newest first."""
    return Coupon.objects.filter(creator=user).prefetch_related("listings").order_by("-pk")


@dataclass(frozen=True)
class CouponRow:
    """A coupon in its creator's list; the value is per cent or cents."""

    code: str
    is_percent: bool
    value: int
    models: tuple[str, ...]
    used: int
    max_uses: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    active: bool


def coupon_rows_of(user: User) -> tuple[CouponRow, ...]:
    """A creator's newest coupons, at most a hundred."""
    return tuple(
        CouponRow(
            code=row.code,
            is_percent=row.kind == Coupon.Kind.PERCENT,
            value=row.value,
            models=tuple(listing.name for listing in row.listings.all()),
            used=row.used,
            max_uses=row.max_uses,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            active=row.active,
        )
        for row in coupons_of(user)[:100]
    )


def listings_for_coupons(user: User) -> list[tuple[int, str]]:
    """A creator's own models that cost something, by name."""
    own = Listing.objects.filter(seller=user, offers__price_cents__gt=0, state=Listing.State.APPROVED)
    return list(own.distinct().order_by("name", "pk").values_list("pk", "name")[:200])


def coupon_of(user: User, code: str) -> Coupon:
    """One's own coupon by its code; another's is not there."""
    found = coupons_of(user).filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFound("There is no coupon of yours with this code.")
    return found


def order_and_payments_of(user: User, order_id: UUID) -> tuple[Order, list[dict[str, Any]]]:
    """One own order and what was tried to pay it, both of one moment.

    One statement: settled between two, the order would still wait and its payment be decided, as if nobody had paid.
    """
    seen = JSONObject(state="state", amount_cents="amount_cents", card_last4="card_last4")
    tried = Payment.objects.filter(order=OuterRef("pk")).order_by("pk").values(seen=seen)
    order = Order.objects.filter(buyer=user, pk=order_id, escrow=None).annotate(tried=ArraySubquery(tried)).first()
    if order is None:
        raise NotFound("There is no such order.")
    return order, order.tried


def checkout_url_of(order: Order) -> str:
    """The gateway's page on which a pending order is paid, or "" when nobody asked for its money yet."""
    if order.state != Order.State.PENDING:
        return ""
    payment = order.payments.filter(state=Payment.State.WAITING).order_by("-pk").first()
    return gateways.named(payment.gateway).checkout_url(payment.reference) if payment else ""
