"""A customiser's parameters as plain JSON values: their schema, what may be set, and nothing of the source. Pure.

A parameter is a dict: name, label, group, kind ("number", "boolean", "string", "choice", "vector"), default, and where
they are given least, most, step (numbers and vectors), longest (strings), choices (list of {"value", "label"}).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from generation.mesh.scad.refusal import ScadError

Value = float | bool | str | list[float]
Parameter = Mapping[str, Any]
LONGEST_TEXT, LARGEST = 500, 1e9


def schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """JSON Schema (2020-12) of the values of these parameters."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {str(one["name"]): _property(one) for one in parameters},
    }


def _property(one: Parameter) -> dict[str, Any]:
    out: dict[str, Any] = {"title": one["label"], "default": one["default"]}
    bounds = {key: one[name] for key, name in (("minimum", "least"), ("maximum", "most")) if name in one}
    kind = one["kind"]
    if kind == "choice":
        out["enum"] = [choice["value"] for choice in one["choices"]]
    elif kind == "vector":
        length = len(one["default"])
        out |= {"type": "array", "minItems": length, "maxItems": length, "items": {"type": "number"} | bounds}
    elif kind == "string":
        out |= {"type": "string", "maxLength": one.get("longest", LONGEST_TEXT)}
    else:
        out |= {"type": kind} | (bounds if kind == "number" else {})
    if one["group"]:
        out["x-group"] = one["group"]
    return out


def checked(parameters: Sequence[Parameter], asked: Mapping[str, Any]) -> dict[str, Value]:
    """Every parameter's value: as asked, else its default. Raises ScadError naming what does not fit."""
    known = {str(one["name"]): one for one in parameters}
    for name in asked:
        if name not in known:
            raise _wrong(f"The source has no parameter {str(name)[:40]!r}.")
    return {name: value_of(one, asked[name]) if name in asked else one["default"] for name, one in known.items()}


def value_of(one: Parameter, given: Any) -> Value:
    """The value as this parameter's type; text is never taken for anything but text. Raises ScadError."""
    name, kind = one["name"], one["kind"]
    if kind == "choice":
        for choice in one["choices"]:
            if (type(choice["value"]) is type(given) and choice["value"] == given) or _same(choice["value"], given):
                chosen: Value = choice["value"]
                return chosen
        raise _wrong(f"{name} is one of: {', '.join(str(choice['value']) for choice in one['choices'])[:200]}.")
    if kind == "boolean":
        if not isinstance(given, bool):
            raise _wrong(f"{name} is true or false.")
        return given
    if kind == "string":
        longest = int(one.get("longest", LONGEST_TEXT))
        if not isinstance(given, str) or len(given) > longest or any(letter < " " for letter in given):
            raise _wrong(f"{name} is a line of at most {longest} characters.")
        return given
    if kind == "vector":
        length = len(one["default"])
        if not isinstance(given, list | tuple) or len(given) != length:
            raise _wrong(f"{name} is a list of {length} numbers.")
        return [_number(one, each) for each in given]
    return _number(one, given)


def _same(kept: Any, given: Any) -> bool:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (kept, given))
    return numbers and float(kept) == float(given)


def _number(one: Parameter, given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise _wrong(f"{one['name']} is a number.")
    number = float(given)
    if not float(one.get("least", -LARGEST)) <= number <= float(one.get("most", LARGEST)):
        low, high = one.get("least", -LARGEST), one.get("most", LARGEST)
        raise _wrong(f"{one['name']} lies between {low:g} and {high:g}; {number:g} does not.")
    return number


def from_text(one: Parameter, text: str) -> Value:
    """The value that a form or an address writes for this parameter: numbers with a point, vectors with commas."""
    kind = one["kind"]
    if kind == "boolean":
        return value_of(one, {"true": True, "false": False}.get(text, text))
    if kind == "string":
        return value_of(one, text)
    if kind == "choice":
        return value_of(one, next((c["value"] for c in one["choices"] if as_text(c["value"]) == text), text))
    if kind == "vector":
        return value_of(one, [_parsed(part) for part in text.split(",")])
    return value_of(one, _parsed(text))


def as_text(value: Any) -> str:
    """How a value stands in a form or an address; `from_text` reads it again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(as_text(one) for one in value)
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def _parsed(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _wrong(sentence: str) -> ScadError:
    return ScadError(sentence, code="scad_value")
