"""Polygons as triangles: fans where a fan lies inside, ears cut one by one where it does not."""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Numbers = NDArray[np.int64]
# Cutting ears looks at all other corners for each: what all of a file's hollow polygons together may cost.
MOST_LOOKS = 4_000_000


def triangulated(counts: Numbers, places: Doubles) -> Numbers:
    """Polygons of so many corners each (f,) as triangles (m, 3) of corner numbers; `places` (n, 3) are the corners'.

    A polygon of k corners gives k - 2 triangles, turned as it is.
    """
    found = fanned(counts)
    if not len(found) or int(counts.max()) <= 3:
        return found
    fans = np.maximum(counts - 2, 0)
    polygon = np.repeat(np.arange(len(counts)), fans)
    a, b, c = (places[found[:, corner]] for corner in range(3))
    with np.errstate(over="ignore", invalid="ignore"):
        cross = np.cross(b - a, c - a)
        facing = np.stack([np.bincount(polygon, cross[:, axis], len(counts)) for axis in range(3)], axis=1)
        agree = (cross * facing[polygon]).sum(axis=1)
    hollow = np.unique(polygon[agree < 0])
    firsts, ends = np.cumsum(fans) - fans, np.cumsum(counts)
    looks = 0
    for number in hollow:
        size = int(counts[number])
        looks += size * size
        if looks > MOST_LOOKS:
            break
        start = int(ends[number]) - size
        ears = _ears(_flat(places[start : start + size], facing[number]))
        found[firsts[number] : firsts[number] + size - 2] = np.array(ears) + start
    return found


def fanned(counts: Numbers) -> Numbers:
    """Polygons as triangles (m, 3) of corner numbers, fanned from their first corner."""
    starts = np.cumsum(counts) - counts
    fans = np.maximum(counts - 2, 0)
    first = np.repeat(starts, fans)
    within = np.arange(int(fans.sum())) - np.repeat(np.cumsum(fans) - fans, fans)
    return np.stack([first, first + within + 1, first + within + 2], axis=1).astype(np.int64)


def _flat(places: Doubles, facing: Doubles) -> Doubles:
    """The corners on the plane that they face best, counter-clockwise (n, 2)."""
    axis = int(np.argmax(np.abs(facing)))
    across, up = ((1, 2), (2, 0), (0, 1))[axis]
    return places[:, [across, up]] if facing[axis] > 0 else places[:, [up, across]]


def _ears(points: Doubles) -> list[tuple[int, int, int]]:
    """A simple polygon (n, 2), counter-clockwise, cut into n - 2 triangles (Meisters' two ears theorem)."""
    left = list(range(len(points)))
    found: list[tuple[int, int, int]] = []
    while len(left) > 3:
        ear = next((at for at in range(len(left)) if _is_ear(points, left, at)), 0)
        size = len(left)
        found.append((left[ear - 1], left[ear], left[(ear + 1) % size]))
        del left[ear]
    found.append((left[0], left[1], left[2]))
    return found


def _is_ear(points: Doubles, left: list[int], at: int) -> bool:
    corners = (left[at - 1], left[at], left[(at + 1) % len(left)])
    a, b, c = points[list(corners)]
    if _turn(a, b, c) <= 0:
        return False
    others = points[[one for one in left if one not in corners]]
    inside = (_turn(a, b, others) >= 0) & (_turn(b, c, others) >= 0) & (_turn(c, a, others) >= 0)
    # Corners that lie on those of the ear (a polygon that touches itself) do not stand in its way.
    apart = (others != a).any(axis=1) & (others != b).any(axis=1) & (others != c).any(axis=1)
    return not bool((inside & apart).any())


def _turn(a: Doubles, b: Doubles, c: Doubles) -> Doubles:
    return np.asarray((b[0] - a[0]) * (c[..., 1] - a[1]) - (b[1] - a[1]) * (c[..., 0] - a[0]))
