"""Mirrors: polished glass in a moulded frame, rectangular, round, oval or arched; on a stand where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import frames
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "mirror",
    gloss="polished glass in a frame",
    category="furniture",
    size=Size(600, 40, 900, main="height", follow={"depth": 0.3},
              tied_when=(("shape", "round", ("width", "height")),)),
    roles=(
        Role("frame", "oak", words=("rim", "border", "edge", "moulding")),
        Role("glass", "mirror glass", words=("pane", "reflecting surface"), tone=None),
        Role("back", "wood", "#8a6a48", words=("back panel",), tone=None),
        Role("leg", "oak", words=("foot", "stand", "support"), count="legs"),
        Role("hook", "brass", words=("hanger",), count=None, tone=None),
    ),
    parameters=(
        choice("shape", "rectangular", "round", "oval", "arched",
               aliases={"square": "rectangular", "circular": "round", "elliptical": "oval", "arch": "arched"},
               free=("rectangular", "oval", "arched")),
        length("frame_width", 45, 3, 300, part="frame", measure="width"),
        count("legs", 0, 0, 2),
    ),
    synonyms=("wall mirror", "looking glass", "bathroom mirror"),
    presets={
        "standing mirror": {"width": 500, "depth": 420, "height": 1650, "legs": 2},
        "floor mirror": {"width": 500, "depth": 420, "height": 1650, "legs": 2},
        "full length mirror": {"width": 500, "depth": 420, "height": 1650, "legs": 2},
    },
    examples=(
        "a round mirror with a brass frame, 60 cm in diameter",
        "oval wall mirror with a gold frame",
        "standing mirror with an oak frame and two legs",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Frame, glass and back made lying and stood up; legs behind carry a standing one."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    shape = values.word("shape")
    band = min(values.mm("frame_width") * kit.chunk, min(width, height) * 0.24)
    legs = values.count("legs")
    thick = min(depth, band * 0.9) if not legs else min(depth * 0.2, band * 0.8)
    frame = frames.stood(frames.moulding(kit, shape, width, height, band, thick), height)
    y = thick / 2 if not legs else thick - depth / 2
    kit.add("frame", frame.translate((0, y, 0)), crease=30)
    inset = band * 1.6
    pane = frames.sheet(kit, shape, width - inset, height - inset, thick * 0.3)
    if kit.level == 2:
        inset = band * 2.5
        field = frames.sheet(kit, shape, width - inset, height - inset, thick * 0.06, bevel=thick * 0.03)
        pane = kit.union([pane, field.translate((0, 0, thick * 0.28))])
    kit.add("glass", frames.stood(pane, height).translate((0, y - thick * 0.28, 0)), crease=20)
    back = frames.sheet(kit, shape, width - inset * 0.98, height - inset * 0.98, thick * 0.3)
    kit.add("back", frames.stood(back, height).translate((0, y - thick * 0.04, 0)))
    bar = band * 0.5
    spread = width * 0.3 if legs > 1 else 0.0
    for side in (-1, 1)[:legs]:
        x = side * spread
        head = (x, y - thick * 0.3, height * 0.82)
        foot = (x * 1.15, depth / 2 - bar * 0.5, 0.0)
        kit.add("leg", kit.post(foot, head, bar * 0.9, bar, corner=bar * 0.1))
    if kit.level and not legs:
        r = thick * 0.1
        kit.add("hook", kit.rod((-width * 0.15, y - r, height * 0.8), (width * 0.15, y - r, height * 0.8), r))
