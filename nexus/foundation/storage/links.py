"""THE links to files: open ones by their unguessable key, all others signed, short-lived and bound to their reader."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.core.files.storage import default_storage
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from nexus.foundation.errors import NotFound
from nexus.foundation.numbers import whole_number
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

SALT = "nexus.link"
LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Link:
    url: str
    expires_at: str


def open_url(file: StoredFile) -> str:
    """The plain, immutable URL of a file whose key is the right to fetch it."""
    return url_of_key(file.key)


def url_of_key(key: str) -> str:
    """The same for whoever knows only the key of an open file."""
    return f"{settings.MEDIA_ORIGIN}/files/{key.removeprefix('open/')}"


def bucket_url(uri: str) -> str | None:
    """A link of five minutes to `s3://bucket/key`, signed by the store; None where our own store is no such one."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    connection = getattr(default_storage, "connection", None)
    if connection is None or not uri.startswith("s3://"):
        return None
    url: str = connection.meta.client.generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=int(LIFE.total_seconds())
    )
    return url


def signed(file: StoredFile | None, *, reader: int, filename: str, right: str = "") -> Link:
    """A link that ends in five minutes. `reader` is the person it is made for; `right` names what must still hold
    when it is used (the download service checks it), so that a refund or a ban ends the link too. Without a file the
    right alone says what is sent.
    """
    token = signing.dumps([str(file.pk) if file else "", reader, right, filename], salt=SALT, compress=True)
    expires = (timezone.now() + LIFE).replace(microsecond=0)
    return Link(f"{settings.MEDIA_ORIGIN}/get/{token}/{quote(filename)}", expires.isoformat().replace("+00:00", "Z"))


@dataclass(frozen=True)
class Claim:
    """What a signed link says: which file, for whom, on what right, under which name."""

    file_id: str
    reader: int
    right: str
    filename: str


def read_signed(token: str) -> Claim:
    try:
        file_id, reader, right, filename = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.SignatureExpired:
        raise NotFound(
            "This link has ended. Ask for a new one on the page it came from.", code="link_expired"
        ) from None
    except (signing.BadSignature, ValueError):
        raise NotFound("This link is not valid.", code="link_invalid") from None
    return Claim(file_id, reader, right, filename)


def serve(request: HttpRequest, file: StoredFile, *, filename: str = "", attachment: bool) -> HttpResponseBase:
    """The bytes, with a fixed type, ranges and an ETag; open files may be cached for ever."""
    etag = f'"{file.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return _headers(HttpResponseNotModified(), file, etag, request)
    handle = files.open_stored(file)
    span = _range(request.headers.get("Range", ""), file.size)
    response: HttpResponseBase
    if span is None:
        response = StreamingHttpResponse(files.blocks(handle, start=0, length=file.size), content_type=file.kind)
        response["Content-Length"] = str(file.size)
    elif not span:
        handle.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
    else:
        start, end = span
        response = StreamingHttpResponse(
            files.blocks(handle, start=start, length=end - start + 1), status=206, content_type=file.kind
        )
        response["Content-Range"] = f"bytes {start}-{end}/{file.size}"
        response["Content-Length"] = str(end - start + 1)
    name = quote(filename or file.filename)
    response["Content-Disposition"] = f"{'attachment' if attachment else 'inline'}; filename*=UTF-8''{name}"
    return _headers(response, file, etag, request)


def sent_whole(response: HttpResponseBase, *, filename: str) -> HttpResponseBase:
    """The headers of a zip that is put together while it is sent: one piece, for its reader only."""
    response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _headers(response: HttpResponseBase, file: StoredFile, etag: str, request: HttpRequest) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=31536000, immutable" if file.is_open else "private, no-store"
    origin = request.headers.get("Origin", "")
    if file.is_open and origin in settings.CORS_ORIGINS:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = "Content-Length, Content-Range, ETag"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Origin"])
    return response


def _range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """The one range asked for; None: the whole; (): outside the file."""
    found = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", header.strip())
    if not found or found.group(0) == "bytes=-":
        return None
    first, last = (whole_number(text, most=size) if text else None for text in found.groups())
    if not found[1]:  # the last so many bytes; all of them where the file has no more
        start, end = 0 if last is None else size - last, size - 1
    elif first is None:
        return ()
    else:
        start, end = first, size - 1 if last is None else min(last, size - 1)
    return (start, end) if start <= end and start < size else ()
