"""Chess queens: a flared crown with points and a ball."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import chessmen, layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "chess_queen",
    gloss="the queen of chess",
    category="games",
    size=Size(37, 37, 86, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("crown", "top", "coronet")),
        Role("point", "maple", words=("spike", "tip"), count="points"),
        Role("finial", "maple", words=("ball", "knob")),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    parameters=(count("points", 9, 5, 16),),
    synonyms=("queen", "queen piece", "chess lady"),
    examples=("a white queen", "black chess queen with nine points", "queen of brass, 9 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, collars, the crown with its points, and a finial."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    man.stem(0.7, 0.25, 0.31)
    man.collar(0.68, 0.52)
    man.collar(0.73, 0.42, 0.03)
    wide = 0.52 * (1.1 if kit.style == "stylized" else 1.0)
    cup = man.smooth([(0.27, 0.72), (0.3, 0.78), (0.38, 0.84), (wide, 0.9)])
    dome = man.smooth([(wide * 0.84, 0.905), (wide * 0.62, 0.93), (0.12, 0.955)])
    kit.add("head", man.turned([(0, 0.72), *cup, (wide * 0.97, 0.912), *dome, (0, 0.955)]), crease=40)
    number = values.count("points")
    for x, y in layout.around(number, wide * 0.9 * man.radius, squash=man.squash):
        size = min(wide * man.radius * 2.2 / number, man.radius * 0.13)
        kit.add(
            "point",
            organic.ball(kit, (x, y, 0.91 * man.height), (size, size, 0.022 * man.height), share=0.35),
            crease=60,
        )
    size = 0.033 * man.height
    kit.add(
        "finial",
        organic.ball(
            kit, (0, 0, man.height - size), (0.15 * man.radius, 0.15 * man.radius * man.squash, size), share=0.5
        ),
        crease=60,
    )
