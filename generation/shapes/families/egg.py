"""Eggs, alone or in an egg cup."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "egg",
    gloss="an egg",
    category="food",
    size=Size(44, 44, 58, main="height", tied=("width", "depth")),
    roles=(
        Role("shell", "porcelain", "#ecd9bd", words=("body", "eggshell")),
        Role("band", "paint", "#d2574a", words=("stripe", "ring"), count="bands", tone=1),
        Role("dot", "paint", "#e9b93c", words=("spot",), count="dots", tone=1),
        Role("yolk", "food", "#f2b32c", count=None, tone=None),
    ),
    parameters=(count("bands", 0, 0, 7, words=("band", "stripe")), count("dots", 0, 0, 40, words=("dot", "spot"))),
    synonyms=("hen egg", "chicken egg", "boiled egg"),
    presets={"easter egg": {"bands": 3, "dots": 10}, "ostrich egg": {"width": 130, "depth": 130, "height": 155}},
    examples=("a brown egg", "easter egg with three red stripes", "white egg, 6 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """The outline of a hen's egg in millimetres."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 44, depth / 44, height / 58)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    marks = [(0, 0), (8, 1.2), (17.5 * fat**0.3, 9), (21.9, 23), (19.6, 38), (12, 51.5), (5, 57), (0, 58)]
    put("shell", fruit.round_body(kit, marks, smooth=3))
    curve = [(float(r), float(z)) for r, z in kit.curve(marks[1:7], smooth=4)]

    def at(z: float) -> float:
        return next(
            (a + (c - a) * (z - b) / (d - b) for (a, b), (c, d) in itertools.pairwise(curve) if b <= z <= d and d > b),
            8.0,
        )

    number = values.count("bands")
    for k in range(number):
        z, half = 8 + 42 * (k + 0.5) / number, min(2.4, 16 / number)
        levels = [z - half + 2 * half * s / 4 for s in range(5)]
        put("band", kit.turned([*((at(h) + 0.3, h) for h in levels), *((at(h) - 1.5, h) for h in reversed(levels))]))
    dots = values.count("dots")
    for k in range(dots):
        z = 9 + 40 * ((k * 0.618) % 1)
        a = k * 2.39996
        put(
            "dot",
            organic.ball(
                kit, ((at(z) - 1.9) * math.cos(a), (at(z) - 1.9) * math.sin(a), z), (2.6, 2.6, 2.9), share=0.25
            ),
        )
