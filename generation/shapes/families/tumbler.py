"""Tumblers: drinking glasses, beakers and dice cups with a straight wall of the thickness asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    return vessels.thin_enough(values, said)


@family(
    "tumbler",
    gloss="a drinking vessel without handle or stem",
    category="tableware",
    size=Size(80, 80, 110, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "glass", words=("wall", "side", "beaker body")),
        Role("band", "ceramic", "#c98d3d", words=("stripe", "ring", "line"), count="bands", tone=1),
        Role("drink", "paint", "#4fa3c4", words=("water", "liquid", "juice"), count="drinks", tone=None),
        Role("straw", "paper", "#d8543f", words=("drinking straw",), count="straws", tone=None),
    ),
    parameters=(
        choice("form", "straight", "tapered", aliases={"cylindrical": "straight", "conical": "tapered"}),
        length("wall", 2.5, 0.2, 60, part="body", measure="thickness", dimension=("thickness",)),
        count("bands", 0, 0, 6),
        count("drinks", 0, 0, 1),
        count("straws", 0, 0, 3),
    ),
    synonyms=("drinking glass", "water glass", "glass cup", "juice glass", "highball glass"),
    presets={
        "dice cup": {"width": 80, "depth": 80, "height": 100, "wall": 4, "material": "leather"},
        "beaker": {"width": 75, "depth": 75, "height": 110, "material": "plastic"},
        "whisky glass": {"width": 85, "depth": 85, "height": 90, "wall": 4},
        "shot glass": {"width": 45, "depth": 45, "height": 55, "wall": 3, "form": "tapered"},
        "paper cup": {"width": 85, "depth": 85, "height": 110, "form": "tapered", "wall": 1.2, "material": "paper"},
    },
    rule=_agree,
    examples=(
        "drinking glass 12 cm high",
        "dice cup, 80 mm diameter, 100 mm high, 4 mm wall",
        "blue beaker with two white stripes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The wall is as thick as asked in every style; styles differ in the foot's edge."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    radius = width / 2
    wall = min(values.mm("wall"), radius * 0.4, height * 0.3)
    soft = wall * {"stylized": 1.6, "low-poly": 0.5}.get(kit.style, 0.5)
    foot = radius * (0.76 if values.word("form") == "tapered" else 1.0)
    line = vessels.straight(kit, foot, radius, height, min(soft, height * 0.2, foot * 0.3))
    body, _ = kit.shell(line, wall, lip=wall * 0.3)
    kit.add("body", body.scale((1, squash, 1)), crease=45)

    def outer(z: float) -> float:
        return foot + (radius - foot) * z / height

    number = values.count("bands")
    proud = min(wall * 0.08, radius * 0.01)
    for k in range(number):
        low = height * (0.52 + 0.36 * k / max(number, 1))
        high = low + height * 0.2 / max(number, 1) * 0.6
        ring = [(outer(low) + proud, low), (outer(high) + proud, high), (outer(high) - wall * 0.5, high),
                (outer(low) - wall * 0.5, low)]  # fmt: skip
        kit.add("band", kit.turned(ring).scale((1, squash, 1)))
    if values.count("drinks"):
        top = height * 0.78
        fill = [(0, wall), (outer(wall) - wall * 0.95, wall), (outer(top) - wall * 0.95, top), (0, top)]
        kit.add("drink", kit.turned(fill).scale((1, squash, 1)))
    for k in range(values.count("straws")):
        thin = min(radius * 0.08, wall * 2)
        side = 1 if k % 2 else -1
        foot_of = (-(radius - wall) * 0.45 * side, 0.0, wall * 1.2)
        end = ((radius - wall) * 0.75 * side, radius * 0.3 * ((k - 1) * 0.5 + 0.2), height - thin)
        bore = kit.rod(foot_of, (end[0] * 1.02, end[1] * 1.02, end[2] * 1.02), thin * 0.7)
        tube = kit.without(kit.rod(foot_of, end, thin), bore)
        kit.add("straw", tube, crease=50)
