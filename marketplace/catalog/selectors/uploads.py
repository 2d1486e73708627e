"""Where an upload stands, what a listing still lacks, and what its form begins with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from marketplace.catalog.models import Category, Upload
from nexus.foundation.errors import NotFound
from nexus.foundation.sayings import said


@dataclass(frozen=True)
class UploadRow:
    id: UUID
    state: str
    stage: str
    progress: int
    filename: str
    size: int
    reason: str
    report: dict[str, Any] | None
    listing_id: int | None


def upload_of(user: User, upload_id: UUID) -> Upload:
    found = Upload.objects.filter(pk=upload_id, owner=user).first()
    if found is None:
        raise NotFound("There is no such upload, or it is not yours.")
    return found


def newest_upload(listing_id: int) -> UploadRow | None:
    """The upload that counts: the last one sent."""
    row = Upload.objects.filter(listing=listing_id).order_by("-pk").first()
    return None if row is None else upload_row(row)


def arriving_uploads(listing_id: int) -> list[UploadRow]:
    """Files on their way to a listing that have not come whole, the oldest first."""
    rows = Upload.objects.filter(listing=listing_id, state=Upload.State.RECEIVING).order_by("pk")
    return [upload_row(row) for row in rows]


def upload_row(row: Upload) -> UploadRow:
    return UploadRow(
        row.pk, row.state, row.stage, row.progress, row.filename, row.size, row.reason, row.report, row.listing_id
    )


def category_choices() -> list[tuple[str, str]]:
    rows = Category.objects.filter(enabled=True).order_by("order", "pk").values_list("slug", "name")
    return [(slug, said(name)) for slug, name in rows]
