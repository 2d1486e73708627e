"""Igloos: rings of snow blocks that close to a dome, and an arched tunnel in front."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Vector


@family(
    "igloo",
    gloss="a dome house built of blocks of snow",
    category="architecture",
    size=Size(3600, 4700, 2300, main="width", stretch=2.5),
    roles=(
        Role("dome", "snow", "#e9f1f5", words=("body", "shell", "wall", "roof")),
        Role("block", "snow", "#f4f8fa", words=("brick", "snow block", "ice block"), count=None, like="dome"),
        Role("tunnel", "snow", "#e9f1f5", words=("entrance", "door"), like="dome"),
        Role("opening", "black metal", "#33424c", words=("hole",), tone=None),
        Role("ground", "snow", "#dfe9ee", words=("base",), tone=None),
    ),
    parameters=(count("rows", 6, 3, 12, words=("row", "course", "layer", "ring")),),
    synonyms=("snow house", "ice house"),
    examples=("igloo with seven rows", "white igloo", "igloo made of ice, 3 m wide"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Dome, blocks, tunnel."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(wide / 2, deep * 0.42) * 0.98
    stretch = wide / 2 * 0.98 / r
    y0 = deep / 2 - r * 1.02
    foot = tall * 0.025
    high = tall - foot
    rows = values.count("rows")
    inner = (0.96 if kit.level else 1.0) - 0.015 * (kit.style == "stylized")
    n = kit.pick(6, 12, 18) if not kit.low else kit.pick(4, 5, 7)
    arc = [
        (r * inner * math.cos(math.pi / 2 * k / n), foot + high * inner * math.sin(math.pi / 2 * k / n))
        for k in range(n)
    ]
    kit.add(
        "dome",
        kit.turned([(0, foot * 0.5), *arc, (0, foot + high * inner)]).scale((stretch, 1, 1)).translate((0, y0, 0)),
        crease=60,
    )
    kit.add(
        "ground",
        kit.disc(2 * r * 1.02, 2 * r * 1.02, foot * 1.2, bevel=foot * 0.3).scale((stretch, 1, 1)).translate((0, y0, 0)),
    )
    grow = 1.02 if kit.style == "stylized" else 1.0
    blocks = []
    for k in range(rows if kit.level or kit.low else 0):
        t0, t1 = k / rows, (k + 1) / rows
        a0, a1 = math.pi / 2 * t0, math.pi / 2 * t1
        around = (
            max(3, round((kit.pick(8, 14, 18) if not kit.low else kit.pick(6, 9, 12)) * math.cos((a0 + a1) / 2) + 0.5))
            if k < rows - 1
            else 1
        )
        for j in range(around):
            b0 = 2 * math.pi * (j + 0.5 * (k % 2)) / around
            b1 = b0 + 2 * math.pi / around
            gap = 0.02 * r
            if around == 1:
                cap = kit.turned(
                    [
                        (0, foot + high * 0.9),
                        (r * math.cos(a0) * 0.93, foot + high * math.sin(a0) * 1.0),
                        (r * math.cos(a0) * 0.9, foot + high * (math.sin(a0) + 1) / 2 * 1.005),
                        (r * math.cos(a0) * 0.5, tall * 0.995),
                        (0, tall),
                    ]
                )
                blocks.append(cap)
                continue
            points: list[Vector] = []
            for a in (a0 + gap / r * 0.6, a1 - gap / r * 0.6):
                for share in (0.0, 0.5, 1.0):
                    b = b0 + (b1 - b0) * share
                    b += {0.0: 1, 0.5: 0, 1.0: -1}[share] * gap / max(r * math.cos(a), r * 0.1) * 0.6
                    points.extend(
                        (
                            r * f * math.cos(a) * math.cos(b),
                            r * f * math.cos(a) * math.sin(b),
                            foot + high * min(f, 1.0) * math.sin(a),
                        )
                        for f in (0.9, grow)
                    )
            if kit.level == 2 and not kit.low:
                a, b = (a0 + a1) / 2, (b0 + b1) / 2
                for da, db in ((0.3, 0.32), (0.3, -0.32), (-0.3, 0.32), (-0.3, -0.32)):
                    aa, bb = a + (a1 - a0) * da, b + (b1 - b0) * db
                    f = grow * 1.008
                    points.append(
                        (
                            r * f * math.cos(aa) * math.cos(bb),
                            r * f * math.cos(aa) * math.sin(bb),
                            foot + min(high * f * math.sin(aa), high),
                        )
                    )
            blocks.append(kit.hull(points))
    if blocks:
        kit.add("block", kit.together(blocks).scale((stretch, 1, 1)).translate((0, y0, 0)), crease=25)
    half = r * 0.42
    rise = tall * 0.46
    front, back = -deep / 2, y0 - r * 0.72
    steps = kit.pick(6, 12, 20) if not kit.low else kit.pick(4, 5, 8)
    wall = half * 0.24
    sections = kit.pick(1, 3, 3)
    parts = []
    for k in range(sections):
        a, b = front + (back - front) * k / sections, front + (back - front) * (k + 1) / sections
        s = 1.0 if k == 0 else 0.955
        stones = kit.pick(1, 7, 9)
        for j in range(stones):
            a0, a1 = math.pi * j / stones, math.pi * (j + 1) / stones
            gap = 0.012 * (stones > 1)
            sub = max(1, steps // stones) if stones > 1 else steps
            outer = [
                (
                    half * s * math.cos(a0 + gap + (a1 - a0 - 2 * gap) * i / sub),
                    rise * s * math.sin(a0 + gap + (a1 - a0 - 2 * gap) * i / sub),
                )
                for i in range(sub + 1)
            ]
            inside = [
                ((half - wall) * math.cos(a0 + (a1 - a0) * i / sub), (rise - wall) * math.sin(a0 + (a1 - a0) * i / sub))
                for i in range(sub + 1)
            ]
            shrink = (b - a) * 0.02 * (sections > 1)
            parts.append(kit.prism([*outer, *reversed(inside)], b - a - shrink).rotate((90, 0, 0)).translate((0, b, 0)))
    kit.add("tunnel", kit.together(parts), crease=30)
    dark = [
        ((half - wall * 0.9) * math.cos(math.pi * i / steps), (rise - wall * 0.9) * math.sin(math.pi * i / steps))
        for i in range(steps + 1)
    ]
    kit.add("opening", kit.prism(dark, deep * 0.05).rotate((90, 0, 0)).translate((0, y0 - r * 0.9, 0)))
