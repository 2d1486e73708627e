"""What a language model is told before it writes a model, and how its answer becomes a specification."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generation.engines.providers.state import number, table, text
from generation.engines.providers.workshop import NotAccepted
from generation.shapes import materials, registry, specification

LIKELY = 6
_WORD = re.compile(r"[a-z]+")
_GROWN = frozenset({"skin", "food"})  # what animals and fruit wear anyway
_FIELD = re.compile(r"[a-z0-9_]{1,60}")

SOURCE_SYSTEM = """You write OpenSCAD for 3D printing. Units are millimetres, Z is up, and the model stands on z = 0.
Begin with named variables, each with a comment of what it is and a customiser comment of its range, such as
  width = 40; // [20:1:120] Width of the plate
Write one module for each part and call each once at the top level. Every part is a closed solid; use difference() with
holes that reach 0.1 beyond both faces, $fn = 64 for round things, and color() for parts of different colours.
There are no files: include, use, import and surface do not exist. Write no Python and no JavaScript.
Answer with one ```openscad block and nothing else."""

_SPECIFICATION = """You describe 3D models as JSON. Sizes are millimetres: width is X, depth is Z, height is Y.
Answer with one JSON object of this form and nothing else:
{{"objects": [{{"family": "chair", "name": "chair", "size_mm": {{"width": 450, "depth": 500, "height": 900}},
"parameters": [{{"name": "legs", "value": 4}}], "colours": [{{"part": "seat", "hex": "#aa3311"}}],
"materials": [{{"part": "leg", "material": "oak"}}]}}],
"relations": [{{"relation": "on", "subjects": [1], "objects": [0], "gap_mm": null}}], "assumed": ["It is of wood."]}}
One object for each thing, so two chairs are two objects. subjects and objects are places in "objects", from 0. Leave
out what was not asked for: sizes, parameters and colours have usual values. "all" as a part means every part.
"assumed" says in short sentences what you decided yourself.
Families: {families}.
Materials: {materials}.
Relations: {relations}.{likely}"""

_NAMED = {"type": "string"}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "objects": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "family": _NAMED,
                    "name": _NAMED,
                    "size_mm": {
                        "type": "object",
                        "properties": {axis: {"type": ["number", "null"]} for axis in registry.AXES},
                        "required": list(registry.AXES),
                        "additionalProperties": False,
                    },
                    "parameters": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"name": _NAMED, "value": {"type": ["number", "string"]}},
                            "required": ["name", "value"],
                            "additionalProperties": False,
                        },
                    },
                    "colours": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"part": _NAMED, "hex": _NAMED},
                            "required": ["part", "hex"],
                            "additionalProperties": False,
                        },
                    },
                    "materials": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"part": _NAMED, "material": _NAMED},
                            "required": ["part", "material"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["family", "name", "size_mm", "parameters", "colours", "materials"],
                "additionalProperties": False,
            },
        },
        "relations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "relation": {"type": "string", "enum": list(specification.RELATIONS)},
                    "subjects": {"type": "array", "items": {"type": "integer"}},
                    "objects": {"type": "array", "items": {"type": "integer"}},
                    "gap_mm": {"type": ["number", "null"]},
                },
                "required": ["relation", "subjects", "objects", "gap_mm"],
                "additionalProperties": False,
            },
        },
        "assumed": {"type": "array", "items": _NAMED},
    },
    "required": ["objects", "relations", "assumed"],
    "additionalProperties": False,
}


def specification_system(prompt: str) -> str:
    """What the model is told for this wish: all families by name, and the likely ones with parameters and parts."""
    likely = "".join(f"\n{_described(family)}" for family in likely_families(prompt))
    return _SPECIFICATION.format(
        families=", ".join(registry.families()),
        materials=", ".join(name for name, surface in materials.SURFACES.items() if surface.kind not in _GROWN),
        relations=", ".join(specification.RELATIONS),
        likely=f"\nParameters (least..most) and parts:{likely}" if likely else "",
    )


def likely_families(prompt: str) -> list[registry.Family]:
    """Families whose name or synonym stands in the words, at most six."""
    words = [word.removesuffix("s") for word in _WORD.findall(prompt.lower())]
    said = f" {' '.join(words)} "
    found = []
    for family in registry.families().values():
        names = [" ".join(word.removesuffix("s") for word in _WORD.findall(name)) for name in family.synonyms]
        if any(name and f" {name} " in said for name in names):
            found.append(family)
    return found[:LIKELY]


def _described(family: registry.Family) -> str:
    sliders = []
    for parameter in family.parameters:
        choices = "|".join(parameter.choices) or f"{parameter.low:g}..{parameter.high:g}"
        sliders.append(f"{parameter.name} {choices}")
    parts = ", ".join(role.name for role in family.roles)
    return f"{family.name}: {family.gloss}. Parameters: {', '.join(sliders) or 'none'}. Parts: {parts}."


def read(value: Mapping[str, Any], *, style: str, complexity: str, seed: int) -> dict[str, Any]:
    """A model's answer as a whole, safe specification. Raises NotAccepted with what is wrong in it."""
    things = value.get("objects")
    if not isinstance(things, list):
        raise NotAccepted('The answer has no list "objects".')
    given = {
        "version": specification.VERSION,
        "style": style,
        "complexity": complexity,
        "seed": seed,
        "objects": [_object(table(thing)) for thing in things],
        "relations": _relations(value.get("relations")),
        "assumed": [text(line, most=300) for line in _list(value.get("assumed"))[:20] if isinstance(line, str)],
    }
    try:
        return specification.read(given)
    except specification.UnfitError as fault:
        raise NotAccepted(str(fault)) from fault
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise NotAccepted("The answer has a value of a wrong kind.") from fault


def _object(thing: Mapping[str, Any]) -> dict[str, Any]:
    sizes = {axis: size for axis, size in table(thing.get("size_mm")).items() if size is not None}
    unknown = sorted(set(sizes) - set(registry.AXES))
    if unknown:
        raise NotAccepted(f"size_mm has no {_shown(unknown[0])}; it has {', '.join(registry.AXES)}.")
    bad = [axis for axis, size in sizes.items() if number(size) is None]
    if bad:
        raise NotAccepted(f"The {bad[0]} in size_mm is a number of millimetres or null.")
    colours = {part: {"name": text(hex_), "hex": text(hex_)} for part, hex_ in _pairs(thing, "colours", "part", "hex")}
    return {
        "family": text(thing.get("family"), most=60),
        "name": text(thing.get("name"), most=60),
        "size_mm": sizes,
        "parameters": dict(_pairs(thing, "parameters", "name", "value")),
        "colours": colours,
        "materials": dict(_pairs(thing, "materials", "part", "material")),
    }


def _pairs(thing: Mapping[str, Any], name: str, key: str, value: str) -> list[tuple[str, Any]]:
    """A list of named values, or the mapping that weaker models write instead."""
    given = thing.get(name)
    if isinstance(given, Mapping):
        entries = [
            (one, table(held).get(value, held) if isinstance(held, Mapping) else held) for one, held in given.items()
        ]
    else:
        entries = [(table(one).get(key), table(one).get(value)) for one in _list(given)]
    for found, _ in entries:
        if not isinstance(found, str) or not _FIELD.fullmatch(found):
            raise NotAccepted(f'An entry of "{name}" has no {key} that is a plain name.')
    return [(str(found), held) for found, held in entries if held is not None]


def _relations(given: Any) -> list[dict[str, Any]]:
    names = ("relation", "subjects", "objects", "gap_mm")
    entries = [table(one) for one in _list(given)]
    return [{name: entry[name] for name in names if entry.get(name) is not None} for entry in entries]


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _shown(given: Any) -> str:
    return repr(str(given)[:40])
