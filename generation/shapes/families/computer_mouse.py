"""Computer mice: a rounded shell split into two keys, with a wheel and a cable where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if int(values["cables"]) and "cables" in said and "depth" not in said:
        values["depth"] = round(float(values["width"]) * 3, 3)
    return []


@family(
    "computer_mouse",
    gloss="a hand-sized pointer for a computer",
    category="electronics",
    size=Size(64, 112, 38, main="depth"),
    roles=(
        Role("body", "plastic", "#3b4048", words=("shell", "case", "back")),
        Role("button", "plastic", "#4a5059", words=("mouse button", "key"), count=2, tone=1),
        Role("wheel", "rubber", "#c8452f", words=("scroll wheel",), tone=None),
        Role(
            "side_button", "plastic", "#22262b", words=("side button", "thumb button"), count="side_buttons", tone=None
        ),
        Role("cable", "rubber", words=("cord", "wire", "tail"), count="cables", tone=None),
    ),
    parameters=(count("cables", 0, 0, 1), count("side_buttons", 0, 0, 4)),
    synonyms=("pc mouse", "wireless mouse", "gaming mouse", "optical mouse"),
    presets={"wired mouse": {"cables": 1, "depth": 190}},
    rule=_agree,
    examples=("white computer mouse", "black gaming mouse with two side buttons", "red wireless mouse"),
)
def build(kit: Kit, values: Values) -> None:
    """The front, with the keys, faces −Y; a cable leaves it there."""
    wide, high = values.mm("width"), values.mm("height")
    cable = values.count("cables")
    long = values.mm("depth") * (0.6 if cable else 1.0)
    centre = values.mm("depth") / 2 - long / 2
    split = -long * 0.08
    shell = _shell(kit, wide, long, high, -long / 2, long / 2, 0.0, 0.34)
    upper = _shell(kit, wide, long, high, split + long * 0.006, long / 2, 0.32, 1.0)
    kit.add("body", (shell + upper).translate((0, centre, 0)), crease=50)
    keys = _shell(kit, wide, long, high, -long / 2, split - long * 0.006, 0.345, 1.0)
    slot = wide * 0.075
    gap = kit.box(wide * 0.016, long, high * 3).translate((0, -long / 2, 0))
    well = kit.box(slot * 2.4, long * 0.2, high * 3, corner=slot).translate((0, -long * 0.27, 0))
    for side in (-1, 1):
        half = kit.box(wide, long * 2, high * 3).translate((side * wide / 2, 0, -high))
        kit.add("button", (kit.without(keys, gap, well) ^ half).translate((0, centre, 0)), crease=50)
    r = high * 0.26
    soft = r * 0.16
    n = kit.pick(12, 28, 40) if not kit.low else kit.pick(8, 12, 16)
    wheel = kit.turned(
        [(0, -slot), (r - soft, -slot), (r, -slot + soft), (r, slot - soft), (r - soft, slot), (0, slot)], segments=n
    )
    top = high * _crown(-0.27) * 0.94
    kit.add("wheel", wheel.rotate((0, 90, 0)).translate((0, centre - long * 0.27, top - r * 0.72)))
    for k in range(values.count("side_buttons")):
        y = centre + long * (-0.08 + 0.15 * (k % 2))
        z = high * (0.52 - 0.16 * (k // 2))
        bar = kit.box(wide * 0.1, long * 0.12, high * 0.1, corner=high * 0.03, bevel=high * 0.02)
        kit.add("side_button", bar.translate((-wide * 0.45, y, z)))
    if cable:
        end = -values.mm("depth") / 2
        start = centre - long * 0.49
        r = high * 0.045
        path = kit.curve(
            [
                (0, start + long * 0.06, r * 1.6),
                (0, start - r, r * 1.3),
                (wide * 0.18, (start + end) / 2, r),
                (0, end, r),
            ],
            smooth=2,
        )
        kit.add("cable", kit.swept(path, kit.ring(r)), crease=60)


def _crown(y: float) -> float:
    """The height of the back at a share of the length: highest behind the middle, low in front."""
    t = min(max(y + 0.5, 0.0), 1.0)
    rise: float = 0.36 + 0.64 * math.sin(math.pi * min(t**0.8 * 0.62 + 0.14 * t, 0.999)) ** 0.8 * (
        1 - 0.62 * max(0.0, t - 0.62) ** 1.2
    )
    return rise


def _shell(kit: Kit, wide: float, long: float, high: float, start: float, end: float, low: float, top: float) -> Solid:
    """The rounded body between two places along Y and between two shares of its height."""
    steps = kit.pick(6, 14, 24) if not kit.low else kit.pick(4, 6, 8)
    n = kit.pick(6, 12, 20) if not kit.low else kit.pick(3, 4, 6)
    fat = 2.6 if kit.style == "stylized" else 3.2
    rows = []
    widest = max(_crown(k / 40 - 0.5) for k in range(41))
    for k in range(steps + 1):
        t = (
            -math.cos(math.pi * k / steps)
            if start <= -long / 2 + 1e-6 and end >= long / 2 - 1e-6
            else 2 * k / steps - 1
        )
        y = (start + end) / 2 + (end - start) / 2 * t
        u = min(max(2 * y / long, -1.0), 1.0)
        half = wide / 2 * max(1 - abs(u) ** fat, 0.0) ** (1 / fat) * (0.93 + 0.07 * math.cos(3 * (u - 0.4)))
        half = max(half, wide * 0.04)
        roof = high * _crown(y / long) / widest * max(1 - abs(u) ** 5, 0.04) ** 0.35
        ring = []
        for i in range(n + 1):
            a = math.pi * i / n
            x = half * math.copysign(abs(math.cos(a)) ** 0.55, math.cos(a))
            z = roof * math.sin(a) ** 0.62 if 0 < i < n else 0.0
            z = min(max(z, roof * low), roof * top if top < 1 else roof)
            ring.append((x, y, z))
        floor = roof * low
        rows.append([*ring, (-half * 0.8, y, floor - 0.004 * high), (half * 0.8, y, floor - 0.004 * high)])
    return kit.lofted(rows)
