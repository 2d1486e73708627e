"""Rowing boats: an open clinker hull with thwarts, ribs and oars; a canoe and a dinghy are narrower and plainer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import boats
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "rowing_boat",
    gloss="a small open boat with oars",
    category="vehicles",
    size=Size(1700, 3600, 700, main="depth", stretch=2.5),
    roles=(
        Role("hull", "wood", "#b5793f", words=("body",)),
        Role("rail", "wood", "#7a4f2c", words=("gunwale",), count=2, tone=1),
        Role("seat", "wood", "#c99a5f", words=("bench", "thwart"), count="seats", tone=None),
        Role("rib", "wood", "#9a6a3c", count=None, tone=None),
        Role("keel", "wood", "#7a4f2c", count=1, tone=1),
        Role("oar", "wood", "#d2a76a", words=("paddle",), count="oars", tone=None),
        Role("oarlock", "brass", words=("rowlock",), count="oars", tone=None),
    ),
    parameters=(
        count("seats", 3, 0, 6),
        count("oars", 2, 0, 8),
        choice("stern", "flat", "pointed"),
    ),
    synonyms=("rowboat", "row boat", "boat", "dinghy", "wooden boat", "fishing boat"),
    presets={
        "canoe": {"width": 850, "depth": 4800, "height": 600, "stern": "pointed", "seats": 2, "oars": 0},
        "gondola": {"width": 1400, "depth": 7000, "height": 900, "stern": "pointed", "seats": 2, "oars": 1},
        "kayak": {"width": 700, "depth": 4300, "height": 420, "stern": "pointed", "seats": 1, "oars": 0},
    },
    examples=("wooden rowing boat with two oars", "red boat with three seats", "green canoe with two seats"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Hull, rails, ribs, seats, oars."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    oars = values.count("oars")
    half = wide / 2 * (0.80 if oars > 1 else 0.96)
    rail = min(half, tall) * 0.08 * kit.chunk
    top = tall - rail * 0.5
    sharp = values.word("stern") == "pointed"
    stations = list(boats.lines(long * 0.995, half, rail * 0.5, top, sheer=0.3, transom=0.62))
    if sharp:
        fore = stations[:5]
        stations = [
            *fore,
            (0.0, half, rail * 0.5, fore[-1][3] * 0.93),
            *((-y, w, k, z) for y, w, k, z in reversed(fore)),
        ]
    wall = half * 0.05 * kit.chunk
    strakes = kit.pick(0, 5, 6) if not kit.low else kit.pick(0, 0, 3)
    kit.add("hull", boats.shell(kit, stations, wall=wall, strakes=strakes), crease=24)
    for bar in boats.rails(kit, stations, rail * 1.5, rail):
        kit.add("rail", bar)
    marks = [(0.0, y, keel) for y, _, keel, _ in stations]
    path = kit.curve(marks)
    kit.add("keel", kit.swept(path, kit.strip(rail * 0.9, rail * 1.4, corner=rail * 0.2), up=(1, 0, 0)))
    for k in range(kit.pick(0, 7, 13)):
        y = long * (0.66 * (k + 0.5) / kit.pick(1, 7, 13) - 0.33)
        w, low, high = boats.at(stations, y)
        arc = [
            (
                (w - wall * 1.2) * float(kit.maths.cos(a)),
                y,
                high - (high - low - wall * 1.1) * float(kit.maths.sin(a)) ** 0.9,
            )
            for a in kit.maths.linspace(0.1, kit.maths.pi - 0.1, 13)
        ]
        kit.add("rib", kit.swept(kit.maths.array(arc), kit.strip(rail * 0.7, rail * 0.7), up=(0, 1, 0)))
    seats = values.count("seats")
    for k in range(seats):
        y = long * (0.05 if seats == 1 else -0.22 + 0.58 * k / (seats - 1))
        w, low, high = boats.at(stations, y)
        z = low + (high - low) * 0.62
        share = 0.97 * (1 - 0.38**2.2) ** (1 / 2.2)
        plank = kit.box(2 * (w - wall * 0.5) * share, min(long * 0.075, wide * 0.2), rail * 0.7, bevel=rail * 0.15)
        kit.add("seat", plank.translate((0, y, z)))
    for k in range(oars):
        side = 1 if k % 2 == 0 else -1
        y = long * (0.03 + 0.14 * (k // 2) - 0.05 * (oars > 2))
        w, low, high = boats.at(stations, y)
        x = side * w
        lock = kit.rod((x, y, high - rail * 0.5), (x, y, high + tall * 0.05), rail * 0.35)
        kit.add("oarlock", lock)
        reach = wide / 2 - w
        start = (side * w * 0.2, y - long * 0.02, min(high + tall * 0.06, tall - rail * 0.4))
        end = (side * (wide / 2 - long * 0.048), y + long * 0.24, high * 0.66)
        pole = kit.rod(start, end, rail * 0.34, rail * 0.28, bevel=rail * 0.08)
        turn = float(kit.maths.degrees(kit.maths.arctan2(start[0] - end[0], end[1] - start[1])))
        blade = kit.box(min(reach * 0.5, long * 0.05), long * 0.17, rail * 0.25, corner=reach * 0.16, bevel=rail * 0.08)
        tip = blade.rotate((-12, 0, turn)).translate((end[0], end[1], end[2] - rail * 0.1))
        kit.add("oar", kit.union([pole, tip]))
