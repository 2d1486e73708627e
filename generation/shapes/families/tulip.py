"""Tulips: a cup of six petals between long leaves, on the flower's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import flower
from generation.shapes.registry import Role, Size, choice, count, family

_COLOURS = {"petal": "#c8324a", "heart": "#e8c85a"}
_COUNTS = {"petals": 6}


def _role(role: Role) -> Role:
    return replace(role, colour=_COLOURS[role.name]) if role.name in _COLOURS else role


family(
    "tulip",
    gloss="a spring flower with a cup of petals",
    category="plants",
    size=Size(95, 95, 380, main="height", stretch=3),
    roles=tuple(_role(role) for role in flower.ROLES),
    parameters=tuple(
        choice("bloom", "tulip")
        if own.name == "bloom"
        else count(own.name, _COUNTS.get(own.name, int(own.default)), int(own.low), int(own.high), words=own.words)
        for own in flower.PARAMETERS
    ),
    synonyms=("tulip flower", "spring tulip"),
    examples=("red tulip in a blue pot", "yellow tulip with three leaves", "pink tulip with six petals"),
    rule=flower.agree,
)(flower.build)
