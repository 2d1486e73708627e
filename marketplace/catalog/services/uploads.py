"""A file on its way in: received into the store whole or in parts, corrected where asked, taken by a listing."""

import errno
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from generation.mesh.units import METRES
from marketplace.catalog import states
from marketplace.catalog.models import Listing, Upload
from marketplace.catalog.services import contents, upload_events, upload_quota, versions
from marketplace.catalog.services.locks import own_listing_for_change
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound, TooLarge
from nexus.foundation.storage import files
from nexus.foundation.storage import uploads as parts
from nexus.foundation.storage.files import StoreFull
from nexus.foundation.storage.models import StoredFile

STUCK = timedelta(hours=1)
PART_LIFE = timedelta(days=1)  # after its last part
UNTAKEN_LIFE = timedelta(days=7)
MISSING = "There is no such upload, or it is not yours."
FULL = {errno.ENOSPC, errno.EDQUOT}
SURFACE_FIXES = frozenset({"degenerate_faces", "duplicate_faces", "winding_inconsistent", "inside_out", "open_edges"})
UNIT_FIXES = frozenset({"tiny", "huge", "unit_assumed"})
FIXES = SURFACE_FIXES | UNIT_FIXES | {"large_textures"}


def receive_upload(
    listing: Listing | None, *, by: User, filename: str, path: Path | None = None, chunks: Iterable[bytes] = ()
) -> Upload:
    """Take a file in from a local path or as chunks, and have it checked; with a draft or rejected listing for it.

    Raises TooLarge with the limit named, TooMany where many are on their way, Invalid for an empty file, Conflict where
    the listing takes no file now, StoreFull where the volume is full; then nothing is kept.
    """
    name = _clean_name(filename)
    work = Path(settings.FILE_UPLOAD_TEMP_DIR)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="receive-", dir=work) as folder:
        local = path or _received(chunks, Path(folder) / "file")
        _check_size(local.stat().st_size, name)
        with contents.storing() as store, transaction.atomic():
            upload_quota.take(by, size=local.stat().st_size)
            held = None if listing is None else _taking_files(listing.pk, by=by)
            file = store.put(local, filename="upload.bin", is_open=False, move=path is None)
            upload = Upload(owner=by, listing=held, filename=name)
            _taken_in(upload, file)
    return upload


def _taken_in(upload: Upload, file: StoredFile) -> None:
    """The bytes are whole: from here on it is looked at. Needs a transaction."""
    # The name says nothing about the content, so the file has a harmless type until it was looked at.
    upload.file, upload.size = file, file.size
    upload.state, upload.stage, upload.progress = Upload.State.CHECKING, "waiting", 0
    upload.bucket_parts, upload.expires_at = None, None
    upload.save()
    upload_events.append(upload.pk, upload_events.RECEIVED, "All of it has come.", stage="waiting", progress=0)
    outbox.send("upload.received", upload=str(upload.pk))


def _received(chunks: Iterable[bytes], into: Path) -> Path:
    try:
        size = files.receive(chunks, into, most=settings.UPLOAD_MAX_BYTES)
    except OSError as failure:
        if failure.errno in FULL:
            raise StoreFull(parts.NO_ROOM) from failure
        raise
    if size > settings.UPLOAD_MAX_BYTES:
        raise too_large("This file")
    return into


def too_large(what: str) -> TooLarge:
    return TooLarge(
        f"{what} is larger than {settings.UPLOAD_MAX_BYTES // 2**20} MB, the most one file may have. "
        "Use smaller textures or fewer triangles, then upload again."
    )


def _check_size(size: int, name: str) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        raise too_large(f"“{name}”")
    if size == 0:
        raise Invalid(
            f"“{name}” is empty. Export the model again and upload the new file.", fields={"file": ["Empty."]}
        )


def _taking_files(listing_id: int, *, by: User) -> Listing:
    held = versions.place_for_files(own_listing_for_change(listing_id, by=by))
    check_takes_files(held)
    return held


def check_takes_files(listing: Listing) -> None:
    """Raise Conflict where a listing's files cannot be changed now."""
    if listing.job_id is not None:
        raise Conflict("This model's files come from its job and stay as they are. Make a new model for another file.")
    if listing.state not in states.FILES_MAY_CHANGE:
        ways = " or ".join(sorted(states.FILES_MAY_CHANGE))
        raise Conflict(
            f"This model is {listing.state}; its file can be changed while it is {ways}.", code="files_fixed"
        )


def _clean_name(filename: str) -> str:
    """The bare name as a person may read it: no folders, no control characters."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", filename).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return name[-200:] or "model.glb"


# In parts
@transaction.atomic
def begin_parts(*, by: User, filename: str, size: int, listing_id: int | None = None) -> Upload:
    """Announce a file that comes in parts. Raises as receive_upload does, and TooMany beyond 20 at once."""
    upload = _announced(by=by, filename=filename, size=size, listing_id=listing_id)
    if files.free_bytes() < size * 2:
        raise StoreFull(parts.NO_ROOM)
    upload.save()
    parts.begin(upload.pk)
    return upload


def _announced(*, by: User, filename: str, size: int, listing_id: int | None) -> Upload:
    name = _clean_name(filename)
    _check_size(size, name)
    upload_quota.take(by, size=size)
    listing = None if listing_id is None else _taking_files(listing_id, by=by)
    return Upload(
        owner=by,
        listing=listing,
        filename=name,
        size=size,
        state=Upload.State.RECEIVING,
        stage="receiving",
        expires_at=timezone.now() + PART_LIFE,
    )


def part_of(upload_id: UUID, *, by: User, now: datetime | None = None) -> Upload:
    """One's own upload that still takes parts. NotFound for any other, `expired` where its time is over."""
    own = Upload.objects.filter(pk=upload_id, owner=by, state=Upload.State.RECEIVING)
    upload = own.filter(bucket_parts__isnull=True).first()
    if upload is None:
        raise NotFound(MISSING)
    if upload.expires_at is not None and upload.expires_at <= (now or timezone.now()):
        raise NotFound("This upload was not continued in time. Begin it again.", code="expired")
    return upload


def add_part(upload_id: UUID, *, by: User, offset: int, source: IO[bytes], length: int | None = None) -> Upload:
    """Lay the next part behind what has come, and have the file checked once it is whole.

    Raises Conflict `offset_mismatch` where the part begins elsewhere, `being_sent` where another one is coming right
    now, TooLarge for bytes beyond the announced size. What came before a lost connection counts.
    """
    upload = part_of(upload_id, by=by)
    with parts.held(upload.pk) as out:
        come = parts.size_of(upload.pk)
        if come != offset:
            raise Conflict(
                f"This part begins at byte {offset}, and {come} have come. Continue from there.", code="offset_mismatch"
            )
        left = upload.size - come
        if length is not None and length > left:
            raise TooLarge(f"This part holds {length} bytes, and {left} are missing of what was announced.")
        came = parts.append(out, source, most=left)
        come += came
        if come < upload.size:
            Upload.objects.filter(pk=upload.pk).update(
                expires_at=timezone.now() + PART_LIFE, progress=come * 100 // upload.size
            )
            upload.progress = come * 100 // upload.size
            return upload
        return _whole(upload, parts.path_of(upload.pk))


def _whole(upload: Upload, local: Path) -> Upload:
    with contents.storing() as store, transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.RECEIVING).first()
        if row is None:
            raise NotFound(MISSING)
        file = store.put(local, filename="upload.bin", is_open=False, move=True)
        _taken_in(row, file)
    parts.drop(upload.pk)
    return row


@dataclass(frozen=True)
class ToBucket:
    upload: Upload
    parts: list[parts.Part]
    part_bytes: int


@transaction.atomic
def begin_in_bucket(*, by: User, filename: str, size: int, listing_id: int | None = None) -> ToBucket:
    """Announce a file whose parts go straight to the bucket. Conflict `no_bucket` where the store is none."""
    if not parts.takes_parts():
        raise Conflict("The store here is no bucket. Send the file in parts to /api/v1/uploads.", code="no_bucket")
    upload = _announced(by=by, filename=filename, size=size, listing_id=listing_id)
    made = parts.begin_in_bucket(size)
    upload.bucket_parts = {"id": made.id, "key": made.key}
    upload.save()
    return ToBucket(upload, made.parts, parts.PART_BYTES)


@transaction.atomic
def complete_in_bucket(upload_id: UUID, *, by: User, sent: Sequence[tuple[int, str]]) -> Upload:
    """Put a bucket's parts together and have the file checked; one that is whole already stays as it is.

    Raises Conflict `parts_missing`, and `wrong_size` where what came is not what was announced.
    """
    row = Upload.objects.select_for_update().filter(pk=upload_id, owner=by).first()
    if row is None:
        raise NotFound(MISSING)
    if row.bucket_parts is None:
        if row.state == Upload.State.RECEIVING:
            sentence = "This upload comes in parts to us; it is whole when its last part has come."
            raise Conflict(sentence, code="no_bucket")
        return row
    size = parts.complete_in_bucket(row.bucket_parts["id"], row.bucket_parts["key"], sent)
    # The hash is read by the check, which fetches the bytes anyway; until then nothing can be downloaded.
    file = StoredFile.objects.create(
        key=row.bucket_parts["key"], filename="upload.bin", kind="application/octet-stream", size=size, sha256=""
    )
    if size != row.size:
        announced, row.size = row.size, size
        _taken_in(row, file)
        _refuse(row, f"The file was announced with {announced} bytes, and {size} came. Upload it again.")
        return row
    _taken_in(row, file)
    return row


@transaction.atomic
def drop_upload(upload_id: UUID, *, by: User) -> None:
    """Stop an upload that is being sent, or forget one that no listing has. Conflict where a listing has taken it."""
    row = Upload.objects.select_for_update().filter(pk=upload_id, owner=by).first()
    if row is None:
        raise NotFound(MISSING)
    if row.listing_file_id is not None:
        raise Conflict("This file is part of a model. Take it off there.", code="in_use")
    forget_upload(row)


def forget_upload(row: Upload) -> None:
    """Take an upload away with what was made of it, but for what a listing names. Needs a transaction."""
    if row.state == Upload.State.RECEIVING:
        if row.bucket_parts:
            parts.drop_in_bucket(row.bucket_parts["id"], row.bucket_parts["key"])
        else:
            parts.drop(row.pk)
    contents.drop_upload(row)
    row.delete()


# What is done with a checked one
@transaction.atomic
def attach_upload(upload_id: UUID, *, listing_id: int, by: User) -> Upload:
    """Give a checked upload of one's own to a draft or rejected listing of one's own; again is no change.

    Raises NotFound, Conflict `not_ready` or `in_use`.
    """
    listing = _taking_files(listing_id, by=by)
    row = Upload.objects.select_for_update(of=("self",)).select_related("file").filter(pk=upload_id, owner=by).first()
    if row is None:
        raise NotFound(MISSING)
    if row.state != Upload.State.READY or row.file is None:
        raise Conflict(f"“{row.filename}” is {row.state}; only a checked file can be used.", code="not_ready")
    if row.listing_file_id is not None and row.listing_id == listing.pk:
        return row
    if row.listing_file_id is not None:
        raise Conflict(f"“{row.filename}” is part of another model already.", code="in_use")
    contents.attach(row, listing)
    return row


@transaction.atomic
def remove_file(listing_id: int, file_id: int, *, by: User) -> None:
    """Take one file off a draft or rejected listing of one's own."""
    listing = _taking_files(listing_id, by=by)
    row = listing.files.select_related("file").filter(pk=file_id).first()
    if row is None:
        raise NotFound("This model has no such file.")
    contents.take_off(row, listing)


@transaction.atomic
def fix_upload(upload_id: UUID, *, by: User, code: str, unit: str = "") -> Upload:
    """Have the machine correct one problem of a checked file, or `all` it can; the corrected file is a new upload.

    A problem of size needs the `unit` that the file's numbers are meant in. Raises NotFound, Invalid for a problem the
    file does not have or a unit that is none, Conflict where the file or its listing cannot be changed now.
    """
    source = Upload.objects.select_related("file").filter(pk=upload_id, owner=by).first()
    if source is None:
        raise NotFound(MISSING)
    if source.state != Upload.State.READY or source.file is None or source.report is None:
        raise Conflict("Only a checked file that is still here can be corrected.", code="not_ready")
    upload_quota.take(by, size=source.size)
    listing = None if source.listing_id is None else _taking_files(source.listing_id, by=by)
    fixable = {row["code"] for row in source.report["problems"] if row["fixable"]} & FIXES
    if code == "all":
        codes = fixable - UNIT_FIXES
    elif code in fixable or (code == "unit" and unit):
        codes = {code}
    else:
        codes = set()
    if not codes:
        raise Invalid("This file has no such problem that a machine can correct.", fields={"code": ["Unknown."]})
    scale = 1.0
    if codes & UNIT_FIXES or code == "unit":
        scale = _scale(unit, str(source.report["unit"]))
        codes = {"unit"}
    upload = Upload.objects.create(
        owner=by,
        listing=listing,
        filename=source.filename,
        size=source.size,
        state=Upload.State.CHECKING,
        fixes=source,
        fix={"codes": sorted(codes), "scale": scale},
    )
    upload_events.append(upload.pk, upload_events.RECEIVED, "A corrected copy is made.", stage="fixing", progress=0)
    outbox.send("upload.received", upload=str(upload.pk))
    return upload


def _scale(unit: str, now: str) -> float:
    if unit not in METRES:
        sentence = f"Say the unit that the file's numbers are meant in: {', '.join(METRES)}."
        raise Invalid(sentence, fields={"unit": [sentence]})
    if unit == now:
        sentence = "The file's numbers are read in that unit already."
        raise Invalid(sentence, fields={"unit": [sentence]})
    return METRES[unit] / METRES.get(now, 1.0)


def refuse_upload(upload_id: UUID, reason: str) -> None:
    """End an upload with a sentence, and drop its bytes; one that was decided stays as it is."""
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).select_related("file").filter(pk=upload_id).first()
        if row is not None and row.state in {Upload.State.CHECKING, Upload.State.RECEIVING}:
            _refuse(row, reason)


def _refuse(row: Upload, reason: str) -> None:
    if row.state == Upload.State.RECEIVING:
        if row.bucket_parts:
            parts.drop_in_bucket(row.bucket_parts["id"], row.bucket_parts["key"])
        parts.drop(row.pk)
    row.state, row.reason, row.finished_at = Upload.State.REFUSED, reason, timezone.now()
    row.save(update_fields=["state", "reason", "finished_at"])
    contents.drop_upload(row)
    row.file, row.stage, row.progress = None, "", 100
    upload_events.append(row.pk, upload_events.REFUSED, reason, stage="", progress=100)


def give_up_stuck(*, now: datetime | None = None) -> int:
    """Refuse uploads whose parts or check never ended, and forget what nobody took for a week (a duty)."""
    moment = now or timezone.now()
    sent = Upload.objects.filter(state=Upload.State.RECEIVING, expires_at__lt=moment)
    stuck = Upload.objects.filter(state=Upload.State.CHECKING, created_at__lt=moment - STUCK)
    # A file that came in parts may be older than its check.
    stuck = stuck.filter(Q(events=None) | Q(events__type=upload_events.RECEIVED, events__at__lt=moment - STUCK))
    count = 0
    for upload_id in sent.values_list("pk", flat=True):
        refuse_upload(upload_id, "It was not sent to its end within a day. Upload it again.")
        count += 1
    for upload_id in stuck.values_list("pk", flat=True).distinct():
        refuse_upload(
            upload_id, "The check of this file did not end within an hour, and it is our fault. Upload it again."
        )
        count += 1
    untaken = Upload.objects.filter(listing=None, listing_file=None, created_at__lt=moment - UNTAKEN_LIFE)
    for row in untaken.select_related("file")[:200]:
        with transaction.atomic():
            forget_upload(row)
    parts.forget_old(older_than=PART_LIFE * 2)
    return count
