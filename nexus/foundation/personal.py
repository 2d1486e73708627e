"""One's own data on their way out: tables and files for the export, and what stands in the way of leaving."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from nexus.foundation.storage.models import StoredFile

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Table:
    """Rows that become one file of the export: `name` is the file's, without its ending."""

    name: str
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class OwnFile:
    """A stored file and its path in the export."""

    path: str
    file: StoredFile


@dataclass(frozen=True)
class Own:
    """What one room has of a person."""

    tables: tuple[Table, ...] = ()
    files: Iterable[OwnFile] = field(default_factory=tuple)


@dataclass(frozen=True)
class Obstacle:
    """Why an account cannot be deleted yet, with the page where that is settled."""

    sentence: str
    url: str = ""
    action: str = ""


def table(name: str, found: QuerySet[Any], *columns: str) -> Table:
    """These columns of every row, read in pieces while they are written; a column of another table is named flat."""
    return Table(name, _rows(found, columns))


def _rows(found: QuerySet[Any], columns: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    for row in found.order_by("pk").values(*columns).iterator(ROWS_AT_ONCE):
        yield {name.replace("__", "_"): value for name, value in row.items()}
