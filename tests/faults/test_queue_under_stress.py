"""A full queue whose bells are lost, and one person's hundreds of jobs before another's one; with the controls."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest
import redis

from generation import lease, queue
from generation.models import Job
from nexus.foundation import embedded
from tests import make
from tests.faults.test_jobs_survive import assert_nothing_lost_or_doubled
from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.timeout(500)]

# The reaper also rings for jobs that nobody heard of; it is off, so that what brings them back is the relay's repeating.
NO_REAPER = {"NEXUS_REAP_SECONDS": "3600", "NEXUS_RELAY_IDLE_SECONDS": "0.2"}
FIRST_REPEAT = 10  # seconds: nexus.foundation.tasks.pause(1)


# -- Valkey lost with the bells of a full queue


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """These processes stand still meanwhile: what they would hear or do waits."""
    assert pids, "nobody to stop"
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        go_on(pids)


def go_on(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def wait_until(happened, what: str, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def ask(product: Product, number: int, **headers: str) -> None:
    with httpx.Client(base_url=product.url, timeout=60, headers=headers) as client:
        for seed in range(number):
            answer = client.post("/api/v1/jobs", json={"prompt": "a red ball", "seed": seed})
            assert answer.status_code == 201, answer.text


def count(product: Product, condition: str) -> int:
    return int(str(product.sql(f"SELECT count(*) FROM {condition}")[0][0]))


@contextmanager
def valkey(product: Product) -> Iterator[redis.Redis]:
    servers = embedded.status(product.var / "servers")
    assert servers is not None
    with redis.Redis.from_url(servers.redis_url) as store:
        yield store


def hang_up(product: Product) -> None:
    """End every wait for a bell: a stopped worker's would take one out of Valkey, and hear it when it goes on."""
    with valkey(product) as store:
        for client in store.client_list():
            if "b" in client["flags"]:
                store.client_kill_filter(_id=client["id"])


def bells(product: Product) -> int:
    """How many bells for makers wait in Valkey."""
    with valkey(product) as store:
        return int(store.llen("generation.cpu"))


def empty_and_kill_valkey(product: Product) -> None:
    """Its memory and its file lose everything, and it dies; the supervisor starts it again, empty."""
    servers = embedded.status(product.var / "servers")
    assert servers is not None
    with valkey(product) as store:
        store.flushall()
    os.kill(servers.valkey_pid, signal.SIGKILL)

    def is_back() -> bool:
        now = embedded.status(product.var / "servers")
        return now is not None and now.valkey_pid not in {0, servers.valkey_pid}

    wait_until(is_back, "Valkey is started again", seconds=60)


def lose_the_bells(jobs: int) -> None:
    with running(**NO_REAPER) as product:
        relay, workers = product.pids("manage.py", "relay"), product.pids("celery", "generation.cpu")
        with stopped(workers):
            hang_up(product)
            ask(product, jobs)
            wait_until(
                lambda: count(product, "nexus_outboxmessage WHERE relayed_at IS NULL") == 0, "all are rung", seconds=60
            )
            with stopped(relay):
                assert count(product, "generation_job WHERE state = 'queued'") == jobs
                assert bells(product) == jobs
                empty_and_kill_valkey(product)
                go_on(workers)

                # The control: every worker lives, every job is in its row, and without the repeating none is taken.
                time.sleep(FIRST_REPEAT + 4)
                assert count(product, "generation_job WHERE state = 'queued'") == jobs
                assert bells(product) == 0
                assert count(product, "nexus_delivery WHERE done_at IS NULL AND next_try_at < now()") >= jobs

        ended = "generation_job WHERE state = 'succeeded'"
        wait_until(lambda: count(product, ended) == jobs, f"{jobs} jobs end\n{product.said()}", seconds=30 + 6 * jobs)
        assert_nothing_lost_or_doubled(product, jobs)
        assert count(product, "generation_job WHERE attempt <> 1") == 0


def test_twelve_queued_jobs_whose_bells_are_lost_all_end_once_and_without_the_repeating_none_is_taken() -> None:
    lose_the_bells(12)


@pytest.mark.proof
def test_fifty_queued_jobs_whose_bells_are_lost_all_end_once_and_without_the_repeating_none_is_taken() -> None:
    lose_the_bells(50)


# -- one person's hundreds of jobs

ARRIVAL = "SELECT id FROM generation_job WHERE state = 'queued' AND engine = ANY(%s) AND %s > 0 ORDER BY queued_at, id"
MANY = 500


@pytest.fixture
def crowded(db) -> Job:
    """Four jobs of one person at work, some hundreds waiting; then another asks for one, which is given."""
    busy, other = make.person(), make.person()
    for seed in range(MANY):
        make.job(busy, seed=seed)
    for number in range(4):
        assert lease.take_next(f"worker {number}") is not None
    return make.job(other)


def next_two() -> set[object]:
    return {job.pk for job in (lease.take_next("five"), lease.take_next("six")) if job}


def test_one_persons_five_hundred_jobs_do_not_starve_anothers_one(crowded: Job) -> None:
    assert Job.objects.filter(state="queued").count() == MANY - 4 + 1

    assert crowded.pk in next_two()


def test_control_taken_in_the_order_of_arrival_it_would_wait_behind_all_of_them(crowded: Job, monkeypatch) -> None:
    monkeypatch.setattr(queue, "NEXT", ARRIVAL)
    ahead = queue.candidates("child").index(crowded.pk)

    assert ahead == MANY - 4
    assert crowded.pk not in next_two()


def test_the_one_who_was_served_longest_ago_is_next_however_often_both_come(crowded: Job) -> None:
    """With nothing at work, the turns alternate: of ten wishes, each is among the next two jobs taken."""
    assert crowded.owner is not None
    for turn in range(10):
        one = crowded if turn == 0 else make.job(crowded.owner, seed=turn)
        for job in Job.objects.select_for_update().filter(state="running"):
            lease.succeed(job)

        assert one.pk in next_two(), turn
