"""Wardrobes: a tall carcass with doors, a cornice and a plinth, drawers below and a rail with hangers' room inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import carcass, layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    doors = int(values["doors"])
    if "doors" in said and "width" not in said:
        values["width"] = max(600.0, 560.0 * doors) if doors else float(values["width"])
    if int(values["mirrors"]) > doors:
        values["mirrors"] = doors
    return []


@family(
    "wardrobe",
    gloss="a tall case with doors, for clothes",
    category="furniture",
    size=Size(1200, 600, 2000, main="height", follow={"width": 0.3, "depth": 0.0, "height": 0.3}),
    roles=(
        Role("side", "oak", words=("side panel",), count=2),
        Role("top", "oak", words=("top board",)),
        Role("bottom", "oak", words=("floor",)),
        Role("back", "oak", words=("back panel",)),
        Role("door", "oak", words=("door panel",), count="doors"),
        Role("mirror", "mirror glass", words=("mirror pane", "looking glass"), count="mirrors", tone=None),
        Role("drawer", "oak", words=("drawer front",), count="drawers"),
        Role("handle", "brass", words=("knob", "pull", "grip"), count=lambda v: v.count("doors") + v.count("drawers"),
             tone=1),
        Role("rail", "steel", words=("clothes rail", "hanging rail", "rod"), tone=None),
        Role("shelf", "oak", words=("hat shelf",), count="shelves"),
        Role("cornice", "oak", words=("crown", "moulding"), count=None),
        Role("plinth", "oak", words=("base",), count=None),
        Role("leg", "oak", words=("foot",), count="legs"),
    ),
    parameters=(
        count("doors", 2, 0, 8, free=(2, 3)),
        count("drawers", 0, 0, 8),
        count("shelves", 1, 0, 8),
        count("mirrors", 0, 0, 8),
        count("legs", 0, 0, 8),
        choice("handle_style", "bar", "knob", free=("bar", "knob")),
        length("board", 24, 3, 100, part="side", measure="thickness"),
    ),
    synonyms=("armoire", "clothes cupboard", "closet"),
    presets={"linen press": {"width": 1100, "drawers": 2}},
    rule=_agree,
    examples=(
        "oak wardrobe with three doors",
        "white wardrobe with two doors, two drawers and a mirror, 210 cm high",
        "walnut armoire with black metal handles",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Carcass between plinth and cornice, fittings inside, drawers below and doors above them."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    least = min(width, depth, height)
    doors, drawers = values.count("doors"), values.count("drawers")
    board = min(values.mm("board"), least * 0.08)
    reach = min(least * 0.06, 40.0) if doors + drawers else board * 0.3
    thick = board * 0.9
    stand = min(height * 0.05, 120.0)
    crown = min(height * 0.035, 70.0) if kit.level else 0.0
    case = carcass.Carcass(kit, width - 2 * crown * 0.35, -depth / 2 + reach + thick, depth / 2, stand, height - crown,
                           board)  # fmt: skip
    case.make()
    middle = (case.front + case.rear) / 2
    if values.count("legs"):
        carcass.legs(kit, values.count("legs"), width * 0.95, depth * 0.86, stand, min(least * 0.1, 60.0), splay=0.1)
    else:
        foot = kit.box(case.width * 0.97, case.depth * 0.94, stand + board * 0.2)
        kit.add("plinth", foot.translate((0, middle + case.depth * 0.01, 0)))
    if crown:
        for share, grow in ((0.0, 0.2), (0.5, 0.35)) if kit.level == 2 else ((0.0, 0.35),):
            tall = crown * (1 - share)
            out = crown * grow
            slab = kit.box(case.width + 2 * out, case.depth + thick + out, tall, bevel=crown * 0.16)
            kit.add("cornice", slab.translate((0, case.rear - (case.depth + thick + out) / 2, height - tall)))
    gap = min(board * 0.25, 5.0)
    room = case.ceiling - case.floor
    low = min(room * 0.2, 240.0) * (1 if drawers < 5 else 1.6) if drawers else 0.0
    rod = min(board * 0.7, depth * 0.04)
    rail_z = case.floor + low + (room - low) * 0.82
    half = case.inner / 2 + board * 0.3
    kit.add("rail", kit.rod((-half, middle, rail_z), (half, middle, rail_z), rod))
    number = values.count("shelves")
    for k in range(number):
        z = case.floor + low + (room - low) * (0.88 - 0.7 * k / max(number, 1))
        kit.add("shelf", kit.box(case.inner + board * 0.4, case.depth * 0.9, board * 0.8, bevel=board * 0.08)
                .translate((0, middle, z)))  # fmt: skip
    style = values.word("handle_style")
    wide = case.inner / max(drawers, 1)
    for x in layout.row(drawers, case.inner - wide) if drawers else []:
        face = carcass.front(kit, wide - gap, low - gap, thick, framed=kit.level == 2)
        tray = carcass.tray(kit, wide - gap * 5, case.depth * 0.85, low * 0.6, board * 0.5)
        body = kit.union([face, tray.translate((0, -thick * 0.2, low * 0.1))])
        kit.add("drawer", body.translate((x, case.front, case.floor + gap / 2)))
        pull = carcass.handle(kit, style, reach, min(wide * 0.3, 160.0))
        kit.add("handle", pull.translate((x, case.front - thick * 0.7, case.floor + low * 0.55)), crease=50)
    wide = case.inner / max(doors, 1)
    high = room - low
    for k, x in enumerate(layout.row(doors, case.inner - wide)) if doors else ():
        base = case.floor + low + gap / 2
        face = carcass.front(kit, wide - gap, high - gap, thick)
        kit.add("door", face.translate((x, case.front, base)))
        side = 1 if k % 2 == 0 else -1
        pull = carcass.handle(kit, style, reach, min(high * 0.16, 260.0))
        if style == "bar":
            pull = pull.rotate((0, 90, 0))
        place = (x + side * (wide / 2 - wide * 0.075), case.front - thick, base + high * 0.45)
        kit.add("handle", pull.translate(place), crease=50)
        if k < values.count("mirrors"):
            inset = min(wide, high) * 0.17
            sheet = kit.box(wide - 2 * inset, thick * 0.5, high - 2 * inset, bevel=thick * 0.1)
            kit.add("mirror", sheet.translate((x, case.front - thick * 0.85, base + inset)))
