"""Trumpets: a flared bell, a coiled tube, three valves with their caps, and a mouthpiece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "trumpet",
    gloss="a brass trumpet with valves",
    category="music",
    size=Size(500, 125, 180, main="width"),
    roles=(
        Role("bell", "brass", words=("horn", "flare")),
        Role("tube", "brass", words=("pipe", "tubing"), count=None, like="bell"),
        Role("valve", "brass", words=("piston", "cylinder"), count="valves"),
        Role("cap", "silver metal", words=("button", "key"), count="valves", tone=1),
        Role("mouthpiece", "silver metal", tone=1),
        Role("ring", "silver metal", words=("band", "ferrule"), count=None, tone=1),
        Role("hook", "brass", words=("finger ring",), count=None, like="bell"),
    ),
    parameters=(count("valves", 3, 0, 5),),
    synonyms=("cornet", "bugle"),
    examples=("a brass trumpet with three valves", "silver trumpet, 50 cm long", "golden trumpet"),
)
def build(kit: Kit, values: Values) -> None:
    """In hundredths of the length: the bell at the left, the mouthpiece at the right."""
    scale = (values.mm("width") / 100, values.mm("depth") / 25, values.mm("height") / 36)
    thick = 1.15 * (1.3 if kit.style == "stylized" else 1.1 if kit.low else 1.0)

    def put(name: str, solid: Solid, crease: float = 45) -> None:
        kit.add(name, solid.scale(scale), crease=crease)

    outer = [
        (float(r), float(z))
        for r, z in kit.curve(
            [(12.4, 0), (8.2, 3.4), (5.0, 8.5), (3.2, 15), (2.2, 24), (1.5, 34), (thick, 46)], smooth=2
        )
    ]
    inner = [(max(r - 0.5, 0.4), z + 0.35) for r, z in outer]
    bell = kit.turned(
        [
            *[(r, z) for r, z in inner if z < 40][::-1],
            (12.1, -0.3),
            *outer,
            (0, 46),
            (0, inner[-1][1] if inner[-1][1] < 40 else 39.5),
        ][::1]
    )
    put("bell", bell.rotate((0, 90, 0)).translate((-50, 2.2, 27)))
    bend = organic.tapered(
        kit,
        [
            (-5, 2.2, 27),
            (16, 2.2, 27),
            (24, 2.2, 26.4),
            (30, 1.2, 22),
            (30, 0.6, 17.5),
            (26, 0, 13.4),
            (16, 0, 12.5),
            (-2, 0, 12.5),
        ],
        thick,
        thick,
    )
    put("tube", bend)
    put(
        "tube",
        organic.tapered(
            kit,
            [
                (0, -2.2, 12.5),
                (-22, -2.2, 12.5),
                (-29, -2.2, 13.4),
                (-33, -2.2, 18),
                (-33, -2.2, 22),
                (-29, -2.2, 26.2),
                (-22, -2.2, 27),
                (20, -2.2, 27),
                (38, -2.2, 27),
            ],
            thick,
            thick,
        ),
    )
    put(
        "mouthpiece",
        kit.turned([(0, 0), (1.0, 0), (1.25, 7), (1.7, 9), (2.6, 11.2), (2.6, 12), (1.9, 12), (0.6, 10), (0, 10)])
        .rotate((0, 90, 0))
        .translate((38, -2.2, 27)),
    )
    number = values.count("valves")
    spots = [-4.0] if number == 1 else [x - 4.0 for x in layout.row(number, min(5.4 * (number - 1), 22))]
    for x in spots:
        put(
            "valve",
            kit.turned([(0, 8), (2.1, 8), (2.45, 8.6), (2.45, 28.6), (2.1, 29.4), (0, 29.4)]).translate((x, 0, 0)),
        )
        stem = kit.turned([(0, 28), (0.6, 28), (0.6, 33.6), (2.0, 34), (2.0, 35.4), (1.5, 36), (0, 36)])
        put("cap", stem.translate((x, 0, 0)))
        if kit.level:
            for z in (9.6, 27.0):
                put("ring", kit.turned([(2.2, 0), (2.8, 0), (2.8, 1.1), (2.2, 1.1)]).translate((x, 0, z)))
        put(
            "tube",
            organic.tapered(
                kit,
                [(x, -1.5, 20), (x, -6.5, 19.4), (x, -8, 17.6), (x, -6.5, 15.8), (x, -1.5, 15.2)],
                thick * 0.8,
                thick * 0.8,
                share=0.3,
            ),
        )
    for x, y, z in ((-16, 2.2, 27), (14, -2.2, 27), (-14, -2.2, 12.5), (36, -2.2, 27))[: kit.pick(1, 3, 4)]:
        put(
            "ring",
            kit.turned([(0.6, -1.2), (thick * 1.3, -1.2), (thick * 1.3, 1.2), (0.6, 1.2)])
            .rotate((0, 90, 0))
            .translate((x, y, z)),
        )
    if kit.level:
        put(
            "hook",
            organic.tapered(
                kit, [(14, -2.2, 28), (14, -2.2, 31), (16.5, -2.2, 32), (18, -2.2, 30.5)], 0.55, 0.5, share=0.3
            ),
        )
        put("hook", organic.tapered(kit, [(-18, 2.2, 27), (-18, 0, 26), (-18, -2.2, 27)], 0.6, 0.6, share=0.3))
