"""Sliders for what was made: a specification's controls, and the specification that changed values give.

Every engine's specification comes in here; those of OpenSCAD sources are handed on to generation/customising.py.

A changed value is written `number.name`, such as `0.legs=5`, `0.colour.seat=%23aa3300` or `0.material.leg=oak`, in
forms and addresses alike, so that an address is the whole parameter set. Loads no numpy: pages use it.
"""

import copy
from collections.abc import Mapping
from typing import Any

from generation import customising
from generation.controls import Control, Look, Shape, sent
from generation.models import Job
from generation.shapes import colours, materials, registry, sizes, specification, wear
from generation.shapes.registry import AXES, Family, Parameter, Value, Values
from nexus.foundation.errors import Invalid
from nexus.foundation.numbers import whole_number

ENGINE, OPENSCAD = "procedural", "openscad"
REACH = 2.5  # a size slider goes from so much smaller to so much bigger than the thing is now


def can_be_shaped(job: Job) -> bool:
    """Whether the job's result has sliders: its engine builds from a specification, and that has values to change."""
    if job.state != Job.State.SUCCEEDED:
        return False
    spec = job.specification or {}
    return bool(spec.get({ENGINE: "objects", OPENSCAD: "parameters"}.get(job.engine, "")))


def asked_in(query: Mapping[str, str]) -> dict[str, str]:
    """The changed values among the names of an address or a form; other names (a language, a nonce) are not ours."""
    return {name: str(text) for name, text in query.items() if name[:1].isdigit() and "." in name}


def changed(given: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The specification with the asked values in place: clamped, agreed and with its own warnings.

    A form without JavaScript sends every control; what a control shows already changes nothing. Bounds that belong
    together (a round top's) follow the one that was asked for. Names that are no control of it are an error, so that
    nothing a person typed is passed over. Raises Invalid.
    """
    if given.get("kind") == customising.KIND:
        return customising.changed(given, asked)
    spec = copy.deepcopy(dict(given))
    spec["warnings"] = []
    shown = _shown(given)
    sized: dict[int, set[str]] = {}
    for name, text in asked.items():
        number, _, what = name.partition(".")
        things = spec["objects"]
        place = whole_number(number, most=len(things) - 1)
        if place is None or not what:
            raise _wrong(name, f"{name!r} is no value of this model.")
        if text == shown.get(name):
            continue
        _set(things[place], what, text, name)
        if what in AXES:
            sized.setdefault(place, set()).add(what)
    for place, axes in sized.items():
        _tie(spec["objects"][place], axes)
    try:
        return specification.read(spec)
    except specification.UnfitError as unfit:
        raise Invalid(str(unfit)) from unfit


def _shown(given: Mapping[str, Any]) -> dict[str, str]:
    """What each control of the unchanged specification sends: a slider its value on its nearest step."""
    out: dict[str, str] = {}
    for one in shapes(given, given):
        out |= {control.name: sent(control) for control in (*one.sizes, *one.parameters)}
        for look in one.looks:
            out |= {look.colour_name: look.colour, look.material_name: look.material}
    return out


def _tie(thing: dict[str, Any], axes: set[str]) -> None:
    tied = registry.get(thing["family"]).size.ties(thing["parameters"])
    moved = [axis for axis in tied if axis in axes]
    if len(moved) == 1:
        thing["size_mm"] |= {str(axis): thing["size_mm"][moved[0]] for axis in tied}


def _set(thing: dict[str, Any], what: str, text: str, name: str) -> None:
    family = registry.get(thing["family"])
    kind, _, part = what.partition(".")
    if kind == "colour" and part:
        shown = colours.full_hex(text)
        if not shown:
            raise _wrong(name, f"A colour is written #rrggbb; {text[:20]!r} is not.")
        for copy_ in [key for key in thing["colours"] if key.removeprefix(f"{part}_").isdigit()]:
            del thing["colours"][copy_]  # one colour for all takes the place of one each
        thing["colours"][part] = {"name": shown, "hex": shown}
    elif kind == "material" and part:
        if text not in materials.SURFACES:
            raise _wrong(name, f"There is no material called {text[:40]!r}.")
        thing["materials"][part] = text
    elif what in AXES:
        thing["size_mm"][what] = _number(text, name)
    elif any(parameter.name == what for parameter in family.parameters):
        thing["parameters"][what] = _value(family.parameter(what), text, name)
    else:
        raise _wrong(name, f"A {_plain(family.name)} has no {_plain(what)[:40]!r}.")


def _value(parameter: Parameter, text: str, name: str) -> Value:
    if parameter.kind == "choice":
        if text not in parameter.choices:
            raise _wrong(name, f"{_plain(parameter.name)} is one of: {', '.join(parameter.choices)}.")
        return text
    number = _number(text, name)
    return round(number) if parameter.kind == "count" else number


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not -1e9 < number < 1e9:
        raise _wrong(name, f"{name} is a number; {text[:20]!r} is not.")
    return number


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={name: [sentence]})


def shapes(spec: Mapping[str, Any], own: Mapping[str, Any]) -> list[Shape]:
    """The controls of every object of a specification, in its order; `own` holds the values of the job itself."""
    if spec.get("kind") == customising.KIND:
        return customising.shapes(spec, own)
    pairs = zip(spec["objects"], own["objects"], strict=True)
    return [_shape(number, thing, before) for number, (thing, before) in enumerate(pairs)]


def _shape(number: int, thing: Mapping[str, Any], own: Mapping[str, Any]) -> Shape:
    family = registry.get(thing["family"])
    size = {axis: float(own["size_mm"][axis]) for axis in AXES}
    growth = sizes.sections(family, size, {})
    return Shape(
        title=str(thing.get("name") or thing["family"]),
        sizes=[_axis(number, family, axis, float(thing["size_mm"][axis]), size[axis]) for axis in AXES],
        parameters=[
            _control(number, one, thing["parameters"][one.name], own["parameters"][one.name], growth)
            for one in family.parameters
        ],
        looks=_looks(number, family, thing, own),
    )


def _axis(number: int, family: Family, axis: str, value: float, own: float) -> Control:
    low, high = max(family.size.least, own / REACH), min(family.size.most, own * REACH)
    step = 0.1 if own < 20 else 1.0 if own < 2000 else 10.0
    low, high = min(_whole(low, step), value), max(_whole(high, step), value)
    return Control(f"{number}.{axis}", axis, value, own, low, high, step, "mm")


def _control(number: int, parameter: Parameter, value: Value, own: Value, growth: float) -> Control:
    name, label = f"{number}.{parameter.name}", _plain(parameter.name)
    if parameter.kind == "choice":
        return Control(name, label, value, own, choices=parameter.choices)
    low, high = sizes.ranged(parameter, growth)
    if parameter.kind == "length":  # the whole range may be a hundred times what is there now
        low, high = max(low, float(own) / (2 * REACH)), min(high, max(float(own), 0.1) * 2 * REACH)
    if parameter.kind == "count":
        high = min(high, max(low + 12, float(own) * 3))
    low, high = min(_whole(low, parameter.step), float(value)), max(_whole(high, parameter.step), float(value))
    return Control(name, label, value, own, low, high, parameter.step, parameter.unit)


def _looks(number: int, family: Family, thing: Mapping[str, Any], own: Mapping[str, Any]) -> list[Look]:
    bounds = {str(axis): value for axis, value in thing["size_mm"].items()}
    values = Values(bounds | thing["parameters"])
    found = []
    for role in family.roles:
        if role.like or role.how_many(values) == 0:
            continue
        now, before = wear.worn(thing, role)[0], wear.worn(own, role)[0]
        found.append(
            Look(
                part=_plain(role.name),
                colour_name=f"{number}.colour.{role.name}",
                colour=now.colour,
                own_colour=before.colour,
                material_name=f"{number}.material.{role.name}",
                material=now.name,
                own_material=before.name,
            )
        )
    return found


def surfaces() -> list[str]:
    """The materials one can choose, in the order of their names."""
    return sorted(materials.SURFACES)


def _whole(value: float, step: float) -> float:
    return round(round(value / step) * step, 3)


def _plain(name: str) -> str:
    return name.replace("_", " ")
