"""Models from all sides: what a card plays when it is pointed at, drawn from the preview mesh after everything else."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from marketplace.catalog.models import Listing, Picture, Upload, UploadPart
from marketplace.catalog.services import contents, upload_events
from marketplace.catalog.services.checking import Child, Refused, asked, own_child, work_folder
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Drawn:
    path: Path
    size: tuple[int, int]


def finish_upload(upload_id: UUID, *, child: Child | None = None) -> None:
    """What follows a ready upload and need not be waited for: its turntable. May be repeated.

    A turntable that cannot be drawn is told in a note and changes nothing else.
    """
    upload = Upload.objects.filter(pk=upload_id, state=Upload.State.READY, finished_at=None).first()
    if upload is None:
        return
    preview = upload.parts.select_related("file").filter(kind=Picture.Kind.PREVIEW).first()
    note = ""
    if preview is not None and not upload.parts.filter(kind=Picture.Kind.TURNTABLE).exists():
        with tempfile.TemporaryDirectory(prefix="turn-", dir=work_folder()) as name:
            try:
                drawn = _draw(preview.file, Path(name), child)
            except Refused as refusal:
                log.warning("turntable_failed", upload=str(upload_id), reason=str(refusal))
                note = "The picture from all sides could not be drawn."
            else:
                _keep_of_upload(upload_id, drawn)
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload_id, finished_at=None).update(finished_at=timezone.now()):
            return
        upload_events.append(upload_id, upload_events.FINISHED, note, stage="", progress=100)


def draw_of_listing(listing_id: int, *, child: Child | None = None) -> None:
    """The turntable of a listing that came without an upload, made by a job. May be repeated.

    One that cannot be drawn is logged; the card shows its still then.
    """
    preview = _lacking(listing_id)
    if preview is None:
        return
    with tempfile.TemporaryDirectory(prefix="turn-", dir=work_folder()) as name:
        try:
            drawn = _draw(preview, Path(name), child)
        except Refused as refusal:
            log.warning("turntable_failed", listing=listing_id, reason=str(refusal))
            return
        with contents.storing() as store, transaction.atomic():
            listing = Listing.objects.select_for_update(no_key=True).get(pk=listing_id)
            if _lacking(listing_id) != preview:
                return  # drawn by another, or of a file that is gone meanwhile
            file = store.put(drawn.path, filename=f"{listing.slug[:60]}-turntable.webp", is_open=True)
            width, height = drawn.size
            Picture.objects.create(listing=listing, file=file, kind=Picture.Kind.TURNTABLE, width=width, height=height)


def _lacking(listing_id: int) -> StoredFile | None:
    """The preview mesh whose turntable nobody draws; an upload's comes with the upload."""
    pictures = Picture.objects.filter(listing=listing_id)
    shown = pictures.select_related("file").filter(kind=Picture.Kind.PREVIEW).first()
    if shown is None or pictures.filter(kind=Picture.Kind.TURNTABLE).exists():
        return None
    return None if UploadPart.objects.filter(file=shown.file).exists() else shown.file


def _draw(preview: StoredFile, folder: Path, child: Child | None) -> _Drawn:
    """Raises Refused where it cannot be drawn."""
    source = files.fetch(preview, folder / "preview.glb")
    answer = asked(child or own_child(), "turntable", source, folder, {})
    return _Drawn(folder / answer["files"][0], (answer["width"], answer["height"]))


def _keep_of_upload(upload_id: UUID, drawn: _Drawn) -> None:
    with contents.storing() as store, transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("listing_file").get(pk=upload_id)
        preview = upload.parts.filter(kind=Picture.Kind.PREVIEW).first()
        if preview is None or upload.parts.filter(kind=Picture.Kind.TURNTABLE).exists():
            return
        part = contents.keep_part(
            upload, Picture.Kind.TURNTABLE, drawn.path, store=store, stem="model", size=drawn.size
        )
        # Its pictures stand on whichever listing shows the preview mesh of this upload.
        for shown in Picture.objects.filter(file=preview.file):
            Picture.objects.get_or_create(
                listing_id=shown.listing_id,
                kind=Picture.Kind.TURNTABLE,
                defaults={"file": part.file, "width": part.width, "height": part.height},
            )
