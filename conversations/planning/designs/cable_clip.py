"""A clip that holds a cable or thin pipe down with one or two screws."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes: list[str] = []
    if "width" not in given:
        values["width"] = round(max(10.0, 2.4 * number(values, "screw_hole")), 1)
    least = round(number(values, "screw_hole") + 4, 2)
    if number(values, "width") < least:
        values["width"] = least
        notes.append(f"Around its screw the clip has to be {least:g} mm wide or more.")
    if "wall" not in given:
        values["wall"] = round(min(max(number(values, "cable") / 4, 2), 6), 1)
    return notes


DESIGN = Design(
    name="cable_clip",
    words=(
        "cable clip",
        "clip",
        "cable holder",
        "cable clamp",
        "cable saddle",
        "p clip",
        "wire clip",
        "cord clip",
        "pipe clip",
        "tube clip",
        "cable mount",
        "wire holder",
    ),
    function="Holds a cable in its place",
    tells="A bridge over the cable with a tab for the screw",
    parameters=(
        Parameter(
            "cable",
            "Cable diameter",
            6,
            1,
            120,
            0.1,
            says=("cable", "cable diameter", "diameter", "wire", "pipe", "inner diameter"),
            ask="How thick is the cable?",
            must=True,
        ),
        Parameter("play", "Play", 0.4, 0, 3, 0.1, says=("play", "gap", "clearance")),
        Parameter("width", "Width along the cable", 10, 4, 100, says=("width", "length"), seen="y of clip"),
        Parameter("wall", "Wall thickness", 2.4, 1, 15, 0.1, says=("wall", "wall thickness", "thickness")),
        Parameter(
            "screw_hole",
            "Hole diameter",
            3.4,
            1,
            12,
            0.1,
            group="Screws",
            says=("hole", "hole diameter"),
            seen="holes of clip",
        ),
        Parameter("tabs", "Tabs", 1, 1, 2, 1, kind="count", group="Screws", says=("tab", "screw", "hole count")),
    ),
    nouns={
        "cable": ("cable", "wire", "cord"),
        "pipe": ("pipe", "tube", "hose"),
        "wall": ("wall",),
        "tab": ("tab",),
        "screw": ("screw",),
        "gap": ("gap", "play"),
    },
    rows=(Row("clip", colour="#588157"),),
    takes={
        "holes": "tabs",
        "hole": "screw_hole",
        "screw": "screw_hole=clearance",
        "pipe": "cable=diameter",
        "rod": "cable=diameter",
    },
    derived=lambda values: [("Opening for the cable", number(values, "cable") + number(values, "play"), "arc of clip")],
    rule=_rule,
    needs=lambda values: [Need("@screw_hole", int(number(values, "tabs")), "to screw the clip down")],
    body="""\
r = (cable + play) / 2;
tab = screw_hole * 2.4 + 2;                        // how far a tab stands out

// The bridge along Y with its tabs
module clip() {
  difference() {
    translate([0, width / 2, 0]) rotate([90, 0, 0]) linear_extrude(width) side();
    for (k = [0 : 1 : tabs - 1]) scale([1 - 2 * k, 1, 1])
      translate([r + wall + tab / 2, 0, -1]) cylinder(d = screw_hole, h = wall + 2 + 2 * r);
  }
}

// Seen along the cable: an arch, open at the bottom, and the tabs
module side() {
  difference() {
    union() {
      translate([0, r]) circle(r = r + wall);
      translate([-r - wall, 0]) square([2 * (r + wall), r]);
      for (k = [0 : 1 : tabs - 1]) scale([1 - 2 * k, 1]) translate([r, 0]) square([wall + tab, wall]);
    }
    translate([0, r]) circle(r = r);
    translate([-r, -1]) square([2 * r, r + 1]);
    translate([-500, -1000]) square(1000);
  }
}
""",
)
