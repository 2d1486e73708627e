"""A socket that follows numbered events: accepted first, refused by its code, then history and what comes.

Sockets and streams have a place each: so many for one person or address in a web process, and none for ever.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Iterator
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.http import AsyncHttpConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from nexus.foundation import limits
from nexus.foundation.errors import TooMany
from nexus.foundation.live import Follower

NOT_SIGNED_IN, NOT_ONES_OWN, MISSING, TRY_LATER = 4401, 4403, 4404, 1013
OPEN_MOST = 20
LONGEST_LIFE = 4 * 3600.0  # seconds; whoever is still there comes back with the number they have
_open: Counter[str] = Counter()


def take_place(subject: str) -> None:
    """Count one more open socket or stream of this process; raises TooMany where the subject has all of theirs."""
    most = max(1, int(OPEN_MOST * settings.THROTTLE_FACTOR))
    if _open[subject] >= most:
        raise TooMany(f"{most} connections of yours are open already. Close one, then try again.", retry_after=30)
    _open[subject] += 1


def leave_place(subject: str) -> None:
    _open[subject] -= 1
    if _open[subject] <= 0:
        del _open[subject]


@contextlib.contextmanager
def place(subject: str) -> Iterator[None]:
    """The same around a block."""
    take_place(subject)
    try:
        yield
    finally:
        leave_place(subject)


class Stream(AsyncHttpConsumer):
    """An answer that goes on: it ends when its reader leaves, which Channels would tell only after the answer."""

    scope: Any

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._receive = receive
        await super().__call__(scope, receive, send)

    async def left(self) -> None:
        """Return when the reader is gone."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def while_there(self, telling: Awaitable[None]) -> None:
        """Await `telling` until it is done, the reader left, or the longest life is over."""
        told, left = asyncio.ensure_future(telling), asyncio.ensure_future(self.left())
        try:
            await asyncio.wait({told, left}, timeout=LONGEST_LIFE, return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                told.result()
        finally:
            for task in (told, left):
                task.cancel()
            await asyncio.gather(told, left, return_exceptions=True)


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
        self.held_by = ""
        refusal = await self._too_often() or await self.refusal() or self._too_many()
        await self.accept(self.scope.get("chosen_subprotocol"))
        if refusal:
            await self.close(refusal)
            return
        self.pump = asyncio.create_task(self._follow_a_while())

    async def _follow_a_while(self) -> None:
        try:
            async with asyncio.timeout(LONGEST_LIFE):
                await self.follow()
        except TimeoutError:
            await self.close(TRY_LATER)
        finally:
            self._leave()

    def _leave(self) -> None:
        if self.held_by:
            leave_place(self.held_by)
            self.held_by = ""

    def _subject(self) -> str:
        person = self.scope["viewer"]
        return limits.subject_of_scope(self.scope, person.pk if person else None)

    async def _too_often(self) -> int:
        try:
            await database_sync_to_async(limits.take)(limits.WATCHING, self._subject())
        except TooMany:
            return TRY_LATER
        return 0

    def _too_many(self) -> int:
        subject = self._subject()
        try:
            take_place(subject)
        except TooMany:
            return TRY_LATER
        self.held_by = subject
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
        self._leave()
