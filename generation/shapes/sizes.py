"""From what was said of an object's size to its three bounds and the sections of its parts. Millimetres."""

from __future__ import annotations

import math
from collections.abc import Mapping
from math import prod

from generation.shapes.registry import AXES, LEAST_MM, MOST_MM, Axis, Family, Parameter, Size, Value

# Within a third and three times the usual size people keep the proportions of use; a tenth is a model of the thing.
_HUMAN, _MODEL = math.log(3.0), math.log(10.0)


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
    unspoken bound is usual × r^follow, where r is the geometric mean of spoken / usual; from three to ten times the
    usual size either way the exponent goes to 1, so that a model of a thing has its proportions.
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
        return {axis: _tidy(usual[axis]) for axis in AXES}
    growth = float(prod(out[axis] / usual[axis] for axis in out) ** (1 / len(out)))
    for axis in AXES:
        if axis not in out:
            rate = size.follow.get(axis, 1.0)
            out[axis] = _tidy(usual[axis] * _follow(growth, rate))
    return {axis: round(min(max(out[axis], LEAST_MM), MOST_MM), 3) for axis in AXES}


def _tidy(value: float) -> float:
    """A length nobody named, as a person would round it."""
    return float(round(value)) if value >= 100 else round(value, 1) if value >= 10 else round(value, 3)


def sections(family: Family, bounds: Mapping[Axis, float], values: Mapping[str, Value]) -> float:
    """How much bigger than usual the whole is: the geometric mean over its axes, against its preset bounds."""
    usual = [float(values.get(axis, family.size.of(axis))) for axis in AXES]
    ratio: float = prod(bounds[axis] / base for axis, base in zip(AXES, usual, strict=True))
    return float(ratio ** (1 / 3))


def workable(family: Family, bounds: Mapping[Axis, float]) -> dict[Axis, float]:
    """The bounds a builder can work at: no axis further than `stretch` from the proportions of the whole."""
    ratios = {axis: bounds[axis] / family.size.of(axis) for axis in AXES}
    mean = float(prod(ratios.values()) ** (1 / 3))
    limit = family.size.stretch
    return {axis: family.size.of(axis) * min(max(ratios[axis], mean / limit), mean * limit) for axis in AXES}


def ranged(parameter: Parameter, growth: float) -> tuple[float, float]:
    """A parameter's range in a whole that is `growth` times its usual size: lengths of a doll's chair are shorter."""
    if parameter.kind != "length" or parameter.name in AXES:
        return parameter.low, parameter.high
    return max(parameter.low * min(growth, 1.0), 0.0), min(parameter.high * max(growth, 1.0), MOST_MM)


def grown(value: float, growth: float, rate: float) -> float:
    """A length that nobody named, in a whole that is `growth` times its usual size."""
    return float(value * _follow(growth, rate))


def _follow(growth: float, rate: float) -> float:
    size = abs(math.log(growth))
    toward = min(max((size - _HUMAN) / (_MODEL - _HUMAN), 0.0), 1.0)
    return float(growth ** (rate + (1 - rate) * toward))
