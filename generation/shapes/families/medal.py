"""Medals: a struck disc with a rim and a star on a folded ribbon."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "medal",
    gloss="a medal on its ribbon",
    category="treasure",
    size=Size(70, 10, 130, main="height"),
    roles=(
        Role("disc", "gold leaf", words=("disk", "coin", "body", "medal disc")),
        Role("rim", "gold leaf", words=("edge", "wreath"), count=None),
        Role("bead", "gold leaf", count=None, like="rim"),
        Role("star", "gold leaf", "#f4d98a", words=("emblem",), count="stars", tone=None),
        Role("ribbon", "fabric", "#a92f34", words=("band", "lanyard"), count=2, tone=1),
        Role("stripe", "fabric", "#f1ead8", count=None, tone=None),
        Role("ring", "brass", words=("loop",), tone=None),
    ),
    parameters=(count("stars", 1, 0, 1, words=("star", "emblem")),),
    synonyms=("gold medal award", "olympic medal", "medallion"),
    examples=("a golden medal with a blue ribbon", "silver medal", "bronze medal, 8 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands upright, in millimetres of a medal 130 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 70, depth / 10, height / 130)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    put("disc", kit.disc(66, 66, 5, bevel=0.6).rotate((90, 0, 0)).translate((0, 2.5, 35)), 40)
    for back in (0.0, 3.4):
        put(
            "rim",
            kit.turned([(29, 0), (34.4, 0), (35, 1.7), (34.4, 3.4), (29, 3.4)])
            .rotate((90, 0, 0))
            .translate((0, 3.4 - back, 35)),
            50,
        )
    if kit.level:
        beads = kit.pick(0, 24, 36)
        for k in range(beads):
            a = 2 * math.pi * k / beads
            put("bead", organic.ball(kit, (26 * math.cos(a), -2.6, 35 + 26 * math.sin(a)), (1.3, 1.0, 1.3), share=0.2))
    for _ in range(values.count("stars")):
        outer, inner = 20.0 * fat**0.5, 8.6
        rim = [
            (
                (outer if s % 2 == 0 else inner) * math.sin(math.pi * s / 5),
                (outer if s % 2 == 0 else inner) * math.cos(math.pi * s / 5),
            )
            for s in range(10)
        ]
        facets = [
            kit.hull(
                [
                    (0, 0, 0),
                    (0, 0, 2.6),
                    (*rim[s], 0),
                    (*rim[(s + 1) % 10], 0),
                    (*rim[s], 0.5),
                    (*rim[(s + 1) % 10], 0.5),
                ]
            )
            for s in range(10)
        ]
        put("star", kit.union(facets).rotate((90, 0, 0)).translate((0, -2.3, 35)), 10)
    n = organic.chords(kit, 0.5)
    ring = [(5.4 * math.cos(2 * math.pi * k / n), 0.0, 74 + 5.4 * math.sin(2 * math.pi * k / n)) for k in range(n)]
    put("ring", kit.swept(kit.maths.array(ring), kit.ring(1.4), closed=True))
    for side in (-1, 1):
        y = side * 0.9
        strap = [
            (x, y + d, z)
            for d in (-0.8, 0.8)
            for x, z in ((side * 4 - 8, 76), (side * 4 + 8, 76), (side * 23 + 10.5, 130), (side * 23 - 10.5, 130))
        ]
        put("ribbon", kit.hull(strap), 20)
        line = [
            (x, y + d, z)
            for d in (-1.1, 1.1)
            for x, z in ((side * 4 - 2.4, 76), (side * 4 + 2.4, 76), (side * 23 + 3, 130), (side * 23 - 3, 130))
        ]
        put("stripe", kit.hull(line), 20)
