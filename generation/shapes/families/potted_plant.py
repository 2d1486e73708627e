"""Potted plants: arching leaves on stalks from a pot; a fern or a snake plant by the shape of the leaf."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage, sheets
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "potted_plant",
    gloss="a leafy plant in a pot",
    category="plants",
    size=Size(420, 420, 620, main="height", stretch=2.5),
    roles=(
        Role("leaf", "leaf", "#4a8a4e", words=("foliage", "frond"), count="leaves"),
        Role("stem", "leaf", "#6a9a55", words=("stalk",), count=None, tone=None),
        Role("pot", "ceramic", "#e9e2d4", words=("planter", "flowerpot", "flower pot"), tone=1),
        Role("soil", "soil", words=("earth",), tone=None),
        Role("saucer", "ceramic", "#e9e2d4", words=("plate",), count="saucers", tone=1, like="pot"),
    ),
    parameters=(
        count("leaves", 14, 3, 60),
        count("saucers", 1, 0, 1),
        choice("leaf_shape", "oval", "sword", "fern", aliases={"broad": "oval", "pointed": "sword"}),
    ),
    synonyms=(
        "house plant",
        "houseplant",
        "pot plant",
        "plant",
        "plant in a pot",
        "indoor plant",
        "monstera",
        "rubber plant",
    ),
    presets={
        "fern": {"leaf_shape": "fern", "leaves": 16, "width": 620, "depth": 620, "height": 520},
        "snake plant": {"leaf_shape": "sword", "leaves": 11, "width": 300, "depth": 300, "height": 650},
        "aloe": {"leaf_shape": "sword", "leaves": 14, "width": 340, "depth": 340, "height": 330},
        "yucca": {"leaf_shape": "sword", "leaves": 20},
    },
    examples=(
        "potted plant with twelve leaves",
        "green house plant in a white pot",
        "plant with ten leaves in a terracotta pot",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Leaves first, then what they stand in."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash, half = deep / wide, wide / 2
    shape, number = values.word("leaf_shape"), values.count("leaves")
    ground = min(tall * 0.36, half * 1.3)
    r = min(half * 0.62, ground * 0.62) * min(kit.chunk, 1.1)
    base = ground * 0.84
    stalks = []
    for k in range(number):
        turn = math.degrees(foliage.GOLDEN) * k
        inner = k / number
        if k == 0:
            turn = 0.0
        rise = (tall - base) * (1.0 - 0.55 * (1 - inner) ** 1.2)
        reach = half * (0.99 - 0.62 * inner**1.5) if shape != "sword" else half * (0.95 - 0.75 * inner)
        if k < 4 and shape != "sword":
            turn, reach = 90.0 * k, half * 0.995
        if shape == "sword":
            long = math.hypot(reach, rise) * 1.02
            piece = foliage.blade(kit, long, r * 0.42, bend=-0.25, cup=0.5, tip=0.35, start=0.6).rotate(
                (0, -math.degrees(math.atan2(rise, reach)) - 7, 0)
            )
            box = piece.bounding_box()
            piece = piece.scale(
                (min(1.0, half * (1 if k < 4 else 0.9) / max(box[3], 1e-9)), 1, rise / max(box[5], 1e-9))
            )
        elif shape == "fern":
            piece = _fern(kit, reach, rise)
        else:
            long = min(half, tall - base) * (0.56 if number < 30 else 0.42) * min(kit.chunk, 1.15)
            leaf = foliage.blade(kit, long, long * 0.62, bend=-1.0, cup=0.22, tip=0.52, start=0.08).rotate((0, -38, 0))
            _, _, _, far, _, top = leaf.bounding_box()
            x, z = max(reach - far, r * 0.1), max(rise - top, rise * 0.25)
            piece = leaf.translate((x, 0, z))
            path = kit.curve([(r * 0.08, 0, 0), (x * 0.35, 0, z * 0.62), (x * 1.0, 0, z)])
            stalks.append(kit.swept(path, kit.ring(max(half * 0.014, rise * 0.008) * kit.chunk)).rotate((0, 0, turn)))
        kit.add("leaf", piece.rotate((0, 0, turn)).scale((1, squash, 1)).translate((0, 0, base)), crease=60)
    core = kit.rod((0, 0, -ground * 0.1), (0, 0, (tall - base) * 0.14), r * 0.12, r * 0.06)
    kit.add("stem", kit.together([core, *stalks]).scale((1, squash, 1)).translate((0, 0, base)), crease=60)
    foot = ground * 0.05 if values.count("saucers") else 0.0
    kit.add(
        "pot", foliage.pot(kit, r, ground - foot, low=0.68).scale((1, squash, 1)).translate((0, 0, foot)), crease=35
    )
    kit.add("soil", foliage.soil(kit, r * 0.87, ground * 0.2).scale((1, squash, 1)).translate((0, 0, base)))
    if foot:
        dish = kit.turned(
            [
                (0, 0),
                (r * 0.82, 0),
                (r * 0.94, foot * 2.4),
                (r * 0.87, foot * 2.4),
                (r * 0.76, foot * 1.1),
                (0, foot * 1.1),
            ]
        )
        kit.add("saucer", dish.scale((1, squash, 1)))


def _fern(kit: Kit, reach: float, rise: float) -> Solid:
    """A feathered frond that arches out and down."""
    line = kit.curve(
        [(0, 0), (reach * 0.25, rise * 0.72), (reach * 0.62, rise * 0.97), (reach * 0.99, rise * 0.55)], smooth=2
    )
    if kit.level == 0 or kit.low:
        rows = []
        n = kit.pick(4, 5, 7)
        for k in range(n + 1):
            p = line[round(k / n * (len(line) - 1))]
            w = reach * 0.16 * max(math.sin(math.pi * (0.15 + 0.85 * k / n)), 0.05)
            rows.append([(float(p[0]), s * w, float(p[1]) - abs(s) * w * 0.3) for s in (-1, 0, 1)])
        return sheets.sheet(kit, rows, reach * 0.012)
    rib = kit.swept(
        kit.maths.array([(p[0], 0.0, p[1]) for p in line]),
        kit.ring(reach * 0.011),
        scale=[1 - 0.7 * k / (len(line) - 1) for k in range(len(line))],
    )
    leaflets = kit.pick(0, 14, 26)
    spots, ways, sizes, twists = [], [], [], []
    for k in range(leaflets):
        t = 0.16 + 0.8 * k / (leaflets - 1)
        at = min(int(t * (len(line) - 1)), len(line) - 2)
        p = line[at] + (line[at + 1] - line[at]) * (t * (len(line) - 1) - at)
        d = line[at + 1] - line[at]
        d = d / math.hypot(float(d[0]), float(d[1]))
        for side in (-1, 1):
            spots.append((float(p[0]), 0.0, float(p[1])))
            ways.append((d[0] * 0.45, side, d[1] * 0.45 - 0.2))
            sizes.append(math.sin(math.pi * (0.12 + 0.86 * t)) ** 0.8 + 0.02)
            twists.append(-side * 0.2)
    small = foliage.leaf(kit, reach * 0.24, reach * (0.085 if kit.level == 1 else 0.05))
    return kit.together(
        [rib, kit.scattered(small, foliage.frames(spots, ways, sizes, kit.maths.array(twists), kit.maths))]
    )
