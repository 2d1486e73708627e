"""Burgers: a seeded bun around patties, cheese, tomato, lettuce and onion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import fruit, layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "burger",
    gloss="a hamburger",
    category="food",
    size=Size(120, 120, 95, main="width", tied=("width", "depth")),
    roles=(
        Role("bun", "food", "#d9964a", words=("bread", "top bun", "bottom bun"), count=2, tone=0),
        Role("seed", "food", "#f4e2b4", words=("sesame seed", "sesame"), count="seeds", tone=None),
        Role("patty", "food", "#6b3a22", words=("meat", "beef", "steak"), count="patties", tone=None),
        Role("cheese", "food", "#f5b52e", words=("cheese slice", "cheddar"), count="cheeses", tone=None),
        Role("tomato", "fruit skin", "#cf3a2c", words=("tomato slice",), count="tomatoes", tone=None),
        Role("lettuce", "leaf", "#7cb648", words=("salad", "leaf"), count="lettuces", tone=None),
        Role("onion", "food", "#e9d3e0", words=("onion ring",), count=None, tone=None),
    ),
    parameters=(
        count("patties", 1, 0, 4, words=("patty", "meat", "beef")),
        count("cheeses", 1, 0, 4, words=("cheese", "cheese slice")),
        count("tomatoes", 1, 0, 4, words=("tomato", "tomato slice")),
        count("lettuces", 1, 0, 1, words=("lettuce", "salad")),
        count("seeds", 30, 0, 100, words=("seed", "sesame seed")),
    ),
    synonyms=("hamburger", "cheeseburger", "beef burger"),
    examples=("a burger with two patties and cheese", "cheeseburger with three tomatoes", "burger without cheese"),
)
def build(kit: Kit, values: Values) -> None:
    """Layers between the halves of the bun, in units of a burger 120 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 120, depth / 120, height / 95)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    parts: list[str] = []
    maths = kit.maths

    def droop(points: Any) -> Any:
        """A sheet of cheese that hangs over the edge."""
        out = maths.array(points)
        far = maths.clip(maths.hypot(out[:, 0], out[:, 1]) - 50, 0, 40)
        out[:, 2] -= far * 0.42
        out[:, :2] *= (1 - far / 170)[:, None]
        return out

    patties, cheeses, tomatoes = values.count("patties"), values.count("cheeses"), values.count("tomatoes")
    if values.count("lettuces"):
        parts.append("lettuce")
    for k in range(max(patties, cheeses)):
        parts += ["patty"] * (k < patties) + ["cheese"] * (k < cheeses)
    if tomatoes:
        parts.append("tomato")
    if kit.level:
        parts.append("onion")
    tall = {"lettuce": 5.0, "patty": 13.0, "cheese": 3.2, "tomato": 6.0, "onion": 3.0}
    low, high = 17.0, 34.0
    total = low + high + sum(tall[p] for p in parts)
    kit_scale = 95.0 / total

    def lay(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        put(name, solid.scale((1, 1, kit_scale)), crease, colour)

    r = 58.0
    lay(
        "bun",
        fruit.round_body(kit, [(0, 0), (40, 0.2), (52, 2.5), (r * 0.98, 9), (55, low), (30, low + 1), (0, low + 1)]),
    )
    z = low
    for number, name in enumerate(parts):
        h = tall[name]
        if name == "patty":
            lay(
                name,
                fruit.round_body(
                    kit,
                    [
                        (0, z - 0.6),
                        (45, z - 0.6),
                        (54, z + 1.5),
                        (56.5 * fat**0.2, z + h * 0.5),
                        (54, z + h - 1),
                        (44, z + h + 0.4),
                        (0, z + h + 0.4),
                    ],
                ),
            )
        elif name == "cheese":
            sheet = [
                (s * 54 * c, t * 54 * c, z + d)
                for s in (-1, 1)
                for t in (-1, 1)
                for c, d in ((1.0, 0.0), (1.0, h * 0.8))
            ]
            body = kit.hull(sheet)
            fine = body if kit.low else kit.finer(body, 9.0 if kit.level == 1 else 5.0 if kit.level else 20.0)
            lay(name, fine.warp_batch(droop).rotate((0, 0, 45 + 21 * number)), 30)
        elif name == "tomato":
            for x, y in layout.around(tomatoes, 26.0) if tomatoes > 1 else [(0.0, 0.0)]:
                size = 27.0 if tomatoes > 1 else 46.0
                lay(name, kit.disc(size * 2, size * 2, h, bevel=1.2).translate((x, y, z - 0.2)), 40)
        elif name == "onion":
            for k, size in enumerate((34.0, 25.0)):
                lay(
                    name,
                    kit.turned([(size - 3.5, z), (size, z), (size, z + h), (size - 3.5, z + h)]).translate(
                        (8 - 17 * k, 5, 0)
                    ),
                    40,
                )
        else:
            waves, n = 13, kit.pick(52, 104, 156) if not kit.low else kit.pick(26, 26, 39)
            rim = [
                (
                    2 * math.pi * k / n,
                    58.5 + 2.4 * math.sin(5 * 2 * math.pi * k / n),
                    2.6 * math.sin(waves * 2 * math.pi * k / n),
                )
                for k in range(n)
            ]
            rings = [
                [
                    (
                        rad * s * math.cos(a),
                        rad * s * math.sin(a),
                        z + lift * max(s - 0.6, 0) * 2.2 + side - 4.2 * max(s - 0.75, 0),
                    )
                    for a, rad, lift in rim
                ]
                for s, side in ((0.3, 0.2), (0.75, 0.2), (1.0, 0.6), (1.0, 2.2), (0.75, h - 0.4), (0.3, h - 0.4))
            ]
            lay(name, kit.lofted(rings), 50)
        z += h
    dome = [
        (0, z - 1),
        (40, z - 1),
        (55, z + 0.5),
        (r * fat**0.15, z + 8),
        (53, z + 19),
        (38, z + 29),
        (18, z + 33.4),
        (0, z + high),
    ]
    lay("bun", fruit.round_body(kit, dome))
    for x, y in fruit.scattered(kit, values.count("seeds"), "seed"):
        d = (x * x + y * y) ** 0.5
        seed = organic.ball(kit, (0, 0, 0), (2.6, 1.5, 1.1), share=0.2, turn=(0, 0, 360 * kit.chance("turn", x)))
        lay("seed", seed.translate((x * 43, y * 43, z + high + 0.2 - 9.5 * d**2.4)))
