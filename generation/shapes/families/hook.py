"""Hooks: coat hooks on a screwed back plate, and an open lifting hook with an eye."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["form"] == "crane":
        values["hooks"], values["screws"] = 1, 0
    elif "hooks" in said and "width" not in said and int(values["hooks"]) > 1:
        values["width"] = max(float(values["width"]), 70.0 * int(values["hooks"]))
    return []


@family(
    "hook",
    gloss="a bent piece that things hang on",
    category="mechanical",
    size=Size(40, 60, 110, main="height", stretch=12),
    roles=(
        Role("plate", "brass", words=("back plate", "base", "board"), count=lambda v: int(v.word("form") == "wall")),
        Role("hook", "brass", words=("arm", "prong", "peg"), count="hooks"),
        Role(
            "knob",
            "brass",
            words=("tip", "ball"),
            count=lambda v: v.count("hooks") * (v.word("form") == "wall"),
            like="hook",
        ),
        Role("screw", "steel", words=("screw head",), count="screws", tone=None),
    ),
    parameters=(
        choice("form", "wall", "crane", aliases={"lifting": "crane", "eye": "crane"}),
        count("hooks", 1, 1, 20),
        count("screws", 2, 0, 12),
        length("thickness", 9, 0.3, 500, part="hook", measure="thickness", dimension=("thickness",)),
    ),
    synonyms=("wall hook", "coat hook", "towel hook", "clothes hook", "hat hook"),
    presets={
        "crane hook": {"form": "crane", "width": 80, "depth": 24, "height": 130, "screws": 0, "material": "steel"},
        "lifting hook": {"form": "crane", "width": 80, "depth": 24, "height": 130, "screws": 0, "material": "steel"},
        "fish hook": {
            "form": "crane",
            "width": 16,
            "depth": 4,
            "height": 30,
            "thickness": 2,
            "screws": 0,
            "material": "steel",
        },
    },
    rule=_agree,
    examples=(
        "brass coat hook 12 cm high",
        "black wall hook with two screws",
        "steel crane hook 20 cm high",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A wall hook shows its front to −Y; a crane hook hangs in the plane of X and Z."""
    if values.word("form") == "crane":
        _crane(kit, values)
        return
    wide, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("hooks")
    r = min(values.mm("thickness") / 2, wide / n * 0.2, deep * 0.16, high * 0.08)
    thin = min(deep * 0.12, wide * 0.2)
    rounds = kit.segments // 4 if kit.level or not kit.low else 1
    corner = min(wide, high) * (0.45 if n == 1 else 0.2)
    outline = mechanics.rounded(
        [(-wide / 2, 0), (wide / 2, 0), (wide / 2, high), (-wide / 2, high)], corner, max(rounds, 1)
    )
    plate = kit.plate(outline, [], thin).rotate((90, 0, 0)).translate((0, deep / 2, 0))
    if kit.level:
        inset = min(wide, high) * 0.08
        smaller = mechanics.rounded(
            [
                (inset - wide / 2, inset),
                (wide / 2 - inset, inset),
                (wide / 2 - inset, high - inset),
                (inset - wide / 2, high - inset),
            ],
            corner * 0.85,
            max(rounds, 1),
        )
        rise = kit.plate(smaller, [], thin * 1.35).rotate((90, 0, 0)).translate((0, deep / 2, 0))
        plate = plate + rise
    kit.add("plate", plate, crease=32)
    face = deep / 2 - thin
    tip = r * 1.7
    reach = -deep / 2 + tip
    pitch = wide / n
    for x in layout.row(n, wide - pitch):
        marks = [
            (x, face + thin * 0.4, high * 0.56),
            (x, face - deep * 0.14, high * 0.44),
            (x, face - deep * 0.36, high * 0.2),
            (x, (face + reach) / 2 - deep * 0.12, high * 0.14),
            (x, reach + deep * 0.02, high * 0.26),
            (x, reach, high * 0.4),
        ]
        path = kit.curve(marks, smooth=2)
        scale = [1.25 - 0.4 * k / (len(path) - 1) for k in range(len(path))]
        kit.add("hook", kit.swept(path, kit.ring(r), scale=scale), crease=60)
        kit.add("knob", kit.sphere(tip).translate((x, reach, high * 0.4)), crease=80)
    screws = values.count("screws")
    head = min(wide * 0.12, r * 1.4)
    spots = (
        [(0.0, high * z) for z in (0.84, 0.16)][:screws]
        if n == 1 and screws <= 2
        else [(x, high * (0.86 if k % 2 == 0 else 0.68)) for k, x in enumerate(layout.row(screws, wide * 0.84))]
        if screws
        else []
    )
    for x, z in spots:
        dome = kit.turned([(0, 0), (head, 0), (head * 0.9, head * 0.35), (head * 0.5, head * 0.6), (0, head * 0.66)])
        if kit.level:
            dome = kit.without(dome, kit.box(head * 3, head * 0.26, head).translate((0, 0, head * 0.4)))
        kit.add("screw", dome.rotate((90, 0, 0)).translate((x, face - thin * 0.3, z)))


def _crane(kit: Kit, values: Values) -> None:
    """An eye above and a bow that swells where it bears, ending in a point."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(deep / 2, wide * 0.2)
    bow = wide / 2 - r
    low = bow + r
    eye = min(r * 2.1, wide * 0.34)
    top = high - eye
    marks = [(-r * 0.1, top - eye * 0.8), (-r * 0.15, low + bow * 1.15)]
    angles = [140, 170, 200, 235, 270, 305, 340, 372]
    marks += [(bow * math.cos(math.radians(a)), low + bow * math.sin(math.radians(a))) for a in angles]
    path = kit.curve([(x, 0.0, z) for x, z in marks], smooth=2)
    last = len(path) - 1
    scale = [
        0.62 + 0.38 * math.sin(math.pi * min(k / last * 1.25, 1.0))
        if k / last < 0.8
        else max(0.12, 0.62 * (1 - (k / last - 0.8) / 0.2))
        for k in range(len(path))
    ]
    section = kit.maths.array(mechanics.circle(r, max(kit.small, 8)))
    kit.add(
        "hook",
        kit.union(
            [
                kit.swept(path, section, scale=scale, up=(0, 1, 0)),
                _ring(kit, eye, min(r * 0.62, eye * 0.35)).rotate((90, 0, 0)).translate((0, 0, top)),
            ]
        ),
        crease=50,
    )


def _ring(kit: Kit, outer: float, thick: float) -> Solid:
    n = max(kit.small, 8)
    section = [
        (outer - thick + thick * math.cos(a), thick * math.sin(a)) for a in (2 * math.pi * k / n for k in range(n))
    ]
    return kit.turned(section)
