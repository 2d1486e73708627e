"""What stone buildings share: coursed drums, battlements, arched windows and doors, proud stones. Millimetres."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from generation.shapes import outlines

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Place = Callable[["Solid"], "Solid"]


def drum(kit: Kit, low: float, high: float, z0: float, z1: float, *, courses: int = 0, hollow: float = 0.0) -> Solid:
    """A round wall from radius `low` to `high`, with joints between courses; `hollow` is the radius of a well in it."""
    side: list[tuple[float, float]] = []
    number = max(courses, 1)
    groove = min(low, high) * 0.012 if courses else 0.0
    for k in range(number):
        a, b = k / number, (k + 1) / number
        za, zb = z0 + (z1 - z0) * a, z0 + (z1 - z0) * b
        ra, rb = low + (high - low) * a, low + (high - low) * b
        lip = min(groove, (zb - za) * 0.2)
        if courses and k:
            side += [(ra - groove, za), (ra, za + lip)]
        else:
            side.append((ra, za))
        side += [(rb, zb - lip), (rb - groove, zb)] if courses and k < number - 1 else [(rb, zb)]
    if hollow:
        return kit.turned([(hollow, z0), *side, (hollow, z1)])
    return kit.turned([(0, z0), *side, (0, z1)])


def parapet_round(kit: Kit, radius: float, thick: float, z: float, tall: float) -> Solid:
    """The low wall on a circle that carries merlons."""
    return kit.turned([(radius - thick, z), (radius, z), (radius, z + tall * 0.42), (radius - thick, z + tall * 0.42)])


def merlons_round(kit: Kit, radius: float, thick: float, z: float, tall: float, number: int) -> list[Solid]:
    """As many merlons on a round parapet, each a solid of its own."""
    chords = max(2, kit.segments // max(number, 1) // 2)
    out = []
    for k in range(number):
        start = 2 * math.pi * k / number
        wide = 2 * math.pi / max(number, 5) * 0.58
        angles = [start + wide * (j / chords - 0.5) for j in range(chords + 1)]
        loop = [(radius * math.cos(a), radius * math.sin(a)) for a in angles]
        loop += [((radius - thick) * math.cos(a), (radius - thick) * math.sin(a)) for a in reversed(angles)]
        out.append(kit.prism(loop, tall * 0.66).translate((0, 0, z + tall * 0.34)))
    return out


def parapet_square(kit: Kit, half: float, thick: float, z: float, tall: float) -> Solid:
    """The low wall on a square that carries merlons."""
    outer = outlines.rectangle(-half, -half, half, half)
    inner = outlines.rectangle(thick - half, thick - half, half - thick, half - thick)
    return kit.plate(outer, [inner], tall * 0.42).translate((0, 0, z))


def merlons_square(kit: Kit, half: float, thick: float, z: float, tall: float, number: int) -> list[Solid]:
    """As many merlons spread over the four sides of a square parapet, each a solid of its own."""
    out = []
    for side in range(4):
        mine = number * (side + 1) // 4 - number * side // 4
        pitch = 2 * half / max(mine, 3)
        merlon = kit.box(pitch * 0.56, thick, tall * 0.66, bevel=min(pitch, thick) * 0.06)
        for k in range(mine):
            x = -half + 2 * half * (k + 0.5) / mine
            out.append(merlon.translate((x, thick / 2 - half, z + tall * 0.34)).rotate((0, 0, 90 * side)))
    return out


def crown_round(kit: Kit, radius: float, thick: float, z: float, tall: float, number: int) -> Solid:
    """Battlements on a circle: a low wall with `number` merlons."""
    steps = max(2, kit.segments // number // 2) if not kit.low else 1
    share = 0.58
    parts = [
        kit.turned([(radius - thick, z), (radius, z), (radius, z + tall * 0.42), (radius - thick, z + tall * 0.42)])
    ]
    for k in range(number):
        start = 2 * math.pi * k / number
        angles = [start + 2 * math.pi / number * share * (j / steps - 0.5) for j in range(steps + 1)]
        loop = [(radius * math.cos(a), radius * math.sin(a)) for a in angles]
        loop += [((radius - thick) * math.cos(a), (radius - thick) * math.sin(a)) for a in reversed(angles)]
        parts.append(kit.prism(loop, tall * 0.66).translate((0, 0, z + tall * 0.34)))
    return kit.together(parts)


def crown_line(kit: Kit, long: float, thick: float, tall: float, number: int) -> Solid:
    """Battlements along X about the origin, standing on z = 0, a merlon at each end."""
    parts = [kit.box(long, thick, tall * 0.42)]
    pitch = long / max(2 * number - 1, 1)
    for k in range(number):
        merlon = kit.box(pitch, thick, tall * 0.66, bevel=0.0 if kit.low else min(pitch, thick) * 0.06)
        parts.append(merlon.translate((-long / 2 + pitch * (2 * k + 0.5), 0, tall * 0.34)))
    return kit.together(parts)


def steps(kit: Kit) -> int:
    """Chords of an arch."""
    return max(4, kit.segments // 4) if not kit.low else kit.pick(2, 4, 6)


def opening(
    kit: Kit,
    width: float,
    height: float,
    place: Place,
    *,
    fill: str,
    frame: str = "",
    arch: str = "round",
    bar: float = 0.14,
    deep: float = 0.0,
    bars: int = 1,
) -> None:
    """Add a window or door seen from the front (−Y): a leaf on the wall at y = 0 and a proud frame about it."""
    deep = deep or width * 0.22
    rim = width * bar * min(kit.chunk, 1.2)
    inner = outlines.arch(width, height, steps(kit), kind=arch)
    leaf = kit.prism(inner, deep * 0.8).rotate((90, 0, 0)).translate((0, deep * 0.4, 0))
    kit.add(fill, place(leaf))
    if not frame:
        return
    outer = outlines.arch(
        width + 2 * rim, height + rim * (1 if arch != "pointed" else 1.4), steps(kit), kind=arch, low=-rim * 0.0
    )
    hole = outlines.moved(outlines.arch(width * 0.999, height, steps(kit), kind=arch), 0, rim * 0.02)
    ring = kit.plate(outer, [hole], deep * 1.15)
    parts = [ring]
    if fill not in ("door", "gate") and kit.level:
        up = kit.box(rim * 0.35, height * 0.99, deep * 0.95).translate((0, height * 0.495, 0))
        parts.append(up)
        parts.extend(
            kit.box(width, rim * 0.35, deep * 0.95).translate((0, height * (k + 1) / (bars * kit.level + 1.3), 0))
            for k in range(bars * kit.level)
        )
        sill = kit.box(width + 2.6 * rim, rim * 0.9, deep * 1.5, bevel=rim * 0.1).translate((0, -rim * 0.4, 0))
        parts.append(sill)
    kit.add(frame, place(kit.together(parts).rotate((90, 0, 0)).translate((0, deep * 0.5, 0))))


def at_round(radius: float, turn: float, z: float) -> Place:
    """A place on a round wall, `turn` degrees from the front."""
    return lambda solid: solid.translate((0, -radius, z)).rotate((0, 0, turn))


def at_flat(x: float, y: float, z: float, turn: float = 0.0) -> Place:
    """A place on a flat wall whose outside faces the front turned by `turn` degrees."""
    return lambda solid: solid.rotate((0, 0, turn)).translate((x, y, z))


def moved(place: Place, x: float, y: float, z: float) -> Place:
    """The place moved."""
    return lambda solid: place(solid).translate((x, y, z))


def squashed(place: Place, share: float) -> Place:
    """The place on a wall that is `share` as deep as it is wide."""
    return lambda solid: place(solid).scale((1, share, 1))


def stones(kit: Kit, long: float, tall: float, place: Place, size: float, *names: object) -> list[Solid]:
    """A few proud stones scattered over a flat wall `long` × `tall` whose middle of the foot is at the origin."""
    out = []
    number = kit.pick(0, 8, 22) if not kit.low else kit.pick(0, 3, 8)
    for k in range(number):
        w, h = size * (0.8 + 0.8 * kit.chance("w", *names, k)), size * 0.5
        x = (kit.chance("x", *names, k) - 0.5) * (long - w * 1.2)
        z = (0.06 + 0.86 * kit.chance("z", *names, k)) * (tall - h)
        block = kit.box(w, size * 0.14, h, bevel=0.0 if kit.low else size * 0.04)
        out.append(place(block.translate((x, 0, z))))
    return out


def round_stones(
    kit: Kit, radius: Callable[[float], float], z0: float, z1: float, size: float, number: int
) -> list[Solid]:
    """Proud stones scattered over a round wall whose radius follows from the height."""
    out = []
    for k in range(number):
        z = z0 + (z1 - z0) * kit.chance("rz", k)
        block = kit.box(size * (0.8 + 0.7 * kit.chance("rw", k)), size * 0.16, size * 0.5, bevel=size * 0.04)
        out.append(block.translate((0, -radius(z) + size * 0.02, z)).rotate((0, 0, 360 * kit.chance("ra", k))))
    return out


def cone_roof(kit: Kit, radius: float, z0: float, z1: float, *, flare: float = 0.12, rows: int = 0) -> Solid:
    """A pointed round roof with rows of tiles as steps, its eaves a little flared."""
    lip = radius * 0.02
    side: list[tuple[float, float]] = [(radius * 0.9, z0), (radius, z0)]
    number = max(rows, 1)

    def at(t: float) -> float:
        return radius * (1 - t) * (1 - flare * math.sin(math.pi * min(t * 1.6, 1.0)) * 0.6)

    for k in range(number):
        a, b = k / number, (k + 1) / number
        if rows and k:
            side.append((at(a) + lip * (1 - a), z0 + (z1 - z0) * a))
        side.append((max(at(b), radius * 0.004), z0 + (z1 - z0) * b))
    return kit.turned([(0, z0 + (z1 - z0) * 0.02), *side, (0, z1)])
