"""Trophies: a cup with two handles on a stem and a plinth with its plate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "trophy",
    gloss="a cup for the winner",
    category="treasure",
    size=Size(190, 120, 300, main="height"),
    roles=(
        Role("cup", "gold leaf", words=("bowl", "body", "goblet")),
        Role("rim", "gold leaf", words=("lip",), count=None),
        Role("handle", "gold leaf", words=("ear",), count="handles"),
        Role("stem", "gold leaf", words=("foot",)),
        Role("plinth", "ebony", words=("base", "pedestal", "stand"), tone=1),
        Role("plate", "brass", words=("plaque", "label"), tone=None),
        Role("star", "gold leaf", "#fff1c4", words=("emblem",), count="stars", tone=None),
    ),
    parameters=(count("handles", 2, 0, 2), count("stars", 0, 0, 1, words=("star", "emblem"))),
    synonyms=("winner cup", "winners cup", "champion cup", "award cup", "prize cup"),
    examples=("a golden trophy with two handles", "silver trophy, 25 cm tall", "trophy with a star"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a trophy 300 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 190, depth / 120, height / 300)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    put(
        "plinth",
        kit.union(
            [kit.box(108, 108, 22, corner=6, bevel=3), kit.box(92, 92, 52, corner=5, bevel=3).translate((0, 0, 16))]
        ),
        30,
    )
    put("plate", kit.box(58, 3, 24, corner=1, bevel=0.6).translate((0, -46.4, 30)), 30)
    stem = [
        (0, 66),
        (36, 66),
        (37, 70),
        (30, 76),
        (13, 84),
        (9.5, 96),
        (16, 104),
        (16, 109),
        (9, 116),
        (12, 128),
        (20, 138),
        (0, 140),
    ]
    put("stem", kit.turned(stem), 45)
    bowl = [
        (float(r), float(z))
        for r, z in kit.curve(
            [(10, 130), (30 * fat**0.3, 144), (46 * fat**0.3, 174), (51, 214), (52, 252), (58, 291)], smooth=2
        )
    ]
    inner = [(r - 4.5, z + 2) for r, z in bowl if r > 16]
    put(
        "cup",
        kit.turned([(0, 130), *bowl, (57, 294), *[(r, min(z, 292.5)) for r, z in reversed(inner)], (0, inner[0][1])]),
        50,
    )
    put("rim", kit.turned([(52.5, 288), (60, 289), (61.6, 294.5), (60, 300), (53.5, 300), (52.5, 294)]), 50)
    if kit.level:
        put("rim", kit.turned([(49, 226), (53.4, 226), (54.6, 230), (53.4, 234), (49, 234)]), 50)
    for k in range(values.count("handles")):
        side = -1 if k % 2 == 0 else 1
        thick = 5.0 * fat
        path = [
            (side * 52, 0, 268),
            (side * 72, 0, 281),
            (side * 89.5, 0, 262),
            (side * 86, 0, 224),
            (side * 66, 0, 196),
            (side * 46, 0, 182),
        ]
        put("handle", organic.tapered(kit, path, thick, thick * 0.8, share=0.4))
    for k in range(values.count("stars")):
        points = [
            (
                (19 if s % 2 == 0 else 8) * math.sin(math.pi * s / 5),
                (19 if s % 2 == 0 else 8) * math.cos(math.pi * s / 5),
            )
            for s in range(10)
        ]
        put("star", kit.prism(points, 6).rotate((90, 0, 0)).translate((0, -47 - 2 * k, 258)), 20)
