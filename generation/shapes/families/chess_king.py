"""Chess kings: the tallest man, with a cross on his crown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import chessmen
from generation.shapes.registry import Role, Size, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "chess_king",
    gloss="the king of chess",
    category="games",
    size=Size(38, 38, 95, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("crown", "top")),
        Role("cross", "maple"),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    synonyms=("king", "king piece"),
    examples=("a white king", "black chess king, 10 cm tall", "king of maple with a brass cross"),
)
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, collars, the crown, and the cross."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    man.stem(0.65, 0.26, 0.33)
    man.collar(0.63, 0.54)
    man.collar(0.68, 0.44, 0.03)
    wide = 0.5 * (1.1 if kit.style == "stylized" else 1.0)
    cup = man.smooth([(0.29, 0.67), (0.32, 0.73), (0.4, 0.79), (wide, 0.85)])
    dome = man.smooth([(wide * 0.9, 0.862), (wide * 0.5, 0.885), (0.14, 0.9)])
    kit.add("head", man.turned([(0, 0.67), *cup, (wide, 0.855), *dome, (0, 0.9)]), crease=40)
    thick, soft = man.radius * 0.15, man.radius * 0.03
    low, tall = 0.89 * man.height, 0.11 * man.height
    flare = [
        (-0.16, 0),
        (0.16, 0),
        (0.1, 0.42),
        (0.34, 0.36),
        (0.34, 0.74),
        (0.1, 0.68),
        (0.17, 1.0),
        (-0.17, 1.0),
        (-0.1, 0.68),
        (-0.34, 0.74),
        (-0.34, 0.36),
        (-0.1, 0.42),
    ]
    outline = [(x * man.radius, z * tall) for x, z in flare]
    cross = kit.prism(outline, thick + soft).rotate((90, 0, 0)).translate((0, (thick + soft) / 2, low))
    kit.add("cross", cross, crease=20)
