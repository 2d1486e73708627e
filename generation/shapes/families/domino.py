"""Dominoes: a flat tile of two halves with pips, a line and a pin between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.families.die import FACES
from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "pips" in said and not {"left_pips", "right_pips"} & said:
        total = int(values["pips"])
        values["left_pips"] = (total + 1) // 2
        values["right_pips"] = total // 2
    values["pips"] = int(values["left_pips"]) + int(values["right_pips"])
    return []


@family(
    "domino",
    gloss="a domino tile",
    category="games",
    size=Size(50, 25, 9, main="width"),
    roles=(
        Role("body", "plastic", "#f3efe3", words=("tile", "stone")),
        Role(
            "pip",
            "plastic",
            "#23252b",
            words=("dot", "spot", "point", "eye"),
            count=lambda v: v.count("left_pips") + v.count("right_pips"),
            tone=1,
        ),
        Role("line", "plastic", "#23252b", words=("divider", "bar"), tone=1),
        Role("pin", "brass", words=("spinner", "rivet"), tone=None),
        Role("back", "plastic", "#2c3f55", words=("underside",), tone=None),
    ),
    parameters=(
        count("pips", 8, 0, 12, words=("pip", "dot", "spot", "point", "eye")),
        count("left_pips", 5, 0, 6, words=("left pip",), free=(1, 2, 3, 4, 5, 6)),
        count("right_pips", 3, 0, 6, words=("right pip",)),
    ),
    synonyms=("domino tile", "domino stone", "domino piece"),
    rule=_agree,
    examples=("a black domino with white pips", "domino with nine pips", "white domino tile, 5 cm long"),
)
def build(kit: Kit, values: Values) -> None:
    """Along X; the face looks up."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    proud = height * 0.03
    soft = min(height * 0.2, depth * 0.07) * (1.6 if kit.style == "stylized" else 1.0)
    split = height * 0.35
    corner = depth * (0.12 if kit.style != "stylized" else 0.2)
    kit.add(
        "body",
        kit.box(width, depth, height - proud - split * 0.96, corner=corner, bevel=soft).translate((0, 0, split * 0.96)),
    )
    kit.add("back", kit.box(width * 0.996, depth * 0.992, split, corner=corner, bevel=soft * 0.5))
    top = height - proud
    half, size = width / 4, min(width / 2, depth) * 0.098
    for side, number in ((-1, values.count("left_pips")), (1, values.count("right_pips"))):
        for a, b in FACES.get(number, ()):
            x, y = side * half + b * width * 0.135, a * depth * 0.27
            kit.add("pip", organic.ball(kit, (x, y, top), (size, size, proud), share=0.5), crease=60)
    line = kit.box(width * 0.016, depth * 0.8, proud * 1.6, bevel=proud * 0.3)
    kit.add("line", line.translate((0, 0, top - proud)))
    kit.add(
        "pin", organic.ball(kit, (0, 0, top - proud * 0.1), (size * 0.8, size * 0.8, proud * 1.1), share=0.5), crease=60
    )
