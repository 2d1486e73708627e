"""What a seller has, gets and has sold."""

from typing import TypedDict

from django.utils import timezone

from marketplace.catalog.selectors import model_url
from marketplace.transactions import money
from marketplace.transactions.models import OrderLine, Payout
from marketplace.transactions.selectors import Balance, reason_of
from marketplace.transactions.selectors.sales import SaleGroup
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.foundation.sayings import said


class BalanceShape(TypedDict):
    """A seller's money: payable now, not yet, and all that was ever earned."""

    available: str
    pending: str
    lifetime: str
    currency: str
    hold_reason: str | None


class PayoutShape(TypedDict):
    id: Uuid
    amount: str
    currency: str
    state: str
    reason: str | None
    created_at: Time
    paid_at: Time | None


class PayoutAccountShape(TypedDict, total=False):
    """Either where the account is connected, or that it is."""

    onboarding_url: Url
    connected: bool


class TransactionShape(TypedDict):
    """One sale or purchase, seen by one of its two sides."""

    id: int
    order_id: Uuid
    model: int
    role: str
    other: str
    paid: str
    platform_fee: str | None
    seller_revenue: str | None
    currency: str
    state: str
    created_at: Time


class SaleGroupShape(TypedDict):
    """What was sold on one day, in one month or of one model, less what was refunded of it."""

    key: str
    model: int | None
    name: str | None
    url: Url | None
    sales: int
    paid: str
    platform_fee: str
    seller_revenue: str


class SalesShape(TypedDict):
    """A period of a seller's sales, from the ledger."""

    results: list[SaleGroupShape]
    next: Url | None
    previous: Url | None
    sales: int
    paid: str
    platform_fee: str
    seller_revenue: str
    currency: str


def balance(row: Balance, hold_reason: str) -> BalanceShape:
    return {
        "available": money.text(row.available_cents),
        "pending": money.text(row.pending_cents),
        "lifetime": money.text(row.lifetime_cents),
        "currency": row.currency,
        "hold_reason": said(hold_reason) or None,
    }


def payout(row: Payout) -> PayoutShape:
    paid_at = row.ended_at if row.state == Payout.State.PAID else None
    return {
        "id": str(row.pk),
        "amount": money.text(row.amount_cents),
        "currency": row.currency,
        "state": row.state,
        "reason": said(reason_of(row)) or None,
        "created_at": moment(row.created_at),
        "paid_at": moment(paid_at) if paid_at else None,
    }


def transaction(row: OrderLine, *, viewer_id: int) -> TransactionShape:
    """Fee and revenue are the seller's to know."""
    sells = row.seller_id == viewer_id
    return {
        "id": row.pk,
        "order_id": str(row.order_id),
        "model": row.listing_id,
        "role": "seller" if sells else "buyer",
        "other": row.buyer.username if sells else row.seller.username,
        "paid": money.text(row.paid_cents),
        "platform_fee": money.text(row.fee_cents) if sells else None,
        "seller_revenue": money.text(row.revenue_cents) if sells else None,
        "currency": row.order.currency,
        "state": row.state,
        "created_at": moment(row.created_at),
    }


def sale_group(row: SaleGroup) -> SaleGroupShape:
    return {
        "key": row.key,
        "model": row.listing_id,
        "name": row.name or None,
        "url": absolute(model_url(row.listing_id, row.slug)) if row.listing_id else None,
        "sales": row.sales,
        "paid": money.text(row.paid_cents),
        "platform_fee": money.text(row.fee_cents),
        "seller_revenue": money.text(row.revenue_cents),
    }


def csv_row(row: OrderLine, *, viewer_id: int) -> tuple[str, ...]:
    told = transaction(row, viewer_id=viewer_id)
    return (
        str(told["id"]),
        told["order_id"],
        timezone.localtime(row.created_at).isoformat(timespec="seconds"),
        told["role"],
        told["other"],
        str(told["model"]),
        row.listing.name,
        told["paid"],
        told["platform_fee"] or "",
        told["seller_revenue"] or "",
        told["currency"],
        told["state"],
    )
