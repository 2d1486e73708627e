"""Corrections by machine: only what was asked for changes, the file's other parts stay, the same bytes every time."""

import numpy as np
import pytest

from generation.mesh import container, facts, likeness, nearness, read, repair, turntable
from generation.mesh.limits import USUAL
from generation.mesh.refusal import Refused
from tests.unit.generation.mesh.files import SAMPLES

GOOD = SAMPLES / "good"


def fixed(name: str, *codes: str, scale: float = 1.0) -> tuple[bytes, dict]:
    data = repair.repaired((GOOD / name).read_bytes(), codes, scale=scale)
    assert data == repair.repaired((GOOD / name).read_bytes(), codes, scale=scale)
    return data, facts.facts(data)


def test_a_hole_is_closed_with_the_faces_around_it() -> None:
    _, found = fixed("box_open.glb", "open_edges")
    assert (found["closed"], found["winding_consistent"], found["triangles"]) == (True, True, 12)
    assert found["volume_mm3"] == pytest.approx(1e9)


def test_faces_that_look_inwards_are_turned() -> None:
    _, found = fixed("box_flipped_face.glb", "winding_inconsistent")
    assert found["winding_consistent"]
    assert found["volume_mm3"] == pytest.approx(1e9)


def test_a_body_turned_inside_out_is_turned_back_with_its_normals() -> None:
    model = read.glb((GOOD / "ball_textured.glb").read_bytes())
    inner = _inverted(GOOD / "ball_textured.glb")
    assert "inside_out" in {row["code"] for row in facts.facts(inner)["problems"]}
    back = read.glb(repair.repaired(inner, ["inside_out"]))
    one, other = next(model.drawn()), next(back.drawn())
    assert sorted(map(tuple, np.sort(one.triangles, axis=1).tolist())) == sorted(
        map(tuple, np.sort(other.triangles, axis=1).tolist())
    )
    outwards = np.einsum("ij,ij->i", other.normals, other.positions - other.positions.mean(axis=0))
    assert (outwards > 0).mean() > 0.99


def _inverted(path) -> bytes:
    """The file with every face turned and its normals with it, as a wrong export writes it."""
    from generation.mesh import gate, gltf_edit

    opened = gate.open_glb(path.read_bytes())
    surface = read.model(opened).meshes[0].primitives[0]
    edited = gltf_edit.opened(opened.document)
    entry = edited.json["meshes"][0]["primitives"][0]
    entry["indices"] = edited.indices(surface.triangles[:, ::-1].astype(np.int64), len(surface.positions))
    entry["attributes"]["NORMAL"] = edited.array(-surface.normals, "VEC3")
    return edited.glb()


def test_empty_and_doubled_faces_go_and_nothing_else() -> None:
    _, found = fixed("box_degenerate.glb", "degenerate_faces", "duplicate_faces")
    assert (found["triangles"], found["degenerate_faces"], found["duplicate_faces"]) == (12, 0, 0)


def test_a_scale_keeps_rig_and_animation() -> None:
    data, found = fixed("arm_rigged.glb", "unit", scale=0.001)
    assert found["size_mm"] == pytest.approx([0.4, 2.0, 0.4], rel=1e-5)
    assert (found["joints"], [clip["name"] for clip in found["animations"]]) == (2, ["wave"])
    parsed = container.parse(
        data, file_bytes=USUAL.file_bytes, json_bytes=USUAL.json_bytes, json_depth=USUAL.json_depth
    )
    assert parsed.json["skins"]


def test_what_cannot_be_mended_is_said() -> None:
    with pytest.raises(Refused) as refused:
        repair.repaired((GOOD / "table.glb").read_bytes(), ["open_edges", "inside_out"])
    assert refused.value.rule == "nothing-fixed"
    with pytest.raises(ValueError, match="Nothing here fixes"):
        repair.repaired((GOOD / "table.glb").read_bytes(), ["self_intersections"])
    with pytest.raises(ValueError, match="scale"):
        repair.repaired((GOOD / "table.glb").read_bytes(), ["unit"], scale=1e9)


def prints(*names: str) -> list[list[float]]:
    return [likeness.print_of(read.glb((GOOD / name).read_bytes())) for name in names]


def test_a_shape_is_known_again_in_another_place_size_and_mesh_and_others_are_not() -> None:
    table, again, ball, box, flat = prints(
        "table.glb", "table.glb", "ball_textured.glb", "box_vertex_colours.glb", "box_mm_scaled.glb"
    )
    assert table == again
    scaled = likeness.print_of(read.glb(repair.repaired((GOOD / "table.glb").read_bytes(), ["unit"], scale=0.02)))
    assert nearness.distance(table, scaled) < nearness.NEAR / 3
    for one, other in ((table, ball), (table, box), (ball, box), (box, flat)):
        assert nearness.distance(one, other) > nearness.NEAR


def test_a_turntable_has_its_frames_and_the_same_bytes() -> None:
    data = (GOOD / "box_vertex_colours.glb").read_bytes()
    made = turntable.sprite(data)
    assert made.width % turntable.COLUMNS == 0
    assert made.width // turntable.COLUMNS in {turntable.SIDE, turntable.PLAIN_SIDE}
    assert len(made.data) <= turntable.MOST_BYTES
    assert made == turntable.sprite(data)
