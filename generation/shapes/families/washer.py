"""Washers: flat rings with an exact hole, their edges softened; toothed or split to keep a nut from turning."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    bolt = float(values["bolt"])
    if bolt > 0:
        # A bolt's size stands for ISO 7089; once taken over, the three measures stand for themselves.
        values["bolt"] = 0.0
        free = frozenset() if set(values) <= said else said  # a slider was moved: the bolt decides
        for name, column in (("hole", "hole"), ("height", "thin")):
            if name not in free:
                values[name] = round(mechanics.iso(column, bolt), 3)
        if not free & {"width", "depth"}:
            values["width"] = values["depth"] = round(mechanics.iso("rim", bolt), 3)
    elif "hole" in said and not said & {"width", "depth"}:
        values["width"] = values["depth"] = round(float(values["hole"]) * 2, 3)
    elif said & {"width", "depth"} and "hole" not in said:
        values["hole"] = round(float(values["width"]) * 0.525, 3)
    return mechanics.no_more(
        values, said, "hole", min(float(values["width"]), float(values["depth"])) * 0.96,
        "The hole is wider than the washer; it was made smaller.",
    )  # fmt: skip


@family(
    "washer",
    gloss="a flat ring under a nut or a bolt's head",
    category="mechanical",
    size=Size(16, 16, 1.6, main="width", tied=("width", "depth"), stretch=1e9),
    roles=(Role("washer", "steel", words=("ring body", "face")),),
    parameters=(
        length("hole", 8.4, 0.1, 100_000, measure="diameter", dimension=("bore",), grows=1.0,
               words=("hole", "bore", "opening", "inner diameter", "inside diameter")),
        length("bolt", 0, 0, 200, letter="M", grows=1.0),
        choice("kind", "flat", "split", "toothed", aliases={"spring washer": "split", "star": "toothed"}),
    ),
    synonyms=("flat washer", "shim", "spacer ring", "shim ring"),
    presets={"lock washer": {"kind": "split"}, "tooth washer": {"kind": "toothed"}},
    rule=_agree,
    examples=(
        "M8 washer",
        "brass washer 30 mm in diameter, 3 mm thick, with a 13 mm hole",
        "black plastic washer with a 5 mm hole",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """A ring of soft edges; split and toothed ones are cut from it."""
    wide, high, hole = values.mm("width"), values.mm("height"), values.mm("hole") / 2
    outer = wide / 2
    soft = min(kit.bevel(high * 0.1), (outer - hole) * 0.2)
    rim = kit.edge(soft)
    profile = [(hole, 0.0)]
    profile += [(outer - inset, soft - rise) for inset, rise in reversed(rim)]
    profile += [(outer - inset, high - soft + rise) for inset, rise in rim]
    profile.append((hole, high))
    body = kit.turned(profile, segments=kit.segments * 2)
    gap = outer - hole
    if values.word("kind") == "split":
        cut = kit.box(gap * 2, max(high * 0.35, wide * 0.012), high * 4).rotate((18, 0, 0))
        body = kit.without(body, cut.translate(((outer + hole) / 2 * 0.7071, (outer + hole) / 2 * 0.7071, -high)))
    elif values.word("kind") == "toothed":
        notch = gap * 0.45
        spots = [math.pi / 10 + 2 * math.pi * k / 10 for k in range(10)]
        middle = hole + notch * 0.4
        cuts = [
            kit.prism(mechanics.circle(notch * 0.55, 8, middle * math.cos(a), middle * math.sin(a)), high * 3)
            for a in spots
        ]
        body = kit.without(body, *(cut.translate((0, 0, -high)) for cut in cuts))
    kit.add("washer", body if wide == values.mm("depth") else body.scale((1, values.mm("depth") / wide, 1)))
