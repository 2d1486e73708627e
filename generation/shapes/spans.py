"""Spans: the stretches of a prompt, what each may mean, and where it ended."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.shapes.lexicon import Meaning

TIMES = ("x", "×", "by", "*", "✕", "mal", "par", "por", "per")


@dataclass(eq=False)
class Span:
    """A stretch of the prompt. `fate` says where it ended: specification, assumed, ignored, warning or grammar."""

    start: int
    end: int
    text: str
    kind: str
    meanings: tuple[Meaning, ...] = ()
    value: float = 0.0
    raw: float = 0.0
    upto: float | None = None
    values: tuple[float, ...] = ()
    digits: bool = False
    vague: bool = False
    unitless: bool = False
    joined: bool = False
    fate: str = field(default="")

    def has(self, kind: str) -> bool:
        """Whether one reading is of this kind."""
        return any(meaning.kind == kind for meaning in self.meanings)

    def get(self, kind: str) -> Meaning:
        """The reading of this kind. Raises StopIteration where there is none."""
        return next(meaning for meaning in self.meanings if meaning.kind == kind)


def is_dimension_noun(span: Span) -> bool:
    """Whether the span names a dimension as a noun ("height"), so that its length follows."""
    return span.has("dimension_noun")
