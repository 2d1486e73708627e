"""Keys: a bow, a stem with collars, and a bit with its teeth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "key",
    gloss="a key for a lock",
    category="treasure",
    size=Size(80, 28, 8, main="width"),
    roles=(
        Role("bow", "brass", words=("head", "handle", "grip")),
        Role("stem", "brass", words=("shaft", "shank", "blade")),
        Role("tooth", "brass", words=("bit tooth", "ward", "notch"), count="teeth"),
        Role("bit", "brass", words=("flag",), count=None),
        Role("collar", "brass", words=("ring",), count=None, tone=1),
    ),
    parameters=(
        choice("form", "trefoil", "ring bow", aliases={"round": "ring bow", "clover": "trefoil"}),
        count("teeth", 3, 1, 8),
    ),
    synonyms=("old key", "door key", "skeleton key", "house key"),
    examples=("a brass key with three teeth", "golden key, 10 cm long", "iron key with four teeth"),
)
def build(kit: Kit, values: Values) -> None:
    """It lies flat, its bow at the left, in millimetres of a key 80 long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 80, depth / 28, height / 8)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    t = 4.0
    bar = 2.5 * fat
    loops = []
    for x, y, r in (
        ((-31, 6.6, 6.4), (-31, -6.6, 6.4), (-24, 0, 6.0)) if values.word("form") == "trefoil" else ((-27, 0, 12.2),)
    ):
        n = organic.chords(kit, 0.6)
        path = [(x + r * math.cos(2 * math.pi * k / n), y + r * math.sin(2 * math.pi * k / n), t) for k in range(n)]
        loops.append(kit.swept(kit.maths.array(path), kit.ring(bar), closed=True))
    put("bow", kit.union(loops))
    put("stem", kit.rod((-18, 0, t), (40, 0, t), bar * 0.95, bevel=0.6))
    for place in (-15.0, -10.5, 12.0)[: kit.pick(1, 2, 3)]:
        put(
            "collar",
            kit.turned([(0, -1.6), (bar * 1.2, -1.6), (bar * 1.62, 0), (bar * 1.2, 1.6), (0, 1.6)])
            .rotate((0, 90, 0))
            .translate((place, 0, t)),
        )
    number = values.count("teeth")
    wide = 20.0 / (2 * number - 1)
    thin = 3.0 * fat
    put("bit", kit.box(21, 5, thin, bevel=0.4).translate((27.5, -3.6, t - thin / 2)), 30)
    for k in range(number):
        left = 17.6 + wide * (2 * k + 0.5)
        long = (9.5, 7.2, 10.0, 8.0)[k % 4]
        put(
            "tooth",
            kit.box(wide * 1.02, long, thin, bevel=min(0.4, wide * 0.2)).translate(
                (left, -4.4 - long / 2, t - thin / 2)
            ),
            30,
        )
