"""Hunyuan3D's three servers against their fakes: found out, spoken to in their own way, ended by our own deadline."""

import time

import pytest

from generation.engines.base import Cancelled, EngineError
from generation.engines.hunyuan3d import Hunyuan3D
from generation.mesh import gate
from tests.fakes import hunyuan
from tests.fakes.job import Book, Report, brief, worked


def engine(fake, **options) -> Hunyuan3D:
    return Hunyuan3D(url=fake.base, poll_seconds=0.05, **{"deadline_seconds": 20, **options})


@pytest.mark.parametrize(
    ("make", "surface"),
    [
        (lambda: hunyuan.ApiServer("2.0"), "api-2.0"),
        (lambda: hunyuan.ApiServer("2.1"), "api-2.1"),
        (hunyuan.GradioApp, "gradio"),
    ],
)
def test_each_kind_of_server_is_found_out_and_makes_a_model(make, surface: str, tmp_path) -> None:
    with make() as fake:
        pieces, specification, report = worked(engine(fake), brief(tmp_path, kind="image"))

    assert specification["surface"] == surface
    gate.check(pieces[0].path.read_bytes())
    assert report.shares == sorted(report.shares)
    assert report.shares[-1] == 1.0
    assert {path.name for path in tmp_path.iterdir()} == {"model.glb", "picture.png"}


def test_licence_and_territory_stand_in_the_specification_and_are_said(tmp_path) -> None:
    with hunyuan.ApiServer("2.1") as fake:
        _, specification, _ = worked(engine(fake), brief(tmp_path, kind="image"))

    assert specification["made_by"]["model_licence"] == "Tencent Hunyuan 3D Community License"
    assert specification["made_by"]["territory_limits"] == ["EU", "GB", "KR"]
    assert specification["made_by"]["seed_honoured"] is False
    assert any("European Union" in sentence for sentence in specification["warnings"])
    assert any("seed" in sentence for sentence in specification["warnings"])


def test_a_request_never_holds_text_on_which_the_server_waits_for_ever(tmp_path) -> None:
    with hunyuan.ApiServer("2.0") as fake:
        worked(engine(fake), brief(tmp_path, kind="image", prompt="a fox", octree_resolution=300, steps=30))

    body = next(one.json for one in fake.asked if one.path == "/send")
    assert "text" not in body
    assert body["type"] == "glb"
    assert (body["octree_resolution"], body["num_inference_steps"], body["seed"]) == (300, 30, 7)
    assert not body["image"].startswith("data:")


def test_what_a_server_ignores_is_refused_by_name(tmp_path) -> None:
    with hunyuan.ApiServer("2.1") as fake, pytest.raises(EngineError, match="ignores steps") as caught:
        worked(engine(fake), brief(tmp_path, kind="image", steps=9))

    assert caught.value.code == "parameter_not_honoured"
    assert fake.count("POST", "/send") == 0


def test_words_alone_are_refused_where_only_pictures_work(tmp_path) -> None:
    with hunyuan.ApiServer("2.0") as fake, pytest.raises(EngineError, match="pictures only"):
        worked(engine(fake), brief(tmp_path, kind="text"))


def test_words_alone_work_in_an_app_that_was_started_for_them(tmp_path) -> None:
    with hunyuan.GradioApp() as fake:
        able = engine(fake, text=True)
        worked(able, brief(tmp_path, kind="text", prompt="a fox"))

    job = next(iter(fake.joined.values()))
    assert able.kinds == {"text", "image"}
    assert Hunyuan3D.kinds == {"image"}
    assert job["data"][0] == "a fox"
    assert job["data"][1] is None
    assert job["data"][12] is False  # or the seed would be thrown away


@pytest.mark.parametrize("texture", [False, True])
def test_the_app_is_asked_by_place_and_its_file_by_path(texture: bool, tmp_path) -> None:
    """The address in the app's answer leads to a cloud's metadata service: nobody follows it."""
    with hunyuan.GradioApp() as fake:
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image", texture=texture))

    job = next(iter(fake.joined.values()))
    assert job["fn_index"] == (9 if texture else 4)
    assert job["data"][1]["path"] == "/tmp/gradio/abc/picture.png"
    assert job["data"][6:] == [5, 5.0, 7, 256, True, 8000, False]
    assert pieces[0].path.read_bytes() == fake.model


def test_an_older_server_without_send_is_asked_in_one_call(tmp_path) -> None:
    with hunyuan.ApiServer("2.0", has_send=False) as fake:
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image"))

    assert fake.count("POST", "/generate") == 1
    assert pieces[0].path.read_bytes() == fake.model


def test_a_fork_that_names_the_model_otherwise_is_understood(tmp_path) -> None:
    with hunyuan.ApiServer("2.1") as fake:
        fake.field = "initial_model_base64"
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image"))

    assert pieces[0].path.read_bytes() == fake.model


def test_a_large_model_comes_through_json_whole(tmp_path) -> None:
    with hunyuan.ApiServer("2.0") as fake:
        fake.model += b""
        fake.model = _padded(fake.model, 9_000_001)
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image"))

    assert pieces[0].path.read_bytes() == fake.model


def _padded(model: bytes, size: int) -> bytes:
    """The model with so many bytes behind it, its length told so."""
    size += -size % 4
    return model[:8] + (len(model) + size).to_bytes(4, "little") + model[12:] + b"\x00" * size


@pytest.mark.parametrize("mode", ["busy", "lost_answer", "fault"])
def test_what_passes_is_survived(mode: str, tmp_path) -> None:
    with hunyuan.ApiServer("2.0", mode) as fake:
        pieces, *_ = worked(engine(fake), brief(tmp_path, kind="image"))

    assert pieces[0].path.read_bytes() == fake.model


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("malformed", "provider_lost"),
        ("nonsense", "provider_nonsense"),
        ("unreadable", "provider_failed"),
        ("not_base64", "result_bad"),
        ("cut", "provider_broken_answer"),
    ],
)
def test_what_does_not_pass_is_a_sentence(mode: str, code: str, tmp_path) -> None:
    with hunyuan.ApiServer("2.1", mode) as fake, pytest.raises(EngineError) as caught:
        worked(engine(fake), brief(tmp_path, kind="image"))

    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert {path.name for path in tmp_path.iterdir()} == {"picture.png"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: hunyuan.ApiServer("2.0", "never"),
        lambda: hunyuan.ApiServer("2.1", "stuck"),
        lambda: hunyuan.GradioApp("never"),
    ],
)
def test_our_own_deadline_ends_what_never_finishes(make, tmp_path) -> None:
    with make() as fake, pytest.raises(EngineError, match="did not finish within 1 second") as caught:
        worked(engine(fake, deadline_seconds=1), brief(tmp_path, kind="image"))

    assert caught.value.code == "timed_out"


@pytest.mark.parametrize("make", [lambda: hunyuan.ApiServer("2.0", "never"), lambda: hunyuan.GradioApp("never")])
def test_a_cancel_has_its_effect_within_two_seconds(make, tmp_path) -> None:
    report = Report(cancel_when=lambda share, _: share > 0.04)
    with make() as fake:
        with pytest.raises(Cancelled):
            worked(engine(fake), brief(tmp_path, kind="image"), report)
        took = time.monotonic() - report.cancelled_at
        told = fake.cancelled.wait(2) if isinstance(fake, hunyuan.GradioApp) else True

    assert took < 2
    assert told


@pytest.mark.parametrize(
    ("mode", "code"), [("fail", "provider_failed"), ("cut", "provider_cut"), ("full", "provider_fault")]
)
def test_an_app_that_fails_is_a_sentence(mode: str, code: str, tmp_path) -> None:
    with hunyuan.GradioApp(mode) as fake, pytest.raises(EngineError) as caught:
        worked(engine(fake), brief(tmp_path, kind="image"))

    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_a_second_attempt_fetches_the_first_ones_model(tmp_path) -> None:
    book = Book()
    with hunyuan.ApiServer("2.0") as fake:
        given = brief(tmp_path, kind="image", journal=book)
        engine(fake).run(given, Report())
        engine(fake).run(given, Report())

    assert fake.count("POST", "/send") == 1


def test_another_server_at_the_address_is_not_taken_for_hunyuan(tmp_path) -> None:
    with hunyuan.ApiServer("2.0", has_send=False) as fake:
        fake._status = lambda _uid: hunyuan.Reply(200, {"hello": "world"})
        with pytest.raises(EngineError, match="does not answer as Hunyuan3D does"):
            worked(engine(fake), brief(tmp_path, kind="image"))
