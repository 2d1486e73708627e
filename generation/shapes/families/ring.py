"""Rings for a finger: a band of metal with a stone in its claws."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "ring",
    gloss="a ring for a finger",
    category="treasure",
    size=Size(21, 7, 26, main="width"),
    roles=(
        Role("band", "gold leaf", words=("hoop", "shank", "body")),
        Role("stone", "glass", "#bfe3ef", words=("gem", "jewel", "diamond", "crystal stone"), count="stones", tone=1),
        Role("claw", "gold leaf", words=("prong",), count=None),
        Role("setting", "gold leaf", words=("bezel", "mount"), count=None),
    ),
    parameters=(count("stones", 1, 0, 5, words=("stone", "gem", "jewel", "diamond")),),
    synonyms=("finger ring", "wedding ring", "engagement ring", "diamond ring", "jewelled ring"),
    examples=("a golden ring with a red stone", "silver ring with three stones", "ring without stones"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands on its band, in millimetres of a ring 21 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 21, depth / 7, height / 26)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    number = values.count("stones")
    top = 19.4 if number else 26.0
    rise = 26.0 - top
    r, thick = 10.5, 1.35 * fat
    n = kit.segments
    tall = top / 21
    path = [
        (
            0.0 + (r - thick) * math.cos(2 * math.pi * k / n),
            0.0,
            ((r - thick) * math.sin(2 * math.pi * k / n) + r) * tall,
        )
        for k in range(n)
    ]
    section = kit.maths.array([(x * thick, y * 1.9 * fat) for x, y in kit.ring(1.0)])
    put("band", kit.swept(kit.maths.array(path), section, closed=True, up=None), 50)
    sizes = {1: (3.4,), 2: (2.6, 2.6), 3: (2.3, 3.2, 2.3)}.get(number, tuple(2.0 for _ in range(number)))
    spread = 0.0
    places = []
    total = sum(2 * s * 0.98 for s in sizes)
    for s in sizes:
        places.append(-total / 2 + spread + s * 0.98)
        spread += 2 * s * 0.98
    for s, x in zip(sizes, places, strict=True):
        low = top - thick - max(0.0, abs(x) - 1) ** 2 / 21
        high = low + rise + thick if s == max(sizes) else low + rise * 0.78 + thick
        sides = 8 if kit.level == 0 else 16
        mid = high - (high - low) * 0.34
        gem = [(0, low + 0.8), (s * 0.28, low + 1.0), (s, mid), (s, mid + 0.35), (s * 0.62, high), (0, high)]
        put("stone", kit.turned(gem, segments=sides).translate((x, 0, 0)), 8)
        put(
            "setting",
            kit.turned([(0, low - 0.6), (s * 0.42, low - 0.6), (s * 0.62, low + 1.3), (0, low + 1.3)]).translate(
                (x, 0, 0)
            ),
            40,
        )
        for k in range(4 if kit.level == 0 else 6):
            a = 2 * math.pi * (k + 0.5) / (4 if kit.level == 0 else 6)
            prong = [
                (x + s * 0.4 * math.cos(a), s * 0.4 * math.sin(a), low),
                (x + s * 0.98 * math.cos(a), s * 0.98 * math.sin(a), mid),
                (x + s * 0.86 * math.cos(a), s * 0.86 * math.sin(a), mid + 0.9),
            ]
            put("claw", organic.tapered(kit, prong, 0.34, 0.3, share=0.2))
