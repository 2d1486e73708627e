"""Beds: a frame with headboard and footboard, a mattress, pillows and a folded-back blanket; bunks with a ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "pillows" not in said and int(values["mattresses"]):
        values["pillows"] = 1 if float(values["width"]) < 0.58 * float(values["depth"]) else 2
    if not int(values["mattresses"]):
        values["pillows"] = values["blankets"] = 0
    if int(values["bunks"]) > 1 and "height" not in said:
        values["height"] = max(float(values["height"]), 800.0 + 450.0 * int(values["bunks"]))
    return []


@family(
    "bed",
    gloss="a frame with a mattress to sleep on",
    category="furniture",
    size=Size(1600, 2080, 1000, main="width", follow={"height": 0.0, "depth": 0.0, "width": 0.2}),
    roles=(
        Role("headboard", "oak", words=("head board", "head", "headrest"), count="headboards"),
        Role("footboard", "oak", words=("foot board", "foot end"), count="footboards"),
        Role("rail", "oak", words=("side rail", "frame", "side", "bed frame"), count=lambda v: 2 * v.count("bunks")),
        Role("cross_rail", "oak", words=("crossbar",), count=None, like="rail"),
        Role("slat", "oak", "#d6b98a", words=("bed slat",), count=None, tone=None),
        Role("leg", "oak", words=("foot", "post", "bedpost"), count=4),
        Role("mattress", "cotton", "#f1ece0", count=lambda v: v.count("mattresses") * v.count("bunks"), tone=None),
        Role("blanket", "cotton", "#7f9fae", words=("duvet", "cover", "bedspread", "quilt", "comforter", "sheet"),
             count=lambda v: v.count("blankets") * v.count("bunks"), tone=1),
        Role("fold", "cotton", "#f6f2e8", words=("lining",), count=None, tone=None),
        Role("pillow", "cotton", "#fbf8f0", words=("cushion",), count=lambda v: v.count("pillows") * v.count("bunks"),
             tone=None),
        Role("ladder", "oak", count=lambda v: 1 if v.count("bunks") > 1 else 0),
    ),
    parameters=(
        count("pillows", 2, 0, 6, words=("pillow",)),
        count("headboards", 1, 0, 1),
        count("footboards", 1, 0, 1),
        count("mattresses", 1, 0, 1, words=("mattress",)),
        count("blankets", 1, 0, 1, words=("blanket", "duvet", "cover", "bedspread", "quilt", "comforter")),
        count("bunks", 1, 1, 3, words=("bunk", "tier", "deck")),
        choice("board_style", "panelled", "slatted", "upholstered",
               aliases={"barred": "slatted", "padded": "upholstered", "plain": "panelled"}, free=("panelled",
                    "slatted")),
        length("mattress_thickness", 220, 30, 500, part="mattress", measure="thickness"),
        length("leg_thickness", 70, 10, 250, part="leg", measure="thickness"),
    ),
    synonyms=("bedstead", "bed frame"),
    presets={
        "double bed": {"width": 1500},
        "single bed": {"width": 950, "pillows": 1},
        "king size bed": {"width": 1880},
        "king bed": {"width": 1880},
        "queen bed": {"width": 1580},
        "queen size bed": {"width": 1580},
        "twin bed": {"width": 1040, "pillows": 1},
        "bunk bed": {"width": 980, "height": 1700, "bunks": 2, "pillows": 1},
        "cot": {"width": 900, "depth": 1950, "height": 700, "footboards": 0, "pillows": 1},
    },
    rule=_agree,
    examples=(
        "oak double bed with two pillows and a blue blanket",
        "white single bed, 90 x 200 x 90 cm",
        "bunk bed with a red blanket",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Four posts carry everything; a deck a bunk, bedding on it, boards at both ends."""
    _Bed(kit, values).make()


class _Bed:
    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.width, self.depth, self.height = values.mm("width"), values.mm("depth"), values.mm("height")
        least = min(self.width, self.depth, self.height)
        self.leg = min(values.mm("leg_thickness"), least * 0.12)
        self.bunks = values.count("bunks")
        self.pitch = self.height / self.bunks * 0.9 if self.bunks > 1 else self.height
        self.rail = min(self.pitch * 0.19, 180.0 * max(self.depth / 2080, 0.2))
        self.deck = self.pitch * (0.21 if self.bunks == 1 else 0.3)
        self.thick = min(values.mm("mattress_thickness"), self.pitch * 0.34) * min(kit.chunk, 1.2)

    def make(self) -> None:
        kit, values = self.kit, self.values
        ends = (values.count("headboards"), values.count("footboards"))
        deck_top = self.deck + self.rail * 0.7
        tops = (
            self.height,
            self.height
            if self.bunks > 1
            else min(self.height * 0.62, deck_top + self.thick * 1.5)
            if ends[1]
            else deck_top,
        )
        if not ends[0] and self.bunks == 1:
            tops = (deck_top, tops[1])
        soft = self.leg * 0.14
        for x, y in layout.feet(4, self.width - self.leg, self.depth - self.leg):
            top = tops[0] if y > 0 else tops[1]
            kit.add("leg", kit.box(self.leg, self.leg, top, corner=soft, bevel=soft).translate((x, y, 0)))
        for bunk in range(self.bunks):
            self._deck(self.deck + bunk * self.pitch)
        if ends[0]:
            self._board("headboard", (self.depth - self.leg) / 2, tops[0])
        if ends[1]:
            self._board("footboard", (self.leg - self.depth) / 2, tops[1])
        if self.bunks > 1:
            self._ladder()

    def _deck(self, z: float) -> None:
        kit, board = self.kit, self.leg * 0.5
        for side in (-1, 1):
            bar = kit.box(board, self.depth - self.leg * 1.2, self.rail, bevel=board * 0.16)
            kit.add("rail", bar.translate((side * (self.width / 2 - self.leg / 2), 0, z)))
        number = kit.pick(3, 9, 15)
        for y in layout.row(number, self.depth - self.leg * 2.6):
            slat = kit.box(self.width - self.leg * 0.9, self.depth / number * 0.5, board * 0.5)
            kit.add("slat", slat.translate((0, y, z + self.rail * 0.42)))
        for side in (-1, 1):
            tie = kit.box(self.width - self.leg * 1.2, board, self.rail * 0.8, bevel=board * 0.1)
            kit.add("cross_rail", tie.translate((0, side * (self.depth - self.leg) / 2, z + self.rail * 0.1)))
        if self.values.count("mattresses"):
            self._bedding(z + self.rail * 0.42 + board * 0.4)

    def _bedding(self, z: float) -> None:
        kit, thick = self.kit, self.thick
        wide, long = self.width - self.leg * 1.25, self.depth - self.leg * 2.1
        pad = kit.pad(wide, long, thick, soft=min(thick * 0.3, 70.0), crown=thick * 0.05)
        kit.add("mattress", pad.translate((0, 0, z)), crease=60)
        top = z + thick
        number = self.values.count("pillows")
        deep = min(long * 0.2, wide * 0.45)
        fat = min(deep * 0.4, thick * 0.8)
        span = wide * 0.94 / max(number, 1)
        for x in layout.row(number, wide * 0.94 - span) if number else []:
            pillow = kit.pad(min(span * 0.94, deep * 2.0), deep, fat, soft=fat * 0.36, crown=fat * 0.26)
            tilt = pillow.rotate((12 if kit.level else 6, 0, 0))
            kit.add("pillow", tilt.translate((x, long / 2 - deep * 0.6, top - fat * 0.08)), crease=60)
        if not self.values.count("blankets"):
            return
        cover, over = long * 0.68, min(wide * 0.02, 20.0)
        drop = thick * 0.72
        quilt = kit.pad(wide + 2 * over, cover + over, drop + thick * 0.16, soft=thick * 0.22, crown=thick * 0.08)
        middle = -long / 2 + cover / 2 - over / 2
        kit.add("blanket", quilt.translate((0, middle, top - drop)), crease=60)
        edge = kit.pad(wide + 2.6 * over, long * 0.13, drop + thick * 0.25, soft=thick * 0.2, crown=thick * 0.06)
        kit.add("fold", edge.translate((0, middle + cover / 2, top - drop * 1.01)), crease=60)

    def _board(self, name: str, y: float, top: float) -> None:
        kit, style = self.kit, self.values.word("board_style")
        low = self.deck + self.rail * 0.3
        wide, tall = self.width - self.leg * 1.2, top - low
        thin = self.leg * 0.45
        bar = min(self.leg * 1.1, tall * 0.3)
        cap = kit.box(self.width, self.leg * 1.08, bar, corner=self.leg * 0.16, bevel=bar * 0.22)
        pieces = [cap.translate((0, 0, top - bar))]
        if style == "slatted":
            pieces.append(kit.box(wide, thin, bar * 0.8).translate((0, 0, low)))
            number = max(5, min(24, round(wide / max(tall * 0.2, self.leg * 1.6))))
            bar_ = kit.box(self.leg * 0.4, thin * 0.7, tall - bar * 0.6, bevel=thin * 0.1)
            pieces += [bar_.translate((x, 0, low)) for x in layout.row(number, wide * 0.9)]
        elif style == "upholstered":
            pad = kit.pad(wide, tall - bar * 0.5, self.leg * 0.9, soft=self.leg * 0.3).rotate((90, 0, 0))
            pieces.append(pad.translate((0, self.leg * 0.3, low + (tall - bar * 0.5) / 2)))
        else:
            pieces.append(kit.box(wide, thin, tall - bar * 0.6).translate((0, 0, low)))
            if kit.level:
                number = kit.pick(1, 3, 5)
                each = wide / number
                for x in layout.row(number, wide - each):
                    field = kit.box(each * 0.84, thin * 1.7, (tall - bar) * 0.8, bevel=thin * 0.3)
                    pieces.append(field.translate((x, 0, low + (tall - bar) * 0.1)))
        kit.add(name, kit.union(pieces).translate((0, y, 0)))

    def _ladder(self) -> None:
        kit, r = self.kit, self.leg * 0.22
        wide, top = min(self.depth * 0.2, self.leg * 6), self.deck + (self.bunks - 1) * self.pitch + self.rail
        x, y = self.width / 2 + r * 0.2, -self.depth * 0.25
        rungs = max(3, 4 * (self.bunks - 1))
        pieces = [kit.rod((x, y + side * wide / 2, 0), (x, y + side * wide / 2, top), r) for side in (-1, 1)]
        for k in range(rungs):
            z = top * (k + 0.7) / rungs
            pieces.append(kit.rod((x, y - wide / 2, z), (x, y + wide / 2, z), r * 0.8))
        kit.add("ladder", kit.union(pieces).translate((-r * 1.2, 0, 0)), crease=50)
