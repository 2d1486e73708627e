"""The gate before evaluation: what reads files, is too large, too deep or no source at all is refused with its place."""

import json
from pathlib import Path

import pytest

from generation.mesh.scad import reading
from generation.mesh.scad.bounds import Bounds
from generation.mesh.scad.refusal import ScadError, place_in

SAMPLES = Path(__file__).resolve().parents[4] / "samples" / "scad"
BAD = json.loads((SAMPLES / "expected.json").read_text())["bad"]


def refused(text: str, **bounds) -> ScadError:
    with pytest.raises(ScadError) as caught:
        reading.read(text, bounds=Bounds(**bounds))
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize("name", sorted(path.name for path in (SAMPLES / "good").glob("*.scad")))
def test_a_good_source_passes(name):
    assert reading.read((SAMPLES / "good" / name).read_text()).statements


@pytest.mark.parametrize("name", sorted(name for name, verdict in BAD.items() if verdict == "refuse-file"))
def test_a_source_that_reads_a_file_is_refused_with_its_place(name):
    error = refused((SAMPLES / "bad" / name).read_text())
    assert error.code == "scad_file"
    assert error.line == 1
    assert error.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        'x = import("a.json"); cube(1);',
        'cube(import("a.json"));',
        'module m() { if (true) for (i = [1]) translate([0, 0, 1]) import("a.stl"); } m();',
        "f = function (x) surface(x); cube(1);",
        'x = dxf_dim(file="a.dxf", name="b"); cube(1);',
        'x = [for (i = [1:2]) dxf_cross(file="a.dxf")]; cube(1);',
        'x = import; x("a.stl");',
        "module surface() { cube(1); } surface();",
        'linear_extrude(1) /* import */ import /* x */ ("a.svg");',
        'x = let (a = import("b")) a; cube(1);',
        'module m(a = import("b")) { cube(1); } m();',
        'cube(10, $fn = import("b"));',
        "include <../../etc/passwd>\ncube(1);",
        "module m() { cube(1); }\nuse <MCAD/gears.scad>\n m();",
        '%import("a.stl"); cube(1);',
        '*surface("a.png"); cube(1);',
        'x = render() { import("a.stl"); }; cube(1);',
    ],
)
def test_every_place_that_can_hold_a_call_is_looked_at(text):
    assert refused(text).code == "scad_file"


@pytest.mark.parametrize(
    "text",
    ["// include <a>\ncube(1);", "/* use <b> */ cube(1);", 'text("import(\\"a\\")");', "imported = 3; cube(imported);"],
)
def test_words_in_comments_and_texts_read_no_file(text):
    assert reading.read(text).statements


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("cube(10)\n}", 2, 1),
        ("cube([1, 2);", 1, 11),
        ("a = 1;\n\nb = a +* 2;", 3, 8),
        ("cube(10);\r\ncube(10;", 2, 8),
        ("module m() { cube(1);", 1, 22),
        ('cube(1);\n  text("abc', 2, 8),
        ("cube(1); /* never", 1, 10),
        ("cube(1);\n\0", 2, 1),
        ("cube(1); \x1b[31m", 1, 10),
    ],
)
def test_what_is_no_source_is_refused_at_line_and_column(text, line, column):
    error = refused(text)
    assert error.code == "scad_syntax"
    assert (error.line, error.column) == (line, column)
    assert place_in(error.message) == (line, column)


def test_an_empty_source_says_what_to_write():
    assert "cube(10);" in refused(" \n\t ").message
    assert refused("").code == "scad_empty"


def test_size_and_nesting_have_limits_before_anything_is_parsed(monkeypatch):
    monkeypatch.setattr(reading, "_lark", lambda: pytest.fail("it was parsed"))

    assert refused("x" * 300_000).code == "scad_limit"
    assert refused("x = " + "(" * 500 + "1" + ")" * 500 + ";").code == "scad_limit"
    assert refused("union(){" * 500).code == "scad_limit"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "1 + " * 30_000 + "1;",
        "x = " + "-" * 60_000 + "1;",
        "x = " + "true ? 1 : " * 15_000 + "1;",
        "rotate(1) " * 20_000 + "cube(1);",
        "if (true) cube(1); else " * 9_000 + "cube(1);",
    ],
)
def test_chains_without_brackets_do_not_get_past_by_being_long(text):
    assert refused(text).code == "scad_limit"


def test_a_place_is_found_again_in_a_sentence():
    assert place_in("Line 3, column 7: no") == (3, 7)
    assert place_in("Line 12: no") == (12, 0)
    assert place_in("The source is empty.") == (0, 0)
