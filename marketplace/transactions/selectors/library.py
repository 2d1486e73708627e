"""What a person may download, why, and what they can still do about it: receipt, certificate, refund."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from marketplace.catalog.licences import name_of
from marketplace.catalog.models import DownloadLog, Entitlement, Listing, ListingFile
from marketplace.catalog.selectors.cards import model_url, open_url, picture_key, shortened
from marketplace.catalog.selectors.certificates import certificate_url
from marketplace.transactions.models import OrderLine
from marketplace.transactions.selectors.refunds import standings_of

PAGE = 48
OWN_MOST = 200
FURTHEST = 1_000_000  # rights that a list by name may skip
REASONS = {reason.value: reason for reason in Entitlement.Reason}


@dataclass(frozen=True)
class Wanted:
    """Which part of a library is asked for. `creator` is a username, `updated` only what has a newer version than was
    downloaded, `archived` only what was put away.
    """

    text: str = ""
    creator: str = ""
    reason: str = ""
    updated: bool = False
    archived: bool = False
    order: str = "newest"

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.creator or self.reason or self.updated)


@dataclass(frozen=True)
class LibraryItem:
    """One model that may be downloaded, and why."""

    right_id: int
    listing_id: int
    url: str
    name: str
    picture_url: str
    alt: str
    category_tint: str
    creator_name: str
    creator_url: str
    reason: str
    licence: str
    licence_name: str
    formats: tuple[str, ...]
    version: int
    newest_version: int
    line_id: int | None
    receipt_url: str
    certificate_url: str
    refund_until: datetime | None
    refund_url: str
    since: datetime
    on_show: bool
    is_archived: bool

    @property
    def has_update(self) -> bool:
        return self.version < self.newest_version


@dataclass(frozen=True)
class Library:
    items: tuple[LibraryItem, ...]
    next_cursor: str


def creators_of(user: User) -> tuple[tuple[str, str], ...]:
    """The creators in a person's library, A to Z: username and name."""
    rows = Entitlement.objects.filter(holder=user, ended_at=None).values_list(
        "listing__seller__username", "listing__seller__display_name"
    )
    found = {username: name or username for username, name in rows.distinct()}
    return tuple(sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def library_of(
    user: User, wanted: Wanted | None = None, *, cursor: str = "", size: int = PAGE, include_own: bool = False
) -> Library:
    """What a person may download, newest right first; their own models follow on the last page where asked for.

    A fixed number of queries, however much it is. The cursor is the last right's number; by name (`order="name"`) it
    is how many came before.
    """
    wanted = wanted or Wanted()
    held = _narrowed(_held(user), wanted)
    by_name = wanted.order == "name"
    before = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
    if by_name:
        held = held.order_by("listing__name", "pk")[min(before, FURTHEST) :]
    else:
        held = (held.filter(pk__lt=before) if before else held).order_by("-pk")
    rows = list(held[: size + 1])
    more = len(rows) > size
    items = _items(rows[:size])
    if include_own and not more:
        items += _own(user, wanted.text)
    after = str(before + size if by_name else rows[size - 1].pk) if more else ""
    return Library(tuple(items), after)


def _held(user: User) -> QuerySet[Entitlement]:
    files = ListingFile.objects.filter(listing=OuterRef("listing_id")).order_by()
    taken = DownloadLog.objects.filter(listing=OuterRef("listing_id"), reader=user).order_by()
    return (
        Entitlement.objects.filter(holder=user, ended_at=None)
        .select_related("listing__seller", "listing__category")
        .annotate(
            picture=picture_key(listing="listing_id"),
            formats=ArraySubquery(files.order_by("-version", "-is_source", "format").values("format")),
            newest=Subquery(
                files.values("listing").annotate(top=Max("version")).values("top"), output_field=IntegerField()
            ),
            taken=Subquery(
                taken.values("listing").annotate(top=Max("file__version")).values("top"), output_field=IntegerField()
            ),
        )
    )


def _narrowed(held: QuerySet[Entitlement], wanted: Wanted) -> QuerySet[Entitlement]:
    words = wanted.text.strip()
    if words:
        held = held.filter(
            Q(listing__name__icontains=words)
            | Q(listing__seller__username__icontains=words)
            | Q(listing__seller__display_name__icontains=words)
        )
    if wanted.creator:
        held = held.filter(listing__seller__username=wanted.creator)
    if wanted.reason in REASONS:
        held = held.filter(reason=wanted.reason)
    if wanted.updated:
        held = held.filter(Q(taken__lt=F("newest")))
    return held.filter(archived_at__isnull=not wanted.archived)


def _items(rows: Sequence[Entitlement]) -> list[LibraryItem]:
    ids = [row.transaction_id for row in rows if row.transaction_id]
    lines = {line.pk: line for line in OrderLine.objects.filter(pk__in=ids).select_related("order")}
    standings = standings_of(list(lines.values())) if lines else {}
    made = []
    for row in rows:
        line = lines.get(row.transaction_id or 0)
        standing = standings.get(line.pk) if line else None
        newest = row.newest or 1  # type: ignore[attr-defined]
        made.append(
            LibraryItem(
                right_id=row.pk,
                **_shown(row.listing, row.picture, row.formats),  # type: ignore[attr-defined]
                reason=row.reason,
                licence=row.licence,
                licence_name=name_of(row.licence),
                version=row.taken or newest,  # type: ignore[attr-defined]
                newest_version=newest,
                line_id=row.transaction_id,
                receipt_url=reverse("receipt", args=[line.order_id]) if line else "",
                certificate_url=certificate_url(row.certificate_code) if row.certificate else "",
                refund_until=standing.until if standing else None,
                refund_url=reverse("refund", args=[line.pk]) if line and standing and standing.may_ask else "",
                since=row.since,
                is_archived=row.archived_at is not None,
            )
        )
    return made


def _own(user: User, text: str) -> list[LibraryItem]:
    own = Listing.objects.filter(seller=user, files__is_source=True, name__icontains=text.strip()).distinct()
    files = ListingFile.objects.filter(listing=OuterRef("pk")).order_by("-version", "-is_source", "format")
    rows = (
        own.select_related("seller", "category")
        .annotate(
            picture=picture_key(),
            formats=ArraySubquery(files.values("format")),
            newest=Subquery(files.values("version")[:1], output_field=IntegerField()),
        )
        .order_by("-pk")[:OWN_MOST]
    )
    return [
        LibraryItem(
            right_id=0,
            **_shown(row, row.picture, row.formats),
            reason="own",
            licence="",
            licence_name="",
            version=row.newest or 1,
            newest_version=row.newest or 1,
            line_id=None,
            receipt_url="",
            certificate_url="",
            refund_until=None,
            refund_url="",
            since=row.created_at,
            is_archived=False,
        )
        for row in rows
    ]


def _shown(listing: Listing, picture: str | None, formats: list[str]) -> dict:  # type: ignore[type-arg]
    return {
        "listing_id": listing.pk,
        "url": model_url(listing.pk, listing.slug),
        "name": listing.name,
        "picture_url": open_url(picture),
        "alt": shortened(listing.text_twin or listing.name),
        "category_tint": listing.category.tint if listing.category else "",
        "creator_name": listing.seller.name,
        "creator_url": reverse("creator", args=[listing.seller.username]),
        "formats": tuple(dict.fromkeys(formats)),
        "on_show": listing.state == Listing.State.APPROVED and not listing.hidden_by and listing.seller.is_active,
    }
