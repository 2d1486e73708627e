"""Palms: a ringed, bowed trunk under a crown of feathered fronds, with coconuts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage, sheets
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "palm",
    gloss="a tree with a bare trunk and a crown of fronds",
    category="plants",
    size=Size(4400, 4400, 6500, main="height", tied=("width", "depth"), stretch=2.5),
    roles=(
        Role("frond", "leaf", "#4c9147", words=("leaf", "palm leaf", "crown", "branch"), count="fronds"),
        Role("trunk", "bark", "#9a7650", words=("stem",), tone=None),
        Role("ring", "bark", "#7d5d3d", count=None, tone=None),
        Role("coconut", "wood", "#6b4429", words=("nut", "fruit"), count="coconuts", tone=1),
    ),
    parameters=(count("fronds", 9, 3, 24), count("coconuts", 3, 0, 12)),
    synonyms=("palm tree", "coconut palm", "coconut tree", "date palm"),
    examples=("palm tree with eight fronds", "green palm with four coconuts", "palm tree with ten leaves, 5 m tall"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Fronds first (they wear the tree's colour), then the trunk."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    reach, squash = wide / 2 / 0.965, deep / wide
    number = values.count("fronds")
    r = min(reach * 0.075, tall * 0.035) * kit.chunk
    lean = reach * 0.3
    rise = min(reach * 0.34, tall * 0.14)
    top = tall - rise
    path = [(-lean, 0, 0), (-lean * 0.75, 0, top * 0.3), (-lean * 0.25, 0, top * 0.68), (0, 0, top)]
    for k in range(number):
        turn = 360.0 * k / number
        droop = 0.75 + 0.5 * (k % 2) + 0.2 * kit.chance("droop", k)
        kit.add(
            "frond",
            _frond(kit, reach, rise, droop).rotate((0, 0, turn)).scale((1, squash, 1)).translate((0, 0, top - r * 0.2)),
        )
    kit.add("trunk", foliage.trunk(kit, path, r, top=0.7, flare=1.6), crease=50)
    line = kit.curve(path, smooth=2)
    rings = kit.pick(0, 12, 22)
    for k in range(rings):
        at = (k + 0.5) / rings * (len(line) - 1)
        low, share = int(at), at - int(at)
        spot = line[low] * (1 - share) + line[min(low + 1, len(line) - 1)] * share
        size = r * (1 - 0.3 * at / (len(line) - 1)) * (1.06 + 0.5 * max(0, 1 - at / (len(line) - 1) * 5) ** 2)
        hoop = kit.turned(
            [(size * 0.8, -r * 0.12), (size, -r * 0.14), (size * 1.12, r * 0.1), (size * 0.8, r * 0.12)],
            segments=max(8, kit.small),
        )
        kit.add("ring", hoop.translate((float(spot[0]), float(spot[1]), float(spot[2]))), crease=50)
    for k in range(values.count("coconuts")):
        a = 2 * math.pi * k / max(values.count("coconuts"), 1) + 0.4
        nut = kit.sphere(r * 0.85).scale((1, 1, 1.15))
        kit.add(
            "coconut", nut.translate((r * 1.2 * math.cos(a), r * 1.2 * math.sin(a), top - r * 1.1 - r * 0.5 * (k % 2)))
        )


def _frond(kit: Kit, reach: float, rise: float, droop: float) -> Solid:
    """A bowed rib with leaflets on both sides, from the origin towards +X."""
    n = kit.pick(6, 10, 16) if not kit.low else kit.pick(4, 5, 8)
    marks = [
        (0.0, 0.0),
        (reach * 0.3, rise * 0.9),
        (reach * 0.62, rise * 0.72),
        (reach * 0.88, -rise * 0.25 * droop),
        (reach * 0.985, -rise * 1.2 * droop),
    ]
    line = kit.curve(marks, smooth=2)
    if kit.level == 0 or kit.low:
        rows = []
        for k in range(n + 1):
            p = line[round(k / n * (len(line) - 1))]
            half = reach * 0.13 * max(math.sin(math.pi * min(k / n + 0.06, 1.0)) ** 0.6, 0.05)
            rows.append([(p[0], s * half, p[1] - abs(s) * half * 0.45) for s in (-1, 0, 1)])
        return sheets.sheet(kit, rows, reach * 0.012)
    rib = kit.swept(
        kit.maths.array([(p[0], 0.0, p[1]) for p in line]),
        kit.ring(reach * 0.012),
        scale=[1 - 0.75 * k / (len(line) - 1) for k in range(len(line))],
    )
    leaflets = kit.pick(0, 15, 26)
    spots, ways, sizes, twists = [], [], [], []
    for k in range(leaflets):
        t = 0.12 + 0.86 * k / (leaflets - 1)
        at = t * (len(line) - 1)
        low = min(int(at), len(line) - 2)
        p = line[low] + (line[low + 1] - line[low]) * (at - low)
        d = line[low + 1] - line[low]
        d = d / math.hypot(float(d[0]), float(d[1]))
        size = math.sin(math.pi * (0.18 + 0.74 * t)) ** 0.8
        for side in (-1, 1):
            spots.append((p[0], side * reach * 0.006, p[1]))
            ways.append((d[0] * (0.5 + 0.9 * t), side * (1.0 - 0.35 * t), d[1] * (0.5 + 0.9 * t) - 0.45))
            sizes.append(size)
            twists.append(-side * 0.35)
    # The last leaflets stay inside the tip of the rib.
    sizes = [min(s, (reach - p[0]) / (reach * 0.3) + 0.02) for s, p in zip(sizes, spots, strict=True)]
    small = foliage.leaf(kit, reach * 0.32, reach * 0.06)
    return kit.together(
        [rib, kit.scattered(small, foliage.frames(spots, ways, sizes, kit.maths.array(twists), kit.maths))]
    )
