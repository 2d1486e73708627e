"""A preview picture of the words, by any text-to-image pipeline of diffusers from a configured folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.device import folders, owner

if TYPE_CHECKING:
    from generation.engines.device.painting import Painter

_SEEDS = 2**31 - 1
# Parameter → how pipelines call it. A pipeline that has no such word cannot honour it.
WORDS = {
    "steps": "num_inference_steps",
    "guidance": "guidance_scale",
    "width": "width",
    "height": "height",
    "negative_prompt": "negative_prompt",
}


@dataclass(frozen=True)
class Wish:
    """What one job asks the device for; `settings` are in the pipelines' words."""

    prompt: str
    seed: int
    settings: Mapping[str, Any]


class DiffusionPreview:
    """Safe from any thread of one process: the device's owner paints one picture after another."""

    name: ClassVar[str] = "diffusion-preview"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"picture"})
    place: ClassVar[Place] = "device"
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "steps": {"type": "integer", "minimum": 1, "maximum": 100},
            "guidance": {"type": "number", "minimum": 0, "maximum": 30},
            "width": {"type": "integer", "minimum": 64, "maximum": 1536, "multipleOf": 64},
            "height": {"type": "integer", "minimum": 64, "maximum": 1536, "multipleOf": 64},
            "negative_prompt": {"type": "string", "maxLength": 1000},
            "seed": {"type": "integer", "minimum": 0, "maximum": _SEEDS, "default": 0},
        },
    }

    def __init__(self, *, path: str = "", device: str = "auto", precision: str = "auto") -> None:
        """`path` names a folder or a downloaded hub id; `device` as torch names it, or "auto"; `precision` "auto",
        "fp32", "bf16" or "fp16". What a brief leaves open, the pipeline decides.
        """
        self._path, self._device, self._precision = path, device, precision
        self._owner = owner.of(device)
        self._painter: Painter | None = None

    def ready(self) -> str:
        """Empty where the folder is complete and of known classes; imports no torch."""
        if not self._path:
            return "PREVIEW_MODEL_PATH names no folder."
        if absent := folders.missing_libraries():
            return absent
        try:
            self._folder()
        except folders.UnfitError as failure:
            return str(failure)
        return ""

    def _folder(self) -> Path:
        try:
            folder = folders.found(self._path)
            folders.index(folder)
        except folders.UnfitError as failure:
            raise folders.UnfitError(f"PREVIEW_MODEL_PATH: {failure}") from failure
        return folder

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """The prompt and what was asked; EngineError where this brief cannot be painted."""
        report(0.0, "Reading the wish")
        if reason := self.ready():
            raise EngineError(reason, code="not_ready")
        if not brief.prompt.strip():
            raise EngineError("There are no words to paint.", code="invalid")
        asked = {name: brief.parameters[name] for name in WORDS if brief.parameters.get(name) is not None}
        report(1.0, "Wish read")
        return {"prompt": brief.prompt, "seed": brief.seed, **asked, "warnings": []}

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `picture.png` for the brief; without a specification it is planned first."""
        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        try:
            folder = self._folder()
        except folders.UnfitError as failure:
            raise EngineError(str(failure), code="not_ready") from failure
        wish = Wish(
            prompt=str(spec["prompt"]),
            seed=int(spec["seed"]),
            settings={word: spec[name] for name, word in WORDS.items() if spec.get(name) is not None},
        )

        def work(seats: Sequence[owner.Seat]) -> list[Any]:
            return [self._loaded(folder).paint(seats[0])]

        data: bytes = self._owner.ask((id(self), "picture"), wish, work, lambda s, words: report(0.98 * s, words))
        path = brief.folder / "picture.png"
        partial = path.with_name(f".{path.name}.part")
        partial.write_bytes(data)
        partial.replace(path)
        report(1.0, "Picture ready")
        return [Piece("png", path)]

    def _loaded(self, folder: Path) -> Painter:
        """Called by the owner's thread alone."""
        from generation.engines.device import painting

        if self._painter is None or self._painter.folder != folder:
            self._painter = None  # the old model's memory goes first
            self._painter = painting.Painter(folder, device=self._device, precision=self._precision)
        return self._painter
