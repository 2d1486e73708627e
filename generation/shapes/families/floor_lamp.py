"""Floor lamps: a tall pole on a heavy foot or three legs, with a fabric shade; an arc where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, lights
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["form"] == "arched":
        values["legs"] = 0
        if "shade_shape" not in said and values["shade_shape"] == "drum":
            values["shade_shape"] = "dome"
    return []


@family(
    "floor_lamp",
    gloss="a tall light that stands on the floor",
    category="lighting",
    size=Size(450, 450, 1600, main="height", follow={"width": 0.5, "depth": 0.5}),
    roles=(
        Role("shade", "linen cloth", "#ece2cc", words=("lampshade", "lamp shade", "hood")),
        Role("pole", "brass", words=("stem", "post", "arm"), tone=1),
        Role("base", "black metal", words=("foot plate", "plate"), count=lambda v: 0 if v.count("legs") else 1, tone=1),
        Role("leg", "oak", words=("foot", "tripod leg"), count="legs", tone=1),
        Role("socket", "brass", words=("holder",), tone=None),
        Role("bulb", "lamp glass", "#fff3d6", words=("light bulb", "light"), tone=None),
        Role("trim", "brass", count=None, tone=None),
    ),
    parameters=(
        choice("form", "upright", "arched", aliases={"curved": "arched", "arc": "arched", "straight": "upright"}),
        choice("shade_shape", "drum", "dome", "cone", "bell", "globe",
               aliases={"conical": "cone", "cylindrical": "drum", "spherical": "globe", "round": "globe"}),
        count("legs", 0, 0, 6),
        length("pole_thickness", 24, 3, 120, part="pole", measure="thickness"),
    ),
    synonyms=("standing lamp", "standard lamp", "stand lamp"),
    presets={
        "tripod lamp": {"width": 560, "depth": 560, "height": 1500, "legs": 3},
        "arc lamp": {"width": 1200, "depth": 400, "height": 1900, "form": "arched", "shade_shape": "dome"},
    },
    rule=_agree,
    examples=(
        "floor lamp with a white shade, 160 cm high",
        "tripod lamp with three walnut legs",
        "black arc lamp with a brass shade",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """From the floor up: foot or legs, pole, socket, bulb, shade."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    arched, kind, legs = values.word("form") == "arched", values.word("shade_shape"), values.count("legs")
    squash = 1.0 if arched else depth / width
    radius = min(depth / 2, width * 0.3) if arched else width / 2 * (0.86 if legs else 1.0)
    tall = min(radius * (2 if kind == "globe" else 1.5 if kind == "drum" else 1.0), height * 0.28)
    pole = min(values.mm("pole_thickness"), radius * 0.3) / 2
    shade = lights.shade(kit, kind, radius, tall, max(radius * 0.018, 0.2)).scale((1, squash, 1))
    foot = min(depth * 0.36, width * 0.36)
    home = foot - width / 2 if arched else 0.0
    x = width / 2 - radius if arched else 0.0
    thick = min(height * 0.018, foot * 0.2) * kit.chunk
    if not legs:
        marks = [(0.98, 0.0), (1.0, 0.15), (1.0, 0.6), (0.94, 0.9), (0.2, 1.15), (0.14, 1.6)]
        profile = [(r * foot, z * thick) for r, z in marks]
        kit.add("base", kit.turned([(0, 0), *profile, (0, thick * 1.6)]).scale((1, squash, 1)).translate((home, 0, 0)))
    low = height * 0.72 if arched else height - tall
    hub = height - tall * 0.55
    if arched:
        low = height * 0.62
        hub = low + tall * 0.92
        points = [
            (home, 0, thick),
            (home, 0, height * 0.5),
            (home + (x - home) * 0.12, 0, height * 0.83),
            (home + (x - home) * 0.5, 0, height - pole * 1.3),
            (home + (x - home) * 0.88, 0, height * 0.88),
            (x, 0, hub),
        ]
        kit.add("pole", kit.swept(kit.curve(points, smooth=2), kit.ring(pole)), crease=60)
    else:
        start = height * 0.58 if legs else thick
        kit.add("pole", kit.rod((0, 0, start), (0, 0, hub), pole, bevel=pole * 0.2))
        if legs:
            _legs(kit, legs, (width, depth), height * 0.63, pole)
    kit.add("shade", shade.translate((x, 0, low)), crease=50)
    light = min(radius * 0.2, tall * 0.17)
    over = kind != "drum" or arched
    place = (x, 0, hub if not over else low + tall * 0.97)
    turn = (0.0 if over else 180.0, 0.0, 0.0)
    kit.add("socket", lights.socket(kit, light * 0.7, light * 1.4).rotate(turn).translate(place))
    drop = light * (0.9 if not over else -0.9)
    kit.add("bulb", lights.bulb(kit, light).rotate(turn).translate((x, 0, place[2] + drop)), crease=60)
    if over and not arched:
        kit.add("trim", kit.rod((0, 0, hub * 0.99), (0, 0, height - tall * 0.01), pole * 0.7))
    if kind == "drum" and not arched:
        kit.add("trim", _spider(kit, radius * 0.74, squash, (hub, height - tall * 0.07), pole * 0.3, light), crease=60)
    if kit.level:
        ring = kit.turned([(pole * 0.6, 0), (pole * 1.7, 0), (pole * 1.7, pole), (pole * 0.6, pole)])
        kit.add("trim", ring.translate((home, 0, (height * 0.6 if legs else thick * 1.5))))
    if kit.level == 2:
        knob = kit.sphere(pole * 1.3)
        spot = (home, 0, height * 0.5) if not legs else (0, 0, height * 0.6)
        kit.add("trim", knob.translate(spot), crease=60)


def _legs(kit: Kit, number: int, size: tuple[float, float], top: float, pole: float) -> None:
    width, depth = size
    turn = -math.pi / 2 + math.pi / number
    reach = width / 2 / max(abs(math.cos(turn + 2 * math.pi * k / number)) for k in range(number))
    for x, y in layout.around(number, min(reach, width * 0.6) - pole, turn=turn, squash=depth / width):
        start = (x * 0.06, y * 0.06, top)
        kit.add("leg", kit.stake((x, y, 0), start, pole * 0.8, pole * 1.25))


def _spider(kit: Kit, ring: float, squash: float, levels: tuple[float, float], thin: float, light: float) -> Solid:
    hub, z = levels
    spokes = [kit.rod((0, 0, z), (ring * a, ring * b * squash, z), thin) for a, b in layout.around(3, 0.99)]
    side = light * 1.4
    bow = [
        kit.rod((0, 0, hub - light * 0.2), (side, 0, hub + light), thin),
        kit.rod((side, 0, hub + light), (side, 0, z), thin),
    ]
    return kit.union([*spokes, *bow])
