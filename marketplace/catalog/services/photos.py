"""Photos that people send with what they say: through the picture gate into the store, out again where it fails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from generation import inputs
from nexus.foundation.errors import Invalid
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile


@dataclass(frozen=True)
class Photo:
    """A picture as it was sent."""

    filename: str
    data: bytes


@contextmanager
def taken(photos: Sequence[Photo], *, field: str) -> Iterator[list[StoredFile]]:
    """The photos as clean, upright, open files. Where the block fails, they are dropped again.

    Raises Invalid `not_a_picture` with the gate's reason at `field`, `inputs.PictureTooLarge` over 10 MB.
    """
    stored: list[StoredFile] = []
    try:
        stored.extend(_take(photo, field) for photo in photos)
        yield stored
    except BaseException:
        drop(stored)
        raise


def _take(photo: Photo, field: str) -> StoredFile:
    try:
        return inputs.take_picture(photo.data, filename=photo.filename)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, code=refusal.code, fields={field: [refusal.sentence]}) from refusal


def drop(stored: Sequence[StoredFile]) -> None:
    """Take photos out of the store that no row names any more."""
    with transaction.atomic():
        for file in stored:
            files.drop(file)
