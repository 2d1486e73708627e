"""What the product stands on is killed under load, and it comes back by itself; Ctrl-C leaves nothing behind."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.timeout(400)]
SETTINGS = {
    "NEXUS_LEASE_SECONDS": "3",
    "NEXUS_LEASE_RENEW_SECONDS": "0.5",
    "NEXUS_REAP_SECONDS": "1",
    "NEXUS_JOB_ATTEMPTS": "10",
    "NEXUS_RELAY_IDLE_SECONDS": "0.2",
}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running(**SETTINGS) as product:
        yield product


def ask(product: Product, number: int) -> list[str]:
    asked = []
    for index in range(number):
        answer = httpx.post(f"{product.url}/api/v1/jobs", json={"prompt": "a red ball", "seed": index}, timeout=30)
        assert answer.status_code == 201, answer.text
        asked.append(answer.json()["id"])
    return asked


def wait_for_end(product: Product, jobs: list[str], *, seconds: float = 150) -> None:
    until, left = time.monotonic() + seconds, set(jobs)
    while left and time.monotonic() < until:
        for job in sorted(left):
            try:
                state = httpx.get(f"{product.url}/api/v1/jobs/{job}", timeout=10).json().get("status")
            except (httpx.HTTPError, ValueError):
                break
            if state == "succeeded":
                left.discard(job)
        time.sleep(0.3)
    assert not left, f"{len(left)} of {len(jobs)} jobs did not end\n{product.said()}"


def kill(product: Product, *words: str) -> None:
    pids = all_pids(product, *words)
    assert pids, f"nothing to kill: {words}"
    os.kill(pids[0], signal.SIGKILL)


def all_pids(product: Product, *words: str) -> list[int]:
    """Also of servers, which run as another account and with an environment of their own."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if all(word in line for word in words):
                found.append(int(folder.name))
    return sorted(found)


def home(product: Product) -> str:
    return str((product.var / "servers" / "home").resolve())


def test_postgres_killed_under_load(product: Product) -> None:
    jobs = ask(product, 6)
    time.sleep(0.5)
    kill(product, "postgres", home(product))

    product.wait_ready(60)
    wait_for_end(product, jobs)
    assert product.sql("SELECT count(*) FROM generation_asset WHERE kind = 'glb'")[0][0] == 6


def test_valkey_killed_with_jobs_queued(product: Product) -> None:
    jobs = ask(product, 6)
    kill(product, "valkey-server", str(product.var.name))

    wait_for_end(product, jobs)


def test_the_relay_killed_with_facts_waiting(product: Product) -> None:
    [relay] = product.pids("manage.py", "relay")[:1]
    os.kill(relay, signal.SIGKILL)
    jobs = ask(product, 4)

    wait_for_end(product, jobs)
    assert product.sql("SELECT count(*) FROM nexus_outboxmessage WHERE relayed_at IS NULL") == [(0,)]


def test_the_web_process_killed_is_started_again(product: Product) -> None:
    os.kill(product.pids("uvicorn")[0], signal.SIGKILL)
    time.sleep(0.5)

    product.wait_ready(60)
    assert "web" in product.said()


def test_ctrl_c_ends_everything_that_was_started() -> None:
    with running() as product:
        assert product.pids("celery")
        code = product.stop()

        assert code == 0, product.said()
        assert product.pids("celery") + product.pids("uvicorn") + product.pids("relay") == []
        assert all_pids(product, home(product)) == []
