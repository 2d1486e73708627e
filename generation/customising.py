"""Sliders for OpenSCAD sources: a specification's customiser parameters as controls, and changed values set in it.

Addresses write `0.width=50`, and `0.at.2=3` for the third number of a list. Loads no parser and no geometry.
"""

import copy
import math
from collections.abc import Mapping
from typing import Any

from generation.controls import Control, Shape, sent
from generation.mesh.scad import values
from generation.mesh.scad.refusal import ScadError
from nexus.foundation.errors import Invalid

KIND = "scad"
PREFIX = "0."
AXES = ("X", "Y", "Z")


def changed(given: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The specification with the asked values set; what a control shows already changes nothing. Raises Invalid."""
    spec = copy.deepcopy(dict(given))
    spec["warnings"] = []
    shown = {one.name: sent(one) for shape in shapes(given, given) for one in shape.sizes}
    known = {str(one["name"]): one for one in spec["parameters"]}
    for name, text in asked.items():
        if text == shown.get(name):
            continue
        what, _, place = name.removeprefix(PREFIX).partition(".")
        one = known.get(what)
        if one is None or not name.startswith(PREFIX) or name not in shown:
            raise _wrong(name, f"{name[:60]!r} is no value of this model.")
        try:
            if place:
                numbers = [values.as_text(number) for number in spec["values"][what]]
                numbers[int(place)] = text
                text = ",".join(numbers)  # noqa: PLW2901 - the whole list is one value
            spec["values"][what] = values.from_text(one, text)
        except ScadError as refusal:
            raise _wrong(name, refusal.message) from refusal
    return spec


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={name: [sentence]})


def shapes(spec: Mapping[str, Any], own: Mapping[str, Any]) -> list[Shape]:
    """The controls in the source's groups; `own` holds the values of the job itself."""
    groups: dict[str, list[Control]] = {}
    for one in spec["parameters"]:
        name = one["name"]
        controls = groups.setdefault(str(one["group"]), [])
        controls += _controls(one, spec["values"][name], own["values"][name])
    return [Shape(title=title or "Values", sizes=found, parameters=[], looks=[]) for title, found in groups.items()]


def _controls(one: Mapping[str, Any], value: Any, own: Any) -> list[Control]:
    name, label, kind = f"{PREFIX}{one['name']}", str(one["label"]), one["kind"]
    if kind == "vector":
        numbers = zip(value, own, strict=True)
        axes = AXES if len(value) <= len(AXES) else tuple(str(number + 1) for number in range(len(value)))
        return [_slider(f"{name}.{at}", f"{label} {axes[at]}", one, *pair) for at, pair in enumerate(numbers)]
    if kind == "boolean":
        words = (values.as_text(value), values.as_text(own))
        return [Control(name, label, *words, choices=("true", "false"), words=("yes", "no"))]
    if kind == "choice":
        choices = tuple(values.as_text(choice["value"]) for choice in one["choices"])
        said = tuple(str(choice["label"]) for choice in one["choices"])
        return [Control(name, label, values.as_text(value), values.as_text(own), choices=choices, words=said)]
    if kind == "string":
        return [Control(name, label, value, own, longest=int(one.get("longest", values.LONGEST_TEXT)))]
    return [_slider(name, label, one, value, own)]


def _slider(name: str, label: str, one: Mapping[str, Any], value: float, own: float) -> Control:
    """A slider within the parameter's bounds; where it has none, from nothing to some way beyond the author's value."""
    reach = max(2.5 * abs(own), 10.0)
    least = float(one.get("least", -reach if own < 0 else 0.0))
    most = float(one.get("most", max(reach, least + 1)))
    step = float(one.get("step") or _step(own, most - least))
    least = min(least, value)
    return Control(name, label, _short(value), _short(own), least, max(most, value), step)


def _short(number: float) -> float:
    """A whole number as one, so that pages and addresses write it as a browser does."""
    return int(number) if number == int(number) else number


def _step(own: float, span: float) -> float:
    """Whole numbers move by one, others by a hundredth to a tenth of what they are, as decimal powers."""
    if own == round(own) and span >= 5:
        return 1.0
    return float(10.0 ** math.floor(math.log10(max(span, 1e-6) / 50)))
