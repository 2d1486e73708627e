"""Sliders of OpenSCAD sources: what they show, what they change, what they refuse, without a parser in the page."""

import subprocess
import sys
from pathlib import Path

import pytest

from generation import examples, shaping
from generation.mesh.scad import building
from generation.mesh.writers import glb
from nexus.foundation.errors import Invalid

EXAMPLES = sorted(Path(examples.__file__).parent.glob("*.scad"))
TEXT = """width = 40; // [10:0.5:200]
count = 4;
tiny = 0.25;
lid = true;
name = "abc"; // 12
/* [Look] */
style = "round"; // [round:Round one, square]
at = [1, -2, 3]; // [-5:1:10]
cube([width, count, 1]);
"""


def specified(text: str = TEXT) -> dict[str, object]:
    found = building.read(text, {})
    return {"kind": "scad", "source": text, "parameters": found.parameters, "values": found.values, "warnings": []}


SPEC = specified()


def controls(spec: dict[str, object] = SPEC) -> dict[str, object]:
    return {one.name: one for shape in shaping.shapes(spec, SPEC) for one in shape.sizes}


def test_each_parameter_has_its_control_in_its_group() -> None:
    found = shaping.shapes(SPEC, SPEC)
    assert [shape.title for shape in found] == ["Values", "Look"]
    assert list(controls()) == [
        "0.width", "0.count", "0.tiny", "0.lid", "0.name", "0.style", "0.at.0", "0.at.1", "0.at.2",
    ]  # fmt: skip
    one = controls()
    assert (one["0.width"].least, one["0.width"].most, one["0.width"].step) == (10, 200, 0.5)
    assert one["0.lid"].options == [("true", "yes"), ("false", "no")]
    assert one["0.style"].options == [("round", "Round one"), ("square", "square")]
    assert one["0.name"].longest == 12
    assert one["0.at.1"].label == "at Y"


def test_a_number_without_bounds_gets_a_slider_around_it() -> None:
    one = controls()
    assert (one["0.count"].least, one["0.count"].step) == (0, 1)
    assert one["0.count"].most >= 10
    assert one["0.tiny"].step <= 0.25


def test_changed_values_are_set_and_the_rest_stays() -> None:
    asked = {"0.width": "55.5", "0.lid": "false", "0.name": 'x";', "0.style": "square", "0.at.2": "9"}
    spec = shaping.changed(SPEC, asked)
    assert spec["values"] == SPEC["values"] | {
        "width": 55.5, "lid": False, "name": 'x";', "style": "square", "at": [1.0, -2.0, 9.0],
    }  # fmt: skip
    assert SPEC["values"]["width"] == 40.0
    assert {name: control.value for name, control in controls(spec).items()}["0.at.2"] == 9.0
    assert {name: control.own for name, control in controls(spec).items()}["0.at.2"] == 3.0


def test_a_form_that_sends_every_control_as_it_stands_changes_nothing() -> None:
    sent = {}
    for name, one in controls().items():
        plain = bool(one.choices or one.longest)
        steps = 0 if plain else round((one.value - one.least) / one.step)
        sent[name] = str(one.value) if plain else f"{round(one.least + steps * one.step, 6):g}"
    assert shaping.changed(SPEC, sent)["values"] == SPEC["values"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("0.width", "500"), ("0.width", "x"), ("0.width", "nan"), ("0.width", "1e400"), ("0.wings", "2"),
        ("1.width", "20"), ("0.at", "1,2,3"), ("0.at.7", "1"), ("0.at.x", "1"), ("0.at.1", "1,2"), ("0.lid", "1"),
        ("0.style", "oval"), ("0.name", "x" * 13), ("0.width.0", "20"), ("0.", "1"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_model_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        shaping.changed(SPEC, {name: text})
    assert name in caught.value.fields


def test_a_page_that_shows_sliders_loads_no_parser_and_no_geometry() -> None:
    code = (
        "import os, sys, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'nexus.settings'); django.setup();"
        "from generation import customising, design_views, source_page;"
        "print([name for name in ('lark', 'manifold3d', 'openscad_evaluator') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_builds_closed_parts_with_names_and_sliders_that_change_it(path: Path) -> None:
    text = path.read_text()
    spec = specified(text)
    scene, warnings = building.build(text, {}, generator="test")
    assert warnings == []
    assert all(part.name not in {"body", "rounded"} or path.stem == "knob" for part in scene.parts)
    assert len(spec["parameters"]) >= 5
    before = glb.write(scene)
    for shape in shaping.shapes(spec, spec):
        for control in shape.sizes:
            if control.choices:
                text_now = next(one for one in control.choices if one != control.value)
            else:
                text_now = "abc" if control.longest else f"{control.most:g}"
            changed = shaping.changed(spec, {control.name: text_now})
            again, said = building.build(text, changed["values"], generator="test")
            assert said == [], control.name
            assert glb.write(again) != before, control.name


def test_there_are_examples() -> None:
    from generation.design_views import EXAMPLES as OFFERED

    assert sorted(name for name, _ in OFFERED) == [path.stem for path in EXAMPLES]
