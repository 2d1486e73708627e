"""Obelisks: a tapering square needle with a pointed top on a stepped pedestal, carved panels on its faces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "obelisk",
    gloss="a tall tapering pillar of stone with a pointed top",
    category="architecture",
    size=Size(2600, 2600, 12_000, main="height", tied=("width", "depth"), stretch=3),
    roles=(
        Role("shaft", "granite", "#b98d74", words=("body", "needle")),
        Role("pyramidion", "gold leaf", words=("tip", "point", "top"), tone=1),
        Role("pedestal", "granite", "#a1988c", words=("base", "plinth"), tone=None),
        Role("step", "granite", "#8f877c", count="steps", tone=None),
        Role("panel", "granite", "#a67a62", words=("carving", "hieroglyph"), count=None, tone=None),
    ),
    parameters=(count("steps", 2, 0, 6),),
    synonyms=("stone obelisk", "egyptian obelisk"),
    examples=(
        "granite obelisk with three steps",
        "white marble obelisk",
        "sandstone obelisk with a golden tip, 8 m tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Steps, pedestal, shaft, tip."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash, half = deep / wide, wide / 2
    steps = values.count("steps")
    rise = min(tall * 0.022, half * 0.2)
    z = 0.0
    half_top = half * (0.64 if steps else 0.98)
    for k in range(steps):
        size = half - (half - half_top * 1.15) * k / max(steps, 1)
        kit.add("step", kit.box(size * 2, size * 2, rise, bevel=rise * 0.1).scale((1, squash, 1)).translate((0, 0, z)))
        z += rise
    foot = min(tall * 0.14, half * 1.6)
    parts = [kit.box(half_top * 1.9, half_top * 1.9, foot * 0.8, bevel=half * 0.01).translate((0, 0, z))]
    for low, size in ((0.0, 2.0), (0.76, 2.0), (0.86, 1.7)):
        parts.append(
            kit.box(half_top * size, half_top * size, foot * 0.14, bevel=foot * 0.03).translate((0, 0, z + foot * low))
        )
    kit.add("pedestal", kit.union(parts).scale((1, squash, 1)))
    z += foot * 0.98
    r0 = half_top * 0.72 * (1.1 if kit.style == "stylized" else 1)
    r1 = r0 * 0.62
    top = tall - r1 * 1.9
    soft = r0 * 0.04 * kit.level

    def loop(r: float) -> list[tuple[float, float]]:
        if not soft:
            return [(r, r), (r, -r), (-r, -r), (-r, r)]
        return [(s * a, t * b) for s in (-1, 1) for t in (-1, 1) for a, b in ((r - soft, r), (r, r - soft))]

    kit.add("shaft", kit.hull([(x, y * squash, h) for r, h in ((r0, z), (r1, top)) for x, y in loop(r)]), crease=20)
    kit.add(
        "pyramidion", kit.hull([(x, y * squash, top - 1e-3) for x, y in loop(r1 * 1.0)] + [(0, 0, tall)]), crease=20
    )
    rows = kit.pick(0, 6, 12) if not kit.low else kit.pick(0, 2, 4)
    marks = []
    for turn in (0, 90, 180, 270):
        for k in range(rows):
            t = 0.08 + 0.84 * (k + 0.5) / rows
            r = r0 + (r1 - r0) * t
            pieces = 1 + (kit.level == 2) * 2
            for j in range(pieces):
                w = r * (0.9 if pieces == 1 else 0.34) * (0.7 + 0.5 * kit.chance("w", turn, k, j))
                h = (top - z) * 0.84 / rows * (0.3 + 0.35 * kit.chance("h", turn, k, j))
                x = (j - (pieces - 1) / 2) * r * 0.5
                marks.append(
                    kit.box(w, r * 0.05, h, bevel=r * 0.01)
                    .translate((x, -r, z + (top - z) * t - h / 2))
                    .rotate((0, 0, turn))
                )
    if marks:
        kit.add("panel", kit.together(marks).scale((1, squash, 1)))
