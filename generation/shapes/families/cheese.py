"""Cheese: a wedge or a wheel with its rind and round holes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "cheese",
    gloss="a piece of cheese",
    category="food",
    size=Size(160, 130, 75, main="width"),
    roles=(
        Role("body", "food", "#f2c14e", words=("cheese body", "paste")),
        Role("rind", "food", "#d98f2b", words=("crust", "skin", "wax"), tone=1),
        Role("hole", "food", "#d9a235", words=("eye", "bubble"), count="holes", tone=None),
    ),
    parameters=(
        choice("kind", "wedge", "wheel", aliases={"round": "wheel", "whole": "wheel"}),
        count("holes", 12, 0, 40, words=("hole", "eye")),
    ),
    synonyms=("wedge of cheese", "piece of cheese", "swiss cheese", "cheese wedge"),
    presets={"cheese wheel": {"kind": "wheel", "width": 300, "depth": 300, "height": 110}},
    examples=("a cheese with ten holes", "cheese wheel with a red rind", "piece of cheese, 12 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """A wedge with its point to the left, in millimetres of a piece 160 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 160, depth / 130, height / 75)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    wheel = values.word("kind") == "wheel"
    soft = 3.0 * fat
    number = values.count("holes")
    if wheel:
        put("body", kit.disc(154, 124, 72, bevel=4).translate((0, 0, 1.5)), 40)
        put(
            "rind",
            kit.turned([(66, 0), (77 - soft, 0), (80, soft), (80, 75 - soft), (77 - soft, 75), (66, 75)]).scale(
                (1, 65 / 80, 1)
            ),
            40,
        )
    else:
        n = kit.pick(6, 12, 20) if not kit.low else kit.pick(3, 4, 6)
        half = 0.414

        def wedge(r: float, inset: float) -> list[tuple[float, float]]:
            arc = [(r * math.cos(a) - 80, r * math.sin(a)) for a in [-half + 2 * half * k / n for k in range(n + 1)]]
            return [(-80 + inset * 2.6, 0.0), *((x, y * (1 - inset / 65)) for x, y in arc)]

        layers = [
            (x, y, z)
            for inset, z in ((soft * 0.6, 0), (0, soft * 0.6), (0, 75 - soft), (soft, 75))
            for x, y in wedge(154 - inset, inset)
        ]
        put("body", kit.hull(layers), 30)
        shell = [
            (x, y, z) for r, z in ((152, 0), (160, soft), (160, 75 - soft), (152, 75)) for x, y in wedge(r, 0.0)[1:]
        ]
        put("rind", kit.hull(shell) - kit.hull([(x, y, z) for z in (-5, 80) for x, y in wedge(150, 0)]), 30)
    for k in range(number):
        u, v, size = kit.chance("u", k), kit.chance("v", k), 5 + 6.5 * kit.chance("s", k)
        face = k % 3
        if wheel:
            a, d = 2.39996 * k, 50 * (0.2 + 0.8 * u) ** 0.5
            put(
                "hole",
                organic.ball(kit, (d * math.cos(a) * 1.1, d * math.sin(a) * 0.85, 73.2), (size, size, 1.6), share=0.4),
            )
        elif face == 2:
            x = -40 + 100 * u
            put(
                "hole",
                organic.ball(kit, (x, (v - 0.5) * 0.6 * (x + 80) * 0.8, 74.6), (size, size * 0.95, 1.3), share=0.4),
            )
        else:
            d = 38 + 100 * u
            side = -1 if face == 0 else 1
            turn = math.degrees(half) * side
            spot = organic.ball(kit, (0, 0, 0), (size, 1.3, size * 0.95), share=0.4).rotate((0, 0, turn))
            put("hole", spot.translate((d * math.cos(half) - 80, side * d * math.sin(half), 13 + 49 * v)))
