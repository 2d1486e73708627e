"""Hot-air balloons: an envelope of gores in two colours, ropes, a burner and a wicker basket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "balloon",
    gloss="a hot-air balloon with a basket",
    category="vehicles",
    size=Size(15_000, 15_000, 21_000, main="height", tied=("width", "depth"), stretch=2.0),
    roles=(
        Role("envelope", "fabric", "#d9573f", words=("body", "bag", "balloon skin")),
        Role("gore", "fabric", "#f3e3c2", words=("stripe", "panel", "segment"), count="gores", tone=1),
        Role("skirt", "fabric", "#f3e3c2", words=("collar",), tone=1),
        Role("basket", "wicker", "#a9794a", words=("gondola",), tone=None),
        Role("basket_rim", "leather", "#6b4429", words=("rim",), tone=None),
        Role("burner", "steel", count="burners", tone=None),
        Role("rope", "fabric", "#5a4a3a", words=("cord", "cable"), count="ropes", tone=None),
    ),
    parameters=(count("gores", 8, 2, 24), count("ropes", 8, 3, 24), count("burners", 1, 1, 2)),
    synonyms=("hot air balloon", "hot-air balloon", "air balloon"),
    examples=(
        "red hot air balloon with white stripes",
        "hot air balloon with eight ropes",
        "yellow balloon with six stripes and a basket",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The envelope in gores, the basket below."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(wide, deep) / 2
    puff = 0.94 if kit.style == "stylized" else 0.985
    low = tall * 0.2
    gores = values.count("gores")
    n = kit.pick(8, 16, 26) if not kit.low else kit.pick(5, 7, 10)
    marks = kit.curve(
        [
            (0.20, 0.0),
            (0.36, 0.09),
            (0.72, 0.3),
            (0.95, 0.52),
            (1.0, 0.64),
            (0.9, 0.82),
            (0.62, 0.94),
            (0.3, 0.99),
            (0.02, 1.0),
        ]
    )
    shares = [marks[round(k * (len(marks) - 1) / n)] for k in range(n + 1)]
    m = kit.pick(2, 5, 8) if not kit.low else kit.pick(1, 2, 3)
    points = kit.maths.arange(2 * gores * m) / m
    swells = puff + (1 - puff) * (1 - (2 * (points % 1) - 1) ** 2)
    widest = max(float(p) for p, _ in shares)
    r /= widest * float((swells * abs(kit.maths.cos(kit.maths.pi * points / gores))).max())
    rings = []
    for p, t in shares:
        loop = []
        for g in range(2 * gores):
            for j in range(m):
                u = (j / m) * 2 - 1
                angle = kit.maths.pi * (g + j / m) / gores
                swell = puff + (1 - puff) * (1 - u * u) * min(float(p) * 3, 1)
                loop.append(
                    (
                        r * float(p) * swell * float(kit.maths.cos(angle)),
                        r * float(p) * swell * float(kit.maths.sin(angle)),
                        low + (tall - low) * float(t),
                    )
                )
        rings.append(loop)
    kit.add("envelope", kit.lofted(rings), crease=30)
    proud = r * 0.006
    for g in range(gores):
        strip = []
        for p, t in shares[1:-1]:
            outer, inner = [], []
            for j in range(m + 1):
                u = (j / m) * 2 - 1
                angle = kit.maths.pi * (2 * g + j / m) / gores
                swell = puff + (1 - puff) * (1 - u * u) * min(float(p) * 3, 1)
                c, s = float(kit.maths.cos(angle)), float(kit.maths.sin(angle))
                z = low + (tall - low) * float(t)
                a = r * float(p) * swell
                outer.append(
                    (
                        (a + proud * min(1.0, (1 - float(p)) * 60)) * c if float(p) > 0.99 else (a + proud) * c,
                        (a + proud * min(1.0, (1 - float(p)) * 60)) * s if float(p) > 0.99 else (a + proud) * s,
                        z + proud * 0.4 * (float(t) > 0.9),
                    )
                )
                inner.append(((a * 0.98) * c, (a * 0.98) * s, z - proud * (float(t) > 0.9)))
            strip.append([*outer, *reversed(inner)])
        kit.add("gore", kit.lofted(strip), crease=30)
    base = r * 0.2
    kit.add(
        "skirt",
        kit.turned(
            [
                (base * 0.94, low - tall * 0.035),
                (base * 0.99, low - tall * 0.035),
                (base * 1.03, low + tall * 0.006),
                (base * 0.97, low + tall * 0.006),
            ]
        ),
    )
    side = min(r * 0.21, tall * 0.075) * (1.2 if kit.style == "stylized" else 1)
    high = tall * 0.082
    body = kit.box(side * 2, side * 2, high, corner=side * 0.25)
    inner_ = kit.box(side * 1.84, side * 1.84, high, corner=side * 0.22).translate((0, 0, high * 0.08))
    weave = []
    rows = kit.pick(0, 5, 9)
    for k in range(rows):
        hoop = kit.box(side * 2.06, side * 2.06, high / rows * 0.6, corner=side * 0.26, bevel=high / rows * 0.2)
        core = kit.box(side * 1.9, side * 1.9, high, corner=side * 0.22).translate((0, 0, -high * 0.3))
        weave.append(kit.without(hoop, core).translate((0, 0, high * (k + 0.1) / rows)))
    kit.add("basket", kit.union([kit.without(body, inner_), *weave]))
    loop = kit.box(side * 2.14, side * 2.14, high * 0.13, corner=side * 0.3, bevel=high * 0.05)
    kit.add(
        "basket_rim",
        kit.without(
            loop, kit.box(side * 1.8, side * 1.8, high, corner=side * 0.2).translate((0, 0, -high * 0.3))
        ).translate((0, 0, high * 0.93)),
    )
    number = values.count("burners")
    z = high + (low - high) * 0.42
    for k in range(number):
        x = 0.0 if number == 1 else (k - 0.5) * side
        can = kit.turned(
            [
                (0, 0),
                (side * 0.2, 0),
                (side * 0.2, side * 0.3),
                (side * 0.3, side * 0.36),
                (side * 0.3, side * 0.5),
                (side * 0.2, side * 0.5),
                (0, side * 0.42),
            ]
        )
        arms = [
            kit.rod((sx * side * 0.95 - x, sy * side * 0.95, high * 0.95 - z), (0, 0, side * 0.1), side * 0.035)
            for sx in (-1, 1)
            for sy in (-1, 1)
        ]
        kit.add("burner", kit.union([can, *arms]).translate((x, 0, z)))
    ropes = values.count("ropes")
    for k in range(ropes):
        angle = 2 * kit.maths.pi * (k + 0.5) / ropes
        c, s = float(kit.maths.cos(angle)), float(kit.maths.sin(angle))
        edge = side * 1.0 / max(abs(c), abs(s))
        kit.add(
            "rope",
            kit.wire(
                (c * edge * 0.97, s * edge * 0.97, high * 0.98),
                (c * base * 0.99, s * base * 0.99, low),
                side * 0.025 * kit.chunk,
            ),
        )
