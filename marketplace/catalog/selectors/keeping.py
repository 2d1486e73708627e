"""What a person likes and keeps, and lists of collections."""

from collections.abc import Sequence

from accounts.models import User
from marketplace.catalog.models import CollectionItem, Like
from marketplace.catalog.selectors.collections import (
    CollectionCard,
    collection_card,
    collections_visible_to,
    with_figures,
)

LISTED = 60


def marks_of(user: User, ids: Sequence[int]) -> dict[str, set[int]]:
    """Which of these listings a person likes, and which lie in their saved collection."""
    saved = CollectionItem.objects.filter(
        listing__in=ids, collection__owner=user, collection__is_default=True
    ).values_list("listing_id", flat=True)
    liked = Like.objects.filter(user=user, listing__in=ids).values_list("listing_id", flat=True)
    return {"liked": set(liked), "saved": set(saved)}


def collection_rows(user: User | None) -> tuple[CollectionCard, ...]:
    """One's own, the last changed first; for a visitor the newest public ones."""
    if user is None:
        rows = with_figures(collections_visible_to(None)).order_by("-pk")
    else:
        rows = with_figures(collections_visible_to(user, owner=user)).order_by("-is_default", "-updated_at", "-pk")
    return tuple(collection_card(row) for row in rows.select_related("owner")[:LISTED])
