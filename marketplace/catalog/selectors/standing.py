"""The rows of a model's page, and what its viewer has to do with the listing, in one query."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, IntegerField, Max, OuterRef, Subquery

from accounts.rights import Viewer, person
from marketplace.catalog.models import CollectionItem, DownloadLog, Entitlement, Follow, Like, Listing, Review
from marketplace.catalog.selectors.visibility import may_review


@dataclass(frozen=True)
class OfferRow:
    licence: str
    name: str
    summary: str
    price_cents: int
    before_cents: int | None = None
    team_size: int | None = None


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
    turn: int | None = None
    above: int | None = None


@dataclass(frozen=True)
class SourceRow:
    """A model this one was made from; no address where it is gone."""

    name: str
    creator: str
    url: str


@dataclass(frozen=True)
class VersionRow:
    number: int
    changelog: str
    changes: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """What the viewer has to do with the listing."""

    is_own: bool = False
    may_review: bool = False
    held: tuple[str, ...] = ()
    liked: bool = False
    saved: bool = False
    follows_creator: bool = False
    has_reviewed: bool = False
    taken: int | None = None  # the newest version that was downloaded

    @property
    def can_download(self) -> bool:
        return self.is_own or self.may_review or bool(self.held)


def standing(viewer: Viewer, listing: Listing) -> Standing:
    who = person(viewer)
    if who is None:
        return Standing()
    held = (
        Entitlement.objects.filter(listing=OuterRef("pk"), holder=who, ended_at=None).order_by("pk").values("licence")
    )
    here = OuterRef("pk")
    logs = DownloadLog.objects.filter(listing=here, reader=who).order_by()
    taken = logs.values("listing").annotate(top=Max("file__version")).values("top")
    row = (
        Listing.objects.filter(pk=listing.pk)
        .values_list(
            ArraySubquery(held),
            Exists(Like.objects.filter(listing=here, user=who)),
            Exists(CollectionItem.objects.filter(listing=here, collection__owner=who, collection__is_default=True)),
            Exists(Follow.objects.filter(creator=OuterRef("seller"), follower=who)),
            Exists(Review.objects.filter(listing=here, author=who)),
            Subquery(taken, output_field=IntegerField()),
        )
        .get()
    )
    return Standing(
        is_own=listing.seller_id == who.pk,
        may_review=may_review(who),
        held=tuple(row[0]),
        liked=row[1],
        saved=row[2],
        follows_creator=row[3],
        has_reviewed=row[4],
        taken=row[5],
    )
