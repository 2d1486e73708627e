"""Bread: a loaf with a crust that is slashed, a baguette, or a slice of toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "bread",
    gloss="a loaf of bread",
    category="food",
    size=Size(260, 130, 110, main="width"),
    roles=(
        Role("crust", "food", "#b9773a", words=("body", "loaf", "dough")),
        Role("crumb", "food", "#ecd8ae", words=("inside",), count=None, tone=1),
        Role("hole", "food", "#d9bd88", count=None, tone=None),
        Role(
            "slash",
            "food",
            "#e6c588",
            words=("cut", "score"),
            count=lambda v: v.count("slashes") if v.word("kind") != "slice" else 0,
            tone=1,
        ),
    ),
    parameters=(
        choice("kind", "loaf form", "slice", aliases={"sliced": "slice"}),
        count("slashes", 4, 0, 12, words=("slash", "cut")),
    ),
    synonyms=("loaf of bread", "bread loaf"),
    presets={
        "baguette": {"width": 600, "depth": 70, "height": 60, "slashes": 6},
        "bread roll": {"width": 100, "depth": 85, "height": 60, "slashes": 1},
        "slice of bread": {"kind": "slice", "width": 120, "depth": 14, "height": 115, "slashes": 0},
        "toast": {"kind": "slice", "width": 120, "depth": 14, "height": 115, "slashes": 0},
    },
    examples=("a loaf of bread with five slashes", "baguette 60 cm long", "slice of bread"),
)
def build(kit: Kit, values: Values) -> None:
    """In millimetres of a loaf 260 long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 260, depth / 130, height / 110)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    if values.word("kind") == "slice":
        n = kit.pick(3, 6, 10)
        half = [
            (0.0, 0.0),
            (92, 0),
            (104, 8),
            (106, 20),
            (104, 50),
            (118, 66),
            (124, 82),
            (112, 100),
            (84, 109),
            (0, 110),
        ]
        top = [(max(float(x), 0.0), float(z)) for x, z in kit.curve(half[1:-1], smooth=1)]
        outline = [*top, *((-x, z) for x, z in reversed(top))]
        slab = kit.prism(outline, 126).rotate((90, 0, 0)).translate((0, 63, 0))
        put("crust", slab, 40)
        inner = [(x * 0.92, 55 + (z - 55) * 0.9) for x, z in outline]
        put("crumb", kit.prism(inner, 130).rotate((90, 0, 0)).translate((0, 65, 0)), 40)
        for k in range(n * 2):
            x, z = (kit.chance("x", k) - 0.5) * 160, 16 + 74 * kit.chance("z", k)
            put("hole", organic.ball(kit, (x, -64.8, z), (4.5, 1.6, 3.2), share=0.2))
        return
    w = 65 * fat**0.2
    marks = [
        (-112, 0, 38, w * 0.62, 36),
        (-84, 0, 50, w * 0.94, 49),
        (-30, 0, 54, w, 54),
        (30, 0, 54, w, 54),
        (84, 0, 50, w * 0.94, 49),
        (112, 0, 38, w * 0.62, 36),
    ]
    body = organic.limb(kit, marks, share=1.0, square=2.5, ends=(0.5, 0.5))
    put("crust", body.trim_by_plane((0, 0, 1), 3.0))
    slashes = values.count("slashes")
    for k in range(slashes):
        x = -84 + 168 * (k + 0.5) / slashes
        lift = 107.5 - 12 * abs(x / 100) ** 2.2
        long = min(150 / slashes, 34)
        cut = [
            (x - long * 0.42, -44, lift - 24, 1.0, 1.4),
            (x - long * 0.2, -24, lift - 5.5, 6.5, 2.8),
            (x, 0, lift - 1.2, 8.5, 3.2),
            (x + long * 0.2, 24, lift - 5.5, 6.5, 2.8),
            (x + long * 0.42, 44, lift - 24, 1.0, 1.4),
        ]
        put("slash", organic.limb(kit, cut, share=0.4))
