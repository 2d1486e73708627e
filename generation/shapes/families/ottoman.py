"""Ottomans and poufs: one plump upholstered cushion, square or round, on legs or on the floor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, upholstery
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "ottoman",
    gloss="a low upholstered seat without a back",
    category="furniture",
    size=Size(600, 600, 420, main="width", follow={"height": 0.3},
              tied_when=(("shape", "round", ("width", "depth")),)),
    roles=(
        Role("cushion", "fabric", "#c98d54", words=("seat", "body", "upholstery")),
        Role("lid", "fabric", "#d9a066", words=("top",), count="lids", tone=0),
        Role("piping", "fabric", "#a56f3d", words=("seam", "welt", "trim"), count=None, tone=1),
        Role("button", "fabric", "#8f5d33", count="buttons", tone=1),
        Role("leg", "oak", words=("foot",), count="legs", tone=None),
    ),
    parameters=(
        choice("shape", "square", "round", aliases={"rectangular": "square", "circular": "round"},
               free=("square", "round")),
        count("legs", 4, 0, 8),
        count("lids", 1, 0, 1),
        count("buttons", 1, 0, 25),
        length("leg_height", 90, 10, 300, part="leg", measure="height"),
    ),
    synonyms=("hassock",),
    presets={
        "pouf": {"width": 550, "depth": 550, "height": 350, "shape": "round", "legs": 0, "lids": 0},
        "pouffe": {"width": 550, "depth": 550, "height": 350, "shape": "round", "legs": 0, "lids": 0},
        "footstool": {"width": 480, "depth": 360, "height": 380},
        "foot stool": {"width": 480, "depth": 360, "height": 380},
    },
    examples=(
        "a round yellow ottoman with four legs",
        "green velvet pouf, 55 cm wide",
        "square leather ottoman with nine buttons",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Legs, body, lid cushion, buttons pressed into it, and the seams."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    round_ = values.word("shape") == "round"
    number = values.count("legs")
    foot = min(values.mm("leg_height"), height * 0.45) if number else 0.0
    lids = values.count("lids")
    body = (height - foot) * (0.6 if lids else 1.0)
    least = min(width, depth)
    soft = min(body * 0.24, least * 0.14) if lids else min(body * 0.44, least * 0.3)
    swell = body * (0.0 if lids else 0.06)
    pouf = _cushion(kit, round_, (width * 0.98, depth * 0.98, body), soft, swell).translate((0, 0, foot))
    kit.add("cushion", pouf, crease=60)
    thick = (height - foot) - body * 0.95
    if lids:
        lid = _cushion(kit, round_, (width, depth, thick), min(thick * 0.42, least * 0.2), thick * 0.14)
        kit.add("lid", lid.translate((0, 0, height - thick)), crease=60)
    if kit.level:
        cord = min(least * 0.008, body * 0.04) * kit.chunk
        levels = [foot + soft, foot + body - soft] if lids else [foot + body * 0.5]
        if kit.level == 2 and not lids:
            levels += [foot + body * 0.48, foot + body * 0.52]
        for z in levels[: None if kit.level == 2 else 1]:
            kit.add("piping", upholstery.seam(kit, pouf, z, cord), crease=60)
    if kit.level == 2 and round_ and not lids:
        for k in range(8):
            kit.add("piping", _panel_seam(kit, width * 0.49, depth / width, (foot, body, soft), k), crease=60)
    buttons = values.count("buttons")
    size = least * 0.032 * kit.chunk
    for x, y in _spread(buttons, width * 0.56, depth * 0.56):
        button = kit.sphere(size).scale((1, 1, 0.5))
        sunk = (thick if lids else body) * 0.14 * ((2 * x / width) ** 2 + (2 * y / depth) ** 2) * 0.9
        kit.add("button", button.translate((x, y, height - size * 0.28 - sunk)), crease=60)
    for x, y in (
        layout.feet(number, width * 0.8, depth * 0.8)
        if not round_
        else layout.around(number, width * 0.36, turn=math.pi / 4, squash=depth / width)
    ):
        r = least * 0.036 * kit.chunk
        kit.add("leg", kit.stake((x, y, 0), (x * 0.93, y * 0.93, foot + soft), r * 0.6, r))


def _cushion(kit: Kit, round_: bool, size: tuple[float, float, float], soft: float, crown: float) -> Solid:
    width, depth, height = size
    if not round_:
        return kit.pad(width, depth, height, soft=soft, crown=crown)
    soft = min(soft * (1.25 if kit.style == "stylized" else 1.0), (height - crown) / 2)
    steps = kit.steps + 2 * (kit.level > 0) + (kit.level == 2 and kit.low)
    arc = [(1 - math.cos(math.pi / 2 * k / steps), math.sin(math.pi / 2 * k / steps)) for k in range(steps + 1)]
    r = width / 2
    profile = [(0.0, 0.0)]
    profile += [(r - soft * a, soft * (1 - b)) for a, b in reversed(arc)]
    profile += [(r - soft * a, height - crown - soft * (1 - b)) for a, b in arc]
    profile += [((r - soft) * s, height - crown * s * s) for s in (0.66, 0.33)] if crown else []
    profile += [(0.0, height)]
    return kit.turned(profile).scale((1, depth / width, 1))


def _panel_seam(kit: Kit, r: float, squash: float, size: tuple[float, float, float], number: int) -> Solid:
    """A seam over the shoulder of a pouf, from below its middle to the top."""
    foot, body, soft = size
    angle = 2 * math.pi * (number + 0.5) / 8
    marks = []
    for k in range(7):
        turn = math.pi / 2 * k / 6
        rad, z = r - soft * (1 - math.cos(turn)), foot + body - soft * (1 - math.sin(turn))
        marks.append((rad * math.cos(angle), rad * math.sin(angle) * squash, z - body * 0.055))
    return kit.swept(kit.curve(marks), kit.ring(r * 0.012))


def _spread(number: int, width: float, depth: float) -> list[tuple[float, float]]:
    """Spots for buttons: rows as even as can be."""
    if number <= 0:
        return []
    rows = max(1, round(math.sqrt(number)))
    out = []
    left = number
    for k, y in enumerate(layout.row(rows, depth)):
        across = -(-left // (rows - k))
        out += [(x, y) for x in layout.row(across, width)]
        left -= across
    return out
