"""Views, likes as they are now, and which models are trending."""

from collections.abc import Sequence

from django.core.cache import cache
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from marketplace.catalog import ranking
from marketplace.catalog.models import LikeChange, Listing, ListingFigures, SearchDoc

TRENDING_KEY, SECONDS = "catalogue:trending", 60


def views_of(ids: Sequence[int]) -> dict[int, int]:
    """All views so far; they may lag a minute."""
    return dict(ListingFigures.objects.filter(pk__in=ids).values_list("pk", "views"))


def likes_of(ids: Sequence[int]) -> dict[int, int]:
    """Likes without any lag."""
    return dict(Listing.objects.filter(pk__in=ids).annotate(now=likes_now()).values_list("pk", "now"))


def likes_now() -> Combinable:
    """Likes without any lag, as a column of a query of listings: one statement sees both parts."""
    more = LikeChange.objects.filter(listing=OuterRef("pk")).order_by().values("listing").annotate(sum=Sum("change"))
    return F("likes") + Coalesce(Subquery(more.values("sum")), 0)


def trending_ids() -> frozenset[int]:
    """The models that carry the mark: the first of the order, as far as enough happened lately."""
    known: frozenset[int] | None = cache.get(TRENDING_KEY)
    if known is None:
        rows = SearchDoc.objects.filter(trending__gte=ranking.trending_floor(timezone.now().date()))
        ids = rows.order_by("-trending", "-listing_id").values_list("pk", flat=True)[: ranking.TRENDING_MOST]
        known = frozenset(ids)
        cache.set(TRENDING_KEY, known, SECONDS)
    return known
