"""Clocks: a round or square case with a dial, marks and hands, for a wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import dials
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "clock",
    gloss="a dial with hands that shows the time",
    category="furniture",
    size=Size(300, 50, 300, main="width", follow={"depth": 0.5},
              tied_when=(("shape", "round", ("width", "height")), ("shape", "square", ("width", "height")))),
    roles=(
        Role("case", "walnut", "#7a5236", words=("body", "frame", "rim", "housing")),
        Role("dial", "paint", "#f4efe2", words=("face", "clock face", "clockface"), tone=1),
        Role("mark", "black metal", words=("hour mark", "tick", "index", "numeral", "number", "dot",
             "roman numeral"), count="marks",
             tone=None),
        Role("hand", "black metal", words=("pointer", "needle"), count="hands", tone=None),
        Role("hub", "brass", words=("pin", "cap"), tone=None),
        Role("bezel", "brass", words=("ring",), tone=None),
        Role("minute", "black metal", count=None, tone=None, like="mark"),
    ),
    parameters=(
        choice("shape", "round", "square", aliases={"circular": "round", "rectangular": "square"}),
        count("hands", 2, 1, 3),
        count("marks", 12, 0, 60, free=(12, 4)),
    ),
    synonyms=("wall clock", "kitchen clock", "station clock"),
    examples=(
        "a round wall clock with three hands, 30 cm in diameter",
        "square white clock with black hands",
        "oak clock with a white dial and 12 marks",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Everything lying with its dial up, then stood with its back to the wall."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def stand(solid: Solid) -> Solid:
        return solid.scale((1, height / width, 1)).rotate((90, 0, 0)).translate((0, depth / 2, height / 2))

    dials.make(kit, values, width, depth, stand, square=values.word("shape") == "square")
