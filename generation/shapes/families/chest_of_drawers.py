"""Chests of drawers: rows of drawers in a carcass on short legs, with knobs, bars or cup pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import carcass, layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    drawers, columns = int(values["drawers"]), int(values["columns"])
    if columns > drawers:
        columns = values["columns"] = drawers
    each = 2 if float(values["width"]) / columns > 900 else 1
    handles = int(values["handles"])
    if "handles" not in said:
        handles = drawers * each
    elif 0 < handles <= 2:
        handles *= drawers if handles < drawers else 1
    values["handles"] = handles
    return []


@family(
    "chest_of_drawers",
    gloss="a case with drawers one above the other",
    category="furniture",
    size=Size(800, 450, 950, main="width", follow={"height": 0.4, "depth": 0.3, "width": 0.5}),
    roles=(
        Role("side", "oak", words=("side panel",), count=2),
        Role("top", "oak", words=("surface", "top board")),
        Role("bottom", "oak", words=("base", "floor")),
        Role("back", "oak", words=("back panel",)),
        Role("drawer", "oak", words=("drawer front",), count="drawers"),
        Role("handle", "brass", words=("pull", "knob", "grip"), count="handles", tone=1),
        Role("leg", "oak", words=("foot",), count="legs"),
    ),
    parameters=(
        count("drawers", 4, 1, 24, free=(3, 4, 5)),
        count("columns", 1, 1, 6, words=("column",)),
        count("handles", 4, 0, 48),
        count("legs", 4, 0, 8),
        choice("handle_style", "knob", "bar", "cup", aliases={"cup pulls": "cup", "bars": "bar"},
               free=("knob", "bar", "cup")),
        length("board", 22, 3, 80, part="side", measure="thickness"),
        length("leg_height", 110, 10, 500, part="leg", measure="height"),
    ),
    synonyms=("chest of drawer", "bureau", "drawers", "commode", "tallboy", "drawer unit"),
    presets={
        "dresser": {"width": 1400, "depth": 480, "height": 820, "drawers": 6, "columns": 2},
        "filing cabinet": {
            "width": 460, "depth": 620, "height": 1320, "drawers": 4, "legs": 0, "material": "steel",
            "handle_style": "bar",
        },
        "drawer cabinet": {"width": 460, "depth": 500, "height": 700, "drawers": 3},
    },
    rule=_agree,
    examples=(
        "white chest of drawers with five drawers and brass knobs",
        "oak dresser with six drawers, 140 cm wide",
        "walnut chest of drawers with three drawers and two handles on each drawer",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Carcass on legs, then every row of drawers from below."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    number, handles = values.count("drawers"), values.count("handles")
    least = min(width, depth, height)
    board = min(values.mm("board"), least * 0.08)
    reach = min(depth * 0.06, least * 0.06, 34.0) if handles else board * 0.2
    stand = min(values.mm("leg_height"), height * 0.35) if values.count("legs") else 0.0
    case = carcass.Carcass(
        kit, width, -depth / 2 + reach + board * 0.9, depth / 2, stand, height, board, board * 0.25 * (kit.level > 0)
    )
    case.make()
    if stand:
        carcass.legs(kit, values.count("legs"), width * 0.97, depth * 0.9, stand, min(least * 0.1, 50.0) * kit.chunk,
                     splay=0.12)  # fmt: skip
    rows = carcass.rows(number, values.count("columns"))
    face = case.front
    base, room = case.floor * 1.0, case.ceiling - case.floor
    gap = min(board * 0.3, 5.0)
    made = 0
    for across, share in zip(rows, carcass.shares(len(rows)), strict=True):
        tall = room * share
        wide = case.inner / across
        for x in layout.row(across, case.inner - wide):
            front = carcass.front(kit, wide - gap, tall - gap, board * 0.9, framed=kit.level == 2)
            tray = carcass.tray(kit, wide - gap * 5, case.depth * 0.9, (tall - gap) * 0.7, board * 0.5)
            if kit.level:
                rim = kit.box(wide - gap * 3, board * 0.4, tall - gap * 3).translate((0, board * 0.1, gap))
                tray = kit.union([tray.translate((0, -board * 0.2, tall * 0.08)), rim])
            else:
                tray = tray.translate((0, -board * 0.2, tall * 0.08))
            kit.add("drawer", kit.union([front, tray]).translate((x, face, base + gap / 2)))
            mine = carcass.share(handles, number, made)
            made += 1
            for along in layout.row(mine, wide * 0.52) if mine else []:
                pull = carcass.handle(
                    kit, values.word("handle_style"), reach, min(wide * (0.3 if mine == 1 else 0.2), tall * 0.6, 150.0)
                )
                kit.add(
                    "handle",
                    pull.translate(
                        (x + along, face - board * 0.9 + (board * 0.3 if kit.level == 2 else 0), base + tall * 0.55)
                    ),
                    crease=50,
                )
        base += tall
