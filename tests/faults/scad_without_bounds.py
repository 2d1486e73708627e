"""A child's target that evaluates a source with the library alone: no gate, no bounds but the kernel's."""

from pathlib import Path
from typing import Any

from openscad_evaluator import Evaluator
from openscad_lalr_parser import build_scopes, getASTfromFile

from generation.mesh.scad import watch
from generation.mesh.scad.bounds import Bounds


def run(request: dict[str, Any], _report: Any) -> dict[str, Any]:
    path = Path(request["folder"]) / "naked.scad"
    path.write_text(request["source"])
    said: list[str] = []

    def work() -> int:
        nodes = getASTfromFile(str(path))
        bodies, _ = Evaluator(echo_fn=said.append).evaluate(nodes, build_scopes(nodes))
        return sum(body.body.num_tri() for body in bodies if body.body is not None)

    made = watch.guarded(work, bounds=Bounds(seconds=request["seconds"]))
    return {"triangles": made, "said": said}
