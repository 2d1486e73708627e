"""Our own rasteriser in numpy: which triangle is nearest at each pixel, and where in it the pixel lies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Whole = NDArray[np.int64]

_FRAGMENTS = 1_500_000
_DEPTH_STEPS = float(2**28)
_NOTHING = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a square picture of `size` shows: for each covered pixel its place (row * size + column), the triangle
    seen there, its depth in clip space (-1 near, 1 far) and the weights of the triangle's corners (p, 3), right in
    perspective.
    """

    size: int
    pixels: Whole
    triangles: Whole
    depth: Doubles
    weights: Doubles


def seen(clip: Doubles, triangles: NDArray[np.uint32], size: int, *, behind: Doubles | None = None) -> Seen:
    """The nearest triangle of `triangles` (m, 3) at each pixel centre of a `size` picture.

    `clip` (n, 4) are vertices in clip space as OpenGL has it; nothing is clipped, triangles that reach behind the
    camera are left out. `behind` (size * size) leaves out what is farther than that depth.
    """
    w = np.maximum(clip[:, 3], 1e-9)
    screen = np.stack(
        [(clip[:, 0] / w * 0.5 + 0.5) * size, (0.5 - clip[:, 1] / w * 0.5) * size, clip[:, 2] / w], axis=1
    )
    usable = np.flatnonzero((clip[:, 3] > 1e-9)[triangles].all(axis=1))
    nearest = np.full(size * size, _NOTHING)
    corners = screen[triangles[usable]]
    low = np.ceil(corners[..., :2].min(axis=1) - 0.5).clip(0, size).astype(np.int64)
    high = np.floor(corners[..., :2].max(axis=1) - 0.5).clip(-1, size - 1).astype(np.int64)
    wide, tall = np.maximum(high - low + 1, 0).T
    counts = wide * tall
    kept = np.flatnonzero(counts)
    ends = np.cumsum(counts[kept])
    start = 0
    while start < len(kept):
        limit = (ends[start - 1] if start else 0) + _FRAGMENTS
        until = max(start + 1, int(np.searchsorted(ends, limit, side="right")))
        part = kept[start:until]
        _splat(nearest, usable[part], corners[part], (low[part], wide[part], counts[part]), size)
        start = until
    pixels = np.flatnonzero(nearest < _NOTHING)
    found = nearest[pixels]
    chosen, depth = found & 0xFFFFFFFF, (found >> 32) / _DEPTH_STEPS - 1.0
    if behind is not None:
        front = depth < behind[pixels] - 1e-7
        pixels, chosen, depth = pixels[front], chosen[front], depth[front]
    return Seen(size, pixels, chosen, depth, _weights(screen, w, triangles[chosen], pixels, size))


def _splat(nearest: Whole, numbers: Whole, corners: Doubles, boxes: tuple[Whole, Whole, Whole], size: int) -> None:
    low, wide, counts = boxes
    owner = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    column = low[owner, 0] + step % wide[owner]
    row = low[owner, 1] + step // wide[owner]
    # Each corner's weight and the depth are planes over the screen: value = a x + b y + c.
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners.transpose(1, 2, 0)
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    safe = np.where(np.abs(area) > 1e-12, area, np.inf)
    x, y = column + 0.5, row + 0.5
    b = ((x - ax[owner]) * (cy - ay)[owner] - (y - ay[owner]) * (cx - ax)[owner]) / safe[owner]
    c = ((y - ay[owner]) * (bx - ax)[owner] - (x - ax[owner]) * (by - ay)[owner]) / safe[owner]
    inside = (b >= -1e-9) & (c >= -1e-9) & (b + c <= 1 + 1e-9) & np.isfinite(safe)[owner]
    owner, b, c = owner[inside], b[inside], c[inside]
    depth = az[owner] + b * (bz - az)[owner] + c * (cz - az)[owner]
    key = (((np.clip(depth, -1, 1) + 1) * _DEPTH_STEPS).astype(np.int64) << 32) | numbers[owner]
    np.minimum.at(nearest, row[inside] * size + column[inside], key)


def _weights(screen: Doubles, w: Doubles, triangles: NDArray[np.uint32], pixels: Whole, size: int) -> Doubles:
    x, y = pixels % size + 0.5, pixels // size + 0.5
    (ax, ay), (bx, by), (cx, cy) = (screen[triangles[:, corner], :2].T for corner in range(3))
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    area = np.where(np.abs(area) > 1e-12, area, 1.0)
    b = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
    c = ((y - ay) * (bx - ax) - (x - ax) * (by - ay)) / area
    flat = np.clip(np.stack([1 - b - c, b, c], axis=1), 0, 1)
    true = flat / w[triangles]
    return np.asarray(true / np.maximum(true.sum(axis=1, keepdims=True), 1e-30))
