"""Stairs: steps that rise evenly to the rear, with strings or a solid body, and handrails on balusters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    steps = int(values["steps"])
    if "steps" in said and not {"height", "depth"} & said:
        values["height"] = 180.0 * steps + (900.0 if int(values["handrails"]) else 0.0)
        if values["kind"] == "straight":
            values["depth"] = 280.0 * steps
    return []


@family(
    "stairs",
    gloss="a flight of steps",
    category="architecture",
    size=Size(1100, 2800, 2700, main="height", stretch=3),
    roles=(
        Role("step", "wood", "#b98a57", words=("tread", "stair"), count="steps"),
        Role("string", "wood", "#9a6e42", words=("stringer", "side", "body", "pole"), count=None, tone=None),
        Role("riser", "paint", "#f1ece0", count=None, tone=None),
        Role("handrail", "wood", "#7a5230", words=("rail", "railing", "banister"), count="handrails", tone=1),
        Role("baluster", "paint", "#f1ece0", words=("spindle", "railing post", "bar"), count=None, tone=None),
        Role("newel", "wood", "#7a5230", words=("newel post", "post"), count=None, tone=1, like="handrail"),
    ),
    parameters=(
        count("steps", 10, 2, 60),
        count("handrails", 2, 0, 2),
        choice("kind", "straight", "spiral", "solid", aliases={"winding": "spiral", "stone": "solid"}),
    ),
    synonyms=("staircase", "stairway", "flight of stairs", "flight of steps"),
    presets={
        "spiral staircase": {
            "kind": "spiral",
            "width": 2000,
            "depth": 2000,
            "height": 3600,
            "steps": 16,
            "handrails": 1,
        },
        "spiral stairs": {"kind": "spiral", "width": 2000, "depth": 2000, "height": 3600, "steps": 16, "handrails": 1},
    },
    rule=_agree,
    examples=(
        "wooden stairs with ten steps and two handrails",
        "spiral staircase with sixteen steps",
        "white stairs with eight steps",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Straight or round a pole."""
    (_spiral if values.word("kind") == "spiral" else _straight)(kit, values)


def _straight(kit: Kit, values: Values) -> None:
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    steps, rails = values.count("steps"), values.count("handrails")
    solid = values.word("kind") == "solid"
    guard = min(tall * 0.34, 900 * tall / 2700) if rails else 0.0
    rise, run = (tall - guard) / steps, deep / steps
    tread = min(rise * 0.26 * kit.chunk, run * 0.2)
    string = wide * 0.04 * kit.chunk
    inner = wide - (2 * string if not solid else 0)
    for k in range(steps):
        y = -deep / 2 + run * k
        nose = run * 0.1 if k and not solid else 0.0
        if solid:
            kit.add(
                "step", kit.box(wide, run, rise * (k + 1), bevel=min(rise, run) * 0.04).translate((0, y + run / 2, 0))
            )
            continue
        board = kit.box(inner + string * 0.4, run + nose, tread, bevel=tread * 0.2)
        kit.add("step", board.translate((0, y + run / 2 - nose / 2, rise * (k + 1) - tread)))
        if kit.level:
            kit.add(
                "riser",
                kit.box(inner + string * 0.3, run * 0.06, rise - tread * 0.6).translate((0, y + run * 0.06, rise * k)),
            )
    if not solid:
        drop = rise * 0.9
        top = rise * steps
        for side in (-1, 1):
            outline = [
                (-deep / 2, 0),
                (-deep / 2 + run * 0.9, 0),
                (deep / 2, top - rise - drop * 0.6),
                (deep / 2, top),
                (deep / 2 - run * 0.9, top),
                (-deep / 2, rise * 1.1),
            ]
            board = (
                kit.prism(outline, string)
                .rotate((90, 0, 90))
                .translate((side * (wide / 2 - string / 2) - string / 2, 0, 0))
            )
            kit.add("string", board)
    bar = min(wide * 0.03, run * 0.14) * kit.chunk
    for side in (-1, 1)[:rails]:
        x = side * (wide / 2 - max(string, bar * 2) / 2)
        start, end = (x, -deep / 2 + run * 0.5, rise + guard), (x, deep / 2 - run * 0.5, tall)
        lift = bar * 0.9
        path = kit.maths.array(
            [
                (x, start[1] - run * 0.3, start[2] - lift - rise * 0.3),
                (x, start[1], start[2] - lift),
                (x, end[1], end[2] - lift),
                (x, end[1] + run * 0.3, end[2] - lift),
            ]
        )
        kit.add("handrail", kit.swept(path, kit.strip(bar * 1.7, bar * 1.5, corner=bar * 0.5), up=(0, 0, 1)))
        per = kit.pick(1, 1, 2)
        for k in range(steps * per):
            y = -deep / 2 + run * (k + 0.5) / per
            z = rise * (k // per + 1) - tread * 0.5
            high = start[2] + (end[2] - start[2]) * (y - start[1]) / max(end[1] - start[1], 1e-9) - lift
            if k in (0, steps * per - 1):
                post = kit.box(bar * 1.8, bar * 1.8, high - z + bar * 0.4, bevel=bar * 0.2).translate((x, y, z))
                kit.add("newel", post)
                continue
            thin = bar * 0.45
            if kit.level and not kit.low:
                span = high - z
                turned = kit.turned(
                    [
                        (0, 0),
                        (thin, 0),
                        (thin, span * 0.12),
                        (thin * 0.6, span * 0.2),
                        (thin * 1.1, span * 0.36),
                        (thin * 0.5, span * 0.6),
                        (thin * 0.7, span * 0.86),
                        (thin, span * 0.9),
                        (thin, span),
                        (0, span),
                    ],
                    segments=kit.small // 2 * 2 if kit.level == 2 else 12,
                )
                kit.add("baluster", turned.translate((x, y, z)))
            else:
                kit.add("baluster", kit.box(thin * 1.6, thin * 1.6, high - z).translate((x, y, z)))


def _spiral(kit: Kit, values: Values) -> None:
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    steps, rails = values.count("steps"), values.count("handrails")
    squash, half = deep / wide, wide / 2
    guard = min(tall * 0.26, 950 * tall / 3600) if rails else 0.0
    rise = (tall - guard) / steps
    turn = 2 * math.pi / max(12, min(steps, 16)) * 1.0
    r = half * 0.09 * kit.chunk
    thick = min(rise * 0.25, half * 0.05) * kit.chunk
    wedge = turn * 1.12
    n = kit.pick(2, 4, 7)
    for k in range(steps):
        a0 = -math.pi / 2 + turn * k
        loop = [(r * 0.5 * math.cos(a0), r * 0.5 * math.sin(a0))] + [
            (half * math.cos(a0 + wedge * j / n), half * math.sin(a0 + wedge * j / n)) for j in range(n + 1)
        ]
        kit.add("step", kit.prism(loop, thick).scale((1, squash, 1)).translate((0, 0, rise * (k + 1) - thick)))
    top = tall if rails else rise * steps
    knob = r * 1.2
    pole = kit.turned(
        [
            (0, 0),
            (r * 1.6, 0),
            (r * 1.6, rise * 0.12),
            (r, rise * 0.2),
            (r, top - knob),
            (r * 1.2, top - knob * 0.6),
            (r * 0.8, top),
            (0, top),
        ]
    )
    kit.add("string", pole.scale((1, squash, 1)))
    bar = half * 0.022 * kit.chunk
    for side in range(rails):
        away = half - bar * 1.6 if side == 0 else half * 0.55
        path = [
            (
                away * math.cos(-math.pi / 2 + turn * (k / 3 + 0.5)),
                away * squash * math.sin(-math.pi / 2 + turn * (k / 3 + 0.5)),
                rise * (k / 3 + 1) + guard - bar * 1.5 - rise * 0.1,
            )
            for k in range(3 * (steps - 1) + 1)
        ]
        kit.add("handrail", kit.swept(kit.maths.array(path), kit.ring(bar * 1.4)))
        for k in range(steps):
            x, y, z = path[3 * k]
            kit.add("baluster", kit.rod((x, y, rise * (k + 1) - thick * 0.6), (x, y, z), bar * 0.55))
            if kit.level == 2 and k < steps - 1:
                x, y, z = path[3 * k + 1]
                kit.add("baluster", kit.rod((x, y, rise * (k + 1) - thick * 0.6), (x, y, z), bar * 0.4))
