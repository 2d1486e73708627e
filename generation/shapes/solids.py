"""Closed solids from numbers: rounded boxes, turned profiles, rods, swept tubes. Millimetres, Z up, front −Y."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from manifold3d import CrossSection, FillRule, JoinType, Manifold, Mesh, OpType

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


def shell(outline: Plane, wall: float, floor: float, lip: float, segments: int, arc: int) -> tuple[Solid, Solid]:
    """A turned vessel of even wall, and its hollow, from the outline (radius, z) outside, from the foot to the lip.

    The wall is measured square to the outline, the floor along Z; `lip` rounds the edges of the wall, in `arc` chords
    of a circle. The hollow reaches well above the lip, to be cut from what crosses it. Bounds are those of the outline.
    """
    right = np.asarray(outline, np.float64)
    way = right[-1] - right[-2]
    ends = right[-1] + way / np.linalg.norm(way) * 4 * wall
    taller = np.vstack([right, ends])
    both = [np.vstack([half, half[::-1] * (-1, 1)]) for half in (right, taller)]
    outer, tall = (CrossSection([half], FillRule.NonZero) for half in both)
    size = float(np.abs(right).max()) * 8
    within = tall.offset(-wall, JoinType.Round, 2.0, arc)
    within = within ^ CrossSection.square((size, size), True).translate((0, floor + size / 2))
    over = CrossSection.square((2 * max(_reach(within, float(ends[1]) - 2 * wall), wall), size)).translate(
        (-max(_reach(within, float(ends[1]) - 2 * wall), wall), float(right[-1][1]))
    )
    section = outer - within - over
    if lip > 0:
        section = section.offset(-lip, JoinType.Round, 2.0, arc).offset(lip, JoinType.Round, 2.0, arc)
    section = section.simplify(size * 1e-6)
    return Manifold.revolve(section, segments), Manifold.revolve((within + over).simplify(size * 1e-6), segments)


def _reach(section: CrossSection, z: float) -> float:
    points = np.vstack(section.to_polygons())
    return float(points[points[:, 1] >= z - 1e-9, 0].max(initial=0.0))


def pad(width: float, depth: float, height: float, *, soft: float, crown: float, segments: int, steps: int) -> Solid:
    """A cushion on z = 0: sides rounded by `soft`, the upper face swelling by `crown` towards its middle."""
    soft = min(soft, (height - crown) / 2, width * 0.3, depth * 0.3)
    layers = []
    for inset, rise in edge(soft, steps):
        ring = rounded_rectangle(width - 2 * inset, depth - 2 * inset, max(soft * 1.6 - inset, soft * 0.6), segments)
        layers += [np.column_stack([ring, np.full(len(ring), z)]) for z in (soft - rise, height - crown - soft + rise)]
    for share in np.linspace(1, 0.15, 2 * steps + 1):
        ring = rounded_rectangle((width - 2 * soft) * share, (depth - 2 * soft) * share, soft * 0.6 * share, segments)
        layers.append(np.column_stack([ring, np.full(len(ring), height - crown * share**2.2)]))
    layers[-1][:, 2] = height
    return hull(np.vstack(layers))


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


def lofted(rings: Points) -> Solid:
    """A closed body through rings (n, k, 3) of k corners each, in one sense; the ends are fans about their middles."""
    rings = np.asarray(rings, np.float64)
    count, corners = rings.shape[:2]
    points = np.vstack([rings.reshape(-1, 3), rings[0].mean(axis=0), rings[-1].mean(axis=0)])
    around = np.arange(corners)
    following = (around + 1) % corners
    first, last = np.full(corners, count * corners), np.full(corners, count * corners + 1)
    triangles = [np.column_stack([first, following, around])]
    for ring in range(count - 1):
        a, b = ring * corners, (ring + 1) * corners
        triangles.append(np.column_stack([a + around, a + following, b + following]))
        triangles.append(np.column_stack([a + around, b + following, b + around]))
    end = (count - 1) * corners
    triangles.append(np.column_stack([last, end + around, end + following]))
    faces = np.vstack(triangles)
    a, b, c = (points[faces[:, at]] for at in range(3))
    if float(np.einsum("ij,ij->", a, np.cross(b, c))) < 0:
        faces = faces[:, ::-1]
    return Manifold(Mesh(np.ascontiguousarray(points, np.float32), np.ascontiguousarray(faces, np.uint32)))


def plate(
    outline: Plane | Points,
    holes: Sequence[Plane | Points],
    height: float,
    *,
    turn: float = 0.0,
    steps: int = 0,
) -> Solid:
    """The outline (x, y) less the holes in it, raised from z = 0 to `height`, twisted by `turn` degrees on the way."""
    loops = [np.asarray(loop, np.float64) for loop in (outline, *holes)]
    return Manifold.extrude(CrossSection(loops, FillRule.EvenOdd), height, steps, turn)


def scattered(solid: Solid, matrices: Points) -> Solid:
    """As many copies of a solid as there are (3, 4) matrices, as one body of many shells."""
    mesh = solid.to_mesh()
    points, faces = np.asarray(mesh.vert_properties, np.float64)[:, :3], np.asarray(mesh.tri_verts, np.int64)
    moved = np.einsum("nij,kj->nki", matrices[:, :, :3], points) + matrices[:, None, :, 3]
    shift = np.arange(len(matrices))[:, None, None] * len(points)
    vertices = np.ascontiguousarray(moved.reshape(-1, 3), np.float32)
    return Manifold(Mesh(vertices, np.ascontiguousarray((faces[None] + shift).reshape(-1, 3), np.uint32)))


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
