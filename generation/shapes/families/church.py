"""Churches: a nave under a pitched roof, a tower with a steeple in front, pointed windows, a portal and a cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import masonry, roofs
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "church",
    gloss="a building for worship with a steeple",
    category="architecture",
    size=Size(9000, 18_000, 22_000, main="height", stretch=3),
    roles=(
        Role("wall", "plaster", "#efe7d6", words=("nave", "body")),
        Role("tower", "plaster", "#efe7d6", words=("bell tower",), count="steeples", like="wall"),
        Role("roof", "roof tile", "#8a4334", tone=1),
        Role("steeple", "slate", "#5a6a70", words=("spire",), count="steeples", tone=None),
        Role("plinth", "stone", count=None, tone=None),
        Role("window", "window glass", "#4f86a0", words=("stained glass",), count="windows", tone=None),
        Role("frame", "stone", "#cfc6b3", count=None, tone=None),
        Role("door", "wood", "#6b4429", words=("portal", "gate", "entrance"), count="doors", tone=None),
        Role("cross", "gold leaf", count="crosses", tone=None),
        Role("clock", "paint", "#f6f2e6", words=("clock face",), count="clocks", tone=None),
    ),
    parameters=(
        count("steeples", 1, 0, 2),
        count("windows", 8, 0, 30),
        count("doors", 1, 0, 3),
        count("crosses", 1, 0, 2),
        count("clocks", 0, 0, 1),
    ),
    synonyms=("chapel", "village church", "cathedral", "wedding chapel"),
    examples=(
        "white church with a steeple and six windows",
        "stone church with two steeples",
        "church with a red roof and a clock",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Nave, tower, roof, openings."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    steeples, crosses, doors = values.count("steeples"), values.count("crosses"), values.count("doors")
    half = wide / 2
    hang = half * 0.08
    peak = tall * (0.9 if crosses else 1.0)
    side = min(half * (0.62 if steeples == 1 else 0.46), deep * 0.16)
    front = -deep / 2 + (side * 1.2 if steeples else hang)
    rear = deep / 2 - hang
    long, middle = rear - front, (front + rear) / 2
    ridge = peak * (0.52 if steeples else 1.0)
    slope = 1.0 if kit.style == "realistic" else 1.2
    rise = min(half * slope, ridge * 0.55)
    eaves = ridge - rise
    body = [
        (-half + hang, 0),
        (half - hang, 0),
        (half - hang, eaves),
        (0, ridge - rise * hang / half - 1),
        (-half + hang, eaves),
    ]
    kit.add("wall", kit.prism(body, long).rotate((90, 0, 0)).translate((0, rear, 0)), crease=25)
    thick = half * 0.05 * kit.chunk
    roof = (
        roofs.gabled(kit, long + hang * 1.2, wide, rise, thick)
        .rotate((0, 0, 90))
        .translate((0, middle, ridge - rise - thick))
    )
    kit.add("roof", roof, crease=15)
    if kit.level:
        kit.add(
            "plinth", kit.box(wide - 2 * hang + half * 0.06, long + half * 0.04, tall * 0.025).translate((0, middle, 0))
        )
    windows = values.count("windows")
    for k in range(windows):
        right = k % 2 == 0
        some = (windows + 1) // 2 if right else windows // 2
        y = front + side + (rear - front - side) * (k // 2 + 0.5) / some
        w = min(long * 0.09, (rear - front - side) / some * 0.46, eaves * 0.28)
        w *= 1.25 if kit.style == "stylized" else 1.0
        place = masonry.at_flat((half - hang) if right else -(half - hang), y, eaves * 0.22, 90 if right else -90)
        masonry.opening(kit, w, min(eaves * 0.66, w * 3), place, fill="window", frame="frame", arch="pointed")
    spots = [0.0] if steeples == 1 else [-half + side, half - side]
    tower = peak * 0.62
    for x in spots[:steeples]:
        y = -deep / 2 + side
        parts = [kit.box(side * 2 * 0.96, side * 2 * 0.96, tower)]
        parts.extend(
            kit.box(side * 2, side * 2, tower * 0.022, bevel=tower * 0.004).translate((0, 0, tower * z))
            for z in ((0.0, 0.55, 0.8, 0.985) if kit.level else ())
        )
        kit.add("tower", kit.union(parts).translate((x, y, 0)), crease=25)
        spire = roofs.hipped(kit, side * 2.0, side * 2.0, peak - tower, side * 0.05, pyramid=True)
        kit.add("steeple", spire.translate((x, y, tower - side * 0.05)), crease=20)
        if kit.level:
            for turn in (0, 90, 180, 270):
                w = side * 0.5
                masonry.opening(
                    kit,
                    w,
                    w * 1.7,
                    masonry.moved(masonry.at_round(side * 0.96, turn, tower * 0.66), x, y, 0),
                    fill="frame",
                    arch="round",
                )
    for k in range(doors):
        at = 0.0 if doors == 1 else (k - (doors - 1) / 2) * wide * 0.3
        w = min(side * (1.05 if kit.style == "stylized" else 0.85), wide * (0.34 if kit.style == "stylized" else 0.26))
        y = (
            -deep / 2 + side * 0.04
            if steeples == 1 and abs(at) < side * 0.5
            else (front if steeples != 2 else -deep / 2 + side * 0.04 if abs(at) > half - 2 * side else front)
        )
        masonry.opening(
            kit, w, min(w * 2, eaves * 0.7), masonry.at_flat(at, y, 0), fill="door", frame="frame", arch="pointed"
        )
    if values.count("clocks"):
        r = side * 0.5
        y = -deep / 2 + side * 0.04 if steeples == 1 else front
        z = tower * 0.52 if steeples == 1 else eaves * 1.05
        face = kit.disc(r * 2, r * 2, side * 0.12, bevel=side * 0.02).rotate((90, 0, 0))
        hands = [
            kit.box(r * 0.07, side * 0.04, r * 0.75).translate((0, -side * 0.12, 0)),
            kit.box(r * 0.07, side * 0.04, r * 0.5).translate((0, -side * 0.12, 0)).rotate((0, 100, 0)),
        ]
        kit.add("clock", kit.union([face, *hands]).translate((0, y, z)))
    for k in range(crosses):
        x, y, z = (
            (spots[k % len(spots)], -deep / 2 + side, peak * 0.985) if steeples else (0.0, front + hang, ridge - thick)
        )
        if k and steeples == 1:
            x, y, z = 0.0, rear - hang, ridge - thick
        high = tall - z if k == 0 or steeples == 2 else tall * 0.08
        bar = high * 0.1
        cross = kit.union(
            [
                kit.box(bar, bar, high, bevel=bar * 0.1),
                kit.box(high * 0.55, bar, bar, bevel=bar * 0.1).translate((0, 0, high * 0.62)),
            ]
        )
        kit.add("cross", cross.translate((x, y, z)))
