"""Answers that are held back until something has happened: the view only says for what, and the event loop waits.

A hundred patient clients hold no thread, no transaction and no database connection.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from rest_framework.request import Request

from nexus.foundation.door import Message, Receive, Send, left

BOX = "nexus.held"

Ending = Callable[[str], Awaitable[tuple[int, Any]]]  # what was waited for → status and body


def hold(request: Request, wait_for: str) -> bool:
    """Have the door hold this request's answer back; False where no such door stands before the view."""
    box = request.META.get("asgi.scope", {}).get(BOX)
    if box is None:
        return False
    box["wait_for"] = wait_for
    return True


class Held:
    """Around the application that answers: where its view said so, `ending` gives status and body instead."""

    def __init__(self, app: Any, ending: Ending) -> None:
        self.app = app
        self.ending = ending

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        box: dict[str, str] = {}
        starts: list[Message] = []

        async def keep(message: Message) -> None:
            if "wait_for" not in box:
                await send(message)
            elif message["type"] == "http.response.start":
                starts.append(message)

        await self.app({**scope, BOX: box}, receive, keep)
        if starts:
            await self._answer(box["wait_for"], starts[0], receive, send)

    async def _answer(self, wait_for: str, start: Message, receive: Receive, send: Send) -> None:
        ending = asyncio.ensure_future(self.ending(wait_for))
        leaving = asyncio.create_task(left(receive))
        done, _ = await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ending, leaving):
            if task not in done:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        if ending not in done:
            return
        status, told = ending.result()
        body = json.dumps(told).encode()
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
