"""Bookshelves: shelves between two sides, with dividers, a back and books where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import carcass, layout
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "shelves" in said and not {"height"} & said and int(values["shelves"]) > 7:
        values["height"] = max(float(values["height"]), 300.0 * int(values["shelves"]))
    least = float(values["height"]) / (int(values["shelves"]) * 3 + 2)
    if float(values["board"]) > least:
        values["board"] = round(least, 3)
        return ["The boards are too thick for so many shelves; they were made thinner."] if "board" in said else []
    return []


@family(
    "bookshelf",
    gloss="shelves in a frame, for books",
    category="furniture",
    size=Size(800, 300, 1800, main="height", follow={"width": 0.4, "depth": 0.2, "height": 0.4}),
    roles=(
        Role("side", "oak", words=("side panel", "upright", "wall"), count=2),
        Role("top", "oak", words=("top board",)),
        Role("shelf", "oak", words=("board", "tier", "level"), count="shelves"),
        Role("back", "oak", "#a9783f", words=("back panel", "rear panel"), count="backs", tone=0),
        Role("divider", "oak", words=("partition",), count="dividers"),
        Role("plinth", "oak", words=("base", "kickboard"), count=None),
        Role("book", "paper", "#8c3b2e", words=("volume",), count="books", tone=None),
    ),
    parameters=(
        count("shelves", 5, 1, 24, free=(4, 5, 6)),
        count("dividers", 0, 0, 8),
        count("backs", 1, 0, 1),
        count("books", 0, 0, 200),
        length("board", 22, 3, 100, part="shelf", measure="thickness", dimension=("thickness",)),
    ),
    synonyms=("bookcase", "book shelf", "book case", "shelf", "shelf unit", "shelving unit", "shelving",
         "book rack", "open shelf"),
    presets={
        "wall shelf": {"width": 800, "depth": 220, "height": 500, "shelves": 2},
        "cube shelf": {"width": 1100, "depth": 380, "height": 1100, "shelves": 3, "dividers": 2, "board": 30},
        "low bookcase": {"width": 1000, "depth": 300, "height": 900, "shelves": 2},
    },
    rule=_agree,
    examples=(
        "oak bookshelf with six shelves, 2 m high",
        "white shelf unit with four shelves and two dividers",
        "walnut bookcase with 12 books",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The frame, then a shelf a level from below, then what divides and fills them."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    board = min(values.mm("board"), height / (values.count("shelves") * 3 + 2), width * 0.1)
    plinth = min(height * 0.045, 80.0)
    frame = carcass.Carcass(kit, width, -depth / 2, depth / 2, 0.0, height, board)
    frame.make(bottom=False, back=values.count("backs") > 0)
    number = values.count("shelves")
    pitch = (height - plinth - board) / number
    levels = [plinth + pitch * k for k in range(number)]
    wide, deep = frame.inner + board * 0.6, depth * 0.97
    for z in levels:
        plank = kit.box(wide, deep, board, bevel=board * 0.14)
        kit.add("shelf", plank.translate((0, depth * 0.012, z)))
    kick = kit.box(frame.inner + board * 0.6, board, plinth + board * 0.2)
    kit.add("plinth", kick.translate((0, -depth / 2 + depth * 0.06 + board / 2, 0)))
    if kit.level:
        strip = kit.box(frame.inner + board * 0.6, board * 0.8, board * 1.5, bevel=board * 0.1)
        kit.add("plinth", strip.translate((0, -depth / 2 + depth * 0.05 + board / 2, frame.ceiling - board * 1.4)))
    if kit.level == 2:
        crown = kit.box(frame.inner + board * 0.6, board * 0.7, board * 2.4, bevel=board * 0.2)
        kit.add("plinth", crown.translate((0, depth / 2 - depth * 0.09, frame.ceiling - board * 2.3)))
    count_ = values.count("dividers")
    for x in layout.row(count_ + 2, frame.inner)[1:-1] if count_ else []:
        wall = kit.box(board * 0.9, deep * 0.98, height - plinth - board, bevel=board * 0.1)
        kit.add("divider", wall.translate((x, depth * 0.015, plinth + board * 0.5)))
    _books(kit, values.count("books"), levels, (frame.inner, depth, pitch - board, board), count_ + 1)


def _books(kit: Kit, number: int, levels: list[float], room: tuple[float, float, float, float], bays: int) -> None:
    """Books from the left of the upper bays on, of many sizes, standing close."""
    if not number:
        return
    inner, depth, clear, board = room
    bay = inner / bays
    cells = [(x, z) for z in reversed(levels) for x in layout.row(bays, inner - bay)]
    each = -(-number // len(cells))
    pace = min((bay - board * 2) / max(each, 1), clear * 0.2)
    left = number
    for x, z in cells:
        at = x - bay / 2 + board * 1.0
        for _ in range(min(each, left)):
            chance = kit.chance("book", left)
            wide = pace * (0.72 + 0.26 * chance)
            tall = clear * (0.62 + 0.28 * kit.chance("tall", left))
            deep = min(depth * 0.7, tall * 0.75)
            block = kit.box(wide, deep, tall, bevel=wide * 0.12)
            spine = depth * -0.5 + depth * 0.1 + deep / 2
            kit.add("book", block.translate((at + wide / 2, spine, z + board * 0.98)))
            at += wide * 1.01
            left -= 1
