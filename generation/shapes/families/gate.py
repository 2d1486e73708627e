"""Gates: two pillars with caps and one or two leaves of wood or wrought iron, hung on hinges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "gate",
    gloss="an entrance of leaves hung between two pillars",
    category="architecture",
    size=Size(3600, 500, 2400, main="width", follow={"depth": 0.5}, stretch=4),
    roles=(
        Role("leaf", "black metal", words=("wing", "door", "gate leaf"), count="leaves"),
        Role("bar", "black metal", words=("spike", "rod", "slat"), count=None, like="leaf"),
        Role("pillar", "brick", "#a5634c", words=("post", "column", "pier"), count=2, tone=1),
        Role("cap", "stone", "#cfc7b8", words=("pillar cap",), count=2, tone=None),
        Role("ball", "stone", "#cfc7b8", count=2, tone=None),
        Role("hinge", "black metal", count=lambda v: 2 * v.count("leaves"), tone=None),
        Role("handle", "brass", words=("knob", "latch", "lock"), tone=None),
    ),
    parameters=(
        count("leaves", 2, 1, 2),
        choice("kind", "iron", "wooden", aliases={"wrought": "iron", "wood": "wooden"}),
    ),
    synonyms=("garden gate", "entrance gate", "park gate"),
    presets={
        "wooden gate": {"kind": "wooden", "material": "wood"},
        "iron gate": {"kind": "iron"},
        "farm gate": {"kind": "wooden", "material": "wood", "leaves": 1, "height": 1500},
    },
    examples=("iron gate with two leaves", "green gate with one leaf", "wooden gate with two pillars, 3 m wide"),
)
def build(kit: Kit, values: Values) -> None:
    """Pillars, leaves, hinges."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    leaves, wooden = values.count("leaves"), values.word("kind") == "wooden"
    side = min(deep * 0.86, wide * 0.16)
    ball, cap = side * 0.34, side * 0.3
    body = tall - cap - ball * 1.8
    courses = kit.pick(0, 10, 16)
    for s in (-1, 1):
        x = s * (wide / 2 - min(deep, wide * 0.186) / 2)
        parts = [kit.box(side * 0.95, side * 0.95, body)]
        for k in range(courses):
            h = body / courses
            parts.append(kit.box(side, side, h * 0.88, bevel=h * 0.05).translate((0, 0, h * k + h * 0.06)))
        kit.add("pillar", kit.together(parts).translate((x, 0, 0)), crease=25)
        size = min(deep, wide * 0.186)
        slab = kit.hull(
            [
                (p * size / 2 * f, q * size / 2 * f, z)
                for p in (-1, 1)
                for q in (-1, 1)
                for f, z in ((1, 0), (1, cap * 0.5), (0.5, cap))
            ]
        )
        kit.add("cap", slab.translate((x, 0, body)))
        kit.add("ball", kit.sphere(ball).translate((x, 0, tall - ball)))
    inner = wide / 2 - min(deep, wide * 0.186) / 2 - side / 2
    gap = inner * 0.02
    span = (2 * inner - gap * (leaves + 1)) / leaves
    low, peak = tall * 0.04, body * 0.98
    bar = min(span * 0.035, tall * 0.018) * kit.chunk
    for k in range(leaves):
        a = -inner + gap + (span + gap) * k
        toward = 1 if leaves == 1 or k == 0 else -1
        leaf, extra = _leaf(kit, (a, span, low, peak, bar), toward, leaves, wooden)
        kit.add("leaf", leaf)
        if extra:
            kit.add("bar", kit.together(extra))
        edge = a if toward > 0 else a + span
        for z in (low + (peak - low) * 0.16, low + (peak - low) * 0.62):
            hinge = [
                kit.rod(
                    (edge - toward * gap * 0.6, 0, z - bar * 1.6),
                    (edge - toward * gap * 0.6, 0, z + bar * 1.6),
                    bar * 0.9,
                ),
                kit.box(gap * 3 + bar * 4, bar * 1.2, bar * 1.3).translate((edge, 0, z - bar * 0.65)),
            ]
            kit.add("hinge", kit.union(hinge))
    hand = 0.0 if leaves == 2 else inner - gap - bar * 2
    knob = kit.union(
        [
            kit.rod((hand, -bar * 3, (low + peak) * 0.45), (hand, bar * 3, (low + peak) * 0.45), bar * 0.5),
            *(kit.sphere(bar * 1.2).translate((hand, s * bar * 3, (low + peak) * 0.45)) for s in (-1, 1)),
        ]
    )
    kit.add("handle", knob)


def _leaf(
    kit: Kit, size: tuple[float, float, float, float, float], toward: int, leaves: int, wooden: bool
) -> tuple[Solid, list[Solid]]:
    a, span, low, peak, bar = size
    drop = (peak - low) * 0.16

    def top(t: float) -> float:
        """The height at a share from the hinge to the other edge: two leaves make one arch."""
        return peak - drop + drop * math.sin(math.pi / 2 * t if leaves == 2 else math.pi * t)

    def x(t: float) -> float:
        return a + span * (t if toward > 0 else 1 - t)

    n = kit.pick(6, 14, 24)
    crest = kit.maths.array([(x(j / n), 0.0, top(j / n) - bar) for j in range(n + 1)])
    frame = [kit.swept(crest, kit.strip(bar * 1.4, bar * 1.8), up=(0, 1, 0))]
    frame += [
        kit.box(bar * 1.8, bar * 1.4, top(t) - low - bar * 0.5).translate(
            (x(t) + (bar * 0.9 if (t == 0) == (toward > 0) else -bar * 0.9), 0, low)
        )
        for t in (0.0, 1.0)
    ]
    frame += [
        kit.box(span, bar * 1.4, bar * 1.8).translate((a + span / 2, 0, z)) for z in (low, low + (peak - low) * 0.42)
    ]
    extra = []
    number = kit.pick(6, 10, 14) if not wooden else kit.pick(5, 7, 9)
    for k in range(number):
        t = (k + 0.5) / number
        z = top(t)
        if wooden:
            board = kit.box(span / number * (0.96 if kit.level else 1.0), bar * 0.9, z - low - bar, bevel=bar * 0.12)
            extra.append(board.translate((x(t), bar * 0.5, low + bar * 0.5)))
            continue
        r = bar * 0.42
        extra.append(kit.rod((x(t), 0, low), (x(t), 0, z + bar * 1.2), r))
        extra.append(
            kit.turned(
                [(0, 0), (r * 2.0, r * 1.5), (r * 1.2, r * 4), (0, r * 7)], segments=8 if not kit.low else 4
            ).translate((x(t), 0, z + bar))
        )
        if kit.level and k % 2 == 0:
            m = kit.pick(0, 14, 24)
            s = span / number * 0.7
            curl = [
                (
                    x(t + 0.5 / number) + s * (1 - 0.7 * j / m) * math.cos(3.6 * math.pi * j / m),
                    0.0,
                    low + (peak - low) * 0.3 + s * (1 - 0.7 * j / m) * math.sin(3.6 * math.pi * j / m),
                )
                for j in range(m + 1)
            ]
            extra.append(kit.swept(kit.maths.array(curl), kit.ring(r * 0.7)))
    if wooden:
        brace = kit.rod((x(0.04), -bar * 0.2, low + bar), (x(0.96), -bar * 0.2, low + (peak - low) * 0.42), bar * 0.7)
        frame.append(brace)
    return kit.union(frame), extra
