"""Studio's OpenAPI document: both halves, with the stream and the health route that are served beside them."""

from typing import Any

from django.urls import include, path

from nexus.api.base import reference
from nexus.api.documents import REFUSAL, Contract
from nexus.api.studio import shapes

ABOUT = """Models of words and of pictures: the front half under `/api/3d/` (JSON, camelCase, WAIT/RUN/DONE/FAIL) and
the GPU half at the root (forms or JSON, snake_case, Unix seconds).

Pictures go in as multipart files (`image` of `/api/3d/upload-image`, `image_file` of `/image-to-3d`), at most 10 MB of
PNG, JPEG or WebP; 60 an hour from one address, 600 for one person. A bad or expired token is 401 on every route.
Errors are `{"error": sentence}`.
"""


def _get(name: str, summary: str, kind: str, shape: Any, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": list(parameters),
            "responses": {
                "200": {"description": "", "content": {kind: {"schema": reference(shape)}}},
                "default": REFUSAL,
            },
        }
    }


STUDIO = Contract(
    name="studio",
    title="Nexus Studio",
    about=ABOUT,
    patterns=lambda: [
        path("api/3d/", include("nexus.api.studio.urls")),
        path("", include("nexus.api.studio.gpu_urls")),
    ],
    shapes=("nexus.api.studio.shapes", "nexus.api.studio.queues"),
    beside={
        "/stream/{job_id}": _get(
            "get_stream_job_id",
            "The status object at every change, as server-sent events; ends after the final one",
            "text/event-stream",
            shapes.Status,
            {"in": "path", "name": "job_id", "required": True, "schema": {"type": "string"}},
            {"in": "query", "name": "ticket", "schema": {"type": "string"}},
            {"in": "header", "name": "Last-Event-ID", "schema": {"type": "integer"}},
        ),
        "/health": _get("get_health", "Whether database, queue and storage answer", "application/json", shapes.Health),
    },
)
