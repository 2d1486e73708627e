"""Refusals in each contract's words: always JSON, never HTML, never a stack trace."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, JsonResponse, UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response

from nexus.foundation.errors import NexusError, is_away

log = structlog.get_logger(__name__)

CORE = "/api/v1/"
PREFIXES = ("/api/", "/3d/", "/sessions/")
GPU_HALF = re.compile(r"/(text-to-image|image-to-3d|text-to-3d|status|stream|queue|cancel|health)(/|$)")
FAULT = "That did not work, and it is our fault. It was recorded; try again in a minute."
AWAY = "A part of the service does not answer just now. Ask again in a few seconds."
AWAY_SECONDS = 5
CODES = {
    400: "invalid",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many",
    500: "fault",
    503: "away",
}
OTHERS: dict[type[Exception], tuple[int, str]] = {
    Http404: (404, "There is nothing at this address."),
    PermissionDenied: (403, "You may not do this."),
    RequestDataTooBig: (413, "What you sent is larger than this route takes."),
    SuspiciousOperation: (400, "The request is not well formed."),
    UnreadablePostError: (400, "The request was cut off."),
}


def is_api(path: str) -> bool:
    """Whether a program asks at this path, so that the answer must be JSON whatever happens."""
    return path.startswith(PREFIXES) or GPU_HALF.match(path) is not None


def shape(
    path: str,
    code: str,
    sentence: str,
    *,
    fields: Mapping[str, Sequence[str]] | None = None,
    suggestions: Sequence[str] = (),
) -> dict[str, Any]:
    """Core: an object with code and message; every older contract: the sentence."""
    if not path.startswith(CORE):
        return {"error": sentence}
    error: dict[str, Any] = {"code": code, "message": sentence}
    if fields:
        error["fields"] = fields
    if suggestions:
        error["suggestions"] = suggestions
    return {"error": error}


def plain(path: str, status: int, code: str, sentence: str) -> JsonResponse:
    """An answer from outside the views: an unknown path, a refused host, a fault."""
    return JsonResponse(shape(path, code, sentence), status=status)


def answer(failure: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler. A failure nobody foresaw is logged whole and told as a fault."""
    path = context["request"].path
    if isinstance(failure, NexusError):
        body = shape(path, failure.code, failure.message, fields=failure.fields, suggestions=failure.suggestions)
        headers = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
        if failure.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return Response(body, status=failure.status, headers=headers)
    if isinstance(failure, exceptions.ValidationError):
        fields = dict(flat(failure.detail))
        return Response(shape(path, "invalid", _first(fields), fields=fields), status=400)
    status, sentence = _known(failure)
    if status in {500, 503}:
        log.error("api_fault", path=path, exc_info=failure)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if status == 503:
        headers["Retry-After"] = str(AWAY_SECONDS)
    if isinstance(failure, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return Response(shape(path, CODES.get(status, "invalid"), sentence), status=status, headers=headers)


def _known(failure: Exception) -> tuple[int, str]:
    if isinstance(failure, exceptions.UnsupportedMediaType):
        return 415, "Send JSON with Content-Type: application/json, or where a file is sent multipart/form-data."
    if isinstance(failure, exceptions.APIException):
        return failure.status_code, str(failure.detail)
    if is_away(failure):
        return 503, AWAY
    return next((told for kind, told in OTHERS.items() if isinstance(failure, kind)), (500, FAULT))


def flat(detail: Any, name: str = "") -> Iterable[tuple[str, list[str]]]:
    """Nested errors with dotted names: {"items": [{"model": […]}]} gives "items.0.model"."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            own = "" if key == "non_field_errors" else str(key)
            yield from flat(inner, ".".join(part for part in (name, own) if part))
    elif isinstance(detail, list) and any(isinstance(inner, Mapping | list) for inner in detail):
        for index, inner in enumerate(detail):
            if inner:
                yield from flat(inner, f"{name}.{index}" if name else str(index))
    else:
        sentences = detail if isinstance(detail, list) else [detail]
        yield name or "body", [str(sentence) for sentence in sentences]


def _first(fields: Mapping[str, Sequence[str]]) -> str:
    name, sentences = next(iter(fields.items()), ("body", ["What was sent is not valid."]))
    return f"{name}: {sentences[0]}"
