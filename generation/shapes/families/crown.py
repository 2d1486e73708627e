"""Crowns: a circlet with points, balls, jewels, and a velvet cap where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "crown",
    gloss="a crown for a king or queen",
    category="treasure",
    size=Size(190, 190, 130, main="width", tied=("width", "depth")),
    roles=(
        Role("band", "gold leaf", words=("circlet", "body", "base", "ring"), tone=0),
        Role("point", "gold leaf", words=("spike", "prong", "peak", "tip"), count="points"),
        Role("ball", "gold leaf", words=("pearl",), count="points", tone=1),
        Role("jewel", "plastic", "#b8232f", words=("gem", "stone", "ruby stone", "diamond"), count="jewels", tone=1),
        Role("rim", "gold leaf", words=("edge",), count=None),
        Role("cap", "velvet", "#8c2436", words=("velvet", "lining", "cushion"), count="caps", tone=None),
    ),
    parameters=(
        count("points", 8, 3, 20, words=("point", "spike", "prong"), free=(6, 8, 10)),
        count("jewels", 8, 0, 24, words=("jewel", "gem")),
        count("caps", 0, 0, 1, words=("cap", "velvet cap")),
    ),
    synonyms=("royal crown", "golden crown", "coronet", "diadem"),
    examples=("a golden crown with eight points", "crown with six blue jewels", "silver crown, 18 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a crown 190 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 190, depth / 190, height / 130)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    number, r, wall = values.count("points"), 88.0, 5.0 * fat
    low = 44.0
    put("band", kit.turned([(r - wall, 0), (r, 0), (r + 2, low), (r + 2 - wall, low)]), 30)
    for z in (0.0, low - 9.0):
        put(
            "rim",
            kit.turned(
                [(r - wall * 0.9, z), (r + 3.4, z), (r + 6, z + 4.5), (r + 3.6, z + 9), (r - wall * 0.9, z + 9)]
            ),
            50,
        )
    n = kit.pick(3, 6, 9) if not kit.low else 3
    for k in range(number):
        a = 2 * math.pi * k / number - math.pi / 2
        half = math.pi / number * 0.97
        marks = []
        for s in range(-n, n + 1):
            t = s / n
            top = low - 4 + 66 * (1 - abs(t)) ** (1.35)
            b = a + half * t
            flare = r + 2 + (top - low) * 0.07
            foot = 0.07 * (top - low)
            marks += [
                ((x * math.cos(b), x * math.sin(b), top), ((x - foot) * math.cos(b), (x - foot) * math.sin(b), low - 8))
                for x in (flare - wall, flare)
            ]
        pieces = []
        for s in range(2 * n):
            four = marks[2 * s : 2 * s + 4]
            pieces.append(kit.hull([corner for pair in four for corner in pair]))
        put("point", kit.union(pieces), 30)
        tip = r + 4.5
        put("ball", organic.ball(kit, (tip * math.cos(a), tip * math.sin(a), low + 70 - 3), 8.6 * fat, share=0.45))
    jewels = values.count("jewels")
    for k in range(jewels):
        a = 2 * math.pi * (k + 0.5) / jewels - math.pi / 2
        gem = (
            kit.turned([(0, -2), (8.5, -2), (8.5, 0.6), (5.4, 4.2), (0, 4.2)], segments=8)
            .scale((1, 1.35, 1))
            .rotate((0, 90, 0))
        )
        put(
            "jewel",
            gem.rotate((0, 0, math.degrees(a))).translate(
                ((r + 1.5) * math.cos(a), (r + 1.5) * math.sin(a), low * 0.5)
            ),
            10,
            colour=("#b8232f", "#2c63a8", "#2b8a57")[k % 3],
        )
    if values.count("caps"):
        put("cap", organic.ball(kit, (0, 0, 46), (80, 80, 58), share=0.8).trim_by_plane((0, 0, 1), 12))
