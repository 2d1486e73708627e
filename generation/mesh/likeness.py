"""A model's shape in a few numbers that do not change with its place, turn, size or mesh: what near copies share."""

import numpy as np
from numpy.typing import NDArray

from generation.mesh.nearness import BINS, FROM_CENTRE
from generation.mesh.read import Model

Doubles = NDArray[np.float64]

PAIRS = 131_072
FARTHEST_PAIR, FARTHEST_POINT = 3.0, 2.5  # in mean distances


def print_of(model: Model) -> list[float]:
    """The print of what a model shows: 64 + 32 shares and two ratios, rounded to 5 digits; the same for the same bytes.

    D2, the histogram of distances between random pairs of surface points in units of their mean (R. Osada, T.
    Funkhouser, B. Chazelle, D. Dobkin, "Shape Distributions", ACM Transactions on Graphics 21(4), 2002, section 3),
    then the same of distances to the middle (their D1), then the second and third spread of the surface along its
    principal axes as shares of the first. Mirrored copies have the same print.
    """
    points = _sampled(model)
    one, other = points[:PAIRS], points[PAIRS:]
    pairs = np.linalg.norm(one - other, axis=1)
    away = np.linalg.norm(points - points.mean(axis=0), axis=1)
    spread = np.sqrt(np.maximum(np.linalg.eigvalsh(np.cov(points.T))[::-1], 0.0))
    ratios = spread[1:] / spread[0] if spread[0] > 0 else np.zeros(2)
    values = [*_shares(pairs, BINS, FARTHEST_PAIR), *_shares(away, FROM_CENTRE, FARTHEST_POINT), *ratios]
    return [round(float(value), 5) for value in values]


def _sampled(model: Model) -> Doubles:
    """Points spread by area over everything drawn, (2 · PAIRS, 3) in the world; the same ones for the same model."""
    corners = [drawn.positions[drawn.triangles] for drawn in model.drawn() if len(drawn.triangles)]
    triangles = np.concatenate(corners)
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    total = np.cumsum(area)
    if not total[-1] > 0:
        return np.zeros((2 * PAIRS, 3))
    seeded = np.random.Generator(np.random.PCG64(20_020_101))
    which = np.minimum(np.searchsorted(total, seeded.random(2 * PAIRS) * total[-1], side="right"), len(area) - 1)
    root, along = np.sqrt(seeded.random((2 * PAIRS, 1))), seeded.random((2 * PAIRS, 1))
    return np.asarray((1 - root) * a[which] + root * (1 - along) * b[which] + root * along * c[which])


def _shares(distances: Doubles, bins: int, farthest: float) -> Doubles:
    mean = float(distances.mean())
    scaled = distances / mean if mean > 0 else distances
    # What lies beyond counts in the last bin, so that the shares sum to one.
    counted = np.histogram(np.minimum(scaled, farthest), bins=bins, range=(0.0, farthest))[0]
    return np.asarray(counted / len(distances))
