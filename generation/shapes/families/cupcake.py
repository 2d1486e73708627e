"""Cupcakes: a pleated paper cup, a swirl of icing, sprinkles and a cherry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "cupcake",
    gloss="a cupcake",
    category="food",
    size=Size(75, 75, 90, main="height", tied=("width", "depth")),
    roles=(
        Role("cup", "paper", "#d86a73", words=("case", "wrapper", "paper cup", "liner", "base"), tone=0),
        Role("cake", "food", "#c9894f", words=("sponge", "muffin"), tone=None),
        Role("icing", "icing", "#f7e3dc", words=("frosting", "swirl", "cream", "topping"), tone=1),
        Role("sprinkle", "plastic", "#e2a33a", words=("topping dot",), count="sprinkles", tone=None),
        Role("cherry", "fruit skin", "#b3202a", words=("berry",), count="cherries", tone=None),
        Role("stalk", "wood", "#6b4a2c", count=None, tone=None),
    ),
    parameters=(
        count("sprinkles", 16, 0, 60, words=("sprinkle",)),
        count("cherries", 1, 0, 1, words=("cherry", "berry")),
    ),
    synonyms=("fairy cake", "muffin"),
    examples=("a cupcake with white icing and a cherry", "blue cupcake with 20 sprinkles", "pink cupcake, 9 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a cupcake 75 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 75, depth / 75, height / 90)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    pleats = 24 if not kit.low else 12
    wall = kit.turned([(0, 0), (23, 0), (31.5, 34), (0, 34)], segments=fruit.fine(kit, pleats, 4 if not kit.low else 2))
    put("cup", fruit.ribbed(kit, wall, pleats, 0.06), 30)
    put(
        "cake",
        fruit.round_body(kit, [(0, 26), (22, 27), (31.5 * fat**0.4, 34), (33.5, 38), (29, 43), (14, 46), (0, 46)]),
    )
    turns, steps = 3.4, 12
    path = []
    for k in range(int(turns * steps) + 1):
        t = k / (turns * steps)
        a = 2 * math.pi * turns * t
        r = 22.5 * fat * (1 - t) ** 0.85
        path.append((r * math.cos(a), r * math.sin(a), 42 + 31 * t, 11.2 * fat * (1 - 0.62 * t), 9))
    swirl = organic.tapered_path(kit, path, share=0.35, raw=True)
    put(
        "icing",
        kit.union([swirl, fruit.round_body(kit, [(0, 36), (24, 40), (22, 52), (11, 64), (4, 72), (0, 74)])]),
        50,
    )
    for k, (x, y) in enumerate(fruit.scattered(kit, values.count("sprinkles"), "sprinkle")):
        r = max((x * x + y * y) ** 0.5, 0.24)
        z = 75 - 27 * r
        grain = organic.limb(kit, [(-2.2, 0, 0, 0.95, 0.95), (2.2, 0, 0, 0.95, 0.95)], share=0.2).rotate(
            (0, 25, 67 * k)
        )
        scale = 31 * r / max((x * x + y * y) ** 0.5, 1e-3)
        put(
            "sprinkle",
            grain.translate((x * scale, y * scale, z)),
            colour=("#e2a33a", "#4f9fb0", "#d4574f", "#7fae55")[k % 4],
        )
    if values.count("cherries"):
        put("cherry", organic.ball(kit, (0, 0, 77), 7.4, share=0.5))
        put("stalk", organic.tapered(kit, [(0, 0, 82), (0.6, 0, 86), (2.6, 0, 90)], 0.7, 0.6, share=0.25))
