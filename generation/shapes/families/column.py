"""Columns: a base, a fluted or plain shaft with entasis and a Doric, Ionic or Corinthian capital."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "column",
    gloss="an upright pillar of stone with a capital",
    category="architecture",
    size=Size(900, 900, 4500, main="height", tied=("width", "depth"), stretch=3),
    roles=(
        Role("shaft", "marble", "#e6e0d3", words=("body", "drum")),
        Role("capital", "marble", "#e6e0d3", words=("head", "top"), like="shaft"),
        Role("base", "marble", "#dcd5c6", words=("foot",), like="shaft"),
        Role("plinth", "marble", "#d3cbbb", words=("pedestal", "slab"), tone=1),
    ),
    parameters=(
        count("flutes", 20, 0, 32, words=("flute", "groove")),
        choice("order", "doric", "ionic", "corinthian"),
        choice("surface", "fluted", "plain", aliases={"smooth": "plain"}),
    ),
    synonyms=("pillar", "greek column", "roman column", "marble column", "stone column"),
    presets={
        "doric column": {"order": "doric"},
        "ionic column": {"order": "ionic"},
        "corinthian column": {"order": "corinthian"},
    },
    examples=("fluted marble column", "corinthian column, 3 m tall", "ionic column with sixteen flutes"),
)
def build(kit: Kit, values: Values) -> None:
    """Plinth, base, shaft, capital."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash, half = deep / wide, wide / 2
    order = values.word("order")
    r = half * 0.7 * (1.08 if kit.style == "stylized" else 1)
    foot = min(tall * 0.03, half * 0.3)
    ring = min(tall * 0.05, half * 0.4)
    head = min(tall * (0.07 if order == "doric" else 0.1 if order == "ionic" else 0.15), half * 1.5)
    low, high = foot + ring, tall - head

    def put(name: str, solid: Solid, crease: float = 38) -> None:
        kit.add(name, solid.scale((1, squash, 1)), crease=crease)

    number = values.count("flutes") if values.word("surface") == "fluted" else 0
    n = kit.pick(4, 8, 14)
    around = max(number * (kit.pick(2, 6, 10) if not kit.low else 2), kit.segments) // 4 * 4 if number else kit.segments
    rings = []
    for k in range(n + 1):
        t = k / n
        size = r * (1 - 0.16 * t**1.6)
        deep_ = 0.0 if t in (0.0, 1.0) else 0.055
        loop = []
        for j in range(around):
            a = 2 * math.pi * j / around
            wave = 1 - deep_ * abs(math.sin(a * number / 2)) ** 0.7 * 1.0 if number else 1.0
            loop.append((size * wave * math.cos(a), size * wave * math.sin(a), low + (high - low) * t))
        rings.append(loop)
        if k in (0, n - 1) and number:
            z = low + (high - low) * (0.012 if k == 0 else 0.988)
            rings.append(
                [(x * (1 if k == 0 else 0.985), y * (1 if k == 0 else 0.985), z) for x, y, _ in rings[0]]
                if k == 0
                else [
                    (r * 0.845 * math.cos(2 * math.pi * j / around), r * 0.845 * math.sin(2 * math.pi * j / around), z)
                    for j in range(around)
                ]
            )
    put("shaft", kit.lofted(rings), 30)
    put("plinth", kit.box(2 * half, 2 * half, foot, bevel=foot * 0.12))
    m = kit.pick(2, 5, 8) if not kit.low else 2

    def torus(size: float, z: float, h: float) -> list[tuple[float, float]]:
        return [(size + h / 2 * math.sin(math.pi * j / m), z + h * j / m) for j in range(m + 1)]

    foot_profile = [
        *torus(half * 0.86, foot, ring * 0.45),
        (r * 1.08, foot + ring * 0.5),
        (r * 1.04, foot + ring * 0.62),
        *torus(r * 1.04, foot + ring * 0.64, ring * 0.3),
        (r, low),
    ]
    put("base", kit.turned([(0, foot), *foot_profile, (0, low)]), 45)
    top_r = r * 0.84
    slab = head * (0.34 if order == "doric" else 0.18)
    abacus = kit.box(2 * half * 0.96, 2 * half * 0.96, slab, bevel=slab * 0.1).translate((0, 0, tall - slab))
    bell_top = tall - slab
    if order == "doric":
        bell = [
            (0, high),
            (top_r, high),
            *torus(top_r, high, head * 0.12),
            (top_r * 1.02, high + head * 0.2),
            (half * 0.86, bell_top - head * 0.06),
            (half * 0.88, bell_top),
            (0, bell_top),
        ]
        put("capital", kit.union([kit.turned(bell), abacus]), 45)
        return
    bell = [
        (0, high),
        (top_r, high),
        *torus(top_r, high, head * 0.09),
        (top_r * 1.0, high + head * 0.12),
        (top_r * (1.05 if order == "ionic" else 1.02), high + (bell_top - high) * 0.6),
        (half * 0.8, bell_top),
        (0, bell_top),
    ]
    parts = [kit.turned(bell), abacus]
    if order == "ionic":
        size = head * 0.36
        for x in (-1, 1):
            roll = kit.turned(
                [
                    (0, -half * 0.8),
                    (size * 0.9, -half * 0.8),
                    (size, -half * 0.76),
                    (size * 0.8, 0),
                    (size, half * 0.76),
                    (size * 0.9, half * 0.8),
                    (0, half * 0.8),
                ]
            )
            parts.append(roll.rotate((90, 0, 0)).translate((x * half * 0.68, 0, bell_top - size * 0.85)))
            for y in (-1, 1):
                turns = kit.pick(0, 24, 40)
                if turns:
                    spiral = [
                        (
                            x * half * 0.68
                            + x * size * (0.92 - 0.78 * k / turns) * math.cos(k / turns * 4.5 * math.pi + 1.57),
                            y * half * 0.81,
                            bell_top
                            - size * 0.85
                            + size * (0.92 - 0.78 * k / turns) * math.sin(k / turns * 4.5 * math.pi + 1.57),
                        )
                        for k in range(turns + 1)
                    ]
                    parts.append(kit.swept(kit.maths.array(spiral), kit.ring(size * 0.07)))
    else:
        for row, (some, share, z) in enumerate(((8, 0.46, 0.0), (8, 0.66, 0.05))):
            if kit.level == 0 and row:
                continue
            long = (bell_top - high) * (share + 0.3)
            piece = foliage.blade(kit, long, top_r * 0.72, bend=-1.5, cup=0.3, tip=0.55, start=0.8)
            parts += foliage.around(piece, some, tilt=86, away=top_r * 0.98, lift=high + head * z, turn=22.5 * row)
        for k in range(4):
            piece = kit.sphere(head * 0.13).translate((half * 0.78, 0, bell_top - head * 0.1))
            parts.append(piece.rotate((0, 0, 45 + 90 * k)))
    put("capital", kit.together(parts), 45)
