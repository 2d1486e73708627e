"""Screwdrivers: a fluted grip, a bolster and a steel blade with a flat, cross or hexagon tip, lying along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "screwdriver",
    gloss="a grip with a blade that turns screws",
    category="tool",
    size=Size(220, 32, 32, main="width", tied=("depth", "height"), follow={"depth": 0.6, "height": 0.6}, stretch=8),
    roles=(
        Role("handle", "plastic", "#c8452f", words=("grip",)),
        Role("ring", "plastic", "#2b2e33", words=("collar", "bolster", "cap"), count=None, tone=1),
        Role("shaft", "steel", words=("blade", "shank", "rod"), tone=None),
        Role("tip", "black metal", words=("bit", "point", "head"), tone=None),
    ),
    parameters=(
        choice("tip", "flat", "cross", "hex", aliases={
            "phillips": "cross", "slotted": "flat", "cross head": "cross", "crosshead": "cross", "hexagonal": "hex",
            "flat head": "flat", "flathead": "flat", "pozidriv": "cross",
        }),
        count("flutes", 6, 3, 16, words=("flute", "groove", "rib")),
        length("shaft_thickness", 6.5, 0.5, 80, part="shaft", measure="thickness"),
    ),
    synonyms=("screw driver", "turnscrew"),
    presets={"phillips screwdriver": {"tip": "cross"}, "flathead screwdriver": {"tip": "flat"}},
    examples=(
        "phillips screwdriver with a yellow handle",
        "blue screwdriver 25 cm long with a flat tip",
        "green screwdriver with eight flutes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Made standing on the tip, then laid down with the handle to the right."""
    long, r = values.mm("width"), values.mm("height") / 2
    shaft = min(values.mm("shaft_thickness") / 2, r * 0.5)
    grip = min(long * 0.46, r * 9)
    neck, point = long - grip, min(shaft * 5, long * 0.14)
    kind = values.word("tip")

    def lay(solid: Solid) -> Solid:
        return solid.rotate((0, 90, 0)).translate((-long / 2, 0, r))

    kit.add("handle", lay(_handle(kit, values.count("flutes"), r, grip).translate((0, 0, neck))), crease=50)
    soft = kit.bevel(r * 0.05)
    low = neck - r * 0.3
    bolster = [(0, low), (shaft * 1.5, low), (r * 0.62, neck), (r * 0.62, neck + r * 0.2), (0, neck + r * 0.2)]
    kit.add("ring", lay(kit.turned(bolster)))
    if kit.level:
        cap = [
            (0, long - r * 0.55),
            (r * 0.66, long - r * 0.55),
            (r * 0.66, long - r * 0.2 - soft),
            (r * 0.5, long),
            (0, long),
        ]
        kit.add("ring", lay(kit.turned(cap)))
    six = kind == "hex"
    bar = kit.prism(
        mechanics.hexagon(shaft * 1.8) if six else mechanics.circle(shaft, max(kit.small, 8)), neck - point + r * 0.5
    )
    kit.add("shaft", lay(bar.translate((0, 0, point))))
    kit.add("tip", lay(_tip(kit, kind, shaft, point)), crease=30)


def _handle(kit: Kit, flutes: int, r: float, long: float) -> Solid:
    """A turned pear with grooves along it, all in one sweep of rings."""
    fat = 1.04 if kit.style == "stylized" else 1.0
    marks = [(0.0, 0.56), (0.06, 0.66), (0.16, 0.72 * fat), (0.26, 0.62), (0.42, 0.86 * fat), (0.66, 1.0), (0.86, 0.96),
             (0.96, 0.8), (1.0, 0.6)]  # fmt: skip
    if kit.level == 0 or kit.low:
        outline = [(z, a) for z, a in marks]
    else:
        outline = [(float(z), float(a)) for z, a in kit.curve(marks)]
    widest = max(a for _, a in outline)
    each = (2 if kit.low else kit.pick(4, 8, 14)) if flutes <= 8 else (2 if kit.low else kit.pick(3, 6, 8))
    n = flutes * each
    rows = []
    for z, a in outline:
        calm = min(max((z - 0.3) / 0.12, 0.0), 1.0) * min(max((0.97 - z) / 0.1, 0.0), 1.0)
        ring = []
        for k in range(n):
            angle = 2 * math.pi * k / n
            dip = 1 - 0.13 * calm * max(0.0, math.cos(flutes * angle + math.pi)) ** 1.5
            ring.append((a / widest * r * dip * math.cos(angle), a / widest * r * dip * math.sin(angle), z * long))
        rows.append(ring)
    return kit.lofted(rows)


def _tip(kit: Kit, kind: str, shaft: float, long: float) -> Solid:
    if kind == "flat":
        wide, thin = shaft * 1.25, shaft * 0.16
        n = max(kit.small, 8)
        top = [(x, y, long * 1.1) for x, y in mechanics.circle(shaft, n)]
        middle = [(x, y, long * 0.8) for x, y in mechanics.circle(shaft, n)]
        flare = [(x, y, long * 0.35) for x in (-wide, wide) for y in (-shaft * 0.34, shaft * 0.34)]
        edge = [(x, y, 0.0) for x in (-wide * 0.92, wide * 0.92) for y in (-thin, thin)]
        return kit.hull([*top, *middle, *flare]) + kit.hull([*flare, *edge])
    if kind == "hex":
        return kit.prism(mechanics.hexagon(shaft * 1.86), long * 1.1)
    body = kit.turned([(0, 0), (shaft * 0.3, 0), (shaft, long * 0.5), (shaft, long * 1.1), (0, long * 1.1)])
    flutes = []
    for k in range(4):
        a = math.pi / 4 + math.pi / 2 * k
        flutes.append(_groove(kit, shaft, long, a))
    return kit.without(body, *flutes)


def _groove(kit: Kit, shaft: float, long: float, angle: float) -> Solid:
    """One of the four hollows between the wings of a cross tip."""
    near, far = shaft * 0.16, shaft * 1.6
    low = [(near, 0.0), (far, far - near), (far, near - far)]
    high = [(shaft * 0.95, 0.0), (far, far - shaft * 0.95), (far, shaft * 0.95 - far)]
    wedge = kit.hull([(x, y, -0.1 * long) for x, y in low] + [(x, y, long * 0.75) for x, y in high])
    return wedge.rotate((0, 0, math.degrees(angle)))
