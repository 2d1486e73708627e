"""Pines and firs: tiers of drooping boughs on a straight trunk; a Christmas tree wears baubles, a star and candles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import foliage, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pine",
    gloss="an evergreen tree with tiers of boughs",
    category="plants",
    size=Size(2800, 2800, 5000, main="height", tied=("width", "depth"), stretch=2.5),
    roles=(
        Role("tier", "leaf", "#2f6d47", words=("layer", "bough", "branch", "foliage", "crown", "level"), count="tiers"),
        Role("needle", "leaf", "#3c8152", words=("twig",), count=None, like="tier"),
        Role("trunk", "bark", "#7a4f33", words=("stem",), tone=None),
        Role(
            "bauble",
            "paint",
            "#c8352c",
            words=("ornament", "ball", "christmas ball", "decoration"),
            count="baubles",
            tone=1,
        ),
        Role("star", "gold leaf", count="stars", tone=None),
        Role("snow", "snow", count="snows", tone=None),
        Role("stand", "wood", "#8a5a36", words=("base", "foot"), count="stands", tone=None),
    ),
    parameters=(
        count("tiers", 5, 2, 14, words=("tier",)),
        count("baubles", 0, 0, 80),
        count("stars", 0, 0, 1),
        count("snows", 0, 0, 1, words=("snow",)),
        count("stands", 0, 0, 1),
    ),
    synonyms=("pine tree", "fir", "fir tree", "spruce tree", "conifer", "evergreen tree", "larch tree"),
    presets={
        "christmas tree": {
            "baubles": 24,
            "stars": 1,
            "stands": 1,
            "tiers": 6,
            "width": 1300,
            "depth": 1300,
            "height": 2100,
        },
        "xmas tree": {"baubles": 24, "stars": 1, "stands": 1, "tiers": 6, "width": 1300, "depth": 1300, "height": 2100},
    },
    examples=(
        "pine tree with four tiers",
        "christmas tree with ten red baubles and a star",
        "green fir tree with snow, 3 m tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Trunk, tiers, and what hangs on them."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    reach, squash = wide / 2, deep / wide
    tiers = values.count("tiers")
    peak = tall * (0.93 if values.count("stars") else 1.0)
    low = tall * 0.15
    r = min(reach * 0.1, tall * 0.035) * kit.chunk
    pitch = (peak - low) / (tiers + 0.55)
    lobes = kit.pick(9, 14, 22) if not kit.low else kit.pick(7, 8, 10)
    hang: list[tuple[float, float]] = []
    first = _tier(kit, 0, 1.0, 0.0, 1.0, lobes).bounding_box()
    fx, fy = 2 / (first[3] - first[0]), 2 / (first[4] - first[1]) * squash
    for k in range(tiers):
        share = k / tiers
        size = reach * (1 - share) ** 0.85
        z0 = low + pitch * k
        z1 = min(z0 + pitch * 1.75, peak) if k < tiers - 1 else peak
        kit.add("tier", _tier(kit, k, size, z0, z1, lobes).scale((fx, fy, 1)), crease=25 if kit.low else 50)
        hang.append((size, z0))
        if kit.level and not kit.low:
            kit.add("needle", _needles(kit, k, size, z0, z1, reach).scale((1, squash, 1)))
        if values.count("snows") and k == 0:
            caps = []
            for j in range(tiers):
                s, a = reach * (1 - j / tiers) ** 0.85, low + pitch * j
                b = min(a + pitch * 1.75, peak) if j < tiers - 1 else peak
                caps.append(
                    _tier(kit, j, s * 0.62, a + (b - a) * 0.42, b + (b - a) * 0.02 * (j < tiers - 1), lobes).scale(
                        (fx, fy, 1)
                    )
                )
            kit.add("snow", kit.union(caps), crease=50)
    kit.add(
        "trunk", foliage.trunk(kit, [(0, 0, 0), (0, 0, low), (0, 0, peak * 0.9)], r, top=0.25, flare=1.35), crease=60
    )
    number = values.count("baubles")
    ball = reach * 0.075 * kit.chunk
    for k in range(number):
        share = ((k + 0.5) / number) ** 1.25 * 0.92
        spot = share * tiers
        j = min(int(spot), tiers - 1)
        size, z0 = hang[j]
        turn = foliage.GOLDEN * k
        away = size * (1 - 0.985 * (0.1 + 0.42 * (spot - j)) ** 0.9) + ball * 0.4
        z = z0 + pitch * 1.75 * (0.1 + 0.42 * (spot - j)) + pitch * 0.1
        kit.add("bauble", kit.sphere(ball).translate((away * math.cos(turn), away * math.sin(turn) * squash, z)))
    if values.count("stars"):
        s = (tall - peak) * 0.62
        star = outlines.star(s, s * 0.42, 5)
        flat = kit.prism(star, s * 0.16).translate((0, 0, -s * 0.08))
        shape = flat
        if kit.level:
            tip = [(x, y, 0.0) for x, y in star]
            spikes = [
                kit.hull([tip[2 * j], tip[2 * j - 1], tip[(2 * j + 1) % 10], (0, 0, s * 0.2), (0, 0, -s * 0.2)])
                for j in range(5)
            ]
            shape = kit.union([flat.scale((0.8, 0.8, 0.6)), *spikes])
        kit.add("star", shape.rotate((90, 0, 0)).translate((0, 0, tall - s)))
    if values.count("stands"):
        bar = r * 1.4
        cross = [kit.box(reach * 0.9, bar, bar, bevel=bar * 0.12).rotate((0, 0, a)) for a in (45, 135)]
        kit.add("stand", kit.union(cross))


def _tier(kit: Kit, index: int, size: float, z0: float, z1: float, lobes: int) -> Any:
    """A cone whose skirt is scalloped and hangs."""
    steps = kit.pick(1, 4, 7) if not kit.low else kit.pick(1, 1, 2)
    per = kit.pick(1, 3, 4) if not kit.low else kit.pick(1, 2, 2)
    count_ = lobes * per // 4 * 4 if kit.level == 0 or kit.low else lobes * per
    shift = kit.chance("tier", index) * 6.28
    slope = 1.2 if kit.style == "stylized" else 0.9
    rings = []
    levels = [(0.3, 0.16, 0.0)] + [(1 - 0.985 * (k / steps) ** slope, (k / steps), 1.0) for k in range(steps + 1)]
    for share, rise, wave in levels:
        ring = []
        for j in range(count_):
            a = 2 * math.pi * j / count_
            scallop = (
                1
                - 0.11 * wave * (1 - rise) * (0.5 - 0.5 * math.cos(a * lobes + shift))
                - 0.03 * wave * (1 - rise) * math.sin(a * 3 + shift)
            )
            drop = (z1 - z0) * 0.09 * wave * (1 - rise) ** 2 * (0.5 + 0.5 * math.cos(a * lobes + shift))
            rad = size * share * scallop
            ring.append(
                (
                    rad * math.cos(a),
                    rad * math.sin(a),
                    max(z0 + (z1 - z0) * rise - drop + (z1 - z0) * 0.09, 0.0) if rise < 1 else z1,
                )
            )
        rings.append(ring)
    return kit.lofted(rings)


def _needles(kit: Kit, index: int, size: float, z0: float, z1: float, reach: float) -> Any:
    """Twigs that stick out of a tier's slope."""
    maths = kit.maths
    number = round(kit.pick(0, 70, 320) * (0.35 + size / reach))
    spots, ways, sizes, twists = [], [], [], []
    for k in range(max(number, 6)):
        t = ((k + 0.5) / max(number, 6)) ** 1.7 * 0.9
        a = foliage.GOLDEN * k + index
        away = size * (1 - 0.985 * t**0.9) * 0.93
        spots.append((away * math.cos(a), away * math.sin(a), z0 + (z1 - z0) * (t + 0.07 * (1 - t))))
        ways.append((math.cos(a + kit.chance("n", k) - 0.5), math.sin(a + kit.chance("n", k) - 0.5), -0.35))
        sizes.append(
            (0.7 + 0.6 * kit.chance("s", k))
            * min(1.0, 0.4 + size / reach)
            * (1 if away + reach * 0.05 < reach * 0.9 else 0.6)
        )
        twists.append(kit.chance("t", k) * 1.5)
    long = reach * (0.085 if kit.style == "realistic" else 0.07)
    return kit.scattered(
        foliage.leaf(kit, long, long * 0.4), foliage.frames(spots, ways, sizes, maths.array(twists), maths)
    )
