"""Hot dogs: a sausage in a split bun with a wave of mustard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "hot_dog",
    gloss="a sausage in a bun",
    category="food",
    size=Size(160, 62, 58, main="width"),
    roles=(
        Role("bun", "food", "#d9994f", words=("bread", "roll"), count=2),
        Role("crumb", "food", "#efd9ae", count=None, tone=None),
        Role("sausage", "food", "#a8452c", words=("frankfurter", "wiener", "frank"), count="sausages", tone=1),
        Role("mustard", "food", "#efc02f", words=("sauce", "ketchup", "stripe"), count="sauces", tone=None),
        Role("more_mustard", "food", "#efc02f", count=None, tone=None, like="mustard"),
        Role("grill_mark", "food", "#6e2a1a", words=("mark",), count=None, tone=None),
    ),
    parameters=(count("sausages", 1, 1, 2, words=("sausage",)), count("sauces", 1, 0, 1, words=("mustard", "sauce"))),
    synonyms=("hotdog", "sausage in a bun"),
    examples=("a hot dog with mustard", "hot dog with two sausages", "hot dog 15 cm long"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a bun 160 long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 160, depth / 62, height / 58)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    for side in (-1, 1):
        half = [
            (-64, side * 16, 19, 14, 17),
            (-40, side * 18, 20, 15 * fat**0.3, 20),
            (0, side * 18.5, 20.5, 15.5 * fat**0.3, 20.5),
            (40, side * 18, 20, 15 * fat**0.3, 20),
            (64, side * 16, 19, 14, 17),
        ]
        put("bun", organic.limb(kit, half, share=0.7, ends=(0.8, 0.8)))
    low = [(-60, 0, 14, 22, 13), (0, 0, 13, 24, 13), (60, 0, 14, 22, 13)]
    put("crumb", organic.limb(kit, low, share=0.5, ends=(0.5, 0.5)))
    number = values.count("sausages")
    for k in range(number):
        y = (k - (number - 1) / 2) * 15
        z = 36.0
        sausage = [
            (-72, y, z + 2, 9, 9),
            (-50, y, z, 11.6, 11.6),
            (0, y, z - 1.5, 12.2 * fat**0.4, 12.2),
            (50, y, z, 11.6, 11.6),
            (72, y, z + 2, 9, 9),
        ]
        put("sausage", organic.limb(kit, sausage, share=0.6, ends=(0.9, 0.9)))
        for m in range(kit.pick(0, 4, 6)):
            x = -45 + 90 * m / (kit.pick(1, 4, 6) - 1)
            arc = [
                (x + 6 * s, y - 11.6 * math.cos(s * 0.7 + 0.9), z + 11.9 * math.sin(s * 0.7 + 0.9) - 1.2)
                for s in (-0.9, -0.3, 0.3, 0.8)
            ]
            put("grill_mark", organic.tapered(kit, arc, 0.9, 0.9, share=0.25))
        for _ in range(values.count("sauces")):
            wave = [
                (-58 + 116 * s / 16, y + 5.4 * (1 if s % 2 else -1), z + 10.8 - 1.4 * (1 - (s / 8 - 1) ** 2))
                for s in range(17)
            ]
            put("mustard" if k == 0 else "more_mustard", organic.tapered(kit, wave, 2.6 * fat, 2.6 * fat, share=0.3))
