"""Desks: a top on four legs with drawers beneath it, in a row or in pedestals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import carcass, layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    drawers = int(values["drawers"])
    if "handles" not in said or not drawers:
        values["handles"] = drawers
    return []


@family(
    "desk",
    gloss="a table to work at, with drawers",
    category="furniture",
    size=Size(1400, 680, 750, main="width", follow={"height": 0.0, "depth": 0.4}),
    roles=(
        Role("top", "oak", words=("desktop", "tabletop", "table top", "worktop", "surface", "desk top")),
        Role("leg", "oak", words=("foot",), count="legs"),
        Role("rail", "oak", words=("apron", "frame"), count=None, like="leg"),
        Role("pedestal", "oak", words=("drawer case", "case"), count=None),
        Role("drawer", "oak", words=("drawer front",), count="drawers"),
        Role("handle", "brass", words=("pull", "knob", "grip"), count="handles", tone=1),
        Role("shelf", "oak", words=("hutch", "raised shelf", "monitor shelf"), count="shelves"),
    ),
    parameters=(
        count("drawers", 3, 0, 12, free=(2, 3)),
        count("legs", 4, 2, 8),
        count("handles", 3, 0, 12),
        count("shelves", 0, 0, 1),
        choice("handle_style", "knob", "bar", "cup", free=("knob", "bar", "cup")),
        choice("leg_style", "tapered", "straight"),
        length("top_thickness", 28, 3, 150, part="top", measure="thickness", dimension=("thickness",)),
        length("leg_thickness", 52, 8, 250, part="leg", measure="thickness"),
    ),
    synonyms=("work desk", "office desk", "school desk", "study desk", "working table"),
    presets={
        "writing desk": {"width": 1200, "depth": 600, "drawers": 2},
        "writing table": {"width": 1200, "depth": 600, "drawers": 2},
        "computer desk": {"width": 1400, "depth": 700, "shelves": 1},
        "standing desk": {"height": 1080, "drawers": 2},
        "executive desk": {"width": 1800, "depth": 850, "drawers": 6},
    },
    rule=_agree,
    examples=(
        "walnut desk with three drawers and steel legs",
        "white desk, 120 x 60 x 75 cm, with two drawers",
        "oak writing desk with brass handles",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Top, legs and rails, then the drawers in their cases."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    riser = full * 0.16 if values.count("shelves") else 0.0
    height = full - riser
    thick = min(values.mm("top_thickness"), height * 0.3)
    least = min(width, depth, height)
    leg = min(values.mm("leg_thickness"), least * 0.2)
    under = height - thick
    inset = min(width * 0.02, 25.0)
    board = kit.box(width, depth, thick, corner=min(leg * 0.3, 14.0), bevel=min(thick * 0.2, 8.0))
    kit.add("top", board.translate((0, 0, under)))
    for x, y in layout.feet(values.count("legs"), width - 2 * inset - leg, depth - 2 * inset - leg):
        foot = leg * (0.6 if values.word("leg_style") == "tapered" else 1.0)
        shift = (leg - foot) / 2
        low = (x + (shift if x > 0 else -shift), y + (shift if y > 0 else -shift if y < 0 else 0), 0)
        kit.add("leg", kit.post(low, (x, y, under + thick * 0.3), foot, leg, corner=leg * 0.1))
    tall = min(under * 0.14, 110.0)
    inner_w, inner_d = width - 2 * (inset + leg), depth - 2 * (inset + leg)
    rail = kit.box(inner_w + leg, leg * 0.4, tall, bevel=leg * 0.05)
    kit.add("rail", rail.translate((0, depth / 2 - inset - leg * 0.5, under - tall + thick * 0.1)))
    for side in (-1, 1):
        cheek = kit.box(leg * 0.4, inner_d + leg, tall, bevel=leg * 0.05)
        kit.add("rail", cheek.translate((side * (width / 2 - inset - leg * 0.5), 0, under - tall + thick * 0.1)))
    if kit.level:
        sheet = kit.box(inner_w + leg, leg * 0.3, under * 0.3, bevel=leg * 0.04)
        kit.add("rail", sheet.translate((0, depth / 2 - inset - leg * 0.5, under - tall - under * 0.28)))
    if riser:
        _hutch(kit, (width, depth, height, full), thick)
    _drawers(kit, values, (inner_w, depth - 2 * inset, under, tall), leg)


def _hutch(kit: Kit, size: tuple[float, float, float, float], thick: float) -> None:
    width, depth, height, full = size
    deep, board = depth * 0.32, thick * 0.75
    plank = kit.box(width * 0.98, deep, board, bevel=board * 0.18).translate((0, 0, full - board - height))
    ends = [
        kit.box(board, deep * 0.94, full - height, bevel=board * 0.1).translate((x, 0, -board * 0.2))
        for x in (-width * 0.47, 0, width * 0.47)
    ]
    kit.add("shelf", kit.union([plank, *ends]).translate((0, depth / 2 - deep / 2, height)))


def _drawers(kit: Kit, values: Values, room: tuple[float, float, float, float], leg: float) -> None:
    """Up to two drawers lie under the top; more stand in one pedestal on the right, six and more in two."""
    number = values.count("drawers")
    if not number:
        return
    inner, depth, under, tall = room
    board = leg * 0.28
    groups: list[tuple[float, float, float, int]] = []  # middle, width, height, drawers
    if number <= 2:
        wide = inner / number
        groups = [(x, wide * 0.98, tall * 1.25, 1) for x in layout.row(number, inner - wide)]
    else:
        wide = min(inner * 0.36, 460.0)
        high = min(under * 0.8, max(under * 0.55, number * 130.0))
        shares = [number] if number < 6 else [number - number // 2, number // 2]
        groups = [(side * (inner - wide) / 2, wide, high, share) for side, share in zip((1, -1), shares, strict=False)]
    made = 0
    for x, wide, high, stack in groups:
        reach = min(leg * 0.6, 30.0)
        face = -depth / 2 + max(leg * 0.5, reach + board)
        deep = depth * 0.88 - leg * 0.6
        case = kit.without(
            kit.box(wide, deep, high, bevel=board * 0.1),
            kit.box(wide - 2 * board, deep, high - 2 * board).translate((0, -board * 1.5, board)),
        )
        kit.add("pedestal", case.translate((x, face + deep / 2, under - high + leg * 0.02)))
        base = under - high + board
        for share in carcass.shares(stack):
            step = (high - 2 * board) * share
            kit.add("drawer", _drawer(kit, wide - 2.2 * board, deep * 0.9, step * 0.96, board)
                    .translate((x, face + board * 0.4, base + step * 0.02)))  # fmt: skip
            mine = carcass.share(values.count("handles"), number, made)
            made += 1
            for along in layout.row(mine, wide * 0.5) if mine else []:
                size = min(wide * 0.3 / mine**0.5, step * 0.8, 140.0)
                pull = carcass.handle(kit, values.word("handle_style"), reach, size)
                kit.add("handle", pull.translate((x + along, face - board * 0.5, base + step * 0.55)), crease=50)
            base += step


def _drawer(kit: Kit, width: float, depth: float, height: float, board: float) -> Solid:
    face = carcass.front(kit, width, height, board, framed=kit.level == 2)
    return kit.union(
        [
            face,
            carcass.tray(kit, width * 0.94, depth, height * 0.7, board * 0.5).translate(
                (0, -board * 0.2, height * 0.1)
            ),
        ]
    )
