"""How people are built: a figure in hundredths of its height, with what it wears and carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generation.shapes import organic

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.organic import Station
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid, Vector

# Share of the height, shoulder and hip half widths, waist, size of the head.
BUILDS = {
    "man": (1.0, 14.2, 9.6, 9.0, 1.0),
    "woman": (1.0, 12.0, 10.4, 7.4, 1.0),
    "child": (0.86, 12.6, 10.0, 9.4, 1.42),
}


class Figure:
    """A figure in hundredths of its height; `names` maps the usual names of parts to a family's own."""

    def __init__(self, kit: Kit, values: Values, names: Mapping[str, str] | None = None) -> None:
        self.kit, self.values, self.names = kit, values, names or {}
        self.hands: dict[int, Vector] = {}
        self.unit = values.mm("height") / 100
        scale, self.shoulder, self.hip, self.waist, head = BUILDS[values.word("build")]
        cute = kit.style == "stylized"
        self.size = head * (1.3 if cute else 1.0)
        self.suit = (
            1.0
            + (0.22 if self.has("backpacks") and self.has("visors") else 0.1 if self.has("swords") else 0.0)
            + (0.12 if cute else 0.0)
        )
        self.crotch = 47.0 * scale - (4.0 if cute else 0.0)
        self.neck = 100.0 - 15.5 * self.size - (3 if self.has("hats") or self.has("plumes") else 0)
        self.chest = self.neck - 3.5

    def add(self, name: str, solid: Solid, crease: float = 50) -> None:
        self.kit.add(self.names.get(name, name), solid.scale((self.unit,) * 3), crease=crease)

    def limb(self, stations: list[Station], share: float = 0.5, **more: object) -> Solid:
        return organic.limb(self.kit, stations, share=share, up=(0, 1, 0), **more)  # type: ignore[arg-type]

    def has(self, name: str) -> int:
        """How many of what a family may not know at all."""
        return int(self.values.get(name, 0))

    def build(self) -> None:
        """Body, head, arms, and what it carries."""
        self.body()
        self.head()
        for number in range(self.values.count("arms")):
            self.arm(number)
        self.things()

    def body(self) -> None:
        s, n, c = self.suit, self.neck, self.crotch
        waist = c + (n - c) * 0.34
        torso: list[Station] = [
            (0, 0, c + 1.5, self.hip * 0.93 * s, 6.4 * s),
            (0, 0, waist, self.waist * s, 5.7 * s),
            (0, -0.4, c + (n - c) * 0.66, self.shoulder * 0.83 * s, 7.2 * s),
            (0, 0.3, n - 6.5, self.shoulder * 0.88 * s, 6.4 * s),
            (0, 0.6, n - 2.6, self.shoulder * 0.5 * s, 4.4 * s),
        ]
        self.add("shirt", self.limb(torso, 0.8, ends=(0.3, 0.5), square=2.3))
        self.add("neck", self.limb([(0, 0.8, n - 4, 4.1, 4.1), (0, 0.4, n + 4, 3.7, 3.9)], 0.5, ends=(0, 0)))
        hips: list[Station] = [
            (0, 0, c - 3.5, self.hip * 0.9 * s, 6.6 * s),
            (0, 0, c + 2, self.hip * s, 7.0 * s),
            (0, 0, c + 6.5, self.hip * 0.93 * s, 6.5 * s),
        ]
        self.add("trousers", self.limb(hips, 0.7, ends=(0.3, 0.0), square=2.3))
        if self.kit.level:
            self.add(
                "belt",
                self.limb(
                    [(0, 0, c + 5.4, self.hip * 0.96 * s, 6.7 * s), (0, 0, c + 7.6, self.hip * 0.94 * s, 6.6 * s)],
                    0.7,
                    ends=(0, 0),
                    square=2.3,
                ),
                30,
            )
            for k in range(self.kit.pick(0, 3, 5)):
                z = c + 11 + k * (n - c - 18) / self.kit.pick(1, 3, 5)
                self.add(
                    "button",
                    organic.ball(self.kit, (0, -7.2 * s + abs(z - c - (n - c) * 0.62) * 0.06, z), 0.7, share=0.25),
                )
        if self.has("skirts"):
            skirt = self.kit.turned([(0, 0), (13.5, 0), (12.6, 7), (self.hip * 0.98, 22), (0, 22)])
            self.add("skirt", skirt.scale((1, 0.78, 1)).translate((0, 0, c - 15)))
        for k in range(self.values.count("legs")):
            side = (-1 if k == 0 else 1) if self.values.count("legs") == 2 else 0
            x = side * self.hip * 0.52
            leg: list[Station] = [
                (x * 0.98, 0, c + 1, 5.3 * s, 6.0 * s),
                (x * 1.03, -0.4, c * 0.7, 4.9 * s, 5.2 * s),
                (x * 1.06, -0.3, c * 0.52, 3.9 * s, 4.2 * s),
                (x * 1.08, 0.5, c * 0.34, 3.7 * s, 4.2 * s),
                (x * 1.1, 0.4, 4.0, 2.9 * s, 3.1 * s),
            ]
            self.add("leg", self.limb(leg, 0.5, ends=(0.4, 0.0)))
            shoe = [
                (x * 1.14, 3.2, 2.7, 2.9 * s, 2.7),
                (x * 1.18, -1.5, 2.6, 3.3 * s, 2.6),
                (x * 1.26, -7.2, 1.8, 3.5 * s, 1.8),
            ]
            self.add("shoe", organic.limb(self.kit, shoe, share=0.5, square=2.4))

    def head(self) -> None:
        kit, z, h = self.kit, self.neck, self.size
        centre = z + 8.6 * h
        self.add(
            "head",
            self.limb(
                [
                    (0, -0.6, centre - 4.6 * h, 3.6 * h, 4.3 * h),
                    (0, -0.3, centre - 1.5 * h, 4.9 * h, 5.5 * h),
                    (0, 0, centre + 2.2 * h, 5.2 * h, 6.0 * h),
                ],
                0.7,
                ends=(0.75, 0.95),
            ),
        )
        for side in (-1, 1):
            self.add(
                "ear",
                organic.ball(kit, (side * 5.2 * h, 0.6, centre - 0.4 * h), (0.9 * h, 1.2 * h, 1.8 * h), share=0.3),
            )
        for side in (-1, 1)[: self.values.count("eyes")]:
            self.add(
                "eye",
                organic.ball(
                    kit, (side * 2.1 * h, -5.3 * h, centre + 0.5 * h), (0.75 * h, 0.55 * h, 0.95 * h), share=0.3
                ),
            )
        self.add("nose", organic.ball(kit, (0, -5.9 * h, centre - 1.1 * h), (0.75 * h, 0.9 * h, 1.15 * h), share=0.3))
        if kit.level:
            smile = [
                (t * 1.7 * h, -5.15 * h + 0.35 * h * abs(t), centre - 3.5 * h + 0.5 * h * t * t)
                for t in (-1, -0.5, 0, 0.5, 1)
            ]
            self.add("mouth", organic.tapered(kit, smile, 0.3 * h, 0.3 * h, share=0.25))
        self._hair(centre, h)
        if self.has("hats"):
            brim = kit.turned([(0, 0), (9.4, 0), (9.4, 0.7), (5.9, 1.2), (5.5, 6.4), (4.4, 7), (0, 7)])
            self.add("hat", brim.scale((h, h * 1.08, h)).translate((0, 0.2, centre + 3.6 * h)), 30)
        if self.has("helmets"):
            self._helmet(centre, h)
        if self.has("plumes"):
            plume = [
                (0, -1.0, centre + 7.4 * h, 1.3, 1.3),
                (0, 1.6, centre + 10.6 * h, 1.7, 1.9),
                (0, 6.4, centre + 9.4 * h, 1.7, 1.9),
                (0, 9.4, centre + 4.0 * h, 0.8, 0.9),
            ]
            self.add("plume", organic.limb(self.kit, plume, up=(1, 0, 0), share=0.4))

    def _hair(self, centre: float, h: float) -> None:
        if not self.has("hairs"):
            return
        kit = self.kit
        woman = self.values.word("build") == "woman"
        cap = organic.ball(kit, (0, 1.0 * h, centre + 1.7 * h), (5.75 * h, 6.2 * h, 6.2 * h), share=0.7)
        face = kit.box(20 * h, 12 * h, 14 * h).translate((0, -9.2 * h, centre - 11.2 * h))
        under = kit.box(20 * h, 20 * h, 10 * h).translate((0, 0, centre - 12.4 * h))
        hair = kit.without(cap, face.rotate((0, 0, 0)), under)
        if woman:
            long = organic.limb(
                kit,
                [
                    (0, 2.6 * h, centre + 2 * h, 5.5 * h, 3.6 * h),
                    (0, 4.2 * h, centre - 4 * h, 5.6 * h, 2.6 * h),
                    (0, 4.6 * h, centre - 10 * h, 4.4 * h, 1.6 * h),
                ],
                up=(0, 1, 0),
                share=0.5,
            )
            hair = kit.union([hair, long])
        self.add("hair", hair, 40)

    def _helmet(self, centre: float, h: float) -> None:
        kit, _values = self.kit, self.values
        if self.has("swords"):
            self.add(
                "helmet",
                kit.turned([(0, -6.6), (5.4, -6.6), (6.6, -4.0), (6.9, 1.5), (5.6, 5.5), (2.6, 7.6), (0, 8.0)])
                .scale((h, h * 1.1, h))
                .translate((0, -0.2, centre)),
                40,
            )
            for _ in range(self.has("visors")):
                self.add(
                    "visor", kit.box(9.6 * h, 4 * h, 1.5 * h, bevel=0.3).translate((0, -5.9 * h, centre + 0.1 * h))
                )
        elif self.has("visors"):
            self.add("helmet", organic.ball(kit, (0, 0.6 * h, centre), (8.4 * h, 8.6 * h, 8.2 * h), share=0.9))
            self.add(
                "visor", organic.ball(kit, (0, -2.9 * h, centre + 0.2 * h), (6.7 * h, 6.3 * h, 5.6 * h), share=0.8)
            )
            ring = kit.turned([(5.6, -1.2), (8.2, -1.2), (8.2, 1.2), (5.6, 1.2)])
            self.add("belt", ring.translate((0, 0, self.neck + 0.4)), 30)
        else:
            self.add(
                "helmet",
                kit.turned([(0, 0), (8.6, -0.4), (8.6, 0.4), (6.3, 0.8), (5.8, 3.6), (3.4, 5.6), (0, 6.2)])
                .scale((h, h * 1.1, h))
                .translate((0, 0.1, centre + 2.6 * h)),
                40,
            )

    def arm(self, number: int) -> None:
        s, side = self.suit, -1 if number % 2 == 0 else 1
        top, pose = self.chest - 3.2 - 9.0 * (number // 2), self.values.word("pose")
        x = side * self.shoulder * 0.9 * s
        reach = (self.chest - self.crotch) * 0.98
        if pose == "arms out":
            marks = [(x, 0.3, top), (x + side * reach * 0.5, 0, top + 0.6), (x + side * reach * 0.98, -0.6, top + 0.4)]
        elif pose == "waving" and side > 0:
            marks = [
                (x, 0.3, top),
                (x + side * reach * 0.42, -1, top - 2.5),
                (x + side * reach * 0.56, -2.5, top + reach * 0.46),
            ]
        else:
            marks = [
                (x, 0.3, top),
                (x + side * reach * 0.09, 0.8, top - reach * 0.5),
                (x + side * reach * 0.13, -3.0, top - reach * 0.97),
            ]
        up = (0.0, 1.0, 0.0)
        radii = [(3.7 * s, 3.9 * s), (3.0 * s, 3.1 * s), (2.4 * s, 2.5 * s)]
        self.add(
            "arm",
            organic.limb(
                self.kit, [(*mark, *r) for mark, r in zip(marks, radii, strict=True)], up=up, share=0.5, ends=(0.8, 0.0)
            ),
        )
        (ax, ay, az), (bx, by, bz) = marks[1], marks[2]
        dx, dy, dz = (
            v / (((bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2) ** 0.5) for v in (bx - ax, by - ay, bz - az)
        )
        hand = [
            (bx - dx, by - dy, bz - dz, 2.0, 2.1),
            (bx + dx * 3, by + dy * 3, bz + dz * 3, 2.2, 2.9),
            (bx + dx * 6.4, by + dy * 6.4, bz + dz * 6.4, 1.3, 1.8),
        ]
        self.add("hand", organic.limb(self.kit, hand, up=(0, 1, 0), share=0.4))
        self.hands[side] = (bx + dx * 4, by + dy * 4, bz + dz * 4)

    def things(self) -> None:
        kit, _values = self.kit, self.values
        hands = self.hands
        c, n = self.crotch, self.neck
        if self.has("backpacks"):
            pack = organic.soft_box(kit, self.shoulder * 1.65, 9, (n - c) * 0.7, 3)
            self.add("backpack", pack.translate((0, 9.4 * self.suit, c + (n - c) * 0.28)))
        if self.has("capes"):
            cape = [
                (0, 6.5, n - 4, self.shoulder * 0.8, 1.2),
                (0, 9, c + 10, self.shoulder * 1.05, 1.2),
                (0, 12.5, 14, self.shoulder * 1.3, 0.9),
            ]
            self.add("cape", organic.limb(kit, cape, up=(0, 1, 0), share=0.6, square=3, ends=(0.3, 0.0)))
        if self.has("swords"):
            x, y, z = hands.get(-1, (-18.0, -4.0, c))
            blade = (
                [(a * 1.5, 0, 5.0) for a in (-1, 1)]
                + [(0, b * 0.5, 5.0) for b in (-1, 1)]
                + [(a * 1.2, 0, 34.0) for a in (-1, 1)]
                + [(0, b * 0.4, 34.0) for b in (-1, 1)]
                + [(0, 0, 38.0)]
            )
            self.add("sword", kit.hull(blade).rotate((28, 0, 0)).translate((x, y, z)), 20)
            hilt = kit.union(
                [
                    kit.rod((0, 0, -5), (0, 0, 5), 0.8),
                    kit.box(9, 1.5, 1.4, bevel=0.3).translate((0, 0, 4.4)),
                    organic.ball(kit, (0, 0, -5.4), 1.3, share=0.3),
                ]
            )
            self.add("hilt", hilt.rotate((28, 0, 0)).translate((x, y, z)))
        if self.has("shields"):
            x, y, z = hands.get(1, (18.0, -4.0, c))
            outline = [(-8.6, 10), (8.6, 10), (8.8, 1), (6.4, -7), (0, -13.5), (-6.4, -7), (-8.8, 1)]
            face = kit.hull([(a * k, b, d * k) for k, b in ((1.0, -0.6), (1.0, 0.6), (0.86, -1.7)) for a, d in outline])
            self.add("shield", face.rotate((0, 0, 14)).translate((x, y - 3.4, z + 4)), 30)
