"""Tables: a softly edged top on tapered, straight or turned legs, with apron, shelf and drawers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    warnings = []
    width, depth = float(values["width"]), float(values["depth"])
    if values["shape"] in ("round", "square") and abs(width - depth) > 0.02 * width:
        other = "oval" if values["shape"] == "round" else "rectangular"
        warnings.append(f"A {values['shape']} top is as deep as it is wide; this one is {other}.")
        values["shape"] = other
    if int(values["drawers"]) and (values["shape"] in ("round", "oval") or int(values["legs"]) < 2):
        warnings.append("Drawers need a rectangular table on at least two legs; they are left out.")
        values["drawers"] = 0
    if "apron_height" not in said:
        values["apron_height"] = min(float(values["apron_height"]), float(values["height"]) * 0.22)
    return warnings


@family(
    "table",
    gloss="a flat top on legs to eat, work or write at",
    category="furniture",
    size=Size(
        1400,
        800,
        740,
        main="width",
        follow={"height": 0.0, "depth": 0.6, "width": 0.6},
        tied_when=(("shape", "round", ("width", "depth")), ("shape", "square", ("width", "depth"))),
    ),
    roles=(
        Role("top", "oak", words=("tabletop", "table top", "desktop", "worktop", "surface", "plate")),
        Role("leg", "oak", words=("foot",), count="legs"),
        Role("apron", "oak", words=("rail", "skirt"), count=None),
        Role("base", "oak", words=("pedestal base",), count=lambda values: 1 if values.count("legs") == 1 else 0),
        Role("shelf", "oak", words=("lower shelf", "rack"), count="shelves"),
        Role("drawer", "oak", words=("tray",), count="drawers"),
        Role("knob", "brass", words=("handle", "pull"), count="drawers", tone=None),
    ),
    parameters=(
        choice(
            "shape", "rectangular", "round", "oval", "square",
            aliases={"circular": "round", "elliptical": "oval", "ellipse": "oval", "rectangle": "rectangular"},
        ),
        count("legs", 4, 0, 24),
        choice(
            "leg_style", "tapered", "straight", "turned",
            aliases={"lathed": "turned"}, free=("tapered", "straight", "turned"),
        ),
        length("leg_thickness", 58, 8, 300, part="leg", measure="thickness"),
        length("top_thickness", 28, 3, 200, part="top", measure="thickness", dimension=("thickness",)),
        length("apron_height", 85, 10, 300, part="apron", measure="height"),
        count("aprons", 1, 0, 1, words=("apron", "skirt")),
        count("shelves", 0, 0, 1),
        count("drawers", 0, 0, 6),
    ),
    synonyms=("dining table", "kitchen table", "dinner table"),
    presets={
        "side table": {"width": 450, "depth": 450, "height": 550, "leg_thickness": 38, "top_thickness": 22},
        "end table": {"width": 450, "depth": 450, "height": 550, "leg_thickness": 38, "top_thickness": 22},
        "bedside table": {
            "width": 450, "depth": 400, "height": 550, "leg_thickness": 38, "top_thickness": 22, "drawers": 1,
        },
        "coffee table": {"width": 1100, "depth": 600, "height": 420, "leg_thickness": 48},
        "console table": {"width": 1100, "depth": 350, "height": 800, "leg_thickness": 42},
        "bistro table": {"width": 700, "depth": 700, "height": 740, "shape": "round", "legs": 1},
        "bar table": {"width": 700, "depth": 700, "height": 1080, "shape": "round", "legs": 1},
        "pedestal table": {"width": 1100, "depth": 1100, "shape": "round", "legs": 1},
    },
    rule=_agree,
    examples=(
        "round oak table 120 cm wide with four legs",
        "walnut table with three drawers and steel legs",
        "coffee table, 110 x 60 x 42 cm, with a shelf",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Top, then whatever carries it; legs end inside the top so that nothing gapes."""
    table = _Table(kit, values)
    table.top()
    table.legs()
    table.apron()
    table.extras()


class _Table:
    """The measures all parts share."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.width, self.depth, self.height = values.mm("width"), values.mm("depth"), values.mm("height")
        self.round = values.word("shape") in ("round", "oval")
        self.thick = min(values.mm("top_thickness"), self.height * 0.4)
        least = min(self.width, self.depth)
        self.leg = min(values.mm("leg_thickness"), least * 0.3)
        self.under = self.height - self.thick
        self.count = values.count("legs")
        self.overhang = min(0.03 * least, 40.0)
        self.apron_height = values.mm("apron_height")
        self.style = values.word("leg_style")
        reach = 2 * self.overhang + self.leg
        self.spots = (
            layout.around(
                self.count, self.width * 0.36, turn=math.pi / 2 + math.pi / max(self.count, 1),
                squash=self.depth / self.width,
            )
            if self.round and self.count > 1
            else layout.feet(self.count, self.width - reach, self.depth - reach)
        )  # fmt: skip

    def top(self) -> None:
        kit, soft = self.kit, min(self.thick * 0.22, 9.0)
        if self.round:
            body = kit.disc(self.width, self.depth, self.thick, bevel=soft)
        else:
            body = kit.box(self.width, self.depth, self.thick, corner=min(self.leg * 0.35, 24), bevel=soft)
        kit.add("top", body.translate((0, 0, self.under)))

    def legs(self) -> None:
        if self.count == 1:
            self._pedestal()
            return
        into = self.under + self.thick * 0.3
        for x, y in self.spots:
            self.kit.add("leg", self._leg(x, y, into))

    def _leg(self, x: float, y: float, into: float) -> Solid:
        kit, half = self.kit, self.leg / 2
        if self.style == "turned":
            return self._spindle(into).translate((x, y, 0))
        foot = 1.0 if self.style == "straight" else 0.62
        if self.round:
            splay = 1.0 if self.style == "straight" else 1.16
            return kit.stake((x * splay, y * splay, 0), (x, y, into), half * foot, half)
        # The outer faces stay plumb and the inner ones taper, from below the apron down.
        shift = half * (1 - foot)
        low = (x + math.copysign(shift, x) * (x != 0), y + math.copysign(shift, y) * (y != 0), 0.0)
        knee = self.under - self.apron_height * 1.15
        corner = self.leg * 0.12
        if self.style == "straight" or knee < self.under * 0.4 or kit.level == 0:
            return kit.post(low, (x, y, into), self.leg * foot, self.leg, corner=corner)
        return kit.union(
            [
                kit.post(low, (x, y, knee), self.leg * foot, self.leg, corner=corner),
                kit.post((x, y, knee), (x, y, into), self.leg, corner=corner),
            ]
        )

    def _spindle(self, into: float) -> Solid:
        """A turned leg: foot, ankle, swelling shaft, rings, and a square block at the top for the apron."""
        kit, r = self.kit, self.leg / 2
        block = max(self.apron_height * 1.2, self.leg)
        high = max(self.under - block, self.under * 0.4)
        marks = [
            (0.34, 0.0), (0.46, 0.012), (0.56, 0.05), (0.42, 0.1), (0.5, 0.115), (0.62, 0.3), (0.86, 0.6), (0.94, 0.72),
            (0.8, 0.84), (0.6, 0.89), (0.92, 0.915), (0.92, 0.935), (0.6, 0.95), (0.98, 0.985), (0.98, 1.0),
        ]  # fmt: skip
        outline = (
            kit.curve([(radius * r, z * high) for radius, z in marks])
            if kit.level and not kit.low
            else [(radius * r, z * high) for radius, z in marks]
        )
        shaft = kit.turned([(0.0, 0.0), *((float(a), max(0.0, float(b))) for a, b in outline), (0.0, high)])
        cap = kit.box(self.leg, self.leg, into - high + 1, bevel=self.leg * 0.06)
        return kit.union([shaft, cap.translate((0, 0, high - 1))])

    def _pedestal(self) -> None:
        kit, r = self.kit, self.leg / 2
        reach = min(self.width, self.depth) * 0.56
        plate = max(self.thick * 0.8, self.under * 0.02)
        rise = min(self.under * 0.12, reach * 0.16)
        profile = [(0.0, 0.0), (reach / 2, 0.0), (reach / 2, plate * 0.5), (reach / 2 - plate * 0.5, plate)]
        slope = kit.curve([(reach / 2 - plate, plate), (reach * 0.2, plate + rise * 0.3), (r * 1.25, plate + rise)])
        profile += [(float(a), float(b)) for a, b in slope]
        kit.add("base", kit.turned([*profile, (0.0, plate + rise)]))
        neck = self.under - 2.6 * r
        column = [
            (0.0, plate * 0.5), (r, plate * 0.5), (r * 0.92, neck * 0.5), (r, neck), (r * 1.5, self.under - r * 0.6),
            (r * 2.6, self.under + self.thick * 0.3), (0.0, self.under + self.thick * 0.3),
        ]  # fmt: skip
        kit.add("leg", kit.turned(column))

    def apron(self) -> None:
        kit, tall = self.kit, self.apron_height
        if not self.values.count("aprons") or self.count < 2 or (kit.level == 0 and self.round) or tall < 1:
            return
        thin = self.leg * 0.36
        low = self.under - tall
        into = self.thick * 0.2
        if self.round:
            radius = self.width * 0.36
            ring = kit.disc(2 * radius + thin, 2 * radius + thin, tall + into)
            hole = kit.disc(2 * radius - thin, 2 * radius - thin, tall + into + 2).translate((0, 0, -1))
            body = kit.without(ring, hole).scale((1, self.depth / self.width, 1))
            kit.add("apron", body.translate((0, 0, low)))
            return
        if self.count < 3:
            return
        reach = 2 * self.overhang + self.leg
        long, deep = self.width - reach, self.depth - reach
        back = self.leg * 0.18
        for side in (-1, 1):
            rail = kit.box(long, thin, tall + into, bevel=thin * 0.12)
            kit.add("apron", rail.translate((0, side * (deep / 2 + back), low)))
        for side in (-1, 1):
            rail = kit.box(thin, deep, tall + into, bevel=thin * 0.12)
            kit.add("apron", rail.translate((side * (long / 2 + back), 0, low)))

    def extras(self) -> None:
        kit, reach = self.kit, 2 * self.overhang + self.leg
        if self.values.count("shelves"):
            thin = self.thick * 0.75
            place = (0, 0, self.under * 0.22)
            if self.round:
                kit.add("shelf", kit.disc(self.width * 0.76, self.width * 0.76, thin, bevel=thin * 0.2)
                        .scale((1, self.depth / self.width, 1)).translate(place))  # fmt: skip
            else:
                board = kit.box(self.width - reach, self.depth - reach, thin, bevel=thin * 0.2)
                kit.add("shelf", board.translate(place))
        drawers = self.values.count("drawers")
        if not drawers:
            return
        inner = self.width - reach - self.leg
        wide, tall = inner / drawers, max(self.apron_height * 0.98, self.height * 0.08)
        gap = min(wide * 0.03, 6.0)
        front = self.depth / 2 - self.overhang * 0.6
        deep = min(self.depth * 0.6, 450.0)
        for x in layout.row(drawers, inner - wide):
            face = kit.box(wide - gap, self.leg * 0.4, tall, bevel=2.0)
            tray = kit.box(wide - gap * 4, deep, tall * 0.7)
            body = kit.union([face, tray.translate((0, deep / 2, tall * 0.12))])
            kit.add("drawer", body.translate((x, -front + self.leg * 0.2, self.under - tall)))
            r = min(tall * 0.16, 16.0)
            pull = kit.turned([(0, 0), (r * 0.5, 0), (r * 0.45, r * 0.9), (r, r * 1.3), (r * 0.8, r * 1.9), (0, r * 2)])
            kit.add("knob", pull.rotate((90, 0, 0)).translate((x, -front + r * 0.2, self.under - tall / 2)))
