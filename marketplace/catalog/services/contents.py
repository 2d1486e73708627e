"""What hangs on a listing once its files are known: the files one may download, and the pictures everybody sees."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Max
from django.utils import timezone

from marketplace.catalog.models import Conversion, Listing, ListingFile, Picture, Upload, UploadPart
from marketplace.catalog.text_twin import text_twin
from nexus.foundation import outbox
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

PICTURES = {  # kind: (width and height in pixels, extension)
    Picture.Kind.STILL: (512, 512, "webp"),
    Picture.Kind.LARGE: (1024, 1024, "webp"),
    Picture.Kind.SHELF: (512, 512, "webp"),
    Picture.Kind.OG: (1200, 630, "jpg"),
    Picture.Kind.TURNTABLE: (1536, 1024, "webp"),
    Picture.Kind.PREVIEW: (0, 0, "glb"),
    Picture.Kind.VIEW: (1024, 1024, "webp"),
}
NORMAL = "normal"  # the part of an upload that is its GLB, where it came as something else
# Of several sources the first of these gives the listing its facts and pictures.
BEST = ("glb", "gltf", "fbx", "usdz", "obj", "3mf", "ply", "stl")


@dataclass(frozen=True)
class Stored:
    """Puts files into the store; what was put is taken out again where its transaction fails."""

    put_here: list[StoredFile]

    def put(self, path: Path, *, filename: str, is_open: bool, move: bool = False) -> StoredFile:
        file = files.put(path, filename=filename, is_open=is_open, move=move)
        self.put_here.append(file)
        return file


@contextmanager
def storing() -> Iterator[Stored]:
    """Stands around the transaction, so that bytes go where rows are rolled back."""
    stored = Stored([])
    try:
        yield stored
    except BaseException:
        for file in stored.put_here:
            default_storage.delete(file.key)
        raise


def add_file(
    listing: Listing,
    file: StoredFile,
    *,
    format: str,  # noqa: A002 - the column's name
    is_source: bool,
    version: int = 1,
) -> ListingFile:
    return ListingFile.objects.create(listing=listing, file=file, format=format, is_source=is_source, version=version)


def add_pictures(listing: Listing, made: Mapping[str, Path], *, store: Stored) -> None:
    """Open copies of the stills and the preview mesh, by their kind."""
    for kind, path in made.items():
        width, height, extension = PICTURES[Picture.Kind(kind)]
        file = store.put(path, filename=f"{listing.slug[:60]}-{kind}.{extension}", is_open=True)
        Picture.objects.create(listing=listing, file=file, kind=kind, width=width, height=height)


def keep_part(
    upload: Upload, kind: str, path: Path, *, store: Stored, stem: str, size: tuple[int, int] | None = None
) -> UploadPart:
    """Keep one thing that was made of an upload; pictures are open, its GLB is not."""
    if kind == NORMAL:
        file = store.put(path, filename=f"{stem}.glb", is_open=False)
        return UploadPart.objects.create(upload=upload, kind=kind, file=file)
    width, height, extension = PICTURES[Picture.Kind(kind)]
    file = store.put(path, filename=f"{stem}-{kind}.{extension}", is_open=True)
    width, height = size or (width, height)
    return UploadPart.objects.create(upload=upload, kind=kind, file=file, width=width, height=height)


def newest_version(listing: Listing) -> int:
    found = listing.files.aggregate(newest=Max("version"))["newest"]
    return int(found or 1)


def attach(upload: Upload, listing: Listing) -> None:
    """Make a checked upload a source of a listing whose row is locked; what it replaces goes, with all made of it.

    A file of the same format is replaced. Facts, pictures and conversions are those of the best source.
    """
    assert upload.file is not None
    assert upload.report is not None
    version, kind = newest_version(listing), str(upload.report["format"])
    replaced = list(listing.files.filter(version=version, format=kind).select_related("file"))
    for row in replaced:
        _take_off(row)
    row = add_file(listing, upload.file, format=kind, is_source=True, version=version)
    upload.listing, upload.listing_file = listing, row
    upload.save(update_fields=["listing", "listing_file"])
    best = best_source(listing, version)
    if best is not None and best.pk == row.pk:
        show(listing, upload, row)


def best_source(listing: Listing, version: int) -> ListingFile | None:
    """The source that facts, pictures and conversions come from."""
    sources = list(listing.files.filter(version=version, is_source=True).select_related("file"))
    rank = {kind: place for place, kind in enumerate(BEST)}
    return min(sources, key=lambda row: (rank.get(row.format, len(BEST)), row.pk), default=None)


def show(listing: Listing, upload: Upload, row: ListingFile) -> None:
    """Give a listing the facts, pictures and GLB of one upload; conversions of what was there before go."""
    _drop_conversions(listing, row.version)
    parts = {part.kind: part for part in upload.parts.select_related("file")}
    if NORMAL in parts and not listing.files.filter(version=row.version, format="glb").exists():
        add_file(listing, parts[NORMAL].file, format="glb", is_source=False, version=row.version)
    _drop_pictures(listing)
    for kind, part in parts.items():
        if kind != NORMAL:
            Picture.objects.create(listing=listing, file=part.file, kind=kind, width=part.width, height=part.height)
    facts = upload.report
    listing.facts, listing.text_twin = facts, text_twin(listing.name, facts, listing.specification)
    # Another file has another size. Who set the unit of this one has said it.
    listing.unit_confirmed_at = timezone.now() if "unit" in (upload.fix or {}).get("codes", ()) else None
    listing.save(update_fields=["facts", "unit_confirmed_at", "text_twin", "updated_at"])
    if listing.angles:
        outbox.send("listing.posed", listing=listing.pk)


def take_off(row: ListingFile, listing: Listing) -> None:
    """Take one file off a listing whose row is locked; the next best source gives its facts and pictures then."""
    best = best_source(listing, row.version)
    was_best = best is not None and best.pk == row.pk
    _take_off(row)
    if not was_best:
        return
    _drop_conversions(listing, row.version)
    _drop_pictures(listing)
    listing.facts, listing.text_twin = None, ""
    listing.save(update_fields=["facts", "text_twin", "updated_at"])
    left = best_source(listing, row.version)
    upload = Upload.objects.filter(listing_file=left).first() if left else None
    if left is not None and upload is not None:
        show(listing, upload, left)


def clear(listing: Listing, *, keep: StoredFile | None = None) -> None:
    """Take files and pictures off a listing, and out of the store."""
    found = {file.pk: file for file in stored_of(listing)}
    listing.conversions.all().delete()
    listing.files.all().delete()
    listing.pictures.all().delete()
    UploadPart.objects.filter(upload__listing=listing).delete()
    for file in found.values():
        if keep is None or file.pk != keep.pk:
            files.drop(file)


def stored_of(listing: Listing) -> list[StoredFile]:
    """Every stored file that a listing, its pictures or its uploads name, each once."""
    rows: list[StoredFile] = [row.file for row in listing.files.select_related("file")]
    rows += [row.file for row in listing.pictures.select_related("file")]
    rows += [row.file for row in listing.uploads.select_related("file") if row.file]
    rows += [row.file for row in UploadPart.objects.filter(upload__listing=listing).select_related("file")]
    return list({file.pk: file for file in rows}.values())


def drop_upload(upload: Upload) -> None:
    """Drop what was kept of an upload: its file and all that was made of it, but for what a listing still names."""
    rows = [part.file for part in upload.parts.select_related("file")]
    rows += [upload.file] if upload.file else []
    upload.parts.all().delete()
    Upload.objects.filter(pk=upload.pk).update(file=None)
    drop_unnamed(rows)


def drop_unnamed(rows: Iterable[StoredFile]) -> None:
    """Take files out of the store that no listing, picture or upload names any more."""
    for file in {row.pk: row for row in rows}.values():
        named = (
            ListingFile.objects.filter(file=file).exists()
            or Picture.objects.filter(file=file).exists()
            or UploadPart.objects.filter(file=file).exists()
            or Upload.objects.filter(file=file).exists()
        )
        if not named:
            files.drop(file)


def _take_off(row: ListingFile) -> None:
    uploads = list(Upload.objects.filter(listing_file=row).select_related("file"))
    made = UploadPart.objects.filter(upload__in=uploads).values("file")
    Picture.objects.filter(listing=row.listing_id, file__in=made).delete()
    row.delete()
    for upload in uploads:
        drop_upload(upload)
    drop_unnamed([row.file])


def _drop_conversions(listing: Listing, version: int) -> None:
    rows = list(listing.files.filter(version=version, is_source=False).select_related("file"))
    Conversion.objects.filter(listing=listing, version=version).delete()
    ListingFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    drop_unnamed([row.file for row in rows])


def _drop_pictures(listing: Listing) -> None:
    rows = [row.file for row in listing.pictures.select_related("file")]
    listing.pictures.all().delete()
    drop_unnamed(rows)
