"""Nuts: a hexagon with chamfered corners, bored and threaded; with a flange or wings where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_CORNER = 2 / math.sqrt(3)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    thread, square = float(values["thread"]), values["shape"] == "square"
    ratio = 1.0 if square else _CORNER
    if "thread" in said and not said & {"width", "depth"}:
        values["depth"] = mechanics.iso("flats", thread)
    elif "width" in said and not ({"depth"} & said):
        values["depth"] = round(float(values["width"]) / ratio, 3)
    if "thread" in said and not said & {"height", "thickness"}:
        values["height"] = values["thickness"] = mechanics.iso("nut", thread)
    mechanics.lead(values, said, "thickness", "height")
    flats = float(values["depth"])
    values["width"] = round(flats * ratio, 3)
    if "thread" not in said and said & {"width", "depth"}:
        values["thread"] = round(flats * 0.61, 3)
        return []
    return mechanics.no_more(values, said, "thread", flats * 0.86, "The thread is wider than the nut; it is smaller.")


@family(
    "nut",
    gloss="a threaded block that is screwed on a bolt",
    category="mechanical",
    size=Size(15, 13, 6.8, main="width", stretch=1e9),
    roles=(Role("nut", "steel", words=("body", "block")),),
    parameters=(
        length("thread", 8, 0.5, 500, letter="M", measure="diameter", dimension=("bore",), grows=1.0,
               words=("thread", "hole", "bore", "opening")),
        length("thickness", 6.8, 0.2, 500, dimension=("thickness",), grows=1.0),
        choice("shape", "hex", "square", aliases={"hexagonal": "hex", "hexagon": "hex", "six sided": "hex",
                                                  "four sided": "square"}),
    ),
    synonyms=("hex nut", "hexagon nut", "screw nut"),
    presets={"square nut": {"shape": "square", "width": 13, "depth": 13}},
    rule=_agree,
    examples=("M8 nut", "brass hex nut with a 6 mm hole", "M12 steel nut, 10 mm thick"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The block is turned down at its corners, then bored; the thread stops short of both faces."""
    flats, high, d = values.mm("depth"), values.mm("height"), values.mm("thread")
    square = values.word("shape") == "square"
    wide = flats * (math.sqrt(2) if square else _CORNER)
    half = flats / 2
    outline = [(half, half), (-half, half), (-half, -half), (half, -half)] if square else mechanics.hexagon(flats)
    drop = min((wide - flats * 0.95) / 2 * (0.85 if kit.style == "stylized" else 0.5774), high * 0.4)
    inside = flats * 0.475
    ring: list[tuple[float, float]] = [(0, high), (0, 0)]
    ring += [(inside, 0), (wide * 0.51, drop)] if kit.level else [(wide * 0.51, 0)]
    ring += [(wide * 0.51, high - drop), (inside, high)]
    body = kit.prism(outline, high) ^ kit.turned(ring, segments=max(kit.segments, 24))
    pitch = min(mechanics.iso("pitch", d), d * 0.4)
    r = d / 2
    if kit.level == 0 or high < pitch * 2:
        kit.add("nut", kit.without(body, kit.turned([(0, -1), (r, -1), (r, high + 1), (0, high + 1)])), crease=30)
        return
    cutter = kit.threaded(d, pitch, [(-pitch, r * 1.02), (high + pitch, r * 1.02)])
    mouth, sink = min(r * 1.015, half * 0.97), pitch * 0.6
    root = r - pitch * 0.65
    for low in (True, False):
        cone = kit.turned([(0, -1), (mouth, -1), (mouth, 0.0), (root, sink), (0, sink)])
        cutter = cutter + (cone if low else cone.mirror((0, 0, 1)).translate((0, 0, high)))
    kit.add("nut", kit.without(body, cutter), crease=30)
