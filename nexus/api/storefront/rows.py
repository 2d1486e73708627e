"""Listings as Storefront shows them, in a fixed number of queries, for one viewer."""

from collections.abc import Sequence

from django.db.models import F, QuerySet

from accounts.models import User
from marketplace.catalog import selectors as catalog
from marketplace.catalog.models import Entitlement, Listing
from marketplace.catalog.services import downloads
from marketplace.homepage import selectors as homepage
from nexus.api.base import absolute
from nexus.api.storefront import shapes


def models(viewer: User | None, ids: Sequence[int]) -> list[shapes.Model]:
    """Visible ones of these ids, in their order."""
    return _models(viewer, catalog.listings_visible_to(viewer), ids)


def sold_models(viewer: User, ids: Sequence[int]) -> list[shapes.Model]:
    """These, on show or not, for staff who see what was sold."""
    return _models(viewer, Listing.objects.all(), ids)


def _models(viewer: User | None, listings: QuerySet[Listing], ids: Sequence[int]) -> list[shapes.Model]:
    found = (
        listings.filter(pk__in=ids)
        .select_related("seller", "category__parent")
        .annotate(likes_at_once=catalog.likes_now(), seen=F("figures__views"))
        .prefetch_related("offers", "files__file", "pictures__file")
    )
    rows = {row.pk: row for row in found}
    held: set[int] = set()
    if viewer:
        rights = Entitlement.objects.filter(holder=viewer, ended_at=None, listing__in=ids)
        held = set(rights.values_list("listing", flat=True))
    reviews, trending, featured = catalog.may_review(viewer), catalog.trending_ids(), homepage.featured_ids()
    return [
        shapes.model(
            rows[pk],
            file_url=_file_url(viewer, rows[pk])
            if viewer and (reviews or pk in held or _is_own(viewer, rows[pk]))
            else None,
            views=rows[pk].seen or 0,
            likes=rows[pk].likes_at_once,
            is_trending=pk in trending,
            is_featured=pk in featured,
        )
        for pk in ids
        if pk in rows
    ]


def _is_own(viewer: User, row: Listing) -> bool:
    return row.seller_id == viewer.pk


def _file_url(viewer: User, row: Listing) -> str | None:
    """A link of five minutes to the newest source, for this reader; None where there is no checked file yet."""
    sources = sorted((file for file in row.files.all() if file.is_source), key=lambda file: (file.version, file.pk))
    return absolute(downloads.link_in_a_list(sources[-1], row, by=viewer)) if sources else None
