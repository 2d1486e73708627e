"""From where a listing's pictures are seen: chosen by its creator, drawn by the product's own renderer, in their order.

`Listing.angles` says what is wanted; a worker draws what is missing. The first angle is the cover: the still, the large
picture and the one for other sites. Without any the usual view stands.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.db import transaction

from accounts.models import User
from marketplace.catalog.models import Listing, Picture
from marketplace.catalog.services import contents, search_index
from marketplace.catalog.services.checking import Child, Refused, asked, own_child, work_folder
from marketplace.catalog.services.locks import own_listing_for_change
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

log = structlog.get_logger(__name__)

Angle = tuple[int, int]
MOST = 6
LOWEST, HIGHEST = 0, 80  # degrees above the ground
COVER: dict[str, str] = {
    Picture.Kind.STILL: "still.webp",
    Picture.Kind.LARGE: "large.webp",
    Picture.Kind.OG: "og.jpg",
}
VIEW_SIDE = 1024


@transaction.atomic
def add_angle(listing_id: int, *, by: User, turn: int, above: int) -> Listing:
    """One more picture, from `turn` degrees right of the front and `above` the ground; the first one is the cover.

    Raises Invalid for an angle out of range, Conflict `no_file` before there is a model, or for too many.
    """
    listing = own_listing_for_change(listing_id, by=by)
    if not LOWEST <= above <= HIGHEST:
        sentence = f"A picture is taken from {LOWEST} to {HIGHEST} degrees above the ground."
        raise Invalid(sentence, fields={"above": [sentence]})
    if not listing.pictures.filter(kind=Picture.Kind.PREVIEW).exists():
        raise Conflict("There is no model to draw yet. Upload its file first.", code="no_file")
    angle = [turn % 360, above]
    if angle in listing.angles:
        return listing
    if len(listing.angles) >= MOST:
        raise Conflict(f"A model has at most {MOST} pictures of one's own. Take one off first.")
    return _keep(listing, [*listing.angles, angle])


@transaction.atomic
def move_angle(listing_id: int, *, by: User, place: int, to: int) -> Listing:
    """Put one picture at another place, 0 for the cover; what cannot move stays. NotFound for one that is not there."""
    listing = own_listing_for_change(listing_id, by=by)
    angles = list(listing.angles)
    moved = angles.pop(_checked(angles, place))
    angles.insert(min(max(to, 0), len(angles)), moved)
    return _keep(listing, angles)


@transaction.atomic
def drop_angle(listing_id: int, *, by: User, place: int) -> Listing:
    """Take one picture off; after the last one the usual view stands again."""
    listing = own_listing_for_change(listing_id, by=by)
    angles = list(listing.angles)
    angles.pop(_checked(angles, place))
    return _keep(listing, angles)


def _checked(angles: Sequence[object], place: int) -> int:
    if not 0 <= place < len(angles):
        raise NotFound("There is no such picture.")
    return place


def _keep(listing: Listing, angles: list[list[int]]) -> Listing:
    if angles != listing.angles:
        listing.angles = angles
        listing.save(update_fields=["angles", "updated_at"])
        outbox.send("listing.posed", listing=listing.pk)
    return listing


@dataclass(frozen=True)
class _Missing:
    """What of a listing's pictures is not as its angles say: the cover (its angle, None for the usual), and views."""

    is_cover: bool
    cover: Angle | None
    views: tuple[Angle, ...]

    @property
    def nothing(self) -> bool:
        return not self.is_cover and not self.views


def _missing(listing: Listing) -> _Missing:
    wanted = [_angle(one) for one in listing.angles]
    cover = wanted[0] if wanted else None
    large = listing.pictures.filter(kind=Picture.Kind.LARGE).first()
    shown = None if large is None or large.turn is None else _angle([large.turn, large.above or 0])
    drawn = {_angle([row.turn or 0, row.above or 0]) for row in listing.pictures.filter(kind=Picture.Kind.VIEW)}
    views = tuple(one for one in wanted[1:] if one not in drawn)
    return _Missing(large is not None and shown != cover, cover, views)


def _angle(pair: Sequence[int]) -> Angle:
    return int(pair[0]), int(pair[1])


def draw(listing_id: int, *, child: Child | None = None) -> None:
    """Draw what is missing and bring all into its order. May be repeated; a change meanwhile has a fact of its own.

    A picture that cannot be drawn is logged, and the one that was there stays.
    """
    listing = Listing.objects.filter(pk=listing_id).first()
    source = None if listing is None else _source(listing)
    if listing is None or source is None:
        return
    missing = _missing(listing)
    with tempfile.TemporaryDirectory(prefix="pose-", dir=work_folder()) as name:
        folder = Path(name)
        drawn: dict[Angle, Path] = {}
        cover: dict[str, Path] = {}
        try:
            if not missing.nothing:
                model = files.fetch(source, folder / "source.glb")
                by = child or own_child()
                drawn = {angle: _drawn(by, model, folder, angle) for angle in missing.views}
                if missing.is_cover:
                    asked(by, "pictures", model, folder, {"angle": missing.cover})
                    cover = {kind: folder / made for kind, made in COVER.items()}
        except Refused as refusal:
            log.warning("angle_not_drawn", listing=listing_id, reason=str(refusal))
            return
        _hang(listing_id, source, missing.cover, cover, drawn)


def _source(listing: Listing) -> StoredFile | None:
    """The GLB of the version that is shown, else the mesh of its page."""
    version = contents.newest_version(listing)
    row = listing.files.select_related("file").filter(version=version, format="glb").first()
    if row is not None:
        return row.file
    preview = listing.pictures.select_related("file").filter(kind=Picture.Kind.PREVIEW).first()
    return preview.file if preview else None


def _drawn(child: Child, model: Path, folder: Path, angle: Angle) -> Path:
    name = f"view-{angle[0]}-{angle[1]}.webp"
    asked(child, "still", model, folder, {"name": name, "size": VIEW_SIDE, "angle": angle})
    return folder / name


def _hang(
    listing_id: int, source: StoredFile, angle: Angle | None, cover: dict[str, Path], drawn: dict[Angle, Path]
) -> None:
    with contents.storing() as store, transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
        if listing is None or _source(listing) != source:
            return  # another file took its place, and with it came a fact of its own
        wanted = [_angle(one) for one in listing.angles]
        old: list[StoredFile] = []
        if cover and (wanted[0] if wanted else None) == angle:
            rows = listing.pictures.filter(kind__in=COVER)
            old += [row.file for row in rows.select_related("file")]
            rows.delete()
            contents.add_pictures(listing, cover, store=store)
            turn, above = angle or (None, None)
            listing.pictures.filter(kind=Picture.Kind.LARGE).update(turn=turn, above=above)
        old += _order_views(listing, wanted[1:], drawn, store=store)
        contents.drop_unnamed(old)
        if listing.state == Listing.State.APPROVED:
            search_index.index_listing(listing.pk)
            outbox.send("listing.changed", listing=listing.pk)


def _order_views(
    listing: Listing, wanted: Sequence[Angle], drawn: dict[Angle, Path], *, store: contents.Stored
) -> list[StoredFile]:
    """Hang the views in their order; the files of those that are no longer wanted."""
    rows = {
        _angle([row.turn or 0, row.above or 0]): row.file
        for row in listing.pictures.select_related("file").filter(kind=Picture.Kind.VIEW)
    }
    listing.pictures.filter(kind=Picture.Kind.VIEW).delete()
    for place, angle in enumerate(wanted, start=1):
        file = rows.get(angle)
        if file is None and angle in drawn:
            name = f"{listing.slug[:60]}-view-{angle[0]}-{angle[1]}.webp"
            file = store.put(drawn[angle], filename=name, is_open=True)
        if file is not None:
            Picture.objects.create(
                listing=listing, file=file, kind=Picture.Kind.VIEW, position=place,
                turn=angle[0], above=angle[1], width=VIEW_SIDE, height=VIEW_SIDE,
            )  # fmt: skip
    return [file for angle, file in rows.items() if angle not in wanted]
