"""Large files on their way in: parts that are laid behind each other in a folder, or sent straight to a bucket.

Bytes pass in small pieces and never lie in memory; how far a file has come is the size of what lies there.
"""

import contextlib
import errno
import fcntl
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from nexus.foundation.errors import Conflict
from nexus.foundation.storage.files import CHUNK, StoreFull

FULL = {errno.ENOSPC, errno.EDQUOT}
PART_BYTES = 16 * 2**20
LINK_LIFE = timedelta(hours=6)
NO_ROOM = "There is no room left to store files; nothing was changed. Try again later."


def folder() -> Path:
    """Where parts lie: on the store's own volume where it is a folder, so that a whole file is moved and not copied."""
    store: Any = default_storage
    with contextlib.suppress(NotImplementedError):
        made = Path(store.path("parts"))
        made.mkdir(parents=True, exist_ok=True)
        return made
    made = Path(settings.VAR) / "parts"
    made.mkdir(parents=True, exist_ok=True)
    return made


def path_of(upload_id: UUID) -> Path:
    return folder() / f"{upload_id}.part"


def begin(upload_id: UUID) -> None:
    """An empty file for the parts to come."""
    path_of(upload_id).touch()


def size_of(upload_id: UUID) -> int:
    """How many bytes have come; 0 where nothing lies there."""
    try:
        return path_of(upload_id).stat().st_size
    except FileNotFoundError:
        return 0


@contextlib.contextmanager
def held(upload_id: UUID) -> Iterator[IO[bytes]]:
    """The file, open at its end, for one sender at a time. Raises Conflict `being_sent` for a second one."""
    with path_of(upload_id).open("ab") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("Another request is sending this file right now.", code="being_sent") from None
        yield out


def append(out: IO[bytes], source: IO[bytes], *, most: int) -> int:
    """Lay up to `most` bytes of `source` behind what is there, and return how many came.

    What came before a lost connection stays. Raises StoreFull where the volume is full; what came until then stays too.
    """
    came = 0
    try:
        while came < most and (block := source.read(min(CHUNK, most - came))):
            out.write(block)
            came += len(block)
    except OSError as failure:
        if failure.errno in FULL:
            raise StoreFull(NO_ROOM) from failure
        if came == 0:
            raise
    finally:
        out.flush()
    return came


def drop(upload_id: UUID) -> None:
    path_of(upload_id).unlink(missing_ok=True)


def forget_old(*, older_than: timedelta) -> int:
    """Remove what lies untouched for so long, whoever it belonged to; how many files that were."""
    before, gone = time.time() - older_than.total_seconds(), 0
    for entry in os.scandir(folder()):
        if entry.is_file() and entry.stat().st_mtime < before:
            Path(entry.path).unlink(missing_ok=True)
            gone += 1
    return gone


@dataclass(frozen=True)
class Part:
    """One part of a file that goes straight to the bucket: PUT its bytes to `url`, keep the answer's ETag."""

    number: int
    url: str


@dataclass(frozen=True)
class BucketUpload:
    """A file being sent to the bucket: the bucket's id of it, its key there, and a signed address for every part."""

    id: str
    key: str
    parts: list[Part]


def takes_parts() -> bool:
    """Whether the store is a bucket, which takes parts straight from their sender."""
    return not isinstance(default_storage, FileSystemStorage) and hasattr(default_storage, "bucket_name")


def begin_in_bucket(size: int) -> BucketUpload:
    """Open a file of `size` bytes in the bucket, and sign an address for each part of 16 MB: for so many bytes and no
    others, so that nobody stores more there than they announced.
    """
    client, bucket = _bucket()
    key = f"held/{secrets.token_urlsafe(24)}/file.bin"
    made = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType="application/octet-stream")
    named = {"Bucket": bucket, "Key": key, "UploadId": made["UploadId"]}
    life = int(LINK_LIFE.total_seconds())
    parts = []
    for number, start in enumerate(range(0, max(1, size), PART_BYTES), 1):
        signed = {**named, "PartNumber": number, "ContentLength": min(PART_BYTES, size - start)}
        parts.append(Part(number, client.generate_presigned_url("upload_part", Params=signed, ExpiresIn=life)))
    return BucketUpload(made["UploadId"], key, parts)


def complete_in_bucket(upload_id: str, key: str, parts: Sequence[tuple[int, str]]) -> int:
    """Put the parts together, by number and ETag, and return the size that came of it.

    Raises Conflict `parts_missing` where the bucket has them not.
    """
    client, bucket = _bucket()
    told = {"Parts": [{"PartNumber": number, "ETag": tag} for number, tag in sorted(parts)]}
    try:
        client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id, MultipartUpload=told)
    except client.exceptions.ClientError as failure:
        code = failure.response.get("Error", {}).get("Code", "")
        if code not in {"InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML", "NoSuchUpload"}:
            raise
        raise Conflict(
            f"The store does not have all these parts ({code}). Send the missing ones, then complete again.",
            code="parts_missing",
        ) from failure
    return int(client.head_object(Bucket=bucket, Key=key)["ContentLength"])


def drop_in_bucket(upload_id: str, key: str) -> None:
    """Forget a file that was not sent to its end; one that is gone already is no error."""
    client, bucket = _bucket()
    try:
        client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)
    except client.exceptions.ClientError as failure:
        if failure.response.get("Error", {}).get("Code", "") != "NoSuchUpload":
            raise


def _bucket() -> tuple[Any, str]:
    store: Any = default_storage
    return store.connection.meta.client, store.bucket_name
