"""Shap-E as the pipeline calls it, with a tiny trained model: true geometry, true colours, by the stock file layout."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.base import Brief, Engine, EngineError
from generation.engines.shap_e import ShapE
from generation.mesh import facts, gate, read
from tests.tiny import shap_e as tiny

pytestmark = pytest.mark.timeout(600)  # the first one trains the tiny model
FAST = {"steps": 8, "guidance": 3.0}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)  # networks this small are faster so, and other tests work beside


def engine(**options: Any) -> ShapE:
    return ShapE(**({"text_path": str(tiny.text_folder()), "device": "cpu", "precision": "fp32", "grid": 48} | options))


def brief(folder: Path, prompt: str, *, images: tuple[Path, ...] = (), seed: int = 5, **parameters: Any) -> Brief:
    folder.mkdir(exist_ok=True)
    return Brief("image" if images else "text", prompt, FAST | parameters, seed, folder, None, images)


def quiet(_progress: float, _message: str) -> None:
    return None


def model(path: Path) -> tuple[dict[str, Any], Any]:
    """Facts of a file and its only primitive."""
    data = path.read_bytes()
    return facts.facts(data), read.model(gate.open_glb(data)).meshes[0].primitives[0]


def euler(primitive: Any) -> int:
    places, faces = np.unique(primitive.positions, axis=0, return_inverse=True)
    corners = faces.reshape(-1)[primitive.triangles]
    edges = np.unique(np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), 1), axis=0)
    return len(places) - len(edges) + len(corners)


def test_it_is_an_engine() -> None:
    made = engine()

    assert isinstance(made, Engine)
    assert made.ready() == ""
    assert made.missing("image") == "SHAP_E_IMG2IMG_PATH names no folder."
    assert made.kinds == {"text"}
    assert ShapE(image_path="/nowhere").kinds == {"image"}
    assert ShapE().kinds == {"text", "image"}


def test_asking_whether_it_is_ready_loads_no_torch() -> None:
    script = (
        "import sys\nfrom generation.engines.shap_e import ShapE\nfrom generation.engines.diffusion import DiffusionPreview\n"
        "print(repr(ShapE(text_path=sys.argv[1]).ready()), repr(DiffusionPreview(path=sys.argv[1]).ready()))\n"
        "print([n for n in ('torch', 'diffusers', 'transformers', 'numpy', 'manifold3d') if n in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(tiny.text_folder())],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(Path.cwd())},
    ).stdout.splitlines()  # fmt: skip

    assert said == ["'' ''", "[]"]


def test_a_red_cone_is_red_closed_upright_and_stands_on_the_ground(tmp_path: Path) -> None:
    pieces = {piece.kind: piece.path for piece in engine().run(brief(tmp_path, "a red cone"), quiet)}
    found, primitive = model(pieces["glb"])
    places, (red, green, blue) = primitive.positions, primitive.colours[:, :3].mean(axis=0)

    assert (found["closed"], found["bodies"], euler(primitive)) == (True, 1, 2)
    assert red > 0.5
    assert max(green, blue) < 0.1
    assert found["vertex_colours"]
    assert max(found["size_mm"]) == pytest.approx(100, abs=0.01)
    assert places[:, 1].min() == pytest.approx(0, abs=1e-6)
    top = places[places[:, 1] > 0.09]
    foot = places[places[:, 1] < 0.01]
    assert np.ptp(top[:, 0]) < 0.4 * np.ptp(foot[:, 0])
    assert found["node_names"] == ["model", "model"]
    assert len(pieces["stl"].read_bytes()) == 84 + 50 * int.from_bytes(pieces["stl"].read_bytes()[80:84], "little")


def test_a_blue_ring_has_one_hole(tmp_path: Path) -> None:
    pieces = engine().run(brief(tmp_path, "a blue ring"), quiet)
    found, primitive = model(pieces[0].path)
    red, green, blue = primitive.colours[:, :3].mean(axis=0)

    assert (found["closed"], found["bodies"], euler(primitive)) == (True, 1, 0)
    assert blue > 0.4 > max(red, green)


@pytest.mark.parametrize(("number", "holes"), [(2, 0), (3, 1)])
def test_a_picture_becomes_the_thing_it_shows(tmp_path: Path, number: int, holes: int) -> None:
    shown = tmp_path / "shown.png"
    tiny.picture(number).save(shown)
    pieces = engine(text_path="", image_path=str(tiny.image_folder())).run(brief(tmp_path, "", images=(shown,)), quiet)
    found, primitive = model(pieces[0].path)

    assert (found["closed"], euler(primitive)) == (True, 2 - 2 * holes)
    assert int(np.argmax(primitive.colours[:, :3].mean(axis=0))) == (0 if number == 2 else 2)


def test_the_same_brief_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    one, other, third = (
        [piece.path.read_bytes() for piece in engine().run(brief(tmp_path / name, "a red cone", seed=seed), quiet)]
        for name, seed in (("one", 5), ("other", 5), ("third", 6))
    )

    assert one == other
    assert one[0] != third[0]


def test_bfloat16_makes_the_same_thing_within_three_hundredths(tmp_path: Path) -> None:
    sizes = []
    for precision in ("fp32", "bf16"):
        pieces = engine(precision=precision).run(brief(tmp_path / precision, "a red cone"), quiet)
        found, primitive = model(pieces[0].path)
        assert (found["closed"], euler(primitive)) == (True, 2)
        sizes.append(found["volume_mm3"])

    assert sizes[1] == pytest.approx(sizes[0], rel=0.03)


def test_no_more_triangles_than_asked_and_still_closed(tmp_path: Path) -> None:
    pieces = engine().run(brief(tmp_path, "a blue ring", faces=600), quiet)
    found, primitive = model(pieces[0].path)

    assert 500 < found["triangles"] <= 600
    assert (found["closed"], euler(primitive)) == (True, 0)


def test_progress_rises_from_waiting_to_ready(tmp_path: Path) -> None:
    heard: list[tuple[float, str]] = []
    engine().run(brief(tmp_path, "a red cone"), lambda share, words: heard.append((share, words)))
    shares = [share for share, _ in heard]

    assert shares == sorted(shares)
    assert heard[-1] == (1.0, "Model ready")
    assert {"Shaping", "Finding the surface", "Building the mesh"} <= {words for _, words in heard}


def test_the_plan_decides_every_default_and_warns_of_what_is_not_read(tmp_path: Path) -> None:
    plan = engine().plan(Brief("text", "a red cone " * 30, {}, 3, tmp_path), quiet)

    assert (plan["steps"], plan["guidance"], plan["faces"], plan["seed"]) == (16, 15.0, 50_000, 3)
    assert plan["warnings"] == ["The model reads about the first 60 words; you wrote 90."]
    assert json.loads(json.dumps(plan)) == plan


@pytest.mark.parametrize("prompt", ["", "  ", "?!"])
def test_no_words_are_refused_with_a_sentence(tmp_path: Path, prompt: str) -> None:
    with pytest.raises(EngineError, match="There are no words to work from"):
        engine().plan(brief(tmp_path, prompt), quiet)


def test_a_kind_without_a_folder_is_refused_with_the_name_of_its_setting(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="SHAP_E_IMG2IMG_PATH names no folder") as refused:
        engine().plan(brief(tmp_path, "", images=(tmp_path / "a.png",)), quiet)

    assert refused.value.code == "not_ready"


def test_an_empty_field_is_a_sentence_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from generation.engines.device import decoding

    class Empty:
        def __call__(self, places: Any) -> Any:
            return torch.full((*places.shape[:2], 12), -1.0)

        def of(self, _number: int) -> "Empty":
            return self

    monkeypatch.setattr(decoding.Network, "made", lambda _renderer, _latents: Empty())
    with pytest.raises(EngineError, match="The model came out empty") as refused:
        engine().run(brief(tmp_path, "a red cone"), quiet)

    assert refused.value.code == "shapeless"
    assert list(tmp_path.iterdir()) == []


def test_noise_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.engines.device import decoding

    monkeypatch.setattr(decoding, "MOST_TRIANGLES", 100)
    with pytest.raises(EngineError, match="noise instead of a thing"):
        engine().run(brief(tmp_path, "a red cone"), quiet)
