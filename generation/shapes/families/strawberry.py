"""Strawberries: a red cone with seeds under a crown of leaves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "strawberry",
    gloss="a strawberry",
    category="food",
    size=Size(36, 36, 50, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#d1302d", words=("berry", "flesh")),
        Role("seed", "food", "#f0d27a", count="seeds", tone=1),
        Role("leaf", "leaf", "#4f9140", words=("crown",), count="leaves", tone=None),
        Role("stalk", "leaf", "#6aa04c", words=("stem",), tone=None),
    ),
    parameters=(count("seeds", 36, 0, 120, words=("seed", "pip")), count("leaves", 7, 0, 12, words=("leaf",))),
    synonyms=("straw berry", "garden strawberry"),
    examples=("a red strawberry", "strawberry with 40 seeds", "strawberry 6 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a berry 36 wide; it stands on its tip."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 36, depth / 36, height / 50)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    marks = [(0, 0), (4, 1.5), (9.5 * fat, 11), (14.5 * fat, 22), (16.6, 32), (13, 39.5), (5, 41.5), (0, 41)]
    body = fruit.round_body(kit, marks)
    put("body", body)
    number = values.count("seeds")
    curve = [(float(r), float(z)) for r, z in kit.curve(marks[1:7], smooth=3)]
    for k in range(number):
        t = (k + 0.7) / (number + 0.6)
        r, z = curve[min(int(t**0.75 * (len(curve) - 1)), len(curve) - 1)]
        a = k * 2.39996
        put(
            "seed",
            organic.ball(kit, (r * math.cos(a) * 0.99, r * math.sin(a) * 0.99, z), (0.75, 0.75, 1.15), share=0.2),
        )
    leaves = values.count("leaves")
    for k in range(leaves):
        put("leaf", fruit.leaf(kit, (0, 0, 40.6), 360 * k / leaves + 10, 15.5, 8.5, 0.04 + 0.06 * (k % 2)))
    put("stalk", fruit.stalk(kit, [(0, 0, 40), (0.4, 0, 44), (1.6, 0, 47), (3.4, 0, 49.3)], 0.95, 0.7))
