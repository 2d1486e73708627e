"""Brooms: a stick, a bound head and a flaring skirt of straws; flat to sweep with, or round as a witch's."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "broom",
    gloss="a brush on a long stick, to sweep with",
    category="household",
    size=Size(320, 100, 1400, main="height", follow={"width": 0.4, "depth": 0.4}, stretch=6),
    roles=(
        Role("bristle", "straw", "#d3b062", words=("brush", "straw", "hair"), count=1),
        Role("handle", "beech", words=("stick", "pole", "shaft", "broomstick", "stem"), tone=1),
        Role("head", "straw", "#c29a4c", words=("body", "block")),
        Role("band", "fabric", "#a8452f", words=("binding", "stitch", "string", "cord"), count="bands", tone=None),
        Role("cap", "paint", "#a8452f", words=("end",), tone=None),
        Role("ferrule", "steel", words=("collar",), tone=None),
    ),
    parameters=(
        choice("form", "flat", "round", aliases={"witch": "round"}),
        count("bands", 3, 0, 6),
        length("handle_thickness", 26, 3, 100, part="handle", measure="thickness"),
    ),
    synonyms=("sweeping brush", "sweeper"),
    presets={
        "besom": {"width": 300, "depth": 300, "height": 1300, "form": "round"},
        "witch's broom": {"width": 300, "depth": 300, "height": 1300, "form": "round"},
        "witch broom": {"width": 300, "depth": 300, "height": 1300, "form": "round"},
    },
    examples=(
        "a straw broom with a wooden handle",
        "broom with a red handle, 140 cm high",
        "witch's broom",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Straws on the ground, the head they come from, bands around it, and the stick."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(values.mm("handle_thickness"), depth * 0.5, width * 0.2) / 2
    skirt = min(height * 0.3, width * 1.35)
    neck = skirt * 1.12
    waist = (max(r * 1.8, width * 0.16), max(r * 1.5, depth * 0.26))
    foot = (width / 2, depth / 2)

    def at(z: float) -> tuple[float, float]:
        share = min(max(1 - z / neck, 0.0), 1.0)
        ease = (
            share**0.75
            if values.word("form") == "flat"
            else math.sin(share * math.pi * 0.62) / math.sin(math.pi * 0.62)
        )
        return waist[0] + (foot[0] - waist[0]) * ease, waist[1] + (foot[1] - waist[1]) * ease

    rows = kit.pick(3, 6, 10)
    corners = kit.segments if not kit.low else kit.pick(8, 12, 16)
    maths = kit.maths
    rings = []
    for k in range(rows + 1):
        z = skirt * 0.3 + (neck - skirt * 0.3) * k / rows
        a, b = at(z)
        rings.append([(a * 0.95 * x, b * 0.95 * y, z) for x, y in layout.around(corners, 1.0)])
    rings.append([(r * 1.1 * x, r * 1.1 * y, neck * 1.09) for x, y in layout.around(corners, 1.0)])
    kit.add("head", kit.lofted(maths.array(rings)), crease=50)
    straws = kit.pick(22, 60, 130) if not kit.low else kit.pick(12, 18, 28)
    kit.add("bristle", _straws(kit, straws, at, skirt, (width, depth)), crease=60)
    number = values.count("bands")
    for k in range(number):
        z = skirt * (0.52 + 0.46 * k / max(number - 1, 1)) if number > 1 else skirt * 0.8
        a, b = at(z)
        path = [(a * x, b * y, z) for x, y in layout.around(corners, 0.97)]
        kit.add("band", kit.swept(maths.array(path), kit.ring(min(width, depth) * 0.03), closed=True), crease=60)
    top = height - r * 0.6
    kit.add("handle", kit.rod((0, 0, neck * 0.9), (0, 0, top), r * 1.0, r * 0.86), crease=50)
    cap = [
        (0.0, height - r * 3),
        (r * 0.98, height - r * 3),
        (r, height - r * 0.9),
        (r * 0.8, height - r * 0.25),
        (0.0, height),
    ]
    kit.add("cap", kit.turned(cap), crease=50)
    collar = [
        (r * 0.8, neck * 1.02),
        (r * 1.5, neck * 1.02),
        (r * 1.45, neck * 1.1),
        (r * 1.2, neck * 1.13),
        (r * 0.8, neck * 1.13),
    ]
    kit.add("ferrule", kit.turned(collar), crease=40)


def _straws(
    kit: Kit, number: int, at: Callable[[float], tuple[float, float]], skirt: float, size: tuple[float, float]
) -> Solid:
    """Tapered straws side by side around the head and inside it, none touching another, as one part."""
    width, depth = size
    out = []
    rings = ((1.0, 0.6), (0.62, 0.28), (0.28, 0.12))
    for ring, (reach, share) in enumerate(rings):
        count_ = max(4, round(number * share))
        girth = math.pi * (width + depth) / 2 * reach
        fat = min(girth / count_ * 0.36, min(width, depth) * 0.07 * kit.chunk)
        for k, (x, y) in enumerate(layout.around(count_, 1.0, turn=0.3 * ring)):
            top = skirt * (0.62 if ring == 0 else 0.4)
            a, b = at(top)
            low = skirt * 0.03 * kit.chance("straw", ring, k)
            foot = ((width / 2 - fat) * reach * x, (depth / 2 - fat) * reach * y, low)
            head = (a * reach * x * (0.93 if ring == 0 else 1.0), b * reach * y * (0.93 if ring == 0 else 1.0), top)
            start = foot if kit.level or ring else (foot[0], foot[1], 0.0)
            if k == 0 and ring == 0:
                start = (foot[0], foot[1], 0.0)
            out.append(kit.wire(start, head, fat))
    return kit.together(out)
