"""RunPod against its fake: source that is rendered before it is accepted, models that are copied, tasks paid once."""

import json
import time

import pytest

from generation.engines.base import Cancelled, EngineError
from generation.engines.providers.notes import Notes
from generation.engines.providers.state import State
from generation.engines.providers.waiting import Rising
from generation.engines.runpod import Endpoint, RunPod
from generation.mesh import gate
from tests.fakes import runpod
from tests.fakes.job import Book, Report, brief, worked

GOOD = {"scad": "// a plate\nw = 20; // [10:40]\ncube([w, 30, 4]);"}


def engine(fake: runpod.RunPod, **options) -> RunPod:
    base = f"{fake.base}/v2"
    return RunPod(key=runpod.KEY, endpoint_id=runpod.ENDPOINT, base=base, poll_seconds=0.05, **options)


def endpoint(fake: runpod.RunPod) -> Endpoint:
    return Endpoint(key=runpod.KEY, endpoint_id=runpod.ENDPOINT, base=f"{fake.base}/v2", poll_seconds=0.05)


def test_a_source_is_rendered_behind_walls_and_becomes_a_model(tmp_path) -> None:
    with runpod.RunPod(answers=[GOOD]) as fake:
        given = brief(tmp_path, kind="design", prompt="a plate", requirements={"model_type": "plate"})
        pieces, specification, report = worked(engine(fake), given)

    sent = fake.tasks["task-1-u1"]["input"]
    assert sent["prompt"] == "a plate"
    assert sent["requirements_json"] == {"model_type": "plate"}
    assert sent["job_id"] == Book.key
    assert specification["kind"] == "scad"
    assert {piece.kind for piece in pieces} == {"glb", "stl", "scad"}
    gate.check(next(piece.path for piece in pieces if piece.kind == "glb").read_bytes())
    assert report.shares == sorted(report.shares)
    assert fake.paid == 1


def test_what_does_not_render_goes_back_with_the_reason(tmp_path) -> None:
    answers = [{"scad": "cube([20, 30, 4);"}, {"source": 'import("/etc/passwd");'}, GOOD]
    with runpod.RunPod(answers=answers) as fake:
        _, specification, _ = worked(engine(fake), brief(tmp_path, kind="design"))

    reasons = [task["input"].get("reason", "") for task in fake.tasks.values()]
    assert specification["made_by"]["corrections"] == 2
    assert "Line 1" in reasons[1]
    assert "reads a file" in reasons[2]


def test_three_corrections_are_the_most(tmp_path) -> None:
    broken = runpod.RunPod(answers=[{"scad": "cube([20, 30, 4);"}])
    with broken as fake, pytest.raises(EngineError, match="after 3 corrections") as caught:
        worked(engine(fake), brief(tmp_path, kind="design"))

    assert caught.value.code == "not_made"
    assert fake.paid == 4


@pytest.mark.parametrize("form", ["url", "base64", "named", "generator"])
def test_a_finished_model_is_copied_where_its_success_is_seen(form: str, tmp_path) -> None:
    import base64

    with runpod.RunPod() as fake:
        packed = base64.b64encode(fake.model).decode()
        url = f"{fake.base}/files/a.glb?signature=abc"
        answers = {
            "url": {"files": [{"format": "glb", "url": url}]},
            "base64": {"files": [{"format": "GLB", "base64": packed}]},
            "named": {"model_base64": f"data:model/gltf-binary;base64,{packed}"},
            "generator": [{"output": {"progress": 50}}, {"output": {"glb_url": url}}],
        }
        fake.answers = [answers[form]]
        book = Book()
        pieces, specification, _ = worked(engine(fake), brief(tmp_path, kind="design", journal=book))

    assert pieces[0].path.read_bytes() == fake.model
    assert specification["kind"] == "runpod-model"
    assert "signature" not in json.dumps([book.read(), specification])


def test_progress_of_the_handler_is_told(tmp_path) -> None:
    with runpod.RunPod(answers=[GOOD], steps=3) as fake:
        report = Report()
        engine(fake).plan(brief(tmp_path, kind="design"), report)

    assert "RunPod is working: shape" in report.words


@pytest.mark.parametrize("mode", ["busy", "faulty_polls"])
def test_what_passes_is_survived_and_paid_once(mode: str, tmp_path) -> None:
    with runpod.RunPod(mode, answers=[GOOD]) as fake:
        engine(fake).plan(brief(tmp_path, kind="design"), Report())

    assert fake.paid == 1


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("fail", "provider_failed"),
        ("timed_out", "timed_out"),
        ("deleted", "timed_out"),
        ("nonsense", "provider_nonsense"),
        ("malformed", "outcome_unknown"),
        ("lost_answer", "outcome_unknown"),
        ("fault", "outcome_unknown"),
        ("expired", "result_expired"),
    ],
)
def test_what_does_not_pass_is_a_sentence_and_paid_once_at_most(mode: str, code: str, tmp_path) -> None:
    with runpod.RunPod(mode) as fake:
        if mode == "expired":
            fake.answers = [{"files": [{"format": "glb", "url": f"{fake.base}/files/a.glb"}]}]
        with pytest.raises(EngineError) as caught:
            engine(fake).plan(brief(tmp_path, kind="design"), Report())

    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert "Traceback" not in caught.value.message
    assert "secret_path" not in caught.value.message
    assert fake.paid <= 1


def test_our_own_deadline_cancels_what_never_finishes(tmp_path) -> None:
    with runpod.RunPod("never") as fake, pytest.raises(EngineError, match="within 1 second"):
        engine(fake, deadline_seconds=1).plan(brief(tmp_path, kind="design"), Report())

    assert fake.tasks["task-1-u1"]["cancelled"]


def test_a_cancel_reaches_runpod_within_two_seconds(tmp_path) -> None:
    with runpod.RunPod("never") as fake:
        report = Report(cancel_when=lambda _, words: words.startswith("RunPod is working"))
        with pytest.raises(Cancelled):
            engine(fake).plan(brief(tmp_path, kind="design"), report)
        took = time.monotonic() - report.cancelled_at

    assert took < 2
    assert fake.tasks["task-1-u1"]["cancelled"]


def test_a_cancel_while_the_source_is_rendered_ends_the_child(tmp_path) -> None:
    slow = {"scad": "for (i = [0:400]) translate([i % 20, i / 20, 0]) minkowski() { sphere(3, $fn=60); cube(1); }"}
    with runpod.RunPod(answers=[slow]) as fake:
        report = Report(cancel_after=3.0)
        with pytest.raises(Cancelled):
            engine(fake).plan(brief(tmp_path, kind="design"), report)

    assert time.monotonic() - report.cancelled_at < 2


def test_runsync_may_come_back_running_or_done() -> None:
    with runpod.RunPod(answers=[{"requirements": {"model_type": "box"}}]) as fake:
        done = endpoint(fake).answer_now({"action": "process_requirements", "prompt": "a box"}, tick=lambda: None)
        fake.mode = "slow_sync"
        running = endpoint(fake).answer_now({"prompt": "a box"}, tick=lambda: None, wait_seconds=1)

    assert done.state is State.SUCCEEDED
    assert done.output == {"requirements": {"model_type": "box"}}
    assert running.state in (State.QUEUED, State.RUNNING)
    assert running.output is None
    assert fake.asked[0].query["wait"] == "90000"


def test_an_answer_for_conversations_is_noted_like_a_jobs() -> None:
    book = Book()
    with runpod.RunPod(answers=[{"requirements": {}}]) as fake:
        for _ in range(2):
            task = endpoint(fake).answer(
                {"prompt": "a box"},
                step="requirements",
                notes=Notes(book),
                rising=Rising(Report()),
                deadline_seconds=20,
            )

    assert task.output == {"requirements": {}}
    assert fake.paid == 1
    assert "policy" in json.loads(next(one.body for one in fake.asked if one.path.endswith("/run")))


def test_health_says_a_sentence_or_nothing() -> None:
    with runpod.RunPod() as fake:
        assert endpoint(fake).health() == ""
        fake.mode = "unhealthy"
        assert endpoint(fake).health().endswith(".")
    assert (
        Endpoint(key="k", endpoint_id="../admin").health() == "No RunPod endpoint is configured (RUNPOD_ENDPOINT_ID)."
    )
