"""Dice: a soft cube whose pips on opposite sides add up to seven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

FACES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 0),),
    2: ((-1, -1), (1, 1)),
    3: ((-1, -1), (0, 0), (1, 1)),
    4: ((-1, -1), (-1, 1), (1, -1), (1, 1)),
    5: ((-1, -1), (-1, 1), (0, 0), (1, -1), (1, 1)),
    6: ((-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)),
}
# Which number lies where: the turn from the upper face to the side that shows it, about X and Y.
_SIDES = {1: (0, 0), 6: (180, 0), 2: (90, 0), 5: (-90, 0), 3: (0, 90), 4: (0, -90)}


@family(
    "die",
    gloss="a six-sided die with pips",
    category="games",
    size=Size(16, 16, 16, tied=("width", "depth", "height")),
    roles=(
        Role("body", "plastic", "#f4f1e8", words=("cube",)),
        Role("pip", "plastic", "#22242a", words=("dot", "spot", "eye", "point"), count=21, tone=1),
    ),
    synonyms=("gaming die", "six sided die", "dice cube", "playing die"),
    examples=("a red die with white pips", "white die, 2 cm wide", "black die with gold dots"),
)
def build(kit: Kit, values: Values) -> None:
    """The cube, then a shallow lens for every pip, a hair proud of its face."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    soft = 0.13 if kit.style != "stylized" else 0.22
    proud = 0.012
    body = organic.soft_box(kit, 1 - 2 * proud, 1 - 2 * proud, 1 - 2 * proud, soft).translate((0, 0, proud - 0.5))
    kit.add("body", body.scale((width, depth, height)).translate((0, 0, height / 2)), crease=45)
    size, away = (0.1, 0.25) if kit.style != "stylized" else (0.115, 0.235)
    for number, (about_x, about_y) in _SIDES.items():
        for a, b in FACES[number]:
            lens = organic.ball(
                kit, (a * away, b * away, 0.5 - proud), (size, size, proud), share=0.45 if not kit.low else 1.0
            )
            pip = lens.rotate((about_x, about_y, 0))
            kit.add("pip", pip.scale((width, depth, height)).translate((0, 0, height / 2)), crease=60)
