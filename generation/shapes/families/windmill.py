"""Windmills: a tapering body with a cap, latticed sails on an axle, windows, a door and a gallery."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import masonry
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "windmill",
    gloss="a mill turned by sails in the wind",
    category="architecture",
    size=Size(13_000, 8500, 15_000, main="height", stretch=2.5),
    roles=(
        Role("body", "plaster", "#efe6d2", words=("wall", "tower")),
        Role("cap", "wood", "#7a4a30", words=("roof",), tone=1),
        Role("blade", "wood", "#8f6a45", words=("sail", "vane", "wing", "arm"), count="blades", tone=None),
        Role("cloth", "canvas", "#e9dfc6", count="blades", tone=None),
        Role("axle", "wood", "#6b4a30", words=("hub", "shaft"), tone=None),
        Role("gallery", "wood", "#9a7348", words=("balcony", "platform"), tone=None),
        Role("base", "brick", "#9c5a44", words=("plinth", "foundation"), tone=None),
        Role("window", "window glass", count="windows", tone=None),
        Role("frame", "paint", "#f7f5ef", count=None, tone=None),
        Role("door", "paint", "#2f6a4f", words=("entrance",), count="doors", tone=None),
    ),
    parameters=(count("blades", 4, 2, 8), count("windows", 3, 0, 12), count("doors", 1, 0, 1)),
    synonyms=("wind mill", "dutch windmill", "flour mill", "mill"),
    examples=(
        "windmill with four blades",
        "white windmill with six sails",
        "wooden windmill with a red roof and two windows",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Body, cap, sails."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    blades = values.count("blades")
    turn0 = 45.0 if blades == 4 else 90.0
    angles = [math.radians(turn0 + 360 * k / blades) for k in range(blades)]
    # Each sail's lattice lies on one side of its arm, a quarter of its length wide.
    spread = max(max(abs(math.cos(a)), abs(math.cos(a) + 0.25 * math.sin(a))) for a in angles)
    rise = max(max(math.sin(a), math.sin(a) - 0.25 * math.cos(a)) for a in angles)
    reach = wide / 2 / max(spread, 0.5)
    r0 = min(deep * 0.5, wide * 0.34)
    r1 = r0 * (0.6 if kit.style == "realistic" else 0.68)
    hub = max(min(tall * 0.62, tall - reach * rise), tall * 0.45)
    reach = min(reach, (tall - hub) / rise)
    reach = min(reach, hub * 0.94 / max(-min(math.sin(a) for a in angles), 0.3))
    top = hub - r1 * 0.25
    front = -deep / 2
    y0 = deep / 2 - r0
    n = 8
    base, courses = tall * 0.14, kit.pick(0, 12, 22) if not kit.low else kit.pick(0, 4, 8)
    spin = math.pi / n
    size = [(r0 * 0.94, base), (r1, top)]
    body = kit.hull(
        [
            (
                p / math.cos(spin) * math.cos(2 * math.pi * k / n + spin),
                p / math.cos(spin) * math.sin(2 * math.pi * k / n + spin),
                z,
            )
            for p, z in size
            for k in range(n)
        ]
    )
    parts = [body]
    for k in range(courses):
        t = (k + 0.5) / courses
        p, z = (r0 * 0.94 + (r1 - r0 * 0.94) * t) * 1.008, base + (top - base) * t
        board = kit.hull(
            [
                (
                    q / math.cos(spin) * math.cos(2 * math.pi * j / n + spin),
                    q / math.cos(spin) * math.sin(2 * math.pi * j / n + spin),
                    h,
                )
                for q, h in ((p * 1.004, z), (p * 0.985, z + (top - base) / courses * 0.9))
                for j in range(n)
            ]
        )
        parts.append(board)
    kit.add("body", kit.together(parts).translate((0, y0, 0)), crease=20)
    kit.add("base", masonry.drum(kit, r0, r0 * 0.97, 0, base, courses=kit.pick(0, 5, 9)).translate((0, y0, 0)))
    deck = [
        kit.turned(
            [(r0 * 0.8, base), (r0 * 1.0, base), (r0 * 1.0, base + tall * 0.012), (r0 * 0.8, base + tall * 0.012)]
        )
    ]
    for k in range(kit.pick(8, 16, 24)):
        a = 2 * math.pi * k / kit.pick(8, 16, 24)
        deck.append(
            kit.rod(
                (r0 * 0.97 * math.cos(a), r0 * 0.97 * math.sin(a), base),
                (r0 * 0.97 * math.cos(a), r0 * 0.97 * math.sin(a), base + tall * 0.06),
                r0 * 0.012,
            )
        )
    deck.append(
        kit.turned(
            [
                (r0 * 0.95, base + tall * 0.056),
                (r0 * 0.99, base + tall * 0.056),
                (r0 * 0.99, base + tall * 0.064),
                (r0 * 0.95, base + tall * 0.064),
            ]
        )
    )
    kit.add("gallery", kit.together(deck).translate((0, y0, 0)))
    cap_top = min(top + r1 * 1.25, tall)
    m = kit.pick(4, 8, 14) if not kit.low else 4
    dome = [(r1 * 1.1, top - r1 * 0.06), (r1 * 1.12, top + r1 * 0.04)] + [
        (
            max(r1 * 1.06 * math.cos(math.pi / 2 * k / m) ** 0.8, r1 * 0.01),
            top + r1 * 0.04 + (cap_top - top - r1 * 0.04) * math.sin(math.pi / 2 * k / m),
        )
        for k in range(1, m + 1)
    ]
    kit.add("cap", kit.turned([(0, top - r1 * 0.06), *dome, (0, cap_top)]).translate((0, y0, 0)), crease=50)
    beam = r1 * 0.11 * kit.chunk
    face = front + beam * 1.4
    axle = [
        kit.rod((0, front, hub), (0, y0, hub + r1 * 0.06), beam * 1.3),
        kit.rod((0, front, hub), (0, front + beam * 2.6, hub), beam * 2.0, bevel=beam * 0.3),
    ]
    kit.add("axle", kit.union(axle))
    bar = beam * 0.32
    for a in angles:
        turn = 90 - math.degrees(a)
        spar = [kit.post((0, 0, 0), (0, 0, reach), beam * 1.1, beam * 0.6, corner=beam * 0.1)]
        width = reach * 0.24
        rows = kit.pick(4, 9, 14)
        for k in range(rows + 1):
            z = reach * (0.2 + 0.78 * k / rows)
            spar.append(kit.box(width + bar, bar, bar).translate((width / 2, 0, z)))
        spar.extend(
            kit.box(bar, bar, reach * 0.78 + bar).translate((x, 0, reach * 0.2))
            for x in ((width,) if not kit.level else (width * 0.5, width))
        )
        kit.add("blade", kit.together(spar).rotate((0, turn, 0)).translate((0, face, hub)))
        cloth = kit.box(width * 0.92, bar * 0.4, reach * 0.74).translate((width * 0.5, bar * 0.7, reach * 0.22))
        kit.add("cloth", cloth.rotate((0, turn, 0)).translate((0, face, hub)))
    windows = values.count("windows")
    for k in range(windows):
        t = 0.12 + 0.7 * (k // 3 + 0.5) / max(1, -(-windows // 3))
        z = base + (top - base) * t
        p = r0 * 0.94 + (r1 - r0 * 0.94) * (z + r0 * 0.1 - base) / (top - base)
        w = r1 * 0.3
        place = masonry.at_round(p, (45, -45, 0)[k % 3], z)
        masonry.opening(
            kit,
            w,
            w * 1.4,
            masonry.moved(place, 0, y0, 0),
            fill="window",
            frame="frame",
            arch="flat",
        )
    if values.count("doors"):
        w = r0 * 0.34
        place = masonry.at_round(r0 * 0.985, 0, 0)
        masonry.opening(
            kit,
            w,
            base * 0.9,
            lambda solid: place(solid).translate((0, y0, 0)),
            fill="door",
            frame="frame",
            arch="flat",
        )
