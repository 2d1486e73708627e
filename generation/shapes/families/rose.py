"""Roses: a spiral of petals on a leafy stem, on the flower's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import flower
from generation.shapes.registry import Role, Size, choice, count, family

_COLOURS = {"petal": "#b3202f", "heart": "#8d1524"}
_COUNTS = {"petals": 15, "leaves": 4}


def _role(role: Role) -> Role:
    return replace(role, colour=_COLOURS[role.name]) if role.name in _COLOURS else role


family(
    "rose",
    gloss="a flower with a spiral of many petals",
    category="plants",
    size=Size(120, 120, 420, main="height", stretch=3),
    roles=tuple(_role(role) for role in flower.ROLES),
    parameters=tuple(
        choice("bloom", "rose")
        if own.name == "bloom"
        else count(own.name, _COUNTS.get(own.name, int(own.default)), int(own.low), int(own.high), words=own.words)
        for own in flower.PARAMETERS
    ),
    synonyms=("rose flower", "rose blossom", "garden rose"),
    examples=("red rose", "white rose with four leaves", "pink rose with twelve petals in a pot"),
    rule=flower.agree,
)(flower.build)
