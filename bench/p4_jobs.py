"""P4: an empty job from POST to the final event in an open page, against a bare Celery task with the same SQL."""

import asyncio
import io
import json
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from websockets.asyncio.client import connect

from bench import ground, processes, statements
from bench.figures import Line, keep, percentile
from bench.processes import group_cpu_seconds, program, said_into
from bench.statements import Returned, Statement

ROUNDS, ALONE, CLIENTS, EACH = 3, 40, 8, 15
WORKERS = 2
BODY = json.dumps({"prompt": "an empty box"}).encode()
WAITING = '"nexus_outboxmessage"."relayed_at" IS NULL'
MARKED = ("INSERT INTO nexus_outboxmessage", "INSERT INTO nexus_delivery")


# -- the product's side


@dataclass(frozen=True)
class Seen:
    """One job as its page saw it: seconds from sending POST."""

    answered: float
    first: float
    started: float
    final: float


class Page:
    """One client: a kept connection for POST, and a socket for each job."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> "Page":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()

    async def job(self) -> Seen:
        sent = time.perf_counter()
        job_id = (await self._post("/api/v1/jobs", BODY))["id"]
        answered = time.perf_counter() - sent
        at: dict[str, float] = {}
        url = f"ws://127.0.0.1:{self.port}/api/v1/jobs/{job_id}/socket"
        async with connect(url, compression=None, proxy=None) as socket:
            async for text in socket:
                kind = json.loads(text)["type"]
                at.setdefault(kind, time.perf_counter() - sent)
                at.setdefault("first", at[kind])
                if kind in {"succeeded", "failed", "cancelled"}:
                    break
        if "succeeded" not in at:
            raise RuntimeError(f"the job {job_id} did not succeed: {sorted(at)}")
        return Seen(answered, at["first"], at["started"], at["succeeded"])

    async def _post(self, path: str, body: bytes) -> dict[str, Any]:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.writer.write(head.encode() + body)
        status = await self.reader.readline()
        length = 0
        while (line := await self.reader.readline()) not in {b"\r\n", b""}:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        answer = await self.reader.readexactly(length)
        if b" 201 " not in status:
            raise RuntimeError(f"POST {path} answered {status!r}: {answer[:400]!r}")
        found: dict[str, Any] = json.loads(answer)
        return found


async def pages(port: int, clients: int, each: int) -> tuple[list[Seen], float]:
    """Every client makes its jobs one after another; what each saw, and the seconds for all."""
    opened = [await Page(port).open() for _ in range(clients)]

    async def work(page: Page) -> list[Seen]:
        return [await asyncio.wait_for(page.job(), 20) for _ in range(each)]

    started = time.perf_counter()
    seen = await asyncio.gather(*(work(page) for page in opened))
    seconds = time.perf_counter() - started
    for page in opened:
        await page.close()
    return [one for some in seen for one in some], seconds


# -- the bare side


def bare(clients: int, each: int) -> tuple[list[float], float]:
    """The same with a task: sent, done with its SQL, answered."""
    from bench import bare_worker

    took: list[float] = []

    def work(number: int) -> None:
        import redis

        store = redis.Redis.from_url(bare_worker.REDIS)
        for step in range(each):
            reply = f"bench:{number}:{step}:{time.perf_counter_ns()}"
            sent = time.perf_counter()
            bare_worker.app.send_task("bench.job", args=[reply], queue=bare_worker.QUEUE)
            if store.blpop([reply], timeout=30) is None:
                raise RuntimeError("the bare task did not answer within 30 s")
            took.append(time.perf_counter() - sent)

    threads = [threading.Thread(target=work, args=[number]) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if len(took) != clients * each:
        raise RuntimeError(f"{len(took)} of {clients * each} bare tasks answered")
    return took, time.perf_counter() - started


# -- what a job says to the database


def empty_stages() -> Any:
    """The product's handler, with stages that do nothing and a relay that rings nobody."""
    from django.core.wsgi import get_wsgi_application

    from generation import pipeline
    from nexus.foundation import relay

    relay._ring = lambda _delivery: None  # type: ignore[assignment]
    for stage in pipeline.STAGES:
        result = {"plan": {"specification": {}}, "check": {"facts": {}}}.get(stage, {})
        pipeline.STAGES[stage] = lambda _work, result=result: {**result, "said": "Nothing was done"}
    return get_wsgi_application()


def one_job(product: Any) -> UUID:
    """One empty job in this process: the POST, the relay's turns, the worker."""
    from bench.p2_pages import environ
    from generation import tasks
    from nexus.foundation import relay
    from nexus.foundation.outbox import Delivery
    from nexus.topics import HANDLERS

    asked = environ("/api/v1/jobs") | {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(BODY)),
        "wsgi.input": io.BytesIO(BODY),
    }  # fmt: skip
    answer = b"".join(product(asked, lambda _status, _headers: None))
    relay.send_waiting(HANDLERS)
    delivery = Delivery.objects.latest("pk")
    job_id = UUID(json.loads(answer)["id"])
    tasks.work(delivery=delivery.pk, job=str(job_id))
    relay.send_waiting(HANDLERS)
    return job_id


def job_statements() -> tuple[UUID, list[Statement]]:
    """What one empty job says."""
    from django.db import connection

    from nexus.foundation.outbox import Delivery, OutboxMessage

    with connection.cursor() as cursor:  # ids that no other number of the statements can be
        cursor.execute(
            "SELECT setval(c.oid, 900000000) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind = 'S' AND n.nspname = 'public'"
        )
    product = empty_stages()
    with statements.written_down() as said:
        job_id = one_job(product)
    ids = {
        MARKED[0]: iter(OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)),
        MARKED[1]: iter(Delivery.objects.order_by("pk").values_list("pk", flat=True)),
    }
    kept, newest = [], 0
    for statement in said:
        sql, params = statement.sql, [statements.plain(value) for value in statement.params]
        for beginning in MARKED:  # each gives the id of its row back, first of its columns
            if beginning in sql.replace('"', ""):
                params.append(Returned((given := next(ids[beginning]),)))
                newest = given if beginning == MARKED[0] else newest
        if sql.startswith("SELECT") and WAITING in sql:  # two bare tasks would lock one another's facts
            sql, params = sql.replace(WAITING, f'{WAITING} AND "nexus_outboxmessage"."id" = %s'), [*params, newest]
        if '"nexus_delivery"."id" DESC LIMIT 1' not in sql:  # the look of this function, not of a job
            kept.append(replace(statement, sql=sql, params=tuple(params), gave=()))
    connection.close()  # so that the database can be copied
    return job_id, kept


# -- the bench


def worker_argv(app: str, queue: str) -> list[str]:
    from nexus.management.commands.up import worker_argv as ours

    argv = ours(queue, WORKERS)
    argv[argv.index("-A") + 1] = app
    return argv


def main() -> None:
    django.setup()
    from django.conf import settings

    from nexus.management.commands.up import web_argv

    folder = Path(settings.VAR)
    script, log = folder / "p4.statements", folder / "p4.log"
    with said_into(log):
        job_id, said = job_statements()
    script.write_bytes(pickle.dumps((job_id, said)))
    other = ground.copy_of(os.environ["DATABASE_URL"])  # else our relay would take up what the bare tasks write
    env = {**os.environ, "BENCH_STATEMENTS": str(script)}
    with (
        program(web_argv(), env, log=log) as web,
        program([sys.executable, "manage.py", "relay"], env, log=log) as relay,
        program(worker_argv("bench.empty_worker", "generation.cpu"), env, log=log) as worker,
        program(worker_argv("bench.bare_worker", "bench.bare"), env | {"DATABASE_URL": other}, log=log) as bare_worker,
    ):
        processes.wait_for_page(settings.PORT, "/healthz", of=web, log=log)
        parts = {"web": web.pid, "relay": relay.pid, "worker": worker.pid, "bare worker": bare_worker.pid}
        try:
            measure(settings.PORT, said, parts)
        except Exception:
            print(log.read_text(errors="replace")[-3000:])
            raise


def measure(port: int, said: list[Statement], parts: dict[str, int]) -> None:
    asyncio.run(pages(port, 2, 5))
    bare(2, 5)
    alone: list[list[Seen]] = []
    round_trips: list[list[float]] = []
    ours, theirs = [], []
    before = {name: group_cpu_seconds(pid) for name, pid in parts.items()}
    for _ in range(ROUNDS):
        alone.append(asyncio.run(pages(port, 1, ALONE))[0])
        round_trips.append(bare(1, ALONE)[0])
        ours.append(CLIENTS * EACH / asyncio.run(pages(port, CLIENTS, EACH))[1])
        theirs.append(CLIENTS * EACH / bare(CLIENTS, EACH)[1])

    jobs = ROUNDS * (ALONE + CLIENTS * EACH)
    cpu = {name: (group_cpu_seconds(pid) - before[name]) / jobs * 1000 for name, pid in parts.items()}

    def ms(value: Callable[[Seen], float], share: float) -> list[float]:
        return [percentile([value(one) for one in some], share) * 1000 for some in alone]

    trips = {share: [percentile(some, share) * 1000 for some in round_trips] for share in (0.5, 0.99)}
    lines = [
        Line("jobs a second, 8 open pages", "/s", ours, theirs, judged="ratio", least=0.5),
        Line("worker's first event p50", "ms", ms(lambda one: one.started, 0.5), trips[0.5], judged="ratio", most=5),
        Line(
            "worker's first event p99", "ms", ms(lambda one: one.started, 0.99), judged="ours", most=150, reported=True
        ),
        Line("final event p50", "ms", ms(lambda one: one.final, 0.5), trips[0.5]),
        Line("final event p99", "ms", ms(lambda one: one.final, 0.99), trips[0.99]),
        Line("of these: POST answered p50", "ms", ms(lambda one: one.answered, 0.5)),
        Line("of these: socket open, first event p50", "ms", ms(lambda one: one.first - one.answered, 0.5)),
        Line("of these: until the worker's first event p50", "ms", ms(lambda one: one.started - one.first, 0.5)),
        Line("of these: from there to the final event p50", "ms", ms(lambda one: one.final - one.started, 0.5)),
    ]
    commits = sum(statement.ends or not _inside(said, place) for place, statement in enumerate(said))
    notes = [
        f"one job: {len(said)} statements in {commits} transactions on both sides; {WORKERS} worker processes each",
        "CPU a job: " + ", ".join(f"{name} {value:.1f} ms" for name, value in cpu.items()),
        "the other side's time is its whole task: sent, all SQL said, answer heard",
    ]
    keep("P4", f"empty job, {ROUNDS} rounds of {ALONE} alone and {CLIENTS} × {EACH} together", lines, notes)


def _inside(said: list[Statement], place: int) -> bool:
    """Whether the statement stands in a transaction of several."""
    opened = False
    for statement in said[: place + 1]:
        opened = (opened or statement.begins) and not (statement.ends and statement is not said[place])
    return opened


if __name__ == "__main__":
    main()
