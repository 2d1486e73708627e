"""Asking a worker for what a page waits for and no page process may do: over the broker, answered through Valkey.

The worker's side stands in generation/workbench.py. Nothing is stored, and an answer nobody fetches ends by itself.
"""

import json
import secrets
import threading
from collections.abc import Mapping
from typing import Any, cast

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from nexus.foundation import valkey
from nexus.foundation.errors import Invalid, Unavailable

SECONDS = 10  # for one answer; what takes longer is a job
KEPT = 30  # seconds that what was given, and the answer, wait to be fetched
BUSY = "The workshop is busy right now. Nothing was changed: try again in a moment."
# Whoever waits here holds a thread of the page process; some are always left for everybody else.
WAITING = threading.BoundedSemaphore(max(1, settings.WEB_THREADS * 3 // 4))


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
