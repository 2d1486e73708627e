"""A clamp of two halves round a pipe or rod, bolted at both ears."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    if "width" not in given:
        values["width"] = round(max(10.0, 3 * number(values, "screw_hole")), 1)
    if "wall" not in given:
        values["wall"] = round(min(max(number(values, "diameter") / 7, 3), 12), 1)
    return []


DESIGN = Design(
    name="clamp",
    words=(
        "clamp",
        "pipe clamp",
        "tube clamp",
        "rod clamp",
        "hose clamp",
        "bar clamp",
        "pipe bracket",
        "shaft clamp",
        "split clamp",
    ),
    function="Grips a pipe or rod",
    tells="Two halves with ears for bolts",
    parameters=(
        Parameter(
            "diameter",
            "Pipe diameter",
            22,
            3,
            300,
            0.1,
            says=("pipe", "diameter", "pipe diameter", "inner diameter", "rod"),
            seen="arc of lower_half",
            ask="How thick is the pipe or rod?",
            must=True,
        ),
        Parameter("width", "Width along the pipe", 15, 4, 200, says=("width", "length"), seen="y of lower_half"),
        Parameter("wall", "Wall thickness", 4, 1.5, 30, 0.1, says=("wall", "wall thickness", "thickness")),
        Parameter("squeeze", "Gap between the halves", 1, 0, 10, 0.1, says=("gap", "squeeze")),
        Parameter(
            "screw_hole",
            "Bolt hole diameter",
            4.5,
            1,
            16,
            0.1,
            group="Bolts",
            says=("hole", "hole diameter"),
            seen="holes of lower_half",
        ),
        Parameter("ear", "Thickness of the ears", 6, 2, 40, 0.5, group="Bolts", says=("ear", "ear thickness")),
    ),
    nouns={
        "pipe": ("pipe", "tube", "rod", "bar", "shaft", "hose", "pole"),
        "wall": ("wall",),
        "ear": ("ear",),
        "gap": ("gap",),
    },
    rows=(
        Row("lower_half", colour="#6d597a"),
        Row("upper_half", ("translate([0, 0, squeeze])",), colour="#b56576"),
    ),
    takes={
        "hole": "screw_hole",
        "screw": "screw_hole=clearance",
        "pipe": "diameter=diameter",
        "rod": "diameter=diameter",
        "profile": "diameter=width",
    },
    rule=_rule,
    needs=lambda _values: [
        Need("@screw_hole", 2, "to bolt the halves together"),
        Need("@screw_hole-nut", 2, "for the bolts"),
    ],
    body="""\
r = diameter / 2;
reach = r + wall + screw_hole * 2.2 + 2;           // end of the ears

// The lower half ends at z = 0; the pipe's axis is Y
module lower_half() { mirror([0, 0, 1]) half(); }
module upper_half() { half(); }

module half() {
  difference() {
    translate([0, width / 2, 0]) rotate([90, 0, 0]) linear_extrude(width) difference() {
      union() {
        circle(r = r + wall);
        translate([-reach, 0]) square([2 * reach, ear]);
      }
      circle(r = r);
      translate([-2 * reach, -4 * reach]) square(4 * reach);
    }
    for (side = [-1, 1]) translate([side * (r + wall + screw_hole * 1.1 + 1), 0, -1])
      cylinder(d = screw_hole, h = r + wall + 2);
  }
}
""",
)
