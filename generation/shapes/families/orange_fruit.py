"""Oranges, lemons and their kin: a dimpled ball with a star at the stalk and a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "orange_fruit",
    gloss="an orange",
    category="food",
    size=Size(78, 78, 76, main="width", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#ee8a25", words=("peel", "skin", "rind")),
        Role("star", "leaf", "#5f7a35", words=("stalk", "stem"), tone=None),
        Role("leaf", "leaf", "#5d9440", count="leaves", tone=None),
        Role("pore", "fruit skin", "#d87817", count=None, tone=None),
    ),
    parameters=(choice("kind", "round fruit", "lemon"), count("leaves", 1, 0, 3, words=("leaf",))),
    synonyms=("mandarin", "tangerine", "clementine", "satsuma"),
    presets={"lemon fruit": {"kind": "lemon", "width": 58, "depth": 58, "height": 78}},
    examples=("a tangerine with a leaf", "an orange fruit, 8 cm wide", "mandarin with two leaves"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of an orange 78 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 78, depth / 78, height / 76)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    tip = 7 if values.word("kind") == "lemon" else 0
    marks = (
        [(0, 3), (8, 1.5), (22, 4), (35, 18), (39, 38), (35 * fat, 56), (22, 68.5), (9, 72), (0, 71)]
        if not tip
        else [(0, 0), (5, 2), (9, 8), (24, 16), (33, 30), (35, 40), (31 * fat, 54), (18, 66), (8, 71), (5, 75), (0, 76)]
    )
    tint = "#f2d235" if tip else ""
    put("body", fruit.round_body(kit, marks), colour=tint)
    top = 71 if not tip else 75
    put("star", organic.ball(kit, (0, 0, top), (4.5, 4.5, 2.2), share=0.3))
    for k in range(values.count("leaves")):
        put("leaf", fruit.leaf(kit, (1, 0, top), 210 + 180 * k, 34, 16, 0.2))
    for x, y in fruit.scattered(kit, kit.pick(0, 14, 26), "pore"):
        r = 29.0
        z = 38 + (34 if not tip else 30) * max(1 - (x * x + y * y) * (r / 39) ** 2, 0) ** 0.5
        put("pore", organic.ball(kit, (x * r, y * r, z - 0.4), (0.9, 0.9, 0.8), share=0.2))
