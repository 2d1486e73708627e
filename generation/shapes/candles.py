"""Candles: wax with a wick and a flame, for holders, sticks and lanterns. Millimetres."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import lights

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def wax(
    kit: Kit, spot: tuple[float, float], low: float, size: tuple[float, float], glow: float, lit: bool,
    squash: float = 1.0,
) -> None:  # fmt: skip
    """Add candle, wick, flame and drips at a spot in plan, from `low` up; `size` is the radius and the flame's tip."""
    r, top = size
    x, y = spot
    high = top - glow
    soft = min(r * 0.3, (high - low) * 0.2)
    dip = min(r * 0.25, (high - low) * 0.1)
    rim = [(r - inset, high - soft + rise) for inset, rise in kit.edge(soft)] if kit.level else [(r, high)]
    profile = [(0.0, low), (r, low), *rim, (r * 0.5, high - dip * 0.5), (0.0, high - dip)]
    kit.add("candle", kit.turned(profile).scale((1, squash, 1)).translate((x, y, 0)), crease=50)
    thin = r * 0.09
    tip = high + glow * 0.3 if lit else top
    kit.add("wick", kit.rod((x, y, high - dip * 1.5), (x + thin * 0.5, y, tip), thin, thin * 0.8))
    if lit:
        kit.add("flame", lights.flame(kit, glow * 0.28, glow * 0.92).translate((x, y, top - glow * 0.92)), crease=60)
    for k in range(kit.pick(0, 2, 5)):
        angle = 6.28 * kit.chance("drip", x, k)
        long = (high - low) * (0.12 + 0.28 * kit.chance("long", x, k))
        a, b = x + r * math.cos(angle), y + r * math.sin(angle) * squash
        size_ = min(r * 0.13, (high - low) * 0.045)
        drop = kit.rod((a, b, high - soft * 0.7), (a, b, high - soft - long), size_ * 0.7, size_, bevel=size_ * 0.5)
        kit.add("drip", drop, crease=60)
