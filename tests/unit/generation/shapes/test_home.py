"""What the things of a home promise beyond their bounds: hollows, walls, bored spouts, tunnels under handles,
drawers."""

from typing import Any

import pytest
from manifold3d import Manifold, OpType

from generation.mesh.parts import Scene
from generation.shapes import assemble, specification, understanding

HOLLOW = (
    "tumbler", "mug", "bowl", "jug", "bucket", "watering_can", "basket", "pan", "cooking_pot", "wine_glass", "jar",
    "bottle", "teapot", "kettle", "plate",
)  # fmt: skip


def build(family: str, style: str = "realistic", **parameters: Any) -> Scene:
    size = parameters.pop("size_mm", {})
    thing = {"family": family, "parameters": parameters, "size_mm": size}
    return assemble.build({"version": 1, "style": style, "complexity": "medium", "objects": [thing]}, generator="test")


def said(prompt: str) -> Scene:
    return assemble.build(understanding.specify(prompt), generator="test")


def solid(scene: Scene, role: str) -> Manifold:
    return next(part.solid for part in scene.parts if part.role == role)


def crossed(body: Manifold, start: tuple[float, float, float], end: tuple[float, float, float]) -> list[float]:
    """How far along the ray each surface is, in millimetres, in order."""
    return sorted(sum((a - b) ** 2 for a, b in zip(hit.position, start, strict=True)) ** 0.5
                  for hit in body.ray_cast(start, end))  # fmt: skip


@pytest.mark.parametrize("family", HOLLOW)
@pytest.mark.parametrize("style", specification.STYLES)
def test_a_vessel_holds_something(family: str, style: str) -> None:
    scene = build(family, style, **({"lids": 0} if family in ("jar", "teapot", "cooking_pot") else {}))
    body = scene.parts[0].solid
    full = Manifold.hull(body)

    assert body.volume() < 0.62 * full.volume()


@pytest.mark.parametrize("style", specification.STYLES)
@pytest.mark.parametrize("wall", [2.0, 5.0])
def test_a_dice_cup_is_as_wide_outside_and_as_thick_as_asked(style: str, wall: float) -> None:
    bounds = {"width": 80, "depth": 80, "height": 100}
    body = solid(build("tumbler", style, wall=wall, size_mm=bounds), "body")
    hits = crossed(body, (0, 0, 50), (100, 0, 50))
    floor = crossed(body, (1, 1, 99), (1, 1, -10))

    assert hits[1] == pytest.approx(40, rel=0.005)
    assert hits[1] - hits[0] == pytest.approx(wall, rel=0.05)
    assert floor[1] - floor[0] == pytest.approx(wall, rel=0.05)
    assert body.genus() == 0


@pytest.mark.parametrize(("family", "tunnels"), [("mug", 1), ("teapot", 2), ("jug", 1), ("watering_can", 3)])
def test_a_handle_leaves_room_for_a_hand_and_a_spout_is_bored(family: str, tunnels: int) -> None:
    names = {"body", "handle", "spout", "cover"}
    parts = [part.solid for part in build(family).parts if part.role in names]

    assert Manifold.batch_boolean(parts, OpType.Add).genus() == tunnels


def test_what_a_mug_holds_is_not_pierced_by_its_handle() -> None:
    scene = build("mug", handles=2)
    hits = crossed(Manifold.batch_boolean([part.solid for part in scene.parts], OpType.Add), (0, 0, 90), (0, 0, -10))

    assert hits[0] > 80


@pytest.mark.parametrize("prompt", ["mug 9 cm high, 8 cm in diameter", "cooking pot, 24 cm in diameter"])
def test_a_diameter_is_that_of_the_body_and_not_of_its_handles(prompt: str) -> None:
    scene = said(prompt)
    low = scene.parts[0].solid.bounding_box()
    wanted = 80 if "mug" in prompt else 240

    assert low[4] - low[1] == pytest.approx(wanted, rel=0.01)
    assert low[3] - low[0] == pytest.approx(wanted, rel=0.01)


def test_a_mug_without_a_handle_is_round() -> None:
    thing = understanding.specify("mug without a handle")["objects"][0]

    assert thing["size_mm"]["width"] == thing["size_mm"]["depth"]


@pytest.mark.parametrize(
    ("prompt", "handles"),
    [
        ("dresser with six drawers and two handles on each drawer", 12), ("chest of drawers with five drawers", 5),
        ("chest of drawers with four drawers and eight handles", 8), ("chest of drawers without handles", 0),
    ],
)  # fmt: skip
def test_handles_are_shared_out_among_drawers(prompt: str, handles: int) -> None:
    assert sum(part.role == "handle" for part in said(prompt).parts) == handles


def test_drawers_stand_in_rows_and_columns() -> None:
    drawers = [part.solid.bounding_box() for part in said("dresser with six drawers").parts if part.role == "drawer"]

    assert len({round(box[2]) for box in drawers}) == 3
    assert len({round(box[0]) for box in drawers}) == 2


def test_a_bunk_bed_has_a_bed_a_tier_and_a_ladder() -> None:
    roles = [part.role for part in said("bunk bed").parts]

    assert roles.count("mattress") == 2
    assert roles.count("ladder") == 1


def test_two_colours_make_a_striped_umbrella() -> None:
    worn = {part.role: part.material.base_colour for part in said("red and white umbrella with eight panels").parts}

    assert worn["panel"][0] > 3 * worn["panel"][1]
    assert min(worn["stripe"][:3]) > 0.5


def test_a_fork_has_as_many_tines_as_asked() -> None:
    assert sum(part.role == "tine" for part in said("fork with three tines").parts) == 3
