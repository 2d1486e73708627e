"""From what was said of an object's size to its three bounds and the sections of its parts. Millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from generation.shapes.registry import AXES, LEAST_MM, MOST_MM, Axis, Family, Size, Value

_HUMAN = 3.0  # within a third and three times the usual size, people keep the proportions of use


def axis_of_length(size: Size, spoken: Mapping[Axis, float]) -> Axis:
    """The axis that "long" means: the longer horizontal one, or the other where that was named already."""
    longer: Axis = "width" if size.width >= size.depth else "depth"
    other: Axis = "depth" if longer == "width" else "width"
    return other if longer in spoken and other not in spoken else longer


def solve(
    family: Family, spoken: Mapping[Axis, float], factors: Mapping[str, float], values: Mapping[str, Value]
) -> dict[Axis, float]:
    """The bounds: spoken ones as they are, tied ones equal, the rest following at the family's own rates.

    `factors` are what size words do to unspoken bounds ("all", "plan", "width", "depth", "height", "length"). An
    unspoken bound is usual × r^follow, where r is the geometric mean of spoken / usual; beyond three times the usual
    size either way everything is in proportion.
    """
    size = family.size
    usual = {axis: float(values.get(axis, size.of(axis))) for axis in AXES}
    tied = size.ties(values)
    for axis in AXES:
        usual[axis] *= factors.get("all", 1.0) * factors.get(axis, 1.0)
        if axis != "height":
            usual[axis] *= factors.get("plan", 1.0)
    if "length" in factors:
        usual[axis_of_length(size, {})] *= factors["length"]
    if tied:
        mean = prod(usual[axis] for axis in tied) ** (1 / len(tied))
        usual |= dict.fromkeys(tied, mean)
    out = {axis: min(max(value, LEAST_MM), MOST_MM) for axis, value in spoken.items()}
    named = [axis for axis in tied if axis in out]
    if named:
        shared = prod(out[axis] for axis in named) ** (1 / len(named))
        out |= {axis: shared for axis in tied if axis not in out}
    if not out:
        return {axis: round(usual[axis], 3) for axis in AXES}
    growth = prod(out[axis] / usual[axis] for axis in out) ** (1 / len(out))
    for axis in AXES:
        if axis not in out:
            rate = size.follow.get(axis, 1.0)
            out[axis] = usual[axis] * _follow(growth, rate)
    return {axis: round(min(max(out[axis], LEAST_MM), MOST_MM), 3) for axis in AXES}


def sections(family: Family, bounds: Mapping[Axis, float], values: Mapping[str, Value]) -> float:
    """How much bigger than usual the whole is: the geometric mean over its axes, against its preset bounds."""
    usual = [float(values.get(axis, family.size.of(axis))) for axis in AXES]
    return float(prod(bounds[axis] / base for axis, base in zip(AXES, usual, strict=True)) ** (1 / 3))


def grown(value: float, growth: float, rate: float) -> float:
    """A length that nobody named, in a whole that is `growth` times its usual size."""
    return value * _follow(growth, rate)


def _follow(growth: float, rate: float) -> float:
    inner = min(max(growth, 1 / _HUMAN), _HUMAN)
    return inner**rate * (growth / inner)
