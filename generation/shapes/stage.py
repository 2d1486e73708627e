"""The bodies of a scene as they stand while they are placed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation.shapes.solids import Points
from generation.shapes.surfaces import Body

GAP = 0.15


class Stage:
    """Bodies, how each was moved, and which have their final place.

    `rings` holds how far the things around landmarks reach, `sides` how many stand on a side of one, `inside` which
    bodies stand in which.
    """

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.bodies = bodies
        self.home = [body.bounds() for body in bodies]
        self.moves = [np.zeros(3) for _ in bodies]
        self.placed: set[int] = set()
        self.rings: dict[tuple[int, ...], float] = {}
        self.sides: dict[tuple[int, tuple[int, int]], int] = {}
        self.inside: set[tuple[int, int]] = set()
        self.carried: dict[int, list[int]] = {}

    def box(self, number: int) -> Points:
        """Bounds (2, 3) where the body stands now."""
        out: Points = self.home[number] + self.moves[number]
        return out

    def size(self, number: int) -> Points:
        """Extents (3,)."""
        out: Points = self.home[number][1] - self.home[number][0]
        return out

    def middle(self, number: int) -> Points:
        """Middle of the bounds (3,)."""
        out: Points = self.box(number).mean(axis=0)
        return out

    def centre(self, numbers: Sequence[int]) -> tuple[float, float]:
        """Middle in plan of the bounds of several bodies."""
        low = np.min([self.box(number)[0] for number in numbers], axis=0)
        high = np.max([self.box(number)[1] for number in numbers], axis=0)
        return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2

    def turn(self, number: int, degrees: float) -> None:
        """Turn a body about its own vertical."""
        self.bodies[number].turn = degrees
        self.home[number] = self.bodies[number].bounds()

    def put(self, number: int, x: float, y: float, z: float) -> None:
        """Stand the body with its middle at x, y and its foot at z."""
        home = self.home[number]
        self.moves[number] = np.array([x, y, z]) - [*home.mean(axis=0)[:2], home[0, 2]]
        self.placed.add(number)

    def reach(self, number: int, x: float, y: float, from_x: float, from_y: float) -> float:
        """How far a body extends along the unit vector (x, y) from a point in plan."""
        at = self.moves[number][:2]
        return self.bodies[number].reach(x, y) + (float(at[0]) - from_x) * x + (float(at[1]) - from_y) * y

    def crowd(self, mark: int, side: tuple[int, int]) -> int:
        """How many things stand on a side of a landmark."""
        return self.sides.get((mark, side), 0)

    def overlaps(self, one: int, other: int) -> bool:
        """Whether the bounds of two bodies cut each other by more than a hair."""
        a, b = self.box(one), self.box(other)
        return bool(((np.minimum(a[1], b[1]) - np.maximum(a[0], b[0])) > 0.5).all())

    def clear(self, number: int, way: tuple[int, int, int]) -> None:
        """Move a body on along an axis until its bounds cut nobody else's."""
        axis = int(np.argmax(np.abs(way)))
        sign = way[axis]
        for _ in range(len(self.bodies)):
            met = [other for other in self.placed - {number} if self.overlaps(number, other)]
            if not met:
                return
            mine = self.box(number)
            far = max(
                (self.box(other)[1, axis] - mine[0, axis]) if sign > 0 else (mine[1, axis] - self.box(other)[0, axis])
                for other in met
            )
            self.moves[number][axis] += sign * (far + GAP * float(self.size(number)[axis]))

    def lift(self, number: int, height: float) -> None:
        """Raise a body, and what stands on or in it."""
        self.moves[number][2] += height
        for other in self.carried.get(number, []):
            self.lift(other, height)
