"""Sailing boats: a decked hull with a keel, masts with mainsails and jibs, a boom, a cabin and a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import boats, coachwork, sheets
from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "sails" not in said:
        values["sails"] = int(values["masts"]) + 1
    if "masts" not in said and int(values["sails"]) > 4:
        values["masts"] = min(4, int(values["sails"]) // 2)
    return []


@family(
    "sailing_boat",
    gloss="a boat that the wind drives by its sails",
    category="vehicles",
    size=Size(2400, 7500, 9500, main="depth", stretch=2.5),
    roles=(
        Role("hull", "paint", "#f2efe6", words=("body",)),
        Role("stripe", "paint", "#b23a30", words=("waterline", "band"), count=None, tone=1),
        Role("deck", "teak", count=1, tone=None),
        Role("rail", "teak", words=("gunwale",), count=2, tone=None),
        Role("keel", "paint", "#39444d", words=("fin",), tone=None),
        Role("rudder", "paint", "#39444d", tone=None),
        Role("mast", "wood", "#b5854f", words=("pole",), count="masts", tone=None),
        Role("boom", "wood", "#b5854f", words=("yard", "spar"), count=None, tone=None),
        Role("sail", "canvas", "#f4efe2", count="sails", tone=None),
        Role("stay", "steel", words=("rope", "shroud", "rigging"), count=None, tone=None),
        Role("cabin", "paint", "#f2efe6", words=("cockpit",), count="cabins", like="hull"),
        Role("window", "tinted glass", words=("porthole",), count=lambda v: 4 * v.count("cabins"), tone=None),
        Role("flag", "fabric", "#b23a30", words=("pennant",), count="flags", tone=1),
    ),
    parameters=(
        count("masts", 1, 1, 4),
        count("sails", 2, 1, 12),
        count("cabins", 1, 0, 1),
        count("flags", 1, 0, 1),
    ),
    synonyms=("sailboat", "sail boat", "sailing ship", "yacht", "sailing yacht", "toy sailboat"),
    presets={
        "schooner": {"masts": 2, "sails": 4, "depth": 14000, "height": 13000, "width": 3800},
        "catboat": {"sails": 1},
    },
    rule=_agree,
    examples=(
        "sailing boat with two red sails",
        "blue sailboat with a white sail",
        "wooden sailing boat with two masts and three sails",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Hull and keel, masts and sails, cabin."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    half, fin = wide / 2 * 0.985, tall * 0.1
    deep = min(tall * 0.13, long * 0.16)
    low, top = fin, fin + deep
    stations = boats.lines(long * 0.995, half, low, top, sheer=0.3, transom=0.6)
    kit.add("hull", boats.shell(kit, stations, power=2.0), crease=35)
    grown = [(y * 1.0, w * 1.012, k - deep * 0.012, r) for y, w, k, r in stations]
    band = boats.shell(kit, grown, power=2.0)
    z0 = low + deep * 0.42
    for a, b in (
        ((z0, z0 + deep * 0.1),) if kit.level == 0 else ((z0, z0 + deep * 0.12), (z0 + deep * 0.2, z0 + deep * 0.23))
    ):
        kit.add("stripe", band.trim_by_plane((0, 0, 1), a).trim_by_plane((0, 0, -1), -b), crease=35)
    rail = half * 0.045 * kit.chunk
    for bar in boats.rails(kit, stations, rail, rail * 1.4):
        kit.add("rail", bar)
    inner = [(y * 0.985, max(w - rail * 0.5, w * 0.5), r - deep * 0.05, r) for y, w, _, r in stations]
    kit.add("deck", boats.shell(kit, inner, power=8, over=deep * 0.01), crease=35)
    kit.add(
        "keel",
        sheets.foil(
            kit,
            [(0.0, -long * 0.12, long * 0.12, 0, half * 0.05), (low * 1.35, -long * 0.16, long * 0.14, 0, half * 0.06)],
        ).rotate((0, -90, 0)),
    )
    stern = long / 2
    kit.add(
        "rudder",
        sheets.foil(
            kit,
            [
                (low * 0.4, stern - long * 0.07, stern - long * 0.005, 0, half * 0.04),
                (low + deep * 0.9, stern - long * 0.06, stern, 0, half * 0.04),
            ],
        ).rotate((0, -90, 0)),
    )
    masts, sails = values.count("masts"), values.count("sails")
    r = min(half * 0.045, long * 0.008) * kit.chunk
    jibs = 1 if sails > masts else 0
    mains = sails - jibs
    per = [mains // masts + (k < mains % masts) for k in range(masts)]
    flag = values.count("flags")
    first = -long * (0.12 if masts == 1 else 0.24)
    pitch = long * 0.6 / masts
    for k in range(masts):
        y = first + pitch * k
        _, _, deck = boats.at(stations, y)
        peak = tall * (1.0 if k == (1 if masts > 2 else 0) else 0.9) - (tall * 0.01 if flag else 0)
        if kit.level:
            kit.add("mast", kit.rod((0, y, deck - deep * 0.3), (0, y, peak), r, r * 0.6, bevel=r * 0.2))
        else:
            kit.add("mast", kit.rod((0, y, deck - deep * 0.3), (0, y, peak), r, r * 0.6))
        foot = deck + deep * 0.75
        reach = min(pitch * 0.86, long * 0.44) if masts > 1 else long * 0.46
        for j in range(per[k]):
            a, b = j / per[k], (j + 1) / per[k]
            bottom, top_ = foot + (peak * 0.97 - foot) * a, foot + (peak * 0.97 - foot) * (b - 0.03 * (b < 1))
            foot_reach, head_reach = (
                reach * (1 - a) ** 0.8 + r,
                reach * max(1 - b, 0.04 if per[k] == 1 else 0.08) ** 0.8,
            )
            kit.add("boom", kit.rod((0, y, bottom - r), (0, y + foot_reach, bottom - r), r * 0.7))
            kit.add(
                "sail",
                _sail(
                    kit,
                    (0.0, y + r * 1.3, bottom),
                    (0.0, y + foot_reach, bottom),
                    (0.0, y + r * 1.2, top_),
                    (0.0, y + head_reach, top_),
                    half * 0.3,
                ),
            )
        if k == 0:
            bow: Vector = (0.0, -long * 0.48, boats.at(stations, -long * 0.48)[2])
            kit.add("stay", kit.wire(bow, (0, y, peak * 0.96), r * 0.16))
            if jibs:
                tack = (0.0, bow[1] + long * 0.02, bow[2] + deep * 0.35)
                head = (0.0, y - (y - bow[1]) * 0.14, deck + (peak - deck) * 0.82)
                kit.add(
                    "sail",
                    _sail(
                        kit,
                        tack,
                        (0.0, y - r * 2, foot),
                        (0.0, head[1], head[2]),
                        (0.0, head[1] + r * 1.5, head[2]),
                        half * 0.26,
                    ),
                )
        if kit.level:
            for side in (-1, 1):
                w, _, z = boats.at(stations, y + long * 0.05)
                kit.add("stay", kit.wire((side * w * 0.96, y + long * 0.05, z), (0, y, peak * 0.9), r * 0.13))
        if flag and k == (1 if masts > 2 else 0):
            kit.add("flag", _flag(kit, (0.0, y, tall), long * 0.075, tall * 0.035, r))
    if values.count("cabins"):
        w, _, z = boats.at(stations, long * 0.06)
        y0, y1, high = -long * 0.08 if masts == 1 else -long * 0.18, long * 0.2, deep * 0.5
        house = coachwork.cabin(
            kit,
            [
                (z - deep * 0.25, w * 0.6, y0, y1),
                (z + high * 0.8, w * 0.52, y0 + long * 0.03, y1 - long * 0.008),
                (z + high, w * 0.46, y0 + long * 0.05, y1 - long * 0.015),
            ],
            power=5,
        )
        kit.add("cabin", house, crease=35)
        skin = coachwork.grown(house, w * 0.012, 0)
        coachwork.glaze(
            kit,
            skin,
            4,
            (y0 + long * 0.07, y1 - long * 0.03),
            z + high * 0.3,
            z + high * 0.68,
            long * 0.03,
            inner=w * 0.2,
        )


def _sail(kit: Kit, tack: Vector, clew: Vector, head: Vector, peak: Vector, belly: float) -> Solid:
    """Cloth between four corners, blown out to the right."""
    n, m = (kit.pick(4, 10, 18), kit.pick(3, 7, 12)) if not kit.low else (kit.pick(2, 4, 6), kit.pick(2, 3, 4))
    rows = []
    for i in range(n + 1):
        t = i / n
        start = [tack[k] + (head[k] - tack[k]) * t for k in range(3)]
        end = [clew[k] + (peak[k] - clew[k]) * t for k in range(3)]
        bow = belly * (1 - t) ** 0.6 * (0.4 + 0.6 * float(kit.maths.sin(kit.maths.pi * min(t + 0.15, 1.0))))
        rows.append(
            [
                (
                    start[0] + bow * float(kit.maths.sin(kit.maths.pi * j / m)) * 0.8 + bow * 0.5 * j / m,
                    start[1] + (end[1] - start[1]) * j / m,
                    start[2] + (end[2] - start[2]) * j / m,
                )
                for j in range(m + 1)
            ]
        )
    return sheets.sheet(kit, rows, max(belly * 0.03, 0.5))


def _flag(kit: Kit, at: Vector, long: float, tall: float, r: float) -> Solid:
    m = kit.pick(3, 8, 14) if not kit.low else 3
    rows = [
        [
            (long * 0.09 * float(kit.maths.sin(6 * j / m)), at[1] + long * j / m, at[2] - tall * i * (1 - 0.0 * j))
            for j in range(m + 1)
        ]
        for i in range(2)
    ]
    pole = kit.rod((0, at[1], at[2] - tall * 1.3), (0, at[1], at[2]), r * 0.35)
    return kit.together([sheets.sheet(kit, rows, max(r * 0.3, 0.05)), pole])
