"""Teddy bears: a sitting plush bear with round ears, a muzzle, stitched nose, paws with soles, and a bow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_FUR = "#b98250"


@family(
    "teddy_bear",
    gloss="a sitting plush bear",
    category="toys",
    size=Size(260, 250, 350, main="height"),
    roles=(
        Role("body", "wool", _FUR, words=("fur", "torso", "plush")),
        Role("tummy", "wool", "#e2c197", words=("belly",), count=None, tone=1),
        Role("head", "wool", _FUR),
        Role("muzzle", "wool", "#e2c197", words=("snout",), tone=1),
        Role("nose", "leather", "#2c211c", tone=None),
        Role("mouth", "leather", "#2c211c", count=None, tone=None),
        Role("eye", "porcelain", "#1c1815", words=("button eye",), count="eyes", tone=None),
        Role("glint", "porcelain", "#ffffff", count=None, tone=None),
        Role("ear", "wool", _FUR, count="ears"),
        Role("inner_ear", "wool", "#e2c197", count=None, tone=1),
        Role("arm", "wool", _FUR, words=("paw",), count="arms"),
        Role("leg", "wool", _FUR, words=("foot",), count="legs"),
        Role("sole", "wool", "#e2c197", words=("pad",), count=None, tone=1),
        Role("seam", "wool", "#9a6a3d", words=("stitch",), count=None, tone=None),
        Role("bow", "fabric", "#b73a3a", words=("ribbon", "bow tie"), count="bows", tone=None),
        Role("knot", "fabric", "#a03131", count=None, tone=None, like="bow"),
    ),
    parameters=(
        count("bows", 1, 0, 1),
        count("ears", 2, 0, 2),
        count("eyes", 2, 0, 2),
        count("arms", 2, 0, 2),
        count("legs", 2, 0, 2),
    ),
    synonyms=("teddy", "plush bear", "toy bear", "stuffed bear"),
    examples=("a brown teddy bear with a blue bow", "white teddy bear, 20 cm tall", "teddy with a red bow"),
)
def build(kit: Kit, values: Values) -> None:
    """In the units of a bear 100 high."""
    unit = values.mm("height") / 100
    big = 1.1 if kit.style == "stylized" else 1.0
    neck = 47.0

    def add(name: str, solid: Solid) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=55)

    add(
        "body",
        organic.limb(
            kit,
            [(0, 5, 9, 17, 17), (0, 3, 24, 20, 18.5), (0, 3, 42, 15, 13)],
            up=(0, 1, 0),
            share=0.9,
            ends=(0.55, 0.6),
        ),
    )
    add("tummy", organic.ball(kit, (0, -6.5, 25), (14.5, 11, 15.5), share=0.7))
    z = neck + 24
    add("head", organic.ball(kit, (0, 0, z), (24 * big, 21 * big, 21.5 * big), share=0.9))
    add("muzzle", organic.ball(kit, (0, -17 * big, z - 5.5), (11.5 * big, 10 * big, 9 * big), share=0.7))
    add("nose", organic.ball(kit, (0, -26 * big, z - 1.6), (4.4, 3, 3.1), share=0.4))
    if kit.level:
        lip = [(t * 4.6, -26.4 * big + 1.6 * abs(t), z - 9.6 + 1.5 * abs(t)) for t in (-1, -0.5, 0, 0.5, 1)]
        add("mouth", organic.tapered(kit, lip, 0.75, 0.75, share=0.25))
        add("mouth", kit.rod((0, -26.6 * big, z - 4), (0, -26.2 * big, z - 9.6), 0.75))
        arc = [
            (0, -21.3 * big * c, z + 21.8 * big * s)
            for c, s in ((0.86, 0.5), (0.64, 0.77), (0.34, 0.94), (0, 1.0), (-0.4, 0.92))
        ]
        add("seam", organic.tapered(kit, arc, 0.65, 0.65, share=0.25))
        add("seam", organic.tapered(kit, [(0, -17.2, 14), (0, -17.9, 24), (0, -17.0, 33)], 0.6, 0.6, share=0.25))
    for side in (-1, 1)[: values.count("eyes")]:
        add("eye", organic.ball(kit, (side * 9.2 * big, -17.6 * big, z + 4.5), 2.9 * big, share=0.4))
        if kit.level:
            add("glint", organic.ball(kit, (side * 9.2 * big + 1, -20 * big, z + 6.2), 0.8, share=0.25))
    for side in (-1, 1)[: values.count("ears")]:
        turn = (0, side * 26, 0)
        add("ear", organic.ball(kit, (side * 19 * big, 1, z + 18.5 * big), (9.2, 5, 9.2), share=0.6, turn=turn))
        if kit.level:
            add(
                "inner_ear",
                organic.ball(kit, (side * 19 * big, -2.4, z + 18.2 * big), (6, 2.6, 6), share=0.5, turn=turn),
            )
    for side in (-1, 1)[: values.count("arms")]:
        marks = [(side * 15, 0, 42, 7.4, 7.4), (side * 25, -7, 33, 7.6, 7.6), (side * 29, -16, 21, 7.8, 7.8)]
        add("arm", organic.limb(kit, marks, up=(0.2, 1, 0.1), share=0.6, ends=(0.9, 0.95)))
        add("sole", organic.ball(kit, (side * 29.6, -20.6, 17.6), (4.8, 4.2, 4.8), share=0.4))
    for side in (-1, 1)[: values.count("legs")]:
        thigh = [(side * 12, -2, 10.5, 9.2, 9.5), (side * 16, -18, 10, 9, 9.4), (side * 18, -33, 11, 9.6, 11)]
        add("leg", organic.limb(kit, thigh, share=0.6, ends=(0.9, 0.55)))
        add("sole", organic.ball(kit, (side * 18.2, -37, 11.2), (7.4, 2.9, 8.6), share=0.5))
        for t in range(kit.pick(0, 0, 3)):
            add(
                "seam",
                kit.rod((side * 18.2 + (t - 1) * 3.2, -37.8, 20.5), (side * 18.2 + (t - 1) * 3.6, -36.2, 22.6), 0.5),
            )
    if values.count("bows"):
        for side in (-1, 1):
            wing = [
                (0, -15.5, neck + 1, 1.6, 2.6),
                (side * 6, -16, neck + 1.6, 2.0, 4.6),
                (side * 12.5, -14.8, neck + 2, 1.8, 6.6),
            ]
            add("knot", organic.limb(kit, wing, up=(0, 0, 1), share=0.45, square=2.6, ends=(0.4, 0.5)))
        add("bow", organic.ball(kit, (0, -16.6, neck + 1), (3.4, 3.2, 3.6), share=0.4))
