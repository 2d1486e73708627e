"""Where one thing touches another that stands on, in or under it: heights of solids over a grid. Millimetres, Z up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from manifold3d import Manifold

from generation.shapes.solids import Points

Grid = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_FINE, _MOST = 22, 150  # cells across what is put down, and at most across what it is put on
_FLAT = 0.12  # a level counts as a surface from this share of the plan


class Body:
    """A thing as it was built, about the origin, and turned about its vertical by `turn` degrees."""

    def __init__(self, solids: Sequence[Manifold]) -> None:
        self.solids = solids
        self.turn = 0.0
        self._sampled: dict[float, Points] = {}

    @cached_property
    def corners(self) -> Points:
        """Corners (n, 3) of all solids, not turned."""
        return np.vstack([np.asarray(solid.to_mesh().vert_properties, np.float64)[:, :3] for solid in self.solids])

    def turned(self, points: Points) -> Points:
        """The points (n, 3) turned as the body is."""
        if not self.turn:
            return points
        c, s = np.cos(np.radians(self.turn)), np.sin(np.radians(self.turn))
        out = points.copy()
        out[:, 0], out[:, 1] = c * points[:, 0] - s * points[:, 1], s * points[:, 0] + c * points[:, 1]
        return out

    def bounds(self) -> Points:
        """Lowest and highest corner (2, 3) as it is turned."""
        if not self.turn:
            boxes = np.array([solid.bounding_box() for solid in self.solids])
            return np.vstack([boxes[:, :3].min(axis=0), boxes[:, 3:].max(axis=0)])
        points = self.turned(self.corners)
        return np.vstack([points.min(axis=0), points.max(axis=0)])

    def reach(self, x: float, y: float) -> float:
        """How far it extends from the origin along the unit vector (x, y) in plan."""
        return float((self.turned(self.corners)[:, :2] @ np.array([x, y])).max())

    def points(self, cell: float) -> Points:
        """Points (n, 3) on its surface, in plan no further apart than a cell."""
        if cell not in self._sampled:
            self._sampled = {cell: np.vstack([_sampled(solid, cell) for solid in self.solids])}
        return self.turned(self._sampled[cell])


def _sampled(solid: Manifold, cell: float) -> Points:
    """Corners of a solid, and points on its triangles so dense that none of them spans a cell in plan."""
    mesh = solid.to_mesh()
    corners = np.asarray(mesh.vert_properties, np.float64)[:, :3]
    triangles = corners[np.asarray(mesh.tri_verts)]
    flat = triangles[:, :, :2]
    edges = np.linalg.norm(flat - np.roll(flat, -1, axis=1), axis=2)
    longest = edges.argmax(axis=1)
    wide = edges.max(axis=1)
    kept = wide > cell
    if not kept.any():
        return corners
    triangles, longest, wide, flat = triangles[kept], longest[kept], wide[kept], flat[kept]
    row = np.arange(len(triangles))
    first, second, tip = (triangles[row, (longest + k) % 3] for k in range(3))
    along, across = (flat[row, (longest + k) % 3] - flat[row, longest] for k in (1, 2))
    high = np.abs(along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]) / wide
    steps = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256])
    columns, rows = (np.searchsorted(steps, np.minimum(np.ceil(size / cell), 256)) for size in (wide, high))
    out = [corners]
    for pair in np.unique(np.column_stack([columns, rows]), axis=0):
        chosen = (columns == pair[0]) & (rows == pair[1])
        u, v = np.meshgrid(np.linspace(0, 1, steps[pair[0]] + 1), np.linspace(0, 1, steps[pair[1]] + 1))
        a, b, c = ((1 - v) * (1 - u)).ravel(), ((1 - v) * u).ravel(), v.ravel()
        mixed = [np.multiply.outer(part[chosen], weight) for part, weight in ((first, a), (second, b), (tip, c))]
        out.append((mixed[0] + mixed[1] + mixed[2]).transpose(0, 2, 1).reshape(-1, 3))
    return np.vstack(out)


@dataclass
class Field:
    """Heights over a grid of square cells whose first corner lies at `corner`."""

    corner: Points
    cell: float
    heights: Grid

    def middle(self, i: int, j: int) -> tuple[float, float]:
        """The middle of a cell."""
        return float(self.corner[0] + (i + 0.5) * self.cell), float(self.corner[1] + (j + 0.5) * self.cell)


def cell_for(subject: Points, landmark: Points) -> float:
    """The size of cells that shows the subject finely and the landmark in time."""
    small, large = (float((box[1] - box[0])[:2].max()) for box in (subject, landmark))
    return max(small / _FINE, large / _MOST, 1e-3)


def field(points: Points, cell: float, *, upper: bool, margin: int = 0) -> Field:
    """The highest (or lowest) points over each cell; -inf (or inf) where there is nothing.

    Neighbours are taken in, so that what is put down by these heights rather hovers by a hair than cuts in.
    """
    corner = np.floor(points[:, :2].min(axis=0) / cell) * cell - margin * cell
    place = ((points[:, :2] - corner) / cell).astype(np.int64)
    shape = place.max(axis=0) + 1 + margin
    sign = 1.0 if upper else -1.0
    heights = np.full(shape, -np.inf)
    np.maximum.at(heights, (place[:, 0], place[:, 1]), sign * points[:, 2])
    return Field(corner, cell, sign * _spread(heights))


def _spread(heights: Grid) -> Grid:
    """Every cell at least as high as its four neighbours were."""
    out = heights.copy()
    out[1:] = np.maximum(out[1:], heights[:-1])
    out[:-1] = np.maximum(out[:-1], heights[1:])
    out[:, 1:] = np.maximum(out[:, 1:], heights[:, :-1])
    out[:, :-1] = np.maximum(out[:, :-1], heights[:, 1:])
    return out


def contact(ground: Field, under: Field) -> Grid:
    """For each cell of the ground the height at which a thing comes to rest whose middle is put there.

    `under` holds the thing's lowest points, with its foot at 0 and its middle at the origin. Where nothing is below
    the thing the height is -inf.
    """
    shifts = np.rint((under.corner + under.cell / 2) / under.cell).astype(int)
    taken = np.argwhere(np.isfinite(under.heights))
    out = np.full_like(ground.heights, -np.inf)
    rows, columns = ground.heights.shape
    for a, b in taken:
        i, j = int(a + shifts[0]), int(b + shifts[1])
        low_i, high_i = max(0, -i), min(rows, rows - i)
        low_j, high_j = max(0, -j), min(columns, columns - j)
        if low_i >= high_i or low_j >= high_j:
            continue
        moved = ground.heights[low_i + i : high_i + i, low_j + j : high_j + j] - under.heights[a, b]
        here = out[low_i:high_i, low_j:high_j]
        np.maximum(here, moved, out=here)
    return out


def main_level(ground: Field, height: float) -> tuple[float, Mask] | None:
    """The height of the largest level surface seen from above and its cells; None where there is hardly one."""
    heights = ground.heights
    seen = np.isfinite(heights)
    step = max(height * 0.004, 0.2)
    level = seen.copy()
    for axis in (0, 1):
        with np.errstate(invalid="ignore"):
            apart = np.abs(np.diff(heights, axis=axis))
        near = np.nan_to_num(apart, nan=np.inf) <= step
        pad = [(0, 0), (0, 0)]
        pad[axis] = (0, 1)
        level &= np.pad(near, pad, constant_values=False) | np.pad(near, [p[::-1] for p in pad], constant_values=False)
    if level.sum() < _FLAT * seen.sum():
        return None
    bins = np.rint(heights[level] / (height * 0.01 + 1e-9)).astype(np.int64)
    values, counts = np.unique(bins, return_counts=True)
    weights = counts * (0.6 + 0.4 * values / max(values.max(), 1))
    chosen = values[int(np.argmax(weights))] * (height * 0.01 + 1e-9)
    cells = level & (np.abs(heights - chosen) <= height * 0.015)
    return float(np.median(heights[cells])), cells
