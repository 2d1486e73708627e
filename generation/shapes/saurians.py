"""Builds a dinosaur or a dragon from its proportions: spine, head, legs, plates and wings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.organic import Station

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid, Vector


@dataclass(frozen=True)
class Saurian:
    """One kind: a spine from the neck's root to the tip of the tail, where 100 is the trunk."""

    surface: str = "green scales"
    spine: tuple[Station, ...] = (
        (0, -44, 82, 15, 17),
        (0, -26, 74, 21, 24),
        (0, 4, 68, 22, 26),
        (0, 34, 68, 17, 20),
        (0, 70, 72, 10, 11),
        (0, 112, 78, 5, 5.5),
        (0, 146, 88, 1.2, 1.3),
    )
    neck: tuple[tuple[float, float, float], ...] = ((-36, 80, 15), (-50, 98, 13.5), (-58, 116, 13))
    head: tuple[float, float, float, float] = (13, 15, 14, 30)  # half width, half length, half height, snout
    four: bool = False
    stance: float = 15.0
    leg: tuple[float, float] = (14, 6.5)
    plates: int = 0
    horns: int = 0
    wings: int = 0
    frill: bool = False
    spikes: int = 0
    teeth: int = 12
    height: float = 4000.0


class Dinosaur:
    """One dinosaur of its kind; all measures in hundredths, `unit` makes them millimetres."""

    def __init__(self, kit: Kit, kind: Saurian, values: Values, unit: float) -> None:
        self.kit, self.kind, self.values, self.unit = kit, kind, values, unit
        self.cute = kit.style == "stylized"
        self.plump = 1.12 if self.cute else 1.0
        self.big = 1.25 if self.cute else 1.0

    def add(self, name: str, solid: Solid, crease: float = 50) -> None:
        self.kit.add(name, solid.scale((self.unit,) * 3), crease=crease)

    def build(self) -> None:
        k, kit, p = self.kind, self.kit, self.plump
        spine = [(x, y, z, w * p, h * p) for x, y, z, w, h in k.spine]
        self.add("body", organic.limb(kit, spine, share=0.9))
        under = [(x, y, z - h * 0.2, w * 0.88, h * 0.84) for x, y, z, w, h in spine[:4]]
        self.add("belly", organic.limb(kit, under, share=0.7))
        self.add(
            "neck", organic.limb(kit, [(0, y, z, r * p, r * 0.92 * p) for y, z, r in k.neck], up=(1, 0, 0), share=0.7)
        )
        self._head()
        self._legs()
        self._back()
        for number in range(self.values.count("wings")):
            self._wing(-1 if number % 2 == 0 else 1, 18.0 * (number // 2))

    def _head(self) -> None:
        k, kit = self.kind, self.kit
        w, d, h, long = (side * self.big for side in k.head)
        y, z, _ = k.neck[-1]
        front = y - d * 0.3
        self.add("head", organic.ball(kit, (0, front, z + 2), (w, d, h), share=0.7))
        open_ = h * 0.22 if self.values.count("teeth") else h * 0.04
        top = [
            (0, front - d * 0.3, z + h * 0.1, w * 0.92, h * 0.72),
            (0, front - d * 0.8 - long * 0.4, z + h * 0.02, w * 0.76, h * 0.52),
            (0, front - d * 0.8 - long * 0.85, z - h * 0.02, w * 0.62, h * 0.42),
        ]
        low = [
            (0, front - d * 0.2, z - h * 0.5, w * 0.8, h * 0.36),
            (0, front - d * 0.7 - long * 0.4, z - h * 0.52 - open_, w * 0.66, h * 0.26),
            (0, front - d * 0.7 - long * 0.74, z - h * 0.5 - open_ * 1.3, w * 0.52, h * 0.2),
        ]
        self.add("snout", organic.limb(kit, top, share=0.6, square=2.5, ends=(0.3, 0.7)))
        self.add("jaw", organic.limb(kit, low, share=0.5, square=2.5, ends=(0.3, 0.7)))
        number = self.values.count("teeth")
        for at in range(number):
            side = -1 if at % 2 == 0 else 1
            share = (at // 2 + 0.5) / ((number + 1) // 2)
            ty = front - d * 0.75 - long * (0.12 + 0.72 * share)
            tx = side * w * (0.74 - 0.22 * share)
            tz = z - h * 0.3
            self.add(
                "tooth",
                kit.rod((tx, ty, tz), (tx * 0.98, ty, tz - h * (0.26 + 0.1 * (at // 2 % 2))), w * 0.085, w * 0.012),
            )
        for side in (-1, 1)[: self.values.count("eyes")]:
            spot: Vector = (side * w * 0.74, front - d * 0.5, z + 2 + h * 0.55)
            size = w * (0.24 if self.cute else 0.18)
            self.add("eye", organic.ball(kit, spot, size, share=0.4))
            self.add(
                "pupil",
                organic.ball(
                    kit,
                    (spot[0] + side * size * 0.5, spot[1] - size * 0.5, spot[2] + size * 0.1),
                    (size * 0.46, size * 0.46, size * 0.62),
                    share=0.3,
                ),
            )
            if kit.level:
                self.add(
                    "nostril",
                    organic.ball(
                        kit,
                        (side * w * 0.26, front - d * 0.8 - long * 0.98, z + h * 0.3),
                        (w * 0.09, w * 0.09, w * 0.07),
                        share=0.25,
                    ),
                )
        self._horns(front, z, w, d, h, long)

    def _horns(self, y: float, z: float, w: float, d: float, h: float, long: float) -> None:
        kit, number = self.kit, self.values.count("horns")
        dragon = self.kind.wings > 0
        for at in range(number):
            side = -1 if at % 2 == 0 else 1
            if number % 2 and at == number - 1:
                path: list[Vector] = [
                    (0, y - d * 0.7 - long * 0.6, z + h * 0.3),
                    (0, y - d * 0.72 - long * 0.7, z + h * 0.8),
                    (0, y - d * 0.75 - long * 0.85, z + h * 1.15),
                ]
            elif dragon:
                path = [
                    (side * w * 0.5, y + d * 0.1, z + h * 0.8),
                    (side * w * 0.75, y + d * 0.7, z + h * 1.5),
                    (side * w * 0.7, y + d * 1.35, z + h * 1.95 - (at // 2) * h * 0.5),
                ]
            else:
                path = [
                    (side * w * 0.5, y - d * 0.25, z + h * 0.7),
                    (side * w * 0.62, y - d * 0.75, z + h * 1.25),
                    (side * w * 0.6, y - d * 1.45 - (at // 2) * 4, z + h * 1.6),
                ]
            self.add("horn", organic.tapered(kit, path, w * 0.2, w * 0.03))
        if self.kind.frill:
            rim = kit.pick(7, 9, 11)
            plate = kit.hull(
                [
                    (w * 1.75 * math.cos(a) * s, y + d * (0.35 + 0.5 * s) + t, z + h * (0.35 + 1.5 * math.sin(a) * s))
                    for s in (0.55, 1.0)
                    for t in (0.0, 3.0)
                    for a in [math.pi * (k / (4 * rim) * 1.1 - 0.05) for k in range(4 * rim + 1)]
                ]
            )
            self.add("frill", plate, crease=30)
            for k in range(rim):
                a = math.pi * (k + 0.5) / rim
                self.add(
                    "spike",
                    organic.ball(
                        kit,
                        (w * 1.74 * math.cos(a), y + d * 0.85 + 1.5, z + h * (0.35 + 1.5 * math.sin(a))),
                        w * 0.16,
                        share=0.25,
                    ),
                )

    def _legs(self) -> None:
        k, kit = self.kind, self.kit
        number = self.values.count("legs")
        top, low = k.leg[0] * self.plump, k.leg[1] * (1.25 if self.cute else 1.0)
        for at in range(number):
            side = -1 if at % 2 == 0 else 1
            if number == 3 and at == 2:
                side = 0
            rear = at < 2
            y = (22.0 if number > 2 else 6.0) if rear else -28.0
            x = side * (k.stance + 1.5)
            high = 62.0 if not k.four else 52.0
            bend = 10.0 if not k.four else 3.0
            marks = [
                (x * 0.86, y, high, top * 1.5, top * 1.0),
                (x, y - bend * 0.8, high * 0.66, top * 1.12, top * 0.9),
                (x * 1.06, y - bend * 0.1, high * 0.42, low * 1.15, low * 1.1),
                (x * 1.08, y + bend * 0.7, high * 0.2, low, low),
                (x * 1.08, y + bend * 0.1, low * 0.75, low * 1.08, low),
            ]
            self.add("leg", organic.limb(kit, marks, up=(1, 0, 0), share=0.55, ends=(0.7, 0.5)))
            foot = organic.pad(kit, low * 2.6, low * 3.2, low * 1.3, share=0.45)
            self.add("sole", foot.translate((x * 1.08, y + bend * 0.1 - low * 0.7, 0)))
            for t in (-1, 0, 1):
                spot = (x * 1.08 + t * low * 0.8, y + bend * 0.1 - low * (2.25 - 0.2 * abs(t)), low * 0.4)
                self.add("claw", organic.ball(kit, spot, (low * 0.3, low * 0.55, low * 0.38), share=0.25))
        for side in (-1, 1) if number == 2 else ():
            arm = [(side * 17.5, -34, 72, 6.5, 5.5), (side * 21, -38, 62, 4.4, 4.2), (side * 19, -50, 59, 3.4, 3.2)]
            self.add("arm", organic.limb(kit, arm, up=(0.2, 0, 1) if abs(side) > 2 else (1, 0.2, 0.1), share=0.4))
            for t in (-1, 1):
                tip = (side * 19 + t * 1.8, -55.0, 56.5)
                self.add("claw", kit.rod((side * 19 + t * 1.2, -50, 59), tip, 1.5, 0.3))

    def _back(self) -> None:
        k, kit = self.kind, self.kit
        number = self.values.count("plates")
        marks = kit.curve([(y, z + h * self.plump) for _, y, z, _, h in k.spine])
        low, high = -42.0, k.spine[-2][1]
        for at, y in enumerate(layout.row(number, high - low)):
            place = y + (low + high) / 2
            top = min(marks, key=lambda mark: abs(float(mark[0]) - place))
            share = 1 - abs(place - 4) / (high - 2)
            tall = 5 + 15 * max(share, 0.1) * (1 if not k.wings else 0.5)
            chord = tall * 0.62
            side = (at % 2 * 2 - 1) * (2.6 if not k.wings and number > 3 else 0.0)
            base = float(top[1]) - 3
            points = [(side + s * 1.6, place + c, base) for s in (-1, 1) for c in (-chord, chord)]
            points += [
                (side * 1.3 + s * 1.0, place + c * 1.05, base + tall * 0.55) for s in (-1, 1) for c in (-chord, chord)
            ]
            points += [(side * 1.6, place + chord * 0.25, base + tall + 3)]
            self.add("plate", kit.hull(points), crease=25)
        for at in range(k.spikes):
            side = -1 if at % 2 == 0 else 1
            _, y, z, _w, _ = k.spine[-1]
            y -= 6 + 12 * (at // 2)
            self.add(
                "spike",
                organic.tapered(
                    kit, [(side * 1.0, y, z + 1), (side * 8, y + 3, z + 7), (side * 14, y + 8, z + 15)], 2.2, 0.3
                ),
            )

    def _wing(self, side: int, back: float) -> None:
        kit = self.kit
        root, wrist = (11.0, -18.0 + back, 88.0), (48.0, -14.0 + back, 136.0)
        tips = [
            (104.0, 6.0 + back, 148.0),
            (96.0, 30.0 + back, 116.0),
            (70.0, 44.0 + back, 92.0),
            (26.0, 40.0 + back, 82.0),
        ]

        def put(name: str, solid: Solid, crease: float = 40) -> None:
            self.add(name, solid if side > 0 else organic.mirrored(solid), crease)

        put(
            "wing_bone",
            organic.limb(
                kit, [(*root, 4.5, 4.5), (30, -20 + back, 112, 3.6, 3.6), (*wrist, 3.2, 3.2)], up=(0, 1, 0), share=0.35
            ),
        )
        for tip in tips[:3]:
            middle = ((wrist[0] + tip[0]) / 2 + 2, (wrist[1] + tip[1]) / 2 - 2, (wrist[2] + tip[2]) / 2 + 6)
            put("wing_bone", organic.tapered(kit, [wrist, middle, tip], 2.4, 0.6, share=0.3))
        panes = []
        for a, b in ((tips[0], tips[1]), (tips[1], tips[2]), (tips[2], tips[3])):
            sag = tuple((p + q) / 2 * 0.86 + r * 0.14 for p, q, r in zip(a, b, wrist, strict=True))
            panes += [
                kit.hull([(x, y + s, z + s * 0.4) for x, y, z in trio for s in (-0.55, 0.55)])
                for trio in ((wrist, a, sag), (wrist, sag, b))
            ]
        panes.append(kit.hull([(x, y + s, z + s * 0.4) for x, y, z in (wrist, tips[3], root) for s in (-0.55, 0.55)]))
        put("wing", kit.union(panes), crease=20)
