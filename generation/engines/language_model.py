"""Models that a language model writes, as a specification or OpenSCAD source; each made once before it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.providers import answers, inputs, writing
from generation.engines.providers.chat import LanguageModel, Said, Wire
from generation.engines.providers.notes import Notes
from generation.engines.providers.waiting import Rising
from generation.engines.providers.workshop import Bench, NotAccepted, Walled, Workshop, drafted
from generation.shapes import specification as shapes
from nexus.foundation.outbound import Client

__all__ = ["LanguageModel", "LanguageModelEngine", "Said"]

TITLE = "The language model"
LICENCE = "terms of the configured server"
CORRECTIONS = 3
NOTED = 100_000  # characters of one answer that the journal keeps
_SEEDS = 2**31 - 1


class LanguageModelEngine:
    """`url`, `key`, `model` and `wire` are LanguageModel's; `workshop` makes what it wrote, behind walls."""

    name: ClassVar[str] = "language-model"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"text", "design"})
    place: ClassVar[Place] = "remote"
    licence: ClassVar[str] = LICENCE
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "style": {"type": "string", "enum": list(shapes.STYLES), "default": "realistic"},
            "complexity": {"type": "string", "enum": list(shapes.COMPLEXITIES), "default": "medium"},
            "seed": {"type": "integer", "minimum": 0, "maximum": _SEEDS, "default": 0},
        },
    }

    def __init__(
        self,
        *,
        url: str = "",
        key: str = "",
        model: str = "",
        wire: Wire | None = None,
        client: Client | None = None,
        workshop: Workshop | None = None,
        deadline_seconds: float = 180.0,
    ) -> None:
        self.speaker = LanguageModel(
            url=url, key=key, model=model, wire=wire, client=client, deadline_seconds=deadline_seconds
        )
        self._workshop: Workshop = workshop or Walled()

    def ready(self) -> str:
        """The sentence why not, where no server is configured."""
        return self.speaker.ready()

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """A specification of named families (kind text) or of a source (kind design), made once before it is accepted.

        What was not accepted goes back with the reason, three times at most. Answers are journaled: an attempt that
        takes over asks for none of them again.
        """
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        rising = Rising(report)
        talk = _Talk(self.speaker, brief, rising)
        with self._workshop(brief.folder) as bench:
            specification, corrections = drafted(
                talk.draft, lambda written: self._accepted(bench, written, brief, rising), writer=TITLE
            )
        rising(1.0, "What was written can be made")
        made_by = inputs.made_by(
            "language model",
            model=talk.model or self.speaker.model,
            licence=LICENCE,
            corrections=corrections,
            tokens_in=talk.tokens_in,
            tokens_out=talk.tokens_out,
        )
        return specification | {"made_by": made_by}

    def _accepted(self, bench: Bench, written: str, brief: Brief, rising: Rising) -> dict[str, Any]:
        if brief.kind == "design":
            return answers.rendered(bench, answers.source_in(written), brief, rising)
        found = writing.read(
            answers.json_value(written),
            style=str(brief.parameters.get("style") or "realistic"),
            complexity=str(brief.parameters.get("complexity") or "medium"),
            seed=brief.seed,
        )
        answers.tried(bench, found, brief, rising)
        return found

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """The files of the accepted specification."""
        rising = Rising(report)
        specification = brief.specification or self.plan(brief, rising.part(0.0, 0.5))
        kind = "text" if "objects" in specification else "design"
        with self._workshop(brief.folder) as bench:
            return answers.made(bench, kind, specification, brief, rising)


class _Talk:
    """The conversation of one job: its questions, and its answers as the journal keeps them."""

    def __init__(self, speaker: LanguageModel, brief: Brief, rising: Rising) -> None:
        self._speaker = speaker
        self._brief = brief
        self._rising = rising
        self._notes = Notes.of(brief)
        self._is_design = brief.kind == "design"
        self._system = writing.SOURCE_SYSTEM if self._is_design else writing.specification_system(brief.prompt)
        self._messages = [{"role": "user", "content": brief.prompt}]
        self.tokens_in: int | None = None
        self.tokens_out: int | None = None
        self.model = ""

    def draft(self, number: int, written: str, reason: str) -> str:
        """The answer of this round, noted before anything is made of it."""
        if written or reason:
            self._messages += [
                {"role": "assistant", "content": written[:NOTED] or "(nothing)"},
                {"role": "user", "content": f"That cannot be made: {reason}\nAnswer again, whole and corrected."},
            ]
        noted = self._notes.kept(f"answer_{number}")
        if isinstance(noted, Mapping) and isinstance(noted.get("text"), str):
            self._count(noted.get("tokens_in"), noted.get("tokens_out"), str(noted.get("model", "")))
            return str(noted["text"])
        return self._asked(number)

    def _asked(self, number: int) -> str:
        low, high = 0.8 * (number - 1) / (CORRECTIONS + 1), 0.8 * number / (CORRECTIONS + 1)
        words = "Asking the language model" if number == 1 else f"Correction {number - 1} of {CORRECTIONS}"
        self._rising(low, words)
        heard = 0

        def on_text(piece: str) -> None:
            nonlocal heard
            heard += len(piece)
            self._rising(low + (high - low) * heard / (heard + 2000), f"{words}: it is writing")

        said = self._speaker.complete(
            self._system,
            self._messages,
            schema=None if self._is_design else writing.SCHEMA,
            schema_name="model",
            seed=self._brief.seed,
            on_text=on_text,
            tick=self._rising.tick,
        )
        if said.stop == "length":
            raise NotAccepted("The answer was cut because it is too long; be shorter.")
        kept = {"text": said.text, "tokens_in": said.tokens_in, "tokens_out": said.tokens_out, "model": said.model}
        if len(said.text) <= NOTED:
            self._notes.keep(**{f"answer_{number}": kept})
        self._count(said.tokens_in, said.tokens_out, said.model)
        return said.text

    def _count(self, tokens_in: Any, tokens_out: Any, model: str) -> None:
        self.model = model or self.model
        if isinstance(tokens_in, int):
            self.tokens_in = (self.tokens_in or 0) + tokens_in
        if isinstance(tokens_out, int):
            self.tokens_out = (self.tokens_out or 0) + tokens_out
