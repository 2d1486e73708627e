"""Bridges: stone arches, a bowed wooden footbridge, or a suspension bridge with towers and cables; along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["kind"] != "stone" and "arches" not in said:
        values["arches"] = 1
    return []


@family(
    "bridge",
    gloss="a way over water or a valley",
    category="architecture",
    size=Size(24_000, 5000, 6000, main="width", stretch=4),
    roles=(
        Role(
            "arch",
            "stone",
            "#b3a893",
            words=("span", "vault"),
            count=lambda v: v.count("arches") if v.word("kind") == "stone" else 0,
        ),
        Role("deck", "stone", "#a1978a", words=("road", "roadway", "floor", "walkway"), tone=None),
        Role(
            "parapet",
            "stone",
            "#b3a893",
            words=("balustrade",),
            count=lambda v: 0 if v.word("kind") == "wooden" else 2,
            like="arch",
        ),
        Role(
            "railing",
            "wood",
            "#8a5f38",
            words=("rail", "handrail"),
            count=lambda v: 2 if v.word("kind") == "wooden" else 0,
        ),
        Role("stone", "stone", "#c9bfad", words=("voussoir", "keystone"), count=None, tone=None),
        Role("pier", "stone", "#9d9382", words=("pillar", "post"), count=None, tone=None),
        Role("plank", "wood", "#a9794a", words=("board",), count=None, tone=0),
        Role("beam", "wood", "#8a5f38", words=("girder",), count=None, tone=0),
        Role("tower", "paint", "#b5452f", words=("pylon",), count=lambda v: 2 if v.word("kind") == "suspension" else 0),
        Role("cable", "steel", words=("rope", "hanger"), count=None, tone=None),
    ),
    parameters=(
        count("arches", 3, 1, 12, words=("arch", "span")),
        choice(
            "kind",
            "stone",
            "wooden",
            "suspension",
            aliases={"wood": "wooden", "hanging": "suspension", "cable": "suspension"},
        ),
    ),
    synonyms=("stone bridge", "arch bridge", "viaduct"),
    presets={
        "suspension bridge": {"kind": "suspension", "width": 60000, "depth": 8000, "height": 20000, "arches": 1},
        "footbridge": {"kind": "wooden", "width": 5000, "depth": 1500, "height": 1900, "arches": 1},
        "garden bridge": {"kind": "wooden", "width": 3000, "depth": 1200, "height": 1400, "arches": 1},
    },
    rule=_agree,
    examples=("stone bridge with three arches", "wooden footbridge", "red suspension bridge"),
)
def build(kit: Kit, values: Values) -> None:
    """One of the three kinds."""
    {"stone": _stone, "wooden": _wooden, "suspension": _suspension}[values.word("kind")](kit, values)


def _stone(kit: Kit, values: Values) -> None:
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    number = values.count("arches")
    wall = tall * 0.14
    top = tall - wall
    pitch = wide / number
    pier = pitch * 0.17
    span = pitch - pier
    humped = kit.style == "stylized"
    rise = min(span / 2, top * 0.78)
    steps = max(6, kit.segments // 2) if not kit.low else kit.pick(4, 6, 10)
    for k in range(number):
        middle = -wide / 2 + pitch * (k + 0.5)
        half = pitch / 2
        arc = [
            (
                middle + span / 2 * math.cos(math.pi * j / steps),
                top - tall * 0.1 - rise + rise * math.sin(math.pi * j / steps) * (0.97 if humped else 1.0),
            )
            for j in range(steps + 1)
        ]
        outline = [
            (middle + half, 0),
            (middle + half, top),
            (middle - half, top),
            (middle - half, 0),
            *((x, z) for x, z in reversed([(middle + span / 2, 0), *arc, (middle - span / 2, 0)])),
        ]
        kit.add("arch", kit.prism(outline, deep * 0.92).rotate((90, 0, 0)).translate((0, deep * 0.46, 0)), crease=25)
        ring = kit.pick(0, 11, 17) if not kit.low else kit.pick(0, 7, 9)
        blocks = []
        for j in range(ring):
            a0, a1 = math.pi * (j + 0.04) / ring, math.pi * (j + 0.96) / ring
            far = 1 + 0.16 * (1.35 if j == ring // 2 else 1)
            quad = [
                (span / 2 * f * math.cos(a), rise * f * math.sin(a))
                for f, a in ((1.0, a0), (far, a0), (far, a1), (1.0, a1))
            ]
            for s in (-1, 1):
                block = (
                    kit.prism(quad, deep * 0.05)
                    .rotate((90, 0, 0))
                    .translate((middle, s * deep * 0.465 + deep * 0.025, top - tall * 0.1 - rise))
                )
                blocks.append(block)
        if blocks:
            kit.add("stone", kit.together(blocks))
    for k in range(number + 1):
        x = -wide / 2 + pitch * k
        x = min(max(x, -wide / 2 + pier * 0.5), wide / 2 - pier * 0.5)
        if kit.level or k in (0, number):
            nose = deep * 0.5
            cut = kit.hull(
                [
                    (x + a, y, z)
                    for z, f in ((0, 1.0), (top * 0.5, 0.96))
                    for a, y in (
                        (-pier * 0.5, -deep * 0.44),
                        (pier * 0.5, -deep * 0.44),
                        (pier * 0.5, deep * 0.44),
                        (-pier * 0.5, deep * 0.44),
                        (0, -nose * f),
                        (0, nose * f),
                    )
                ]
            )
            kit.add("pier", cut, crease=25)
    kit.add("deck", kit.box(wide, deep * 0.8, tall * 0.03, bevel=tall * 0.004).translate((0, 0, top - tall * 0.005)))
    for side in (-1, 1):
        parts = [
            kit.box(wide, deep * 0.09, wall * 0.85).translate((0, side * deep * 0.415, top - 1e-3)),
            kit.box(wide, deep * 0.12, wall * 0.16, bevel=wall * 0.03).translate(
                (0, side * deep * 0.415, tall - wall * 0.16)
            ),
        ]
        for k in range(kit.pick(0, number * 3 + 1, number * 5 + 1)):
            x = -wide / 2 + pier * 0.3 + (wide - pier * 0.6) * k / max(kit.pick(1, number * 3, number * 5), 1)
            parts.append(kit.box(pier * 0.3, deep * 0.125, wall * 0.9).translate((x, side * deep * 0.415, top)))
        kit.add("parapet", kit.together(parts))


def _wooden(kit: Kit, values: Values) -> None:
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    rail = tall * 0.5
    bow = tall - rail - tall * 0.1
    thick = tall * 0.035 * kit.chunk
    half = deep / 2

    def height(x: float) -> float:
        return bow * (1 - (2 * x / wide) ** 2)

    steps = kit.pick(8, 16, 28)
    xs = [-wide / 2 + wide * k / steps for k in range(steps + 1)]
    for y in (-half * 0.8, 0.0, half * 0.8):
        path = kit.maths.array([(x, y, height(x) + thick * 0.9) for x in xs])
        kit.add("beam", kit.swept(path, kit.strip(thick * 1.2, thick * 1.8), up=(0, 1, 0)))
    number = kit.pick(16, 30, 42)
    boards = []
    for k in range(number):
        x = -wide / 2 + wide * (k + 0.5) / number
        board = kit.box(wide / number * 0.86, deep * 0.94, thick * 0.7, bevel=thick * 0.1)
        slope = -math.degrees(math.atan(-8 * bow * x / wide**2))
        boards.append(board.rotate((0, slope, 0)).translate((x, 0, height(x) + thick * 1.7)))
    kit.add("plank", kit.together(boards))
    kit.add(
        "deck",
        kit.swept(
            kit.maths.array([(x, 0.0, height(x) + thick * 1.7) for x in xs]),
            kit.strip(thick * 0.3, deep * 0.8),
            up=(0, 1, 0),
        ),
    )
    posts = kit.pick(5, 7, 9)
    for side in (-1, 1):
        y = side * (half - thick * 0.7)
        bars = []
        for lift in (rail,) if kit.level == 0 else (rail, rail * 0.5):
            path = kit.maths.array([(x, y, height(x) + thick * 2 + lift * 0.97) for x in xs])
            bars.append(
                kit.swept(
                    path,
                    kit.strip(
                        thick * 1.2 if lift == rail else thick * 0.7,
                        thick * 1.3 if lift == rail else thick * 0.6,
                        corner=thick * 0.2,
                    ),
                    up=(0, 1, 0),
                )
            )
        if kit.level == 2:
            for k in range((posts - 1) * 4):
                x = (-wide / 2 + thick) + (wide - 2 * thick) * (k + 0.5) / ((posts - 1) * 4)
                bars.append(
                    kit.post((x, y, height(x) + thick * 1.5), (x, y, height(x) + thick * 2 + rail * 0.95), thick * 0.5)
                )
        for k in range(posts):
            x = (-wide / 2 + thick) + (wide - 2 * thick) * k / (posts - 1)
            bars.append(
                kit.box(thick * 1.3, thick * 1.3, rail + thick * 2, bevel=thick * 0.15).translate(
                    (x, y, height(x) + thick * 0.2)
                )
            )
        kit.add("railing", kit.union(bars))


def _suspension(kit: Kit, values: Values) -> None:
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    deck = tall * 0.32
    size = min(deep * 0.16, wide * 0.025) * kit.chunk
    x0 = wide * 0.27
    for side in (-1, 1):
        legs = []
        for y in (-1, 1):
            foot, head = (side * x0, y * (deep / 2 - size * 0.6), 0.0), (side * x0, y * (deep / 2 - size * 0.6), tall)
            legs.append(kit.post(foot, head, size * 1.2, size * 0.9, corner=size * 0.1))
        legs.extend(
            kit.box(size * 0.8, deep - size, size * 0.9, bevel=size * 0.08).translate(
                (side * x0, 0, tall * z - size * 0.5)
            )
            for z in (0.2, 0.36, 0.62, 0.82, 0.97)[: kit.pick(3, 5, 5)]
        )
        kit.add("tower", kit.union(legs))
        kit.add("pier", kit.box(size * 3, deep, tall * 0.08, bevel=tall * 0.01).translate((side * x0, 0, 0)))
    kit.add("deck", kit.box(wide, deep * 0.78, tall * 0.03, bevel=tall * 0.004).translate((0, 0, deck)))
    truss = kit.pick(10, 24, 48)
    cord = size * 0.16
    for side in (-1, 1):
        across = side * deep * 0.39
        bars = [
            kit.box(wide, cord, cord * 2).translate((0, across, deck + lift)) for lift in (-tall * 0.045, tall * 0.045)
        ]
        for k in range(truss):
            x = -wide / 2 + wide * (k + 0.5) / truss
            bars.append(kit.box(cord, cord, tall * 0.09).translate((x, across, deck - tall * 0.045)))
            if kit.level == 2:
                step = wide / truss / 2
                bars.append(
                    kit.wire((x - step, across, deck - tall * 0.04), (x + step, across, deck + tall * 0.01), cord * 0.4)
                )
        kit.add("parapet", kit.together(bars))
        rope = deep / 2 - size * 0.6
        path = []
        for k in range(61):
            x = -wide / 2 + wide * k / 60
            a = abs(x)
            z = (
                deck
                + tall * 0.06
                + (tall * 0.985 - deck - tall * 0.06)
                * ((a / x0) ** 2 if a <= x0 else ((wide / 2 - a) / (wide / 2 - x0)) ** 1.25)
            )
            path.append((x, side * rope, z))
        every = 1 if kit.level else 3
        lines = [kit.swept(kit.maths.array(path[::every]), kit.ring(cord * 0.9))]
        for px, py, pz in path[3 : -3 : kit.pick(6, 2, 1)]:
            if pz > deck + tall * 0.04:
                lines.append(kit.wire((px, py, deck), (px, py, pz), cord * 0.3))
        kit.add("cable", kit.together(lines))
