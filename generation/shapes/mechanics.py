"""Numbers and outlines of machine parts: ISO tables for fasteners, involute teeth, keyed bores. Loads no numpy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from generation.shapes.registry import Value, length

Spot = tuple[float, float]
Outline = list[Spot]

# What joins pipes: its socket is so many times the pipe's diameter, and the pipe is measured so.
COLLAR = 1.16
PIPE = (
    length(
        "diameter", 40, 0.5, 100_000, measure="diameter", dimension=("diameter",), words=("outer diameter",), grows=1.0
    ),
    length(
        "wall", 3, 0.05, 10_000, measure="thickness", dimension=("thickness", "wall"), words=("wall", "wall thickness"),
        grows=1.0,
    ),
)  # fmt: skip

# ISO 261 coarse pitch; ISO 4014 width across flats and head; ISO 4032 nut; ISO 4762 socket head, its height is d, and
# key; ISO 7045 pan head; ISO 7046 countersunk head; ISO 7089 washer hole, outside and thickness. Millimetres.
_COLUMNS = (
    "pitch",
    "flats",
    "head",
    "nut",
    "cap",
    "key",
    "pan",
    "pan_high",
    "flat",
    "flat_high",
    "hole",
    "rim",
    "thin",
)
_ROWS = """
1.6 0.35 3.2 1.1  1.3  3   1.5 3.2 1.3 3    1    1.7 4   0.3
2   0.4  4   1.4  1.6  3.8 1.5 4   1.6 3.8  1.2  2.2 5   0.3
2.5 0.45 5   1.7  2    4.5 2   5   2.1 4.7  1.5  2.7 6   0.5
3   0.5  5.5 2    2.4  5.5 2.5 5.6 2.4 5.5  1.65 3.2 7   0.5
4   0.7  7   2.8  3.2  7   3   8   3.1 8.4  2.7  4.3 9   0.8
5   0.8  8   3.5  4.7  8.5 4   9.5 3.7 9.3  2.7  5.3 10  1
6   1    10  4    5.2  10  5   12  4.6 11.3 3.3  6.4 12  1.6
8   1.25 13  5.3  6.8  13  6   16  6   15.8 4.65 8.4 16  1.6
10  1.5  16  6.4  8.4  16  8   20  7.5 18.3 5    10.5 20 2
12  1.75 18  7.5  10.8 18  10  24  9   22   6    13  24  2.5
14  2    21  8.8  12.8 21  12  28  10.5 25.5 7   15  28  2.5
16  2    24  10   14.8 24  14  32  12  29   8    17  30  3
20  2.5  30  12.5 18   30  17  40  15  36   10   21  37  3
24  3    36  15   21.5 36  19  48  18  43   12   25  44  4
30  3.5  46  18.7 25.6 45  22  60  22  54   15   31  56  4
36  4    55  22.5 31   54  27  72  27  65   18   37  66  5
42  4.5  65  26   34   63  32  84  31  76   21   45  78  8
48  5    75  30   38   72  36  96  36  86   24   52  92  8
64  6    95  40   51   96  46  128 48  115  32   70  115 10
"""
_TABLE = [tuple(float(cell) for cell in line.split()) for line in _ROWS.strip().splitlines()]


def iso(column: str, diameter: float) -> float:
    """A standard measure for a metric thread, between the rows by straight lines and beyond them in proportion."""
    at = _COLUMNS.index(column) + 1
    if diameter <= _TABLE[0][0]:
        return _TABLE[0][at] * diameter / _TABLE[0][0]
    for low, high in pairwise(_TABLE):
        if diameter <= high[0]:
            share = (diameter - low[0]) / (high[0] - low[0])
            return round(low[at] + (high[at] - low[at]) * share, 4)
    return _TABLE[-1][at] * diameter / _TABLE[-1][0]


def lead(values: dict[str, Value], said: frozenset[str], name: str, *axes: str) -> None:
    """Keep bounds equal to the parameter that is their measure: a bound rules where it alone was spoken."""
    spoken = next((axis for axis in axes if axis in said), None)
    if spoken is not None and name not in said:
        values[name] = values[spoken]
    for axis in axes:
        values[axis] = values[name]


def no_more(values: dict[str, Value], said: frozenset[str], name: str, most: float, sentence: str) -> list[str]:
    """Lower a length to what the whole has room for, and tell so where it was spoken."""
    if float(values[name]) <= most + 1e-6:
        return []
    values[name] = math.floor(most * 1000) / 1000
    return [sentence] if name in said else []


def circle(radius: float, segments: int, x: float = 0.0, y: float = 0.0, *, turn: float = 0.0) -> Outline:
    """A circle in plan about (x, y) whose corners lie on it."""
    steps = [turn + 2 * math.pi * k / segments for k in range(segments)]
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in steps]


def hexagon(flats: float) -> Outline:
    """A hexagon that wide across its flats, corners at ±X."""
    return circle(flats / math.sqrt(3), 6)


def slot(length: float, width: float, segments: int, x: float = 0.0, y: float = 0.0) -> Outline:
    """A slot with round ends along X."""
    half, r, n = (length - width) / 2, width / 2, max(segments // 2, 4)
    right = [(x + half + r * math.sin(math.pi * k / n), y - r * math.cos(math.pi * k / n)) for k in range(n + 1)]
    left = [(x - half - r * math.sin(math.pi * k / n), y + r * math.cos(math.pi * k / n)) for k in range(n + 1)]
    return right + left


def keyed(radius: float, segments: int, wide: float, deep: float) -> Outline:
    """A round bore with a keyway up along +Y."""
    half = math.asin(min(wide / 2 / radius, 0.9))
    first, last = math.pi / 2 + half, math.pi / 2 - half + 2 * math.pi
    arc = [first + (last - first) * k / segments for k in range(segments + 1)]
    top = radius + deep
    return [(radius * math.cos(a), radius * math.sin(a)) for a in arc] + [(wide / 2, top), (-wide / 2, top)]


def rounded(corners: Sequence[Spot], radius: float, segments: int) -> Outline:
    """A polygon, counter-clockwise, with its corners rounded as far as the sides allow."""
    out: Outline = []
    count = len(corners)
    for at, (x, y) in enumerate(corners):
        px, py = corners[at - 1]
        qx, qy = corners[(at + 1) % count]
        a, b = math.hypot(px - x, py - y), math.hypot(qx - x, qy - y)
        u, v = ((px - x) / a, (py - y) / a), ((qx - x) / b, (qy - y) / b)
        angle = math.acos(max(-1.0, min(1.0, u[0] * v[0] + u[1] * v[1])))
        if radius <= 0 or angle < 0.05 or angle > math.pi - 0.05:
            out.append((x, y))
            continue
        reach = min(radius / math.tan(angle / 2), a * 0.49, b * 0.49)
        r = reach * math.tan(angle / 2)
        middle = math.hypot(r, reach)
        wx, wy = u[0] + v[0], u[1] + v[1]
        size = math.hypot(wx, wy)
        cx, cy = x + wx / size * middle, y + wy / size * middle
        start = math.atan2(y + u[1] * reach - cy, x + u[0] * reach - cx)
        end = math.atan2(y + v[1] * reach - cy, x + v[0] * reach - cx)
        sweep = (end - start + math.pi) % (2 * math.pi) - math.pi
        out += [
            (cx + r * math.cos(start + sweep * k / segments), cy + r * math.sin(start + sweep * k / segments))
            for k in range(segments + 1)
        ]
    return out


def involute(teeth: int, module: float, *, pressure: float = 20.0, steps: int = 4) -> Outline:
    """A spur gear's outline: involute flanks (ISO 53: addendum 1 m, dedendum 1.25 m), the first tooth about +X."""
    alpha = math.radians(pressure)
    pitch = module * teeth / 2
    base, tip, root = pitch * math.cos(alpha), pitch + module, max(pitch - 1.25 * module, pitch * 0.35)
    half = math.pi / (2 * teeth) + math.tan(alpha) - alpha
    start = max(base, root)
    flank: list[tuple[float, float]] = []  # radius, half the tooth's angle there
    if root < base:
        flank.append((root, min(half, math.pi / teeth * 0.92)))
    for k in range(steps + 1):
        radius = start + (tip - start) * k / steps
        roll = math.acos(min(base / radius, 1.0))
        flank.append((radius, max(half - (math.tan(roll) - roll), 0.004)))
    flank[0] = (flank[0][0], min(flank[0][1], math.pi / teeth * 0.96))
    out: Outline = []
    for tooth in range(teeth):
        middle = 2 * math.pi * tooth / teeth
        right = [(radius, middle - angle) for radius, angle in flank]
        left = [(radius, middle + angle) for radius, angle in reversed(flank)]
        gap = [(root, middle + math.pi / teeth)]
        out += [(r * math.cos(a), r * math.sin(a)) for r, a in (*right, (tip, middle), *left, *gap)]
    return out


def extent(outline: Sequence[Spot]) -> tuple[float, float]:
    """Width and depth of an outline."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return max(xs) - min(xs), max(ys) - min(ys)


def windows(spokes: int, hub: float, rim: float, chords: int, soft: int) -> list[Outline]:
    """The openings between the spokes of a wheel from the radius `hub` to `rim`, corners rounded in `soft` chords."""
    out = []
    half = max((rim - hub) * 0.12, rim * 0.06)
    turn = 2 * math.pi / spokes
    outer, inner = min(math.asin(half / rim), turn * 0.3), min(math.asin(min(half / hub, 0.9)), turn * 0.4)
    for k in range(spokes):
        first, last = turn * k, turn * (k + 1)
        far = [first + outer + (turn - 2 * outer) * s / chords for s in range(chords + 1)]
        near = [last - inner - (turn - 2 * inner) * s / chords for s in range(chords + 1)]
        ring = [(rim * math.cos(a), rim * math.sin(a)) for a in far]
        ring += [(hub * math.cos(a), hub * math.sin(a)) for a in near]
        out.append(rounded(ring, half * 0.8, soft))
    return out


def spread(count: int, place: Callable[[float], Spot]) -> list[Spot]:
    """`count` spots at equal turns from 0, each from its angle in radians."""
    return [place(2 * math.pi * k / count) for k in range(count)]
