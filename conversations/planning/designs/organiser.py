"""An organiser: an open box with compartments in rows and columns."""

import math

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    wanted = max(int(number(values, "compartments")), 1)
    if "compartments" in given and not {"columns", "rows"} & given:
        values["columns"], values["rows"] = _grid(wanted, number(values, "length") / number(values, "width"))
    elif "compartments" in given and "columns" in given and "rows" not in given:
        values["rows"] = float(max(round(wanted / number(values, "columns")), 1))
    elif "compartments" in given and "rows" in given and "columns" not in given:
        values["columns"] = float(max(round(wanted / number(values, "rows")), 1))
    values["compartments"] = number(values, "columns") * number(values, "rows")
    if "floor_thickness" not in given:
        values["floor_thickness"] = number(values, "wall")
    return []


def _grid(wanted: int, aspect: float) -> tuple[float, float]:
    """Columns and rows whose product is what is wanted and whose compartments are nearest to squares."""
    pairs = [(count, wanted // count) for count in range(1, wanted + 1) if wanted % count == 0]
    best = min(pairs, key=lambda pair: abs(math.log(aspect * pair[1] / pair[0])))
    return float(best[0]), float(best[1])


DESIGN = Design(
    name="organiser",
    words=(
        "organiser",
        "organizer",
        "tray",
        "desk organiser",
        "desk organizer",
        "desk tidy",
        "drawer insert",
        "box with divider",
        "divider box",
        "sorting box",
        "sorting tray",
        "parts tray",
        "parts bin",
        "drawer divider",
        "box with compartment",
        "drawer organiser",
        "drawer organizer",
        "bin",
        "caddy",
        "compartment box",
    ),
    function="Sorts small things into compartments",
    tells="An open box with dividers",
    parameters=(
        Parameter(
            "length",
            "Length",
            200,
            20,
            800,
            says=("width", "length", "square"),
            seen="x of organiser",
            ask="How wide, deep and high should the organiser be?",
            must=True,
        ),
        Parameter("width", "Depth", 100, 20, 800, says=("depth", "width", "square"), seen="y of organiser"),
        Parameter("height", "Height", 50, 5, 500, says=("height", "depth"), seen="z of organiser"),
        Parameter(
            "compartments",
            "Compartments",
            6,
            1,
            200,
            1,
            kind="count",
            hidden=True,
            says=("compartment", "section"),
            seen="pockets of organiser",
        ),
        Parameter("columns", "Columns", 3, 1, 30, 1, kind="count", group="Compartments", says=("column",)),
        Parameter("rows", "Rows", 2, 1, 30, 1, kind="count", group="Compartments", says=("row",)),
        Parameter(
            "wall",
            "Wall thickness",
            2,
            0.6,
            15,
            0.1,
            group="Walls",
            says=("wall", "wall thickness", "thickness"),
            seen="wall x of organiser",
        ),
        Parameter(
            "divider", "Divider thickness", 1.6, 0.6, 15, 0.1, group="Walls", says=("divider", "divider thickness")
        ),
        Parameter(
            "floor_thickness", "Floor thickness", 2, 0.6, 15, 0.1, group="Walls", says=("floor", "floor thickness")
        ),
        Parameter("corner_radius", "Corner radius", 3, 0, 40, group="Walls", says=("corner radius", "corner")),
    ),
    nouns={
        "compartment": ("compartment", "section", "cell", "slot", "space", "pocket", "bin"),
        "column": ("column",),
        "row": ("row",),
        "wall": ("wall",),
        "divider": ("divider",),
        "floor": ("floor", "bottom"),
        "corner": ("corner",),
    },
    product=("length", "width", "height"),
    rows=(Row("organiser", colour="#6a9a78"),),
    takes={"grid": "columns rows"},
    ties=("floor_thickness", "columns", "rows", "compartments"),
    rivals=(("compartments", "columns"), ("compartments", "rows")),
    rule=_rule,
    body="""\
inner_x = (length - 2 * wall - (columns - 1) * divider) / columns;
inner_y = (width - 2 * wall - (rows - 1) * divider) / rows;

// The outer block less one pocket for each compartment
module organiser() {
  difference() {
    rounded_slab(length, width, height, corner_radius);
    for (p = grid_points(columns, rows, inner_x + divider, inner_y + divider))
      translate([p[0], p[1], floor_thickness])
        rounded_slab(inner_x, inner_y, height, min(max(corner_radius - wall, 0), inner_x / 4, inner_y / 4));
  }
}
""",
)
