"""Depth for an outline: round by the discs that fit into it, even, or from the light and dark of the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.mesh.relief.border import Bits, Floats


def discs(inside: Bits, step: float) -> Floats:
    """Height over each point of a grid, in units of `step`'s: z² is the greatest r² - d² of all discs that fit inside,
    so limbs become tubes and lobes balls.

    The greatest over all centres is separable (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled
    Functions", 2012): first along columns, then along rows.
    """
    from scipy.ndimage import distance_transform_edt  # noqa: PLC0415 — scipy's image room is slow to load

    radius = np.asarray(distance_transform_edt(np.pad(inside, 1)))[1:-1, 1:-1].astype(np.float32)
    squares = np.where(inside, radius**2, np.float32(-1e9)).astype(np.float32)
    reach = int(np.ceil(radius.max()))
    for axis in (0, 1):
        squares = _envelope(squares, axis, reach)
    return np.asarray(np.sqrt(np.where(inside, np.maximum(squares, 0), 0)) * np.float32(step))


def _envelope(values: Floats, axis: int, reach: int) -> Floats:
    """For every point the greatest of f(q) - (p - q)² along one axis; q at most `reach` away."""
    lines = np.moveaxis(values, axis, 0)
    best = lines.copy()
    for shift in range(1, min(reach, len(lines) - 1) + 1):
        fall = np.float32(shift * shift)
        np.maximum(best[shift:], lines[:-shift] - fall, out=best[shift:])
        np.maximum(best[:-shift], lines[shift:] - fall, out=best[:-shift])
    return np.moveaxis(best, 0, axis)


def smoothed(height: Floats, inside: Bits, cells: float) -> Floats:
    """Blur heights within the outline only, so that the rim stays where it is; ridges of neighbouring discs go."""
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415 — scipy's image room is slow to load

    weight = gaussian_filter(inside.astype(np.float32), cells, mode="nearest")
    squares = gaussian_filter(np.where(inside, height**2, 0).astype(np.float32), cells, mode="nearest")
    return np.asarray(np.sqrt(np.where(inside, squares / np.maximum(weight, 1e-6) * np.minimum(1, 2 * weight), 0)))


def fine_shading(luminance: Floats, inside: Bits, cells: float) -> Floats:
    """The picture's fine light and dark, -1..1: what is lighter than its surroundings stands out a little."""
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415 — scipy's image room is slow to load

    weight = gaussian_filter(inside.astype(np.float32), 3 * cells) + np.float32(1e-6)
    around = gaussian_filter(np.where(inside, luminance, 0).astype(np.float32), 3 * cells) / weight
    fine = gaussian_filter(np.where(inside, luminance - around, 0).astype(np.float32), 0.7)
    scale = np.percentile(np.abs(fine[inside]), 98) if inside.any() else 1.0
    return np.asarray(np.clip(fine / max(float(scale), 0.02), -1, 1))


def mirrored(values: Floats, axis: float) -> Floats:
    """The picture mirrored about the vertical line x = `axis` (in pixels, centres at whole numbers); outside is 0."""
    width = values.shape[1]
    other = np.rint(2 * axis - np.arange(width)).astype(int)
    there = (other >= 0) & (other < width)
    out = np.zeros_like(values)
    out[:, there] = values[:, other[there]]
    return out


def mirror(inside: Bits) -> tuple[float, float]:
    """The upright axis about which the outline is most like its mirror picture, in pixels, and how like it is (IoU)."""
    columns = np.flatnonzero(inside.any(axis=0))
    middle, span = (columns[0] + columns[-1]) / 2, columns[-1] - columns[0] + 1
    reach = max(1, round(0.06 * span))
    best = (0.0, middle)
    for half in range(-2 * reach, 2 * reach + 1):
        axis = middle + half / 2
        other = mirrored(inside.astype(np.float32), axis) > 0.5
        like = float((inside & other).sum() / max(1, (inside | other).sum()))
        if like > best[0] + 1e-9:
            best = (like, axis)
    return best[1], best[0]


def light(picture: NDArray[np.uint8]) -> Floats:
    """Lightness 0..1 of an RGB picture as the eye has it (Rec. 709 luma)."""
    return np.asarray(picture.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32) / 255)
