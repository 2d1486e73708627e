"""The Khronos validator in its limited child: what it counts, what it refuses, and what the facts make of it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.mesh import facts, validator
from nexus.foundation import sandbox
from tests.unit.generation.mesh.files import BAD, EXPECTED, GOOD, SAMPLES, Maker, changed, good

# The validator judges the form of a file; a bomb, a deep tree or a file without a scene is sound to it, and our gate's.
SOUND_TO_THE_VALIDATOR = {"no_scene.glb", "nodes_deep.glb", "texture_bomb.glb"}
UNREAD = {"json_deep.glb"}


@pytest.fixture(scope="module")
def reports() -> dict[str, validator.Report]:
    sources = [SAMPLES / "good" / name for name in GOOD] + [SAMPLES / "bad" / name for name in BAD]
    found = validator.reports(sources, seconds=60)
    return {source.name: report for source, report in zip(sources, found, strict=True)}


def without_bounds() -> bytes:
    """Sound to our gate, and an error to the validator: the positions' accessor has neither min nor max."""
    maker = Maker()
    corners = maker.array(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]]), "f4")
    maker.mesh({"POSITION": corners}, maker.array(np.array([0, 1, 2]), "u2"))
    return maker.data()


def facts_of(data: bytes, folder: Path) -> dict[str, Any]:
    source = folder / "model.glb"
    source.write_bytes(data)
    return validator.completed(facts.facts(data), source)


def problems(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Without the note that a table prints on supports."""
    return [row for row in found["problems"] if row["code"] != "overhang"]


def codes(found: dict[str, Any]) -> dict[str, int]:
    return {row["code"]: row["count"] for row in problems(found)}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_sample_has_as_many_errors_as_are_known(name: str, reports: dict[str, validator.Report]) -> None:
    counts = reports[name].counts
    assert counts is not None
    assert set(counts) == {"errors", "warnings", "infos", "hints"}
    assert counts["errors"] == EXPECTED["good"][name]["validator_errors"]


@pytest.mark.parametrize("name", sorted(set(BAD) - SOUND_TO_THE_VALIDATOR - UNREAD))
def test_a_bad_sample_has_errors_with_words(name: str, reports: dict[str, validator.Report]) -> None:
    report = reports[name]
    assert report.counts is not None
    assert report.counts["errors"] > 0
    first = report.messages[0]
    assert set(first) == {"code", "severity", "message", "pointer"}
    assert first["severity"] == "error"
    assert first["message"]


@pytest.mark.parametrize("name", sorted(UNREAD))
def test_what_overflows_the_validator_is_told_and_those_after_it_are_read(
    name: str, reports: dict[str, validator.Report]
) -> None:
    assert (reports[name].counts, reports[name].stopped) == (None, "Stack Overflow")
    assert reports["version_1.glb"].counts is not None


def test_no_file_outside_the_model_is_read(reports: dict[str, validator.Report]) -> None:
    for name in ("external_abs.glb", "external_file.glb", "external_http.glb", "external_path.glb"):
        assert any("outside the model are not read" in one["message"] for one in reports[name].messages), name


def test_at_most_twenty_messages_come_back_and_the_worst_first(reports: dict[str, validator.Report]) -> None:
    report = reports["nodes_dag.glb"]
    assert report.counts is not None
    assert report.counts["errors"] > len(report.messages) == 20
    assert {one["severity"] for one in report.messages} == {"error"}


def test_the_script_reads_standard_input_too() -> None:
    node = shutil.which("node") or str(validator._node())
    said = subprocess.run(
        [node, validator._SCRIPT, validator._LIBRARY, "-"], input=good("table.glb"), capture_output=True, check=True
    )
    assert said.stdout.startswith(b'{"counts":{"errors":0,"warnings":0,')


def test_a_sound_file_has_no_problem(tmp_path: Path) -> None:
    found = facts_of(good("table.glb"), tmp_path)
    assert found["validator"] == {"errors": 0, "warnings": 0, "infos": 0, "hints": 0}
    assert problems(found) == []


def test_errors_come_after_the_other_problems(tmp_path: Path) -> None:
    found = facts_of(without_bounds(), tmp_path)
    assert found["validator"]["errors"] == 1
    assert list(codes(found))[-1] == "validator_errors"
    assert found["problems"][-1]["sentence"] == "The Khronos validator finds 1 error in this file."
    assert "validator_not_run" not in codes(found)


def test_warnings_are_a_problem_of_their_own(tmp_path: Path) -> None:
    found = facts_of(changed(good("table.glb"), "asset", "colour", to="red"), tmp_path)
    assert found["validator"] == {"errors": 0, "warnings": 1, "infos": 0, "hints": 0}
    assert codes(found) == {"validator_warnings": 1}
    assert problems(found)[0]["sentence"] == "The Khronos validator gives 1 warning."


def test_without_node_the_facts_say_that_it_was_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(validator, "_node", lambda: None)
    assert validator.installed().startswith("no Node.js on this machine")
    found = facts_of(good("table.glb"), tmp_path)
    assert found["validator"] is None
    assert codes(found) == {"validator_not_run": 1}
    with pytest.raises(sandbox.Failed, match=r"no Node\.js"):
        validator.reports([tmp_path / "model.glb"])


def test_without_the_package_the_facts_say_so_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(validator, "_LIBRARY", tmp_path)
    assert "gltf-validator" in validator.installed()
    assert codes(facts_of(good("table.glb"), tmp_path)) == {"validator_not_run": 1}


@pytest.mark.parametrize("limit", [{"SECONDS": 0.01}, {"MEGABYTES": 256}])
def test_a_file_that_it_does_not_finish_is_told(
    limit: dict[str, float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in limit.items():
        monkeypatch.setattr(validator, name, value)
    found = facts_of(good("table.glb"), tmp_path)
    assert found["validator"] is None
    assert codes(found) == {"validator_unfinished": 1}


def test_a_stop_ends_it(tmp_path: Path) -> None:
    with pytest.raises(sandbox.Stopped, match="cancelled"):
        validator.completed({"problems": []}, SAMPLES / "good" / "table.glb", stop=lambda: "cancelled")
