"""Yo-yos: two rounded halves on an axle, with the string wound between them and its loop."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "yo_yo",
    gloss="a toy that climbs its string",
    category="toys",
    size=Size(58, 36, 58, main="width", tied=("width", "height")),
    roles=(
        Role("half", "plastic", "#c7362f", words=("body", "disc", "disk", "side"), count=2),
        Role("cap", "plastic", "#f2ead6", words=("centre", "badge", "stripe"), count=2, tone=1),
        Role("axle", "steel", tone=None),
        Role("string", "cotton", words=("cord", "thread"), count="strings", tone=None),
        Role("loop", "cotton", count=None, tone=None, like="string"),
    ),
    parameters=(
        count("strings", 1, 0, 1),
        length("gap", 4, 0.3, 100, words=("gap",), measure="width", grows=1.0),
    ),
    synonyms=("yo yo", "yoyo"),
    examples=("a red yo-yo with a white string", "wooden yoyo, 6 cm in diameter", "blue yo-yo"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands on its rim; the axle lies along Y."""
    radius, deep = values.mm("width") / 2, values.mm("depth")
    gap = min(values.mm("gap"), deep * 0.35)
    half = (deep - gap) / 2
    soft = 0.22 if kit.style != "stylized" else 0.36
    angles = [k * math.pi / 2 / kit.pick(4, 8, 12) for k in range(kit.pick(4, 8, 12) + 1)]
    rim = [(radius - half * soft * 1.6 * (1 - math.cos(a)), half * (0.35 + 0.6 * math.sin(a))) for a in angles]
    profile = [
        (0.0, 0.0),
        (radius * 0.9, 0.0),
        (radius * 0.985, half * 0.12),
        *rim,
        (radius * 0.55, half * 0.985),
        (radius * 0.5, half * 0.9),
        (0.0, half * 0.9),
    ]
    disc = kit.turned(profile)
    cap = kit.turned(
        [
            (0, half * 0.82),
            (radius * 0.46, half * 0.82),
            (radius * 0.46, half * 0.92),
            (radius * 0.3, half * 0.99),
            (0, half),
        ]
    )
    for side in (1, -1):
        for name, solid in (("half", disc), ("cap", cap)):
            kit.add(name, solid.rotate((90 * side, 0, 0)).translate((0, -side * gap / 2, radius)), crease=40)
    kit.add("axle", kit.rod((0, -gap, radius), (0, gap, radius), radius * 0.12))
    if not values.count("strings"):
        return
    wind = kit.turned(
        [
            (radius * 0.1, -gap * 0.46),
            (radius * 0.42, -gap * 0.4),
            (radius * 0.45, 0),
            (radius * 0.42, gap * 0.4),
            (radius * 0.1, gap * 0.46),
        ]
    )
    kit.add("string", wind.rotate((90, 0, 0)).translate((0, 0, radius)), crease=60)
    thin = min(gap * 0.22, radius * 0.04) * kit.chunk
    path = [
        (radius * 0.42, 0, radius),
        (radius * 0.62, 0, radius * 0.55),
        (radius * 0.72, 0, radius * 0.22),
        (radius * 0.9, 0, thin * 1.1),
        (radius * 0.99, 0, thin * 1.1),
    ]
    kit.add("loop", organic.tapered(kit, path, thin, thin, share=0.25))
