"""Events reach followers: once, in order, after a lost bell, and never at the cost of a slow one."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import asynccontextmanager

import psycopg
import pytest
from channels.db import database_sync_to_async
from django.db import connection, connections, transaction

from generation import events, selectors
from generation.models import Job, JobEvent
from nexus.foundation import live
from nexus.foundation.live import Follower, Row
from tests import make

pytestmark = pytest.mark.usefixtures("fresh_database")


@database_sync_to_async
def a_job() -> Job:
    return make.job()


@database_sync_to_async
def say(job: Job, text: str) -> None:
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        events.append(held, JobEvent.Type.NOTE, text)
    connection.close()


@asynccontextmanager
async def followed(job: Job, after: int = 0) -> Iterator[Follower]:
    async with live.following(events.topic(job.pk), after=after, source=selectors.rows_after) as follower:
        try:
            yield follower
        finally:
            await end_reader()


async def end_reader() -> None:
    reader = live.reader()
    for task in reader.tasks:
        task.cancel()
    await asyncio.gather(*reader.tasks, return_exceptions=True)
    await database_sync_to_async(connections.close_all)()


async def take(follower: Follower, number: int) -> list[int]:
    rows = [await asyncio.wait_for(follower.next(), 10) for _ in range(number)]
    return [row.number for row in rows if row]


async def test_history_first_then_live_each_once() -> None:
    job = await a_job()
    await say(job, "before")
    async with followed(job) as follower:
        assert await take(follower, 2) == [1, 2]
        for text in ("one", "two", "three"):
            await say(job, text)
        assert await take(follower, 3) == [3, 4, 5]
        assert follower.rows.empty()


async def test_a_client_that_comes_back_goes_on_after_its_number() -> None:
    job = await a_job()
    for text in ("one", "two"):
        await say(job, text)
    async with followed(job, after=2) as follower:
        assert await take(follower, 1) == [3]


async def test_the_bell_is_rebuilt_and_what_was_missed_is_read() -> None:
    job = await a_job()
    async with followed(job) as follower:
        await take(follower, 1)
        await asyncio.sleep(0.3)
        await database_sync_to_async(kill_listeners)()
        await say(job, "while nobody listened")
        assert await take(follower, 1) == [2]
        await say(job, "after")
        assert await take(follower, 1) == [3]


def kill_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s AND datname = current_database()",
            [f"LISTEN {live.BELL}"],
        )
    connection.close()


async def test_the_sweep_finds_what_no_bell_rang(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LIVE_SWEEP_SECONDS = 0.3
    job = await a_job()
    async with followed(job) as follower:
        await take(follower, 1)
        monkeypatch.setattr(events.live, "ring", lambda _topic: None)
        await say(job, "unheard")
        assert await take(follower, 1) == [2]


async def test_control_without_bell_and_sweep_nothing_comes(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LIVE_SWEEP_SECONDS = 3600
    job = await a_job()
    async with followed(job) as follower:
        await take(follower, 1)
        await asyncio.sleep(1)  # the listener reads once when it begins to listen
        monkeypatch.setattr(events.live, "ring", lambda _topic: None)
        await say(job, "unheard")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(follower.next(), 1.5)


async def test_the_channel_layer_rings_as_well(settings) -> None:
    settings.LIVE_BELL = "redis"
    job = await a_job()
    async with followed(job) as follower:
        await take(follower, 1)
        await asyncio.sleep(0.5)
        await say(job, "through the layer")
        assert await take(follower, 1) == [2]


async def test_a_slow_follower_is_let_go_and_the_others_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row("t", number, "{}", final=False) for number in range(1, live.QUEUE + 50)]

    def source(after: Mapping[str, int]) -> list[Row]:
        return [row for row in rows if row.number > after["t"]]

    slow = Follower("t", 0, source)
    quick = Follower("t", 0, source, rows=asyncio.Queue())
    for row in rows:
        slow.offer(row)
        quick.offer(row)

    assert slow.let_go
    assert await slow.next() is None
    assert quick.rows.qsize() == len(rows)


async def test_one_query_serves_all_followers_of_a_process(settings) -> None:
    settings.LIVE_SWEEP_SECONDS = 0.1
    first, second = await a_job(), await a_job()
    for_both, loop = asyncio.Event(), asyncio.get_running_loop()

    def source(after: Mapping[str, int]) -> list[Row]:
        if len(after) == 2:
            loop.call_soon_threadsafe(for_both.set)
        return selectors.rows_after(after)

    topics = [events.topic(job.pk) for job in (first, second, first)]
    async with (
        live.following(topics[0], after=0, source=source) as one,
        live.following(topics[1], after=0, source=source) as two,
        live.following(topics[2], after=0, source=source) as three,
    ):
        for follower in (one, two, three):
            assert await take(follower, 1) == [1]
        await asyncio.wait_for(for_both.wait(), 10)  # a sweep reads for everybody
        await end_reader()


def test_an_event_is_rung_only_when_its_transaction_commits() -> None:
    job = make.job()
    params = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key not in {"cursor_factory", "context"}
    }
    with psycopg.connect(**params, autocommit=True) as bell:
        bell.execute(f"LISTEN {live.BELL}")
        with transaction.atomic():
            events.append(Job.objects.select_for_update().get(pk=job.pk), JobEvent.Type.NOTE, "rolled back")
            transaction.set_rollback(True)
        with transaction.atomic():
            events.append(Job.objects.select_for_update().get(pk=job.pk), JobEvent.Type.NOTE, "kept")
        heard = [note.payload for note in bell.notifies(timeout=1)]

    assert heard == [events.topic(job.pk)]
