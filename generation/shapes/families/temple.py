"""Temples: fluted columns on a stepped platform carry an entablature and a pediment; a cella stands inside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import roofs
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "temple",
    gloss="an ancient temple with columns and a pediment",
    category="architecture",
    size=Size(16_000, 26_000, 12_000, main="width", stretch=3),
    roles=(
        Role("column", "marble", "#e6dfcf", words=("pillar",), count="columns"),
        Role("step", "marble", "#cfc6b4", words=("platform", "base"), count="steps", tone=None),
        Role("entablature", "marble", "#e9e2d3", words=("beam", "frieze", "architrave"), like="column"),
        Role("pediment", "marble", "#efe9dc", words=("gable", "tympanum"), count=2, like="column"),
        Role("roof", "roof tile", "#b5613f", tone=1),
        Role("cella", "marble", "#d9d0be", words=("wall", "inner room", "naos"), tone=None),
        Role("door", "bronze", words=("entrance", "portal"), count="doors", tone=None),
    ),
    parameters=(count("columns", 20, 4, 60), count("steps", 3, 1, 8), count("doors", 1, 0, 2)),
    synonyms=("greek temple", "roman temple", "parthenon", "pantheon"),
    examples=(
        "greek temple with sixteen columns",
        "white marble temple with four steps",
        "temple with twelve columns and a red roof",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Platform, columns, beams, roof."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    number, steps = values.count("columns"), values.count("steps")
    base = tall * 0.09
    rise = min(wide * 0.16, tall * 0.28) * (1.15 if kit.style == "stylized" else 1)
    beam = tall * 0.11
    tread = min(wide, deep) * 0.025
    for k in range(steps):
        inset = tread * k * 2
        h = base / steps
        kit.add("step", kit.box(wide - inset, deep - inset, h, bevel=h * 0.05).translate((0, 0, h * k)))
    w, d = wide - 2 * tread * steps, deep - 2 * tread * steps
    spots, pitch = _spots(number, w, d)
    r = min(pitch * 0.25, (tall - base) * 0.075) * kit.chunk
    spots, pitch = _spots(number, w - 2.4 * r, d - 2.4 * r)
    low, high = base, tall - rise - beam
    column = _column(kit, r, high - low)
    for x, y in spots:
        kit.add("column", column.translate((x, y, low)), crease=30)
    parts = [
        kit.box(w, d, beam * 0.45),
        kit.box(w * 0.985, d * 0.99, beam * 0.4).translate((0, 0, beam * 0.42)),
        kit.box(w * 1.02, d * 1.012, beam * 0.2, bevel=beam * 0.03).translate((0, 0, beam * 0.8)),
    ]
    blocks = kit.pick(0, 9, 17)
    for k in range(blocks):
        x = -w / 2 + w * (k + 0.5) / blocks
        parts.extend(
            kit.box(w / blocks * 0.36, d * 0.006, beam * 0.36).translate((x, s * d * 0.4965, beam * 0.44))
            for s in (-1, 1)
        )
    rows = round(blocks * d / w)
    for k in range(rows):
        y = -d / 2 + d * (k + 0.5) / rows
        parts.extend(
            kit.box(w * 0.01, d / rows * 0.36, beam * 0.36).translate((s * w * 0.494, y, beam * 0.44)) for s in (-1, 1)
        )
    kit.add("entablature", kit.together(parts).translate((0, 0, high)), crease=25)
    thick = rise * 0.1
    span = w * 1.06
    slope = roofs.gabled(kit, d * 1.03, span, rise - thick, thick).rotate((0, 0, 90))
    kit.add("roof", slope.translate((0, 0, tall - rise)), crease=15)
    for s in (-1, 1):
        gable = kit.prism([(-w / 2, 0), (w / 2, 0), (0, (rise - thick) * w / span)], d * 0.05).rotate((90, 0, 0))
        rake = [gable.translate((0, s * d * 0.46 + d * 0.025, 0))]
        if kit.level:
            inner = kit.plate(
                [(-w / 2, 0), (w / 2, 0), (0, (rise - thick) * w / span)],
                [[(-w * 0.4, rise * 0.07), (w * 0.4, rise * 0.07), (0, (rise - thick) * 0.8)]],
                d * 0.02,
            )
            rake.append(inner.rotate((90, 0, 0)).translate((0, s * d * 0.49 + d * 0.01, 0)))
        kit.add("pediment", kit.together(rake).translate((0, 0, tall - rise)), crease=25)
    cella = (max(w - 6.5 * r - pitch * 0.5, w * 0.4), max(d - 6.5 * r - pitch, d * 0.4))
    kit.add("cella", kit.box(cella[0], cella[1], high - low).translate((0, 0, low)), crease=25)
    for k in range(values.count("doors")):
        h = (high - low) * 0.62
        side = -1 if k == 0 else 1
        door = [kit.box(h * 0.5, d * 0.012, h)]
        door.extend(
            kit.box(h * 0.17, d * 0.018, h / kit.pick(1, 2, 4) * 0.8, bevel=h * 0.005).translate(
                ((j % 2 - 0.5) * h * 0.24, 0, h * (j // 2) / kit.pick(1, 2, 4) + h * 0.04)
            )
            for j in range(kit.pick(0, 4, 8))
        )
        kit.add("door", kit.union(door).translate((0, side * cella[1] / 2, low)))


def _column(kit: Kit, r: float, tall: float) -> Solid:
    flutes = 16
    n = kit.pick(1, 3, 5) if not kit.low else kit.pick(1, 1, 4)
    around = (flutes * kit.pick(1, 2, 4)) if not kit.low else kit.pick(6, 8, 12)
    head = r * 1.1
    rings = []
    for k in range(n + 1):
        t = k / n
        size = r * (1 - 0.17 * t**1.5)
        cut = 0.06 if kit.level and not kit.low else 0.0
        rings.append(
            [
                (
                    size
                    * (1 - cut * (j % 2 if kit.level == 1 else abs(math.sin(math.pi * j / 4))))
                    * math.cos(2 * math.pi * j / around),
                    size
                    * (1 - cut * (j % 2 if kit.level == 1 else abs(math.sin(math.pi * j / 4))))
                    * math.sin(2 * math.pi * j / around),
                    (tall - head) * t,
                )
                for j in range(around)
            ]
        )
    shaft = kit.lofted(rings)
    top = kit.turned(
        [
            (0, tall - head),
            (r * 0.83, tall - head),
            (r * 0.9, tall - head * 0.86),
            (r * 0.86, tall - head * 0.8),
            (r * 1.12, tall - head * 0.42),
            (r * 1.12, tall - head * 0.36),
            (0, tall - head * 0.36),
        ],
        segments=around // 4 * 4 or 8,
    )
    slab = kit.box(r * 2.4, r * 2.4, head * 0.38).translate((0, 0, tall - head * 0.38))
    foot = kit.turned(
        [(0, 0), (r * 1.12, 0), (r * 1.12, r * 0.12), (r * 1.02, r * 0.2), (0, r * 0.2)], segments=around // 4 * 4 or 8
    )
    return kit.together([shaft, top, slab, foot])


def _spots(number: int, w: float, d: float) -> tuple[list[tuple[float, float]], float]:
    """`number` places on a rectangle's edge: corners first, then evenly, those of the front and rear even in number."""
    corners = [(-w / 2, -d / 2), (w / 2, -d / 2), (w / 2, d / 2), (-w / 2, d / 2)]
    extra = number - 4
    per = [0, 0, 0, 0]
    lengths = [w, d, w, d]
    for _ in range(extra):
        best = max(range(4), key=lambda side: (round(lengths[side] / (per[side] + 1), 3), -side))
        per[best] += 1
    out: list[tuple[float, float]] = []
    for side in range(4):
        (x0, y0), (x1, y1) = corners[side], corners[(side + 1) % 4]
        out += [
            (x0 + (x1 - x0) * j / (per[side] + 1), y0 + (y1 - y0) * j / (per[side] + 1)) for j in range(per[side] + 1)
        ]
    return out, min(lengths[side] / (per[side] + 1) for side in range(4))
