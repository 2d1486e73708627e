"""Builds models from words on the CPU: the words become a specification, the specification becomes named parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Report
from generation.shapes import specification, suggest, understanding

_SEEDS = 2**31 - 1


class Procedural:
    """Always there: needs no GPU, no network and no weights."""

    name: ClassVar[str] = "procedural"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"text"})
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "style": {"type": "string", "enum": list(specification.STYLES), "default": "realistic"},
            "complexity": {"type": "string", "enum": list(specification.COMPLEXITIES), "default": "medium"},
            "seed": {"type": "integer", "minimum": 0, "maximum": _SEEDS, "default": 0},
        },
    }

    def ready(self) -> str:
        """Always ready."""
        return ""

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """The specification of the brief's prompt; EngineError `not_understood` carries three prompts that work."""
        report(0.0, "Reading the words")
        try:
            spec = understanding.specify(
                brief.prompt,
                style=str(brief.parameters.get("style") or "realistic"),
                complexity=str(brief.parameters.get("complexity") or "medium"),
                seed=brief.seed,
            )
        except understanding.NotUnderstoodError as failure:
            raise EngineError(str(failure), code="not_understood", suggestions=suggest.three(brief.prompt)) from failure
        except ValueError as failure:
            raise EngineError(str(failure), code="invalid") from failure
        report(1.0, "Words understood")
        return spec

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `model.glb` and `model.stl` for the brief's specification; without one it is planned first."""
        from generation.mesh.writers import glb, stl
        from generation.shapes import assemble, check

        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        report(0.05, "Building the parts")
        try:
            scene = assemble.build(
                spec,
                generator=f"Nexus {self.name} {self.version}",
                progress=lambda share: report(0.05 + 0.5 * share, "Building the parts"),
            )
        except (specification.UnfitError, assemble.TooMuchError) as failure:
            raise EngineError(str(failure), code="invalid_specification") from failure
        report(0.6, "Measuring")
        faults = check.faults(scene)
        if faults:
            raise EngineError(" ".join(faults), code="check_failed")
        report(0.7, "Writing the model")
        model = _write(brief.folder / "model.glb", glb.write(scene))
        report(0.8, "Joining the parts for printing")
        printable = _write(brief.folder / "model.stl", stl.write(scene))
        report(1.0, "Model ready")
        return [Piece("glb", model), Piece("stl", printable)]


def _write(path: Path, data: bytes) -> Path:
    """Write under a temporary name first, so that a cancelled or killed run leaves no half file under the final one."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    return partial.replace(path)
