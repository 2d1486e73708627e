"""A specification from outside is made whole and safe, or refused."""

import json
from typing import Any

import pytest

from generation.mesh.parts import Material
from generation.shapes import assemble, specification
from generation.shapes.specification import UnfitError, read


def given(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "objects": [{"family": "table"}]} | changes


def test_what_is_missing_gets_usual_values() -> None:
    spec = read(given())

    assert spec["style"] == "realistic"
    assert spec["objects"][0]["size_mm"] == {"width": 1400, "depth": 800, "height": 740}
    assert spec["objects"][0]["parts"]["leg"] == 4


def test_reading_twice_changes_nothing() -> None:
    once = read(given(objects=[{"family": "chair", "parameters": {"slats": 99}}]))

    assert read(json.loads(json.dumps(once))) == once


def test_a_slider_out_of_range_is_clamped_and_told() -> None:
    spec = read(given(objects=[{"family": "table", "parameters": {"legs": 400}, "size_mm": {"width": 1e12}}]))

    assert spec["objects"][0]["parameters"]["legs"] == 24
    assert spec["objects"][0]["size_mm"]["width"] == 1_000_000
    assert len(spec["warnings"]) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"objects": []},
        {"objects": "table"},
        {"objects": [{"family": "dragon"}]},
        {"objects": [{"family": "table", "parameters": {"wings": 2}}]},
        {"objects": [{"family": "table", "parameters": {"legs": "many"}}]},
        {"objects": [{"family": "table", "colours": {"wing": {"hex": "#ffffff"}}}]},
        {"objects": [{"family": "table", "colours": {"top": {"hex": "red"}}}]},
        {"objects": [{"family": "table", "colours": {"wing_2": {"hex": "#ffffff"}}}]},
        {"objects": [{"family": "table", "colours": {"leg_0": {"hex": "#ffffff"}}}]},
        {"objects": [{"family": "table", "materials": {"all": "cheese"}}]},
        {"objects": [{"family": "table"}] * (specification.OBJECTS_LIMIT + 1)},
        {"style": "baroque"},
        {"complexity": "huge"},
        {"relations": [{"relation": "eats", "subjects": [0], "objects": [0]}]},
        {"relations": [{"relation": "on", "subjects": [0], "objects": [7]}]},
    ],
)
def test_what_cannot_be_built_is_refused_with_a_sentence(changes: dict[str, Any]) -> None:
    with pytest.raises(UnfitError, match=r"\.$"):
        read(given(**changes))


def test_one_copy_of_a_part_wears_a_colour_of_its_own() -> None:
    table = {"family": "table", "colours": {"leg_2": {"name": "red", "hex": "#ff0000"}}}
    made = assemble.build(given(objects=[table], complexity="simple"), generator="test").objects[0]
    red = [number for number, part in enumerate(p for p in made.parts if p.role == "leg") if _is_red(part.material)]

    assert red == [1]


def _is_red(material: Material) -> bool:
    return material.base_colour[:3] == (1, 0, 0)


def test_more_parts_than_a_file_holds_are_refused() -> None:
    house = {"family": "house", "parameters": {"windows": 200}}

    with pytest.raises(assemble.TooMuchError, match="2,000"):
        assemble.build(given(objects=[house] * 6, complexity="simple"), generator="test")
