"""The families of things that words can name: their parameters, parts, synonyms and builders. Loads no numpy."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from generation.shapes import materials

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

Value = float | int | str
Axis = Literal["width", "depth", "height"]
AXES: tuple[Axis, ...] = ("width", "depth", "height")
LEAST_MM, MOST_MM = 0.1, 1_000_000.0


class Values(Mapping[str, Value]):
    """The parameters of one object, all of them, in range: lengths in millimetres."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def count(self, name: str) -> int:
        """A whole number: how many."""
        return int(self._values[name])

    def mm(self, name: str) -> float:
        """A length in millimetres (or an angle in degrees, or a ratio)."""
        return float(self._values[name])

    def word(self, name: str) -> str:
        """A chosen word."""
        return str(self._values[name])


@dataclass(frozen=True)
class Parameter:
    """One slider: name, kind, default, range and step, and how words reach it.

    `words` name it as nouns ("tooth" for the teeth of a gear) or, for a choice, map words to choices. `part` and
    `measure` say which length of which part it is ("top", "thickness"); `dimension` lists the bare dimension words it
    takes for the whole object ("thickness" of a gear). `letter` is its designation ("M" in "M6 screw"). `grows` is how
    an unspoken length follows the size of the whole: 0 not at all, 0.5 like a sensible section, 1 in proportion.
    `free` values are those that a seed other than 0 may choose between where nothing was said, so that variants differ.
    """

    name: str
    kind: Literal["count", "length", "angle", "ratio", "choice"]
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    unit: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    measure: str = ""
    dimension: tuple[str, ...] = ()
    letter: str = ""
    grows: float = 0.5
    free: tuple[Value, ...] = ()


def count(
    name: str, default: int, low: int, high: int, *, words: tuple[str, ...] = (), free: tuple[int, ...] = ()
) -> Parameter:
    """How many of something."""
    return Parameter(name, "count", default, low, high, 1, words=words, free=free)


def length(
    name: str,
    default: float,
    low: float,
    high: float,
    *,
    part: str = "",
    measure: str = "",
    dimension: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    letter: str = "",
    grows: float = 0.5,
) -> Parameter:
    """A length in millimetres; see Parameter for the ways words reach it."""
    step = 0.1 if default < 10 else 1 if default < 500 else 10
    return Parameter(
        name, "length", default, low, high, step, "mm", (), words, {}, part, measure, dimension, letter, grows
    )


def angle(
    name: str, default: float, low: float, high: float, *, words: tuple[str, ...] = (), free: tuple[float, ...] = ()
) -> Parameter:
    """An angle in degrees."""
    return Parameter(name, "angle", default, low, high, 1, "°", words=words, free=free)


def ratio(name: str, default: float, low: float, high: float) -> Parameter:
    """A plain number, such as how far a shape bulges."""
    return Parameter(name, "ratio", default, low, high, 0.01)


def choice(name: str, *choices: str, aliases: Mapping[str, str] | None = None, free: tuple[str, ...] = ()) -> Parameter:
    """One of several words, the first by default; `aliases` maps other words to them."""
    return Parameter(name, "choice", choices[0], choices=choices, aliases=dict(aliases or {}), free=free)


@dataclass(frozen=True)
class Role:
    """A kind of part: its node name, words, usual material and colour, and how many there are.

    `tone` 0 wears the object's colour and material, 1 the second one where two were named and else its own, None keeps
    its own unless the part itself is named; `like` names a part whose own look it shares. `count`
    is a number, the name of a count parameter, a function of the values, or None
    where it follows from the rest and is not promised.
    """

    name: str
    material: str = "plastic"
    colour: str = ""
    words: tuple[str, ...] = ()
    count: int | str | Callable[[Values], int] | None = 1
    tone: int | None = 0
    like: str = ""

    def how_many(self, values: Values) -> int | None:
        """The promised number of such parts for these values."""
        if isinstance(self.count, str):
            return values.count(self.count)
        if callable(self.count):
            return self.count(values)
        return self.count


@dataclass(frozen=True)
class Size:
    """The usual bounds in millimetres, and how the unspoken ones follow the spoken.

    `follow` is 1 for an axis that grows in proportion and 0 for one that stays (the height of a table). `main` is the
    axis a bare length means ("a 30 cm vase"). `tied` axes are equal unless both are named; `tied_when` ties axes while
    a choice has a value (a round table). `least` and `most` are the range of the sliders. `stretch` is how far an axis
    may leave the proportions of the others before the builder works at the limit and the rest is stretched.
    """

    width: float
    depth: float
    height: float
    main: Axis = "width"
    follow: Mapping[str, float] = field(default_factory=dict)
    tied: tuple[Axis, ...] = ()
    tied_when: tuple[tuple[str, str, tuple[Axis, ...]], ...] = ()
    least: float = LEAST_MM
    most: float = MOST_MM
    stretch: float = 4.0

    def of(self, axis: str) -> float:
        """The usual length along an axis."""
        return {"width": self.width, "depth": self.depth, "height": self.height}[axis]

    def ties(self, values: Mapping[str, Value]) -> tuple[Axis, ...]:
        """The axes that are equal for these choices."""
        for name, chosen, axes in self.tied_when:
            if values.get(name) == chosen:
                return axes
        return self.tied


Builder = Callable[["Kit", Values], None]
Rule = Callable[[dict[str, Value], frozenset[str]], list[str]]


@dataclass(frozen=True)
class Family:
    """A kind of thing that can be built.

    `synonyms` maps every name to the values it presets ("coffee table" is lower) and, under "material", to what the
    whole is of where nothing else is said. `rule(values, said)` makes values agree with each other after all words are
    in or a slider was moved, and gives warnings; made twice it changes nothing. `said` holds the names that were spoken
    and "second" where a second colour or material was.
    """

    name: str
    gloss: str
    category: str
    size: Size
    roles: tuple[Role, ...]
    parameters: tuple[Parameter, ...]
    synonyms: Mapping[str, Mapping[str, Value]]
    examples: tuple[str, ...]
    build: Builder
    rule: Rule | None = None

    def parameter(self, name: str) -> Parameter:
        """The parameter so named, the three dimensions included. Raises KeyError."""
        return self.every_parameter[name]

    @property
    def every_parameter(self) -> dict[str, Parameter]:
        """All parameters by name, width, depth and height first."""
        out = {
            axis: length(axis, self.size.of(axis), self.size.least, self.size.most, dimension=(axis,), grows=1.0)
            for axis in AXES
        }
        return out | {parameter.name: parameter for parameter in self.parameters}

    def role(self, name: str) -> Role:
        """The role so named. Raises KeyError."""
        return next(role for role in self.roles if role.name == name) if self.has(name) else _missing(name)

    def has(self, name: str) -> bool:
        """Whether a part of that name belongs to the family."""
        return any(role.name == name for role in self.roles)


def _missing(name: str) -> Role:
    raise KeyError(name)


_families: dict[str, Family] = {}


def family(
    name: str,
    *,
    gloss: str,
    category: str,
    size: Size,
    roles: tuple[Role, ...],
    examples: tuple[str, ...],
    parameters: tuple[Parameter, ...] = (),
    synonyms: tuple[str, ...] = (),
    presets: Mapping[str, Mapping[str, Value]] | None = None,
    rule: Rule | None = None,
) -> Callable[[Builder], Builder]:
    """Register the decorated builder as the family `name`.

    Raises ValueError where the declaration contradicts itself, so that a wrong family fails on import and not on use.
    """

    def register(build: Builder) -> Builder:
        names: dict[str, Mapping[str, Value]] = {name.replace("_", " "): {}}
        names |= {synonym: {} for synonym in synonyms}
        names |= presets or {}
        made = Family(name, gloss, category, size, roles, parameters, names, examples, build, rule)
        _check(made)
        _families[name] = made
        return build

    return register


def _check(made: Family) -> None:
    if made.name in _families:
        raise ValueError(f"Two families are called {made.name}.")
    known = made.every_parameter
    for role in made.roles:
        if isinstance(role.count, str) and known[role.count].kind != "count":
            raise ValueError(f"{made.name}: {role.name} is counted by {role.count}, which is no count.")
        if role.material not in materials.SURFACES:
            raise ValueError(f"{made.name}: {role.name} is of {role.material}, which is no material.")
        if role.like and not made.has(role.like):
            raise ValueError(f"{made.name}: {role.name} is like {role.like}, which it does not have.")
    for preset in made.synonyms.values():
        unknown = set(preset) - set(known) - {"material"}
        if unknown:
            raise ValueError(f"{made.name} presets {sorted(unknown)}, which it does not have.")
        if preset.get("material", "wood") not in materials.SURFACES:
            raise ValueError(f"{made.name} presets {preset['material']}, which is no material.")
    for parameter in made.parameters:
        if parameter.kind != "choice" and not parameter.low <= float(parameter.default) <= parameter.high:
            raise ValueError(f"{made.name}: the default of {parameter.name} is out of its range.")
        if parameter.part and not made.has(parameter.part):
            raise ValueError(f"{made.name}: {parameter.name} measures {parameter.part}, which it does not have.")


@cache
def families() -> dict[str, Family]:
    """Every family by name, in the order of their names."""
    package = importlib.import_module("generation.shapes.families")
    for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"{package.__name__}.{module}")
    return dict(sorted(_families.items()))


def get(name: str) -> Family:
    """The family so named. Raises KeyError."""
    return families()[name]
