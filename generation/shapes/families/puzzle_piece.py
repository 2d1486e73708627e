"""Puzzle pieces: a square tile with knobs and sockets on its sides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    tabs, sockets = int(values["tabs"]), int(values["sockets"])
    if tabs + sockets > 4:
        if "sockets" in said and "tabs" not in said:
            values["tabs"] = 4 - sockets
        else:
            values["sockets"] = 4 - tabs
    return []


@family(
    "puzzle_piece",
    gloss="one piece of a jigsaw",
    category="games",
    size=Size(60, 60, 6, main="width"),
    roles=(
        Role("body", "paint", "#3f8f9b", words=("piece", "tile")),
        Role("backing", "paper", "#cdbb98", words=("back", "cardboard"), tone=1),
    ),
    parameters=(
        count("tabs", 2, 0, 4, words=("tab", "knob", "nub"), free=(1, 2, 3)),
        count("sockets", 2, 0, 4, words=("socket", "notch", "hole")),
    ),
    synonyms=("jigsaw piece", "jigsaw puzzle piece", "puzzle part", "jigsaw"),
    rule=_agree,
    examples=("a red puzzle piece", "blue jigsaw piece with three tabs", "puzzle piece, 10 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """One outline, walked side by side, raised in two layers with a soft upper edge."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    tabs, sockets = values.count("tabs"), values.count("sockets")
    kinds = [1] * tabs + [-1] * min(sockets, 4 - tabs)
    kinds = (kinds + [0] * 4)[:4]
    order = [kinds[0], kinds[2], kinds[1], kinds[3]]
    fat = 1.15 if kit.style == "stylized" else 1.0
    r, neck = 0.118 * fat, 0.075 * fat
    reach = neck * 0.75 + 2 * r * 0.92
    steps = kit.pick(8, 16, 28) if not kit.low else kit.pick(5, 7, 10)
    outline: list[tuple[float, float]] = []
    for side, kind in enumerate(order):
        angle = side * math.pi / 2
        c, s = math.cos(angle), math.sin(angle)
        points = [(-0.5, -0.5)]
        if kind:
            start = math.asin(min(neck / r, 0.99))
            ring = [start + (2 * math.pi - 2 * start) * k / steps for k in range(steps + 1)]
            centre = reach - r
            points += [
                (-neck * 1.25, -0.5),
                *((-r * math.sin(a), -0.5 - kind * (centre - r * math.cos(a))) for a in ring),
                (neck * 1.25, -0.5),
            ]
        outline += [(x * c - y * s, x * s + y * c) for x, y in points]
    low = kit.prism(outline, height * 0.3)
    layers = [kit.prism(outline, height * 0.55).translate((0, 0, height * 0.3))]
    solids = kit.pick(1, 3, 5) if not kit.low else kit.pick(0, 1, 2)
    bounds = (
        max(x for x, _ in outline),
        min(x for x, _ in outline),
        max(y for _, y in outline),
        min(y for _, y in outline),
    )
    inset = 0.012 * (1.6 if kit.style == "stylized" else 1.0)
    for k in range(solids):
        t0, t1 = k / solids, (k + 1) / solids
        shrink = inset * (1 - math.cos(math.pi / 2 * t1))
        rise = 0.15 * math.sin(math.pi / 2 * t0)
        inner = _inset(outline, shrink)
        layers.append(
            kit.prism(inner, height * (0.15 * math.sin(math.pi / 2 * t1) + 0.1)).translate(
                (0, 0, height * (0.75 + 0.0 * rise))
            )
        )
    if not solids:
        layers.append(kit.prism(outline, height * 0.3).translate((0, 0, height * 0.7)))
    across, along = bounds[0] - bounds[1], bounds[2] - bounds[3]
    scale = (width / across, depth / along, 1.0)
    kit.add("body", kit.union(layers).scale(scale), crease=30)
    kit.add("backing", low.scale(scale), crease=30)


def _inset(outline: list[tuple[float, float]], by: float) -> list[tuple[float, float]]:
    """The outline moved inwards along its normals."""
    out = []
    count_ = len(outline)
    for k, (x, y) in enumerate(outline):
        (ax, ay), (bx, by_) = outline[k - 1], outline[(k + 1) % count_]
        dx, dy = bx - ax, by_ - ay
        size = math.hypot(dx, dy) or 1.0
        out.append((x - by * dy / size * 1.0, y + by * dx / size * 1.0))
    return out
