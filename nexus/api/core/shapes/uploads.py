"""Uploads, files of a model, conversions."""

from typing import Any, TypedDict

from marketplace.catalog.models import Conversion, ListingFile, Upload
from marketplace.catalog.selectors.files import page_of
from marketplace.catalog.services.uploads import ToBucket
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.api.core.shapes.market import FileShape, UploadShape
from nexus.foundation.storage import uploads as parts


class BucketPart(TypedDict):
    number: int
    url: Url


class BucketUpload(TypedDict):
    """Where to send a file's parts: PUT each to its address, then complete with the ETags."""

    upload: UploadShape
    part_bytes: int
    parts: list[BucketPart]
    complete_url: Url
    expires_in: int


class ConversionShape(TypedDict):
    """A format that is being made: `ready` once it can be downloaded."""

    id: Uuid
    model_id: int
    format: str
    version: int
    state: str
    reason: str | None
    asked_at: Time


class Waiting(TypedDict):
    """The format is not made yet; ask there until it is `ready`, then ask for the download again."""

    status_url: Url


def upload(row: Upload) -> UploadShape:
    return {
        "id": str(row.pk),
        "state": row.state,
        "progress": row.progress,
        "stage": row.stage,
        "filename": row.filename,
        "size": row.size,
        "file_id": row.listing_file_id,
        "model_id": None if row.listing_id is None else page_of(row.listing_id),
        "reason": row.reason or None,
        "report": row.report,
        "created_at": moment(row.created_at),
    }


def file(row: ListingFile, facts: dict[str, Any] | None) -> FileShape:
    return {
        "id": row.pk,
        "filename": row.file.filename,
        "format": row.format,
        "size": row.file.size,
        "sha256": row.file.sha256,
        "facts": facts,
        "source": row.is_source,
        "sample": False,
        "created_at": moment(row.created_at),
    }


def bucket(made: ToBucket) -> BucketUpload:
    return {
        "upload": upload(made.upload),
        "part_bytes": made.part_bytes,
        "parts": [{"number": part.number, "url": part.url} for part in made.parts],
        "complete_url": absolute(f"/api/v1/uploads/{made.upload.pk}/complete"),
        "expires_in": int(parts.LINK_LIFE.total_seconds()),
    }


def conversion(row: Conversion) -> ConversionShape:
    return {
        "id": str(row.pk),
        "model_id": row.listing_id,
        "format": row.format,
        "version": row.version,
        "state": row.state,
        "reason": row.reason or None,
        "asked_at": moment(row.asked_at),
    }


def waiting(row: Conversion) -> Waiting:
    return {"status_url": absolute(f"/api/v1/conversions/{row.pk}")}
