"""Donuts: a ring of dough with a glaze that runs, and sprinkles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "donut",
    gloss="a ring of fried dough with icing",
    category="food",
    size=Size(95, 95, 36, main="width", tied=("width", "depth")),
    roles=(
        Role("dough", "food", "#d59a52", words=("ring", "body", "base")),
        Role("glaze", "icing", "#e58fa6", words=("icing", "frosting", "topping"), count="glazes", tone=1),
        Role("sprinkle", "plastic", "#f3e7c9", words=("topping dot",), count="sprinkles", tone=None),
    ),
    parameters=(
        count("glazes", 1, 0, 1, words=("glaze", "icing", "frosting")),
        count("sprinkles", 26, 0, 90, words=("sprinkle",)),
    ),
    synonyms=("doughnut", "ring doughnut", "bagel"),
    examples=("a donut with pink icing and 30 sprinkles", "donut with white icing", "doughnut without sprinkles"),
)
def build(kit: Kit, values: Values) -> None:
    """A ring, flattened a little, in millimetres of a donut 95 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 95, depth / 95, height / 36)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    big, small, tall = 30.5, 17.0 * fat**0.3, 17.2
    n = kit.pick(10, 20, 32) if not kit.low else kit.pick(6, 8, 10)
    ring = [
        (big + small * math.cos(2 * math.pi * k / n), 17.4 + tall * math.sin(2 * math.pi * k / n)) for k in range(n)
    ]
    put("dough", kit.turned(ring))
    if values.count("glazes"):
        over = [
            (big + small * 1.035 * math.cos(a), 17.4 + tall * 1.07 * math.sin(a))
            for a in [0.12 + (math.pi - 0.24) * k / n for k in range(n + 1)]
        ]
        under = [
            (big + small * 0.9 * math.cos(a), 17.4 + tall * 0.9 * math.sin(a))
            for a in [math.pi - 0.12 - (math.pi - 0.24) * k / n for k in range(n + 1)]
        ]
        glaze = kit.turned([*over, *under], segments=kit.segments if kit.low else kit.segments * 2)
        maths = kit.maths

        def run(points: Any) -> Any:
            out = maths.array(points)
            angle = maths.arctan2(out[:, 1], out[:, 0])
            away = maths.abs(maths.hypot(out[:, 0], out[:, 1]) - big) / small
            low = maths.clip((26 - out[:, 2]) / 8, 0, 1)
            wave = 0.5 + 0.5 * maths.sin(7 * angle) + 0.3 * maths.sin(11 * angle + 1)
            out[:, 2] -= low * away * wave * 5.0
            return out

        put("glaze", glaze.warp_batch(run))
    number = values.count("sprinkles")
    for k in range(number):
        a = k * 2.39996 + 0.3 * kit.chance("a", k)
        t = -0.75 + 1.5 * ((k * 0.618 + 0.13) % 1)
        r = big + small * math.sin(t)
        z = 17.4 + tall * 1.07 * math.cos(t)
        grain = organic.limb(kit, [(-2.0, 0, 0, 0.85, 0.85), (2.0, 0, 0, 0.85, 0.85)], share=0.2)
        put(
            "sprinkle",
            grain.rotate((0, 0, 360 * kit.chance("t", k))).translate((r * math.cos(a), r * math.sin(a), z + 0.2)),
            colour=("#f3e7c9", "#4fa3b5", "#f0c23c", "#7fae55", "#f4f4f2")[k % 5],
        )
