"""S16: hostile files through the real upload job: none is taken, its child stays small, the worker lives."""

import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread
from typing import Self

import pytest

from marketplace.catalog.models import ListingFile, Picture, Upload
from marketplace.catalog.services import checking
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.hostile import files

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
