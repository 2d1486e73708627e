"""Tables as CSV: for people and their spreadsheets, in UTF-8, safe to open."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.http import HttpResponse

# A cell that begins with one of these is a formula to a spreadsheet, and a name may have been written to be one.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as RFC 4180: a line of heads, then a line a row, each ended by CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_plain(cell) for cell in columns])
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The table as a file `name`.csv; a mark at the start tells older spreadsheets that it is UTF-8."""
    answer = HttpResponse("\ufeff" + csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_stream(columns: Sequence[str], rows: Iterable[Sequence[str]], *, at_once: int = 200) -> Iterator[str]:
    """The same table in pieces of `at_once` rows, for answers too long to be held."""
    yield "\ufeff" + csv_text(columns, ())
    rest = iter(rows)
    while piece := list(islice(rest, at_once)):
        yield "".join(_lines(piece))


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield csv_text(row, ())


def _plain(cell: str) -> str:
    if not cell.startswith(FORMULA):
        return cell
    try:
        float(cell.replace(",", "").replace("−", "-"))
    except ValueError:
        return "'" + cell
    return cell
