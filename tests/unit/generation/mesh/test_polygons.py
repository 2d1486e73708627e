"""Polygons become triangles that cover them and nothing else, hollow ones too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.mesh import facts, polygons


def areas(places: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    a, b, c = (places[triangles[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)[:, 2] / 2


def test_a_hollow_arrow_is_covered_without_folds() -> None:
    arrow = np.array([[0, 0, 0], [2, -1, 0], [0.5, 0, 0], [2, 1, 0]], float)
    for turn in range(4):
        places = np.roll(arrow, turn, axis=0)
        found = areas(places, polygons.triangulated(np.array([4]), places))
        assert (found > 0).all()
        assert found.sum() == pytest.approx(0.5)


@given(st.lists(st.floats(0.2, 1.0), min_size=4, max_size=24), st.booleans())
def test_any_star_is_covered_once_whichever_way_it_faces(radii: list[float], upside_down: bool) -> None:
    angle = np.arange(len(radii)) * 2 * np.pi / len(radii)
    places = np.column_stack([np.cos(angle) * radii, np.sin(angle) * radii, np.zeros(len(radii))])
    if upside_down:
        places = places[::-1]
    counts = np.array([3, len(radii)])
    both = np.concatenate([[[0, 0, 0], [1, 0, 0], [0, 1, 0]], places])
    found = areas(both, polygons.triangulated(counts, both))
    x, y = places[:, 0], places[:, 1]
    whole = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)
    assert len(found) == 1 + len(radii) - 2
    assert (found[1:] * np.sign(whole) >= -1e-12).all()
    assert found[1:].sum() == pytest.approx(whole)


def test_an_extruded_hollow_polygon_of_an_obj_has_the_right_volume() -> None:
    outline = [(0, 0), (2, 0), (2, 2), (1, 2), (1, 1), (0, 1)]
    lines = [f"v {x} {y} {z}" for z in (0, 1) for x, y in outline]
    lines += ["f " + " ".join(str(corner) for corner in range(6, 0, -1)), "f 7 8 9 10 11 12"]
    lines += [f"f {at + 1} {(at + 1) % 6 + 1} {(at + 1) % 6 + 7} {at + 7}" for at in range(6)]
    found = facts.facts("\n".join(lines).encode())
    assert found["closed"] is True
    assert found["volume_mm3"] == pytest.approx(3e9)
    assert found["self_intersections"] == 0
