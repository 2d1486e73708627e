"""Where repeated things stand: legs at corners and around circles, slats in a row. Millimetres."""

from __future__ import annotations

import math

Spot = tuple[float, float]


def around(count: int, radius: float, *, turn: float = 0.0, squash: float = 1.0) -> list[Spot]:
    """`count` spots on a circle (an ellipse with `squash` as depth / width), the first at `turn` radians from +X."""
    steps = [turn + 2 * math.pi * k / count for k in range(count)]
    return [(radius * math.cos(step), radius * squash * math.sin(step)) for step in steps]


def row(count: int, width: float) -> list[float]:
    """`count` middles from −width/2 to width/2; one alone stands in the middle."""
    if count == 1:
        return [0.0]
    return [width * (k / (count - 1) - 0.5) for k in range(count)]


def feet(count: int, width: float, depth: float) -> list[Spot]:
    """Spots for legs under a rectangle: corners first, then along the long sides; front is −Y.

    Two stand left and right; an odd one more stands in the middle, or alone at the back for three.
    """
    if count <= 0:
        return []
    if count == 1:
        return [(0.0, 0.0)]
    if count == 2:
        return [(-width / 2, 0.0), (width / 2, 0.0)]
    if count == 3:
        return [(-width / 2, -depth / 2), (width / 2, -depth / 2), (0.0, depth / 2)]
    along = row(count // 2, width)
    spots = [(x, y) for y in (-depth / 2, depth / 2) for x in along]
    return spots if count % 2 == 0 else [*spots, (0.0, 0.0)]
