"""Event rows → sockets and streams. Rows are the truth; a bell (NOTIFY, or the channel layer by LIVE_BELL) says "look".

Each process has one bell and one reader. The reader asks each source once for all rung topics, encodes a row once for
all its followers, and puts it into their queues; a follower that does not take its rows in time is let go and may come
back with its last number. A sweep each few seconds finds what a lost bell did not ring.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.layers import BaseChannelLayer, get_channel_layer
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

log = structlog.get_logger(__name__)

BELL = "nexus_live"
END = "end "  # before a pass in a bell: who came in with it is let go
GROUP = "nexus.live"
FOLLOWED = "followed:"  # before a topic, in the cache
QUEUE = 1000  # rows a slow follower may be behind before it is let go


@dataclass(frozen=True)
class Row:
    """One event of one topic: its number there, its JSON text, and whether it is the last."""

    topic: str
    number: int
    text: str
    final: bool

    @classmethod
    def of(cls, topic: str, number: int, shape: Mapping[str, Any], *, final: bool) -> "Row":
        """Encoded once, however many follow."""
        return cls(topic, number, json.dumps(shape, ensure_ascii=False), final)


# Given {topic: last number seen}, every later row of these topics, in order of number.
Source = Callable[[Mapping[str, int]], Iterable[Row]]


def _layer() -> BaseChannelLayer:
    layer = get_channel_layer()
    assert layer is not None, "settings.CHANNEL_LAYERS has a default"
    return layer


def ring(topic: str) -> None:
    """Say "look" to every process when the present transaction commits (and never if it does not)."""
    if settings.LIVE_BELL == "redis":
        transaction.on_commit(lambda: async_to_sync(_layer().group_send)(GROUP, {"type": "live.ring", "topic": topic}))
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [BELL, topic])


def end(pass_name: str) -> None:
    """Let go, in every process, whoever follows with this pass; when the present transaction commits."""
    ring(f"{END}{pass_name}")


def is_followed(topic: str) -> bool:
    """Whether anybody follows a topic, in any process; it is known a few sweeps longer than it is so."""
    return bool(cache.get(f"{FOLLOWED}{topic}"))


# Of these passes, those that are over.
Ended = Callable[[Collection[str]], Collection[str]]


@dataclass(eq=False)
class Follower:
    """One socket or stream that follows one topic from a number on."""

    topic: str
    last: int
    source: Source
    rows: asyncio.Queue[Row | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    passes: frozenset[str] = frozenset()
    ended: Ended | None = None
    let_go: bool = False
    is_over: bool = False

    def offer(self, row: Row) -> None:
        if row.number <= self.last or self.let_go:
            return
        try:
            self.rows.put_nowait(row)
            self.last = row.number
        except asyncio.QueueFull:
            self._let_go()

    def end(self) -> None:
        """What it came in with is over: it gets nothing more."""
        self.is_over = True
        self._let_go()

    def _let_go(self) -> None:
        """Nothing that waits is of use to it: the queue holds the end alone."""
        self.let_go = True
        while not self.rows.empty():
            self.rows.get_nowait()
        self.rows.put_nowait(None)

    async def next(self) -> Row | None:
        """The next row, or None when this follower was too slow, or what it came in with is over (`is_over`)."""
        return await self.rows.get()


class Reader:
    """The one reader of a process: hears the bell, reads rung topics, and serves every follower."""

    def __init__(self) -> None:
        self.followers: dict[str, set[Follower]] = {}
        self.rung: set[str] = set()
        self.wake = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        if not self.tasks or any(task.done() for task in self.tasks):
            hear = self._hear_redis if settings.LIVE_BELL == "redis" else self._hear_postgres
            self.tasks = [asyncio.create_task(work()) for work in (hear, self._read, self._sweep)]

    def add(self, follower: Follower) -> None:
        self.followers.setdefault(follower.topic, set()).add(follower)
        self._ring_all([follower.topic])

    def remove(self, follower: Follower) -> None:
        following = self.followers.get(follower.topic, set())
        following.discard(follower)
        if not following:
            self.followers.pop(follower.topic, None)

    def _ring_all(self, topics: Iterable[str]) -> None:
        self.rung.update(topics)
        self.wake.set()

    async def _hear_postgres(self) -> None:
        params = connection.get_connection_params()
        for name in ("cursor_factory", "context"):
            params.pop(name, None)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as bell:
                    await bell.execute(f"LISTEN {BELL}")
                    self._ring_all(self.followers)  # what happened while nobody listened
                    await self._end_unheard()
                    async for note in bell.notifies():
                        self._heard(note.payload)
            except (psycopg.Error, OSError) as lost:
                log.warning("live_bell_lost", reason=str(lost).strip())
            await asyncio.sleep(0.5)

    async def _hear_redis(self) -> None:
        layer = _layer()
        while True:
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                self._ring_all(self.followers)
                await self._end_unheard()
                while True:
                    note = await layer.receive(channel)
                    self._heard(note["topic"])
            except Exception as lost:  # noqa: BLE001 - whatever the layer raises, the bell is built up again
                log.warning("live_bell_lost", reason=str(lost))
            await asyncio.sleep(0.5)

    def _heard(self, said: str) -> None:
        if said.startswith(END):
            self._end_all({said.removeprefix(END)})
        elif said in self.followers:
            self._ring_all([said])

    def _end_all(self, passes: Collection[str]) -> None:
        for following in tuple(self.followers.values()):
            for follower in tuple(following):
                if not follower.passes.isdisjoint(passes):
                    follower.end()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(settings.LIVE_SWEEP_SECONDS)
            self._ring_all(self.followers)
            await _say_followed(tuple(self.followers))
            await self._end_unheard()

    async def _end_unheard(self) -> None:
        """Let go whose pass ended while no bell was heard."""
        held: dict[Ended, set[str]] = {}
        for following in self.followers.values():
            for follower in following:
                if follower.ended is not None:
                    held.setdefault(follower.ended, set()).update(follower.passes)
        for ended, passes in held.items():
            try:
                self._end_all(await database_sync_to_async(lambda e=ended, p=passes: set(e(p)))())
            except Exception as lost:  # noqa: BLE001 - the database may be away; the next sweep asks again
                log.warning("live_passes_unknown", reason=str(lost).strip())

    async def _read(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            topics, self.rung = self.rung, set()
            wanted: dict[Source, dict[str, int]] = {}
            for topic in topics:
                for follower in self.followers.get(topic, ()):
                    after = wanted.setdefault(follower.source, {})
                    after[topic] = min(after.get(topic, follower.last), follower.last)
            for source, after in wanted.items():
                try:
                    rows = await database_sync_to_async(lambda s=source, a=after: list(s(a)))()
                except Exception as lost:  # noqa: BLE001 - the database may be away; the sweep comes back to it
                    log.warning("live_read_failed", reason=str(lost).strip())
                    continue
                for row in rows:
                    for follower in tuple(self.followers.get(row.topic, ())):
                        follower.offer(row)


async def _say_followed(topics: Collection[str]) -> None:
    """Let every process know; the cache may be away, and then a notice too many is written."""
    if topics:
        try:
            await cache.aset_many({f"{FOLLOWED}{topic}": 1 for topic in topics}, 3 * settings.LIVE_SWEEP_SECONDS)
        except Exception as lost:  # noqa: BLE001 - whatever the cache raises, nobody who follows may suffer from it
            log.warning("live_followed_unsaid", reason=str(lost))


_readers: dict[int, Reader] = {}


def reader() -> Reader:
    """The reader of this process's event loop (tests have a loop each; a server has one)."""
    loop = asyncio.get_running_loop()
    found = _readers.get(id(loop))
    if found is None:
        _readers.clear()
        found = _readers[id(loop)] = Reader()
    found.start()
    return found


@contextlib.asynccontextmanager
async def following(
    topic: str, *, after: int, source: Source, passes: frozenset[str] = frozenset(), ended: Ended | None = None
) -> AsyncIterator[Follower]:
    """Follow a topic: joined before it is first read, so that nothing falls between; numbers drop doubles.

    `passes` name what opened the door (see `end`); `ended` says which of them are over, for bells that were lost.
    """
    follower = Follower(topic=topic, last=after, source=source, passes=passes, ended=ended)
    here = reader()
    here.add(follower)
    try:
        await _say_followed([topic])
        yield follower
    finally:
        here.remove(follower)
