"""Building bricks: studs in columns and rows on a hollow block with tubes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "studs" in said and not {"columns", "rows"} & said:
        studs = int(values["studs"])
        values["rows"] = next((rows for rows in (2, 3, 1) if studs % rows == 0 and studs >= rows * rows), 1)
        values["columns"] = max(1, studs // int(values["rows"]))
    columns, rows = int(values["columns"]), int(values["rows"])
    values["studs"] = columns * rows
    if not {"width", "depth"} & said:
        pitch = 8.0 * float(values["height"]) / 11.4
        values["width"], values["depth"] = round(pitch * columns, 3), round(pitch * rows, 3)
    return []


@family(
    "building_brick",
    gloss="a plastic brick with studs",
    category="toys",
    size=Size(32, 16, 11.4, main="height"),
    roles=(
        Role("body", "plastic", "#c8322b", words=("block", "case")),
        Role(
            "stud",
            "plastic",
            "#c8322b",
            words=("knob", "nub", "bump", "dot"),
            count=lambda v: v.count("columns") * v.count("rows"),
        ),
        Role("tube", "plastic", "#c8322b", count=None),
    ),
    parameters=(
        count("columns", 4, 1, 16, words=("column",)),
        count("rows", 2, 1, 16, words=("row",)),
        count("studs", 8, 1, 64, words=("stud", "knob", "nub", "bump", "dot")),
    ),
    synonyms=("toy brick", "lego brick", "lego", "building block", "plastic brick", "interlocking brick", "toy block"),
    presets={"building plate": {"height": 4.9}, "baseplate": {"columns": 8, "rows": 8, "height": 4.9}},
    rule=_agree,
    examples=(
        "a red building brick with six studs",
        "blue toy brick with four columns and two rows",
        "yellow lego brick",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A box open below, studs above and tubes inside."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    columns, rows = values.count("columns"), values.count("rows")
    pitch = min(width / columns, depth / rows)
    tall = min(pitch * 0.225, height * 0.4)
    wall = min(pitch * 0.18, (height - tall) * 0.4) * kit.chunk
    soft = pitch * 0.035
    body = kit.box(width, depth, height - tall, corner=soft, bevel=soft)
    hollow = kit.box(width - 2 * wall, depth - 2 * wall, height - tall - wall)
    kit.add(
        "body",
        kit.without(body, hollow.translate((0, 0, -wall * 0.001))) if min(width, depth) > 2.5 * wall else body,
        crease=30,
    )
    stud = kit.disc(pitch * 0.6, pitch * 0.6, tall * 1.1, bevel=pitch * 0.03)
    for column in range(columns):
        for row in range(rows):
            x, y = (column + 0.5 - columns / 2) * width / columns, (row + 0.5 - rows / 2) * depth / rows
            kit.add("stud", stud.translate((x, y, height - tall * 1.1)), crease=30)
    if not kit.level or columns < 2 or rows < 2:
        return
    r = pitch * 0.4
    tube = kit.turned([(r * 0.74, 0), (r, 0), (r, height - tall - wall * 0.9), (r * 0.74, height - tall - wall * 0.9)])
    for column in range(columns - 1):
        for row in range(rows - 1):
            x, y = (column + 1 - columns / 2) * width / columns, (row + 1 - rows / 2) * depth / rows
            kit.add("tube", tube.translate((x, y, 0)), crease=30)
