"""Builds models from words on the CPU: the words become a specification, the specification becomes named parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.shapes import specification, suggest, understanding

if TYPE_CHECKING:
    from generation.mesh.parts import Scene

_SEEDS = 2**31 - 1


class Procedural:
    """Always there: needs no GPU, no network and no weights."""

    name: ClassVar[str] = "procedural"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"text"})
    place: ClassVar[Place] = "child"
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
        from generation.shapes import nearest

        report(0.0, "Reading the words")
        try:
            spec = understanding.specify(
                brief.prompt,
                style=str(brief.parameters.get("style") or "realistic"),
                complexity=str(brief.parameters.get("complexity") or "medium"),
                seed=brief.seed,
                nearest=nearest.pick,
            )
        except understanding.NotUnderstoodError as failure:
            raise EngineError(str(failure), code="not_understood", suggestions=self._suggestions(brief)) from failure
        except ValueError as failure:
            raise EngineError(str(failure), code="invalid") from failure
        report(1.0, "Words understood")
        return spec

    def _suggestions(self, brief: Brief) -> tuple[str, str, str]:
        from generation.shapes import nearest

        return suggest.three(brief.prompt, likely=nearest.likely)

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `model.glb` and `model.stl` for the brief's specification; without one it is planned first."""
        from generation.mesh.writers import glb, stl
        from generation.shapes import check

        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        report(0.05, "Building the parts")
        scene = self._scene(spec, lambda share: report(0.05 + 0.5 * share, "Building the parts"))
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

    def shape(self, given: Mapping[str, Any], folder: Path) -> Path:
        """Write `model.glb` alone: the same bytes as a run's, soon enough for a slider.

        Raises EngineError where the specification cannot be built.
        """
        from generation.mesh.writers import glb

        return _write(folder / "model.glb", glb.write(self._scene(given, lambda _share: None)))

    def _scene(self, given: Mapping[str, Any], progress: Callable[[float], None]) -> Scene:
        from generation.shapes import assemble

        try:
            return assemble.build(given, generator=f"Nexus {self.name} {self.version}", progress=progress)
        except (specification.UnfitError, assemble.TooMuchError) as failure:
            raise EngineError(str(failure), code="invalid_specification") from failure


def _write(path: Path, data: bytes) -> Path:
    """Write under a temporary name first, so that a cancelled or killed run leaves no half file under the final one."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    return partial.replace(path)
