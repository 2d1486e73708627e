"""A design's numbers are found on the GLB that was written, and a wrong mesh is noticed."""

from conversations import measuring
from conversations.planning import plan
from generation.mesh.scad import building
from generation.mesh.writers import glb


def written(source: str) -> bytes:
    scene, _ = building.build(source, {}, generator="tests")
    return glb.write(scene)


def test_every_number_that_can_be_seen_is_measured_and_fits() -> None:
    made = plan("an enclosure 80 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")

    found = measuring.measured(made.document, written(made.source))["measured"]

    seen = [row for row in found if row.get("ok") is not None]
    assert len(seen) >= 3
    assert all(row["ok"] for row in seen), seen


def test_the_control_a_mesh_of_another_size_does_not_fit() -> None:
    made = plan("an enclosure 80 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")
    other = plan("an enclosure 95 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid")

    found = measuring.measured(made.document, written(other.source))["measured"]

    assert any(row.get("ok") is False for row in found)
