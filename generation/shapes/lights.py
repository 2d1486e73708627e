"""What lamps share: shades in several forms, bulbs, and flames. Millimetres; a shade stands open side down on z = 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

SHADES = ("dome", "cone", "drum", "bell", "globe")
# Outlines from the crown down as (share of the radius, share of the height).
_OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "dome": ((0.13, 0.0), (0.27, 0.05), (0.6, 0.31), (0.92, 0.76), (1.0, 1.0)),
    "bell": ((0.12, 0.0), (0.3, 0.06), (0.42, 0.26), (0.48, 0.5), (0.66, 0.8), (1.0, 1.0)),
}


def shade(kit: Kit, kind: str, radius: float, height: float, wall: float) -> Solid:
    """A shade: closed at the crown but for a drum, which is a tapered sleeve; a globe is a full ball's shell."""
    if kind == "drum":
        upper = radius * 0.74
        soft = min(wall * 0.45, height * 0.02)
        marks = [
            (radius - wall, 0.0), (radius - soft, 0.0), (radius, soft), (upper + soft * 0.3, height - soft),
            (upper, height), (upper - wall, height),
        ]  # fmt: skip
        return kit.turned(marks)
    if kind == "globe":
        return kit.sphere(1.0).scale((radius, radius, height / 2)).translate((0, 0, height / 2))
    if kind == "cone":
        marks = [(radius * 0.16, 0.0), (radius * 0.22, height * 0.04), (radius, height)]
    else:
        swell = 1.06 if kit.style == "stylized" else 1.0
        outline = [(min(r * (swell if 0.3 < r < 0.95 else 1.0), 1.0) * radius, z * height) for r, z in _OUTLINES[kind]]
        marks = [(float(r), min(max(float(z), 0.0), height)) for r, z in kit.curve(outline)]
    body, _ = kit.shell(marks, wall, lip=wall * 0.4)
    return body.rotate((180, 0, 0)).translate((0, 0, height))


def bulb(kit: Kit, radius: float) -> Solid:
    """A light bulb hanging from the origin, its glass below and its neck above; about three radii long."""
    marks = [(0.0, -3.0), (0.45, -2.9), (0.85, -2.5), (1.0, -2.0), (0.85, -1.4), (0.5, -0.75), (0.4, -0.4)]
    outline = kit.curve(marks) if not kit.low else marks
    points = [(max(float(r), 0.0) * radius, float(z) * radius) for r, z in outline]
    return kit.turned([(0.0, -3.0 * radius), *points[1:], (0.4 * radius, 0.0), (0.0, 0.0)])


def socket(kit: Kit, radius: float, height: float) -> Solid:
    """The holder of a bulb, hanging from z = 0."""
    marks = [
        (0.0, -1.0), (1.0, -1.0), (1.0, -0.62), (0.92, -0.58), (0.92, -0.5), (1.0, -0.46), (0.9, -0.2), (0.5, 0.0),
        (0.0, 0.0),
    ]  # fmt: skip
    if kit.level < 2:
        marks = [(0.0, -1.0), (1.0, -1.0), (1.0, -0.4), (0.5, 0.0), (0.0, 0.0)]
    return kit.turned([(r * radius, z * height) for r, z in marks])


def flame(kit: Kit, radius: float, height: float) -> Solid:
    """A candle's flame standing on z = 0."""
    marks = [(0.0, 0.0), (0.55, 0.05), (0.95, 0.22), (0.9, 0.42), (0.5, 0.7), (0.18, 0.9), (0.0, 1.0)]
    outline = kit.curve(marks) if not kit.low else marks
    inner = [(max(float(r), 0.001) * radius, float(z) * height) for r, z in outline[1:-1]]
    return kit.turned([(0.0, 0.0), *inner, (0.0, height)])
