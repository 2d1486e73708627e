"""The shop in figures, for staff: what was sold, by whom, and the newest sales. Read from the stored lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Sum

from marketplace.catalog.models import Listing
from marketplace.transactions.models import OrderLine, Payment

SECONDS = 60  # figures of the whole shop may lag this long
SOLD = OrderLine.State.COMPLETED


@dataclass(frozen=True)
class Overview:
    """All completed lines that cost something: refunded ones are not among them."""

    paid_cents: int
    fee_cents: int
    lines: int


@dataclass(frozen=True)
class TransactionRow:
    id: int
    paid_cents: int
    fee_cents: int
    revenue_cents: int
    buyer_id: int
    seller_id: int
    listing_id: int
    state: str
    payment_method: str
    created_at: datetime


@dataclass(frozen=True)
class PersonFigures:
    """What one person earned with completed lines, and how many models they have in the shop."""

    revenue_cents: int = 0
    models: int = 0


@dataclass(frozen=True)
class Top:
    """One of the best: a listing or a person by id."""

    id: int
    sales: int
    revenue_cents: int


def overview() -> Overview:
    def read() -> Overview:
        sold = OrderLine.objects.filter(state=SOLD, paid_cents__gt=0)
        found = sold.aggregate(paid=Sum("paid_cents"), fee=Sum("fee_cents"), lines=Count("pk"))
        return Overview(found["paid"] or 0, found["fee"] or 0, found["lines"])

    return cache.get_or_set("overview:all", read, SECONDS) or read()


def newest_transactions(*, most: int = 10) -> list[TransactionRow]:
    """The newest lines that were sold, refunded ones among them, with what paid them."""
    sold = OrderLine.objects.filter(state__in=[SOLD, OrderLine.State.REFUNDED]).order_by("-pk")[:most]
    lines = list(sold)
    paid = Payment.objects.filter(order__in=[line.order_id for line in lines], state=Payment.State.SUCCEEDED)
    methods = dict(paid.values_list("order", "gateway"))
    return [
        TransactionRow(
            id=line.pk,
            paid_cents=line.paid_cents,
            fee_cents=line.fee_cents,
            revenue_cents=line.revenue_cents,
            buyer_id=line.buyer_id,
            seller_id=line.seller_id,
            listing_id=line.listing_id,
            state=line.state,
            payment_method=methods.get(line.order_id, "free"),
            created_at=line.created_at,
        )
        for line in lines
    ]


def figures_of(user_ids: Sequence[int]) -> dict[int, PersonFigures]:
    """Revenue and number of models of these people, in two queries."""
    sold = OrderLine.objects.filter(seller__in=user_ids, state=SOLD).order_by()
    revenue = dict(sold.values_list("seller").annotate(sum=Sum("revenue_cents")))
    shown = Listing.objects.filter(seller__in=user_ids, audience=Listing.Audience.PUBLIC).order_by()
    models = dict(shown.values_list("seller").annotate(number=Count("pk")))
    return {pk: PersonFigures(revenue.get(pk, 0), models.get(pk, 0)) for pk in user_ids}


def top_listings(*, most: int = 10) -> list[Top]:
    """By completed lines, the more revenue first among equals."""
    return _top("listing", ("-sales", "-revenue", "listing"), most)


def top_sellers(*, most: int = 10) -> list[Top]:
    """By revenue, the more sales first among equals."""
    return _top("seller", ("-revenue", "-sales", "seller"), most)


def _top(of: str, order: Sequence[str], most: int) -> list[Top]:
    def read() -> list[Top]:
        sold = OrderLine.objects.filter(state=SOLD, paid_cents__gt=0).order_by()
        rows = sold.values_list(of).annotate(sales=Count("pk"), revenue=Sum("revenue_cents")).order_by(*order)[:most]
        return [Top(pk, sales, revenue) for pk, sales, revenue in rows]

    return cache.get_or_set(f"overview:top:{of}:{most}", read, SECONDS) or []
