"""What the warm child runs: an engine's plan or run, a shape for a slider, a verb of the mesh room. Knows no Django."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.engines.base import Brief
from generation.engines.procedural import Procedural
from generation.mesh import __main__ as mesh
from generation.mesh import render

Report = Callable[[float, str], None]


def do(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Plan or run an engine by its dotted path and the brief, do one verb of the mesh room on a file, or warm up."""
    if request["act"] == "warm":
        return {"renderer": render.choose().name}
    if request["act"] == "mesh":
        return mesh.work(request["verb"], request["source"], request["folder"], **request.get("options", {}))
    if request["act"] == "shape":
        return {"file": Procedural().shape(request["specification"], Path(request["folder"])).name}
    module, _, name = request["engine"].rpartition(".")
    engine = getattr(importlib.import_module(module), name)()
    brief = Brief(
        kind=request["kind"],
        prompt=request["prompt"],
        parameters=request["parameters"],
        seed=request["seed"],
        folder=Path(request["folder"]),
        specification=request.get("specification"),
    )
    if request["act"] == "plan":
        return {"specification": engine.plan(brief, report)}
    return {"pieces": {piece.kind: piece.path.name for piece in engine.run(brief, report)}}
