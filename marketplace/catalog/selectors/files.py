"""What one may ask of files: an upload's events, what can be downloaded and in what time, which files are alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rights import Viewer
from generation.mesh import nearness
from generation.mesh.formats import NAMES
from generation.services import FORMATS
from marketplace.catalog.models import Conversion, Listing, ListingFile, ShapePrint, Upload, UploadEvent, Version
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.selectors.visibility import may_review, public_listings
from nexus.foundation.errors import NotAllowed, NotFound
from nexus.foundation.live import Row

FINAL = frozenset({"refused", "finished"})
# What is promised of a conversion: the seconds of a start, then so many triangles a second, for the slowest writer.
START_SECONDS, TRIANGLES_A_SECOND = 1.5, 150_000
SPREADS_APART = 0.03
CANDIDATES, SHOWN = 400, 20


def upload_to_follow(viewer: Viewer, upload_id: str) -> Upload:
    """One's own upload, by an id that may be malformed."""
    try:
        wanted = UUID(upload_id)
    except ValueError:
        wanted = None
    found = Upload.objects.filter(pk=wanted, owner=viewer).first() if wanted and isinstance(viewer, User) else None
    if found is None:
        raise NotFound("There is no such upload, or it is not yours.")
    return found


def events_after(after: Mapping[str, int]) -> Iterable[Row]:
    """The rows of these topics behind the numbers given, in order (a source of foundation.live)."""
    wanted = Q(pk__in=[])
    for topic, number in after.items():
        wanted |= Q(upload=topic.removeprefix("upload."), number__gt=number)
    for event in UploadEvent.objects.filter(wanted).order_by("upload", "number"):
        shape = {
            "number": event.number,
            "type": event.type,
            "stage": event.stage,
            "progress": event.progress,
            "message": event.message,
            "at": event.at.isoformat().replace("+00:00", "Z"),
        }
        yield Row.of(f"upload.{event.upload_id}", event.number, shape, final=event.type in FINAL)


@dataclass(frozen=True)
class DownloadRow:
    """One line of the download menu. Without a size it is not made yet and takes about so many seconds."""

    format: str
    name: str
    size: int | None
    is_source: bool
    is_made: bool
    is_being_made: bool
    about_seconds: int


def download_menu(listing: Listing, files: Iterable[ListingFile], *, waiting: Iterable[str] = ()) -> list[DownloadRow]:
    """Sources first, then what can be made of them. `files` are the listing's with their stored files; no query here.

    `waiting` are formats that are being made (see formats_being_made).
    """
    rows = list(files)
    newest = max((row.version for row in rows), default=0)
    found = {row.format: row for row in rows if row.version == newest}
    if not found:
        return []
    triangles = int((listing.facts or {}).get("triangles") or 0)
    about = max(1, round(START_SECONDS + triangles / TRIANGLES_A_SECOND))
    names = sorted((row.format for row in found.values() if row.is_source), key=_order)
    names += sorted({*found, *FORMATS} - set(names), key=_order)
    being_made = set(waiting)
    return [
        DownloadRow(
            format=name,
            name=NAMES.get(name, name.upper()),
            size=found[name].file.size if name in found else None,
            is_source=name in found and found[name].is_source,
            is_made=name in found,
            is_being_made=name in being_made,
            about_seconds=0 if name in found else about,
        )
        for name in names
    ]


def _order(name: str) -> int:
    return list(NAMES).index(name) if name in NAMES else len(NAMES)


def formats_being_made(listing_id: int) -> list[str]:
    rows = Conversion.objects.filter(listing=listing_id, state__in=["waiting", "making"])
    return list(rows.order_by("format").values_list("format", flat=True))


@dataclass(frozen=True)
class FileRow:
    """One file of a listing with its own facts."""

    row: ListingFile
    facts: dict[str, object] | None


def file_for_owner(viewer: Viewer, listing_id: int, file_id: int) -> FileRow:
    """One file of a listing, for its creator and for staff who review."""
    row = ListingFile.objects.select_related("file", "listing").filter(pk=file_id, listing=listing_id).first()
    own = row is not None and isinstance(viewer, User) and row.listing.seller_id == viewer.pk
    if row is None or not (own or may_review(viewer)):
        raise NotFound("There is no such file, or it is not yours to see.")
    if not row.is_source:
        return FileRow(row, None)
    report = Upload.objects.filter(listing_file=row).values_list("report", flat=True).first()
    return FileRow(row, report or row.listing.facts)


@dataclass(frozen=True)
class Alike:
    """Another listing with the same file, or one of nearly the same shape (likeness 0..1, 1 for the same)."""

    listing_id: int
    name: str
    url: str
    seller: str
    state: str
    is_exact: bool
    likeness: float


def duplicates_of(listing_id: int, *, by: User) -> list[Alike]:
    """Listings whose sources are the same bytes, then those of nearly the same shape; for staff who review only.

    Shapes are compared by generation/mesh/likeness.py: place, turn, size and mesh do not matter.
    """
    if not may_review(by):
        raise NotAllowed("Only staff who review see which files are alike.")
    return _duplicates(listing_id, ListingFile.objects.all())


def public_duplicates_of(listing_id: int) -> list[Alike]:
    """The same of what everybody finds in the shop, for a listing's creator: no draft and nothing hidden is told."""
    return _duplicates(listing_id, ListingFile.objects.filter(listing__in=public_listings()))


def _duplicates(listing_id: int, among: QuerySet[ListingFile]) -> list[Alike]:
    own = ListingFile.objects.filter(listing=listing_id, is_source=True)
    hashes = [sha for sha in own.values_list("file__sha256", flat=True) if sha]
    others = among.exclude(listing=listing_id).filter(is_source=True)
    found: dict[int, Alike] = {}
    same = others.filter(file__sha256__in=hashes).select_related("listing__seller").order_by("listing", "pk")
    for row in same[:SHOWN]:
        found.setdefault(row.listing_id, _alike(row.listing, is_exact=True, likeness=1.0))
    for mine in ShapePrint.objects.filter(file__in=own.values("file")).order_by("pk"):
        near = ShapePrint.objects.filter(
            version=mine.version,
            second__range=(mine.second - SPREADS_APART, mine.second + SPREADS_APART),
            third__range=(mine.third - SPREADS_APART, mine.third + SPREADS_APART),
        ).exclude(pk=mine.pk)
        apart = {row.file_id: nearness.distance(mine.values, row.values) for row in near.order_by("-pk")[:CANDIDATES]}
        close = {file: far for file, far in apart.items() if far <= nearness.NEAR}
        for row in others.filter(file__in=close).select_related("listing__seller").order_by("listing", "pk"):
            likeness = round(1 - close[row.file_id] / nearness.FAR, 3)
            found.setdefault(row.listing_id, _alike(row.listing, is_exact=False, likeness=likeness))
    rows = sorted(found.values(), key=lambda one: (not one.is_exact, -one.likeness, one.listing_id))
    return rows[:SHOWN]


def _alike(listing: Listing, *, is_exact: bool, likeness: float) -> Alike:
    return Alike(
        listing.pk,
        listing.name,
        model_url(listing.pk, listing.slug),
        listing.seller.username,
        listing.state,
        is_exact,
        likeness,
    )


def page_of(listing_id: int) -> int:
    """The listing whose pages show this one: a next version's files wait on a listing of their own."""
    return Version.objects.filter(carrier=listing_id).values_list("listing", flat=True).first() or listing_id
