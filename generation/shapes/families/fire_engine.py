"""Fire engines: a red truck with a ladder and blue lights, on the truck's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import truck
from generation.shapes.registry import Role, Size, count, family


def _role(role: Role) -> Role:
    return replace(role, colour="#c0271d") if role.name in ("cab", "cargo", "door") else role


family(
    "fire_engine",
    gloss="a red truck with a ladder for putting out fires",
    category="vehicles",
    size=Size(2550, 7600, 3300, main="depth", stretch=2.5),
    roles=tuple(_role(role) for role in truck.ROLES),
    parameters=tuple(
        count(own.name, {"ladders": 1, "beacons": 2, "exhausts": 0}[own.name], int(own.low), int(own.high))
        if own.name in ("ladders", "beacons", "exhausts")
        else own
        for own in truck.PARAMETERS
    ),
    synonyms=("fire truck", "firetruck", "fire brigade truck"),
    examples=("fire engine with a ladder", "red fire truck with six wheels", "yellow fire engine with two beacons"),
)(truck.build)
