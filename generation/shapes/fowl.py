"""Builds a bird from its proportions: body, neck, head, beak, wings, tail and legs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.shapes import organic

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.organic import Station
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid, Vector


@dataclass(frozen=True)
class Fowl:
    """One kind of bird, where 100 is the length of its body."""

    surface: str = "brown feathers"
    body: tuple[float, float] = (25, 27)  # half width and half height
    pitch: float = 24.0
    leg: float = 20.0
    neck: tuple[float, float] = (12, 18)
    throat: float = 13.0
    head: float = 18.0
    beak: tuple[float, float, float] = (18, 6, 5)  # length, half width, half height
    bill: str = "cone"
    tail: tuple[float, float] = (46, 13)  # length and half width
    webbed: bool = False
    crest: str = ""
    belly: bool = False
    wing: float = 74.0
    beak_shade: str = ""
    height: float = 160.0


class Bird:
    """One bird of its kind; all measures in hundredths, `unit` makes them millimetres."""

    def __init__(self, kit: Kit, fowl: Fowl, values: Values, unit: float) -> None:
        self.kit, self.fowl, self.values, self.unit = kit, fowl, values, unit
        cute = kit.style == "stylized"
        self.head_size = fowl.head * (1.2 if cute else 1.0)
        self.plump = 1.1 if cute else 1.0
        self.leg = values.mm("leg_length") / unit * (0.8 if cute else 1.0)
        tilt = math.radians(fowl.pitch)
        self.sink = 50 * math.sin(tilt) * 0.72 + fowl.body[1] * math.cos(tilt) * 0.92
        self.middle = self.leg + self.sink
        front = (50 * math.cos(tilt), 50 * math.sin(tilt))
        self.chest = (-front[0] * 0.58, self.middle + front[1] * 0.58 + fowl.body[1] * 0.15 * math.cos(tilt))
        self.skull = (0.0, self.chest[0] - fowl.neck[0], self.chest[1] + fowl.neck[1])

    def add(self, name: str, solid: Solid, crease: float = 55) -> None:
        self.kit.add(name, solid.scale((self.unit,) * 3), crease=crease)

    def _on_body(self, solid: Solid) -> Solid:
        """From a body that looks ahead along −Y to where it stands, raised by its pitch."""
        return solid.rotate((-self.fowl.pitch, 0, 0)).translate((0, 0, self.middle))

    def build(self) -> None:
        f, kit, p = self.fowl, self.kit, self.plump
        w, h = f.body[0] * p, f.body[1] * p
        marks = [
            (0, -46, h * 0.06, w * 0.45, h * 0.42), (0, -32, 0, w * 0.85, h * 0.84), (0, -8, 0, w, h),
            (0, 20, h * 0.04, w * 0.86, h * 0.84), (0, 44, h * 0.2, w * 0.42, h * 0.4),
        ]  # fmt: skip
        self.add("body", self._on_body(organic.limb(kit, marks, share=1.0, ends=(0.8, 0.8))))
        if f.belly:
            front = organic.ball(kit, (0, -13, -h * 0.16), (w * 0.8, 36, h * 0.9), share=0.8)
            self.add("breast", self._on_body(front))
        self._neck_and_head()
        self._wings(w, h)
        self._tail(h)
        self._legs(w)

    def _neck_and_head(self) -> None:
        f, kit, r = self.fowl, self.kit, self.head_size
        (y0, z0), (_, y1, z1) = self.chest, self.skull
        t = f.throat * self.plump
        bow = f.neck[1] * (0.22 if f.neck[1] > 45 else 0.05)
        marks = [
            (0, y0 + 8, z0 - 4, t * 1.3, t * 1.3),
            (0, y0 + (y1 - y0) * 0.3 - bow, z0 + (z1 - z0) * 0.34, t * 1.1, t * 1.1),
            (0, y0 + (y1 - y0) * 0.6 + bow * 0.6, z0 + (z1 - z0) * 0.72, t * 0.92, t * 0.92),
            (0, y1, z1, min(t, r * 0.85), min(t, r * 0.85)),
        ]
        self.add("neck", organic.limb(kit, marks, up=(1, 0, 0)))
        self.add("head", organic.ball(kit, self.skull, (r, r * 1.06, r), share=0.8))
        if f.crest == "white head":
            self.add(
                "cap", organic.ball(kit, (0, y1 + r * 0.06, z1 + r * 0.02), (r * 1.09, r * 1.13, r * 1.08), share=0.8)
            )
        self._beak(y1, z1, r)
        wise = f.crest == "tufts"
        look = (0.52, -0.8, 0.2) if wise else (0.74, -0.6, 0.3)
        for side in (-1, 1)[: self.values.count("eyes")]:
            at = (side * look[0] * r * 0.92, y1 + look[1] * r * 0.94, z1 + look[2] * r)
            size = r * (0.24 if wise else 0.16) * (1.25 if kit.style == "stylized" else 1.0)
            if wise:
                self.add(
                    "eye_ring",
                    organic.ball(
                        kit, (at[0], at[1] + 1.5, at[2]), (size * 1.9, size * 1.1, size * 1.9), turn=(0, 0, side * 20)
                    ),
                )
                at = (at[0] * 1.04, at[1] - size * 0.45, at[2])
            self.add("eye", organic.ball(kit, at, size, share=0.4))
            if kit.level:
                spot = (at[0] + side * size * 0.4, at[1] - size * 0.62, at[2] + size * 0.42)
                self.add("glint", organic.ball(kit, spot, size * 0.3, share=0.25))
        self._crest(y1, z1, r)

    def _beak(self, y: float, z: float, r: float) -> None:
        f, kit = self.fowl, self.kit
        long, w, h = self.values.mm("beak_length") / self.unit, f.beak[1], f.beak[2]
        root, low = y - r * 0.82, z - r * 0.12
        if f.bill == "flat":
            marks = [
                (0, root + 3, low, w * 0.75, h * 1.2),
                (0, root - long * 0.5, low - h * 0.4, w, h * 0.75),
                (0, root - long * 0.9, low - h * 0.3, w * 0.95, h * 0.5),
            ]
        elif f.bill == "hook":
            marks = [
                (0, root + 3, low, w, h),
                (0, root - long * 0.5, low - h * 0.1, w * 0.8, h * 0.85),
                (0, root - long * 0.82, low - h * 0.75, w * 0.45, h * 0.5),
                (0, root - long * 0.86, low - h * 1.35, w * 0.14, h * 0.16),
            ]
        else:
            marks = [
                (0, root + 3, low, w, h),
                (0, root - long * 0.5, low - h * 0.1, w * 0.62, h * 0.6),
                (0, root - long, low - h * 0.3, w * 0.1, h * 0.12),
            ]
        self.add("beak", organic.limb(kit, marks, up=(0, 0.35, 1), share=0.45, ends=(0.3, 0.8)))

    def _crest(self, y: float, z: float, r: float) -> None:
        f, kit = self.fowl, self.kit
        if f.crest in ("comb", "cockscomb"):
            size = r * (0.36 if f.crest == "comb" else 0.5)
            for k in range(3):
                self.add(
                    "comb",
                    organic.ball(
                        kit,
                        (0, y - r * 0.45 + k * r * 0.42, z + r * (0.95 - 0.07 * k * k)),
                        (size * 0.42, size * 0.9, size),
                        share=0.35,
                    ),
                )
            self.add(
                "wattle",
                organic.ball(kit, (0, y - r * 0.85, z - r * 0.72), (size * 0.5, size * 0.5, size * 0.9), share=0.35),
            )
        if f.crest == "tufts":
            for side in (-1, 1):
                tuft = [
                    (side * r * 0.62, y - r * 0.15, z + r * 0.6, r * 0.3, r * 0.2),
                    (side * r * 0.86, y - r * 0.2, z + r * 0.98, r * 0.18, r * 0.12),
                    (side * r * 1.0, y - r * 0.1, z + r * 1.22, 0.6, 0.6),
                ]
                self.add("tuft", organic.limb(kit, tuft, up=(0, 1, 0), share=0.35))
        if f.crest == "fan":
            for k in range(3):
                angle = (k - 1) * 0.35
                tip = (math.sin(angle) * r, y + r * 0.3, z + r * (1.0 + math.cos(angle) * 0.75))
                self.add("tuft", kit.rod((0, y, z + r * 0.8), tip, 0.7))
                self.add("fan_eye", organic.ball(kit, tip, r * 0.16, share=0.25))

    def _wings(self, w: float, h: float) -> None:
        kit, f = self.kit, self.fowl
        spread = self.values.word("wing_pose") == "spread"
        long = f.wing * (1.5 if spread else 1.0)
        for k in range(self.values.count("wings")):
            side, lift = (-1 if k % 2 == 0 else 1), (k // 2) * h * 0.5
            flipper = self.values.word("kind") == "penguin"
            if spread or flipper:
                root: Vector = (w * 0.72, -22, h * 0.35 + lift)
                reach = (0.98, 0.1, 0.3) if spread else (0.3, 0.95, -0.1)
                chord, thick = (17, 3.0) if spread else (10, 3.2)
                marks = [
                    (
                        root[0] + long * reach[0] * t,
                        root[1] + long * reach[1] * t + 14 * t * t * spread,
                        root[2] + long * reach[2] * t,
                        chord * c,
                        thick * (1 - 0.6 * t),
                    )
                    for t, c in ((0.0, 0.9), (0.35, 1.12), (0.7, 0.9), (1.0, 0.3))
                ]
                up: Vector = (0, 0, 1) if spread else (1, -0.3, 0)
                wing = organic.limb(kit, marks, up=up, share=0.5)
                self.add("wing", self._on_body(wing if side > 0 else organic.mirrored(wing)))
                rows = kit.pick(0, 4, 6) if spread else 0
                for r_ in range(rows):
                    t = 0.35 + 0.62 * r_ / max(rows - 1, 1)
                    x, y0 = root[0] + long * reach[0] * t, root[1] + 14 * t * t + long * reach[1] * t
                    z0 = root[2] + long * reach[2] * t
                    plume = [
                        (x, y0 + 4, z0, 4.4, 1.6),
                        (x + 3, y0 + 20, z0 - 1, 5, 1.3),
                        (x + 5, y0 + 34 - 8 * t, z0 - 2, 3, 0.8),
                    ]
                    solid = organic.limb(kit, plume, share=0.3)
                    self.add("feather", self._on_body(solid if side > 0 else organic.mirrored(solid)))
                continue
            x = w * 0.93
            marks = [
                (x * 0.86, -34, h * 0.28 + lift, 4, h * 0.3),
                (x, -14, h * 0.2 + lift, 5, h * 0.56),
                (x * 0.92, 14, h * 0.22 + lift, 4.4, h * 0.5),
                (x * 0.6, 38, h * 0.36 + lift, 3, h * 0.26),
                (x * 0.34, -34 + long, h * 0.45 + lift, 1.4, h * 0.07),
            ]
            wing = organic.limb(kit, marks, share=0.6)
            self.add("wing", self._on_body(wing if side > 0 else organic.mirrored(wing)))
            for row in range(kit.pick(0, 3, 5) if not kit.low else kit.pick(0, 2, 5)):
                start = -8 + row * 7
                y_end = min(start + 32, 46)
                plume = [
                    (x * 1.0, start, h * (0.02 + 0.07 * row) + lift, 4.6, h * 0.13),
                    (x * 0.96, (start + y_end) / 2, h * (0.0 + 0.08 * row) + lift, 4.6, h * 0.14),
                    (x * 0.72, y_end, h * (0.1 + 0.08 * row) + lift, 2.5, h * 0.07),
                ]
                solid = organic.limb(kit, plume, share=0.3)
                self.add("feather", self._on_body(solid if side > 0 else organic.mirrored(solid)))

    def _tail(self, h: float) -> None:
        f, kit = self.fowl, self.kit
        long, wide = f.tail
        lift = {"rooster": 0.9, "hen": 0.55, "duck": 0.3}.get(self.values.word("kind"), -0.04)
        marks = [
            (0, 34, h * 0.2, wide * 0.7, h * 0.26),
            (0, 44 + long * 0.4, h * 0.26 + long * 0.4 * lift, wide, 3.4),
            (0, 40 + long, h * 0.22 + long * 0.8 * lift, wide * 0.8, 1.8),
        ]
        self.add("tail", self._on_body(organic.limb(kit, marks, share=0.5)))
        for k in range(kit.pick(2, 4, 6) if f.crest == "cockscomb" else 0):
            side = (k % 2 * 2 - 1) * (2.5 + k)
            plume = [
                (side * 0.4, 40, h * 0.3, 6, 5),
                (side, 56 + k * 3, h + 22 - k * 4, 4.5, 5),
                (side * 1.4, 82 + k * 4, h + 24 - k * 9, 2.6, 4),
                (side * 1.6, 92 + k * 3, h - 8 - k * 9, 0.7, 1),
            ]
            self.add("feather", self._on_body(organic.limb(kit, plume, up=(1, 0, 0), share=0.3)))
        if f.crest == "fan":
            number = kit.pick(9, 13, 17)
            for k in range(number):
                angle = math.radians(-78 + 156 * k / (number - 1))
                dx, dz = math.sin(angle), math.cos(angle)
                base, tip = (0.0, 44.0, self.middle), (dx * 84, 62.0, self.middle - 12 + dz * 100)
                eyed: list[Station] = [
                    (*base, 3, 1.5),
                    (dx * 44, 52.0, self.middle + dz * 54, 6.5, 1.5),
                    (*tip, 8.5, 1.3),
                ]
                self.add("fan", organic.limb(kit, eyed, up=(0, 1, 0), share=0.3))
                self.add("fan_eye", organic.ball(kit, (tip[0] * 0.97, tip[1] - 1.6, tip[2]), (4, 1.2, 4.6), share=0.3))

    def _legs(self, w: float) -> None:
        kit, number = self.kit, self.values.count("legs")
        thick = (2.3 if self.leg > 60 else 1.7) * kit.chunk
        for k in range(number):
            side = -1 if k % 2 == 0 else 1
            x = side * w * 0.4 if number > 1 else 0.0
            y = 4 + (k // 2) * 20 - (10 if self.fowl.pitch > 60 else 0)
            top = self.middle - self.fowl.body[1] * 0.45
            knee = self.leg * 0.52
            marks = [
                (x, y + 2, top, thick * 2.4, thick * 2.4),
                (x, y + 2.5, max(self.leg * 0.85, 5), thick * 1.3, thick * 1.3),
                (x, y + 4, max(knee, 3), thick, thick),
                (x, y, 1.6, thick, thick),
            ]
            self.add("leg", organic.limb(kit, marks, up=(1, 0, 0), share=0.35))
            reach = 15 if self.fowl.webbed else 13
            self.add("ankle", organic.ball(kit, (x, y - 0.6, 1.9), (2.5, 3.0, 1.9), share=0.35))
            for t in (-1, 0, 1):
                tip = (x + t * reach * 0.55, y - reach * (1 - 0.16 * abs(t)), 1.2)
                self.add("toe", organic.limb(kit, [(x, y, 2.0, 2.0, 1.9), (*tip, 1.5, 1.2)], share=0.3))
            if self.fowl.webbed:
                web = [
                    (x, y + 1),
                    (x - reach * 0.6, y - reach * 0.86),
                    (x, y - reach),
                    (x + reach * 0.6, y - reach * 0.86),
                ]
                self.add("web", kit.hull([(p, q, 1.6 * up) for p, q in web for up in (0, 1)]), crease=30)
            else:
                self.add(
                    "toe", organic.limb(kit, [(x, y, 2.0, 1.8, 1.8), (x, y + reach * 0.55, 1.2, 1.2, 1.1)], share=0.3)
                )
