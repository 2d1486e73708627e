"""Motorcycles and scooters' bigger kin: fat laced wheels, a teardrop tank, an engine with fins, fork and exhausts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "motorcycle",
    gloss="a motor vehicle on two wheels",
    category="vehicles",
    size=Size(800, 2150, 1150, main="depth", stretch=2.0),
    roles=(
        Role("tank", "paint", "#a8332a", words=("fuel tank", "body")),
        Role("frame", "black metal", tone=None),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "aluminium", words=("rim",), count="wheels", tone=None),
        Role("mudguard", "paint", "#a8332a", words=("fender",), count=2, like="tank"),
        Role("seat", "leather", "#33261f", words=("saddle",), tone=1),
        Role("engine", "steel", words=("motor", "cylinder"), tone=None),
        Role("exhaust", "chrome", words=("exhaust pipe", "pipe", "muffler"), count="exhausts", tone=None),
        Role("fork", "chrome", tone=None),
        Role("handlebar", "chrome", words=("handlebars",), tone=None),
        Role("grip", "rubber", words=("handle",), count=2, tone=None),
        Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
        Role("lamp_shell", "chrome", count="headlights", tone=None),
        Role("mirror", "chrome", words=("wing mirror",), count="mirrors", tone=None),
        Role("taillight", "paint", "#b5281f", words=("rear light",), tone=None),
    ),
    parameters=(
        count("wheels", 2, 2, 3),
        count("exhausts", 2, 1, 2),
        count("headlights", 1, 1, 2),
        count("mirrors", 2, 0, 2),
        count("spokes", 28, 6, 48, words=("spoke",)),
    ),
    synonyms=("motorbike", "motor bike", "motor cycle", "chopper bike"),
    examples=(
        "red motorcycle with two mirrors",
        "black motorbike with a brown seat",
        "blue motorcycle with one exhaust",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """From the wheels up."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    r = min(tall * 0.29, long * 0.165)
    tube = r * 0.19 * min(kit.chunk, 1.2)
    front, rear = -long / 2 + r, long / 2 - r
    tyre, rim = coachwork.laced(kit, r, tube, values.count("spokes"))
    hubs = (
        [(0.0, front), (0.0, rear)]
        if values.count("wheels") == 2
        else [(0.0, front), (-wide * 0.25, rear), (wide * 0.25, rear)]
    )
    for x, y in hubs:
        kit.add("tyre", tyre.translate((x, y, r)))
        kit.add("wheel", rim.translate((x, y, r)))

    def at(share: float) -> float:
        return front + (rear - front) * share

    thick, gap = r * 0.09, tube * 1.9
    head = (0.0, at(0.2), tall * 0.76)
    spine = kit.curve([head, (0, at(0.42), tall * 0.68), (0, at(0.66), tall * 0.6), (0, at(0.98), tall * 0.6)])
    cradle = kit.curve(
        [head, (0, at(0.3), tall * 0.4), (0, at(0.36), r * 0.62), (0, at(0.6), r * 0.6), (0, at(0.68), tall * 0.6)]
    )
    bars = [kit.swept(spine, kit.ring(thick)), kit.swept(cradle, kit.ring(thick))]
    for side in (-1, 1):
        bars.append(kit.rod((side * gap * 0.5, at(0.62), r * 0.95), (side * gap, rear, r), thick * 0.8))
        bars.append(kit.rod((side * gap * 0.8, at(0.86), tall * 0.6), (side * gap, rear, r), thick * 0.6))
    axle = max(gap * 2.2, wide * 0.5 if values.count("wheels") == 3 else 0)
    bars.append(coachwork.barrel(kit, thick * 0.6, axle).translate((0, rear, r)))
    kit.add("frame", kit.union(bars))
    w = wide * 0.17
    shape = [
        (at(0.2), w * 0.3, tall * 0.71, tall * 0.8),
        (at(0.225), w * 0.8, tall * 0.67, tall * 0.86),
        (at(0.31), w, tall * 0.64, tall * 0.9),
        (at(0.42), w * 0.82, tall * 0.645, tall * 0.85),
        (at(0.52), w * 0.45, tall * 0.65, tall * 0.76),
        (at(0.54), w * 0.3, tall * 0.66, tall * 0.73),
    ]
    tank = coachwork.body(kit, shape, power=2.6)
    cap = kit.disc(w * 0.5, w * 0.5, tall * 0.02, bevel=tall * 0.004).translate((0, at(0.33), tall * 0.885))
    kit.add("tank", kit.union([tank, cap]), crease=50)
    saddle = [
        (at(0.5), w * 0.6, tall * 0.66, tall * 0.72),
        (at(0.55), w * 0.85, tall * 0.63, tall * 0.72),
        (at(0.68), w * 1.1, tall * 0.6, tall * 0.68),
        (at(0.8), w * 1.05, tall * 0.6, tall * 0.7),
        (at(0.86), w, tall * 0.62, tall * 0.745),
        (at(0.99), w * 0.85, tall * 0.62, tall * 0.74),
        (at(1.01), w * 0.6, tall * 0.64, tall * 0.72),
    ]
    kit.add("seat", coachwork.body(kit, saddle, power=3), crease=55)
    block = [
        kit.box(w * 1.5, (rear - front) * 0.26, r * 0.6, corner=w * 0.3, bevel=w * 0.08).translate(
            (0, at(0.47), r * 0.6)
        )
    ]
    for side in (-1, 1):
        fins = kit.pick(3, 6, 10) if not kit.low else kit.pick(2, 3, 10)
        lean = side * 16
        column = [kit.disc(w * 0.72, w * 0.72, tall * 0.17)]
        column.extend(
            kit.disc(w * 1.1, w * 1.1, tall * 0.17 / fins * 0.45).translate((0, 0, tall * 0.17 * (k + 0.3) / fins))
            for k in range(fins)
        )
        block.append(kit.union(column).rotate((lean, 0, 0)).translate((0, at(0.455) - side * w * 0.55, r * 1.1)))
        block.append(
            coachwork.barrel(kit, r * 0.3, w * 1.75, bevel=w * 0.1).translate(
                (0, at(0.47) + side * (rear - front) * 0.075, r * 0.85)
            )
        )
    kit.add("engine", kit.union(block), crease=30)
    for side in (1, -1)[: values.count("exhausts")]:
        x = side * w * 1.15
        pipe = kit.curve(
            [
                (side * w * 0.4, at(0.37), r * 1.5),
                (x * 0.9, at(0.3), r * 1.2),
                (x, at(0.36), r * 0.55),
                (x, at(0.6), r * 0.5),
                (x, at(0.75), r * 0.56),
            ]
        )
        muffler = kit.rod((x, at(0.72), r * 0.55), (x, at(1.08), r * 0.72), r * 0.13, r * 0.18, bevel=r * 0.03)
        kit.add("exhaust", kit.union([kit.swept(pipe, kit.ring(r * 0.085)), muffler]))
    legs = [kit.rod((s * gap, front, r), (s * gap, at(0.185), tall * 0.8), thick * 0.9) for s in (-1, 1)]
    legs += [
        kit.rod((s * gap, front, r), (s * gap, at(0.09), tall * 0.5), thick * 1.25, bevel=thick * 0.2) for s in (-1, 1)
    ]
    legs += [
        kit.box(gap * 2.8, thick * 3, thick * 1.4, bevel=thick * 0.3).translate(
            (0, at(0.185 - k * 0.02), tall * (0.79 - k * 0.1))
        )
        for k in (0, 1)
    ]
    legs.append(coachwork.barrel(kit, thick * 0.7, gap * 2.3).translate((0, front, r)))
    kit.add("fork", kit.union(legs))
    half, z = wide / 2, tall * 0.95
    path = kit.curve(
        [
            (-half, at(0.33), z * 0.97),
            (-half * 0.8, at(0.29), z),
            (-half * 0.4, at(0.22), z * 0.985),
            (0, at(0.2), tall * 0.83),
            (half * 0.4, at(0.22), z * 0.985),
            (half * 0.8, at(0.29), z),
            (half, at(0.33), z * 0.97),
        ]
    )
    kit.add("handlebar", kit.swept(path, kit.ring(thick * 0.45)))
    for side in (-1, 1):
        kit.add(
            "grip",
            kit.rod(
                (side * half * 0.82, at(0.294), z), (side * half, at(0.33), z * 0.97), thick * 0.7, bevel=thick * 0.15
            ),
        )
    for side in (-1, 1)[: values.count("mirrors")]:
        face = (
            kit.disc(w * 0.8, w * 0.55, tall * 0.016, bevel=tall * 0.005)
            .rotate((90, 0, 0))
            .translate((side * half * 0.78, at(0.26), tall - w * 0.28))
        )
        stem = kit.rod(
            (side * half * 0.6, at(0.255), z), (side * half * 0.78, at(0.255), tall - w * 0.28), thick * 0.22
        )
        kit.add("mirror", kit.union([face, stem]))
    lights = values.count("headlights")
    size = w * (0.62 if lights == 1 else 0.45)
    for k in range(lights):
        x = 0.0 if lights == 1 else (k - 0.5) * size * 2.2
        shell = kit.turned(
            [(0, 0), (size * 0.5, size * 0.1), (size, size * 0.7), (size, size * 0.95), (0, size * 0.95)]
        ).rotate((90, 0, 0))
        kit.add("lamp_shell", shell.translate((x, at(0.175), tall * 0.77)))
        kit.add(
            "headlight",
            coachwork.lens(kit, size * 0.88, size * 0.3).translate((x, at(0.175) - size * 0.9, tall * 0.77)),
        )
    for hub, a0, a1 in ((front, 1.0, 2.5), (rear, 0.25, 2.2)):
        steps = kit.pick(6, 16, 28) if not kit.low else kit.pick(4, 6, 9)
        arc = [
            (0.0, hub + r * 1.12 * float(kit.maths.cos(a)), r + r * 1.12 * float(kit.maths.sin(a)))
            for a in kit.maths.linspace(a0, a1, steps)
        ]
        blade = kit.swept(kit.maths.array(arc), kit.strip(r * 0.06, tube * 2.6, corner=r * 0.025), up=(1, 0, 0))
        stay = kit.rod((-gap, hub, r), (-tube * 0.9, arc[steps // 2][1], arc[steps // 2][2]), thick * 0.3)
        kit.add("mudguard", kit.union([blade, stay]))
    lamp = kit.box(w * 0.7, r * 0.12, w * 0.4, bevel=w * 0.08)
    kit.add("taillight", lamp.translate((0, at(1.02), tall * 0.6)))
