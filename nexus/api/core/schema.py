"""Core's OpenAPI document, and the page that shows it."""

import pkgutil
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from rest_framework.request import Request

from nexus.api import documents
from nexus.api.base import View, call
from nexus.api.core import shapes
from nexus.api.documents import REFUSAL, Contract

ABOUT = """Everything that Nexus does, for programs.

Send JSON and `Authorization: Bearer <access_token>`. A bad or expired token is 401 on every route. Every path answers
with and without a trailing slash. Lists are cursor pages (`results`, `next`, `previous`); `page_size` is 1 to 100, 25
where it is not given. Errors are `{"error": {"code", "message", "fields"?, "suggestions"?}}`.

What is refused: 400 for what is not right (`fields` names it), 401 without a valid token, 403 without the right, 404
for what is not there or not yours to see, 405 for another method, 409 where the state of a thing forbids it, 413 for
what is too large, 415 for another `Content-Type`, 422 for an `Idempotency-Key` that was used for another request, 429
for too many.

A write that moves money takes an `Idempotency-Key` of at most 255 characters, kept for two days: the same request again
gives the same thing. While the first still runs: 409 with `Retry-After`.

Limits (an installation may scale them all by `THROTTLE_FACTOR`), for each minute: 60 requests from one address without
a token, 600 for one person, 600 more for reading one job. For each hour: 10 generations from one address without a
confirmed account, 60 for one person; 4 jobs run at once and 50 wait. Signing in: 10 tries a minute from one address, 5
failures in 5 minutes for one account. Registering: 20 an hour from one address. Who is limited gets 429 with
`Retry-After`.
"""
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


def _stream() -> dict[str, Any]:
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
            "default": REFUSAL,
        },
    }


def _upload_stream() -> dict[str, Any]:
    made = _stream()
    text = str(made["description"]).partition(" The same over")[0]
    return {
        **made,
        "operationId": "uploads_events",
        "summary": "An upload's events as a stream",
        "description": f"{text} `type` is received, stage, ready, refused or finished; progress is 0 to 100.",
        "parameters": [
            {"in": "path", "name": "upload_id", "required": True, "schema": {"type": "string"}},
            {"in": "query", "name": "after", "schema": {"type": "integer"}},
        ],
    }


CORE = Contract(
    name="core",
    title="Nexus Core",
    about=ABOUT,
    patterns=lambda: [path("api/v1/", include("nexus.api.core.urls"))],
    shapes=tuple(f"{shapes.__name__}.{found.name}" for found in pkgutil.iter_modules(shapes.__path__)),
    error=ERROR,
    root="/api/v1",
    beside={
        "/api/v1/jobs/{job_id}/events": {"get": _stream()},
        "/api/v1/uploads/{upload_id}/events": {"get": _upload_stream()},
    },
    more={"Event": EVENT},
)


def document() -> dict[str, Any]:
    return documents.document(CORE)


class Schema(View):
    @call("This document", gives={200: dict})
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(documents.text(CORE), content_type="application/json")


class Docs(View):
    @call("This document as a page; nothing of it comes from elsewhere", gives={(200, "text/html"): str})
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
