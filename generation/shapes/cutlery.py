"""Cutlery: long flat bodies through stations, that lie along X with the head on the left. Millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Station = tuple[float, float, float, float, float]


def leaf(kit: Kit, stations: Sequence[Station], size: tuple[float, float, float]) -> Solid:
    """A body through stations (x, half width, middle z, thickness, rise of the edges) as shares of `size`.

    x runs from 0 on the left to 1; the half width is a share of half the depth, heights are shares of the height.
    """
    width, depth, height = size
    maths = kit.maths
    line = kit.curve(stations)
    across = 5 if kit.low else kit.pick(5, 9, 15)
    u = maths.linspace(-1, 1, across)
    edge = (
        maths.maximum(maths.sqrt(maths.maximum(1 - 0.85 * u * u, 0)), 0.3)
        if not kit.low
        else maths.where(abs(u) > 0.9, 0.4, 1)
    )
    rings = []
    for x, half, z, thick, rise in line:
        y = u * max(half, 0.012) * depth / 2
        base = (z + max(rise, 0.0) * u * u) * height
        body = max(thick, 0.02) * height / 2 * edge
        upper = maths.column_stack([maths.full(across, (x - 0.5) * width), y, base + body])
        lower = maths.column_stack([maths.full(across, (x - 0.5) * width), y, base - body])
        rings.append(maths.vstack([upper, lower[::-1]]))
    return kit.lofted(rings)


def grip(kit: Kit, stations: Sequence[tuple[float, float, float, float]]) -> Solid:
    """A round-edged handle along X, about z = 0, through stations (x, half width, half height, shift in y)."""
    maths = kit.maths
    line = kit.curve(stations)
    section = kit.strip(2.0, 2.0, corner=0.7) if not kit.low else kit.ring(1.2)
    rings = []
    for x, half, tall, shift in line:
        y, z = section[:, 0] * max(half, 0.01) + shift, section[:, 1] * max(tall, 0.01)
        rings.append(maths.column_stack([maths.full(len(section), x), y, z]))
    return kit.lofted(rings)
