"""Workers and children killed at random: every job ends, none is done twice."""

import os
import random
import signal
import time

import pytest

from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.timeout(400)]

PROMPTS = ("a red ball", "a small oak table", "a blue cone", "a white box")
FAST = {
    "NEXUS_LEASE_SECONDS": "2",
    "NEXUS_LEASE_RENEW_SECONDS": "0.5",
    "NEXUS_REAP_SECONDS": "0.5",
    "NEXUS_JOB_ATTEMPTS": "10",
    "NEXUS_RELAY_IDLE_SECONDS": "0.2",
}


def ask_for(product: Product, number: int) -> None:
    import httpx

    with httpx.Client(base_url=product.url, timeout=30) as client:
        for index in range(number):
            answer = client.post("/api/v1/jobs", json={"prompt": PROMPTS[index % len(PROMPTS)], "seed": index})
            assert answer.status_code == 201, answer.text


def waiting(product: Product) -> int:
    found = product.sql("SELECT count(*) FROM generation_job WHERE state IN ('queued', 'running')")
    return int(str(found[0][0]))


def kill_one(product: Product, dice: random.Random) -> bool:
    """A worker process of the generation queue, or a warm child of one."""
    victims = [*product.pids("celery", "generation.cpu")[1:], *product.pids("sandbox_child")]
    if not victims:
        return False
    try:
        os.kill(dice.choice(victims), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def run_jobs_under_fire(product: Product, *, jobs: int, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    ask_for(product, jobs)
    killed, until = 0, time.monotonic() + 300
    while waiting(product) and time.monotonic() < until:
        if killed < kills and kill_one(product, dice):
            killed += 1
        time.sleep(dice.uniform(0.3, 0.9))
    print(f"jobs={jobs} kills={killed} left={waiting(product)} seed={seed}")
    assert killed >= min(kills, 3), "the jobs were over before anything could be killed"


def assert_nothing_lost_or_doubled(product: Product, jobs: int) -> None:
    states = dict(product.sql("SELECT state, count(*) FROM generation_job GROUP BY state"))
    assert states == {"succeeded": jobs}, states
    doubled = product.sql(
        "SELECT job_id, kind, count(*) FROM generation_asset WHERE NOT by_client GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert doubled == []
    ended = product.sql(
        "SELECT job_id FROM generation_jobevent WHERE type = 'succeeded' GROUP BY 1 HAVING count(*) <> 1"
    )
    assert ended == []
    gaps = product.sql(
        "SELECT job_id FROM generation_jobevent GROUP BY job_id HAVING max(number) <> count(*) OR min(number) <> 1"
    )
    assert gaps == []


def test_twenty_jobs_outlive_ten_kills() -> None:
    with running(**FAST) as product:
        run_jobs_under_fire(product, jobs=20, kills=10, seed=7)
        assert_nothing_lost_or_doubled(product, 20)


@pytest.mark.proof
def test_sixty_jobs_outlive_thirty_kills() -> None:
    with running(**FAST) as product:
        run_jobs_under_fire(product, jobs=60, kills=30, seed=11)
        assert_nothing_lost_or_doubled(product, 60)


def test_control_without_the_reaper_a_killed_workers_job_never_ends() -> None:
    """The same death with the guard off: a lease that nobody looks at."""
    with running(**FAST | {"NEXUS_REAP_SECONDS": "3600", "NEXUS_CPU_WORKERS": "1"}) as product:
        ask_for(product, 3)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            running_now = product.sql("SELECT count(*) FROM generation_job WHERE state = 'running'")[0][0]
            if running_now:
                for pid in product.pids("celery", "generation.cpu")[1:]:
                    os.kill(pid, signal.SIGKILL)
                break
            time.sleep(0.02)
        time.sleep(6)
        stuck = product.sql("SELECT count(*) FROM generation_job WHERE state = 'running' AND lease_until < now()")[0][0]
        assert stuck == 1
