"""A spacer or standoff: a tube that holds two things apart with a screw through it."""

from conversations.planning.parameters import Design, Need, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    hole, outer = number(values, "hole"), number(values, "outer_diameter")
    if "outer_diameter" not in given and outer < hole + 3:
        values["outer_diameter"] = round(2 * hole, 1)
    elif outer < hole + 0.8:
        values["outer_diameter"] = round(hole + 1.6, 2)
        return [f"Around a hole of {hole:g} mm the spacer has to be {hole + 1.6:g} mm across or more."]
    return []


DESIGN = Design(
    name="spacer",
    words=(
        "spacer",
        "standoff",
        "stand off",
        "distance piece",
        "pcb standoff",
        "bushing",
        "sleeve",
        "distance sleeve",
        "riser",
    ),
    function="Holds two parts apart",
    tells="A tube with a screw hole",
    parameters=(
        Parameter(
            "outer_diameter",
            "Outer diameter",
            8,
            2,
            200,
            0.1,
            says=("outer diameter", "diameter", "width", "outside"),
            seen="y of spacer",
        ),
        Parameter(
            "hole",
            "Hole diameter",
            3.4,
            0.8,
            150,
            0.1,
            says=("hole", "inner diameter", "bore", "hole diameter", "inner"),
            seen="bore of spacer",
            ask="Which screw goes through it (for example M3)?",
            must=True,
        ),
        Parameter(
            "height",
            "Height",
            10,
            0.5,
            300,
            0.1,
            says=("height", "length", "thickness"),
            seen="z of spacer",
            ask="How high should the spacer be?",
            must=True,
        ),
        Parameter(
            "shape",
            "Shape",
            "round",
            kind="choice",
            choices=("round", "hexagonal"),
            words={"hex": "hexagonal", "hexagonal": "hexagonal", "hexagon": "hexagonal", "round": "round"},
        ),
    ),
    nouns={"hole": ("hole", "bore"), "inner": ("inside", "inner"), "outside": ("outside",)},
    product=("outer_diameter", "hole", "height"),
    rows=(Row("spacer", colour="#b08d57"),),
    takes={"hole": "hole", "bore": "hole", "screw": "hole=clearance"},
    rule=_rule,
    needs=lambda _values: [Need("@hole", 1, "through the spacer")],
    body="""\
// The tube; a hexagonal one measures the outer diameter across its flats
module spacer() {
  difference() {
    if (shape == "hexagonal") cylinder(d = outer_diameter / cos(30), h = height, $fn = 6);
    else cylinder(d = outer_diameter, h = height);
    translate([0, 0, -1]) cylinder(d = hole, h = height + 2);
  }
}
""",
)
