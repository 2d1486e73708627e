"""S16: hostile files through the real upload job: none is taken, its child stays small, the worker lives."""

import json
import math
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

import httpx
import pytest

from generation import work as room
from generation.mesh import gate
from marketplace.catalog.models import ListingFile, Picture, Upload
from marketplace.catalog.services import checking
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.hostile import files
from tests.product import Product, running

pytestmark = [pytest.mark.django_db, pytest.mark.fault]
SMALL, FULL = 27, 200
MOST_MEGABYTES, MOST_SECONDS = 1024, 60


class Watch:
    """The most memory that any child of this process held, asked fifty times a second."""

    def __init__(self) -> None:
        self.most, self._ended = 0.0, Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._ended.set()
        self._thread.join(5)

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            child = checking.own_child()._child
            if child is not None:
                self.most = max(self.most, held(child.pid))


def held(pid: int) -> float:
    """Megabytes that a process has in memory."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def check_all(number: int) -> None:
    listing, ways = make.draft(), Counter()
    slowest = 0.0
    with Watch() as watch:
        for hostile in files.drawn(number):
            upload = make.upload(listing, hostile.data, hostile.filename)
            began = time.monotonic()
            checking.check_upload(upload.pk)
            took = time.monotonic() - began
            upload.refresh_from_db()
            assert upload.state == "refused", f"{hostile.way} {hostile.seed} is {upload.state}"
            assert upload.reason.endswith("."), upload.reason
            assert "our fault" not in upload.reason, f"{hostile.way} {hostile.seed}: {upload.reason}"
            assert took <= MOST_SECONDS, f"{hostile.way} {hostile.seed} took {took:.0f} s"
            ways[hostile.way] += 1
            slowest = max(slowest, took)
        sound = make.upload(listing)
        checking.check_upload(sound.pk)
    sound.refresh_from_db()
    assert sound.state == "ready", "the worker still takes what is sound"
    assert 0 < watch.most <= MOST_MEGABYTES
    assert ListingFile.objects.count() == 1
    assert Upload.objects.filter(state="ready").count() == 1
    assert StoredFile.objects.count() == 1 + Picture.objects.count()
    print(
        f"S16 refused={sum(ways.values())}/{number} ways={len(ways)} child={watch.most:.0f}MB "
        f"slowest={slowest:.1f}s worker=alive control=taken"
    )


@pytest.mark.timeout(400)
def test_hostile_files_are_refused_with_a_reason_and_the_worker_goes_on() -> None:
    check_all(SMALL)


@pytest.mark.proof
@pytest.mark.timeout(1500)
def test_two_hundred_hostile_files_are_refused() -> None:
    check_all(FULL)


@pytest.mark.parametrize("name", files.GLBS)
def test_control_what_the_ways_begin_with_is_taken(name: str) -> None:
    head, body = files.opened(files.good(name))
    upload = make.upload(make.draft(), files.glb(files.json.dumps(head).encode(), bytes(body)))
    checking.check_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "ready", upload.reason


class OpenDoor:
    """A child without its limits that does the same work in this process, where a guard can be taken off."""

    def call(self, request: dict[str, Any], *, seconds: float, on_progress: Any = None) -> dict[str, Any]:  # noqa: ARG002 - the protocol's
        return room.do(request, on_progress or (lambda *_told: None))


@pytest.mark.parametrize("is_off", [False, True])
def test_control_with_one_guard_off_a_file_that_needs_what_nobody_knows_is_taken(monkeypatch, is_off: bool) -> None:
    bad = next(one for one in files.drawn(SMALL) if one.way == "needs_what_nobody_knows")
    upload = make.upload(make.draft(), bad.data, bad.filename)
    if is_off:
        monkeypatch.setattr(gate.links, "check_references", lambda *_asked: None)

    checking.check_upload(upload.pk, child=OpenDoor())

    upload.refresh_from_db()
    assert upload.state == ("ready" if is_off else "refused"), upload.reason


PAGES = ("/", "/models/", "/models/?q=box", "/learn/", "/bounties/")
LOOKS = 40


def p95(product: Product, *, until: Callable[[int], bool]) -> float:
    """Milliseconds that 95 of 100 looks at the site's pages took, from one visitor who goes on until it is enough."""
    took: list[float] = []
    with httpx.Client(base_url=product.url, timeout=60) as visitor:
        while not until(len(took)):
            began = time.monotonic()
            answer = visitor.get(PAGES[len(took) % len(PAGES)], params={"look": len(took)})
            took.append((time.monotonic() - began) * 1000)
            assert answer.status_code == 200
    return sorted(took)[math.ceil(len(took) * 0.95) - 1]


def serve_beside(number: int) -> None:
    """Pages of the running product, first alone and then while its worker looks at so many hostile files."""
    with running() as product:
        done = product.manage("shell", "-c", MAKE_DRAFTS.format(number=number))
        made = json.loads(done.stdout.split("MADE ")[1])
        p95(product, until=lambda count: count >= 2 * len(PAGES))  # what is loaded at the first look
        idle = p95(product, until=lambda count: count >= LOOKS)
        with httpx.Client(base_url=product.url, timeout=120) as makers:
            for (draft, headers), hostile in zip(made["drafts"], files.drawn(number), strict=True):
                file = {"file": (hostile.filename, hostile.data)}
                sent = makers.post(f"/api/v1/models/{draft}/files", files=file, headers=headers)
                assert sent.status_code == 202, sent.text
        waiting = "SELECT count(*) FROM marketplace_upload WHERE state NOT IN ('refused', 'ready')"
        beside = p95(product, until=lambda count: count >= LOOKS and product.sql(waiting) == [(0,)])
        states = dict(product.sql("SELECT state, count(*) FROM marketplace_upload GROUP BY state"))
        print(
            f"S16 part=site refused={states.get('refused', 0)}/{number} pages_idle_p95={idle:.0f}ms "
            f"pages_beside_p95={beside:.0f}ms control=taken"
        )
        assert states == {"refused": number}


MAKE_DRAFTS = """
import json
from accounts.services import keys
from tests import make
drafts = []
for number in range({number}):
    if number % 10 == 0:  # nobody may send more at once
        maker = make.person()
        secret = keys.make_key(maker, name="hostile", scopes=keys.SCOPES).secret
    drafts.append((make.draft(maker).pk, {{"Authorization": "Bearer " + secret}}))
print("MADE", json.dumps({{"drafts": drafts}}))
"""


@pytest.mark.timeout(600)
def test_pages_are_served_while_hostile_files_are_looked_at() -> None:
    serve_beside(SMALL)


@pytest.mark.proof
@pytest.mark.timeout(1500)
def test_pages_are_served_while_two_hundred_hostile_files_are_looked_at() -> None:
    serve_beside(FULL)
