"""Hearts: two lobes that meet in a point, full and smooth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "heart",
    gloss="a heart",
    category="shapes",
    size=Size(100, 42, 92, main="width"),
    roles=(
        Role("body", "plastic", "#cc2f3c", words=("lobe",)),
        Role("band", "plastic", "#f3e9d2", words=("stripe", "ribbon"), count="bands", tone=1),
        Role("glint", "plastic", "#f7c6c8", count=None, tone=None),
    ),
    parameters=(count("bands", 0, 0, 4, words=("band", "stripe")),),
    synonyms=("love heart", "valentine heart", "heart shape"),
    examples=("a red heart", "pink heart, 12 cm wide", "golden heart"),
)
def build(kit: Kit, values: Values) -> None:
    """Shells of the outline, each smaller and further forward, as one skin."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 100, depth / 42, height / 92)), crease=crease, colour=colour)

    n = kit.pick(32, 64, 110) if not kit.low else kit.pick(16, 22, 30)
    outline = []
    for k in range(n):
        t = 2 * math.pi * k / n + math.pi / 2
        c = math.cos(t)
        x = 16 * math.sin(t) ** 3
        z = 13 * c - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        outline.append((x * 100 / 32, (z + 17) * 92 / 29.0))
    steps = kit.pick(3, 7, 12) if not kit.low else kit.pick(2, 2, 3)
    rings = []
    power = 0.8 if kit.style == "stylized" else 1.0
    for k in range(-steps, steps + 1):
        a = math.pi / 2 * k / (steps + 0.35)
        shrink = math.cos(a) ** power
        rings.append(
            [
                (x * shrink, 21 * math.sin(a) / math.sin(math.pi / 2 * steps / (steps + 0.35)), 47 + (z - 47) * shrink)
                for x, z in outline
            ]
        )
    body = kit.lofted(rings)
    put("body", body)
    number = values.count("bands")
    for k in range(number):
        z = 20 + 52 * (k + 0.5) / number
        big = body.translate((0, 0, -47)).scale((1.02, 1.03, 1.02)).translate((0, 0, 47))
        put("band", big ^ kit.box(140, 80, 6).translate((0, 0, z - 3)), 40)
    if kit.level == 2 and kit.style == "stylized":
        put("glint", organic.ball(kit, (-26, -15.5, 70), (6, 2.4, 4.5), share=0.4, turn=(0, 30, 0)))
