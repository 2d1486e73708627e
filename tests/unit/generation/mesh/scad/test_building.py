"""Sources become named, coloured, closed parts; whatever they ask for ends with a sentence."""

import hashlib
import json
import time
from pathlib import Path

import numpy as np
import pytest
from manifold3d import Error, Manifold, OpType

from generation.mesh.scad import building, evaluator, reading
from generation.mesh.scad.bounds import Bounds
from generation.mesh.scad.refusal import ScadError
from generation.mesh.writers import glb, stl
from tests.alone import alone

SAMPLES = Path(__file__).resolve().parents[4] / "samples" / "scad"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
QUICK = Bounds(seconds=15)


def build(text, **values):
    return building.build(text, values, generator="test", bounds=QUICK)


def parts(text, **values):
    return [(part.name, part.material.name) for part in build(text, **values)[0].parts]


def names(text):
    return [name for name, _ in parts(text)]


def refused(text, bounds=QUICK):
    with pytest.raises(ScadError) as caught:
        building.build(text, {}, generator="test", bounds=bounds)
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize("name", sorted(EXPECTED["good"]))
def test_a_good_source_has_the_volume_and_size_that_openscad_gives_it(name):
    scene, warnings = building.build((SAMPLES / "good" / name).read_text(), {}, generator="test")
    whole = Manifold.batch_boolean([part.solid for part in scene.parts], OpType.Add)
    wanted = EXPECTED["good"][name]
    low, high = scene.objects[0].bounds()
    width, height, depth = ((high - low) * 1000).tolist()

    assert whole.volume() == pytest.approx(wanted["volume"], rel=0.01)
    assert [width, depth, height] == pytest.approx(wanted["size"], rel=0.01, abs=0.02)  # Y up: the second is Z
    assert all(part.solid.status() == Error.NoError for part in scene.parts)
    assert warnings == []
    assert glb.write(scene)[:4] == b"glTF"
    assert len(stl.write(scene)) > 84


@pytest.mark.parametrize("name", sorted(EXPECTED["bad"]))
def test_a_bad_source_ends_as_expected_and_soon(name):
    text, verdict = (SAMPLES / "bad" / name).read_text(), EXPECTED["bad"][name]
    started = time.process_time()
    if verdict == "warn":
        scene, warnings = building.build(text, {}, generator="test")
        assert scene.parts[0].solid.volume() == pytest.approx(1000)
        assert "too many elements" in warnings[0]
        assert warnings[0].startswith("Line 1: ")
    else:
        code = {"refuse-file": "scad_file", "limit": "scad_limit", "odd": "scad_empty"}.get(verdict)
        error = refused(text, Bounds())
        assert error.code == code or (verdict == "error" and error.code in {"scad_syntax", "scad_limit"})
    assert time.process_time() - started < 20


def test_the_same_source_gives_the_same_bytes():
    text = (SAMPLES / "good" / "09_quadcopter.scad").read_text() + "rotate(rands(0, 9, 1)[0]) cube(rands(1, 2, 3));"
    made = [hashlib.sha256(glb.write(scene) + stl.write(scene)).digest() for scene in (build(text)[0], build(text)[0])]
    assert made[0] == made[1]


def test_z_up_in_millimetres_becomes_y_up_in_metres_with_the_front_towards_the_viewer():
    (part,) = build("translate([1, 2, 3]) cube([10, 20, 30]);")[0].parts
    assert part.positions.min(axis=0).tolist() == pytest.approx([0.001, 0.003, -0.022])
    assert part.positions.max(axis=0).tolist() == pytest.approx([0.011, 0.033, -0.002])


def test_normals_point_outwards_from_every_face():
    for text in ("sphere(5, $fn=24);", "mirror([1, 0, 0]) difference() { cube(9); cylinder(r=2, h=30); }"):
        for part in build(text)[0].parts:
            corners = part.positions[part.triangles]
            faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
            assert (np.einsum("ij,ij->i", faces, part.normals[part.triangles].mean(axis=1)) > 0).all()


# -- parts


def test_each_statement_is_a_part_named_after_its_module():
    text = (
        "module lid() { cube(9); } module base() { hull() { cube(5); cube(6); } }\nlid(); translate([20, 0, 0]) base();"
    )
    assert names(text) == ["lid", "base"]


def test_a_loop_is_a_part_each_time_round():
    assert names("module leg() { cylinder(r=1, h=9); } for (i = [0:3]) translate([i * 9, 0, 0]) leg();") == ["leg"] * 4


def test_a_comment_names_its_part():
    text = "// part: The lid\ntranslate([0, 0, 9]) cube(5);\ncube(3); // part: base <plate>\n\ncube(1);"
    assert names(text) == ["The lid", "base plate", "body"]


def test_the_parts_of_a_single_assembly_are_found_inside_it():
    text = (
        "module lid() { cube(3); } module base() { cube(5); } module pin() { cylinder(r=1, h=3); }\n"
        "module assembly() { base(); translate([9, 0, 0]) lid();\n  for (i = [0:1]) translate([20 + 9 * i, 0, 0]) pin();"
        "\n  // part: foot\n  translate([50, 0, 0]) cube(2); }\nassembly();"
    )
    assert names(text) == ["base", "lid", "pin", "pin", "foot"]
    assert names(text.replace("\nassembly();", "\ntranslate([0, 0, 5]) assembly();")) == [
        "base",
        "lid",
        "pin",
        "assembly",
    ]


def test_what_is_cut_out_names_nothing():
    text = "module hole() { cylinder(r=1, h=99); } module plate() { difference() { cube(9); hole(); } } plate();"
    assert names(text) == ["plate"]


def test_colours_make_parts_and_name_them():
    assert parts('module a() { color("red") cube(1); color("#00ff80") translate([5, 0, 0]) cube(1); }\na(); cube(1);') == [
        ("a", "red"), ("a", "#00ff80"), ("body", "plain"),
    ]  # fmt: skip
    assert parts('color("gold") cube(1);') == [("gold", "gold")]
    (part,) = build("color([0, 0, 1, 0.5]) cube(1);")[0].parts
    assert part.material.base_colour == pytest.approx((0, 0, 1, 0.5))


def test_a_part_of_several_colours_keeps_them_and_stays_closed():
    (part,) = build('union() { color("red") cube(5); color("blue") translate([3, 3, 3]) cube(5); }')[0].parts
    assert part.solid.volume() == pytest.approx(242)
    assert {tuple(colour) for colour in part.colours.round(3).tolist()} == {(1.0, 0.0, 0.0), (0.0, 0.0, 1.0)}


def test_what_wears_no_colour_stays_plain_beside_what_does():
    (part,) = build('union() { color("red") cube(5); translate([3, 3, 3]) cube(5); }')[0].parts
    assert len({tuple(colour) for colour in part.colours.round(3).tolist()}) == 2


def test_a_cut_keeps_the_colour_of_what_was_cut():
    (part,) = build('difference() { color("gold") cube(5, center=true); cylinder(r=1, h=20, center=true); }')[0].parts
    assert (part.material.name, part.colours) == ("gold", None)


def test_many_like_parts_become_one_and_too_many_names_are_refused():
    assert names("for (i = [0:300]) translate([i * 2, 0, 0]) cube(1);") == ["body"]
    loud = "\n".join(f"translate([{i * 2}, 0, 0]) cube(1); // part: n{i}" for i in range(300))
    assert refused(loud).code == "scad_limit"


def test_marked_statements_are_shown_or_left_out_as_openscad_does():
    scene, _ = build("%cube(50); *cube(60); #cube(5); cube(3);")
    assert [round(part.solid.volume()) for part in scene.parts] == [125, 27]
    assert [round(part.solid.volume()) for part in build("!cube(2); cube(9);")[0].parts] == [8]


# -- odd sources


def test_flat_shapes_alone_are_made_thick_and_beside_solids_left_out():
    scene, warnings = build("square(10);")
    assert scene.parts[0].solid.volume() == pytest.approx(100)
    assert "1 mm thick" in warnings[0]
    scene, warnings = build("square(10); cube(2);")
    assert [part.solid.volume() for part in scene.parts] == pytest.approx([8])
    assert "left out" in warnings[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 3;", "makes no solid"),
        ("cube(0);", "makes no solid"),
        ("polyhedron([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]]);", "not closed"),
        ('assert(1 > 2, "too small"); cube(1);', "too small"),
        ('cylinder(h = "tall");', "Line 1, column 1"),
        ("cube(1);\nfunction f(n) = f(n + 1) + 1;\n\ncube(f(0));", "Line 4"),
        ("module m() { m(); }\nm();", "calls itself too deeply"),
        ("cube(1e9);", "10 km"),
    ],
)
def test_what_makes_nothing_says_why(text, words):
    assert words in refused(text).message


def test_warnings_name_their_line_and_echoes_are_kept():
    found = building.read('foo();\ncube(bar(2));\necho("hello", 3, [1, 2]);', {})
    assert found.warnings == ["Line 1: Ignoring unknown module 'foo'.", "Line 2: Ignoring unknown function 'bar'."]
    assert found.echoes == ['"hello", 3, [1, 2]']


def test_echoes_and_warnings_are_bounded():
    found = building.read(
        "for (i = [0:5000]) { echo(i); missing(i); } cube(1);\nx = str(rands(0, 1, 999)); echo(x);", {}
    )
    assert len(found.echoes) == Bounds().echoes
    assert len(found.warnings) <= Bounds().warnings
    assert max(map(len, found.echoes)) <= Bounds().line_length


def test_a_deep_but_finite_recursion_is_worked_out():
    (part,) = build("function sum(n) = n == 0 ? 0 : 1 + sum(n - 1); cube([sum(1000), 1, 1]);")[0].parts
    assert part.solid.volume() == pytest.approx(1000)


def test_a_twist_without_slices_is_twisted():
    (part,) = build("linear_extrude(20, twist = 360, $fn = 60) translate([5, 0]) square(3);")[0].parts
    assert part.solid.num_tri() > 300


def test_letters_come_from_the_packaged_font_and_no_program_is_asked(monkeypatch):
    import subprocess

    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: pytest.fail("a program was started"))
    scene, _ = build('linear_extrude(1) text("Ag", font = "--version; Comic Sans:style=Bold");')
    plain, _ = build('linear_extrude(1) text("Ag");')
    assert scene.parts[0].solid.volume() > plain.parts[0].solid.volume()  # bold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = [for (i = [0:1000]) for (j = [0:999]) i]; cube(1);", "elements"),
        ("function d(l, n) = n == 0 ? l : d([each l, each l], n - 1); x = d([1], 40); cube(1);", "elements"),
        ('function d(s, n) = n == 0 ? s : d(str(s, s), n - 1); x = d("ab", 60); cube(1);', "characters"),
        ("x = rands(0, 1, 1e12); cube(1);", "elements"),
        ("$fa = 1e-9; $fs = 1e-9; sphere(10);", "facets"),
        ("sphere(5, $fn = 1/0);", "facets"),
        ("linear_extrude(9, slices = 1e9, twist = 3) square(1);", "slices"),
        ("for (i = [0:999]) for (j = [0:999]) cube(1);", "solids"),
        ("for (i = [0:9]) sphere(9, $fn = 900);", "triangles"),
        ("linear_extrude(1) text(chr([for (i = [0:9999]) 65]));", "letters"),
    ],
)
def test_counts_have_bounds_that_say_what_is_too_much(text, words):
    error = refused(text, Bounds(seconds=15))
    assert (error.code, error.line) == ("scad_limit", 1)
    assert words in error.message


@pytest.mark.parametrize(
    "text",
    [
        "for (i = [0:99999]) for (j = [0:99999]) if (i * j < 0) cube(1);",
        "function fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2); cube(fib(60));",
        "function d(l, n) = n == 0 ? l : d([l, l], n - 1); echo(d([1], 60)); cube(1);",
        "function d(l, n) = n == 0 ? l : d([l, l], n - 1); x = d([1], 60) == d([1], 60); cube(1);",
    ],
)
def test_endless_work_is_ended_in_time_and_the_process_goes_on(text):
    sentence, seconds, afterwards = alone(ended, text)
    assert "after 1 s" in sentence
    assert seconds < 6
    assert afterwards == [("body", "plain")]


def ended(text):
    """Its sentence, the processor time it took, and what the same process builds next."""
    started = time.process_time()
    error = refused(text, Bounds(seconds=1))
    return error.message, time.process_time() - started, parts("cube(1);")


def test_memory_has_a_bound_of_its_own():
    error = refused("x = [for (i = [0:999]) rands(0, 1, 99999)]; cube(1);", Bounds(seconds=20, megabytes=150))
    assert "150 MB" in error.message


def test_whoever_waits_may_stop_the_work():
    class StopError(Exception):
        pass

    def beat(_share):
        raise StopError

    started = time.process_time()
    with pytest.raises(StopError):
        building.build(
            "for (i = [0:99999]) for (j = [0:99999]) if (i * j < 0) cube(1);", {}, generator="test", beat=beat
        )
    assert time.process_time() - started < 3


@pytest.mark.parametrize("call", ['import("/etc/hostname.stl");', 'surface("/etc/hostname.dat");'])
def test_the_evaluator_reads_no_file_even_where_the_gate_let_it_pass(monkeypatch, call):
    monkeypatch.setattr(reading, "_check_node", lambda _node: None)
    assert refused(call).code == "scad_file"


@pytest.mark.parametrize("call", ['import("/etc/hostname.json")', 'dxf_dim(file="/etc/hostname")'])
def test_no_function_reads_a_file_even_where_the_gate_let_it_pass(monkeypatch, call):
    monkeypatch.setattr(reading, "_check_node", lambda _node: None)
    assert refused(f"x = {call}; echo(x); cube(1);").code == "scad_file"


def test_used_files_are_never_looked_for(monkeypatch):
    monkeypatch.setattr(reading, "_check_node", lambda _node: None)
    monkeypatch.setattr(evaluator.library, "findLibraryFile", lambda *_a: pytest.fail("a file was looked for"))
    assert names("use </etc/hostname>\ncube(1);") == ["body"]


def test_every_private_name_that_is_overridden_is_still_there():
    ours, theirs = vars(evaluator.Evaluator), evaluator.library.Evaluator
    added = {"resolve", "generate", "refused", "_no_files", "_not_openscad", "_attended", "_remember", "_bounded",
             "_check_length", "_count", "_slices", "_check_minkowski", "_halt", "_place", "_heard"}  # fmt: skip
    overridden = {name for name, value in ours.items() if callable(value) or isinstance(value, staticmethod)} - added
    assert overridden
    assert {name for name in overridden if not hasattr(theirs, name)} == set()
    assert hasattr(evaluator.library, "_FONT_DIR")
    assert hasattr(evaluator.library, "_font_tables_from_path")
