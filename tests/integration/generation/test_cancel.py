"""Cancelling a running job ends it at once, and its work within two seconds."""

import threading
import time

import pytest
from django.db import connection

from generation import pipeline, services
from generation.models import Job
from nexus.foundation.sandbox import Stopped, WarmChild
from tests import make

pytestmark = pytest.mark.usefixtures("fresh_database")


def worked_on(ended: list[float], child: WarmChild) -> threading.Thread:
    def work() -> None:
        pipeline.work_next("a worker", child, folder=make.work_folder())
        ended.append(time.monotonic())
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for_stage(job: Job, stage: str) -> None:
    until = time.monotonic() + 60
    while Job.objects.get(pk=job.pk).stage != stage:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("way", ["cancel", "delete"])
def test_the_work_stops_within_two_seconds(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    owner = make.person()
    job, ended = make.job(owner), []
    child = WarmChild("time:sleep", megabytes=512, folders=[make.work_folder()])

    def endless(work: pipeline.Work) -> dict[str, object]:
        """As a hanging engine: a call that only ends when the keeper says so."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if work.keeper.stop_reason():
                raise Stopped(work.keeper.stop_reason())
            time.sleep(0.05)
        return {"said": "never stopped"}

    monkeypatch.setitem(pipeline.STAGES, "plan", lambda _work: {"specification": {"objects": []}, "said": "planned"})
    monkeypatch.setitem(pipeline.STAGES, "preview", lambda _work: {"said": "drawn"})
    monkeypatch.setitem(pipeline.STAGES, "mesh", endless)
    thread = worked_on(ended, child)
    wait_for_stage(job, "mesh")

    asked = time.monotonic()
    getattr(services, way)(job.pk, by=owner)
    thread.join(10)

    assert ended
    assert ended[0] - asked < 2
    assert [found.state for found in Job.objects.filter(pk=job.pk)] == (
        [Job.State.CANCELLED] if way == "cancel" else []
    )
