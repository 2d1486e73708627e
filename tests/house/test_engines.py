"""What is promised of every engine, run for each of the table: honest before, rising, ended, cancelled, refused."""

import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from generation.engines.base import Cancelled, Engine, EngineError
from generation.mesh import gate
from nexus.foundation import sandbox
from tests.fakes.engines import EVERY_NAME, ROWS, Row
from tests.fakes.job import Report, brief, worked

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("torch", "diffusers", "transformers", "trimesh")
PNG = b"\x89PNG"

rows = pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
waiting = pytest.mark.parametrize(
    "row", [row for row in ROWS if row.waits], ids=[row.name for row in ROWS if row.waits]
)
failing = pytest.mark.parametrize(
    "row", [row for row in ROWS if row.fails], ids=[row.name for row in ROWS if row.fails]
)
remote = pytest.mark.parametrize("row", [row for row in ROWS if row.needs], ids=[row.name for row in ROWS if row.needs])


def class_of(row: Row) -> type:
    module, _, name = row.path.rpartition(".")
    return getattr(import_module(module), name)


def wish(row: Row, folder: Path, **changed):
    given = {"prompt": row.prompt, **row.parameters, **changed}
    return brief(folder, kind=row.kind, prompt=given.pop("prompt"), **given)


def is_sentence(words: str) -> bool:
    return words[:1].isupper() and words.endswith(".") and "\n" not in words and "Traceback" not in words


def test_every_engine_has_a_row() -> None:
    files = {path.stem for path in (ROOT / "generation" / "engines").glob("*.py")} - {"__init__", "base"}

    assert files <= EVERY_NAME
    assert {path.split(".")[2] for path in settings.GENERATION_ENGINES} <= EVERY_NAME


@rows
def test_it_says_what_it_is_and_takes(row: Row) -> None:
    kind = class_of(row)
    schema = json.loads(json.dumps(dict(kind.capabilities)))
    Draft202012Validator.check_schema(schema)

    assert isinstance(kind(), Engine)
    assert kind.name.replace("-", "_") in {row.name, f"{row.name}_preview"}
    assert kind.version
    assert row.kind in kind.kinds
    assert kind.place in ("child", "device", "remote")
    for name, one in schema["properties"].items():
        if "default" in one:
            assert Draft202012Validator(one).is_valid(one["default"]), name


@remote
def test_without_configuration_it_says_so_and_makes_nothing(row: Row, tmp_path: Path) -> None:
    engine = class_of(row)()

    assert is_sentence(engine.ready())
    with pytest.raises(EngineError) as caught:
        worked(engine, wish(row, tmp_path))
    assert is_sentence(caught.value.message)
    assert not list(tmp_path.glob("model.*"))


@rows
def test_with_configuration_it_is_ready_without_loading_anything_heavy(row: Row) -> None:
    with row.works() as options:
        program = (
            "import sys, json\n"
            f"from {row.path.rpartition('.')[0]} import {row.path.rpartition('.')[2]} as kind\n"
            f"print(repr(kind(**{options!r}).ready()))\n"
            f"print([name for name in {HEAVY!r} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-2:] == ["''", "[]"]


@rows
def test_it_rises_ends_and_passes_the_gate(row: Row, tmp_path: Path) -> None:
    with row.works() as options:
        pieces, specification, report = worked(class_of(row)(**options), wish(row, tmp_path))

    made = {piece.kind: piece.path for piece in pieces}
    assert report.shares == sorted(report.shares)
    assert report.shares[0] >= 0
    assert report.shares[-1] == 1.0
    assert all(words and not words.endswith(".") for words in report.words)
    assert isinstance(specification, dict)
    assert all(path.parent == tmp_path and path.stat().st_size for path in made.values())
    assert not list(tmp_path.glob(".*")), "a half file is left"
    if row.kind == "picture":
        assert made["png"].read_bytes().startswith(PNG)
    else:
        gate.check(made["glb"].read_bytes())


@waiting
def test_a_cancel_has_its_effect_within_two_seconds(row: Row, tmp_path: Path) -> None:
    """As the pipeline does it: in the child by its end, elsewhere by the next word of the report."""
    kind = class_of(row)
    given = wish(row, tmp_path, **row.waits_with)
    with row.waits() as options:
        if kind.place == "child":
            took = cancelled_in_a_child(row, given)
        else:
            report = (
                Report(cancel_after=0.5) if kind.place == "remote" else Report(cancel_when=lambda share, _: share > 0)
            )
            with pytest.raises(Cancelled):
                in_one(kind(**options), given, report)
            took = time.monotonic() - report.cancelled_at

    assert took < 2
    assert not list(tmp_path.glob("model.glb"))


def in_one(engine, given, report: Report) -> None:
    """Plan and run under one report, since the wish may come in either."""
    import dataclasses

    specification = engine.plan(given, report)
    engine.run(dataclasses.replace(given, specification=specification), report)


def cancelled_in_a_child(row: Row, given) -> float:
    """Seconds from the wish to the child's end."""
    wished: list[float] = []
    began = time.monotonic()

    def stop() -> str:
        if not wished and time.monotonic() - began > 3.0:  # the child has started and works
            wished.append(time.monotonic())
        return "cancelled" if wished else ""

    request = {
        "act": "run", "engine": row.path, "kind": given.kind, "prompt": given.prompt,
        "parameters": given.parameters, "seed": given.seed, "folder": str(given.folder),
    }  # fmt: skip
    with sandbox.WarmChild("generation.work:do", megabytes=3072, folders=[given.folder]) as child:
        with pytest.raises(sandbox.Stopped):
            child.call(request, seconds=60, stop=stop)
        return time.monotonic() - wished[0]


@failing
def test_what_cannot_be_made_is_a_sentence_and_no_file(row: Row, tmp_path: Path) -> None:
    with row.fails() as options, pytest.raises(EngineError) as caught:
        worked(class_of(row)(**options), wish(row, tmp_path, **row.fails_with))

    error = caught.value
    assert is_sentence(error.message)
    assert error.code
    assert not list(tmp_path.glob("model.*"))
    assert not list(tmp_path.glob(".*"))
