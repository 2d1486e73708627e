"""How a solid would print: its thinnest walls, what hangs over, and what starts in the air. Pure numpy and scipy.

A grid of rays along each of the three axes meets the surface. Where a ray is inside of any body it is in the solid, so
that parts which are set into each other count as the one thing that is printed. From those stretches come

- walls: a stretch whose two ends face each other is a wall, as wide as the stretch times the cosine of its slope
  (ray sampling after the shape diameter function: Shapira, Shamir, Cohen-Or 2008, with rays on a grid instead of in
  cones, so that the same model gives the same figure);
- overhang: surface that looks down by more than 45° from the upright and does not lie on the bed;
- islands: pieces of a layer with nothing below them within two cells, so that they begin in the air.

The work is bounded: SIDE rays along the longest side, and a coarser grid where triangles would meet too many of them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

SIDE = 128
LEAST_SIDE = 20
MOST_TRIANGLES = 1_000_000
MOST_MEETINGS = 12_000_000
_CHUNK = 500_000
THIN_SHARE = 0.002  # of the walls' area may be thinner than what is told: a pointed tip is no wall
LEAST_WALLS = 8  # that many rays at least tell a thinnest wall
FACING = -0.7  # cosine between the two ends of a wall: planes up to 45° to each other
STEEP = 0.5  # cosine: rays that graze a surface tell nothing of its thickness
EDGE_ON = 1e-6  # cosine: a ray along a surface does not pass through it
DOWN = 0.7071  # cosine of 45°
NEAR = 2  # cells to each side in which the layer below holds what is above

Doubles = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where rays along one axis are inside: the ray's cell (n, 2), from and to along the axis, and the unit normals'
    (n, 3) at both ends.
    """

    cell: Whole
    low: Doubles
    high: Doubles
    low_normal: Doubles
    high_normal: Doubles


def measured(corners: Doubles, *, metres: float = 1.0) -> dict[str, Any] | None:
    """Walls, overhang and islands of closed bodies: `corners` (m, 3, 3) of their triangles, counter-clockwise from
    outside, Y up; `metres` is one of their units.

    The answer has `wall_mm` (the thinnest wall, or None where no two sides face each other), `overhang_share` (of the
    surface, 0..1) and `islands` (a count). None where it cannot be told: a flat thing, or more than MOST_TRIANGLES.
    """
    if not 0 < len(corners) <= MOST_TRIANGLES:
        return None
    base = corners.reshape(-1, 3).min(axis=0)
    sides = corners.reshape(-1, 3).max(axis=0) - base
    span = float(sides.max())
    if not np.isfinite(span) or float(sides.min()) <= span * 1e-6:
        return None
    corners = (corners - base) / span
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normals, axis=1)
    kept = length > 0
    corners, normals = corners[kept], normals[kept] / length[kept, None]
    side = _side(corners)
    if side is None:
        return None
    found = [_stretches(corners, normals, axis, side) for axis in range(3)]
    upright = _stretches(corners, normals, 1, side, even=True)
    return {
        "wall_mm": _wall(found, span * metres * 1000.0),
        "overhang_share": _overhang(found, side),
        "islands": _islands(upright, sides / span, side),
    }


def _ranges(corners: Doubles, axis: int, side: int) -> tuple[Whole, Whole]:
    """The first and last grid cell (m, 2) whose ray may meet each triangle, last below first where none does."""
    plane = corners[:, :, [number for number in range(3) if number != axis]] * side
    first = np.ceil(plane.min(axis=1) - 1 + _BORDER).astype(np.int64)
    return first, np.floor(plane.max(axis=1) - _BORDER).astype(np.int64)


_BORDER = 0.05
_EVEN = np.array([0.5313, 0.4823])  # off the middles: edges of models like to lie on round figures
_SPREAD = np.array([0.7548776662466927, 0.5698402909980532])  # of the plane: M. Roberts' R2 sequence


def _spots(cell: Whole, *, even: bool) -> Doubles:
    """Where in their cells (n, 2) the rays stand: in each row elsewhere, so that no thin rod lies between all rays.

    `even` ones stand in rows: what is thinner than a cell is then met all along or not at all, and does not crumble.
    """
    if even:
        standing: Doubles = cell + _EVEN
        return standing
    along = cell[:, ::-1] * _SPREAD + 0.31 * cell
    spots: Doubles = cell + _BORDER + (1 - 2 * _BORDER) * (along - np.floor(along))
    return spots


def _side(corners: Doubles) -> int | None:
    """How many rays the longest side gets."""
    side = SIDE
    while side >= LEAST_SIDE:
        meetings = 0
        for axis in range(3):
            first, last = _ranges(corners, axis, side)
            meetings += int(np.maximum(last - first + 1, 0).prod(axis=1).sum())
        if meetings <= MOST_MEETINGS:
            return side
        side //= 2
    return None


def _stretches(corners: Doubles, normals: Doubles, axis: int, side: int, *, even: bool = False) -> Stretches:
    """The stretches inside of the rays along `axis`, by ray and then along it."""
    first, last = _ranges(corners, axis, side)
    spread = np.maximum(last - first + 1, 0)
    spread[np.abs(normals[:, axis]) < EDGE_ON] = 0
    count = spread.prod(axis=1)
    ends = np.cumsum(count)
    owners, cells, depths = [], [], []
    start = 0
    while start < len(corners):
        until = max(start + 1, int(np.searchsorted(ends, (ends[start - 1] if start else 0) + _CHUNK)))
        owner, cell, depth = _met(corners, np.arange(start, until), count, first, spread[:, 1], axis, side, even=even)
        owners.append(owner)
        cells.append(cell)
        depths.append(depth)
        start = until
    return _inside(np.concatenate(owners), np.concatenate(cells), np.concatenate(depths), normals, axis)


def _met(
    corners: Doubles, those: Whole, count: Whole, first: Whole, rows: Whole, axis: int, side: int, *, even: bool
) -> tuple[Whole, Whole, Doubles]:
    """Where rays pass through `those` triangles: the triangle, the ray's cell (n, 2) and how far along the axis."""
    owner = np.repeat(those, count[those])
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count[those]) - count[those], count[those])
    cell = first[owner] + np.stack([step // rows[owner], step % rows[owner]], axis=1)
    across = [number for number in range(3) if number != axis]
    point = _spots(cell, even=even) / side
    a, b, c = (corners[owner, corner][:, across] for corner in range(3))
    whole = _turn(b - a, c - a)
    two, three = _turn(c - b, point - b), _turn(a - c, point - c)
    share = np.stack([two / whole, three / whole], axis=1)
    hit = (share >= 0).all(axis=1) & (share.sum(axis=1) <= 1)
    owner, cell, share = owner[hit], cell[hit], share[hit]
    weights = np.column_stack([share, 1 - share.sum(axis=1)])
    return owner, cell, np.einsum("ij,ij->i", weights, corners[owner, :, axis])


def _turn(one: Doubles, other: Doubles) -> Doubles:
    turned: Doubles = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return turned


def _inside(owner: Whole, cell: Whole, depth: Doubles, normals: Doubles, axis: int) -> Stretches:
    """Meetings (n) with the surface, put together to stretches where a ray is in at least one body."""
    enters = normals[owner, axis] < 0
    ray = cell[:, 0] * (1 << 20) + cell[:, 1]
    # Bodies that touch are one: at the same depth a ray first enters, then leaves.
    order = np.lexsort((~enters, np.round(depth * 1e6), ray))
    owner, ray, depth, enters = owner[order], ray[order], depth[order], enters[order]
    if len(ray) == 0:
        return Stretches(np.zeros((0, 2), np.int64), *(np.zeros(0),) * 2, *(np.zeros((0, 3)),) * 2)
    begins = np.flatnonzero(np.concatenate([[True], ray[1:] != ray[:-1]]))
    number = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(ray))))
    turns = np.where(enters, 1, -1)
    bodies = np.cumsum(turns)
    bodies -= np.concatenate([[0], bodies])[begins][number]
    # A ray through an edge may miss one of its two faces: it does not end outside, and tells nothing.
    sound = np.ones(len(begins), bool)
    np.logical_and.at(sound, number, bodies >= 0)
    sound &= bodies[np.append(begins[1:], len(ray)) - 1] == 0
    low = np.flatnonzero(enters & (bodies == 1) & sound[number])
    high = np.flatnonzero(~enters & (bodies == 0) & sound[number])
    spot = np.stack([ray[low] >> 20, ray[low] & ((1 << 20) - 1)], axis=1)
    return Stretches(spot, depth[low], depth[high], normals[owner[low]], normals[owner[high]])


def _wall(found: list[Stretches], span_mm: float) -> float | None:
    """The width in millimetres that all but THIN_SHARE of the walls' area have at least."""
    widths, areas = [], []
    for axis, one in enumerate(found):
        slope = np.minimum(np.abs(one.low_normal[:, axis]), np.abs(one.high_normal[:, axis]))
        facing = np.einsum("ij,ij->i", one.low_normal, one.high_normal)
        wall = (facing < FACING) & (slope > STEEP)
        widths.append(((one.high - one.low) * slope)[wall])
        areas.append(1 / slope[wall])
    width, area = np.concatenate(widths), np.concatenate(areas)
    if len(width) < LEAST_WALLS:
        return None
    order = np.argsort(width, kind="stable")
    reached = np.searchsorted(np.cumsum(area[order]), area.sum() * THIN_SHARE)
    place = min(max(int(reached), LEAST_WALLS - 1), len(width) - 1)
    return float(f"{width[order][place] * span_mm:.3g}")


def _overhang(found: list[Stretches], side: int) -> float:
    """The share of the surface that looks down over the air; each axis measures what looks along it the most."""
    surface = 0.0
    for axis, one in enumerate(found):
        for normals in (one.low_normal, one.high_normal):
            along = np.abs(normals[:, axis])
            mine = along >= np.abs(normals).max(axis=1)
            surface += float((1 / along[mine]).sum())
    upright = found[1]
    down = -upright.low_normal[:, 1]
    over = (down > DOWN) & (upright.low > 1.0 / side)
    return float(f"{float((1 / down[over]).sum()) / surface:.3g}") if surface else 0.0


def _widened(solid: NDArray[np.bool_], way: int) -> NDArray[np.bool_]:
    """What is solid within NEAR cells to both sides along one way of a layer."""
    wide = solid.copy()
    for step in range(1, NEAR + 1):
        to, from_ = [slice(None)] * 3, [slice(None)] * 3
        to[way], from_[way] = slice(step, None), slice(None, -step)
        wide[tuple(to)] |= solid[tuple(from_)]
        wide[tuple(from_)] |= solid[tuple(to)]
    return wide


def _islands(upright: Stretches, sides: Doubles, side: int) -> int:
    """How many pieces of layers begin in the air; a layer is as high as a cell is wide."""
    wide, tall, deep = (int(np.ceil(length * side)) + 1 for length in sides)
    change = np.zeros((tall + 1, wide, deep), np.int16)
    x, z = upright.cell.T
    start = np.clip(np.ceil(upright.low * side - 0.5), 0, tall).astype(np.int64)
    end = np.clip(np.ceil(upright.high * side - 0.5), 0, tall).astype(np.int64)
    np.add.at(change, (start, x, z), 1)
    np.add.at(change, (end, x, z), -1)
    solid = np.cumsum(change, axis=0)[:tall] > 0
    flat = np.zeros((3, 3, 3), bool)
    flat[1] = True
    pieces, many = ndimage.label(solid, structure=flat)
    below = np.zeros_like(solid)
    below[1:] = solid[:-1]
    for way in (1, 2):
        below = _widened(below, way)
    held = np.zeros(many + 1, bool)
    held[np.unique(pieces[below & solid])] = True
    size = np.bincount(pieces.ravel(), minlength=many + 1)
    filled = np.flatnonzero(solid.any(axis=(1, 2)))
    if len(filled) == 0:
        return 0
    held[np.unique(pieces[filled[0]])] = True  # what lies on the bed
    held[0] = True
    return int((~held & (size > 1)).sum())
