"""Listings with everything their shapes show, in a fixed number of queries, for one viewer."""

from collections.abc import Iterable, Sequence

from django.core.cache import cache
from django.db.models import Count, F

from accounts.models import User
from marketplace.catalog import selectors as catalog
from marketplace.catalog.models import Entitlement, Like, Listing
from marketplace.homepage import selectors as homepage
from nexus.api.core.shapes import market as shapes
from nexus.api.core.shapes import people
from nexus.foundation.errors import NotFound

FIGURES_SECONDS = 60  # counts beside a name may lag this long


def profiles(users: Iterable[User]) -> dict[int, people.Profile]:
    """People as everybody sees them, with their counts; one query for those whose figures are not at hand."""
    known = {user.pk: user for user in users}
    keys = {pk: f"figures:{pk}" for pk in known}
    figures: dict[str, tuple[int, int]] = cache.get_many(keys.values())
    missing = [pk for pk in known if keys[pk] not in figures]
    if missing:
        shown = catalog.public_listings().filter(seller__in=missing).order_by()
        counts = dict(shown.values_list("seller").annotate(number=Count("pk")))
        followers = catalog.followers_count(missing)
        fresh = {keys[pk]: (counts.get(pk, 0), followers.get(pk, 0)) for pk in missing}
        cache.set_many(fresh, FIGURES_SECONDS)
        figures |= fresh
    return {
        pk: people.profile(user, models=figures[keys[pk]][0], followers=figures[keys[pk]][1])
        for pk, user in known.items()
    }


def listings(viewer: User | None, ids: Sequence[int]) -> list[Listing]:
    """Visible ones of these ids, in their order."""
    found = (
        catalog.listings_visible_to(viewer)
        .filter(pk__in=ids)
        .select_related("seller", "category__parent")
        .annotate(likes_at_once=catalog.likes_now(), seen=F("figures__views"))
        .prefetch_related("offers", "files__file", "pictures__file", "tags", "remix_sources")
    )
    by_id = {row.pk: row for row in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def models(viewer: User | None, ids: Sequence[int]) -> list[shapes.ModelShape]:
    rows = listings(viewer, ids)
    creators = profiles(row.seller for row in rows)
    held: set[int] = set()
    liked: set[int] = set()
    if viewer:
        rights = Entitlement.objects.filter(holder=viewer, ended_at=None, listing__in=ids)
        held = set(rights.values_list("listing", flat=True))
        liked = set(Like.objects.filter(user=viewer, listing__in=ids).values_list("listing", flat=True))
    reviews = catalog.may_review(viewer)
    trending, featured = catalog.trending_ids(), homepage.featured_ids()
    return [
        shapes.model(
            row,
            shapes.Around(
                is_own=shapes.is_own(row, viewer),
                can_download=row.pk in held or shapes.is_own(row, viewer) or reviews,
                held=row.pk in held,
                liked=row.pk in liked,
                creator=creators[row.seller_id],
                likes=row.likes_at_once,  # type: ignore[attr-defined]
                views=row.seen or 0,  # type: ignore[attr-defined]
                is_trending=row.pk in trending,
                is_featured=row.pk in featured,
            ),
        )
        for row in rows
    ]


def model(viewer: User | None, listing_id: int) -> shapes.ModelShape:
    found = models(viewer, [listing_id])
    if not found:
        raise NotFound("There is no such model, or it is not on show.")
    return found[0]
