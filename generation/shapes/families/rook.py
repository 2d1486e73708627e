"""Chess rooks: a round tower with battlements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import chessmen
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "rook",
    gloss="the tower of chess",
    category="games",
    size=Size(34, 34, 58, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("tower", "top")),
        Role("merlon", "maple", words=("battlement", "crenel", "tooth"), count="merlons"),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    parameters=(count("merlons", 6, 4, 12),),
    synonyms=("chess rook", "chess tower", "rook piece", "chess castle"),
    examples=("a white rook", "black chess rook with eight battlements", "rook of steel, 6 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, and a hollow head with its battlements."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    man.stem(0.74, 0.46, 0.52)
    man.collar(0.74, 0.66)
    high = 0.92
    head = [(0, 0.74), (0.55, 0.74), (0.68, 0.79), (0.68, high), (0.46, high), (0.46, 0.86), (0, 0.86)]
    kit.add("head", man.turned([(r, z) for r, z in head]), crease=30)
    number = values.count("merlons")
    half = math.pi / number * 0.62
    steps = kit.pick(2, 4, 6)
    for k in range(number):
        middle = 2 * math.pi * (k + 0.5) / number
        turns = [middle - half + 2 * half * s / steps for s in range(steps + 1)]
        arc = [(0.68 * math.cos(a), 0.68 * math.sin(a)) for a in turns] + [
            (0.46 * math.cos(a), 0.46 * math.sin(a)) for a in reversed(turns)
        ]
        block = kit.prism([(x * man.radius, y * man.radius) for x, y in arc], man.height * (1.0 - high + 0.012))
        kit.add("merlon", block.scale((1, man.squash, 1)).translate((0, 0, man.height * (high - 0.012))), crease=30)
