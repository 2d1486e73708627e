"""Plates and saucers: a shallow well, a sloping rim, a foot ring, with a band of colour where asked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and not {"bands"} & said:
        values["bands"] = 1
    return vessels.thin_enough(values, said, 0.4)


@family(
    "plate",
    gloss="a flat dish to eat from",
    category="tableware",
    size=Size(260, 260, 26, main="width", tied_when=(("shape", "round", ("width", "depth")),
                                                     ("shape", "square", ("width", "depth")))),
    roles=(
        Role("body", "porcelain", "#f1ede3", words=("wall", "well", "dish", "surface")),
        Role("band", "porcelain", "#2f5d8a", words=("stripe", "ring", "line", "rim", "edge"), count="bands", tone=1),
        Role("foot", "porcelain", "#f1ede3", words=("foot ring", "base"), count=None, like="body"),
    ),
    parameters=(
        choice("shape", "round", "oval", "square", aliases={"circular": "round", "elliptical": "oval"}),
        length("wall", 4.5, 0.3, 60, part="body", measure="thickness", dimension=("thickness",)),
        count("bands", 0, 0, 4),
    ),
    synonyms=("dinner plate", "dining plate", "side plate"),
    presets={
        "saucer": {"width": 150, "depth": 150, "height": 20, "wall": 3.5},
        "platter": {"width": 380, "depth": 260, "height": 30, "shape": "oval"},
        "dessert plate": {"width": 200, "depth": 200, "height": 22},
        "serving plate": {"width": 320, "depth": 320, "height": 30},
    },
    rule=_agree,
    examples=(
        "a white plate with a blue rim",
        "oval porcelain platter",
        "round black plate, 27 cm in diameter",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The dish turned round, then squared in plan where it is square; bands lie on the rim."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    radius = width / 2
    wall = min(values.mm("wall"), height * 0.34, radius * 0.2)
    slope = 0.45 if kit.style != "stylized" else 0.3
    marks = [(0.56, 0.0), (0.58, 0.02), (0.66, 0.2), (0.72, slope), (0.86, slope + (1 - slope) * 0.5), (1.0, 1.0)]
    line = vessels.outline(kit, marks, radius, height)
    square = values.word("shape") == "square"
    body, _ = kit.shell(line, wall, lip=wall * 0.42)
    ring = radius * 0.5
    hollow = kit.turned([(0, -height), (ring * 0.94, -height), (ring * 0.9, wall * 0.3), (0, wall * 0.3)])
    if kit.level:
        body = kit.without(body, hollow)
    kit.add("body", _planned(kit, body, square, squash, radius), crease=45)
    if kit.level == 2:
        well = [(radius * 0.645, wall * 0.6 + height * 0.2), (radius * 0.655, wall * 0.6 + height * 0.2),
                (radius * 0.655, wall * 1.1 + height * 0.2), (radius * 0.645, wall * 1.1 + height * 0.2)]  # fmt: skip
        kit.add("foot", _planned(kit, kit.turned(well), square, squash, radius))
    number = values.count("bands")
    for k in range(number):
        # A band is a sleeve of the rim, a hair thicker than it, between two radii.
        end = 1.0 - 0.2 * k / max(number, 1)
        start = end - (0.09 if number == 1 else 0.16 / number)
        proud = wall * 0.05
        marks_low = [(r, z - proud) for r, z in line if start * radius <= r <= end * radius * 1.0001]
        if len(marks_low) < 2:
            marks_low = [
                (start * radius, _height(line, start * radius) - proud),
                (end * radius, _height(line, end * radius) - proud),
            ]
        thick = wall * 1.34
        upper = [(max(r - wall * 0.2, r * 0.98), min(z + thick, height + proud)) for r, z in reversed(marks_low)]
        kit.add("band", _planned(kit, kit.turned([*marks_low, *upper]), square, squash, radius), crease=60)


def _height(line: vessels.Outline, r: float) -> float:
    for (r0, z0), (r1, z1) in pairwise(line):
        if r0 <= r <= r1 and r1 > r0:
            return z0 + (z1 - z0) * (r - r0) / (r1 - r0)
    return line[-1][1]


def _planned(kit: Kit, solid: Solid, square: bool, squash: float, radius: float) -> Solid:
    """The turned dish as it is in plan: oval by scaling, square by pushing the circle towards its corners."""
    if not square:
        return solid.scale((1, squash, 1))
    maths = kit.maths

    def move(points: object) -> object:
        out = maths.array(points)
        far = maths.maximum(maths.abs(out[:, 0]), maths.abs(out[:, 1]))
        reach = maths.hypot(out[:, 0], out[:, 1])
        # A superellipse between the circle and the square.
        power = 5.0
        size = (maths.abs(out[:, 0]) ** power + maths.abs(out[:, 1]) ** power) ** (1 / power)
        factor = maths.where(far > radius * 1e-6, reach / maths.maximum(size, 1e-9), 1.0)
        out[:, 0] *= factor
        out[:, 1] *= factor * squash
        return out

    return solid.warp_batch(move)
