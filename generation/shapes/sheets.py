"""Thin curved bodies: sails, petals and leaves from rows of points, wings and blades from sections. Millimetres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def sheet(kit: Kit, rows: Any, thick: float) -> Solid:
    """A closed sheet `thick` through a grid of points (n, m, 3); rows must have some width everywhere."""
    maths = kit.maths
    grid = maths.asarray(rows, float)
    along, across = maths.gradient(grid, axis=0), maths.gradient(grid, axis=1)
    normals = maths.cross(along, across)
    lengths = maths.linalg.norm(normals, axis=2, keepdims=True)
    normals = maths.where(lengths > 1e-9, normals / maths.maximum(lengths, 1e-9), (0.0, 0.0, 1.0))
    front, back = grid + normals * thick / 2, grid - normals * thick / 2
    return kit.lofted(maths.concatenate([front, back[:, ::-1]], axis=1))


def blade(
    kit: Kit,
    long: float,
    wide: float,
    thick: float,
    *,
    bend: float = 0.0,
    cup: float = 0.2,
    tip: float = 0.7,
    start: float = 0.12,
    wave: float = 0.0,
) -> Solid:
    """A leaf or petal from the origin along +X, its face up: widest at `tip` of its length, bent by `bend` radians.

    `cup` raises the edges by that share of the width, `start` is the width at its foot, `wave` ripples its edges.
    """  # fmt: skip
    n = kit.pick(4, 8, 14) if not kit.low else kit.pick(3, 4, 6)
    m = kit.pick(1, 2, 4) if not kit.low else kit.pick(1, 1, 2)
    rows = []
    power = math.log(0.5) / math.log(min(max(tip, 0.15), 0.85))
    for i in range(n + 1):
        t = i / n
        swell = math.sin(math.pi * min(max(t, 0.0), 1.0) ** power) ** 0.8
        half = wide / 2 * max(swell + start * (1 - t) ** 2, 0.03)
        angle = bend * t
        s = long * t if abs(bend) < 1e-6 else long / bend * math.sin(angle)
        rise = 0.0 if abs(bend) < 1e-6 else long / bend * (1 - math.cos(angle))
        row = []
        for j in range(-m, m + 1):
            u = j / m
            lift = cup * wide * u * u * swell * 0.5 + wave * wide * math.sin(t * 9 + u) * abs(u)
            row.append((s - lift * math.sin(angle), half * u, rise + lift * math.cos(angle)))
        rows.append(row)
    return sheet(kit, rows, thick)


def foil(kit: Kit, sections: Sequence[Sequence[float]]) -> Solid:
    """A wing or fin through (x, leading y, trailing y, z, thickness) sections, its nose towards −Y."""
    steps = kit.pick(3, 6, 10) if not kit.low else kit.pick(2, 3, 4)
    rings = []
    for x, lead, trail, z, thick in sections:
        chord = trail - lead
        upper = []
        for k in range(2 * steps + 1):
            t = (1 - math.cos(math.pi * k / (2 * steps))) / 2
            height = thick * (2.969 * math.sqrt(t) - 1.26 * t - 3.516 * t**2 + 2.843 * t**3 - 0.99 * t**4)
            upper.append((lead + chord * t, height))
        loop = [(y, z + h * 1.1) for y, h in upper] + [(y, z - h * 0.8) for y, h in reversed(upper[1:-1])]
        rings.append([(x, y, h) for y, h in loop])
    return kit.lofted(rings)


def fin(kit: Kit, outline: Sequence[tuple[float, float]], thick: float) -> Solid:
    """A flat fin with its outline (out, up) in the XZ plane, `thick` along Y, its edges thinner than its middle."""
    maths = kit.maths
    flat = maths.asarray(outline, float)
    middle = flat.mean(axis=0)
    rings = []
    for share, y in ((0.93, -0.5), (1.0, -0.22), (1.0, 0.22), (0.93, 0.5)) if kit.level else ((1.0, -0.5), (1.0, 0.5)):
        loop = middle + (flat - middle) * share
        rings.append([(x, y * thick, z) for x, z in loop])
    return kit.lofted(rings)
