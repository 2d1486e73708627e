"""Trains: a steam or a modern locomotive and as many wagons, on wheels, along the depth axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "wheels" not in said:
        values["wheels"] = 6 + 4 * int(values["wagons"])
    if "windows" not in said:
        values["windows"] = 2 + (4 * int(values["wagons"]) if values["kind"] == "steam" else 6 * int(values["wagons"]))
    if "wagons" in said and "depth" not in said:
        values["depth"] = 7600.0 * (1 + 0.9 * int(values["wagons"]))
    return []


@family(
    "train",
    gloss="a locomotive with wagons",
    category="vehicles",
    size=Size(2600, 21280, 3500, main="depth", stretch=4),
    roles=(
        Role("boiler", "paint", "#2d4f46", words=("engine", "locomotive", "body", "loco")),
        Role(
            "cab", "paint", "#2d4f46", words=("cabin",), count=lambda v: int(v.word("kind") == "steam"), like="boiler"
        ),
        Role("windscreen", "tinted glass", count=lambda v: int(v.word("kind") != "steam"), tone=None, like="window"),
        Role("wagon", "paint", "#9c3b2c", words=("carriage", "coach", "car", "railway car"), count="wagons", tone=1),
        Role("roof", "paint", "#33383b", count=None, tone=None),
        Role("frame", "black metal", words=("chassis", "bogie"), count=None, tone=None),
        Role("wheel", "paint", "#a5342a", count="wheels", tone=None),
        Role("rod", "steel", words=("connecting rod", "coupling rod"), count=None, tone=None),
        Role("band", "brass", words=("boiler band",), count=None, tone=None),
        Role("chimney", "black metal", words=("funnel", "smokestack", "stack"), count="chimneys", tone=None),
        Role("dome", "brass", words=("steam dome",), count="domes", tone=None),
        Role("headlight", "lamp glass", words=("lamp", "light", "headlamp"), tone=None),
        Role("buffer", "black metal", words=("bumper",), count=2, tone=None),
        Role("window", "tinted glass", count="windows", tone=None),
        Role("coupling", "black metal", words=("coupler",), count="wagons", tone=None),
    ),
    parameters=(
        count("wagons", 2, 0, 12, words=("wagon", "carriage")),
        count("wheels", 14, 4, 80),
        count("windows", 10, 0, 120),
        count("chimneys", 1, 0, 2),
        count("domes", 1, 0, 3),
        choice("kind", "steam", "modern", aliases={"diesel": "modern", "electric": "modern"}),
    ),
    synonyms=("steam train", "railway train", "toy train", "passenger train"),
    presets={
        "locomotive": {"wagons": 0, "depth": 7600, "wheels": 6, "windows": 2},
        "steam locomotive": {"wagons": 0, "depth": 7600, "wheels": 6, "windows": 2},
        "steam engine train": {"wagons": 2},
        "tram": {"kind": "modern", "wagons": 1, "depth": 14440, "wheels": 10, "windows": 8, "chimneys": 0, "domes": 0},
        "modern train": {"kind": "modern", "chimneys": 0, "domes": 0, "windows": 14},
        "high speed train": {"kind": "modern", "chimneys": 0, "domes": 0, "windows": 14},
    },
    rule=_agree,
    examples=("green steam locomotive", "steam train with three wagons", "red train with four carriages"),
)
def build(kit: Kit, values: Values) -> None:
    """The locomotive in front, its wagons behind."""
    train = _Train(kit, values)
    train.engine()
    for k in range(train.wagons):
        train.wagon(k)


class _Train:
    """The measures that all parts share."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.wide, self.long, self.tall = values.mm("width"), values.mm("depth"), values.mm("height")
        self.wagons = values.count("wagons")
        self.unit = self.long / (1 + 0.9 * self.wagons)
        self.steam = values.word("kind") == "steam"
        self.half = self.wide / 2
        self.radius = min(self.tall * 0.13, self.unit * 0.075) * (1.1 if kit.style == "stylized" else 1)
        self.deck = self.radius * 2.1
        wheels, windows = values.count("wheels"), values.count("windows")
        self.shares = _shares(wheels, 1 + self.wagons, 6 if self.wagons else wheels)
        cab = min(windows, 2)
        self.panes = [cab, *_shares(windows - cab, self.wagons, 0)[0:]] if self.wagons else [windows]

    def _wheels(self, number: int, front: float, rear: float, radius: float) -> None:
        kit = self.kit
        pairs = (number + 1) // 2
        size = min(radius, (rear - front) / max(pairs, 1) * 0.46)
        thick = self.half * 0.14
        wheel = self._disc(size, thick) if kit.low and kit.level < 2 else self._spoked(size, thick)
        for k in range(number):
            pair, side = divmod(k, 2)
            y = front + (rear - front) * ((pair + 0.5) / max(pairs, 1))
            x = self.half * 0.9
            placed = wheel.rotate((0, 0, 180)).translate((-x, y, size)) if side else wheel.translate((x, y, size))
            kit.add("wheel", placed)
        self.lifted = size

    def _disc(self, size: float, thick: float) -> Solid:
        """A low-poly wheel: one dished plate."""
        profile = [(0, 0), (size, 0), (size * 0.94, thick), (0, thick * 0.7)]
        return self.kit.turned(profile).rotate((0, -90, 0))

    def _spoked(self, size: float, thick: float) -> Solid:
        """A wheel of a rim, a hub and spokes between them, or a plate where it is simple; its axle along X."""
        kit = self.kit
        ring = kit.turned([(size * 0.78, 0), (size * 0.93, 0), (size * 0.94, thick * 0.8), (size, thick * 0.8),
                           (size, thick), (size * 0.78, thick)])  # fmt: skip
        parts = [ring, kit.turned([(0, -thick * 0.1), (size * 0.22, -thick * 0.1), (size * 0.22, thick), (0, thick)])]
        if kit.level:
            spokes = kit.pick(6, 8, 12)
            parts += [
                kit.rod((0, 0, thick * 0.5), (size * 0.9, 0, thick * 0.5), size * 0.07).rotate((0, 0, 360 * k / spokes))
                for k in range(spokes)
            ]
        else:
            parts.append(
                kit.turned([(0, thick * 0.3), (size * 0.9, thick * 0.3), (size * 0.9, thick * 0.7), (0, thick * 0.7)])
            )
        return kit.union(parts).rotate((0, -90, 0))

    def engine(self) -> None:
        kit, front = self.kit, -self.long / 2
        rear = front + self.unit * 0.96
        number = self.shares[0]
        self._wheels(
            number, front + self.unit * 0.14, rear - self.unit * 0.04, self.radius * (1.25 if self.steam else 0.9)
        )
        size = self.lifted
        bed = [
            kit.box(self.half * 1.5, self.unit * 0.9, self.deck * 0.22).translate(
                (0, (front + rear) / 2, self.deck * 0.82)
            )
        ]
        for k in range((number + 1) // 2):
            y = front + self.unit * 0.14 + (self.unit * 0.78) * (k + 0.5) / ((number + 1) // 2)
            bed.append(coachwork.barrel(kit, size * 0.16, self.half * 1.8).translate((0, y, size)))
            bed.append(
                kit.box(self.half * 1.2, size * 0.4, self.deck * 0.9 - size * 0.8).translate((0, y, size * 0.85))
            )
        beam = kit.box(self.half * 1.96, self.unit * 0.03, self.deck * 0.42, bevel=self.deck * 0.03)
        bed.append(beam.translate((0, front + self.unit * 0.055, self.deck * 0.68)))
        kit.add("frame", kit.union(bed))
        for side in (-1, 1):
            head = kit.rod(
                (0, -self.unit * 0.0, 0), (0, self.unit * 0.012, 0), self.half * 0.17, bevel=self.half * 0.02
            )
            shank = kit.rod((0, self.unit * 0.005, 0), (0, self.unit * 0.05, 0), self.half * 0.08)
            kit.add("buffer", kit.union([head, shank]).translate((side * self.half * 0.62, front, self.deck * 0.88)))
            if self.steam and kit.level and number >= 4:
                y0 = front + self.unit * 0.14 + self.unit * 0.78 * 0.5 / ((number + 1) // 2)
                y1 = front + self.unit * 0.14 + self.unit * 0.78 * ((number + 1) // 2 - 0.5) / ((number + 1) // 2)
                bar = kit.box(self.half * 0.06, y1 - y0 + size * 0.3, size * 0.2, bevel=size * 0.02)
                kit.add("rod", bar.translate((side * self.half * 0.97, (y0 + y1) / 2, size * 0.6)))
        if self.steam:
            self._boiler(front, rear)
        else:
            self._cabinet(front, rear)

    def _boiler(self, front: float, rear: float) -> None:
        kit, unit = self.kit, self.unit
        r = min(self.half * 0.66, self.tall * 0.25)
        z = self.deck * 0.95 + r
        start, split = front + unit * 0.07, rear - unit * 0.34
        # Turned about the line of travel: its face is domed, with a door's rim.
        body = kit.turned(
            [
                (0, 0),
                (r * 0.3, unit * 0.004),
                (r * 0.72, unit * 0.014),
                (r * 0.74, unit * 0.03),
                (r * 0.97, unit * 0.03),
                (r, unit * 0.04),
                (r, unit * 0.2),
                (r * 0.94, unit * 0.202),
                (r * 0.94, split - start + unit * 0.05),
                (0, split - start + unit * 0.05),
            ]
        )
        kit.add("boiler", body.rotate((-90, 0, 0)).translate((0, start, z)))
        hoops = kit.pick(2, 4, 6) if not kit.low else 2
        for k in range(hoops):
            y = start + unit * 0.24 + (split - start - unit * 0.24) * (k + 0.5) / hoops
            hoop = kit.turned([(r * 0.9, 0), (r * 0.975, 0), (r * 0.975, unit * 0.012), (r * 0.9, unit * 0.012)])
            kit.add("band", hoop.rotate((-90, 0, 0)).translate((0, y, z)))
        lamp = kit.union([kit.rod((0, 0, 0), (0, unit * 0.03, 0), r * 0.24, bevel=r * 0.02)])
        kit.add("headlight", lamp.translate((0, start - unit * 0.018, z + r * 0.5)))
        number = self.values.count("chimneys")
        for k in range(number):
            y = start + unit * (0.12 + 0.12 * k)
            low, high = z + r * 0.8, self.tall
            tall = high - low
            stack = kit.turned(
                [
                    (0, 0),
                    (r * 0.42, 0),
                    (r * 0.3, tall * 0.16),
                    (r * 0.26, tall * 0.6),
                    (r * 0.44, tall * 0.86),
                    (r * 0.46, tall * 0.94),
                    (r * 0.4, tall),
                    (r * 0.3, tall),
                    (r * 0.26, tall * 0.7),
                    (0, tall * 0.7),
                ]
            )
            kit.add("chimney", stack.translate((0, y, low)))
        domes = self.values.count("domes")
        for k in range(domes):
            y = start + unit * 0.27 + (split - start - unit * 0.3) * (k + 0.5) / domes
            tall = r * 0.62
            dome = kit.turned(
                [
                    (0, 0),
                    (r * 0.38, 0),
                    (r * 0.3, tall * 0.3),
                    (r * 0.29, tall * 0.55),
                    (r * 0.2, tall * 0.87),
                    (0, tall),
                ]
            )
            kit.add("dome", dome.translate((0, y, z + r * 0.82)), crease=50)
        self._house("cab", split, rear, self.deck * 0.9, self.tall * 0.86, self.panes[0], self.tall * 0.56)

    def _cabinet(self, front: float, rear: float) -> None:
        kit, unit, low = self.kit, self.unit, self.deck * 0.8
        top = self.tall if not self.values.count("chimneys") else self.tall * 0.94
        shell = coachwork.body(
            kit,
            [
                (front + unit * 0.01, self.half * 0.6, low * 1.1, top * 0.5),
                (front + unit * 0.06, self.half * 0.84, low, top * 0.66),
                (front + unit * 0.16, self.half * 0.97, low, top * 0.86),
                (front + unit * 0.3, self.half, low, top * 0.985),
                (front + unit * 0.42, self.half, low, top),
                (rear, self.half, low, top),
            ],
            power=6,
        )
        kit.add("boiler", shell, crease=30)
        skin = coachwork.grown(shell, self.half * 0.012, unit * 0.002)
        coachwork.glaze(
            kit,
            skin,
            self.panes[0],
            (front + unit * 0.34, rear - unit * 0.06),
            top * 0.56,
            top * 0.82,
            unit * 0.02,
            inner=self.half * 0.5,
        )
        stripe = outlines.rectangle(front - unit, top * 0.42, rear + unit, top * 0.5)
        for side in (-1, 1):
            kit.add(
                "band",
                coachwork.flank(kit, coachwork.grown(shell, self.half * 0.008, 0), stripe, side, self.half * 0.3),
            )
        slope = kit.without(coachwork.grown(shell, 0, unit * 0.004), shell.translate((0, unit * 0.02, -top * 0.012)))
        pane = outlines.rounded(
            outlines.rectangle(-self.half * 0.62, top * 0.68, self.half * 0.62, top * 0.9), unit * 0.02, kit.steps
        )
        kit.add("windscreen", coachwork.face(kit, slope, pane, -1, front + unit * 0.4))
        kit.add(
            "headlight",
            coachwork.lens(kit, self.half * 0.13, unit * 0.02).translate((0, front + unit * 0.03, top * 0.44)),
        )
        for k in range(self.values.count("chimneys")):
            kit.add(
                "chimney",
                kit.disc(self.half * 0.3, self.half * 0.3, self.tall - top * 0.98).translate(
                    (0, rear - unit * (0.2 + 0.2 * k), top * 0.98)
                ),
            )
        for k in range(self.values.count("domes")):
            kit.add(
                "dome",
                kit.box(self.half, unit * 0.1, top * 0.012).translate(
                    (0, front + unit * (0.55 + 0.14 * k), top * 0.99)
                ),
            )

    def wagon(self, number: int) -> None:
        kit, unit = self.kit, self.unit * 0.9
        front = -self.long / 2 + self.unit + unit * number - self.unit * 0.005
        rear = front + unit * 0.955 if number < self.wagons - 1 else self.long / 2
        self._wheels(self.shares[1 + number], front + unit * 0.06, rear - unit * 0.06, self.radius * 0.85)
        size = self.lifted
        bed: list[Solid] = [
            kit.box(self.half * 1.7, rear - front, self.deck * 0.16).translate((0, (front + rear) / 2, self.deck * 0.8))
        ]
        pairs = (self.shares[1 + number] + 1) // 2
        for k in range(pairs):
            y = front + unit * 0.06 + (rear - front - unit * 0.12) * (k + 0.5) / pairs
            bed.append(kit.box(self.half * 1.5, size * 0.6, self.deck * 0.9 - size * 0.7).translate((0, y, size * 0.7)))
        kit.add("frame", kit.union(bed))
        link = kit.box(self.half * 0.2, self.unit * 0.1, self.deck * 0.14, bevel=self.deck * 0.02)
        kit.add("coupling", link.translate((0, front - self.unit * 0.025, self.deck * 0.78)))
        top = self.tall * (0.86 if self.steam else 1.0)
        self._house("wagon", front, rear, self.deck * 0.92, top, self.panes[1 + number], top * 0.56)

    def _house(self, name: str, front: float, rear: float, low: float, top: float, panes: int, belt: float) -> None:
        """A cab or a carriage under a bowed roof."""
        kit, half = self.kit, self.half
        eaves = top - half * 0.3
        box = kit.box(half * 1.88, rear - front, eaves - low + half * 0.04, bevel=half * 0.02).translate(
            (0, (front + rear) / 2, low)
        )
        parts = [box]
        if kit.level:
            for z in (low + (eaves - low) * 0.02, belt * 0.96):
                rail = kit.box(half * 1.93, rear - front - half * 0.04, half * 0.05, bevel=half * 0.01)
                parts.append(rail.translate((0, (front + rear) / 2, z)))
        if kit.level == 2:
            posts = max(2, round((rear - front) / half))
            for k in range(posts):
                y = front + half * 0.06 + (rear - front - half * 0.12) * k / (posts - 1)
                parts.append(kit.box(half * 1.92, half * 0.05, eaves - low).translate((0, y, low)))
        kit.add(name, kit.union(parts))
        skin = coachwork.grown(box, half * 0.03, 0)
        z1 = min(eaves * 0.97, belt + (eaves - belt) * 0.86)
        coachwork.glaze(
            kit, skin, panes, (front + half * 0.16, rear - half * 0.16), belt, z1, half * 0.18, inner=half * 0.8
        )
        steps = max(4 if kit.low else 6, kit.segments // 4)
        angles = [kit.maths.pi * k / steps for k in range(steps + 1)]
        bow = [(half * 1.0 * float(kit.maths.cos(a)), half * 0.3 * float(kit.maths.sin(a)) ** 0.8) for a in angles]
        roof = kit.prism([(half, -half * 0.05), *bow[0:], (-half, -half * 0.05)], rear - front + half * 0.08)
        kit.add("roof", roof.rotate((90, 0, 0)).translate((0, rear + half * 0.04, eaves)), crease=30)


def _shares(number: int, units: int, first: int) -> list[int]:
    """`number` shared over `units`, in pairs where it can be, the first getting `first` of them."""
    if units <= 0:
        return []
    if units == 1:
        return [number]
    out = [min(first, number)] if first else []
    left, some = number - sum(out), units - len(out)
    for k in range(some):
        pairs = (left // 2) // some + (k < (left // 2) % some)
        out.append(2 * pairs)
    out[-1] += left % 2
    return out
