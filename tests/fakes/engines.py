"""The table of engines for the common suite: how each is configured, what it is asked, how it can be made to wait or fail.

A new engine adds one row here and is then tested by all of tests/house/test_engines.py.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from tests.fakes import hunyuan, llm, meshy, runpod

Options = dict[str, Any]
VASE = json.dumps({"objects": [{"family": "vase", "size_mm": {"height": 200}}], "relations": [], "assumed": []})
SLOW_SCAD = "for (i = [0:400]) translate([i % 20, i / 20, 0]) minkowski() { sphere(3, $fn=60); cube(1); }"


@contextmanager
def nothing() -> Iterator[Options]:
    """An engine that needs no configuration."""
    yield {}


@dataclass(frozen=True)
class Row:
    """`works`, `waits` and `fails` give the constructor's keywords for a world in which it does so; None where it cannot
    be made to. `needs` says that it is not ready without configuration."""

    path: str
    works: Callable[[], AbstractContextManager[Options]] = nothing
    waits: Callable[[], AbstractContextManager[Options]] | None = None
    fails: Callable[[], AbstractContextManager[Options]] | None = None
    needs: bool = True
    kind: str = "text"
    prompt: str = "a white vase"
    parameters: Options = field(default_factory=dict)
    waits_with: Options = field(default_factory=dict)
    fails_with: Options = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.split(".")[2]


def at_meshy(mode: str):
    @contextmanager
    def world() -> Iterator[Options]:
        with meshy.Meshy(mode) as fake:
            yield {"key": meshy.KEY, "base": fake.base, "poll_seconds": 0.1}

    return world


def at_hunyuan(mode: str):
    @contextmanager
    def world() -> Iterator[Options]:
        with hunyuan.ApiServer("2.0", mode) as fake:
            yield {"url": fake.base, "poll_seconds": 0.1}

    return world


def at_runpod(mode: str):
    @contextmanager
    def world() -> Iterator[Options]:
        with runpod.RunPod(mode) as fake:
            base = f"{fake.base}/v2"
            yield {"key": runpod.KEY, "endpoint_id": runpod.ENDPOINT, "base": base, "poll_seconds": 0.1}

    return world


def at_llm(mode: str, answer: str = VASE):
    @contextmanager
    def world() -> Iterator[Options]:
        with llm.Server([answer], mode=mode, times=99) as fake:
            yield {"url": fake.base, "model": "m-1"}

    return world


@contextmanager
def with_shap_e() -> Iterator[Options]:
    from tests.tiny import shap_e

    yield {"text_path": str(shap_e.text_folder()), "device": "cpu", "grid": 48}


@contextmanager
def with_painter() -> Iterator[Options]:
    from tests.tiny import painters

    yield {"path": str(painters.stable_folder()), "device": "cpu"}


_ROWS = (
    Row("generation.engines.procedural.Procedural", needs=False, fails=nothing, fails_with={"prompt": "qwrtz plmk"}),
    Row(
        "generation.engines.openscad.OpenScad",
        needs=False,
        kind="design",
        prompt="w = 20; // [10:40]\ncube([w, 30, 4]);",
        waits=nothing,
        waits_with={"prompt": SLOW_SCAD},
        fails=nothing,
        fails_with={"prompt": 'import("/etc/passwd");'},
    ),
    Row("generation.engines.relief.Relief", needs=False, kind="image", prompt=""),
    Row(
        "generation.engines.shap_e.ShapE",
        works=with_shap_e,
        waits=with_shap_e,
        prompt="a red cone",
        waits_with={"steps": 200},
    ),
    Row("generation.engines.diffusion.DiffusionPreview", works=with_painter, kind="picture", prompt="a red cone"),
    Row(
        "generation.engines.meshy.Meshy",
        works=at_meshy("success"),
        waits=at_meshy("never"),
        fails=at_meshy("fail"),
        parameters={"texture": False},
    ),
    Row(
        "generation.engines.hunyuan3d.Hunyuan3D",
        kind="image",
        works=at_hunyuan("success"),
        waits=at_hunyuan("never"),
        fails=at_hunyuan("unreadable"),
    ),
    Row(
        "generation.engines.runpod.RunPod",
        kind="design",
        works=at_runpod("success"),
        waits=at_runpod("never"),
        fails=at_runpod("fail"),
    ),
    Row(
        "generation.engines.language_model.LanguageModelEngine",
        works=at_llm("success"),
        waits=at_llm("silent"),
        fails=at_llm("success", "I would rather not."),
    ),
)
ROWS = [row for row in _ROWS if find_spec(row.path.rpartition(".")[0])]
EVERY_NAME = {row.name for row in _ROWS}
