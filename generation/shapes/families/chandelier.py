"""Chandeliers: curved arms about a turned stem, each with a candle or a shaded light, hung from a chain of rods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, lights
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    candles = int(values["candles"])
    if "arms" in said and "candles" not in said:
        candles = values["candles"] = int(values["arms"])
    values["arms"] = candles
    return []


@family(
    "chandelier",
    gloss="a light of many arms that hangs from the ceiling",
    category="lighting",
    size=Size(800, 800, 900, main="width", tied=("width", "depth")),
    roles=(
        Role("column", "brass", words=("stem", "body", "shaft")),
        Role("arm", "brass", words=("branch",), count="arms", like="column"),
        Role("cup", "brass", words=("pan", "bobeche", "dish"), count="candles", like="column"),
        Role("candle", "wax", "#f3e9cf", words=("light", "taper"), count="candles", tone=1),
        Role("flame", "lamp glass", "#f6b13c", words=("bulb", "fire"), count="candles", tone=None),
        Role("rod", "brass", words=("chain", "cord", "cable"), like="column"),
        Role("canopy", "brass", words=("ceiling cup", "ceiling rose", "rose"), like="column"),
        Role("drop", "glass", "#dfeef2", words=("crystal", "pendant", "bead"), count="drops", tone=None),
        Role("ring", "brass", words=("hoop",), count=None, like="column"),
    ),
    parameters=(
        count("candles", 6, 3, 24, words=("candle", "light", "bulb", "flame", "taper"), free=(5, 6, 8)),
        count("arms", 6, 3, 24, words=("arm", "branch")),
        count("drops", 0, 0, 48, words=("crystal", "drop", "bead")),
        choice("form", "curved", "low", aliases={"classic": "curved", "flat": "low"}),
    ),
    synonyms=("candle chandelier", "crystal lamp"),
    presets={"crystal chandelier": {"drops": 12}},
    rule=_agree,
    examples=(
        "brass chandelier with eight candles",
        "chandelier with six arms, 80 cm wide",
        "black chandelier with five lights and ten crystals",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The stem in the middle, arms out to the bounds, and rod and canopy above."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    number = values.count("candles")
    reach = width / 2
    pan = min(reach * 0.13, 2.2 * reach / number)
    unit = min(reach, height)
    body = unit * 0.13 * min(kit.chunk, 1.25)
    deep = min(height * 0.5, width * 0.62)
    marks = [
        (0.0, 0.0), (0.18, 0.02), (0.3, 0.06), (0.16, 0.1), (0.55, 0.17), (0.95, 0.27), (0.85, 0.36), (0.32, 0.46),
        (0.24, 0.58), (0.5, 0.66), (0.4, 0.74), (0.18, 0.84), (0.16, 1.0),
    ]  # fmt: skip
    line = [(max(float(r), 0.0) * body, min(max(float(z), 0.0), 1.0) * deep) for r, z in kit.curve(marks)]
    kit.add("column", kit.turned([(0, 0), *line[1:], (0, deep)]).scale((1, squash, 1)), crease=45)
    thin = body * 0.11
    high = min(height * 0.05, unit * 0.1)
    lid = [(0.0, 0.0), (0.2, 0.0), (0.32, 0.3), (0.9, 0.72), (1.0, 1.0), (0.0, 1.0)]
    cap = kit.turned([(r * body * 1.3, height - high + z * high) for r, z in lid])
    kit.add("canopy", cap.scale((1, squash, 1)), crease=40)
    kit.add("rod", kit.rod((0, 0, deep * 0.97), (0, 0, height - high * 0.7), thin * 1.2))
    low = deep * (0.32 if values.word("form") == "curved" else 0.4)
    cup_z = deep * (0.5 if values.word("form") == "curved" else 0.42)
    spots = layout.around(number, 1.0, turn=0.0)
    out = (reach - pan) / max(abs(x) for x, _ in spots)
    inward = (reach - pan) / max(abs(y) for _, y in spots)
    tall = min(deep * 0.34, (height - cup_z) * 0.5)
    wax = pan * 0.42
    for x, y in spots:
        ex, ey = x * out, y * inward * squash
        dip = deep * (0.16 if values.word("form") == "curved" else 0.05)
        near = body / reach * 0.4
        path = kit.curve([
            (ex * near, ey * near, low + deep * 0.06), (ex * 0.34, ey * 0.34, low + deep * 0.04),
            (ex * 0.66, ey * 0.66, low - dip), (ex * 0.96, ey * 0.96, cup_z - dip * 0.9), (ex, ey, cup_z),
        ])  # fmt: skip
        kit.add("arm", kit.swept(path, kit.ring(thin)), crease=60)
        dish = [(0.0, -0.25), (0.35, -0.25), (0.62, -0.02), (1.0, 0.16), (0.96, 0.24), (0.5, 0.12), (0.5, 0.5),
                (0.0, 0.5)]  # fmt: skip
        cup = kit.turned([(r * pan, z * pan) for r, z in dish])
        kit.add("cup", cup.translate((ex, ey, cup_z)), crease=40)
        base = cup_z + pan * 0.4
        soft = wax * 0.25
        candle = [(0, base), (wax, base), (wax, base + tall * 0.62 - soft), (wax - soft, base + tall * 0.62),
                  (0, base + tall * 0.6)]  # fmt: skip
        kit.add("candle", kit.turned(candle).translate((ex, ey, 0)), crease=45)
        flame = lights.flame(kit, wax * 0.62, tall * 0.38)
        kit.add("flame", flame.translate((ex, ey, base + tall * 0.58)), crease=60)
    if kit.level:
        for z, r in ((low, 1.16), (deep * 0.8, 0.5))[: kit.level]:
            ring = [(body * 0.15, z), (body * r, z + body * 0.06), (body * r, z + body * 0.18),
                    (body * 0.15, z + body * 0.24)]  # fmt: skip
            kit.add("ring", kit.turned(ring).scale((1, squash, 1)), crease=35)
    drops = values.count("drops")
    gem = min(pan * 0.34, 2.0 * reach / max(drops, 1))
    for k, (x, y) in enumerate(layout.around(drops, 1.0, turn=0.2) if drops else ()):
        share = 0.34 if k % 2 else 0.2
        top = low + deep * 0.04
        spot = (x * reach * share, y * reach * share * squash)
        stone = kit.turned([(0, -gem * 2.4), (gem * 0.55, -gem * 1.5), (gem * 0.3, 0), (0, 0)], segments=6)
        hook = kit.wire((*spot, top - gem * 0.6), (spot[0] * 0.6, spot[1] * 0.6, top + gem * 0.4), gem * 0.06)
        kit.add("drop", kit.union([stone.translate((*spot, top - gem * 0.3)), hook]), crease=20)
