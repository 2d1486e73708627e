"""Bicycles: laced wheels, a frame of tubes, saddle, handlebar, crank with pedals and chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Vector


@family(
    "bicycle",
    gloss="a vehicle on two wheels driven by pedals",
    category="vehicles",
    size=Size(600, 1750, 1060, main="depth", stretch=2.0),
    roles=(
        Role("frame", "paint", "#2f7f79", words=("body",)),
        Role("fork", "paint", "#2f7f79", like="frame"),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "aluminium", words=("rim",), count="wheels", tone=None),
        Role("saddle", "leather", "#8a5a36", words=("seat",), tone=1),
        Role("seat_post", "steel", tone=None),
        Role("handlebar", "chrome", words=("handlebars", "handle bar"), tone=None),
        Role("grip", "leather", "#8a5a36", words=("handle",), count=2, tone=1),
        Role("crank", "steel", words=("chainring", "crankset", "sprocket"), tone=None),
        Role("pedal", "rubber", count="pedals", tone=None),
        Role("chain", "black metal", tone=None),
        Role("mudguard", "paint", "#2f7f79", words=("fender",), count="mudguards", like="frame"),
        Role("basket", "wicker", count="baskets", tone=None),
        Role("bell", "brass", count="bells", tone=None),
        Role("lamp", "chrome", words=("light", "headlight"), count="lamps", tone=None),
        Role("rack", "steel", words=("carrier", "luggage rack"), count="racks", tone=None),
    ),
    parameters=(
        count("wheels", 2, 1, 3),
        count("pedals", 2, 0, 2),
        count("spokes", 24, 8, 48, words=("spoke",)),
        count("mudguards", 2, 0, 2),
        count("baskets", 0, 0, 1),
        count("bells", 0, 0, 1),
        count("lamps", 1, 0, 1),
        count("racks", 0, 0, 1),
    ),
    synonyms=("bike", "cycle", "push bike", "city bike"),
    presets={
        "racing bike": {"mudguards": 0, "lamps": 0, "height": 980},
        "mountain bike": {"mudguards": 0, "lamps": 0, "spokes": 32},
        "road bike": {"mudguards": 0, "lamps": 0, "height": 980},
        "tricycle": {"wheels": 3, "width": 750},
    },
    examples=(
        "red bicycle with a basket",
        "blue bike with a brown saddle",
        "green bicycle with two mudguards and a bell",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Wheels on the ground, then the frame between their hubs, then what a rider holds."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(tall * 0.325, long * 0.2)
    tube = r * 0.055 * min(kit.chunk, 1.25)
    thick = r * 0.05 * kit.chunk
    front, rear = (0.0, -long / 2 + r, r), (0.0, long / 2 - r, r)
    number = values.count("wheels")
    hubs = [front] if number == 1 else [front, rear]
    if number == 3:
        hubs = [front, (-wide * 0.3, rear[1], r), (wide * 0.3, rear[1], r)]
    tyre, rim = coachwork.laced(kit, r, tube, values.count("spokes"))
    for hub in hubs:
        kit.add("tyre", tyre.translate(hub))
        kit.add("wheel", rim.translate(hub))

    def y(share: float) -> float:
        return front[1] + (rear[1] - front[1]) * share

    crank: Vector = (0.0, y(0.56), r * 0.86)
    seat: Vector = (0.0, y(0.68), tall * 0.74)
    head_low: Vector = (0.0, y(0.13), tall * 0.64)
    head_top: Vector = (0.0, y(0.17), tall * 0.80)
    tubes = [
        kit.rod(crank, seat, thick),
        kit.rod(_between(seat, crank, 0.08), _between(head_top, head_low, 0.25), thick),
        kit.rod(crank, _between(head_low, head_top, 0.1), thick * 1.15),
        kit.rod(head_low, head_top, thick * 1.3),
        kit.rod((-thick * 2.4, crank[1], crank[2]), (thick * 2.4, crank[1], crank[2]), thick * 1.5),
    ]
    gap = tube * 2.2
    for side in (-1, 1):
        end = (side * gap, rear[1], r)
        tubes.append(kit.rod((side * gap * 0.6, crank[1], crank[2]), end, thick * 0.6))
        tubes.append(kit.rod((side * gap * 0.5, seat[1], seat[2] * 0.985), end, thick * 0.5))
    if number == 3:
        tubes.append(coachwork.barrel(kit, thick * 0.8, wide * 0.6).translate(rear))
    kit.add("frame", kit.union(tubes))
    prongs = [
        kit.rod(
            _between(head_low, head_top, -0.05),
            (0, head_low[1] - (head_top[1] - head_low[1]) * 0.35, head_low[2] - tall * 0.025),
            thick * 1.1,
        )
    ]
    for side in (-1, 1):
        path = kit.curve(
            [
                (0, head_low[1] - (head_top[1] - head_low[1]) * 0.2, head_low[2] - tall * 0.02),
                (side * gap, head_low[1] * 0.93 + front[1] * 0.07, head_low[2] * 0.93),
                (side * gap, y(0.075), r * 1.5),
                (side * gap, front[1], r),
            ]
        )
        prongs.append(kit.swept(path, kit.ring(thick * 0.62)))
    kit.add("fork", kit.union(prongs))
    top = tall * 0.86
    kit.add("seat_post", kit.rod(seat, _between(crank, seat, (top - crank[2]) / (seat[2] - crank[2])), thick * 0.8))
    sy = y(0.68) + (seat[1] - crank[1]) * (top - seat[2]) / (seat[2] - crank[2])
    s = r * 0.36
    plan = [
        (0.95, -0.12, 0.2),
        (0.98, -0.02, 0.3),
        (0.6, 0.0, 0.34),
        (0.1, -0.02, 0.6),
        (-0.6, 0.03, 1.0),
        (-0.9, 0.05, 0.95),
        (-1.0, -0.1, 0.55),
    ]
    rows = [(sy - s * t * 1.15, s * 0.55 * w, top - s * 0.06, top + s * (0.26 + h)) for t, h, w in plan]
    kit.add("saddle", coachwork.body(kit, rows, power=2.6), crease=60)
    bar_z, bar_y = tall - thick * 1.2, y(0.2)
    half = wide / 2
    path = kit.curve(
        [
            (-half + thick, bar_y + r * 0.42, bar_z - r * 0.12),
            (-half * 0.86, bar_y + r * 0.2, bar_z - r * 0.02),
            (-half * 0.55, bar_y, bar_z),
            (0, bar_y - r * 0.04, bar_z - r * 0.12),
            (half * 0.55, bar_y, bar_z),
            (half * 0.86, bar_y + r * 0.2, bar_z - r * 0.02),
            (half - thick, bar_y + r * 0.42, bar_z - r * 0.12),
        ]
    )
    stem = kit.rod(head_top, (0, bar_y - r * 0.04, bar_z - r * 0.12), thick * 0.9)
    kit.add("handlebar", kit.union([kit.swept(path, kit.ring(thick * 0.8)), stem]))
    for side in (-1, 1):
        start, end = (
            (side * half * 0.84, bar_y + r * 0.17, bar_z - r * 0.015),
            (side * (half - thick * 1.05), bar_y + r * 0.44, bar_z - r * 0.125),
        )
        kit.add("grip", kit.rod(start, end, thick * 1.1, bevel=thick * 0.3))
    ring = kit.plate(outlines.circle(r * 0.3, kit.segments), [outlines.circle(r * 0.22, kit.segments)], thick * 0.6)
    spider = [ring.rotate((0, 90, 0)).translate((thick * 2.0, crank[1], crank[2]))]
    for k in range(5):
        a = 2 * kit.maths.pi * k / 5
        arm = kit.rod(
            (thick * 2.2, crank[1], crank[2]),
            (thick * 2.2, crank[1] + r * 0.25 * float(kit.maths.cos(a)), crank[2] + r * 0.25 * float(kit.maths.sin(a))),
            thick * 0.35,
        )
        spider.append(arm)
    for side in (-1, 1):
        turn = (side * r * 0.2, side * r * 0.42)
        spider.append(
            kit.rod(
                (side * thick * 2.6, crank[1], crank[2]),
                (side * thick * 3.2, crank[1] + turn[0], crank[2] - turn[1]),
                thick * 0.55,
            )
        )
    kit.add("crank", kit.union(spider))
    for side in (-1, 1)[: values.count("pedals")]:
        pad = kit.box(r * 0.32, r * 0.24, r * 0.08, bevel=r * 0.02)
        kit.add(
            "pedal",
            pad.translate(
                (side * (thick * 3.2 + r * 0.15), crank[1] + side * r * 0.2, crank[2] - side * r * 0.42 - r * 0.04)
            ),
        )
    small = r * 0.12
    loop = [
        kit.rod((thick * 2.3, crank[1], crank[2] + s_ * r * 0.29), (thick * 2.3, rear[1], r + s_ * small), thick * 0.3)
        for s_ in (-1, 1)
    ]
    cog = coachwork.barrel(kit, small, thick * 1.6 + gap).translate((thick * 1.2, rear[1], r))
    kit.add("chain", kit.union([*loop, cog]))
    for k in range(values.count("mudguards")):
        hub = front if k else rear
        a0, a1 = (0.1, 2.3) if not k else (1.2, 2.9)
        steps = kit.pick(6, 16, 28) if not kit.low else kit.pick(4, 6, 9)
        arc = [
            (0.0, hub[1] + r * 1.07 * float(kit.maths.cos(a)), r + r * 1.07 * float(kit.maths.sin(a)))
            for a in kit.maths.linspace(a0, a1, steps)
        ]
        blade = kit.swept(kit.maths.array(arc), kit.strip(r * 0.022, tube * 2.6, corner=r * 0.008), up=(1, 0, 0))
        stay = kit.wire((gap * 0.9, hub[1], r), (tube, arc[1][1], arc[1][2]), thick * 0.22)
        kit.add("mudguard", kit.together([blade, stay]))
    if values.count("baskets"):
        _basket(kit, (0.0, y(0.13) - r * 0.3, tall * 0.70), r)
    if values.count("bells"):
        dome = kit.turned([(0, 0), (r * 0.1, 0), (r * 0.09, r * 0.05), (r * 0.05, r * 0.09), (0, r * 0.1)])
        kit.add("bell", dome.translate((half * 0.5, bar_y, bar_z)))
    if values.count("lamps"):
        shell = kit.turned([(0, 0), (r * 0.05, 0), (r * 0.13, r * 0.12), (r * 0.13, r * 0.18), (0, r * 0.2)]).rotate(
            (90, 0, 0)
        )
        at = (0.0, head_top[1] - thick, head_top[2] - r * 0.1)
        kit.add("lamp", shell.translate(at))
    if values.count("racks"):
        z = r * 2.2
        bars = [
            kit.rod((x * r * 0.18, y(0.74), z), (x * r * 0.18, rear[1] + r * 0.4, z), thick * 0.5) for x in (-1, 0, 1)
        ]
        bars += [
            kit.rod((-r * 0.2, yy, z), (r * 0.2, yy, z), thick * 0.5) for yy in (y(0.76), rear[1], rear[1] + r * 0.38)
        ]
        bars += [kit.rod((x * r * 0.18, rear[1] + r * 0.1, z), (x * gap, rear[1], r), thick * 0.4) for x in (-1, 1)]
        kit.add("rack", kit.union(bars))


def _basket(kit: Kit, at: Vector, r: float) -> None:
    w, d, h = r * 0.95, r * 0.62, r * 0.55
    body = kit.hull(
        [(sx * w / 2 * k, sy * d / 2 * k, z) for sx in (-1, 1) for sy in (-1, 1) for k, z in ((0.78, 0), (1, h))]
    )
    hollow = kit.hull(
        [
            (sx * (w / 2 * k - r * 0.03), sy * (d / 2 * k - r * 0.03), z)
            for sx in (-1, 1)
            for sy in (-1, 1)
            for k, z in ((0.78, r * 0.04), (1.01, h * 1.05))
        ]
    )
    rows = [kit.without(body, hollow)]
    for k in range(kit.pick(1, 4, 8)):
        z = h * (k + 1) / kit.pick(1, 4, 8) - r * 0.05
        share = 0.78 + 0.22 * z / h
        hoop = kit.box(w * share + r * 0.03, d * share + r * 0.03, r * 0.045, bevel=r * 0.012)
        rows.append(
            kit.without(
                hoop, kit.box(w * share - r * 0.05, d * share - r * 0.05, r).translate((0, 0, -r * 0.5))
            ).translate((0, 0, z))
        )
    kit.add("basket", kit.union(rows).translate(at))


def _between(a: Vector, b: Vector, share: float) -> Vector:
    x, y, z = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return x, y, z
