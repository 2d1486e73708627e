"""What a design template declares: its names, its parameters with units and limits, its parts, its faces for holes."""

from __future__ import annotations

import math
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
    `ask` is the question where the number is missing and nothing else is known either; with `must` it is asked
    always. `when` names the flag without which it means nothing. `seen` says how its mesh is measured ("x of plate",
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
    must: bool = False
    when: str = ""

    @property
    def unit(self) -> str:
        """The unit people read; empty for counts and choices."""
        return {"length": "mm", "angle": "°"}.get(self.kind, "")


@dataclass(frozen=True)
class Alias:
    """Another way to say a parameter: its value is `factor` times what was said, if that is from `least` to `most`."""

    says: str
    parameter: str
    factor: float = 1.0
    least: float = 0.0
    most: float = 1e9


@dataclass(frozen=True)
class Row:
    """A named part: its module, where its copies stand in the layout, and the flag without which it is not made."""

    name: str
    place: tuple[str, ...] = ("",)
    colour: str = "#4a7fa5"
    when: str = ""


@dataclass(frozen=True)
class Face:
    """A flat place for holes: the part, the sides of the rectangle and its centre as OpenSCAD expressions.

    `words` are what people call it. Holes run along the part's own Z; for a face that stands, `of` is the part it
    belongs to, `turn` moves what is drilled there, and `depth` keeps it from reaching the wall behind.
    """

    part: str
    length: str
    width: str
    words: tuple[str, ...]
    centre: tuple[str, str] = ("0", "0")
    inset: float = 8.0
    of: str = ""
    turn: str = ""
    depth: str = "400"

    @property
    def owner(self) -> str:
        """The part that is drilled."""
        return self.of or self.part


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

    `words` are what people call it, `nouns` what they call its parts, `product` the parameters of "a x b x c", `takes`
    what a component of a kind sets. `rule` makes values agree with one another and returns a sentence for each that it
    moved; run again it changes nothing. In a follow-up only `ties` go on following what was given, and of `rivals` the
    one said last counts. `needs` lists fasteners and bought parts; `derived` numbers that follow from the others.
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
    ties: tuple[str, ...] = ()
    rivals: tuple[tuple[str, ...], ...] = ()
    rule: Callable[[Values, set[str]], list[str]] = _nothing
    needs: Callable[[Values], list[Need]] = _none
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
    if not math.isfinite(asked):
        return parameter.default, f"{parameter.label} has to be a number; {parameter.default} is used."
    moved = min(max(asked, parameter.low), parameter.high)
    kept = float(round(moved)) if parameter.kind == "count" else round(moved, 3)
    if abs(moved - asked) <= 1e-6:
        return kept, ""
    edge, wish = f"{moved:g}{unit(parameter)}", f"{asked:g}{unit(parameter)}"
    if asked > parameter.high:
        return kept, f"{parameter.label} can be at most {edge}; you asked for {wish}."
    return kept, f"{parameter.label} can be at least {edge}; you asked for {wish}."


def unit(parameter: Parameter) -> str:
    """The unit as it stands behind a number."""
    return f" {parameter.unit}" if parameter.unit == "mm" else parameter.unit
