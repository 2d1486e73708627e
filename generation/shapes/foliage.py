"""What plants are made of: lumpy crowns, scattered leaves, trunks, blades and petals set around a stem."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generation.shapes import sheets

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector

GOLDEN = math.pi * (3 - math.sqrt(5))


def lump(kit: Kit, radius: float, *names: object, rough: float = 0.12, segments: int = 0) -> Solid:
    """A ball with bumps that follow from the seed and the names."""
    maths = kit.maths
    ball = (
        kit.sphere(1.0)
        if not segments
        else kit.turned(
            [
                (max(math.sin(math.pi * k / (segments // 2)), 0.0), -math.cos(math.pi * k / (segments // 2)))
                for k in range(segments // 2 + 1)
            ],
            segments=segments,
        )
    )
    shifts = [kit.chance("lump", *names, k) * 6.28 for k in range(6)]

    def move(points: Any) -> Any:
        x, y, z = points.T
        bumps = maths.sin(3.1 * x + shifts[0]) * maths.sin(2.9 * y + shifts[1]) + maths.sin(
            3.3 * z + shifts[2]
        ) * maths.cos(2.7 * x + shifts[3])
        fine = maths.sin(7.1 * y + shifts[4]) * maths.sin(6.7 * z + shifts[5])
        return points * (radius * (1 + rough * bumps * 0.6 + rough * 0.35 * fine))[:, None]

    return ball.warp_batch(move)


def globe(count: int) -> list[Vector]:
    """Directions spread evenly over a sphere."""
    out = []
    for k in range(count):
        z = 1 - 2 * (k + 0.5) / count
        r = math.sqrt(max(0.0, 1 - z * z))
        out.append((r * math.cos(GOLDEN * k), r * math.sin(GOLDEN * k), z))
    return out


def leaf(kit: Kit, long: float, wide: float) -> Solid:
    """A small folded leaf along +X, for scattering."""
    thick, fold = wide * 0.07, wide * 0.18
    return kit.hull(
        [
            (0, 0, 0),
            (long, 0, 0),
            (long * 0.45, wide / 2, fold),
            (long * 0.45, -wide / 2, fold),
            (long * 0.45, 0, -thick),
            (long * 0.4, 0, fold * 0.5),
        ]
    )


def frames(spots: Any, directions: Any, sizes: Any, twists: Any, maths: Any) -> Any:
    """Matrices (n, 3, 4) that turn +X to each direction, twisted about it, scaled and set at each spot."""
    spots, x = maths.asarray(spots, float), maths.asarray(directions, float)
    x = x / maths.linalg.norm(x, axis=1, keepdims=True)
    up = maths.where(abs(x[:, 2:3]) > 0.95, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    y = maths.cross(up, x)
    y /= maths.linalg.norm(y, axis=1, keepdims=True)
    z = maths.cross(x, y)
    c, s = maths.cos(twists)[:, None], maths.sin(twists)[:, None]
    turned = maths.stack([x, y * c + z * s, z * c - y * s], axis=2) * maths.asarray(sizes, float)[:, None, None]
    return maths.concatenate([turned, spots[:, :, None]], axis=2)


def coat(kit: Kit, balls: Sequence[tuple[Vector, float]], number: int, size: float, *, squash: float = 1.0) -> Solid:
    """Leaves over the outside of several balls: `number` in all, each `size` long."""
    maths = kit.maths
    spots, ways, sizes, twists = [], [], [], []
    total = sum(r * r for _, r in balls)
    for index, (middle, radius) in enumerate(balls):
        some = max(4, round(number * radius * radius / total))
        for k, (x, y, z) in enumerate(globe(some)):
            spot = (middle[0] + x * radius, middle[1] + y * radius, middle[2] + z * radius * squash)
            if any(math.dist(spot, other) < reach * 0.86 for other, reach in balls if other is not middle):
                continue
            tilt = [kit.chance("coat", index, k, axis) - 0.5 for axis in range(4)]
            spots.append(spot)
            ways.append((x + tilt[0], y + tilt[1], z * 0.6 + tilt[2] - 0.2))
            sizes.append(1 + tilt[3] * 0.5)
            twists.append(tilt[3] * 2)
    if not spots:
        spots, ways, sizes, twists = [balls[0][0]], [(1.0, 0.0, 0.0)], [1.0], [0.0]
    return kit.scattered(leaf(kit, size, size * 0.55), frames(spots, ways, sizes, maths.array(twists), maths))


def trunk(kit: Kit, path: Any, radius: float, *, top: float = 0.5, flare: float = 1.5, sides: int = 0) -> Solid:
    """A trunk along a path: wide at its foot, with bark ridges that rise with complexity."""
    maths = kit.maths
    line = kit.curve(path, smooth=2)
    n = len(line) - 1
    count = sides or (max(8, kit.small) if not kit.low else kit.pick(5, 6, 8))
    ridges = 0.0 if kit.low else kit.pick(0, 1, 1) * 0.07
    rings = []
    for k, point in enumerate(line):
        t = k / n
        size = radius * (1 + (flare - 1) * (1 - min(t * 5, 1)) ** 2) * (1 - (1 - top) * t)
        ring = []
        for j in range(count):
            a = 2 * math.pi * j / count
            wave = (
                1
                + ridges * math.sin(a * 5 + 1.3 * math.sin(t * 7))
                + (flare - 1) * 0.25 * math.sin(a * 4 + 1) * (1 - min(t * 6, 1))
            )
            ring.append((point[0] + size * wave * math.cos(a), point[1] + size * wave * math.sin(a), point[2]))
        rings.append(ring)
    return kit.lofted(maths.array(rings))


def around(
    piece: Solid, count: int, *, tilt: float, lift: float = 0.0, away: float = 0.0, turn: float = 0.0
) -> list[Solid]:
    """Copies of a blade along +X set around the vertical: tilted up by `tilt` degrees, `away` from the axis."""
    return [
        piece.rotate((0, -tilt, 0)).translate((away, 0, lift)).rotate((0, 0, turn + 360.0 * k / count))
        for k in range(count)
    ]


def pot(kit: Kit, radius: float, height: float, *, wall: float = 0.0, low: float = 0.7) -> Solid:
    """A flower pot with a rim, hollow."""
    wall = wall or radius * 0.1
    rim, lip = height * 0.22, wall * 0.6
    soft = wall * 0.3 if kit.level else 0.0
    foot = radius * low
    waist = radius - lip - (radius - lip - foot) * (rim / height)
    profile = [
        (0, 0),
        (foot - soft, 0),
        (foot, soft),
        (waist, height - rim),
        (radius - soft, height - rim),
        (radius, height - rim + soft),
        (radius, height - soft),
        (radius - soft, height),
        (radius - wall, height),
        (waist - wall, height - rim),
        (foot + (waist - foot) * wall / max(height - rim, wall) - wall, wall),
        (0, wall),
    ]
    return kit.turned(profile)


def soil(kit: Kit, radius: float, depth: float) -> Solid:
    """A slightly domed plug of earth, its edge at z = 0."""
    return kit.turned(
        [(0, -depth), (radius * 0.95, -depth), (radius, 0), (radius * 0.6, depth * 0.22), (0, depth * 0.3)]
    )


def blade(kit: Kit, long: float, wide: float, **how: float) -> Solid:
    """A leaf or petal of a sensible thickness."""
    return sheets.blade(kit, long, wide, max(wide * 0.04, long * 0.008), **how)
