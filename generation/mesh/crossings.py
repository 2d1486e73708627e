"""Triangles that cut through others of the same mesh: a grid finds neighbours, segment against triangle decides."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.mesh import topology
from generation.mesh.read import Model, joined

MOST_TRIANGLES = 50_000
_MOST_PAIRS = 12_000_000
_CHUNK = 200_000
# Triangles that only touch (a corner on a face, a shared edge) do not cross.
_MARGIN = 1e-6

Doubles = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Crossing:
    """How many triangles are cut by another one of their mesh; None with the reason where it was not counted."""

    count: int | None
    reason: str = ""


def count(model: Model) -> Crossing:
    """Count over all shown meshes, each on its own: parts that are set into each other are no fault."""
    shown = {node.mesh for node in model.nodes if node.mesh is not None and model.meshes[node.mesh].primitives}
    meshes = [joined(model.meshes[number]) for number in sorted(shown)]
    total = sum(len(triangles) for _, triangles in meshes)
    if total > MOST_TRIANGLES:
        return Crossing(None, f"Self-intersections are counted up to {MOST_TRIANGLES:,} triangles; this has {total:,}.")
    found = 0
    for positions, triangles in meshes:
        crossed = crossing_triangles(positions, triangles)
        if crossed is None:
            return Crossing(None, "The triangles lie too densely over each other to count self-intersections.")
        found += int(crossed.sum())
    return Crossing(found)


def crossing_triangles(positions: NDArray[np.float32], triangles: NDArray[np.uint32]) -> NDArray[np.bool_] | None:
    """For each triangle (m,) whether another one cuts it; None where too many lie in one place.

    The test is Möller and Trumbore's (1997) for each edge of one triangle against the other. Triangles that lie in one
    plane are not found.
    """
    places, _ = topology.weld(positions)
    faces = places[triangles]
    corners = positions[triangles].astype(np.float64)
    span = float(np.ptp(positions, axis=0).max()) or 1.0
    corners = (corners - positions.min(axis=0)) / span
    crossed = np.zeros(len(triangles), bool)
    pairs = _neighbours(corners.min(axis=1), corners.max(axis=1))
    if pairs is None:
        return None
    for start in range(0, len(pairs), _CHUNK):
        one, other = pairs[start : start + _CHUNK].T
        shared = (faces[one][:, :, None] == faces[other][:, None, :]).sum(axis=(1, 2))
        one, other = one[shared < 2], other[shared < 2]
        hit = _cuts(corners[one], corners[other]) | _cuts(corners[other], corners[one])
        crossed[one[hit]] = True
        crossed[other[hit]] = True
    return crossed


def _neighbours(low: Doubles, high: Doubles) -> Whole | None:
    """Pairs (p, 2) of triangles whose boxes overlap, each once."""
    size = len(low)
    cells = int(np.clip(np.sqrt(size), 1, 128))
    first, last = (np.clip((edge * cells).astype(np.int64), 0, cells - 1) for edge in (low, high))
    spread = last - first + 1
    entries = spread.prod(axis=1)
    while int(entries.sum()) > 8 * size + 4096 and cells > 1:
        cells //= 2
        first, last = (np.clip((edge * cells).astype(np.int64), 0, cells - 1) for edge in (low, high))
        spread = last - first + 1
        entries = spread.prod(axis=1)
    owner = np.repeat(np.arange(size), entries)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(entries) - entries, entries)
    wide, deep = spread[owner, 1] * spread[owner, 2], spread[owner, 2]
    cell = (first[owner, 0] + step // wide) * cells + first[owner, 1] + step % wide // deep
    cell = cell * cells + first[owner, 2] + step % deep
    order = np.argsort(cell, kind="stable")
    owner, cell = owner[order], cell[order]
    starts = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
    ends = np.append(starts[1:], len(cell))
    behind = np.repeat(ends, ends - starts) - np.arange(len(cell)) - 1
    if int(behind.sum()) > _MOST_PAIRS:
        return None
    found = []
    bounds = np.cumsum(behind)
    at = 0
    while at < len(cell):
        until = max(at + 1, int(np.searchsorted(bounds, (bounds[at - 1] if at else 0) + 2_000_000)))
        here = behind[at:until]
        left = np.repeat(np.arange(at, until), here)
        right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(here) - here, here)
        one, other = owner[left], owner[right]
        near = (low[one] <= high[other]).all(axis=1) & (low[other] <= high[one]).all(axis=1)
        one, other = one[near], other[near]
        found.append(np.minimum(one, other) * size + np.maximum(one, other))
        at = until
    keys = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return np.stack([keys // size, keys % size], axis=1)


def _cuts(edges: Doubles, walls: Doubles) -> NDArray[np.bool_]:
    """Whether an edge of the first triangles (p, 3, 3) passes through the inside of the second ones."""
    origin = walls[:, 0]
    one, other = walls[:, 1] - origin, walls[:, 2] - origin
    normal = np.cross(one, other)
    scale = np.linalg.norm(normal, axis=1)
    hit = np.zeros(len(edges), bool)
    for corner in range(3):
        start = edges[:, corner]
        way = edges[:, (corner + 1) % 3] - start
        against = np.einsum("ij,ij->i", way, normal)
        usable = np.abs(against) > _MARGIN * scale * np.linalg.norm(way, axis=1)
        safe = np.where(usable, against, 1.0)
        reach = origin - start
        along = np.einsum("ij,ij->i", reach, normal) / safe
        turn = np.cross(reach, way)
        u = np.einsum("ij,ij->i", turn, other) / safe
        v = -np.einsum("ij,ij->i", turn, one) / safe
        inside = (u > _MARGIN) & (v > _MARGIN) & (u + v < 1 - _MARGIN)
        hit |= usable & inside & (along > _MARGIN) & (along < 1 - _MARGIN)
    return hit
