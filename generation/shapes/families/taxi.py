"""Taxis: a yellow saloon car with a sign on its roof, on the car's own builder."""

from __future__ import annotations

from dataclasses import replace

from generation.shapes.families import car
from generation.shapes.registry import Size, count, family

family(
    "taxi",
    gloss="a car for hire with a sign on its roof",
    category="vehicles",
    size=Size(1800, 4500, 1560, main="depth", stretch=2.5),
    roles=tuple(replace(role, colour="#f0b91c") if role.tone == 0 else role for role in car.ROLES),
    parameters=tuple(count("signs", 1, 0, 1) if own.name == "signs" else own for own in car.PARAMETERS),
    synonyms=("cab", "taxicab", "yellow cab", "taxi cab"),
    examples=("taxi with four doors", "black taxi with a white sign", "yellow taxi with a sign on the roof"),
)(car.build)
