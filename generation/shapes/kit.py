"""What a family's builder holds in its hands: solids at the right level of detail, and the parts it has made."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from generation.shapes import chance, character, solids, threads
from generation.shapes.registry import Family, Role
from generation.shapes.solids import Plane, Points, Solid, Vector

_ROUND = {"simple": 20, "medium": 56, "complex": 96}
_ROUND_LOW = {"simple": 8, "medium": 12, "complex": 16}
_EDGE = {"simple": 1, "medium": 3, "complex": 5}
_LEVEL = {"simple": 0, "medium": 1, "complex": 2}


@dataclass
class Made:
    """A part as the builder gives it."""

    name: str
    role: Role
    solid: Solid
    crease: float


@dataclass
class Kit:
    """Solids for one object in one style and complexity; builders add parts with `add`.

    `level` is 0, 1 or 2; `low` is true for low-poly; `chunk` is how much thicker the stylized style makes sections.
    """

    family: Family
    style: str
    complexity: str
    seed: int
    parts: list[Made] = field(default_factory=list)

    @property
    def level(self) -> int:
        """Detail: 0 simple, 1 medium, 2 complex."""
        return _LEVEL[self.complexity]

    @property
    def low(self) -> bool:
        """Whether few flat triangles are wanted."""
        return self.style == "low-poly"

    @property
    def chunk(self) -> float:
        """Factor for sections (legs, rails, rims): stylized things are sturdier."""
        return character.CHUNK.get(self.style, 1.0)

    @property
    def segments(self) -> int:
        """Chords of a full circle, a multiple of four."""
        return (_ROUND_LOW if self.low else _ROUND)[self.complexity]

    @property
    def small(self) -> int:
        """Chords of a thin bar's circle, a multiple of four."""
        return max(8 if not self.low else 4, self.segments // 2 // 4 * 4)

    @property
    def steps(self) -> int:
        """Chords of a rounded edge."""
        return 1 if self.low else _EDGE[self.complexity]

    def pick(self, simple: int, medium: int, complex_: int) -> int:
        """A number by complexity."""
        return (simple, medium, complex_)[self.level]

    def bevel(self, wanted: float) -> float:
        """The radius of a soft edge in this style; low-poly keeps edges sharp unless it is complex."""
        if self.low:
            return wanted if self.level == 2 else 0.0
        return wanted * (2.0 if self.style == "stylized" else 1.0)

    def add(self, name: str, solid: Solid, *, crease: float = 38.0, colour: str = "") -> None:
        """Add a part; `name` is one of the family's roles, edges above `crease` degrees stay sharp.

        `colour` is the usual colour of this one where parts of a name differ (the bars of a xylophone).
        """
        role = self.family.role(name)
        self.parts.append(Made(name, replace(role, colour=colour) if colour else role, solid, crease))

    def box(self, width: float, depth: float, height: float, *, corner: float = 0.0, bevel: float = 0.0) -> Solid:
        """A box on z = 0 with rounded corners in plan and soft upper and lower edges."""
        soft = self.bevel(bevel)
        rounds = self.segments // 4 if corner > 3 * soft else self.steps
        return solids.slab(width, depth, height, corner=corner, bevel=soft, segments=rounds, steps=self.steps)

    def disc(self, width: float, depth: float, height: float, *, bevel: float = 0.0) -> Solid:
        """A round or oval slab on z = 0."""
        soft = min(self.bevel(bevel), height / 2, width / 4)
        rim = solids.edge(soft, self.steps)
        profile = [(0.0, 0.0)]
        profile += [(width / 2 - inset, soft - rise) for inset, rise in reversed(rim)]
        profile += [(width / 2 - inset, height - soft + rise) for inset, rise in rim]
        profile += [(0.0, height)]
        body = solids.turned(_distinct(profile), self.segments)
        return body if width == depth else body.scale((1, depth / width, 1))

    def edge(self, radius: float) -> list[tuple[float, float]]:
        """A rounded edge as (inset, rise) pairs from the side to the face."""
        return solids.edge(radius, self.steps)

    def sphere(self, radius: float) -> Solid:
        """A ball about the origin."""
        return Solid.sphere(radius, self.segments)

    def turned(self, profile: Plane, *, segments: int | None = None) -> Solid:
        """A body of revolution from (radius, z) pairs, counter-clockwise."""
        return solids.turned(_distinct(profile), segments or self.segments)

    def shell(
        self, outline: Plane, wall: float, *, floor: float | None = None, lip: float = 0.0
    ) -> tuple[Solid, Solid]:
        """A turned vessel of even wall and its hollow, from the outline outside; `lip` softens the wall's edges."""
        soft = min(self.bevel(lip), wall * 0.45) if self.level else 0.0
        least = wall if floor is None else floor
        return solids.shell(_distinct(outline), wall, least, soft, self.segments, max(8, 4 * self.steps))

    def pad(self, width: float, depth: float, height: float, *, soft: float, crown: float = 0.0) -> Solid:
        """A cushion on z = 0: rounded sides, the upper face swelling by `crown`; rounder in stylized."""
        rounder = soft * (1.3 if self.style == "stylized" else 1.0)
        steps = self.steps + (self.level > 0)
        rings = 1 if self.low and self.level < 2 else steps
        return solids.pad(width, depth, height, soft=rounder, crown=crown, segments=steps, steps=rings)

    def rod(
        self, start: Vector, end: Vector, radius: float, end_radius: float | None = None, *, bevel: float = 0.0
    ) -> Solid:
        """A round bar between two points."""
        return solids.rod(start, end, radius, end_radius, segments=self.small, bevel=self.bevel(bevel))

    def wire(self, start: Vector, end: Vector, radius: float) -> Solid:
        """A thin straight wire of few sides: spokes, strings, stays."""
        return solids.rod(start, end, radius, segments=self.pick(4, 6, 8) if not self.low else 4)

    def post(
        self, start: Vector, end: Vector, size: float, end_size: float | None = None, *, corner: float = 0.0
    ) -> Solid:
        """A square bar with level ends that may lean and taper; `corner` rounds its long edges."""
        last = size if end_size is None else end_size
        rounds = self.steps
        soft = self.bevel(corner)
        return solids.beam(
            start,
            end,
            solids.rounded_rectangle(size, size, soft, rounds),
            solids.rounded_rectangle(last, last, soft * last / size, rounds),
        )

    def stake(self, start: Vector, end: Vector, radius: float, end_radius: float) -> Solid:
        """A round leg with level ends that may lean and taper."""
        round_ = max(8, self.small)
        return solids.beam(start, end, solids.circle(radius, round_), solids.circle(end_radius, round_))

    def strip(self, width: float, thickness: float, *, corner: float = 0.0) -> Points:
        """A section for `swept`: a rectangle with rounded corners."""
        return solids.rounded_rectangle(width, thickness, self.bevel(corner), self.steps)

    @property
    def maths(self) -> Any:
        """numpy, for builders that bend points; families import nothing heavy of their own."""
        return np

    def ring(self, radius: float) -> Points:
        """A round section for `swept`."""
        return solids.circle(radius, self.small)

    def curve(self, points: Sequence[Sequence[float]], *, smooth: int = 1) -> Points:
        """A smooth curve through points, finer with complexity; `smooth` multiplies its chords."""
        return solids.curve(points, self.pick(2, 4, 8) * smooth if not self.low else self.pick(1, 2, 3) * smooth)

    def swept(
        self,
        path: Points,
        section: Points,
        *,
        scale: Sequence[float] | None = None,
        up: Vector | None = None,
        closed: bool = False,
    ) -> Solid:
        """A section carried along a path."""
        return solids.swept(path, section, scale=scale, up=up, closed=closed)

    def prism(self, outline: Plane, height: float) -> Solid:
        """An outline in plan raised from z = 0."""
        return solids.prism(outline, height)

    def lofted(self, rings: Any) -> Solid:
        """A closed body through rings of as many corners each."""
        return solids.lofted(np.asarray(rings, np.float64))

    def plate(
        self, outline: Plane, holes: Sequence[Plane], height: float, *, turn: float = 0.0, steps: int = 0
    ) -> Solid:
        """An outline with holes in plan raised from z = 0, turning by `turn` degrees in `steps` layers on the way."""
        return solids.plate(outline, holes, height, turn=turn, steps=steps)

    def together(self, parts: Sequence[Solid]) -> Solid:
        """Several solids as one body of several shells; cheaper than a union."""
        return solids.together(parts)

    def scattered(self, solid: Solid, matrices: Any) -> Solid:
        """Copies of a solid, one for each (3, 4) matrix, as one body; for leaves, petals and grains."""
        return solids.scattered(solid, np.asarray(matrices, np.float64))

    def hull(self, points: Sequence[Vector]) -> Solid:
        """The convex hull of points."""
        return solids.hull(np.array(points, np.float64))

    def threaded(self, diameter: float, pitch: float, envelope: Plane) -> Solid:
        """A bar with a helical ridge inside an envelope of (z, radius) pairs from bottom to top."""
        turns = max((envelope[-1][0] - envelope[0][0]) / pitch, 1.0)
        least, most = (8, self.pick(8, 12, 16)) if self.low else (12, self.pick(16, 20, 36))
        return threads.bar(diameter, pitch, envelope, int(min(max(12_000 / turns, least), most)) // 4 * 4)

    def union(self, parts: Sequence[Solid]) -> Solid:
        """Several solids as one."""
        return solids.union(parts)

    def without(self, solid: Solid, *cutters: Solid) -> Solid:
        """A solid less the cutters."""
        return solids.without(solid, *cutters) if cutters else solid

    def bent(self, solid: Solid, chord: float, sagitta: float) -> Solid:
        """A solid bowed along Y, furthest in the middle of `chord`."""
        return solids.bent(solid, chord, sagitta)

    def finer(self, solid: Solid, length: float) -> Solid:
        """The solid with edges no longer than `length`, ready to be bent."""
        return solid.refine_to_length(length)

    def chance(self, *names: object) -> float:
        """A number in [0, 1) that follows from the seed and the names alone."""
        return chance.number(self.seed, *names)


def _distinct(profile: Plane) -> list[tuple[float, float]]:
    """The profile without points that repeat their neighbour."""
    out: list[tuple[float, float]] = []
    for point in profile:
        if not out or math.dist(out[-1], point) > 1e-9:
            out.append(point)
    return out


def totals(parts: Sequence[Made]) -> Mapping[str, int]:
    """How many parts of each name."""
    out: dict[str, int] = {}
    for part in parts:
        out[part.name] = out.get(part.name, 0) + 1
    return out
