"""What stands around a number: its dimension, its noun, its holes."""

import pytest

from conversations.planning import reading

NOUNS = {"wall": "wall", "leg": "leg", "lid": "lid", "pin": "pin", "tooth": "tooth", "leaf": "leaf"}


def read(text: str) -> list[reading.Measure]:
    return reading.measures(reading.read(text), NOUNS)


@pytest.mark.parametrize(
    ("text", "value", "dimension", "noun"),
    [
        ("2 mm walls", 2, "", "wall"),
        ("wall thickness of 2 mm", 2, "thickness", "wall"),
        ("walls that are 1/8 inch thick", 3.175, "thickness", "wall"),
        ("legs 5 cm long", 50, "length", "leg"),
        ("the outer diameter is 12 mm", 12, "outer diameter", ""),
        ("Wandstärke 2,5 mm", 2.5, "", "wall"),
        ("24 teeth", 24, "", "tooth"),
    ],
)
def test_a_measure_knows_its_dimension_and_its_noun(text: str, value: float, dimension: str, noun: str) -> None:
    found = read(text)

    assert len(found) == 1
    assert found[0].value == pytest.approx(value)
    assert found[0].dimension == dimension
    assert not noun or found[0].nouns[noun] >= 2


def test_names_in_front_and_adjectives_behind_are_told_apart() -> None:
    behind = [(one.value, one.dimension) for one in read("20 mm wide 30 mm high 40 mm deep")]
    front = [(one.value, one.dimension) for one in read("width 20 mm height 30 mm depth 40 mm")]

    assert behind == front == [(20, "width"), (30, "height"), (40, "depth")]


def test_a_noun_is_carried_on_weakly_until_another_comes() -> None:
    found = read("each leaf 30 mm wide, 3 mm thick, 4 mm pin")

    assert [one.nouns for one in found[:2]] == [{"leaf": 3}, {"leaf": 1}]
    assert found[2].nouns["pin"] == 3


def test_what_follows_the_last_number_belongs_to_all() -> None:
    assert [one.nouns["tooth"] for one in read("gears with 20 and 40 teeth")] == [3, 3]


def test_a_colour_after_in_makes_no_inches() -> None:
    assert read("box 100 x 60 x 40 in blue")[0].values == (100, 60, 40)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("four M3 holes", {"count": 4, "screw": "m3"}),
        ("two 6 mm holes 70 mm apart", {"count": 2, "diameter": 6, "spacing": 70}),
        ("four 4.5 mm holes 10 mm in from the edges", {"count": 4, "diameter": 4.5, "inset": 10}),
        ("three screw holes for M3 per leaf", {"count": 3, "screw": "m3", "each": True, "where": "leaf"}),
        ("two holes for 4 mm screws", {"count": 2, "screw": "m4", "diameter": 0}),
        ("a quarter inch hole in the middle", {"diameter": 6.35, "middle": True}),
        ("six holes in the lid", {"count": 6, "where": "lid"}),
        ("four holes on a 40 mm circle", {"count": 4, "circle": 40}),
        ("zwei 6 mm Bohrungen im Abstand von 70 mm", {"count": 2, "diameter": 6, "spacing": 70}),
    ],
)
def test_holes_are_read_with_what_describes_them(text: str, wanted: dict[str, object]) -> None:
    read_ = reading.read(text)

    found = reading.holes(read_, reading.measures(read_, NOUNS), NOUNS)

    assert len(found) == 1
    assert {key: getattr(found[0], key) for key in wanted} == pytest.approx(wanted)


def test_an_opening_for_a_plug_is_no_hole_of_its_own() -> None:
    read_ = reading.read("a hole for a USB-C port")

    assert reading.holes(read_, reading.measures(read_, NOUNS), NOUNS) == []
