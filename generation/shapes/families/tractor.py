"""Tractors: big lugged rear wheels, a bonnet with louvres, a cab or a bare seat, and an exhaust stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "tractor",
    gloss="a farm vehicle with big rear wheels",
    category="vehicles",
    size=Size(2000, 3900, 2700, main="depth", stretch=2.5),
    roles=(
        Role("bonnet", "paint", "#3f7f3a", words=("hood", "body", "engine cover")),
        Role("fender", "paint", "#3f7f3a", words=("mudguard",), count=2, like="bonnet"),
        Role("frame", "paint", "#33383b", words=("chassis", "engine"), tone=None),
        Role("cab", "paint", "#3f7f3a", words=("cabin",), count="cabs", like="bonnet"),
        Role("roof", "paint", "#f1ead8", count="cabs", tone=1),
        Role("window", "tinted glass", words=("pane",), count=lambda v: 4 * v.count("cabs"), tone=None),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "paint", "#e3b230", words=("rim", "hub", "hubcap"), count="wheels", tone=1),
        Role("exhaust", "steel", words=("exhaust pipe", "chimney", "stack"), tone=None),
        Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
        Role("grille", "black metal", words=("radiator",), tone=None),
        Role("seat", "leather", "#2c2d2f", tone=None),
        Role("steering_wheel", "black metal", words=("handwheel",), tone=None),
    ),
    parameters=(count("wheels", 4, 3, 4), count("headlights", 2, 1, 4), count("cabs", 1, 0, 1)),
    synonyms=("farm tractor", "agricultural tractor"),
    presets={"vintage tractor": {"cabs": 0, "height": 2100}, "old tractor": {"cabs": 0, "height": 2100}},
    examples=("red tractor with a cab", "green tractor with yellow wheels", "blue tractor without a cab"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Wheels, then everything between them."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    cabs = values.count("cabs")
    big = min(tall * (0.3 if cabs else 0.37) * (1.06 if kit.style == "stylized" else 1), long * 0.235)
    small = big * 0.6
    thick = min(big * 0.5, wide * 0.25)
    rear, front = long / 2 - big, -long / 2 + small * 1.18
    half = wide / 2 - thick / 2
    rear_wheel = coachwork.wheel(kit, big, thick, holes=8, inner=0.6, treads=kit.pick(0, 18, 22))
    front_wheel = coachwork.wheel(kit, small, thick * 0.62, holes=6, inner=0.58, treads=kit.pick(0, 14, 18))
    places = [(-half, rear, rear_wheel, big), (half, rear, rear_wheel, big)]
    ahead = [0.0] if values.count("wheels") == 3 else [-half * 0.88, half * 0.88]
    places += [(x, front, front_wheel, small) for x in ahead]
    waist, nose, dash = wide * 0.17, -long / 2 + long * 0.02, rear - big * 0.9
    bottom, top = big * 1.0, big * 1.72
    shape = coachwork.body(
        kit,
        [(nose, waist * 0.86, bottom * 0.95, top * 0.86), (nose + long * 0.02, waist * 0.97, bottom * 0.92, top * 0.92),
         (nose + long * 0.12, waist, bottom * 0.92, top * 0.965), (dash, waist * 1.06, bottom * 0.9, top)],
        power=6, smooth=False,
    )  # fmt: skip
    kit.add("bonnet", shape, crease=30)
    louvres = kit.pick(0, 5, 9) if not kit.low else kit.pick(0, 2, 9)
    ribs = kit.pick(2, 6, 10) if not kit.low else kit.pick(2, 3, 10)
    slots = []
    for side in (-1, 1):
        for k in range(louvres):
            y = nose + long * 0.16 + (dash - nose - long * 0.24) * k / max(louvres, 1)
            slot = kit.box(waist * 0.12, long * 0.012, (top - bottom) * 0.4).translate(
                (side * waist * 0.99, y, bottom + (top - bottom) * 0.2)
            )
            slots.append(slot)
    face = kit.box(waist * 1.5, long * 0.02, (top - bottom) * 0.72, bevel=waist * 0.05).translate(
        (0, nose + long * 0.002, bottom * 1.02)
    )
    bars = [
        kit.box(waist * 1.4, long * 0.03, (top - bottom) * 0.03).translate(
            (0, nose, bottom * 1.06 + (top - bottom) * 0.62 * k / ribs)
        )
        for k in range(ribs)
    ]
    kit.add("grille", kit.union([face, *bars, *slots]))
    axle = big * 0.09
    bed = [
        kit.box(waist * 1.4, rear - nose - long * 0.06, bottom * 0.4, bevel=waist * 0.08).translate(
            (0, (rear + nose) / 2, bottom * 0.58)
        ),
        kit.box(waist * 2.2, big * 0.8, bottom * 0.5, bevel=waist * 0.1).translate((0, rear, bottom * 0.72)),
        kit.box(waist * 0.8, small * 0.3, bottom * 0.75 - small * 0.8).translate((0, front, small * 0.8)),
        coachwork.barrel(kit, axle * 1.6, half * 2).translate((0, rear, big)),
        coachwork.barrel(kit, axle, half * 1.8 if len(ahead) == 2 else thick).translate((0, front, small)),
    ]
    kit.add("frame", kit.union(bed))
    for x, y, made, radius in places:
        tyre, rim = made.at(x, y, radius)
        kit.add("tyre", tyre, crease=30)
        kit.add("wheel", rim, crease=30)
    for side in (-1, 1):
        arc = [
            (rear + big * 1.1 * kit.maths.cos(a), big + big * 1.1 * kit.maths.sin(a))
            for a in kit.maths.linspace(0.5, 2.7, kit.pick(6, 14, 24) if not kit.low else kit.pick(4, 5, 8))
        ]
        path = [(side * (half - thick * 0.15), y, z) for y, z in arc]
        section = kit.strip(big * 0.05, thick * 1.1, corner=big * 0.012)
        guard = kit.swept(kit.maths.array(path), section, up=(1, 0, 0))
        kit.add("fender", guard)
    floor = bottom * 1.08
    seat = rear - big * 0.08
    cushion = kit.box(waist * 1.5, big * 0.5, big * 0.14, bevel=big * 0.05).translate((0, seat, floor + big * 0.34))
    back = kit.box(waist * 1.5, big * 0.13, big * 0.5, bevel=big * 0.05).translate(
        (0, seat + big * 0.25, floor + big * 0.4)
    )
    post = kit.rod((0, seat, bottom), (0, seat, floor + big * 0.4), big * 0.07)
    kit.add("seat", kit.union([cushion, back, post]))
    hub = (0.0, dash + big * 0.32, top * 1.08)
    ring = [
        (
            hub[0] + big * 0.2 * kit.maths.cos(a),
            hub[1] + big * 0.2 * kit.maths.sin(a) * 0.9,
            hub[2] + big * 0.09 * kit.maths.sin(a),
        )
        for a in kit.maths.linspace(0, 2 * kit.maths.pi, kit.segments // 2 + 4, endpoint=False)
    ]
    column = kit.rod((0, dash - big * 0.06, top * 0.9), hub, big * 0.03)
    bar = kit.rod((-big * 0.2, hub[1], hub[2]), (big * 0.2, hub[1], hub[2]), big * 0.018)
    kit.add(
        "steering_wheel", kit.union([kit.swept(kit.maths.array(ring), kit.ring(big * 0.03), closed=True), column, bar])
    )
    r, x, y = waist * 0.13, waist * 0.5, nose + long * 0.2
    high = tall * 0.88 if cabs else tall - r * 0.2
    pipe = [
        kit.rod((x, y, top * 0.85), (x, y, high), r * 0.55, bevel=r * 0.1),
        kit.rod((x, y, top * 1.06), (x, y, top * 1.06 + (high - top) * 0.4), r, bevel=r * 0.3),
    ]
    pipe.append(kit.rod((x, y, high - r * 1.2), (x, y + r * 1.2, high + r * 0.2), r * 0.55))
    kit.add("exhaust", kit.union(pipe))
    lights = values.count("headlights")
    for k in range(lights):
        lx = 0.0 if lights == 1 else (-1 if k % 2 else 1) * (waist * 1.12 - (k // 2) * waist * 0.6)
        lamp = coachwork.lens(kit, waist * 0.22, long * 0.014)
        kit.add("headlight", lamp.translate((lx, nose + long * 0.012, top * 0.80)))
    if cabs:
        _cab(kit, (wide * 0.31, dash + big * 0.05, rear + big * 0.62), floor * 0.92, tall)


def _cab(kit: Kit, plan: tuple[float, float, float], low: float, tall: float) -> None:
    half, front, rear = plan
    high = tall * 0.94
    bar = half * 0.09 * kit.chunk
    posts = []
    for side in (-1, 1):
        for y0, y1 in ((front, front + half * 0.18), (rear, rear - half * 0.12)):
            posts.append(kit.post((side * half, y0, low), (side * half * 0.9, y1, high), bar * 2, corner=bar * 0.3))
    for z in (low, high - bar * 2):
        share = 1 - 0.1 * (z > low)
        ring = kit.plate(
            outlines.rectangle(-half * share - bar, front - bar, half * share + bar, rear + bar),
            [outlines.rectangle(-half * share + bar, front + bar, half * share - bar, rear - bar)],
            bar * 2,
        )
        posts.append(ring.translate((0, 0, z)))
    kit.add("cab", kit.union(posts))
    middle, deep = (front + rear) / 2, rear - front
    thin = bar * 0.5
    for side in (-1, 1):
        kit.add(
            "window",
            kit.hull(
                [
                    (side * (half * s + d), y, z)
                    for s, z in ((1, low + bar), (0.9, high - bar))
                    for d in (-thin, thin)
                    for y in (front + half * 0.18, rear - half * 0.12)
                ]
            ),
        )
    for y0, y1 in ((front, front + half * 0.18), (rear, rear - half * 0.12)):
        kit.add(
            "window",
            kit.hull(
                [
                    (s * half * f, y + d, z)
                    for s in (-1, 1)
                    for f, y, z in ((1, y0, low + bar), (0.9, y1, high - bar))
                    for d in (-thin, thin)
                ]
            ),
        )
    roof = kit.box(half * 2.25, deep * 1.12, tall - high, corner=half * 0.2, bevel=(tall - high) * 0.2)
    kit.add("roof", roof.translate((0, middle, high)))
