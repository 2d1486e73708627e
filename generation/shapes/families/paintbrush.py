"""Paint brushes: bristles in a riveted ferrule on a shaped handle with a hole to hang it by, lying along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "paintbrush",
    gloss="bristles on a handle to paint with",
    category="tool",
    size=Size(230, 55, 18, main="width", stretch=6),
    roles=(
        Role("handle", "beech", words=("grip", "stick")),
        Role("ferrule", "brass", words=("band", "metal band", "collar"), tone=None),
        Role("bristle", "fabric", "#4a3a2e", words=("hair", "bristles", "brush head", "tuft"), tone=1),
        Role(
            "paint",
            "paint",
            "#c8452f",
            words=("paint tip", "colour tip"),
            count=lambda v: int(v.word("tip") == "painted"),
            tone=None,
        ),
    ),
    parameters=(
        choice("form", "flat", "round", aliases={"artist": "round"}),
        choice("tip", "clean", "painted", aliases={"dipped": "painted", "paint covered": "painted"}),
    ),
    synonyms=("paint brush", "painters brush", "wall brush", "painter's brush"),
    presets={
        "artist brush": {"form": "round", "width": 220, "depth": 12, "height": 12},
        "artist's brush": {"form": "round", "width": 220, "depth": 12, "height": 12},
        "watercolour brush": {"form": "round", "width": 200, "depth": 10, "height": 10},
    },
    examples=("paint brush with a blue handle", "red paintbrush 25 cm long", "artist brush with a black handle"),
)
def build(kit: Kit, values: Values) -> None:
    """Bristles to the left, handle to the right, all rings about the X axis."""
    long, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    flat = values.word("form") == "flat"
    left = -long / 2
    hair, band = (long * 0.27, long * 0.14) if flat else (long * 0.13, long * 0.16)
    a, b = deep / 2, high / 2

    def body(marks: list[tuple[float, float, float]], square: float, waves: int = 0, smooth: bool = True) -> Solid:
        line = kit.curve(marks) if smooth and kit.level and not kit.low else kit.maths.array(marks)
        return kit.lofted(
            [_ring(kit, float(x), float(p) * a, float(q) * b, square, waves) for x, p, q in line]
        ).translate((0, 0, b))

    tip = left + hair * (0.38 if values.word("tip") == "painted" else 0.0)
    waves = kit.pick(0, 18, 30) if flat and not kit.low else kit.pick(0, 6, 9)
    wide = [
        (left, 0.86, 0.16),
        (left + hair * 0.25, 0.96, 0.5),
        (left + hair, 0.92, 0.86),
        (left + hair * 1.2, 0.9, 0.84),
    ]
    if not flat:
        wide = [
            (left, 0.06, 0.06),
            (left + hair * 0.35, 0.55, 0.55),
            (left + hair * 0.75, 0.8, 0.8),
            (left + hair * 1.2, 0.66, 0.66),
        ]
    square = (4.0 if kit.style == "stylized" else 5.0) if flat else 2.0 + 0.2 * (kit.style == "stylized")
    kit.add("bristle", body(wide, square, waves), crease=50)
    if values.word("tip") == "painted":
        drop = [
            (left - hair * 0.01, wide[0][1] * 1.03, wide[0][2] * 1.3),
            (left + hair * 0.25, wide[1][1] * 1.03, wide[1][2] * 1.12),
            (tip, 0.97, 0.72 if flat else 0.64),
        ]
        kit.add("paint", body(drop, square, 0), crease=50)
    start, stop = left + hair * 0.97, left + hair + band
    top = 1.0 if flat else 0.82
    ferrule = [(start, top, top), (start + band * 0.05, top, top)]
    for at in (0.2, 0.72) if kit.level else ():
        x = start + band * at
        ferrule += [
            (x, top, top),
            (x + band * 0.02, top * 0.97, top * 0.94),
            (x + band * 0.07, top * 0.97, top * 0.94),
            (x + band * 0.09, top, top),
        ]
    ferrule += [(stop, top, top)] if flat else [(stop, 0.9, 0.9)]
    metal = body(ferrule, square, 0, smooth=False)
    if kit.level == 2 and flat:
        r = band * 0.06
        metal = kit.union(
            [
                metal,
                *(
                    kit.turned([(0, 0), (r, 0), (r * 0.7, r * 0.5), (0, r * 0.6)]).translate(
                        (start + band * 0.48, y, high * 0.985 - r * 0.4)
                    )
                    for y in (-a * 0.6, -a * 0.2, a * 0.2, a * 0.6)
                ),
            ]
        )
    kit.add("ferrule", metal, crease=36)
    end = long / 2
    rest = end - stop
    fat = 1.12 if kit.style == "stylized" else 1.0
    if flat:
        grip = [
            (stop - band * 0.1, 0.94, 0.88),
            (stop + rest * 0.05, 0.96, 0.9),
            (stop + rest * 0.26, 0.5 * fat, 0.86),
            (stop + rest * 0.42, 0.28 * fat, 0.8),
            (stop + rest * 0.62, 0.26 * fat, 0.7),
            (stop + rest * 0.84, 0.36 * fat, 0.66),
            (stop + rest * 0.95, 0.34 * fat, 0.6),
            (end, 0.16, 0.36),
        ]
    else:
        grip = [
            (stop - band * 0.2, 0.7, 0.7),
            (stop + rest * 0.14, 1.0, 1.0),
            (stop + rest * 0.5, 0.7 * fat, 0.7 * fat),
            (stop + rest * 0.9, 0.36, 0.36),
            (end, 0.14, 0.14),
        ]
    handle = body(grip, 2.6 if flat else 2.0)
    if flat:
        hole = kit.rod((end - rest * 0.1, 0, -high), (end - rest * 0.1, 0, high * 2), a * 0.13)
        handle = kit.without(handle, hole)
    kit.add("handle", handle, crease=45)


def _ring(kit: Kit, x: float, a: float, b: float, square: float, waves: int) -> list[tuple[float, float, float]]:
    """A rounded box in section; `waves` ripple it as hair does."""
    n = max(kit.segments, 12) if not waves else max(kit.segments, waves * 4)
    out = []
    for k in range(n):
        t = 2 * math.pi * k / n
        c, s = math.cos(t), math.sin(t)
        ripple = 1 - 0.05 * (0.5 + 0.5 * math.cos(waves * t)) if waves else 1.0
        y = math.copysign(abs(c) ** (2 / square), c) * a
        z = math.copysign(abs(s) ** (2 / square), s) * b * ripple
        out.append((x, y, z))
    return out
