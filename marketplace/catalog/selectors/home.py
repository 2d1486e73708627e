"""What the shop window asks of the catalogue: things for the shelf, and kinds with a picture of each."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from marketplace.catalog.models import Category, Picture, SearchDoc
from marketplace.catalog.selectors.cards import model_url, open_url
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.catalog.shelf import Thing
from nexus.foundation.sayings import said

LOOKED_AT = 48  # of the newest models, for those that can stand beside each other


@dataclass(frozen=True)
class Kind:
    slug: str
    name: str
    tint: str
    count: int
    picture_url: str


def things_for_the_shelf() -> list[Thing]:
    """The newest models that have a picture of known measure; sensitive ones stay off the shop window."""
    rows = (
        public_listings()
        .filter(search_doc__isnull=False, sensitive=False, pictures__kind=Picture.Kind.SHELF)
        .order_by("-search_doc__published_at", "-search_doc__listing_id")
        .values_list("pk", "slug", "name", "pictures__file__key", "facts__size_mm")[:LOOKED_AT]
    )
    return [
        Thing(model_url(pk, slug), name, open_url(key), (float(size[0]), float(size[1]), float(size[2])))
        for pk, slug, name, key, size in rows
        if size and len(size) == 3
    ]


def kinds_on_show() -> tuple[Kind, ...]:
    """Categories that have models, the fullest first, each with the still of its newest model that is not sensitive."""
    counts: dict[int | None, int] = dict(
        SearchDoc.objects.values_list("category_id").annotate(number=Count("pk")).order_by()
    )
    calm = SearchDoc.objects.filter(category=OuterRef("pk"), listing__sensitive=False)
    newest = calm.order_by("-published_at", "-listing_id")
    still = Picture.objects.filter(listing=OuterRef("newest"), kind=Picture.Kind.STILL).values("file__key")[:1]
    rows = (
        Category.objects.filter(pk__in=[pk for pk in counts if pk is not None])
        .annotate(newest=Subquery(newest.values("listing_id")[:1]))
        .annotate(picture=Subquery(still))
        .order_by("order", "pk")
    )
    kinds = [Kind(row.slug, said(row.name), row.tint, counts[row.pk], open_url(row.picture)) for row in rows]
    return tuple(sorted(kinds, key=lambda kind: -kind.count))
