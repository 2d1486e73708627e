"""Carrots: a ringed root that tapers, with a tuft of green."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "carrot",
    gloss="a carrot",
    category="food",
    size=Size(42, 42, 210, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#e77a2a", words=("root",)),
        Role("ring", "fruit skin", "#c9631c", words=("groove",), count=None, tone=None),
        Role("leaf", "leaf", "#5a9a3f", words=("green", "leaves", "top", "tuft"), count="leaves", tone=None),
    ),
    parameters=(count("leaves", 6, 0, 16, words=("leaf", "frond")),),
    synonyms=("baby carrot",),
    examples=("an orange carrot with five leaves", "carrot 20 cm tall", "purple carrot"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands on its tip, in millimetres."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 42, depth / 42, height / 210)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    marks = [
        (0, 0),
        (2.2, 6),
        (6.5 * fat, 36),
        (11.5 * fat, 78),
        (15.6 * fat, 118),
        (16.8, 132),
        (13, 140),
        (6, 142),
        (0, 140),
    ]
    put("body", fruit.round_body(kit, marks))
    for k in range(kit.pick(0, 5, 8)):
        z = 34 + 92 * (k + 0.6 * kit.chance("ring", k)) / kit.pick(1, 5, 8)
        r = 6.5 + (16.2 - 6.5) * ((z - 36) / 96) ** 0.85 if z > 36 else 6.5
        a = 360 * kit.chance("turn", k)
        path = [(r * fat * 0.99 * math.cos(t), r * fat * 0.99 * math.sin(t), z) for t in [0.5 * s for s in range(4)]]
        put("ring", fruit.stalk(kit, path, 0.5, 0.5).rotate((0, 0, a)))
    number = values.count("leaves")
    for k in range(number):
        a = 2 * math.pi * k / number
        lean = 12 + 5 * (k % 2)
        tip = (lean * math.cos(a), lean * math.sin(a), 208 - 16 * (k % 2))
        frond = [
            (2.4 * math.cos(a), 2.4 * math.sin(a), 138, 1.6, 1.6),
            (5 * math.cos(a), 5 * math.sin(a), 168, 1.7, 1.7),
            (tip[0] * 0.8, tip[1] * 0.8, tip[2] - 20, 5.2 * fat, 3.6),
            (*tip, 0.8, 0.8),
        ]
        put("leaf", organic.limb(kit, frond, up=(0.1, 1, 0), share=0.35))
