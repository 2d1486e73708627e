"""What the mesh measures, beside what the document wants: bounds, walls, holes, teeth, volumes, from slices and faces.

Nothing here reads the source: a number that is told as measured was found on the solids. Lengths are millimetres, Z up.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from manifold3d import Manifold, Mesh
from numpy.typing import NDArray

Points = NDArray[np.float64]
Solids = Mapping[str, Manifold]
_AXES = "xyz"
_LEVELS = 24
_HOW = re.compile(
    r"[xyz]|across|holes|teeth|pockets|slope|arc|shafts|wheelbase|wall [xyz]|(bore|round)( 0\.\d{1,3})?|group \d{1,3}"
)
_TILT = 1.0  # degrees within which faces are one slope


def solid(positions: NDArray[np.float32], triangles: NDArray[np.uint32]) -> Manifold:
    """A part of a GLB as a solid: `positions` (n, 3) in metres with Y up, `triangles` (m, 3), to millimetres with Z up.

    Vertices that share a place (hard edges, seams) are welded first.
    """
    upright = np.column_stack([positions[:, 0], -positions[:, 2], positions[:, 1]]).astype(np.float32) * 1000
    places, back = np.unique(np.round(upright, 4), axis=0, return_inverse=True)
    corners = back.reshape(-1)[np.asarray(triangles, np.int64)].astype(np.uint32)
    whole = corners[(corners != np.roll(corners, 1, axis=1)).all(axis=1)]
    mesh = Mesh(np.ascontiguousarray(places, np.float32), np.ascontiguousarray(whole))
    mesh.merge()
    return Manifold(mesh)


def measured(document: Mapping[str, Any], solids: Solids) -> dict[str, Any]:
    """The document with `measured`: a row for each number that can be seen on the mesh, then size and volume by part.

    A row is {"name", "label", "part", "wanted", "measured", "unit", "tolerance", "ok"}; what has no wanted value has
    none. `solids` are the parts by node name ("arm", "arm_2", …).
    """
    values = document.get("state", {}).get("values", {})
    rows = []
    for wanted in document["dimensions"]:
        found = _seen(str(wanted.get("seen", "")), float(wanted["value"]), solids, values)
        if found is not None:
            part, value = found
            ok = abs(value - float(wanted["value"])) <= float(wanted["tolerance"]) + 1e-6
            rows.append(
                {
                    "name": wanted["name"],
                    "label": wanted["label"],
                    "part": part,
                    "wanted": wanted["value"],
                    "measured": round(value, 3),
                    "unit": wanted["unit"],
                    "tolerance": wanted["tolerance"],
                    "ok": bool(ok),
                }
            )
    return {**document, "measured": [*rows, *_sizes(solids)]}


def _number(values: Mapping[str, Any], name: str) -> float:
    """A number of the document's state, 0 where there is none."""
    value = values.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _sizes(solids: Solids) -> list[dict[str, Any]]:
    """Bounds and volume of each part, which nobody asked for and everybody wants to know."""
    rows = []
    for name, part in solids.items():
        facts = [(axis, f"{axis.upper()}", size, "mm") for axis, size in zip(_AXES, extents(part), strict=True)]
        for key, label, value, unit in [*facts, ("volume", "volume", part.volume() / 1000, "cm³")]:
            rows.append(
                {
                    "name": f"{name}_{key}",
                    "label": f"{name.replace('_', ' ')}: {label}",
                    "part": name,
                    "wanted": None,
                    "measured": round(value, 3),
                    "unit": unit,
                    "tolerance": None,
                    "ok": None,
                }
            )
    return rows


def _seen(how: str, wanted: float, solids: Solids, values: Mapping[str, Any]) -> tuple[str, float] | None:
    """The part and the number that a dimension's `seen` names; None where the mesh does not show it."""
    what, _, parts = how.partition(" of ")
    names = parts.split()
    if (
        not _HOW.fullmatch(what)
        or len(names) != (2 if what == "shafts" else 1)
        or any(name not in solids for name in names)
    ):
        return None
    kind, *more = what.split()
    one = solids[names[0]]
    readers: dict[str, Callable[[], float | None]] = {
        **{axis: (lambda at=at: extents(one)[at]) for at, axis in enumerate(_AXES)},  # type: ignore[misc]
        "across": lambda: max(extents(one)[:2]),
        "wall": lambda: wall(one, _AXES.index(more[0])),
        "holes": lambda: _nearest(holes(one), wanted),
        "group": lambda: _nearest_group(holes(one), wanted, int(more[0])),
        "bore": lambda: bore(one, float(more[0]) if more else 0.5),
        "round": lambda: outer(one, float(more[0]) if more else 0.5),
        "teeth": lambda: teeth(one),
        "pockets": lambda: pockets(one),
        "slope": lambda: min(slopes(one), key=lambda angle: abs(angle - wanted), default=None),
        "arc": lambda: min(arcs(one), key=lambda arc: abs(arc - wanted), default=None),
        "shafts": lambda: math.dist(_middle(one), _middle(solids[names[1]])),
        "wheelbase": lambda: wheelbase(
            solids, names[0], _number(values, "motor_hole"), _number(values, "motor_circle")
        ),
    }
    value = readers[kind]()
    return None if value is None else (names[0], float(value))


def extents(part: Manifold) -> list[float]:
    """The sides of the bounding box, (x, y, z)."""
    box = part.bounding_box()
    return [box[axis + 3] - box[axis] for axis in range(3)]


def _middle(part: Manifold) -> tuple[float, float]:
    box = part.bounding_box()
    return (box[0] + box[3]) / 2, (box[1] + box[4]) / 2


def _upright(part: Manifold, axis: int) -> Manifold:
    return [part.rotate((0, -90, 0)), part.rotate((90, 0, 0)), part][axis]


def _outlines(part: Manifold, level: float) -> list[Points]:
    """The outlines at a height; points that a facet's diagonal leaves on straight edges are taken out."""
    return [np.asarray(one, dtype=np.float64) for one in part.slice(level).simplify(1e-3).to_polygons()]


def _area(points: Points) -> float:
    x, y = points.T
    return float(x @ np.roll(y, -1) - np.roll(x, -1) @ y) / 2


def _level(part: Manifold, share: float) -> float:
    box = part.bounding_box()
    return float(box[2] + share * (box[5] - box[2]))


def _levels(part: Manifold) -> list[float]:
    """Heights between the solid's edges, evenly thinned."""
    heights = np.unique(np.round(np.asarray(part.to_mesh().vert_properties)[:, 2], 3))
    middles = ((heights[:-1] + heights[1:]) / 2)[np.diff(heights) > 0.02]
    return [float(one) for one in middles[:: max(1, math.ceil(len(middles) / _LEVELS))]]


def holes(part: Manifold) -> list[float]:
    """The diameters of round holes along the three axes; what shares an axis is told once for each diameter."""
    out: list[float] = []
    for axis in range(3):
        upright, known = _upright(part, axis), set[tuple[float, float, float]]()
        for level in _levels(upright):
            for outline in _outlines(upright, level):
                found = _circle(outline) if _area(outline) < 0 else None
                if found is not None and not any(math.dist(found, other) < 0.3 for other in known):
                    known.add(found)
                    out.append(found[2])
    return out


def _circle(points: Points) -> tuple[float, float, float] | None:
    """Centre and diameter where an outline is round to 1.2 %."""
    if len(points) < 10:
        return None
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    radii = np.hypot(*(points - centre).T)
    if float(np.ptp(radii)) > max(0.03, 0.012 * float(radii.mean())):
        return None
    return float(centre[0]), float(centre[1]), 2 * float(radii.max())


def _nearest(found: list[float], wanted: float) -> float | None:
    return min(found, key=lambda one: abs(one - wanted), default=None)


def _nearest_group(found: list[float], wanted: float, count: int) -> float | None:
    """The diameter that is nearest, where as many holes have it as the group counts."""
    near = _nearest(found, wanted)
    alike = [one for one in found if near is not None and abs(one - near) < 0.05]
    return near if len(alike) >= count else None


def _cuts(part: Manifold, axis: int, height: float, across: float) -> list[float]:
    """Where a level line through the solid, at shares of its height and width, enters and leaves material."""
    box, other, out = part.bounding_box(), 1 - axis, []
    line = box[other] + across * (box[other + 3] - box[other])
    for outline in _outlines(part, _level(part, height)):
        following = np.roll(outline, -1, axis=0)
        one, two = outline[:, other] - line, following[:, other] - line
        for at in np.flatnonzero((one < 0) != (two < 0)):
            share = one[at] / (one[at] - two[at])
            out.append(float(outline[at, axis] + share * (following[at, axis] - outline[at, axis])))
    return sorted(out)


def wall(part: Manifold, axis: int) -> float | None:
    """The thickness that lines along an axis meet first, the one met most often of 15 lines."""
    turned = part.rotate((0, 90, 0)) if axis == 2 else part
    found: Counter[float] = Counter()
    for height, across in itertools.product((0.3, 0.5, 0.72), (0.21, 0.31, 0.43, 0.57, 0.69)):
        cuts = _cuts(turned, 0 if axis == 2 else axis, height, across)
        if len(cuts) >= 2:
            found[round(cuts[1] - cuts[0], 2)] += 1
    return min(found, key=lambda one: (-found[one], one), default=None)


def bore(part: Manifold, share: float) -> float | None:
    """The widest opening around the middle axis at a share of the height."""
    middle, near = np.array(_middle(part)), 0.1 * max(extents(part)[:2])
    found = [one for one in _outlines(part, _level(part, share)) if _area(one) < 0]
    found = [one for one in found if np.hypot(*(one.mean(axis=0) - middle)) < near]
    return max((float(np.hypot(*(one - point).T).max()) for one in found for point in one), default=None)


def _outside(part: Manifold, share: float) -> NDArray[np.float64] | None:
    """The radii of the outermost outline at a share of the height, from its centroid; None where nothing is."""
    outline = max(_outlines(part, _level(part, share)), key=_area, default=None)
    if outline is None:
        return None
    following = np.roll(outline, -1, axis=0)
    cross = outline[:, 0] * following[:, 1] - following[:, 0] * outline[:, 1]
    centroid = ((outline + following) * cross[:, None]).sum(axis=0) / (3 * cross.sum())
    radii: NDArray[np.float64] = np.hypot(*(outline - centroid).T)
    return radii


def outer(part: Manifold, share: float) -> float | None:
    """The outer diameter at a share of the height."""
    radii = _outside(part, share)
    return None if radii is None else 2 * float(radii.max())


def teeth(part: Manifold) -> float | None:
    """How often the outline at half the height swings out."""
    radii = _outside(part, 0.5)
    if radii is None:
        return None
    out = radii > (radii.max() + radii.min()) / 2
    return float(np.count_nonzero(out & ~np.roll(out, 1)))


def pockets(part: Manifold) -> float:
    """How many openings there are at 60 % of the height."""
    x, y, _ = extents(part)
    return float(sum(_area(one) < -0.002 * x * y for one in _outlines(part, _level(part, 0.6))))


def slopes(part: Manifold) -> list[float]:
    """Angles to the ground of flat faces that hold 5 % of the surface or more, in degrees."""
    mesh = part.to_mesh()
    corners = np.asarray(mesh.vert_properties, dtype=np.float64)[:, :3][np.asarray(mesh.tri_verts)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    areas = np.linalg.norm(normals, axis=1)
    tilt = np.degrees(np.arccos(np.clip(np.abs(normals[:, 2]) / np.maximum(areas, 1e-12), 0, 1)))
    out = []
    for angle in np.unique(np.round(tilt)):
        near = np.abs(tilt - angle) < _TILT
        if areas[near].sum() > 0.05 * areas.sum():
            out.append(float(np.average(tilt[near], weights=areas[near])))
    return out


def arcs(part: Manifold) -> list[float]:
    """Diameters of hollow arcs of 120° or more along Y, open or closed: where a cable or pipe lies."""
    upright, out = _upright(part, 1), []
    for level in _levels(upright):
        for outline in _outlines(upright, level):
            out += _arcs(outline)
    return out


def _arcs(outline: Points) -> list[float]:
    before, after = outline - np.roll(outline, 1, axis=0), np.roll(outline, -1, axis=0) - outline
    turn = np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1))
    if (turn < -1e-4).all():
        found = _circle(outline)
        return [found[2]] if found else []
    start = int(np.flatnonzero(turn >= -1e-4)[0])
    turn, points = np.roll(turn, -start), np.roll(outline, -start, axis=0)
    hollow = "".join("1" if one < -1e-4 else "0" for one in turn)
    runs = [slice(*hit.span()) for hit in re.finditer("1{6,}", hollow)]
    return [_fitted(points[run]) for run in runs if -turn[run].sum() >= math.radians(120)]


def _fitted(points: Points) -> float:
    """The diameter of the circle through points, by least squares (Kåsa)."""
    flat = np.column_stack([2 * points, np.ones(len(points))])
    x, y, rest = np.linalg.lstsq(flat, (points**2).sum(axis=1), rcond=None)[0]
    return 2 * math.sqrt(max(float(rest + x * x + y * y), 0.0))


def wheelbase(solids: Solids, name: str, hole: float, circle: float) -> float | None:
    """The greatest distance between the middles of the motors' screws: the outermost holes of that diameter."""
    centres = []
    for node, part in solids.items():
        if re.sub(r"_\d+$", "", node) == name:
            found = [seen for one in _outlines(part, _level(part, 0.5)) if _area(one) < 0 and (seen := _circle(one))]
            screws = np.array([seen[:2] for seen in found if abs(seen[2] - hole) < 0.2])
            if len(screws):
                last = screws[np.hypot(*screws.T).argmax()]
                centres.append(screws[np.hypot(*(screws - last).T) < circle + 0.5].mean(axis=0))
    pairs = itertools.combinations(centres, 2)
    return max((float(np.hypot(*(one - other))) for one, other in pairs), default=None)
