"""Wells: a round wall of stones with a shaft, two posts with a windlass and crank, a little roof, bucket and rope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import roofs
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "well",
    gloss="a shaft for water with a wall, a roof and a bucket",
    category="architecture",
    size=Size(1900, 1600, 2500, main="height", stretch=3),
    roles=(
        Role("wall", "stone", "#a79c8a", words=("ring", "body", "base")),
        Role("stone", "stone", "#bcb29f", words=("brick", "block"), count=None, tone=None),
        Role("rim", "stone", "#cdc4b3", words=("edge", "coping"), tone=None),
        Role("water", "window glass", "#3f86a3", tone=None),
        Role("post", "wood", "#8a5f38", words=("beam", "pole"), count=2, tone=None),
        Role("roof", "roof tile", "#9c4a34", count="roofs", tone=1),
        Role("windlass", "wood", "#a9794a", words=("roller", "winch"), tone=None),
        Role("crank", "iron", words=("handle",), tone=None),
        Role("rope", "fabric", "#c9b48a", words=("chain",), tone=None),
        Role("bucket", "wood", "#9a6e42", words=("pail",), count="buckets", tone=None),
    ),
    parameters=(count("roofs", 1, 0, 1), count("buckets", 1, 0, 1)),
    synonyms=("water well", "wishing well", "draw well", "stone well"),
    examples=("stone well with a red roof", "wishing well with a bucket", "well without a roof"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Wall, posts, windlass, roof."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    roof = values.count("roofs")
    half = wide / 2
    r = half * (0.86 if roof else 0.9) * (1.04 if kit.style == "stylized" else 1)
    rd = min(r, deep / 2 / 1.0)
    flat = rd * 0.97 / r if not roof else min(1.0, deep / 2 * 0.94 / r)
    ring = tall * 0.3
    edge = ring * 0.12
    kit.add(
        "wall",
        kit.turned([(r * 0.72, 0), (r * 0.93, 0), (r * 0.93, ring - edge), (r * 0.72, ring - edge)]).scale(
            (1, flat, 1)
        ),
    )
    rows, per = kit.pick(0, 4, 6), kit.pick(8, 13, 18)
    blocks = []
    for k in range(rows):
        h = (ring - edge) / rows
        for j in range(per):
            a0 = 2 * math.pi * (j + 0.5 * (k % 2) + 0.03) / per
            a1 = 2 * math.pi * (j + 0.5 * (k % 2) + 0.97) / per
            out = r * (0.965 + 0.02 * kit.chance("out", k, j))
            shape = [
                (out * math.cos(a0), out * math.sin(a0)),
                (out * 1.012 * math.cos((a0 + a1) / 2), out * 1.012 * math.sin((a0 + a1) / 2)),
                (out * math.cos(a1), out * math.sin(a1)),
                (r * 0.85 * math.cos(a1), r * 0.85 * math.sin(a1)),
                (r * 0.85 * math.cos(a0), r * 0.85 * math.sin(a0)),
            ]
            block = kit.hull(
                [
                    (x * f, y * f, h * k + h * z)
                    for f, z in ((0.985, 0.04), (1.0, 0.16), (1.0, 0.84), (0.985, 0.96))
                    for x, y in shape
                ]
            )
            blocks.append(block)
    if blocks:
        kit.add("stone", kit.together(blocks).scale((1, flat, 1)), crease=25)
    kit.add(
        "rim",
        kit.turned(
            [
                (r * 0.7, ring - edge),
                (r, ring - edge),
                (r, ring - edge * 0.2),
                (r * 0.985, ring),
                (r * 0.71, ring),
                (r * 0.7, ring - edge * 0.2),
            ]
        ).scale((1, flat, 1)),
    )
    kit.add("water", kit.disc(r * 1.5, r * 1.5 * flat, ring * 0.3).translate((0, 0, ring * 0.25)))
    bar = half * 0.085 * kit.chunk
    top = tall * (0.74 if roof else 1.0)
    x = r * 0.82
    for s in (-1, 1):
        kit.add(
            "post", kit.box(bar * 1.4, bar * 1.4, top - ring * 0.5, bevel=bar * 0.1).translate((s * x, 0, ring * 0.5))
        )
    axle = ring + (top - ring) * (0.62 if roof else 0.8)
    roll = kit.union(
        [
            kit.rod((-x, 0, axle), (x, 0, axle), bar * 0.5),
            kit.rod((-x * 0.72, 0, axle), (x * 0.72, 0, axle), bar * 0.85, bevel=bar * 0.1),
        ]
    )
    kit.add("windlass", roll)
    reach = half - x - bar * 0.4
    arm = bar * 2.6
    cx = x + reach * 0.5
    handle = [
        kit.rod((x, 0, axle), (cx, 0, axle), bar * 0.26),
        kit.rod((cx, 0, axle), (cx, -arm * 0.6, axle - arm * 0.8), bar * 0.26),
        kit.rod(
            (cx - bar * 0.2, -arm * 0.6, axle - arm * 0.8),
            (half - bar * 0.1 if not roof else cx + reach * 0.5, -arm * 0.6, axle - arm * 0.8),
            bar * 0.3,
        ),
    ]
    kit.add("crank", kit.union(handle))
    size = r * 0.24
    low = ring + (axle - ring) * 0.1
    coils = [
        kit.turned(
            [(bar * 0.8, -bar * 0.13), (bar * 0.98, -bar * 0.1), (bar * 0.98, bar * 0.1), (bar * 0.8, bar * 0.13)]
        )
        .rotate((0, 90, 0))
        .translate((bar * 0.26 * (k - 3), 0, axle))
        for k in range(kit.pick(1, 6, 7))
    ]
    kit.add(
        "rope", kit.together([*coils, kit.rod((0, -bar * 0.9, low + size * 1.4), (0, -bar * 0.9, axle), bar * 0.13)])
    )
    if values.count("buckets"):
        high = size * 1.25
        pail = kit.turned(
            [(0, 0), (size * 0.72, 0), (size, high), (size * 0.88, high), (size * 0.64, high * 0.12), (0, high * 0.12)]
        )
        hoops = [
            kit.turned([(q * 0.9, z), (q * 1.04, z), (q * 1.06, z + high * 0.1), (q * 0.9, z + high * 0.1)])
            for q, z in ((size * 0.78, high * 0.16), (size * 0.94, high * 0.72))
        ][: kit.pick(0, 2, 2)]
        m = kit.pick(6, 12, 20)
        bow = kit.maths.array(
            [
                (size * 0.95 * math.cos(math.pi * j / m), 0.0, high * 0.9 + size * 0.75 * math.sin(math.pi * j / m))
                for j in range(m + 1)
            ]
        )
        kit.add(
            "bucket",
            kit.together([pail, *hoops, kit.swept(bow, kit.ring(size * 0.05))]).translate((0, -bar * 0.9, low)),
        )
    if roof:
        rise = tall - top + bar
        thick = bar * 0.6
        slope = roofs.gabled(kit, wide, deep, rise - thick, thick)
        kit.add("roof", slope.translate((0, 0, tall - rise)), crease=15)
