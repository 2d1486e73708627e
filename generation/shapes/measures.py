"""Lengths said of a whole object: which bound or parameter each sets, in which unit, and what follows from them."""

from __future__ import annotations

import math

from generation.shapes import sizes
from generation.shapes.finding import Finding, settle
from generation.shapes.registry import AXES, Axis, Parameter
from generation.shapes.wishes import Measure

_UNITS = {1.0: "millimetres", 10.0: "centimetres", 1000.0: "metres"}


class Measures:
    """Reads lengths into a finding."""

    def __init__(self, found: Finding) -> None:
        self.found = found
        self.unit = 0.0
        self.round = False  # a diameter was named, so that a width is the way along the axis

    def read(self, measures: list[Measure]) -> None:
        """All lengths of the whole, named bounds first, so that a bare length takes an axis that is free."""
        self._choose_unit(measures)
        for measure in [measure for measure in measures if measure.dimension == "angle"]:
            self._angle(measure)
        lengths = [measure for measure in measures if measure.dimension not in ("angle", "ratio")]
        self.round = any(measure.dimension in ("diameter", "radius") for measure in lengths)
        sides = [measure for measure in lengths if measure.dimension in ("one side", "other side")]
        named = [measure for measure in lengths if measure.dimension not in ("", "length") and measure not in sides]
        longs = [measure for measure in lengths if measure.dimension == "length"]
        bare = [measure for measure in lengths if not measure.dimension]
        for measure in (*named, *sides, *longs, *bare):
            self._measure(measure)
        for measure in [measure for measure in measures if measure.dimension == "ratio"]:
            self._ratio(measure)

    def _angle(self, measure: Measure) -> None:
        """Degrees go to the one angle a thing has."""
        angles = [parameter for parameter in self.found.family.parameters if parameter.kind == "angle"]
        free = [parameter for parameter in angles if parameter.name not in self.found.said]
        if not free:
            self.found.notes.warnings.append(f"A {self.found.shown} has no angle that can be chosen.")
            settle(measure, "warning")
            return
        self.found.set_value(free[0], measure.span.value)
        settle(measure, "specification")

    def _ratio(self, measure: Measure) -> None:
        """One bound from another: "twice as wide as high"."""
        (first, second), factor = measure.between, measure.span.value
        one, other = (
            sizes.axis_of_length(self.found.family.size, {}) if name == "length" else next(iter(self._axes(name)), None)
            for name in (first, second)
        )
        if one == other and "length" in (first, second):
            # "twice as long as wide": what is long lies across the other.
            across: Axis = "depth" if one == "width" else "width"
            one, other = (one, across) if first == "length" else (across, other)
        if one is None or other is None or one == other:
            self.found.notes.warnings.append(f"These proportions of a {self.found.shown} cannot be chosen.")
            settle(measure, "warning")
            return
        spoken, preset = self.found.spoken, self.found.preset
        if other in spoken and one not in spoken:
            spoken[one] = spoken[other] * factor
        elif one in spoken and other not in spoken:
            spoken[other] = spoken[one] / factor
        elif one not in spoken:
            area = float(preset[one]) * float(preset[other])
            spoken[other] = round(math.sqrt(area / factor), 1)
            spoken[one] = spoken[other] * factor
        settle(measure, "specification")

    def _choose_unit(self, measures: list[Measure]) -> None:
        """One unit for all lengths without one: the one that comes nearest to what is usual."""
        pairs: list[tuple[float, float]] = []
        for measure in measures:
            span = measure.span
            if measure.dimension in ("ratio", "angle"):
                continue
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
        own = self._own(measure.dimension)
        usual = float(own.default) if own is not None else self._usual(measure.dimension)
        value = self.millimetres(measure, usual)
        if value is None:
            settle(measure, "warning")
            return
        settle(measure, "specification")
        if own is not None:
            self.found.set_value(own, value * (2 if measure.dimension == "inner radius" else 1))
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

    def _own(self, dimension: str) -> Parameter | None:
        """The family's own length for a dimension word; "wall" and "bore" are also found by their names."""
        parameters = self.found.family.parameters
        own = next((p for p in parameters if dimension in p.dimension), None)
        if own is None and dimension in ("wall", "bore", "inner radius"):
            names = ("wall", "wall_thickness") if dimension == "wall" else ("bore", "hole", "inner_diameter")
            own = next(
                (p for p in parameters if p.kind == "length" and (p.name in names or dimension in p.words)), None
            )
        return own

    def _usual(self, dimension: str) -> float:
        axes: tuple[Axis, ...] = (self.found.family.size.main,)
        if dimension in AXES:
            axes = (dimension,)
        elif dimension in ("diameter", "radius", "length", "side"):
            axes = ("width",)
        return float(self.found.preset[axes[0]]) / (2 if dimension == "radius" else 1)

    def _axes(self, dimension: str) -> tuple[Axis, ...]:  # noqa: PLR0911 - one return a dimension
        """The axes that a dimension word sets for this family."""
        size = self.found.family.size
        along = self._along() if self.round and dimension in ("width", "depth", "length") else ()
        if along:
            return along
        if dimension in AXES:
            return (dimension,)
        if dimension == "length":
            return ("height",) if self._lies_upright() else (sizes.axis_of_length(size, self.found.spoken),)
        if dimension in ("one side", "other side"):
            return self._sides()
        if dimension in ("diameter", "radius"):
            self._make_round()
            tied = size.ties(self.found.values)
            return tied if "width" in tied else ("width", "depth")
        if dimension == "thickness":
            return self._thin()
        if dimension == "side":
            cube = len({float(self.found.preset[axis]) for axis in AXES}) == 1
            return AXES if cube else ("width", "depth")
        if not dimension:
            free: tuple[Axis, ...] = (size.main, *(axis for axis in AXES if axis != size.main))
            return next(((axis,) for axis in free if axis not in self.found.spoken), ())
        return ()

    def _along(self) -> tuple[Axis, ...]:
        """The axis of a round thing: a bearing "22 mm outside, 7 mm wide"."""
        self._make_round()
        tied = self.found.family.size.ties(self.found.values)
        return tuple(axis for axis in AXES if axis not in tied) if len(tied) == 2 else ()

    def _lies_upright(self) -> bool:
        """Whether a thing is shown standing that is long when it lies: a telephone, a candle, a ladder."""
        if self.found.family.category in ("furniture", "architecture") or "height" in self.found.spoken:
            return False
        wide, deep, tall = (float(self.found.preset[axis]) for axis in AXES)
        return tall >= 1.25 * max(wide, deep) and min(wide, deep) <= 0.3 * tall

    def _sides(self) -> tuple[Axis, ...]:
        """The next of two different sides: of those as long as each other, or else of those nothing was said of."""
        free = [axis for axis in AXES if axis not in self.found.spoken]
        usual = [float(self.found.preset[axis]) for axis in AXES]
        if usual[1] == usual[2] != usual[0]:
            free = [axis for axis in ("height", "depth", "width") if axis in free]
        return tuple(free[:1])

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
        if measure.named is not None and measure.named.get("dimension").value in ("diameter", "radius"):
            across = values[0] * (2 if measure.named.get("dimension").value == "radius" else 1)
            self._make_round()
            self.found.spoken |= {"width": across, "depth": across, "height": values[1]}
            settle(measure, "specification")
            return
        tied = self.found.family.size.ties(self.found.values)
        axes: tuple[Axis, ...] = AXES
        if len(values) == 2:
            axes = ("width", "height") if "width" in tied and "height" not in tied else ("width", "depth")
        axes = self._flat(values) or axes
        self.found.spoken |= dict(zip(axes, values, strict=False))
        settle(measure, "specification")

    def _flat(self, values: tuple[float, ...]) -> tuple[Axis, ...]:
        """The axes of a product for what is flat and stands: a picture is so wide and so high; none for others."""
        wide, deep, tall = (float(self.found.preset[axis]) for axis in AXES)
        share = 0.5 if self.found.family.category == "electronics" else 0.2  # a screen stands on its foot
        if deep > share * min(wide, tall) or not (len(values) == 2 or values[2] < 0.34 * min(values[:2])):
            return ()
        # What is always upright (a telephone) or always broad stays so, whichever length comes first.
        lengthy = max(wide, tall) >= 1.6 * min(wide, tall)
        turned = lengthy and (wide > tall) != (values[0] > values[1])
        return ("height", "width", "depth") if turned else ("width", "height", "depth")

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
