"""Alarm clocks: a round clock on two feet, with two bells and the hammer between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import dials, layout
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "alarm_clock",
    gloss="a clock that rings, for the bedside",
    category="furniture",
    size=Size(130, 62, 180, main="height", stretch=5),
    roles=(
        Role("case", "paint", "#5f9ea0", words=("body", "housing", "frame")),
        Role("dial", "paint", "#f4efe2", words=("face", "clock face"), tone=1),
        Role("mark", "black metal", words=("hour mark", "numeral", "number", "tick"), count="marks", tone=None),
        Role("hand", "black metal", words=("pointer", "needle"), count="hands", tone=None),
        Role("hub", "brass", words=("pin",), tone=None),
        Role("bezel", "brass", words=("ring", "rim"), tone=None),
        Role("bell", "brass", words=("gong",), count="bells", tone=None),
        Role("leg", "brass", words=("foot",), count="legs", tone=None),
        Role("hammer", "steel", words=("clapper",), count=lambda v: int(v.count("bells") > 1), tone=None),
        Role("minute", "black metal", count=None, tone=None, like="mark"),
    ),
    parameters=(
        count("hands", 3, 1, 3),
        count("marks", 12, 0, 60),
        count("bells", 2, 0, 2),
        count("legs", 2, 0, 4),
    ),
    synonyms=("twin bell alarm clock", "bedside clock"),
    presets={"table clock": {"width": 160, "depth": 60, "height": 172, "bells": 0}},
    examples=(
        "red alarm clock with two bells",
        "a yellow alarm clock, 18 cm high",
        "black alarm clock with a white dial",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The clock between its feet and its bells."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    bells, legs = values.count("bells"), values.count("legs")
    foot = height * 0.07 if legs else 0.0
    crown = height * 0.2 if bells else 0.0
    tall = height - foot - crown
    middle = foot + tall / 2

    def stand(solid: Solid) -> Solid:
        return solid.scale((1, tall / width, 1)).rotate((90, 0, 0)).translate((0, depth / 2, middle))

    dials.make(kit, values, width, depth, stand)
    _stand_and_bells(kit, (width, depth, height), (middle, tall), bells, legs)


def _stand_and_bells(
    kit: Kit, size: tuple[float, float, float], case: tuple[float, float], bells: int, legs: int
) -> None:
    width, depth, height = size
    middle, tall = case
    for k in range(legs):
        x = layout.row(legs, width * 0.62)[k] if legs > 1 else 0.0
        z = middle - tall / 2 * math.sqrt(max(0.0, 1 - (2 * x * 0.8 / width) ** 2)) * 0.92
        r = min(width * 0.035, depth * 0.2) * kit.chunk
        kit.add("leg", kit.stake((x, 0, 0), (x * 0.8, 0, z), r * 0.7, r))
    for side in (-1, 1) if bells == 2 else (0,) if bells else ():
        r = width * 0.2
        tilt = 24.0 * side
        foot = (side * width * 0.26 * 0.8, 0.0, middle + tall * 0.4)
        top = (side * width * 0.27, 0.0, height - r * 0.52)
        dome = [(0, r * 0.12), (r * 0.82, 0), (r, 0), (r * 0.94, r * 0.32), (r * 0.66, r * 0.6), (r * 0.14, r * 0.72),
                (r * 0.12, r * 0.86), (0, r * 0.88)]  # fmt: skip
        shell = kit.turned(dome).scale((1, min(1.0, depth / (2 * r)), 1)).rotate((0, tilt, 0))
        box = shell.bounding_box()
        stem = kit.rod(foot, (top[0], 0, height - box[5] + r * 0.3), r * 0.12)
        kit.add("bell", kit.union([shell.translate((top[0], 0, height - box[5])), stem]), crease=50)
    if bells > 1:
        bar = kit.rod((0, 0, middle + tall * 0.45), (0, 0, height * 0.9), width * 0.014)
        head = kit.rod(
            (-width * 0.05, 0, height * 0.9), (width * 0.05, 0, height * 0.9), width * 0.03, bevel=width * 0.006
        )
        kit.add("hammer", kit.union([bar, head]))
