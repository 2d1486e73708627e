"""Chairs: a hollowed seat on splayed legs and a bowed crest rail over slats; with arms, rockers, a cushion if asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    warnings = []
    height, seat = float(values["height"]), float(values["seat_height"])
    most = height * (0.72 if int(values["backs"]) else 1.0)
    if not int(values["backs"]):
        if "height" in said:
            values["seat_height"] = height
        else:
            values["height"] = seat
        values["slats"] = 0
    elif seat > most:
        values["seat_height"] = round(height * 0.52, 3)
        if "seat_height" in said:
            warnings.append("The seat is as high as the chair; it was made lower.")
    elif "seat_height" not in said:
        values["seat_height"] = round(min(seat, height * 0.56), 3)
    if int(values["rockers"]) and int(values["legs"]) != 4:
        values["legs"] = 4
        if "legs" in said:
            warnings.append("A rocking chair stands on four legs.")
    return warnings


@family(
    "chair",
    gloss="a seat with a back for one person",
    category="furniture",
    size=Size(470, 520, 860, main="height", follow={"width": 0.6, "depth": 0.6, "height": 0.6}),
    roles=(
        Role("seat", "oak", words=("sitting surface",)),
        Role("leg", "oak", words=("foot",), count="legs"),
        Role("crest", "oak", words=("top rail", "back rail", "headrest"), count="backs"),
        Role("post", "oak", words=("back post",), count=lambda values: 2 * values.count("backs")),
        Role("slat", "oak", words=("back slat", "spindle", "bar", "splat"), count="slats"),
        Role("stretcher", "oak", words=("cross bar",), count=None, like="leg"),
        Role("armrest", "oak", words=("arm", "arm rest"), count="arms"),
        Role("arm_post", "oak", count=lambda values: values.count("arms"), like="armrest"),
        Role("rocker", "oak", words=("runner",), count="rockers"),
        Role("cushion", "fabric", "#4d7f9c", words=("pad", "pillow", "upholstery"), count="cushions", tone=1),
    ),
    parameters=(
        count("legs", 4, 3, 8),
        count("slats", 5, 0, 24, free=(4, 5, 6, 7)),
        count("backs", 1, 0, 1, words=("back", "backrest", "back rest")),
        count("arms", 0, 0, 2),
        count("rockers", 0, 0, 2),
        count("cushions", 0, 0, 1),
        choice("seat_shape", "square", "round", aliases={"circular": "round", "rounded": "round"}),
        length("seat_height", 450, 80, 1500, part="seat", measure="height"),
        length("seat_thickness", 34, 5, 200, part="seat", measure="thickness"),
        length("leg_thickness", 36, 6, 160, part="leg", measure="thickness"),
        length("slat_width", 26, 4, 200, part="slat", measure="width"),
    ),
    synonyms=("dining chair", "kitchen chair", "side chair", "wooden chair", "seat chair", "windsor chair",
        "spindle chair", "spindle back chair", "slat back chair",
    ),
    presets={
        "rocking chair": {
            "width": 600, "depth": 860, "height": 1050, "rockers": 2, "arms": 2, "slats": 7, "seat_height": 430,
        },
        "rocker chair": {"width": 600, "depth": 860, "height": 1050, "rockers": 2, "seat_height": 430},
        "carver": {"width": 600, "depth": 560, "arms": 2},
        "high chair": {"width": 460, "depth": 500, "height": 1000, "seat_height": 620},
        "bar chair": {"width": 430, "depth": 460, "height": 1050, "seat_height": 750},
    },
    rule=_agree,
    examples=(
        "oak chair with five slats and a blue cushion",
        "beech rocking chair with seven slats and two rockers",
        "white chair with steel legs, 85 cm high",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Seat, legs, back, and what else was asked for, from the ground up."""
    chair = _Chair(kit, values)
    chair.legs()
    chair.seat()
    if values.count("backs"):
        chair.back()
    chair.arms()
    chair.extras()


class _Chair:
    """The measures all parts share; a rocking chair's seat is shorter than its runners."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.width, self.height = values.mm("width"), values.mm("height")
        self.rocking = values.count("rockers") > 0
        self.depth = values.mm("depth") * (0.62 if self.rocking else 1.0)
        self.thick = min(values.mm("seat_thickness"), self.height * 0.15)
        self.top = min(values.mm("seat_height"), self.height)
        self.leg = min(values.mm("leg_thickness"), self.width * 0.2) / 2
        self.ground = self.top * 0.09 if self.rocking else 0.0
        self.front, self.rear = -self.depth / 2, self.depth / 2
        self.arms_wide = values.count("arms") > 0
        self.seat_width = self.width * (0.84 if self.arms_wide else 0.95)
        self.seat_rear = self.rear - self.depth * 0.14 if values.count("backs") else self.rear
        self.feet = self._feet()

    def _feet(self) -> list[tuple[Vector, Vector]]:
        """Foot and head of each leg: heads under the seat, feet out to the bounds."""
        inset = 0.56 if self.values.word("seat_shape") == "round" else 0.73
        long, deep = self.seat_width * inset, (self.seat_rear - self.front) * inset
        heads = layout.feet(self.values.count("legs"), long, deep)
        middle = (self.front + self.seat_rear) / 2
        spread = self.seat_width * 0.95 / 2 - self.leg * 0.72
        out = []
        for x, y in heads:
            fx = math.copysign(spread, x) if abs(x) > 1 else 0.0
            if self.rocking:
                fx = math.copysign(self.seat_width * 0.40, x) if abs(x) > 1 else 0.0
            fy = self.front + self.leg * 0.8 if y < 0 else self.rear - self.leg * 0.8 - self.depth * 0.05
            if abs(y) <= 1:
                fy = middle
            out.append(((fx, fy, self._floor(fy)), (x, y + middle, self.top - self.thick * 0.45)))
        return out

    def _floor(self, y: float) -> float:
        """Where a leg ends: on the ground, or in its runner."""
        if not self.rocking:
            return 0.0
        return self._runner(y) + self.leg * 0.4

    def _runner(self, y: float) -> float:
        """The middle of a runner's bar: an arc that touches the ground in the middle."""
        half = self.values.mm("depth") / 2
        return self.leg * 0.75 + self.top * 0.16 * (y / half) ** 2

    def legs(self) -> None:
        for foot, head in self.feet:
            self.kit.add("leg", self.kit.stake(foot, head, self.leg * 0.68, self.leg))
        if self.kit.level == 0 or len(self.feet) != 4 or self.top < self.leg * 6:
            return
        share = 0.42
        spots = [_along(foot, head, share) for foot, head in self.feet]
        thin = self.leg * 0.55
        sides = []
        for a, b in ((0, 2), (1, 3)):
            start, end = spots[a], spots[b]
            middle = _along(start, end, 0.5)
            path = self.kit.curve([start, middle, end])
            swell = [0.75 + 0.35 * math.sin(math.pi * k / (len(path) - 1)) for k in range(len(path))]
            self.kit.add("stretcher", self.kit.swept(path, self.kit.ring(thin), scale=swell))
            sides.append(middle)
        self.kit.add("stretcher", self.kit.rod(sides[0], sides[1], thin * 0.95))

    def seat(self) -> None:
        kit, depth = self.kit, self.seat_rear - self.front
        middle, low = (self.front + self.seat_rear) / 2, self.top - self.thick
        soft = self.thick * 0.34
        if self.values.word("seat_shape") == "round":
            body = kit.disc(self.seat_width, depth, self.thick, bevel=soft)
        else:
            body = kit.box(self.seat_width, depth, self.thick, corner=depth * 0.2, bevel=soft)
            shrink, half = 0.1 if self.values.count("backs") else 0.0, depth / 2

            def taper(points: Any) -> Any:
                out = kit.maths.array(points)
                out[:, 0] *= 1 - shrink * (out[:, 1] + half) / depth
                return out

            body = body.warp_batch(taper)
        if kit.level and not kit.low and not self.values.count("cushions"):
            body = kit.without(body, self._hollow(depth))
        kit.add("seat", body.translate((0, middle, low)), crease=42)

    def _hollow(self, depth: float) -> Solid:
        """What a body would press out of the seat: a shallow bowl a little behind the middle."""
        deep = self.thick * 0.3
        bowl = self.kit.sphere(1.0).scale((self.seat_width * 0.40, depth * 0.40, deep))
        return bowl.translate((0, depth * 0.05, self.thick))

    def _arc(self, share: float, z: float) -> Vector:
        """A point of the back: `share` −1…1 from left to right, bowed to the rear, leaning with height."""
        rise = (z - self.top) / max(self.height - self.top, 1.0)
        half = self.seat_width * (0.40 + 0.06 * rise)
        start = self.seat_rear - self.depth * 0.07
        lean = (self.rear - self.depth * 0.035 - start) * max(rise, 0.0) ** 1.15
        bow = self.depth * 0.075 * (1 - share * share)
        return (
            half * math.sin(share * 1.2) / math.sin(1.2),
            start + lean + bow * (0.35 + 0.65 * rise) - self.depth * 0.06,
            z,
        )

    def back(self) -> None:
        kit = self.kit
        tall = (self.height - self.top) * 0.19 * min(kit.chunk, 1.2)
        middle = self.height - tall / 2
        thick = self.leg * 0.62
        into = self.top - self.thick * 0.5
        for side in (-1.0, 1.0):
            high = self.height - tall * 0.82
            path = kit.curve([self._arc(side * 0.94, z) for z in (into, self.top + (high - self.top) * 0.5, high)])
            last = len(path) - 1
            taper = [1.0 - 0.28 * k / last for k in range(last + 1)]
            kit.add("post", kit.swept(path, kit.ring(self.leg * 0.74), scale=taper))
        shares = [-1 + 2 * k / 8 for k in range(9)]
        path = kit.curve([self._arc(share, middle) for share in shares])
        half = len(path) // 2
        soften = [1.0 - 0.3 * abs(k / half - 1) ** 7 * (kit.level > 0) for k in range(len(path))]
        section = kit.strip(thick * 1.5, tall, corner=thick * 0.5)
        kit.add("crest", kit.swept(path, section, scale=soften, up=(0, 0, 1)))
        number = self.values.count("slats")
        wide = min(self.values.mm("slat_width") * kit.chunk, self.seat_width * 0.7 / max(number, 1))
        for share in layout.row(number, 1.42) if number > 1 else [0.0] * number:
            high = self.height - tall * 0.93
            foot, waist, head = (self._arc(share, z) for z in (into, self.top + (high - self.top) * 0.45, high))
            path = kit.curve([foot, (waist[0], waist[1] + self.depth * 0.012, waist[2]), head])
            section = kit.strip(thick * 0.75, wide, corner=thick * 0.3)
            kit.add("slat", kit.swept(path, section, up=(1, 0, 0)))

    def arms(self) -> None:
        kit, number = self.kit, self.values.count("arms")
        if not number:
            return
        level = self.top + min((self.height - self.top) * 0.46, 230 * self.height / 880)
        pad = self.leg * 1.5
        for side in (-1, 1)[:number]:
            back = self._arc(side * 0.94, level)
            out = side * (self.width / 2 - pad)
            start = (back[0], back[1], level)
            marks = [
                start,
                (out * 0.97, back[1] * 0.3, level + 4),
                (out, self.front * 0.45, level),
                (out, self.front * 0.86, level - 2),
            ]
            path = kit.curve(marks)
            widths = [0.72 + 0.28 * k / (len(path) - 1) for k in range(len(path))]
            kit.add(
                "armrest",
                kit.swept(path, kit.strip(pad * 2, self.leg * 0.9, corner=self.leg * 0.35), scale=widths, up=(0, 0, 1)),
            )
            foot = (side * self.seat_width * 0.45, self.front * 0.66, self.top - self.thick * 0.5)
            kit.add("arm_post", kit.stake(foot, (out, self.front * 0.62, level), self.leg * 0.62, self.leg * 0.5))

    def extras(self) -> None:
        kit = self.kit
        half = self.values.mm("depth") / 2
        for side in (-1, 1)[: self.values.count("rockers")]:
            steps = kit.pick(8, 16, 32) if not kit.low else kit.pick(4, 6, 10)
            x = side * self.seat_width * 0.40
            path = kit.maths.array([(x, y, self._runner(y)) for y in layout.row(steps + 1, 2 * half)])
            kit.add(
                "rocker",
                kit.swept(path, kit.strip(self.leg * 1.3, self.leg * 1.5, corner=self.leg * 0.25), up=(0, 0, 1)),
            )
        if self.values.count("cushions"):
            depth = (self.seat_rear - self.front) * 0.88
            plump = max(self.thick * 1.1, self.top * 0.08)
            pad = kit.box(self.seat_width * 0.88, depth, plump, corner=depth * 0.16, bevel=plump * 0.24)
            kit.add(
                "cushion",
                pad.translate((0, (self.front + self.seat_rear) / 2, self.top - self.thick * 0.15)),
                crease=60,
            )


def _along(start: Vector, end: Vector, share: float) -> Vector:
    """The point that lies `share` of the way from start to end."""
    x, y, z = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return x, y, z
