"""Castles: corner towers joined by curtain walls with battlements, a gate and a keep in the middle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import masonry, sheets
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "castle",
    gloss="a stronghold with towers, walls and a gate",
    category="architecture",
    size=Size(34_000, 34_000, 24_000, main="width", stretch=3),
    roles=(
        Role("wall", "stone", "#b8ad98", words=("curtain wall",), count=None),
        Role("tower", "stone", "#b8ad98", words=("turret",), count="towers", like="wall"),
        Role("keep", "stone", "#c2b8a4", words=("donjon", "main building"), count="keeps", like="wall"),
        Role("battlement", "stone", "#b8ad98", words=("crenel", "merlon", "parapet"), count=None, like="wall"),
        Role("stone", "stone", "#cfc6b3", count=None, tone=None),
        Role("roof", "roof tile", "#a34a34", words=("spire", "cone"), count=None, tone=1),
        Role("gate", "wood", "#6b4429", words=("door", "entrance", "drawbridge", "portal"), count="gates", tone=None),
        Role("gate_frame", "stone", "#d8cfbd", count="gates", tone=None),
        Role("window", "tinted glass", words=("slit",), count="windows", tone=None),
        Role("flag", "fabric", "#2f5f8a", words=("banner",), count="flags", tone=None),
    ),
    parameters=(
        count("towers", 4, 1, 10),
        count("gates", 1, 0, 2),
        count("keeps", 1, 0, 1),
        count("windows", 12, 0, 60),
        count("flags", 1, 0, 10),
        choice("tower_top", "roof", "battlements", aliases={"pointed": "roof", "flat": "battlements"}),
    ),
    synonyms=("fortress", "medieval castle", "fort", "sand castle", "sandcastle", "palace castle"),
    presets={"burg": {"tower_top": "battlements"}},
    examples=(
        "stone castle with four towers and a gate",
        "castle with six towers and red roofs",
        "sandstone castle with five towers",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Walls between towers around a court, the keep inside."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    number, flags = values.count("towers"), values.count("flags")
    keep, roofed = values.count("keeps"), values.word("tower_top") == "roof"
    peak = tall * (0.92 if flags else 1.0)
    over = 1.12
    r = min(wide, deep) * (0.13 if number <= 4 else 0.1) / over * (1.1 if kit.style == "stylized" else 1)
    spots = _spots(number, wide / 2 - r * over, deep / 2 - r * over)
    tower_top = peak * (0.62 if keep else 0.8) * (0.8 if roofed else 1.0)
    cone = peak * (0.26 if keep else 0.36) if roofed else 0.0
    wall_top = tower_top * 0.62
    thick = r * 0.5
    corners = spots if number >= 3 else _spots(4, wide / 2 - r * over, deep / 2 - r * over)
    merlon = wall_top * 0.16
    pitch = (1.1, 0.9, 0.75)[kit.level] if kit.low else 0.55
    for k, (x0, y0) in enumerate(corners):
        x1, y1 = corners[(k + 1) % len(corners)]
        long, turn = math.dist((x0, y0), (x1, y1)), math.degrees(math.atan2(y1 - y0, x1 - x0))

        def put(solid: Solid, x: float = (x0 + x1) / 2, y: float = (y0 + y1) / 2, a: float = turn) -> Solid:
            return solid.rotate((0, 0, a)).translate((x, y, 0))

        span = long + thick
        kit.add("wall", put(kit.box(span, thick, wall_top - merlon)), crease=25)
        for s in (-1, 1) if kit.level else (-1,):
            line = masonry.crown_line(kit, span, thick * 0.34, merlon, max(4, round(long / (r * pitch))))
            kit.add("battlement", put(line.translate((0, s * thick * 0.33, wall_top - merlon))), crease=25)
        made = masonry.stones(kit, long * 0.8, wall_top * 0.8, lambda solid: solid, r * 0.34, k)
        if made:
            kit.add("stone", put(kit.together(made).translate((0, -thick / 2, 0))))
        if (k == 0 and values.count("gates")) or (k == len(corners) // 2 and values.count("gates") > 1):
            w, h = min(long * 0.24, r * 1.5), wall_top * 0.62

            def at_gate(solid: Solid, x: float = (x0 + x1) / 2, y: float = (y0 + y1) / 2, a: float = turn) -> Solid:
                return solid.translate((0, -thick / 2, 0)).rotate((0, 0, a)).translate((x, y, 0))

            masonry.opening(kit, w, h, at_gate, fill="gate", frame="gate_frame", arch="round", deep=thick * 0.4)
    courses = kit.pick(0, 7, 8) if not kit.low else kit.pick(0, 2, 4)
    windows = values.count("windows")
    given = windows - (windows // 3 if keep else 0)
    for k, (x, y) in enumerate(spots):
        kit.add("tower", masonry.drum(kit, r * 1.04, r, 0, tower_top, courses=courses).translate((x, y, 0)), crease=25)
        shelf = masonry.drum(kit, r * 0.98, r * over, tower_top - r * 0.3, tower_top)
        if roofed:
            rows = kit.pick(0, 8, 16) if not kit.low else kit.pick(0, 0, 3)
            roof = masonry.cone_roof(kit, r * over, tower_top - r * 0.02, tower_top + cone, rows=rows)
            kit.add("roof", roof.translate((x, y, 0)), crease=25)
            kit.add("battlement", shelf.translate((x, y, 0)), crease=25)
        else:
            crown = masonry.crown_round(kit, r * over, r * 0.2, tower_top - 1e-3, merlon * 1.2, 8)
            kit.add("battlement", kit.union([shelf, crown]).translate((x, y, 0)), crease=25)
        some = given // number + (k < given % number)
        for j in range(some):
            out = math.degrees(math.atan2(y, x)) + 90 if math.hypot(x, y) > 1 else 0.0
            turn = out + (j % 3 - 1) * 45 * (some > 1)
            z = tower_top * (0.42 + 0.4 * (j // 3 + 0.2) / max(1, -(-some // 3)))
            w = r * 0.2

            def at_tower(solid: Solid, a: float = turn, h: float = z, cx: float = x, cy: float = y) -> Solid:
                return masonry.at_round(r * 1.0, a, h)(solid).translate((cx, cy, 0))

            masonry.opening(kit, w, w * 2.6, at_tower, fill="window", arch="round")
    tops = [(x, y, tower_top + cone * 0.97 if roofed else tower_top) for x, y in spots]
    if keep:
        tops.insert(0, _keep(kit, (wide, deep, r, wall_top, peak), windows // 3, roofed))
    for k in range(flags):
        x, y, z = tops[k % len(tops)]
        high = tall - z if k == 0 else (tall - peak) * 1.2 + cone * 0.03
        shift = r * 0.3 * (k // len(tops))
        kit.add("flag", _flag(kit, high, r).translate((x + shift, y, z)))


def _keep(
    kit: Kit, size: tuple[float, float, float, float, float], windows: int, roofed: bool
) -> tuple[float, float, float]:
    wide, deep, r, wall_top, peak = size
    a, b = wide * 0.17, deep * 0.15
    body = peak * (0.74 if roofed else 0.9)
    kit.add("keep", kit.box(2 * a, 2 * b, body), crease=25)
    for turn, long, out in ((0, 2 * a, b), (90, 2 * b, a), (180, 2 * a, b), (270, 2 * b, a)):
        tall = peak - body if not roofed else (peak - body) * 0.4
        line = masonry.crown_line(
            kit, long * 1.08, r * 0.2, tall, max(4, round(long / (r * (0.7 if kit.low else 0.5))))
        )
        kit.add(
            "battlement",
            line.translate((0, -out * 1.02, body - tall * 0.2 if roofed else body)).rotate((0, 0, turn)),
            crease=25,
        )
        made = masonry.stones(kit, long * 0.86, body * 0.9 - wall_top, lambda solid: solid, r * 0.34, turn, "keep")
        if made:
            kit.add("stone", kit.together(made).translate((0, -out, wall_top)).rotate((0, 0, turn)))
    if roofed:
        low = body
        top = kit.hull(
            [(x * a * 0.86, y * b * 0.86, low - 1) for x in (-1, 1) for y in (-1, 1)]
            + [(x * a * 0.3, 0, peak) for x in (-1, 1)]
        )
        kit.add("roof", top, crease=25)
    for k in range(windows):
        row, column = divmod(k, 2)
        rows = max(1, -(-windows // 2))
        z = wall_top * 1.05 + (body * 0.92 - wall_top * 1.05) * row / rows
        w = min(a * 0.3, (body - wall_top) / rows * 0.34)
        masonry.opening(kit, w, w * 2, masonry.at_flat((column - 0.5) * a, -b, z), fill="window", arch="pointed")
    return (0.0, 0.0, peak * 0.985 if roofed else body)


def _flag(kit: Kit, high: float, r: float) -> Solid:
    m = kit.pick(3, 8, 12) if not kit.low else 3
    long, cloth = r * 0.9, min(r * 0.5, high * 0.45)
    rows = [
        [(long * j / m, long * 0.08 * math.sin(5 * j / m), high - cloth * i * (1 - 0.5 * j / m)) for j in range(m + 1)]
        for i in range(2)
    ]
    return kit.together([sheets.sheet(kit, rows, r * 0.03), kit.rod((0, 0, -r * 0.1), (0, 0, high), r * 0.035)])


def _spots(number: int, x: float, y: float) -> list[tuple[float, float]]:
    """Towers on a rectangle's corners, the first side the front, more of them between the corners."""
    corners = [(-x, -y), (x, -y), (x, y), (-x, y)]
    if number <= 4:
        return {1: [(-x, -y)], 2: corners[:2], 3: [(-x, -y), (x, -y), (0.0, y)], 4: corners}[number]
    out: list[tuple[float, float]] = []
    extra = number - 4
    order = [2, 1, 3, 0]
    per = [0, 0, 0, 0]
    for k in range(extra):
        per[order[k % 4]] += 1
    for side in range(4):
        (x0, y0), (x1, y1) = corners[side], corners[(side + 1) % 4]
        out += [
            (x0 + (x1 - x0) * j / (per[side] + 1), y0 + (y1 - y0) * j / (per[side] + 1)) for j in range(per[side] + 1)
        ]
    return out
