"""A file on its way in: received into the store, looked at in a limited child, then part of its listing or refused."""

import errno
import re
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation.mesh import validator
from marketplace.catalog import states
from marketplace.catalog.models import Listing, Picture, Upload
from marketplace.catalog.services import contents
from marketplace.catalog.services.locks import own_listing_for_change
from marketplace.catalog.text_twin import text_twin
from nexus.foundation import outbox, sandbox
from nexus.foundation.errors import Conflict, Invalid, TooLarge
from nexus.foundation.storage import files
from nexus.foundation.storage.files import StoreFull

log = structlog.get_logger(__name__)

STUCK = timedelta(hours=1)
FULL = {errno.ENOSPC, errno.EDQUOT}
# stage and verb, the files that are kept of it, progress when it is done
STEPS: tuple[tuple[str, dict[str, str], int], ...] = (
    ("gate", {}, 10),
    ("facts", {}, 40),
    (
        "pictures",
        {
            Picture.Kind.STILL: "still.webp",
            Picture.Kind.LARGE: "large.webp",
            Picture.Kind.SHELF: "shelf.webp",
            Picture.Kind.OG: "og.jpg",
        },
        85,
    ),
    ("preview", {Picture.Kind.PREVIEW: "preview.glb"}, 95),
)


class Child(Protocol):
    """The limited process that looks at a file."""

    def call(self, request: dict[str, Any], *, seconds: float) -> dict[str, Any]: ...


class _Refused(Exception):  # noqa: N818 - it happens to the file
    """The file is not taken; the words say why and what would be right."""


def receive_upload(
    listing: Listing, *, by: User, filename: str, path: Path | None = None, chunks: Iterable[bytes] = ()
) -> Upload:
    """Take a file in for a draft or rejected listing of one's own, from a local path or as chunks, and have it checked.

    Raises TooLarge with the limit named, Invalid for an empty file, Conflict where the listing takes no file now,
    StoreFull where the volume is full; then nothing is kept.
    """
    name = _clean_name(filename)
    work = Path(settings.FILE_UPLOAD_TEMP_DIR)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="receive-", dir=work) as folder:
        local = path or _received(chunks, Path(folder) / "file")
        _check_size(local.stat().st_size, name)
        with contents.storing() as store, transaction.atomic():
            held = own_listing_for_change(listing.pk, by=by)
            _check_takes_files(held)
            # The name says nothing about the content, so the file is kept under one that fixes a harmless type.
            file = store.put(local, filename=f"{held.slug[:80]}.glb", is_open=False)
            upload = Upload.objects.create(
                owner=by,
                listing=held,
                file=file,
                filename=name,
                size=file.size,
                state=Upload.State.CHECKING,
                stage="waiting",
            )
            outbox.send("upload.received", upload=str(upload.pk))
    return upload


def _received(chunks: Iterable[bytes], into: Path) -> Path:
    try:
        size = files.receive(chunks, into, most=settings.UPLOAD_MAX_BYTES)
    except OSError as failure:
        if failure.errno in FULL:
            raise StoreFull("There is no room left to store files; nothing was changed. Try again later.") from failure
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


def _check_takes_files(listing: Listing) -> None:
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


@cache
def _work_folder() -> Path:
    folder = Path(settings.VAR) / "tmp" / "checks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _child() -> sandbox.WarmChild:
    """The process's own child; it may write in the checks' folder only."""
    return sandbox.WarmChild(
        "generation.work:do",
        megabytes=settings.JOB_MEGABYTES,
        folders=[_work_folder()],
        preload=("numpy", "generation.mesh.render", "generation.mesh.preview"),
    )


def check_upload(upload_id: UUID, *, child: Child | None = None) -> None:
    """Look at a received file and decide; one that is decided already stays as it is, so this may be repeated.

    Stages: gate, facts, pictures, preview. Raises only what a later try may mend (a full store, a lost database).
    """
    upload = Upload.objects.select_related("file").filter(pk=upload_id, state=Upload.State.CHECKING).first()
    if upload is None or upload.file is None:
        return
    with tempfile.TemporaryDirectory(prefix="check-", dir=_work_folder()) as folder:
        source = files.fetch(upload.file, Path(folder) / "source.glb")
        try:
            facts, made = _looked_at(upload, source, child or _child())
        except _Refused as refusal:
            _refuse(upload_id, str(refusal))
        else:
            _accept(upload_id, facts, made)


def _looked_at(upload: Upload, source: Path, child: Child) -> tuple[dict[str, Any], dict[str, Path]]:
    facts: dict[str, Any] = {}
    made: dict[str, Path] = {}
    for stage, kept, done in STEPS:
        waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.CHECKING)
        waiting.update(stage=stage)
        request = {"act": "mesh", "verb": stage, "source": str(source), "folder": str(source.parent), "options": {}}
        answer = _asked(child, request)
        if "facts" in answer:
            facts = validator.completed(answer["facts"], source)
        made |= {kind: source.parent / name for kind, name in kept.items()}
        waiting.update(progress=done)
    return facts, made


def _asked(child: Child, request: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = child.call(request, seconds=settings.JOB_SECONDS)
    except sandbox.Failed as failure:
        log.warning("upload_check_failed", verb=request["verb"], reason=failure.reason)
        raise _Refused(
            f"This file could not be checked: {failure.reason} "
            "Use smaller textures or fewer triangles, then upload again."
        ) from failure
    except sandbox.ChildError as failure:
        raise _Refused(
            "This file could not be checked, and it is our fault; we have a record of it. "
            "Export it again in another way."
        ) from failure
    if not answer.get("ok"):
        refused = answer["refused"]
        raise _Refused(f"{refused['sentence']} {refused['remedy']}")
    return answer


@transaction.atomic
def _refuse(upload_id: UUID, reason: str) -> None:
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload_id)
    if upload.state != Upload.State.CHECKING:
        return
    file = upload.file
    upload.state, upload.reason, upload.progress, upload.file = Upload.State.REFUSED, reason, 100, None
    upload.save(update_fields=["state", "reason", "progress", "file"])
    if file is not None:
        files.drop(file)


def _accept(upload_id: UUID, facts: dict[str, Any], made: dict[str, Path]) -> None:
    """Files, pictures, facts and text twin of the listing, and the upload's end, in one transaction."""
    with contents.storing() as store, transaction.atomic():
        listing_id = Upload.objects.values_list("listing_id", flat=True).get(pk=upload_id)
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing_id)
        upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload_id)
        if upload.state != Upload.State.CHECKING or upload.file is None:
            return
        if Upload.objects.filter(listing=listing, pk__gt=upload.pk).exclude(state=Upload.State.REFUSED).exists():
            _refuse(upload_id, "A newer file took its place.")
            return
        contents.clear(listing, keep=upload.file)
        upload.listing_file = contents.add_file(listing, upload.file, format="glb", is_source=True)
        contents.add_pictures(listing, made, store=store)
        listing.facts, listing.text_twin = facts, text_twin(listing.name, facts)
        listing.save(update_fields=["facts", "text_twin", "updated_at"])
        upload.state, upload.stage, upload.progress, upload.report = Upload.State.READY, "", 100, facts
        upload.save(update_fields=["state", "stage", "progress", "report", "listing_file"])


def give_up_stuck(*, now: datetime | None = None) -> int:
    """Uploads whose check never ended are refused with a sentence (a duty), so that nobody waits for ever."""
    before = (now or timezone.now()) - STUCK
    stuck = Upload.objects.filter(state__in=[Upload.State.RECEIVING, Upload.State.CHECKING], created_at__lt=before)
    ids = list(stuck.values_list("pk", flat=True))
    for upload_id in ids:
        _refuse(upload_id, "The check of this file did not end within an hour, and it is our fault. Upload it again.")
    return len(ids)
