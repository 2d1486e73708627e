"""Soft forms: lofts of ovals along a spine with rounded ends, balls and pads, for bodies, limbs, fruit and dough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generation.shapes.late import Late

if TYPE_CHECKING:
    import manifold3d
    import numpy as np

    from generation.shapes import solids
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Points, Solid, Vector
else:
    manifold3d, np, solids = Late("manifold3d"), Late("numpy"), Late("generation.shapes.solids")

Station = tuple[float, float, float, float, float]
"""A place on a spine: x, y, z, half the width and half the height of the oval there. Millimetres."""


def in_life(built: tuple[float, float, float], unit: float) -> dict[str, float]:
    """Width, depth and height in whole millimetres of a body that was measured in its own units."""
    return {axis: round(side * unit) for axis, side in zip(("width", "depth", "height"), built, strict=True)}


def chords(kit: Kit, share: float = 1.0, least: int = 8) -> int:
    """Chords of a full circle for a form that is `share` as important as the whole; a multiple of four."""
    low = 8 if not kit.low else min(least, 6 if kit.level == 0 else 8)
    return max(low, int(kit.segments * share) // 4 * 4)


def ball(kit: Kit, centre: Vector, radii: Vector | float, *, share: float = 0.6, turn: Vector = (0, 0, 0)) -> Solid:
    """An ellipsoid about `centre`, turned by degrees about X, Y and Z."""
    sides = (radii, radii, radii) if isinstance(radii, int | float) else radii
    body = manifold3d.Manifold.sphere(1.0, chords(kit, share)).scale(sides)
    return (body.rotate(turn) if any(turn) else body).translate(centre)


def limb(
    kit: Kit,
    stations: Sequence[Station],
    *,
    share: float = 0.6,
    ends: tuple[float, float] = (0.8, 0.8),
    up: Vector = (0, 0, 1),
    square: float = 2.0,
    smooth: int = 1,
) -> Solid:
    """A smooth tube through the stations; `ends` says how far its ends bulge (0 flat, 1 like a ball).

    `up` must nowhere be the direction of the spine; half the height of an oval is measured towards it. `square` above 2
    makes the ovals boxier (a superellipse).
    """
    spine = kit.curve(stations, smooth=smooth) if len(stations) > 2 else np.asarray(stations, np.float64)
    path, wide, tall = spine[:, :3], np.maximum(spine[:, 3], 1e-3), np.maximum(spine[:, 4], 1e-3)
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    sides = np.cross(np.asarray(up, np.float64), tangents)
    sides /= np.linalg.norm(sides, axis=1, keepdims=True)
    tops = np.cross(tangents, sides)
    section = _oval(chords(kit, share), square)
    rings = [
        path[at] + section[:, :1] * sides[at] * wide[at] + section[:, 1:] * tops[at] * tall[at]
        for at in range(len(path))
    ]
    steps = 1 if kit.low else kit.pick(2, 4, 6)
    first = _cap(rings[0], path[0], -tangents[0] * min(wide[0], tall[0]) * ends[0], steps)
    last = _cap(rings[-1], path[-1], tangents[-1] * min(wide[-1], tall[-1]) * ends[1], steps)
    return _skin([*first[:0:-1], *rings, *last[1:]], first[0][0], last[0][0])


def _oval(count: int, square: float) -> Points:
    round_ = solids.circle(1.0, count)
    return np.sign(round_) * np.abs(round_) ** (2 / square) if square != 2 else round_


def _cap(ring: Points, centre: Points, reach: Points, steps: int) -> list[Points]:
    """The pole, as a row of its own, then the rings from nearest the body to nearest the pole."""
    out = [(centre + reach)[None, :]]
    if float(np.linalg.norm(reach)) > 1e-9:
        for step in range(1, steps + 1):
            angle = math.pi / 2 * step / (steps + 1)
            out.append(centre + (ring - centre) * math.cos(angle) + reach * math.sin(angle))
    return out


def _skin(rings: Sequence[Points], first: Points, last: Points) -> Solid:
    corners = len(rings[0])
    around = np.arange(corners)
    following = (around + 1) % corners
    rows = []
    for ring in range(len(rings) - 1):
        a, b = ring * corners, (ring + 1) * corners
        rows.append(np.column_stack([a + around, a + following, b + following]))
        rows.append(np.column_stack([a + around, b + following, b + around]))
    total, end = len(rings) * corners, (len(rings) - 1) * corners
    rows.append(np.column_stack([np.full(corners, total), following, around]))
    rows.append(np.column_stack([np.full(corners, total + 1), end + around, end + following]))
    points = np.vstack([*rings, first[None, :], last[None, :]])
    mesh = manifold3d.Mesh(np.ascontiguousarray(points, np.float32), np.ascontiguousarray(np.vstack(rows), np.uint32))
    return manifold3d.Manifold(mesh)


def pad(kit: Kit, width: float, depth: float, height: float, *, square: float = 3.0, share: float = 0.6) -> Solid:
    """A cushion on z = 0, boxier than an ellipsoid: a hull of superellipses that shrink to its flat faces."""
    steps = 1 if kit.low else kit.pick(2, 4, 7)
    outline = _oval(chords(kit, share), square)
    rows = []
    for step in range(steps + 1):
        angle = math.pi / 2 * step / (steps + 0.35)
        shrink, rise = math.cos(angle) ** (2 / square), math.sin(angle) ** (2 / square)
        flat = outline * (width / 2 * shrink, depth / 2 * shrink)
        rows += [np.column_stack([flat, np.full(len(flat), height / 2 * (1 + sign * rise))]) for sign in (-1, 1)]
    tops = np.vstack(rows)
    tops[:, 2] = (tops[:, 2] - tops[:, 2].min()) * height / float(np.ptp(tops[:, 2]))
    return solids.hull(tops)


def soft_box(kit: Kit, width: float, depth: float, height: float, radius: float) -> Solid:
    """A box on z = 0 with every edge and corner rounded by `radius`; sharp where low-poly is simple."""
    radius = min(radius, width / 2, depth / 2, height / 2)
    if kit.low:
        radius *= 0.6
    steps = 1 if kit.low else kit.pick(2, 4, 7)
    corner = manifold3d.Manifold.sphere(radius, 4 * steps if not kit.low else 4)
    points = np.asarray(corner.to_mesh().vert_properties, np.float64)[:, :3]
    x, y, z = width / 2 - radius, depth / 2 - radius, height / 2 - radius
    spots = [(a * x, b * y, height / 2 + c * z) for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]
    return solids.hull(np.vstack([points + spot for spot in spots]))


def mirrored(solid: Solid) -> Solid:
    """The other of a pair: left for right."""
    return solid.mirror((1, 0, 0))


def tapered(kit: Kit, points: Sequence[Vector], radius: float, end: float, *, share: float = 0.4) -> Solid:
    """A round horn, tail or tusk along points, from `radius` to a tip of `end`; it may turn anyhow."""
    path = kit.curve([(*point, radius + (end - radius) * at / (len(points) - 1)) for at, point in enumerate(points)])
    size = path[:, 3] / radius
    return solids.swept(path[:, :3], solids.circle(radius, chords(kit, share)), scale=size.tolist())


def tapered_path(kit: Kit, stations: Sequence[Station], *, share: float = 0.5, raw: bool = False) -> Solid:
    """A round tube whose spine may turn anyhow, as thick as each station says; `raw` takes the stations as they are."""
    spine = np.asarray(stations, np.float64) if raw else kit.curve(stations)
    sizes = np.maximum(spine[:, 3], 1e-3)
    section = solids.circle(1.0, chords(kit, share))
    return solids.swept(spine[:, :3], section, scale=sizes.tolist())
