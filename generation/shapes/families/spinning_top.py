"""Spinning tops: a turned body in stripes of two colours on a steel tip, with a stem to twist."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "spinning_top",
    gloss="a toy that spins on its tip",
    category="toys",
    size=Size(80, 80, 95, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "paint", "#c8402f", words=("field",), count=None),
        Role("stripe", "paint", "#f0c648", words=("band", "ring"), count="stripes", tone=1),
        Role("tip", "steel", words=("point", "spike"), tone=None),
        Role("stem", "beech", words=("handle", "spindle", "stick"), tone=None),
        Role("knob", "paint", "#2f6f80", words=("ball",), tone=None),
    ),
    parameters=(
        choice(
            "form",
            "pear",
            "disc",
            "cone",
            aliases={"flat": "disc", "conical": "cone", "onion": "pear"},
            free=("pear", "disc", "cone"),
        ),
        count("stripes", 3, 0, 9),
    ),
    synonyms=("whipping top", "toy top", "humming top", "gyroscope toy", "spinning toy"),
    presets={"dreidel top": {"form": "cone"}},
    examples=(
        "a spinning top striped in red and yellow",
        "wooden spinning top with four blue stripes",
        "green spinning top, 6 cm wide",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The outline is cut at level heights into fields and stripes that alternate."""
    radius, height = values.mm("width") / 2, values.mm("height")
    squash = values.mm("depth") / values.mm("width")
    fat = 1.0 if kit.style != "stylized" else 1.12
    marks = {
        "pear": [(0.08, 0.1), (0.36, 0.2), (0.82, 0.38), (1.0, 0.5), (0.86, 0.62), (0.42, 0.7), (0.13, 0.74)],
        "disc": [(0.08, 0.1), (0.2, 0.2), (0.7, 0.32), (1.0, 0.42), (0.96, 0.5), (0.5, 0.55), (0.13, 0.6)],
        "cone": [(0.08, 0.1), (0.34, 0.25), (0.66, 0.42), (0.93, 0.58), (1.0, 0.66), (0.8, 0.71), (0.13, 0.73)],
    }[values.word("form")]
    curve = [(float(r), float(z)) for r, z in kit.curve(marks, smooth=2)]
    widest = max(r for r, _ in curve)
    curve = [(min(r * fat, widest) / widest if r < widest else 1.0, z) for r, z in curve]
    low, high = curve[0][1], curve[-1][1]
    fields = 2 * values.count("stripes") + 1

    def at(z: float) -> float:
        for (r0, z0), (r1, z1) in itertools.pairwise(curve):
            if z0 <= z <= z1 and z1 > z0:
                return r0 + (r1 - r0) * (z - z0) / (z1 - z0)
        return curve[-1][0]

    for k in range(fields):
        a, b = low + (high - low) * k / fields, low + (high - low) * (k + 1) / fields
        inner = [(r, z) for r, z in curve if a < z < b]
        name = "body" if k % 2 == 0 else "stripe"
        proud = 1.012 if name == "stripe" and kit.level else 1.0
        ring = [(0.0, a), (at(a) * proud, a), *((r * proud, z) for r, z in inner), (at(b) * proud, b), (0.0, b)]
        solid = kit.turned([(r * radius / 1.012, z * height) for r, z in ring])
        kit.add(name, solid.scale((1, squash, 1)), crease=45)
    tip = kit.turned(
        [
            (0, 0),
            (0.02 * radius, 0.003 * height),
            (0.1 * radius, 0.06 * height),
            (0.12 * radius, 0.12 * height),
            (0, 0.12 * height),
        ]
    )
    kit.add("tip", tip.scale((1, squash, 1)))
    thin = 0.075 * radius * kit.chunk
    stem = kit.turned(
        [
            (0, high * height * 0.98),
            (thin * 1.8, high * height * 0.98),
            (thin, high * height + 0.04 * height),
            (thin, height * 0.95),
            (0, height * 0.95),
        ]
    )
    kit.add("stem", stem.scale((1, squash, 1)))
    size = 0.05 * height
    ball = [
        (size * 1.1 * math.cos(t), height - size + size * math.sin(t))
        for t in [(-0.5 + k / 10) * math.pi for k in range(11)]
    ]
    kit.add("knob", kit.turned([(max(r, 0.0), z) for r, z in ball]).scale((1, squash, 1)), crease=60)
