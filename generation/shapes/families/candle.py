"""Candles: wax with a wick and a flame, in a dish with a ring to hold it by, or bare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import candles
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["holder"] == "none" and not {"width", "candle_thickness"} <= said:
        values["candle_thickness"] = float(values["width"])
    if values["state"] == "unlit":
        values["flames"] = 0
    elif not int(values["flames"]):
        values["state"] = "unlit"
    return []


@family(
    "candle",
    gloss="a stick of wax with a wick, in a holder",
    category="lighting",
    size=Size(130, 110, 190, main="height"),
    roles=(
        Role("candle", "wax", "#f3e6c8", words=("wax", "body"), count=1),
        Role("wick", "fabric", "#3a332c", count=1, tone=None),
        Role("flame", "lamp glass", "#f6b13c", words=("fire",), count="flames", tone=None),
        Role("holder", "brass", words=("base", "dish", "stand", "candle holder", "saucer"),
             count=lambda v: 0 if v.word("holder") == "none" else 1, tone=1),
        Role("cup", "brass", words=("socket",), count=None, tone=1, like="holder"),
        Role("handle", "brass", words=("ring", "grip"), count=lambda v: int(v.word("holder") == "dish"), tone=1,
             like="holder"),
        Role("drip", "wax", "#f3e6c8", words=("wax drop",), count=None, like="candle"),
    ),
    parameters=(
        count("flames", 1, 0, 1),
        choice("state", "lit", "unlit", aliases={"burning": "lit", "lighted": "lit", "extinguished": "unlit"}),
        choice("holder", "dish", "none", aliases={"bare": "none"}),
        length("candle_thickness", 34, 2, 300, part="candle", measure="thickness", dimension=("diameter",)),
    ),
    synonyms=("candle in a holder", "candle holder", "chamberstick", "wax candle"),
    presets={
        "tealight": {"width": 40, "depth": 40, "height": 34, "holder": "none", "candle_thickness": 38},
        "pillar candle": {"width": 75, "depth": 75, "height": 170, "holder": "none", "candle_thickness": 70},
    },
    rule=_agree,
    examples=(
        "a red candle in a brass holder",
        "white pillar candle",
        "green candle, 20 cm high",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The holder, then wax, wick and flame at every place for a candle."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    holder = values.word("holder")
    least = min(width, depth)
    r = min(values.mm("candle_thickness") / 2 * min(kit.chunk, 1.2), least * 0.46)
    flames = values.count("flames")
    glow = min(r * 1.9, height * 0.16) if flames else min(r * 0.5, height * 0.06)
    if holder == "none":
        r = least / 2
        candles.wax(kit, (0.0, 0.0), 0.0, (r, height), min(glow, height * 0.24), flames > 0, depth / width)
        return
    base = _dish(kit, (width, depth, height), r)
    candles.wax(kit, ((depth - width) / 2, 0.0), base, (r, height), glow, flames > 0)


def _dish(kit: Kit, size: tuple[float, float, float], r: float) -> float:
    """A dish with an upturned rim, a cup in its middle and a ring to hold it by; returns where the wax starts."""
    width, depth, height = size
    radius = depth / 2
    x = radius - width / 2
    wall = radius * 0.06 * kit.chunk
    rise = min(radius * 0.34, height * 0.3)
    marks = [(radius * 0.6, 0.0), (radius * 0.7, wall * 0.3), (radius * 0.92, rise * 0.6), (radius, rise)]
    body, _ = kit.shell([(float(a), float(b)) for a, b in kit.curve(marks)], wall, lip=wall * 0.4)
    kit.add("holder", body.translate((x, 0, 0)), crease=50)
    cup = min(r * 1.1, height * 0.2)
    ring = [
        (r * 0.9, wall * 0.5), (r * 1.5, wall * 0.5), (r * 1.22, wall * 2), (r * 1.22, cup * 0.8), (r * 1.45, cup),
        (r * 0.9, cup),
    ]  # fmt: skip
    kit.add("cup", kit.turned(ring).translate((x, 0, 0)), crease=50)
    hold = (width - depth) / 2
    if hold > wall:
        z = rise * 0.55 + hold * 0.2
        thin = min(wall * 1.1, hold * 0.3)
        loop = [
            (hold * 0.98 * math.cos(t), hold * 0.98 * math.sin(t))
            for t in (2 * math.pi * k / max(12, kit.segments // 2) for k in range(max(12, kit.segments // 2)))
        ]
        path = [(a + width / 2 - hold * 1.0 - thin, 0.0, b * 0.9 + z + hold * 0.5) for a, b in loop]
        kit.add("handle", kit.swept(kit.maths.array(path), kit.ring(thin), closed=True), crease=60)
    else:
        kit.add("handle", kit.rod((radius * 0.5 + x, 0, wall), (width / 2, 0, rise), wall), crease=60)
    return wall * 0.6
