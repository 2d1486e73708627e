"""A multirotor frame: arms that carry the motors, bolted between two plates."""

from conversations.planning.parameters import Alias, Design, Face, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "propeller" in given and "arm_length" not in given:
        values["arm_length"] = round(number(values, "propeller") * 0.74 + 6, 1)
    if "plate_size" not in given:
        values["plate_size"] = round(min(max(number(values, "stack") + 16, 36), 1.2 * number(values, "arm_length")), 1)
    if "arm_width" not in given:
        values["arm_width"] = round(min(max(number(values, "arm_length") / 7, 9), 24), 1)
    if "propeller" in given:
        apart = number(values, "arm_length") * 2**0.5
        if number(values, "propeller") > apart:
            notes.append(f"Propellers of {values['propeller']} mm would touch: the motors are {apart:.4g} mm apart.")
    return notes


def _needs(values: Values) -> list[Need]:
    out = [
        Need("@motor_hole", 16, "to screw the motors on"),
        Need("m3", 8, "to bolt the arms between the plates"),
        Need("m3-nut", 8, "for the bolts of the arms"),
    ]
    out.append(
        Need(
            "flight-controller-20" if number(values, "stack") < 25 else "flight-controller-30", 1, "on the bottom plate"
        )
    )
    return out


DESIGN = Design(
    name="drone_frame",
    words=(
        "drone frame",
        "quadcopter frame",
        "quadcopter",
        "quad frame",
        "drone",
        "multirotor frame",
        "fpv frame",
        "multicopter",
        "copter frame",
        "drone body",
    ),
    function="Carries four motors, a battery and a flight controller",
    tells="Four arms between two plates",
    parameters=(
        Parameter("arm_length", "Arm, centre to motor", 70, 30, 500, says=("arm length", "arm")),
        Parameter("arm_width", "Arm width", 10, 5, 60, says=("arm width",)),
        Parameter(
            "arm_thickness",
            "Arm thickness",
            4,
            1.5,
            20,
            0.1,
            says=("arm thickness", "thickness", "arm height"),
            seen="z of arm",
        ),
        Parameter(
            "plate_size",
            "Side of the plates",
            40,
            20,
            300,
            group="Plates",
            says=("plate", "plate size", "plate width", "body"),
        ),
        Parameter(
            "plate_thickness",
            "Plate thickness",
            2,
            1,
            15,
            0.1,
            group="Plates",
            says=("plate thickness",),
            seen="z of bottom_plate",
        ),
        Parameter("stack", "Flight controller, hole spacing", 20, 16, 60, 0.5, group="Plates", says=("stack",)),
        Parameter("motor_circle", "Motor, hole circle", 12, 6, 40, 0.1, group="Motors", says=("motor circle",)),
        Parameter(
            "motor_hole",
            "Motor, hole diameter",
            2.4,
            1,
            6,
            0.1,
            group="Motors",
            says=("motor hole",),
            seen="holes of arm",
        ),
        Parameter(
            "motor_diameter", "Motor diameter", 17.5, 8, 80, 0.5, group="Motors", says=("motor diameter", "motor")
        ),
        Parameter(
            "propeller", "Propeller diameter", 76.2, 20, 400, group="Motors", says=("propeller", "prop"), hidden=True
        ),
    ),
    aliases=(
        Alias("wheelbase", "arm_length", 0.5),
        Alias("diagonal", "arm_length", 0.5),
        Alias("diameter", "arm_length", 0.5),
        Alias("frame", "propeller", most=180),
        Alias("frame", "arm_length", 0.5, least=180),
    ),
    nouns={
        "arm": ("arm", "boom"),
        "plate": ("plate",),
        "motor": ("motor",),
        "propeller": ("propeller", "prop"),
        "diagonal": ("diagonal", "wheelbase", "motor diagonal"),
        "body": ("body",),
        "stack": ("stack",),
        "frame": ("quadcopter", "quad", "drone", "copter", "multirotor", "frame"),
    },
    rows=(
        Row(
            "arm",
            tuple(f"translate([0, 0, plate_thickness]) rotate({45 + 90 * turn})" for turn in range(4)),
            colour="#2f3e46",
        ),
        Row("bottom_plate", colour="#52796f"),
        Row("top_plate", ("translate([0, 0, plate_thickness + arm_thickness])",), colour="#84a98c"),
    ),
    faces=(
        Face("top_plate", "plate_size", "plate_size", ("top plate", "plate", "top"), inset=8),
        Face("bottom_plate", "plate_size", "plate_size", ("bottom plate", "bottom"), inset=8),
    ),
    takes={
        "brushless motor": "motor_circle=circle motor_diameter=diameter motor_hole=@",
        "propeller": "propeller=diameter",
        "board": "stack=spacing",
        "screw": "",
    },
    derived=lambda values: [("Wheelbase, motor to motor", 2 * number(values, "arm_length"), "wheelbase of arm")],
    rule=_rule,
    needs=_needs,
    body="""\
// Two bolts hold the root of each arm between the plates
bolts = [plate_size * 0.28, plate_size * 0.28 + 9];
root = bolts[0] - 5;

// One arm along +X: a bar that widens into the motor's pad
module arm() {
  pad = max(motor_diameter, motor_circle + 6);
  linear_extrude(arm_thickness) difference() {
    union() {
      hull() {
        translate([root, -arm_width / 2]) square([1, arm_width]);
        translate([arm_length - pad / 2, -arm_width * 0.4]) square([1, arm_width * 0.8]);
      }
      translate([arm_length, 0]) circle(d = pad);
      hull() {
        translate([arm_length - pad / 2 - 6, -arm_width * 0.4]) square([1, arm_width * 0.8]);
        translate([arm_length, 0]) circle(d = pad * 0.7);
      }
    }
    for (x = bolts) translate([x, 0]) circle(d = 3.4);
    // The motor: four screws and room for its shaft
    translate([arm_length, 0]) {
      for (p = circle_points(4, motor_circle)) translate(p) circle(d = motor_hole);
      circle(d = max(motor_circle - motor_hole - 4, 2.8));
    }
  }
}

// Both plates have the arms' bolts; corners follow the arms
module frame_plate() {
  linear_extrude(plate_thickness) difference() {
    union() {
      offset(r = 4) square(plate_size - 8, center = true);
      for (k = [0 : 3]) rotate(45 + 90 * k) beam([0, 0], [bolts[1], 0], arm_width);
    }
    for (k = [0 : 3]) rotate(45 + 90 * k) for (x = bolts) translate([x, 0]) circle(d = 3.4);
  }
}

// The bottom plate carries the flight controller
module bottom_plate() {
  difference() {
    frame_plate();
    for (p = grid_points(2, 2, stack, stack)) rotate(0) translate([p[0], p[1], -1])
      cylinder(d = stack < 25 ? 2.4 : 3.4, h = plate_thickness + 2);
    drill_bottom_plate();
  }
}

// The top plate has slots for the battery's strap
module top_plate() {
  difference() {
    frame_plate();
    for (side = [-1, 1]) translate([side * plate_size * 0.22 - 1.5, -9, -1]) cube([3, 18, plate_thickness + 2]);
    drill_top_plate();
  }
}
""",
)
