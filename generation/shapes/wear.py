"""What a part wears: what was said of it, else what was said of the whole, else its usual material. Loads no numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.shapes import colours, materials
from generation.shapes.materials import Surface
from generation.shapes.registry import Role


def worn(thing: Mapping[str, Any], role: Role, own: Sequence[str] = (), *, style: str = "") -> tuple[Surface, str]:
    """The surface of a role's parts in one object of a specification, and the name its material has in the file.

    `own` are the names under which a colour may have been chosen for this copy alone ("scoop_2"). In the stylized
    style what nobody chose a colour or material for wears its usual colour livelier.
    """
    surface, name = _dressed(thing, role, own)
    if style == "stylized" and not _chosen(thing, role, own):
        surface = replace(surface, colour=colours.lively(surface.colour))
    finishes = thing.get("finishes", {})
    finish = finishes.get(role.name) or (finishes.get("all") if role.tone == 0 else None)
    return (materials.finished(surface, finish), f"{finish} {name}") if finish else (surface, name)


def _ways(role: Role) -> list[str]:
    """The names under which a role's look may have been chosen, the nearest first."""
    tone = {0: "all", 1: "second"}.get(-1 if role.tone is None else role.tone, "")
    return [role.name, *([role.like] if role.like else []), *([tone] if tone else [])]


def _chosen(thing: Mapping[str, Any], role: Role, own: Sequence[str]) -> bool:
    ways = _ways(role)
    return any(way in thing["colours"] for way in (*own, *ways)) or any(way in thing["materials"] for way in ways)


def _dressed(thing: Mapping[str, Any], role: Role, own: Sequence[str]) -> tuple[Surface, str]:
    named, asked_of = thing["colours"], thing["materials"]
    ways = _ways(role)
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
