"""What vehicles are made of: wheels with tyres, lofted bodies and cabins, panels and panes cut from their own skin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.shapes import outlines

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Plane, Solid


@dataclass(frozen=True)
class Wheel:
    """Tyre and rim about the origin, the axle along X."""

    tyre: Solid
    rim: Solid

    def at(self, x: float, y: float, z: float) -> tuple[Solid, Solid]:
        """Both moved; a wheel on the left shows its face to the left."""
        pair = (self.tyre, self.rim) if x >= 0 else (self.tyre, self.rim.rotate((0, 0, 180)))
        return pair[0].translate((x, y, z)), pair[1].translate((x, y, z))


def wheel(kit: Kit, radius: float, width: float, *, holes: int = 5, inner: float = 0.62, treads: int = 0) -> Wheel:
    """A tyre with grooves and a dished rim with openings; `treads` adds as many lugs around."""
    hub = radius * inner
    half = width / 2
    if kit.low and kit.level < 2:
        return _block(kit, radius, hub, half, treads)
    soft = min(width * 0.2, radius * 0.1)
    side = [(hub, -half * 0.86), (hub + (radius - hub) * 0.35, -half), (radius - soft, -half * 0.96)]
    tread: list[tuple[float, float]] = [(radius, -half + soft)]
    grooves = kit.pick(0, 2, 3) if not kit.low else kit.pick(0, 0, 2)
    span, groove = 2 * (half - soft), width * 0.05
    for k in range(grooves):
        middle = -half + soft + span * (k + 1) / (grooves + 1)
        deep = radius - min(width * 0.05, radius * 0.03)
        tread += [(radius, middle - groove), (deep, middle - groove * 0.6), (deep, middle + groove * 0.6),
                  (radius, middle + groove)]  # fmt: skip
    tread.append((radius, half - soft))
    profile = [*side, *tread, *((r, -z) for r, z in reversed(side))]
    tyre = kit.turned(profile)
    if treads and kit.level:
        lug = kit.box(radius * 0.09, width * 0.52, radius * 0.1).translate((0, 0, radius * 0.93))
        lugs = [
            lug.rotate((0, 0, 24 * s)).translate((0, s * width * 0.23, 0)).rotate((0, 360 / treads * (k + s / 4), 0))
            for k in range(treads)
            for s in (-1, 1)
        ]
        tyre = kit.together(
            [tyre.scale(((radius * 0.96) / radius,) * 2 + (1.0,)), *(lug_.rotate((90, 0, 0)) for lug_ in lugs)]
        )
    return Wheel(tyre.rotate((0, 90, 0)), _rim(kit, hub, half, holes).rotate((0, 90, 0)))


def _block(kit: Kit, radius: float, hub: float, half: float, lugs: int) -> Wheel:
    """A low-poly wheel: a plain ring with a dished plate in it, and a few square lugs."""
    tyre = kit.turned([(hub, -half), (radius, -half * 0.84), (radius, half * 0.84), (hub, half)])
    rim = kit.turned(
        [
            (0, -half * 0.6),
            (hub * 1.03, -half * 0.6),
            (hub * 1.03, half * 0.8),
            (hub * 0.8, half * 0.5),
            (0, half * 0.7),
        ]
    )
    number = lugs // 3 if kit.level else 0
    if number:
        lug = kit.box(radius * 0.14, radius * 0.1, half * 1.5).translate((0, radius * 0.95, -half * 0.75))
        around = [lug.rotate((0, 0, 360 / number * k)) for k in range(number)]
        tyre = kit.together([tyre.scale((0.96, 0.96, 1.0)), *around])
    return Wheel(tyre.rotate((0, 90, 0)), rim.rotate((0, 90, 0)))


def _rim(kit: Kit, hub: float, half: float, holes: int) -> Solid:
    if kit.level == 0:
        return kit.turned(
            [
                (0, -half * 0.6),
                (hub * 1.03, -half * 0.6),
                (hub * 1.03, half * 0.8),
                (hub * 0.8, half * 0.62),
                (hub * 0.3, half * 0.66),
                (hub * 0.24, half * 0.86),
                (0, half * 0.86),
            ]
        )
    ring = kit.turned([(hub * 0.86, -half * 0.8), (hub * 1.03, -half * 0.8), (hub * 1.03, half * 0.84),
                       (hub * 0.95, half * 0.96), (hub * 0.86, half * 0.84)])  # fmt: skip
    cuts = []
    for k in range(holes):
        angle = 2 * math.pi * (k + 0.5) / holes
        wide = math.pi / holes * 0.58
        wedge = [(hub * r * math.cos(angle + wide * s), hub * r * math.sin(angle + wide * s))
                 for r, s in ((0.38, -0.7), (0.8, -1.0), (0.83, 0.0), (0.8, 1.0), (0.38, 0.7))]  # fmt: skip
        cuts.append(outlines.rounded(wedge, hub * 0.1, kit.steps))
    dish = kit.plate(outlines.circle(hub * 0.9, kit.segments), cuts, half * 0.35).translate((0, 0, half * 0.3))
    cap = kit.turned([(0, half * 0.2), (hub * 0.26, half * 0.2), (hub * 0.26, half * 0.7), (hub * 0.2, half * 0.84),
                      (0, half * 0.88)])  # fmt: skip
    parts = [ring, dish, cap]
    back = kit.turned([(0, -half * 0.7), (hub * 0.9, -half * 0.7), (hub * 0.9, -half * 0.5), (0, -half * 0.5)])
    parts.append(back)
    if kit.level == 2:
        for k in range(holes):
            angle = 2 * math.pi * k / holes
            bolt = kit.rod((0, 0, half * 0.6), (0, 0, half * 0.76), hub * 0.045)
            parts.append(bolt.translate((hub * 0.32 * math.cos(angle), hub * 0.32 * math.sin(angle), 0)))
    return kit.union(parts)


def spoked(kit: Kit, radius: float, width: float, spokes: int) -> tuple[Solid, Solid]:
    """A wooden wheel about the origin, its axle along X: felloe with an iron tyre's lip, and hub with spokes."""
    inner = radius * 0.84
    half = width / 2
    felloe = kit.turned([(inner, -half), (radius - half * 0.2, -half), (radius, -half * 0.8), (radius, half * 0.8),
                         (radius - half * 0.2, half), (inner, half)])  # fmt: skip
    hub = kit.turned([(0, -half * 2), (radius * 0.1, -half * 2), (radius * 0.16, -half), (radius * 0.16, half),
                      (radius * 0.1, half * 2), (0, half * 2)])  # fmt: skip
    bars = [hub]
    for k in range(max(spokes, 3)):
        angle = 2 * math.pi * k / max(spokes, 3)
        c, s = math.cos(angle), math.sin(angle)
        start, end = (radius * 0.08 * c, radius * 0.08 * s, 0.0), (radius * 0.9 * c, radius * 0.9 * s, 0.0)
        bars.append(kit.rod(start, end, half * 0.72, half * 0.52))
    return felloe.rotate((0, 90, 0)), kit.union(bars).rotate((0, 90, 0))


def laced(kit: Kit, radius: float, tube: float, spokes: int) -> tuple[Solid, Solid]:
    """A wheel of wire spokes about the origin, its axle along X: the tyre, and the rim with spokes and hub."""
    around = kit.segments
    plain = kit.low and kit.level < 2
    corners = 6 if plain else max(8, kit.small // 2 * 2)
    ring = [(radius - tube + tube * 1.0 * x, tube * z) for x, z in outlines.circle(1.0, corners)]
    tyre = kit.turned(ring, segments=around).rotate((0, 90, 0))
    inner = radius - tube * 2.5
    rim = kit.turned(
        [
            (inner, -tube * 0.7),
            (radius - tube * 1.2, -tube * 0.8),
            (radius - tube * 1.2, tube * 0.8),
            (inner, tube * 0.7),
        ]
    )
    drum = [(0, -tube * 2.4), (tube * 0.9, -tube * 2.4), (tube * 0.9, tube * 2.4), (0, tube * 2.4)]
    hub = kit.turned(
        drum
        if plain
        else [
            (0, -tube * 2.4),
            (tube * 0.6, -tube * 2.4),
            (tube * 0.6, -tube * 1.8),
            (tube * 1.1, -tube * 1.7),
            (tube * 1.1, -tube * 1.4),
            (tube * 0.6, -tube * 1.2),
            (tube * 0.6, tube * 1.2),
            (tube * 1.1, tube * 1.4),
            (tube * 1.1, tube * 1.7),
            (tube * 0.6, tube * 1.8),
            (tube * 0.6, tube * 2.4),
            (0, tube * 2.4),
        ],
        segments=kit.small,
    )
    wires = [rim, hub]
    for k in range(0, spokes, (4, 3, 1)[kit.level] if plain else 1):
        angle = 2 * math.pi * k / spokes
        side = tube * (1.5 if k % 2 else -1.5)
        lean = angle + (0.28 if k // 2 % 2 else -0.28) * (kit.level > 0)
        start = (tube * 0.8 * math.cos(lean), tube * 0.8 * math.sin(lean), side)
        end = (inner * 1.02 * math.cos(angle), inner * 1.02 * math.sin(angle), 0.0)
        wires.append(kit.wire(start, end, tube * 0.11 * kit.chunk))
    return tyre, kit.together(wires).rotate((0, 90, 0))


def spots(number: int, half: float, front: float, rear: float, gap: float) -> list[tuple[float, float]]:
    """Where wheels stand: pairs from the rear forward `gap` apart, the last pair in front; an odd one in the middle."""
    pairs, odd = divmod(number, 2)
    out: list[tuple[float, float]] = []
    if odd:
        out.append((0.0, front))
    places = [] if odd else [front]
    behind = pairs - len(places)
    gap = min(gap, (rear - front) / max(behind, 1))
    places += [rear - gap * k for k in range(behind)]
    for y in places[:pairs]:
        out += [(-half, y), (half, y)]
    return out


def body(kit: Kit, stations: Sequence[Sequence[float]], *, power: float = 5.0, smooth: bool = True) -> Solid:
    """A body lofted along Y through (y, half width, low, high)."""
    marks = kit.curve(stations) if smooth and not (kit.low and kit.level == 0) else stations
    corners = kit.pick(12, 28, 48) if not kit.low else kit.pick(8, 12, 16)
    rings = []
    for y, half, low, high in marks:
        loop = outlines.squircle(max(half, 1e-6), max((high - low) / 2, 1e-6), power, corners, y=(low + high) / 2)
        rings.append([(x, y, z) for x, z in loop])
    return kit.lofted(rings)


def cabin(kit: Kit, layers: Sequence[Sequence[float]], *, power: float = 6.0, smooth: bool = False) -> Solid:
    """A cabin lofted upward through (z, half width, y of its front, y of its rear)."""
    marks = kit.curve(layers) if smooth else layers
    corners = kit.pick(12, 28, 48) if not kit.low else kit.pick(8, 12, 16)
    rings = []
    for z, half, front, rear in marks:
        loop = outlines.squircle(half, (rear - front) / 2, power, corners, y=(front + rear) / 2)
        rings.append([(x, y, z) for x, y in loop])
    return kit.lofted(rings)


def grown(solid: Solid, wide: float, deep: float) -> Solid:
    """The solid made `wide` and `deep` larger on each side, about its middle."""
    x0, y0, _, x1, y1, _ = solid.bounding_box()
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    fx, fy = 1 + 2 * wide / (x1 - x0), 1 + 2 * deep / (y1 - y0)
    return solid.translate((-mx, -my, 0)).scale((fx, fy, 1)).translate((mx, my, 0))


def flank(kit: Kit, skin: Solid, outline: Plane, side: int, inner: float) -> Solid:
    """The skin's piece within an outline (y, z) on one side (−1 left, 1 right), from x = `inner` outward."""
    reach = max(abs(value) for value in skin.bounding_box()) * 2
    cutter = kit.prism(outline, reach).rotate((90, 0, 90))
    return skin ^ cutter.translate((inner if side > 0 else -inner - reach, 0, 0))


def face(kit: Kit, skin: Solid, outline: Plane, side: int, inner: float) -> Solid:
    """The skin's piece within an outline (x, z) in front (−1) or at the rear (1), from y = `inner` outward."""
    reach = max(abs(value) for value in skin.bounding_box()) * 4
    cutter = kit.prism(outline, reach).rotate((90, 0, 0))
    return skin ^ cutter.translate((0, inner + reach if side > 0 else inner, 0))


def roll(kit: Kit, places: Sequence[tuple[float, float]], radius: float, wide: float, *, holes: int = 5) -> None:
    """Add tyres and wheels at (x, y), standing on z = 0."""
    made = wheel(kit, radius, wide, holes=holes)
    for x, y in places:
        tyre, rim = made.at(x, y, radius)
        kit.add("tyre", tyre, crease=30)
        kit.add("wheel", rim, crease=30)


def arches(kit: Kit, places: Sequence[tuple[float, float]], radius: float, wide: float) -> list[Solid]:
    """What the wheels cut from a body."""
    return [
        kit.rod(
            (x - wide if x > 0 else x - radius, y, radius),
            (x + wide if x < 0 else x + radius, y, radius),
            radius * 1.15,
        )
        for x, y in places
    ]


def glaze(
    kit: Kit,
    skin: Solid,
    number: int,
    span: tuple[float, float],
    low: float,
    high: float,
    gap: float,
    *,
    inner: float,
    name: str = "window",
) -> None:
    """Add `number` panes along both flanks, the right one first, between the ends of `span`."""  # fmt: skip
    for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
        for a, b in row_along(some, span[0], span[1], min(gap, (span[1] - span[0]) / max(some, 1) * 0.3)):
            soft = min(b - a, high - low) * 0.18
            outline = outlines.rounded(outlines.rectangle(a, low, b, high), soft, kit.steps)
            kit.add(name, flank(kit, skin, outline, side, inner))


def barrel(kit: Kit, radius: float, length: float, *, bevel: float = 0.0) -> Solid:
    """A round bar about the origin along X."""
    return kit.rod((-length / 2, 0, 0), (length / 2, 0, 0), radius, bevel=bevel)


def lens(kit: Kit, radius: float, deep: float) -> Solid:
    """A lamp's bulging glass that faces −Y, its back at y = 0."""
    steps = kit.pick(2, 5, 8) if not kit.low else 2
    arc = [(radius * math.cos(math.pi / 2 * k / steps), deep * (0.35 + 0.65 * math.sin(math.pi / 2 * k / steps)))
           for k in range(steps + 1)]  # fmt: skip
    return kit.turned([(0, 0), (radius, 0), *arc], segments=kit.small).rotate((90, 0, 0))


def row_along(number: int, front: float, rear: float, gap: float) -> list[tuple[float, float]]:
    """`number` spans from front to rear with gaps between them."""
    pitch = (rear - front) / max(number, 1)
    return [(front + pitch * k + gap / 2, front + pitch * (k + 1) - gap / 2) for k in range(number)]
