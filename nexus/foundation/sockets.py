"""A socket that follows numbered events: accepted first, refused by its code, then history and what comes."""

import asyncio
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from nexus.foundation import limits
from nexus.foundation.errors import TooMany
from nexus.foundation.live import Follower

NOT_SIGNED_IN, NOT_ONES_OWN, MISSING, TRY_LATER = 4401, 4403, 4404, 1013


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

    4401: bad or missing token, or one that ended; 4403: somebody else's; 4404: not there; 1013: opened too often, or
    read too slowly. Accepted first, so that the client hears it.
    """

    scope: Any  # as nexus.asgi.WithViewer hands it: `viewer`, `viewer_refusal`, `passes`, `chosen_subprotocol` are ours

    async def connect(self) -> None:
        self.pump: asyncio.Task[None] | None = None
        refusal = await self._too_often() or await self.refusal()
        await self.accept(self.scope.get("chosen_subprotocol"))
        if refusal:
            await self.close(refusal)
            return
        self.pump = asyncio.create_task(self.follow())

    async def _too_often(self) -> int:
        person = self.scope["viewer"]
        subject = limits.subject_of_scope(self.scope, person.pk if person else None)
        try:
            await database_sync_to_async(limits.take)(limits.WATCHING, subject)
        except TooMany:
            return TRY_LATER
        return 0

    async def refusal(self) -> int:
        raise NotImplementedError

    async def follow(self) -> None:
        raise NotImplementedError

    async def let_go(self, follower: Follower) -> None:
        """Say why there is nothing more: the follower was too slow, or what it came in with is over."""
        await self.close(NOT_SIGNED_IN if follower.is_over else TRY_LATER)

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels calls it so
        if self.pump:
            self.pump.cancel()
