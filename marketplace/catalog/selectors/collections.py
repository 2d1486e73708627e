"""Collections and what is in them, for one viewer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import Viewer, person
from marketplace.catalog.models import Collection, CollectionItem, Follow, Listing, Picture
from marketplace.catalog.selectors.cards import COLUMNS, Card, card_of, open_url, with_card_columns
from marketplace.catalog.selectors.visibility import public_listings
from nexus.foundation.errors import NotFound

MISSING = "There is no such collection, or it is private."
PAGE = 48
SAVED = "Saved"  # the name that everybody's first collection is made with


@dataclass(frozen=True)
class CollectionCard:
    """A collection in a list."""

    id: int
    name: str
    url: str
    visibility: str
    owner_name: str
    owner_url: str
    count: int
    cover_url: str
    is_default: bool


@dataclass(frozen=True)
class CollectionPage:
    """One collection as its page shows it."""

    card: CollectionCard
    cards: tuple[Card, ...]
    is_own: bool
    is_followed: bool
    followers: int
    gone: int
    pages: int
    number: int


def collections_visible_to(viewer: Viewer, *, owner: User | None = None) -> QuerySet[Collection]:
    """Public ones of active people, and all of one's own; unlisted ones of others are in no list."""
    who = person(viewer)
    public = Q(visibility=Collection.Visibility.PUBLIC, owner__is_active=True)
    rows = Collection.objects.filter(public if who is None else public | Q(owner=who))
    return rows if owner is None else rows.filter(owner=owner)


def collection_seen_by(viewer: Viewer, collection_id: int) -> Collection:
    """By its owner, and where it is not private by who has its address; NotFound else."""
    who = person(viewer)
    open_to_all = ~Q(visibility=Collection.Visibility.PRIVATE) & Q(owner__is_active=True)
    rows = Collection.objects.filter(open_to_all if who is None else open_to_all | Q(owner=who))
    found = rows.filter(pk=collection_id).select_related("owner").first()
    if found is None:
        raise NotFound(MISSING)
    return found


def _on_show(collection: str = "pk") -> QuerySet[CollectionItem]:
    return CollectionItem.objects.filter(
        collection=OuterRef(collection),
        listing__state=Listing.State.APPROVED,
        listing__hidden_by=Listing.Hidden.NOTHING,
        listing__seller__is_active=True,
    )


def with_figures(rows: QuerySet[Collection]) -> QuerySet[Collection]:
    """Add `count` of models on show and `cover_key`: the chosen cover's picture, else the first model's."""
    still = Picture.objects.filter(kind=Picture.Kind.STILL)
    calm = _on_show().filter(listing__sensitive=False)
    first = calm.order_by("position", "pk").values("listing")[:1]
    chosen = calm.filter(listing=OuterRef("cover")).values("listing")[:1]
    count = _on_show().order_by().values("collection").annotate(number=Count("pk")).values("number")
    return rows.annotate(
        count=Coalesce(Subquery(count), 0),
        cover_listing=Coalesce(Subquery(chosen), Subquery(first)),
    ).annotate(cover_key=Subquery(still.filter(listing=OuterRef("cover_listing")).values("file__key")[:1]))


def shown_name(row: Collection) -> str:
    """As its owner wrote it; the one that was made for them has its name in the reader's language."""
    return _("Saved") if row.is_default and row.name == SAVED else row.name


def collection_card(row: Any) -> CollectionCard:
    """`row` comes from `with_figures`, with its owner."""
    return CollectionCard(
        id=row.pk,
        name=shown_name(row),
        url=reverse("collection", args=[row.pk]),
        visibility=row.visibility,
        owner_name=row.owner.name,
        owner_url=reverse("creator", args=[row.owner.username]),
        count=row.count,
        cover_url=open_url(row.cover_key),
        is_default=row.is_default,
    )


def collection_cards(viewer: Viewer, *, owner: User, most: int) -> tuple[CollectionCard, ...]:
    rows = with_figures(collections_visible_to(viewer, owner=owner)).select_related("owner")
    return tuple(collection_card(row) for row in rows.order_by("-is_default", "-updated_at", "-pk")[:most])


def models_in(collection: Collection) -> QuerySet[Listing]:
    """What everybody may see of it, in its order."""
    return public_listings().filter(kept_in__collection=collection).order_by("kept_in__position", "kept_in__pk")


def collection_page(viewer: Viewer, collection_id: int, *, number: int = 1) -> CollectionPage:
    seen = collection_seen_by(viewer, collection_id)
    follows = Follow.objects.filter(collection=seen)
    who = person(viewer)
    row = with_figures(Collection.objects.filter(pk=seen.pk)).select_related("owner").get()
    pages = max(1, -(-row.count // PAGE))  # type: ignore[attr-defined]
    if not 1 <= number <= pages:
        raise NotFound("This collection has no such page.")
    shown = with_card_columns(models_in(seen)).values(*COLUMNS, place=F("kept_in__position"))
    start = (number - 1) * PAGE
    is_own = who is not None and seen.owner_id == who.pk
    return CollectionPage(
        card=collection_card(row),
        cards=tuple(card_of(found) for found in shown[start : start + PAGE]),
        is_own=is_own,
        is_followed=who is not None and follows.filter(follower=who).exists(),
        followers=follows.count(),
        gone=seen.items.count() - row.count if is_own else 0,  # type: ignore[attr-defined]
        pages=pages,
        number=number,
    )


def collections_for_keeping(user: User, listing_id: int) -> list[tuple[int, str, bool]]:
    """One's collections with whether this model is in each, for the page's "save"."""
    inside = CollectionItem.objects.filter(collection__owner=user, listing=listing_id).values_list(
        "collection_id", flat=True
    )
    held = set(inside)
    rows = Collection.objects.filter(owner=user).order_by("-is_default", "-updated_at", "-pk")[:30]
    return [(row.pk, shown_name(row), row.pk in held) for row in rows]
