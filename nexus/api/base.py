"""What every contract's views stand on: bodies, queries, routes, pages, limits."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, NotFound, NotSignedIn

PAGE_SIZE, PAGE_MOST = 25, 100
DEEPEST, LARGEST = 8, 20_000  # of a JSON object in a body
CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"

Row = TypeVar("Row", bound=Model)


class JsonParser(JSONParser):
    """JSON that a hostile sender cannot turn into a fault."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


class AlwaysJson(BaseContentNegotiation):
    """Every answer is JSON, whatever was accepted; `?format=` is a filter here, not a wish about the answer."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Text(serializers.CharField):
    """Text as it was sent: only a string, never trimmed; white space alone counts as empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and not data.strip():
            if not self.allow_blank:
                self.fail("blank")
            return super().run_validation(data) if data else ""
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Whole(serializers.IntegerField):
    """A whole number in its range; the refusal names the range."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        sentence = f"A whole number from {least} to {most}."
        messages = {"invalid": sentence, "max_value": sentence, "min_value": sentence, "max_string_length": sentence}
        super().__init__(min_value=least, max_value=most, error_messages=messages, **options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | float):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Choice(serializers.ChoiceField):
    """One of the contract's words; the refusal names them all."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        self.words = [word for word in words if word]
        super().__init__(choices=[*self.words, *([""] if options.get("default") == "" else [])], **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"One of: {', '.join(self.words)}.")
        return data


class Flag(serializers.BooleanField):
    """`true` or `false` in a query; 1 and 0 are taken too."""

    def to_internal_value(self, data: Any) -> bool:
        if str(data).lower() not in {"true", "false", "1", "0"}:
            raise serializers.ValidationError("true or false.")
        return str(data).lower() in {"true", "1"}


class Object(serializers.DictField):
    """A JSON object for a JSON column: no NUL, no lone surrogate, not deep and not large."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError("A JSON object.")
        if not _is_plain(data, DEEPEST):
            raise serializers.ValidationError(f"Text without NUL, at most {DEEPEST} levels deep.")
        if len(json.dumps(data)) > LARGEST:
            raise serializers.ValidationError(f"At most {LARGEST:,} characters of JSON.")
        return data


def _is_plain(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        return left > 0 and all(_is_plain(key, left) and _is_plain(inner, left - 1) for key, inner in value.items())
    if isinstance(value, list):
        return left > 0 and all(_is_plain(inner, left - 1) for inner in value)
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    return True


class Body(serializers.Serializer):  # type: ignore[type-arg]
    """A JSON object; what it does not name is not taken."""


class Query(serializers.Serializer):  # type: ignore[type-arg]
    """Query parameters, strictly: one that is not named here is refused by name."""


class Paged(Query):
    page_size = Whole(least=1, most=PAGE_MOST, required=False, default=PAGE_SIZE)
    cursor = serializers.CharField(max_length=400, required=False, default="")


Handler = Callable[..., HttpResponseBase]


def call(
    summary: str,
    *,
    gives: Mapping[int, Any],
    body: type[Body] | None = None,
    query: type[Query] | None = None,
    signed_in: bool = False,
) -> Callable[[Handler], Handler]:
    """One operation: what it takes, what it gives, and for whom; the OpenAPI document is made from the same words.

    `gives` maps a status to a TypedDict of shapes (or None for an empty answer). What was sent is in `self.asked` and
    `self.query`; `self.person` is who asks.
    """

    def wrap(method: Handler) -> Handler:
        @wraps(method)
        def run(view: "View", request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if signed_in:
                view.must_be_signed_in()
            view.query = _checked_query(view, request, query)
            if body is not None:
                sent = body(data=request.data)
                sent.is_valid(raise_exception=True)
                view.asked = sent.validated_data
            return method(view, request, *args, **kwargs)

        run.nexus = {"gives": gives, "signed_in": signed_in}  # type: ignore[attr-defined]
        document: Callable[[Handler], Handler] = extend_schema(
            summary=summary,
            request=body,
            parameters=[query] if query else [],
            responses={status: _reference(shape) for status, shape in gives.items()},
            auth=None if signed_in else [{}, {"bearer": []}],
        )
        return document(run)

    return wrap


def _reference(shape: Any) -> dict[str, Any] | None:
    if shape is None:
        return None
    if isinstance(shape, list):
        return {"type": "array", "items": {"$ref": f"#/components/schemas/{shape[0].__name__}"}}
    if isinstance(shape, tuple):  # a cursor page of it
        return {"$ref": f"#/components/schemas/{shape[0].__name__}Page"}
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _checked_query(view: "View", request: Request, query: type[Query] | None) -> dict[str, Any]:
    sent = request.query_params
    known = set(query().fields) if query else set()
    if view.strict and (unknown := sorted(set(sent) - known)):
        allowed = f"It takes: {', '.join(sorted(known))}." if known else "It takes none."
        sentence = f"There is no parameter {unknown[0]!r} here. {allowed}"
        raise Invalid(sentence, code="unknown_parameter", fields={name: ["Unknown."] for name in unknown})
    if query is None:
        return {}
    asked = query(data=sent)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


class View(APIView):
    """A resource of a contract. Rights are in selectors and services; here only the form is checked."""

    parser_classes: ClassVar = [JsonParser]
    content_negotiation_class = AlwaysJson
    strict: ClassVar[bool] = True
    reading_limit: ClassVar[limits.Limit | None] = None  # where GET has a limit of its own

    asked: dict[str, Any]
    query: dict[str, Any]

    @property
    def viewer(self) -> User | None:
        """Who asks, or nobody."""
        return self.request.user if isinstance(self.request.user, User) else None

    @property
    def person(self) -> User:
        """Who asks, where it must be somebody."""
        self.must_be_signed_in()
        assert isinstance(self.request.user, User)
        return self.request.user

    def must_be_signed_in(self) -> None:
        if self.viewer is None:
            raise NotSignedIn("Sign in: send Authorization: Bearer <access_token>.")

    @property
    def address(self) -> str:
        return limits.address(self.request._request)  # noqa: SLF001 - DRF's wrapper has no other door

    def check_throttles(self, request: Request) -> None:
        subject = str(request.user.pk) if isinstance(request.user, User) else self.address
        if self.reading_limit is not None and request.method in {"GET", "HEAD"}:
            limits.take(self.reading_limit, subject)
        else:
            limits.take(limits.USER if isinstance(request.user, User) else limits.ANONYMOUS, subject)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store")
        return with_cors(request._request if isinstance(request, Request) else request, final)  # noqa: SLF001


def with_cors(request: HttpRequest, response: Any) -> Any:
    """Browsers of the configured origins may call with a token; a session is never shared across origins."""
    origin = request.headers.get("Origin", "")
    if origin and origin in settings.CORS_ORIGINS:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = "Retry-After, X-Request-Id"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
            response["Access-Control-Allow-Headers"] = CORS_HEADERS
            response["Access-Control-Max-Age"] = "600"
    patch_vary_headers(response, ["Origin"])
    return response


class Missing(View):
    """Every path of a contract that names nothing."""

    strict = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound("There is no such route. The routes are listed at /api/v1/docs.")


def routes(*rows: tuple[str, type[View]]) -> list[URLPattern]:
    """URL patterns that answer with and without a trailing slash, for every method, with no redirect.

    "jobs/{job_id}" takes any one segment as job_id: whether it names something is for the selector to say.
    """
    return [re_path(f"^{_pattern(route)}/?$", view.as_view(), name=route) for route, view in rows]


def rest() -> URLPattern:
    """The last line of a contract's routes: everything else there is a JSON 404, also under DEBUG=1."""
    return re_path(r"^(?:.*)$", Missing.as_view(), name="missing")


def _pattern(route: str) -> str:
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route)


def wanted_uuid(text: str, sentence: str) -> UUID:
    """An id of the path; a malformed one names nothing."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise NotFound(sentence)
    return UUID(text)


def wanted_number(text: str, sentence: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise NotFound(sentence)
    return int(text)


Time = Annotated[str, "date-time"]
Uuid = Annotated[str, "uuid"]
Url = Annotated[str, "uri"]


def moment(at: datetime) -> Time:
    """ISO 8601 in UTC, with Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def absolute(url: str) -> str:
    """An address as answers carry it."""
    return url if url.startswith(("http://", "https://")) else f"{settings.SITE_URL}{url}"


def _encode(direction: str, place: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([direction, place]).encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, place = found
    except (binascii.Error, ValueError, TypeError, UnicodeDecodeError):
        direction, place = "", None
    if direction not in {"next", "previous"} or not isinstance(place, str | int):
        raise _unknown_cursor()
    return direction, place


def _unknown_cursor() -> Invalid:
    return Invalid("This cursor is not one of ours; start without it.", fields={"cursor": ["Unknown cursor."]})


def _link(request: Request, cursor: str) -> str:
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{absolute(request.path)}?{query.urlencode()}"


def page(view: View, rows: "QuerySet[Row]", shape: Callable[[Sequence[Row]], Iterable[Mapping[str, Any]]]) -> Response:
    """A cursor page of rows, newest first by primary key: stable while rows come and go."""
    size, cursor = view.query["page_size"], view.query["cursor"]
    direction, place = _decode(cursor) if cursor else ("next", None)
    try:
        if direction == "previous":
            found = list(rows.filter(pk__gt=place).order_by("pk")[: size + 1])
        else:
            found = list((rows if place is None else rows.filter(pk__lt=place)).order_by("-pk")[: size + 1])
    except (ValueError, TypeError, ValidationError) as wrong:
        raise _unknown_cursor() from wrong
    more, found = len(found) > size, found[:size]
    if direction == "previous":
        found.reverse()
    later = bool(found) and (more or direction == "previous")
    earlier = bool(found) and (place is not None if direction == "next" else more)
    return Response(
        {
            "results": list(shape(found)),
            "next": _link(view.request, _encode("next", _plain(found[-1].pk))) if later else None,
            "previous": _link(view.request, _encode("previous", _plain(found[0].pk))) if earlier else None,
        }
    )


def _plain(key: Any) -> str | int:
    return key if isinstance(key, int) else str(key)


def whole_page(results: Iterable[Mapping[str, Any]]) -> Response:
    """A short list in the same form; it has no second page."""
    return Response({"results": list(results), "next": None, "previous": None})
