"""A wheel with a hub, spokes and a bore or a bearing's seat."""

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "hub" not in given:
        values["hub"] = round(max(2.0 * number(values, "bore"), number(values, "seat") + 5, 10), 1)
    least = number(values, "bore") + 4
    if number(values, "hub") < least:
        values["hub"] = round(least, 2)
        notes.append(f"Round its bore the hub has to be {least:g} mm across or more.")
    most = number(values, "diameter") * 0.85
    if number(values, "hub") > most:
        values["hub"] = round(most, 1)
        notes.append(f"The hub can be at most {most:.3g} mm across.")
    if number(values, "bore") > number(values, "hub") - 3:
        values["bore"] = round(number(values, "hub") - 4, 2)
        notes.append(f"The bore can be at most {values['bore']} mm in this wheel.")
    if number(values, "seat") > number(values, "hub") - 2:
        values["seat"] = 0.0
        notes.append("The wheel is too small for the bearing, so it has a plain bore.")
    return notes


DESIGN = Design(
    name="wheel",
    words=("wheel", "pulley", "roller", "caster wheel", "robot wheel", "idler", "belt pulley", "rope pulley"),
    function="Rolls, or guides a rope",
    tells="A rim, spokes and a hub",
    parameters=(
        Parameter(
            "diameter",
            "Diameter",
            65,
            8,
            600,
            says=("diameter", "outer diameter", "wheel", "height"),
            seen="across of wheel",
            ask="How big should the wheel be across?",
            must=True,
        ),
        Parameter("width", "Width", 15, 3, 200, says=("width", "thickness", "tread width"), seen="z of wheel"),
        Parameter(
            "bore",
            "Bore",
            5,
            0,
            100,
            0.1,
            group="Hub",
            says=("bore", "hole", "shaft", "axle", "axle diameter", "bore diameter", "inner diameter"),
            seen="bore of wheel",
            ask="What does it turn on: a shaft of which diameter, or a bearing?",
        ),
        Parameter("hub", "Hub diameter", 14, 4, 300, group="Hub", says=("hub", "hub diameter")),
        Parameter(
            "seat",
            "Bearing, outer diameter (0: none)",
            0,
            0,
            120,
            0.1,
            group="Hub",
            says=("bearing", "bearing diameter"),
        ),
        Parameter("seat_depth", "Bearing, width", 7, 1, 60, 0.1, group="Hub", says=("bearing width",)),
        Parameter("spokes", "Spokes", 5, 0, 24, 1, kind="count", group="Spokes", says=("spoke",)),
        Parameter("rim", "Rim thickness", 5, 1.5, 80, 0.5, group="Spokes", says=("rim", "rim thickness", "tread")),
        Parameter(
            "groove",
            "Depth of a rope's groove",
            0,
            0,
            40,
            0.5,
            group="Spokes",
            says=("groove", "groove depth"),
            words={"pulley": 2.0, "rope pulley": 3.0, "groove": 2.0},
        ),
    ),
    nouns={
        "bore": ("bore",),
        "hole": ("hole",),
        "shaft": ("shaft", "axle"),
        "hub": ("hub",),
        "spoke": ("spoke",),
        "rim": ("rim", "tread", "tyre", "tire"),
        "bearing": ("bearing",),
        "wheel": ("wheel", "pulley"),
        "groove": ("groove",),
    },
    product=("diameter", "width"),
    rows=(Row("wheel", colour="#33415c"),),
    takes={
        "bearing": "seat=outer_diameter+0.1 seat_depth=width bore=inner_diameter+1.5",
        "bore": "bore",
        "hole": "bore",
        "rod": "bore=diameter",
        "screw": "bore=clearance",
        "motor": "bore=shaft",
    },
    rule=_rule,
    body="""\
// The wheel lies on the ground, its axis upright
module wheel() {
  difference() {
    union() {
      rim();
      cylinder(d = hub, h = width);
      if (spokes > 0)
        for (i = [0 : spokes - 1]) rotate(360 * i / spokes) translate([0, -max(hub / 5, 1.5), 0])
          cube([diameter / 2 - rim / 2, max(hub / 2.5, 3), width * 0.6]);
      else cylinder(d = diameter - rim, h = width * 0.6);
    }
    translate([0, 0, -1]) cylinder(d = bore, h = width + 2);
    if (seat > 0) translate([0, 0, width - seat_depth]) cylinder(d = seat, h = seat_depth + 1);
  }
}

// The rim, with a groove for a rope where one is wanted
module rim() {
  deep = min(groove, rim - 1.2);
  rotate_extrude($fn = 128) difference() {
    translate([diameter / 2 - rim, 0]) square([rim, width]);
    if (deep > 0) polygon([[diameter / 2 + 0.01, width * 0.2], [diameter / 2 - deep, width / 2],
                           [diameter / 2 + 0.01, width * 0.8]]);
  }
}
""",
)
