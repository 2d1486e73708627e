"""The cart and coupons."""

from typing import TypedDict

from marketplace.transactions import money
from marketplace.transactions.models import Coupon
from marketplace.transactions.selectors.cart import CartPage
from nexus.api.base import Time, moment


class CartItemShape(TypedDict):
    """A line of a cart. `owned` ones and those that are not `available` are in no order of it."""

    model: int
    licence: str
    price: str
    pay: str
    discount: str
    owned: bool
    available: bool


class CartShape(TypedDict):
    items: list[CartItemShape]
    coupon: str | None
    coupon_problem: str | None
    subtotal: str
    discount: str
    tax: str
    total: str
    currency: str


class CouponShape(TypedDict):
    code: str
    kind: str
    value: str
    models: list[int]
    max_uses: int | None
    used: int
    starts_at: Time | None
    ends_at: Time | None
    active: bool


def cart(page: CartPage) -> CartShape:
    return {
        "items": [
            {
                "model": line.listing_id,
                "licence": line.licence,
                "price": money.text(line.price_cents),
                "pay": money.text(line.pays_cents),
                "discount": money.text(line.discount_cents),
                "owned": line.owned or line.is_own,
                "available": not line.gone,
            }
            for line in page.lines
        ],
        "coupon": page.coupon_code or None,
        "coupon_problem": page.coupon_problem or None,
        "subtotal": money.text(page.subtotal_cents + page.more_cents),
        "discount": money.text(page.discount_cents),
        "tax": money.text(0),
        "total": money.text(page.total_cents),
        "currency": page.currency,
    }


def coupon(row: Coupon) -> CouponShape:
    """A creator's own coupon; the value is per cent or an amount, as its kind says."""
    return {
        "code": row.code,
        "kind": row.kind,
        "value": str(row.value) if row.kind == Coupon.Kind.PERCENT else money.text(row.value),
        "models": sorted(listing.pk for listing in row.listings.all()),
        "max_uses": row.max_uses,
        "used": row.used,
        "starts_at": moment(row.starts_at) if row.starts_at else None,
        "ends_at": moment(row.ends_at) if row.ends_at else None,
        "active": row.active,
    }
