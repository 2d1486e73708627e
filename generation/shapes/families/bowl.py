"""Bowls: a rounded hollow on a foot ring, with bands where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_FORMS = {
    "round": ((0.42, 0.0), (0.5, 0.03), (0.74, 0.24), (0.92, 0.56), (1.0, 1.0)),
    "deep": ((0.52, 0.0), (0.62, 0.03), (0.86, 0.22), (0.97, 0.55), (1.0, 1.0)),
    "conical": ((0.34, 0.0), (0.38, 0.04), (0.66, 0.5), (1.0, 1.0)),
    "rimmed": ((0.42, 0.0), (0.48, 0.04), (0.64, 0.4), (0.72, 0.78), (0.78, 0.86), (1.0, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "bands" not in said:
        values["bands"] = 1
    return vessels.thin_enough(values, said)


@family(
    "bowl",
    gloss="a round open vessel for food",
    category="tableware",
    size=Size(170, 170, 75, main="width", tied=("width", "depth")),
    roles=(
        Role("body", "ceramic", "#7fa19a", words=("wall", "dish", "vessel")),
        Role("foot", "ceramic", "#7fa19a", words=("foot ring", "base"), like="body"),
        Role("band", "ceramic", "#f1e8d6", words=("stripe", "ring", "line"), count="bands", tone=1),
        Role("handle", "ceramic", "#7fa19a", words=("ear", "grip"), count="handles", like="body"),
    ),
    parameters=(
        choice("form", "round", "deep", "conical", "rimmed", free=("round", "deep", "conical")),
        length("wall", 4.5, 0.3, 100, part="body", measure="thickness", dimension=("thickness",)),
        count("bands", 0, 0, 6),
        count("handles", 0, 0, 2),
    ),
    synonyms=("cereal bowl", "rice bowl"),
    presets={
        "soup bowl": {"width": 170, "depth": 170, "height": 65},
        "soup dish": {"width": 220, "depth": 220, "height": 45, "form": "rimmed"},
        "soup plate": {"width": 220, "depth": 220, "height": 45, "form": "rimmed"},
        "salad bowl": {"width": 270, "depth": 270, "height": 110, "wall": 7, "material": "oak"},
        "fruit bowl": {"width": 300, "depth": 300, "height": 100, "wall": 6},
        "mixing bowl": {"width": 260, "depth": 260, "height": 130, "form": "deep", "wall": 2, "material": "steel"},
    },
    rule=_agree,
    examples=(
        "a blue ceramic bowl, 20 cm in diameter",
        "wooden salad bowl",
        "white bowl with two red stripes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The shell over a foot ring; handles keep out of the hollow."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    handles = values.count("handles")
    reach = width * 0.07 if handles else 0.0
    radius = width / 2 - reach
    wall = min(values.mm("wall"), radius * 0.2, height * 0.25)
    marks = list(_FORMS[values.word("form")])
    if kit.style == "stylized":
        marks = [(r + 0.09 * (0.1 < z < 0.7), z) for r, z in marks]
    base = height * 0.06
    tall = height - base
    line = vessels.outline(kit, marks, radius, tall)
    body, void = kit.shell(line, wall, lip=wall * 0.42)
    kit.add("body", body.scale((1, squash, 1)).translate((0, 0, base)), crease=50)
    r = marks[1][0] * radius
    soft = min(base * 0.25, wall * 0.25) * (kit.level > 0)
    band = max(wall, r * 0.12)
    ring = [(r - band, 0), (r - soft, 0), (r, soft), (r, base + wall * 0.4), (r - band, base + wall * 0.4)]
    kit.add("foot", kit.turned(ring).scale((1, squash, 1)), crease=40)
    number = values.count("bands")
    for k in range(number):
        high = tall * (0.93 - 0.5 * k / number)
        low = high - tall * min(0.1, 0.3 / number)
        heights = [low + (high - low) * s / 4 for s in range(5)]
        outer = [(vessels.radius_at(line, z) + wall * 0.08, z) for z in heights]
        inner = [(vessels.radius_at(line, z) - wall * 0.5, z) for z in reversed(heights)]
        kit.add("band", kit.turned([*outer, *inner]).scale((1, squash, 1)).translate((0, 0, base)), crease=60)
    for turn in (0.0, 180.0)[:handles]:
        z = tall * 0.8
        out, thick = radius + reach, min(wall * 0.9, reach * 0.4) * kit.chunk
        spread = radius * 0.32
        marks_3d = [
            (vessels.radius_at(line, z) * 0.94, -spread, z),
            (out * 0.97, -spread * 0.7, z),
            (out - thick, 0, z),
            (out * 0.97, spread * 0.7, z),
            (vessels.radius_at(line, z) * 0.94, spread, z),
        ]
        ear = kit.swept(kit.curve(marks_3d), kit.ring(thick)).rotate((0, 0, turn))
        kit.add("handle", kit.without(ear, void).translate((0, 0, base)), crease=60)
