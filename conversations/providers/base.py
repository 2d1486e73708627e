"""What every provider of actions is: asked with plain values, it answers with prose and data, or a sentence why not.

A provider sees no model and no request. It may wait for long; `ask.report` raises Cancelled when the answer is wanted
no more, and the provider lets that pass after it told whoever works for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from generation.engines.base import Journal

RUNPOD, LANGUAGE_MODEL, PLANNER = "runpod", "language-model", "planner"
REMOTE = frozenset({RUNPOD, LANGUAGE_MODEL})  # those that wait for somebody else


class ProviderError(Exception):
    """Why there is no answer: one sentence for the person. `retry` says that a later attempt may succeed."""

    def __init__(self, message: str, *, code: str = "provider_failed", retry: bool = False) -> None:
        super().__init__(message)
        self.message, self.code, self.retry = message, code, retry


@dataclass(frozen=True)
class Correction:
    """A source that did not render, and what was wrong with it."""

    source: str
    reason: str


@dataclass(frozen=True)
class Ask:
    """One action as a provider sees it. `document` and `source` are what the chat has come to so far.

    `timeout_seconds` is how long an answer is waited for, counted over all attempts from the first request on.
    """

    action: str
    content: str
    history: Sequence[Mapping[str, str]]
    journal: Journal
    timeout_seconds: float
    report: Callable[[float, str], None]
    document: Mapping[str, Any] | None = None
    source: str | None = None
    corrections: Sequence[Correction] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    references: Sequence[Mapping[str, Any]] = ()  # approved models and components that are close to the wish


@dataclass(frozen=True)
class Reply:
    """An answer: prose for people, and a requirements document or a source."""

    content: str
    requirements: Mapping[str, Any] | None = None
    scad: str | None = None
    tokens: int | None = None


class Provider(Protocol):
    name: ClassVar[str]
    corrects: ClassVar[bool]  # whether a source that did not render may be asked for again

    def health(self) -> str:
        """Empty where it answers, else the sentence why not; at most a few seconds."""

    def requirements(self, ask: Ask) -> Reply:
        """Words (with what was said before) → a requirements document; raises ProviderError or Cancelled."""

    def source(self, ask: Ask) -> Reply:
        """A requirements document, or words alone → OpenSCAD source; raises ProviderError or Cancelled."""
