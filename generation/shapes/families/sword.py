"""Swords: a ground blade with its fuller, a guard, a wrapped grip and a pommel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "sword",
    gloss="a sword",
    category="treasure",
    size=Size(230, 45, 1000, main="height"),
    roles=(
        Role("blade", "steel", words=("edge",), tone=0),
        Role("fuller", "iron", words=("groove",), count=None, tone=None),
        Role("guard", "brass", words=("crossguard", "cross guard", "quillon"), tone=1),
        Role("grip", "leather", "#5d3a22", words=("handle", "hilt"), tone=None),
        Role("wrap", "leather", "#422817", words=("cord",), count=None, tone=None),
        Role("pommel", "brass", words=("knob",), tone=1),
        Role("jewel", "plastic", "#b8232f", words=("gem", "stone"), count="jewels", tone=None),
    ),
    parameters=(choice("kind", "straight", "curved", "dagger"), count("jewels", 0, 0, 2, words=("jewel", "gem"))),
    synonyms=("longsword", "broadsword", "knight sword", "toy sword"),
    presets={
        "dagger": {"kind": "dagger", "width": 130, "depth": 30, "height": 350},
        "sabre": {"kind": "curved", "width": 280, "height": 950},
        "saber": {"kind": "curved", "width": 280, "height": 950},
        "scimitar": {"kind": "curved", "width": 300, "height": 900},
        "cutlass": {"kind": "curved", "width": 280, "height": 800},
    },
    examples=("a steel sword with a golden guard", "sword with a red jewel, 80 cm long", "wooden sword"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands on its point, in millimetres of a sword 1 m long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 230, depth / 45, height / 1000)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    kind = values.word("kind")
    short = kind == "dagger"
    hilt = 330.0 if short else 215.0
    high = 1000.0 - hilt
    wide = (46.0 if not short else 40.0) * fat / (1.0 if not short else 0.7)
    half, thin = wide / 2, 7.0 * fat
    if kind == "curved":
        marks = [
            (-120 * (1 - z / high) ** 2, z, half * (1.0 if z > 90 else max(z / 90, 0.04) ** 0.6))
            for z in (0, 40, 90, 200, 360, 560, high + 14)
        ]
        rings = []
        for x, z, w in [tuple(float(v) for v in row) for row in kit.curve(marks)]:
            rings.append(
                [
                    (x + w, 0.0, z),
                    (x + w * 0.2, thin, z),
                    (x - w, thin * 0.8, z),
                    (x - w, -thin * 0.8, z),
                    (x + w * 0.2, -thin, z),
                ]
            )
        put("blade", kit.lofted(rings), 20)
    else:
        rings = []
        shoulder = 120.0 if not short else 200.0
        levels = [
            (0.0, 0.03),
            (shoulder * 0.25, 0.36),
            (shoulder * 0.6, 0.72),
            (shoulder, 0.9),
            (high * 0.6, 0.96),
            (high + 14, 1.0),
        ]
        for z, w in [(float(a), float(b)) for a, b in kit.curve(levels)]:
            s = max(w, 0.02)
            rings.append(
                [
                    (half * s, 0.0, max(z, 0.0)),
                    (0.0, thin * min(1, s * 1.4), max(z, 0.0)),
                    (-half * s, 0.0, max(z, 0.0)),
                    (0.0, -thin * min(1, s * 1.4), max(z, 0.0)),
                ]
            )
        put("blade", kit.lofted(rings), 10)
        if kit.level:
            for side in (-1, 1):
                groove = [
                    (0, side * thin * 0.82, high * 0.34, 3.0, 1.6),
                    (0, side * thin * 0.9, high * 0.6, 6.0, 1.9),
                    (0, side * thin * 0.9, high + 10, 6.4, 1.9),
                ]
                put("fuller", organic.limb(kit, groove, up=(0, 1, 0), share=0.3))
    reach = 115.0 if not short else 80.0
    guard = [
        (-reach, 0, high - 12, 9 * fat, 9),
        (-reach * 0.6, 0, high + 4, 8.5 * fat, 10),
        (0, 0, high + 12, 12 * fat, 15),
        (reach * 0.6, 0, high + 4, 8.5 * fat, 10),
        (reach, 0, high - 12, 9 * fat, 9),
    ]
    put("guard", organic.limb(kit, guard, share=0.45, square=2.6))
    top = 1000 - 46.0
    put(
        "grip",
        organic.limb(
            kit,
            [
                (0, 0, high + 14, 14 * fat, 12),
                (0, 0, (high + top) / 2, 16 * fat, 13.5),
                (0, 0, top + 6, 12.5 * fat, 11),
            ],
            up=(0, 1, 0),
            share=0.5,
            ends=(0, 0),
        ),
    )
    turns = kit.pick(0, 7, 11)
    for k in range(turns):
        z = high + 34 + (top - high - 44) * k / max(turns - 1, 1)
        put(
            "wrap",
            kit.turned([(9, -3.4), (14.6 * fat, -3.4), (17.0 * fat, 0), (14.6 * fat, 3.4), (9, 3.4)])
            .scale((1, 0.86, 1))
            .rotate((7, 0, 0))
            .translate((0, 0, z)),
        )
    pommel = [(0, 0), (9, 1), (20 * fat, 14), (22.5, 25), (17, 40), (8, 46), (0, 46)]
    put(
        "pommel",
        kit.turned([(max(float(r), 0.0), float(z)) for r, z in kit.curve(pommel)])
        .scale((1, 0.9, 1))
        .translate((0, 0, top)),
    )
    for k in range(values.count("jewels")):
        put(
            "jewel",
            organic.ball(
                kit, (0, -13 if k == 0 else -17 + k, (high + 12) if k == 0 else top + 24), (9, 7, 9), share=0.4
            ),
        )
