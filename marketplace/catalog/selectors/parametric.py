"""The sliders of a parametric listing: what may be changed, within which bounds, and how it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation import customising, shaping
from generation.controls import Control, Look, Shape
from marketplace.catalog.models import Listing

ENGINES = frozenset({shaping.ENGINE, shaping.OPENSCAD})


@dataclass(frozen=True)
class Sliders:
    """`parameters` are schemas by name; `defaults` what the model was made with."""

    parameters: list[dict[str, Any]]
    defaults: dict[str, Any]


def engine_of(listing: Listing) -> str:
    """The engine that can build the listing's specification again; empty where none can."""
    return _engine(listing.specification, listing.provenance)


def shapes_of(specification: Mapping[str, Any] | None, provenance: Mapping[str, Any] | None) -> list[Shape]:
    """What of a model can be changed, as the workshop's sliders show it; nothing of a model that is what it is."""
    if specification is None or not _engine(specification, provenance):
        return []
    return list(shaping.shapes(specification, specification))


def _engine(specification: Mapping[str, Any] | None, provenance: Mapping[str, Any] | None) -> str:
    spec = specification or {}
    engine = shaping.OPENSCAD if spec.get("kind") == customising.KIND else shaping.ENGINE
    named = str((provenance or {}).get("engine", engine))
    has_values = bool(spec.get("parameters" if engine == shaping.OPENSCAD else "objects"))
    return engine if has_values and named == engine else ""


def sliders_of(listing: Listing) -> Sliders | None:
    """None for a model that is what it is."""
    if not engine_of(listing):
        return None
    spec: Mapping[str, Any] = listing.specification or {}
    parameters: list[dict[str, Any]] = []
    for shape in shaping.shapes(spec, spec):
        parameters += [_schema(control, shape.title) for control in (*shape.sizes, *shape.parameters)]
        for look in shape.looks:
            parameters += _look(look, shape.title)
    defaults = {row["name"]: row["default"] for row in parameters}
    return Sliders(parameters, defaults)


def _schema(control: Control, group: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": control.name, "title": control.label, "group": group, "default": control.own}
    if control.choices:
        return {**made, "type": "string", "enum": list(control.choices)}
    if control.longest:
        return {**made, "type": "string", "maxLength": control.longest}
    bounds = {"type": "number", "minimum": control.least, "maximum": control.most, "multipleOf": control.step}
    return {**made, **bounds, **({"unit": control.unit} if control.unit else {})}


def _look(look: Look, group: str) -> list[dict[str, Any]]:
    colour = {"name": look.colour_name, "title": f"{look.part}, colour", "type": "string", "format": "color"}
    material = {"name": look.material_name, "title": f"{look.part}, material", "type": "string"}
    return [
        {**colour, "group": group, "default": look.own_colour},
        {**material, "group": group, "default": look.own_material, "enum": shaping.surfaces()},
    ]
