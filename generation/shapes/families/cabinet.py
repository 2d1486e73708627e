"""Cabinets: a carcass with doors over shelves, drawers above them, on legs; sideboards, nightstands, cupboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import carcass, layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    fronts = int(values["doors"]) + int(values["drawers"])
    if "handles" not in said or not fronts:
        values["handles"] = fronts
    return []


@family(
    "cabinet",
    gloss="a case with doors and shelves to keep things in",
    category="furniture",
    size=Size(900, 420, 1000, main="height", follow={"width": 0.4, "depth": 0.3, "height": 0.4}),
    roles=(
        Role("side", "walnut", "#85583a", words=("side panel",), count=2),
        Role("top", "walnut", "#85583a", words=("surface", "top board")),
        Role("bottom", "walnut", "#85583a", words=("base", "floor")),
        Role("back", "walnut", "#85583a", words=("back panel",)),
        Role("shelf", "walnut", "#85583a", words=("inner shelf", "board"), count="shelves"),
        Role("door", "walnut", "#85583a", words=("door panel", "front"), count="doors"),
        Role("pane", "glass", words=("window", "glass"),
             count=lambda v: v.count("doors") * (v.word("doors_of") == "glazed"),
             tone=None),
        Role("drawer", "walnut", "#85583a", words=("drawer front",), count="drawers"),
        Role("handle", "brass", words=("knob", "pull", "grip"), count="handles", tone=1),
        Role("rail", "walnut", "#85583a", words=("divider",), count=None, like="side"),
        Role("hinge", "brass", count=None, tone=None, like="handle"),
        Role("leg", "walnut", "#85583a", words=("foot",), count="legs"),
    ),
    parameters=(
        count("doors", 2, 0, 8),
        count("shelves", 2, 0, 10),
        count("drawers", 0, 0, 8),
        count("handles", 2, 0, 16),
        count("legs", 4, 0, 8),
        choice("doors_of", "panelled", "plain", "glazed", aliases={"paneled": "panelled", "flush": "plain"}),
        choice("handle_style", "knob", "bar", free=("knob", "bar")),
        length("board", 22, 3, 80, part="side", measure="thickness"),
        length("leg_height", 130, 10, 600, part="leg", measure="height"),
    ),
    synonyms=("cupboard", "kitchen cupboard", "kitchen cabinet", "storage cabinet", "buffet"),
    presets={
        "sideboard": {"width": 1600, "depth": 450, "height": 800, "doors": 2, "drawers": 3, "shelves": 1},
        "credenza": {"width": 1600, "depth": 450, "height": 750, "doors": 4, "shelves": 1},
        "nightstand": {"width": 450, "depth": 400, "height": 550, "doors": 0, "drawers": 1, "shelves": 0},
        "night stand": {"width": 450, "depth": 400, "height": 550, "doors": 0, "drawers": 1, "shelves": 0},
        "tv stand": {"width": 1500, "depth": 420, "height": 500, "doors": 2, "shelves": 1},
        "display cabinet": {"width": 800, "height": 1700, "doors": 2, "shelves": 4, "doors_of": "glazed"},
        "medicine cabinet": {"width": 500, "depth": 160, "height": 650, "doors": 1, "shelves": 2, "legs": 0},
    },
    rule=_agree,
    examples=(
        "walnut cabinet with two doors and three shelves",
        "white sideboard with four doors and brass handles",
        "oak nightstand with one drawer",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Carcass on legs; shelves inside, a row of drawers on top, doors below it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    doors, drawers, handles = values.count("doors"), values.count("drawers"), values.count("handles")
    least = min(width, depth, height)
    board = min(values.mm("board"), least * 0.08)
    reach = min(least * 0.06, 34.0) if handles else board * 0.2
    stand = min(values.mm("leg_height"), height * 0.4) if values.count("legs") else 0.0
    thick = board * 0.9 if doors + drawers else 0.0
    case = carcass.Carcass(kit, width, -depth / 2 + reach + thick, depth / 2, stand, height, board,
                           board * 0.25 * (kit.level > 0))  # fmt: skip
    case.make()
    if stand:
        carcass.legs(kit, values.count("legs"), width * 0.94, depth * 0.88, stand, min(least * 0.1, 46.0) * kit.chunk,
                     splay=0.3)  # fmt: skip
    room = case.ceiling - case.floor
    only = not doors and not values.count("shelves") and drawers > 1
    tall = (room if only else min(room * 0.36, max(room * 0.22, 150.0))) if drawers else 0.0
    gap = min(board * 0.3, 5.0)
    lower = room - tall
    number = values.count("shelves")
    for k in range(number):
        plank = kit.box(case.inner + board * 0.4, case.depth * 0.93, board * 0.8, bevel=board * 0.08)
        z = case.floor + lower * (k + 1) / (number + 1)
        kit.add("shelf", plank.translate((0, case.front + case.depth * 0.5, z)))
    style = values.word("handle_style")
    if drawers and not only:
        rail = kit.box(case.inner + board * 0.4, case.depth * 0.9, board * 0.7)
        kit.add("rail", rail.translate((0, case.front + case.depth * 0.5, case.floor + lower - board * 0.7)))
    rows = carcass.rows(drawers, 1 if only and drawers < 4 else drawers)
    z, made = case.floor + lower, 0
    for across in rows:
        high = tall / len(rows)
        wide = case.inner / across
        for x in layout.row(across, case.inner - wide):
            face = carcass.front(kit, wide - gap, high - gap, thick, framed=kit.level == 2)
            tray = carcass.tray(kit, wide - gap * 5, case.depth * 0.85, high * 0.65, board * 0.5)
            body = kit.union([face, tray.translate((0, -thick * 0.2, high * 0.1))])
            kit.add("drawer", body.translate((x, case.front, z + gap / 2)))
            mine = carcass.share(handles, doors + drawers, made)
            made += 1
            for along in layout.row(mine, wide * 0.5) if mine else []:
                pull = carcass.handle(kit, style, reach, min(wide * 0.32 / mine**0.5, 150.0))
                place = (x + along, case.front - thick * (0.7 if kit.level == 2 else 1), z + high * 0.52)
                kit.add("handle", pull.translate(place), crease=50)
        z += high
    if doors:
        _doors(kit, values, case, (lower, gap, thick, reach))


def _doors(kit: Kit, values: Values, case: carcass.Carcass, room: tuple[float, float, float, float]) -> None:
    lower, gap, thick, reach = room
    doors = values.count("doors")
    wide = case.inner / doors
    glazed = values.word("doors_of") == "glazed"
    for k, x in enumerate(layout.row(doors, case.inner - wide)):
        width, high = wide - gap, lower - gap
        face = carcass.front(kit, width, high, thick, framed=values.word("doors_of") == "panelled")
        frame = min(width, high) * 0.15
        if glazed:
            hole = kit.box(width - 2 * frame, thick * 4, high - 2 * frame).translate((0, 0, frame))
            face = kit.without(face, hole)
            sheet = kit.box(width - 1.9 * frame, thick * 0.3, high - 1.9 * frame)
            kit.add("pane", sheet.translate((x, case.front - thick * 0.5, case.floor + gap / 2 + frame * 0.95)))
        kit.add("door", face.translate((x, case.front, case.floor + gap / 2)))
        # Doors open in pairs: the handle is by the middle of a pair; a lone last one opens from the right.
        side = 1 if k % 2 == 0 else -1
        mine = carcass.share(values.count("handles"), doors + values.count("drawers"), values.count("drawers") + k)
        for rise in layout.row(mine, high * 0.4) if mine else []:
            pull = carcass.handle(kit, values.word("handle_style"), reach, min(high * 0.25 / mine, 180.0))
            if values.word("handle_style") == "bar":
                pull = pull.rotate((0, 90, 0))
            place = (x + side * (width / 2 - frame * 0.5), case.front - thick, case.floor + lower * 0.55 + rise)
            kit.add("handle", pull.translate(place), crease=50)
        if kit.level == 2:
            for share in (0.14, 0.86):
                pin = kit.rod((0, 0, 0), (0, 0, high * 0.05), thick * 0.28)
                kit.add("hinge", pin.translate((x - side * (width / 2 + gap * 0.3), case.front - thick * 0.95,
                                                case.floor + high * share)))  # fmt: skip
