"""Several objects of one draft: how many, and how each differs from the others in colour or size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from generation.shapes import colours
from generation.shapes.finding import Notes
from generation.shapes.registry import AXES
from generation.shapes.resolve import resolve
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Said


def spread(draft: Draft) -> None:
    """Make variants of looks that were listed for several things: "three balls: red, green and blue".

    Three things and more take one colour each where as many were named; sizes in any number. A plural without a number
    has as many things as colours were named, from three.
    """
    wanted = round(draft.number.value) if draft.number is not None else 0
    if draft.variants or not (wanted > 1 or (draft.plural and not wanted)):
        return
    hues = [span for span in draft.said.looks if span.has("colour") and not span.has("choice")]
    sizes = [span for span in draft.said.looks if span.has("size") and not span.has("colour")]
    for found, least in ((hues, 3), (sizes, 2)):
        if len(found) >= least and len(found) == (wanted or len(found)) and not _touch(found):
            draft.variants = [Said(looks=[span]) for span in found]
            draft.said.looks = [span for span in draft.said.looks if span not in found]
            return


def _touch(spans: list[Span]) -> bool:
    """Whether the words stand side by side, and so are said of one thing: "tall slim vases"."""
    return any(second.start - first.end <= 1 for first, second in pairwise(spans))


def several(draft: Draft, count: int, notes: Notes, *, seed: int) -> list[dict[str, Any]]:
    """The objects of a draft, before ranges are enforced."""
    if not draft.variants:
        made = resolve(draft, notes, seed=seed)
        return [_next(made, draft, number) for number in range(count)] if count > 1 else [made]
    out = []
    for number in range(count):
        said = Said()
        said.share(draft.said)
        said.share(draft.variants[number % len(draft.variants)])
        out.append(resolve(replace(draft, said=said), notes, seed=seed))
    return out


def _next(made: dict[str, Any], draft: Draft, number: int) -> dict[str, Any]:
    """The object again; in a series, bigger, smaller or of another colour than the one before."""
    if draft.series is None:
        return made
    axis, factor = draft.series
    if axis == "colour":
        return made | {"colours": made["colours"] | {"all": colours.apart(number)}}
    if not number:
        return made
    size = made["size_mm"]
    if axis == "length":
        axis = "width" if size["width"] >= size["depth"] else "depth"
    grown = factor**number
    names = AXES if axis == "all" else (axis,)
    return made | {"size_mm": size | {name: round(size[name] * grown, 3) for name in names}}
