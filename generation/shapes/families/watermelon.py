"""Watermelons: a whole striped melon, or a slice with its seeds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "watermelon",
    gloss="a watermelon or a slice of it",
    category="food",
    size=Size(300, 240, 235, main="width"),
    roles=(
        Role("rind", "fruit skin", "#2f6b35", words=("skin", "body", "shell")),
        Role("stripe", "fruit skin", "#7fae55", words=("band",), count="stripes", tone=1),
        Role(
            "flesh",
            "fruit skin",
            "#dd4248",
            words=("inside",),
            count=lambda v: int(v.word("cut") != "whole"),
            tone=None,
        ),
        Role("white", "fruit skin", "#e8ecd0", words=("white rind",), count=None, tone=None),
        Role(
            "seed",
            "paint",
            "#26201d",
            words=("pip",),
            count=lambda v: v.count("seeds") if v.word("cut") != "whole" else 0,
            tone=None,
        ),
        Role("stalk", "wood", "#6b5a30", words=("stem",), count=lambda v: int(v.word("cut") == "whole"), tone=None),
    ),
    parameters=(
        choice("cut", "whole", "half", "slice", aliases={"halved": "half", "sliced": "slice"}),
        count("stripes", 10, 0, 24, words=("stripe", "band")),
        count("seeds", 18, 0, 60, words=("seed", "pip")),
    ),
    synonyms=("water melon", "melon"),
    presets={
        "slice of watermelon": {"cut": "slice", "depth": 60, "height": 150, "width": 280},
        "watermelon slice": {"cut": "slice", "depth": 60, "height": 150, "width": 280},
        "watermelon half": {"cut": "half", "height": 125},
        "half watermelon": {"cut": "half", "height": 125},
    },
    examples=("a green watermelon with eight stripes", "slice of watermelon", "watermelon half with 20 seeds"),
)
def build(kit: Kit, values: Values) -> None:
    """A ball, a half or a wedge, in millimetres of a melon 300 long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 300, depth / 240, height / 235)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    cut = values.word("cut")
    stripes = values.count("stripes")
    if cut == "whole":
        put("rind", organic.ball(kit, (0, 0, 117.5), (150 * fat**0.0, 119, 116), share=1.0))
        for k in range(stripes):
            a = 2 * math.pi * (k + 0.5) / stripes
            path = []
            spans = 4 if kit.low and kit.level < 2 else 8
            for s in range(spans + 1):
                t = math.pi * (0.06 + 0.88 * s / spans)
                wob = a + 0.05 * math.sin(5 * t + k)
                path.append(
                    (
                        149.5 * math.cos(t),
                        118.5 * math.sin(t) * math.cos(wob),
                        117.5 + 115.5 * math.sin(t) * math.sin(wob),
                        (9.0 * fat if s % 2 else 6) * math.sin(t) + 1,
                        2.0,
                    )
                )
            put("stripe", organic.tapered_path(kit, path, share=0.3))
        put("stalk", fruit.stalk(kit, [(146, 0, 118), (156, 0, 124), (160, 4, 134)], 3.4, 2.4))
        return
    n = kit.pick(12, 24, 40) if not kit.low else kit.pick(5, 8, 11)
    deep = 60.0 if cut == "slice" else 119.0

    def wedge(r: float) -> list[tuple[float, float]]:
        return [(r * math.cos(t), r * math.sin(t)) for t in [math.pi + math.pi * s / n for s in range(n + 1)]]

    if cut == "half":
        lower = [
            organic.ball(kit, (0, 0, 118), (150 - k, 119 - k, 116 - k), share=1.0).trim_by_plane(
                (0, 0, -1), -118 - 0.6 * i
            )
            for i, k in enumerate((0, 7, 14))
        ]
        for name, solid in zip(("rind", "white", "flesh"), lower, strict=True):
            put(name, solid, 40)
        places = [(x * 95, y * 74) for x, y in fruit.scattered(kit, values.count("seeds"), "seed")]
        for x, y in places:
            put(
                "seed",
                organic.ball(
                    kit, (x, y, 119.2), (5, 3.4, 1.8), share=0.25, turn=(0, 0, math.degrees(math.atan2(y, x)))
                ),
            )
        for k in range(stripes):
            a = math.pi + math.pi * (k + 0.5) / stripes
            path = [
                (
                    149 * math.cos(t),
                    118 * math.sin(t) * math.cos(a),
                    118 + 115 * math.sin(t) * math.sin(a),
                    6 * math.sin(t) + 1,
                    2,
                )
                for t in [math.pi * (0.08 + 0.84 * s / 8) for s in range(9)]
            ]
            put("stripe", organic.tapered_path(kit, path, share=0.3))
        return
    for name, r, t in (("rind", 150, deep), ("white", 140, deep + 0.8), ("flesh", 131, deep + 1.6)):
        put(name, kit.prism(wedge(r), t).rotate((90, 0, 0)).translate((0, t / 2, 150 + t - deep)), 25)
    for k, (x, y) in enumerate(fruit.scattered(kit, values.count("seeds"), "seed")):
        spot = (x * 95, (-1) ** k * (deep / 2 + 0.8), 150 - 14 - abs(y) * 88 * (1 - 0.35 * abs(x)))
        put("seed", organic.ball(kit, spot, (3.4, 1.4, 5), share=0.25))
    for k in range(stripes):
        t = math.pi + math.pi * (k + 0.5) / stripes
        put(
            "stripe",
            kit.box(9, deep * 1.02, 3)
            .rotate((0, 90 - math.degrees(t), 0))
            .translate((149 * math.cos(t), 0, 150 + 149 * math.sin(t))),
            30,
        )
