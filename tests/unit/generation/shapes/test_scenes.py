"""Several things, how many of each, how they differ, and how they stand to one another."""

from typing import Any

import pytest

from generation.shapes.understanding import specify


def ties(prompt: str) -> list[tuple[str, list[int], list[int]]]:
    return [(r["relation"], r["subjects"], r["objects"]) for r in specify(prompt)["relations"]]


def colours(prompt: str) -> list[Any]:
    return [thing["colours"].get("all", {}).get("name") for thing in specify(prompt)["objects"]]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a table with a vase on it", [("on", [1], [0])]),
        ("a table with a vase on top", [("on", [1], [0])]),
        ("five stools around a square table", [("around", [0, 1, 2, 3, 4], [5])]),
        ("a ring of three candles around a cake", [("around", [0, 1, 2], [3])]),
        ("three oranges in a blue bowl", [("in", [0, 1, 2], [3])]),
        ("an orange on an oak table", [("on", [0], [1])]),
        ("a basket with four oranges", [("in", [1, 2, 3, 4], [0])]),
        ("a bowl of cherries", [("in", [1], [0])]),
        ("drei Orangen in einer blauen Schale", [("in", [0, 1, 2], [3])]),
        ("a table with a vase and a ball on it", [("on", [1], [0]), ("on", [2], [0])]),
        ("a table with four chairs around it and a vase on it", [("around", [1, 2, 3, 4], [0]), ("on", [5], [0])]),
        ("there is a table; on it there is a vase and under it a ball", [("on", [1], [0]), ("under", [2], [0])]),
        (
            "There is a table. On the table is a vase. Next to the vase is a ball.",
            [("on", [1], [0]), ("beside", [2], [1])],
        ),
        ("between a house and a cone stands a chair", [("between", [2], [0, 1])]),
        ("two chairs facing each other with a table between them", [("facing", [0, 1], []), ("between", [2], [0, 1])]),
        ("three boxes with a ball on each", [("on", [3, 4, 5], [0, 1, 2])]),
        ("a table with a chair on each side", [("beside", [1, 2], [0])]),
        ("a house surrounded by six cones", [("around", [1, 2, 3, 4, 5, 6], [0])]),
        ("a box containing three balls", [("in", [1, 2, 3], [0])]),
        ("a ring of eight chairs", [("ring", [0, 1, 2, 3, 4, 5, 6, 7], [])]),
        ("four chairs in a circle around a table", [("around", [0, 1, 2, 3], [4])]),
        ("a grid of 2 x 3 boxes", [("grid", [0, 1, 2, 3, 4, 5], [])]),
        ("a chair at a table", [("seat", [0], [1])]),
        ("three boxes stacked on top of each other", [("stack", [0, 1, 2], [])]),
    ],
)
def test_places_are_read_before_and_after_what_stands_there(
    prompt: str, expected: list[tuple[str, list[int], list[int]]]
) -> None:
    assert ties(prompt) == expected


def test_a_length_before_a_place_word_is_how_far_away_it_is() -> None:
    spec = specify("a ball 20 cm above a table")

    assert spec["relations"] == [{"relation": "above", "subjects": [0], "objects": [1], "gap_mm": 200.0}]
    assert spec["objects"][0]["size_mm"]["width"] == 220


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("two vases, one red and one blue", ["red", "blue"]),
        ("three balls: red, green and blue", ["red", "green", "blue"]),
        ("red, green and blue balls", ["red", "green", "blue"]),
        ("a red and a blue vase", ["red", "blue"]),
        ("a red chair beside a table and a blue one", ["red", None, "blue"]),
        ("a vase beside a chair, both blue", ["blue", "blue"]),
    ],
)
def test_each_thing_has_the_colour_that_was_meant_for_it(prompt: str, expected: list[str]) -> None:
    assert colours(prompt) == expected


def test_each_in_another_colour_gives_as_many_colours_as_things() -> None:
    assert len(set(colours("six chairs, each in a different colour"))) == 6


def test_colours_listed_for_parts_are_one_each() -> None:
    cone = specify("ice cream cone with three scoops: pink, brown and white")["objects"][0]
    many = specify("xylophone with twenty bars, each in another colour")["objects"][0]["colours"]

    assert {part: found["name"] for part, found in cone["colours"].items()} == {
        "scoop_1": "pink", "scoop_2": "brown", "scoop_3": "white",
    }  # fmt: skip
    assert len({found["hex"] for found in many.values()}) == 20


def test_small_medium_and_large_are_three_sizes() -> None:
    widths = [thing["size_mm"]["width"] for thing in specify("three vases, small, medium and large")["objects"]]

    assert widths == sorted(set(widths))


@pytest.mark.parametrize(("word", "number"), [("several", 4), ("a few", 3), ("half a dozen", 6), ("a pair of", 2)])
def test_vague_numbers_are_numbers_that_are_told(word: str, number: int) -> None:
    assert len(specify(f"{word} boxes")["objects"]) == number


def test_what_is_in_something_is_made_to_fit_and_a_box_is_opened() -> None:
    spec = specify("a chair in a box")
    chair, box = spec["objects"]

    assert chair["size_mm"]["width"] < box["size_mm"]["width"]
    assert box["parameters"]["form"] == "open"
    assert any("small enough" in line for line in spec["assumed"])


def test_a_noun_without_a_family_is_made_from_its_kit_which_is_told() -> None:
    spec = specify("two capybaras")

    assert {thing["family"] for thing in spec["objects"]} == {"animal"}
    assert any("capybara" in line for line in spec["assumed"])


@pytest.mark.parametrize(
    ("prompt", "part", "colour"),
    [
        ("white table except for the legs, which are black", "leg", "black"),
        ("white table with everything white but the legs black", "leg", "black"),
        ("the roof of the house is red", "roof", "red"),
        ("a chair and a red-roofed house", "roof", "red"),
    ],
)
def test_a_colour_finds_the_part_it_was_said_of(prompt: str, part: str, colour: str) -> None:
    thing = specify(prompt)["objects"][-1]

    assert thing["colours"][part]["name"] == colour


def test_and_after_a_part_that_is_not_wanted_may_bring_one_that_is() -> None:
    table = specify("table with no drawers and steel legs")["objects"][0]

    assert table["parts"]["leg"] == 4
    assert table["materials"] == {"leg": "steel"}


@pytest.mark.parametrize(
    ("prompt", "first", "second", "factor"),
    [
        ("a box twice as wide as it is high", "width", "height", 2),
        ("a vase 3 times as tall as wide", "height", "width", 3),
        ("a table half as wide as long, 2 m long", "depth", "width", 0.5),
    ],
)
def test_proportions_are_kept(prompt: str, first: str, second: str, factor: float) -> None:
    size = specify(prompt)["objects"][0]["size_mm"]

    assert size[first] == pytest.approx(factor * size[second], rel=0.01)


def test_a_finish_is_kept_with_its_part() -> None:
    thing = specify("matte black vase with a glossy rim")["objects"][0]

    assert thing["finishes"] == {"all": "matte", "rim": "glossy"}


def test_an_unknown_noun_is_asked_for_by_meaning_only_where_nothing_else_is_known() -> None:
    from generation.shapes.kits import Near

    asked: list[str] = []

    def nearest(noun: str) -> Near | None:
        asked.append(noun)
        return Near("vase", "vase", "An unknown thing is made as a vase.") if noun == "flumox" else None

    assert specify("a red flumox", nearest=nearest)["objects"][0]["family"] == "vase"
    assert specify("a chair and a flumox", nearest=nearest)["objects"][0]["family"] == "chair"
    assert asked == ["flumox"]
