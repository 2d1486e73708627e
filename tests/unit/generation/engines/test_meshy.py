"""Meshy against its fake over loopback: what is sent, every way it ends, and that no credit is spent twice."""

import json
import logging
import time

import pytest

from generation.engines.base import Cancelled, EngineError
from generation.engines.meshy import Meshy
from generation.mesh import gate
from tests.fakes import meshy
from tests.fakes.job import Book, Report, brief, worked


def engine(fake: meshy.Meshy, **options) -> Meshy:
    return Meshy(key=meshy.KEY, base=fake.base, poll_seconds=0.05, **options)


def refused(fake: meshy.Meshy, given) -> EngineError:
    with pytest.raises(EngineError) as caught:
        worked(engine(fake), given)
    error = caught.value
    assert error.message.endswith(".")
    assert meshy.KEY not in error.message
    assert "http" not in error.message
    return error


def test_words_become_a_preview_and_its_texture(tmp_path) -> None:
    with meshy.Meshy() as fake:
        pieces, specification, report = worked(engine(fake), brief(tmp_path, prompt="a fox", pbr=True))

    preview, refine = [one.json for one in fake.asked if one.method == "POST"]
    assert preview["mode"] == "preview"
    assert preview["prompt"] == "a fox"
    assert preview["target_formats"] == ["glb"]
    assert not {"art_style", "negative_prompt", "seed", "symmetry_mode"} & set(preview)
    assert refine["mode"] == "refine"
    assert refine["preview_task_id"] == "task-1"
    assert refine["enable_pbr"] is True
    assert [piece.kind for piece in pieces] == ["glb"]
    gate.check(pieces[0].path.read_bytes())
    assert specification["made_by"]["model_licence"]
    assert specification["made_by"]["seed_honoured"] is False
    assert report.shares == sorted(report.shares)
    assert report.shares[-1] == 1.0
    assert "Waiting at Meshy: 3 in front" in report.words


def test_without_a_texture_only_the_preview_is_paid(tmp_path) -> None:
    with meshy.Meshy() as fake:
        worked(engine(fake), brief(tmp_path, texture=False, face_count=5000, polygon_type="quadrilateral"))

    body = next(one.json for one in fake.asked if one.method == "POST")
    assert fake.paid == 1
    assert (body["should_remesh"], body["target_polycount"], body["topology"]) == (True, 5000, "quad")


def test_a_picture_goes_as_a_data_uri_and_alone(tmp_path) -> None:
    with meshy.Meshy() as fake:
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image", prompt="ignored"))

    body = next(one.json for one in fake.asked if one.method == "POST")
    assert body["image_url"].startswith("data:image/png;base64,iVBOR")
    assert "texture_prompt" not in body
    assert pieces[0].path.name == "model.glb"


def test_style_and_what_to_leave_out_are_said_in_words(tmp_path) -> None:
    with meshy.Meshy() as fake:
        given = brief(tmp_path, prompt="a fox", style="low-poly", negative_prompt="a tail", texture=False)
        _, specification, _ = worked(engine(fake), given)

    assert specification["prompt"] == "a fox, low-poly style; without a tail"
    assert specification["warnings"]


def test_a_picture_with_a_style_is_refused_by_name(tmp_path) -> None:
    with meshy.Meshy() as fake:
        error = refused(fake, brief(tmp_path, kind="image", style="low-poly"))

    assert error.code == "parameter_not_honoured"
    assert "style" in error.message
    assert fake.asked == []


@pytest.mark.parametrize("mode", ["busy", "lost_answer", "fault", "faulty_polls", "cut", "expired_once"])
def test_what_passes_is_survived_and_paid_once(mode: str, tmp_path) -> None:
    with meshy.Meshy(mode) as fake:
        pieces, *_ = worked(engine(fake), brief(tmp_path, texture=False))

    assert pieces[0].path.read_bytes() == fake.model
    assert fake.paid == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.glb"]


@pytest.mark.parametrize(
    ("mode", "code", "retry"),
    [
        ("fail", "server_error", True),
        ("fail_late", "server_error", True),
        ("no_credit", "provider_credit", False),
        ("bad_request", "provider_refused", False),
        ("malformed", "provider_lost", True),
        ("malformed_polls", "provider_nonsense", True),
        ("nonsense", "provider_nonsense", True),
        ("expired", "result_expired", True),
        ("always_cut", "result_lost", True),
        ("not_a_model", "result_bad", True),
    ],
)
def test_what_does_not_pass_is_a_sentence(mode: str, code: str, retry: bool, tmp_path) -> None:
    with meshy.Meshy(mode) as fake:
        error = refused(fake, brief(tmp_path, texture=False))

    assert (error.code, error.retry) == (code, retry)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "retry"), [("moderation_blocked", False), ("invalid_input", False), ("timeout", True)]
)
def test_each_reason_of_a_failure_says_whether_again_helps(kind: str, retry: bool, tmp_path) -> None:
    with meshy.Meshy("fail") as fake:
        fake.error_type = kind
        error = refused(fake, brief(tmp_path))

    assert (error.code, error.retry) == (kind, retry)


def test_a_wrong_key_is_a_sentence_for_the_operator(tmp_path) -> None:
    with meshy.Meshy() as fake, pytest.raises(EngineError, match="does not accept the key") as caught:
        Meshy(key="msy_wrong_key", base=fake.base).run(brief(tmp_path), Report())

    assert "msy_wrong_key" not in caught.value.message


def test_our_own_deadline_ends_what_never_finishes(tmp_path) -> None:
    with meshy.Meshy("never") as fake, pytest.raises(EngineError, match="within 1 second") as caught:
        engine(fake, deadline_seconds=1).run(brief(tmp_path, texture=False), Report())

    assert caught.value.code == "timed_out"
    assert not caught.value.retry


def test_the_deadline_counts_from_the_first_attempt(tmp_path) -> None:
    book = Book()
    book.write(model={"asked_at": time.time() - 100, "id": "task-1"})
    with meshy.Meshy("never") as fake:
        fake.tasks["task-1"] = {"id": "task-1", "type": "text-to-3d-preview", "prompt": "", "path": "", "created_at": 0}
        fake.looks["task-1"] = 0
        began = time.monotonic()
        with pytest.raises(EngineError, match="within 90 seconds"):
            engine(fake, deadline_seconds=90).run(brief(tmp_path, journal=book, texture=False), Report())

    assert time.monotonic() - began < 5
    assert fake.paid == 0


@pytest.mark.parametrize("mode", ["never", "slow_file"])
def test_a_cancel_has_its_effect_within_two_seconds(mode: str, tmp_path) -> None:
    with meshy.Meshy(mode) as fake:
        report = Report(cancel_when=lambda share, _: share >= (0.9 if mode == "slow_file" else 0.2))
        with pytest.raises(Cancelled):
            engine(fake).run(brief(tmp_path, texture=False), report)

    assert report.cancelled_at is not None
    assert time.monotonic() - report.cancelled_at < 2
    assert list(tmp_path.iterdir()) == []


def test_a_second_attempt_goes_on_with_the_first_ones_task(tmp_path) -> None:
    book = Book()
    with meshy.Meshy("never") as fake:
        with pytest.raises(Cancelled):
            engine(fake).run(brief(tmp_path, journal=book), Report(cancel_when=lambda share, _: share > 0.2))
        fake.mode = "success"
        engine(fake).run(brief(tmp_path, journal=book), Report())

    assert fake.paid == 2  # one preview, one texture


def test_a_failed_task_may_be_asked_for_anew(tmp_path) -> None:
    book = Book()
    with meshy.Meshy("fail") as fake:
        with pytest.raises(EngineError):
            engine(fake).run(brief(tmp_path, journal=book, texture=False), Report())
        fake.mode = "success"
        engine(fake).run(brief(tmp_path, journal=book, texture=False), Report())

    assert fake.paid == 2
    assert book.read()["model"]["id"] == "task-2"


def test_neither_key_nor_address_is_noted_or_logged(tmp_path, caplog) -> None:
    book = Book()
    caplog.set_level(logging.DEBUG)
    with meshy.Meshy() as fake:
        _, specification, _ = worked(engine(fake), brief(tmp_path, journal=book))

    kept = json.dumps([book.read(), specification, caplog.text])
    assert meshy.KEY not in kept
    assert "/files/" not in kept


def test_a_result_inside_our_own_network_is_not_fetched(tmp_path, monkeypatch) -> None:
    with meshy.Meshy() as fake:
        inside = {"status": "SUCCEEDED", "model_urls": {"glb": "http://169.254.169.254/x"}}
        monkeypatch.setattr(fake, "_shown", lambda _task: inside)
        error = refused(fake, brief(tmp_path, texture=False))

    assert error.code == "result_lost"
    assert "not on the public internet" in error.message


def test_too_many_words_are_refused_before_anything_is_paid(tmp_path) -> None:
    with meshy.Meshy() as fake:
        error = refused(fake, brief(tmp_path, prompt="x" * 601))

    assert error.code == "prompt_too_long"
    assert fake.asked == []
