"""Stars: points around a raised middle, facetted or flat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "star",
    gloss="a star with points",
    category="shapes",
    size=Size(100, 26, 96, main="width"),
    roles=(
        Role("body", "paint", "#efbd3a", words=("point", "ray"), count=1),
        Role("rim", "paint", "#d99f25", words=("edge", "border"), count="rims", tone=1),
        Role("stud", "brass", count=None, tone=None),
    ),
    parameters=(
        choice("form", "facetted", "flat", aliases={"faceted star": "facetted", "plain": "flat"}),
        count("points", 5, 3, 16, words=("point", "ray", "tip")),
        count("rims", 0, 0, 1, words=("rim", "edge", "border")),
    ),
    synonyms=("christmas star", "star shape", "gold star"),
    examples=("a yellow star with five points", "golden star with six points, 10 cm wide", "red star"),
)
def build(kit: Kit, values: Values) -> None:
    """Facets from the middle to the points and the notches between them."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 100, depth / 26, height / 96)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    number = values.count("points")
    inner = 0.4 if values.word("form") == "facetted" else 0.46
    inner = {3: 0.3, 4: 0.34}.get(number, inner) * fat
    points = [
        (
            (1.0 if k % 2 == 0 else inner) * math.sin(math.pi * k / number),
            (1.0 if k % 2 == 0 else inner) * math.cos(math.pi * k / number),
        )
        for k in range(2 * number)
    ]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(z for _, z in points), max(z for _, z in points)
    rims = values.count("rims")
    spread = [(((x - left) / (right - left) - 0.5) * 100, (z - low) / (high - low) * 96) for x, z in points]
    middle = (-left / (right - left) * 100 - 50, -low / (high - low) * 96)
    thin = 13.0 if values.word("form") == "flat" else 2.0
    layers = kit.pick(1, 2, 3) if kit.low else kit.pick(1, 3, 6)

    def ring(share: float, y: float) -> list[tuple[float, float, float]]:
        return [(middle[0] + (x - middle[0]) * share, y, middle[1] + (z - middle[1]) * share) for x, z in spread]

    if values.word("form") == "flat":
        soft = 0.035
        half = [
            (1 - soft * (1 - math.cos(math.pi / 2 * k / layers)), thin - 2 * (1 - math.sin(math.pi / 2 * k / layers)))
            for k in range(layers + 1)
        ]
        rings = [ring(s, y) for s, y in [(s, -y) for s, y in reversed(half)] + half]
    else:
        back = [ring(1 - k / (layers + 0.02), 2 + (11 * k / layers)) for k in range(layers, -1, -1)]
        front = [ring(1 - k / (layers + 0.02), -2 - (11 * k / layers)) for k in range(layers + 1)]
        rings = [*back, *front]
    put("body", kit.lofted(rings), 12)
    if rims:
        edge = kit.prism(spread, 6) - kit.prism(
            [(middle[0] + (x - middle[0]) * 0.86, middle[1] + (z - middle[1]) * 0.86) for x, z in spread], 20
        ).translate((0, 0, -5))
        put("rim", edge.rotate((90, 0, 0)).translate((0, 3, 0)), 20)
    if kit.level == 2:
        for k in range(number):
            x, z = spread[2 * k]
            put(
                "stud",
                organic.ball(
                    kit,
                    (middle[0] + (x - middle[0]) * 0.86, 0, middle[1] + (z - middle[1]) * 0.86),
                    (1.6, 4, 1.6),
                    share=0.25,
                ),
            )
