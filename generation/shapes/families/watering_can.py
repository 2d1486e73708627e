"""Watering cans: a can with a long bored spout and a rose, a carrying bow above and a handle behind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if float(values["width"]) < 1.6 * float(values["depth"]):
        if "depth" in said and "width" not in said:
            values["width"] = round(2.5 * float(values["depth"]), 3)
        else:
            values["depth"] = round(float(values["width"]) / 2.5, 3)
    return vessels.thin_enough(values, said, 0.1)


@family(
    "watering_can",
    gloss="a can with a long spout, to water plants",
    category="garden",
    size=Size(480, 190, 330, main="width", stretch=6),
    roles=(
        Role("body", "paint", "#3f7d6b", words=("wall", "can", "tank", "vessel")),
        Role("spout", "paint", "#3f7d6b", words=("pipe", "neck"), like="body"),
        Role("rose", "brass", words=("sprinkler", "sprinkler head", "shower head", "head"), count="roses", tone=1),
        Role("handle", "paint", "#3f7d6b", words=("grip", "bow"), count="handles", like="body"),
        Role("cover", "paint", "#3f7d6b", words=("hood",), like="body"),
        Role("brace", "brass", words=("strut",), count=None, tone=1, like="rose"),
        Role("band", "brass", words=("hoop", "ring"), count="bands", tone=1),
        Role("hole", "black metal", count=None, tone=None),
    ),
    parameters=(
        choice("form", "straight", "tapered", aliases={"cylindrical": "straight", "conical": "tapered"}),
        length("wall", 2, 0.3, 30, part="body", measure="thickness", dimension=("thickness",)),
        count("handles", 2, 1, 2),
        count("roses", 1, 0, 1),
        count("bands", 2, 0, 4),
    ),
    synonyms=("garden can",),
    rule=_agree,
    examples=(
        "a green watering can with a brass rose",
        "red watering can with two handles",
        "copper watering can, 40 cm long",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Can on the left, spout to the right and up, handles over and behind."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    height = full * 0.62
    wall = min(values.mm("wall"), radius * 0.08, height * 0.08)
    handles = values.count("handles")
    behind = (width - depth) * 0.24 if handles > 1 else radius * 0.02
    x = -width / 2 + behind + radius
    upper = radius * (0.8 if values.word("form") == "tapered" else 0.97)
    soft = radius * (0.16 if kit.style == "stylized" else 0.06)
    line = vessels.straight(kit, radius, upper, height, soft)
    body, void = kit.shell(line, wall, lip=wall * 0.3)
    reach = width / 2 - x
    rose = values.count("roses")
    thin = max(radius * 0.12, wall * 2) * min(kit.chunk, 1.2)
    head = radius * 0.34 if rose else thin
    tip = (reach - head * 1.0, full * 0.86 - head * 0.3)
    root = vessels.radius_at(line, height * 0.22)
    pipe = [
        (root * 0.8, height * 0.17),
        (root + (tip[0] - root) * 0.3, height * 0.42),
        (root + (tip[0] - root) * 0.66, tip[1] * 0.72),
        tip,
    ]
    tube, bore = vessels.spout(kit, pipe, [thin * 2.0, thin * 1.5, thin * 1.1, thin], wall)
    kit.add("body", kit.without(body, bore).translate((x, 0, 0)), crease=45)
    kit.add("spout", kit.without(tube, void, bore).translate((x, 0, 0)), crease=50)
    if rose:
        marks = [
            (0.0, -0.5),
            (0.36, -0.5),
            (0.42, 0.1),
            (0.95, 0.75),
            (1.0, 0.85),
            (0.97, 0.95),
            (0.5, 1.06),
            (0.0, 1.1),
        ]
        bell = kit.turned([(r * head, z * head) for r, z in marks])
        lean = 50.0
        place = (x + tip[0], 0, tip[1])
        kit.add("rose", bell.rotate((0, lean, 0)).translate(place), crease=40)
        if kit.level:
            dots = []
            dot = kit.disc(head * 0.11, head * 0.11, head * 0.03)
            for ring, number in ((0.0, 1), (0.35, 6), (0.68, 12))[: kit.pick(0, 2, 3)]:
                for a, b in layout.around(number, ring * head):
                    dots.append(dot.translate((a, b, head * (1.09 - 0.13 * ring * ring * 1.6))))
            kit.add("hole", kit.together(dots).rotate((0, lean, 0)).translate(place), crease=60)
    cover = kit.prism([(r * math.cos(a), r * math.sin(a)) for r, a in
                       ((upper * 0.99, math.pi / 2 - math.pi * k / 24) for k in range(25))], wall * 1.5)  # fmt: skip
    kit.add("cover", cover.translate((x, 0, height - wall * 1.5)))
    thick = radius * 0.075 * kit.chunk
    top = full - thick
    side = upper - wall * 0.4
    bow = [
        (-side, height - wall * 2), (-side * 0.86, height + (top - height) * 0.58), (0.0, top),
        (side * 0.86, height + (top - height) * 0.58), (side, height - wall * 2),
    ]  # fmt: skip
    kit.add("handle", vessels.loop(kit, bow, thick * 0.75, thick * 1.4, void=None).translate((x, 0, 0)), crease=60)
    if handles > 1:
        out = width / 2 + x - thick
        high, low = height * 0.9, height * 0.26
        ear = [
            (-vessels.radius_at(line, high) + wall * 0.4, high),
            (-(radius + (out - radius) * 0.7), high * 0.99),
            (-out, height * 0.66),
            (-(radius + (out - radius) * 0.6), height * 0.38),
            (-vessels.radius_at(line, low) + wall * 0.4, low),
        ]
        kit.add("handle", vessels.loop(kit, ear, thick * 0.75, thick * 1.4, void=void).translate((x, 0, 0)), crease=60)
    if kit.level:
        share = 0.62
        end = (x + root + (tip[0] - root) * share, 0, tip[1] * 0.7)
        kit.add("brace", kit.rod((x + upper * 0.96, 0, height * 0.93), end, thick * 0.42))
    number = values.count("bands")
    for k in range(number):
        z = height * (0.1 + 0.8 * k / max(number - 1, 1)) if number > 1 else height * 0.5
        r, t = vessels.radius_at(line, z), height * 0.02
        ring_ = [
            (r - wall * 0.5, z - t),
            (r, z - t),
            (r + wall * 0.5, z - t * 0.4),
            (r + wall * 0.5, z + t * 0.4),
            (r, z + t),
            (r - wall * 0.5, z + t),
        ]
        kit.add("band", kit.without(kit.turned(ring_), bore).translate((x, 0, 0)), crease=45)
