"""Prompt → specification: the one door from words to what is built, with everything it did not use laid open."""

from __future__ import annotations

from typing import Any

from generation.shapes import grammar, lexer, specification, spelling
from generation.shapes.finding import Notes
from generation.shapes.lexer import Span
from generation.shapes.resolve import resolve
from generation.shapes.wishes import Draft, Said, Wish

PROMPT_LIMIT = 2_000
_MANY = {"around": 4, "row": 3, "stack": 3, "beside": 2}


class NotUnderstoodError(ValueError):
    """No word of the prompt names a thing that can be built; the message is a sentence."""


def specify(prompt: str, *, style: str = "realistic", complexity: str = "medium", seed: int = 0) -> dict[str, Any]:
    """The specification of a prompt, ready for `assemble.build`.

    Style words in the prompt count where the asked style is the usual one. Raises NotUnderstoodError, or ValueError
    for a prompt of more than 2,000 characters.
    """
    return read(prompt, style=style, complexity=complexity, seed=seed)[0]


def read(
    prompt: str, *, style: str = "realistic", complexity: str = "medium", seed: int = 0
) -> tuple[dict[str, Any], list[Span]]:
    """The specification and the spans it was read from, each with its fate."""
    if len(prompt) > PROMPT_LIMIT:
        raise ValueError(f"A prompt can have {PROMPT_LIMIT:,} characters; this one has {len(prompt):,}.")
    language = lexer.language_of(prompt)
    spans = lexer.lex(prompt, language=language)
    notes = Notes()
    wish = grammar.understand(spans)
    if not wish.drafts:
        spans = lexer.lex(prompt, language=language)
        fixed = spelling.mend(spans)
        notes.assumed.extend(f"A misspelt word was read as {word}." for word in fixed)
        wish = grammar.understand(spans)
    if not wish.drafts:
        raise NotUnderstoodError("No word of this names a thing that can be made here. Try one of the suggestions.")
    return _specification(wish, spans, notes, style, complexity, seed), spans


def _specification(
    wish: Wish, spans: list[Span], notes: Notes, style: str, complexity: str, seed: int
) -> dict[str, Any]:
    objects: list[dict[str, Any]] = []
    places: list[list[int]] = []
    for number, draft in enumerate(wish.drafts):
        made = resolve(draft, notes, seed=seed)
        copies = _copies(draft, number, wish, notes, room=specification.OBJECTS_LIMIT - len(objects))
        places.append(list(range(len(objects), len(objects) + copies)))
        objects.extend(_copy(made, draft, number) for number in range(copies))
    relations = _relations(wish, places)
    _leftovers(wish, notes)
    for span in spans:
        span.fate = span.fate or "ignored"
    if wish.unknown_heads:
        notes.warnings.append("One thing or more that cannot be made here was left out; see what was ignored.")
    ignored = [span.text for span in spans if span.fate == "ignored"]
    return specification.read(
        {
            "version": specification.VERSION,
            "style": notes.styles[-1] if style == "realistic" and notes.styles else style,
            "complexity": complexity,
            "seed": seed,
            "objects": objects,
            "relations": relations,
            "assumed": list(dict.fromkeys(notes.assumed)),
            "ignored": list(dict.fromkeys(ignored)),
            "warnings": list(dict.fromkeys(notes.warnings)),
        }
    )


def _copy(made: dict[str, Any], draft: Draft, number: int) -> dict[str, Any]:
    """The object again; in a series, bigger or smaller than the one before."""
    if draft.series is None or not number:
        return made
    axis, factor = draft.series
    grown = factor**number
    sizes = {
        name: round(value * (grown if axis in ("all", name) else 1.0), 3) for name, value in made["size_mm"].items()
    }
    return made | {"size_mm": sizes}


def _copies(draft: Draft, number: int, wish: Wish, notes: Notes, *, room: int) -> int:
    if draft.number is not None:
        draft.number.fate = "specification"
        wanted = round(draft.number.value)
    elif draft.plural:
        group = next((tie.relation for tie in wish.ties if tie.subject == number and tie.relation in _MANY), "beside")
        wanted = _MANY[group]
        notes.assumed.append(f"{wanted} of them, as no number was given.")
    elif any(tie.subject == number and tie.relation in ("row", "stack") for tie in wish.ties) and len(wish.drafts) == 1:
        wanted = 3
        notes.assumed.append("3 of them, as no number was given.")
    else:
        wanted = 1
    if not 1 <= wanted <= room:
        kept = min(max(wanted, 1), max(room, 0))
        notes.warnings.append(
            f"A scene holds from 1 to {specification.OBJECTS_LIMIT} objects; {kept} of these are made."
        )
        return kept
    return wanted


def _relations(wish: Wish, places: list[list[int]]) -> list[dict[str, Any]]:
    out = []
    for tie in wish.ties:
        tie.span.fate = "specification"
        subjects = places[tie.subject]
        if tie.relation in ("row", "stack") and len(subjects) == 1:
            subjects = [number for group in places for number in group]
        if not subjects:
            continue
        landmarks = [number for landmark in tie.landmarks for number in places[landmark]]
        out.append({"relation": tie.relation, "subjects": subjects, "objects": landmarks})
    return out


def _leftovers(wish: Wish, notes: Notes) -> None:
    """What belongs to no object: styles still count, the rest is ignored."""
    for said in (wish.general, *(mention.said for mention in wish.unplaced)):
        _ignore(said, notes)
    for mention in wish.unplaced:
        mention.span.fate = "ignored"
        if mention.number is not None:
            mention.number.fate = "ignored"


def _ignore(said: Said, notes: Notes) -> None:
    for span in said.looks:
        if span.has("style"):
            notes.styles.append(span.get("style").value)
            span.fate = "specification"
    for measure in said.measures:
        measure.span.fate = measure.span.fate or "ignored"
        if measure.named is not None:
            measure.named.fate = measure.named.fate or "ignored"
