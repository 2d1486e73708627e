"""/text-to-image answers when its picture exists: the event loop waits for the job's events, or a thread where none is.

No transaction is held, and the job goes on where a client waits no longer.
"""

import asyncio
import threading
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings

from generation import events, selectors, watch
from generation.models import Job
from nexus.api.studio import shapes
from nexus.api.studio.asking import AWAY, MISSING
from nexus.foundation import live
from nexus.foundation.errors import Unavailable

PATIENCE_SECONDS = 120.0
LOOK_EVERY_SECONDS = 0.25
THEIRS = ("not_understood", "prompt_refused", "invalid")  # other words would do
DRAWN = "Preview drawn."
OF_THE_MODEL = "No picture engine is set up here: this is the procedural model of the words, drawn by our own renderer."

# Without the event loop a waiting client holds a thread of the pages' pool: at most half of them wait.
threads = threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 2))


async def drawn_in_time(job_id: str) -> tuple[int, Any]:
    """Status and body once the job has ended, or after two minutes."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await _ended(job_id)
    except TimeoutError:
        pass
    return await database_sync_to_async(answer)(UUID(job_id))


async def _ended(job_id: str) -> None:
    number = 0
    while True:
        async with live.following(events.topic(job_id), after=number, source=selectors.rows_after) as follower:
            while (row := await follower.next()) is not None:
                if row.final:
                    return
                number = row.number


def drawn_here(job_id: UUID) -> tuple[int, Any]:
    """The same for a server without an event loop; refuses where too many wait already."""
    if not threads.acquire(blocking=False):
        raise Unavailable("Too many wait for a picture.")
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not selectors.job_known_by_id(job_id).is_final and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        threads.release()
    return answer(job_id)


def answer(job_id: UUID) -> tuple[int, Any]:
    """What is said of a preview as it stands."""
    seen = watch.watched_many([job_id]).get(job_id)
    if seen is None:
        return 404, {"error": MISSING}
    row = seen.job
    if row.state == Job.State.SUCCEEDED and shapes.picture_of(seen):
        return 200, shapes.drawn(seen, DRAWN if row.kind == Job.Kind.PICTURE else OF_THE_MODEL)
    if row.state == Job.State.CANCELLED or row.error_code in THEIRS:
        return 400, {"error": shapes.error_of(row)}
    return 503, {"error": AWAY}
