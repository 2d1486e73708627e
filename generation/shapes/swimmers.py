"""Builds what swims from its proportions: body, belly, tail, fins and face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generation.shapes import layout, organic

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid, Vector


@dataclass(frozen=True)
class Swimmer:
    """One kind, where 100 is the length from the snout to the root of the tail."""

    surface: str = "silver scales"
    outline: tuple[tuple[float, float, float, float], ...] = (
        (-50, 3, 4, -1),
        (-40, 8, 12, 0),
        (-18, 12, 21, 0),
        (8, 11, 19, 1),
        (32, 6, 10, 1),
        (50, 2.6, 5, 1),
    )  # y, half width, half height, lift
    tail: tuple[float, float, float] = (26, 24, 0.35)  # reach, half span, notch
    level_tail: bool = False
    dorsal: tuple[float, float, float, float] = (-8, 34, 17, 8)  # where, chord, height, lean
    second: bool = True
    fin: tuple[float, float, float] = (16, 8, -0.35)  # length, half chord, how it hangs
    eye: float = 3.6
    belly: bool = False
    stripes: int = 0
    length: float = 300.0
    beak: float = 0.0


class Fish:
    """One fish of its kind; all measures in hundredths, `unit` makes them millimetres."""

    def __init__(self, kit: Kit, kind: Swimmer, values: Values, unit: float) -> None:
        self.kit, self.kind, self.values, self.unit = kit, kind, values, unit
        plump = 1.18 if kit.style == "stylized" else 1.0
        self.outline = [(y, w * plump, h * plump, z) for y, w, h, z in kind.outline]

    def add(self, name: str, solid: Solid) -> None:
        self.kit.add(name, solid.scale((self.unit,) * 3), crease=50)

    def at(self, y: float) -> tuple[float, float, float]:
        """Half width, half height and lift of the body at a place."""
        for a, b in zip(self.outline[:-1], self.outline[1:], strict=True):
            if y <= b[0]:
                t = min(max((y - a[0]) / (b[0] - a[0]), 0.0), 1.0)
                return a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t, a[3] + (b[3] - a[3]) * t
        return self.outline[-1][1], self.outline[-1][2], self.outline[-1][3]

    def build(self) -> None:
        k, kit = self.kind, self.kit
        self.add(
            "body", organic.limb(kit, [(0, y, z, w, h) for y, w, h, z in self.outline], share=1.0, ends=(0.9, 0.3))
        )
        if k.belly:
            under = [(0, y, z - h * 0.24, w * 0.9, h * 0.8) for y, w, h, z in self.outline[1:5]]
            self.add("belly", organic.limb(kit, under, share=0.9, ends=(0.9, 0.9)))
        if k.beak:
            y, w, h, z = self.outline[0]
            self.add(
                "beak",
                organic.limb(
                    kit,
                    [
                        (0, y + 6, z, 5, 4.2),
                        (0, y - k.beak * 0.5, z - 0.6, 3.0, 2.5),
                        (0, y - k.beak, z - 0.8, 2.2, 1.8),
                    ],
                ),
            )
        self._tail()
        self._fins()
        self._face()
        for y in layout.row(self.values.count("stripes"), 52.0):
            half = 26 / max(self.values.count("stripes"), 2) * 0.34
            rows = []
            for step in range(4):
                place = y - 6 - half + 2 * half * step / 3
                w, h, z = self.at(place)
                rows.append((0, place, z, w * 1.05 + 0.5, h * 1.05 + 0.5))
            self.add("stripe", organic.limb(kit, rows, share=1.0, ends=(0, 0)))

    def _blade(self, points: list[tuple[float, float]], thick: float) -> Solid:
        """A fin in the plane of Y and Z from an outline, thinner towards its edge."""
        flat = self.kit.prism(points, 1.0).translate((0, 0, -0.5))
        fine = (
            flat
            if self.kit.low
            else self.kit.finer(flat, 9.0 if self.kit.level == 0 else 5.5 if self.kit.level == 1 else 3.2)
        )
        root = min(points, key=lambda point: point[0] ** 2 + point[1] ** 2)
        far = max(((y - root[0]) ** 2 + (z - root[1]) ** 2) ** 0.5 for y, z in points)
        maths = self.kit.maths

        def thin(given: Any) -> Any:
            out = maths.array(given)
            share = maths.hypot(out[:, 0] - root[0], out[:, 1] - root[1]) / far
            out[:, 2] *= thick * (1.25 - maths.clip(share, 0, 1))
            return out

        return fine.warp_batch(thin).rotate((90, 0, 90))

    def _tail(self) -> None:
        reach, span, notch = self.kind.tail
        y, _, h, z = self.outline[-1]
        upper, lower = (1.15, 0.72) if self.values.word("kind") == "shark" else (1.0, 1.0)
        marks = [
            (-3, h * 0.7),
            (reach * 0.35, span * 0.5 * upper),
            (reach * 0.9, span * upper),
            (reach * 1.05, span * 0.92 * upper),
            (reach * (1 - notch * 0.75), span * 0.3),
            (reach * (1 - notch), 0),
            (reach * (1 - notch * 0.75), -span * 0.3),
            (reach * 1.0, -span * 0.9 * lower),
            (reach * 0.85, -span * lower),
            (reach * 0.35, -span * 0.5 * lower),
            (-3, -h * 0.7),
        ]
        curve = self.kit.curve(marks)
        tail = self._blade([(float(a), float(b)) for a, b in curve], 3.4)
        if self.kind.level_tail:
            tail = tail.rotate((0, 90, 0))
        self.add("tail", tail.translate((0, y, z)))
        rays = self.kit.pick(0, 5, 9)
        for k in range(rays if not self.kind.level_tail else 0):
            share = -0.75 + 1.5 * k / max(rays - 1, 1)
            tip = (0.0, y + reach * (0.85 - notch * 0.6 * (1 - abs(share))), z + span * share * 0.9)
            self.add(
                "ray", organic.limb(self.kit, [(0, y, z + share * h * 0.5, 2.1, 0.9), (*tip, 0.75, 0.5)], share=0.25)
            )

    def _fins(self) -> None:
        k, kit = self.kind, self.kit
        where, chord, tall, lean = k.dorsal
        for number in range(self.values.count("dorsal_fins")):
            y0 = where + number * chord * 1.15
            small = 1.0 if not number else 0.6
            _, h, z = self.at(y0 + chord * 0.2 * small)
            low = -h * 0.45
            marks = [
                (-chord * 0.5 * small, low),
                (-chord * 0.16 * small, tall * 0.55 * small),
                (lean * 0.6, tall * small),
                (lean * 1.0 + chord * 0.1, tall * 0.92 * small),
                (chord * 0.4 * small, tall * 0.3 * small),
                (chord * 0.5 * small, low),
            ]
            curve = kit.curve(marks)
            self.add(
                "dorsal_fin",
                self._blade([(float(a), float(b)) for a, b in curve], 2.6).translate((0, y0, z + h * 0.86)),
            )
        if k.second:
            w, h, z = self.at(22)
            marks = [(-8, h * 0.5), (-3, -7), (3, -11), (7, -9), (7, h * 0.5)]
            self.add(
                "belly_fin",
                self._blade([(float(a), float(b)) for a, b in kit.curve(marks)], 2.0).translate((0, 22, z - h * 0.8)),
            )
        long, half, hang = k.fin
        for number in range(self.values.count("fins")):
            side = -1 if number % 2 == 0 else 1
            y = -20 + 26 * (number // 2)
            w, h, z = self.at(y)
            root: Vector = (w * 0.82, y, z - h * 0.42)
            blade = [
                (
                    root[0] + long * t * 0.85,
                    root[1] + long * t * 0.62,
                    root[2] + long * t * hang,
                    half * c,
                    1.5 * (1.2 - t),
                )
                for t, c in ((0, 0.75), (0.4, 1.0), (0.75, 0.8), (1.0, 0.3))
            ]
            fin = organic.limb(kit, blade, share=0.4)
            self.add("fin", fin if side > 0 else organic.mirrored(fin))

    def _face(self) -> None:
        k, kit = self.kind, self.kit
        y = self.outline[1][0] + (2 if k.eye > 3 else 3)
        w, h, z = self.at(y)
        size = k.eye * (1.35 if kit.style == "stylized" else 1.0)
        lift = h * (0.25 if k.eye > 3 else 0.05)
        for side in (-1, 1)[: self.values.count("eyes")]:
            x = side * w * (0.9 if k.eye > 3 else 0.94)
            if k.eye > 3:
                self.add("eye_white", organic.ball(kit, (x, y, z + lift), (size * 0.6, size, size), share=0.4))
                self.add(
                    "eye",
                    organic.ball(
                        kit,
                        (x + side * size * 0.3, y - size * 0.12, z + lift),
                        (size * 0.42, size * 0.6, size * 0.6),
                        share=0.35,
                    ),
                )
            else:
                self.add("eye", organic.ball(kit, (x, y, z + lift), size, share=0.35))
            if self.values.word("kind") == "orca":
                self.add(
                    "patch",
                    organic.ball(
                        kit, (side * w * 1.02, y + 7, z + h * 0.4), (1.6, 6, 2.8), turn=(12, 0, 0), share=0.35
                    ),
                )
            if k.eye < 1.6 and kit.level:
                for g in range(5):
                    gy = y + 15 + g * 2.6
                    gw, gh, gz = self.at(gy)
                    self.add(
                        "gill",
                        organic.ball(kit, (side * gw * 0.985, gy, gz - gh * 0.05), (0.5, 0.5, gh * 0.3), share=0.25),
                    )
        w, h, z = self.at(self.outline[0][0] + 3)
        front = self.outline[0][0]
        if not k.beak and k.eye > 3:
            self.add("mouth", organic.ball(kit, (0, front - 2.0, z - h * 0.12), (2.8, 1.8, 2.0), share=0.35))
        teeth = self.values.count("teeth")
        for number, x in enumerate(layout.row(teeth, 12.0)):
            w, h, z = self.at(front + 6)
            y = front + 5.5 + 9 * (x / 8) ** 2
            wide, tall, lift = self.at(y)
            place = (x * min(wide / 6.5, 1.0), y, lift - tall * 0.62)
            self.add(
                "tooth", kit.rod(place, (place[0], place[1] - 0.8, place[2] - 3.4 - 0.6 * (number % 2)), 0.8, 0.12)
            )
