"""An enclosure with a lid: lifted off or screwed on, with posts for a board."""

from conversations.planning.parameters import Design, Face, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    wall = number(values, "wall")
    for name in ("floor_thickness", "lid_thickness"):
        if name not in given:
            values[name] = wall
    if "corner_radius" not in given:
        values["corner_radius"] = max(3.0, wall + 1)
    for inner, outer in (("inner_length", "length"), ("inner_width", "width"), ("inner_height", "height")):
        more = number(values, "floor_thickness") + number(values, "lid_thickness") if outer == "height" else 2 * wall
        if inner in given:
            values[outer] = number(values, inner) + more
        else:
            values[inner] = round(number(values, outer) - more, 3)
    least = min(number(values, "length"), number(values, "width"))
    if wall > least / 3:
        values["wall"] = round(least / 3, 2)
        notes.append(f"Walls can be at most {least / 3:.4g} mm thick in a box {least:g} mm wide.")
    return notes


def _needs(values: Values) -> list[Need]:
    if values["lid"] and values["lid_style"] == "screwed":
        return [Need("m3", 4, "to hold the lid")]
    return []


def _side(part: str, along: str, turn: str, words: tuple[str, ...]) -> Face:
    """A wall that stands; plugs keep clear of the corners, the floor and the lid."""
    tall = "height - floor_thickness - lid_thickness - 4"
    return Face(part, f"{along} - 2 * corner_radius - 2", tall, words, inset=8, of="box", turn=turn, depth="wall + 2")


DESIGN = Design(
    name="enclosure",
    words=(
        "enclosure",
        "case",
        "project box",
        "electronics box",
        "box",
        "housing",
        "junction box",
        "box with lid",
        "electronics enclosure",
        "casing",
        "storage box",
        "project case",
    ),
    function="Protects what is inside",
    tells="A box with rounded corners",
    parameters=(
        Parameter(
            "length",
            "Outer length",
            100,
            10,
            800,
            says=("length", "outer length", "width", "outside", "square"),
            seen="x of box",
            ask="What goes inside, or how long, wide and high should it be outside?",
            must=True,
        ),
        Parameter(
            "width", "Outer width", 60, 10, 800, says=("width", "outer width", "depth", "square"), seen="y of box"
        ),
        Parameter("height", "Outer height, lid included", 40, 5, 600, says=("height", "outer height")),
        Parameter(
            "wall",
            "Wall thickness",
            2,
            0.6,
            20,
            0.1,
            group="Walls",
            says=("wall", "wall thickness", "thickness", "side"),
            seen="wall x of box",
        ),
        Parameter(
            "floor_thickness", "Floor thickness", 2, 0.6, 20, 0.1, group="Walls", says=("floor", "floor thickness")
        ),
        Parameter("corner_radius", "Corner radius", 3, 0, 60, group="Walls", says=("corner radius", "corner")),
        Parameter(
            "lid",
            "With a lid",
            True,
            kind="flag",
            hidden=True,
            words={"lid": True, "cover": True, "open top": False, "open box": False, "topless": False},
        ),
        Parameter(
            "lid_style",
            "Lid is",
            "lifted",
            kind="choice",
            group="Lid",
            when="lid",
            choices=("lifted", "screwed"),
            words={
                "screw on lid": "screwed",
                "screwed lid": "screwed",
                "screw lid": "screwed",
                "screwed on": "screwed",
                "lid screw": "screwed",
                "screw down lid": "screwed",
                "lid with screw": "screwed",
                "snap": "lifted",
                "lift off": "lifted",
                "press fit": "lifted",
            },
        ),
        Parameter(
            "lid_thickness",
            "Lid thickness",
            2,
            0.6,
            20,
            0.1,
            group="Lid",
            says=("lid thickness", "lid height"),
            when="lid",
        ),
        Parameter(
            "gap",
            "Play between lid and box",
            0.2,
            0.05,
            1,
            0.05,
            group="Lid",
            says=("gap", "play", "clearance", "tolerance"),
            when="lid",
        ),
        Parameter("inner_length", "Inner length", 96, 5, 800, says=("inner length", "inside"), hidden=True),
        Parameter("inner_width", "Inner width", 56, 5, 800, says=("inner width",), hidden=True),
        Parameter("inner_height", "Inner height", 36, 3, 600, says=("inner height",), hidden=True),
    ),
    nouns={
        "wall": ("wall", "side wall", "shell"),
        "lid": ("lid", "cover", "top"),
        "floor": ("floor", "bottom", "base"),
        "corner": ("corner",),
        "inner": ("inside", "inner", "internal", "interior"),
        "gap": ("gap", "clearance"),
        "front": ("front", "front wall"),
        "back": ("back", "rear", "back wall"),
        "left": ("left",),
        "right": ("right",),
    },
    product=("length", "width", "height"),
    rows=(
        Row("box", colour="#4d7ea8"),
        Row("lid", ("translate([length + 12, 0, 0])",), colour="#e0a458", when="lid"),
    ),
    faces=(
        Face("lid", "length", "width", ("lid", "cover", "top"), inset=14),
        Face("box", "length - 2 * wall", "width - 2 * wall", ("floor", "bottom", "base", "box"), inset=10),
        _side(
            "front_wall",
            "length",
            "translate([0, wall - width / 2, side_z]) rotate([90, 0, 0])",
            ("front", "side", "wall"),
        ),
        _side("back_wall", "length", "translate([0, width / 2 - wall, side_z]) rotate([90, 0, 180])", ("back", "rear")),
        _side("left_wall", "width", "translate([wall - length / 2, 0, side_z]) rotate([90, 0, -90])", ("left",)),
        _side("right_wall", "width", "translate([length / 2 - wall, 0, side_z]) rotate([90, 0, 90])", ("right",)),
    ),
    takes={
        "board": "inside",
        "display": "mount",
        "battery": "room",
        "button": "mount",
        "fan": "mount",
        "connector": "mount front",
        "led": "mount",
        "button group": "mount",
    },
    ties=("floor_thickness", "lid_thickness", "inner_length", "inner_width", "inner_height"),
    rivals=(("length", "inner_length"), ("width", "inner_width"), ("height", "inner_height")),
    rule=_rule,
    needs=_needs,
    body="""\
box_height = lid ? height - lid_thickness : height;
screwed = lid && lid_style == "screwed";
side_z = (floor_thickness + box_height) / 2 - 1.5;   // middle of the walls, below the lid's lip
boss = 7;        // diameter of the corner posts for the lid's screws
lip = 3;         // how far a lifted lid reaches into the box

// The box, open at the top
module box() {
  difference() {
    union() {
      difference() {
        rounded_slab(length, width, box_height, corner_radius);
        translate([0, 0, floor_thickness])
          rounded_slab(length - 2 * wall, width - 2 * wall, box_height, max(corner_radius - wall, 0));
      }
      // Posts for the lid's screws, in the corners
      if (screwed) intersection() {
        rounded_slab(length, width, box_height, corner_radius);
        for (p = screw_points()) translate([p[0], p[1], floor_thickness - 0.1])
          cylinder(d = boss, h = box_height - floor_thickness + 0.1);
      }
      posts_box();
    }
    // M3 screws cut their own thread
    if (screwed) for (p = screw_points()) translate([p[0], p[1], max(box_height - 12, floor_thickness + 1)])
      cylinder(d = 2.5, h = 20);
    pilots_box();
    drill_box();
  }
}

// The lid as it is printed: outside down, the lip up
module lid() {
  difference() {
    union() {
      rounded_slab(length, width, lid_thickness, corner_radius);
      difference() {
        rounded_slab(length - 2 * wall - 2 * gap, width - 2 * wall - 2 * gap, lid_thickness + lip,
                     max(corner_radius - wall - gap, 0));
        translate([0, 0, lid_thickness])
          rounded_slab(length - 2 * wall - 2 * gap - 3, width - 2 * wall - 2 * gap - 3, lip + 1,
                       max(corner_radius - wall - gap - 1.5, 0));
        if (screwed) for (p = screw_points())
          translate([p[0], p[1], lid_thickness]) cylinder(d = boss + 1, h = lip + 1);
      }
    }
    if (screwed) for (p = screw_points()) translate([p[0], p[1], -1]) cylinder(d = 3.4, h = lid_thickness + lip + 2);
    drill_lid();
  }
}

// Where the lid's screws stand
function screw_points() = grid_points(2, 2, length - 2 * wall - boss + 1, width - 2 * wall - boss + 1);
""",
)
