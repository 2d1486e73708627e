"""A wall hook: a plate with screw holes and an arm that turns up at its end."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    room = max(int(number(values, "plate_height") / (3.2 * number(values, "screw_hole"))), 1)
    if number(values, "holes") > room:
        values["holes"] = float(room)
        notes.append(f"The plate has room for {room} screws of that size.")
    if number(values, "screw_hole") > number(values, "plate_width") - 4:
        values["screw_hole"] = round(number(values, "plate_width") - 4, 2)
        notes.append(f"Holes in this plate can be at most {values['screw_hole']} mm.")
    if "bar" not in given:
        values["bar"] = round(min(max(number(values, "reach") / 6, 5), number(values, "plate_width"), 14), 1)
    if "tip" not in given:
        values["tip"] = round(min(max(number(values, "reach") * 0.35, 8), number(values, "plate_height") * 0.4), 1)
    most = number(values, "plate_height") * 0.6 - number(values, "bar")
    if number(values, "tip") > most:
        values["tip"] = round(most, 1)
        notes.append(f"The tip of the hook can be at most {most:.3g} mm high before it stands above the plate.")
    return notes


DESIGN = Design(
    name="hook",
    words=(
        "hook",
        "wall hook",
        "coat hook",
        "towel hook",
        "key hook",
        "hanger",
        "headphone hook",
        "headphone hanger",
        "wall hanger",
        "bag hook",
    ),
    function="Hangs things on a wall",
    tells="A back plate, an arm and a tip that turns up",
    parameters=(
        Parameter(
            "plate_height",
            "Plate height",
            70,
            20,
            400,
            group="Plate",
            says=("plate height", "height", "plate", "plate length", "length"),
            seen="z of hook",
        ),
        Parameter(
            "plate_width", "Plate width", 25, 8, 200, group="Plate", says=("plate width", "width"), seen="x of hook"
        ),
        Parameter("thickness", "Plate thickness", 4, 2, 20, 0.1, group="Plate", says=("plate thickness", "thickness")),
        Parameter(
            "reach",
            "How far it sticks out",
            40,
            10,
            250,
            group="Hook",
            says=("reach", "reach length", "depth", "reach depth", "hook length", "arm length", "arm"),
            seen="y of hook",
        ),
        Parameter("tip", "Height of the tip", 14, 3, 150, group="Hook", says=("tip", "tip height")),
        Parameter(
            "bar",
            "Thickness of the arm",
            7,
            3,
            40,
            group="Hook",
            says=("arm thickness", "bar", "bar thickness", "hook thickness"),
        ),
        Parameter("holes", "Screw holes", 2, 1, 6, 1, kind="count", group="Screws", says=("hole",)),
        Parameter(
            "screw_hole",
            "Hole diameter",
            4.5,
            1,
            15,
            0.1,
            group="Screws",
            says=("hole diameter",),
            when="holes",
            seen="holes of hook",
        ),
    ),
    nouns={
        "plate": ("plate", "back plate", "backplate", "base"),
        "hook": ("hook",),
        "arm": ("arm",),
        "tip": ("tip",),
        "reach": (
            "stick out",
            "sticks out",
            "reach",
            "projection",
            "protrude",
            "projecting",
            "sticking out",
            "stand out",
        ),
        "bar": ("bar", "rod"),
    },
    rows=(Row("hook", ("mirror([0, 1, 0])",), colour="#bc6c25"),),
    takes={"holes": "holes", "hole": "screw_hole", "screw": "screw_hole=clearance"},
    rule=_rule,
    needs=lambda values: [Need("@screw_hole", int(number(values, "holes")), "to screw the hook to the wall")],
    body="""\
arm_z = plate_height * 0.4;                        // middle of the arm
clear = screw_hole * 1.2 + 2;                      // room round a screw's head

// The plate stands against the wall at y = 0; drawn towards +Y, it is mirrored to face the front
module hook() {
  difference() {
    union() {
      translate([0, thickness, plate_height / 2]) rotate([90, 0, 0])
        rounded_plate();
      translate([-arm_width() / 2, 0, 0]) rotate([90, 0, 90]) linear_extrude(arm_width()) side();
    }
    // Half of the screws above the arm, half below it
    for (i = [0 : 1 : holes - 1]) translate([0, -1, hole_z(i)]) rotate([-90, 0, 0])
      cylinder(d = screw_hole, h = reach + 2);
  }
}

function arm_width() = min(plate_width, max(bar * 1.4, 8));
function hole_z(i) =
  let(upper = ceil(holes / 2), low = arm_z + bar / 2 + tip_room(), high = plate_height - clear)
  i < upper ? high - i * (high - low) / max(upper, 1) : clear + (i - upper) * 2 * screw_hole;
function tip_room() = tip * 0.6 + clear / 2;

module rounded_plate() {
  linear_extrude(thickness) offset(r = min(3, plate_width / 4))
    square([plate_width - 2 * min(3, plate_width / 4), plate_height - 2 * min(3, plate_width / 4)], center = true);
}

// The arm from the side: out, then up, with a brace below
module side() {
  beam([bar / 2, arm_z], [reach - bar / 2, arm_z], bar);
  beam([reach - bar / 2, arm_z], [reach - bar / 2, arm_z + tip], bar);
  low = min(clear + screw_hole * 1.1, arm_z - bar / 2); // above the head of the lower screw
  polygon([[thickness / 2, arm_z], [min(thickness + (arm_z - low) * 1.3, reach * 0.7), arm_z], [thickness / 2, low]]);
}
""",
)
