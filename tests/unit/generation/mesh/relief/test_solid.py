"""Solids from true masks: closed whatever the outline, of the size asked for, and by the formulas they claim."""

from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.mesh import facts, gate
from generation.mesh.parts import Scene
from generation.mesh.relief import inflate, skin, solid, surface
from generation.mesh.writers import glb, stl
from tests.unit.generation.mesh.relief.photos import GOOD, opened, truth

SHAPES = ("inflate", "plaque", "lathe", "lithophane")


def built(name: str, **wishes: Any) -> tuple[Scene, dict[str, Any], bytes]:
    width, height = 640, round(640 * GOOD[name]["size"][1] / GOOD[name]["size"][0])
    inside = truth(name, (width, height))
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    mask = (inside * 255).astype(np.uint8)
    scene = solid.build(opened(name), mask, box, solid.Wish(**wishes), name="thing", generator="test")
    data = glb.write(scene)
    return scene, facts.facts(data), data


@pytest.mark.parametrize("name", list(GOOD))
def test_every_photo_becomes_a_closed_solid_of_its_size(name: str) -> None:
    scene, found, data = built(name)

    gate.check(data)
    assert found["closed"]
    assert found["winding_consistent"]
    assert found["self_intersections"] == 0
    assert found["volume_mm3"] > 0
    assert found["triangles"] <= 20_000
    assert found["size_mm"][1] == pytest.approx(100, rel=1e-4)
    assert found["uv"]
    assert len(data) < 4_000_000
    assert len(stl.write(scene)) < 1_100_000


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_closed_with_and_without_its_base(shape: str) -> None:
    for base in (False, True):
        _, found, _ = built(
            "bear_toy.jpg", shape=shape, base=base, flat_back=base, symmetry=base, height_mm=250, faces=9_000
        )
        assert found["closed"], (shape, base)
        assert found["size_mm"][1] == pytest.approx(250, rel=1e-4)
        assert found["triangles"] <= 9_000
        assert found["node_names"][0] == "thing"
        assert found["node_names"][1:] == (["body", "base"] if base and shape != "lithophane" else ["body"])


def test_a_lathe_gives_back_a_turned_thing() -> None:
    _, found, _ = built("vase_blue.jpg", shape="lathe")
    width, _, depth = found["size_mm"]
    assert width == pytest.approx(depth, rel=0.01)
    left, top, right, bottom = GOOD["vase_blue.jpg"]["box"]
    assert width == pytest.approx(100 * (right - left) / (bottom - top), rel=0.03)


def test_depth_makes_it_deeper_and_a_flat_back_is_flat() -> None:
    shallow, deep = (built("bear_toy.jpg", depth=depth)[1]["size_mm"][2] for depth in (30, 100))
    assert deep > 2.5 * shallow
    scene, found, _ = built("bear_toy.jpg", flat_back=True)
    positions = scene.parts[0].positions
    lowest = positions[:, 2].min()
    assert found["closed"]
    assert (np.abs(positions[:, 2] - lowest) < 1e-6).sum() > 100


def test_a_dark_place_of_a_lithophane_is_thick() -> None:
    picture = Image.new("RGB", (200, 100), (255, 255, 255))
    picture.paste((0, 0, 0), (0, 0, 100, 100))
    mask = np.full((100, 200), 255, np.uint8)
    scene = solid.build(picture, mask, (0, 0, 1, 1), solid.Wish(shape="lithophane"), name="plate", generator="test")
    positions = scene.parts[0].positions * 1000
    dark, light = positions[positions[:, 0] < -20], positions[positions[:, 0] > 20]
    assert np.ptp(dark[:, 2]) == pytest.approx(3.2, abs=0.1)
    assert np.ptp(light[:, 2]) == pytest.approx(0.8, abs=0.1)


def test_discs_give_a_ball_for_a_circle_and_a_tube_for_a_bar() -> None:
    down, right = np.mgrid[-40:41, -40:41]
    ball = inflate.discs(down**2 + right**2 < 30**2, 1.0)
    assert ball[40, 40] == pytest.approx(30, abs=1)
    assert ball[40, 60] == pytest.approx(np.sqrt(30**2 - 20**2), abs=1.5)
    bar = inflate.discs(np.abs(down) + 0 * right < 10, 1.0)
    assert bar[40, 40] == pytest.approx(10, abs=1)
    assert bar[46, 40] == pytest.approx(8, abs=1)


def test_pieces_that_only_touch_at_a_corner_stay_closed() -> None:
    field = np.full((9, 9), -0.5, np.float32)
    for row in range(1, 8):
        for column in range(1, 8):
            field[row, column] = 0.5 if (row + column) % 2 else -0.5
    one = surface.sheet(field)
    height = np.where(one.rim, 0.0, 1.0)
    positions, triangles = surface.joined(one, height, -height)
    from generation.mesh.topology import census

    found = census(positions.astype(np.float32), triangles.astype(np.uint32))
    assert found.closed
    assert found.winding_errors == 0
    assert found.bodies == 24


def test_colours_are_carried_past_the_outline() -> None:
    picture = Image.new("RGB", (120, 120), (0, 0, 255))
    picture.paste((255, 0, 0), (40, 40, 80, 80))
    mask = np.zeros((120, 120), np.uint8)
    mask[40:80, 40:80] = 255
    cut = skin.cut(picture, mask, (1 / 3, 1 / 3, 2 / 3, 2 / 3))
    import io

    pixels = np.asarray(Image.open(io.BytesIO(cut.picture)).convert("RGB")).astype(int)
    assert pixels[..., 0].min() > 200
    assert pixels[..., 2].max() < 60
    assert cut.uv(np.array([0.5]), np.array([0.5]))[0].tolist() == pytest.approx([0.5, 0.5])
