"""Closed solids from numbers: rounded boxes, turned profiles, rods, swept tubes. Millimetres, Z up, front −Y."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from manifold3d import CrossSection, FillRule, Manifold, Mesh, OpType

Solid: TypeAlias = Manifold
Points: TypeAlias = npt.NDArray[np.float64]
Vector: TypeAlias = tuple[float, float, float]
Plane: TypeAlias = Sequence[tuple[float, float]]


def circle(radius: float, segments: int, *, turn: float = 0.0) -> Points:
    """Corners (segments, 2) of a regular polygon, counter-clockwise from +X turned by `turn` radians."""
    angles = np.arange(segments) * (2 * math.pi / segments) + turn
    return np.column_stack([np.cos(angles), np.sin(angles)]) * radius


def rounded_rectangle(width: float, depth: float, radius: float, segments: int) -> Points:
    """Corners (n, 2) of a centred rectangle whose corners are quarter circles of `segments` chords."""
    radius = min(radius, width / 2, depth / 2)
    a, b = width / 2 - radius, depth / 2 - radius
    if radius <= 0:
        return np.array([(a, b), (-a, b), (-a, -b), (a, -b)])
    steps = np.linspace(0, math.pi / 2, max(1, segments) + 1)
    quarter = np.column_stack([np.cos(steps), np.sin(steps)]) * radius
    out = []
    for turn, (x, y) in enumerate(((a, b), (-a, b), (-a, -b), (a, -b))):
        c, s = math.cos(turn * math.pi / 2), math.sin(turn * math.pi / 2)
        out.append(quarter @ np.array([(c, s), (-s, c)]) + (x, y))
    return np.vstack(out)


def hull(points: Points) -> Solid:
    """The convex hull of points (n, 3)."""
    return Manifold.hull_points(np.ascontiguousarray(points, np.float64))


def edge(radius: float, steps: int) -> list[tuple[float, float]]:
    """A rounded edge as (inset, rise) pairs from the side (0, 0) to the face (radius, radius)."""
    if radius <= 0:
        return [(0.0, 0.0)]
    angles = np.linspace(0, math.pi / 2, max(1, steps) + 1)
    return [(radius * (1 - math.cos(angle)), radius * math.sin(angle)) for angle in angles]


def slab(width: float, depth: float, height: float, *, corner: float, bevel: float, segments: int, steps: int) -> Solid:
    """A box standing on z = 0, centred in plan: rounded in plan by `corner`, above and below by `bevel`."""
    bevel = min(bevel, height / 2, width / 2, depth / 2)
    corner = max(corner, bevel) if bevel else corner
    layers = []
    for inset, rise in edge(bevel, steps):
        outline = rounded_rectangle(width - 2 * inset, depth - 2 * inset, max(corner - inset, 0), segments)
        layers += [np.column_stack([outline, np.full(len(outline), z)]) for z in (bevel - rise, height - bevel + rise)]
    return hull(np.vstack(layers))


def turned(profile: Plane, segments: int) -> Solid:
    """A body of revolution about Z from (radius, z) pairs, counter-clockwise in the half plane radius ≥ 0.

    The radii are those of the corners, so with a multiple of four segments the bounds are exact.
    """
    return Manifold.revolve(CrossSection([np.asarray(profile, np.float64)], FillRule.NonZero), segments)


def prism(outline: Plane | Points, height: float) -> Solid:
    """The outline (x, y) raised from z = 0 to `height`; any sense of turning, no holes."""
    return Manifold.extrude(CrossSection([np.asarray(outline, np.float64)], FillRule.NonZero), height)


def rotation(direction: Points) -> Points:
    """A 3 × 3 matrix that turns +Z into the unit vector `direction` (Rodrigues' formula)."""
    x, y, z = direction
    if z < -0.999999:
        flipped: Points = np.diag([1.0, -1.0, -1.0])
        return flipped
    cross = np.array([[0, 0, x], [0, 0, y], [-x, -y, 0]])
    turned_z: Points = np.eye(3) + cross + cross @ cross / (1 + z)
    return turned_z


def rod(
    start: Vector, end: Vector, radius: float, end_radius: float | None = None, *, segments: int, bevel: float = 0.0
) -> Solid:
    """A round bar between two points, tapering to `end_radius`; flat ends square to its axis, `bevel` softens them."""
    a, b = np.array(start, np.float64), np.array(end, np.float64)
    length = float(np.linalg.norm(b - a))
    last = radius if end_radius is None else end_radius
    if bevel > 0:
        soft = min(bevel, length / 4, radius * 0.9, last * 0.9)
        body = turned(
            [(0, 0), (radius - soft, 0), (radius, soft), (last, length - soft), (last - soft, length), (0, length)],
            segments,
        )
    else:
        body = Manifold.cylinder(length, radius, last, segments)
    return body.transform(np.column_stack([rotation((b - a) / length), a]))


def beam(start: Vector, end: Vector, section: Points, end_section: Points | None = None) -> Solid:
    """A straight bar whose level sections (x, y) sit about its end points: a post that may lean without twisting."""
    low = np.column_stack([section + start[:2], np.full(len(section), start[2])])
    last = section if end_section is None else end_section
    high = np.column_stack([last + end[:2], np.full(len(last), end[2])])
    return hull(np.vstack([low, high]))


def curve(points: Sequence[Sequence[float]], steps: int) -> Points:
    """A Catmull-Rom curve through the points (n, d), `steps` chords a span."""
    given = np.asarray(points, np.float64)
    padded = np.vstack([2 * given[0] - given[1], given, 2 * given[-1] - given[-2]])
    out = []
    for at in range(1, len(padded) - 2):
        p0, p1, p2, p3 = padded[at - 1 : at + 3]
        t = np.linspace(0, 1, max(1, steps), endpoint=False)[:, None]
        out.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    return np.vstack([*out, given[-1:]])


def swept(
    path: Points,
    section: Points,
    *,
    scale: Sequence[float] | None = None,
    up: Vector | None = None,
    closed: bool = False,
) -> Solid:
    """A convex section (k, 2), counter-clockwise, carried along a path (n, 3); flat ends, or a ring where `closed`.

    Frames turn as little as they can; with `up` the section's second axis keeps towards it (a rail that stays level).
    `scale` gives the section's size at each point of the path.
    """
    path = np.asarray(path, np.float64)
    count, corners = len(path), len(section)
    tangents = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0) if closed else np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    sides, tops = _frames(tangents, up)
    if closed and up is None:
        sides, tops = _untwisted(tangents, sides, tops)
    sizes = np.ones(count) if scale is None else np.asarray(scale, np.float64)
    rings = (
        path[:, None]
        + (section[None, :, :1] * sides[:, None] + section[None, :, 1:] * tops[:, None]) * sizes[:, None, None]
    )
    around = np.arange(corners)
    following = (around + 1) % corners
    triangles = []
    for ring in range(count if closed else count - 1):
        a, b = ring * corners, ((ring + 1) % count) * corners
        triangles.append(np.column_stack([a + around, a + following, b + following]))
        triangles.append(np.column_stack([a + around, b + following, b + around]))
    if not closed:
        fan = np.column_stack([np.zeros(corners - 2, int), around[1:-1], around[2:]])
        triangles += [fan[:, ::-1], fan + (count - 1) * corners]
    mesh = Mesh(
        np.ascontiguousarray(rings.reshape(-1, 3), np.float32), np.ascontiguousarray(np.vstack(triangles), np.uint32)
    )
    return Manifold(mesh)


def _frames(tangents: Points, up: Vector | None) -> tuple[Points, Points]:
    if up is not None:
        sides = np.cross(np.asarray(up, np.float64), tangents)
        sides /= np.linalg.norm(sides, axis=1, keepdims=True)
        return sides, np.cross(tangents, sides)
    first = np.eye(3)[int(np.argmin(np.abs(tangents[0])))]
    side = np.cross(first, tangents[0])
    side /= np.linalg.norm(side)
    carried_on = [side]
    for tangent in tangents[1:]:
        carried = carried_on[-1] - carried_on[-1].dot(tangent) * tangent
        carried_on.append(carried / np.linalg.norm(carried))
    out = np.array(carried_on)
    return out, np.cross(tangents, out)


def _untwisted(tangents: Points, sides: Points, tops: Points) -> tuple[Points, Points]:
    """Spread the angle by which a closed path's last frame misses the first over the whole way."""
    last = sides[-1] - sides[-1].dot(tangents[0]) * tangents[0]
    miss = math.atan2(float(last.dot(tops[0])), float(last.dot(sides[0])))
    angles = -miss * np.arange(len(sides)) / len(sides)
    c, s = np.cos(angles)[:, None], np.sin(angles)[:, None]
    return sides * c + tops * s, tops * c - sides * s


def union(solids: Sequence[Solid]) -> Solid:
    """All solids as one."""
    return solids[0] if len(solids) == 1 else Manifold.batch_boolean(list(solids), OpType.Add)


def together(solids: Sequence[Solid]) -> Solid:
    """Solids that do not touch as one body of several shells; cheaper than a union."""
    return Manifold.compose(list(solids))


def without(solid: Solid, *cutters: Solid) -> Solid:
    """The solid less the cutters."""
    return Manifold.batch_boolean([solid, *cutters], OpType.Subtract)


def bent(solid: Solid, chord: float, sagitta: float) -> Solid:
    """The solid bowed about the vertical: at x = ±chord/2 it stays, in the middle it moves by `sagitta` along Y."""

    def move(points: Points) -> Points:
        out = np.array(points)
        out[:, 1] += sagitta * (1 - (2 * out[:, 0] / chord) ** 2)
        return out

    return solid.warp_batch(move)
