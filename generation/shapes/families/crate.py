"""Crates: slats nailed to corner posts over a slatted floor, open above or lidded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "crate",
    gloss="an open box of slats",
    category="container",
    size=Size(480, 340, 280, main="width"),
    roles=(
        Role("slat", "pine", words=("board", "plank", "side board"), count=lambda v: 4 * v.count("slats")),
        Role("post", "pine", words=("corner post", "corner"), count=4, like="slat"),
        Role("floor", "pine", words=("bottom", "base", "floor board"), count=None, like="slat"),
        Role("lid", "pine", words=("cover", "top"), count="lids", like="slat"),
        Role("nail", "iron", words=("nail head",), count=None, tone=None),
    ),
    parameters=(
        count("slats", 3, 1, 12, words=("slat row",)),
        count("lids", 0, 0, 1),
        length("slat_thickness", 12, 1, 200, part="slat", measure="thickness", dimension=("thickness",)),
    ),
    synonyms=("wooden crate", "fruit crate", "wood crate", "apple crate", "slatted crate"),
    presets={
        "shipping crate": {"lids": 1, "width": 800, "depth": 600, "height": 600, "slats": 5, "slat_thickness": 20},
        "milk crate": {"width": 330, "depth": 330, "height": 280, "material": "plastic"},
    },
    examples=("wooden crate 50 cm wide", "pine crate with a lid", "blue crate, 40 x 30 x 25 cm"),
)
def build(kit: Kit, values: Values) -> None:
    """Posts in the corners, long slats outside the short ones."""
    wide, deep, high, rows = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("slats")
    thick = min(values.mm("slat_thickness"), min(wide, deep, high) * 0.12)
    lid = thick if values.count("lids") else 0.0
    top = high - lid
    post = min(thick * 2.4, min(wide, deep) * 0.2)
    pitch = top / rows
    tall = pitch * (0.74 if rows > 1 else 1.0)
    gap = (top - rows * tall) / max(rows - 1, 1)
    soft = thick * 0.14
    for x in (-1.0, 1.0):
        for y in (-1.0, 1.0):
            bar = kit.box(post, post, top * 0.995, corner=soft if kit.level else 0, bevel=soft * 0.6)
            kit.add(
                "post",
                bar.translate((x * (wide / 2 - thick - post / 2 + 0.01), y * (deep / 2 - thick - post / 2 + 0.01), 0)),
            )
    r = thick * 0.28
    for k in range(rows):
        z = k * (tall + gap)
        # Old boards are never quite alike: each is a hair lower than the room it has.
        low = tall * (1 - 0.05 * kit.chance("slat", k)) if kit.level and k < rows - 1 else tall
        for side in (-1.0, 1.0):
            long = kit.box(wide, thick, low, bevel=soft)
            kit.add("slat", long.translate((0, side * (deep / 2 - thick / 2), z)))
            short = kit.box(thick, deep - 2 * thick + 0.02, low, bevel=soft)
            kit.add("slat", short.translate((side * (wide / 2 - thick / 2), 0, z)))
            if kit.level == 0:
                continue
            heads = [(x * (wide / 2 - thick - post / 2), zz) for x in (-1.0, 1.0) for zz in (low * 0.28, low * 0.72)]
            for x, zz in heads if kit.level == 2 or side < 0 else ():
                pin = kit.turned([(0, 0), (r, 0), (r * 0.8, r * 0.2), (0, r * 0.32)], segments=max(kit.small, 6))
                pin = pin.rotate((90 if side < 0 else -90, 0, 0))
                kit.add("nail", pin.translate((x, side * (deep / 2 - r * 0.18), z + zz)))
    boards = 3 if kit.level == 0 else 5 if kit.level == 1 else 6
    each = (deep - 2 * thick) / boards
    for k in range(boards):
        y = -deep / 2 + thick + each * (k + 0.5)
        board = kit.box(wide - 2 * thick + 0.02, each * 0.9, thick * 0.8, bevel=soft)
        kit.add("floor", board.translate((0, y, thick * 0.2)))
    if lid:
        planks = [
            kit.box(wide, deep / boards * 0.94, lid, bevel=soft).translate(
                (0, -deep / 2 + deep / boards * (k + 0.5), 0)
            )
            for k in range(boards)
        ]
        ends = [
            kit.box(post, deep - 4 * thick, thick).translate((x * (wide / 2 - thick * 3 - post), 0, -thick * 0.8))
            for x in (-1, 1)
        ]
        fill = deep / 2 / (deep / 2 - deep / boards * 0.03)
        kit.add("lid", kit.union([*planks, *ends]).scale((1, fill, 1)).translate((0, 0, top)))
