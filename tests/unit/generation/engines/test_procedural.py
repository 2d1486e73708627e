"""The procedural engine as the pipeline calls it: plan, then run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import Brief, Cancelled, Engine, EngineError
from generation.engines.procedural import Procedural


def quiet(_progress: float, _message: str) -> None:
    return None


def brief(folder: Path, prompt: str, specification: dict[str, Any] | None = None, **parameters: Any) -> Brief:
    return Brief("text", prompt, parameters, 7, folder, specification)


def files(folder: Path, prompt: str, **parameters: Any) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    engine = Procedural()
    spec = json.loads(json.dumps(engine.plan(brief(folder, prompt, **parameters), quiet), sort_keys=True))
    pieces = engine.run(brief(folder, prompt, spec, **parameters), quiet)
    return {piece.kind: piece.path.read_bytes() for piece in pieces}


def gltf(data: bytes) -> dict[str, Any]:
    length = int.from_bytes(data[12:16], "little")
    return json.loads(data[20 : 20 + length])


def test_it_is_an_engine() -> None:
    assert isinstance(Procedural(), Engine)
    assert Procedural().ready() == ""


def test_words_become_a_model_and_a_printable_file(tmp_path: Path) -> None:
    made = files(tmp_path, "round oak table 120 cm wide with four legs")

    assert made["glb"][:4] == b"glTF"
    assert len(made["stl"]) == 84 + 50 * int.from_bytes(made["stl"][80:84], "little")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.glb", "model.stl"]
    names = [node["name"] for node in gltf(made["glb"])["nodes"]]
    assert names[0] == "table"
    assert [name for name in names if name.startswith("leg")] == ["leg", "leg_2", "leg_3", "leg_4"]


def test_the_file_carries_its_specification_and_its_maker(tmp_path: Path) -> None:
    asset = gltf(files(tmp_path, "a red box")["glb"])["asset"]

    assert asset["generator"] == "Nexus procedural 1.0.0"
    assert asset["extras"]["specification"]["objects"][0]["family"] == "box"


def test_the_same_brief_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = files(tmp_path / "here", "fluted vase with two handles on an oak table")
    script = (
        "import sys, json, pathlib\n"
        "from generation.engines.procedural import Procedural\n"
        "from generation.engines.base import Brief\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "brief = Brief('text', 'fluted vase with two handles on an oak table', {}, 7, folder)\n"
        "Procedural().run(brief, lambda p, m: None)\n"
    )
    there = tmp_path / "there"
    there.mkdir()
    subprocess.run(
        [sys.executable, "-c", script, str(there)],
        check=True,
        env={"PYTHONHASHSEED": "99", "PYTHONPATH": str(Path.cwd())},
    )

    assert (there / "model.glb").read_bytes() == here["glb"]
    assert (there / "model.stl").read_bytes() == here["stl"]


def test_progress_rises_and_ends_at_one(tmp_path: Path) -> None:
    told: list[float] = []
    Procedural().run(brief(tmp_path, "three vases in a row"), lambda progress, _message: told.append(progress))

    assert told == sorted(told)
    assert told[-1] == 1


def test_cancelling_leaves_no_file_under_a_final_name(tmp_path: Path) -> None:
    def stop(progress: float, _message: str) -> None:
        if progress >= 0.7:
            raise Cancelled

    with pytest.raises(Cancelled):
        Procedural().run(brief(tmp_path, "a chair"), stop)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_understood_comes_with_three_prompts(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as failure:
        Procedural().plan(brief(tmp_path, "blorp fnarg quux"), quiet)

    assert failure.value.code == "not_understood"
    assert len(set(failure.value.suggestions)) == 3
    assert not failure.value.retry


def test_a_specification_that_is_none_is_an_error_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="version"):
        Procedural().run(brief(tmp_path, "", {"version": 99}), quiet)


def test_style_and_complexity_change_the_mesh(tmp_path: Path) -> None:
    sizes = {
        style: [
            len(files(tmp_path, "a chair", style=style, complexity=word)["glb"])
            for word in ("simple", "medium", "complex")
        ]
        for style in ("realistic", "low-poly", "stylized")
    }

    assert all(row == sorted(set(row)) for row in sizes.values())


def test_a_web_process_learns_what_it_can_do_without_loading_what_builds() -> None:
    script = (
        "import sys\n"
        "from generation.engines.procedural import Procedural\n"
        "from generation.shapes import policy, registry, suggest, understanding\n"
        "Procedural().capabilities, Procedural().ready(), registry.families(), suggest.three('x'), policy.refusal('x')\n"
        "understanding.specify('four oak chairs around a table')\n"
        "print([name for name in ('numpy', 'manifold3d', 'trimesh', 'torch', 'django') if name in sys.modules])\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env={"PYTHONPATH": str(Path.cwd())}
    )

    assert out.stdout.strip() == "[]"
