"""Rubber ducks: a bath toy in one smooth piece with wings, a tail that turns up, a beak and wide eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_YELLOW = "#f4c522"


@family(
    "rubber_duck",
    gloss="a duck for the bath",
    category="toys",
    size=Size(76, 100, 88, main="depth"),
    roles=(
        Role("body", "plastic", _YELLOW, words=("belly",)),
        Role("head", "plastic", _YELLOW),
        Role("wing", "plastic", _YELLOW, count="wings"),
        Role("feather", "plastic", _YELLOW, count=None, like="wing"),
        Role("tail", "plastic", _YELLOW),
        Role("beak", "plastic", "#e8782a", words=("bill",), tone=1),
        Role("eye", "porcelain", "#1b1a19", count="eyes", tone=None),
        Role("eye_white", "porcelain", "#ffffff", count=None, tone=None),
        Role("glint", "porcelain", "#ffffff", count=None, tone=None),
        Role("crown", "brass", words=("hat",), count="crowns", tone=None),
    ),
    parameters=(count("wings", 2, 0, 2), count("eyes", 2, 0, 2), count("crowns", 0, 0, 1)),
    synonyms=("bath duck", "rubber ducky", "toy duck", "rubber duckie"),
    examples=("a yellow rubber duck", "pink rubber duck with a red beak", "rubber duck with a crown, 8 cm long"),
)
def build(kit: Kit, values: Values) -> None:
    """In hundredths of its length."""
    unit = values.mm("depth") / 100
    big = 1.12 if kit.style == "stylized" else 1.0

    def add(name: str, solid: Solid) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=55)

    hull = [(0, -36, 24, 15, 14), (0, -24, 23, 29, 22), (0, 0, 22, 36, 23), (0, 24, 25, 30, 21), (0, 40, 31, 16, 12)]
    body = organic.limb(kit, hull, share=1.0, ends=(0.8, 0.7))
    add("body", body.trim_by_plane((0, 0, 1), 1.2))
    tail = [(0, 30, 32, 15, 10), (0, 44, 42, 10, 6), (0, 51, 54, 2.5, 1.8)]
    add("tail", organic.limb(kit, tail, up=(0, 0.4, 1), share=0.6))
    z, y = 60.0, -16.0
    add(
        "head",
        organic.limb(
            kit,
            [
                (0, y + 2, 38, 19, 18),
                (0, y + 0.5, 46, 19.5 * big, 18.5 * big),
                (0, y, z, 23.5 * big, 23 * big),
                (0, y, z + 9, 20 * big, 19.5 * big),
            ],
            up=(0, 1, 0),
            share=0.9,
            ends=(0.3, 0.9),
        ),
    )
    top = [(0, y - 17, z - 2, 9.5, 4.6), (0, y - 27 * big, z - 3, 11, 3.2), (0, y - 34 * big, z - 0.5, 9, 2.0)]
    low = [(0, y - 16, z - 8, 7.5, 3.2), (0, y - 26 * big, z - 8.6, 7.8, 2.2), (0, y - 30.5 * big, z - 8, 6, 1.6)]
    add("beak", kit.union([organic.limb(kit, top, share=0.5), organic.limb(kit, low, share=0.4)]))
    for side in (-1, 1)[: values.count("eyes")]:
        x, f, h = side * 12.5 * big, y - 18.2 * big, z + 8.5 * big
        add("eye_white", organic.ball(kit, (x, f, h), (4.8 * big, 2.6, 5.8 * big), share=0.4, turn=(0, 0, side * 30)))
        add(
            "eye",
            organic.ball(kit, (x * 1.02, f - 1.8, h), (3.2 * big, 2.0, 4.2 * big), share=0.4, turn=(0, 0, side * 30)),
        )
        if kit.level:
            add("glint", organic.ball(kit, (x * 1.02 + 0.8, f - 3.5, h + 1.8), 1.1, share=0.25))
    for side in (-1, 1)[: values.count("wings")]:
        wing = [
            (side * 30, -15, 30, 4.5, 8),
            (side * 35.5, 2, 30, 5, 11),
            (side * 33, 20, 34, 4.5, 8),
            (side * 28, 33, 42, 2.5, 3),
        ]
        add("wing", organic.limb(kit, wing, share=0.5))
        for t in range(kit.pick(0, 2, 3)):
            lobe = [(side * 35.6, 0 + 8 * t, 22.5 + 4 * t, 3.4, 4.4), (side * 34.6, 14 + 7 * t, 25 + 5 * t, 3, 3.2)]
            add("feather", organic.limb(kit, lobe, share=0.35))
    if values.count("crowns"):
        ring = kit.turned([(9.5, 0), (12, 0), (12.6, 5), (10, 5)])
        points = [
            organic.ball(kit, (11.2 * x, 11.2 * yy, 7.2), (2.4, 2.4, 4.2), share=0.3)
            for x, yy in ((1, 0), (0.31, 0.95), (-0.81, 0.59), (-0.81, -0.59), (0.31, -0.95))
        ]
        add("crown", kit.union([ring, *points]).translate((0, y, z + 9 + 17 * big)))
