"""Pears: a broad belly and a slim neck with a stalk and a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "pear",
    gloss="a pear",
    category="food",
    size=Size(74, 74, 125, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#b8b944", words=("skin", "flesh")),
        Role("stalk", "wood", "#6b4a2c", words=("stem",), tone=None),
        Role("leaf", "leaf", "#5d9440", count="leaves", tone=None),
        Role("calyx", "leaf", "#4a3a22", count=None, tone=None),
    ),
    parameters=(count("leaves", 1, 0, 3, words=("leaf",)),),
    synonyms=("bosc pear",),
    examples=("a green pear", "yellow pear with two leaves", "pear, 12 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a pear 74 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 74, depth / 74, height / 125)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    marks = [
        (0, 5),
        (9, 2),
        (20, 1.5),
        (32 * fat, 14),
        (36.8 * fat, 34),
        (33 * fat, 54),
        (23, 72),
        (17.5, 88),
        (14.5, 98),
        (8, 104),
        (0, 103),
    ]
    put("body", fruit.round_body(kit, marks))
    put("stalk", fruit.stalk(kit, [(0, 0, 98), (0, 0, 108), (3, 1, 117), (8, 1, 124)], 2.0, 2.6))
    for k in range(values.count("leaves")):
        put("leaf", fruit.leaf(kit, (1, 0, 108), 200 + 180 * k, 32, 16))
    if kit.level:
        put("calyx", organic.ball(kit, (0, 0, 3.4), (5, 5, 2.8), share=0.3))
