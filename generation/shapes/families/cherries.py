"""Cherries: shining balls on long stalks that meet at a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "cherries",
    gloss="cherries on their stalks",
    category="food",
    size=Size(56, 26, 62, main="height"),
    roles=(
        Role("cherry_ball", "fruit skin", "#b3202a", words=("berry", "fruit", "ball", "body"), count="berries"),
        Role("stalk", "leaf", "#6c8b3c", words=("stem",), count="berries", tone=None),
        Role("leaf", "leaf", "#5d9440", count="leaves", tone=None),
        Role("knot", "wood", "#6b4a2c", count=None, tone=None),
    ),
    parameters=(count("berries", 2, 1, 4, words=("berry", "cherry")), count("leaves", 1, 0, 2, words=("leaf",))),
    synonyms=("pair of cherries", "cherry pair", "sour cherry", "two cherries on a stalk"),
    presets={"cherry fruit": {"berries": 1, "width": 30}},
    examples=("red cherries with a leaf", "a cherry fruit", "black cherries, 7 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres; the stalks meet above the middle."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 56, depth / 26, height / 62)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    number = values.count("berries")
    top = (2.0, 0.0, 60.0)
    for k in range(number):
        x = (k - (number - 1) / 2) * (29.0 if number > 1 else 0)
        y, z = 3.0 * (-1) ** k, 13.0 + 3 * (k % 2)
        marks = [(0, -12.4), (7, -11.2), (12.6 * fat, -3), (12.6 * fat, 4), (8.4, 10.6), (3.6, 11.2), (0, 9.6)]
        put("cherry_ball", fruit.round_body(kit, marks).translate((x, y, z)))
        put(
            "stalk",
            fruit.stalk(kit, [(x, y, z + 9), (x * 0.9, y, z + 22), (x * 0.45 + 1, y * 0.5, z + 36), top], 0.85, 0.9),
        )
    put("knot", organic.ball(kit, top, (2.4, 1.8, 1.5), share=0.3))
    for k in range(values.count("leaves")):
        put("leaf", fruit.leaf(kit, top, 8 + 164 * k, 24, 12, -0.14))
