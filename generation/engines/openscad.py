"""Builds models from OpenSCAD sources: read behind a gate, evaluated within bounds, with the values that were set."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report

if TYPE_CHECKING:
    from generation.mesh.scad.bounds import Bounds
    from generation.mesh.scad.refusal import ScadError

PLAN_SECONDS = 8.0  # running a source without building it; with a run's seconds it makes less than thirty
SHAPE_SECONDS = 8.0  # a slider's patience; a model that takes longer is a job


class OpenScad:
    """Needs nothing but the CPU; the same source and values give the same bytes.

    The specification is `{"kind": "scad", "source", "parameters", "values", "warnings", "echoes"}`; `parameters` as
    generation.mesh.scad.values describes them. `seconds` and `megabytes` bound a run.
    """

    name: ClassVar[str] = "openscad"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"design"})
    place: ClassVar[Place] = "child"
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "source": {
                "type": "string",
                "maxLength": 200_000,
                "description": "OpenSCAD source; without it the prompt is the source.",
            },
            "values": {
                "type": "object",
                "maxProperties": 100,
                "additionalProperties": {
                    "anyOf": [
                        {"type": ["number", "boolean"]},
                        {"type": "string", "maxLength": 500},
                        {"type": "array", "maxItems": 16, "items": {"type": "number"}},
                    ]
                },
                "description": "Values of the source's customiser parameters, by name.",
            },
        },
    }

    def __init__(self, *, seconds: float = 20.0, megabytes: int = 1536) -> None:
        self._seconds = seconds
        self._megabytes = megabytes

    def ready(self) -> str:
        """Empty where the evaluator is installed."""
        if find_spec("openscad_evaluator") is None:
            return "The package openscad_evaluator is not installed."
        return ""

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """Read and run the source without building it; EngineError says line and column of what is wrong."""
        from generation.mesh.scad import building
        from generation.mesh.scad.refusal import ScadError

        report(0.0, "Reading the source")
        source = str(brief.parameters.get("source") or brief.prompt)
        values = brief.parameters.get("values") or {}
        if not isinstance(values, Mapping):
            raise EngineError("values is a table of names and values.", code="scad_value")
        try:
            found = building.read(
                source, values, bounds=self._bounds(most=PLAN_SECONDS),
                beat=lambda share: report(share, "Running the source"),
            )  # fmt: skip
        except ScadError as refusal:
            if refusal.code == "scad_syntax" and not brief.parameters.get("source"):
                sentence = f"This engine reads OpenSCAD source, and the prompt is none. {refusal.message}"
                raise EngineError(sentence, code=refusal.code) from refusal
            raise _error(refusal) from refusal
        report(1.0, "Source understood")
        return {
            "kind": "scad",
            "source": source,
            "parameters": found.parameters,
            "values": found.values,
            "warnings": found.warnings,
            "echoes": found.echoes,
        }

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `model.glb`, `model.stl` and `model.scad`, the source with its values; without a plan it is planned."""
        from generation.mesh.scad import building
        from generation.mesh.scad.refusal import ScadError
        from generation.mesh.writers import glb, stl

        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        report(0.05, "Evaluating the source")
        source, values = str(spec["source"]), spec.get("values") or {}
        try:
            scene, _ = building.build(
                source, values, generator=self._generator, bounds=self._bounds(),
                beat=lambda share: report(0.05 + 0.65 * share, "Building the solids"),
            )  # fmt: skip
            kept = building.written(source, values, bounds=self._bounds())
        except ScadError as refusal:
            raise _error(refusal) from refusal
        report(0.75, "Writing the model")
        model = _write(brief.folder / "model.glb", glb.write(scene))
        report(0.85, "Joining the parts for printing")
        printable = _write(brief.folder / "model.stl", stl.write(scene))
        text = _write(brief.folder / "model.scad", kept.encode("utf-8"))
        report(1.0, "Model ready")
        return [Piece("glb", model), Piece("stl", printable), Piece("scad", text)]

    def shape(self, given: Mapping[str, Any], folder: Path) -> Path:
        """Write `model.glb` alone: the same bytes as a run's, soon enough for a slider.

        Raises EngineError where the values do not fit or the source takes too long with them.
        """
        from generation.mesh.scad import building
        from generation.mesh.scad.refusal import ScadError
        from generation.mesh.writers import glb

        bounds = self._bounds(most=SHAPE_SECONDS)
        try:
            scene, _ = building.build(
                str(given["source"]), given.get("values") or {}, generator=self._generator, bounds=bounds
            )
        except ScadError as refusal:
            raise _error(refusal) from refusal
        return _write(folder / "model.glb", glb.write(scene))

    @property
    def _generator(self) -> str:
        return f"Nexus {self.name} {self.version}"

    def _bounds(self, most: float = float("inf")) -> Bounds:
        from generation.mesh.scad.bounds import Bounds

        return Bounds(seconds=min(self._seconds, most), megabytes=self._megabytes)


def _error(refusal: ScadError) -> EngineError:
    return EngineError(refusal.message, code=refusal.code)


def _write(path: Path, data: bytes) -> Path:
    """Write under a temporary name first, so that a cancelled or killed run leaves no half file under the final one."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    return partial.replace(path)
