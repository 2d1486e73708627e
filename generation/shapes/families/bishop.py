"""Chess bishops: a mitre with its cut and a small ball on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import chessmen, organic
from generation.shapes.registry import Role, Size, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "bishop",
    gloss="the runner of chess",
    category="games",
    size=Size(33, 33, 72, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("mitre", "miter", "top")),
        Role("finial", "maple", words=("ball", "knob")),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    synonyms=("chess bishop", "bishop piece"),
    examples=("a white bishop", "black chess bishop, 8 cm tall", "bishop of marble"),
)
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, collars, the mitre with its cut, and a finial."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    man.stem(0.64, 0.26, 0.3)
    man.collar(0.62, 0.5)
    man.collar(0.67, 0.42, 0.03)
    fat = 1.08 if kit.style == "stylized" else 1.0
    marks = man.smooth([(0.24, 0.66), (0.4 * fat, 0.72), (0.43 * fat, 0.78), (0.3 * fat, 0.87), (0.1, 0.94)])
    head = man.turned([(0, 0.66), *marks, (0, 0.945)])
    cut = kit.box(man.radius * 2, man.radius * 0.13, man.height * 0.2).translate((0, 0, 0)).rotate((-32, 0, 0))
    kit.add("head", kit.without(head, cut.translate((0, -man.radius * 0.3, man.height * 0.8))), crease=40)
    size = 0.034 * man.height
    kit.add(
        "finial",
        organic.ball(
            kit, (0, 0, man.height - size), (0.125 * man.radius, 0.125 * man.radius * man.squash, size), share=0.5
        ),
        crease=60,
    )
