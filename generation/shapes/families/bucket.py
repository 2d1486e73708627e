"""Buckets: a tapering hollow with a rolled rim and hoops, hung from a bail with a wooden grip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    return vessels.thin_enough(values, said, 0.12)


@family(
    "bucket",
    gloss="an open vessel with a bail handle, to carry water in",
    category="household",
    size=Size(300, 285, 420, main="height"),
    roles=(
        Role("body", "steel", words=("wall", "side", "vessel", "pail body")),
        Role("rim", "steel", words=("edge", "lip"), like="body"),
        Role("hoop", "steel", words=("band", "ring"), count="hoops", tone=1),
        Role("handle", "steel", words=("bail",), count="handles", tone=None),
        Role("sleeve", "beech", words=("grip", "wooden grip"), count="handles", tone=None),
        Role("ear", "steel", words=("lug",), count=lambda v: 2 * v.count("handles"), tone=None),
        Role("water", "paint", "#5f9fbe", words=("liquid",), count="fillings", tone=None),
        Role("stave", "oak", count=None, like="body"),
    ),
    parameters=(
        length("wall", 2.2, 0.3, 60, part="body", measure="thickness", dimension=("thickness",)),
        count("hoops", 2, 0, 5),
        count("handles", 1, 0, 1),
        count("fillings", 0, 0, 1, words=("water",)),
    ),
    synonyms=("pail", "water bucket", "metal bucket"),
    presets={
        "wooden bucket": {"material": "oak", "wall": 9, "hoops": 2},
        "plastic bucket": {"material": "plastic", "hoops": 0},
        "sand pail": {"width": 170, "depth": 160, "height": 240, "material": "plastic", "hoops": 0},
    },
    rule=_agree,
    examples=(
        "a steel bucket with a wooden grip",
        "red plastic bucket, 40 cm high",
        "wooden bucket with three hoops",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Shell, rim, hoops, ears and the bail standing up."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    handles = values.count("handles")
    ear = width * 0.025 if handles else 0.0
    radius = width / 2 - ear
    squash = depth / 2 / radius
    height = full * (0.62 if handles else 1.0)
    wall = min(values.mm("wall"), radius * 0.12, height * 0.1)
    bead = max(wall * 0.9, radius * 0.022) * kit.chunk
    foot = radius * (0.7 if kit.style != "stylized" else 0.66)
    line = vessels.straight(kit, foot, radius - bead, height - bead * 0.4, min(wall * 0.8, foot * 0.1))
    if kit.style == "stylized":
        line = [(r + radius * 0.05 * math.sin(math.pi * z / height), z) for r, z in line]
        line[-1] = (radius - bead, line[-1][1])
    body, void = kit.shell(line, wall, lip=wall * 0.3)
    kit.add("body", body.scale((1, squash, 1)), crease=45)
    turns = kit.maths.linspace(0, 2 * math.pi, max(6, 4 * kit.steps), endpoint=False)
    middle = radius - bead
    ring = [(middle + bead * float(kit.maths.cos(t)), height - bead + bead * float(kit.maths.sin(t))) for t in turns]
    kit.add("rim", kit.turned(ring).scale((1, squash, 1)), crease=60)
    number = values.count("hoops")
    for k in range(number):
        z = height * (0.12 + 0.66 * k / max(number - 1, 1)) if number > 1 else height * 0.5
        tall = min(height * 0.045, height * 0.3 / number)
        soft = min(wall * 0.4, tall * 0.3)
        low, high = vessels.radius_at(line, z), vessels.radius_at(line, z + tall)
        band = [
            (low - wall * 0.5, z),
            (low + wall * 0.3, z),
            (low + wall * 0.3 + soft * 0.5, z + soft),
            (high + wall * 0.3 + soft * 0.5, z + tall - soft),
            (high + wall * 0.3, z + tall),
            (high - wall * 0.5, z + tall),
        ]
        kit.add("hoop", kit.turned(band).scale((1, squash, 1)), crease=45)
    if values.count("fillings"):
        top = height * 0.8
        fill = [(0, wall), (foot - wall * 0.9, wall), (vessels.radius_at(line, top) - wall * 0.95, top), (0, top)]
        kit.add("water", kit.turned(fill).scale((1, squash, 1)))
    if not handles:
        return
    wire = max(bead * 0.6, radius * 0.014)
    z = height - bead * 2.6
    for side in (-1, 1):
        at = vessels.radius_at(line, z)
        lug = kit.rod(
            (side * (at - wall * 0.4), 0, z), (side * (radius + ear * 0.7), 0, z), bead * 1.3, bevel=bead * 0.2
        )
        kit.add("ear", kit.without(lug, void.scale((1, squash, 1))), crease=45)
    grip = bead * 1.5
    reach = radius + ear - wire
    marks = [(reach * math.cos(a), 0.0, z + (full - grip - z) * math.sin(a) ** 0.8) for a in
             (0.0, 0.35, 0.75, 1.15, math.pi / 2, math.pi - 1.15, math.pi - 0.75, math.pi - 0.35, math.pi)]  # fmt: skip
    kit.add("handle", kit.swept(kit.curve(marks), kit.ring(wire)), crease=60)
    half = radius * 0.3
    cross = kit.rod((-half, 0, full - grip), (half, 0, full - grip), grip, bevel=grip * 0.3)
    if kit.level == 2:
        rings = [
            kit.rod((x - grip * 0.15, 0, full - grip), (x + grip * 0.15, 0, full - grip), grip * 1.0)
            for x in (-half * 0.8, half * 0.8)
        ]
        cross = kit.union([cross, *rings])
    kit.add("sleeve", cross, crease=45)
