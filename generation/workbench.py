"""Builds a changed specification while a person moves a slider: asked over the broker, answered through Valkey.

A page process loads no geometry, so a worker builds; nothing is stored, and an answer nobody fetches ends by itself.
"""

import secrets
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from celery import current_app
from django.conf import settings

from nexus.foundation import valkey
from nexus.foundation.errors import Invalid, Unavailable
from nexus.foundation.sandbox import ChildError, SandboxError, WarmChild

SECONDS = 10  # for one shape; a slower one is a job
KEPT = 30  # seconds that an answer waits to be fetched
MEGABYTES = 2048


def build(specification: Mapping[str, Any]) -> bytes:
    """The GLB of a specification, built by a worker of the fast queue; the same bytes as a job's.

    Raises Invalid with the engine's sentence where it cannot be built, Unavailable where no worker answered in time.
    """
    reply = f"nexus:shape:{secrets.token_urlsafe(12)}"
    current_app.send_task(
        "generation.tasks.shape",
        kwargs={"specification": dict(specification), "reply": reply},
        queue="fast",
        expires=SECONDS,
        ignore_result=True,
    )
    heard = cast("tuple[bytes, bytes] | None", valkey.client().blpop([reply], timeout=SECONDS))
    if heard is None:
        raise Unavailable("The workshop is busy right now. Your values are kept in the address: try again in a moment.")
    kind, _, body = heard[1].partition(b"\n")
    if kind != b"glb":
        raise Invalid(body.decode())
    return bytes(body)


def answer(specification: dict[str, Any], reply: str) -> None:
    """The worker's side: build in this process's warm child and lay the answer down for who asked."""
    try:
        made = _child().call(
            {"act": "shape", "specification": specification, "folder": str(_folder())}, seconds=SECONDS
        )
        said = b"glb\n" + (_folder() / made["file"]).read_bytes()
    except ChildError as refusal:
        said = b"refused\n" + refusal.message.encode()
    except SandboxError as failure:
        said = b"refused\n" + f"This shape could not be built: {failure}".encode()
    with valkey.client().pipeline() as both:
        both.rpush(reply, said)
        both.expire(reply, KEPT)
        both.execute()


@cache
def _folder() -> Path:
    made = Path(settings.VAR) / "work"
    made.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="bench-", dir=made))


@cache
def _child() -> WarmChild:
    return WarmChild(
        "generation.work:do",
        megabytes=MEGABYTES,
        folders=[_folder()],
        preload=("manifold3d", "numpy", "generation.engines.procedural", "generation.mesh.writers.glb"),
    )


def close() -> None:
    """End the child and remove its folder with the worker."""
    if _child.cache_info().currsize:
        _child().close()
        shutil.rmtree(_folder(), ignore_errors=True)
