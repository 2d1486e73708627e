"""Versions, tags, and what of a listing is its seller's to say."""

from collections.abc import Sequence
from typing import Any, TypedDict

from marketplace.catalog.models import Listing, Version
from marketplace.catalog.selectors import parametric
from nexus.api.base import Time, moment


class VersionFile(TypedDict):
    id: int
    filename: str
    format: str
    size: int
    sha256: str
    source: bool


class VersionShape(TypedDict):
    """One edition of a model's files; `computed_changes` are sentences read from the facts."""

    id: int
    number: int
    state: str
    changelog: str
    computed_changes: list[str]
    files: list[VersionFile]
    created_at: Time


class TagShape(TypedDict):
    name: str
    count: int


def version(row: Version, *, is_own: bool) -> VersionShape:
    """`row` comes with `listing.files__file` and `carrier.files__file`; names of files are their owner's."""
    if row.carrier is not None:
        files = list(row.carrier.files.all())
    else:
        files = [file for file in row.listing.files.all() if file.version == row.number]
    files.sort(key=lambda file: (not file.is_source, file.format, file.pk))
    return {
        "id": row.pk,
        "number": row.number,
        "state": row.state,
        "changelog": row.changelog,
        "computed_changes": list(row.computed_changes),
        "files": [
            {
                "id": file.pk,
                "filename": file.file.filename if is_own else f"{row.listing.slug[:80]}.{file.format}",
                "format": file.format,
                "size": file.file.size,
                "sha256": file.file.sha256,
                "source": file.is_source,
            }
            for file in files
        ],
        "created_at": moment(row.created_at),
    }


def tags(rows: Sequence[tuple[str, int]]) -> list[TagShape]:
    return [{"name": name, "count": count} for name, count in rows]


def sliders(row: Listing) -> dict[str, Any] | None:
    """`parametric` of a model's shape."""
    found = parametric.sliders_of(row)
    return {"parameters": found.parameters, "defaults": found.defaults} if found else None
