"""What hangs on a listing once its file is known: the files one may download, and the pictures everybody sees."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from marketplace.catalog.models import Listing, ListingFile, Picture
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

PICTURES = {  # kind: (width and height in pixels, extension)
    Picture.Kind.STILL: (512, 512, "webp"),
    Picture.Kind.LARGE: (1024, 1024, "webp"),
    Picture.Kind.SHELF: (512, 512, "webp"),
    Picture.Kind.OG: (1200, 630, "jpg"),
    Picture.Kind.PREVIEW: (0, 0, "glb"),
}


@dataclass(frozen=True)
class Stored:
    """Puts files into the store; what was put is taken out again where its transaction fails."""

    put_here: list[StoredFile]

    def put(self, path: Path, *, filename: str, is_open: bool) -> StoredFile:
        file = files.put(path, filename=filename, is_open=is_open)
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


def add_file(listing: Listing, file: StoredFile, *, format: str, is_source: bool) -> ListingFile:  # noqa: A002 - the column's name
    return ListingFile.objects.create(listing=listing, file=file, format=format, is_source=is_source)


def add_pictures(listing: Listing, made: Mapping[str, Path], *, store: Stored) -> None:
    """Open copies of the stills and the preview mesh, by their kind."""
    for kind, path in made.items():
        width, height, extension = PICTURES[Picture.Kind(kind)]
        file = store.put(path, filename=f"{listing.slug[:60]}-{kind}.{extension}", is_open=True)
        Picture.objects.create(listing=listing, file=file, kind=kind, width=width, height=height)


def clear(listing: Listing, *, keep: StoredFile | None = None) -> None:
    """Take files and pictures off a listing, and out of the store."""
    old = [row.file for row in listing.files.select_related("file")]
    old += [row.file for row in listing.pictures.select_related("file")]
    listing.files.all().delete()
    listing.pictures.all().delete()
    for file in old:
        if keep is None or file.pk != keep.pk:
            files.drop(file)
