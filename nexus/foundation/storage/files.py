"""Putting, opening and dropping stored files. A row exists only for bytes that are wholly in the store."""

import errno
import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from nexus.foundation.errors import Unavailable
from nexus.foundation.storage.models import StoredFile

KINDS = {
    "glb": "model/gltf-binary",
    "stl": "model/stl",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "json": "application/json",
    "ply": "model/ply",
    "3mf": "model/3mf",
    "usdz": "model/vnd.usdz+zip",
    "zip": "application/zip",
    "scad": "text/plain",
    "gltf": "model/gltf+json",
    "obj": "model/obj",
    "fbx": "application/octet-stream",
}
CHUNK = 1 << 20


class StoreFull(Unavailable):
    """The volume is full; nothing of the file is kept."""

    status = 503
    default_code = "storage_full"


class _Moved(File):  # type: ignore[type-arg]
    """A file that the store may take away instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def digest_of(source: Path) -> tuple[str, int]:
    """The SHA-256 in hexadecimal and the size in bytes of a local file."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as handle:
        while block := handle.read(CHUNK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def put(source: Path, *, filename: str, is_open: bool, move: bool = False) -> StoredFile:
    """Copy a finished file into the store, then write its row. The extension of `filename` fixes the served type.

    With `move` a store on the same volume takes the file itself, so that hundreds of megabytes are not written twice.
    """
    extension = filename.rsplit(".", 1)[-1].lower()
    sha256, size = digest_of(source)
    key = f"{'open' if is_open else 'held'}/{secrets.token_urlsafe(24)}/file.{extension}"
    try:
        with source.open("rb") as handle:
            stored_as = default_storage.save(key, _Moved(handle, str(source)) if move else File(handle))
    except OSError as failure:
        default_storage.delete(key)
        if failure.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreFull("There is no room left to store files; nothing was changed. Try again later.") from failure
        raise
    return StoredFile.objects.create(
        key=stored_as,
        filename=filename[:200],
        kind=KINDS.get(extension, "application/octet-stream"),
        size=size,
        sha256=sha256,
        is_open=is_open,
    )


def receive(chunks: Iterable[bytes], into: Path, *, most: int) -> int:
    """Write an upload to a local file and return its size; stops beyond `most` bytes, which the caller refuses."""
    size = 0
    with into.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                return size
            out.write(chunk)
    return size


def settle(file: StoredFile, *, filename: str, sha256: str = "") -> None:
    """Say what a stored file turned out to be: its name, whose extension fixes the served type, and its hash."""
    file.filename = filename[:200]
    file.kind = KINDS.get(filename.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    file.sha256 = sha256 or file.sha256
    file.save(update_fields=["filename", "kind", "sha256"])


def open_stored(file: StoredFile) -> IO[bytes]:
    return default_storage.open(file.key, "rb")


def fetch(file: StoredFile, into: Path) -> Path:
    """A local copy of a stored file, for work that needs a path."""
    with open_stored(file) as source, into.open("wb") as out:
        shutil.copyfileobj(source, out, CHUNK)
    return into


def blocks(handle: IO[bytes], *, start: int, length: int) -> Iterator[bytes]:
    """A part of an open file in pieces of a megabyte at most; the file is closed at the end."""
    with handle:
        handle.seek(start)
        left = length
        while left > 0 and (block := handle.read(min(CHUNK, left))):
            left -= len(block)
            yield block


def drop(file: StoredFile) -> None:
    """Remove the row now, and the bytes once that is committed; a crash in between leaves bytes that nothing names."""
    key = file.key
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(key))


def free_bytes() -> int:
    """Room left on the local volume (for /readyz and uploads)."""
    return shutil.disk_usage(settings.VAR).free
