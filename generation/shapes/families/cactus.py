"""Cacti: ribbed columns with arms, spines and a bloom, in a pot or standing free; or a ribbed ball."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "cactus",
    gloss="a ribbed plant of the desert",
    category="plants",
    size=Size(150, 130, 260, main="height", stretch=2.5),
    roles=(
        Role("body", "leaf", "#4f8f5b", words=("stem", "column", "trunk")),
        Role("arm", "leaf", "#4f8f5b", words=("branch",), count="arms", like="body"),
        Role("spine", "bone", words=("thorn", "spike", "needle"), count=None, tone=None),
        Role("flower", "petal", "#ec7fa3", words=("blossom", "bloom"), count="flowers", tone=1),
        Role("pot", "clay", "#c86a45", words=("planter", "flowerpot", "flower pot"), count="pots", tone=None),
        Role("soil", "soil", words=("earth", "sand"), count="pots", tone=None),
    ),
    parameters=(
        count("arms", 2, 0, 6, free=(1, 2, 3)),
        count("ribs", 11, 5, 24, words=("rib",)),
        count("flowers", 1, 0, 6),
        count("pots", 1, 0, 1),
        choice("shape", "column", "ball", aliases={"round": "ball", "barrel": "ball"}),
    ),
    synonyms=("potted cactus", "succulent"),
    presets={
        "saguaro": {"pots": 0, "flowers": 0, "arms": 3, "width": 2200, "depth": 1500, "height": 4500},
        "desert cactus": {"pots": 0, "flowers": 0, "arms": 3, "width": 2200, "depth": 1500, "height": 4500},
        "barrel cactus": {"shape": "ball", "arms": 0},
    },
    examples=("green cactus with three arms in a white pot", "cactus with a yellow flower", "cactus without a pot"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The column, its arms, spines, bloom and pot."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    pots, arms, blooms = values.count("pots"), values.count("arms"), values.count("flowers")
    ball = values.word("shape") == "ball"
    ground = tall * 0.31 if pots else 0.0
    peak = tall - (min(wide, deep) * 0.07 if blooms else 0)
    half = wide / 2
    pot_r = min(half, deep / 2)
    r = min(
        half * (0.4 if arms else 0.86),
        deep / 2 * (0.62 if arms else 0.86),
        (peak - ground) * (0.28 if not ball else 0.6),
    ) * (1.1 if kit.style == "stylized" else 1)
    if ball:
        r = min(half, deep / 2) * 0.86 if not pots else pot_r * 0.86
    low = ground * 0.82
    ribs = values.count("ribs")
    kit.add("body", _column(kit, r, peak - low, ribs, ball).translate((0, 0, low)), crease=60)
    spines = [(0.0, 0.0, low, r, peak - low)]
    for k in range(arms):
        side = 1 if k % 2 == 0 else -1
        turn = 0.0 if k < 2 else (60.0 if k < 4 else -60.0)
        size = r * (0.52 - 0.03 * k)
        z = low + (peak - low) * (0.42 + 0.11 * (k % 3))
        reach = half - size
        up = min((peak - z) * 0.72, (peak - low) * 0.36)
        if turn:
            reach = min(reach, deep / 2 / abs(math.sin(math.radians(turn))) - size)
        path = kit.curve(
            [(0, 0, z), (reach * 0.66, 0, z + up * 0.02), (reach * 0.98, 0, z + up * 0.32), (reach, 0, z + up)],
            smooth=2,
        )
        n = len(path) - 1
        taper = [min(1.0, math.sqrt(max(1 - max((t / n - 0.72) / 0.28, 0) ** 2.2, 0.004))) for t in range(n + 1)]
        count_ = max(12, kit.small) if not kit.low else 6
        section = [
            (size * (1 + 0.07 * math.cos(9 * a)) * math.cos(a), size * (1 + 0.07 * math.cos(9 * a)) * math.sin(a))
            for a in (2 * math.pi * j / count_ for j in range(count_))
        ]
        limb = kit.swept(
            path,
            kit.maths.array(
                section
                if not kit.low
                else [(size * math.cos(2 * math.pi * j / 6), size * math.sin(2 * math.pi * j / 6)) for j in range(6)]
            ),
            scale=taper,
        )
        turned = limb.rotate((0, 0, turn + (180 if side < 0 else 0)))
        kit.add("arm", turned, crease=60)
    if kit.level:
        kit.add("spine", _spines(kit, spines[0], ribs, ball))
    for k in range(blooms):
        a = 2 * math.pi * k / max(blooms - 1, 1)
        away = 0.0 if k == 0 else r * 0.62
        z = peak - r * 0.03 if k == 0 else low + _height(away / r, peak - low, ball) - r * 0.04
        size = min(wide, deep) * 0.13 * (1 if k == 0 else 0.7)
        petals = []
        for layer, number in ((0, 7), (1, 6)) if kit.level else ((0, 6),):
            piece = foliage.blade(kit, size, size * 0.5, bend=-0.5, cup=0.3, tip=0.6, start=0.4)
            petals += foliage.around(piece, number, tilt=34 + 26 * layer, turn=25.0 * layer)
        low_z = min(p.bounding_box()[2] for p in petals)
        petals.append(
            kit.turned(
                [(0, low_z), (size * 0.2, low_z), (size * 0.2, size * 0.28), (0, size * 0.36)],
                segments=max(8, kit.small),
            )
        )
        bloom = kit.together(petals)
        top = bloom.bounding_box()[5]
        fit = (tall - peak + r * 0.03) / top if k == 0 else 1.0
        kit.add("flower", bloom.scale((1, 1, fit)).translate((away * math.cos(a), away * math.sin(a), z)), crease=60)
    if pots:
        kit.add("pot", foliage.pot(kit, pot_r, ground), crease=35)
        kit.add("soil", foliage.soil(kit, pot_r * 0.87, ground * 0.2).translate((0, 0, ground * 0.84)))


def _profile(t: float, ball: bool) -> float:
    """The column's radius at a share of its height."""
    if ball:
        return max(math.sin(math.pi * (0.12 + 0.88 * t)) ** 0.62, 0.02) if t < 1 else 0.02
    return max(math.sqrt(max(1 - max((t - 0.62) / 0.38, 0) ** 2.3, 0)) * (0.86 + 0.14 * min(t / 0.35, 1)), 0.02)


def _height(share: float, tall: float, ball: bool) -> float:
    """The height at which the column's top is `share` of its radius wide."""
    for k in range(100, 0, -1):
        if _profile(k / 100, ball) >= share:
            return tall * k / 100
    return tall


def _column(kit: Kit, r: float, tall: float, ribs: int, ball: bool) -> Solid:
    n = kit.pick(8, 20, 36) if not kit.low else kit.pick(4, 6, 9)
    per = kit.pick(2, 6, 10) if not kit.low else kit.pick(1, 2, 2)
    count_ = ribs * per if not kit.low or kit.level else max(6, ribs // 2 * 2)
    deep = 0.09 if per > 1 else 0.0
    rings: list[Any] = []
    for k in range(n + 1):
        t = 1 - (1 - k / n) ** 1.5
        size = r * _profile(t, ball) / (1 + deep)
        ring = []
        for j in range(count_):
            a = 2 * math.pi * j / count_
            wave = 1 + deep * (2 * abs(math.cos(a * ribs / 2)) ** 0.7 - 1)
            ring.append((size * wave * math.cos(a), size * wave * math.sin(a), tall * t))
        rings.append(ring)
    return kit.lofted(rings)


def _spines(kit: Kit, where: tuple[float, float, float, float, float], ribs: int, ball: bool) -> Solid:
    _, _, low, r, tall = where
    maths = kit.maths
    rows = kit.pick(0, 9, 16) if not kit.low else kit.pick(0, 4, 6)
    spots, ways, sizes = [], [], []
    for k in range(rows):
        t = 0.34 + 0.6 * (k + 0.5) / rows
        size = r * _profile(t, ball) * 0.99
        for j in range(ribs):
            for s in (-1, 0, 1) if kit.level == 2 and not kit.low else (0,):
                a = 2 * math.pi * j / ribs
                spots.append((size * math.cos(a), size * math.sin(a), low + tall * t))
                ways.append((math.cos(a + 0.5 * s), math.sin(a + 0.5 * s), 0.45 * (1 if s == 0 else -0.6)))
                sizes.append(1.0)
    spike = kit.hull([(0, 0, 0.02 * r), (0, 0.018 * r, -0.01 * r), (0, -0.018 * r, -0.01 * r), (r * 0.15, 0, 0)])
    return kit.scattered(spike, foliage.frames(spots, ways, sizes, maths.zeros(len(spots)), maths))
