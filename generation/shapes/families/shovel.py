"""Shovels and spades: a dished blade, a socket, a wooden shaft and a grip, lying along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "shovel",
    gloss="a dished blade on a shaft to dig with",
    category="tool",
    size=Size(1050, 230, 90, main="width", stretch=6),
    roles=(
        Role("blade", "steel", words=("scoop", "shovel head", "head")),
        Role("shaft", "ash wood", words=("pole", "stick"), tone=1),
        Role("grip", "black metal", words=("handle", "d grip", "t grip"), tone=None),
    ),
    parameters=(
        choice("blade", "pointed", "square", "round", aliases={"flat": "square", "rounded": "round"}),
        choice("grip", "d", "t", "none", aliases={"d handle": "d", "t handle": "t", "straight": "none"}),
        length("shaft_thickness", 36, 3, 200, part="shaft", measure="thickness"),
    ),
    synonyms=("digging shovel",),
    presets={
        "spade": {"blade": "square", "width": 1000, "depth": 190, "height": 80},
        "snow shovel": {"blade": "square", "width": 1300, "depth": 450, "height": 130},
        "garden trowel": {"width": 320, "depth": 80, "height": 45, "grip": "none", "shaft_thickness": 28},
        "trowel": {"width": 320, "depth": 80, "height": 45, "grip": "none", "shaft_thickness": 28},
    },
    examples=("shovel with a red blade", "steel spade 110 cm long with a T grip", "garden trowel with a green handle"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The blade at the left lies on the ground; the shaft rises a little to the grip."""
    long, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    blade = min(long * 0.34, deep * 1.35)
    thin = max(min(deep, high) * 0.028, 0.2) * kit.chunk
    left, end = -long / 2, long / 2
    dish = min(high * 0.42, deep * 0.16)
    kind = values.word("blade")
    head = _blade(kit, kind, left, blade, deep, dish, thin)
    r = min(values.mm("shaft_thickness") / 2, deep * 0.16, high * 0.24)
    root = left + blade * 0.82
    low, top = dish * 0.4 + r * 0.6, high - r * 1.02
    neck = left + blade * 1.5
    path = kit.curve(
        [(root - blade * 0.2, 0, dish * 0.25 + thin), (root + blade * 0.1, 0, low), (neck, 0, low + (top - low) * 0.45)]
    )
    last = len(path) - 1
    socket = kit.swept(
        path, kit.ring(r * 1.18), scale=[0.3 + 0.7 * min(k / last * 1.6, 1.0) for k in range(last + 1)], up=(0, 1, 0)
    )
    kit.add("blade", kit.union([head, socket]), crease=40)
    grip = values.word("grip")
    hold = min(deep * 0.5, r * 5.2)
    stop = end - (hold * 0.82 if grip != "none" else r * 0.8)
    inside = path[max(last - 3, 1)] if len(path) > 4 else path[-1]
    shaft_path = kit.curve([
        (float(inside[0]), 0, float(inside[2])), (neck + (stop - neck) * 0.3, 0, top - (top - low) * 0.22),
        (neck + (stop - neck) * 0.7, 0, top), (stop, 0, top),
    ])  # fmt: skip
    kit.add("shaft", kit.swept(shaft_path, kit.ring(r), up=(0, 1, 0)), crease=60)
    kit.add("grip", _grip(kit, grip, stop, end, hold, r, top), crease=50)


def _blade(kit: Kit, kind: str, left: float, long: float, deep: float, dish: float, thin: float) -> Solid:
    """A thin dished sheet, ring by ring from the tip to the shoulders."""
    n = 4 if kit.low else kit.pick(6, 12, 20)
    n += 2 * kit.level if kit.low else 0
    steps = kit.pick(5, 12, 20) if not kit.low else kit.pick(4, 5, 7)
    rows = []
    for k in range(steps + 1):
        t = k / steps
        if kind == "square":
            half = deep / 2 * (0.94 + 0.06 * t) if t > 0.02 else deep / 2 * 0.92
        else:
            bend = 0.62 if kind == "pointed" else 0.42
            q = min(t / bend, 1.0)
            half = deep / 2 * (math.sin(math.pi / 2 * q) ** (0.75 if kind == "pointed" else 0.5))
        half = max(half, deep * 0.02)
        rear = dish * (0.25 + 0.75 * min(t * 1.6, 1.0))
        lift = dish * 0.5 * (1 - t) ** 2
        x = left + long * t
        ys = [half * (2 * i / n - 1) for i in range(n + 1)]
        zs = [lift + rear * (y / (deep / 2)) ** 2 for y in ys]
        upper = [(x, y, z + thin) for y, z in zip(ys, zs, strict=True)]
        rows.append(upper + [(x, y, z) for y, z in reversed(list(zip(ys, zs, strict=True)))])
    sheet = kit.lofted(rows)
    if kit.level:
        # The rolled step that a foot pushes on.
        bar = kit.rod(
            (left + long, -deep * 0.46, dish * 0.9), (left + long, -deep * 0.12, dish * 0.16 + thin), thin * 1.6
        )
        sheet = kit.union([sheet, bar, bar.mirror((0, 1, 0))])
    return sheet


def _grip(kit: Kit, grip: str, start: float, end: float, hold: float, r: float, z: float) -> Solid:
    bar = r * 0.85
    if grip == "none":
        return (
            kit.turned([(0, 0), (r * 1.04, 0), (r * 1.1, r), (r * 0.8, r * 1.7), (0, r * 1.8)])
            .rotate((0, 90, 0))
            .translate((end - r * 1.8, 0, z))
        )
    cross = kit.rod((end - bar, -hold / 2, z), (end - bar, hold / 2, z), bar, bevel=bar * 0.3)
    sleeve = kit.rod((start - r * 1.4, 0, z), (start + r * 0.4, 0, z), r * 1.14)
    if grip == "t":
        return kit.union([cross, sleeve, kit.rod((start, 0, z), (end - bar, 0, z), r)])
    arms = []
    section = kit.maths.array(mechanics.circle(bar * 0.72, max(kit.small, 8)))
    for side in (-1, 1):
        y = side * (hold / 2 - bar * 0.8)
        path = kit.curve(
            [
                (start, 0, z),
                (start + (end - start) * 0.3, y * 0.55, z),
                (start + (end - start) * 0.55, y, z),
                (end - bar, y, z),
            ]
        )
        arms.append(kit.swept(path, section, up=(0, 0, 1)))
    return kit.union([cross, sleeve, *arms])
