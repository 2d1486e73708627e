"""Lighthouses: a tapering tower in stripes on a rock base, a gallery with rails and a lamp room under a dome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import masonry
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "lighthouse",
    gloss="a tower with a light for ships",
    category="architecture",
    size=Size(8000, 8000, 20_000, main="height", tied=("width", "depth"), stretch=3),
    roles=(
        Role("tower", "plaster", "#f4f0e6", words=("wall", "body", "shaft")),
        Role("stripe", "paint", "#c2392d", words=("band",), count="stripes", tone=1),
        Role("base", "stone", words=("rock", "foundation"), tone=None),
        Role("gallery", "paint", "#2f3a42", words=("balcony", "platform"), tone=None),
        Role("railing", "paint", "#2f3a42", words=("rail",), tone=None),
        Role("lantern", "window glass", "#bfe0ea", words=("lamp room", "glass"), tone=None),
        Role("beacon", "lamp glass", "#ffd766", words=("light", "lens", "lamp"), tone=None),
        Role("roof", "paint", "#c2392d", words=("dome", "cap"), tone=1),
        Role("window", "tinted glass", count="windows", tone=None),
        Role("frame", "stone", "#d8d0c0", count=None, tone=None),
        Role("door", "paint", "#2d5f73", words=("entrance",), count="doors", tone=None),
    ),
    parameters=(count("stripes", 3, 0, 10), count("windows", 4, 0, 16), count("doors", 1, 0, 1)),
    synonyms=("light house", "beacon tower"),
    examples=(
        "white lighthouse with three red stripes",
        "lighthouse with four windows and a door",
        "blue lighthouse with two white stripes",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Base, striped tower, gallery, lamp, roof."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash, half = deep / wide, wide / 2
    base, top = tall * 0.05, tall * 0.72
    r0, r1 = half * 0.72, half * (0.42 if kit.style == "realistic" else 0.5)

    def put(name: str, solid: Solid) -> None:
        kit.add(name, solid.scale((1, squash, 1)))

    def radius(z: float) -> float:
        t = (z - base) / (top - base)
        return float(r0 + (r1 - r0) * (1 - (1 - t) ** 1.4))

    def shell(a: float, b: float, proud: float) -> list[tuple[float, float]]:
        n = kit.pick(2, 6, 10)
        return [(radius(a + (b - a) * k / n) + proud, a + (b - a) * k / n) for k in range(n + 1)]

    put("tower", kit.turned([(0, base * 0.5), *shell(base * 0.9, top, 0.0), (0, top)]))
    number = values.count("stripes")
    for k in range(number):
        pitch = (top - base) / (2 * number + 1)
        a = base + pitch * (2 * k + 1)
        side = shell(a, a + pitch, half * 0.008)
        put("stripe", kit.turned([(radius(a) * 0.9, a), *side, (radius(a + pitch) * 0.9, a + pitch)]))
    put("base", masonry.drum(kit, half, half * 0.88, 0, base, courses=kit.pick(0, 2, 4)))
    shelf = tall * 0.02
    rg = half * (0.62 if kit.style == "realistic" else 0.68)
    put(
        "gallery",
        kit.turned(
            [
                (0, top - shelf * 2.4),
                (r1 * 0.98, top - shelf * 2.4),
                (rg * 0.96, top - shelf * 0.4),
                (rg, top - shelf * 0.3),
                (rg, top + shelf * 0.4),
                (0, top + shelf * 0.4),
            ]
        ),
    )
    rail, bar = tall * 0.055, tall * 0.003 * kit.chunk
    bars = [
        kit.turned(
            [
                (rg * 0.94 - bar, z - bar),
                (rg * 0.94 + bar, z - bar),
                (rg * 0.94 + bar, z + bar),
                (rg * 0.94 - bar, z + bar),
            ]
        )
        for z in ((top + rail, top + rail * 0.55) if kit.level else (top + rail,))
    ]
    posts = kit.pick(8, 16, 28)
    for k in range(posts):
        a = 2 * math.pi * k / posts
        bars.append(
            kit.wire(
                (rg * 0.94 * math.cos(a), rg * 0.94 * math.sin(a), top),
                (rg * 0.94 * math.cos(a), rg * 0.94 * math.sin(a), top + rail),
                bar,
            )
        )
    put("railing", kit.together(bars))
    rl, room = r1 * 0.72, tall * 0.86
    put("lantern", kit.turned([(0, top), (rl, top), (rl, room), (0, room)]))
    mullions = [
        kit.turned([(rl * 0.9, z), (rl * 1.06, z), (rl * 1.06, z + shelf * 0.5), (rl * 0.9, z + shelf * 0.5)])
        for z in (top + shelf * 0.3, room - shelf * 0.5)
    ]
    for k in range(kit.pick(6, 8, 12)):
        a = 2 * math.pi * (k + 0.5) / kit.pick(6, 8, 12)
        mullions.append(
            kit.rod((rl * math.cos(a), rl * math.sin(a), top), (rl * math.cos(a), rl * math.sin(a), room), rl * 0.05)
        )
    put("frame", kit.together(mullions))
    put(
        "beacon",
        kit.turned(
            [
                (0, top),
                (rl * 0.3, top),
                (rl * 0.3, top + (room - top) * 0.3),
                (rl * 0.46, top + (room - top) * 0.4),
                (rl * 0.5, top + (room - top) * 0.6),
                (rl * 0.4, top + (room - top) * 0.8),
                (0, top + (room - top) * 0.86),
            ]
        ),
    )
    knob = tall * 0.02
    cap = [(rl * 0.9, room - shelf * 0.3), (rl * 1.3, room - shelf * 0.3), (rl * 1.28, room + shelf * 0.2)]
    n = kit.pick(3, 8, 14) if not kit.low else 3
    high = tall - knob * 2.6 - room
    cap += [
        (rl * 1.18 * math.cos(math.pi / 2 * k / n * 0.96), room + shelf * 0.2 + high * math.sin(math.pi / 2 * k / n))
        for k in range(1, n + 1)
    ]
    z = cap[-1][1]
    cap += [
        (knob * 0.3, z),
        (knob * 0.3, z + knob * 0.4),
        (knob * 0.7, z + knob),
        (knob * 0.2, z + knob * 1.4),
        (0.05 * knob, tall),
        (0, tall),
    ]
    put("roof", kit.turned([(0, room), *cap]))
    for k in range(values.count("windows")):
        t = (k + 0.6) / (values.count("windows") + 0.4)
        h = base + (top - base) * (0.2 + 0.68 * t)
        w = min(r1 * 0.34, tall * 0.03)
        place = masonry.at_round(radius(h + w) * 0.98, (0, 120, 240)[k % 3] * (k > 0) + 20 * (k // 3), h)
        masonry.opening(kit, w, w * 1.8, masonry.squashed(place, squash), fill="window", frame="frame")
    if values.count("doors"):
        w = r0 * 0.46
        place = masonry.at_round(radius(base + w) * 0.97, 0, base * 0.98)
        masonry.opening(
            kit, w, w * 1.9, lambda solid: place(solid).scale((1, squash, 1)), fill="door", frame="frame", deep=w * 0.3
        )
