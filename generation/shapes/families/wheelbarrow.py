"""Wheelbarrows: a sheet tray on tubes, one wheel ahead, two legs and two grips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "wheelbarrow",
    gloss="a barrow with one wheel and two handles",
    category="vehicles",
    size=Size(620, 1400, 620, main="depth", stretch=2.5),
    roles=(
        Role("tray", "paint", "#4a7d4f", words=("tub", "pan", "bucket", "body")),
        Role("frame", "black metal", words=("tube",), tone=None),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "paint", "#d8a52f", words=("rim",), count="wheels", tone=1),
        Role("leg", "black metal", words=("foot",), count=2, tone=None),
        Role("grip", "rubber", words=("handle",), count=2, tone=None),
    ),
    parameters=(count("wheels", 1, 1, 2),),
    synonyms=("barrow", "garden cart", "garden wheelbarrow"),
    examples=(
        "red wheelbarrow",
        "green wheelbarrow with two wheels",
        "blue wheelbarrow with two legs and a yellow wheel",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Wheel, tubes, tray, legs."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(tall * 0.31, long * 0.15)
    tube = tall * 0.026 * kit.chunk
    front = -long / 2 + r
    wheel = coachwork.wheel(kit, r, r * 0.45, holes=5, inner=0.58)
    for x in (0.0,) if values.count("wheels") == 1 else (-wide * 0.2, wide * 0.2):
        tyre, rim = wheel.at(x, front, r)
        kit.add("tyre", tyre, crease=30)
        kit.add("wheel", rim, crease=30)
    grip_y = long / 2
    bars = [
        coachwork.barrel(kit, tube * 0.8, wide * (0.5 if values.count("wheels") == 2 else 0.24)).translate(
            (0, front, r)
        )
    ]
    for side in (-1, 1):
        a = side * wide * (0.11 if values.count("wheels") == 1 else 0.09)
        path = kit.curve(
            [
                (a, front - r * 0.1, r),
                (side * wide * 0.16, front + r * 1.5, r * 1.2),
                (side * wide * 0.24, 0, tall * 0.5),
                (side * wide * 0.34, long * 0.3, tall * 0.7),
                (side * wide * 0.38, grip_y, tall * 0.8),
            ]
        )
        bars.append(kit.swept(path, kit.ring(tube)))
        n = len(path) - 1
        end, start = path[n], path[n - 1]
        away = [
            end[k] - (end[k] - start[k]) / max(float(kit.maths.linalg.norm(end - start)), 1e-9) * long * 0.1
            for k in range(3)
        ]
        kit.add("grip", kit.rod((away[0], away[1], away[2]), (end[0], end[1], end[2]), tube * 1.35, bevel=tube * 0.3))
        leg = kit.curve(
            [
                (side * wide * 0.26, long * 0.04, tall * 0.54),
                (side * wide * 0.28, long * 0.12, tall * 0.2),
                (side * wide * 0.28, long * 0.13, tube),
                (side * wide * 0.28, long * 0.26, tube),
                (side * wide * 0.3, long * 0.24, tall * 0.62),
            ]
        )
        kit.add("leg", kit.swept(leg, kit.ring(tube * 0.9)))
    bars.append(coachwork.barrel(kit, tube * 0.8, wide * 0.5).translate((0, long * 0.02, tall * 0.52)))
    kit.add("frame", kit.union(bars))
    layers = [(0.0, 0.46, 0.34), (0.03, 0.49, 0.37), (0.97, 0.975, 0.96), (1.0, 1.0, 1.0)]
    low, high = tall * 0.5, tall
    half = long * 0.33
    corners = kit.pick(12, 32, 48) if not kit.low else kit.pick(8, 12, 16)

    def ring(t: float, w: float, d: float, thin: float) -> list[tuple[float, float, float]]:
        from_middle = -long * 0.06 - half * 0.16 * t
        loop = outlines.squircle(wide / 2 * w - thin, half * d - thin, 4, corners, y=from_middle)
        return [(x, y, low + (high - low) * t - (tall * 0.1 * t * (y - from_middle) / half)) for x, y in loop]

    rings = [ring(*layer, 0.0) for layer in layers]
    sheet = tall * 0.014 * kit.chunk
    inner = [
        ring(min(t + 0.05, 1.15), w, d, sheet)
        for t, w, d in [(0.0, 0.46, 0.34), (0.95, 0.975, 0.96), (1.1, 1.06, 1.05)]
    ]
    kit.add("tray", kit.without(kit.lofted(rings), kit.lofted(inner)), crease=35)
