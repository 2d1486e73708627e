"""Lengths said of a whole object: which bound or parameter each sets, in which unit, and what follows from them."""

from __future__ import annotations

import math

from generation.shapes import sizes
from generation.shapes.finding import Finding, settle
from generation.shapes.registry import AXES, Axis
from generation.shapes.wishes import Measure

_UNITS = {1.0: "millimetres", 10.0: "centimetres", 1000.0: "metres"}


class Measures:
    """Reads lengths into a finding."""

    def __init__(self, found: Finding) -> None:
        self.found = found
        self.unit = 0.0

    def read(self, measures: list[Measure]) -> None:
        """All lengths of the whole, named bounds first, so that a bare length takes an axis that is free."""
        self._choose_unit(measures)
        named = [measure for measure in measures if measure.dimension not in ("", "length")]
        longs = [measure for measure in measures if measure.dimension == "length"]
        bare = [measure for measure in measures if not measure.dimension]
        for measure in (*named, *longs, *bare):
            self._measure(measure)

    def _choose_unit(self, measures: list[Measure]) -> None:
        """One unit for all lengths without one: the one that comes nearest to what is usual."""
        pairs: list[tuple[float, float]] = []
        for measure in measures:
            span = measure.span
            if span.kind == "number" and span.value > 0:
                pairs.append((span.value, self._usual(measure.dimension)))
            elif span.kind == "product" and span.unitless:
                pairs += [
                    (value, float(self.found.preset[axis])) for value, axis in zip(span.values, AXES, strict=False)
                ]
        pairs = [(value, usual) for value, usual in pairs if value > 0]
        if not pairs:
            return
        self.unit = min(
            _UNITS, key=lambda size: (sum(abs(math.log(value * size / usual)) for value, usual in pairs), size)
        )
        self.found.notes.assumed.append(f"Lengths without a unit are read as {_UNITS[self.unit]}.")

    def _measure(self, measure: Measure) -> None:
        if measure.dimension == "product":
            self._product(measure)
            return
        own = next((p for p in self.found.family.parameters if measure.dimension in p.dimension), None)
        usual = float(own.default) if own is not None else self._usual(measure.dimension)
        value = self.millimetres(measure, usual)
        if value is None:
            settle(measure, "warning")
            return
        settle(measure, "specification")
        if own is not None:
            self.found.set_value(own, value)
            return
        axes = self._axes(measure.dimension)
        if not axes:
            self.found.notes.warnings.append(f"The {measure.dimension} of a {self.found.shown} cannot be chosen.")
            settle(measure, "warning")
            return
        if measure.dimension == "radius":
            value *= 2
        for axis in axes:
            self.found.spoken[axis] = value
        if not measure.dimension:
            self.found.notes.assumed.append(f"{value:,.10g} mm is taken as the {axes[0]}.")

    def _usual(self, dimension: str) -> float:
        axes: tuple[Axis, ...] = (self.found.family.size.main,)
        if dimension in AXES:
            axes = (dimension,)
        elif dimension in ("diameter", "radius", "length"):
            axes = ("width",)
        return float(self.found.preset[axes[0]]) / (2 if dimension == "radius" else 1)

    def _axes(self, dimension: str) -> tuple[Axis, ...]:
        """The axes that a dimension word sets for this family."""
        size = self.found.family.size
        if dimension in AXES:
            return (dimension,)
        if dimension == "length":
            return (sizes.axis_of_length(size, self.found.spoken),)
        if dimension in ("diameter", "radius"):
            self._make_round()
            tied = size.ties(self.found.values)
            return tied if "width" in tied else ("width", "depth")
        if dimension == "thickness":
            return self._thin()
        if not dimension:
            free: tuple[Axis, ...] = (size.main, *(axis for axis in AXES if axis != size.main))
            return next(((axis,) for axis in free if axis not in self.found.spoken), ())
        return ()

    def _thin(self) -> tuple[Axis, ...]:
        """The axis along which a flat thing is thin; none for a thing that is not flat."""
        usual = {axis: float(self.found.preset[axis]) for axis in AXES}
        least = min(AXES, key=lambda axis: usual[axis])
        return (least,) if usual[least] <= 0.34 * max(usual.values()) else ()

    def _make_round(self) -> None:
        """A diameter means a round thing, where the family can be round and nothing else was said."""
        for name, chosen, _ in self.found.family.size.tied_when:
            if chosen == "round" and name not in self.found.said and self.found.values[name] != chosen:
                self.found.values[name] = chosen
                self.found.notes.assumed.append(f"The {self.found.shown} is round, as a diameter was given.")

    def _product(self, measure: Measure) -> None:
        values = tuple(value * (self.unit if measure.span.unitless else 1.0) for value in measure.span.values)
        if any(value <= 0 for value in values):
            self.found.notes.warnings.append(f"A {self.found.shown} needs lengths above 0; the usual ones are used.")
            settle(measure, "warning")
            return
        tied = self.found.family.size.ties(self.found.values)
        axes: tuple[Axis, ...] = AXES
        if len(values) == 2:
            axes = ("width", "height") if "width" in tied and "height" not in tied else ("width", "depth")
        self.found.spoken |= dict(zip(axes, values, strict=False))
        settle(measure, "specification")

    def millimetres(self, measure: Measure, usual: float) -> float | None:
        """The length in millimetres; a bare number gets the unit nearest to what is usual. None where it is no size."""
        span = measure.span
        value = span.value if span.upto is None else (span.value + span.upto) / 2
        if value <= 0:
            self.found.notes.warnings.append(f"A {self.found.shown} needs lengths above 0; the usual one is used.")
            return None
        if span.upto is not None:
            self.found.notes.assumed.append(f"{value:,.10g} is the middle of the range given.")
        if span.kind == "number":
            value *= self.unit or self._unit_for(value, usual)
        return value

    def _unit_for(self, value: float, usual: float) -> float:
        """The unit of a part's length that has none."""
        unit = min(_UNITS, key=lambda size: abs(math.log(value * size / usual)))
        self.found.notes.assumed.append(f"A length without a unit is read as {_UNITS[unit]}.")
        return unit

    def tell(self, bounds: dict[Axis, float]) -> None:
        for axis in AXES:
            asked = self.found.spoken.get(axis)
            if asked is None:
                self.found.notes.assumed.append(
                    f"{axis.capitalize()} of the {self.found.shown}: {bounds[axis]:,.10g} mm."
                )
            elif abs(asked - bounds[axis]) > 1e-3:
                self.found.notes.warnings.append(
                    f"The {axis} of a {self.found.shown} can be from 0.1 mm to 1 km; {bounds[axis]:,.10g} mm is used."
                )

    def grow(self, bounds: dict[Axis, float]) -> None:
        """Lengths nobody named follow the size of the whole."""
        growth = sizes.sections(self.found.family, bounds, self.found.preset)
        for parameter in self.found.family.parameters:
            if parameter.kind == "length" and parameter.name not in self.found.said:
                low, high = sizes.ranged(parameter, growth)
                value = sizes.grown(float(self.found.values[parameter.name]), growth, parameter.grows)
                self.found.values[parameter.name] = round(min(max(value, low), high), 3)
