"""Knobs: fluted control knobs with a pointer, and turned knobs for drawers and doors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["form"] == "round":
        values["pointers"] = 0
    wide = min(float(values["width"]), float(values["depth"]))
    return mechanics.no_more(values, said, "bore", wide * 0.5, "The hole is wider than the knob has room for.")


@family(
    "knob",
    gloss="a round grip to turn or pull",
    category="mechanical",
    size=Size(32, 32, 20, main="width", tied=("width", "depth")),
    roles=(
        Role("knob", "plastic", "#2d3136", words=("grip", "body", "head")),
        Role(
            "cap", "aluminium", words=("top", "inlay", "lid"), count=lambda v: int(v.word("form") == "control"), tone=1
        ),
        Role(
            "pointer", "plastic", "#f1efe8", words=("indicator", "mark", "marker", "line"), count="pointers", tone=None
        ),
    ),
    parameters=(
        choice("form", "control", "round", aliases={"ball": "round", "mushroom": "round"}),
        count("flutes", 18, 0, 60, words=("flute", "ridge", "rib", "groove")),
        count("pointers", 1, 0, 1),
        length(
            "bore", 6, 0, 1000, words=("bore", "hole", "shaft hole"), measure="diameter", dimension=("bore",), grows=1.0
        ),
    ),
    synonyms=("control knob", "volume knob", "dial", "rotary knob", "potentiometer knob"),
    presets={
        "drawer knob": {"form": "round", "width": 32, "depth": 32, "height": 28, "pointers": 0, "material": "brass"},
        "door knob": {"form": "round", "width": 60, "depth": 60, "height": 65, "pointers": 0, "material": "brass"},
        "doorknob": {"form": "round", "width": 60, "depth": 60, "height": 65, "pointers": 0, "material": "brass"},
    },
    rule=_agree,
    examples=(
        "black control knob 30 mm in diameter with a 6 mm hole",
        "brass door knob",
        "aluminium knob with twelve flutes and a red pointer",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Standing on the face that meets the panel; the bore opens there."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    r, bore = wide / 2, values.mm("bore") / 2
    body = _turned(kit, r, high) if values.word("form") == "round" else _control(kit, values, r, high)
    if bore > 0:
        hole = kit.prism(mechanics.circle(bore, max(kit.segments, 12)), high * 0.55 + 1).translate((0, 0, -1))
        body = kit.without(body, hole)
    ratio = deep / wide
    kit.add("knob", body.scale((1, ratio, 1)), crease=42)
    if values.word("form") == "round":
        return
    top, soft = r * 0.72, kit.bevel(r * 0.04)
    plate = [(0, high * 0.9), (top, high * 0.9), (top, high - soft), (top - soft, high), (0, high)]
    kit.add("cap", kit.turned(plate).scale((1, ratio, 1)))
    if values.count("pointers"):
        line = kit.box(r * 0.1, r * 0.6, high * 0.12, bevel=r * 0.02)
        kit.add("pointer", line.translate((0, -r * 0.5 * ratio, high * 0.895)))


def _control(kit: Kit, values: Values, r: float, high: float) -> Solid:
    """A skirt and a fluted grip that narrows a little to the top."""
    flutes = values.count("flutes")
    skirt = high * 0.2
    soft = kit.bevel(high * 0.04)
    low = kit.turned([(0, 0), (r, 0), (r, skirt * 0.5), (r * 0.93, skirt), (0, skirt)])
    steps = 2 if kit.low else kit.pick(4, 6, 10)
    deep = r * (0.075 if kit.style == "stylized" else 0.045)
    n = flutes * steps if flutes else kit.segments
    grip_r = r * 0.9
    outline = []
    for k in range(n):
        a = 2 * math.pi * k / n
        dip = deep * (1 - abs(math.sin(flutes * a / 2))) if flutes else 0.0
        outline.append(((grip_r - dip) * math.cos(a), (grip_r - dip) * math.sin(a)))
    grip = kit.plate(outline, [], high * 0.94 - skirt * 0.6).translate((0, 0, skirt * 0.6))
    edge = max(soft, high * 0.05)
    cone = [(0, 0), (r * 1.01, 0), (r * 0.9, high * 0.94 - edge), (r * 0.9 - edge, high * 0.94), (0, high * 0.94)]
    return low + (grip ^ kit.turned(cone))


def _turned(kit: Kit, r: float, high: float) -> Solid:
    """A rose, a neck and a rounded head."""
    bulge = 1.06 if kit.style == "stylized" else 1.0
    marks = [
        (0.62, 0.0),
        (0.64, 0.06),
        (0.5, 0.12),
        (0.36 * bulge, 0.24),
        (0.36 * bulge, 0.36),
        (0.6, 0.46),
        (0.94, 0.6),
        (1.0, 0.74),
        (0.9, 0.88),
        (0.56, 0.97),
    ]
    curve = kit.curve([(a * r, b * high) for a, b in marks])
    widest = max(float(a) for a, _ in curve) / r
    outline = [(float(a) / widest, max(float(b), 0.0)) for a, b in curve]
    return kit.turned([(0.0, 0.0), *outline, (0.0, high)])
