"""The other side of P4: a bare Celery task that says a job's SQL in the same transactions, then tells who asked."""

import os
import pickle
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import redis
from celery import Celery

from bench.statements import Statement, replay

QUEUE = "bench.bare"
REDIS = os.environ["REDIS_URL"]
BROKER = REDIS if REDIS.startswith("redis") else "redis+socket://" + urlsplit(REDIS).path

app = Celery("bare", broker=BROKER)
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
)


@cache
def store() -> "redis.Redis":
    return redis.Redis.from_url(REDIS)


@cache
def database() -> "psycopg.Connection[Any]":
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


@cache
def script() -> tuple[UUID, list[Statement]]:
    """The job that was written down, and its statements."""
    found: tuple[UUID, list[Statement]] = pickle.loads(Path(os.environ["BENCH_STATEMENTS"]).read_bytes())
    return found


@app.task(name="bench.job")
def job(reply: str) -> None:
    written, statements = script()
    new = uuid4()
    known = {written: new, str(written): str(new), f"job.{written}": f"job.{new}"}
    replay(database(), statements, known)
    store().lpush(reply, "1")
