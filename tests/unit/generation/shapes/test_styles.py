"""Styles one sees at once: stylized has its own outline, low-poly its own few triangles, and what was asked for wins."""

from typing import Any

import numpy as np
import pytest
from manifold3d import Error, Manifold
from PIL import Image, ImageDraw

from generation.mesh.parts import Scene
from generation.shapes import assemble, character, check, colours, facets, registry, specification, understanding

# What fits together by its measures, or is what it is by its form alone.
ALIKE = {name for name, family in registry.families().items() if character.of(family) == character.EXACT}
GRID, LEAST_SHARE = 96, 0.05


def build(family: str, style: str, complexity: str = "medium", **given: Any) -> Scene:
    thing = {"family": family, "parameters": given, "size_mm": {}}
    return assemble.build(
        {"version": 1, "style": style, "complexity": complexity, "objects": [thing]}, generator="test"
    )


def outline(scene: Scene, across: int) -> Any:
    """What is seen of a scene along an axis, filled, as large as fits."""
    points = np.vstack([part.positions for part in scene.parts])[:, [across, 1]]
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = (GRID - 1) / span.max()
    picture = Image.new("1", (GRID, GRID))
    pen = ImageDraw.Draw(picture)
    for part in scene.parts:
        flat = (part.positions[:, [across, 1]] - low) * scale
        flat[:, 0] += (GRID - 1 - span[0] * scale) / 2
        for corners in flat[part.triangles]:
            pen.polygon([tuple(corner) for corner in corners.tolist()], fill=1, outline=1)
    return np.array(picture)


@pytest.mark.parametrize("family", [name for name in registry.families() if name not in ALIKE])
def test_stylized_is_told_from_realistic_by_its_outline_alone(family: str) -> None:
    usual, stylized = build(family, "realistic"), build(family, "stylized")
    shares = []
    for across in (0, 2):
        one, other = outline(usual, across), outline(stylized, across)
        shares.append((one ^ other).sum() / (one | other).sum())

    assert max(shares) >= LEAST_SHARE


def test_what_is_exact_by_nature_is_mechanical_primitive_or_fits_together() -> None:
    kinds = {registry.get(name).category for name in ALIKE - {"die", "building_brick"}}

    assert kinds <= {"mechanical", "primitive"}


@pytest.mark.parametrize("family", ["gear", "screw", "bearing", "nut", "building_brick"])
def test_what_fits_together_has_the_same_bounds_in_every_style(family: str) -> None:
    sizes = [specification.read({"version": 1, "style": style, "objects": [{"family": family}]})["objects"][0]["size_mm"]
             for style in specification.STYLES]  # fmt: skip

    assert sizes[0] == sizes[1] == sizes[2]


@pytest.mark.parametrize("family", list(registry.families()))
def test_low_poly_stays_within_its_triangles(family: str) -> None:
    counts = []
    for complexity in specification.COMPLEXITIES:
        scene = build(family, "low-poly", complexity)
        assert check.faults(scene) == []
        counts.append(scene.triangle_count)

    assert counts[0] < counts[1] < counts[2]
    assert counts[1] <= 2_500
    assert counts[2] <= 6_000


def test_sizes_that_were_said_win_over_the_style() -> None:
    asked = understanding.specify("stylized car, 4.4 m long, 1.7 m wide and 1.4 m high")["objects"][0]
    window = understanding.specify("stylized house with 90 cm wide windows")["objects"][0]

    assert asked["size_mm"] == {"width": 1700, "depth": 4400, "height": 1400}
    assert window["parameters"]["window_width"] == 900


@pytest.mark.parametrize("style", ["stylized", "low-poly"])
def test_a_thickness_that_was_said_is_built_as_said_and_a_usual_one_is_sturdier(style: str) -> None:
    def legs(prompt: str) -> list[float]:
        scene = assemble.build(understanding.specify(prompt, style=style), generator="test")
        legs = [part.positions for part in scene.parts if part.role == "leg"]
        return [float(np.ptp(points[points[:, 1] > 0.98 * points[:, 1].max(), 0])) for points in legs]

    assert legs("table with 90 mm thick legs") == pytest.approx([0.09] * 4, rel=0.03)
    usual = understanding.specify("table")["objects"][0]["parameters"]["leg_thickness"]
    assert understanding.specify("table", style=style)["objects"][0]["parameters"]["leg_thickness"] > 1.1 * usual


def test_windows_keep_the_width_that_was_said_where_walls_lean() -> None:
    scene = assemble.build(understanding.specify("stylized house with 90 cm wide windows"), generator="test")
    usual = assemble.build(understanding.specify("house with 90 cm wide windows"), generator="test")

    def widths(of: Scene) -> list[float]:
        return [float(np.ptp(part.positions[:, [0, 2]], axis=0).max()) for part in of.parts
                if part.role == "window"]  # fmt: skip

    assert np.median(widths(scene)) == pytest.approx(np.median(widths(usual)), rel=0.06)


def test_a_stylized_car_is_short_for_its_height_and_stays_so_at_a_said_length() -> None:
    def ratio(prompt: str) -> float:
        size = understanding.specify(prompt)["objects"][0]["size_mm"]
        return float(size["depth"] / size["height"])

    assert ratio("stylized car") < 0.85 * ratio("car")
    assert ratio("stylized car, 4 m long") < 0.85 * ratio("car, 4 m long")


def test_axes_that_are_equal_stay_equal_in_stylized() -> None:
    for family in registry.families().values():
        for axes in (family.size.tied, *(axes for _, _, axes in family.size.tied_when)):
            assert len({round(character.proportions(family, "stylized")[axis], 9) for axis in axes}) <= 1


def test_the_wheels_of_a_stylized_car_are_round_and_stand_on_the_ground() -> None:
    tyres = [part.solid.bounding_box() for part in build("car", "stylized").parts if part.role == "tyre"]

    assert len(tyres) == 4
    for _, y0, z0, _, y1, z1 in tyres:
        assert y1 - y0 == pytest.approx(z1 - z0, rel=0.12)
        assert abs(z0) < 0.01 * (z1 - z0)


def test_stylized_wears_livelier_colours_unless_one_was_chosen() -> None:
    def red_of(prompt: str) -> list[str]:
        scene = assemble.build(understanding.specify(prompt), generator="test")
        return [str(part.material.base_colour) for part in scene.parts if part.role == "body"]

    assert red_of("stylized car") != red_of("car")
    assert red_of("stylized red car") == red_of("red car")
    assert colours.lively("#808080") == "#808080"


def test_thinned_bodies_stay_closed_and_of_their_volume() -> None:
    ball, box = Manifold.sphere(50, 64), Manifold.cube((10, 20, 30))
    fewer = facets.fewer([ball, box], 400)

    assert sum(solid.num_tri() for solid in fewer) <= 400
    assert all(solid.status() == Error.NoError for solid in fewer)
    assert fewer[0].volume() == pytest.approx(ball.volume(), rel=0.1)
    assert fewer[1].volume() == box.volume()
    assert [solid.volume() for solid in facets.fewer([ball, box], 400)] == [solid.volume() for solid in fewer]


def test_what_is_within_its_allowance_is_left_as_it_is() -> None:
    ball = Manifold.sphere(50, 16)

    assert facets.fewer([ball], 10_000)[0] is ball
