"""How a solid would print: walls, overhang and islands equal what is known of plain bodies."""

import manifold3d
import numpy as np
import pytest

from generation.mesh import facts, printability, printing
from tests.unit.generation.mesh.files import GOOD, ball, good


def corners(solid: manifold3d.Manifold) -> np.ndarray:
    """The triangles of a solid in millimetres, as metres."""
    mesh = solid.to_mesh64()
    return mesh.vert_properties[:, :3][mesh.tri_verts] / 1000.0


def box(x: float, y: float, z: float, at: tuple[float, float, float] = (0, 0, 0)) -> manifold3d.Manifold:
    return manifold3d.Manifold.cube((x, y, z)).translate(at)


def measured(*solids: manifold3d.Manifold) -> dict:
    found = printing.measured(np.concatenate([corners(solid) for solid in solids]))
    assert found is not None
    return found


@pytest.mark.parametrize("turned", [(0, 0, 0), (0, 0, 30), (20, 35, 0), (0, 90, 45)])
def test_a_plate_is_as_thick_as_it_was_made_however_it_lies(turned: tuple[float, float, float]) -> None:
    found = measured(box(60, 0.6, 40).rotate(turned))

    assert found["wall_mm"] == pytest.approx(0.6, rel=0.02)


@pytest.mark.parametrize("diameter", [0.5, 2.0])
def test_a_rod_on_a_block_is_the_thinnest_wall(diameter: float) -> None:
    rod = manifold3d.Manifold.cylinder(30, diameter / 2, circular_segments=24).rotate((-90, 0, 0))
    found = measured(box(20, 10, 20), rod.translate((10, 10, 10)))

    assert diameter * 0.8 <= found["wall_mm"] <= diameter * 1.05


def test_a_hollow_box_is_as_thin_as_its_shell() -> None:
    found = measured(box(50, 50, 50) - box(47, 47, 47, at=(1.5, 1.5, 1.5)))

    assert found["wall_mm"] == pytest.approx(1.5, rel=0.02)


def test_parts_that_are_set_into_each_other_count_as_one_thing() -> None:
    apart = measured(box(20, 20, 20), box(20, 20, 20, at=(0, 19.8, 0)))

    assert apart == measured(box(20, 39.8, 20)) | {"overhang_share": apart["overhang_share"]}
    assert apart["overhang_share"] == 0
    assert measured(box(20, 20, 20), box(20, 20, 20, at=(0, 20, 0)))["wall_mm"] == 20


def test_what_lies_on_the_bed_or_leans_less_than_45_degrees_hangs_over_nothing() -> None:
    assert measured(box(20, 10, 20)) == {"wall_mm": 10, "overhang_share": 0, "islands": 0}
    funnel = manifold3d.Manifold.cylinder(20, 10, 25, circular_segments=48).rotate((-90, 0, 0))
    assert measured(funnel)["overhang_share"] == 0
    wide = manifold3d.Manifold.cylinder(20, 10, 40, circular_segments=48).rotate((-90, 0, 0))
    assert measured(wide)["overhang_share"] == pytest.approx(5664 / 11005, rel=0.03)  # its side, of the whole


def test_the_underside_of_a_table_is_overhang_and_its_share_is_that_of_the_surface() -> None:
    legs = [box(4, 30, 4, at=(x, 0, z)) for x in (0, 56) for z in (0, 36)]
    top = box(60, 4, 40, at=(0, 30, 0))
    under = 60 * 40 - 4 * 16
    surface = 2 * 60 * 40 + 2 * 4 * 100 + 4 * (4 * 4 * 30)

    found = measured(top, *legs)

    assert found["overhang_share"] == pytest.approx(under / surface, rel=0.05)
    assert found["islands"] == 0


def test_what_begins_in_the_air_is_an_island_and_what_grows_out_of_the_side_is_not() -> None:
    post, arm = box(6, 40, 6), box(30, 4, 6, at=(0, 36, 0))
    assert measured(post, arm)["islands"] == 0
    hook = box(4, 16, 6, at=(26, 20, 0))
    assert measured(post, arm, hook)["islands"] == 1
    assert measured(post, arm, hook, box(4, 10, 6, at=(16, 27, 0)))["islands"] == 2


def test_a_flat_thing_and_too_many_triangles_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printing.measured(np.zeros((4, 3, 3))) is None
    monkeypatch.setattr(printing, "MOST_TRIANGLES", 11)
    assert printing.measured(corners(box(1, 1, 1))) is None


def test_a_coarser_grid_stands_in_where_triangles_would_meet_too_many_rays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_MEETINGS", 40_000)
    assert measured(box(20, 10, 30))["wall_mm"] == 10
    monkeypatch.setattr(printing, "MOST_MEETINGS", 10)
    assert printing.measured(corners(box(20, 10, 30))) is None


@pytest.mark.parametrize("name", GOOD)
def test_only_closed_bodies_are_measured_and_always_alike(name: str) -> None:
    found = facts.facts(good(name))
    sound = found["closed"] and found["winding_consistent"]

    assert (found["printing"] is not None) == sound
    assert facts.facts(good(name))["printing"] == found["printing"]


def test_a_ball_prints_with_supports_and_walls_too_thin_for_the_nozzle_do_not() -> None:
    found = facts.facts(ball(rows=24))
    verdict = printability.judged(found)

    assert (verdict.prints, verdict.supports, verdict.unfit) == (True, True, ())
    small = printability.judged(found, scale=0.0001)
    assert (small.prints, small.unfit) == (False, ("thin_walls",))
    assert small.wall_mm == pytest.approx(found["printing"]["wall_mm"] * 0.0001)


def test_a_finer_nozzle_prints_finer_walls() -> None:
    plate = {"closed": True, "printing": {"wall_mm": 0.6, "overhang_share": 0.0, "islands": 0}}

    assert not printability.judged(plate).prints
    assert printability.judged(plate, scale=1.5).prints
    assert printability.judged(plate, printer=printability.Printer(nozzle_mm=0.25)).prints


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"closed": False}, "open_edges"),
        ({"winding_consistent": False}, "winding_inconsistent"),
        ({"non_manifold_edges": 2}, "non_manifold_edges"),
        ({"self_intersections": 3}, "self_intersections"),
        ({"problems": [{"code": "inside_out"}]}, "inside_out"),
        ({"printing": None}, "not_measured"),
    ],
)
def test_what_stands_against_a_print_is_told_by_its_code(fact: dict, code: str) -> None:
    sound = {"closed": True, "printing": {"wall_mm": 2.0, "overhang_share": 0.0, "islands": 0}}

    assert printability.judged(sound) == printability.Verdict(True, (), False, 2.0)
    assert printability.judged(sound | fact).unfit == (code,)
