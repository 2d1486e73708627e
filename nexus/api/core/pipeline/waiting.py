"""`sync: true`: the answer to an action is held back until the action has ended.

The view only queues; who waits is the event loop, so that a hundred patient clients hold no thread, no transaction and
no database connection. The last event of the action is the answer.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from rest_framework.response import Response

from conversations import events, selectors
from nexus.api.core.shapes import conversations as shapes
from nexus.foundation import live

MARK = "X-Nexus-Wait"  # never leaves the house
NOT_KEPT = {MARK.lower().encode(), b"content-length"}
ENDS = {events.COMPLETED, events.FAILED}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def mark(response: Response, *, chat_id: str, run_id: str, after: int) -> None:
    """Say to the door that this answer waits for the end of a run, whose first event has the number `after`."""
    response[MARK] = f"{chat_id} {run_id} {after}"


class Waiting:
    """Around the application that answers: passes everything on but answers that are marked."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                if not _mark_of(message):
                    await send(message)
            elif not _mark_of(start):
                await send(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, keep)
        if marked := _mark_of(start):
            await _answer(marked, start, b"".join(parts), receive, send)


def _mark_of(start: Message) -> str:
    found = (value for name, value in start.get("headers", []) if name.lower() == MARK.lower().encode())
    return bytes(next(found, b"")).decode("ascii")


async def _answer(marked: str, start: Message, queued: bytes, receive: Receive, send: Send) -> None:
    chat_id, run_id, after = marked.split(" ")
    ending = asyncio.create_task(_ending(chat_id, run_id, int(after)))
    leaving = asyncio.create_task(_left(receive))
    done, _ = await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (ending, leaving):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    if ending not in done:
        return
    told = ending.result()
    status, body = (200, json.dumps(shapes.answer(told)).encode()) if told else (start["status"], queued)
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in NOT_KEPT]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _ending(chat_id: str, run_id: str, after: int) -> dict[str, Any] | None:
    """The last event of the run; None where its chat was deleted meanwhile."""
    while True:
        async with live.following(events.topic(chat_id), after=after, source=selectors.rows_after) as follower:
            while (row := await follower.next()) is not None:
                if row.final:
                    return None
                after = row.number
                told: dict[str, Any] = json.loads(row.text)
                if told.get("runpod_id") == run_id and told["type"] in ENDS:
                    return told


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
