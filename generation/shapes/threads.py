"""Screw threads as closed solids: one true helical ridge with flat crest and root, ends cut by an envelope."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import Manifold, Mesh

from generation.shapes import solids
from generation.shapes.solids import Plane, Solid

# Where along one pitch the crest begins and ends and the root begins and ends: ISO 68-1, crest P/8, root P/4.
_MARKS = np.array([0.0, 1 / 8, 7 / 16, 11 / 16])
DEPTH = 0.6134  # of the pitch, external threads (ISO 68-1)


def ridge(crest: float, root: float, pitch: float, low: float, high: float, segments: int) -> Solid:
    """A right-handed threaded bar that reaches at least from `low` to `high`, with ragged ends to be cut off.

    `crest` and `root` are radii in millimetres; `segments` chords make one turn, a multiple of four.
    """
    turns = math.ceil((high - low) / pitch) + 3
    rows = turns * 4 + 1
    k = np.arange(rows)
    along = k // 4 + _MARKS[k % 4]
    radius = np.where(k % 4 < 2, crest, root)
    j = np.arange(segments)
    angle = 2 * math.pi * j / segments
    z = low - 1.5 * pitch + pitch * (along[None, :] + (j / segments)[:, None])
    points = np.stack(
        [np.cos(angle)[:, None] * radius, np.sin(angle)[:, None] * radius, z], axis=2
    ).reshape(-1, 3)  # fmt: skip
    bottom, top = len(points), len(points) + 1
    points = np.vstack([points, (0, 0, z.min() - pitch), (0, 0, z.max() + pitch)])

    def at(column: int, row: np.ndarray) -> np.ndarray:
        return row + 4 if column == segments else column * rows + row

    faces = []
    for column in range(segments):
        last = rows - 1 if column < segments - 1 else rows - 5
        row = np.arange(last)
        a, b = at(column, row), at(column + 1, row)
        c, d = at(column + 1, row + 1), at(column, row + 1)
        faces += [np.column_stack([a, b, c]), np.column_stack([a, c, d])]
    seam = (segments - 1) * rows
    # Beyond the seam's last full turn the end is closed by the top's fan.
    low_rim = [column * rows for column in range(segments)] + [4, 3, 2, 1]
    high_rim = [column * rows + rows - 1 for column in range(segments)]
    high_rim = [*high_rim, *(seam + rows - 1 - step for step in range(1, 5))]
    faces.append(_fan(low_rim, bottom, inward=True))
    faces.append(_fan(high_rim, top, inward=False))
    mesh = Mesh(np.ascontiguousarray(points, np.float32), np.ascontiguousarray(np.vstack(faces), np.uint32))
    return Manifold(mesh)


def _fan(rim: list[int], middle: int, *, inward: bool) -> np.ndarray:
    ring = np.array(rim)
    after = np.roll(ring, -1)
    centre = np.full(len(ring), middle)
    return np.column_stack([centre, after, ring]) if inward else np.column_stack([centre, ring, after])


def bar(diameter: float, pitch: float, envelope: Plane, segments: int) -> Solid:
    """A threaded bar inside an envelope of (z, radius) pairs from bottom to top: chamfers, points and flat ends."""
    crest = diameter / 2
    root = max(crest - DEPTH * pitch, crest * 0.3)
    low, high = envelope[0][0], envelope[-1][0]
    body = ridge(crest, root, pitch, low, high, segments)
    outline = [(0.0, low), *((max(r, 1e-3), z) for z, r in envelope), (0.0, high)]
    return body ^ solids.turned(outline, segments)
