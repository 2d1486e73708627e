"""Where the objects of a scene stand: by relations between their boxes. Millimetres, Z up, front −Y, left −X."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generation.shapes.solids import Points

_GAP = 0.15
_ROOM = 1.02  # a thing put on another takes no more than its surface, with this margin


Reach = Callable[[int, float, float], float]


class _Stage:
    """The boxes as they stand; `placed` objects have their final place."""

    def __init__(self, boxes: Sequence[Points], reach: Reach) -> None:
        self.reach = reach
        self.home = [np.array(box, np.float64) for box in boxes]
        self.moves = [np.zeros(3) for _ in boxes]
        self.turns = [0.0 for _ in boxes]
        self.placed: set[int] = set()

    def box(self, number: int) -> Points:
        """Bounds (2, 3) where the object stands now."""
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

    def put(self, number: int, x: float, y: float, z: float) -> None:
        """Stand the object with its middle at x, y and its foot at z."""
        home = self.home[number]
        self.moves[number] = np.array([x, y, z]) - [*home.mean(axis=0)[:2], home[0, 2]]
        self.placed.add(number)


@dataclass(frozen=True)
class Place:
    """Where an object goes: first turned about its own vertical by `turn` degrees, then moved by `shift` (3,)."""

    turn: float
    shift: Points


def places(relations: Sequence[Mapping[str, Any]], boxes: Sequence[Points], reach: Reach) -> list[Place]:
    """Where each object goes from where it was built, standing on z = 0 about the origin.

    `boxes` are (2, 3) bounds; `reach(number, x, y)` is how far an object extends from the origin along the unit vector
    (x, y) in plan. A landmark is placed before what stands by it; what no relation places stands in a row
    from left to right. Things around a landmark are turned to face it.
    """
    stage = _Stage(boxes, reach)
    waiting = [relation for relation in relations if relation["subjects"]]
    governed = {n for relation in waiting for n in relation["subjects"] if n not in relation["objects"]}
    free = [number for number in range(len(boxes)) if number not in governed]
    if len(boxes) > 0 and not free:
        free = [waiting[-1]["objects"][0] if waiting[-1]["objects"] else 0]
    _line(stage, free)
    while waiting:
        ready = next((r for r in waiting if all(n in stage.placed for n in r["objects"])), waiting[0])
        waiting.remove(ready)
        _apply(stage, ready)
    _line(stage, [number for number in range(len(boxes)) if number not in stage.placed])
    return [Place(turn, move) for turn, move in zip(stage.turns, stage.moves, strict=True)]


def _line(stage: _Stage, numbers: Sequence[int]) -> None:
    """From left to right after what stands already, a gap between each."""
    edge = max((stage.box(n)[1, 0] for n in stage.placed), default=None)
    for number in numbers:
        width = float(stage.size(number)[0])
        left = -width / 2 if edge is None else float(edge) + _GAP * max(width, float(stage.size(numbers[0])[0]))
        stage.put(number, left + width / 2, 0.0, 0.0)
        edge = left + width


def _apply(stage: _Stage, relation: Mapping[str, Any]) -> None:
    name, subjects, marks = relation["relation"], list(relation["subjects"]), list(relation["objects"])
    if name == "row":
        _row(stage, subjects)
    elif name == "stack":
        _stack(stage, subjects)
    elif not marks:
        _line(stage, [number for number in subjects if number not in stage.placed])
    elif name == "around":
        _around(stage, subjects, marks[0])
    elif name == "between":
        _between(stage, subjects, marks)
    else:
        _near(stage, name, subjects, marks)


def _row(stage: _Stage, numbers: list[int]) -> None:
    """A fresh row about the origin, whatever stood there before."""
    gap = _GAP * max(float(stage.size(number)[0]) for number in numbers)
    total = sum(float(stage.size(number)[0]) for number in numbers) + gap * (len(numbers) - 1)
    left = -total / 2
    for number in numbers:
        width = float(stage.size(number)[0])
        stage.put(number, left + width / 2, 0.0, 0.0)
        left += width + gap


def _stack(stage: _Stage, numbers: list[int]) -> None:
    """One on top of the other, the broadest below."""
    ordered = sorted(numbers, key=lambda n: (-float(stage.size(n)[0] * stage.size(n)[1]), n))
    height = 0.0
    for number in ordered:
        stage.put(number, 0.0, 0.0, height)
        height += float(stage.size(number)[2])


def _around(stage: _Stage, numbers: list[int], mark: int) -> None:
    """Evenly about the landmark, clear of it, each turned so that its front looks at it."""
    x, y, _ = stage.middle(mark)
    widest = max(float(stage.size(number)[0]) for number in numbers)
    deepest = max(float(stage.size(number)[1]) for number in numbers)
    count = len(numbers)
    apart = widest * 1.1 / (2 * math.sin(math.pi / count)) if count > 1 else 0.0
    start = -math.pi / 2 if count != 2 else 0.0
    for k, number in enumerate(numbers):
        angle = start + 2 * math.pi * k / count
        c, s = math.cos(angle), math.sin(angle)
        reach = max(stage.reach(mark, c, s) + deepest * 0.56, apart + deepest * 0.5)
        stage.turns[number] = round(math.degrees(math.atan2(-c, s)), 9)
        stage.put(number, float(x) + reach * c, float(y) + reach * s, 0.0)


def _between(stage: _Stage, numbers: list[int], marks: list[int]) -> None:
    """Halfway between two landmarks, which are moved apart where there is no room."""
    first, last = (marks[0], marks[-1]) if len(marks) > 1 else (marks[0], marks[0])
    wide = sum(float(stage.size(number)[0]) for number in numbers) * (1 + 2 * _GAP)
    if first == last:
        _near(stage, "beside", numbers, marks)
        return
    a, b = stage.middle(first), stage.middle(last)
    half = float(stage.size(first)[0] + stage.size(last)[0]) / 2
    short = wide + half - abs(float(b[0] - a[0]))
    if short > 0:
        stage.moves[last][0] += short if b[0] >= a[0] else -short
        b = stage.middle(last)
    left = (a + b)[0] / 2 - wide / 2
    for number in numbers:
        step = float(stage.size(number)[0]) * (1 + 2 * _GAP)
        stage.put(number, left + step / 2, float((a + b)[1] / 2), 0.0)
        left += step


def _near(stage: _Stage, name: str, numbers: list[int], marks: list[int]) -> None:
    """On, in, under, above or beside a landmark; several share the place, or take one landmark each."""
    if len(marks) == len(numbers) and len(marks) > 1:
        for number, mark in zip(numbers, marks, strict=True):
            _PLACES[name](stage, [number], mark)
        return
    _PLACES[name](stage, numbers, marks[0])


def _on(stage: _Stage, numbers: list[int], mark: int) -> None:
    _over(stage, numbers, mark, float(stage.box(mark)[1, 2]))


def _above(stage: _Stage, numbers: list[int], mark: int) -> None:
    tallest = max(float(stage.size(number)[2]) for number in numbers)
    _over(stage, numbers, mark, float(stage.box(mark)[1, 2]) + 0.5 * tallest)


def _under(stage: _Stage, numbers: list[int], mark: int) -> None:
    """On the ground below the landmark."""
    _over(stage, numbers, mark, 0.0)


def _in(stage: _Stage, numbers: list[int], mark: int) -> None:
    """Standing inside the landmark's box, on its floor."""
    box = stage.box(mark)
    _over(stage, numbers, mark, float(box[0, 2]) + 0.06 * float(box[1, 2] - box[0, 2]))


def _over(stage: _Stage, numbers: list[int], mark: int, z: float) -> None:
    x, y, _ = stage.middle(mark)
    room = float(stage.size(mark)[0]) / _ROOM
    widths = [float(stage.size(number)[0]) for number in numbers]
    gap = max(0.0, (room - sum(widths)) / (len(numbers) + 1))
    left = float(x) - (sum(widths) + gap * (len(numbers) - 1)) / 2
    for number, width in zip(numbers, widths, strict=True):
        stage.put(number, left + width / 2, float(y), z)
        left += width + gap


def _side(dx: int, dy: int) -> Callable[[_Stage, list[int], int], None]:
    def place(stage: _Stage, numbers: list[int], mark: int) -> None:
        x, y, _ = (float(value) for value in stage.middle(mark))
        foot = float(stage.box(mark)[0, 2])
        reach = stage.size(mark)[:2] / 2
        for number in numbers:
            half = stage.size(number)[:2] / 2
            gap = _GAP * 2 * float(max(half[0], half[1]))
            x += dx * float(reach[0] + half[0] + gap)
            y += dy * float(reach[1] + half[1] + gap)
            stage.put(number, x, y, foot)
            reach = half

    return place


_PLACES: dict[str, Callable[[_Stage, list[int], int], None]] = {
    "on": _on, "above": _above, "under": _under, "in": _in, "beside": _side(1, 0), "right": _side(1, 0),
    "left": _side(-1, 0), "front": _side(0, -1), "behind": _side(0, 1),
}  # fmt: skip
