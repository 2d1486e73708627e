"""Pizzas: a crust, sauce, cheese and toppings, whole or with slices taken."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


Marks = list[tuple[float, float, float, float, float]]


def _thinned(ring: Marks) -> Marks:
    """At most five marks of an arc, its ends among them."""
    step = max(1, (len(ring) - 1) // 4)
    out = ring[:-1:step]
    return [*out, ring[-1]] if len(ring) > 1 else ring


@family(
    "pizza",
    gloss="a round pizza",
    category="food",
    size=Size(300, 300, 26, main="width", tied=("width", "depth")),
    roles=(
        Role("crust", "food", "#d49a55", words=("dough", "edge")),
        Role("base", "food", "#dba862", count=None, like="crust"),
        Role("rim", "food", "#d49a55", count=None, like="crust"),
        Role("sauce", "food", "#b83a26", words=("tomato sauce",), count=None, tone=None),
        Role("cheese", "food", "#f2cf6b", words=("mozzarella",), count="slices", tone=1),
        Role(
            "salami", "food", "#a9342a", words=("pepperoni", "sausage", "slice of salami"), count="salamis", tone=None
        ),
        Role("olive", "food", "#2c2a33", count="olives", tone=None),
        Role("mushroom", "food", "#e6d9c3", count="mushrooms", tone=None),
        Role("basil", "leaf", "#4f8f3c", words=("leaf", "herb"), count="basils", tone=None),
        Role("blister", "food", "#a96f34", count=None, tone=None),
    ),
    parameters=(
        count("slices", 8, 1, 16, words=("slice", "piece")),
        count("salamis", 9, 0, 40, words=("salami", "pepperoni", "sausage")),
        count("olives", 7, 0, 40, words=("olive",)),
        count("mushrooms", 0, 0, 40, words=("mushroom",)),
        count("basils", 3, 0, 20, words=("basil", "leaf")),
    ),
    synonyms=("pizza pie", "margherita"),
    presets={"salami pizza": {"salamis": 14, "olives": 0}, "pepperoni pizza": {"salamis": 14, "olives": 0}},
    examples=("a pizza with eight slices and six olives", "pizza with ten mushrooms", "salami pizza, 30 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a pizza 300 wide; the slices are cut apart by narrow gaps."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 300, depth / 300, height / 26)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    slices = values.count("slices")
    gap = 2.2 if slices > 1 else 0.0
    wedge = 2 * math.pi / slices
    n = max(2, (kit.segments * 2 if not kit.low else kit.segments) // slices)
    for k in range(slices):
        a0, a1 = k * wedge, (k + 1) * wedge
        m = (a0 + a1) / 2
        for name, radius, low, high in (("crust", 140.0, 0.0, 8.0), ("cheese", 124.0, 7.0, 11.5)):
            arc = [
                (radius * math.cos(a0 + wedge * s / n), radius * math.sin(a0 + wedge * s / n))
                for s in range(n + (slices > 1))
            ]
            points = [(0.0, 0.0), *arc] if slices > 1 else arc
            shift = gap / (2 * math.sin(wedge / 2)) if slices > 1 else 0.0
            shift = min(shift, 5.0)
            solid = kit.prism(points, high - low).translate((shift * math.cos(m), shift * math.sin(m), low))
            put("base" if name == "crust" else name, solid, 30)
        rim = [
            (
                (136 + 2 * math.sin(a * 9)) * math.cos(a),
                (136 + 2 * math.sin(a * 9)) * math.sin(a),
                9.5 + math.sin(a * 7),
                13.0,
                9.0 * fat,
            )
            for a in [
                a0 + wedge * (0.5 + 9 * s) / (9 * n + 1) if slices > 1 else a0 + wedge * s / n for s in range(n + 1)
            ]
        ]
        ring = [(x, y, z, w, h) for x, y, z, w, h in rim]
        if slices > 1:
            put(
                "crust" if k == 0 else "rim",
                organic.limb(
                    kit, [(x * 1.01, y * 1.01, z, w, h) for x, y, z, w, h in _thinned(ring)], share=0.35, ends=(0, 0)
                ),
            )
        else:
            put("crust", kit.turned([(120, 1), (140, 1), (149, 7), (146, 15), (134, 18 * fat), (122, 12)]), 60)
        if kit.level:
            for s in range(kit.pick(0, 2, 4)):
                t = a0 + wedge * (s + 0.5) / kit.pick(1, 2, 4)
                put(
                    "blister",
                    organic.ball(
                        kit,
                        (139 * math.cos(t), 139 * math.sin(t), 17.6),
                        (7, 6, 1.8),
                        share=0.25,
                        turn=(0, 0, 360 * kit.chance("b", k, s)),
                    ),
                )
        sauce = [(127 * math.cos(m), 127 * math.sin(m), 8.5)]
        put("sauce", organic.ball(kit, sauce[0], (3, 3, 2.6), share=0.25))
    toppings = (
        ("salami", values.count("salamis")),
        ("olive", values.count("olives")),
        ("mushroom", values.count("mushrooms")),
        ("basil", values.count("basils")),
    )
    for order, (name, number) in enumerate(toppings):
        for k, (x, y) in enumerate(fruit.scattered(kit, number, name)):
            c, d = math.cos(0.9 * order), math.sin(0.9 * order)
            px, py = (x * c - y * d) * 104, (x * d + y * c) * 104
            turn = 360 * kit.chance(name, k)
            if name == "salami":
                put(name, kit.disc(40, 40, 3.4, bevel=0.9).translate((px, py, 10.4)), 40)
            elif name == "olive":
                put(
                    name,
                    kit.turned([(3.0, 0), (7.0, 0), (7.6, 2.4), (7.0, 5), (3.0, 5)]).translate(
                        (px, py, 11 + 2.5 * (k % 2))
                    ),
                    40,
                )
            elif name == "mushroom":
                cap = [(-11, 0), (11, 0), (10, 6), (5, 10.5), (-5, 10.5), (-10, 6)]
                stem = [(-4, 1), (4, 1), (4.6, -9), (-4.6, -9)]
                put(
                    name,
                    kit.union([kit.prism(cap, 3), kit.prism(stem, 3)]).rotate((0, 0, turn)).translate((px, py, 11.6)),
                    30,
                )
            else:
                put(name, fruit.leaf(kit, (px, py, 12.5), turn, 30, 17, 0.16))
