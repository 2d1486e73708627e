"""Kites: a diamond of cloth in two colours on crossed spars, with a tail of bows and a line on a reel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_COLOURS = ("#d2453a", "#f0c23c", "#2f7f8f", "#e88a34")


@family(
    "kite",
    gloss="a diamond kite with a tail",
    category="toys",
    size=Size(620, 120, 1250, main="height"),
    roles=(
        Role("sail", "fabric", "#d2453a", words=("cloth", "panel", "body"), count=4),
        Role("spar", "pine", words=("stick", "rod", "cross", "frame"), count=2, tone=None),
        Role("hem", "fabric", "#f3ecdc", words=("edge", "border"), count=None, tone=None),
        Role("tail", "cotton", "#f3ecdc", words=("ribbon",), tone=None),
        Role("bow", "fabric", "#2f7f8f", count="bows", tone=1),
        Role("line", "cotton", "#f3ecdc", words=("string", "cord"), count="lines", tone=None),
    ),
    parameters=(count("bows", 4, 0, 14, free=(3, 4, 5)), count("lines", 1, 0, 1)),
    synonyms=("flying kite", "toy kite", "paper kite"),
    examples=("a red kite with five blue bows", "yellow kite with a line, 1 m tall", "kite with six bows"),
)
def build(kit: Kit, values: Values) -> None:
    """It stands upright, its face to the front."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    foot = height * 0.4
    cross = foot + (height - foot) * 0.64
    thick = max(min(width, height) * 0.006, depth * 0.02) * kit.chunk
    bulge = depth * 0.3
    corners = {
        "top": (0.0, 0.0, height),
        "left": (-width / 2, 0.0, cross),
        "bottom": (0.0, 0.0, foot),
        "right": (width / 2, 0.0, cross),
    }
    middle = (0.0, -bulge, cross)
    rounds = [("top", "left"), ("left", "bottom"), ("bottom", "right"), ("right", "top")]
    for number, (a, b) in enumerate(rounds):
        rows = kit.pick(1, 4, 8)
        pieces = []
        for step in range(rows):
            quad = []
            for share in (step / rows, (step + 1) / rows):
                for corner in (corners[a], corners[b]):
                    x = middle[0] + (corner[0] - middle[0]) * share
                    y = middle[1] * (1 - share**2)
                    z = middle[2] + (corner[2] - middle[2]) * share
                    quad += [(x, y - thick / 2, z), (x, y + thick / 2, z)]
            pieces.append(kit.hull(quad))
        kit.add("sail", kit.union(pieces), crease=20, colour=_COLOURS[number % 2])
        if kit.level:
            kit.add("hem", kit.rod(corners[a], corners[b], thick * 0.9))
    bar = thick * 1.4
    kit.add(
        "spar",
        organic.tapered(kit, [corners["top"], (0, -bulge + thick, cross), corners["bottom"]], bar, bar, share=0.3),
    )
    kit.add(
        "spar",
        organic.tapered(
            kit, [corners["left"], (0, -bulge + thick * 1.5, cross), corners["right"]], bar, bar, share=0.3
        ),
    )
    wave = [
        (math.sin(t * 6.2) * width * 0.07, math.sin(t * 4) * depth * 0.2, foot * (1 - t) + thick)
        for t in [k / 8 for k in range(9)]
    ]
    kit.add("tail", organic.tapered(kit, wave, thick, thick * 0.7, share=0.3))
    number = values.count("bows")
    for k in range(number):
        t = (k + 0.7) / (number + 0.4)
        x, y, z = math.sin(t * 6.2) * width * 0.07, math.sin(t * 4) * depth * 0.2, foot * (1 - t) + thick
        size = min(width * 0.075, foot / (number + 1) * 0.5)
        wings = [
            kit.hull(
                [(x, y + d * thick, z + e) for d in (-1, 1) for e in (-size * 0.12, size * 0.12)]
                + [(x + s * size, y + d * thick, z + e) for d in (-1, 1) for e in (-size * 0.5, size * 0.5)]
            )
            for s in (-1, 1)
        ]
        kit.add("bow", kit.union(wings), crease=20, colour=_COLOURS[2 + k % 2])
    if values.count("lines"):
        path = [
            (0, -bulge - thick * 0.5, cross - (cross - foot) * 0.15),
            (0, -depth * 0.5, foot * 1.25),
            (0, -depth * 0.66, foot * 0.6),
            (0, -depth * 0.7, thick),
        ]
        kit.add("line", organic.tapered(kit, path, thick * 0.5, thick * 0.5, share=0.25))
