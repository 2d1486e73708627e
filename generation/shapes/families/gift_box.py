"""Gift boxes: a box with a lid, a ribbon both ways around it and a bow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "gift_box",
    gloss="a wrapped present",
    category="toys",
    size=Size(200, 200, 215, main="width"),
    roles=(
        Role("box", "paper", "#3f7f8c", words=("body", "wrapping", "wrapping paper")),
        Role("lid", "paper", "#4a8e9b", words=("cover", "top"), like="box"),
        Role("ribbon", "fabric", "#d1483d", words=("band",), count=2, tone=1),
        Role("bow", "fabric", "#d1483d", words=("knot",), count="bows", tone=1),
        Role("loop", "fabric", "#d1483d", count=None, tone=1, like="bow"),
        Role("dot", "paper", "#f2e6cc", words=("spot",), count="dots", tone=None),
        Role("tag", "paper", "#f4ecd8", words=("label", "gift tag"), count="tags", tone=None),
    ),
    parameters=(
        count("bows", 1, 0, 1, words=("bow", "knot")),
        count("dots", 0, 0, 48, words=("dot", "spot")),
        count("tags", 0, 0, 1, words=("tag", "label")),
    ),
    synonyms=("gift", "christmas present", "birthday present", "wrapped gift", "gift box"),
    examples=("a blue gift box with a red bow", "gift with a golden ribbon", "green gift box with 20 dots"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a box 200 wide; the ribbons are thin frames around it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 200, depth / 200, height / 215)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    bows = values.count("bows")
    top = 160.0 if bows else 213.0
    lid = top * 0.24
    put("box", kit.box(188, 188, top - lid * 0.5, bevel=2), 30)
    put("lid", kit.box(200, 200, lid, bevel=2.4).translate((0, 0, top - lid)), 30)
    wide = 30.0 * fat
    for turn in (0, 90):
        strap = kit.union(
            [
                kit.box(202.4, wide, lid + 1.2, bevel=0.6).translate((0, 0, top - lid)),
                kit.box(190.4, wide, top - 2, bevel=0.6),
            ]
        )
        put("ribbon", strap.rotate((0, 0, turn)), 30)
    for _ in range(bows):
        put("bow", organic.ball(kit, (0, 0, top + 13), (14, 13, 13), share=0.5))
        number = 2 if not kit.level else 4
        for k in range(number):
            a = 360 / number * k + 45 * (number == 4)
            loop = [
                (4, 0, top + 7),
                (34, 0, top + 42),
                (66, 0, top + 51),
                (80, 0, top + 30),
                (60, 0, top + 9),
                (26, 0, top + 6),
                (4, 0, top + 4),
            ]
            path = kit.curve(loop)
            band = kit.swept(path, kit.strip(3.6, wide * 0.86, corner=1.0), up=(0, 1, 0))
            put("loop", band.rotate((0, 0, a)), 40)
        for side in (-1, 1):
            tail = kit.curve([(0, 0, top + 6), (30, 0, top + 8), (60, 0, top + 2.4), (88, 0, top + 4)])
            put(
                "loop",
                kit.swept(tail, kit.strip(2.6, wide * 0.7, corner=0.8), up=(0, 1, 0)).rotate(
                    (0, 0, 90 + 90 * side + 20)
                ),
                40,
            )
    dots = values.count("dots")
    for k in range(dots):
        face, u, v = k % 4, ((k * 0.618) % 1 - 0.5), ((k * 0.414 + 0.2) % 1)
        u = math.copysign(0.13 + abs(u) * 0.66, u)
        spot = organic.ball(kit, (u * 188, -94, 14 + v * (top - lid - 34)), (8.5, 1.3, 8.5), share=0.35)
        put("dot", spot.rotate((0, 0, 90 * face)))
    for _ in range(values.count("tags")):
        card = kit.prism([(-20, -11), (14, -11), (24, 0), (14, 11), (-20, 11)], 2).rotate((90, 0, 0)).rotate((0, 24, 0))
        put("tag", card.translate((52, -101, top - lid - 34)), 30)
