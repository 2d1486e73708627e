"""The shelf: everything true in size to everything else, the tallest first, as many as fit."""

from itertools import pairwise

import pytest
from django.test import override_settings

from generation.mesh import camera
from marketplace.catalog import shelf as room
from marketplace.catalog.shelf import Shelf, Thing, shelf

pytestmark = pytest.mark.filterwarnings("error")


def thing(name: str, width: float, height: float, depth: float) -> Thing:
    return Thing(f"/{name}", name, f"/{name}.webp", (width, height, depth))


def a_row(count: int = 4) -> list[Thing]:
    return [thing(f"thing {number}", 100, 100 + 40 * number, 80) for number in range(count)]


def stood(things: list[Thing]) -> Shelf:
    with override_settings(USE_I18N=False):
        found = shelf(things)
    assert found is not None
    return found


def test_the_tallest_stands_first_and_fills_the_height() -> None:
    found = stood(a_row())
    assert found.things[0].name == "thing 3"
    assert float(found.things[0].top) == room.TOP
    assert float(found.scale) * 220 == pytest.approx(room.GROUND - room.TOP, abs=0.1)


def test_heights_and_pictures_are_true_to_each_other() -> None:
    found = stood(a_row())
    for row, height in zip(found.things, (220, 100, 140, 180), strict=True):
        assert room.GROUND - float(row.top) == pytest.approx(height * float(found.scale), abs=0.1)
        assert float(row.side) == pytest.approx(camera.shelf_side(100, height, 80), abs=0.01)
        assert float(row.picture_y) + float(row.side) / 2 == pytest.approx(-height / 2, abs=0.01)


def test_nothing_stands_on_its_neighbour_or_over_the_edge() -> None:
    found = stood([thing(f"a rather long name {number}", 300, 300, 300) for number in range(12)])
    rows = [(float(row.middle) - float(row.half), float(row.middle) + float(row.half)) for row in found.things]
    assert all(before[1] < after[0] for before, after in pairwise(rows))
    assert rows[0][0] > room.RULER - room.GAP
    assert rows[-1][1] < room.WIDTH


def test_three_broad_things_stand_a_little_smaller() -> None:
    found = stood([thing(f"box {number}", 400, 300, 200) for number in range(3)])
    assert len(found.things) == 3
    assert float(found.scale) * 300 < room.GROUND - room.TOP
    assert all(float(row.middle) + float(row.half) < room.WIDTH for row in found.things)


def test_a_house_does_not_dwarf_a_full_shelf_of_small_things() -> None:
    found = stood([*a_row(6), thing("house", 7000, 5950, 5600)])
    assert "house" not in {row.name for row in found.things}
    assert len(found.things) == 6


def test_two_things_are_no_shelf_and_a_flat_sheet_does_not_stand() -> None:
    assert shelf(a_row(2)) is None
    assert shelf([*a_row(2), thing("sheet", 100, 0, 100)]) is None
    assert shelf([]) is None


@pytest.mark.parametrize(("tallest", "step"), [(92, 2), (450, 10), (600, 20), (1000, 20), (5950, 100)])
def test_the_ruler_has_round_numbers(tallest: float, step: int) -> None:
    found = stood([thing(f"part {share}", tallest / 5, tallest / share, tallest / 5) for share in (1, 2, 3, 4)])
    assert [mark.cm for mark in found.marks][:3] == [0, step, 2 * step]
    assert 3 < len(found.marks) < 10


def test_a_long_name_is_cut_and_the_link_still_says_the_height() -> None:
    found = stood([*a_row(3), thing("a name that goes on and on and on", 100, 300, 100)])
    assert found.things[0].name == "a name that goes on…"
    assert found.things[0].cm == "30.0"
