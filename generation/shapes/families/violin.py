"""Violins: an arched waisted body with two sound holes, a bridge, a scroll with pegs, and a bow where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, organic, strings
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_VARNISH = "#a4562a"


@family(
    "violin",
    gloss="a violin with four strings",
    category="music",
    size=Size(210, 90, 600, main="height"),
    roles=(
        Role("body", "maple", "#8c4522", words=("side", "rib")),
        Role("back", "maple", "#8c4522", like="body"),
        Role("top", "maple", _VARNISH, words=("front", "belly", "table"), tone=1),
        Role("sound_hole", "ebony", words=("f hole", "hole"), count=2, tone=None),
        Role("purfling", "ebony", count=None, tone=None),
        Role("neck", "maple", "#8c4522", tone=None),
        Role("fingerboard", "ebony", words=("fretboard",), tone=None),
        Role("bridge", "maple", tone=None),
        Role("tailpiece", "ebony", tone=None),
        Role("chin_rest", "ebony", words=("chinrest",), count=1, tone=None),
        Role("scroll", "maple", "#8c4522", words=("head", "volute"), tone=None),
        Role("peg", "ebony", words=("tuning peg", "tuner"), count="strings", tone=None),
        Role("string", "steel", count="strings", tone=None),
        Role("bow", "mahogany", words=("fiddlestick",), count="bows", tone=None),
        Role("bow_hair", "cotton", count="bows", tone=None),
    ),
    parameters=(count("strings", 4, 1, 6), count("bows", 0, 0, 1)),
    synonyms=("fiddle",),
    presets={
        "viola": {"width": 240, "depth": 100, "height": 680},
        "cello": {"width": 440, "depth": 230, "height": 1250},
        "double bass": {"width": 660, "depth": 330, "height": 1850},
    },
    examples=("a violin with a bow", "brown violin with four strings", "cello"),
)
def build(kit: Kit, values: Values) -> None:
    """Built lying along Y in hundredths of the length, then stood up with its face to the front."""
    bows, number = values.count("bows"), values.count("strings")
    scale = (values.mm("width") / 35, values.mm("depth") / 15, values.mm("height") / 100)

    def put(name: str, solid: Solid, crease: float = 35) -> None:
        kit.add(name, solid.rotate((90, 0, 0)).scale(scale), crease=crease)

    fat = 1.0 if kit.style != "stylized" else 1.05
    marks = [
        (0, 0),
        (8, 0.6),
        (15, 4),
        (17.4, 11),
        (15.6, 18),
        (12.6, 22),
        (10.4, 26),
        (9.6, 31),
        (10.6, 36),
        (12.4, 40),
        (13.9, 45),
        (13.4, 51),
        (9.6, 56),
        (3.5, 58.3),
        (0, 58.6),
    ]
    outline = [(x * fat, y) for x, y in strings.waisted(kit, marks)]
    put("body", kit.prism(strings.shrunk(outline, 0.7), 5.4).translate((0, 0, 1)), 25)
    put("top", strings.plate(kit, outline, 6.2, 8.2, arch=2.6), 40)
    put("back", strings.plate(kit, outline, 0, 1.4, arch=2.2).scale((1, 1, -1)).translate((0, 0, 1.4)), 40)
    face = 8.0
    if kit.level:
        ring = kit.without(
            kit.prism(strings.shrunk(outline, 0.7), 0.7),
            kit.prism(strings.shrunk(outline, 1.0), 2).translate((0, 0, -0.5)),
        )
        put("purfling", ring.translate((0, 0, 6.2)))
    for side in (-1, 1):
        path = [
            (side * 4.9, 33, face),
            (side * 4.1, 31.8, face),
            (side * 4.6, 29.5, face),
            (side * 6.2, 26, face),
            (side * 7.2, 22.6, face - 0.1),
            (side * 8.0, 20.8, face - 0.4),
            (side * 6.9, 20.2, face - 0.1),
        ]
        put("sound_hole", organic.tapered(kit, path, 0.46, 0.46, share=0.25))
    neck = [(s * w, y, z) for y, w in ((56, 2.0), (84, 1.5)) for s in (-1, 1) for z in (7.2, 6.2)] + [
        (s * w * 0.5, y, 4.6) for y, w in ((56, 2.0), (84, 1.5)) for s in (-1, 1)
    ]
    put("neck", kit.hull(neck), 40)
    board = [
        (s * w, y, z + t) for y, w, z in ((37, 2.3, 10.2), (84.5, 1.45, 7.4)) for s in (-1, 1) for t in (0, 0.7)
    ] + [(0, y, z + 1.15) for y, z in ((37, 10.2), (84.5, 7.4))]
    put("fingerboard", kit.hull(board), 30)
    bridge = [(-3.4, 7.4), (3.4, 7.4), (2.8, 10.2), (1.6, 11.5), (0, 11.9), (-1.6, 11.5), (-2.8, 10.2)]
    put("bridge", kit.prism(bridge, 0.6).rotate((90, 0, 0)).translate((0, 27.6, 0)))
    tail = [(s * w, y, z) for y, w, z in ((3, 1.1, 8.2), (19, 2.5, 9.2)) for s in (-1, 1) for z in (z, z + 0.7)]
    put("tailpiece", kit.hull(tail), 30)
    put("chin_rest", organic.ball(kit, (-8, 4.6, 9.0), (6.4, 4.2, 1.1), share=0.5))
    turns = [(0.0, 84 + 6 * t, 6.2 - 1.2 * t) for t in (0, 0.5, 1)] + [
        (0.0, 95.4 + (2.9 - 1.8 * t) * math.sin(5.2 * t - 0.5), 4.4 - (2.9 - 1.8 * t) * math.cos(5.2 * t - 0.5) + 1.4)
        for t in (0.15, 0.4, 0.65, 0.9, 1.1)
    ]
    put("scroll", organic.tapered(kit, turns, 1.55, 1.2, share=0.4))
    for k in range(number):
        side = -1 if k % 2 == 0 else 1
        y = 86.5 + 6.0 * (k + 0.5) / number
        pin = kit.rod((-side * 1.4, y, 5.7), (side * 4.4, y, 5.7), 0.42, 0.34)
        put("peg", kit.union([pin, organic.ball(kit, (side * 5.4, y, 5.7), (1.25, 0.95, 0.5), share=0.35)]))
        x0, x1 = layout.row(number, 3.4)[k] if number > 1 else 0.0, layout.row(number, 1.7)[k] if number > 1 else 0.0
        high = 11.9 - 0.14 * x0 * x0
        thin = 0.12 if kit.style == "realistic" else 0.18
        put(
            "string",
            kit.union(
                [
                    kit.rod((x0, 18, 9.7), (x0, 27.3, high), thin),
                    kit.rod((x0, 27.3, high), (x1, 84.3, 8.6), thin),
                    kit.rod((x1, 84.3, 8.6), (0, y, 6.2), thin),
                ]
            ),
            40,
        )
    for _ in range(bows):
        stick = [(16.8, 12, 13.4), (16.6, 45, 12.4), (16.6, 75, 13.2), (16.6, 88, 15.0)]
        put(
            "bow",
            kit.union(
                [
                    organic.tapered(kit, stick, 0.6, 0.4, share=0.3),
                    kit.box(1.0, 4, 2.4, bevel=0.2).translate((16.8, 17, 12.2)),
                    kit.box(0.9, 1.0, 2.6).translate((16.6, 87.6, 13.6)),
                ]
            ),
        )
        put("bow_hair", kit.box(0.7, 71, 0.3).rotate((1.2, 0, 0)).translate((16.7, 52.4, 14.5)))
