"""Hostile OpenSCAD sources through the limited child: none reads, connects or outlasts its time; with the controls."""

import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nexus.foundation.sandbox import ChildError, Failed, WarmChild

pytestmark = pytest.mark.fault
SECRET = "SECRET-4711-of-another-person"
SECONDS = 3  # of a run here; the product's own are in generation/engines/openscad.py
MOST = 30
STL = (
    "solid s\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid s\n"
)

READS = {
    "include": "include <{folder}/secret.scad>\ncube(1);",
    "use": "use <{folder}/secret.scad>\ntell(); cube(1);",
    "import as a value": 'echo(import("{folder}/secret.json")); cube(1);',
    "import as a solid": 'import("{folder}/secret.stl");',
    "import through a function": 'f = function (p) import(p); echo(f("{folder}/secret.json")); cube(1);',
    "surface": 'surface("{folder}/secret.dat");',
    "a relative path": "include <../../../../../../../../../../{folder}/secret.scad>\ncube(1);",
    "a dimension of a drawing": 'echo(dxf_dim(file = "{folder}/secret.dxf", name = "{folder}")); cube(1);',
    "a network address": 'import("http://127.0.0.1:{port}/a.stl"); cube(1);',
    "a network path": 'include <//127.0.0.1:{port}/a.scad>\nsurface("http://127.0.0.1:{port}/a.png");',
}
BURNS = {
    "loops": "for (i = [0:99999]) for (j = [0:99999]) if (i * j < 0) cube(1);",
    "calls": "function fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2); cube(fib(60));",
    "recursion": "function f(n) = f(n + 1) + 1; cube(f(0));",
    "modules": "module m(n) { if (n > 0) { m(n - 1); m(n - 1); } else cube(1); } m(30);",
    "a doubling list": "function d(l, n) = n == 0 ? l : d(concat(l, l), n - 1); x = d([1], 40); cube(len(x));",
    "a doubling text": 'function d(s, n) = n == 0 ? s : d(str(s, s), n - 1); x = d("ab", 60); cube(len(x));',
    "lists of lists": "x = [for (i = [0:999]) [for (j = [0:99999]) [i, j]]]; cube(len(x));",
    "a list within itself": "function d(l, n) = n == 0 ? l : d([l, l], n - 1); echo(d([1], 60)); cube(1);",
    "growing whole numbers": 'function f(x, n) = n == 0 ? x : f(x * x, n - 1); cube(f(len("abcdefghijkl"), 50));',
    "random numbers": "x = rands(0, 1, 1e12); cube(1);",
    "facets": "sphere(r = 10, $fn = 20000);",
    "fine facets": "$fa = 0.0001; $fs = 0.000001; sphere(10);",
    "slices": "linear_extrude(10, slices = 1e9, twist = 3) square(1);",
    "a sum of bodies": "minkowski() { difference() { sphere(10, $fn = 150); cube(9); } "
    "difference() { sphere(5, $fn = 150); cube(4); } }",
    "points that cross in native code": "polygon([for (i = [0:60000]) rands(0, 1000, 2)]);",
    "output": 'for (i = [0:999998]) echo("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");',
    "many objects": "cube(1);" * 30_000,
    "deep brackets": "x = " + "(" * 60_000 + "1" + ")" * 60_000 + ";",
    "deep operators": "x = " + "-" * 200_000 + "1;",
    "no text": "cube(1);\0cube(2);",
    "too much text": "// " + "x" * 400_000 + "\ncube(1);",
    "letters": "linear_extrude(1) text(chr([for (i = [0:90000]) 65]));",
    "what the library adds": "levelset(function (x, y, z) x, [[-9, -9, -9], [9, 9, 9]], edge = 0.001);",
    "sizes that are none": "cube([1e308, 1e308, 1e308]); cube(0/0); translate([1/0, 0, 0]) sphere(1);",
}


class Listener:
    """Somebody on this machine who must never be called."""

    def __init__(self):
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self):
        self._socket.close()


@pytest.fixture(scope="module")
def listener():
    made = Listener()
    yield made
    made.close()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("private")
    (folder / "secret.scad").write_text(f'echo("{SECRET}");\nmodule tell() {{ echo("{SECRET}"); cube(7); }}\n')
    (folder / "secret.json").write_text(json.dumps({"word": SECRET}))
    (folder / "secret.stl").write_text(STL)
    (folder / "secret.dat").write_text("1 2 3\n2 3 4\n")
    return folder


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    with WarmChild("generation.work:do", megabytes=3072, folders=[folder], preload=("manifold3d",)) as child:
        yield child, folder


def make(workshop, source):
    """Plan and run as the pipeline does: (what was said and made, the seconds of each call)."""
    child, folder = workshop
    for left in folder.iterdir():
        left.unlink()
    asked = {
        "engine": "generation.engines.openscad.OpenScad", "options": {"seconds": SECONDS}, "kind": "design",
        "prompt": "x", "parameters": {"source": source}, "seed": 0, "folder": str(folder),
    }  # fmt: skip
    said, took = "", []
    for act in ("plan", "run"):
        started = time.monotonic()
        try:
            answer = child.call({**asked, "act": act}, seconds=MOST)
        except (ChildError, Failed) as refusal:
            took.append(time.monotonic() - started)
            return f"{said}{refusal}", took
        took.append(time.monotonic() - started)
        asked |= answer
        said += json.dumps(answer)
    return said + "".join(path.read_bytes().decode("latin-1") for path in folder.iterdir()), took


def still_works(workshop):
    said, _ = make(workshop, "cube(3);")
    return "glTF" in said


@pytest.mark.parametrize("name", sorted(READS))
def test_nothing_is_read_and_nobody_is_called(name, workshop, secrets, listener):
    source = READS[name].replace("{folder}", str(secrets)).replace("{port}", str(listener.port))

    said, took = make(workshop, source)

    assert "reads a file" in said
    assert said.startswith("Line ")
    assert SECRET not in said
    assert not list(workshop[1].iterdir())
    assert listener.calls == 0
    assert max(took) < 5


@pytest.mark.parametrize("name", sorted(BURNS))
def test_whatever_a_source_burns_it_is_ended_with_a_sentence(name, workshop):
    said, took = make(workshop, BURNS[name])

    assert max(took) < MOST
    assert said.endswith(".")
    assert "crash" not in said.lower()
    assert "fault of the program" not in said
    assert still_works(workshop)


def test_a_body_that_native_code_never_finishes_takes_its_child_and_nothing_else(workshop):
    """The gate that keeps such sums out is taken away, so that only the kernel is left to end it."""
    child, folder = workshop
    request = {"source": BURNS["a sum of bodies"], "folder": str(folder), "seconds": SECONDS}
    with WarmChild("tests.faults.scad_without_bounds:run", megabytes=3072, folders=[folder]) as naked:
        started = time.monotonic()
        with pytest.raises(Failed) as caught:
            naked.call(request, seconds=MOST)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - started < 20
    assert child.pid
    assert still_works(workshop)


# -- the same, where nothing holds it back: what the tests above would see


def plainly(source, folder: Path, seconds=60):
    """The library alone, in a process without walls."""
    path = folder / "plain.scad"
    path.write_text(source)
    code = (
        "import sys; from openscad_lalr_parser import getASTfromFile, build_scopes\n"
        "from openscad_evaluator import Evaluator\n"
        "nodes = getASTfromFile(sys.argv[1])\n"
        "bodies, _ = Evaluator().evaluate(nodes, build_scopes(nodes))\n"
        "print('bodies', len(bodies))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, timeout=seconds, check=False, cwd=folder
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["include", "use", "import as a value", "import through a function"])
def test_control_without_gate_and_walls_the_secret_is_told(name, secrets, tmp_path):
    source = READS[name].replace("{folder}", str(secrets))
    assert SECRET in plainly(source, tmp_path)


@pytest.mark.parametrize("name", ["import as a solid", "surface"])
def test_control_without_gate_and_walls_the_file_becomes_a_body(name, secrets, tmp_path):
    source = READS[name].replace("{folder}", str(secrets))
    assert "bodies 1" in plainly(source, tmp_path)


def test_control_without_limits_it_goes_on(tmp_path):
    with pytest.raises(subprocess.TimeoutExpired):
        plainly(BURNS["calls"], tmp_path, seconds=SECONDS * 3)


def test_control_the_listener_hears_who_calls():
    somebody = Listener()
    socket.create_connection(("127.0.0.1", somebody.port)).close()
    until = time.monotonic() + 5
    while not somebody.calls and time.monotonic() < until:
        time.sleep(0.01)
    somebody.close()
    assert somebody.calls == 1


@pytest.mark.parametrize("name", ["import as a value", "include"])
def test_control_the_walls_hold_where_the_gate_is_gone(name, workshop, secrets):
    """Without our gate and bounds, in the same child: the kernel refuses the file."""
    _, folder = workshop
    source = READS[name].replace("{folder}", str(secrets))
    request = {"source": source, "folder": str(folder), "seconds": SECONDS}
    with WarmChild("tests.faults.scad_without_bounds:run", megabytes=3072, folders=[folder]) as naked:
        try:
            said = json.dumps(naked.call(request, seconds=MOST))
        except (ChildError, Failed) as refusal:
            said = str(refusal)
    assert SECRET not in said
