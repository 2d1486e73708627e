"""Vessels: what mugs, pots and cans share: handles that leave the hollow free, spouts that are bored, even walls."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from generation.shapes.registry import AXES, Value

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Outline = list[tuple[float, float]]


def thin_enough(values: dict[str, Value], said: frozenset[str], share: float = 0.2) -> list[str]:
    """A rule's part: a wall is at most `share` of the smaller of depth and height, so that there is a hollow."""
    least = min(float(values["depth"]), float(values["width"]), float(values["height"])) * share
    if float(values["wall"]) <= least:
        return []
    values["wall"] = round(least, 3)
    return ["The wall is thicker than the vessel can be hollow; it was made thinner."] if "wall" in said else []


def by_diameter(values: dict[str, Value], said: frozenset[str]) -> None:
    """A rule's part: the depth is the body's diameter, which may be named; unspoken bounds follow it."""
    if "diameter" in said and "depth" not in said:
        factor = float(values["diameter"]) / float(values["depth"])
        for axis in AXES:
            if axis not in said:
                values[axis] = round(float(values[axis]) * factor, 3)
    values["diameter"] = values["depth"]


def outline(kit: Kit, marks: Sequence[tuple[float, float]], radius: float, height: float) -> Outline:
    """A smooth outline through marks (share of the radius, share of the height), within its bounds."""
    line = [(float(r), min(max(float(z), 0.0), 1.0)) for r, z in kit.curve(marks)]
    widest = max(r for r, _ in line) / max(r for r, _ in marks)
    return [(r * radius / widest, z * height) for r, z in line]


def straight(kit: Kit, foot: float, radius: float, height: float, soft: float) -> Outline:
    """A straight or tapering side over a foot whose edge is rounded by `soft`."""
    lean = (radius - foot) / height
    steps = kit.steps + (kit.level > 0)
    maths = kit.maths
    turns = maths.linspace(0, maths.pi / 2, steps + 1)
    base = [(foot - soft + soft * float(maths.sin(turn)), soft - soft * float(maths.cos(turn))) for turn in turns]
    rows = kit.pick(1, 2, 6)
    side = [(foot + lean * (soft + (height - soft) * k / rows), soft + (height - soft) * k / rows) for k in
            range(1, rows + 1)]  # fmt: skip
    return [*base, *side]


def radius_at(line: Outline, z: float) -> float:
    """The outline's radius at a height."""
    for (r0, z0), (r1, z1) in pairwise(line):
        if z0 <= z <= z1 and z1 > z0:
            return r0 + (r1 - r0) * (z - z0) / (z1 - z0)
    return line[-1][0]


def loop(
    kit: Kit, marks: Sequence[tuple[float, float]], thick: float, wide: float, *, void: Solid | None, turn: float = 0.0
) -> Solid:  # fmt: skip
    """A handle through (x, z) marks in the plane y = 0, `turn` degrees about Z, kept out of the hollow."""
    path = kit.curve([(x, 0.0, z) for x, z in marks])
    section = kit.ring(1.0) * (thick, wide)
    tube = kit.swept(path, section, up=(0.0, 1.0, 0.0))
    if turn:
        tube = tube.rotate((0, 0, turn))
    return kit.without(tube, void) if void is not None else tube


def spout(kit: Kit, marks: Sequence[tuple[float, float]], radii: Sequence[float], wall: float) -> tuple[Solid, Solid]:
    """A tapering tube through (x, z) marks and its bore, which is longer at both ends."""
    maths = kit.maths
    path = kit.curve([(x, 0.0, z) for x, z in marks])
    share = maths.linspace(0, 1, len(path))
    sizes = maths.interp(share, maths.linspace(0, 1, len(radii)), radii)
    tube = kit.swept(path, kit.ring(1.0), scale=sizes, up=(0.0, 1.0, 0.0))
    first, last = path[0] - path[1], path[-1] - path[-2]
    reach = float(maths.linalg.norm(last))
    ends = [path[0] + first * 0.3, *path[1:-1], path[-1], path[-1] + last / reach * 4 * wall]
    inner = maths.maximum(sizes - wall, sizes * 0.4)
    bore = kit.swept(maths.array(ends), kit.ring(1.0), scale=[*inner, inner[-1]], up=(0.0, 1.0, 0.0))
    return tube, bore


def knob(kit: Kit, radius: float, height: float) -> Solid:
    """A turned knob for a lid, standing on z = 0."""
    marks = [(0.42, 0.0), (0.4, 0.2), (0.55, 0.38), (0.95, 0.58), (1.0, 0.75), (0.8, 0.92), (0.35, 1.0)]
    line = kit.curve(marks) if kit.level else marks
    return kit.turned([(0.0, 0.0), *((float(r) * radius, min(float(z), 1.0) * height) for r, z in line), (0.0, height)])
