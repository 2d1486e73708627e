"""Roofs over a rectangle, with courses of tiles that rise with complexity. Millimetres, Z up, eaves at z = 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector


def _courses(kit: Kit) -> int:
    return kit.pick(0, 9, 18) if not kit.low else kit.pick(0, 3, 6)


def gabled(kit: Kit, long: float, across: float, rise: float, thick: float) -> Solid:
    """Two slopes along X, `long` × `across` in plan, `rise` + `thick` high; the tiles are steps of their section."""
    half, courses = across / 2, _courses(kit)
    lip = thick * 0.35
    upper: list[tuple[float, float]] = []
    if courses:
        for k in range(courses):
            y0, y1 = half * (1 - k / courses), half * (1 - (k + 1) / courses)
            z0, z1 = thick + rise * k / courses, thick + rise * (k + 1) / courses
            upper += [(y0, z0), (y1, z1 - (lip if k < courses - 1 else 0.0))]
    else:
        upper = [(half, thick), (0.0, thick + rise)]
    left = [(-y, z) for y, z in reversed(upper)][1:]
    outline = [(half, 0.0), *upper, *left, (-half, 0.0), (0.0, rise)]
    return kit.prism(outline, long).rotate((90, 0, 90)).translate((-long / 2, 0, 0))


def ridge(kit: Kit, long: float, thick: float, slope: float) -> Solid:
    """A rounded cap along the ridge, its crown at z = 0."""
    wide = thick * 1.5
    drop = wide * slope * 0.55 + thick * 0.4
    path = [(-wide / 2, -drop), (-wide * 0.42, -drop * 0.55), (-wide * 0.2, -drop * 0.12), (0.0, 0.0)]
    outline = [*path, *((-y, z) for y, z in reversed(path[:-1])), (0.0, -drop * 0.7)]
    tiles = kit.pick(1, 12, 24)
    length = long / tiles
    cap = kit.prism(outline, length).rotate((90, 0, 90))
    if tiles == 1 or kit.low:
        return cap.scale((long / length, 1, 1)).translate((-long / 2, 0, 0))
    # Every tile lies a little over the next, so that the row reads as single tiles.
    row = [cap.scale((1.0, 1 - 0.08 * (k % 2), 1.0)).translate((-long / 2 + k * length, 0, 0)) for k in range(tiles)]
    return kit.union(row)


def hipped(kit: Kit, width: float, depth: float, rise: float, thick: float, *, pyramid: bool) -> Solid:
    """Four slopes on a rectangle; a ridge along the longer side, or one point."""
    spare = 0.0 if pyramid else abs(width - depth) / 2
    along_x = width >= depth
    courses = max(1, _courses(kit))

    def ring(share: float, z: float) -> list[Vector]:
        rx = (spare if along_x else 0.0) * share + width / 2 * (1 - share)
        ry = (0.0 if along_x else spare) * share + depth / 2 * (1 - share)
        return [(rx, ry, z), (-rx, ry, z), (-rx, -ry, z), (rx, -ry, z)]

    lip = thick * 0.35
    layers = [kit.hull([*ring(0, 0), *ring(0, thick)])]
    for k in range(courses):
        low, high = k / courses, (k + 1) / courses
        z0, z1 = thick + rise * low, thick + rise * high
        drop = lip if k < courses - 1 else 0.0
        layers.append(kit.hull([*ring(low, z0 - thick * 0.5), *ring(low, z0), *ring(high, z1 - drop)]))
    return kit.union(layers)


def flat(kit: Kit, width: float, depth: float, tall: float, hang: float) -> Solid:
    """A slab with a parapet around it, and gravel-high roof surface inside."""
    slab = kit.box(width, depth, tall, bevel=tall * 0.08)
    inner = kit.box(width - hang * 1.2, depth - hang * 1.2, tall).translate((0, 0, tall * 0.45))
    parts = kit.without(slab, inner)
    hatches = kit.pick(0, 1, 2)
    for k in range(hatches):
        box = kit.box(width * 0.08, width * 0.08, tall * 0.5, bevel=tall * 0.05)
        parts = kit.union([parts, box.translate((width * (-0.2 + 0.4 * k), depth * 0.15, tall * 0.4))])
    return parts
