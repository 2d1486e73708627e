"""Arches: two piers and a ring of wedge stones with a keystone; a triumphal arch is deeper and has a cornice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "archway",
    gloss="a free-standing arch of stone",
    category="architecture",
    size=Size(4000, 1000, 4500, main="width", stretch=3),
    roles=(
        Role("voussoir", "stone", "#b9ae99", words=("arch stone", "wedge"), count="stones"),
        Role("keystone", "stone", "#cfc5b2", tone=1),
        Role("pier", "stone", "#b0a591", words=("pillar", "post", "leg", "column"), count=2, like="voussoir"),
        Role("base", "stone", "#938a7a", words=("plinth", "foot"), count=2, tone=None),
        Role("impost", "stone", "#cfc5b2", words=("capital",), count=2, tone=None),
        Role(
            "cornice",
            "stone",
            "#c2b8a4",
            words=("top", "attic"),
            count=lambda v: int(v.word("kind") == "triumphal"),
            like="voussoir",
        ),
    ),
    parameters=(count("stones", 12, 4, 40, words=("stone", "block")), choice("kind", "plain", "triumphal")),
    synonyms=("arch", "stone arch", "round arch"),
    presets={"triumphal arch": {"kind": "triumphal", "width": 9000, "depth": 3500, "height": 9500}},
    examples=("stone arch with a keystone", "marble arch, 3 m wide", "triumphal arch"),
)
def build(kit: Kit, values: Values) -> None:
    """Piers, then the ring of stones."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    triumphal = values.word("kind") == "triumphal"
    pier = wide * (0.2 if not triumphal else 0.26) * min(kit.chunk, 1.2)
    inner = wide / 2 - pier
    top = tall * (0.97 if not triumphal else 0.74)
    key = tall - top if not triumphal else 0.0
    outer = wide / 2 * (1.0 if not triumphal else 0.8)
    spring = top - min(outer, top * 0.6)
    squash = (top - spring) / outer
    joint = 0.012 if kit.level else 0.0
    soft = deep * 0.03 * kit.level
    steps = kit.pick(1, 2, 3)
    given = values.count("stones")
    for k in range(given):
        a0 = math.pi * k / (given + 1) if k < (given + 1) // 2 else math.pi * (k + 1) / (given + 1)
        a1 = a0 + math.pi / (given + 1)
        kit.add(
            "voussoir",
            _wedge(kit, (a0 + joint, a1 - joint), (inner, outer), deep * 0.96, soft, steps, squash).translate(
                (0, 0, spring)
            ),
            crease=25,
        )
    middle = (math.pi * ((given + 1) // 2) / (given + 1), math.pi * ((given + 1) // 2 + 1) / (given + 1))
    stone = _wedge(kit, middle, (inner * 0.97, outer + key / max(squash, 0.2)), deep, soft, steps, squash)
    kit.add("keystone", stone.translate((0, 0, spring)), crease=25)
    foot = tall * 0.05
    for side in (-1, 1):
        x = side * (wide / 2 - pier / 2)
        block = [kit.box(pier * 0.94, deep * 0.92, spring)]
        courses = kit.pick(0, 5, 9)
        for k in range(courses):
            h = (spring - foot) / courses
            block.append(
                kit.box(pier * 0.97, deep * 0.945, h * 0.94, bevel=h * 0.04).translate((0, 0, foot + h * k + h * 0.03))
            )
        high = spring
        if triumphal:
            block.append(kit.box(pier * 0.94, deep * 0.92, top - spring).translate((0, 0, spring - 1e-3)))
            high = spring
        kit.add("pier", kit.together(block).translate((x, 0, 0)), crease=25)
        kit.add("base", kit.box(pier, deep, foot, bevel=foot * 0.15).translate((x, 0, 0)))
        lip = tall * 0.025
        kit.add("impost", kit.box(pier * 1.0, deep, lip, bevel=lip * 0.2).translate((x, 0, high - lip)))
    if triumphal:
        half = wide / 2 * 0.94
        fill = [
            kit.hull(
                [
                    (x, y, z)
                    for x in (-half, half)
                    for y in (-deep * 0.45, deep * 0.45)
                    for z in (top * 0.985, tall * 0.94)
                ]
            )
        ]
        for z, size in ((top, 1.0), (tall * 0.94, 0.98), (tall * 0.97, 1.0)):
            fill.append(
                kit.box(wide * size, deep * (size if size < 1 else 1.0), tall * 0.03, bevel=tall * 0.004).translate(
                    (0, 0, z)
                )
            )
        fill.extend(
            kit.hull(
                [
                    (s * x, y, z)
                    for x, z in (
                        (outer * 0.72, top),
                        (half, top),
                        (half, spring + (top - spring) * 0.4),
                        (outer * 0.98, spring + (top - spring) * 0.25),
                    )
                    for y in (-deep * 0.42, deep * 0.42)
                ]
            )
            for s in (-1, 1)
        )
        kit.add("cornice", kit.together(fill), crease=25)


def _wedge(
    kit: Kit,
    angles: tuple[float, float],
    radii: tuple[float, float],
    deep: float,
    soft: float,
    steps: int,
    squash: float,
) -> Solid:
    points = []
    for y, cut in (
        ((-deep / 2, soft), (-deep / 2 + soft, 0.0), (deep / 2 - soft, 0.0), (deep / 2, soft))
        if soft
        else ((-deep / 2, 0.0), (deep / 2, 0.0))
    ):
        for j in range(steps + 1):
            for r, s in ((radii[0], 1), (radii[1], -1)):
                a = angles[0] + cut / radii[1] * 0.5 + (angles[1] - angles[0] - cut / radii[1]) * j / steps
                q = r + s * cut * 0.5
                points.append((q * math.cos(a), y, q * math.sin(a) * squash))
    return kit.hull(points)
