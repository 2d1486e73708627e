"""Books: a cover with a rounded spine around a block of pages, lying, standing or open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "book",
    gloss="a book",
    category="treasure",
    size=Size(150, 210, 34, main="depth"),
    roles=(
        Role("cover", "fabric", "#31566e", words=("binding", "board", "body")),
        Role("spine", "fabric", "#27465b", words=("back",), like="cover"),
        Role("back_cover", "fabric", "#31566e", count=None, like="cover"),
        Role("right_pages", "paper", "#f1e9d6", count=None, tone=None, like="pages"),
        Role("line", "paper", "#d5cab2", count=None, tone=None),
        Role("pages", "paper", "#f1e9d6", words=("page block", "page", "paper"), tone=None),
        Role(
            "band",
            "brass",
            "#c9a24a",
            words=("rib", "stripe", "raised band"),
            count=lambda v: v.count("bands") if v.word("state") == "closed" else 0,
            tone=1,
        ),
        Role(
            "title",
            "brass",
            "#c9a24a",
            words=("label", "emblem"),
            count=lambda v: v.count("titles") if v.word("state") == "closed" else 0,
            tone=1,
        ),
        Role("ribbon", "fabric", "#a8332f", words=("bookmark",), count="ribbons", tone=None),
        Role("corner", "brass", "#c9a24a", count=None, tone=1),
    ),
    parameters=(
        choice("state", "closed", "open", aliases={"opened": "open", "shut": "closed"}),
        count("bands", 4, 0, 8, words=("band", "rib")),
        count("titles", 1, 0, 1, words=("title", "label")),
        count("ribbons", 0, 0, 1, words=("ribbon", "bookmark")),
    ),
    synonyms=("hardcover book", "closed book", "novel", "storybook"),
    presets={
        "open book": {"state": "open", "width": 300, "depth": 210, "height": 34, "bands": 0, "titles": 0},
        "notebook": {"bands": 0, "height": 16},
    },
    examples=("a red book with gold bands", "blue book with a bookmark, 25 cm long", "open book"),
)
def build(kit: Kit, values: Values) -> None:
    """Lying flat with its spine to the left, in millimetres of a book 150 by 210."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 150, depth / 210, height / 34)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    board = 2.6 * fat
    if values.word("state") == "open":
        for side in (-1, 1):
            put(
                "cover" if side < 0 else "back_cover",
                kit.box(73, 210, board * 2, corner=2, bevel=0.8).translate((side * 38, 0, 0)),
                30,
            )
            n = kit.pick(3, 6, 10)
            rows = [
                (
                    side * (1.5 + 68 * t),
                    board * 1.9 + 24 * math.sin(math.pi * min(t * 1.25 + 0.12, 1.0)) * (1 - 0.25 * t) + 1.5,
                )
                for t in [k / n for k in range(n + 1)]
            ]
            page = [(side * 1.5, board * 1.6), *rows, (side * 69.5, board * 1.6)]
            put(
                "pages" if side < 0 else "right_pages",
                kit.prism(page, 200).rotate((90, 0, 0)).translate((0, 100, 0)),
                40,
            )
        put("spine", kit.box(10, 210, board * 1.8).translate((0, 0, 0)), 30)
        for _ in range(values.count("ribbons")):
            put(
                "ribbon",
                organic.limb(
                    kit,
                    [(3, 70, 22, 2.6, 0.8), (6, -40, 27, 2.6, 0.8), (8, -98, 26, 2.6, 0.8), (9, -104, 12, 2.6, 0.8)],
                    up=(0.1, 0.3, 1),
                    share=0.25,
                ),
            )
        for k in range(kit.pick(0, 8, 14)):
            y = 78 - 150 * k / kit.pick(1, 8, 14)
            for side in (-1, 1):
                put(
                    "line",
                    kit.box(44 if k % 4 else 34, 2.0, 0.7)
                    .rotate((0, side * 8, 0))
                    .translate((side * 36, y, board * 1.9 + 23.5)),
                    30,
                )
        return
    put("cover", kit.box(146, 210, board, corner=1.5, bevel=0.7).translate((2, 0, 0)), 30)
    put("back_cover", kit.box(146, 210, board, corner=1.5, bevel=0.7).translate((2, 0, 34 - board)), 30)
    bulge = 9.0
    n = kit.pick(4, 8, 14) if not kit.low else 3
    arc = [
        (-66 - bulge * math.cos(a), 17 + 17 * math.sin(a))
        for a in [-math.pi / 2 + math.pi * k / n for k in range(n + 1)]
    ]
    back = [(x, z) for x, z in arc] + [
        (-66 - (bulge - board) * math.cos(a), 17 + (17 - board) * math.sin(a))
        for a in [math.pi / 2 - math.pi * k / n for k in range(n + 1)]
    ]
    put("spine", kit.prism(back, 210).rotate((90, 0, 0)).translate((0, 105, 0)), 40)
    block = [
        (-64 - (bulge - board) * math.cos(a) * 0.9, 17 + (17 - board * 0.98) * math.sin(a))
        for a in [-math.pi / 2 + math.pi * k / n for k in range(n + 1)]
    ]
    fore = [
        (70 - 4 * math.cos(a), 17 - (17 - board) * math.sin(a))
        for a in [-math.pi / 2 + math.pi * k / n for k in range(n + 1)]
    ]
    put("pages", kit.prism([*block, *fore], 200).rotate((90, 0, 0)).translate((0, 100, 0)), 40)
    for k in range(kit.pick(0, 5, 11)):
        z = board + (34 - 2 * board) * (k + 1) / (kit.pick(0, 5, 11) + 1)
        put("line", kit.box(130, 200.8, 0.35).translate((0, 0, z)), 30)
    bands = values.count("bands")
    for k in range(bands):
        y = -80 + 160 * (k + 0.5) / bands
        ring = [(x - 1.2, z) for x, z in arc] + [(x + 3.0, z) for x, z in reversed(arc)]
        put("band", kit.prism(ring, 5).rotate((90, 0, 0)).translate((0, y + 2.5, 0)), 40)
    if values.count("titles"):
        put("title", kit.box(72, 34, 0.9, corner=2, bevel=0.2).translate((6, 38, 33.6)), 30)
    if kit.level == 2:
        for x in (-50, 62):
            for y in (-93, 93):
                put("corner", kit.box(24, 24, 1.0, corner=3, bevel=0.3).translate((x, y, 33.6)), 30)
    for _ in range(values.count("ribbons")):
        put(
            "ribbon",
            organic.limb(
                kit,
                [(-10, -92, 18, 4, 0.7), (-10, -110, 16, 4, 0.7), (-8, -118, 8, 4, 0.7)],
                up=(0, 0.4, 1),
                share=0.25,
            ),
        )
