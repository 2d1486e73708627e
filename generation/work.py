"""What the warm child runs: an engine's plan or run, a shape for a slider, a verb of the mesh room. Knows no Django."""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generation.engines.base import Brief, Engine, Journal, Shaper
from generation.mesh import __main__ as mesh
from generation.mesh import render

Report = Callable[[float, str], None]


def do(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Plan or run an engine by its dotted path and the brief, do one verb of the mesh room on a file, or warm up."""
    if request["act"] == "warm":
        return {"renderer": render.choose().name}
    if request["act"] == "mesh":
        return mesh.work(
            request["verb"], request["source"], request["folder"], report=report, **request.get("options", {})
        )
    engine = engine_of(request["engine"], request.get("options") or {})
    if request["act"] == "shape":
        if not isinstance(engine, Shaper):
            raise TypeError(f"The engine {engine.name} builds no bare shapes.")
        return {"file": engine.shape(request["specification"], Path(request["folder"])).name}
    return act(engine, request, report)


def engine_of(path: str, options: Mapping[str, Any]) -> Engine:
    """The engine at this dotted path, with what is configured for it."""
    module, _, name = path.rpartition(".")
    made: Engine = getattr(importlib.import_module(module), name)(**options)
    return made


def act(
    engine: Engine, request: Mapping[str, Any], report: Report, *, journal: Journal | None = None
) -> dict[str, Any]:
    """Have an engine plan or run; its answer as JSON values."""
    brief = Brief(
        kind=request["kind"],
        prompt=request["prompt"],
        parameters=request["parameters"],
        seed=request["seed"],
        folder=Path(request["folder"]),
        specification=request.get("specification"),
        images=tuple(Path(one) for one in request.get("images") or ()),
        journal=journal,
    )
    if request["act"] == "plan":
        return {"specification": engine.plan(brief, report)}
    return {"pieces": {piece.kind: piece.path.name for piece in engine.run(brief, report)}}
