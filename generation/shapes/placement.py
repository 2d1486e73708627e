"""Where the objects of a scene stand, by their relations. Millimetres, Z up, front −Y, left −X."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.shapes import groups, resting
from generation.shapes.solids import Points
from generation.shapes.stage import GAP, Stage
from generation.shapes.surfaces import Body

_FIRST = {"between": 0, "facing": 0, "row": 1, "ring": 1, "grid": 1, "stack": 1, "under": 2, "around": 3}
_SIDES = {"right": (1, 0), "left": (-1, 0), "front": (0, -1), "behind": (0, 1)}


@dataclass(frozen=True)
class Place:
    """Where an object goes: first turned about its own vertical by `turn` degrees, then moved by `shift` (3,)."""

    turn: float
    shift: Points


def places(relations: Sequence[Mapping[str, Any]], bodies: Sequence[Body]) -> list[Place]:
    """Where each object goes from where it was built, standing on z = 0 about the origin.

    A landmark is placed before what stands by it; what no relation places stands in a row from left to right. Things
    around a landmark are turned to face it; things on, in and under one rest on its real surfaces.
    """
    stage = Stage(bodies)
    waiting = [relation for relation in relations if relation["subjects"]]
    governed = {n for relation in waiting for n in relation["subjects"] if n not in relation["objects"]}
    free = [number for number in range(len(bodies)) if number not in governed]
    if len(bodies) > 0 and not free:
        free = [waiting[-1]["objects"][0] if waiting[-1]["objects"] else 0]
    groups.line(stage, free)
    while waiting:
        ready = [r for r in waiting if all(n in stage.placed for n in r["objects"])] or waiting[:1]
        chosen = min(ready, key=lambda r: _FIRST.get(r["relation"], 4))
        waiting.remove(chosen)
        _apply(stage, chosen)
    groups.line(stage, [number for number in range(len(bodies)) if number not in stage.placed])
    return [Place(body.turn, move) for body, move in zip(bodies, stage.moves, strict=True)]


def _apply(stage: Stage, relation: Mapping[str, Any]) -> None:
    name, subjects, marks = relation["relation"], list(relation["subjects"]), list(relation["objects"])
    gap = relation.get("gap_mm")
    if name in groups.GROUPS:
        groups.GROUPS[name](stage, subjects, gap)
    elif not marks:
        groups.line(stage, [number for number in subjects if number not in stage.placed])
    elif name == "around":
        _around(stage, subjects, marks, gap)
    elif name == "between":
        _between(stage, subjects, marks)
    elif len(marks) == len(subjects) and len(marks) > 1:
        for number, mark in zip(subjects, marks, strict=True):
            _near(stage, name, [number], mark, gap)
    else:
        # What is on a stack is on its uppermost.
        top = max(marks, key=lambda n: (round(float(stage.box(n)[1, 2]), 3), -marks.index(n)))
        _near(stage, name, subjects, top if name == "on" else marks[0], gap)


def _near(stage: Stage, name: str, numbers: list[int], mark: int, gap: float | None) -> None:
    """On, in, under, above, at or beside one landmark."""
    if name in resting.WAYS:
        resting.WAYS[name](stage, numbers, mark)
    elif name == "above":
        _above(stage, numbers, mark, gap)
    elif name == "seat":
        _around(stage, numbers, [mark], gap)
    elif name == "beside":
        for number in numbers:
            _beside(stage, number, mark, gap)
    else:
        for number in numbers:
            _side(stage, number, mark, _SIDES[name], gap)


def _above(stage: Stage, numbers: list[int], mark: int, gap: float | None) -> None:
    tallest = max(float(stage.size(number)[2]) for number in numbers)
    x, y, _ = stage.middle(mark)
    widths = [float(stage.size(number)[0]) * (1 + GAP) for number in numbers]
    left = float(x) - sum(widths) / 2
    high = float(stage.box(mark)[1, 2]) + (0.5 * tallest if gap is None else gap)
    for number, width in zip(numbers, widths, strict=True):
        stage.put(number, left + width / 2, float(y), high)
        stage.clear(number, (0, 0, 1))
        left += width


def _beside(stage: Stage, number: int, mark: int, gap: float | None) -> None:
    """On the side that has more room, the right one first."""
    left, right = (stage.crowd(mark, side) for side in ((-1, 0), (1, 0)))
    _side(stage, number, mark, (-1, 0) if left < right else (1, 0), gap)


def _side(stage: Stage, number: int, mark: int, side: tuple[int, int], gap: float | None) -> None:
    x, y, _ = (float(value) for value in stage.middle(mark))
    foot = float(stage.box(mark)[0, 2])
    reach, half = stage.size(mark)[:2] / 2, stage.size(number)[:2] / 2
    apart = GAP * 2 * float(max(half[0], half[1])) if gap is None else gap
    x += side[0] * float(reach[0] + half[0] + apart)
    y += side[1] * float(reach[1] + half[1] + apart)
    stage.put(number, x, y, foot)
    stage.clear(number, (*side, 0))
    stage.sides[mark, side] = stage.crowd(mark, side) + 1


def _around(stage: Stage, numbers: list[int], marks: list[int], gap: float | None) -> None:
    """Evenly about the landmarks, clear of them, each turned so that its front looks at them."""
    x, y = stage.centre(marks)
    widest = max(float(stage.size(number)[0]) for number in numbers)
    deepest = max(float(stage.size(number)[1]) for number in numbers)
    count = len(numbers)
    apart = widest * 1.1 / (2 * math.sin(math.pi / count)) if count > 1 else 0.0
    start = -math.pi / 2 if count != 2 else 0.0
    ring = tuple(sorted(marks))
    inner = stage.rings.get(ring, 0.0)
    outer = 0.0
    for k, number in enumerate(numbers):
        angle = start + 2 * math.pi * k / count
        c, s = math.cos(angle), math.sin(angle)
        clear = deepest * 0.56 if gap is None else deepest / 2 + gap
        reach = max(max(stage.reach(mark, c, s, x, y) for mark in marks) + clear, apart + deepest * 0.5, inner + clear)
        stage.turn(number, round(math.degrees(math.atan2(-c, s)), 9))
        stage.put(number, x + reach * c, y + reach * s, 0.0)
        outer = max(outer, reach + deepest / 2)
    stage.rings[ring] = outer


def _between(stage: Stage, numbers: list[int], marks: list[int]) -> None:
    """Halfway between two landmarks, which are moved apart where there is no room."""
    first, last = marks[0], marks[-1]
    if first == last:
        _near(stage, "beside", numbers, first, None)
        return
    wide = sum(float(stage.size(number)[0]) for number in numbers) * (1 + 2 * GAP)
    a, b = stage.middle(first), stage.middle(last)
    along_x = abs(float(b[0] - a[0])) >= abs(float(b[1] - a[1]))
    axis = 0 if along_x else 1
    if not along_x:
        wide = sum(float(stage.size(number)[1]) for number in numbers) * (1 + 2 * GAP)
    half = float(stage.size(first)[axis] + stage.size(last)[axis]) / 2
    short = wide + half - abs(float(b[axis] - a[axis]))
    if short > 0:
        forward = b[axis] >= a[axis]
        stage.moves[last][axis] += short if forward else -short
        for other in stage.placed - {first, last}:
            # Whatever stood beyond makes room as well.
            if (stage.middle(other)[axis] > a[axis]) == forward and stage.overlaps(last, other):
                stage.moves[other][axis] += short if forward else -short
        b = stage.middle(last)
    middle = (a + b) / 2
    at = float(middle[axis]) - wide / 2
    for number in numbers:
        step = float(stage.size(number)[axis]) * (1 + 2 * GAP)
        x, y = (at + step / 2, float(middle[1])) if along_x else (float(middle[0]), at + step / 2)
        stage.put(number, x, y, 0.0)
        stage.clear(number, (0, -1, 0) if along_x else (1, 0, 0))
        at += step
