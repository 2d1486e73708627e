"""The relief engine as the pipeline calls it: plan, then run."""

import json
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import Brief, Cancelled, Engine, EngineError
from generation.engines.relief import Relief
from generation.mesh import facts, validator
from tests.unit.generation.mesh.relief.photos import PHOTOS


def quiet(_progress: float, _message: str) -> None:
    return None


def brief(folder: Path, photo: str, prompt: str = "", spec: dict[str, Any] | None = None, **parameters: Any) -> Brief:
    return Brief("image", prompt, parameters, 0, folder, spec, (PHOTOS / photo,) if photo else ())


def made(folder: Path, photo: str, prompt: str = "", **parameters: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    folder.mkdir(exist_ok=True)
    spec = json.loads(json.dumps(Relief().plan(brief(folder, photo, prompt, **parameters), quiet), sort_keys=True))
    pieces = Relief().run(brief(folder, photo, prompt, spec, **parameters), quiet)
    return spec, {piece.kind: piece.path.read_bytes() for piece in pieces}


def test_it_is_an_engine_that_is_always_ready() -> None:
    assert isinstance(Relief(), Engine)
    assert Relief().ready() == ""


def test_a_photo_becomes_a_model_a_file_for_printing_and_its_mask(tmp_path: Path) -> None:
    spec, files = made(tmp_path, "bear_toy.jpg", "my teddy", height_mm=120)

    assert spec["shape"] == "inflate"
    assert spec["warnings"] == []
    found = facts.facts(files["glb"])
    assert found["closed"]
    assert found["size_mm"][1] == pytest.approx(120, rel=1e-4)
    assert found["node_names"] == ["my teddy", "body"]
    assert files["mask"][:8] == b"\x89PNG\r\n\x1a\n"
    assert len(files["stl"]) == 84 + 50 * int.from_bytes(files["stl"][80:84], "little")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mask.png", "model.glb", "model.stl"]


def test_the_khronos_validator_finds_nothing(tmp_path: Path) -> None:
    _, files = made(tmp_path, "mug_gingham.jpg", base=True)
    told = validator.completed(facts.facts(files["glb"]), tmp_path / "model.glb", seconds=60, stop=lambda: "")

    assert (told["validator"]["errors"], told["validator"]["warnings"]) == (0, 0)


def test_the_same_brief_gives_the_same_bytes(tmp_path: Path) -> None:
    marks = {"strokes": [{"keep": True, "points": [[0.5, 0.4], [0.5, 0.6]]}]}
    one, other = (made(tmp_path / name, "rocket_white.jpg", **marks) for name in ("one", "other"))

    assert one == other


@pytest.mark.parametrize(
    ("photo", "prompt", "parameters", "shape"),
    [
        ("vase_blue.jpg", "a blue vase", {}, "lathe"),
        ("vase_blue.jpg", "", {}, "inflate"),
        ("vase_blue.jpg", "eine Vase", {}, "lathe"),
        ("mug_gingham.jpg", "a cup", {}, "inflate"),
        ("bear_toy.jpg", "", {"turned": True}, "lathe"),
        ("vase_blue.jpg", "a vase", {"shape": "plaque"}, "plaque"),
    ],
)
def test_a_turned_thing_is_turned_when_words_and_outline_say_so(
    tmp_path: Path, photo: str, prompt: str, parameters: dict[str, Any], shape: str
) -> None:
    assert Relief().plan(brief(tmp_path, photo, prompt, **parameters), quiet)["shape"] == shape


def test_advice_is_said_in_sentences(tmp_path: Path) -> None:
    cut = Relief().plan(brief(tmp_path, "bad/cut_off.jpg"), quiet)
    assert cut["advice"] == [{"code": "cut_off", "edges": ["right", "bottom"]}]
    assert "(right, below)" in cut["warnings"][0]
    two = Relief().plan(brief(tmp_path, "bad/two_objects.jpg"), quiet)
    assert "2 things" in two["warnings"][0]
    turned = Relief().plan(brief(tmp_path, "bear_toy.jpg", shape="lathe"), quiet)
    assert "not the same on its left and right" in turned["warnings"][0]


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        ("bad/grey.jpg", "no-subject"),
        ("bad/truncated.jpg", "broken-picture"),
        ("bad/bomb.png", "too-many-pixels"),
        ("", "invalid"),
    ],
)
def test_what_cannot_become_a_model_is_refused_with_a_sentence(tmp_path: Path, photo: str, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        Relief().plan(brief(tmp_path, photo), quiet)

    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    "harm",
    [
        {"mask": None},
        {"mask": {"width": 640, "height": 640, "png": "no base64"}},
        {"mask": {"width": 1, "height": 1, "png": "AAAA"}},
        {"box": [0, 0, 0, 1]},
        {"box": "all"},
        {"shape": "sphere"},
    ],
)
def test_a_specification_from_elsewhere_is_checked(tmp_path: Path, harm: dict[str, Any]) -> None:
    spec = Relief().plan(brief(tmp_path, "stool_cutout.png"), quiet) | harm
    with pytest.raises(EngineError) as refused:
        Relief().run(brief(tmp_path, "stool_cutout.png", "", spec), quiet)
    assert refused.value.code == "invalid_specification"
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_run_leaves_no_file(tmp_path: Path) -> None:
    def cancel(progress: float, _message: str) -> None:
        if progress > 0.5:
            raise Cancelled

    spec = Relief().plan(brief(tmp_path, "stool_cutout.png"), quiet)
    with pytest.raises(Cancelled):
        Relief().run(brief(tmp_path, "stool_cutout.png", "", spec), cancel)
    assert list(tmp_path.iterdir()) == []


def test_progress_rises_and_ends_at_one(tmp_path: Path) -> None:
    told: list[float] = []
    Relief().run(brief(tmp_path, "stool_cutout.png"), lambda progress, _message: told.append(progress))
    assert told == sorted(told)
    assert told[-1] == 1.0
