"""Wrenches: combination, open and ring spanners with jaws of an exact size, lying along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    jaw = float(values["jaw"])
    if "jaw" in said and "width" not in said:
        values["width"] = round(jaw * 11 + 30, 3)
    if "depth" in said and "jaw" not in said:
        values["jaw"] = round(float(values["depth"]) / 2.1, 3)
    elif "jaw" not in said and "width" in said:
        values["jaw"] = round(max(float(values["width"]) - 30, float(values["width"]) * 0.6) / 11, 3)
    jaw = min(float(values["jaw"]), round(float(values["width"]) * 0.2, 3))
    values["jaw"] = jaw
    values["depth"] = round(jaw * 2.1, 3)
    return []


@family(
    "wrench",
    gloss="a bar with jaws that turn nuts",
    category="tool",
    size=Size(173, 27.3, 7, main="width", stretch=1e9),
    roles=(Role("wrench", "chrome", words=("handle", "head", "body", "ring", "shaft")),),
    parameters=(
        length("jaw", 13, 1, 500, measure="width", grows=1.0, words=("jaw", "jaw opening", "opening", "size")),
        choice("form", "combination", "open", "ring", aliases={
            "open ended": "open", "open end": "open", "double ended": "open", "box end": "ring",
        }),
    ),
    synonyms=("spanner", "combination wrench", "combination spanner"),
    presets={"ring spanner": {"form": "ring"}, "open ended spanner": {"form": "open"}, "box wrench": {"form": "ring"}},
    rule=_agree,
    examples=(
        "combination wrench 18 cm long",
        "wrench with a 17 mm jaw",
        "red ring spanner 20 cm long",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Flat heads joined by a waisted bar with a sunken panel."""
    long, jaw, high = values.mm("width"), values.mm("jaw"), values.mm("height")
    form = values.word("form")
    r = jaw * 1.05
    fine = kit.segments
    left, right = -long / 2 + r, long / 2 - r
    heads, cuts = [], []
    for x, side in ((left, -1), (right, 1)):
        ring = form == "ring" or (form == "combination" and side > 0)
        radius = r * (0.86 if ring else 1.0)
        at = x if not ring else side * (long / 2 - radius)
        heads.append(kit.disc(2 * radius, 2 * radius, high, bevel=high * 0.1).translate((at, 0, 0)))
        cuts.append(_ring_hole(kit, jaw, high, at) if ring else _mouth(kit, jaw, high, at, side, r))
    waist = jaw * (0.4 if kit.style == "stylized" else 0.3) * kit.chunk
    n = kit.pick(4, 10, 16) if not kit.low else kit.pick(3, 4, 6)
    upper = []
    for k in range(n + 1):
        t = k / n
        upper.append((left + (right - left) * t, waist + (r * 0.62 - waist) * abs(2 * t - 1) ** 4))
    outline = [(x, -y) for x, y in upper] + [(x, y) for x, y in reversed(upper)]
    thin = high * 0.78
    bar = kit.prism(outline, thin).translate((0, 0, (high - thin) / 2))
    tools = list(cuts)
    if kit.level:
        groove = mechanics.slot((right - left) * 0.62, waist * 1.1, max(fine // 2, 8))
        low, top = (high - thin) / 2 - high + high * 0.1, (high + thin) / 2 - high * 0.1
        tools += [kit.prism(groove, high).translate((0, 0, z)) for z in (low, top)]
    kit.add("wrench", kit.without(kit.union([bar, *heads]), *tools), crease=32)


def _mouth(kit: Kit, jaw: float, high: float, x: float, side: int, r: float) -> Solid:
    """An open jaw turned by 15 degrees, its floor rounded."""
    deep = r * 1.9
    slot = mechanics.rounded(
        [(-jaw * 0.55, -jaw / 2), (deep, -jaw / 2), (deep, jaw / 2), (-jaw * 0.55, jaw / 2)], jaw * 0.3, kit.steps + 1
    )
    cut = kit.prism([(a if a < 0 else max(a, r), b) for a, b in slot], high * 3)
    turn = 15.0 if side > 0 else 195.0
    return cut.rotate((0, 0, turn)).translate((x, 0, -high))


def _ring_hole(kit: Kit, jaw: float, high: float, x: float) -> Solid:
    """Twelve points, the width across flats of a nut and a hair."""
    near, far = jaw / 2, jaw / math.sqrt(3)
    star = [
        (q * math.cos(math.pi * k / 12), q * math.sin(math.pi * k / 12))
        for k in range(24)
        for q in ((far,) if k % 2 else (near * 1.035,))
    ]
    return kit.prism(star if kit.level else mechanics.hexagon(jaw), high * 3).translate((x, 0, -high))
