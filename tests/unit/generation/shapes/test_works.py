"""The special promises of machine parts and tools: teeth, threads, bores, turns, walls and angles."""

import math
from typing import Any

import numpy as np
import pytest
from manifold3d import Manifold

from generation.mesh.parts import Part, Scene
from generation.shapes import assemble, mechanics, registry, specification, understanding


def build(family: str, style: str = "realistic", complexity: str = "medium", **parameters: Any) -> Scene:
    size = parameters.pop("size_mm", {})
    thing = {"family": family, "parameters": parameters, "size_mm": size}
    return assemble.build(
        {"version": 1, "style": style, "complexity": complexity, "objects": [thing]}, generator="test"
    )


def made(prompt: str) -> Scene:
    spec = understanding.specify(prompt)
    assert spec["ignored"] == [], spec["ignored"]
    assert spec["warnings"] == [], spec["warnings"]
    return assemble.build(spec, generator="test")


def named(scene: Scene, role: str) -> list[Part]:
    return [part for part in scene.parts if part.role == role]


def bounds(scene: Scene) -> list[float]:
    boxes = np.array([part.solid.bounding_box() for part in scene.parts])
    return [float(x) for x in boxes[:, 3:].max(axis=0) - boxes[:, :3].min(axis=0)]


def radii(solid: Manifold, z: float, rays: int = 1440) -> np.ndarray:
    """The farthest crossing of rays from the axis at a height."""
    out = []
    for k in range(rays):
        a = 2 * math.pi * (k + 0.37) / rays
        far = 10_000.0
        hits = solid.ray_cast((0, 0, z), (far * math.cos(a), far * math.sin(a), z))
        out.append(max((math.hypot(hit.position[0], hit.position[1]) for hit in hits), default=0.0))
    return np.array(out)


def teeth_of(solid: Manifold, z: float) -> int:
    profile = radii(solid, z)
    high = profile > (profile.max() + profile.min()) / 2
    return int((high & ~np.roll(high, 1)).sum())


@pytest.mark.parametrize("style", specification.STYLES)
@pytest.mark.parametrize("teeth", [8, 17, 24, 60])
def test_a_gear_has_its_teeth_its_diameter_and_a_bore_right_through(style: str, teeth: int) -> None:
    scene = build("gear", style, teeth=teeth, bore=9, size_mm={"width": 60, "depth": 60, "height": 8})
    body = scene.parts[0].solid

    assert teeth_of(body, 4.0) == teeth
    assert bounds(scene)[0] == pytest.approx(60, abs=0.1)
    assert bounds(scene)[2] == pytest.approx(8, abs=0.01)
    assert body.genus() == 1


def test_the_flank_of_a_gear_is_the_involute_of_its_base_circle() -> None:
    outline = mechanics.involute(24, 2.0, pressure=20.0, steps=8)
    base = 24 * math.cos(math.radians(20))
    half = math.pi / 48 + math.tan(math.radians(20)) - math.radians(20)
    seen = 0
    for x, y in outline:
        radius, angle = math.hypot(x, y), math.atan2(y, x)
        if base < radius < 25.9 and abs(angle) < math.pi / 24:
            roll = math.acos(base / radius)
            assert abs(angle) == pytest.approx(half - (math.tan(roll) - roll), abs=1e-9)
            seen += 1
    assert seen >= 12


def test_a_gear_of_a_module_is_as_large_as_the_module_says() -> None:
    scene = build("gear", module=2.5, teeth=20)

    assert bounds(scene)[0] == pytest.approx(2.5 * 22, abs=0.1)


def test_a_rack_and_a_sprocket_have_their_teeth() -> None:
    rack = build("rack", teeth=18).parts[0].solid
    low, high = rack.bounding_box()[0], rack.bounding_box()[3]
    top = rack.bounding_box()[5]
    step = (high - low) / 2000
    solid = [len(rack.ray_cast((low + step * (k + 0.5), 0, top * 2), (low + step * (k + 0.5), 0, top * 0.92))) > 0
             for k in range(2000)]  # fmt: skip

    assert sum(b and not a for a, b in zip([False, *solid], solid, strict=False)) == 18
    assert teeth_of(build("sprocket", teeth=21).parts[0].solid, 3.0) == 21


@pytest.mark.parametrize(
    ("prompt", "under", "head"),
    [
        ("M6 bolt 25 mm long", 25.0, 4.0),
        ("M8 socket head screw 40 mm long", 40.0, 8.0),
        ("M10 bolt 60 mm long", 60.0, 6.4),
    ],
)
def test_a_screw_is_as_long_under_its_head_as_asked(prompt: str, under: float, head: float) -> None:
    scene = made(prompt)
    box = named(scene, "head")[0].solid.bounding_box()

    assert box[5] - box[2] == pytest.approx(head, abs=0.01)
    assert bounds(scene)[2] - head == pytest.approx(under, abs=0.01)


@pytest.mark.parametrize("complexity", ["medium", "complex"])
def test_a_screw_has_a_right_handed_thread_of_iso_pitch(complexity: str) -> None:
    shank = named(build("screw", complexity=complexity, diameter=8, length=30), "shank")[0].solid

    def crest(angle: float) -> list[float]:
        """Heights of the crests along a line beside the axis."""
        x, y = 3.9 * math.cos(angle), 3.9 * math.sin(angle)
        hits = [hit.position[2] for hit in shank.ray_cast((x, y, 4.0), (x, y, 20.0))]
        return [(a + b) / 2 for a, b in zip(hits[::2], hits[1::2], strict=False)]

    first, later = crest(0.0), crest(math.pi / 2)
    steps = np.diff(first)

    assert bounds(build("screw", complexity=complexity))[0] > 8
    assert len(first) >= 8
    assert np.allclose(steps, 1.25, atol=0.03)
    rise = (later[0] - first[0]) % 1.25
    assert rise == pytest.approx(1.25 / 4, abs=0.08)


def test_a_nut_is_as_wide_as_iso_says_and_threaded_right_through() -> None:
    scene = made("M8 nut")
    body = scene.parts[0].solid

    assert bounds(scene)[1] == pytest.approx(13, abs=0.01)
    assert body.genus() == 1
    across = [hit.position[0] for z in np.linspace(2, 5, 40) for hit in body.ray_cast((0, 0, z), (5, 0, z))][:40]
    assert min(across) < 3.5 < max(across) <= 4.05


def test_a_washer_has_the_hole_that_was_asked_for() -> None:
    scene = made("brass washer 30 mm in diameter, 3 mm thick, with a 13 mm hole")
    body = scene.parts[0].solid
    hit = body.ray_cast((0, 0, 1.5), (100, 0, 1.5))[0]

    assert hit.position[0] == pytest.approx(6.5, abs=0.01)
    assert bounds(scene) == pytest.approx([30, 30, 3], abs=0.01)
    assert body.genus() == 1


@pytest.mark.parametrize("turns", [3, 10, 24])
def test_a_spring_has_its_turns(turns: int) -> None:
    spring = build("spring", turns=turns, size_mm={"width": 30, "depth": 30, "height": 160}, length=160).parts[0].solid
    counts = []
    for degrees in (10, 55, 100, 145, 190, 235):
        a = math.radians(degrees)
        # Wire sections on one side of a plane through the axis are crossings of a line along the coil's middle.
        radius = 15 - 1.25
        x, y = radius * math.cos(a), radius * math.sin(a)
        counts.append(len(spring.ray_cast((x, y, -10), (x, y, 200))) / 2)

    assert np.mean(counts) == pytest.approx(turns, abs=0.6)


@pytest.mark.parametrize(
    ("prompt", "role", "holes"),
    [
        ("steel L bracket with four holes, 3 mm thick", "bracket", 4),
        ("mounting plate 100 x 60 x 5 mm with four 6 mm holes", "plate", 4),
        ("flange with eight bolt holes, 150 mm in diameter, with a 60 mm bore", "flange", 9),
    ],
)
def test_plates_have_as_many_holes_as_asked_right_through(prompt: str, role: str, holes: int) -> None:
    assert named(made(prompt), role)[0].solid.genus() == holes


def test_the_holes_of_a_plate_have_their_diameter() -> None:
    scene = made("mounting plate 100 x 60 x 5 mm with four 6 mm holes")
    body = scene.parts[0].solid
    circles = [loop for loop in body.slice(2.5).to_polygons() if len(loop) > 8 and np.ptp(loop, axis=0).max() < 20]

    assert len(circles) == 4
    assert all(np.ptp(circle, axis=0) == pytest.approx([6, 6], abs=0.01) for circle in circles)


def test_a_pipe_has_its_wall_and_its_diameter() -> None:
    scene = made("copper pipe 500 mm long, 22 mm in diameter, with a 1.5 mm wall")
    body = scene.parts[0].solid
    hits = sorted(hit.position[2] for hit in body.ray_cast((0, 0, 11), (0, 0, 100)))

    assert bounds(scene) == pytest.approx([500, 22, 22], abs=0.01)
    assert hits[1] - hits[0] == pytest.approx(1.5, abs=0.03)
    assert body.genus() == 1


@pytest.mark.parametrize(("family", "genus"), [("elbow", 1), ("tee", 2)])
def test_fittings_are_hollow_from_end_to_end(family: str, genus: int) -> None:
    assert named(build(family), family)[0].solid.genus() == genus


def test_a_threaded_rod_is_as_thick_and_long_as_asked() -> None:
    assert bounds(made("M10 threaded rod 120 mm long")) == pytest.approx([120, 10, 10], abs=0.1)


@pytest.mark.parametrize("angle", [20, 60, 90, 130, 170])
def test_the_screen_of_a_laptop_stands_at_its_angle(angle: int) -> None:
    screen = named(build("laptop", angle=angle), "lid")[0].solid
    points = np.asarray(screen.to_mesh().vert_properties)[:, 1:3]
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    found = math.degrees(math.atan2(abs(axes[0][1]), abs(axes[0][0])))

    assert found == pytest.approx(min(angle, 180 - angle), abs=1.5)


@pytest.mark.parametrize(
    ("prompt", "role", "number"),
    [
        ("ball bearing with nine balls, 22 mm in diameter, with an 8 mm bore", "ball", 9),
        ("steel chain with 12 links", "link", 12),
        ("wooden ladder with ten rungs", "rung", 10),
        ("oak barrel with six hoops", "hoop", 6),
        ("mechanical keyboard with 61 keys", "key", 61),
        ("black smartphone with three cameras", "camera", 3),
        ("retro tv with two antennas", "aerial", 2),
    ],
)
def test_counted_parts_are_there(prompt: str, role: str, number: int) -> None:
    assert len(named(made(prompt), role)) == number


def test_iso_measures_meet_the_tables() -> None:
    assert mechanics.iso("pitch", 6) == 1
    assert mechanics.iso("flats", 10) == 16
    assert mechanics.iso("nut", 12) == 10.8
    assert mechanics.iso("hole", 8) == 8.4
    assert 5.5 < mechanics.iso("flats", 3.5) < 7


@pytest.mark.parametrize(
    "family", ["gear", "screw", "nut", "washer", "spring", "pipe", "elbow", "tee", "wrench", "laptop"]
)
def test_a_rule_made_twice_changes_nothing(family: str) -> None:
    known = registry.get(family)
    assert known.rule is not None
    values: dict[str, Any] = {name: parameter.default for name, parameter in known.every_parameter.items()}
    known.rule(values, frozenset(values))
    again = dict(values)

    assert known.rule(again, frozenset(values)) == []
    assert again == values
