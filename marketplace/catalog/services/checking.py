"""The worker's side of an upload: looked at in a limited child, then ready or refused.

Ready comes as soon as it can be shown and sold: gate, facts, pictures, preview mesh. turntables.py does what follows.
"""

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from generation.mesh import nearness, validator
from marketplace.catalog.models import Listing, ListingFile, Picture, ShapePrint, Upload
from marketplace.catalog.services import contents, upload_events, uploads
from nexus.foundation import outbox, sandbox
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

log = structlog.get_logger(__name__)

KEPT: dict[str, str] = {  # what `look` makes, by the kind it is kept as
    Picture.Kind.STILL: "still.webp",
    Picture.Kind.LARGE: "large.webp",
    Picture.Kind.SHELF: "shelf.webp",
    Picture.Kind.OG: "og.jpg",
    Picture.Kind.PREVIEW: "preview.glb",
}
NORMAL_FILE = "normal.glb"
SUFFIXES = {"obj": "obj", "gltf": "gltf", "fbx": "fbx", "stl": "stl", "ply": "ply"}  # of those that may lie in a zip
OUR_FAULT = (
    "This file could not be checked, and it is our fault; we have a record of it. Export it again in another way."
)


class Child(Protocol):
    """The limited process that looks at a file."""

    def call(self, request: dict[str, Any], *, seconds: float, on_progress: Any = None) -> dict[str, Any]: ...


class Refused(Exception):  # noqa: N818 - it happens to the file
    """The file is not taken; the words say why and what would be right."""


@cache
def work_folder() -> Path:
    folder = Path(settings.VAR) / "tmp" / "checks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def own_child() -> sandbox.WarmChild:
    """The process's own child; it may write in the checks' folder only."""
    return sandbox.WarmChild(
        "generation.work:do",
        megabytes=settings.JOB_MEGABYTES,
        folders=[work_folder()],
        preload=("numpy", "generation.mesh.render", "generation.mesh.preview"),
    )


def check_upload(upload_id: UUID, *, child: Child | None = None) -> None:
    """Look at a received file and decide; one that is decided already stays as it is, so this may be repeated.

    Stages: fixing (a corrected copy only), gate, facts, preview, pictures. Raises only what a later try may mend (a
    full store, a lost database).
    """
    upload = Upload.objects.select_related("file", "fixes__file").filter(pk=upload_id).first()
    if upload is None or upload.state != Upload.State.CHECKING:
        return
    child = child or own_child()
    with tempfile.TemporaryDirectory(prefix="check-", dir=work_folder()) as name:
        folder = Path(name)
        try:
            if upload.file is None:
                _correct(upload, folder, child)
            assert upload.file is not None
            source = files.fetch(upload.file, folder / "source.bin")
            answer = _looked_at(upload, source, child)
        except Refused as refusal:
            uploads.refuse_upload(upload_id, str(refusal))
        else:
            _accept(upload_id, source, answer)


def _correct(upload: Upload, folder: Path, child: Child) -> None:
    """Make the corrected copy that this upload stands for."""
    original = upload.fixes
    if original is None or original.file is None or upload.fix is None:
        raise Refused("The file that was to be corrected is not here any more. Upload it again.")
    source = files.fetch(original.file, folder / "original.bin")
    made = asked(child, "repair", source, folder, upload.fix)
    with contents.storing() as store, transaction.atomic():
        file = store.put(folder / made["file"], filename="upload.bin", is_open=False)
        upload.file, upload.size = file, file.size
        upload.save(update_fields=["file", "size"])


def _looked_at(upload: Upload, source: Path, child: Child) -> dict[str, Any]:
    """The child's answer with the validator's counts, which Node reads meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        reports: list[Future[dict[str, Any]]] = []

        def begins(share: float, stage: str) -> None:
            upload_events.append(upload.pk, upload_events.STAGE, stage=stage, progress=5 + int(share * 90))
            normal = source.parent / NORMAL_FILE
            if stage == "facts" and _is_glb(source):  # not before the gate let it pass
                reports.append(beside.submit(validator.completed, {"problems": []}, source))
            elif stage == "preview" and not reports and normal.exists():
                reports.append(beside.submit(validator.completed, {"problems": []}, normal))

        answer = asked(child, "look", source, source.parent, {}, on_progress=begins)
        if not reports:
            made = source.parent / NORMAL_FILE
            reports.append(beside.submit(validator.completed, {"problems": []}, made if made.exists() else source))
        told = reports[0].result()
    facts = answer["facts"]
    others = [row for row in facts["problems"] if not row["code"].startswith("validator_")]
    facts |= {"validator": told["validator"], "problems": [*others, *told["problems"]]}
    return answer


def _is_glb(source: Path) -> bool:
    with source.open("rb") as handle:
        return handle.read(4) == b"glTF"


def asked(
    child: Child, verb: str, source: Path, folder: Path, options: dict[str, Any], *, on_progress: Any = None
) -> dict[str, Any]:
    """One verb of the mesh room done by the child. Raises Refused with the sentence and the remedy."""
    request = {"act": "mesh", "verb": verb, "source": str(source), "folder": str(folder), "options": options}
    try:
        answer = child.call(request, seconds=settings.JOB_SECONDS, on_progress=on_progress)
    except sandbox.Failed as failure:
        log.warning("upload_check_failed", verb=verb, reason=failure.reason)
        raise Refused(
            f"This file could not be checked: {failure.reason} "
            "Use smaller textures or fewer triangles, then upload again."
        ) from failure
    except sandbox.ChildError as failure:
        raise Refused(OUR_FAULT) from failure
    if not answer.get("ok"):
        refused = answer["refused"]
        raise Refused(f"{refused['sentence']} {refused['remedy']}")
    return answer


def _accept(upload_id: UUID, source: Path, answer: dict[str, Any]) -> None:
    """The upload's end, and files, pictures, facts and text twin of its listing, in one transaction."""
    facts, folder = answer["facts"], source.parent
    sha256 = files.digest_of(source)[0]
    with contents.storing() as store, transaction.atomic():
        listing_id = Upload.objects.values_list("listing_id", flat=True).get(pk=upload_id)
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing_id) if listing_id else None
        upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload_id)
        if upload.state != Upload.State.CHECKING or upload.file is None:
            return
        if listing is not None and _is_overtaken(upload, facts["format"]):
            uploads.refuse_upload(upload_id, "A newer file took its place.")
            return
        stem = listing.slug[:60] if listing else "model"
        files.settle(upload.file, filename=f"{stem}.{_suffix(facts['format'], source)}", sha256=sha256)
        made = KEPT | ({contents.NORMAL: NORMAL_FILE} if (folder / NORMAL_FILE).exists() else {})
        for kind, name in made.items():
            contents.keep_part(upload, kind, folder / name, store=store, stem=stem)
        _keep_print(upload.file, answer["print"])
        upload.state, upload.report = Upload.State.READY, facts
        upload.save(update_fields=["state", "report"])
        if listing is not None:
            contents.attach(upload, listing)
        upload_events.append(upload_id, upload_events.READY, stage="turntable", progress=100)
        outbox.send("upload.ready", upload=str(upload_id))


def _keep_print(file: StoredFile, values: Sequence[float]) -> None:
    ShapePrint.objects.get_or_create(
        file=file,
        defaults={"version": nearness.VERSION, "second": values[-2], "third": values[-1], "values": list(values[:-2])},
    )


def print_shapes(listing_id: int, *, child: Child | None = None) -> None:
    """Measure the shapes of a listing's sources that came without an upload, so that near copies of them are found.

    May be repeated. A file that cannot be measured is logged; nothing else of the listing waits for it.
    """
    rows = ListingFile.objects.filter(listing=listing_id, is_source=True).select_related("file")
    for row in rows.exclude(file__in=ShapePrint.objects.values("file")).order_by("pk"):
        with tempfile.TemporaryDirectory(prefix="shape-", dir=work_folder()) as name:
            source = files.fetch(row.file, Path(name) / f"source.{row.format}")
            try:
                answer = asked(child or own_child(), "alike", source, Path(name), {})
            except Refused as refusal:
                log.warning("shape_not_measured", listing=listing_id, file=row.pk, reason=str(refusal))
            else:
                _keep_print(row.file, answer["print"])


def _is_overtaken(upload: Upload, kind: str) -> bool:
    newer = Upload.objects.filter(listing=upload.listing_id, pk__gt=upload.pk, state=Upload.State.READY)
    return newer.filter(report__format=kind).exclude(listing_file=None).exists()


def _suffix(kind: str, source: Path) -> str:
    """What the file's name ends in: formats that come with companions may lie in a zip."""
    with source.open("rb") as handle:
        zipped = handle.read(2) == b"PK"
    return "zip" if zipped and kind in SUFFIXES else kind
