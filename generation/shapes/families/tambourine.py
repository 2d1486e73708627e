"""Tambourines: a wooden hoop with a skin and pairs of jingles in its slots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "tambourine",
    gloss="a hand drum with jingles",
    category="music",
    size=Size(230, 230, 50, main="width", tied=("width", "depth")),
    roles=(
        Role("hoop", "beech", "#c88445", words=("ring", "frame", "body", "rim")),
        Role("skin", "leather", "#f2e8d3", words=("head", "membrane"), count="skins", tone=1),
        Role(
            "jingle", "brass", words=("bell", "cymbal", "zil"), count=lambda v: 2 * v.count("jingle_pairs"), tone=None
        ),
        Role("pin", "steel", count=None, tone=None),
        Role("stud", "brass", words=("tack", "nail"), count=None, tone=None),
    ),
    parameters=(
        count("jingle_pairs", 5, 2, 12, words=("jingle pair", "jingle", "pair of jingles")),
        count("skins", 1, 0, 1),
    ),
    synonyms=("tambourin", "timbrel"),
    examples=("a red tambourine with six jingle pairs", "wooden tambourine, 20 cm wide", "tambourine without skin"),
)
def build(kit: Kit, values: Values) -> None:
    """The hoop with its slots cut, then skin and jingles."""
    radius, height = values.mm("width") / 2, values.mm("height")
    squash = values.mm("depth") / values.mm("width")
    wall = min(radius * 0.09, height * 0.5) * kit.chunk
    number = values.count("jingle_pairs")

    def put(name: str, solid: Solid, crease: float = 35) -> None:
        kit.add(name, solid.scale((1, squash, 1)), crease=crease)

    soft = wall * 0.2 if kit.level else 0.0
    hoop = kit.turned(
        [
            (radius - wall, soft),
            (radius - wall + soft, 0),
            (radius - soft, 0),
            (radius, soft),
            (radius, height - soft),
            (radius - soft, height),
            (radius - wall + soft, height),
            (radius - wall, height - soft),
        ]
    )
    long = min(2 * math.pi * radius / number * 0.62, radius * 0.5)
    tall = height * 0.46
    cuts, spots = [], []
    for k in range(number):
        a = 2 * math.pi * (k + 0.5) / number - math.pi / 2
        turn = math.degrees(a)
        cuts.append(
            kit.box(wall * 4, long, tall)
            .rotate((0, 0, turn))
            .translate((radius * math.cos(a), radius * math.sin(a), height * 0.5 - tall / 2))
        )
        spots.append((a, turn))
    put("hoop", kit.without(hoop, *cuts), 30)
    if values.count("skins"):
        put(
            "skin",
            kit.disc(
                2 * (radius - wall * 0.2), 2 * (radius - wall * 0.2), height * 0.05, bevel=height * 0.015
            ).translate((0, 0, height * 0.955)),
        )
    size = min(long * 0.42, radius * 0.18)
    for a, _ in spots:
        x, y = (radius - wall / 2) * math.cos(a), (radius - wall / 2) * math.sin(a)
        put("pin", kit.rod((x, y, height * 0.2), (x, y, height * 0.8), wall * 0.1))
        plate = kit.turned(
            [
                (0, 0),
                (size * 0.4, 0.0),
                (size * 0.55, tall * 0.14),
                (size, tall * 0.1),
                (size, tall * 0.18),
                (size * 0.5, tall * 0.26),
                (size * 0.35, tall * 0.12),
                (0, tall * 0.12),
            ],
            segments=max(kit.small, 8),
        )
        put("jingle", plate.translate((x, y, height * 0.5 + tall * 0.06)), 30)
        put("jingle", plate.scale((1, 1, -1)).translate((x, y, height * 0.5 - tall * 0.06)), 30)
    studs = kit.pick(0, 2, 4) * number
    for k in range(studs):
        a = 2 * math.pi * (k + 0.5) / studs
        put(
            "stud",
            kit.rod(
                (radius * 0.985 * math.cos(a), radius * 0.985 * math.sin(a), height * 0.9),
                (radius * 0.999 * math.cos(a), radius * 0.999 * math.sin(a), height * 0.9),
                wall * 0.22,
            ),
        )
