"""School buses: a yellow bus with black bands, on the bus's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import bus
from generation.shapes.registry import Role, Size, count, family

_COLOURS = {"body": "#eea320", "band": "#2a2c2e"}


def _role(role: Role) -> Role:
    return replace(role, colour=_COLOURS[role.name]) if role.name in _COLOURS else role


family(
    "school_bus",
    gloss="a yellow bus that takes children to school",
    category="vehicles",
    size=Size(2450, 9000, 3000, main="depth", stretch=2.5),
    roles=tuple(_role(role) for role in bus.ROLES),
    parameters=tuple(count("doors", 1, 0, 4) if own.name == "doors" else own for own in bus.PARAMETERS),
    synonyms=("yellow school bus", "schoolbus"),
    examples=("school bus with one door", "yellow school bus with fourteen windows", "school bus with black stripes"),
)(bus.build)
