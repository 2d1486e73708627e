"""Stools: a softly dished round or square seat on splayed legs with rungs; bar stools with a ring for the feet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "seat_height" in said and not int(values["backs"]) and "height" not in said:
        values["height"] = float(values["seat_height"])
    if int(values["backs"]) and "height" not in said and float(values["height"]) < 1.2 * float(values["seat_height"]):
        values["height"] = round(1.36 * float(values["seat_height"]), 3)
    most = float(values["height"]) * (0.78 if int(values["backs"]) else 1.0)
    if not int(values["backs"]) or float(values["seat_height"]) > most:
        values["seat_height"] = round(most, 3)
    return []


@family(
    "stool",
    gloss="a seat for one without a back",
    category="furniture",
    size=Size(360, 360, 460, main="height", tied=("width", "depth"), follow={"width": 0.4, "depth": 0.4,
         "height": 0.7}),
    roles=(
        Role("seat", "oak", words=("top", "sitting surface")),
        Role("leg", "oak", words=("foot",), count="legs"),
        Role("rung", "oak", words=("stretcher", "cross bar", "bar"), count=None, like="leg"),
        Role("footrest", "steel", words=("foot ring", "foot rest", "footring"), count="footrests", tone=None),
        Role("back", "oak", words=("backrest", "back rest"), count="backs"),
        Role("post", "oak", words=("back post",), count=lambda values: 2 * values.count("backs"), like="back"),
        Role("cushion", "leather", "#7d4b32", words=("pad", "upholstery"), count="cushions", tone=1),
    ),
    parameters=(
        count("legs", 3, 3, 8, free=(3, 4)),
        choice("seat_shape", "round", "square", aliases={"circular": "round", "rectangular": "square"}),
        count("footrests", 0, 0, 1),
        count("backs", 0, 0, 1),
        count("cushions", 0, 0, 1),
        length("seat_height", 460, 80, 1200, part="seat", measure="height"),
        length("seat_thickness", 36, 5, 150, part="seat", measure="thickness"),
        length("leg_thickness", 34, 6, 120, part="leg", measure="thickness"),
    ),
    synonyms=("three legged stool", "milking stool", "kitchen stool", "step stool"),
    presets={
        "bar stool": {
            "width": 400, "depth": 400, "height": 760, "seat_height": 760, "legs": 4, "footrests": 1,
            "leg_thickness": 30,
        },
        "barstool": {
            "width": 400, "depth": 400, "height": 760, "seat_height": 760, "legs": 4, "footrests": 1,
            "leg_thickness": 30,
        },
        "counter stool": {
            "width": 400, "depth": 400, "height": 650, "seat_height": 650, "legs": 4, "footrests": 1,
            "leg_thickness": 30,
        },
        "piano stool": {"width": 380, "depth": 380, "height": 500, "seat_height": 500, "legs": 4, "cushions": 1},
    },
    rule=_agree,
    examples=(
        "a three-legged oak stool",
        "bar stool with four black metal legs and a red seat, 75 cm high",
        "square walnut stool with a blue cushion",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Seat first, then the legs that end inside it."""
    _Stool(kit, values).make()


class _Stool:
    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.width, self.depth, self.height = values.mm("width"), values.mm("depth"), values.mm("height")
        backs = values.count("backs")
        self.top = min(values.mm("seat_height"), self.height) if backs else self.height
        self.pad = min(self.top * 0.12, self.width * 0.15) if values.count("cushions") else 0.0
        self.board = self.top - self.pad * (0 if backs else 0.8)
        self.thick = min(values.mm("seat_thickness"), self.board * 0.3, self.width * 0.25)
        self.under = self.board - self.thick
        self.leg = min(values.mm("leg_thickness"), self.width * 0.22) / 2
        self.round = values.word("seat_shape") == "round"
        self.squash = self.depth / self.width
        number = values.count("legs")
        # Legs of a low stool may reach out as far as its seat; a high one stands wider than its seat.
        self.seat = self.width * (0.98 if self.top < 1.6 * self.width else 0.86)
        turn = -math.pi / 2 + math.pi / number
        reach = 0.5 / max(abs(math.cos(turn + 2 * math.pi * k / number)) for k in range(number))
        spots = layout.around(number, 1.0, turn=turn)
        if not self.round and number == 4:
            spots, reach = [(x / abs(x), y / abs(y)) for x, y in spots], 0.5
        wide = self.width * reach - self.leg * (0.68 if reach > 0.49 else 0.2)
        wide = min(wide, self.width * 0.56 - self.leg)
        self.feet = [(x * wide, y * wide * self.squash) for x, y in spots]
        inner = self.seat * (0.33 if self.round else 0.36)
        self.heads = [(x * inner, y * inner * self.squash) for x, y in spots]

    def make(self) -> None:
        kit = self.kit
        kit.add("seat", self._seat().translate((0, 0, self.under)), crease=40)
        into = self.under + self.thick * 0.5
        for (fx, fy), (hx, hy) in zip(self.feet, self.heads, strict=True):
            kit.add("leg", kit.stake((fx, fy, 0), (hx, hy, into), self.leg * 0.66, self.leg))
        if kit.level:
            self._rungs()
        if self.values.count("footrests"):
            self._ring()
        if self.values.count("backs"):
            self._back()
        if self.pad:
            size = self.seat * 0.94
            soft = kit.disc(size, size * self.squash, self.pad, bevel=self.pad * 0.3)
            if not self.round:
                soft = kit.pad(size, size * self.squash, self.pad, soft=self.pad * 0.35, crown=self.pad * 0.2)
            kit.add("cushion", soft.translate((0, 0, self.board - self.pad * 0.2)), crease=60)

    def _seat(self) -> Solid:
        kit, soft = self.kit, min(self.thick * 0.3, 12.0)
        if self.round:
            body = kit.disc(self.seat, self.seat * self.squash, self.thick, bevel=soft)
        else:
            body = kit.box(self.seat, self.seat * self.squash, self.thick, corner=self.seat * 0.12, bevel=soft)
        if kit.level and not self.pad:
            size = self.seat * 0.44
            bowl = kit.sphere(1.0).scale((size, size * self.squash, self.thick * 0.3))
            body = kit.without(body, bowl.translate((0, 0, self.thick)))
        return body

    def _at(self, number: int, share: float) -> tuple[float, float, float]:
        (fx, fy), (hx, hy) = self.feet[number], self.heads[number]
        return fx + (hx - fx) * share, fy + (hy - fy) * share, self.under * share

    def _rungs(self) -> None:
        number = len(self.feet)
        for k in range(number):
            share = 0.42 if k % 2 == 0 or number == 3 else 0.5
            start, end = self._at(k, share), self._at((k + 1) % number, share)
            path = self.kit.curve([start, tuple((a + b) / 2 for a, b in zip(start, end, strict=True)), end])
            last = len(path) - 1
            swell = [0.72 + 0.28 * math.sin(math.pi * i / last) for i in range(last + 1)]
            self.kit.add("rung", self.kit.swept(path, self.kit.ring(self.leg * 0.6), scale=swell))

    def _ring(self) -> None:
        kit, share = self.kit, 0.3
        x, y, z = self._at(0, share)
        radius = math.hypot(x, y / self.squash)
        path = kit.maths.array([(a, b, z) for a, b in layout.around(kit.segments, radius, squash=self.squash)])
        kit.add("footrest", kit.swept(path, kit.ring(self.leg * 0.5), closed=True), crease=60)

    def _back(self) -> None:
        kit, rise = self.kit, self.height - self.under
        rear = self.depth / 2 - self.leg * 0.75
        y0 = self.seat * self.squash * 0.36
        for side in (-1, 1):
            x = side * self.seat * 0.22
            start, end = (x, y0, self.under + self.thick * 0.5), (x * 1.15, rear, self.height - rise * 0.12)
            kit.add("post", kit.stake(start, end, self.leg * 0.7, self.leg * 0.6))
        tall = rise * 0.36
        points = [(self.seat * 0.42 * a, rear - self.seat * 0.1 * a * a, self.height - tall / 2)
                  for a in (-1, -0.5, 0, 0.5, 1)]  # fmt: skip
        kit.add(
            "back", kit.swept(kit.curve(points), kit.strip(self.leg * 1.1, tall, corner=self.leg * 0.4), up=(0, 0, 1))
        )
