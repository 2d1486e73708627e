"""Listings and uploads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from accounts.models import User
from marketplace.catalog import provenance
from marketplace.catalog.models import Category, Listing, Picture
from marketplace.catalog.selectors import model_url
from marketplace.transactions import money
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.api.core.shapes import people
from nexus.api.core.shapes.listings import sliders
from nexus.foundation.storage import links


class CategoryName(TypedDict):
    slug: str
    name: str


class CategoryShape(CategoryName):
    icon: str
    model_count: int
    order: int
    children: list["CategoryShape"]


class OfferShape(TypedDict):
    licence: str
    price: str
    compare_at: str | None
    team_size: int | None


class Format(TypedDict):
    format: str
    size: int
    source: bool


class PictureShape(TypedDict):
    url: Url
    kind: str
    width: int
    height: int
    alt: str


class FileShape(TypedDict):
    """A checked file, for the listing's owner."""

    id: int
    filename: str
    format: str
    size: int
    sha256: str
    facts: dict[str, Any] | None
    source: bool
    sample: bool
    created_at: Time


class ModelShape(TypedDict):
    """A listing: everything that its page shows."""

    id: int
    slug: str
    url: Url
    name: str
    description: str
    description_html: str
    category: CategoryName | None
    subcategory: CategoryName | None
    tags: list[str]
    state: str
    hidden_by: str | None
    reject_reason: str | None
    creator: people.Profile
    offers: list[OfferShape]
    price: str | None
    licence: str | None
    currency: str
    origin: str
    remix_of: list[int]
    ai_generated: bool
    sensitive: bool
    training_allowed: bool
    formats: list[Format]
    facts: dict[str, Any] | None
    text_twin: str
    pictures: list[PictureShape]
    preview_url: Url | None
    thumbnail_url: Url | None
    turntable_url: Url | None
    rating: float | None
    reviews: int
    likes: int
    liked: bool
    views: int
    downloads: int
    versions: int
    version: int
    parametric: dict[str, Any] | None
    print_settings: dict[str, Any] | None
    provenance: dict[str, Any] | None
    can_download: bool
    in_library: bool
    is_trending: bool
    is_featured: bool
    created_at: Time
    updated_at: Time
    published_at: Time | None
    files: NotRequired[list[FileShape]]


class UploadShape(TypedDict):
    id: Uuid
    state: str
    progress: int
    stage: str
    filename: str
    size: int
    file_id: int | None
    model_id: int | None
    reason: str | None
    report: dict[str, Any] | None
    created_at: Time


class Link(TypedDict):
    """A link of five minutes, for its reader only."""

    url: Url
    expires_at: Time
    filename: str
    size: int
    sha256: str


class Likes(TypedDict):
    likes: int
    liked: bool


@dataclass(frozen=True)
class Around:
    """What surrounds one listing for one viewer, read for many at once."""

    is_own: bool
    can_download: bool
    held: bool
    liked: bool
    creator: people.Profile
    likes: int
    views: int
    is_trending: bool
    is_featured: bool


def _picture(row: Listing, kind: str) -> str | None:
    found = next((picture for picture in row.pictures.all() if picture.kind == kind), None)
    return absolute(links.open_url(found.file)) if found else None


def thumbnail(row: Listing) -> str | None:
    return _picture(row, Picture.Kind.STILL)


def _name(category: Category | None) -> CategoryName | None:
    return {"slug": category.slug, "name": category.name} if category else None


def model(row: Listing, around: Around) -> ModelShape:
    """`row` comes with its offers, files, pictures and tags (see market.rows)."""
    offers = sorted(row.offers.all(), key=lambda offer: offer.position)
    version = max((file.version for file in row.files.all()), default=1)
    files = [file for file in row.files.all() if file.version == version]
    files.sort(key=lambda file: (not file.is_source, file.format))
    parent = row.category.parent if row.category else None
    made: ModelShape = {
        "id": row.pk,
        "slug": row.slug,
        "url": absolute(model_url(row.pk, row.slug)),
        "name": row.name,
        "description": row.description,
        "description_html": row.description_html,
        "category": _name(parent or row.category),
        "subcategory": _name(row.category) if parent else None,
        "tags": sorted(tag.name for tag in row.tags.all()),
        "state": row.state,
        "hidden_by": row.hidden_by or None,
        "reject_reason": row.reject_reason or None if around.is_own else None,
        "creator": around.creator,
        "offers": [
            {
                "licence": offer.licence,
                "price": money.text(offer.price_cents),
                "compare_at": None if offer.compare_at_cents is None else money.text(offer.compare_at_cents),
                "team_size": offer.team_size,
            }
            for offer in offers
        ],
        "price": money.text(offers[0].price_cents) if offers else None,
        "licence": offers[0].licence if offers else None,
        "currency": "USD",
        "origin": row.origin,
        "remix_of": [one.source_id for one in row.remix_sources.all() if one.source_id is not None],
        "ai_generated": row.ai_generated,
        "sensitive": row.sensitive,
        "training_allowed": row.training_allowed,
        "formats": [{"format": file.format, "size": file.file.size, "source": file.is_source} for file in files],
        "facts": row.facts,
        "text_twin": row.text_twin,
        "pictures": _pictures(row),
        "preview_url": _picture(row, Picture.Kind.PREVIEW),
        "thumbnail_url": thumbnail(row),
        "turntable_url": _picture(row, Picture.Kind.TURNTABLE),
        "rating": None if row.rating is None else round(row.rating, 2),
        "reviews": row.rating_count,
        "likes": around.likes,
        "liked": around.liked,
        "views": around.views,
        "downloads": row.holders,
        "versions": version,
        "version": version,
        "parametric": sliders(row),
        "print_settings": row.print_settings,
        "provenance": provenance.shown(row.provenance),
        "can_download": around.can_download,
        "in_library": around.held or around.is_own,
        "is_trending": around.is_trending,
        "is_featured": around.is_featured,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "published_at": moment(row.published_at) if row.published_at else None,
    }
    if around.is_own:
        made["files"] = [
            {
                "id": file.pk,
                "filename": file.file.filename,
                "format": file.format,
                "size": file.file.size,
                "sha256": file.file.sha256,
                "facts": row.facts if file.is_source else None,
                "source": file.is_source,
                "sample": False,
                "created_at": moment(file.created_at),
            }
            for file in files
        ]
    return made


def _pictures(row: Listing) -> list[PictureShape]:
    return [
        {
            "url": absolute(links.open_url(picture.file)),
            "kind": picture.kind,
            "width": picture.width,
            "height": picture.height,
            "alt": row.text_twin or row.name,
        }
        for picture in sorted(row.pictures.all(), key=lambda picture: picture.pk)
        if picture.kind != Picture.Kind.PREVIEW
    ]


def category_tree(rows: Iterable[Category], counts: dict[int, int]) -> list[CategoryShape]:
    """Top categories with their children, each with what is on show in it and below."""
    found = list(rows)

    def made(row: Category) -> CategoryShape:
        children = [made(child) for child in found if child.parent_id == row.pk]
        count = counts.get(row.pk, 0) + sum(child["model_count"] for child in children)
        shape: CategoryShape = {
            "slug": row.slug,
            "name": row.name,
            "icon": row.icon,
            "model_count": count,
            "order": row.order,
            "children": children,
        }
        return shape

    return [made(row) for row in found if row.parent_id is None]


def is_own(row: Listing, viewer: User | None) -> bool:
    return viewer is not None and row.seller_id == viewer.pk
