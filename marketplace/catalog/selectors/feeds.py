"""What a feed reader is told of a search's newest models, and what machines are told of all."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef
from django.urls import reverse

from marketplace.catalog import search_terms as terms
from marketplace.catalog.models import Category, Collection, Listing, SearchDoc
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.selectors.conditions import SearchQuery, check, chosen_categories, conditions_of
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.catalog.text_twin import spoken

FEED = 50
SENSITIVE = terms.MARK + terms.MARKS.index("sensitive")


@dataclass(frozen=True)
class Entry:
    id: int
    name: str
    url: str
    words: str
    creator: str
    creator_url: str
    published_at: datetime
    updated_at: datetime
    tags: tuple[str, ...]


def feed_entries(query: SearchQuery) -> tuple[Entry, ...]:
    """The newest models that a search finds, without sensitive ones. Raises Invalid for a wrong filter."""
    query = replace(query, sort="newest", cursor="", offset=0)
    check(query)
    tree = tuple(Category.objects.order_by("order", "pk"))
    conditions = conditions_of(query, chosen_categories(tree, query.categories))
    found = SearchDoc.objects.filter(conditions.all).exclude(terms__contains=[SENSITIVE])
    ids = list(found.order_by("-published_at", "-listing_id").values_list("pk", flat=True)[:FEED])
    tags = Listing.tags.through.objects.filter(listing=OuterRef("pk")).order_by("tag__name").values("tag__name")
    rows = public_listings().filter(pk__in=ids).select_related("seller").annotate(tag_names=ArraySubquery(tags))
    return tuple(
        Entry(
            id=row.pk,
            name=row.name,
            url=model_url(row.pk, row.slug),
            words=spoken(row.text_twin),
            creator=row.seller.name,
            creator_url=reverse("creator", args=[row.seller.username]),
            published_at=row.published_at or row.created_at,
            updated_at=row.updated_at,
            tags=tuple(row.tag_names),
        )
        for row in rows.defer("facts", "specification", "provenance").order_by("-published_at", "-pk")
    )


@dataclass(frozen=True)
class Place:
    """An address in the sitemap, with when it was truly changed."""

    url: str
    changed_at: datetime | None


def model_places(*, after: int, most: int) -> list[Place]:
    """Public models by id, for one file of the sitemap."""
    rows = public_listings().filter(pk__gt=after, search_doc__isnull=False).order_by("pk")
    return [
        Place(model_url(pk, slug), changed) for pk, slug, changed in rows.values_list("pk", "slug", "updated_at")[:most]
    ]


def model_starts(*, every: int) -> list[int]:
    """After which ids the sitemap's files of models begin."""
    ids = public_listings().filter(search_doc__isnull=False).order_by("pk").values_list("pk", flat=True)
    return [0, *(pk for place, pk in enumerate(ids.iterator(), start=1) if place % every == 0)]


def creator_places(*, most: int) -> list[Place]:
    """Creators with a model on show, the newest of their changes beside them."""
    shown = public_listings().filter(search_doc__isnull=False).order_by("seller__username")
    rows = shown.values_list("seller__username").annotate(at=Max("updated_at"))[:most]
    return [Place(reverse("creator", args=[name]), at) for name, at in rows]


def collection_places(*, most: int) -> list[Place]:
    shown = Collection.objects.filter(visibility=Collection.Visibility.PUBLIC, owner__is_active=True)
    rows = shown.filter(items__isnull=False).distinct().order_by("pk")
    return [Place(reverse("collection", args=[pk]), at) for pk, at in rows.values_list("pk", "updated_at")[:most]]
