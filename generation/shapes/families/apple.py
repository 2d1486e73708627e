"""Apples: a round body dimpled above and below, a stalk and a leaf."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "apple",
    gloss="an apple",
    category="food",
    size=Size(80, 80, 88, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#c5352c", words=("skin", "flesh")),
        Role("blush", "fruit skin", "#e0b04a", words=("cheek",), count=None, tone=1),
        Role("stalk", "wood", "#6b4a2c", words=("stem",), tone=None),
        Role("leaf", "leaf", "#5d9440", count="leaves", tone=None),
        Role("calyx", "leaf", "#4a3a22", count=None, tone=None),
    ),
    parameters=(count("leaves", 1, 0, 3, words=("leaf",)),),
    synonyms=("eating apple",),
    examples=("a red apple with a leaf", "green apple, 9 cm tall", "an apple with two leaves"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of an apple 80 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 80, depth / 80, height / 88)), crease=crease, colour=colour)

    fat = 1.12 if kit.style == "stylized" else 1.0
    marks = [
        (0, 8),
        (10, 3.5),
        (20 * fat, 1.5),
        (31 * fat**2, 12),
        (38.5 * fat, 30),
        (39.6 * fat, 46),
        (35 * fat**1.3, 60),
        (24, 67.5),
        (12, 66),
        (4, 59),
        (0, 56),
    ]
    put("body", fruit.ribbed(kit, fruit.round_body(kit, marks), 5, 0.045, power=0.7))
    put("stalk", fruit.stalk(kit, [(0, 0, 56), (1, 0, 68), (4, 1, 78), (7, 1.5, 87)], 1.7, 2.4))
    for k in range(values.count("leaves")):
        put("leaf", fruit.leaf(kit, (2, 0, 72), 20 + 180 * k, 30, 17))
    if kit.level:
        for k in range(5):
            put(
                "calyx",
                organic.ball(
                    kit,
                    (5 * math.cos(k * 1.257), 5 * math.sin(k * 1.257), 4.5),
                    (3.0, 1.6, 2.4),
                    share=0.25,
                    turn=(0, 0, math.degrees(k * 1.257)),
                ),
            )
