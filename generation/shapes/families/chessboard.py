"""Chessboards: squares of two colours in a frame, eight by eight unless another number is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _light(values: Values) -> int:
    return values.count("columns") * values.count("rows") // 2


@family(
    "chessboard",
    gloss="a board of squares for chess",
    category="games",
    size=Size(450, 450, 22, main="width", tied=("width", "depth")),
    roles=(
        Role("frame", "walnut", words=("edge", "border", "board", "rim"), tone=None),
        Role(
            "dark_square",
            "walnut",
            words=("black square", "dark field", "square"),
            count=lambda v: v.count("columns") * v.count("rows") - _light(v),
        ),
        Role("light_square", "maple", words=("white square", "light field"), count=_light, tone=1),
        Role("inlay", "maple", words=("line",), count=None, tone=None),
        Role("foot", "rubber", count=None, tone=None),
    ),
    parameters=(
        count("columns", 8, 4, 12, words=("column",)),
        count("rows", 8, 4, 12, words=("row",)),
    ),
    synonyms=("chess board", "checkerboard", "draughts board", "checkers board"),
    examples=(
        "a chessboard of walnut, 40 cm wide",
        "chess board with ten columns and ten rows",
        "black and white chessboard",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The frame as a tray, then the squares a hair above it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    side = min(width, depth)
    rim = side * 0.05 * kit.chunk
    step = min(height * 0.12, side * 0.004)
    tray = kit.box(width, depth, height, corner=side * 0.008, bevel=min(height * 0.14, side * 0.01))
    floor = kit.box(width - 2 * rim, depth - 2 * rim, height).translate((0, 0, height - step * 2))
    kit.add("frame", kit.without(tray, floor), crease=30)
    across, along = values.count("columns"), values.count("rows")
    wide, deep = (width - 2 * rim) / across, (depth - 2 * rim) / along
    gap = min(wide, deep) * (0.012 if kit.level else 0.0)
    soft = 0.0 if kit.level == 0 else min(step * 0.5, wide * 0.02)
    square = kit.box(wide - gap, deep - gap, step * 3, bevel=soft)
    for row in range(along):
        for column in range(across):
            name = "dark_square" if (row + column) % 2 == 0 else "light_square"
            x, y = (column + 0.5) * wide - width / 2 + rim, (row + 0.5) * deep - depth / 2 + rim
            kit.add(name, square.translate((x, y, height - step * 4.0)), crease=30)
    for line in range(kit.pick(0, 1, 2)):
        inset, thin = rim * (0.45 + 0.25 * line), rim * 0.05
        outer = kit.box(width - 2 * inset, depth - 2 * inset, step * 2).translate((0, 0, height - step * 1.95))
        inner = kit.box(width - 2 * inset - 2 * thin, depth - 2 * inset - 2 * thin, step * 9).translate(
            (0, 0, height - step * 5)
        )
        kit.add("inlay", kit.without(outer, inner), crease=30)
