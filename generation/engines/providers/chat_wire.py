"""What both chat wires share: the question, and what was heard of the answer so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Question:
    """One request, before it has a wire's shape."""

    model: str
    system: str
    messages: Sequence[Mapping[str, str]]
    schema: Mapping[str, Any] | None
    schema_name: str
    seed: int | None
    max_tokens: int

    @property
    def optional(self) -> tuple[str, ...]:
        """The fields that a server may refuse and the question survives without."""
        return ("response_format", "output_config", "stream_options", "seed", "temperature", "stream", "max_tokens")


@dataclass
class Heard:
    """An answer as far as it has arrived; `ended` once the server said that it is whole."""

    pieces: list[str] = field(default_factory=list)
    ended: bool = False
    stop: str = "other"
    tokens_in: int | None = None
    tokens_out: int | None = None
    model: str = ""
    error: str = ""
