"""Sunflowers: yellow rays about a wide dark heart, tall, on the flower's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import flower
from generation.shapes.registry import Role, Size, choice, count, family

_COLOURS = {"petal": "#f0b323", "heart": "#5b3a1e", "seed": "#3e2713"}
_COUNTS = {"petals": 18, "leaves": 4}


def _role(role: Role) -> Role:
    return replace(role, colour=_COLOURS[role.name]) if role.name in _COLOURS else role


family(
    "sunflower",
    gloss="a tall flower with yellow rays about a dark heart",
    category="plants",
    size=Size(380, 340, 1500, main="height", stretch=3),
    roles=tuple(_role(role) for role in flower.ROLES),
    parameters=tuple(
        choice("bloom", "sunflower")
        if own.name == "bloom"
        else count(own.name, _COUNTS.get(own.name, int(own.default)), int(own.low), int(own.high), words=own.words)
        for own in flower.PARAMETERS
    ),
    synonyms=("sunflower plant", "sun flower"),
    examples=("sunflower with twenty petals", "yellow sunflower with six leaves", "sunflower in a red pot"),
    rule=flower.agree,
)(flower.build)
