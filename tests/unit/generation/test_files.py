"""Looking at and converting single files, through the limited child as the commands do."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from generation import files
from generation.mesh import facts
from nexus.foundation.errors import Invalid

SAMPLES = Path(__file__).parents[2] / "samples"


def test_an_fbx_is_inspected_in_its_child_with_the_validators_counts() -> None:
    out = StringIO()
    call_command("inspect", str(SAMPLES / "good" / "box.fbx"), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["format"], found["unit"], found["triangles"]) == ("fbx", "centimeter", 12)
    assert found["validator"] is None or found["validator"]["errors"] == 0


def test_the_report_is_readable_and_names_each_problem() -> None:
    out = StringIO()
    call_command("inspect", str(SAMPLES / "good" / "box_open.glb"), stdout=out)
    assert "open_edges: 4 edges are open" in out.getvalue()


@pytest.mark.parametrize("name", ["bomb.3mf", "fbx_truncated.fbx", "zip_slip.zip"])
def test_a_bad_file_is_refused_with_its_rule(name: str) -> None:
    with pytest.raises(files.RefusedFile) as caught:
        files.inspected(SAMPLES / "bad" / name)
    assert set(caught.value.refused) == {"rule", "sentence", "remedy"}
    with pytest.raises(CommandError, match=r"is refused \("):
        call_command("inspect", str(SAMPLES / "bad" / name))


def test_a_file_is_converted_to_what_its_new_name_says(tmp_path: Path) -> None:
    made = tmp_path / "table.usdz"
    call_command("convert", str(SAMPLES / "good" / "table.glb"), str(made), stdout=StringIO())
    assert facts.facts(made.read_bytes())["triangles"] == 60
    packed = tmp_path / "table.zip"
    files.converted(SAMPLES / "good" / "table.glb", packed)
    assert zipfile.ZipFile(packed).namelist()[0] == "model.obj"


def test_an_obj_lies_beside_its_materials_and_pictures(tmp_path: Path) -> None:
    files.converted(SAMPLES / "good" / "table.glb", tmp_path / "chair.obj")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "chair.mtl",
        "chair.obj",
        "textures/oak.png",
    ]
    assert "mtllib chair.mtl" in (tmp_path / "chair.obj").read_text()


def test_what_cannot_be_written_or_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="should end in"):
        files.converted(SAMPLES / "good" / "table.glb", tmp_path / "table.dae")
    with pytest.raises(Invalid, match="cannot be read"):
        files.inspected(tmp_path / "nothing.glb")
    with pytest.raises(Invalid, match="cannot be written"):
        files.converted(SAMPLES / "good" / "table.glb", tmp_path / "no" / "folder.stl")
