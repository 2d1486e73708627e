"""What lies behind the subject: colours seen at the picture's border, each where it may go on, and their shadows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.mesh.relief import vision

Floats = NDArray[np.float32]
Bits = NDArray[np.bool_]

# Lightness counts half: a soft shadow changes it and little else.
WEIGHTS = np.array([0.5, 1.0, 1.0], np.float32)
CLUSTERS = 24
_SPREAD = 30.0  # Lab units that the picture's width is worth when colours are grouped
_STRAY = 60.0  # a colour is doubted by so many of its noise units for each picture height away from its rows
_ROOM = 0.03
_NOISE_LEAST, _NOISE_MOST = 1.2, 6.0
_DARKEST_SHADOW, _LIGHTEST_SHADOW = 0.07, 1.02
_MOST_SAMPLES = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """For every pixel: `distance` to the nearest colour behind in units of its noise, `shadow` the same after the
    colour was darkened, and `dimming`, how much of its light that shadow leaves (1: all).
    """

    distance: Floats
    shadow: Floats
    dimming: Floats


def linear(picture: NDArray[np.uint8]) -> Floats:
    """Linear light of sRGB bytes (IEC 61966-2-1), any shape."""
    value = picture.astype(np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def behind(lab: Floats, light: Floats, ring: Bits) -> Behind:
    """Measure all pixels against the colours found in `ring`.

    `lab` (h, w, 3) CIE Lab, `light` (h, w, 3) linear blue, green, red, `ring` (h, w) where nothing but background is.
    Each group of ring colours is a plane over the picture (walls and paper have gradients), trusted in the rows where
    it was seen and doubted the more the farther away; so a cream shade before a wall is not taken for the cream cloth
    below it. A shadow keeps the ratios of red, green and blue and takes some of their sum.
    """
    height, width = ring.shape
    weighted = lab * WEIGHTS
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    down, right = down / height, right / width
    labels = _grouped(weighted[ring], np.stack([right[ring], down[ring]], axis=1))
    ratios = np.log(light + np.float32(0.012))
    red, blue = ratios[..., 2] - ratios[..., 1], ratios[..., 0] - ratios[..., 1]
    luminance = light @ np.array([0.0722, 0.7152, 0.2126], np.float32) + np.float32(0.003)
    softened = 12 * np.clip(luminance, 0.02, 1) ** np.float32(0.33)
    far = 1e9
    distance, shadow = np.full((2, height, width), far, np.float32)
    dimming = np.ones((height, width), np.float32)
    for label in range(int(labels.max()) + 1):
        member = labels == label
        if member.sum() < 0.003 * len(labels):
            continue
        colours, x, y = weighted[ring][member], right[ring][member], down[ring][member]
        plane, noise = _plane(colours, x, y)
        # Plain numbers, because numpy's own would turn every picture below into 64-bit ones.
        (left, right_end), (top, bottom) = (np.percentile(line, [2, 98]).tolist() for line in (x, y))
        across = np.clip(right, left - 0.1, right_end + 0.1)[..., None]
        along = np.clip(down, top - 0.1, bottom + 0.1)[..., None]
        expected = plane[0] + across * plane[1] + along * plane[2]
        stray = _STRAY * np.maximum(0, np.maximum(top - down, down - bottom) - _ROOM)
        np.minimum(distance, _length((weighted - expected) / noise) + stray, out=distance)
        dimmed = luminance / np.median(luminance[ring][member])
        tint = np.hypot(red - np.median(red[ring][member]), blue - np.median(blue[ring][member]))
        off = tint * softened + np.float32(0.7) * stray
        off = np.where((dimmed < _LIGHTEST_SHADOW) & (dimmed > _DARKEST_SHADOW), off, far)
        nearer = off < shadow
        shadow[nearer], dimming[nearer] = off[nearer], dimmed[nearer]
    return Behind(distance, shadow, dimming)


def _grouped(colours: Floats, places: Floats) -> NDArray[np.intp]:
    """Group number of each border pixel, by k-means over colour and place; the same for the same picture."""
    cv2 = vision.opencv()

    rows = np.concatenate([colours, places * np.float32(_SPREAD)], axis=1).astype(np.float32)
    sample = np.ascontiguousarray(rows[:: max(1, len(rows) // _MOST_SAMPLES)])
    cv2.setRNGSeed(7)
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    count = min(CLUSTERS, len(sample))
    first = np.zeros((len(sample), 1), np.int32)
    _, _, centres = cv2.kmeans(sample, count, first, rule, 1, cv2.KMEANS_PP_CENTERS)
    return np.asarray(((rows[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1))


def _plane(colours: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Least squares of colour = a + b·x + c·y with a little ridge, and the noise that is left, for each channel."""
    terms = np.stack([np.ones(len(x), np.float32), x, y], axis=1).astype(np.float64)
    ridge = np.diag([1e-3, 1.0, 1.0]) * len(x) * 0.02
    plane = np.linalg.solve(terms.T @ terms + ridge, terms.T @ colours)
    left = colours - terms @ plane
    noise = np.clip(np.sqrt((left**2).mean(axis=0)), _NOISE_LEAST, _NOISE_MOST)
    return plane.astype(np.float32), noise.astype(np.float32)


def _length(vectors: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("ijk,ijk->ij", vectors, vectors)))
