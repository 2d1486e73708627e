"""What a person counts: parts are told apart by name, hollows are open, tiers are level, holes go through."""

import itertools
import re
from typing import Any

import numpy as np
import pytest

from generation.mesh.parts import Scene
from generation.shapes import assemble, registry, understanding

# Words for one and the same thing: whoever counts it looks for any of them, so a family may have but one of each row.
SAME = (
    ("leg", "foot", "paw"),
    ("camera", "lens"),
    ("cushion", "seat_cushion", "seat_pad"),
    ("cushion", "pad"),
    ("handle", "grip"),
    ("arm", "stem"),
    ("door", "rear_door", "front_door"),
    ("battlement", "merlon", "crenel"),
    ("post", "pole", "mast"),
    ("lantern", "lamp"),
    ("wheel", "rim"),
)


def made(prompt: str, **options: Any) -> Scene:
    return assemble.build(understanding.specify(prompt, **options), generator="test")


def number(scene: Scene, name: str) -> int:
    return sum(bool(re.fullmatch(rf"{name}(_\d+)?", part.name)) for part in scene.parts)


def depth_at(scene: Scene, x: float, y: float, top: float) -> float:
    """How far below `top` a vertical ray at (x, y) first meets the model."""
    hits = [hit for part in scene.parts for hit in part.solid.ray_cast((x, y, top + 1), (x, y, -1))]
    return top - max(hit.position[2] for hit in hits)


@pytest.mark.parametrize("family", list(registry.families()))
def test_no_part_bears_another_name_of_the_part_it_sits_on(family: str) -> None:
    names = {role.name for role in registry.get(family).roles}

    for row in SAME:
        assert len(names & set(row)) <= 1, (family, names & set(row))


@pytest.mark.parametrize(
    ("prompt", "part", "count"),
    [
        ("dresser with seven drawers and nine handles", "handle", 9),
        ("chest of drawers with three drawers and two handles on each drawer", "handle", 6),
        ("couch with four seat cushions", "seat_cushion", 4),
        ("brown dog", "leg", 4),
        ("claw hammer with a wooden handle", "handle", 1),
        ("castle tower with eleven battlements", "battlement", 11),
        ("square tower with 13 battlements", "battlement", 13),
        ("desk lamp with a jointed arm", "arm", 3),
        ("chandelier with seven candles", "candle", 7),
        ("chandelier with nine arms", "candle", 9),
        ("street lamp with two lanterns", "arm", 2),
        ("brass candlestick without a candle", "candle", 0),
        ("pencil cup with five pencils", "pencil", 5),
        ("white van with two doors", "door", 2),
        ("cabinet with two doors and five knobs", "handle", 5),
        ("desk with three drawers and four handles", "handle", 4),
    ],
)
def test_a_number_that_was_said_is_the_number_of_parts(prompt: str, part: str, count: int) -> None:
    assert number(made(prompt), part) == count


@pytest.mark.parametrize(
    "prompt", ["ceramic jug with a handle", "green glass bottle open at the top", "glass bottle", "pencil cup"]
)
def test_a_vessel_is_open_above_its_hollow(prompt: str) -> None:
    scene = made(prompt)
    corners = np.vstack([part.positions for part in scene.parts])
    points = np.vstack([np.asarray(part.solid.to_mesh().vert_properties)[:, :3] for part in scene.parts])
    high = float(points[:, 2].max())
    rim = points[points[:, 2] >= high * 0.97]
    x, y = (rim.max(axis=0)[:2] + rim.min(axis=0)[:2]) / 2

    assert len(corners)
    assert depth_at(scene, float(x), float(y), high) > 0.25 * high


def test_a_bottle_with_a_cork_is_closed() -> None:
    assert number(made("blue bottle with a cork"), "stopper") == 1
    assert number(made("blue bottle"), "stopper") == 0


@pytest.mark.parametrize(("style", "tiers"), list(itertools.product(("realistic", "low-poly", "stylized"), (2, 4, 5))))
def test_a_cake_is_level_at_as_many_heights_as_it_has_tiers(style: str, tiers: int) -> None:
    scene = made(f"wedding cake of {tiers} tiers", style=style)
    triangles = []
    for part in scene.parts:
        mesh = part.solid.to_mesh()
        triangles.append(np.asarray(mesh.vert_properties, np.float64)[:, :3][np.asarray(mesh.tri_verts)])
    corners = np.vstack(triangles)
    crosses = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(crosses, axis=1)
    flat = (areas > 0) & (crosses[:, 2] > 0.99 * areas)
    size = np.ptp(corners.reshape(-1, 3), axis=0)
    heights = corners[flat][:, :, 2].mean(axis=1)
    order = np.argsort(heights)
    groups = np.split(order, np.flatnonzero(np.diff(heights[order]) > 0.015 * size[2]) + 1)
    wide = [group for group in groups if areas[flat][group].sum() / 2 >= 0.02 * size[0] * size[1]]

    assert len(wide) == tiers


def test_the_holes_of_a_hinge_go_through_both_leaves() -> None:
    leaves = [
        part.solid for part in made("steel hinge with three screw holes in each leaf").parts if "leaf" in part.name
    ]

    assert [leaf.genus() for leaf in leaves] == [3, 3]


@pytest.mark.parametrize(
    "family", ["sofa", "car", "van", "bus", "truck", "pickup", "taxi", "school_bus", "airplane", "helicopter"]
)
def test_low_poly_seats_and_vehicles_take_at_most_2500_triangles(family: str) -> None:
    made_of = {"version": 1, "style": "low-poly", "complexity": "medium"}
    scene = assemble.build(
        made_of | {"objects": [{"family": family, "parameters": {}, "size_mm": {}}]}, generator="test"
    )

    assert scene.triangle_count <= 2500


def test_a_red_tractor_is_red_and_a_dark_submarine_is_dark() -> None:
    tractor = made("red tractor")
    red = sum(
        p.solid.surface_area() for p in tractor.parts if p.material.base_colour[0] > 4 * p.material.base_colour[1]
    )

    assert red >= 0.15 * sum(part.solid.surface_area() for part in tractor.parts)
    fins = [p for p in made("dark grey submarine").parts if p.name.startswith("fin")]
    assert fins
    assert all(max(fin.material.base_colour[:3]) < 0.2 for fin in fins)
