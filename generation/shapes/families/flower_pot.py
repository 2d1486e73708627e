"""Flower pots and planters: hollow, with a rim and a hole, a saucer and earth if asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import foliage, outlines
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "flower_pot",
    gloss="an open pot for plants",
    category="plants",
    size=Size(220, 220, 190, main="width", tied_when=(("shape", "round", ("width", "depth")),), stretch=3),
    roles=(
        Role("pot", "clay", "#c4704a", words=("body", "wall")),
        Role("band", "clay", "#dcae86", words=("stripe", "ring"), count="bands", tone=1),
        Role("saucer", "clay", "#c4704a", words=("plate", "tray"), count="saucers", like="pot"),
        Role("soil", "soil", words=("earth",), count="soils", tone=None),
    ),
    parameters=(
        choice("shape", "round", "square", "rectangular", aliases={"circular": "round", "oblong": "rectangular"}),
        length("wall", 11, 1, 60, part="pot", measure="thickness", words=("wall thickness",)),
        count("bands", 0, 0, 4),
        count("saucers", 0, 0, 1),
        count("soils", 0, 0, 1, words=("soil", "earth")),
    ),
    synonyms=("flowerpot", "plant pot", "planter", "garden pot"),
    presets={
        "window box": {"shape": "rectangular", "width": 800, "depth": 200, "height": 180, "soils": 1},
        "planter box": {
            "shape": "rectangular",
            "width": 800,
            "depth": 300,
            "height": 300,
            "soils": 1,
            "material": "wood",
        },
    },
    examples=(
        "terracotta flower pot with a saucer",
        "square white planter",
        "blue flower pot with two stripes, 20 cm wide",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The pot, what it stands on, what it holds."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    round_ = values.word("shape") == "round"
    saucer = values.count("saucers")
    base = tall * 0.03 if saucer else 0.0
    high = tall - base
    w, d = (wide / 1.0, deep / 1.0)
    r = min(w, d) / 2
    wall = min(values.mm("wall") * (1.25 if kit.style == "stylized" else 1), r * 0.4, high * 0.4)
    low = 0.72 if saucer else 0.74
    if round_:
        kit.add(
            "pot",
            foliage.pot(kit, r, high, wall=wall, low=low).scale((w / (2 * r), d / (2 * r), 1)).translate((0, 0, base)),
        )
    else:
        soft = min(r * 0.08, wall)

        def ring(share: float, inset: float, z: float) -> list[tuple[float, float, float]]:
            loop = outlines.rounded(
                outlines.rectangle(
                    -w / 2 * share + inset, -d / 2 * share + inset, w / 2 * share - inset, d / 2 * share - inset
                ),
                soft,
                max(2, kit.steps),
            )
            return [(x, y, z) for x, y in loop]

        rim = high * 0.16
        layers = [ring(0.84, 0, 0), ring(0.955, 0, high - rim), ring(1, 0, high - rim), ring(1, 0, high)]
        if kit.level:
            layers = [
                ring(0.82, 0, 0),
                ring(0.84, 0, high * 0.02),
                ring(0.955, 0, high - rim),
                ring(0.99, 0, high - rim),
                ring(1, 0, high - rim * 0.9),
                ring(1, 0, high - rim * 0.1),
                ring(0.99, 0, high),
            ]
        hollow = [
            ring(0.84, wall, wall),
            ring(0.94, wall, high - rim),
            ring(0.97, wall, high),
            ring(0.97, wall, high * 1.05),
        ]
        kit.add("pot", kit.without(kit.lofted(layers), kit.lofted(hollow)).translate((0, 0, base)))
    for k in range(values.count("bands")):
        z = high * (0.16 + 0.5 * (k + 0.5) / values.count("bands"))
        share = (low if round_ else 0.84) + ((0.93 if round_ else 0.955) - (low if round_ else 0.84)) * z / (high * 0.8)
        h = high * 0.05
        if round_:
            hoop = kit.turned(
                [
                    (r * share - wall * 0.5, z - h),
                    (r * share * 1.01, z - h),
                    (r * share * 1.035, z),
                    (r * share * 1.02, z + h),
                    (r * share - wall * 0.5, z + h),
                ]
            )
            kit.add("band", hoop.scale((w / (2 * r), d / (2 * r), 1)).translate((0, 0, base)))
        else:
            outer = outlines.rectangle(
                -w / 2 * share * 1.03, -d / 2 * share * 1.03, w / 2 * share * 1.03, d / 2 * share * 1.03
            )
            inner = outlines.rectangle(
                -w / 2 * share + wall * 0.5,
                -d / 2 * share + wall * 0.5,
                w / 2 * share - wall * 0.5,
                d / 2 * share - wall * 0.5,
            )
            kit.add("band", kit.plate(outer, [inner], h * 2).translate((0, 0, base + z - h)))
    if saucer:
        s, rise = r * 0.97, tall * 0.1
        dish = kit.turned([(0, 0), (s * 0.88, 0), (s, rise), (s * 0.94, rise), (s * 0.84, base * 1.2), (0, base * 1.2)])
        kit.add("saucer", dish.scale((w / (2 * r), d / (2 * r), 1)))
    if values.count("soils"):
        if round_:
            kit.add(
                "soil",
                foliage.soil(kit, r - wall * 1.25, high * 0.12)
                .scale((w / (2 * r), d / (2 * r), 1))
                .translate((0, 0, base + high * 0.8)),
            )
        else:
            kit.add(
                "soil",
                kit.box(w * 0.95 - 2 * wall, d * 0.95 - 2 * wall, high * 0.14).translate((0, 0, base + high * 0.72)),
            )
    if kit.level == 2 and round_:
        grooves = [
            kit.turned(
                [
                    (r * 0.985, z),
                    (r * 1.0, z + high * 0.012),
                    (r * 0.985, z + high * 0.024),
                    (r - wall * 0.6, z + high * 0.024),
                    (r - wall * 0.6, z),
                ]
            )
            for z in (high * 0.8, high * 0.955)
        ]
        kit.parts[0].solid = kit.union(
            [kit.parts[0].solid, *(g.scale((w / (2 * r), d / (2 * r), 1)).translate((0, 0, base)) for g in grooves)]
        )
