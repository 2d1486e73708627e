"""Balls and spheres, and stretched ones where two sizes differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _striped(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "stripes" not in said:
        values["stripes"] = 3
    return []


@family(
    "ball",
    gloss="a round ball, the same from every side",
    category="primitive",
    size=Size(220, 220, 220, main="width", tied=("width", "depth", "height"), stretch=1e9),
    roles=(
        Role("body", "plastic", "red", words=("skin",)),
        Role("band", "plastic", "cream", words=("stripe",), count="stripes", tone=1),
    ),
    parameters=(count("stripes", 0, 0, 6),),
    synonyms=("sphere", "orb", "globe ball", "marble ball", "round ball"),
    presets={"ellipsoid": {"width": 300, "depth": 200, "height": 200}},
    rule=_striped,
    examples=("a red ball, 22 cm across", "a glass sphere 8 cm in diameter", "yellow ball with three blue stripes"),
)
def build(kit: Kit, values: Values) -> None:
    """A sphere from eight refined faces, so that its bounds are exact; stripes are thin hoops around it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    scale = (width, depth, height)
    kit.add("body", kit.sphere(1.0).scale(tuple(side / 2 for side in scale)).translate((0, 0, height / 2)), crease=60)
    stripes = values.count("stripes")
    for k in range(stripes):
        middle = math.pi * ((k + 1) / (stripes + 1) - 0.5)
        half = math.pi * 0.2 / (stripes + 1)
        steps = [middle - half + 2 * half * step / kit.pick(2, 4, 8) for step in range(kit.pick(2, 4, 8) + 1)]
        outer = [(1.004 * math.cos(step), 1.004 * math.sin(step)) for step in steps]
        inner = [(0.96 * math.cos(step), 0.96 * math.sin(step)) for step in reversed(steps)]
        hoop = kit.turned([*outer, *inner])
        kit.add("band", hoop.scale(tuple(side / 2 for side in scale)).translate((0, 0, height / 2)), crease=60)
