"""From the sentence to the files, through the real child."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from generation import lease, pipeline, services
from generation.models import Asset, Job, StageResult
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.usefixtures("fresh_database")


def test_a_sentence_becomes_a_checked_model_with_files_and_pictures() -> None:
    job = make.made_job(make.person())

    assert set(job.assets.values_list("kind", flat=True)) == {
        "glb",
        "stl",
        "webp",
        "large",
        "png",
        "shelf",
        "og",
        "preview",
    }
    assert job.facts["closed"]
    assert (job.facts["validator"]["errors"], job.facts["validator"]["warnings"]) == (0, 0)
    assert job.facts["size_mm"][0] == pytest.approx(1200, rel=0.02)
    assert job.specification["objects"][0]["family"] == "table"
    with files.open_stored(job.assets.get(kind="glb").file) as handle:
        assert handle.read(4) == b"glTF"


def test_events_are_numbered_without_a_gap_and_progress_never_falls() -> None:
    job = make.made_job(make.person())

    events = list(job.events.order_by("number").values("number", "type", "progress"))
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert [event["type"] for event in events[:2]] == ["queued", "started"]
    assert events[-1]["type"] == "succeeded"
    shares = [event["progress"] for event in events]
    assert shares == sorted(shares)
    assert job.last_number == len(events)


def test_the_same_brief_gives_the_same_bytes() -> None:
    first, second = (make.made_job(make.person(), seed=3) for _ in range(2))

    assert first.assets.get(kind="glb").file.sha256 == second.assets.get(kind="glb").file.sha256


def test_what_is_not_understood_fails_with_three_suggestions() -> None:
    job = make.worked(make.job(make.person(), "asdf qwer"))

    assert (job.state, job.error_code) == (Job.State.FAILED, "not_understood")
    assert len(set(job.suggestions)) == 3
    assert not job.assets.exists()


def test_a_first_picture_stands_before_the_mesh_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    job, real, seen = make.job(make.person()), pipeline.STAGES["mesh"], []

    def looked(work: pipeline.Work) -> dict[str, object]:
        seen.extend(Asset.objects.filter(job=job).values_list("kind", flat=True))
        return real(work)

    monkeypatch.setitem(pipeline.STAGES, "mesh", looked)
    done = make.worked(job)

    assert seen == ["webp"]
    assert done.state == Job.State.SUCCEEDED
    assert done.assets.filter(kind="webp").count() == 1


def test_a_second_attempt_goes_on_after_the_last_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    job = make.job(make.person())
    real_check, stages = pipeline.STAGES["check"], []

    def dies(work: pipeline.Work) -> dict[str, object]:
        raise KeyboardInterrupt  # as kill -9 would: nothing is cleaned up

    monkeypatch.setitem(pipeline.STAGES, "check", dies)
    with pytest.raises(KeyboardInterrupt):
        make.worked(job)
    monkeypatch.setitem(pipeline.STAGES, "check", real_check)
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00Z")
    lease.reap()
    real_mesh = pipeline.STAGES["mesh"]
    monkeypatch.setitem(pipeline.STAGES, "mesh", lambda work: stages.append("mesh") or real_mesh(work))

    done = make.worked(job)

    assert done.state == Job.State.SUCCEEDED
    assert done.attempt == 2
    assert stages == []
    assert Asset.objects.filter(job=job, kind="glb").count() == 1
    assert StageResult.objects.filter(job=job).count() == 6


def test_the_third_death_ends_the_job_with_the_reason() -> None:
    job = make.job(make.person())
    for _ in range(3):
        assert lease.take_next("a worker that dies").pk == job.pk
        Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00Z")
        lease.reap()

    job.refresh_from_db()
    assert (job.state, job.error_code) == (Job.State.FAILED, "worker_lost")
    assert "3 times" in job.error_message


def test_a_worker_that_lost_its_lease_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    job, real = make.job(make.person()), pipeline.STAGES["export"]

    def overtaken(work: pipeline.Work) -> dict[str, object]:
        Job.objects.filter(pk=job.pk).update(attempt=7)
        return real(work)

    monkeypatch.setitem(pipeline.STAGES, "export", overtaken)
    done = make.worked(job)

    assert done.state == Job.State.RUNNING
    assert not job.assets.filter(kind="large").exists()
    assert StoredFile.objects.count() == job.assets.count(), "files of the lost attempt were dropped"


def test_a_job_deleted_while_it_runs_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = make.person()
    job, real = make.job(owner), pipeline.STAGES["check"]

    def gone(work: pipeline.Work) -> dict[str, object]:
        services.delete(job.pk, by=owner)
        return real(work)

    monkeypatch.setitem(pipeline.STAGES, "check", gone)
    pipeline.work_next("a worker", make.child(), folder=make.work_folder())

    assert not Job.objects.filter(pk=job.pk).exists()
    assert not StoredFile.objects.exists()


def test_deleting_a_job_removes_its_files() -> None:
    owner = make.person()
    job = make.made_job(owner)
    keys = list(job.assets.values_list("file__key", flat=True))

    services.delete(job.pk, by=owner)

    assert not any(default_storage.exists(key) for key in keys)
    assert not StoredFile.objects.exists()


def test_a_full_store_fails_the_job_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> StoredFile:
        raise files.StoreFull("There is no room left to store files; nothing was changed. Try again later.")

    monkeypatch.setattr(files, "put", full)
    job = make.worked(make.job(make.person()))

    assert (job.state, job.error_code) == (Job.State.FAILED, "storage_full")
    assert not job.assets.exists()


def test_the_result_is_plain_json_that_survives_a_round_trip() -> None:
    job = make.made_job(make.person())

    assert json.loads(json.dumps(job.specification)) == job.specification
    assert Path(job.assets.get(kind="stl").file.filename).suffix == ".stl"
