"""Everything that a model's page shows, in at most nine queries, and one more for what the viewer has to do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.urls import reverse

from marketplace.catalog.licences import TERMS
from marketplace.catalog.models import Entitlement, Like, Listing, Picture
from marketplace.catalog.selectors.cards import Card, model_url, newest_cards, shortened
from marketplace.catalog.selectors.visibility import Viewer, listing_seen_by, may_review, person, public_listings
from nexus.foundation.sayings import said
from nexus.foundation.storage import links

RELATED = 4


@dataclass(frozen=True)
class OfferRow:
    licence: str
    name: str
    summary: str
    price_cents: int


@dataclass(frozen=True)
class FormatRow:
    id: int
    format: str
    size: int
    is_source: bool
    filename: str
    sha256: str
    created_at: datetime


@dataclass(frozen=True)
class PictureRow:
    kind: str
    url: str
    width: int
    height: int
    size: int


@dataclass(frozen=True)
class Standing:
    """What the viewer has to do with the listing."""

    is_own: bool = False
    may_review: bool = False
    held: tuple[str, ...] = ()
    liked: bool = False

    @property
    def can_download(self) -> bool:
        return self.is_own or self.may_review or bool(self.held)


@dataclass(frozen=True)
class ModelPage:
    """A listing as its page and the contracts show it."""

    id: int
    url: str
    slug: str
    name: str
    description: str
    description_html: str
    state: str
    hidden_by: str
    reject_reason: str
    origin: str
    ai_generated: bool
    sensitive: bool
    training_allowed: bool
    category_slug: str
    category_name: str
    category_tint: str
    tags: tuple[str, ...]
    offers: tuple[OfferRow, ...]
    formats: tuple[FormatRow, ...]
    pictures: tuple[PictureRow, ...]
    facts: dict[str, Any] | None
    text_twin: str
    alt: str
    provenance: dict[str, Any] | None
    specification: dict[str, Any] | None
    job_id: str
    likes: int
    holders: int
    seller_id: int
    seller_public_id: str
    seller_verified: bool
    creator_name: str
    creator_username: str
    creator_url: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    related: tuple[Card, ...]
    viewer: Standing

    @property
    def is_public(self) -> bool:
        return self.state == Listing.State.APPROVED and not self.hidden_by

    @property
    def price_cents(self) -> int | None:
        return self.offers[0].price_cents if self.offers else None

    @property
    def parametric(self) -> bool:
        return self.specification is not None

    def picture(self, kind: str) -> PictureRow | None:
        return next((row for row in self.pictures if row.kind == kind), None)

    @property
    def still_url(self) -> str:
        return self._url(Picture.Kind.STILL)

    @property
    def large_url(self) -> str:
        return self._url(Picture.Kind.LARGE) or self.still_url

    @property
    def shared_url(self) -> str:
        """The picture that other sites show beside a link; none where not everybody should see it."""
        return "" if self.sensitive or not self.is_public else self._url(Picture.Kind.OG)

    @property
    def preview_url(self) -> str:
        return self._url(Picture.Kind.PREVIEW)

    @property
    def preview_bytes(self) -> int:
        row = self.picture(Picture.Kind.PREVIEW)
        return row.size if row else 0

    def _url(self, kind: str) -> str:
        row = self.picture(kind)
        return row.url if row else ""


def listing_page(viewer: Viewer, listing_id: int, *, related: bool = True) -> ModelPage:
    """The page of a listing that this viewer may see; NotFound else."""
    listing = listing_seen_by(viewer, listing_id)
    category = listing.category
    return ModelPage(
        id=listing.pk,
        url=model_url(listing.pk, listing.slug),
        slug=listing.slug,
        name=listing.name,
        description=listing.description,
        description_html=listing.description_html,
        state=listing.state,
        hidden_by=listing.hidden_by,
        reject_reason=listing.reject_reason,
        origin=listing.origin,
        ai_generated=listing.ai_generated,
        sensitive=listing.sensitive,
        training_allowed=listing.training_allowed,
        category_slug=category.slug if category else "",
        category_name=said(category.name) if category else "",
        category_tint=category.tint if category else "",
        tags=tuple(listing.tags.order_by("name").values_list("name", flat=True)),
        offers=_offers(listing),
        formats=_formats(listing),
        pictures=_pictures(listing),
        facts=listing.facts,
        text_twin=listing.text_twin,
        alt=shortened(listing.text_twin or listing.name),
        provenance=listing.provenance,
        specification=listing.specification,
        job_id=str(listing.job_id or ""),
        likes=listing.likes,
        holders=listing.holders,
        seller_id=listing.seller_id,
        seller_public_id=str(listing.seller.public_id),
        seller_verified=listing.seller.is_verified,
        creator_name=listing.seller.name,
        creator_username=listing.seller.username,
        creator_url=reverse("creator", args=[listing.seller.username]),
        created_at=listing.created_at,
        updated_at=listing.updated_at,
        submitted_at=listing.submitted_at,
        published_at=listing.published_at,
        related=_related(listing) if related else (),
        viewer=_standing(viewer, listing),
    )


def _offers(listing: Listing) -> tuple[OfferRow, ...]:
    rows = listing.offers.order_by("position").values_list("licence", "price_cents")
    return tuple(
        OfferRow(licence, str(TERMS[licence].name), str(TERMS[licence].summary), cents) for licence, cents in rows
    )


def _formats(listing: Listing) -> tuple[FormatRow, ...]:
    """The newest version's files, the source first."""
    rows = listing.files.order_by("-version", "-is_source", "format").values_list(
        "pk", "format", "file__size", "is_source", "version", "file__filename", "file__sha256", "created_at"
    )
    newest = rows[0][4] if rows else 0
    return tuple(
        FormatRow(pk, name, size, source, filename, sha256, at)
        for pk, name, size, source, version, filename, sha256, at in rows
        if version == newest
    )


def _pictures(listing: Listing) -> tuple[PictureRow, ...]:
    rows = listing.pictures.select_related("file").order_by("pk")
    return tuple(PictureRow(row.kind, links.open_url(row.file), row.width, row.height, row.file.size) for row in rows)


def _related(listing: Listing) -> tuple[Card, ...]:
    if listing.category_id is None:
        return ()
    others = public_listings().filter(search_doc__category=listing.category_id).exclude(pk=listing.pk)
    return newest_cards(others, most=RELATED)


def _standing(viewer: Viewer, listing: Listing) -> Standing:
    who = person(viewer)
    if who is None:
        return Standing()
    held = (
        Entitlement.objects.filter(listing=OuterRef("pk"), holder=who, ended_at=None).order_by("pk").values("licence")
    )
    liked = Like.objects.filter(listing=OuterRef("pk"), user=who)
    row = Listing.objects.filter(pk=listing.pk).values_list(ArraySubquery(held), Exists(liked)).get()
    return Standing(is_own=listing.seller_id == who.pk, may_review=may_review(who), held=tuple(row[0]), liked=row[1])


def versions_of(listing: Listing) -> int:
    newest = listing.files.order_by("-version").values_list("version", flat=True).first()
    return newest or 1
