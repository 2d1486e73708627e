"""Shap-E: words or one picture become a coloured closed mesh, by a diffusion model from a configured folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.device import folders, owner

if TYPE_CHECKING:
    from generation.engines.device.shap_e_models import Models
    from generation.mesh.parts import Scene

_SEEDS = 2**31 - 1
_WORDS = 60  # CLIP reads 77 tokens, and a word is at least one
_SCHEDULERS = frozenset({"HeunDiscreteScheduler"})
_PARTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "text": {
        "prior": frozenset({"PriorTransformer"}),
        "text_encoder": frozenset({"CLIPTextModelWithProjection"}),
        "tokenizer": frozenset({"CLIPTokenizer", "CLIPTokenizerFast"}),
        "scheduler": _SCHEDULERS,
        "shap_e_renderer": frozenset({"ShapERenderer"}),
    },
    "image": {
        "prior": frozenset({"PriorTransformer"}),
        "image_encoder": frozenset({"CLIPVisionModel"}),
        "image_processor": frozenset({"CLIPImageProcessor", "CLIPImageProcessorFast", "CLIPImageProcessorPil"}),
        "scheduler": _SCHEDULERS,
        "shap_e_renderer": frozenset({"ShapERenderer"}),
    },
}
_PIPELINES = {"text": "ShapEPipeline", "image": "ShapEImg2ImgPipeline"}
_NAMES = {"text": "SHAP_E_PATH", "image": "SHAP_E_IMG2IMG_PATH"}


@dataclass(frozen=True)
class Wish:
    """What one job asks the device for."""

    prompt: str
    image: Path | None
    seed: int
    steps: int
    guidance: float


class ShapE:
    """Safe from any thread of one process: all of them share one owner of the device, which joins equal wishes."""

    name: ClassVar[str] = "shap-e"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"text", "image"})
    place: ClassVar[Place] = "device"
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "steps": {"type": "integer", "minimum": 2, "maximum": 100},
            "guidance": {"type": "number", "minimum": 1, "maximum": 30},
            "faces": {"type": "integer", "minimum": 500, "maximum": 200_000, "default": 50_000},
            "longest_mm": {"type": "number", "minimum": 10, "maximum": 2000, "default": 100},
            "seed": {"type": "integer", "minimum": 0, "maximum": _SEEDS, "default": 0},
        },
    }

    def __init__(
        self,
        *,
        text_path: str = "",
        image_path: str = "",
        device: str = "auto",
        precision: str = "auto",
        at_once: int = 0,
        grid: int = 128,
        compiled: bool = False,
    ) -> None:
        """`text_path` and `image_path` name folders or downloaded hub ids; one of them is enough.

        `device` as torch names it, or "auto"; `precision` of the diffusion "auto", "fp32", "bf16" or "fp16"; `at_once`
        is how many objects one batch holds at most (memory grows with it), 0 for 16 on a GPU and 1 on a CPU; `grid`
        points a side for the surface; `compiled` has torch compile the diffusion after a batch size was met a second
        time.
        """
        self._paths = {"text": text_path, "image": image_path}
        if set_up := frozenset(kind for kind, path in self._paths.items() if path):
            vars(self)["kinds"] = set_up  # what no folder is set for is not offered
        self._device, self._precision = device, precision
        self._at_once, self._grid, self._compiled = at_once, grid, compiled
        self._owner = owner.of(device)
        self._models: Models | None = None

    def ready(self) -> str:
        """Empty where words or pictures can be worked from; imports no torch."""
        if not any(self._paths.values()):
            return "Neither SHAP_E_PATH nor SHAP_E_IMG2IMG_PATH names a folder."
        reasons = [reason for kind, path in self._paths.items() if path and (reason := self.missing(kind))]
        return reasons[0] if len(reasons) == sum(map(bool, self._paths.values())) else ""

    def missing(self, kind: str) -> str:
        """Empty where this kind ("text" or "image") can be worked, else the sentence why not; imports no torch."""
        if absent := folders.missing_libraries():
            return absent
        try:
            self._folder(kind)
        except folders.UnfitError as failure:
            return str(failure)
        return ""

    def _folder(self, kind: str) -> Path:
        if not self._paths.get(kind):
            raise folders.UnfitError(f"{_NAMES.get(kind, kind)} names no folder.")
        try:
            folder = folders.found(self._paths[kind])
            folders.fits(folder, _PIPELINES[kind], _PARTS[kind])
        except folders.UnfitError as failure:
            raise folders.UnfitError(f"{_NAMES[kind]}: {failure}") from failure
        return folder

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """The settings of the run, every default decided; EngineError where this brief cannot be worked."""
        report(0.0, "Reading the wish")
        if reason := self.missing(brief.kind):
            raise EngineError(reason, code="not_ready")
        warnings = []
        if brief.kind == "text":
            words = re.findall(r"\w+", brief.prompt)
            if not words:
                raise EngineError("There are no words to work from.", code="invalid")
            if len(words) > _WORDS:
                warnings.append(f"The model reads about the first {_WORDS} words; you wrote {len(words)}.")
        elif not brief.images:
            raise EngineError("There is no picture to work from.", code="invalid")
        elif len(brief.images) > 1:
            warnings.append("The model works from one picture; the first one is taken.")
        asked = brief.parameters
        steps = asked.get("steps")
        guidance = asked.get("guidance")
        found: dict[str, Any] = {
            "kind": brief.kind,
            "steps": int(steps) if steps is not None else self._usual_steps(),
            "guidance": float(guidance) if guidance is not None else 15.0 if brief.kind == "text" else 3.0,
            "faces": int(asked.get("faces") or 50_000),
            "longest_mm": float(asked.get("longest_mm") or 100),
            "seed": brief.seed,
            "warnings": warnings,
        }
        if brief.kind == "text":
            found["prompt"] = brief.prompt
        report(1.0, "Wish read")
        return found

    def _usual_steps(self) -> int:
        """The authors' 64 on a GPU; 16 where a call takes seconds."""
        from generation.engines.device import loading

        return 64 if loading.device(self._device).type == "cuda" else 16

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `model.glb` and `model.stl` for the brief; without a specification it is planned first."""
        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        made = self._surface(brief, spec, report)
        report(0.92, "Building the mesh")
        scene = self._scene(made, spec)
        from generation.mesh.writers import glb, stl

        report(0.96, "Writing the model")
        model = _write(brief.folder / "model.glb", glb.write(scene))
        printable = _write(brief.folder / "model.stl", stl.write(scene))
        report(1.0, "Model ready")
        return [Piece("glb", model), Piece("stl", printable)]

    def _surface(self, brief: Brief, spec: Mapping[str, Any], report: Report) -> Any:
        kind = str(spec["kind"])
        try:
            folder = self._folder(kind)
        except folders.UnfitError as failure:
            raise EngineError(str(failure), code="not_ready") from failure
        wish = Wish(
            prompt=str(spec.get("prompt", "")),
            image=brief.images[0] if kind == "image" and brief.images else None,
            seed=int(spec["seed"]),
            steps=int(spec["steps"]),
            guidance=float(spec["guidance"]),
        )

        def work(seats: Sequence[owner.Seat]) -> list[Any]:
            return self._loaded().make(folder, kind, seats)

        return self._owner.ask(
            (id(self), kind, wish.steps, wish.guidance > 1),
            wish,
            work,
            lambda share, words: report(0.9 * share, words),
            most=self._at_once or (1 if self._on_cpu() else 16),
        )

    def _on_cpu(self) -> bool:
        from generation.engines.device import loading

        return loading.device(self._device).type == "cpu"

    def _loaded(self) -> Models:
        """Called by the owner's thread alone."""
        from generation.engines.device import loading, shap_e_models

        if self._models is None:
            on = loading.device(self._device)
            self._models = shap_e_models.Models(
                on=on, dtype=loading.precision(self._precision, on), grid=self._grid, compiled=self._compiled
            )
        return self._models

    def _scene(self, made: Any, spec: Mapping[str, Any]) -> Scene:
        from generation.engines.device import solid

        try:
            return solid.scene(
                made.positions, made.triangles, made.colours,
                most=int(spec["faces"]), longest_mm=float(spec["longest_mm"]),
                generator=f"Nexus {self.name} {self.version}", extras={"specification": dict(spec)},
            )  # fmt: skip
        except solid.ShapelessError as failure:
            raise EngineError(
                f"{failure} Another seed, more steps or a simpler wish may help.", code="shapeless", retry=False
            ) from failure


def _write(path: Path, data: bytes) -> Path:
    """Write under a temporary name first, so that a cancelled or killed run leaves no half file under the final one."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    return partial.replace(path)
