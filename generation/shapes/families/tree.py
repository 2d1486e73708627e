"""Deciduous trees: a flared trunk with branches into a crown of lumps clothed in leaves; fruit and blossom if asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Vector


@family(
    "tree",
    gloss="a plant with a trunk, branches and a crown of leaves",
    category="plants",
    size=Size(4200, 4200, 6000, main="height", stretch=2.5),
    roles=(
        Role("crown", "leaf", "#4f8a41", words=("foliage", "canopy", "treetop", "top"),
             count=lambda v: int(v.word("season") != "bare")),
        Role("leaf", "leaf", "#6aa24c", count=None, tone=0, like="crown"),
        Role("trunk", "bark", words=("stem", "bark"), tone=None),
        Role("branch", "bark", words=("bough", "limb"), count="branches", tone=None),
        Role("fruit", "paint", "#c8352c", words=("apple", "orange", "cherry", "lemon", "pear"), count="fruits", tone=1),
    ),
    parameters=(
        count("branches", 5, 0, 16),
        count("fruits", 0, 0, 60),
        choice("crown_shape", "round", "oval", "conical", "spreading", aliases={"egg": "oval"}),
        choice("season", "summer", "bare", aliases={"leafless": "bare", "winter": "bare"}),
    ),
    synonyms=("deciduous tree", "oak tree", "leafy tree", "maple tree", "linden", "beech tree", "lime tree"),
    presets={
        "apple tree": {"fruits": 14, "height": 4500},
        "orange tree": {"fruits": 14, "height": 4000},
        "cherry tree": {"fruits": 24, "height": 4500},
        "poplar": {"crown_shape": "oval", "width": 2200, "depth": 2200, "height": 9000},
        "birch tree": {"crown_shape": "oval", "width": 2600, "depth": 2600, "height": 7000},
        "dead tree": {"season": "bare", "branches": 9},
        "bonsai": {"width": 420, "depth": 360, "height": 400, "crown_shape": "spreading"},
    },
    examples=("green tree with a brown trunk", "apple tree with twelve red apples", "tree with six branches, 5 m tall"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Trunk, branches, crown."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    shape, bare = values.word("crown_shape"), values.word("season") == "bare"
    reach = min(wide, deep) / 2
    squash = deep / wide
    r = min(tall * 0.04, reach * 0.13) * kit.chunk
    fork = tall * 0.36
    bend = (kit.chance("bend") - 0.5) * r
    top = tall * (1.0 if bare else 0.7)
    path = [(0, 0, 0), (bend, r * 0.2, fork * 0.5), (-bend * 0.4, 0, fork), (bend * 0.5, 0, top)]
    balls = _balls(kit, shape, reach, tall, fork)
    ends: list[Vector] = []
    number = values.count("branches")
    limbs = []
    for k in range(number):
        angle = foliage.GOLDEN * k + kit.chance("turn") * 6
        low = fork * (0.82 + 0.5 * k / max(number, 1))
        away = reach * (0.9 if bare else 0.55) * (0.85 + 0.3 * kit.chance("reach", k))
        away = min(away, reach * (0.999 if bare else 0.7))
        high = min(low + away * (0.95 if bare else 0.7) + tall * 0.06, tall * (0.97 if bare else 0.78))
        end = (away * math.cos(angle), away * math.sin(angle) * squash, high)
        line = kit.curve([(0, 0, low), (end[0] * 0.45, end[1] * 0.45, low + (high - low) * 0.5), end])
        n = len(line) - 1
        limbs.append(kit.swept(line, kit.ring(r * 0.5), scale=[1 - 0.7 * j / n for j in range(n + 1)]))
        ends.append(end)
        if bare:
            for j in range(kit.pick(1, 3, 5)):
                share = 0.35 + 0.13 * j
                spot = line[min(n, round(n * share))]
                turn = angle + (0.9 if j % 2 else -0.9)
                away_ = reach * 0.24
                tip = (
                    spot[0] + away_ * math.cos(turn),
                    spot[1] + away_ * math.sin(turn) * squash,
                    min(spot[2] + away_ * 0.8, tall),
                )
                limbs[-1] = kit.union([limbs[-1], kit.rod(tuple(map(float, spot)), tip, r * 0.24, r * 0.06)])  # type: ignore[arg-type]
    if not bare:
        _crown(kit, balls, squash, reach)
    kit.add("trunk", foliage.trunk(kit, path, r * 1.15, top=0.06 if bare else 0.35, flare=1.7), crease=60)
    for limb in limbs:
        kit.add("branch", limb, crease=60)
    size = reach * 0.065 * kit.chunk
    for x, y, z in _spots(balls, values.count("fruits")):
        pull = min(1.0, (reach - size) / max(math.hypot(x, y), 1e-9))
        kit.add("fruit", kit.sphere(size).translate((x * pull, y * pull * squash, min(z, tall - size))))


def _spots(balls: list[tuple[Vector, float]], number: int) -> list[Vector]:
    """Places on the outside of the crown, spread over it."""
    free: list[Vector] = []
    for index, (middle, radius) in enumerate(balls):
        for x, y, z in foliage.globe(60):
            spot = (middle[0] + radius * 1.02 * x, middle[1] + radius * 1.02 * y, middle[2] + radius * 1.02 * z)
            if z < 0.8 and not any(math.dist(spot, m) < r * 1.05 for j, (m, r) in enumerate(balls) if j != index):
                free.append(spot)
    if not free:
        free = [(m[0], m[1] - r, m[2]) for m, r in balls]
    return [free[(k * 7919 + k // len(free)) % len(free)] for k in range(number)]


def _balls(kit: Kit, shape: str, reach: float, tall: float, fork: float) -> list[tuple[Vector, float]]:
    """The crown's lumps, touching the bounds left, right, before, behind and above."""
    low = fork * (0.75 if shape in ("oval", "conical") else 1.0)
    middle = (low + tall) / 2
    around = kit.pick(4, 6, 8)
    out: list[tuple[Vector, float]] = []
    if shape in ("oval", "conical"):
        rows = [
            (0.2, 0.62 if shape == "oval" else 0.7),
            (0.5, 0.6 if shape == "oval" else 0.5),
            (0.8, 0.44 if shape == "oval" else 0.3),
        ]
        for share, size in rows:
            radius = reach * size
            z = low + (tall - low) * share
            for k in range(4):
                x, y = (
                    math.cos(k * math.pi / 2 + share * (share > 0.3)),
                    math.sin(k * math.pi / 2 + share * (share > 0.3)),
                )
                away = reach - radius if share < 0.3 else (reach - radius) * (0.6 if shape == "oval" else 0.35)
                out.append(((away * x, away * y, z), radius))
        radius = min(reach * 0.42, (tall - low) * 0.2)
        return [*out, ((0.0, 0.0, tall - radius), radius)]
    flat = 0.62 if shape == "spreading" else 1.0
    radius = min(reach * 0.48, (tall - low) * 0.36 * flat)
    for k in range(around):
        angle = 2 * math.pi * k / around
        lift = (middle - (tall - low) * 0.14) + (tall - low) * 0.1 * (k % 2)
        out.append((((reach - radius) * math.cos(angle), (reach - radius) * math.sin(angle), lift), radius))
    crown = min(reach * 0.62, (tall - low) * 0.42)
    out.append(((0.0, 0.0, middle), crown))
    for k in range(3):
        angle = 2 * math.pi * k / 3 + 0.5
        size = radius * 0.86
        out.append(((reach * 0.34 * math.cos(angle), reach * 0.34 * math.sin(angle), tall - size * 1.25), size))
    top = radius * 0.8
    return [*out, ((0.0, 0.0, tall - top), top)]


def _crown(kit: Kit, balls: list[tuple[Vector, float]], squash: float, reach: float) -> None:
    leafy = kit.level and not kit.low and kit.style == "realistic"
    segments = kit.pick(12, 20, 36) if not kit.low else kit.pick(6, 8, 10)
    shrink = 0.95 if leafy else 1.0
    lumps = [
        foliage.lump(kit, radius * shrink, k, rough=0.0 if kit.level == 0 else 0.06, segments=segments).translate(
            middle
        )
        for k, (middle, radius) in enumerate(balls)
    ]
    kit.add("crown", kit.union(lumps).scale((1, squash, 1)), crease=70)
    if kit.level and not kit.low:
        number = kit.pick(0, 900, 3600) if leafy else kit.pick(0, 160, 600)
        size = reach * (0.11 if leafy else 0.16) * (0.75 if kit.level == 2 else 1)
        coat = foliage.coat(kit, [(m, r - size * (0.25 if leafy else 0.75)) for m, r in balls], number, size)
        kit.add("leaf", coat.scale((1, squash, 1)))
