"""Lengths that belong together: "40 x 30 x 20 cm" as one span, and the letters of drawings, "W 40 x H 20 cm"."""

from __future__ import annotations

from itertools import pairwise

from generation.shapes.lexicon import Meaning
from generation.shapes.spans import TIMES, Span
from generation.shapes.vocabulary import LETTERS

_MARKS = (":", "=", "(", ")", ".")


def finish(prompt: str, spans: list[Span], language: str) -> list[Span]:
    """The spans with letters read as dimensions beside lengths, and products joined."""
    return _products(prompt, _lettered(spans, LETTERS.get(language, LETTERS["en"])))


def _is_length(spans: list[Span], at: int) -> bool:
    return 0 <= at < len(spans) and spans[at].kind in ("number", "length") and spans[at].digits


def _lettered(spans: list[Span], letters: dict[str, str]) -> list[Span]:
    """Read single letters beside a length as its dimension; a times sign between two such lengths only joins."""
    found = []
    for at, span in enumerate(spans):
        name = letters.get(span.text.lower(), "")
        if not name or span.kind == "mark":
            continue
        after, before = at + 1, at - 1
        while after < len(spans) and spans[after].text in _MARKS[:2]:
            after += 1
        if before >= 0 and spans[before].text == "(":
            before -= 1
        if _is_length(spans, after) and spans[after].kind == "number" and span.joined:
            continue
        if _is_length(spans, before) and (
            before < at - 1 or not _is_length(spans, after) or (at > 1 and _tied(spans, before))
        ):
            found.append((at, name, before, at))
        elif _is_length(spans, after) and (at == 0 or spans[at - 1].text != "the"):
            found.append((at, name, at, after))
    if not found or (len(found) == 1 and spans[found[0][2]].kind == spans[found[0][3]].kind == "number"):
        return spans
    if len(found) == 1 and "length" not in (spans[found[0][2]].kind, spans[found[0][3]].kind):
        return spans
    for at, name, first, last in found:
        spans[at].kind = "word"
        spans[at].meanings = (Meaning("dimension", name), Meaning("dimension_noun", name))
        _silence(spans, first, last + 1, at)
    _share_unit(spans, found)
    for (_, _, _, last), (_, _, first, _) in pairwise(found):
        _silence(spans, last, first, -1, TIMES)
    return spans


def _tied(spans: list[Span], before: int) -> bool:
    """Whether the length before a letter has no letter of its own in front."""
    return not any(meaning.kind == "dimension" for meaning in spans[before - 1].meanings)


def _silence(spans: list[Span], first: int, last: int, kept: int, texts: tuple[str, ...] = _MARKS) -> None:
    for at in range(first, min(last + 1, len(spans))):
        if at != kept and spans[at].text.lower() in texts:
            spans[at].kind, spans[at].meanings = "word", (Meaning("fill", spans[at].text),)


def _share_unit(spans: list[Span], found: list[tuple[int, str, int, int]]) -> None:
    """Lengths of one drawing have one unit, which often stands behind the last."""
    scale = 0.0
    for _, _, first, last in reversed(found):
        span = next(spans[at] for at in (first, last) if spans[at].kind in ("number", "length"))
        if span.kind == "length" and span.raw:
            scale = span.value / span.raw
        elif scale:
            span.kind, span.value = "length", span.value * scale


def _products(prompt: str, spans: list[Span]) -> list[Span]:
    """Join "40 x 30 x 20 cm" into one span; a number without a unit has the next one's."""
    out: list[Span] = []
    at = 0
    while at < len(spans):
        chain = [at]
        while (
            not _is_designation(spans, at)
            and spans[chain[-1]].kind in ("number", "length")
            and chain[-1] + 2 < len(spans)
            and spans[chain[-1] + 1].text.lower() in TIMES
            and spans[chain[-1] + 2].kind in ("number", "length")
            and len(chain) < 3
        ):
            chain.append(chain[-1] + 2)
        if len(chain) > 1 and all(spans[k].digits for k in chain):
            out.append(_joined(prompt, spans, chain))
            at = chain[-1] + 1
        else:
            out.append(spans[at])
            at += 1
    return out


def _is_designation(spans: list[Span], at: int) -> bool:
    """Whether a number hangs on a letter: the 8 of M8."""
    before = spans[at - 1] if at else None
    return before is not None and spans[at].joined and before.kind == "unknown" and len(before.text) == 1


def _joined(prompt: str, spans: list[Span], chain: list[int]) -> Span:
    first, last = spans[chain[0]], spans[chain[-1]]
    scale, values = 0.0, []
    for k in reversed(chain):
        span = spans[k]
        scale = span.value / span.raw if span.kind == "length" and span.raw else scale
        values.append(span.raw * (scale or 1.0))
    text = prompt[first.start : last.end]
    return Span(first.start, last.end, text, "product", values=tuple(reversed(values)), unitless=not scale, digits=True)
