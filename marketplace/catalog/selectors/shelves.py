"""A person's own shelves: what they may download, and what they offer."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from marketplace.catalog.licences import name_of
from marketplace.catalog.models import Entitlement, Listing, ListingFile
from marketplace.catalog.selectors.cards import (
    first_price,
    model_url,
    open_url,
    picture_key,
    shortened,
)
from nexus.foundation.sayings import said

LIBRARY_PAGE = 48
DASHBOARD_MOST = 200
TONES = {"approved": "good", "pending": "note", "rejected": "bad", "draft": "", "archived": ""}


@dataclass(frozen=True)
class LibraryItem:
    """One model that may be downloaded, and why."""

    listing_id: int
    url: str
    name: str
    picture_url: str
    alt: str
    category_tint: str
    creator_name: str
    creator_url: str
    reason: str
    licence: str
    licence_name: str
    formats: tuple[str, ...]
    version: int
    transaction_id: int | None
    since: datetime
    on_show: bool


@dataclass(frozen=True)
class Library:
    items: tuple[LibraryItem, ...]
    next_cursor: str


def library_of(
    user: User, *, text: str = "", cursor: str = "", size: int = LIBRARY_PAGE, include_own: bool = False
) -> Library:
    """What a person may download, newest right first; their own models follow on the last page where asked for."""
    held = Entitlement.objects.filter(holder=user, ended_at=None)
    if text.strip():
        words = text.strip()
        held = held.filter(
            Q(listing__name__icontains=words)
            | Q(listing__seller__username__icontains=words)
            | Q(listing__seller__display_name__icontains=words)
        )
    if cursor.isdecimal() and len(cursor) < 19:
        held = held.filter(pk__lt=int(cursor))
    rows = list(
        held.select_related("listing__seller", "listing__category")
        .annotate(picture=picture_key(listing="listing_id"), formats=_formats("listing_id"))
        .order_by("-pk")[: size + 1]
    )
    items = [
        _item(
            row.listing,
            row.picture,
            row.formats,
            reason=row.reason,
            licence=row.licence,
            since=row.since,
            line=row.transaction_id,
        )
        for row in rows[:size]
    ]
    more = len(rows) > size
    if include_own and not more:
        items += _own_items(user, text)
    return Library(tuple(items), str(rows[size - 1].pk) if more else "")


def _formats(listing: str) -> ArraySubquery:
    files = ListingFile.objects.filter(listing=OuterRef(listing))
    return ArraySubquery(files.order_by("-version", "-is_source", "format").values("format"))


def _own_items(user: User, text: str) -> list[LibraryItem]:
    own = Listing.objects.filter(seller=user, files__is_source=True, name__icontains=text.strip()).distinct()
    rows = (
        own.select_related("seller", "category").annotate(picture=picture_key(), formats=_formats("pk")).order_by("-pk")
    )
    return [
        _item(row, row.picture, row.formats, reason="own", licence="", since=row.created_at, line=None)
        for row in rows[:DASHBOARD_MOST]
    ]


def _item(
    listing: Listing,
    picture: str | None,
    formats: list[str],
    *,
    reason: str,
    licence: str,
    since: datetime,
    line: int | None,
) -> LibraryItem:
    return LibraryItem(
        listing_id=listing.pk,
        url=model_url(listing.pk, listing.slug),
        name=listing.name,
        picture_url=open_url(picture),
        alt=shortened(listing.text_twin or listing.name),
        category_tint=listing.category.tint if listing.category else "",
        creator_name=listing.seller.name,
        creator_url=reverse("creator", args=[listing.seller.username]),
        reason=reason,
        licence=licence,
        licence_name=name_of(licence) if licence else "",
        formats=tuple(dict.fromkeys(formats)),
        version=1,
        transaction_id=line,
        since=since,
        on_show=listing.state == Listing.State.APPROVED and not listing.hidden_by and listing.seller.is_active,
    )


@dataclass(frozen=True)
class ListingRow:
    """One of one's own listings, as a row of the dashboard."""

    id: int
    name: str
    url: str
    edit_url: str
    picture_url: str
    category_tint: str
    state: str
    state_name: str
    tone: str
    hidden: bool
    price_cents: int | None
    holders: int
    likes: int
    updated_at: datetime
    reject_reason: str


@dataclass(frozen=True)
class Dashboard:
    listings: tuple[ListingRow, ...]
    counts: dict[str, int]


def dashboard_of(user: User) -> Dashboard:
    """A creator's own listings, the last changed first (at most 200), with how many are in each state."""
    own = Listing.objects.filter(seller=user, audience=Listing.Audience.PUBLIC)
    rows = (
        own.select_related("category")
        .annotate(picture=picture_key(), price=first_price())
        .defer("description", "description_html", "provenance", "specification", "facts")
        .order_by("-updated_at", "-pk")[:DASHBOARD_MOST]
    )
    counts = dict(own.values_list("state").annotate(number=Count("pk")).order_by("state"))
    return Dashboard(tuple(_row(row) for row in rows), {state: counts.get(state, 0) for state in Listing.State.values})


def _row(row: Listing) -> ListingRow:
    return ListingRow(
        id=row.pk,
        name=row.name,
        url=model_url(row.pk, row.slug),
        edit_url=reverse("model_edit", args=[row.pk]),
        picture_url=open_url(row.picture),  # type: ignore[attr-defined]
        category_tint=row.category.tint if row.category else "",
        state=row.state,
        state_name=said(str(Listing.State(row.state).label)),
        tone=TONES[row.state],
        hidden=bool(row.hidden_by),
        price_cents=row.price,  # type: ignore[attr-defined]
        holders=row.holders,
        likes=row.likes,
        updated_at=row.updated_at,
        reject_reason=row.reject_reason if row.state == Listing.State.REJECTED else "",
    )
