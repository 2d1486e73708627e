"""Lists in numbered pages: which rows stand on one, and the addresses of the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from nexus.foundation.errors import NotFound

DIGITS = 6  # more of them are no page of any list
T = TypeVar("T")


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list; `last` is the number of the last one, 1 also where there is nothing."""

    rows: tuple[T, ...]
    count: int
    number: int
    last: int


def paged(
    rows: QuerySet[Any], number: int, *, size: int, shown: Callable[[Sequence[Any]], Iterable[T]] = tuple
) -> Paged[T]:
    """That page of ordered rows, as `shown` makes them. Raises NotFound for a page that the list does not have."""
    count = rows.count()
    last = max(1, -(-count // size))
    if not 1 <= number <= last:
        raise NotFound("There is no such page of this list.")
    found = rows[(number - 1) * size : number * size] if count else ()
    return Paged(tuple(shown(list(found))), count, number, last)


def number_of(request: HttpRequest, name: str = "page") -> int:
    """The page that the address asks for; 0, which no list has, for what is no number."""
    text = request.GET.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def address(request: HttpRequest, **changed: str) -> str:
    """Where the page shown now stands, with these words of its query changed; empty ones are left out."""
    kept = request.GET.copy()
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def links(request: HttpRequest, page: Paged[Any], name: str = "page") -> dict[str, Any]:
    """What components/pagination.html shows; everything else that the address says stays in it."""

    def at(number: int) -> str:
        return address(request, **{name: str(number) if number > 1 else ""})

    return {
        "previous_url": at(page.number - 1) if page.number > 1 else "",
        "next_url": at(page.number + 1) if page.number < page.last else "",
        "pages": numbered(page.number, page.last, at),
    }


def numbered(here: int, last: int, address: Callable[[int], str]) -> list[dict[str, Any]]:
    """The first page, the last, and those around the present one; a gap where some are left out."""
    if last == 1:
        return []
    shown = sorted({1, last, *(number for number in range(here - 1, here + 2) if 1 <= number <= last)})
    rows, before = [], 0
    for number in shown:
        rows.append({"number": number, "url": address(number), "current": number == here, "gap": number > before + 1})
        before = number
    return rows
