"""Xylophones: bars in the colours of the rainbow, each shorter than the one before, on two rails, with mallets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

RAINBOW = ("#c9382f", "#e6762c", "#efbf35", "#8fb53c", "#3d9160", "#2f86a3", "#3a55a0", "#7a4690")


@family(
    "xylophone",
    gloss="bars of different notes, played with mallets",
    category="music",
    size=Size(420, 240, 70, main="width"),
    roles=(
        Role("bar", "paint", "#c9382f", words=("key", "plate", "tone bar", "note"), count="bars"),
        Role("rail", "beech", words=("frame", "base"), count=2, tone=None),
        Role("end", "beech", words=("cross bar",), count=2, tone=None, like="rail"),
        Role("pin", "steel", words=("nail", "screw"), count=None, tone=None),
        Role("cushion", "wool", "#6b6259", words=("felt",), count=None, tone=None),
        Role("mallet", "paint", "#c9382f", words=("beater", "mallet head", "hammer"), count="mallets", tone=1),
        Role("handle", "beech", words=("stick", "mallet stick"), count="mallets", tone=None),
    ),
    parameters=(count("bars", 8, 3, 25, free=(7, 8, 10)), count("mallets", 1, 0, 2)),
    synonyms=("glockenspiel", "metallophone", "marimba", "toy xylophone"),
    examples=(
        "a xylophone with eight bars and two mallets",
        "xylophone with twelve bars, 50 cm wide",
        "wooden xylophone",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The lowest note is the longest bar, at the left."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    number = values.count("bars")
    long, short = depth, depth * 0.52
    step = width * 0.96 / number
    wide = step * 0.8
    stick = min(depth * 0.05, height * 0.2)
    thick = height * 0.2 * min(kit.chunk, 1.25)
    head = min(stick * 1.5, height * 0.28) if values.count("mallets") else 0.0
    top = height - head * 1.4
    base = top - thick * 1.2
    for side in (-1, 1):
        start, end = (-width / 2, side * long * 0.3), (width / 2, side * short * 0.3)
        rail = [(start[0], start[1] + s * stick, z) for s in (-0.6, 0.6) for z in (0.0, base)] + [
            (end[0], end[1] + s * stick, z) for s in (-0.6, 0.6) for z in (0.0, base)
        ]
        kit.add("rail", kit.hull(rail), crease=30)
    for x, deep in ((-width / 2 + stick * 0.6, long), (width / 2 - stick * 0.6, short)):
        kit.add("end", kit.box(stick * 1.2, deep * 0.62, base * 0.86, bevel=stick * 0.1).translate((x, 0, 0)))
    for k in range(number):
        x = (k + 0.5 - number / 2) * step
        deep = long + (short - long) * k / max(number - 1, 1)
        bar = kit.box(wide, deep, thick, corner=wide * 0.2, bevel=thick * 0.22)
        kit.add("bar", bar.translate((x, 0, top - thick)), colour=RAINBOW[k * 8 // number % 8 if number > 8 else k])
        spread = (long + (short - long) * (k + 0.5) / number) * 0.3
        for side in (-1, 1) if kit.level else ():
            if kit.level == 2:
                kit.add(
                    "cushion",
                    kit.disc(wide * 0.4, wide * 0.4, thick * 0.4).translate((x, side * spread, base - thick * 0.1)),
                )
            pin = kit.disc(wide * 0.2, wide * 0.2, thick * 1.3, bevel=thick * 0.08)
            kit.add("pin", pin.translate((x, side * spread, top - thick * 1.12)))
    for k, y in enumerate(layout.row(values.count("mallets"), depth * 0.22)):
        lean = 0.1 * (k - 0.5) if values.count("mallets") > 1 else 0.12
        z = top + stick * 0.32
        grip, knob = (-width * 0.3, y - width * 0.3 * lean, z), (width * 0.2, y + width * 0.2 * lean, z + head * 0.2)
        kit.add("handle", kit.rod(grip, knob, stick * 0.32))
        kit.add(
            "mallet",
            organic.ball(
                kit, (knob[0], knob[1], top + head * 0.68), (head * 0.95, head * 0.95, head * 0.72), share=0.5
            ),
        )
