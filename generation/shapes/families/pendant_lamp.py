"""Pendant lamps: a shade on a cord below a ceiling cup, with its bulb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, lights
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pendant_lamp",
    gloss="a light that hangs from the ceiling",
    category="lighting",
    size=Size(400, 400, 900, main="height", follow={"width": 0.5, "depth": 0.5}, tied=("width", "depth")),
    roles=(
        Role("shade", "paint", "#c9703f", words=("lampshade", "lamp shade", "hood"), count="lights"),
        Role("cord", "rubber", words=("cable", "wire", "chain"), count="lights", tone=None),
        Role("canopy", "brass", words=("ceiling cup", "ceiling rose", "rose"), tone=1),
        Role("socket", "brass", words=("holder",), count="lights", tone=1),
        Role("bulb", "lamp glass", "#fff3d6", words=("light bulb",), count="lights", tone=None),
        Role("lining", "paint", "#f4ead2", count=None, tone=None),
    ),
    parameters=(
        count("lights", 1, 1, 6, words=("light",)),
        choice("shade_shape", "dome", "cone", "drum", "bell", "globe",
               aliases={"conical": "cone", "cylindrical": "drum", "spherical": "globe", "round": "globe"},
               free=("dome", "cone", "bell")),
        length("shade_height", 240, 20, 2000, part="shade", measure="height"),
    ),
    synonyms=("hanging lamp", "pendant light", "ceiling lamp", "hanging light", "ceiling light"),
    examples=(
        "an orange pendant lamp, 40 cm wide",
        "black hanging lamp with a conical shade",
        "brass pendant light with three shades",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The cup at the ceiling; a cord, a socket, a shade and a bulb for each light."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    number = values.count("lights")
    kind = values.word("shade_shape")
    radius = width / 2 if number == 1 else width / 2 * 0.46
    tall = min(max(values.mm("shade_height"), radius * 0.3), height * 0.6, radius * (2 if kind == "globe" else 1.9))
    tall *= 1.12 if kit.style == "stylized" else 1.0
    cup = min(width * 0.13, height * 0.12) if number == 1 else width * 0.3
    high = min(cup * 0.5, height * 0.06)
    marks = [(0.0, 0.0), (0.16, 0.0), (0.3, 0.35), (0.85, 0.72), (1.0, 1.0), (0.0, 1.0)]
    lid = kit.turned([(r * cup, height - high + z * high) for r, z in marks])
    kit.add("canopy", lid.scale((1, squash, 1)))
    spots = [(0.0, 0.0)] if number == 1 else layout.around(number, width / 2 - radius, turn=0.5, squash=squash)
    thin = max(min(width, height) * 0.006, 0.02) * kit.chunk
    wall = min(radius * 0.02, tall * 0.06)
    for k, (x, y) in enumerate(spots):
        low = 0.0 if k == 0 else height * 0.1 * (k % 3)
        cap = radius * 0.3
        # A hanging thing keeps its proportions: a low one has a short cord.
        neck = max(min(low + tall + cap * 0.7, height - high - thin), low + tall * 0.5)
        shade = lights.shade(kit, kind, radius, min(tall, neck - low), wall).scale((1, squash, 1))
        kit.add("shade", shade.translate((x, y, low)), crease=50)
        kit.add("socket", lights.socket(kit, cap * 0.42, cap).translate((x, y, neck)), crease=50)
        top = (x * 0.3, y * 0.3, height - high * 0.6)
        kit.add("cord", kit.rod((x, y, neck - cap * 0.3), top, thin))
        size = min(radius * 0.24, (neck - low) * 0.24)
        light = lights.bulb(kit, size)
        z = neck - cap * 0.85
        if kind == "globe":
            z = low + tall * 0.75
        kit.add("bulb", light.translate((x, y, z)), crease=60)
        if kind == "drum":
            spokes = [kit.rod((0, 0, 0), (a, b * squash, 0), thin) for a, b in layout.around(3, radius * 0.735)]
            kit.add("lining", kit.union(spokes).translate((x, y, low + tall * 0.93)))
            kit.add("lining", kit.rod((x, y, low + tall * 0.93), (x, y, neck), thin))
        if kit.level == 2:
            ring = kit.turned([(radius - wall * 1.6, 0), (radius, 0), (radius, wall * 1.6),
                               (radius - wall * 1.6, wall * 1.6)])  # fmt: skip
            if kind != "globe":
                kit.add("lining", ring.scale((1, squash, 1)).translate((x, y, low)))
