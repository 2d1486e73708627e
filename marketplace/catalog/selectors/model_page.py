"""Everything that a model's page shows, in at most eight queries, and one more for somebody who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from accounts.rights import Viewer, person
from marketplace.catalog.licences import TERMS
from marketplace.catalog.models import (
    Comment,
    Listing,
    ListingFigures,
    Make,
    Offer,
    Picture,
    RemixSource,
    Review,
    Version,
)
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.selectors import talk
from marketplace.catalog.selectors.cards import Card, cards_of, model_url, shortened
from marketplace.catalog.selectors.figures import likes_now
from marketplace.catalog.selectors.files import DownloadRow, download_menu
from marketplace.catalog.selectors.similar import alike
from marketplace.catalog.selectors.standing import (
    FormatRow,
    OfferRow,
    PictureRow,
    SourceRow,
    Standing,
    VersionRow,
    standing,
)
from marketplace.catalog.selectors.visibility import (
    MISSING,
    listings_visible_to,
)
from nexus.foundation.errors import NotFound
from nexus.foundation.sayings import said
from nexus.foundation.storage import links

RELATED = 4
REVIEWS, MAKES, VERSIONS = 4, 6, 20


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
    downloads: tuple[DownloadRow, ...]
    pictures: tuple[PictureRow, ...]
    facts: dict[str, Any] | None
    text_twin: str
    alt: str
    provenance: dict[str, Any] | None
    specification: dict[str, Any] | None
    job_id: str
    likes: int
    views: int
    holders: int
    seller_id: int
    seller_public_id: str
    seller_verified: bool
    creator_name: str
    creator_username: str
    creator_url: str
    creator_picture: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    category_parent: tuple[str, str] | None
    sources: tuple[SourceRow, ...]
    print_settings: dict[str, Any] | None
    version: int
    rating: float | None
    rating_count: int
    stars: tuple[tuple[int, int], ...]
    thread_count: int
    make_count: int
    reviews: tuple[talk.ReviewRow, ...]
    threads: tuple[talk.Thread, ...]
    makes: tuple[talk.MakeRow, ...]
    versions: tuple[VersionRow, ...]
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
    """The page of a listing that this viewer may see; NotFound else. `related`: with what surrounds and follows it."""
    listing = _listing(viewer, listing_id)
    who = person(viewer)
    category = listing.category
    parent = category.parent if category else None
    formats, downloads, version = _files(listing)
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
        category_parent=(parent.slug, said(parent.name)) if parent else None,
        tags=tuple(listing.tag_names),
        offers=tuple(_offer(row) for row in listing.offer_rows),
        sources=tuple(_source(row) for row in listing.source_rows),
        formats=formats,
        downloads=downloads,
        pictures=_pictures(listing),
        facts=listing.facts,
        text_twin=listing.text_twin,
        alt=shortened(listing.text_twin or listing.name),
        provenance=listing.provenance,
        specification=listing.specification,
        print_settings=listing.print_settings,
        job_id=str(listing.job_id or ""),
        version=version,
        likes=listing.now_liked,
        views=listing.views_so_far,
        holders=listing.holders,
        rating=listing.rating,
        rating_count=listing.rating_count,
        stars=talk.shares(listing.star_rows),
        thread_count=listing.thread_count,
        make_count=listing.make_count,
        seller_id=listing.seller_id,
        seller_public_id=str(listing.seller.public_id),
        seller_verified=listing.seller.is_verified,
        creator_name=listing.seller.name,
        creator_username=listing.seller.username,
        creator_url=reverse("creator", args=[listing.seller.username]) if listing.seller.is_active else "",
        creator_picture=listing.seller.avatar_url,
        created_at=listing.created_at,
        updated_at=listing.updated_at,
        submitted_at=listing.submitted_at,
        published_at=listing.published_at,
        reviews=talk.review_rows(listing.pk, reader=who, most=REVIEWS) if related and listing.rating_count else (),
        threads=talk.threads(listing.pk, creator_id=listing.seller_id, reader=who)
        if related and listing.thread_count
        else (),
        makes=talk.make_rows(listing.pk, reader=who, most=MAKES) if related and listing.make_count else (),
        versions=_versions(listing) if related else (),
        related=_related(listing) if related else (),
        viewer=standing(viewer, listing),
    )


def _listing(viewer: Viewer, listing_id: int) -> Any:
    """The row with its small lists and counts as columns, so that they cost no queries of their own."""
    here = OuterRef("pk")
    tags = Listing.tags.through.objects.filter(listing=here).order_by("tag__name").values("tag__name")
    offer = JSONObject(licence="licence", cents="price_cents", before="compare_at_cents", team="team_size")
    offers = Offer.objects.filter(listing=here).order_by("position").values(row=offer)
    source = JSONObject(
        name="name",
        creator="creator",
        id="source_id",
        slug="source__slug",
        state="source__state",
        hid="source__hidden_by",
    )
    sources = RemixSource.objects.filter(listing=here).order_by("pk").values(row=source)
    stars = Review.objects.filter(listing=here, hidden_by=Hidden.NOTHING).order_by().values("rating")
    threads = Comment.objects.filter(listing=here, parent=None).order_by().values("listing")
    makes = Make.objects.filter(listing=here, hidden_by=Hidden.NOTHING).order_by().values("listing")
    found = (
        listings_visible_to(viewer)
        .filter(pk=listing_id)
        .select_related("seller", "category__parent")
        .annotate(
            now_liked=likes_now(),
            tag_names=ArraySubquery(tags),
            offer_rows=ArraySubquery(offers),
            source_rows=ArraySubquery(sources),
            star_rows=ArraySubquery(
                stars.annotate(number=Count("pk")).values(row=JSONObject(rating="rating", number="number"))
            ),
            thread_count=Coalesce(Subquery(threads.annotate(number=Count("pk")).values("number")), 0),
            views_so_far=Coalesce(Subquery(ListingFigures.objects.filter(pk=here).values("views")), 0),
            make_count=Coalesce(Subquery(makes.annotate(number=Count("pk")).values("number")), 0),
        )
        .first()
    )
    if found is None:
        raise NotFound(MISSING)
    return found


def _offer(row: dict[str, Any]) -> OfferRow:
    terms = TERMS[row["licence"]]
    return OfferRow(row["licence"], str(terms.name), str(terms.summary), row["cents"], row["before"], row["team"])


def _source(row: dict[str, Any]) -> SourceRow:
    on_show = row["id"] and row["state"] == Listing.State.APPROVED and not row["hid"]
    return SourceRow(row["name"], row["creator"], model_url(row["id"], row["slug"]) if on_show else "")


def _versions(listing: Listing) -> tuple[VersionRow, ...]:
    """What is published, the newest first; nothing where there was only ever one."""
    rows = listing.versions.filter(state=Version.State.APPROVED).order_by("-number")[:VERSIONS]
    return tuple(
        VersionRow(row.number, row.changelog, tuple(said(line) for line in row.computed_changes), row.published_at)
        for row in rows
    )


def _files(listing: Listing) -> tuple[tuple[FormatRow, ...], tuple[DownloadRow, ...], int]:
    """The newest version's files, the source first; what one who holds it can download; and which version that is."""
    rows = list(listing.files.select_related("file").order_by("-version", "-is_source", "format"))
    newest = rows[0].version if rows else 1
    found = tuple(
        FormatRow(row.pk, row.format, row.file.size, row.is_source, row.file.filename, row.file.sha256, row.created_at)
        for row in rows
        if row.version == newest
    )
    return found, tuple(download_menu(listing, rows)), newest


def _pictures(listing: Listing) -> tuple[PictureRow, ...]:
    rows = listing.pictures.select_related("file").order_by("position", "pk")
    return tuple(
        PictureRow(row.kind, links.open_url(row.file), row.width, row.height, row.file.size, row.turn, row.above)
        for row in rows
    )


def _related(listing: Listing) -> tuple[Card, ...]:
    """Similar models, the nearest first."""
    return cards_of(alike(listing.pk, most=RELATED))


def versions_of(listing: Listing) -> int:
    newest = listing.files.order_by("-version").values_list("version", flat=True).first()
    return newest or 1
