"""The built-in planner as a provider: no network, no key, always there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from conversations.planning import Plan, drawn, plan, state
from conversations.providers.base import PLANNER, Ask, ProviderError, Reply

DECIDE = "You decide."  # words with which a person leaves open questions to the planner


class Planner:
    """Answers from `conversations.planning`, the same for the same words."""

    name: ClassVar[str] = PLANNER
    corrects: ClassVar[bool] = False

    def health(self) -> str:
        return ""

    def requirements(self, ask: Ask) -> Reply:
        ask.report(0.2, "Planning")
        made = plan(ask.content, ask.history, document=ask.document, source=ask.source)
        if made.document is None:
            raise ProviderError(made.sentence, code="not_understood")
        return Reply(content=made.prose, requirements=made.document)

    def source(self, ask: Ask) -> Reply:
        """The source of a document as it stands, changed by the words where they say a change of it."""
        ask.report(0.2, "Planning")
        made = _planned(ask)
        if made.document is not None and not made.source:
            made = plan(DECIDE, (), document=made.document)
        if made.document is None or not made.source:
            raise ProviderError(made.sentence, code="not_understood")
        return Reply(content=made.prose, requirements=made.document, scad=made.source)


def _planned(ask: Ask) -> Plan:
    document = ask.document
    if document is None:
        return plan(ask.content, ask.history, source=ask.source)
    stored = document.get("state")
    current = state.read(stored) if isinstance(stored, Mapping) else None
    if current is None:  # somebody else's document: its numbers by their names, else its words
        made = drawn(document)
        return made if made.document is not None else plan(_words_of(document, ask.content), ask.history)
    if ask.content.strip() and ask.content.strip() != current.request.strip():
        made = plan(ask.content, ask.history, document=document, source=ask.source)
        if made.understood and made.changed and _values(made.document) != _values(document):
            return made
    if document.get("questions"):
        return Plan(dict(document), "", (), "", "")
    made = drawn(document)
    return replace(made, source=ask.source or made.source)


def _words_of(document: Mapping[str, Any], content: str) -> str:
    """A document that somebody else wrote, as the words of a wish."""
    told = [content, *(str(document.get(name) or "") for name in ("model_type", "description_natural_language"))]
    told.append(str(document.get("custom_description") or ""))
    return ". ".join(dict.fromkeys(part.strip().rstrip(".") for part in told if part.strip()))


def _values(document: Mapping[str, Any] | None) -> Any:
    """What was decided, to see whether anything changed; what a document says beside it does not count."""
    stored = (document or {}).get("state") or {}
    return {name: stored.get(name) for name in ("design", "values", "holes", "mounts", "screws", "named", "colours")}
