"""What every contract's views stand on: one operation, one resource, its routes and its limits."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.services.keys import KeyHolder
from nexus.api import scopes
from nexus.api.fields import AlwaysJson, Body, Choice, Flag, Id, JsonParser, Object, Paged, Query, Text, Whole
from nexus.api.pages import link, page, unknown_cursor, whole_page
from nexus.api.words import Time, Url, Uuid, absolute, moment
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, NotFound, NotSignedIn

__all__ = [
    "Body", "Choice", "Flag", "Id", "Missing", "Object", "Paged", "Query", "Text", "Time", "Url", "Uuid", "View",
    "Whole",
    "absolute", "call", "header", "link", "moment", "page", "reference", "rest", "routes", "schema_name",
    "unknown_cursor", "wanted_number", "wanted_uuid", "whole_page",
]  # fmt: skip

CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"


Handler = Callable[..., HttpResponseBase]
WHOLE: dict[Any, dict[str, Any]] = {  # answers that no shape describes
    dict: {"type": "object"},
    str: {"type": "string"},
    bytes: {"type": "string", "format": "binary"},
}
AS_PERSON: list[Any] = [{"bearer": []}]
AS_ANYONE: list[Any] = [{}, *AS_PERSON]


def header(name: str, told: str, *, required: bool = False, kind: type = str) -> OpenApiParameter:
    """A request header that an operation reads."""
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=required, description=told)


ONCE = header("Idempotency-Key", "At most 255 characters, kept for two days: the same request again changes nothing.")


def call(
    summary: str,
    *,
    gives: Mapping[Any, Any],
    body: type[Body] | None = None,
    form: type[Body] | None = None,
    raw: str = "",
    query: type[Query] | None = None,
    headers: Sequence[OpenApiParameter] = (),
    either: bool = False,
    once: bool = False,
    signed_in: bool = False,
) -> Callable[[Handler], Handler]:
    """One operation: what it takes, what it gives, and for whom; the OpenAPI document is made from the same words.

    `gives` maps a status, or a status and a media type, to a TypedDict of shapes (or None for an empty answer). What
    was sent is in `self.asked` and `self.query`; `self.person` is who asks. `either`: what the body lacks is taken from
    the query, as old clients do. `form` documents what the method reads by itself (files), or `raw` the media type of
    bytes; `headers` are those it reads, `once` is for a write that takes an Idempotency-Key.
    """

    def wrap(method: Handler) -> Handler:
        @wraps(method)
        def run(view: "View", request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if signed_in:
                view.must_be_signed_in()
            view.query = _checked_query(view, request, query)
            if body is not None:
                sent = body(data=_with_query(request, body) if either else request.data)
                sent.is_valid(raise_exception=True)
                view.asked = sent.validated_data
            return method(view, request, *args, **kwargs)

        document: Callable[[Handler], Handler] = extend_schema(
            summary=summary,
            description=inspect.getdoc(method) or "",
            request=_sent(form or body, raw),
            parameters=[*([query] if query else []), *([ONCE] if once else []), *headers],
            responses={status: reference(shape) for status, shape in gives.items()},
            auth=AS_PERSON if signed_in else AS_ANYONE,
        )
        return document(run)

    return wrap


def _with_query(request: Request, body: type[Body]) -> Any:
    sent = request.data
    if not isinstance(sent, dict):  # a list or a bare value is no body; the form says so
        return sent
    names = [str(name) for name in body().fields]
    given = {name: sent.get(name, request.query_params.get(name)) for name in names}
    return {name: value for name, value in given.items() if value is not None}


def _sent(body: type[Body] | None, raw: str) -> Any:
    """What a request carries: bytes of one media type, or a body's fields."""
    if raw:
        return {raw: OpenApiTypes.BINARY}
    return _named(body) if body else None


def _named(body: type[Body]) -> type[Body]:
    """The body's name in the document: "Jobs.Body" is "JobsBody"."""
    if body.__name__ not in {"Body", "Form"}:
        return body
    return extend_schema_serializer(component_name=body.__qualname__.replace(".", ""))(body)


def schema_name(shape: Any) -> str:
    return str(shape.__name__).removesuffix("Shape")


def reference(shape: Any) -> dict[str, Any] | None:
    """How the document names an answer: nothing, a shape, `[shape]` for a list, `(shape,)` for a cursor page."""
    if shape is None:
        return None
    if isinstance(shape, type) and shape in WHOLE:
        return dict(WHOLE[shape])
    if isinstance(shape, list):
        return {"type": "array", "items": reference(shape[0])}
    if isinstance(shape, tuple):
        return {"$ref": f"#/components/schemas/{schema_name(shape[0])}Page"}
    return {"$ref": f"#/components/schemas/{schema_name(shape)}"}


def _checked_query(view: "View", request: Request, query: type[Query] | None) -> dict[str, Any]:
    sent = request.query_params
    known = set(query().fields) if query else set()
    if view.strict and (unknown := sorted(set(sent) - known)):
        allowed = f"It takes: {', '.join(sorted(known))}." if known else "It takes none."
        sentence = f"There is no parameter {unknown[0]!r} here. {allowed}"
        raise Invalid(sentence, code="unknown_parameter", fields={name: ["Unknown."] for name in unknown})
    if query is None:
        return {}
    lists = {name for name, field in query().fields.items() if isinstance(field, serializers.ListField)}
    plain = {name: sent.getlist(name) if name in lists else sent[name] for name in sent}
    asked = query(data=plain)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


class View(APIView):
    """A resource of a contract. Rights are in selectors and services; here only the form is checked."""

    parser_classes = [JsonParser]
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

    def check_permissions(self, request: Request) -> None:
        """Rights of people are in selectors and services; an API key may do less than its person."""
        if isinstance(request.auth, KeyHolder):
            scopes.check(request.auth.scopes, method=request.method or "", path=request.path_info)

    def check_throttles(self, request: Request) -> None:
        subject = str(request.user.pk) if isinstance(request.user, User) else self.address
        if self.reading_limit is not None and request.method in {"GET", "HEAD"}:
            limits.take(self.reading_limit, subject)
        else:
            limits.take(limits.USER if isinstance(request.user, User) else limits.ANONYMOUS, subject)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
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
        response["Access-Control-Expose-Headers"] = "Link, Retry-After, X-Request-Id"
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
