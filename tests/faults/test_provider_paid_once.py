"""A worker that is killed around a provider's answer pays once, however often; without its journal it pays each time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import meshy, runpod

ROOT = Path(__file__).resolve().parent.parent.parent
KILLED = -9


def attempt(
    fake, folder: Path, *, engine: str, dies: str = "", kind: str = "text", forgets: bool = False
) -> dict | int:
    """What an attempt printed, or the signal that ended it."""
    given = {
        "engine": engine,
        "base": fake.base,
        "folder": str(folder),
        "journal": str(folder / "journal.json"),
        "dies": dies,
        "kind": kind,
        "forgets": forgets,
    }
    program = [sys.executable, "-m", "tests.fakes.attempt", json.dumps(given)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        if dies == "at_the_provider":
            fake.on_accept = process.kill  # taken and counted, and nobody is there to hear it
        out, _ = process.communicate(timeout=60)
        fake.on_accept = lambda: None
        return json.loads(out) if process.returncode == 0 else process.returncode


@pytest.mark.fault
@pytest.mark.parametrize("dies", ["at_the_provider", "before_the_id", "before_the_commit"])
def test_three_kills_pay_one_meshy_task(dies: str, tmp_path: Path) -> None:
    with meshy.Meshy() as fake:
        first = attempt(fake, tmp_path, engine="meshy", dies=dies)
        # the task is found again from here on, so the later kills strike where it is known
        later = [attempt(fake, tmp_path, engine="meshy", dies="before_the_commit") for _ in range(2)]
        last = attempt(fake, tmp_path, engine="meshy")

    assert [first, *later] == [KILLED] * 3
    assert last == {"done": True}
    assert fake.paid == 1


@pytest.mark.fault
def test_control_a_journal_that_forgets_pays_every_time(tmp_path: Path) -> None:
    with meshy.Meshy() as fake:
        kills = [attempt(fake, tmp_path, engine="meshy", dies="before_the_commit", forgets=True) for _ in range(2)]
        last = attempt(fake, tmp_path, engine="meshy", forgets=True)

    assert kills == [KILLED] * 2
    assert last == {"done": True}
    assert fake.paid == 3


@pytest.mark.fault
def test_a_picture_that_may_be_taken_is_not_sent_again(tmp_path: Path) -> None:
    """Meshy's list shows nothing to know a picture's task by, so nobody pays twice and a sentence says so."""
    with meshy.Meshy() as fake:
        killed = attempt(fake, tmp_path, engine="meshy", kind="image", dies="at_the_provider")
        second = attempt(fake, tmp_path, engine="meshy", kind="image")

    assert killed == KILLED
    assert second == {"code": "outcome_unknown", "retry": False}
    assert fake.paid == 1


@pytest.mark.fault
@pytest.mark.parametrize(
    ("dies", "outcome"),
    [
        ("at_the_provider", {"code": "outcome_unknown", "retry": False}),
        ("before_the_id", {"code": "outcome_unknown", "retry": False}),
        ("before_the_commit", {"done": True}),
    ],
)
def test_a_killed_worker_pays_one_runpod_task(dies: str, outcome: dict, tmp_path: Path) -> None:
    with runpod.RunPod() as fake:
        fake.answers = [{"files": [{"format": "glb", "url": f"{fake.base}/files/a.glb"}]}]
        killed = attempt(fake, tmp_path, engine="runpod", dies=dies)
        second = attempt(fake, tmp_path, engine="runpod")

    assert killed == KILLED
    assert second == outcome
    assert fake.paid == 1


@pytest.mark.fault
def test_control_runpod_with_a_journal_that_forgets_pays_twice(tmp_path: Path) -> None:
    with runpod.RunPod() as fake:
        fake.answers = [{"files": [{"format": "glb", "url": f"{fake.base}/files/a.glb"}]}]
        attempt(fake, tmp_path, engine="runpod", dies="before_the_commit", forgets=True)
        last = attempt(fake, tmp_path, engine="runpod", forgets=True)

    assert last == {"done": True}
    assert fake.paid == 2
