"""Bodies of stringed instruments: a waisted outline in plan, closed and smooth, from a few widths along its length."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Outline = list[tuple[float, float]]


def waisted(kit: Kit, marks: Sequence[tuple[float, float]]) -> Outline:
    """The outline through (half width, place along Y) pairs, mirrored; the first and last lie on the axis."""
    half = [(max(float(x), 0.0), float(y)) for x, y in kit.curve(marks, smooth=2)]
    half[0], half[-1] = (0.0, marks[0][1]), (0.0, marks[-1][1])
    return [*half, *((-x, y) for x, y in reversed(half[1:-1]))]


def shrunk(outline: Outline, by: float) -> Outline:
    """The outline moved inwards along its normals."""
    out = []
    for at, (x, y) in enumerate(outline):
        (ax, ay), (bx, by_) = outline[at - 1], outline[(at + 1) % len(outline)]
        dx, dy = bx - ax, by_ - ay
        size = (dx * dx + dy * dy) ** 0.5 or 1.0
        out.append((x - by * dy / size, y + by * dx / size))
    return out


def plate(kit: Kit, outline: Outline, low: float, high: float, soft: float = 0.0, *, arch: float = 0.0) -> Solid:
    """The outline from `low` to `high` with a soft upper edge; `arch` pulls the edge further in, as a violin's is."""
    steps = 1 if kit.low else kit.pick(2, 3, 5)
    rings = [[(x, y, low) for x, y in outline]]
    pull = arch or soft
    if pull <= 0 or (kit.level == 0 and not arch):
        return kit.prism(outline, high - low).translate((0, 0, low))
    rise = high - low if arch else soft
    for step in range(steps + 1):
        angle = math.pi / 2 * step / steps
        inner = shrunk(outline, pull * (1 - math.cos(angle)))
        z = high - rise * (1 - math.sin(angle))
        rings.append([(x, y, max(z, low + 1e-3 * (high - low))) for x, y in inner])
    return kit.lofted(rings)
