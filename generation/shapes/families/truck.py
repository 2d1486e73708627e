"""Trucks: a cab before a frame that carries a box, a flatbed, a tank or a dumper; a fire engine's ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Parameter, Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

ROLES: tuple[Role, ...] = (
    Role("cab", "paint", "#2f6f9f", words=("cabin", "body")),
    Role(
        "cargo",
        "paint",
        "#ece8de",
        words=("cargo box", "container", "tank", "load", "trailer", "bed", "dumper", "box"),
        tone=1,
    ),
    Role("frame", "black metal", words=("chassis",), tone=None),
    Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
    Role("wheel", "steel", words=("rim", "hubcap", "hub"), count="wheels", tone=None),
    Role("window", "tinted glass", words=("side window",), count="windows", tone=None),
    Role("windscreen", "tinted glass", words=("windshield",), tone=None, like="window"),
    Role("door", "paint", "#2f6f9f", count="doors", like="cab"),
    Role("handle", "chrome", words=("door handle",), count=None, tone=None),
    Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
    Role("bumper", "paint", "#d8d4ca", words=("fender",), tone=None),
    Role("grille", "black metal", words=("radiator",), tone=None),
    Role("mirror", "black metal", words=("wing mirror",), count=2, tone=None),
    Role("exhaust", "chrome", words=("exhaust pipe", "stack", "chimney"), count="exhausts", tone=None),
    Role("fuel_tank", "aluminium", count=2, tone=None),
    Role("ladder", "aluminium", count="ladders", tone=None),
    Role("beacon", "paint", "#2f6fd0", words=("siren", "blue light"), count="beacons", tone=None),
)
PARAMETERS: tuple[Parameter, ...] = (
    count("wheels", 6, 4, 18),
    count("doors", 2, 0, 4),
    count("windows", 2, 0, 4),
    count("headlights", 2, 1, 4),
    count("exhausts", 1, 0, 2),
    count("ladders", 0, 0, 1),
    count("beacons", 0, 0, 2),
    choice("cargo_type", "box", "flatbed", "tanker", "dumper", aliases={"flat": "flatbed", "dump": "dumper"}),
)  # fmt: skip


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    if int(values["ladders"]) and values["cargo_type"] not in ("box", "flatbed"):
        values["cargo_type"] = "box"
    return []


def build(kit: Kit, values: Values) -> None:
    """Frame and wheels, cab, cargo."""
    truck = _Truck(kit, values)
    truck.frame()
    truck.cab()
    truck.face()
    truck.cargo()
    truck.extras()


class _Truck:
    """The measures that all parts share."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.wide, self.long, self.tall = values.mm("width"), values.mm("depth"), values.mm("height")
        self.half = self.wide / 2 * 0.9
        self.top = self.tall * (0.93 if values.count("beacons") or values.count("ladders") else 1.0)
        self.radius = min(self.top * 0.155 * (1.1 if kit.style == "stylized" else 1), self.long * 0.07)
        self.deck = max(self.radius * 2.15, self.top * 0.31)
        self.back = -self.long / 2 + min(self.long * 0.26, self.top * 0.72)
        self.nose = -self.long / 2 + self.long * 0.016
        self.axle = self.nose + (self.back - self.nose) * 0.56

    def frame(self) -> None:
        kit, long = self.kit, self.long
        rails = [
            kit.box(self.half * 0.14, long * 0.94, self.top * 0.05).translate(
                (s * self.half * 0.42, 0, self.deck - self.top * 0.08)
            )
            for s in (-1, 1)
        ]
        for k in range(kit.pick(3, 5, 8)):
            y = -0.42 * long + 0.86 * long * k / (kit.pick(3, 5, 8) - 1)
            rails.append(
                kit.box(self.half * 0.9, self.top * 0.04, self.top * 0.04).translate(
                    (0, y, self.deck - self.top * 0.075)
                )
            )
        rear = 0.5 * long - self.radius * 2.0
        gap = self.radius * 2.15
        axles = coachwork.spots(self.values.count("wheels"), self.half - self.radius * 0.3, self.axle, rear, gap)
        for y in sorted({y for _, y in axles}):
            rails.append(coachwork.barrel(kit, self.radius * 0.2, self.half * 1.7).translate((0, y, self.radius)))
            rails.append(kit.box(self.half * 0.3, self.radius * 0.4, self.deck - self.top * 0.06 - self.radius * 0.9)
                         .translate((0, y, self.radius * 0.9)))  # fmt: skip
        kit.add("frame", kit.union(rails))
        coachwork.roll(kit, axles, self.radius, self.radius * 0.62, holes=kit.pick(6, 8, 10))
        self.arches = kit.union(
            coachwork.arches(kit, [a for a in axles if a[1] == self.axle] or axles[:2], self.radius, self.half)
        )
        first = min((y for _, y in axles if y > self.axle + 1), default=rear)
        length = max((first - self.radius * 1.2) - (self.axle + self.radius * 1.2), self.radius)
        for side in (-1, 1):
            drum = kit.rod((0, 0, 0), (0, length * 0.5, 0), self.radius * 0.5, bevel=self.radius * 0.08)
            kit.add(
                "fuel_tank",
                drum.translate(
                    (
                        side * self.half * 0.68,
                        self.axle + self.radius * 1.2 + length * 0.2,
                        self.deck - self.radius * 0.55,
                    )
                ),
            )

    def cab(self) -> None:
        kit, half = self.kit, self.half
        low, high, f, b = self.radius * 0.75, self.top * 0.86, self.nose, self.back
        shell = coachwork.cabin(
            kit,
            [
                (low, half * 0.97, f, b),
                (low + self.top * 0.02, half * 0.99, f - 0.0, b),
                (high * 0.56, half, f + 0.0, b),
                (high * 0.93, half * 0.95, f + (b - f) * 0.13, b),
                (high * 0.98, half * 0.9, f + (b - f) * 0.17, b - (b - f) * 0.03),
                (high, half * 0.78, f + (b - f) * 0.26, b - (b - f) * 0.1),
            ],
            power=12 if kit.style == "realistic" else 8,
        )
        kit.add("cab", kit.without(shell, self.arches), crease=30)
        skin = coachwork.grown(shell, half * 0.012, 0)
        z0, z1 = high * 0.58, high * 0.9
        gap = (b - f) * 0.06
        span = (f + (b - f) * 0.17, b - (b - f) * 0.14)
        coachwork.glaze(kit, skin, self.values.count("windows"), span, z0, z1, gap, inner=half * 0.5)
        hollow = kit.without(
            coachwork.grown(shell, 0, self.long * 0.003), shell.translate((0, (b - f) * 0.05, -high * 0.01))
        )
        pane = outlines.rounded(
            [(-half * 0.86, z0), (half * 0.86, z0), (half * 0.82, z1), (-half * 0.82, z1)], gap, kit.steps
        )
        kit.add("windscreen", coachwork.face(kit, hollow, pane, -1, (f + b) / 2))
        number = self.values.count("doors")
        for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
            for y0, y1 in coachwork.row_along(some, f + (b - f) * 0.12, b - (b - f) * 0.08, gap * 0.3):
                leaf = coachwork.flank(
                    kit,
                    skin,
                    outlines.rounded(outlines.rectangle(y0, low * 1.5, y1, z0 * 0.97), gap, kit.steps),
                    side,
                    half * 0.9,
                )
                kit.add("door", kit.without(leaf, self.arches), crease=30)
                if kit.level:
                    bar = kit.box(half * 0.05, (y1 - y0) * 0.16, high * 0.018, bevel=high * 0.004)
                    kit.add("handle", bar.translate((side * half * 1.01, y1 - (y1 - y0) * 0.14, z0 * 0.88)))
        for side in (-1, 1):
            y = f + (b - f) * 0.1
            plate = kit.box(self.wide * 0.045, self.long * 0.012, high * 0.16, bevel=self.wide * 0.008)
            arms = [
                kit.rod((side * half * 0.9, y, z), (side * self.wide * 0.478, y, z), high * 0.008)
                for z in (z0 * 1.08, z0 * 1.2)
            ]
            kit.add(
                "mirror",
                kit.union([plate.translate((side * (self.wide / 2 - self.wide * 0.0225), y, z0 * 1.0)), *arms]),
            )

    def face(self) -> None:
        kit, half, high = self.kit, self.half, self.top * 0.86
        y = self.nose
        bar = kit.box(half * 1.96, self.long * 0.035, high * 0.13, bevel=high * 0.025)
        kit.add("bumper", bar.translate((0, -self.long / 2 + self.long * 0.0175, self.radius * 0.7)))
        z = self.radius * 0.7 + high * 0.16
        bars = [kit.box(half * 1.2, self.long * 0.01, high * 0.22, bevel=high * 0.01).translate((0, y, z))]
        for k in range(kit.pick(2, 5, 9)):
            slat = kit.box(half * 1.14, self.long * 0.018, high * 0.014)
            bars.append(slat.translate((0, y, z + high * (0.02 + 0.18 * k / kit.pick(2, 5, 9)))))
        kit.add("grille", kit.union(bars))
        number = self.values.count("headlights")
        size = half * 0.13 * min(kit.chunk, 1.2)
        for k in range(number):
            x = 0.0 if number == 1 else (-1 if k % 2 else 1) * (half * 0.8 - (k // 2) * size * 2.2)
            kit.add(
                "headlight",
                coachwork.lens(kit, size, self.long * 0.014).translate((x, y - self.long * 0.002, z + high * 0.06)),
            )

    def cargo(self) -> None:
        kit, kind = self.kit, self.values.word("cargo_type")
        start = self.back + self.long * 0.012
        length = self.long / 2 - start
        middle = start + length / 2
        tall = self.top - self.deck + self.top * 0.03
        base = self.deck - self.top * 0.03
        self.roof = self.top
        if kind == "tanker":
            r = min(tall * 0.48, self.half)
            loop = [(self.half * x, z) for x, z in outlines.squircle(0.98, r, 2.6, kit.segments)]
            rings = [
                [(x * s, start + length * t, base + r + z * s) for x, z in loop]
                for t, s in ((0, 0.7), (0.02, 0.9), (0.06, 1), (0.94, 1), (0.98, 0.9), (1, 0.7))
            ]
            parts = [kit.lofted(rings)]
            for k in range(kit.pick(1, 3, 5)):
                dome = kit.disc(self.half * 0.5, self.half * 0.5, tall - 2 * r + r * 0.1, bevel=self.half * 0.03)
                y = middle + length * 0.7 * ((k + 0.5) / kit.pick(1, 3, 5) - 0.5)
                parts.append(dome.translate((0, y, base + 2 * r - r * 0.1)))
            kit.add("cargo", kit.union(parts), crease=30)
            return
        if kind == "box":
            shell: list[Solid] = [
                kit.box(self.half * 2, length, tall, bevel=self.half * 0.03).translate((0, middle, base))
            ]
            for k in range(kit.pick(0, 8, 18)):
                y = start + length * (k + 0.5) / kit.pick(1, 8, 18)
                rib = kit.box(self.half * 2.03, length * 0.012, tall * 0.9, bevel=self.half * 0.006)
                shell.append(rib.translate((0, y, base + tall * 0.05)))
            kit.add("cargo", kit.union(shell), crease=30)
            return
        side = tall * (0.62 if kind == "dumper" else 0.22)
        tray = kit.box(self.half * 2, length, side, bevel=self.half * 0.03)
        well = kit.box(self.half * 1.88, length - self.half * 0.12, side).translate(
            (0, 0, side * (0.16 if kind == "dumper" else 0.4))
        )
        bodies = [kit.without(tray, well).translate((0, middle, base))]
        for k in range(kit.pick(2, 5, 9)):
            y = start + length * (k + 0.5) / kit.pick(2, 5, 9)
            rib = kit.box(self.half * 2.05, length * 0.02, side * 0.94, bevel=self.half * 0.01)
            bodies.append(kit.without(rib, kit.box(self.half * 1.95, length, side)).translate((0, y, base)))
        if kind == "dumper":
            visor = kit.box(self.half * 1.9, length * 0.2, self.half * 0.06, bevel=self.half * 0.01)
            bodies.append(visor.translate((0, start, base + side - self.half * 0.06)))
        kit.add("cargo", kit.union(bodies), crease=30)

    def extras(self) -> None:
        kit = self.kit
        for side in (1, -1)[: self.values.count("exhausts")]:
            x, y = side * self.half * 0.9, self.back + self.long * 0.006
            pipe = kit.rod((x, y, self.deck), (x, y, self.top * 0.95), self.half * 0.06, bevel=self.half * 0.01)
            kit.add("exhaust", pipe)
        if self.values.count("ladders"):
            z, r = self.tall - self.top * 0.02, self.top * 0.011
            y0, y1 = self.back, self.long * 0.48
            bars = [kit.rod((s * self.half * 0.25, y0, z), (s * self.half * 0.25, y1, z), r) for s in (-1, 1)]
            steps = kit.pick(8, 14, 22)
            for k in range(steps):
                y = y0 + (y1 - y0) * (k + 0.5) / steps
                bars.append(kit.rod((-self.half * 0.25, y, z), (self.half * 0.25, y, z), r * 0.8))
            bars.extend(
                kit.box(self.half * 0.56, self.long * 0.02, z - self.top * 0.94).translate((0, y, self.top * 0.94))
                for y in (y0 + (y1 - y0) * 0.1, y1 - (y1 - y0) * 0.1)
            )
            kit.add("ladder", kit.union(bars))
        number = self.values.count("beacons")
        for k in range(number):
            base = self.top * 0.84
            r, tall = self.half * 0.12, min(self.tall - base, self.top * 0.09)
            dome = kit.turned([(0, 0), (r, 0), (r, tall * 0.6), (r * 0.7, tall), (0, tall)])
            x = 0.0 if number == 1 else (k - 0.5) * self.half
            kit.add("beacon", dome.translate((x, (self.nose + self.back) / 2 + (self.back - self.nose) * 0.1, base)))


family(
    "truck",
    gloss="a motor vehicle that carries heavy goods",
    category="vehicles",
    size=Size(2550, 8000, 3400, main="depth", stretch=2.5),
    roles=ROLES,
    parameters=PARAMETERS,
    synonyms=("lorry", "box truck", "cargo truck", "delivery truck", "moving truck"),
    presets={
        "tanker truck": {"cargo_type": "tanker"},
        "tank truck": {"cargo_type": "tanker"},
        "dump truck": {"cargo_type": "dumper", "depth": 7000},
        "dumper truck": {"cargo_type": "dumper", "depth": 7000},
        "tipper truck": {"cargo_type": "dumper", "depth": 7000},
        "flatbed truck": {"cargo_type": "flatbed"},
        "semi truck": {"depth": 14000, "wheels": 10, "exhausts": 2, "height": 3900},
    },
    rule=_agree,
    examples=("blue truck with six wheels", "yellow dump truck with ten wheels", "red tanker truck with a silver tank"),
)(build)  # fmt: skip
