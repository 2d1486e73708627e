"""Candy canes: a hooked stick of sugar with stripes that wind around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "candy_cane",
    gloss="a striped sugar stick",
    category="food",
    size=Size(70, 16, 160, main="height"),
    roles=(
        Role("body", "icing", "#f6f1ea", words=("stick", "cane", "sugar")),
        Role("stripe", "icing", "#c92f35", words=("band", "spiral"), count="stripes", tone=1),
        Role("bow", "fabric", "#3e8b53", words=("ribbon", "knot"), count="bows", tone=None),
        Role("loop", "fabric", "#3e8b53", count=None, tone=None, like="bow"),
    ),
    parameters=(count("stripes", 9, 0, 24, words=("stripe", "band")), count("bows", 0, 0, 1, words=("bow", "ribbon"))),
    synonyms=("sugar cane stick", "peppermint stick", "peppermint cane"),
    examples=(
        "a white candy cane with red stripes",
        "candy cane with a bow",
        "candy cane with ten stripes, 20 cm tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A tube along a hook with thin tubes wound about it, in millimetres of a cane 160 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 70, depth / 16, height / 160)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    r = 7.2 * fat**0.5
    bend = 27.5
    n = 40

    def at(t: float) -> tuple[float, float, float, float]:
        """The middle of the stick, and the way it looks, from the foot (0) to the end of the hook (1)."""
        straight, arc = 160 - 8 - bend, math.pi * bend + 14
        s = t * (straight + arc)
        if s <= straight:
            return 27.5, s, 0.0, 1.0
        a = (s - straight) / bend
        if a <= math.pi:
            return bend * math.cos(a), straight + bend * math.sin(a), -math.sin(a), math.cos(a)
        return -bend, straight - (s - straight - math.pi * bend), 0.0, -1.0

    spine = [(at(t / n)[0], 0.0, at(t / n)[1], r, r) for t in range(n + 1)]
    step = kit.pick(4, 2, 1) if not kit.low else kit.pick(5, 4, 2)
    put("body", organic.limb(kit, spine[::step], up=(0, 1, 0), share=0.6, ends=(0.35, 0.35)))
    number = values.count("stripes")
    for k in range(number):
        t0 = (k + 0.15) / number
        span = min(0.9 / number, 0.075) * 1.25
        path = []
        m = kit.pick(8, 12, 18) if not kit.low else 8
        for s in range(m + 1):
            u = s / m
            x, z, dx, dz = at(min(max(t0 + span * u, 0.0), 1.0))
            turn = 2 * math.pi * u
            out = r * 0.93
            path.append(
                (x + out * math.cos(turn) * dz, out * math.sin(turn), z - out * math.cos(turn) * dx, 2.3 * fat, 2.3)
            )
        put("stripe", organic.tapered_path(kit, path, share=0.3, raw=True))
    for _ in range(values.count("bows")):
        x, z = 27.5, 74.0
        put("bow", organic.ball(kit, (x, -r * 1.05, z), (4, 4, 4.4), share=0.4))
        for side in (-1, 1):
            wing = [(x, -r, z, 1.6, 2.2), (x + side * 8, -r * 1.1, z + 3, 1.8, 6), (x + side * 16, -r, z + 3.5, 1.6, 8)]
            put("loop", organic.limb(kit, wing, share=0.35, square=2.6))
            tail = [
                (x, -r, z - 1, 2.4, 1.2),
                (x + side * 4, -r * 1.15, z - 12, 3.4, 1.2),
                (x + side * 7, -r, z - 24, 3.6, 1.0),
            ]
            put("loop", organic.limb(kit, tail, up=(0, 1, 0), share=0.3))
