"""Requirements are read strictly and checked against the facts of a file."""

import pytest

from marketplace.bounties import requirements
from nexus.foundation.errors import Invalid

FACTS = {
    "triangles": 12,
    "materials": ["walnut"],
    "textures": 0,
    "rigged": False,
    "closed": True,
    "winding_consistent": True,
    "non_manifold_edges": 0,
    "self_intersections": None,
    "printing": {"wall_mm": 2.0, "overhang_share": 0.1, "islands": 0},
    "size_mm": [400.0, 300.4, 200.0],
}


def checked(**asked) -> dict[str, bool]:
    made = requirements.checks(requirements.read(asked), FACTS, formats=["glb", "stl"])
    return {row["requirement"]: row["passed"] for row in made}


def test_what_is_met_passes_and_what_is_not_fails_with_both_figures():
    assert checked(formats=["GLB", "stl"], triangles_max=12, materials_max=1, closed=True, printable=True) == {
        "formats": True,
        "triangles_max": True,
        "closed": True,
        "printable": True,
        "materials_max": True,
    }
    assert checked(formats=["fbx"], triangles_max=11, rigged=True, textured=True) == {
        "formats": False,
        "triangles_max": False,
        "rigged": False,
        "textured": False,
    }
    [row] = requirements.checks({"triangles_max": 11}, FACTS, formats=[])
    assert (row["wanted"], row["measured"]) == (11, 12)


@pytest.mark.parametrize(
    ("size", "tolerance", "passes"),
    [
        ([400, 300, 200], None, True),  # 0.4 mm off, a millimetre is allowed
        ([200, 400, 300], None, True),  # another axis points up
        ([400, 300, 200], 0.3, False),
        ([400, 302, 200], None, False),
    ],
)
def test_a_size_is_compared_within_its_tolerance_whichever_axis_points_up(size, tolerance, passes):
    assert checked(size_mm=size, tolerance_mm=tolerance) == {"size_mm": passes}


@pytest.mark.parametrize(
    "fact",
    [
        {"closed": False},
        {"winding_consistent": False},
        {"self_intersections": 3},
        {"printing": {"wall_mm": 0.4}},
        {"printing": None},
    ],
)
def test_a_mesh_that_cannot_be_printed_is_not_printable(fact):
    [row] = requirements.checks({"printable": True}, FACTS | fact, formats=[])
    assert not row["passed"]


def test_facts_that_are_missing_pass_nothing():
    asked = requirements.read({"triangles_max": 5, "size_mm": [1, 2, 3], "closed": True, "formats": ["glb"]})
    assert not any(row["passed"] for row in requirements.checks(asked, {}, formats=[]))


def test_null_and_false_ask_nothing():
    assert requirements.read({"closed": False, "triangles_max": None, "formats": []}) == {}
    assert requirements.read(None) == {}


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"colour": "red"}, "colour"),
        ({"formats": "glb"}, "formats"),
        ({"formats": ["dwg"]}, "dwg"),
        ({"triangles_max": 0}, "triangles_max"),
        ({"triangles_max": True}, "triangles_max"),
        ({"triangles_max": 1.5}, "triangles_max"),
        ({"size_mm": [1, 2]}, "size_mm"),
        ({"size_mm": [1, 2, -3]}, "size_mm"),
        ({"size_mm": [1, 2, float("nan")]}, "size_mm"),
        ({"tolerance_mm": 2}, "size_mm"),
        ({"closed": "yes"}, "closed"),
        ({"materials_max": 2000}, "materials_max"),
    ],
)
def test_what_cannot_be_required_is_refused_by_name(asked, word):
    with pytest.raises(Invalid, match=word):
        requirements.read(asked)
