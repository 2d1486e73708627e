"""Core's OpenAPI document, made from the code: routes and bodies by drf-spectacular, answers from the shapes."""

import functools
import inspect
import json
import pkgutil
import re
import types
import typing
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from nexus.api.base import View, call, reference, schema_name
from nexus.api.core import shapes

ABOUT = """Everything that Nexus does, for programs.

Send JSON and `Authorization: Bearer <access_token>`. A bad or expired token is 401 on every route. Every path answers
with and without a trailing slash. Lists are cursor pages (`results`, `next`, `previous`); `page_size` is 1 to 100, 25
where it is not given. Errors are `{"error": {"code", "message", "fields"?, "suggestions"?}}`.

Limits, for each minute: 60 requests from one address without a token, 600 for one person, 600 more for reading one job.
For each hour: 10 generations from one address without a confirmed account, 60 for one person; 4 jobs run at once and 50
wait. Signing in: 10 tries a minute from one address, 5 failures in 5 minutes for one account. Registering: 20 an hour
from one address. Who is limited gets 429 with `Retry-After`.
"""
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
}
ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
                "suggestions": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["number", "type", "stage", "progress", "message", "at"],
    "properties": {
        "number": {"type": "integer"},
        "type": {"type": "string"},
        "stage": {"type": "string"},
        "progress": {"type": "number"},
        "message": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
    },
}


def of(hint: Any) -> dict[str, Any]:
    """The JSON Schema of a type hint; a TypedDict is a reference."""
    inner = get_args(hint)
    made = MADE.get(get_origin(hint))
    if made is not None:
        return made(inner)
    if typing.is_typeddict(hint):
        return reference(hint) or {}
    return dict(PLAIN[hint])


def _optional(inner: tuple[Any, ...]) -> dict[str, Any]:
    return _or_null(of(next(part for part in inner if part is not type(None))))


MADE: dict[Any, Callable[[tuple[Any, ...]], dict[str, Any]]] = {
    typing.Annotated: lambda inner: {**of(inner[0]), "format": inner[1]},
    typing.NotRequired: lambda inner: of(inner[0]),
    typing.Union: _optional,
    types.UnionType: _optional,
    list: lambda inner: {"type": "array", "items": of(inner[0])},
    dict: lambda inner: {"type": "object", "additionalProperties": of(inner[1])},
}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def object_of(shape: Any) -> dict[str, Any]:
    """The JSON Schema of one TypedDict."""
    hints = get_type_hints(shape, include_extras=True)
    made: dict[str, Any] = {
        "type": "object",
        "required": sorted(shape.__required_keys__),
        "properties": {name: of(hint) for name, hint in hints.items()},
        "additionalProperties": False,
    }
    if shape.__doc__:
        made["description"] = shape.__doc__.strip()
    return made


def page_of(name: str) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["results", "next", "previous"],
        "properties": {
            "results": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "next": link,
            "previous": link,
        },
    }


def all_shapes() -> dict[str, Any]:
    """Every public TypedDict of the shape modules, by name."""
    modules = [import_module(f"{shapes.__name__}.{found.name}") for found in pkgutil.iter_modules(shapes.__path__)]
    found = [value for module in modules for value in vars(module).values() if typing.is_typeddict(value)]
    return {schema_name(shape): shape for shape in found if not shape.__name__.startswith("_")}


@functools.cache
def document() -> dict[str, Any]:
    """The whole document; the same bytes for the same code."""
    patterns = [path("api/v1/", include("nexus.api.core.urls"))]
    with GENERATOR_STATS.silence():  # operation ids are ours, see _paths
        made: dict[str, Any] = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    made = json.loads(json.dumps(made, default=str))
    made["info"]["description"] = ABOUT
    made["servers"] = [{"url": "/"}]
    made["paths"] = _paths(made["paths"])
    components = made.setdefault("components", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    components["schemas"] = _schemas(made["paths"], components.get("schemas", {}))
    return made


def _schemas(paths: Mapping[str, Any], bodies: Mapping[str, Any]) -> dict[str, Any]:
    """Bodies and shapes; of the shapes those that some answer names, and what these name."""
    known = {name: object_of(shape) for name, shape in all_shapes().items()}
    known |= {f"{name}Page": page_of(name) for name in tuple(known)}
    found = {**bodies, "Error": ERROR, "Event": EVENT}
    wanted = _named(json.dumps(paths))
    while missing := wanted - found.keys():
        for name in missing:
            found[name] = known[name]
            wanted |= _named(json.dumps(known[name]))
    return dict(sorted(found.items()))


def _named(text: str) -> set[str]:
    return {part.split('"', 1)[0] for part in text.split("#/components/schemas/")[1:]}


def _paths(found: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    refusal = {
        "description": "Refused",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    for route, operations in found.items():
        for method, operation in operations.items():
            operation["operationId"] = "_".join([method, *re.findall(r"\w+", route.removeprefix("/api/v1"))])
            operation["responses"]["default"] = refusal
            operation.pop("tags", None)
            if operation.get("description") == inspect.getdoc(View):
                del operation["description"]
            for parameter in operation.get("parameters", []):
                if parameter.get("description", "").startswith("* `"):  # the enumeration, said twice
                    del parameter["description"]
        made[route.rstrip("/")] = operations
    made["/api/v1/jobs/{job_id}/events"] = {"get": _stream(refusal)}
    return dict(sorted(made.items()))


def _stream(refusal: dict[str, Any]) -> dict[str, Any]:
    text = (
        "Server-sent events: `data:` is an Event, `id:` its number. History first, then live; ends after the final one."
    )
    return {
        "operationId": "jobs_events",
        "summary": "A job's events as a stream",
        "description": f"{text} The same over a socket at `/api/v1/jobs/{{job_id}}/socket`.",
        "parameters": [
            {"in": "path", "name": "job_id", "required": True, "schema": {"type": "string"}},
            {"in": "query", "name": "after", "schema": {"type": "integer"}},
            {"in": "query", "name": "ticket", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": "",
                "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Event"}}},
            },
            "default": refusal,
        },
    }


def text() -> str:
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


class Schema(View):
    @call("This document", gives={200: dict})
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(text(), content_type="application/json")


class Docs(View):
    @call("This document as a page; nothing of it comes from elsewhere", gives={200: str})
    def get(self, request: Request) -> HttpResponse:
        made = document()
        context = {
            "about": [part.replace("\n", " ") for part in ABOUT.strip().split("\n\n")],
            "operations": [
                _row(route, method, found) for route, ways in made["paths"].items() for method, found in ways.items()
            ],
            "schemas": [
                {"name": name, "rows": _fields(found)} for name, found in made["components"]["schemas"].items()
            ],
            "site_url": settings.SITE_URL,
        }
        return render(request._request, "api/docs.html", context)  # noqa: SLF001 - a template needs Django's request


def _row(route: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    body = _schema_name(operation.get("requestBody", {}))
    answers = [
        {"status": status, "schema": _schema_name(answer)}
        for status, answer in operation["responses"].items()
        if status != "default"
    ]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": route,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "body": body,
        "answers": answers,
        "signed_in": {} not in operation.get("security", [{}]),
    }


def _schema_name(answer: Mapping[str, Any]) -> str:
    contents: list[dict[str, Any]] = list(answer.get("content", {}).values())
    return str(contents[0]["schema"].get("$ref", "")).rsplit("/", 1)[-1] if contents else ""


def _fields(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {"name": name, "type": _type_name(found), "required": name in required, "note": found.get("description", "")}
        for name, found in schema.get("properties", {}).items()
    ]


def _type_name(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type_name(part) for part in schema["anyOf"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type_name(schema.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
