"""A person's own shelves: what they may download, and what they offer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.cards import (
    first_price,
    model_url,
    open_url,
    picture_key,
)
from nexus.foundation.paging import Paged, paged
from nexus.foundation.sayings import said

LIBRARY_PAGE = 48
DASHBOARD_PAGE = 50
TONES = {"approved": "good", "pending": "note", "rejected": "bad", "draft": "", "archived": ""}


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
    listings: Paged[ListingRow]
    counts: dict[str, int]


def dashboard_of(user: User, *, state: str = "", number: int = 1) -> Dashboard:
    """One page of a creator's own listings, in one state where asked for, the last changed first.

    With how many are in each state. Raises NotFound for a page that the list does not have.
    """
    own = Listing.objects.filter(seller=user, audience=Listing.Audience.PUBLIC)
    rows = (
        (own.filter(state=state) if state else own)
        .select_related("category")
        .annotate(picture=picture_key(), price=first_price())
        .defer("description", "description_html", "provenance", "specification", "facts")
        .order_by("-updated_at", "-pk")
    )
    listings = paged(rows, number, size=DASHBOARD_PAGE, shown=lambda found: map(_row, found))
    counts = dict(own.values_list("state").annotate(number=Count("pk")).order_by("state"))
    return Dashboard(listings, {state: counts.get(state, 0) for state in Listing.State.values})


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
