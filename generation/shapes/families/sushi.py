"""Sushi: rice with fish on top, or rolls in seaweed, on a wooden board with chopsticks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "sushi",
    gloss="pieces of sushi on a board",
    category="food",
    size=Size(240, 130, 55, main="width"),
    roles=(
        Role("rice", "food", "#f3efe4", words=("rice ball",), count=None, tone=None),
        Role("fish", "food", "#ee8058", words=("salmon", "topping", "tuna"), count="nigiris", tone=0),
        Role("stripe", "food", "#f7c3a6", count=None, tone=None),
        Role("roll", "leaf", "#27332b", words=("seaweed", "nori", "maki"), count="rolls", tone=None),
        Role("filling", "food", "#8fbf5a", words=("avocado", "cucumber"), count=None, tone=None),
        Role("board", "bamboo", words=("plate", "tray", "geta"), tone=1),
        Role("foot", "bamboo", count=2, tone=1, like="board"),
        Role("chopstick", "walnut", words=("stick",), count="chopsticks", tone=None),
        Role("wasabi", "food", "#9ac25b", count=None, tone=None),
    ),
    parameters=(
        count("nigiris", 4, 0, 8, words=("nigiri", "fish", "salmon")),
        count("rolls", 4, 0, 8, words=("roll", "maki")),
        count("chopsticks", 2, 0, 2, words=("chopstick", "stick")),
    ),
    synonyms=("nigiri", "maki", "sushi roll", "sushi plate"),
    examples=("sushi with three rolls and two chopsticks", "sushi on a black board", "sushi with four nigiris"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a board 240 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 240, depth / 130, height / 55)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    put("board", kit.box(240, 130, 9, corner=6, bevel=1.4).translate((0, 0, 10)), 30)
    for x in (-78.0, 78.0):
        put("foot", kit.box(16, 108, 11, bevel=1.2).translate((x, 0, 0)), 30)
    nigiris, rolls = values.count("nigiris"), values.count("rolls")
    each = min(46.0, 200.0 / max(nigiris, 1))
    for k in range(nigiris):
        x = (k - (nigiris - 1) / 2) * each
        w = each * 0.34 * fat**0.4
        rice = [(x, 3, 28, w * 0.8, 8.5), (x, 24, 29, w, 10.5), (x, 46, 28, w * 0.8, 8.5)]
        put("rice", organic.limb(kit, rice, share=0.5, square=2.5))
        slab = [
            (x, -6, 29, w * 0.7, 2.4),
            (x, 4, 36.5, w * 1.08, 4.2),
            (x, 25, 41, w * 1.14, 4.8),
            (x, 46, 36.5, w * 1.08, 4.2),
            (x, 55, 30, w * 0.7, 2.4),
        ]
        put("fish", organic.limb(kit, slab, share=0.5, square=2.6), colour=("#ee8058", "#c94f4a", "#f0b9a0")[k % 3])
        for line in range(kit.pick(0, 3, 4)):
            y = 8 + 34 * line / max(kit.pick(1, 3, 4) - 1, 1)
            arc = [
                (x - w * 0.95, y - 3, 38.5 + 3.4 * (1 - ((y - 25) / 22) ** 2)),
                (x, y + 1, 43.0 + 2.6 * (1 - ((y - 25) / 22) ** 2)),
                (x + w * 0.95, y + 5, 38.5 + 3.4 * (1 - ((y + 2 - 25) / 22) ** 2)),
            ]
            put("stripe", organic.tapered(kit, arc, 0.9, 0.9, share=0.2))
    step = min(44.0, 176.0 / max(rolls, 1))
    for k in range(rolls):
        x = (k - (rolls - 1) / 2) * step - 10
        r = step * 0.44 * fat**0.3
        put(
            "roll",
            kit.turned([(r * 0.84, 19), (r * 0.98, 19), (r, 20.5), (r, 44), (r * 0.98, 45), (r * 0.84, 45)]).translate(
                (x, -28, 0)
            ),
            40,
        )
        put(
            "rice",
            kit.turned([(0, 18.6), (r * 0.9, 18.6), (r * 0.9, 44.2), (r * 0.6, 46), (0, 46)]).translate((x, -28, 0)),
            40,
        )
        for t, tint in enumerate(("#8fbf5a", "#ee8058", "#f2cf4f")):
            a = 2.094 * t + 0.5
            put(
                "filling",
                organic.ball(
                    kit,
                    (x + r * 0.27 * math.cos(a), -28 + r * 0.27 * math.sin(a), 45.6),
                    (r * 0.27, r * 0.27, 1.9),
                    share=0.35,
                ),
                colour=tint,
            )
    if kit.level:
        put("wasabi", organic.ball(kit, (96, -34, 21), (13, 11, 8), share=0.4))
    for k in range(values.count("chopsticks")):
        y = -56 - 6.5 * k
        put("chopstick", kit.rod((-112, y, 21.6), (112, y + 2, 21.6), 2.2, 3.0))
