"""Barrels: bulged staves held by hoops, with sunk heads, a bung and a tap where asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family, ratio

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "barrel",
    gloss="a round bulging container of staves and hoops",
    category="container",
    size=Size(600, 600, 860, main="height", tied=("width", "depth")),
    roles=(
        Role("stave", "oak", words=("plank", "board", "side"), count="staves"),
        Role("hoop", "black metal", words=("ring", "band", "metal band", "iron band"), count="hoops", tone=1),
        Role("head", "oak", words=("lid", "top", "end"), count=2, like="stave"),
        Role("bung", "cork", words=("stopper", "cork"), count="bungs", tone=None),
        Role("tap", "brass", words=("spigot", "faucet"), count="taps", tone=None),
    ),
    parameters=(
        count("staves", 18, 8, 48),
        count("hoops", 4, 0, 8, free=(4, 6)),
        count("bungs", 0, 0, 1),
        count("taps", 0, 0, 1),
        ratio("bulge", 0.14, 0.0, 0.4),
    ),
    synonyms=("wine barrel", "cask", "keg", "wooden barrel", "oak barrel", "beer barrel", "whisky barrel"),
    presets={"rain barrel": {"taps": 1}, "powder keg": {"width": 360, "depth": 360, "height": 460}},
    examples=("oak barrel with six hoops", "wine barrel with a tap", "small red barrel with black hoops"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Each stave is a bent board; hoops follow the bulge."""
    wide, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("staves")
    bulge = values.mm("bulge") * (1.2 if kit.style == "stylized" else 1.0)
    proud = wide * 0.006 * kit.chunk
    r = wide / 2
    thick = r * 0.09

    def at(z: float) -> float:
        """The outer radius of the staves at a height."""
        return r * (1 - bulge * (2 * z / high - 1) ** 2)

    steps = kit.pick(6, 12, 20) if not kit.low else kit.pick(4, 6, 8)
    around = 1 if kit.low else kit.pick(2, 3, 4)
    for k in range(n):
        stave = _stave(kit, at, high, thick, 2 * math.pi * k / n, 2 * math.pi / n, steps, around)
        kit.add("stave", stave.scale((1, deep / wide, 1)), crease=34)
    hoops = values.count("hoops")
    for k in range(hoops):
        side = 1 if k % 2 else -1
        rank = k // 2
        last = hoops % 2 and k == hoops - 1
        share = 0.5 if last else 0.5 + side * (0.45 - 0.13 * rank)
        tall = high * 0.045
        low = min(max(share * high - tall / 2, 0.0), high - tall)
        count_ = kit.pick(1, 3, 5)
        rows = [low + tall * i / count_ for i in range(count_ + 1)]
        outer = [(min(at(z) + proud, r), z) for z in rows]
        inner = [(at(z) - thick * 0.5, z) for z in reversed(rows)]
        ring = kit.turned([*outer, *inner], segments=max(n, kit.segments))
        if kit.level == 2:
            pin = kit.sphere(proud * 1.6).scale((1, 1, 1))
            y = -at(low + tall / 2)
            ring = kit.union(
                [ring, *(pin.translate((x, y * 0.999, low + tall / 2)) for x in (-tall * 0.4, tall * 0.4))]
            )
        kit.add("hoop", ring.scale((1, deep / wide, 1)), crease=50)
    sunk = high * 0.035
    for z in (sunk, high - sunk - thick * 0.7):
        kit.add(
            "head",
            _head(kit, at(z) - thick * 0.6, thick * 0.7, z > high / 2).translate((0, 0, z)).scale((1, deep / wide, 1)),
        )
    if values.count("bungs"):
        c = r * 0.09
        plug = kit.turned([(0, 0), (c, 0), (c * 0.85, c * 1.2), (0, c * 1.2)]).rotate((90, 0, 0))
        kit.add("bung", plug.translate((0, (-at(high / 2) + c * 0.8) * deep / wide, high / 2)))
    if values.count("taps"):
        kit.add(
            "tap",
            _tap(kit, r * 0.05).translate((0, (-at(high * 0.16) + r * 0.14) * deep / wide, high * 0.16)),
            crease=40,
        )


def _stave(
    kit: Kit,
    at: Callable[[float], float],
    high: float,
    thick: float,
    turn: float,
    width: float,
    steps: int,
    around: int,
) -> Solid:
    """A board of the wall: rings up its height, with a groove along its seams where there is detail."""
    half = width / 2 * (0.978 if kit.level else 1.0)
    sag = 1.0 if kit.low else 0.986 if kit.level else 1.0
    rows = []
    for k in range(steps + 1):
        z = high * k / steps
        outer, inner = at(z), at(z) - thick
        ring = []
        for i in range(around + 1):
            a = turn - half + 2 * half * i / around
            edge = sag if i in (0, around) else 1.0
            ring.append((outer * edge * math.cos(a), outer * edge * math.sin(a), z))
        if around == 1:
            ring.insert(1, (outer * math.cos(turn), outer * math.sin(turn), z))
        ring += [(inner * math.cos(a), inner * math.sin(a), z) for a in (turn + half, turn - half)]
        rows.append(ring)
    return kit.lofted(rows)


def _head(kit: Kit, r: float, thick: float, top: bool) -> Solid:
    """A disc of boards: seams are cut where there is detail."""
    disc = kit.disc(2 * r, 2 * r, thick)
    if not kit.level or not top:
        return disc
    seams = kit.pick(0, 4, 6)
    cuts = [
        kit.box(r * 3, r * 0.012, thick).translate((0, r * 1.7 * ((k + 1) / (seams + 1) - 0.5), thick * 0.82))
        for k in range(seams)
    ]
    return kit.without(disc, *cuts)


def _tap(kit: Kit, r: float) -> Solid:
    """A spout to the front with a cross handle."""
    pipe = kit.rod((0, r * 2, 0), (0, -r * 4.4, 0), r)
    spout = kit.rod((0, -r * 3.6, 0), (0, -r * 3.8, -r * 2.6), r * 0.8)
    stem = kit.rod((0, -r * 2.4, 0), (0, -r * 2.4, r * 2.6), r * 0.6)
    bar = kit.rod((-r * 1.8, -r * 2.4, r * 2.4), (r * 1.8, -r * 2.4, r * 2.4), r * 0.5, bevel=r * 0.2)
    return kit.union([pipe, spout, stem, bar])
