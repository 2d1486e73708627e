"""What a design template declares: its names, its parameters with units and limits, its parts and its faces for holes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Value = float | str | bool
Values = dict[str, Value]
Kind = Literal["length", "count", "angle", "choice", "flag"]


@dataclass(frozen=True)
class Parameter:
    """One thing that can be chosen; lengths are millimetres, angles degrees.

    `says` are the ways people name it: a dimension ("width"), a noun ("wall") or a noun with one ("leaf width").
    `ask` is the question where the number matters and is missing. `seen` says how its mesh is measured ("x of plate",
    "wall of box", "bore of gear" …, see `measuring`). `words` are phrases that choose a value.
    """

    name: str
    label: str
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 0.5
    kind: Kind = "length"
    group: str = "Size"
    says: tuple[str, ...] = ()
    ask: str = ""
    seen: str = ""
    choices: tuple[str, ...] = ()
    words: Mapping[str, Value] = field(default_factory=dict)
    tolerance: float = 0.2
    hidden: bool = False

    @property
    def unit(self) -> str:
        """The unit people read; empty for counts and choices."""
        return {"length": "mm", "angle": "°"}.get(self.kind, "")


@dataclass(frozen=True)
class Alias:
    """Another way to say a parameter: its value is `factor` times what was said, plus `offset` parameters' values."""

    says: str
    parameter: str
    factor: float = 1.0
    plus: str = ""
    times: float = 0.0


@dataclass(frozen=True)
class Row:
    """A named part: its module, where its copies stand in the layout, and the parameter without which it is not made."""

    name: str
    place: tuple[str, ...] = ("",)
    colour: str = "#4a7fa5"
    when: str = ""
    tells: str = ""


@dataclass(frozen=True)
class Face:
    """A flat place for holes: the part, the sides of the rectangle and its centre as OpenSCAD expressions of parameters.

    `words` are what people call it. Holes run along the part's own Z.
    """

    part: str
    length: str
    width: str
    words: tuple[str, ...]
    centre: tuple[str, str] = ("0", "0")
    inset: float = 8.0


@dataclass(frozen=True)
class Need:
    """A standard component that the design uses: its id in the catalogue, how many, what for."""

    component: str
    count: int
    use: str


def _nothing(_values: Values, _given: set[str]) -> list[str]:
    return []


def _none(_values: Values) -> list[Any]:
    return []


@dataclass(frozen=True)
class Design:
    """A template: `body` holds the OpenSCAD modules, one for each part; parameters stand before it.

    `rule` makes values agree with one another and returns a sentence for each that it moved; it changes nothing when it
    is run again. `needs` lists fasteners and bought parts. `room` lists the round places (x, y, radius) of the first
    face that are taken.
    """

    name: str
    words: tuple[str, ...]
    function: str
    parameters: tuple[Parameter, ...]
    rows: tuple[Row, ...]
    body: str
    nouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    product: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    faces: tuple[Face, ...] = ()
    takes: Mapping[str, str] = field(default_factory=dict)
    rule: Callable[[Values, set[str]], list[str]] = _nothing
    needs: Callable[[Values], list[Need]] = _none
    room: Callable[[Values], list[tuple[float, float, float]]] = _none
    derived: Callable[[Values], list[tuple[str, float, str]]] = _none
    tells: str = ""

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name. Raises KeyError where there is none."""
        for one in self.parameters:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def defaults(self) -> Values:
        """The usual value of every parameter."""
        return {one.name: one.default for one in self.parameters}

    @property
    def title(self) -> str:
        """The name as people read it."""
        return self.name.replace("_", " ")


def number(values: Mapping[str, Value], name: str) -> float:
    """A value as a number."""
    return float(values[name])


def clamped(parameter: Parameter, value: Value) -> tuple[Value, str]:
    """The value inside the parameter's limits, and a sentence where it had to move (else "")."""
    if parameter.kind == "choice":
        fits = value in parameter.choices
        return (value, "") if fits else (parameter.default, f"{parameter.label}: {parameter.default} is used.")
    if parameter.kind == "flag":
        return bool(value), ""
    asked = float(value)
    moved = min(max(asked, parameter.low), parameter.high)
    kept = float(round(moved)) if parameter.kind == "count" else round(moved, 3)
    if abs(moved - asked) <= 1e-6:
        return kept, ""
    edge = "at most" if asked > parameter.high else "at least"
    return kept, f"{parameter.label} can be {edge} {moved:g}{unit(parameter)}; you asked for {asked:g}{unit(parameter)}."


def unit(parameter: Parameter) -> str:
    """The unit as it stands behind a number."""
    return f" {parameter.unit}" if parameter.unit == "mm" else parameter.unit
