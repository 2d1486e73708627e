"""Builds a four-legged animal from its proportions: trunk, neck, head, legs, ears, tail, and what makes its kind."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from generation.shapes import features, layout, organic
from generation.shapes.beasts import Beast
from generation.shapes.organic import Station

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid, Vector

_ACROSS: Vector = (1, 0, 0)


class Quadruped:
    """All measures in hundredths of the trunk; `unit` makes them millimetres when a part is added."""

    def __init__(self, kit: Kit, beast: Beast, values: Values, unit: float) -> None:
        self.kit, self.beast, self.values, self.unit = kit, beast, values, unit
        cute = kit.style == "stylized"
        self.mane = (beast.mane or "ruff") if values.count("manes") else ""
        self.plump = 1.1 if cute else 1.0
        self.big = 1.22 if cute else 1.0
        self.leg = values.mm("leg_length") / unit * (0.86 if cute else 1.0)
        self.thick = (1.3 if cute else 1.1 if kit.low else 1.0) * values.mm("leg_thickness") / unit / beast.limb[1] / 2
        self.chest_z = self.leg + beast.slope / 2
        self.hip_z = self.leg - beast.slope / 2
        reach = beast.chest[1] * 0.25
        grown = values.mm("neck_length") / unit / math.hypot(*beast.neck)
        self.shoulder = (0.0, -34.0, self.chest_z + reach)
        self.skull = (0.0, -40.0 - beast.neck[0] * grown, self.chest_z + reach + beast.neck[1] * grown)

    def add(self, name: str, solid: Solid, *, crease: float = 55) -> None:
        self.kit.add(name, solid.scale((self.unit,) * 3), crease=crease)

    def build(self) -> None:
        self.trunk()
        self.neck()
        self.head()
        self.legs()
        self.tail()
        self.marks()

    # -- trunk and neck

    def _trunk(self, y: float) -> tuple[float, float, float]:
        """Half width, half height and height of the axis at a place along the trunk."""
        b, p = self.beast, self.plump
        marks = [(-50, b.chest, 0.62), (-30, b.chest, 1.0), (2, b.belly, 1.0), (30, b.hip, 1.0), (50, b.hip, 0.6)]
        for (y0, s0, k0), (y1, s1, k1) in itertools.pairwise(marks):
            if y <= y1:
                t = min(max((y - y0) / (y1 - y0), 0.0), 1.0)
                t = t * t * (3 - 2 * t)
                w = (s0[0] * k0 * (1 - t) + s1[0] * k1 * t) * p
                h = (s0[1] * k0 * (1 - t) + s1[1] * k1 * t) * p
                return w, h, self.chest_z + (self.hip_z - self.chest_z) * (y + 50) / 100
        return b.hip[0] * 0.6 * p, b.hip[1] * 0.6 * p, self.hip_z

    def _slices(self, low: float, high: float, count: int, proud: float = 1.0) -> list[Station]:
        out = []
        for k in range(count + 1):
            y = low + (high - low) * k / count
            w, h, z = self._trunk(y)
            out.append((0.0, y, z, w * proud, h * proud))
        return out

    def trunk(self) -> None:
        stations = self._slices(-50, 50, 8)
        body = organic.limb(self.kit, stations, share=1.0, ends=(0.75, 0.8))
        if self.beast.mane == "wool":
            body = self._woolly(body)
        self.add("body", body)
        for k, y in enumerate(layout.row(self.values.count("humps"), 34.0)):
            _, h, z = self._trunk(y)
            self.add("hump", organic.ball(self.kit, (0, y, z + h * 0.82), (9, 15, 21 - k), share=0.6))

    def _woolly(self, body: Solid) -> Solid:
        """Curls of wool all over: a bumpy coat, finer with complexity."""
        kit = self.kit
        rows, around = kit.pick(4, 6, 8), kit.pick(7, 10, 14)
        curls = [body]
        for row in range(rows):
            y = -46 + 92 * row / (rows - 1)
            w, h, z = self._trunk(y)
            for k in range(around):
                angle = 2 * math.pi * (k + 0.5 * (row % 2)) / around
                size = 74 / rows * (0.9 + 0.2 * kit.chance("curl", row, k))
                spot = (w * 0.9 * math.cos(angle), y, z + h * 0.9 * math.sin(angle))
                curls.append(organic.ball(kit, spot, size * 0.62, share=0.22))
        return kit.union(curls)

    def neck(self) -> None:
        b, p = self.beast, self.plump
        (x0, y0, z0), (x1, y1, z1) = self.shoulder, self.skull
        low, top = b.throat
        # The chest under the throat bulges ahead, then the neck rises to the skull.
        marks = [
            (x0, y0 + 10, z0 - b.chest[1] * 0.25, low * 1.1 * p, b.chest[0] * 0.78 * p),
            (x0, y0 + (y1 - y0) * 0.34, z0 + (z1 - z0) * 0.28, low * 0.95 * p, low * 0.82 * p),
            (x0, y0 + (y1 - y0) * 0.72, z0 + (z1 - z0) * 0.68, top * 1.05 * p, top * 0.92 * p),
            (x1, y1 + b.head[1] * 0.15, z1 - b.head[2] * 0.1, top * p, top * 0.9 * p),
        ]
        self.add("neck", organic.limb(self.kit, marks, up=_ACROSS, ends=(0.4, 0.5)))
        if self.values.count("collars"):
            share = 0.62
            a, c = marks[1], marks[3]
            y, z = a[1] + (c[1] - a[1]) * share, a[2] + (c[2] - a[2]) * share
            dy, dz = c[1] - a[1], c[2] - a[2]
            size = math.hypot(dy, dz)
            dy, dz = dy / size * 2.4, dz / size * 2.4
            r = top * 1.12 * p
            ring = [(0.0, y - dy, z - dz, r * 1.06, r), (0.0, y + dy, z + dz, r * 1.03, r * 0.98)]
            self.add("collar", organic.limb(self.kit, ring, up=_ACROSS, ends=(0, 0)))
            tag = organic.ball(self.kit, (0, y - r * 1.02, z - r * 0.5), (1.3, 3, 3), share=0.3, turn=(0, 0, 90))
            self.add("tag", tag)
        if self.mane == "crest":
            crest = []
            for at, share in enumerate((0.1, 0.4, 0.72, 1.0)):
                y, z = y0 + (y1 - y0) * share, z0 + (z1 - z0) * share
                r = low * (1 - share) * 0.75 + top * share * 1.1
                back = math.atan2(z1 - z0, y0 - y1)
                long = 5 + (at % 3)
                crest.append((0.0, y + r * math.sin(back), z + r * math.cos(back), long, 2.6))
            self.add("mane", organic.limb(self.kit, crest, up=_ACROSS, share=0.4))

    # -- head

    def _on_head(self, solid: Solid) -> Solid:
        return solid.rotate((self.beast.pitch, 0, 0)).translate(self.skull)

    def _skin(self, direction: Vector, out: float = 1.0) -> Vector:
        """The point of the skull in a direction."""
        w, d, h = (side * self.big for side in self.beast.head)
        size = math.sqrt(sum(part * part for part in direction))
        x, y, z = (part / size for part in direction)
        return x * w * out, y * d * out, z * h * out

    def head(self) -> None:
        b, kit = self.beast, self.kit
        w, d, h = (side * self.big for side in b.head)
        self.add("head", self._on_head(organic.ball(kit, (0, 0, 0), (w, d, h), share=0.8)))
        long, sw, sh = b.snout
        sw, sh = sw * self.big, sh * self.big
        low = -h * 0.32
        front = -d - long
        marks = [
            (0, -d * 0.2, low * 0.55, sw * 1.45, sh * 1.5),
            (0, -d * 0.75, low * 0.8, sw * 1.15, sh * 1.15),
            (0, front + long * 0.35, low, sw * 0.98, sh * 0.95),
            (0, front + sw * 0.5, low, sw * 0.92, sh * 0.85),
        ]
        snout = organic.limb(kit, marks, ends=(0.3, 0.62), square=2.2)
        self.add("snout", self._on_head(snout))
        tip = front + sw * 0.5 - min(sw * 0.92, sh * 0.85) * 0.62
        if b.nose:
            nose = organic.ball(kit, (0, tip + b.nose * 0.35, low + sh * 0.42), (b.nose * 1.25, b.nose, b.nose * 0.85))
            self.add("nose", self._on_head(nose))
        elif not b.trunk:
            for side in (-1, 1):
                hole = organic.ball(
                    kit,
                    (side * sw * 0.38, tip + sh * 0.12, low + sh * 0.2),
                    (sh * 0.14, sh * 0.14, sh * 0.2),
                    share=0.3,
                )
                self.add("nostril", self._on_head(hole))
        if b.pale_face and kit.level:
            pale = organic.ball(
                kit, (0, front + sw * 0.9, low - sh * 0.14), (sw * 1.0, sw * 1.02, sh * 0.84), share=0.5
            )
            self.add("muzzle", self._on_head(pale))
        if self.values.word("kind") == "panda":
            self._panda()
        self._eyes()
        self._ears()
        self._face()

    def _panda(self) -> None:
        """Dark rings about the eyes and dark ears."""
        for side in (-1, 1):
            ring = organic.ball(
                self.kit, self._skin((side * 0.5, -0.74, 0.38), 0.86), (4.6, 4.2, 6), turn=(0, side * 24, 0)
            )
            self.add("patch", self._on_head(ring))
            x, y, z = self._skin((side * 0.72, 0.05, 0.78), 1.0)
            self.add(
                "patch",
                self._on_head(
                    organic.ball(self.kit, (x + side * 2.4, y, z + 2.2), (7.4, 3.4, 6.2), turn=(0, side * 22, 0))
                ),
            )

    def _eyes(self) -> None:
        b, kit = self.beast, self.kit
        number = self.values.count("eyes")
        size = b.eye_size * self.big * (1.2 if kit.style == "stylized" else 1.0)
        x, y, z = b.eye
        spots = [(0.0, y, z)] if number == 1 else [(side * x, y, z) for side in (-1, 1)][:number]
        for spot in spots:
            at = self._skin(spot, 0.93)
            self.add("eye", self._on_head(organic.ball(kit, at, size, share=0.4)))
            if kit.level:
                norm = math.sqrt(sum(v * v for v in spot))
                dx, dy, dz = (v / norm * size * 0.72 for v in spot)
                glint = organic.ball(kit, (at[0] + dx, at[1] + dy, at[2] + dz + size * 0.42), size * 0.3, share=0.25)
                self.add("glint", self._on_head(glint))

    def _ears(self) -> None:
        b, kit = self.beast, self.kit
        long = self.values.mm("ear_length") / self.unit * (1.1 if kit.style == "stylized" else 1.0)
        wide = b.ear_wide * (1.15 if kit.style == "stylized" else 1.0)
        for side in (-1, 1)[: self.values.count("ears")]:
            outer, inner = features.ear(kit, b.ear, self._skin, long, wide)
            for name, ear in (("ear", outer), ("inner_ear", inner)):
                if ear is not None and (name == "ear" or (kit.level and b.ear != "fan")):
                    self.add(name, self._on_head(ear if side > 0 else organic.mirrored(ear)))

    def _face(self) -> None:
        b, kit = self.beast, self.kit
        w, d, h = (side * self.big for side in b.head)
        number = self.values.count("horns")
        for k in range(number):
            side = -1 if k % 2 == 0 else 1
            horn = features.horn(kit, b.horns or "cow", self._skin, self.values.mm("horn_length") / self.unit, k)
            on_nose = b.horns == "nose"
            self.add("horn", self._on_head(horn if on_nose or side > 0 else organic.mirrored(horn)))
        for k in range(self.values.count("antlers")):
            antler = features.antler(kit, self._skin, self.values.mm("horn_length") / self.unit)
            self.add("antler", self._on_head(antler if k % 2 else organic.mirrored(antler)))
        if self.mane == "ruff":
            ruff = [organic.ball(kit, (0, d * 0.45, -h * 0.12), (w * 1.62, d * 0.85, h * 1.7), share=0.8)]
            tufts = kit.pick(0, 14, 20)
            for k in range(tufts):
                angle = 2 * math.pi * k / tufts
                spot = (w * 1.42 * math.cos(angle), d * 0.35, -h * 0.12 + h * 1.48 * math.sin(angle))
                ruff.append(organic.ball(kit, spot, (w * 0.36, d * 0.55, h * 0.36), share=0.25))
            self.add("mane", self._on_head(kit.union(ruff)))
        if self.mane == "beard":
            beard = [
                (0, -d * 1.1, -h * 0.6, 2.4, 3.4),
                (0, -d * 1.1, -h * 1.2, 1.6, 2.6),
                (0, -d * 0.9, -h * 1.8, 0.4, 0.5),
            ]
            self.add("mane", self._on_head(organic.limb(kit, beard, up=_ACROSS, share=0.3)))
        if self.beast.mane == "wool":
            self.add(
                "wool",
                self._on_head(organic.ball(kit, (0, d * 0.05, h * 0.72), (w * 0.85, d * 0.75, h * 0.5), share=0.5)),
            )
        for k in range(self.values.count("trunks")):
            reach = self.leg + b.neck[1] * 0.5
            marks = [
                (0, -d * 0.3, -h * 0.15, 11.5, 11),
                (0, -d * 1.25, -h * 0.55, 9.5, 9),
                (0, -d * 1.62, -h * 1.3, 7.4, 7),
                (0, -d * 1.66, -reach * 0.62, 5.6, 5.4),
                (0, -d * 2.0, -reach * 0.86, 4.4, 4.2),
                (0, -d * 2.5, -reach * 0.9, 3.6, 3.4),
            ]
            trunk = organic.limb(kit, marks, up=_ACROSS, ends=(0.4, 0.3), smooth=2)
            self.add("trunk", self._on_head(trunk.translate((k * 4.0, 0, 0))))
        for k in range(self.values.count("tusks")):
            side = -1 if k % 2 == 0 else 1
            path = [
                (8.5, -d * 0.7, -h * 0.6),
                (10.5, -d * 1.35, -h * 1.1),
                (11, -d * 2.1, -h * 1.1),
                (10, -d * 2.5, -h * 0.75),
            ]
            tusk = organic.tapered(kit, path, 2.9, 0.8)
            self.add("tusk", self._on_head(tusk if side > 0 else organic.mirrored(tusk)))

    # -- legs and tail

    def legs(self) -> None:
        number = self.values.count("legs")
        pairs = layout.row(max(1, (number + 1) // 2), 62.0) if number > 2 else [0.0]
        for k in range(number):
            y = pairs[min(k // 2, len(pairs) - 1)]
            side = 0 if number % 2 and k == number - 1 else (-1 if k % 2 == 0 else 1)
            self._leg(y - 1.0, side, hind=y > 5)

    def _leg(self, y: float, side: int, *, hind: bool) -> None:
        b, kit = self.beast, self.kit
        w, h, z = self._trunk(y)
        top, shank = b.limb[0] * self.thick, b.limb[1] * self.thick
        x = side * (w - shank * 0.7) if side else 0.0
        high = z - h * 0.05
        haunch = b.hip[1] * 0.62 if hind else b.chest[1] * 0.5
        bend = (min(self.leg, 70) * 0.085 if b.foot != "pad" else 0.0) * (1 if hind else 0.25)
        sole = {"paw": shank * 0.9, "hoof": shank * 1.5, "pad": 0.0}[b.foot]
        marks = [
            (x * 0.74, y, high, haunch, top * 1.05),
            (x * 0.92, y - bend * 0.4, high * 0.72, (haunch + top) * 0.5, top * 0.95),
            (x, y - bend * 0.7, high * 0.48, shank * 1.3, shank * 1.22),
            (x, y + bend * 0.9, high * 0.27, shank * 0.98, shank * 0.98),
            (x, y + bend * 0.3, max(sole, high * 0.02), shank * (1.12 if b.foot == "pad" else 0.98), shank * 1.05),
        ]
        self.add("leg", organic.limb(kit, marks, up=_ACROSS, share=0.55, ends=(0.6, 0.0)))
        if self.values.word("kind") == "panda":
            sleeve = [(mx, my, mz, a * 1.025, c * 1.025) for mx, my, mz, a, c in marks[1:]]
            self.add("patch", organic.limb(kit, sleeve, up=_ACROSS, share=0.55, ends=(0.2, 0.0)))
        foot = y + bend * 0.3
        if b.foot == "paw":
            size = shank * 2.5
            paw = organic.pad(kit, size, size * 1.4, shank * 1.65, share=0.4, square=2.6)
            self.add(
                "patch" if self.values.word("kind") == "panda" else "sole", paw.translate((x, foot - size * 0.26, 0))
            )
            toes = kit.pick(0, 3, 3) if not kit.low else kit.pick(0, 0, 3)
            for t in range(toes):
                spot = (x + (t - 1) * size * 0.3, foot - size * 0.86, shank * 0.55)
                self.add("toe", organic.ball(kit, spot, (size * 0.19, size * 0.24, shank * 0.55), share=0.25))
        elif b.foot == "hoof":
            r = shank * 1.22
            hoof = kit.turned(
                [(0, 0), (r * 1.12, 0), (r * 0.98, sole * 1.08), (0, sole * 1.08)], segments=organic.chords(kit, 0.4)
            )
            self.add("hoof", hoof.scale((1, 1.18, 1)).translate((x, foot - r * 0.16, 0)), crease=30)
        elif kit.level:
            for t in range(3):
                nail = organic.ball(
                    kit,
                    (x + (t - 1) * shank * 0.56, foot - shank * (1.03 - 0.16 * abs(t - 1)), shank * 0.26),
                    (shank * 0.24, shank * 0.16, shank * 0.28),
                    share=0.25,
                )
                self.add("nail", nail)

    def tail(self) -> None:
        b, kit = self.beast, self.kit
        for k in range(self.values.count("tails")):
            long, r = self.values.mm("tail_length") / self.unit, b.tail_thick * self.plump
            _w, h, z = self._trunk(48)
            root = (0.0, 50.0, z + h * 0.5)
            parts = features.tail(kit, b.tail, root, long, r)
            for name, solid in parts:
                self.add(name, solid if not k else solid.translate((5.0 * k, 0, 0)))

    # -- spots and stripes

    def marks(self) -> None:
        kit = self.kit
        stripes = self.values.count("stripes")
        for y in layout.row(stripes, 78.0):
            half = min(78 / max(stripes, 1) * 0.22, 6)
            hoop = organic.limb(kit, self._slices(y - half, y + half, 2, 1.015), share=1.0, ends=(0, 0))
            self.add("stripe", hoop)
        spots = self.values.count("spots")
        for k in range(spots):
            y = -38 + 78 * ((k // 2) + 0.5 + 0.3 * (k % 2)) / ((spots + 1) // 2)
            lift = 0.1 + 1.25 * kit.chance("spot", k)
            angle = lift if k % 2 else math.pi - lift
            w, h, z = self._trunk(y)
            r = (8.5 if spots < 12 else 5.6) * (0.75 + 0.5 * kit.chance("size", k)) * (1 if spots < 24 else 0.8)
            spot = (w * 0.97 * math.cos(angle), y, z + h * 0.97 * math.sin(angle))
            lean = math.degrees(math.atan2(math.cos(angle) / w, math.sin(angle) / h))
            self.add("spot", organic.ball(kit, spot, (r, r * 1.15, 2.2), share=0.35, turn=(0, lean, 0)))
