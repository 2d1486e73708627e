"""Chess pawns: a ball on a collar on a turned stem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import chessmen, organic
from generation.shapes.registry import Role, Size, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pawn",
    gloss="the least piece of chess",
    category="games",
    size=Size(28, 28, 48, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("ball", "top")),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    synonyms=("chess pawn", "chess piece", "chessman", "chess figure"),
    examples=("a white pawn", "black chess pawn, 5 cm tall", "a chess piece of maple"),
)
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, collar and ball."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    man.stem(0.66, 0.3, 0.34)
    man.collar(0.67, 0.56, 0.05)
    size = 0.155 * man.height
    head = organic.ball(
        kit,
        (0, 0, man.height - size),
        (0.48 * man.radius * (1.06 if kit.style == "stylized" else 1), 0.48 * man.radius * man.squash, size),
        share=1.0,
    )
    kit.add("head", head, crease=60)
