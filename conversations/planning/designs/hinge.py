"""A hinge: two leaves with knuckles in each other's gaps, and a pin."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    if "knuckles" not in given:
        values["knuckles"] = 3.0 if number(values, "length") < 40 else 5.0
    if number(values, "knuckles") % 2 == 0:
        values["knuckles"] = number(values, "knuckles") + 1
    return []


DESIGN = Design(
    name="hinge",
    words=("hinge", "door hinge", "butt hinge", "box hinge"),
    function="Lets two parts turn against each other",
    tells="Two leaves, their knuckles and a pin",
    parameters=(
        Parameter(
            "length",
            "Length",
            60,
            10,
            400,
            says=("length", "height", "hinge"),
            seen="y of left_leaf",
            ask="How long should the hinge be, and how wide each leaf?",
            must=True,
        ),
        Parameter("leaf_width", "Width of a leaf", 30, 8, 300, says=("leaf width", "width", "leaf")),
        Parameter("thickness", "Thickness of a leaf", 3, 1, 30, 0.1, says=("leaf thickness", "thickness")),
        Parameter(
            "pin", "Pin diameter", 4, 1, 30, 0.1, group="Pin", says=("pin", "pin diameter", "axle"), seen="x of pin"
        ),
        Parameter("play", "Play", 0.4, 0.1, 1.5, 0.05, group="Pin", says=("play", "gap", "clearance")),
        Parameter("knuckles", "Knuckles", 5, 3, 21, 2, kind="count", group="Pin", says=("knuckle",)),
        Parameter("holes", "Screw holes in each leaf", 2, 0, 12, 1, kind="count", group="Screws", says=("hole",)),
        Parameter(
            "screw_hole",
            "Hole diameter",
            3.4,
            1,
            20,
            0.1,
            group="Screws",
            says=("hole diameter",),
            when="holes",
            seen="holes of left_leaf",
        ),
    ),
    nouns={
        "leaf": ("leaf", "wing", "plate", "flap"),
        "pin": ("pin", "axle"),
        "knuckle": ("knuckle",),
        "gap": ("gap", "play"),
    },
    product=("length", "leaf_width", "thickness"),
    rows=(
        Row("left_leaf", ("mirror([1, 0, 0])",), colour="#6c7a89"),
        Row("right_leaf", colour="#95a5a6"),
        Row("pin", colour="#d4ac0d"),
    ),
    takes={"holes": "holes", "hole": "screw_hole", "screw": "screw_hole=clearance", "each": "2"},
    rule=_rule,
    needs=lambda values: [Need("@screw_hole", int(2 * number(values, "holes")), "to screw the leaves on")],
    body="""\
barrel = max(pin + play + 4, thickness + 2);   // diameter of the knuckles
slot = length / knuckles;                      // length of a knuckle with its gap

// Every second knuckle belongs to one leaf
module right_leaf() { leaf(0); }
module left_leaf() { leaf(1); }

// The pin, in its place
module pin() {
  translate([0, length / 2, barrel / 2]) rotate([90, 0, 0]) cylinder(d = pin, h = length);
}

// A leaf to the right of the hinge's axis, flat on the ground
module leaf(first) {
  difference() {
    union() {
      translate([barrel / 2 + play, -length / 2, 0]) cube([leaf_width - barrel / 2 - play, length, thickness]);
      for (k = [first : 2 : knuckles - 1]) translate([0, -length / 2 + k * slot + (k == 0 ? 0 : play / 2), 0]) {
        own = slot - (k == 0 || k == knuckles - 1 ? play / 2 : play);
        translate([0, own, barrel / 2]) rotate([90, 0, 0]) cylinder(d = barrel, h = own);
        cube([barrel / 2 + play + 1, own, thickness]);
      }
    }
    translate([0, length / 2 + 1, barrel / 2]) rotate([90, 0, 0]) cylinder(d = pin + play, h = length + 2);
    for (i = [0 : 1 : holes - 1])
      translate([(barrel / 2 + leaf_width) / 2, (i - (holes - 1) / 2) * length / holes, -1])
        cylinder(d = screw_hole, h = thickness + 2);
  }
}
""",
)
