"""Customiser comments become typed parameters; values are set in the tree and can never become code."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generation.mesh.scad import building, customiser, reading, values
from generation.mesh.scad.refusal import ScadError

TEXT = """// Outer width
width = 40; // [10:0.5:200]
wall = 2; // [8]
shift = -2.5; // .5
/* [Look] */
// What it looks like
style = "round"; // [round:Round one, square, "a, b":Comma]
size = 2; // [1:Small, 2:Large, 3]
lid = true; // does it have one
name = "abc"; // 12
at = [1, -2, 3]; // [-5:1:10]
$fn = 32;
half = width / 2;
/* [Hidden] */
secret = 1;
/* [Global] */
gap = 0.2;
module a() { cube(1); }
late = 3; // [1:5]
cube([width, wall, late]);
"""


def found(text: str = TEXT) -> dict[str, dict]:
    return {one["name"]: one for one in customiser.parameters(reading.read(text))}


def test_each_form_of_comment_has_its_type():
    one = found()
    assert list(one) == ["width", "wall", "shift", "style", "size", "lid", "name", "at", "$fn", "gap"]
    assert one["width"] == {
        "name": "width", "label": "Outer width", "group": "", "default": 40.0, "kind": "number",
        "least": 10.0, "most": 200.0, "step": 0.5,
    }  # fmt: skip
    assert (one["wall"]["least"], one["wall"]["most"]) == (0.0, 8.0)
    assert (one["shift"]["kind"], one["shift"]["default"], one["shift"]["step"]) == ("number", -2.5, 0.5)
    assert one["style"]["choices"] == [
        {"value": "round", "label": "Round one"},
        {"value": "square", "label": "square"},
        {"value": "a, b", "label": "Comma"},
    ]
    assert [choice["value"] for choice in one["size"]["choices"]] == [1.0, 2.0, 3.0]
    assert one["lid"]["kind"] == "boolean"
    assert (one["name"]["kind"], one["name"]["longest"]) == ("string", 12)
    assert (one["at"]["kind"], one["at"]["default"], one["at"]["most"]) == ("vector", [1.0, -2.0, 3.0], 10.0)


def test_groups_descriptions_and_the_hidden_part_are_read_as_openscad_reads_them():
    one = found()
    assert [one[name]["group"] for name in ("width", "style", "at", "gap")] == ["", "Look", "Look", ""]
    assert one["style"]["label"] == "What it looks like"
    assert "secret" not in one  # [Hidden]
    assert "half" not in one  # worked out, not written
    assert "late" not in one  # behind the first brace


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("w = 40; // [200:10]", "number"),
        ("w = 400; // [10:200]", "number"),
        ("w = 4; // [a, b]", "number"),
        ('w = "c"; // [a, b]', "string"),
        ("w = 4; // [1e999]", "number"),
        ("w = 4; // [::]", "number"),
        ("w = 4; // [", "number"),
    ],
)
def test_a_comment_that_does_not_fit_its_value_bounds_nothing(line, kind):
    one = found(line + "\ncube(w);")["w"]
    assert one["kind"] == kind
    assert not {"least", "most", "choices"} & one.keys()


def test_the_schema_says_what_the_values_are():
    schema = values.schema(list(found().values()))
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    assert judge.is_valid({"width": 50, "style": "square", "lid": False, "at": [0, 0, 0], "name": "x"})
    for wrong in ({"width": 5}, {"style": "oval"}, {"lid": 1}, {"at": [1, 2]}, {"name": "x" * 13}, {"other": 1}):
        assert not judge.is_valid(wrong), wrong
    json.dumps(schema)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", "50"), ("width", 5), ("width", float("nan")), ("width", float("inf")), ("width", True),
        ("style", "oval"), ("size", "2"), ("lid", 1), ("lid", "true"), ("name", "x" * 13), ("name", "a\nb"), ("name", 3),
        ("at", [1, 2]), ("at", [1, 2, "3"]), ("at", 3), ("$fn", 1e300), ("nothing", 1), ("secret", 2), ("half", 2),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_by_name(name, value):
    with pytest.raises(ScadError) as caught:
        values.checked(list(found().values()), {name: value})
    assert caught.value.code == "scad_value"
    assert name in caught.value.message


def test_every_value_comes_back_from_a_form_as_it_went():
    for one in found().values():
        assert values.from_text(one, values.as_text(one["default"])) == one["default"]
    one = found()
    assert values.from_text(one["at"], "0,1.5,-2") == [0.0, 1.5, -2.0]
    assert values.from_text(one["lid"], "false") is False
    for name, text in (("at", "1,2"), ("lid", "yes"), ("width", "40;cube(999)"), ("width", ""), ("size", "9")):
        with pytest.raises(ScadError):
            values.from_text(one[name], text)


def test_a_value_changes_what_is_built_and_not_the_source():
    source = reading.read(TEXT)
    before = source.statements[0].expr.val
    changed = customiser.with_values(source, {"width": 50.0})
    assert changed[0].expr.val == 50.0
    assert source.statements[0].expr.val == before


def sizes(text: str, **given) -> list[float]:
    scene, _ = building.build(text, given, generator="test")
    low, high = scene.objects[0].bounds()
    return [round(float(side) * 1000, 3) for side in high - low]


def test_a_changed_number_rebuilds_with_it_and_with_what_follows_from_it():
    text = "w = 40; // [10:100]\nh = w / 2;\ncube([w, 10, h]);"
    assert sizes(text) == [40, 20, 10]
    assert sizes(text, w=60) == [60, 30, 10]


def test_a_name_that_is_assigned_twice_is_set_in_both_places():
    assert sizes("w = 1;\nw = 2;\ncube(w);", w=5) == [5, 5, 5]


@pytest.mark.parametrize("text", ['"); cube(999); //', "\\", '\\"', 'a"b', "\\u0041", "${x}", "*/ cube(9); /*"])
def test_a_text_stays_a_text_however_it_is_written(text):
    source = 'n = "a";\ncube([len(n), 1, ord(n)]);'
    assert sizes(source, n=text) == [len(text), ord(text[0]), 1]
    again = building.written(source, {"n": text})
    assert sizes(again) == [len(text), ord(text[0]), 1]
    assert customiser.parameters(reading.read(source))[0]["name"] == "n"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=20))
def test_the_source_that_is_taken_home_has_the_same_value(text):
    kept = building.written('n = "a"; // a name\ncube(len(n));', {"n": text})
    statements = reading.read(kept).statements
    assert len(statements) == 2
    assert kept.startswith("n = ")
    assert "// a name" in kept


def test_the_written_source_has_the_new_values_and_every_comment():
    kept = building.written(TEXT, {"width": 50, "style": "square", "lid": False, "at": [0, 0.5, 1]})
    assert "width = 50; // [10:0.5:200]" in kept
    assert 'style = "square"; // [round' in kept
    assert "lid = false; // does it have one" in kept
    assert "at = [0, 0.5, 1]; //" in kept
    assert building.written(TEXT, {}) == TEXT
