"""A design's numbers are found on the GLB that was written, and a wrong mesh is noticed."""

from pathlib import Path

from conversations.planning import on_mesh, plan
from generation.mesh.scad import building
from generation.mesh.writers import glb


def written(tmp_path: Path, source: str) -> Path:
    scene, _ = building.build(source, {}, generator="tests")
    path = tmp_path / "model.glb"
    path.write_bytes(glb.write(scene))
    return path


def test_every_number_that_can_be_seen_is_measured_and_fits(tmp_path: Path) -> None:
    made = plan("an enclosure 80 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")

    found = on_mesh.measure(written(tmp_path, made.source), {"document": made.document})["document"]["measured"]

    seen = [row for row in found if row.get("ok") is not None]
    assert len(seen) >= 3
    assert all(row["ok"] for row in seen), seen


def test_the_control_a_mesh_of_another_size_does_not_fit(tmp_path: Path) -> None:
    made = plan("an enclosure 80 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")
    other = plan("an enclosure 95 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")

    found = on_mesh.measure(written(tmp_path, other.source), {"document": made.document})["document"]["measured"]

    assert any(row.get("ok") is False for row in found)
