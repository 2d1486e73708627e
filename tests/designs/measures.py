"""What the exam asks of a mesh: every number is taken from slices and faces, never from the planner's own document.

Lengths are millimetres, Z is up. A part is chosen by the last word of its name ("box_lid" is a lid), and of several
parts that fit one has to pass. A wanted number is a value (± 0.15 mm) or a range [low, high].
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

Points = NDArray[np.float64]
Parts = Mapping[str, Manifold]
Wanted = float | list[Any]
NEAR = 0.15


@dataclass(frozen=True)
class Hole:
    axis: int
    x: float
    y: float
    diameter: float


def fits(value: float, wanted: Wanted) -> bool:
    if isinstance(wanted, list):
        if isinstance(wanted[0], list):
            return any(fits(value, one) for one in wanted)
        return wanted[0] - 1e-6 <= value <= wanted[1] + 1e-6
    return abs(value - wanted) <= NEAR


def chosen(parts: Parts, pattern: str | None) -> dict[str, Manifold]:
    if pattern is None:
        return dict(parts)
    out = {}
    for name, solid in parts.items():
        words = [word for word in re.split(r"[\W_]+", name.lower()) if word and not word.isdigit()]
        if words and re.fullmatch(pattern, re.sub(r"\d+$", "", words[-1])):
            out[name] = solid
    return out


def extents(solid: Manifold) -> list[float]:
    box = solid.bounding_box()
    return [box[axis + 3] - box[axis] for axis in range(3)]


def turned(solid: Manifold, axis: int) -> Manifold:
    """The solid with one of its axes upright."""
    return [solid.rotate((0, -90, 0)), solid.rotate((90, 0, 0)), solid][axis]


def area(points: Points) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def outlines(solid: Manifold, level: float) -> list[Points]:
    # A slice also cuts the diagonals of facets: those points lie on straight edges and go.
    return [np.asarray(one, dtype=np.float64) for one in solid.slice(level).simplify(1e-3).to_polygons()]


def levels(solid: Manifold, most: int = 40) -> Iterator[float]:
    heights = np.unique(np.round(np.asarray(solid.to_mesh().vert_properties)[:, 2], 3))
    middles = (heights[:-1] + heights[1:])[np.diff(heights) > 0.02] / 2
    step = max(1, math.ceil(len(middles) / most))
    yield from middles[::step]


def circle(points: Points) -> tuple[float, float, float] | None:
    """Centre and diameter of an outline that is round, or None."""
    if len(points) < 10:
        return None
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    radii = np.hypot(*(points - centre).T)
    if np.ptp(radii) > max(0.03, 0.012 * radii.mean()):
        return None
    return float(centre[0]), float(centre[1]), 2 * float(radii.max())


def holes(parts: Parts, wanted: Wanted) -> list[Hole]:
    """Round holes of the wanted diameter; what lies on one axis is one hole, however many steps it has."""
    found: list[Hole] = []
    for solid in parts.values():
        own: list[Hole] = []
        for axis in range(3):
            upright = turned(solid, axis)
            for level in levels(upright):
                for outline in outlines(upright, float(level)):
                    if area(outline) >= 0:
                        continue
                    seen = circle(outline)
                    if seen is None or not fits(seen[2], wanted):
                        continue
                    near = any(h.axis == axis and math.hypot(h.x - seen[0], h.y - seen[1]) < 0.3 for h in own)
                    if not near:
                        own.append(Hole(axis, *seen))
        found += own
    return found


def has_pattern(found: list[Hole], wide: Wanted, tall: Wanted) -> bool:
    """Whether some of the holes are the corners of a rectangle (a pair, where one side is 0)."""
    for one, other in itertools.permutations(found, 2):
        if one.axis != other.axis:
            continue
        across = (abs(one.x - other.x), abs(one.y - other.y))
        if tall == 0:
            if fits(math.hypot(*across), wide):
                return True
            continue
        if not any(fits(across[k], wide) and fits(across[1 - k], tall) for k in (0, 1)):
            continue
        corners = [(one.x, other.y), (other.x, one.y)]
        if all(any(h.axis == one.axis and math.hypot(h.x - x, h.y - y) < 0.3 for h in found) for x, y in corners):
            return True
    return False


def gaps(solid: Manifold, axis: int, *, height: float, across: float) -> list[tuple[float, float, bool]]:
    """Stretches of a level line through the solid: from, to, and whether there is material."""
    box = solid.bounding_box()
    level = box[2] + height * (box[5] - box[2])
    other = 1 - axis
    line = box[other] + across * (box[other + 3] - box[other])
    cuts: list[float] = []
    for outline in outlines(solid, level):
        following = np.roll(outline, -1, axis=0)
        one, two = outline[:, other] - line, following[:, other] - line
        for at in np.flatnonzero((one < 0) != (two < 0)):
            share = one[at] / (one[at] - two[at])
            cuts.append(float(outline[at, axis] + share * (following[at, axis] - outline[at, axis])))
    cuts.sort()
    return [(low, high, at % 2 == 0) for at, (low, high) in enumerate(itertools.pairwise(cuts))]


def walls(solid: Manifold, axis: int) -> list[float]:
    """The first thickness met along an axis at half the height, on three lines."""
    out = []
    for across in (0.31, 0.43, 0.57):
        found = gaps(solid, axis, height=0.5, across=across)
        if found:
            out.append(found[0][1] - found[0][0])
    return out


def clear(solid: Manifold, axis: int) -> float:
    """The widest empty stretch between walls, above the floor."""
    found = gaps(solid, axis, height=0.7, across=0.47)
    return max((high - low for low, high, solid_here in found if not solid_here), default=0.0)


def bores(solid: Manifold, share: float) -> list[float]:
    """The greatest widths of the openings around the middle axis, at a share of the height."""
    box = solid.bounding_box()
    middle = np.array([box[0] + box[3], box[1] + box[4]]) / 2
    out = []
    for outline in outlines(solid, box[2] + share * (box[5] - box[2])):
        if area(outline) < 0 and np.hypot(*(outline.mean(axis=0) - middle)) < 0.1 * extents(solid)[0]:
            out.append(float(max(np.hypot(*(outline - point).T).max() for point in outline)))
    return out


def teeth(solid: Manifold) -> tuple[int, float]:
    """How often the outline at half the height swings out, and its outer diameter."""
    box = solid.bounding_box()
    outline = max(outlines(solid, (box[2] + box[5]) / 2), key=area)
    radii = np.hypot(*(outline - (outline.min(axis=0) + outline.max(axis=0)) / 2).T)
    out = radii > (radii.max() + radii.min()) / 2
    return int(np.count_nonzero(out & ~np.roll(out, 1))), 2 * float(radii.max())


def pockets(solid: Manifold) -> int:
    box = solid.bounding_box()
    whole = (box[3] - box[0]) * (box[4] - box[1])
    found = outlines(solid, box[2] + 0.6 * (box[5] - box[2]))
    return sum(area(outline) < -0.005 * whole for outline in found)


def slopes(solid: Manifold) -> list[float]:
    """Angles to the ground of flat faces that hold 8 % of the surface or more."""
    mesh = solid.to_mesh()
    corners = np.asarray(mesh.vert_properties, dtype=np.float64)[:, :3][np.asarray(mesh.tri_verts)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    areas = np.linalg.norm(normals, axis=1)
    tilt = np.degrees(np.arccos(np.clip(np.abs(normals[:, 2]) / np.maximum(areas, 1e-12), 0, 1)))
    return [
        float(one) for one in np.unique(np.round(tilt)) if areas[np.abs(tilt - one) < 0.6].sum() > 0.08 * areas.sum()
    ]


def round_gaps(solid: Manifold) -> list[float]:
    """Diameters of hollow arcs of 120° or more, open ones as well: where a cable lies."""
    out: list[float] = []
    for axis in range(3):
        upright = turned(solid, axis)
        for level in levels(upright, 12):
            for outline in outlines(upright, float(level)):
                out += _arcs(outline)
    return out


def _arcs(outline: Points) -> list[float]:
    before, after = outline - np.roll(outline, 1, axis=0), np.roll(outline, -1, axis=0) - outline
    turn = np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1))
    hollow = turn < -1e-4
    if hollow.all():
        seen = circle(outline)
        return [seen[2]] if seen else []
    start = int(np.flatnonzero(~hollow)[0])
    turn, points = np.roll(turn, -start), np.roll(outline, -start, axis=0)
    out, run = [], []
    for at in range(len(points) + 1):
        if at < len(points) and turn[at] < -1e-4:
            run.append(at)
            continue
        if len(run) >= 6 and -turn[run].sum() >= math.radians(120):
            seen = points[run]
            flat = np.column_stack([2 * seen, np.ones(len(seen))])
            x, y, rest = np.linalg.lstsq(flat, (seen**2).sum(axis=1), rcond=None)[0]
            out.append(2 * math.sqrt(max(rest + x * x + y * y, 0)))
        run = []
    return out


def _sized(solid: Manifold, wanted: list[Wanted], ordered: bool) -> bool:
    own = extents(solid)
    orders = [own] if ordered else itertools.permutations(own)
    return any(all(fits(value, one) for value, one in zip(order, wanted, strict=True)) for order in orders)


def passes(check: dict[str, Any], parts: Parts) -> bool:
    """Whether the parts pass one check on the mesh."""
    if "absent" in check:
        return bool(parts) and not chosen(parts, check["absent"])
    if "parts" in check:
        return len(chosen(parts, check["parts"])) == check["count"]
    own = chosen(parts, check.get("part"))
    if not own:
        return False
    if "holes" in check:
        return _holes_pass(check, own)
    if "volume" in check:
        return fits(sum(solid.volume() for solid in own.values()), check["volume"])
    return any(_one_passes(check, solid) for solid in own.values())


def _holes_pass(check: dict[str, Any], own: Parts) -> bool:
    found = holes(own, check["holes"])
    if len(found) != check.get("count", len(found)) or len(found) < check.get("at_least", 0):
        return False
    if "pattern" in check and not has_pattern(found, *check["pattern"]):
        return False
    apart = [math.hypot(a.x - b.x, a.y - b.y) for a, b in itertools.combinations(found, 2) if a.axis == b.axis]
    return "reach" not in check or fits(max(apart, default=0), check["reach"])


def _one_passes(check: dict[str, Any], solid: Manifold) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "size": lambda: _sized(solid, check["size"], check.get("ordered", False)),
        "height": lambda: fits(extents(solid)[2], check["height"]),
        "wall": lambda: any(fits(one, check["wall"]) for one in walls(solid, "xy".index(check.get("axis", "x")))),
        "clear": lambda: any(
            all(fits(clear(solid, axis), one) for axis, one in zip(order, check["clear"], strict=True))
            for order in ((0, 1), (1, 0))
        ),
        "bore": lambda: any(fits(one, check["bore"]) for one in bores(solid, check["level"])),
        "teeth": lambda: teeth(solid)[0] == check["teeth"] and fits(teeth(solid)[1], check["outer"]),
        "pockets": lambda: pockets(solid) == check["pockets"],
        "slope": lambda: any(abs(one - check["slope"]) <= 1 for one in slopes(solid)),
        "round_gap": lambda: any(fits(one, check["round_gap"]) for one in round_gaps(solid)),
    }
    kinds = [kind for kind in tests if kind in check]
    assert len(kinds) == 1, f"a check asks one thing: {check}"
    return tests[kinds[0]]()
