"""Things in others: what holds them is opened where it can be, and what was given no size is made to fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from generation.shapes import registry
from generation.shapes.finding import Notes
from generation.shapes.registry import AXES
from generation.shapes.wishes import Draft, Wish

_ROOM = 0.62  # the share of a holder's width and depth that is free inside
_OPEN = ("open", "hollow")


def fit(
    objects: list[dict[str, Any]],
    relations: Sequence[Mapping[str, Any]],
    wish: Wish,
    places: list[list[int]],
    notes: Notes,
) -> None:
    """Change objects (before ranges are enforced) so that what is in something has room there, and says so."""
    drafts = {number: draft for draft, numbers in zip(wish.drafts, places, strict=True) for number in numbers}
    for relation in relations:
        if relation["relation"] != "in" or not relation["objects"]:
            continue
        for mark in dict.fromkeys(relation["objects"]):
            objects[mark] = _opened(objects[mark], drafts[mark], notes)
        holders = len(relation["objects"]) if len(relation["objects"]) == len(relation["subjects"]) else 1
        for k, number in enumerate(relation["subjects"]):
            mark = relation["objects"][k if holders > 1 else 0]
            if not _was_sized(drafts[number]):
                share = math.ceil(math.sqrt(len(relation["subjects"]) / holders))
                objects[number] = _shrunk(objects[number], objects[mark], share, notes)


def _was_sized(draft: Draft) -> bool:
    return bool(draft.said.measures) or any(span.has("size") for span in draft.said.looks)


def _opened(thing: dict[str, Any], draft: Draft, notes: Notes) -> dict[str, Any]:
    """A box is open where something is in it, unless its form was chosen."""
    said = {meaning.value for span in draft.said.looks for meaning in span.meanings if meaning.kind == "choice"}
    for parameter in registry.get(thing["family"]).parameters:
        way = next((word for word in _OPEN if word in parameter.choices), "")
        spoken = said & {*parameter.choices, *parameter.aliases}
        if parameter.kind == "choice" and way and not spoken and thing["parameters"][parameter.name] != way:
            notes.assumed.append(f"The {draft.synonym.replace('_', ' ')} is {way}, as something is in it.")
            return thing | {"parameters": thing["parameters"] | {parameter.name: way}}
    return thing


def _shrunk(thing: dict[str, Any], holder: dict[str, Any], share: int, notes: Notes) -> dict[str, Any]:
    size, room = thing["size_mm"], holder["size_mm"]
    factor = min(_ROOM * room[axis] / share / size[axis] for axis in ("width", "depth"))
    if factor >= 1:
        return thing
    name = thing["family"].replace("_", " ")
    notes.assumed.append(f"The {name} is made small enough to be in the {holder['family'].replace('_', ' ')}.")
    lengths = {parameter.name for parameter in registry.get(thing["family"]).parameters if parameter.kind == "length"}
    scaled = {
        name: round(float(value) * factor, 3) if name in lengths else value
        for name, value in thing["parameters"].items()
    }
    return thing | {"size_mm": {axis: round(size[axis] * factor, 3) for axis in AXES}, "parameters": scaled}
