"""Barns: boarded walls under a gambrel roof, double doors with braces, a loft door, windows and a silo."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from generation.shapes import masonry
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "barn",
    gloss="a farm building for hay and animals",
    category="architecture",
    size=Size(11_000, 15_000, 9500, main="width", stretch=3),
    roles=(
        Role("wall", "paint", "#a03a2e", words=("body", "side")),
        Role("board", "paint", "#93332a", words=("plank", "siding"), count=None, like="wall"),
        Role("roof", "slate", "#5b5f63", tone=1),
        Role("trim", "paint", "#f2ede0", words=("frame", "edge"), count=None, tone=None),
        Role("door", "paint", "#8c2f26", words=("barn door", "gate"), count="doors", like="wall"),
        Role("window", "window glass", count="windows", tone=None),
        Role("frame", "paint", "#f2ede0", count=None, tone=None, like="trim"),
        Role("loft", "wood", "#6b4429", words=("loft door", "hatch"), tone=None),
        Role("silo", "aluminium", words=("tank",), count="silos", tone=None),
    ),
    parameters=(count("doors", 2, 1, 4), count("windows", 4, 0, 16), count("silos", 0, 0, 2)),
    synonyms=("stable", "farm building", "shed", "hay barn"),
    examples=("red barn with two doors", "wooden barn with a silo", "red barn with a grey roof and four windows"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Walls, roof, doors."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    silos = values.count("silos")
    room = wide * 0.24 * silos
    span = wide - room
    cx = -wide / 2 + span / 2 + (room / 2 if silos == 2 else 0)
    half, long = span / 2, deep / 2
    hang = min(half, long) * 0.07
    top = tall * (0.94 if silos else 1.0)
    eaves = top * 0.46
    knee = (half * 0.62, eaves + (top - eaves) * (0.64 if kit.style == "realistic" else 0.7))
    thick = half * 0.035 * kit.chunk
    w = half - hang
    outline = [
        (-w, 0),
        (w, 0),
        (w, eaves),
        (knee[0] * 0.93, knee[1] - thick),
        (0, top - thick * 1.5),
        (-knee[0] * 0.93, knee[1] - thick),
        (-w, eaves),
    ]
    kit.add("wall", kit.prism(outline, 2 * (long - hang)).rotate((90, 0, 0)).translate((cx, long - hang, 0)), crease=20)
    boards: list[Solid] = []
    number = kit.pick(0, 20, 34)

    def height(x: float) -> float:
        a = abs(x)
        return (
            eaves + (knee[1] - eaves) * (w - a) / max(w - knee[0], 1e-6)
            if a > knee[0]
            else knee[1] + (top - knee[1]) * (1 - a / knee[0])
        )

    for k in range(number):
        x = -w + 2 * w * (k + 0.5) / number
        width = 2 * w / number
        z = height(min(w, abs(x) + width / 2)) - thick * 1.6
        boards.extend(kit.box(width * 0.82, half * 0.012, z).translate((cx + x, s * (long - hang), 0)) for s in (-1, 1))
    rows = round(number * (long - hang) / w)
    for k in range(rows):
        y = -(long - hang) + 2 * (long - hang) * (k + 0.5) / rows
        boards.extend(
            kit.box(half * 0.012, 2 * (long - hang) / rows * 0.82, eaves).translate((cx + s * w, y, 0)) for s in (-1, 1)
        )
    if boards:
        kit.add("board", kit.together(boards))
    courses = kit.pick(1, 5, 9) if not kit.low else kit.pick(1, 2, 3)
    upper = []
    points = [(half, eaves - thick * 0.6), (knee[0], knee[1]), (0.0, top)]
    for (x0, z0), (x1, z1) in itertools.pairwise(points):
        for k in range(courses):
            a, b = k / courses, (k + 1) / courses
            lip = thick * 0.35 if courses > 1 and not (k == courses - 1 and x1 == 0.0) else 0.0
            upper += [(x0 + (x1 - x0) * a, z0 + (z1 - z0) * a), (x0 + (x1 - x0) * b, z0 + (z1 - z0) * b - lip)]
    lower = [(half * 0.985, eaves - thick * 1.7), (knee[0] * 0.94, knee[1] - thick * 1.1), (0.0, top - thick * 1.4)]
    shape = [*upper, *[(-x, z) for x, z in reversed(upper)], *[(-x, z) for x, z in lower], *reversed(lower[:-1])]
    kit.add("roof", kit.prism(shape, 2 * long).rotate((90, 0, 0)).translate((cx, long, 0)), crease=15)
    doors = values.count("doors")
    front = -(long - hang)
    tall_door = eaves * 0.86
    pair = min(2, doors)
    door_w = min(half * 0.42, w * 0.9 / pair)
    for k in range(doors):
        y, turn, j = (front, 0.0, k) if k < 2 else (-front, 180.0, k - 2)
        n = pair if k < 2 else doors - 2
        x = (j - (n - 1) / 2) * door_w * 1.03
        bar = door_w * 0.09
        face = [kit.box(door_w, half * 0.05, tall_door)]
        kit.add("door", kit.union(face).translate((x, 0, 0)).rotate((0, 0, turn)).translate((cx, y, 0)))
        lines = [
            kit.box(door_w, half * 0.07, bar).translate((x, 0, z))
            for z in (0, tall_door - bar, tall_door * 0.5 - bar / 2)
        ]
        lines += [kit.box(bar, half * 0.07, tall_door).translate((x + s * (door_w - bar) / 2, 0, 0)) for s in (-1, 1)]
        if kit.level:
            for a, b in ((bar, tall_door * 0.5 - bar * 0.5), (tall_door * 0.5 + bar * 0.5, tall_door - bar)):
                for s in (-1, 1):
                    lines.append(
                        kit.hull(
                            [
                                (x + s * (door_w / 2 - bar) + e, y_, a)
                                for e in (-bar * 0.5, bar * 0.5)
                                for y_ in (-half * 0.03, half * 0.03)
                            ]
                            + [
                                (x - s * (door_w / 2 - bar) + e, y_, b)
                                for e in (-bar * 0.5, bar * 0.5)
                                for y_ in (-half * 0.03, half * 0.03)
                            ]
                        )
                    )
        kit.add("trim", kit.union(lines).rotate((0, 0, turn)).translate((cx, y, 0)))
    hatch = door_w * 0.8
    masonry.opening(
        kit,
        hatch,
        hatch * 1.1,
        masonry.at_flat(cx, front - half * 0.01, eaves * 1.06),
        fill="loft",
        frame="trim",
        arch="flat",
        bars=0,
    )
    windows = values.count("windows")
    for k in range(windows):
        side = 1 if k % 2 == 0 else -1
        some = (windows + 1) // 2 if side > 0 else windows // 2
        y = -(long - hang) + 2 * (long - hang) * (k // 2 + 0.5) / some
        size = min(eaves * 0.3, (long - hang) / some * 0.8)
        masonry.opening(
            kit,
            size,
            size,
            masonry.at_flat(cx + side * (w + half * 0.004), y, eaves * 0.42, 90 * side),
            fill="window",
            frame="frame",
            arch="flat",
        )
    edge = kit.box(half * 0.05, half * 0.05, eaves)
    kit.add(
        "trim",
        kit.together(
            [edge.translate((cx + s * w * 0.985, t * (long - hang * 0.9), 0)) for s in (-1, 1) for t in (-1, 1)]
        ),
    )
    for k in range(silos):
        r = room / silos / 2
        x = wide / 2 - r if k == 0 else -wide / 2 + r
        body = tall * 0.82
        hoops = kit.pick(0, 9, 16)
        shell = masonry.drum(kit, r * 0.99, r * 0.99, 0, body, courses=hoops)
        n = kit.pick(3, 7, 12)
        dome = kit.turned(
            [
                (0, body),
                *[(r * math.cos(1.5 * j / n), body + (tall - body) * math.sin(1.5708 * j / n)) for j in range(n)],
                (0, tall),
            ]
        )
        kit.add("silo", kit.union([shell, dome]).translate((x, long * 0.3, 0)), crease=30)
