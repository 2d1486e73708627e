"""What a page waits for and no page process may do: a shape while a slider moves, a picture that has to be read.

Asked over the broker, done in a warm child of a worker of the fast queue, answered through Valkey. Nothing is stored,
and an answer nobody fetches ends by itself.
"""

import json
import secrets
import shutil
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from generation import registry
from nexus.foundation import processes, valkey
from nexus.foundation.errors import Invalid, Unavailable
from nexus.foundation.sandbox import ChildError, SandboxError, WarmChild

SECONDS = 10  # for one answer; what takes longer is a job
KEPT = 30  # seconds that what was given, and the answer, wait to be fetched
MEGABYTES = 2048
BUSY = "The workshop is busy right now. Nothing was changed: try again in a moment."
# Whoever waits here holds a thread of the page process; some are always left for everybody else.
WAITING = threading.BoundedSemaphore(max(1, settings.WEB_THREADS * 3 // 4))


def build(specification: Mapping[str, Any], *, engine: str) -> bytes:
    """The GLB of a specification; the same bytes as a job's. Raises what `ask` raises."""
    request = {
        "act": "shape",
        "engine": registry.path_of(engine),
        "options": registry.options_of(engine),
        "specification": dict(specification),
    }
    return ask(request)[1]


def ask(request: Mapping[str, Any], *, given: bytes = b"", seconds: float = SECONDS) -> tuple[dict[str, Any], bytes]:
    """Have a worker's child do `request` (an act of generation/work.py); its answer, and the bytes of the `file` in it.

    `given` is laid into the child's folder and its path into `request["source"]`. Raises Invalid with the child's
    sentence where it refuses, Unavailable where no worker answered in time.
    """
    if not WAITING.acquire(blocking=False):
        raise Unavailable(BUSY)
    try:
        return _asked(request, given=given, seconds=seconds)
    finally:
        WAITING.release()


def _asked(request: Mapping[str, Any], *, given: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
    token = secrets.token_urlsafe(12)
    reply, place = f"nexus:bench:{token}", f"nexus:bench:{token}:given" if given else ""
    try:
        if given:
            valkey.client().set(place, given, ex=int(seconds) + KEPT)
        current_app.send_task(
            "generation.tasks.bench",
            kwargs={"request": dict(request), "given": place, "reply": reply, "seconds": seconds},
            queue="fast",
            expires=seconds,
            ignore_result=True,
        )
        heard = cast("tuple[bytes, bytes] | None", valkey.client().blpop([reply], timeout=seconds))
    except (redis.RedisError, OperationalError) as away:
        raise Unavailable("The workshop cannot be reached right now. Nothing was changed: try again soon.") from away
    if heard is None:
        raise Unavailable(BUSY)
    head, _, body = heard[1].partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if isinstance(refusal := said.get("refused"), str):  # the mesh room's own refusals are tables, for the caller
        raise Invalid(refusal)
    return said, bytes(body)


def answer(request: dict[str, Any], *, given: str, reply: str, seconds: float) -> None:
    """The worker's side: do it in this process's warm child and lay the answer down for who asked."""
    body = b""
    with tempfile.TemporaryDirectory(dir=folder()) as own:
        try:
            if given:
                source = Path(own) / "given"
                source.write_bytes(cast("bytes | None", valkey.client().getdel(given)) or b"")
                request["source"] = str(source)
            said = child().call({**request, "folder": own}, seconds=seconds)
            if made := said.get("file"):
                body = (Path(own) / Path(made).name).read_bytes()
        except ChildError as refusal:
            said = {"refused": refusal.message}
        except SandboxError as failure:
            said = {"refused": f"This could not be done: {failure}"}
    with valkey.client().pipeline() as both:
        both.rpush(reply, json.dumps(said).encode() + b"\n" + body)
        both.expire(reply, KEPT)
        both.execute()


@cache
def folder() -> Path:
    """Where this worker's child may write; emptied after every answer."""
    made = Path(settings.VAR) / "work"
    made.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="bench-", dir=made))


@cache
def child() -> WarmChild:
    """The warm child of the worker that answers."""
    return WarmChild(
        "generation.work:do",
        megabytes=MEGABYTES,
        folders=[folder()],
        preload=(
            "manifold3d",
            "numpy",
            "cv2",
            "generation.engines.procedural",
            "generation.mesh.relief.mask",
            "generation.mesh.writers.glb",
        ),
    )


def close() -> None:
    """End the child and remove its folder with the worker."""
    if child.cache_info().currsize:
        if child().pid:
            processes.send(child().pid, 9)  # it may still be warming up
        child().close()
        shutil.rmtree(folder(), ignore_errors=True)
