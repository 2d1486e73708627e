"""An L bracket: two legs at a right angle with screw holes, with a gusset where it is wanted."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "leg_2" not in given and "leg_1" in given:
        values["leg_2"] = values["leg_1"]
    if "fillet" not in given:
        values["fillet"] = number(values, "thickness")
    least = min(number(values, "leg_1"), number(values, "leg_2"))
    room = (least - number(values, "thickness")) / max(number(values, "holes"), 1)
    if number(values, "holes") and room < number(values, "screw_hole") + 1:
        values["holes"] = float(max(int((least - number(values, "thickness")) / (number(values, "screw_hole") + 1)), 0))
        notes.append(f"A leg of {least:g} mm has room for {number(values, 'holes'):g} holes.")
    return notes


DESIGN = Design(
    name="bracket",
    words=(
        "bracket",
        "l bracket",
        "angle bracket",
        "shelf bracket",
        "corner bracket",
        "angle",
        "corner brace",
        "brace",
        "mounting bracket",
        "wall bracket",
    ),
    function="Joins two surfaces at a right angle",
    tells="Two legs at a right angle, a rounded inner corner and screw holes",
    parameters=(
        Parameter(
            "leg_1",
            "Leg on the ground",
            50,
            8,
            600,
            says=("leg length", "leg", "length", "depth", "side"),
            seen="x of bracket",
            ask="How long should the legs of the bracket be?",
            must=True,
        ),
        Parameter(
            "leg_2",
            "Upright leg",
            50,
            8,
            600,
            says=("leg height", "height", "upright", "leg", "leg length", "side"),
            seen="z of bracket",
        ),
        Parameter(
            "width",
            "Width",
            30,
            5,
            400,
            says=("width", "leg width", "bracket width"),
            seen="y of bracket",
            ask="How wide should it be, and which screws hold it?",
        ),
        Parameter(
            "thickness", "Thickness", 4, 1, 40, 0.1, says=("thickness", "leg thickness"), seen="wall z of bracket"
        ),
        Parameter("holes", "Holes in each leg", 2, 0, 12, 1, kind="count", group="Holes", says=("hole",)),
        Parameter(
            "screw_hole",
            "Hole diameter",
            4.5,
            1,
            30,
            0.1,
            group="Holes",
            says=("hole diameter",),
            when="holes",
            seen="holes of bracket",
        ),
        Parameter("fillet", "Inner fillet", 4, 0, 60, group="Strength", says=("fillet",)),
        Parameter(
            "gusset",
            "Gusset",
            False,
            kind="flag",
            group="Strength",
            words={"gusset": True, "rib": True, "reinforced": True, "reinforcement": True, "stronger": True},
        ),
    ),
    nouns={
        "leg": ("leg", "arm", "side", "flange"),
        "fillet": ("fillet",),
        "upright": ("upright", "upright leg", "vertical leg"),
        "bracket": ("bracket",),
    },
    product=("leg_1", "leg_2", "width"),
    rows=(Row("bracket", colour="#7a8b99"),),
    takes={"holes": "holes", "hole": "screw_hole", "screw": "screw_hole=clearance", "each": "2"},
    ties=("leg_2",),
    rule=_rule,
    needs=lambda values: [Need("@screw_hole", int(2 * number(values, "holes")), "to screw the bracket on")],
    body="""\
// Both legs as one profile, extruded over the width, then drilled
module bracket() {
  difference() {
    union() {
      translate([0, width / 2, 0]) rotate([90, 0, 0]) linear_extrude(width) profile();
      if (gusset) translate([0, thickness / 2, 0]) rotate([90, 0, 0]) linear_extrude(thickness)
        polygon([[thickness, thickness], [leg_1 * 0.8, thickness], [thickness, leg_2 * 0.8]]);
    }
    // Holes down through the leg on the ground
    for (i = [0 : 1 : holes - 1])
      translate([thickness + (i + 0.5) * (leg_1 - thickness) / holes, off_gusset(i), -1])
        cylinder(d = screw_hole, h = thickness + 2 + fillet);
    // Holes through the upright leg
    for (i = [0 : 1 : holes - 1])
      translate([-1, off_gusset(i), thickness + (i + 0.5) * (leg_2 - thickness) / holes]) rotate([0, 90, 0])
        cylinder(d = screw_hole, h = thickness + 2 + fillet);
  }
}

// With a gusset in the middle the holes stand to its sides
function off_gusset(i) = gusset ? (i % 2 == 0 ? 1 : -1) * (width + thickness) / 4 : 0;

// The L with its rounded inner corner
module profile() {
  difference() {
    union() {
      square([leg_1, thickness]);
      square([thickness, leg_2]);
      square([thickness + fillet, thickness + fillet]);
    }
    translate([thickness + fillet, thickness + fillet]) circle(r = max(fillet, 0.01));
  }
}
""",
)
