"""What a part wears: what was said of it, else what was said of the whole, else its usual material. Loads no numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.shapes import colours, materials
from generation.shapes.materials import Surface
from generation.shapes.registry import Role


def worn(thing: Mapping[str, Any], role: Role, own: Sequence[str] = ()) -> tuple[Surface, str]:
    """The surface of a role's parts in one object of a specification, and the name its material has in the file.

    `own` are the names under which a colour may have been chosen for this copy alone ("scoop_2").
    """
    surface, name = _dressed(thing, role, own)
    finishes = thing.get("finishes", {})
    finish = finishes.get(role.name) or (finishes.get("all") if role.tone == 0 else None)
    return (materials.finished(surface, finish), f"{finish} {name}") if finish else (surface, name)


def _dressed(thing: Mapping[str, Any], role: Role, own: Sequence[str]) -> tuple[Surface, str]:
    named, asked_of = thing["colours"], thing["materials"]
    tone = {0: "all", 1: "second"}.get(-1 if role.tone is None else role.tone, "")
    ways = [role.name, *([role.like] if role.like else []), *([tone] if tone else [])]
    asked = next((asked_of[way] for way in ways if way in asked_of), None)
    colour = next((named[way] for way in (*own, *ways) if way in named), None)
    surface = materials.SURFACES[asked or role.material]
    if colour is not None:
        painted = materials.painted(surface, colour["hex"], asked=asked is not None)
        return painted, f"{painted.name} {colour['hex']}"
    if role.colour and asked is None:
        tint = role.colour if role.colour.startswith("#") else colours.names()[role.colour]
        dyed = Surface(surface.name, surface.kind, tint, surface.metallic, surface.roughness, surface.opacity)
        return dyed, f"{surface.name} {tint}"
    return surface, surface.name
