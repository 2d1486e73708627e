"""A listing as a tile in a grid: one query for any number of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse

from marketplace.catalog.models import Listing, Offer, Picture
from marketplace.catalog.search_terms import mark_bit
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.catalog.text_twin import spoken
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

ALT_MOST = 140
PRINTABLE = mark_bit("printable")
COLUMNS = (
    "id", "slug", "name", "text_twin", "ai_generated", "sensitive", "size_mm", "parametric", "picture_key", "turn_key",
    "price", "seller__username", "seller__display_name", "seller__is_verified", "category__tint", "before", "rating",
    "rating_count", "marks",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What components/card.html shows."""

    id: int
    url: str
    name: str
    picture_url: str
    alt: str
    size_mm: tuple[float, ...] | None
    price_cents: int | None
    creator_name: str
    creator_url: str
    creator_verified: bool
    category_tint: str
    ai_generated: bool
    parametric: bool
    sensitive: bool
    before_cents: int | None = None
    rating: float | None = None
    rating_count: int = 0
    print_checked: bool = False
    turn_url: str = ""


def model_url(listing_id: int, slug: str) -> str:
    return reverse("model", args=[listing_id, slug or "model"])


def picture_key(kind: str = Picture.Kind.STILL, *, listing: str = "pk") -> Subquery:
    """The store's key of a listing's picture, as a column of a larger query."""
    return Subquery(Picture.objects.filter(listing=OuterRef(listing), kind=kind).values("file__key")[:1])


def open_url(key: str | None) -> str:
    return links.open_url(StoredFile(key=key)) if key else ""


def first_price() -> Subquery:
    return Subquery(Offer.objects.filter(listing=OuterRef("pk")).order_by("position").values("price_cents")[:1])


def price_before() -> Subquery:
    """The struck price of the first offer, where it is reduced."""
    offers = Offer.objects.filter(listing=OuterRef("pk")).order_by("position")
    return Subquery(offers.values("compare_at_cents")[:1])


def with_card_columns(listings: QuerySet[Listing], *, price: Any = None) -> QuerySet[Listing]:
    """Add what a card shows; `price` is a cheaper expression where the caller has one."""
    return listings.annotate(
        size_mm=F("facts__size_mm"),
        parametric=Case(
            When(specification__isnull=True, then=Value(value=False)),
            default=Value(value=True),
            output_field=BooleanField(),
        ),
        picture_key=picture_key(),
        turn_key=picture_key(Picture.Kind.TURNTABLE),
        price=first_price() if price is None else price,
        before=price_before(),
        marks=F("search_doc__marks"),
    )


def card_of(row: dict[str, Any]) -> Card:
    return Card(
        id=row["id"],
        url=model_url(row["id"], row["slug"]),
        name=row["name"],
        picture_url=open_url(row["picture_key"]),
        alt=shortened(row["text_twin"] or row["name"]),
        size_mm=tuple(row["size_mm"]) if row["size_mm"] else None,
        price_cents=row["price"],
        creator_name=row["seller__display_name"] or row["seller__username"],
        creator_url=reverse("creator", args=[row["seller__username"]]),
        creator_verified=row["seller__is_verified"],
        category_tint=row["category__tint"] or "",
        ai_generated=row["ai_generated"],
        parametric=row["parametric"],
        sensitive=row["sensitive"],
        before_cents=row["before"],
        rating=row["rating"],
        rating_count=row["rating_count"],
        print_checked=bool((row["marks"] or 0) & PRINTABLE),
        turn_url=open_url(row["turn_key"]),
    )


def shortened(words: str) -> str:
    """A picture's alternative: the model's line of words in the reader's language, cut at a word."""
    words = spoken(words)
    return words if len(words) <= ALT_MOST else words[: ALT_MOST - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def cards(listings: QuerySet[Listing], *, most: int) -> tuple[Card, ...]:
    """The first cards of a set that is already filtered and ordered."""
    return tuple(card_of(row) for row in with_card_columns(listings).values(*COLUMNS)[:most])


def cards_of(ids: Sequence[int]) -> tuple[Card, ...]:
    """The cards of these search rows in their order; one that is not on show any more is left out."""
    if not ids:
        return ()
    listings = with_card_columns(public_listings().filter(pk__in=ids), price=F("search_doc__price_cents"))
    rows = {row["id"]: row for row in listings.values(*COLUMNS)}
    return tuple(card_of(rows[pk]) for pk in ids if pk in rows)


def newest_cards(listings: QuerySet[Listing], *, most: int) -> tuple[Card, ...]:
    """Of public listings, newest first, along the search table's index."""
    ordered = listings.order_by("-search_doc__published_at", "-search_doc__listing_id")
    return tuple(
        card_of(row) for row in with_card_columns(ordered, price=F("search_doc__price_cents")).values(*COLUMNS)[:most]
    )
