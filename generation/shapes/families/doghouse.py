"""Doghouses: boarded walls, an arched opening, a shingled gable roof and a name board with a bone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import masonry, outlines, roofs
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "doghouse",
    gloss="a small house for a dog",
    category="architecture",
    size=Size(900, 1100, 950, main="width", stretch=3),
    roles=(
        Role("wall", "wood", "#c08f5a", words=("body", "side")),
        Role("roof", "paint", "#b5432f", words=("shingle",), tone=1),
        Role("board", "wood", "#b48452", words=("plank",), count=None, like="wall"),
        Role("opening", "black metal", "#2c221b", words=("entrance", "door", "hole"), tone=None),
        Role("frame", "paint", "#f2ede0", words=("trim", "door frame"), count=None, tone=None),
        Role("sign", "paint", "#f2ede0", words=("name plate", "name board"), count="signs", tone=None),
        Role("bone", "bone", count="signs", tone=None),
        Role("floor", "wood", "#8a5f38", words=("base", "foot"), tone=None),
    ),
    parameters=(count("signs", 1, 0, 1),),
    synonyms=("dog house", "kennel", "dog kennel", "dog hut"),
    examples=("wooden doghouse with a red roof", "blue dog house with a white roof", "doghouse without a sign"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Walls with an opening, roof, boards."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    half, hang = wide / 2, min(wide, deep) * 0.07
    foot = tall * 0.05
    rise = min(half * (0.85 if kit.style == "realistic" else 1.05), tall * 0.5)
    thick = wide * 0.028 * kit.chunk
    w, d = half - hang, deep / 2 - hang
    slope = rise / half
    eaves = tall - thick - rise + slope * hang
    body = [(-w, foot), (w, foot), (w, eaves), (0, tall - thick * 1.2), (-w, eaves)]
    steps = masonry.steps(kit)
    door_w, door_h = w * 0.92, (eaves - foot) * 0.98
    hole = outlines.arch(door_w, door_h, steps, low=foot + tall * 0.04)
    shell = kit.prism(body, 2 * d).rotate((90, 0, 0)).translate((0, d, 0))
    cut = kit.prism(hole, d * 1.7).rotate((90, 0, 0)).translate((0, d * 0.6, 0))
    kit.add("wall", kit.without(shell, cut), crease=20)
    kit.add(
        "opening", kit.prism(outlines.scaled(hole, 0.999, 1.0), d * 0.1).rotate((90, 0, 0)).translate((0, d * 0.6, 0))
    )
    ring = outlines.arch(door_w + w * 0.18, door_h + w * 0.09, steps, low=foot + tall * 0.04)
    trim = kit.plate(
        ring, [outlines.moved(outlines.arch(door_w, door_h, steps, low=foot + tall * 0.04), 0, 1e-4)], wide * 0.03
    )
    kit.add("frame", trim.rotate((90, 0, 0)).translate((0, -d + wide * 0.01, 0)))
    rows = kit.pick(0, 6, 10)
    boards: list[Solid] = []
    for k in range(rows):
        h = (eaves - foot) / rows
        z = foot + h * k
        boards.extend(
            kit.box(wide * 0.012, 2 * d, h * 0.86, bevel=wide * 0.002).translate((s * w, 0, z)) for s in (-1, 1)
        )
        boards.append(kit.box(2 * w, wide * 0.012, h * 0.86, bevel=wide * 0.002).translate((0, d, z)))
    if boards:
        kit.add("board", kit.together(boards))
    kit.add("floor", kit.box(2 * w * 1.06, 2 * d * 1.04, foot * 1.3, bevel=foot * 0.15))
    roof = roofs.gabled(kit, deep, wide, rise, thick).rotate((0, 0, 90)).translate((0, 0, tall - rise - thick))
    kit.add("roof", roof, crease=15)
    if kit.level:
        edges = [
            kit.box(wide * 0.03, wide * 0.03, eaves - foot).translate((s * w * 0.99, t * d * 0.99, foot))
            for s in (-1, 1)
            for t in (-1, 1)
        ]
        kit.add("frame", kit.together(edges))
    if values.count("signs"):
        z = foot + tall * 0.04 + door_h + w * 0.16
        width = min(w * 0.8, (tall - thick - z) / slope * 1.1)
        plate = kit.box(width, wide * 0.03, width * 0.34, bevel=wide * 0.008)
        kit.add("sign", plate.translate((0, -d, z)))
        r = width * 0.065
        bone = [kit.rod((-width * 0.26, 0, 0), (width * 0.26, 0, 0), r * 0.8)]
        bone += [kit.sphere(r).translate((s * width * 0.28, 0, t * r * 0.8)) for s in (-1, 1) for t in (-1, 1)]
        kit.add("bone", kit.union(bone).scale((1, 0.6, 1)).translate((0, -d - wide * 0.02, z + width * 0.17)))
