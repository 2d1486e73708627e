"""A holder: a block with round pockets for pens, batteries, tools or bottles."""

import math

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    wanted = max(int(number(values, "count")), 1)
    if "count" in given and not {"columns", "rows"} <= given:
        rows = next(n for n in range(int(math.sqrt(wanted)), 0, -1) if wanted % n == 0)
        values["columns"], values["rows"] = float(wanted // rows), float(rows)
    values["count"] = number(values, "columns") * number(values, "rows")
    if "depth" not in given:
        values["depth"] = round(min(max(1.6 * number(values, "item"), 12), 90), 1)
    return []


DESIGN = Design(
    name="holder",
    words=(
        "holder",
        "rack",
        "pen holder",
        "battery holder",
        "tool holder",
        "bottle holder",
        "pencil holder",
        "battery rack",
        "screwdriver holder",
        "bit holder",
        "cup holder",
        "can holder",
        "brush holder",
        "test tube rack",
        "drill bit holder",
        "pen pot",
        "pencil cup",
        "toothbrush holder",
        "battery box",
        "cell holder",
    ),
    function="Keeps things upright and in order",
    tells="A block with round pockets",
    parameters=(
        Parameter(
            "item",
            "Diameter of what it holds",
            12,
            1,
            200,
            0.1,
            says=("item", "item diameter", "diameter", "hole", "hole diameter", "pocket diameter", "pocket"),
            ask="What does it hold, or how thick is one of them?",
            must=True,
        ),
        Parameter("play", "Play", 0.5, 0, 5, 0.1, says=("play", "gap", "clearance")),
        Parameter("depth", "Depth of the pockets", 30, 3, 300, says=("depth", "pocket depth")),
        Parameter(
            "count",
            "Pockets",
            6,
            1,
            200,
            1,
            kind="count",
            hidden=True,
            says=("pocket", "item", "hole"),
            seen="pockets of holder",
        ),
        Parameter("columns", "Columns", 3, 1, 30, 1, kind="count", group="Pockets", says=("column",)),
        Parameter("rows", "Rows", 2, 1, 30, 1, kind="count", group="Pockets", says=("row",)),
        Parameter("wall", "Wall between pockets", 2.4, 0.8, 20, 0.1, says=("wall", "wall thickness", "thickness")),
        Parameter("floor_thickness", "Floor thickness", 2, 0.8, 20, 0.1, says=("floor", "floor thickness")),
        Parameter("corner_radius", "Corner radius", 4, 0, 40, says=("corner radius", "corner")),
    ),
    nouns={
        "item": (
            "pen",
            "battery",
            "bottle",
            "tool",
            "tube",
            "item",
            "pencil",
            "can",
            "bit",
            "brush",
            "cell",
            "screwdriver",
            "marker",
            "test tube",
            "toothbrush",
            "drill",
        ),
        "pocket": ("pocket", "slot", "compartment", "place"),
        "hole": ("hole",),
        "wall": ("wall",),
        "floor": ("floor",),
        "column": ("column",),
        "row": ("row",),
        "corner": ("corner",),
    },
    rows=(Row("holder", colour="#9c6644"),),
    takes={
        "battery": "item=diameter",
        "object": "item=diameter",
        "rod": "item=diameter",
        "pipe": "item=diameter",
        "grid": "columns rows",
        "number": "count",
        "holes": "count",
        "hole": "item",
        "magnet": "item=diameter",
    },
    derived=lambda values: [
        ("Length", round(_side(values, "columns"), 3), "x of holder"),
        ("Width", round(_side(values, "rows"), 3), "y of holder"),
        ("Height", number(values, "depth") + number(values, "floor_thickness"), "z of holder"),
    ],
    ties=("columns", "rows", "count"),
    rivals=(("count", "columns"), ("count", "rows")),
    rule=_rule,
    body="""\
pocket = item + play;
pitch = pocket + wall;

// The block less its pockets
module holder() {
  difference() {
    rounded_slab(columns * pitch + wall, rows * pitch + wall, depth + floor_thickness, corner_radius);
    for (p = grid_points(columns, rows, pitch, pitch)) translate([p[0], p[1], floor_thickness])
      cylinder(d = pocket, h = depth + 1);
  }
}
""",
)


def _side(values: Values, axis: str) -> float:
    pitch = number(values, "item") + number(values, "play") + number(values, "wall")
    return number(values, axis) * pitch + number(values, "wall")
