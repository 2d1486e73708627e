"""Rows, stacks, rings, grids and pairs that face each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from generation.shapes import resting
from generation.shapes.stage import GAP, Stage


def line(stage: Stage, numbers: Sequence[int]) -> None:
    """From left to right after what stands already, a gap between each."""
    edge = max((stage.box(n)[1, 0] for n in stage.placed), default=None)
    for number in numbers:
        width = float(stage.size(number)[0])
        left = -width / 2 if edge is None else float(edge) + GAP * max(width, float(stage.size(numbers[0])[0]))
        stage.put(number, left + width / 2, 0.0, 0.0)
        edge = left + width


def _free_y(stage: Stage, numbers: Sequence[int], deep: float) -> float:
    """Where a group of that depth stands clear: about the origin, or in front of everything else."""
    others = stage.placed - set(numbers)
    if not others:
        return 0.0
    return min(float(stage.box(n)[0, 1]) for n in others) - deep / 2 - GAP * deep


def _row(stage: Stage, numbers: list[int], gap: float | None) -> None:
    """A straight row about the origin; in front of what stands there already."""
    widths = [float(stage.size(number)[0]) for number in numbers]
    apart = GAP * max(widths) if gap is None else gap
    left = -(sum(widths) + apart * (len(numbers) - 1)) / 2
    y = _free_y(stage, numbers, max(float(stage.size(number)[1]) for number in numbers))
    for number, width in zip(numbers, widths, strict=True):
        stage.put(number, left + width / 2, y, 0.0)
        left += width + apart


def _stack(stage: Stage, numbers: list[int], gap: float | None) -> None:
    """One on top of the other, the broadest below."""
    ordered = sorted(numbers, key=lambda n: (-float(stage.size(n)[0] * stage.size(n)[1]), n))
    below = ordered[0]
    stage.put(below, 0.0, _free_y(stage, numbers, float(stage.size(below)[1])), 0.0)
    for number in ordered[1:]:
        resting.upon(stage, number, below, gap or 0.0)
        below = number


def _ring(stage: Stage, numbers: list[int], gap: float | None) -> None:
    """Evenly on a circle, each looking at its middle."""
    count = len(numbers)
    widest = max(float(stage.size(number)[0]) for number in numbers)
    deepest = max(float(stage.size(number)[1]) for number in numbers)
    step = widest * (1 + GAP) if gap is None else widest + gap
    radius = deepest / 2 + (max(step / (2 * math.tan(math.pi / count)), deepest * 0.5) if count > 2 else step / 2)
    y = _free_y(stage, numbers, 2 * radius + deepest)
    for k, number in enumerate(numbers):
        angle = -math.pi / 2 + 2 * math.pi * k / count
        c, s = math.cos(angle), math.sin(angle)
        stage.turn(number, round(math.degrees(math.atan2(-c, s)), 9))
        stage.put(number, radius * c, y + radius * s, 0.0)


def _grid(stage: Stage, numbers: list[int], gap: float | None) -> None:
    """Rows and columns, as many of one as of the other."""
    columns = math.ceil(math.sqrt(len(numbers)))
    wide, deep = (max(float(stage.size(number)[axis]) for number in numbers) for axis in (0, 1))
    across = wide * (1 + GAP) if gap is None else wide + gap
    back = deep * (1 + GAP) if gap is None else deep + gap
    rows = math.ceil(len(numbers) / columns)
    y = _free_y(stage, numbers, rows * back)
    for k, number in enumerate(numbers):
        row, column = divmod(k, columns)
        stage.put(number, (column - (columns - 1) / 2) * across, y + ((rows - 1) / 2 - row) * back, 0.0)


def _facing(stage: Stage, numbers: list[int], gap: float | None) -> None:
    """Two look at each other along X; more look at their middle."""
    if len(numbers) != 2:
        _ring(stage, numbers, gap)
        return
    deep = max(float(stage.size(number)[1]) for number in numbers)
    apart = 0.8 * deep if gap is None else gap
    y = _free_y(stage, numbers, max(float(stage.size(number)[0]) for number in numbers))
    for number, side in zip(numbers, (-1, 1), strict=True):
        stage.turn(number, -90.0 * side)
        stage.put(number, side * (apart + float(stage.size(number)[0])) / 2, y, 0.0)


GROUPS: dict[str, Callable[[Stage, list[int], float | None], None]] = {
    "row": _row, "stack": _stack, "ring": _ring, "grid": _grid, "facing": _facing,
}  # fmt: skip
