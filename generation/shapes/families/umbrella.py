"""Umbrellas: a canopy of sewn panels on ribs, a shaft with a ferrule and a crooked handle."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "pattern" not in said:
        values["pattern"] = "striped"
    if "ribs" in said and "panels" not in said:
        values["panels"] = int(values["ribs"])
    values["ribs"] = int(values["panels"])
    return []


def _stripes(values: Values) -> int:
    return values.count("panels") // 2 if values.word("pattern") == "striped" else 0


@family(
    "umbrella",
    gloss="a canopy on a stick, against the rain",
    category="household",
    size=Size(1000, 1000, 900, main="width", tied=("width", "depth")),
    roles=(
        Role("panel", "fabric", "#c8432b", words=("canopy", "cover", "cloth"),
             count=lambda values: values.count("panels") - _stripes(values)),
        Role("stripe", "fabric", "#f3ead8", words=("second panel",), count=_stripes, tone=1),
        Role("rib", "steel", words=("spoke",), count="ribs", tone=None),
        Role("shaft", "steel", words=("pole", "stick", "rod"), tone=None),
        Role("handle", "walnut", "#7a5236", words=("grip", "crook", "hook"), tone=None),
        Role("ferrule", "brass", words=("tip", "spike"), tone=None),
        Role("stretcher", "steel", count=None, tone=None, like="rib"),
        Role("runner", "black metal", words=("slider",), tone=None),
        Role("bead", "brass", count=None, tone=None, like="ferrule"),
    ),
    parameters=(
        count("panels", 8, 5, 16, words=("panel",)),
        count("ribs", 8, 5, 16),
        choice("pattern", "plain", "striped", aliases={"two tone": "striped", "alternating": "striped"}),
        choice("handle_style", "crook", "straight", aliases={"hooked": "crook", "curved": "crook"}),
        length("shaft_thickness", 12, 1, 100, part="shaft", measure="thickness"),
    ),
    synonyms=("open umbrella", "brolly", "rain umbrella"),
    presets={
        "parasol": {"width": 2600, "depth": 2600, "height": 2450, "pattern": "striped", "handle_style": "straight",
                    "shaft_thickness": 38},
        "beach umbrella": {"width": 1900, "depth": 1900, "height": 2000, "pattern": "striped",
             "handle_style": "straight",
                           "shaft_thickness": 30},
        "sunshade": {"width": 2600, "depth": 2600, "height": 2450, "handle_style": "straight", "shaft_thickness": 38},
    },
    rule=_agree,
    examples=(
        "a red umbrella with eight panels",
        "blue and white umbrella",
        "yellow umbrella with a wooden handle, 1 m wide",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Panels between the ribs, the ribs under them, then shaft, runner and handle."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    radius = width / 2
    number = values.count("panels")
    crook = values.word("handle_style") == "crook"
    top = height * 0.955
    drop = min(radius * (0.56 if kit.style != "stylized" else 0.7), height * 0.4)
    thick = max(radius * 0.006, 0.02) * kit.chunk
    striped = values.word("pattern") == "striped"

    def on(share: float) -> float:
        """The canopy's height at a share of its radius: flat above, falling at the edge."""
        return top - drop * (0.35 * share + 0.65 * math.pow(share, 2.4))

    stripes = _stripes(values)
    for k in range(number):
        name = "stripe" if striped and k % 2 and k // 2 < stripes else "panel"
        kit.add(name, _panel(kit, (k, number), radius, squash, on, thick), crease=50)
    thin = max(thick * 0.8, radius * 0.005)
    low = top - drop * 1.05
    along = _along(kit)
    shares = [0.015 + 0.985 * j / along for j in range(along)] + [0.985]
    for k in range(number):
        angle = 2 * math.pi * k / number
        c, s = math.cos(angle), math.sin(angle) * squash
        path = [(radius * t * c, radius * t * s, on(t) - thick - thin * 0.4) for t in shares]
        kit.add("rib", kit.swept(kit.maths.array(path), kit.ring(thin)), crease=60)
        if kit.level:
            bar = kit.rod((0, 0, low), (radius * 0.46 * c, radius * 0.46 * s, on(0.46) - thick - thin), thin * 0.8)
            kit.add("stretcher", bar)
        if kit.level == 2:
            kit.add(
                "bead", kit.sphere(thin * 2).translate((radius * 0.985 * c, radius * 0.985 * s, on(0.985))), crease=60
            )
    pole = min(values.mm("shaft_thickness"), radius * 0.1) / 2
    hook = min(radius * 0.14, height * 0.1) if crook else 0.0
    grip = height * 0.14
    kit.add("shaft", kit.rod((0, 0, hook + grip * 0.5), (0, 0, top + thick), pole))
    slide = pole * 1.9
    collar = [
        (pole * 0.7, low - slide * 1.6),
        (slide, low - slide * 1.5),
        (slide, low - slide * 0.4),
        (slide * 1.3, low - slide * 0.2),
        (slide * 1.3, low + slide * 0.3),
        (pole * 0.7, low + slide * 0.4),
    ]
    kit.add("runner", kit.turned(collar))
    spike = [
        (0, top - thick * 2),
        (pole * 2.6, top - thick * 2),
        (pole * 2.4, top + thick * 1.5),
        (pole * 1.1, top + thick * 3),
        (pole * 0.9, height - pole),
        (pole * 0.5, height),
        (0, height),
    ]
    kit.add("ferrule", kit.turned(spike), crease=40)
    fat = pole * 1.7
    if not crook:
        kit.add("handle", kit.rod((0, 0, 0), (0, 0, grip), fat, bevel=fat * 0.4))
        return
    turns = [math.pi * k / 6 for k in range(7)]
    bend = [(-hook + hook * math.cos(a), 0.0, hook + fat - hook * math.sin(a)) for a in turns]
    points = [(0.0, 0.0, hook + grip), (0.0, 0.0, hook + grip * 0.5), *bend, (-2 * hook, 0.0, hook + fat + grip * 0.12)]
    kit.add("handle", kit.swept(kit.curve(points), kit.ring(fat), up=(0.0, 1.0, 0.0)), crease=60)


def _along(kit: Kit) -> int:
    """Chords of a panel and of the rib that must lie under it."""
    return kit.pick(5, 9, 16) if not kit.low else kit.pick(3, 4, 6)


def _panel(
    kit: Kit, place: tuple[int, int], radius: float, squash: float, on: Callable[[float], float], thick: float
) -> Solid:  # fmt: skip
    """One gore: fabric spans straight between two ribs and is cut in a shallow arc at its hem."""
    number, total = place
    start, step = 2 * math.pi * number / total, 2 * math.pi / total
    across = kit.pick(2, 5, 9) if not kit.low else kit.pick(1, 2, 3)
    along = _along(kit)
    rings = []
    for j in range(along + 1):
        share = 0.015 + 0.985 * j / along
        upper, lower = [], []
        for i in range(across + 1):
            u = i / across
            bow = 1 - (2 * u - 1) ** 2
            chord = math.cos(step / 2) / math.cos(step * (u - 0.5))
            flat = chord + (1 - chord) * 0.35
            reach = radius * share * flat * (1 - 0.05 * bow * share**4)
            angle = start + step * u
            x, y = reach * math.cos(angle), reach * math.sin(angle) * squash
            z = on(share) - radius * 0.012 * bow * share
            upper.append((x, y, z))
            lower.append((x, y, z - thick * 1.2))
        rings.append([*upper, *reversed(lower)])
    return kit.lofted(kit.maths.array(rings))
