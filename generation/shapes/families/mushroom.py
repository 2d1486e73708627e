"""Mushrooms: a domed cap with dots and gills on a swelling stem with a ring; more of them in a group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "mushroom",
    gloss="a fungus with a cap on a stem",
    category="plants",
    size=Size(110, 110, 130, main="height", stretch=3),
    roles=(
        Role("cap", "ceramic", "#c23a2c", words=("hat", "top"), count="mushrooms"),
        Role("dot", "plaster", "#f6f1e4", words=("spot", "point"), count="dots", tone=1),
        Role("gill", "plaster", "#eadfc6", words=("lamella",), count=None, tone=None),
        Role("stem", "plaster", "#f1e8d6", words=("stalk", "foot", "leg"), count="mushrooms", tone=None),
        Role("ring", "plaster", "#f6f1e4", words=("skirt", "collar"), count="rings", tone=None),
    ),
    parameters=(
        count("dots", 12, 0, 40),
        count("mushrooms", 1, 1, 7, words=("mushroom",)),
        count("rings", 1, 0, 1),
        choice("cap_shape", "domed", "flat", "pointed", aliases={"conical": "pointed", "round": "domed"}),
    ),
    synonyms=("toadstool", "fly agaric", "fungus"),
    presets={"button mushroom": {"dots": 0}, "champignon": {"dots": 0}, "porcini": {"dots": 0, "rings": 0}},
    examples=("red mushroom with eight white dots", "brown mushroom without dots", "toadstool with a flat cap"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The tallest stands in the middle, the others around it."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    number, dots = values.count("mushrooms"), values.count("dots")
    squash = deep / wide
    half = wide / 2
    share = [dots // number + (k < dots % number) for k in range(number)]
    for k in range(number):
        size = half if number == 1 else half * (0.56 if k == 0 else 0.4)
        high = tall * (1.0 if k == 0 else 0.72 - 0.08 * (k % 3))
        turn = 2 * math.pi * (k - 1) / max(number - 1, 1) - 1.2
        away = 0.0 if k == 0 else half - size
        _one(kit, values, (away * math.cos(turn), away * math.sin(turn), size, high), share[k], squash, k)


def _one(
    kit: Kit, values: Values, where: tuple[float, float, float, float], dots: int, squash: float, index: int
) -> None:
    x, y, r, tall = where
    shape = values.word("cap_shape")
    rise = {"domed": 0.62, "flat": 0.3, "pointed": 0.95}[shape] * min(r, tall * 0.6)
    rise = min(rise, tall * 0.55) * (1.12 if kit.style == "stylized" else 1.0)
    low = tall - rise
    n = kit.pick(5, 12, 20) if not kit.low else kit.pick(3, 4, 6)
    power = {"domed": 2.2, "flat": 2.4, "pointed": 1.25}[shape]

    def over(t: float) -> float:
        return float(rise * (1 - t**power) ** (1 / power))

    outer = [(r * math.sin(math.pi / 2 * (1 - k / n)), 0.0) for k in range(n + 1)]
    outer = [(p, low + over(min(p / r, 1.0))) for p, _ in outer]
    lip = rise * 0.08
    cap = [
        (0.0, low + rise * 0.12),
        (r * 0.5, low + rise * 0.08),
        (r * 0.92, low - lip),
        (r * 0.98, low - lip * 0.8),
        *outer,
    ]
    cap[-1] = (0.0, tall)

    def put(name: str, solid: object, crease: float = 60) -> None:
        kit.add(name, solid.translate((x, y, 0)).scale((1, squash, 1)), crease=crease)  # type: ignore[attr-defined]

    put("cap", kit.turned(cap))
    for k in range(dots):
        t = math.sqrt((k + 0.35) / dots) * 0.9
        a = foliage.GOLDEN * k + index
        size = r * (0.06 + 0.07 * ((k * 0.618) % 1)) * min(1.3, math.sqrt(14 / max(dots, 6)))
        z = low + over(t)
        slope = math.degrees(math.atan2(over(max(t - 0.02, 0)) - over(min(t + 0.02, 1)), r * 0.04))
        wart = kit.turned(
            [(0, -size * 0.6), (size, -size * 0.6), (size, size * 0.05), (size * 0.7, size * 0.3), (0, size * 0.42)],
            segments=max(8, kit.small),
        )
        put(
            "dot",
            wart.rotate((0, slope, 0))
            .rotate((0, 0, math.degrees(a)))
            .translate((r * t * math.cos(a), r * t * math.sin(a), z)),
        )
    gills = kit.pick(0, 24, 48) if not kit.low else kit.pick(0, 8, 16)
    if gills:
        fold = kit.hull(
            [(r * 0.2, s * r * 0.006, low + rise * z) for s in (-1, 1) for z in (0.0, 0.12)]
            + [(r * 0.9, s * r * 0.006, low - lip * (1.0 if q else 0.2)) for s in (-1, 1) for q in (0, 1)]
        )
        put("gill", kit.together([fold.rotate((0, 0, 360 * k / gills)) for k in range(gills)]))
    thick = r * 0.27 * min(kit.chunk, 1.25)
    top = low + rise * 0.1
    marks = [
        (thick * 1.45, 0.0),
        (thick * 1.6, top * 0.08),
        (thick * 1.25, top * 0.28),
        (thick * 0.95, top * 0.6),
        (thick * 0.92, top),
    ]
    side = [(float(p), float(z)) for p, z in kit.curve(marks)]
    put("stem", kit.turned([(0, 0), *[(max(p, thick * 0.3), max(z, 0.0)) for p, z in side], (0, top)]))
    if values.count("rings"):
        z = top * 0.72
        frill = [
            (thick * 0.8, z),
            (thick * 1.5, z - top * 0.1),
            (thick * 1.47, z - top * 0.07),
            (thick * 0.8, z + top * 0.05),
        ]
        if index == 0:
            put("ring", kit.turned(frill))
