"""Sliders: what they show, what they change, and what they refuse."""

import subprocess
import sys

import pytest

from generation import shaping
from generation.shapes import understanding
from nexus.foundation.errors import Invalid

TABLE = understanding.specify("a round oak table 120 cm wide with four legs")


def values(spec: dict[str, object]) -> dict[str, object]:
    (shape,) = shaping.shapes(spec, TABLE)
    return {control.name: control.value for control in (*shape.sizes, *shape.parameters)}


def test_a_value_is_changed_and_the_rest_stays() -> None:
    changed = shaping.changed(TABLE, {"0.legs": "5"})

    assert values(changed) == values(TABLE) | {"0.legs": 5}
    assert TABLE["objects"][0]["parameters"]["legs"] == 4


def test_bounds_that_belong_together_follow_the_one_that_was_moved() -> None:
    size = shaping.changed(TABLE, {"0.width": "900"})["objects"][0]["size_mm"]

    assert (size["width"], size["depth"]) == (900, 900)


def test_a_form_that_sends_every_control_as_it_stands_changes_nothing() -> None:
    (shape,) = shaping.shapes(TABLE, TABLE)
    sent = {look.colour_name: look.colour for look in shape.looks}
    sent |= {look.material_name: look.material for look in shape.looks}
    for control in (*shape.sizes, *shape.parameters):
        steps = 0 if control.choices else round((float(control.value) - control.least) / control.step)
        sent[control.name] = str(control.value) if control.choices else f"{control.least + steps * control.step:g}"

    assert shaping.changed(TABLE, sent)["objects"] == TABLE["objects"]


def test_a_colour_and_a_material_dress_one_kind_of_part() -> None:
    changed = shaping.changed(TABLE, {"0.colour.leg": "#aa3300", "0.material.top": "marble"})

    looks = {look.part: (look.colour, look.material) for look in shaping.shapes(changed, TABLE)[0].looks}
    assert looks["leg"][0] == "#aa3300"
    assert looks["top"][1] == "marble"


def test_one_colour_for_all_takes_the_place_of_one_each() -> None:
    cone = understanding.specify("ice cream cone with three scoops: pink, brown and white")
    changed = shaping.changed(cone, {"0.colour.scoop": "#aa3300"})

    assert {part: look["hex"] for part, look in changed["objects"][0]["colours"].items()} == {"scoop": "#aa3300"}


def test_out_of_range_is_clamped_and_said() -> None:
    changed = shaping.changed(TABLE, {"0.legs": "500"})

    assert changed["objects"][0]["parameters"]["legs"] < 500
    assert any("500" in warning for warning in changed["warnings"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"0.wings": "2"}, "no 'wings'"),
        ({"7.legs": "2"}, "no value of this model"),
        ({"².legs": "2"}, "no value of this model"),
        ({f"{'9' * 5000}.legs": "2"}, "no value of this model"),
        ({"0.legs": "four"}, "is a number"),
        ({"0.legs": "nan"}, "is a number"),
        ({"0.colour.leg": "red;}"}, "#rrggbb"),
        ({"0.material.leg": "cheese cloth"}, "no material"),
        ({"0.colour.wing": "#ffffff"}, "no wing"),
    ],
)
def test_what_is_no_value_of_it_is_refused_with_a_sentence(asked: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        shaping.changed(TABLE, asked)


def test_only_values_of_models_are_taken_from_an_address() -> None:
    assert shaping.asked_in({"0.legs": "5", "download": "", "theme": "dark", "1x": "2"}) == {"0.legs": "5"}


def test_pages_load_no_geometry_for_sliders() -> None:
    code = (
        "import sys; from generation.shapes import registry, specification, wear; registry.families(); "
        "assert 'numpy' not in sys.modules and 'manifold3d' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
