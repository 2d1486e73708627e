"""The specification: the JSON that words become, that sliders edit and that the builder reads."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from generation.shapes import character, colours, materials, registry, sizes
from generation.shapes.registry import AXES, Axis, Family, Parameter, Value, Values

VERSION = 1
STYLES = ("realistic", "low-poly", "stylized")
COMPLEXITIES = ("simple", "medium", "complex")
PARTS_LIMIT = 2_000
TRIANGLES_LIMIT = 2_000_000
OBJECTS_LIMIT = 200
RELATIONS = (
    "on", "in", "under", "above", "beside", "left", "right", "front", "behind", "between", "around", "seat", "row",
    "stack",
    "ring", "grid", "facing",
)  # fmt: skip


_COPY = re.compile(r"(.+)_([1-9]\d{0,3})")


class UnfitError(ValueError):
    """The specification is not one this version can build; the message is a sentence."""


def clamped(family: Family, parameter: Parameter, value: Value, *, growth: float = 1.0) -> tuple[Value, str]:
    """The value inside the parameter's range and kind, and a warning where it had to move (else "").

    `growth` is how many times its usual size the whole is: the range of lengths widens with it.
    """
    if parameter.kind == "choice":
        if value in parameter.choices:
            return value, ""
        return parameter.default, f"The {_spoken(parameter)} of a {_spoken(family)} is {parameter.default} here."
    number = float(value)
    if math.isnan(number):
        number = float(parameter.default)
    low, high = sizes.ranged(parameter, growth)
    moved = min(max(number, low), high)
    kept: Value = round(moved) if parameter.kind == "count" else round(moved, 3)
    if abs(moved - number) <= 1e-9 * max(1.0, abs(number)):
        return kept, ""
    unit = f" {parameter.unit}" if parameter.unit else ""
    edge = f"at most {_number(high)}" if number > high else f"at least {_number(low)}"
    return kept, (
        f"The {_spoken(parameter)} of a {_spoken(family)} can be {edge}{unit}; {_number(number)}{unit} was asked for."
    )


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """A specification from outside (sliders, a language model, an old job) made whole and safe.

    Fills what is missing with usual values, clamps what is out of range with a warning, and leaves the given mapping
    as it is. Raises UnfitError where a family, part, colour, material or relation is unknown or the version is another.
    """
    if given.get("version") != VERSION:
        raise UnfitError(f"This engine builds version {VERSION} of the specification, not {given.get('version')!r}.")
    things = given.get("objects")
    if not isinstance(things, list) or not things:
        raise UnfitError("The specification names no object.")
    if len(things) > OBJECTS_LIMIT:
        raise UnfitError(f"A scene can hold {OBJECTS_LIMIT} objects; this one names {len(things)}.")
    warnings = [str(warning) for warning in given.get("warnings", [])]
    style = _one_of(given.get("style", "realistic"), STYLES, "style")
    objects = [_object(thing, warnings, style) for thing in things]
    relations = [_relation(relation, len(objects)) for relation in given.get("relations", [])]
    return {
        "version": VERSION,
        "style": style,
        "complexity": _one_of(given.get("complexity", "medium"), COMPLEXITIES, "complexity"),
        "seed": int(given.get("seed", 0)),
        "objects": objects,
        "relations": relations,
        "assumed": [str(line) for line in given.get("assumed", [])],
        "ignored": [str(line) for line in given.get("ignored", [])],
        "warnings": list(dict.fromkeys(warnings)),
    }


def _object(thing: Any, warnings: list[str], style: str) -> dict[str, Any]:
    if not isinstance(thing, Mapping):
        raise UnfitError("An object of the specification is not a mapping.")
    try:
        family = registry.get(str(thing.get("family")))
    except KeyError as missing:
        raise UnfitError(f"There is no family called {missing}.") from missing
    given = dict(thing.get("parameters", {}))
    unknown = sorted(set(given) - {parameter.name for parameter in family.parameters})
    if unknown:
        raise UnfitError(f"A {_spoken(family)} has no {', '.join(unknown)}.")
    bounds: dict[Axis, float] = {}
    stout, factors = character.proportions(family, style), character.lengths(family, style)
    for axis in AXES:
        usual = round(family.size.of(axis) * stout[axis], 3)
        asked = dict(thing.get("size_mm", {})).get(axis, usual)
        bounds[axis] = float(_value(family, family.parameter(axis), asked, warnings))
    growth = sizes.sections(family, bounds, {})
    parameters: dict[str, Value] = {}
    for parameter in family.parameters:
        asked = given.get(parameter.name, parameter.default)
        if parameter.name in factors and parameter.name not in given:
            asked = float(parameter.default) * factors[parameter.name]
        parameters[parameter.name] = _value(family, parameter, asked, warnings, growth)
    if family.rule is not None:
        merged = dict(parameters)
        merged.update({str(axis): value for axis, value in bounds.items()})
        warnings.extend(family.rule(merged, frozenset(merged)))
        bounds = {axis: float(merged[axis]) for axis in AXES}
        parameters = {name: merged[name] for name in parameters}
    values = Values({str(axis): value for axis, value in bounds.items()} | parameters)
    counts = {role.name: role.how_many(values) for role in family.roles}
    return {
        "family": family.name,
        "name": str(thing.get("name") or family.name),
        "parameters": parameters,
        "parts": {name: number for name, number in counts.items() if number is not None},
        "colours": {str(part): _colour(family, str(part), c) for part, c in dict(thing.get("colours", {})).items()},
        "materials": {
            str(part): _material(family, str(part), m) for part, m in dict(thing.get("materials", {})).items()
        },
        "finishes": {str(part): _finish(family, str(part), f) for part, f in dict(thing.get("finishes", {})).items()},
        "size_mm": {str(axis): bounds[axis] for axis in AXES},
    }


def _value(family: Family, parameter: Parameter, given: Any, warnings: list[str], growth: float = 1.0) -> Value:
    if parameter.kind != "choice" and (isinstance(given, bool) or not isinstance(given, int | float)):
        raise UnfitError(f"The {_spoken(parameter)} of a {_spoken(family)} is a number.")
    value, warning = clamped(family, parameter, given, growth=growth)
    if warning:
        warnings.append(warning)
    return value


def _colour(family: Family, part: str, given: Any) -> dict[str, str]:
    alone = _COPY.fullmatch(part)  # "scoop_2": the colour of one copy
    if alone is None or not family.has(alone[1]) or int(alone[2]) > PARTS_LIMIT:
        _known_part(family, part, ("all", "second"))
    shown = colours.full_hex(str(given.get("hex", ""))) if isinstance(given, Mapping) else ""
    if not shown:
        raise UnfitError(f"The colour of the {part} is not a hex colour.")
    return {"name": str(given.get("name", shown)), "hex": shown}


def _material(family: Family, part: str, given: Any) -> str:
    _known_part(family, part, ("all", "second"))
    if given not in materials.SURFACES:
        raise UnfitError(f"There is no material called {given!r}.")
    return str(given)


def _finish(family: Family, part: str, given: Any) -> str:
    _known_part(family, part, ("all", "second"))
    if given not in materials.FINISHES:
        raise UnfitError(f"There is no finish called {given!r}.")
    return str(given)


def _known_part(family: Family, part: str, more: tuple[str, ...]) -> None:
    if part not in more and not family.has(part):
        raise UnfitError(f"A {_spoken(family)} has no {part}.")


def _relation(given: Any, objects: int) -> dict[str, Any]:
    if not isinstance(given, Mapping) or given.get("relation") not in RELATIONS:
        raise UnfitError("A relation of the specification is unknown.")
    places = {"subjects": list(given.get("subjects", [])), "objects": list(given.get("objects", []))}
    for numbers in places.values():
        if not all(isinstance(number, int) and 0 <= number < objects for number in numbers):
            raise UnfitError("A relation of the specification names an object that is not there.")
    gap = given.get("gap_mm")
    if gap is None:
        return {"relation": given["relation"], **places}
    if isinstance(gap, bool) or not isinstance(gap, int | float) or not 0 <= gap <= registry.MOST_MM:
        raise UnfitError("The gap of a relation is a length in millimetres.")
    return {"relation": given["relation"], **places, "gap_mm": float(gap)}


def _one_of(given: Any, allowed: tuple[str, ...], what: str) -> str:
    if given not in allowed:
        raise UnfitError(f"The {what} is one of {', '.join(allowed)}.")
    return str(given)


def _spoken(thing: Family | Parameter) -> str:
    return thing.name.replace("_", " ")


def _number(value: float) -> str:
    return f"{value:,.10g}"
