"""Prompt → specification: the one door from words to what is built, with everything it did not use laid open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generation.shapes import copies, grammar, inside, lexer, registry, specification, spelling
from generation.shapes.finding import Notes
from generation.shapes.kits import Near
from generation.shapes.lexicon import Meaning
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Said, Tie, Wish

PROMPT_LIMIT = 2_000
Nearest = Callable[[str], Near | None]
_HOLDERS = ("basket", "bowl", "bucket", "crate", "box")
_MANY = {"around": 4, "row": 3, "stack": 3, "ring": 6, "grid": 9, "in": 3, "facing": 2, "beside": 2}


class NotUnderstoodError(ValueError):
    """No word of the prompt names a thing that can be built; the message is a sentence."""


def specify(
    prompt: str,
    *,
    style: str = "realistic",
    complexity: str = "medium",
    seed: int = 0,
    nearest: Nearest | None = None,
) -> dict[str, Any]:
    """The specification of a prompt, ready for `assemble.build`.

    Style words in the prompt count where the asked style is the usual one. `nearest` is asked for what serves a noun
    where no word of the prompt is known. Raises NotUnderstoodError, or ValueError for a prompt of more than 2,000
    characters.
    """
    return read(prompt, style=style, complexity=complexity, seed=seed, nearest=nearest)[0]


def read(
    prompt: str,
    *,
    style: str = "realistic",
    complexity: str = "medium",
    seed: int = 0,
    nearest: Nearest | None = None,
) -> tuple[dict[str, Any], list[Span]]:
    """The specification and the spans it was read from, each with its fate."""
    if len(prompt) > PROMPT_LIMIT:
        raise ValueError(f"A prompt can have {PROMPT_LIMIT:,} characters; this one has {len(prompt):,}.")
    notes = Notes()
    candidates = lexer.languages_of(prompt)
    for language in candidates[:3]:
        spans = lexer.lex(prompt, language=language)
        wish = grammar.understand(spans, language=language)
        if wish.drafts:
            break
    else:
        language = candidates[0]
        spans = lexer.lex(prompt, language=language)
        wish = grammar.understand(spans, language=language)
    if not wish.drafts or wish.unknown_heads:
        again = lexer.lex(prompt, language=language)
        fixed = spelling.mend(again, language=language)
        if fixed:
            notes.assumed.extend(f"A misspelt word was read as {word}." for word in fixed)
            spans, wish = again, grammar.understand(again, language=language)
    if not wish.drafts and nearest is not None and language == "en":
        again = lexer.lex(prompt, language=language)
        if _guessed(wish, spans, again, nearest):
            spans, wish = again, grammar.understand(again, language=language)
    if not wish.drafts:
        raise NotUnderstoodError("No word of this names a thing that can be made here. Try one of the suggestions.")
    return _specification(wish, spans, notes, style, complexity, seed), spans


def _guessed(wish: Wish, spans: list[Span], again: list[Span], nearest: Nearest) -> bool:
    """Give the first unknown noun that something serves the reading of that thing."""
    for head in wish.unknown_heads:
        at = spans.index(head)
        first = at
        while first and spans[first - 1].kind == "unknown":
            first -= 1
        for start in dict.fromkeys((first, at)):
            found = nearest(" ".join(span.text.lower() for span in spans[start : at + 1]))
            if found is not None:
                again[at].kind = "word"
                plural = head.text.lower().endswith("s") and not head.text.lower().endswith("ss")
                again[at].meanings = (
                    Meaning("family", (found.family, found.synonym), plural),
                    Meaning("near", found.sentence),
                )
                return True
    return False


def _specification(
    wish: Wish, spans: list[Span], notes: Notes, style: str, complexity: str, seed: int
) -> dict[str, Any]:
    _loose(wish, notes)
    notes.style = style if style != "realistic" else _style_said(spans) or style
    objects: list[dict[str, Any]] = []
    places: list[list[int]] = []
    counts = _counts(wish, notes)
    for draft, count in zip(wish.drafts, counts, strict=True):
        if draft.span.has("near"):
            notes.assumed.append(draft.span.get("near").value)
        places.append(list(range(len(objects), len(objects) + count)))
        objects.extend(copies.several(draft, count, notes, seed=seed))
    relations = _relations(wish, places)
    inside.fit(objects, relations, wish, places, notes)
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


def _style_said(spans: list[Span]) -> str:
    """The style that the words ask for, the last one where there are several."""
    said = [str(span.get("style").value) for span in spans if span.has("style")]
    return said[-1] if said else ""


def _loose(wish: Wish, notes: Notes) -> None:
    """What "with" ties to a thing: many of them go around it, small ones stand on it, others stand beside it."""
    for tie in wish.ties:
        if tie.relation != "with":
            continue
        draft, mark = wish.drafts[tie.subject], wish.drafts[tie.landmarks[0]]
        many = draft.number is not None and draft.number.value >= 3
        if mark.family in _HOLDERS and _fits(mark, draft):
            tie.relation = "in"
        elif _carries(mark, draft):
            tie.relation = "on"
            notes.assumed.append(f"The {_plain(draft)} stands on the {_plain(mark)}.")
        else:
            tie.relation = "around" if many else "beside"


def _fits(mark: Draft, draft: Draft) -> bool:
    """Whether a thing is small enough to be in another."""
    carrier, carried = registry.get(mark.family), registry.get(draft.family)
    room = min(carrier.size.width, carrier.size.depth)
    return max(carried.size.width, carried.size.depth, carried.size.height) <= room


def _carries(mark: Draft, draft: Draft) -> bool:
    """Whether a thing is furniture with a top, and the other small enough to be put there."""
    carrier, carried = registry.get(mark.family), registry.get(draft.family)
    tops = any(role.name in ("top", "board", "desktop", "worktop") for role in carrier.roles)
    room = min(carrier.size.width, carrier.size.depth)
    return tops and max(carried.size.width, carried.size.depth) <= 0.6 * room and carried.size.height <= 700


def _plain(draft: Draft) -> str:
    return draft.synonym.replace("_", " ")


def _counts(wish: Wish, notes: Notes) -> list[int]:
    """How many of each draft; one by each of several others makes as many as those are."""
    out: list[int] = []
    for number, draft in enumerate(wish.drafts):
        copies.spread(draft)
        out.append(_count(draft, number, wish, notes, room=specification.OBJECTS_LIMIT - sum(out)))
    for tie in wish.ties:
        room = specification.OBJECTS_LIMIT - sum(out)
        doubled = out[tie.subject] == 1 or (out[tie.subject] > 1 and "each" in tie.span.text.lower())
        if tie.sides and doubled and out[tie.subject] <= room:
            out[tie.subject] *= 2
        wanted = sum(out[landmark] for landmark in tie.landmarks)
        room = specification.OBJECTS_LIMIT - sum(out)
        if tie.each and tie.subject not in tie.landmarks and wanted > out[tie.subject]:
            out[tie.subject] += min(wanted - out[tie.subject], room)
    return out


def _count(draft: Draft, number: int, wish: Wish, notes: Notes, *, room: int) -> int:
    groups = [tie.relation for tie in wish.ties if tie.subject == number and tie.relation in _MANY]
    if draft.number is not None:
        draft.number.fate = "specification"
        wanted = round(draft.number.value)
        if draft.number.vague:
            notes.assumed.append(f"{wanted} of them, as no exact number was given.")
    elif len(draft.variants) > 1:
        wanted = len(draft.variants)
    elif draft.plural:
        wanted = _MANY[groups[0] if groups else "beside"]
        notes.assumed.append(f"{wanted} of them, as no number was given.")
    elif {"row", "stack", "ring", "grid"} & set(groups) and len(wish.drafts) == 1:
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
    out: list[dict[str, Any]] = []
    for tie in wish.ties:
        tie.span.fate = tie.span.fate if tie.span.has("family") else "specification"
        subjects = places[tie.subject]
        if tie.relation in ("row", "stack", "ring", "grid", "facing") and len(subjects) == 1:
            subjects = [number for group in places[: tie.subject + 1] for number in group]
        if not subjects or _is_said_better(tie, wish):
            continue
        landmarks = [number for landmark in tie.landmarks for number in places[landmark]]
        found: dict[str, Any] = {"relation": tie.relation, "subjects": subjects, "objects": landmarks}
        if tie.gap is not None and tie.gap >= 0:
            found["gap_mm"] = min(tie.gap, registry.MOST_MM)
        if found not in out:
            out.append(found)
    return out


def _is_said_better(tie: Tie, wish: Wish) -> bool:
    """A ring around something is no ring of its own, nor a row of things that stand around something."""
    return tie.relation in ("ring", "row") and any(
        other.subject == tie.subject and other.relation == "around" for other in wish.ties
    )


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
