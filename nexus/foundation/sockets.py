"""A socket that follows numbered events: accepted first, refused by its code, then history and what comes."""

import asyncio
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

NOT_SIGNED_IN, NOT_ONES_OWN, MISSING, TOO_SLOW = 4401, 4403, 4404, 1013


def last_number(scope: Any) -> int:
    """The number the client has: `?after=`, else the stream's Last-Event-ID, else 0."""
    given = parse_qs(scope.get("query_string", b"").decode("latin1")).get("after", [""])[-1]
    for name, value in scope.get("headers", []):
        if name == b"last-event-id" and not given:
            given = value.decode("latin1")
    # Beyond what the column holds it would fail the one reading that serves every follower of this process.
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


class FollowingSocket(AsyncWebsocketConsumer):
    """What follows a topic says who may (`refusal`: 0, or the code to close with) and how (`follow`).

    4401: bad or missing token; 4403: somebody else's; 4404: not there. Accepted first, so that the client hears it.
    """

    scope: Any  # as nexus.asgi.WithViewer hands it: `viewer`, `viewer_refusal` and `chosen_subprotocol` are ours

    async def connect(self) -> None:
        self.pump: asyncio.Task[None] | None = None
        refusal = await self.refusal()
        await self.accept(self.scope.get("chosen_subprotocol"))
        if refusal:
            await self.close(refusal)
            return
        self.pump = asyncio.create_task(self.follow())

    async def refusal(self) -> int:
        raise NotImplementedError

    async def follow(self) -> None:
        raise NotImplementedError

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels calls it so
        if self.pump:
            self.pump.cancel()
