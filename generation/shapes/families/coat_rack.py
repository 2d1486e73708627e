"""Coat racks: a turned post on spread feet with curved hooks around its head."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "coat_rack",
    gloss="a post with hooks to hang coats on",
    category="furniture",
    size=Size(520, 520, 1780, main="height", tied=("width", "depth"), follow={"width": 0.5, "depth": 0.5}),
    roles=(
        Role("post", "beech", words=("pole", "stem", "trunk", "column")),
        Role("hook", "beech", words=("peg", "arm", "branch"), count="hooks"),
        Role("leg", "beech", words=("foot",), count="legs"),
        Role("knob", "brass", words=("finial", "ball"), tone=1),
        Role("ring", "beech", words=("umbrella ring", "hoop"), count="rings"),
    ),
    parameters=(
        count("hooks", 8, 1, 24, free=(6, 8)),
        count("legs", 4, 3, 8, free=(3, 4)),
        count("rings", 0, 0, 1),
        length("post_thickness", 46, 6, 200, part="post", measure="thickness"),
    ),
    synonyms=("coat stand", "hat stand", "coat tree", "hat rack", "clothes stand", "coatrack", "cloakstand"),
    presets={"hall stand": {"width": 600, "depth": 600, "rings": 1}},
    examples=(
        "beech coat rack with eight hooks",
        "black coat stand with six brass hooks, 180 cm high",
        "oak hat stand with three legs",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Post, feet and two tiers of hooks."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    r = min(values.mm("post_thickness"), width * 0.2) / 2
    knob = r * 1.15
    top = height - knob * 1.6
    low = height * 0.1
    marks = [
        (0.95, low), (1.35, low + height * 0.012), (1.35, low + height * 0.075), (0.95, low + height * 0.09),
        (1.1, height * 0.24), (1.0, height * 0.5), (0.82, height * 0.74), (1.15, height * 0.775), (1.2, height * 0.79),
        (1.2, top - height * 0.03), (0.9, top - height * 0.01), (0.7, top),
    ]  # fmt: skip
    outline = [(a * r, b) for a, b in marks]
    if kit.level == 2:
        outline = [(float(a), float(b)) for a, b in kit.curve(outline)]
    kit.add("post", kit.turned([(0, low), *outline, (0, top)]), crease=45)
    ball = kit.sphere(knob).translate((0, 0, height - knob))
    kit.add("knob", kit.union([ball, kit.rod((0, 0, top - knob * 0.3), (0, 0, height - knob), knob * 0.5)]), crease=60)
    number = values.count("legs")
    turn = -math.pi / 2 + (math.pi / number if number % 2 else math.pi / 4)
    reach = width / 2 / max(abs(math.cos(turn + 2 * math.pi * k / number)) for k in range(number))
    for x, y in layout.around(number, 1.0, turn=turn):
        end = min(reach, width * 0.62) - r * 0.5
        path = [
            (r * 0.5, low + height * 0.05),
            (end * 0.35, low + height * 0.03),
            (end * 0.78, low * 0.42),
            (end, r * 0.55),
        ]
        points = kit.curve([(a * x, a * y * squash, z) for a, z in path])
        last = len(points) - 1
        taper = [1.0 - 0.35 * k / last for k in range(last + 1)]
        section = kit.strip(r * 1.2, r * 1.5, corner=r * 0.35)
        leg = kit.swept(points, section, scale=taper, up=(0, 0, 1))
        floor = kit.box(width * 2, width * 2, height).translate((0, 0, -height))
        kit.add("leg", kit.without(leg, floor))
    hooks = values.count("hooks")
    tiers = 1 if hooks < 6 else 2
    for k in range(hooks):
        tier = k % tiers
        angle = 2 * math.pi * k / hooks - math.pi / 2 + 0.2
        base = top - height * (0.055 + 0.1 * tier)
        out = width * (0.3 - 0.06 * tier)
        marks = [
            (r * 0.4, base - height * 0.012),
            (out * 0.5, base - height * 0.006),
            (out * 0.86, base + height * 0.012),
            (out, base + height * 0.05),
        ]
        points = kit.curve([(a * math.cos(angle), a * math.sin(angle) * squash, z) for a, z in marks])
        thin = r * 0.36
        # The tip swells to a ball: the last chords of the path carry its radii.
        bulb = thin * 1.55
        way = points[-1] - points[-2]
        way = way / kit.maths.linalg.norm(way)
        arc = [math.pi * (0.2 + 0.78 * n / kit.pick(3, 6, 10)) for n in range(kit.pick(3, 6, 10) + 1)]
        tip = [points[-1] + way * bulb * (0.8 - math.cos(a)) for a in arc]
        path_ = kit.maths.vstack([points, *tip])
        sizes = [1.0] * len(points) + [math.sin(a) * 1.55 for a in arc]
        kit.add("hook", kit.swept(path_, kit.ring(thin), scale=sizes), crease=60)
    if values.count("rings"):
        radius = width * 0.3
        circle = [(x, y, height * 0.36) for x, y in layout.around(kit.segments, radius, squash=squash)]
        ring = kit.swept(kit.maths.array(circle), kit.ring(r * 0.3), closed=True)
        spokes = [kit.rod((0, 0, height * 0.36), (x, y, height * 0.36), r * 0.28)
                  for x, y in layout.around(3, radius, turn=math.pi / 2, squash=squash)]  # fmt: skip
        kit.add("ring", kit.union([ring, *spokes]), crease=60)
