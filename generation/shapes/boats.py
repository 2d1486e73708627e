"""Boats' hulls: lofted through stations, open or decked, with strakes that rise with complexity; and their rails."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Stations: TypeAlias = Sequence[Sequence[float]]


def lines(long: float, half: float, keel: float, rail: float, *, sheer: float = 0.2, transom: float = 0.7) -> Stations:
    """Stations (y, half width, keel, rail), bow (−Y) to stern: `sheer` lifts the bow, `transom` widens the stern."""
    rise = (rail - keel) * sheer
    rows = [
        (-0.5, 0.02, 0.92, 1.0),
        (-0.485, 0.10, 0.62, 0.97),
        (-0.44, 0.30, 0.32, 0.84),
        (-0.35, 0.60, 0.12, 0.6),
        (-0.2, 0.88, 0.03, 0.28),
        (0.0, 1.0, 0.0, 0.05),
        (0.2, 0.97, 0.01, 0.0),
        (0.38, (1 + transom) / 2, 0.06, 0.06),
        (0.5, transom, 0.14, 0.16),
    ]
    low = rail - rise
    return [(long * y, half * w, keel + (low - keel) * k, low + rise * s) for y, w, k, s in rows]


def shell(
    kit: Kit, stations: Stations, *, wall: float = 0.0, power: float = 2.2, strakes: int = 0, over: float = 0.0
) -> Solid:
    """The hull: solid and flat on top where `wall` is 0, else hollow; `over` raises the top (for cutting)."""
    marks: Any = kit.curve(stations) if kit.level or not kit.low else stations
    outer = kit.lofted(_rings(kit, marks, 0.0, power, strakes, over))
    if wall <= 0:
        return outer
    inner = _rings(kit, marks[1:-1], wall, power, 0, wall * 2)
    return kit.without(outer, kit.lofted(inner))


def _rings(
    kit: Kit, marks: Stations, wall: float, power: float, strakes: int, over: float
) -> list[list[tuple[float, float, float]]]:
    corners = max(kit.pick(8, 20, 32) if not kit.low else kit.pick(5, 7, 9), strakes * 4)
    length = marks[-1][0] - marks[0][0]
    rings = []
    for at, (y, half, keel, rail) in enumerate(marks):
        wide, low = max(half - wall, half * 0.2), min(keel + wall, rail - (rail - keel) * 0.3)
        shift = (wall * 1.2 if at == 0 else -wall if at == len(marks) - 1 else 0.0) if wall else 0.0
        loop = []
        for k in range(corners + 1):
            angle = math.pi * k / corners
            c, s = math.cos(angle), math.sin(angle)
            x, z = math.copysign(abs(c) ** (2 / power), c), abs(s) ** (2 / power)
            lip = 0.0
            if strakes:
                band = abs(1 - 2 * k / corners) * strakes
                lip = (math.ceil(band) - band) * half * 0.035 * min(1.0, 6 * (0.52 - abs(y / length)))
            loop.append(((wide - lip) * x, y + shift, rail - (rail - low - lip) * z))
        if over:
            loop = [(loop[0][0], y + shift, rail + over), *loop, (loop[-1][0], y + shift, rail + over)]
        rings.append(loop)
    return rings


def rails(kit: Kit, stations: Stations, width: float, height: float, *, lift: float = 0.0) -> list[Solid]:
    """A bar along each edge of the hull, left and right."""
    marks = kit.curve(stations)
    out = []
    for side in (-1, 1):
        path = kit.maths.array(
            [(side * max(half - width * 0.3, width * 0.2), y, rail + lift) for y, half, _, rail in marks]
        )
        out.append(kit.swept(path, kit.strip(width, height, corner=min(width, height) * 0.25), up=(0, 0, 1)))
    return out


def at(stations: Stations, y: float) -> tuple[float, float, float]:
    """Half width, keel and rail of the hull at a y."""
    for first, last in itertools.pairwise(stations):
        if first[0] <= y <= last[0]:
            t = (y - first[0]) / (last[0] - first[0])
            half, keel, rail = (a + (b - a) * t for a, b in zip(first[1:], last[1:], strict=True))
            return half, keel, rail
    return tuple(stations[0][1:]) if y < stations[0][0] else tuple(stations[-1][1:])  # type: ignore[return-value]
