"""The OpenSCAD engine as the pipeline calls it: plan, run, and a shape for a slider."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generation.engines.base import Brief, Cancelled, Engine, EngineError
from generation.engines.openscad import OpenScad
from generation.mesh import gate
from tests.alone import alone

SOURCE = """w = 40; // [10:100]
name = "lid";
// part: plate
cube([w, 20, 4]);
color("red") translate([0, 0, 4]) cylinder(d = 8, h = 6);
echo("two parts");
"""


def quiet(_progress: float, _message: str) -> None:
    return None


def brief(
    folder: Path, specification: dict[str, Any] | None = None, prompt: str = "a plate", **parameters: Any
) -> Brief:
    return Brief("design", prompt, parameters, 0, folder, specification)


def planned(folder: Path, **parameters: Any) -> dict[str, Any]:
    return json.loads(json.dumps(OpenScad().plan(brief(folder, **parameters), quiet), sort_keys=True))


def made(folder: Path, **parameters: Any) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    pieces = OpenScad().run(brief(folder, planned(folder, **parameters), **parameters), quiet)
    return {piece.kind: piece.path.read_bytes() for piece in pieces}


def gltf(data: bytes) -> dict[str, Any]:
    return json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])


def test_it_is_an_engine_of_the_child_that_is_ready() -> None:
    assert isinstance(OpenScad(), Engine)
    assert OpenScad.place == "child"
    assert OpenScad().ready() == ""
    Draft202012Validator.check_schema(dict(OpenScad.capabilities))


def test_a_source_becomes_a_model_a_printable_file_and_itself(tmp_path: Path) -> None:
    files = made(tmp_path, source=SOURCE)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.glb", "model.scad", "model.stl"]
    assert [node["name"] for node in gltf(files["glb"])["nodes"]] == ["model", "plate", "red"]
    assert len(files["stl"]) == 84 + 50 * int.from_bytes(files["stl"][80:84], "little")
    assert files["scad"].decode() == SOURCE
    gate.check(files["glb"])


def test_the_plan_holds_parameters_values_warnings_and_echoes(tmp_path: Path) -> None:
    spec = planned(tmp_path, source=SOURCE + "missing();\n", values={"w": 60})

    assert spec["kind"] == "scad"
    assert [one["name"] for one in spec["parameters"]] == ["w", "name"]
    assert spec["values"] == {"w": 60.0, "name": "lid"}
    assert spec["warnings"] == ["Line 7: Ignoring unknown module 'missing'."]
    assert spec["echoes"] == ['"two parts"']
    assert spec["source"].startswith(SOURCE)


def test_without_a_source_the_prompt_is_the_source(tmp_path: Path) -> None:
    spec = OpenScad().plan(brief(tmp_path, prompt="cube(3);"), quiet)
    assert spec["source"] == "cube(3);"
    with pytest.raises(EngineError, match="the prompt is none"):
        OpenScad().plan(brief(tmp_path, prompt="a small quadcopter frame"), quiet)


def test_values_change_the_model_and_the_source_that_is_given_back(tmp_path: Path) -> None:
    files = made(tmp_path, source=SOURCE, values={"w": 60})
    sides = gltf(files["glb"])["accessors"]
    assert max(one["max"][0] for one in sides if "max" in one) == pytest.approx(0.06)
    assert files["scad"].decode() == SOURCE.replace("w = 40;", "w = 60;")


def test_the_same_brief_gives_the_same_bytes_also_in_another_process(tmp_path: Path) -> None:
    first = made(tmp_path / "a", source=SOURCE, values={"w": 50})
    assert made(tmp_path / "b", source=SOURCE, values={"w": 50}) == first
    code = (
        "import sys; from pathlib import Path; from generation.engines.base import Brief;"
        "from generation.engines.openscad import OpenScad;"
        "b = Brief('design', 'x', {'source': sys.argv[2], 'values': {'w': 50}}, 0, Path(sys.argv[1]));"
        "OpenScad().run(b, lambda *_: None)"
    )
    (tmp_path / "c").mkdir()
    subprocess.run([sys.executable, "-c", code, tmp_path / "c", SOURCE], check=True)
    assert (tmp_path / "c" / "model.glb").read_bytes() == first["glb"]
    assert (tmp_path / "c" / "model.stl").read_bytes() == first["stl"]


def test_a_shape_has_the_bytes_of_a_run_with_the_same_values(tmp_path: Path) -> None:
    files = made(tmp_path / "run", source=SOURCE, values={"w": 77})
    spec = planned(tmp_path, source=SOURCE)
    spec["values"]["w"] = 77.0
    assert OpenScad().shape(spec, tmp_path).read_bytes() == files["glb"]


def refusal_of_a_slow_shape(spec: dict[str, Any], folder: Path) -> str:
    with pytest.raises(EngineError) as caught:
        OpenScad(seconds=1).shape(spec, folder)
    return str(caught.value)


def test_a_shape_that_takes_too_long_is_refused_with_a_sentence(tmp_path: Path) -> None:
    spec = {"source": "for (i = [0:99999]) for (j = [0:99999]) if (i * j < 0) cube(1);", "values": {}}
    assert "after 1 s" in alone(refusal_of_a_slow_shape, spec, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("parameters", "code", "words"),
    [
        ({"source": 'import("a.stl");'}, "scad_file", "Line 1, column 1: import reads a file"),
        ({"source": "cube(1);\ncube(;"}, "scad_syntax", "Line 2, column 6"),
        ({"source": SOURCE, "values": {"w": 500}}, "scad_value", "w lies between 10 and 100"),
        ({"source": SOURCE, "values": {"v": 5}}, "scad_value", "no parameter 'v'"),
        ({"source": SOURCE, "values": [1]}, "scad_value", "table of names"),
        ({"source": 'assert(false, "no");'}, "scad_error", "no"),
    ],
)
def test_a_plan_that_fails_says_where(tmp_path: Path, parameters: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(EngineError) as caught:
        OpenScad().plan(brief(tmp_path, **parameters), quiet)
    assert caught.value.code == code
    assert words in caught.value.message
    assert not caught.value.retry


def test_a_source_without_solids_fails_when_it_is_built(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="makes no solid"):
        OpenScad().run(brief(tmp_path, source="x = 1;"), quiet)


def test_progress_never_falls(tmp_path: Path) -> None:
    shares: list[float] = []
    engine = OpenScad()
    spec = engine.plan(brief(tmp_path, source=SOURCE), quiet)
    engine.run(brief(tmp_path, spec), lambda share, _words: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0] >= 0, shares[-1]) == (True, 1.0)


@pytest.mark.parametrize("at", [0.0, 0.5, 0.8])
def test_a_cancelled_run_leaves_no_file(tmp_path: Path, at: float) -> None:
    def report(share: float, _words: str) -> None:
        if share >= at:
            raise Cancelled

    with pytest.raises(Cancelled):
        OpenScad().run(brief(tmp_path, planned(tmp_path, source=SOURCE)), report)
    assert not (tmp_path / "model.stl").exists()
    assert not list(tmp_path.glob(".*.part"))


def test_the_engine_module_loads_no_parser_and_no_geometry() -> None:
    code = (
        "import sys; import generation.engines.openscad, generation.mesh.scad.values;"
        "print([name for name in ('lark', 'manifold3d', 'numpy', 'openscad_evaluator') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "source",
    [
        "echo(chr(0), chr(55296)); cube(1);",
        "v = 1; // [1:One, 1e999:Two]\ncube(1);",
        "cube(chr(0)); cube(1);",
    ],
)
def test_what_a_plan_holds_can_be_kept_by_a_database(tmp_path: Path, source: str) -> None:
    told = json.dumps(OpenScad().plan(brief(tmp_path, source=source), quiet), allow_nan=False)

    assert "\\u0000" not in told
    assert "\\ud8" not in told


def test_an_authors_own_sentence_can_be_kept_by_a_database(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="Assertion") as refusal:
        OpenScad().plan(brief(tmp_path, source='assert(false, str("no", chr(0), chr(55296))); cube(1);'), quiet)

    assert "no" in refusal.value.message
    assert "\x00" not in refusal.value.message
    refusal.value.message.encode()
