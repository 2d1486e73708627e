"""Benches: a slatted seat on sturdy legs, with a leaning back and armrests where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if not int(values["backs"]):
        if "seat_height" in said and "height" not in said:
            values["height"] = float(values["seat_height"])
        values["seat_height"] = float(values["height"])
        values["back_slats"] = 0
    else:
        if "height" not in said and float(values["height"]) < 1.2 * float(values["seat_height"]):
            values["height"] = round(1.87 * float(values["seat_height"]), 3)
            if "depth" not in said:
                values["depth"] = max(float(values["depth"]), round(1.3 * float(values["seat_height"]), 3))
        if not int(values["back_slats"]):
            values["back_slats"] = 3
        if float(values["seat_height"]) > 0.7 * float(values["height"]):
            values["seat_height"] = round(0.52 * float(values["height"]), 3)
    return []


@family(
    "bench",
    gloss="a long seat for several people",
    category="furniture",
    size=Size(1400, 420, 450, main="width", follow={"height": 0.0, "depth": 0.3}),
    roles=(
        Role("slat", "teak", words=("plank", "board", "seat slat"), count="slats"),
        Role("leg", "teak", words=("foot",), count="legs"),
        Role("rail", "teak", words=("frame", "apron"), count=None, like="leg"),
        Role("back_slat", "teak", words=("back plank",), count="back_slats", like="slat"),
        Role("post", "teak", words=("back post",), count=lambda values: 2 * values.count("backs"), like="leg"),
        Role("armrest", "teak", words=("arm", "arm rest"), count="arms"),
        Role("arm_post", "teak", count="arms", like="armrest"),
        Role("cushion", "fabric", "#6d8a86", words=("pad", "seat cushion"), count="cushions", tone=1),
    ),
    parameters=(
        count("slats", 4, 1, 16, free=(3, 4, 5)),
        count("legs", 4, 2, 12),
        count("backs", 0, 0, 1, words=("back", "backrest", "back rest")),
        count("back_slats", 0, 0, 10),
        count("arms", 0, 0, 2),
        count("cushions", 0, 0, 1),
        length("seat_height", 450, 80, 1000, words=("seat",), measure="height"),
        length("leg_thickness", 56, 8, 200, part="leg", measure="thickness"),
        length("slat_thickness", 24, 3, 120, part="slat", measure="thickness"),
    ),
    synonyms=("wooden bench", "dining bench", "hall bench", "sitting bench"),
    presets={
        "park bench": {"width": 1700, "depth": 600, "height": 840, "backs": 1, "back_slats": 4, "arms": 2, "slats": 5},
        "garden bench": {"width": 1500, "depth": 600, "height": 840, "backs": 1, "back_slats": 3, "arms": 2,
             "slats": 5},
        "piano bench": {"width": 800, "depth": 380, "height": 480, "slats": 1, "cushions": 1},
    },
    rule=_agree,
    examples=(
        "a teak bench 160 cm long",
        "park bench with black metal legs and two armrests",
        "oak bench with three slats and a red cushion",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Frame, slats, then back and arms."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    backs, arms = values.count("backs"), values.count("arms")
    pad = height * 0.1 if values.count("cushions") else 0.0
    top = min(values.mm("seat_height"), height) if backs else height - (pad * 0.9)
    thick = min(values.mm("slat_thickness"), top * 0.3)
    leg = min(values.mm("leg_thickness"), depth * 0.25, width * 0.1)
    under = top - thick
    overhang = 0.0 if arms or backs else min(width * 0.05, 90.0)
    front, rear = -depth / 2, depth / 2
    seat_rear = rear - (depth * 0.16 if backs else 0.0)
    middle, deep = (front + seat_rear) / 2, seat_rear - front
    spots = layout.feet(values.count("legs"), width - 2 * overhang - leg, deep - leg * 1.05)
    for x, y in spots:
        foot = leg * (0.72 if kit.style != "stylized" else 1.0)
        shift = (leg - foot) / 2
        out = (x + (shift if x > 0 else -shift), y + middle, 0)
        kit.add("leg", kit.post(out, (x, y + middle, under + thick * 0.2), foot, leg, corner=leg * 0.1))
    tall = min(leg * 1.3, under * 0.22)
    for x in sorted({round(x, 6) for x, _ in spots}):
        bar = kit.box(leg * 0.6, deep - leg * 1.2, tall, bevel=leg * 0.05)
        kit.add("rail", bar.translate((x, middle, under - tall + thick * 0.1)))
    if kit.level:
        for side in (-1, 1):
            bar = kit.box(width - 2 * overhang - leg * 1.2, leg * 0.5, tall * 0.9, bevel=leg * 0.05)
            kit.add("rail", bar.translate((0, middle + side * (deep / 2 - leg * 0.55), under - tall + thick * 0.1)))
    if kit.level == 2:
        low = kit.box(width - 2 * overhang - leg * 1.2, leg * 0.5, leg * 0.8, bevel=leg * 0.06)
        kit.add("rail", low.translate((0, middle, under * 0.32)))
        for x in sorted({round(x, 6) for x, _ in spots}):
            tie = kit.box(leg * 0.5, deep - leg * 1.2, leg * 0.8, bevel=leg * 0.06)
            kit.add("rail", tie.translate((x, middle, under * 0.32)))
    number = values.count("slats")
    gap = min(deep * 0.03, 14.0) if number > 1 else 0.0
    wide = (deep - gap * (number - 1)) / number
    for y in layout.row(number, deep - wide):
        plank = kit.box(width, wide, thick, corner=min(thick * 0.3, wide * 0.2), bevel=thick * 0.2)
        kit.add("slat", plank.translate((0, middle + y, under)))
    if pad:
        soft = kit.pad(width * 0.96, deep * 0.95, pad, soft=pad * 0.38, crown=pad * 0.15)
        kit.add("cushion", soft.translate((0, middle, top - pad * 0.1)), crease=60)
    if backs:
        _back(kit, values, (width, top, height), (seat_rear, rear), leg, thick)
    for side in (-1, 1)[:arms]:
        _arm(kit, side, (width, top, height), (front, rear if backs else seat_rear), leg)


def _back(
    kit: Kit, values: Values, size: tuple[float, float, float], ys: tuple[float, float], leg: float, thick: float
) -> None:
    width, top, height = size
    start, end = ys[0] - leg * 0.5, ys[1] - leg * 0.32
    into = top - thick * 1.5
    for side in (-1, 1):
        x = side * (width - leg) / 2
        kit.add("post", kit.post((x, start, into), (x, end, height), leg * 0.9, leg * 0.62, corner=leg * 0.1))
    number = values.count("back_slats")
    rise = height - top
    tall = rise * 0.84 / number * 0.74
    for k in range(number):
        z = top + rise * (0.14 + 0.84 * (k + 0.5) / number)
        y = start + (end - start) * (z - into) / (height - into) - leg * 0.34
        plank = kit.box(width - leg * 0.5, thick * 0.8, tall, corner=0, bevel=thick * 0.16)
        kit.add("back_slat", plank.translate((0, 0, -tall / 2)).rotate((-8, 0, 0)).translate((0, y, z)))


def _arm(kit: Kit, side: int, size: tuple[float, float, float], ys: tuple[float, float], leg: float) -> None:
    width, top, height = size
    rise = min((height - top) * 0.55, top * 0.5) if height > top * 1.1 else top * 0.3
    level = top + rise
    x = side * (width - leg) / 2
    marks = [(x, ys[1] - leg * 0.5, level), (x, (ys[0] + ys[1]) / 2, level + leg * 0.1),
             (x, ys[0] + leg * 0.9, level), (x, ys[0] + leg * 0.2, level - leg * 0.22)]  # fmt: skip
    section = kit.strip(leg * 0.98, leg * 0.5, corner=leg * 0.2)
    kit.add("armrest", kit.swept(kit.curve(marks), section, up=(0, 0, 1)))
    foot = (x, ys[0] + leg * 0.6, top - leg * 0.3)
    kit.add("arm_post", kit.post(foot, (x, ys[0] + leg * 0.7, level), leg * 0.8, leg * 0.62, corner=leg * 0.1))
