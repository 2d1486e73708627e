"""Orders and the library."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from marketplace.catalog.models import Listing
from marketplace.catalog.selectors import model_url
from marketplace.transactions import money
from marketplace.transactions import selectors as transactions
from marketplace.transactions.models import Order, OrderLine
from marketplace.transactions.selectors.refunds import Standing
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.api.core.shapes import people
from nexus.api.core.shapes.market import thumbnail


class ShortModel(TypedDict):
    id: int
    name: str
    url: Url
    thumbnail_url: Url | None
    creator: people.Profile


class LibraryItemShape(TypedDict):
    """One model that may be downloaded, and why."""

    model: ShortModel
    reason: str
    licence: str | None
    version: int
    newest_version: int
    transaction_id: int | None
    certificate_url: Url | None
    refund_until: Time | None
    since: Time


class OrderFailure(TypedDict):
    code: str
    message: str


class OrderLineShape(TypedDict):
    """One model of an order; how its price is shared is told to its seller and staff alone."""

    transaction_id: int
    model: int
    licence: str
    price: str
    discount: str
    tip: str
    paid: str
    state: str
    refund_until: Time | None
    platform_fee: NotRequired[str]
    seller_revenue: NotRequired[str]


class OrderShape(TypedDict):
    """One payment with one line a model."""

    id: Uuid
    state: str
    lines: list[OrderLineShape]
    subtotal: str
    discount: str
    tip: str
    tax: str
    total: str
    currency: str
    checkout_url: Url | None
    receipt_url: Url | None
    failure: OrderFailure | None
    created_at: Time
    completed_at: Time | None


def short(row: Listing, creator: people.Profile) -> ShortModel:
    return {
        "id": row.pk,
        "name": row.name,
        "url": absolute(model_url(row.pk, row.slug)),
        "thumbnail_url": thumbnail(row),
        "creator": creator,
    }


def order(
    row: Order, lines: Sequence[OrderLine], standings: Mapping[int, Standing], *, receipt_url: str, viewer_id: int
) -> OrderShape:
    """An order, for its buyer or for staff."""
    completed = row.completed_at is not None
    return {
        "id": str(row.pk),
        "state": row.state,
        "lines": [order_line(line, standings[line.pk], tells_shares=row.buyer_id != viewer_id) for line in lines],
        "subtotal": money.text(sum(line.price_cents for line in lines)),
        "discount": money.text(sum(line.discount_cents for line in lines)),
        "tip": money.text(sum(line.tip_cents for line in lines)),
        "tax": money.text(row.total_cents - sum(line.paid_cents for line in lines)),
        "total": money.text(row.total_cents),
        "currency": row.currency,
        "checkout_url": absolute(url) if (url := transactions.checkout_url_of(row)) else None,
        "receipt_url": absolute(receipt_url) if completed else None,
        "failure": {"code": row.failure_code, "message": row.failure_message} if row.failure_code else None,
        "created_at": moment(row.created_at),
        "completed_at": moment(row.completed_at) if row.completed_at else None,
    }


def order_line(line: OrderLine, standing: Standing, *, tells_shares: bool) -> OrderLineShape:
    told: OrderLineShape = {
        "transaction_id": line.pk,
        "model": line.listing_id,
        "licence": line.licence,
        "price": money.text(line.price_cents),
        "discount": money.text(line.discount_cents),
        "tip": money.text(line.tip_cents),
        "paid": money.text(line.paid_cents),
        "state": line.state,
        "refund_until": moment(standing.until) if standing.until else None,
    }
    if tells_shares:
        told["platform_fee"] = money.text(line.fee_cents)
        told["seller_revenue"] = money.text(line.revenue_cents)
    return told
