"""Bushes: lumps of foliage on the ground, clothed in leaves, with blossoms or berries; a hedge is a box of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector


@family(
    "bush",
    gloss="a low plant of many leafy twigs",
    category="plants",
    size=Size(1400, 1200, 1000, main="width", stretch=3),
    roles=(
        Role("foliage", "leaf", "#4f7d3a", words=("body", "crown")),
        Role("leaf", "leaf", "#6c9a48", count=None, tone=0, like="foliage"),
        Role("stem", "bark", words=("branch", "trunk", "twig"), tone=None),
        Role("flower", "petal", "#e58aa6", words=("blossom", "bloom", "rose"), count="flowers", tone=1),
        Role("berry", "paint", "#b9302b", words=("fruit",), count="berries", tone=1),
    ),
    parameters=(
        count("flowers", 0, 0, 60),
        count("berries", 0, 0, 60),
        choice("shape", "round", "box", aliases={"square": "box", "rectangular": "box"}),
    ),
    synonyms=("shrub", "garden bush", "boxwood"),
    presets={
        "hedge": {"shape": "box", "width": 3000, "depth": 600, "height": 1200},
        "rose bush": {"flowers": 14},
        "berry bush": {"berries": 20},
        "flowering bush": {"flowers": 20},
    },
    examples=("green bush with ten red flowers", "hedge, 3 m long", "bush with twelve red berries"),
)
def build(kit: Kit, values: Values) -> None:
    """Lumps, leaves, blossoms."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    balls = _hedge(wide, deep, tall) if values.word("shape") == "box" else _balls(kit, wide, deep, tall)
    leafy = kit.style == "realistic" and not kit.low
    segments = kit.pick(12, 20, 36) if not kit.low else kit.pick(6, 8, 10)
    size = min(min(wide, deep) * 0.09, tall * 0.11) * (0.75 if kit.level == 2 else 1)
    inset = size * 0.75 if leafy and kit.level else 0.0
    box = values.word("shape") == "box"
    if box:
        body = kit.box(
            wide - 1.2 * inset,
            deep - 1.2 * inset,
            tall - inset,
            corner=min(wide, deep) * 0.1,
            bevel=min(wide, deep, tall) * 0.06,
        )
        fine = max(min(wide, deep, tall) * (3.0, 0.34, 0.2)[kit.level], max(wide, deep) / 60)
        if kit.level and not kit.low:
            body = kit.finer(body, fine)
            span = min(wide, deep, tall)

            def move(points: Any) -> Any:
                maths = kit.maths
                out = maths.array(points)
                x, y, z = (out / span * 11).T
                bump = 1 - 0.03 * (1 + maths.sin(x * 1.7 + y) * maths.cos(z * 1.3 - y))
                out[:, :2] *= bump[:, None] ** (span / max(wide, deep))
                return out

            body = body.warp_batch(move)
        kit.add("foliage", body, crease=60)
    else:
        lumps = [
            foliage.lump(kit, r - inset, k, rough=0.0 if kit.level == 0 else 0.06, segments=segments).translate(m)
            for k, (m, r) in enumerate(balls)
        ]
        body = kit.union(lumps)
        kit.add("foliage", body.trim_by_plane((0, 0, 1), 0.0), crease=70)
    if kit.level and not kit.low:
        number = (kit.pick(0, 700, 3000) if leafy else kit.pick(0, 140, 500)) * (3 if box else 1)
        coat = (
            _walls(kit, wide, deep, tall, number, size)
            if box
            else foliage.coat(kit, [(m, r - size * 0.75) for m, r in balls], number, size)
        )
        kit.add("leaf", coat.trim_by_plane((0, 0, 1), 0.0))
    r = min(wide, deep) * 0.04
    kit.add(
        "stem",
        kit.union(
            [
                kit.rod((0, 0, 0), (r * 4 * math.cos(a), r * 4 * math.sin(a), tall * 0.5), r, r * 0.5)
                for a in (0, 2.1, 4.2)
            ]
        ).trim_by_plane((0, 0, 1), 0.0),
    )
    _dots(kit, values, balls, min(wide, deep), box, (wide, deep, tall))


def _balls(kit: Kit, wide: float, deep: float, tall: float) -> list[tuple[Vector, float]]:
    low = min(wide, deep) / 2
    r = min(low * 0.58, tall * 0.52)
    out: list[tuple[Vector, float]] = []
    for k in range(kit.pick(4, 6, 8)):
        a = 2 * math.pi * k / kit.pick(4, 6, 8)
        x, y = (wide / 2 - r) * math.cos(a), (deep / 2 - r) * math.sin(a)
        out.append(((x, y, r * (0.72 + 0.22 * (k % 2))), r))
    top = min(low * 0.72, tall * 0.55)
    return [*out, ((0.0, 0.0, tall - top), top), ((0.0, -deep * 0.12, r * 0.8), r)]


def _hedge(wide: float, deep: float, tall: float) -> list[tuple[Vector, float]]:
    r = min(wide, deep, tall) / 2
    return [((0.0, 0.0, tall / 2), r)]


def _walls(kit: Kit, wide: float, deep: float, tall: float, number: int, size: float) -> Solid:
    maths = kit.maths
    spots, ways, sizes, twists = [], [], [], []
    faces = [(wide * tall, 0), (wide * tall, 1), (deep * tall, 2), (deep * tall, 3), (wide * deep, 4)]
    total = sum(area for area, _ in faces)
    inset = size * 0.5
    for area, face in faces:
        for k in range(max(4, round(number * area / total))):
            u, v = kit.chance("u", face, k) - 0.5, kit.chance("v", face, k)
            n = [kit.chance("n", face, k, j) - 0.5 for j in range(3)]
            place = {
                0: (u * wide, -deep / 2 + inset, v * tall),
                1: (u * wide, deep / 2 - inset, v * tall),
                2: (-wide / 2 + inset, u * deep, v * tall),
                3: (wide / 2 - inset, u * deep, v * tall),
                4: (u * wide, (v - 0.5) * deep, tall - inset * 0.9),
            }[face]
            out = {0: (0, -1, 0), 1: (0, 1, 0), 2: (-1, 0, 0), 3: (1, 0, 0), 4: (0, 0, 0.4)}[face]
            spots.append((place[0], place[1], min(place[2], tall - size)))
            ways.append((out[0] * 0.5 + n[0] * 1.2, out[1] * 0.5 + n[1] * 1.2, out[2] + n[2] + 0.05))
            sizes.append(0.8 + 0.4 * n[0])
            twists.append(n[1] * 3)
    return kit.scattered(
        foliage.leaf(kit, size, size * 0.55), foliage.frames(spots, ways, sizes, maths.array(twists), maths)
    )


def _dots(
    kit: Kit,
    values: Values,
    balls: list[tuple[Vector, float]],
    span: float,
    box: bool,
    size: tuple[float, float, float],
) -> None:
    wide, deep, tall = size
    for name, number, r in (
        ("flower", values.count("flowers"), span * 0.055),
        ("berry", values.count("berries"), span * 0.03),
    ):
        for k in range(number):
            a = foliage.GOLDEN * k * 1.3 + 0.3
            z = 0.1 + 0.75 * ((k * 0.618) % 1)
            if box:
                spot = ((k * 0.618 % 1 - 0.5) * wide * 0.9, -deep / 2 + r * 0.8, tall * (0.15 + 0.7 * (k * 0.382 % 1)))
            else:
                middle, radius = balls[k % len(balls)]
                flat = math.sqrt(1 - z * z)
                a = math.atan2(middle[1], middle[0]) + (a % 2.4 - 1.2) if k % len(balls) < len(balls) - 2 else a
                spot = (
                    middle[0] + radius * 0.95 * flat * math.cos(a),
                    middle[1] + radius * 0.95 * flat * math.sin(a),
                    min(middle[2] + radius * 0.95 * z, tall - r * 1.3),
                )
                spot = (
                    max(-wide / 2 + r, min(wide / 2 - r, spot[0])),
                    max(-deep / 2 + r, min(deep / 2 - r, spot[1])),
                    max(spot[2], r * 1.3),
                )
            if name == "berry":
                kit.add("berry", kit.sphere(r).translate(spot))
                continue
            petals = (
                [
                    kit.sphere(r * 0.5).scale((1, 1, 0.55)).translate((r * 0.5 * math.cos(t), r * 0.5 * math.sin(t), 0))
                    for t in (0, 1.257, 2.513, 3.77, 5.027)
                ]
                if kit.level == 2
                else []
            )
            core = kit.turned(
                [
                    (0, -r * 0.5),
                    (r * 0.5, -r * 0.4),
                    (r, r * 0.2),
                    (r * 0.8, r * 0.45),
                    (r * 0.3, r * 0.3),
                    (0, r * 0.4),
                ],
                segments=max(8, kit.small) if not kit.low else 6,
            )
            tilt = 55 if not box else 85
            kit.add(
                "flower",
                (kit.union([core, *petals]) if petals else core)
                .rotate((0, tilt, 0))
                .rotate((0, 0, math.degrees(a) if not box else -90))
                .translate(spot),
                crease=60,
            )
