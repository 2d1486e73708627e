"""Mounting plates: a flat plate with rounded corners, soft edges and round holes at its corners or round its rim."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    least, most = sorted((float(values["width"]), float(values["depth"])))
    n = int(values["holes"])
    out = []
    if values["shape"] == "round" and most - least > 0.01 * most:
        values["shape"] = "rectangular"
    if n:
        beside = max(1, n // 2)
        room = min(least * (0.8 if n == 1 else 0.28), most * 0.8 / beside)
        out += mechanics.no_more(values, said, "hole", room, "The holes are wider than there is room for.")
    return out + mechanics.no_more(
        values, said, "bore", least * 0.6, "The middle hole is wider than there is room for."
    )


@family(
    "mounting_plate",
    gloss="a flat plate with holes to screw things to",
    category="mechanical",
    size=Size(
        100,
        60,
        5,
        main="width",
        follow={"height": 0.4},
        stretch=1e9,
        tied_when=(("shape", "round", ("width", "depth")),),
    ),
    roles=(
        Role("plate", "steel", words=("sheet", "body", "base", "hole", "screw hole", "mounting hole", "bolt hole")),
    ),
    parameters=(
        count(
            "holes", 4, 0, 40, words=("hole", "screw hole", "mounting hole", "bolt hole", "drill hole", "corner hole")
        ),
        length(
            "hole", 6, 0.2, 10_000, measure="diameter", part="plate", words=("hole diameter", "hole size"), grows=1.0
        ),
        length(
            "bore",
            0,
            0,
            100_000,
            measure="diameter",
            dimension=("bore",),
            grows=1.0,
            words=("bore", "centre hole", "center hole", "central hole", "middle hole"),
        ),
        length("corner_radius", 6, 0, 10_000, measure="radius", words=("corner", "corner radius"), grows=1.0),
        choice("shape", "rectangular", "round", aliases={"circular": "round", "square": "rectangular"}),
    ),
    synonyms=(
        "base plate",
        "metal plate",
        "steel plate",
        "drilled plate",
        "fixing plate",
        "perforated plate",
        "adapter plate",
        "mounting board",
        "plate with holes",
        "plate with mounting holes",
    ),
    presets={
        "aluminium plate": {"material": "aluminium"},
        "aluminum plate": {"material": "aluminium"},
        "brass plate": {"material": "brass"},
        "round mounting plate": {"shape": "round", "width": 80, "depth": 80},
    },
    rule=_agree,
    examples=(
        "mounting plate 100 x 60 x 5 mm with four 6 mm holes",
        "aluminium mounting plate with six holes and a 30 mm centre hole",
        "round mounting plate 80 mm in diameter with five holes",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """One outline with all its holes, raised; the edges of a good plate are broken."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    n, r, bore = values.count("holes"), values.mm("hole") / 2, values.mm("bore") / 2
    fine = max(kit.segments, 12)
    least = min(wide, deep)
    soft = min(kit.bevel(high * 0.12), least * 0.04)
    inset = max(r * 2.0, least * 0.1) + soft
    if values.word("shape") == "round":
        spots = layout.around(n, wide / 2 - inset * 1.1, turn=pi / 2) if n > 1 else [(0.0, 0.0)] * n
        block = kit.disc(wide, deep, high, bevel=high * 0.12)
    else:
        spots = layout.feet(n, wide - 2 * inset, deep - 2 * inset)
        corner = min(values.mm("corner_radius"), least * 0.45)
        block = kit.box(wide, deep, high, corner=corner if kit.level or not kit.low else 0, bevel=high * 0.12)
    if n == 1 and bore > 0:
        spots = []
    holes = [mechanics.circle(r, fine, x, y) for x, y in spots]
    if bore > 0:
        holes.append(mechanics.circle(bore, fine * 2))
    sunk = [] if soft <= 0 else [_mouth(kit, r, soft * 0.6, x, y, high) for x, y in spots]
    tools = [kit.prism(hole, high + 2).translate((0, 0, -1)) for hole in holes]
    kit.add("plate", kit.without(block, *tools, *(sunk if kit.level == 2 else [])), crease=30)


def _mouth(kit: Kit, r: float, soft: float, x: float, y: float, high: float) -> Solid:
    """The broken edge of a hole."""
    cone = kit.turned([(0, -soft), (r, -soft), (r + soft * 1.5, soft * 0.5), (0, soft * 0.5)])
    return cone.translate((x, y, high))
