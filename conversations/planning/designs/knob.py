"""A knob for a shaft, knurled, fluted or plain."""

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "depth" not in given:
        values["depth"] = round(number(values, "height") * 0.7, 1)
    if number(values, "depth") > number(values, "height") - 1:
        values["depth"] = round(number(values, "height") - 1, 2)
    if number(values, "shaft") > number(values, "diameter") - 4:
        values["shaft"] = round(number(values, "diameter") - 4, 2)
        notes.append(f"The shaft can be at most {values['shaft']} mm in a knob of {values['diameter']} mm.")
    return notes


DESIGN = Design(
    name="knob",
    words=("knob", "dial", "control knob", "volume knob", "potentiometer knob", "handwheel", "thumb wheel"),
    function="Turns a shaft by hand",
    tells="A grip with a bore for the shaft and a mark",
    parameters=(
        Parameter(
            "diameter",
            "Diameter",
            30,
            8,
            200,
            0.5,
            says=("diameter", "outer diameter", "width", "knob"),
            seen="across of knob",
        ),
        Parameter("height", "Height", 18, 4, 120, 0.5, says=("height", "thickness", "length"), seen="z of knob"),
        Parameter(
            "shaft",
            "Shaft diameter",
            6,
            1,
            60,
            0.1,
            group="Shaft",
            says=("shaft", "shaft diameter", "bore", "hole", "inner diameter", "axle"),
            ask="How thick is the shaft, and is it round or D-shaped?",
            must=True,
        ),
        Parameter(
            "shaft_shape",
            "Shaft is",
            "round",
            kind="choice",
            group="Shaft",
            choices=("round", "D"),
            words={
                "d shaft": "D",
                "d shaped": "D",
                "d shape": "D",
                "flattened": "D",
                "flatted": "D",
                "round shaft": "round",
            },
        ),
        Parameter("depth", "Depth of the bore", 12, 2, 100, 0.5, group="Shaft", says=("bore depth", "shaft length")),
        Parameter("play", "Play of the shaft", 0.2, 0, 1, 0.05, group="Shaft", says=("play", "clearance")),
        Parameter(
            "grip",
            "Grip",
            "fluted",
            kind="choice",
            group="Grip",
            choices=("knurled", "fluted", "plain"),
            words={
                "knurled": "knurled",
                "knurl": "knurled",
                "fluted": "fluted",
                "ribbed": "fluted",
                "plain": "plain",
                "smooth": "plain",
            },
        ),
        Parameter(
            "mark",
            "Pointer line",
            True,
            kind="flag",
            group="Grip",
            words={"pointer": True, "indicator": True, "mark": True},
        ),
    ),
    nouns={
        "shaft": ("shaft", "axle", "d shaft", "spindle", "stem"),
        "bore": ("bore",),
        "hole": ("hole",),
        "knob": ("knob",),
    },
    product=("diameter", "height"),
    rows=(Row("knob", colour="#3d4f60"),),
    takes={"button": "shaft=shaft", "bore": "shaft", "hole": "shaft"},
    rule=_rule,
    body="""\
// The knob stands as it is printed: bore down
module knob() {
  difference() {
    body();
    translate([0, 0, -0.01]) shaft_hole();
    if (mark) translate([diameter * 0.12, -0.6, height - 0.8]) cube([diameter * 0.3, 1.2, 2]);
  }
}

// The grip with a chamfered top edge
module body() {
  chamfer = min(1.5, height / 6);
  intersection() {
    union() {
      cylinder(d = diameter, h = height - chamfer);
      translate([0, 0, height - chamfer - 0.001])
        cylinder(d1 = diameter, d2 = diameter - 2 * chamfer, h = chamfer + 0.001);
    }
    if (grip == "plain") cylinder(d = diameter, h = height);
    else linear_extrude(height) difference() {
      circle(d = diameter);
      n = grip == "knurled" ? max(round(diameter * 1.4), 12) : 12;
      cut = grip == "knurled" ? 1.2 : diameter / 12;
      for (i = [0 : n - 1]) rotate(360 * (i + 0.5) / n) translate([diameter / 2, 0])
        if (grip == "knurled") rotate(45) square(cut, center = true);
        else translate([cut * 0.4, 0]) circle(d = 2 * cut, $fn = 24);
    }
  }
}

// A round or D-shaped bore; the flat of a D takes a quarter of the radius
module shaft_hole() {
  d = shaft + play;
  linear_extrude(depth) intersection() {
    circle(d = d);
    if (shaft_shape == "D") translate([-d / 2, -d / 2]) square([d * 0.875, d]);
    else square(2 * d, center = true);
  }
}
""",
)
