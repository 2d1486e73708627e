"""Cakes: tiers that grow smaller, icing with a wavy edge, cream dots, cherries and candles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "cake",
    gloss="a cake with tiers and candles",
    category="food",
    size=Size(260, 260, 230, main="width", tied=("width", "depth")),
    roles=(
        Role("tier", "food", "#e8b9a8", words=("layer", "sponge", "body", "storey", "floor"), count="tiers"),
        Role("icing", "icing", "#f6efe4", words=("frosting", "glaze", "topping", "cream"), count="tiers", tone=1),
        Role("drip", "icing", "#f6efe4", count=None, tone=1, like="icing"),
        Role("pearl", "icing", "#f6efe4", words=("dot", "rosette"), count=None, tone=1),
        Role("filling", "food", "#b5483f", words=("jam",), count=None, tone=None),
        Role("candle", "wax", "#5f9fb5", count="candles", tone=None),
        Role("flame", "wax", "#f5a623", count="candles", tone=None),
        Role("cherry", "fruit skin", "#b3202a", words=("berry",), count="cherries", tone=None),
        Role("plate", "porcelain", words=("stand", "board", "dish"), count="plates", tone=None),
    ),
    parameters=(
        count("tiers", 1, 1, 6, words=("tier", "layer", "storey", "floor")),
        count("candles", 3, 0, 100, words=("candle",)),
        count("cherries", 8, 0, 24, words=("cherry", "berry")),
        count("plates", 1, 0, 1),
    ),
    synonyms=("birthday cake", "layer cake", "torte"),
    presets={
        "wedding cake": {"tiers": 4, "candles": 0, "cherries": 0, "width": 360, "depth": 360, "height": 560},
        "tiered cake": {"tiers": 3, "candles": 0, "cherries": 0, "height": 380},
    },
    examples=(
        "a cake with three tiers and five candles",
        "chocolate coloured cake with eight cherries",
        "pink wedding cake",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Tier on tier in millimetres of a cake 260 wide and 230 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 260, depth / 260, height / 230)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    tiers, candles, cherries = values.count("tiers"), values.count("candles"), values.count("cherries")
    base = 9.0 * fat if values.count("plates") else 0.0
    if base:
        put(
            "plate",
            # Nothing of the plate is level: whoever counts the tiers by their tops does not count it.
            kit.turned([(0, 0), (80, 0), (84, 3), (124, 6), (130, 8.2), (128, 9.6), (111, 6.8), (0, 24)]).scale(
                (1, 1, fat)
            ),
            40,
        )
    top = 230.0 - (44.0 if candles else 16.0 if cherries else 5.0)
    r, z = 112.0, base - 1
    shares = [1.0 - 0.16 * k for k in range(tiers)]
    for k in range(tiers):
        tall = (top - base) * shares[k] / sum(shares)
        inner = r * 0.985
        put("tier", kit.turned([(0, z), (inner - 2, z), (inner, z + 2), (inner, z + tall - 2), (0, z + tall - 2)]), 40)
        for level in range(kit.pick(0, 1, 2)):
            h = z + tall * (level + 1) / (kit.pick(0, 1, 2) + 1) * 0.8
            put(
                "filling",
                kit.turned([(inner - 4, h), (inner + 0.7, h - 2.2), (inner + 0.7, h + 2.2)]),
                30,
            )
        thick = min(9.0, tall * 0.2) * fat
        edge = [
            (0, z + tall),
            (r - thick * 0.7, z + tall),
            (r, z + tall - thick * 0.35),
            (r + 1.6, z + tall - thick),
            (r + 0.4, z + tall - thick * 1.9),
            (inner - 3, z + tall - thick * 1.9),
            (0, z + tall - thick * 1.9),
        ]
        put("icing", kit.turned(edge[::-1]), 50)
        drips = max(6, round(r * 0.2))
        for d in range(drips if kit.level else 0):
            a = 2 * math.pi * d / drips
            long = tall * (0.24 + 0.2 * kit.chance("drip", k, d))
            wide = math.pi * r / drips * 0.78
            drop = [
                ((r + 0.2) * math.cos(a), (r + 0.2) * math.sin(a), z + tall - thick, wide * 0.85, 3.2),
                ((r + 0.4) * math.cos(a), (r + 0.4) * math.sin(a), z + tall - thick - long * 0.5, wide * 0.62, 3.0),
                ((r + 0.4) * math.cos(a), (r + 0.4) * math.sin(a), z + tall - thick - long, wide * 0.58, 3.2),
            ]
            put("drip", organic.limb(kit, drop, up=(math.cos(a), math.sin(a), 0), share=0.3))
        pearls = max(10, round(r * 0.24)) if kit.level else 0
        for x, y in layout.around(pearls, r + 1.5) if pearls else ():
            put("pearl", organic.ball(kit, (x, y, z + 3.2), (6, 6, 5), share=0.25))
        z += tall
        if k < tiers - 1:
            r *= 0.74
    ring = r * 0.78
    for x, y in layout.around(cherries, ring) if cherries else ():
        put("pearl", organic.ball(kit, (x, y, z + 1.5), (11, 11, 5), share=0.35))
        put("cherry", organic.ball(kit, (x, y, z + 8), 7.2, share=0.4))
    spots = layout.around(candles, r * 0.45, turn=0.3) if candles > 1 else [(0.0, 0.0)] * candles
    for x, y in spots:
        thin = min(4.0, r * 0.4 / max(candles, 1) ** 0.5) * fat
        put("candle", kit.rod((x, y, z - 3), (x, y, 218), thin, bevel=0.6))
        flame = [(0, 0), (thin * 0.7, 2.5), (thin * 0.75, 5), (thin * 0.3, 10), (0, 13.5)]
        put("flame", kit.turned(flame).translate((x, y, 216.5)))
