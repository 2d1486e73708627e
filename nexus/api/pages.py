"""Cursor pages: stable while rows come and go."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.api.words import Url, absolute
from nexus.foundation.errors import Invalid

Row = TypeVar("Row", bound=Model)


def _encode(direction: str, place: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([direction, place], default=str).encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, place = found
    except (binascii.Error, ValueError, TypeError, UnicodeDecodeError):
        direction, place = "", None
    if direction not in {"next", "previous"} or not isinstance(place, str | int):
        raise unknown_cursor()
    return direction, place


def unknown_cursor() -> Invalid:
    return Invalid("This cursor is not one of ours; start without it.", fields={"cursor": ["Unknown cursor."]})


def link(request: Request, cursor: str) -> Url | None:
    """The same list from that cursor on; nothing where there is no cursor."""
    if not cursor:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{absolute(request.path)}?{query.urlencode()}"


def page(
    request: Request,
    query: Mapping[str, Any],
    rows: "QuerySet[Row]",
    shape: Callable[[Sequence[Row]], Iterable[Mapping[str, Any]]],
) -> Response:
    """A cursor page of rows, newest first by primary key."""
    size, cursor = query["page_size"], query["cursor"]
    direction, place = _decode(cursor) if cursor else ("next", None)
    try:
        if direction == "previous":
            found = list(rows.filter(pk__gt=place).order_by("pk")[: size + 1])
        else:
            found = list((rows if place is None else rows.filter(pk__lt=place)).order_by("-pk")[: size + 1])
    except (ValueError, TypeError, ValidationError) as wrong:
        raise unknown_cursor() from wrong
    more, found = len(found) > size, found[:size]
    if direction == "previous":
        found.reverse()
    later = bool(found) and (more or direction == "previous")
    earlier = bool(found) and (place is not None if direction == "next" else more)
    return Response(
        {
            "results": list(shape(found)),
            "next": link(request, _encode("next", found[-1].pk) if later else ""),
            "previous": link(request, _encode("previous", found[0].pk) if earlier else ""),
        }
    )


def whole_page(results: Iterable[Mapping[str, Any]]) -> Response:
    """A short list in the same form; it has no second page."""
    return Response({"results": list(results), "next": None, "previous": None})
