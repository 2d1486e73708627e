"""Nails: a wire shank with a diamond point under a flat or rounded head."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_HEAD, _HIGH = 2.3, 0.55


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "width" in said and "diameter" not in said:
        values["diameter"] = round(float(values["width"]) / _HEAD, 3)
    mechanics.lead(values, said, "length", "height")
    most = float(values["length"]) * 0.25
    out = mechanics.no_more(values, said, "diameter", most, "The nail is too short to be so thick.")
    values["width"] = values["depth"] = round(float(values["diameter"]) * _HEAD, 3)
    return out


@family(
    "nail",
    gloss="a pointed pin that is driven in with a hammer",
    category="mechanical",
    size=Size(8.05, 8.05, 70, main="height", tied=("width", "depth"), stretch=1e9),
    roles=(
        Role("head", "steel", words=("nail head",)),
        Role("shank", "steel", words=("shaft", "pin", "point", "tip", "body")),
    ),
    parameters=(
        length("diameter", 3.5, 0.3, 100, measure="diameter", dimension=("diameter", "thickness"), grows=1.0),
        length("length", 70, 3, 2000, measure="length", dimension=("length",), grows=1.0),
        choice("head", "flat", "round", aliases={"domed": "round", "round head": "round", "flat head": "flat"}),
    ),
    synonyms=("wire nail", "carpenter nail"),
    presets={"tack": {"length": 16, "height": 16, "diameter": 2.2, "head": "round"}},
    rule=_agree,
    examples=("steel nail 80 mm long", "iron nail 10 cm long, 5 mm thick", "copper nail with a round head"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """It stands on its point; below the head the shank is grooved, where dies held it."""
    d, high = values.mm("diameter"), values.mm("height")
    r, top = d / 2, d * _HIGH
    wide = d * _HEAD / 2
    soft = kit.bevel(top * 0.12)
    if values.word("head") == "round":
        n = kit.pick(3, 6, 10)
        dome = [
            (wide * math.cos(a), high - top + top * math.sin(a)) for a in (math.pi / 2 * k / n for k in range(n + 1))
        ]
        profile = [(0, high - top), (wide - soft, high - top), *dome[:-1], (0, high)]
    else:
        profile = [(0, high - top), (r, high - top), (wide, high - top * 0.5), (wide, high - soft), (wide - soft, high),
                   (0, high)]  # fmt: skip
    head = kit.turned(profile, segments=kit.segments)
    if kit.level and values.word("head") == "flat":
        # The head is chequered so that a hammer does not slip.
        n, thin = kit.pick(0, 3, 4), wide * 0.08
        bars = [kit.box(wide * 3, thin, top).translate((0, wide * 1.2 * (k / n - 0.5) + wide * 0.2, high - top * 0.1))
                for k in range(n)]  # fmt: skip
        head = kit.without(head, *bars, *(bar.rotate((0, 0, 90)) for bar in bars))
    kit.add("head", head, crease=30)
    point = d * 1.4
    shank = [(0, point * 0.9), (r, point * 0.9)]
    up = high - top * 0.8
    if kit.level:
        grooves, step = kit.pick(0, 5, 8), d * 0.22
        start = up - d * 0.6 - grooves * step * 2
        if start > point * 1.5:
            for k in range(grooves):
                z = start + k * step * 2
                shank += [(r, z), (r * 0.93, z + step * 0.3), (r * 0.93, z + step * 0.9), (r, z + step * 1.2)]
    shank += [(r, up), (0, up)]
    body = kit.turned(shank, segments=kit.segments)
    corners = mechanics.circle(r * 0.98, 4, turn=math.pi / 4)
    tip = kit.hull([(x * 0.12, y * 0.12, 0.0) for x, y in corners] + [(x, y, point) for x, y in corners])
    kit.add("shank", body + tip, crease=40)
