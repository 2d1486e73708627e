"""Measuring solids whose numbers are known from their making."""

import math

import numpy as np
import pytest
from manifold3d import Manifold

from conversations.planning import measuring


def tube(outer: float, inner: float, height: float) -> Manifold:
    return Manifold.cylinder(height, outer / 2, outer / 2, 64) - Manifold.cylinder(
        3 * height, inner / 2, inner / 2, 64, True
    )


def test_round_holes_are_found_along_all_three_axes() -> None:
    block = Manifold.cube((40, 30, 20), True)
    drill = Manifold.cylinder(100, 2, 2, 48, True)
    block = (
        block - drill - drill.rotate((90, 0, 0)).translate((10, 0, 0)) - drill.rotate((0, 90, 0)).translate((0, 8, 5))
    )

    found = measuring.holes(block)

    assert len(found) == 3
    assert found == pytest.approx([4, 4, 4], abs=0.02)


def test_a_square_hole_is_no_round_one() -> None:
    assert measuring.holes(Manifold.cube((40, 40, 5), True) - Manifold.cube((10, 10, 50), True)) == []


def test_walls_are_the_thickness_a_line_meets_first() -> None:
    box = Manifold.cube((60, 40, 30)) - Manifold.cube((56, 34, 30)).translate((2, 3, 4))

    assert measuring.wall(box, 0) == pytest.approx(2)
    assert measuring.wall(box, 1) == pytest.approx(3)
    assert measuring.wall(box, 2) == pytest.approx(4)


def test_the_bore_and_outer_diameter_of_a_tube_are_measured_at_a_height() -> None:
    assert measuring.bore(tube(30, 12, 20), 0.5) == pytest.approx(12, abs=0.02)
    assert measuring.outer(tube(30, 12, 20), 0.5) == pytest.approx(30, abs=0.02)
    assert measuring.bore(Manifold.cube((10, 10, 10)), 0.5) is None


def test_the_tilt_of_a_slab_is_its_angle_to_the_ground() -> None:
    slab = Manifold.cube((40, 60, 3), True).rotate((65, 0, 0))

    assert min(abs(angle - 65) for angle in measuring.slopes(slab)) < 0.1


def test_an_open_channel_has_the_diameter_of_its_arc() -> None:
    block = Manifold.cube((20, 30, 14), True) - Manifold.cylinder(50, 4, 4, 64, True).rotate((90, 0, 0)).translate(
        (0, 0, 4)
    )

    assert measuring.arcs(block) == pytest.approx([8], abs=0.02)


def test_pockets_and_teeth_are_counted() -> None:
    tray = Manifold.cube((60, 40, 20))
    for x in (2, 31):
        tray -= Manifold.cube((27, 36, 20)).translate((x, 2, 2))
    star = Manifold.cylinder(5, 10, 10, 96)
    for turn in range(7):
        star += Manifold.cube((4, 2, 5)).translate((9, -1, 0)).rotate((0, 0, turn * 360 / 7))

    assert measuring.pockets(tray) == 2
    assert measuring.teeth(star) == 7


def test_a_part_of_a_glb_becomes_a_solid_in_millimetres_with_z_up() -> None:
    corners = np.array([[x, y, z] for x in (0, 0.02) for y in (0, 0.03) for z in (0, 0.01)], np.float32)
    faces = np.array(
        [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4],
         [1, 5, 7], [1, 7, 3]], np.uint32)  # fmt: skip
    split = corners[faces.reshape(-1)]  # every face with vertices of its own, as a GLB with hard edges has them

    solid = measuring.solid(split, np.arange(36, dtype=np.uint32).reshape(-1, 3))

    assert solid.status().name == "NoError"
    assert measuring.extents(solid) == pytest.approx([20, 10, 30], abs=1e-3)
    assert solid.volume() == pytest.approx(6000, rel=1e-4)


def test_a_number_that_the_mesh_does_not_confirm_is_marked() -> None:
    document = {
        "dimensions": [
            {"name": "length", "label": "Length", "value": 50.0, "unit": "mm", "tolerance": 0.2, "seen": "x of plate"},
            {"name": "width", "label": "Width", "value": 30.0, "unit": "mm", "tolerance": 0.2, "seen": "y of plate"},
            {"name": "play", "label": "Play", "value": 0.2, "unit": "mm", "tolerance": 0.2, "seen": ""},
            {"name": "lid", "label": "Lid", "value": 2.0, "unit": "mm", "tolerance": 0.2, "seen": "z of lid"},
        ],
        "state": {"values": {}},
    }

    rows = measuring.measured(document, {"plate": Manifold.cube((50, 31, 4))})["measured"]

    wanted = {row["name"]: (row["measured"], row["ok"]) for row in rows if row["wanted"] is not None}
    assert wanted == {"length": (50.0, True), "width": (31.0, False)}
    volume = next(row for row in rows if row["name"] == "plate_volume")
    assert volume["measured"] == pytest.approx(6.2)
    assert math.isfinite(volume["measured"])


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "x",
        "x of",
        "os of plate",
        "wall w of plate",
        "bore 9 of plate",
        "shafts of plate",
        "x of a b",
        "group of plate",
    ],
)
def test_a_way_of_seeing_that_there_is_not_gives_no_row(seen: str) -> None:
    row = {"name": "n", "label": "N", "value": 5.0, "unit": "mm", "tolerance": 0.2, "seen": seen}

    found = measuring.measured({"dimensions": [row], "state": {}}, {"plate": Manifold.cube((50, 31, 4))})["measured"]

    assert [one for one in found if one["wanted"] is not None] == []
