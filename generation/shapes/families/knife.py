"""Kitchen and table knives: a ground blade, a bolster, and a riveted wooden handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import cutlery
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    most = 0.8 * float(values["width"])
    if float(values["blade_length"]) > most or float(values["blade_length"]) < 0.3 * float(values["width"]):
        values["blade_length"] = round(0.6 * float(values["width"]), 3)
    return []


@family(
    "knife",
    gloss="a blade on a handle, to cut with",
    category="kitchen",
    size=Size(330, 48, 20, main="width", stretch=6),
    roles=(
        Role("blade", "steel", words=("edge",)),
        Role("handle", "walnut", "#6d4630", words=("grip", "shaft"), tone=1),
        Role("bolster", "steel", words=("collar",), tone=None),
        Role("rivet", "brass", words=("pin",), count="rivets", tone=None),
        Role("bevel", "steel", "#d3d6d8", count=None, tone=None),
    ),
    parameters=(
        choice("form", "chef", "bread", "table", aliases={"serrated": "bread", "rounded": "table"}),
        count("rivets", 3, 0, 6),
        length("blade_length", 200, 5, 2000, part="blade", measure="length"),
    ),
    synonyms=("kitchen knife", "chef's knife", "carving knife"),
    presets={
        "bread knife": {"width": 340, "depth": 36, "height": 20, "form": "bread"},
        "table knife": {"width": 230, "depth": 22, "height": 12, "form": "table", "rivets": 0},
        "butter knife": {"width": 180, "depth": 24, "height": 12, "form": "table", "rivets": 0},
        "dinner knife": {"width": 230, "depth": 22, "height": 12, "form": "table", "rivets": 0},
        "paring knife": {"width": 190, "depth": 26, "height": 16, "blade_length": 90},
    },
    rule=_agree,
    examples=(
        "a kitchen knife with a walnut handle",
        "steel knife with a black handle and three rivets, 30 cm long",
        "butter knife",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Blade on the left, lying flat, its edge to the front; handle on the right."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    long = min(max(values.mm("blade_length"), width * 0.3), width * 0.8)
    form = values.word("form")
    if kit.style == "stylized":
        long *= 0.92
    left = -width / 2
    join = left + long
    spine = depth * 0.5
    grip = height / 2
    blade, bevel = _blade(kit, form, (left, join, depth), spine, height * 0.14)
    kit.add("blade", blade.translate((0, 0, grip)), crease=15)
    if kit.level:
        kit.add("bevel", bevel.translate((0, 0, grip)), crease=15)
    tall = min(depth * 0.62, height * 1.5)
    middle = spine - tall * 0.55
    chunk = min(kit.chunk, 1.2)
    half = tall / 2 * 0.84 * chunk
    block = [(join - long * 0.03, half * 0.98, height * 0.3, middle), (join, half, height * 0.44, middle),
             (join + width * 0.02, half * 0.86, height * 0.44, middle)]  # fmt: skip
    kit.add("bolster", cutlery.grip(kit, block).translate((0, 0, grip)), crease=40)
    rest = width / 2 - join
    wide = [
        (join + width * 0.012, half * 0.86, height * 0.46, middle),
        (join + rest * 0.25, half * 0.82, height * 0.5, middle),
        (join + rest * 0.55, half * 0.95, height * 0.5, middle),
        (join + rest * 0.8, half * 0.84, height * 0.48, middle),
        (join + rest * 0.95, half * 1.12, height * 0.46, middle - half * 0.14),
        (join + rest, half * 0.8, height * 0.36, middle - half * 0.16),
    ]
    kit.add("handle", cutlery.grip(kit, wide).translate((0, 0, grip)), crease=50)
    number = values.count("rivets")
    r = tall * 0.1
    for k in range(number):
        x = join + rest * (0.2 + 0.6 * (k / max(number - 1, 1) if number > 1 else 0.5))
        kit.add("rivet", kit.rod((x, middle, 0), (x, middle, height), r, bevel=r * 0.2))


def _blade(kit: Kit, form: str, ends: tuple[float, float, float], spine: float, thick: float) -> tuple[Solid, Solid]:
    """The blade and the bright strip along its edge; stations (x, spine y, edge y) from the tip on."""
    left, join, depth = ends
    long = join - left
    maths = kit.maths
    if form == "chef":
        marks = [(0.0, -0.28, -0.31), (0.06, -0.02, -0.39), (0.2, 0.24, -0.46), (0.45, 0.42, -0.5), (0.75, 0.49, -0.5),
                 (0.94, 0.5, -0.5), (0.965, 0.5, -0.48)]  # fmt: skip
    elif form == "bread":
        marks = [
            (0.0, -0.2, -0.26),
            (0.04, 0.2, -0.42),
            (0.14, 0.44, -0.5),
            (0.5, 0.5, -0.5),
            (0.9, 0.5, -0.5),
            (0.965, 0.5, -0.48),
        ]
    else:
        marks = [
            (0.0, 0.1, 0.0),
            (0.02, 0.36, -0.26),
            (0.08, 0.47, -0.42),
            (0.25, 0.5, -0.5),
            (0.6, 0.48, -0.4),
            (0.965, 0.45, -0.1),
        ]
    line = kit.curve(marks, smooth=2 if form != "bread" else 4)
    rings, strips = [], []
    for k, (x, top, low) in enumerate(line):
        px, y1, y0 = left + x * long, top * depth, low * depth
        if form == "bread" and k % 2 and 0.05 < x < 0.93:
            y0 += depth * 0.05
        y1 = min(y1, spine)
        share = (y1 - y0) * 0.24
        half = thick / 2
        rings.append([(px, y1, half), (px, y0 + share, half * 0.9), (px, y0, half * 0.12), (px, y0, -half * 0.12),
                      (px, y0 + share, -half * 0.9), (px, y1, -half)])  # fmt: skip
        strips.append(
            [
                (px, y0 + share * 0.9, half * 1.02),
                (px, y0 + share * 0.06, half * 0.3),
                (px, y0 + share * 0.06, -half * 0.3),
                (px, y0 + share * 0.9, -half * 1.02),
            ]
        )
    return kit.lofted(maths.array(rings)), kit.lofted(maths.array(strips[1:-1]))
