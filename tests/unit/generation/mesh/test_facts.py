"""Facts: they equal what is known of the samples, and each problem is found and said."""

import json

import numpy as np
import pytest

from generation.mesh import crossings, facts, gate, topology
from tests.unit.generation.mesh.files import EXPECTED, GOOD, Maker, bad, ball, changed, good

NAMES = [
    "format",
    "triangles",
    "vertices",
    "mesh_nodes",
    "node_names",
    "parts",
    "materials",
    "textures",
    "max_texture",
    "uv",
    "vertex_colours",
    "rigged",
    "joints",
    "animations",
    "size",
    "unit",
    "size_mm",
    "up",
    "closed",
    "winding_consistent",
    "boundary_edges",
    "non_manifold_edges",
    "degenerate_faces",
    "duplicate_faces",
    "self_intersections",
    "bodies",
    "volume_mm3",
    "area_mm2",
    "printing",
    "printable",
    "validator",
    "problems",
]


@pytest.mark.parametrize("name", GOOD)
def test_facts_equal_what_is_known_of_a_sample(name: str) -> None:
    found = facts.facts(good(name))
    assert list(found) == NAMES
    json.dumps(found, allow_nan=False)
    for key, value in EXPECTED["good"][name].items():
        if key in found:
            wanted = pytest.approx(value, abs=1e-3) if key == "size" else value
            assert found[key] == wanted, key


def test_volumes_are_in_cubic_millimetres_and_overlaps_count_once() -> None:
    scaled = EXPECTED["good"]["box_mm_scaled.glb"]["volume"] * 1e9
    assert facts.facts(good("box_mm_scaled.glb"))["volume_mm3"] == pytest.approx(scaled, rel=0.01)
    union = EXPECTED["good"]["boxes_overlap.glb"]["union_volume"] * 1e9
    assert facts.facts(good("boxes_overlap.glb"))["volume_mm3"] == pytest.approx(union, rel=0.01)
    assert facts.facts(good("box_open.glb"))["volume_mm3"] is None


def test_area_is_in_square_millimetres() -> None:
    assert facts.facts(good("box_mm_scaled.glb"))["area_mm2"] == pytest.approx(2 * (200 + 300 + 600))


def codes(data: bytes) -> dict[str, int]:
    found = facts.facts(data)["problems"]
    for problem in found:
        assert set(problem) == {"code", "severity", "count", "sentence", "fixable"}
        assert problem["severity"] in ("error", "warning", "info")
        assert problem["sentence"].endswith(".")
        assert "!" not in problem["sentence"]
    return {problem["code"]: problem["count"] for problem in found}


@pytest.mark.parametrize(
    ("name", "code", "count"),
    [
        ("box_open.glb", "open_edges", 4),
        ("box_flipped_face.glb", "winding_inconsistent", 1),
        ("boxes_overlap.glb", "self_intersections", 12),
        ("box_degenerate.glb", "degenerate_faces", 2),
        ("box_degenerate.glb", "duplicate_faces", 2),
        ("box_degenerate.glb", "non_manifold_edges", 5),
    ],
)
def test_a_problem_is_found_and_counted(name: str, code: str, count: int) -> None:
    assert codes(good(name))[code] == count


def test_a_sound_file_has_no_problem_but_that_the_validator_is_still_to_come() -> None:
    assert codes(good("box_mm_scaled.glb")) == {"validator_not_run": 1}
    assert codes(good("table.glb")) == {"overhang": 1, "validator_not_run": 1}  # a note: it prints on supports


def test_a_ball_turned_inside_out_is_told() -> None:
    document = changed(ball(), "nodes", 0, "name", to="ball")
    assert "inside_out" not in codes(document)
    maker = Maker()
    box = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], "f4")
    faces = [
        [0, 2, 3],
        [0, 3, 1],
        [4, 5, 7],
        [4, 7, 6],
        [0, 1, 5],
        [0, 5, 4],
        [2, 6, 7],
        [2, 7, 3],
        [0, 4, 6],
        [0, 6, 2],
        [1, 3, 7],
        [1, 7, 5],
    ]
    maker.mesh({"POSITION": maker.array(box, "f4")}, maker.array(np.array(faces).ravel(), "u2"))
    assert codes(maker.data())["inside_out"] == 1


def test_sizes_beyond_use_are_told() -> None:
    assert "tiny" in codes(ball(radius=0.0001))
    assert "huge" in codes(ball(radius=1000))


def test_a_rough_count_stands_for_too_many_triangles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossings, "MOST_TRIANGLES", 10)
    found = facts.facts(good("boxes_overlap.glb"))
    assert found["self_intersections"] is None
    assert "self_intersections_unknown" in [problem["code"] for problem in found["problems"]]


def test_a_ball_does_not_cut_itself_but_two_that_overlap_do() -> None:
    assert facts.facts(ball(rows=24))["self_intersections"] == 0
    surface = facts.read.joined(facts.read.glb(ball(rows=24)).meshes[0])
    positions = np.concatenate([surface[0], surface[0] + np.float32([0.3, 0.1, 0.2])])
    triangles = np.concatenate([surface[1], surface[1] + np.uint32(len(surface[0]))])
    crossed = crossings.crossing_triangles(positions, triangles)
    assert crossed is not None
    assert 50 < crossed.sum() < 400


def test_welding_joins_equal_places_and_both_zeros() -> None:
    places, count = topology.weld(np.array([[0.0, 0, 0], [-0.0, 0, 0], [1, 0, 0]], "f4"))
    assert count == 2
    assert places[0] == places[1] != places[2]


def test_a_refused_file_has_no_facts() -> None:
    with pytest.raises(gate.Refused):
        facts.facts(bad("nan_positions.glb"))


def test_a_name_with_a_nul_is_told_without_it() -> None:
    """No database keeps one: the whole job or upload would fail on it."""
    found = facts.facts(changed(ball(), "nodes", 0, "name", to="ba\x00ll"))

    assert found["node_names"][0] == "ball"
