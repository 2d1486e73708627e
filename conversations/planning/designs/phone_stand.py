"""A stand for a phone or tablet, leaning back at an angle."""

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    if "width" not in given:
        values["width"] = round(max(60.0, 0.9 * number(values, "phone_width")), 1)
    if "back_length" not in given:
        values["back_length"] = round(min(max(1.25 * number(values, "phone_width"), 70), 240), 1)
    return []


DESIGN = Design(
    name="phone_stand",
    words=(
        "phone stand",
        "stand",
        "phone holder",
        "tablet stand",
        "phone dock",
        "smartphone stand",
        "mobile stand",
        "book stand",
        "tablet holder",
        "ipad stand",
        "iphone stand",
        "cell phone stand",
        "phone cradle",
        "easel",
    ),
    function="Holds a phone where you see it",
    tells="A back that leans, with a ledge and a lip in front and a foot behind",
    parameters=(
        Parameter(
            "phone_width",
            "Phone width",
            78,
            30,
            300,
            says=("phone width", "width", "phone"),
            group="Phone",
            hidden=True,
        ),
        Parameter(
            "phone_thickness",
            "Phone thickness",
            10,
            3,
            60,
            0.1,
            group="Phone",
            says=("phone thickness", "thickness", "slot", "slot width"),
        ),
        Parameter("angle", "Angle to the table", 65, 30, 85, 1, kind="angle", says=("angle",), seen="slope of stand"),
        Parameter("width", "Stand width", 70, 20, 300, says=("stand width",), seen="x of stand"),
        Parameter(
            "back_length",
            "Length of the back",
            98,
            40,
            300,
            says=("back length", "height", "back height", "back", "length"),
        ),
        Parameter("lip", "Height of the lip", 12, 3, 40, says=("lip", "lip height")),
        Parameter(
            "bar",
            "Material thickness",
            5,
            2.5,
            15,
            0.5,
            says=("material", "wall", "wall thickness", "material thickness"),
        ),
        Parameter(
            "cable",
            "Gap for the cable",
            True,
            kind="flag",
            group="Phone",
            words={"cable": True, "charging": True, "charger": True, "cable slot": True},
        ),
    ),
    nouns={
        "phone": ("phone", "tablet", "iphone", "device", "book", "smartphone"),
        "lip": ("lip", "ledge"),
        "slot": ("slot",),
        "stand": ("stand",),
        "back": ("back",),
        "wall": ("wall",),
        "material": ("material",),
    },
    rows=(Row("stand", colour="#457b9d"),),
    rule=_rule,
    body="""\
gap = phone_thickness + 1.5;                       // room for the phone
along = [cos(angle), sin(angle)];                  // up the back
out = [-sin(angle), cos(angle)];                   // away from its front
heel = [0, bar / 2];
top = heel + along * back_length;
seat = heel + along * (bar + (gap + bar) * cos(angle));
edge = seat + out * (gap + bar);
foot = [max(top[0] + 8, back_length * 0.55), bar / 2];

// The side view, extruded over the width
module stand() {
  difference() {
    translate([width / 2, 0, 0]) rotate([90, 0, -90]) linear_extrude(width) mirror([1, 0]) side();
    // A gap in the ledge for the charging cable
    if (cable) translate([-7, -edge_reach(), -1]) cube([14, edge_reach() - bar / 2 + seat[0], seat[1] + bar + lip + 2]);
  }
}

function edge_reach() = -edge[0] + bar;

module side() {
  intersection() {
    union() {
      beam(heel, top, bar);                        // back
      beam(seat, edge, bar);                       // ledge
      beam(edge, edge + along * (lip + bar / 2), bar);   // lip
      beam([min(edge[0], 0), bar / 2], foot, bar); // base
      beam([edge[0], bar / 2], edge, bar);         // front post
      beam(heel + along * back_length * 0.7, foot, bar); // strut
    }
    translate([-500, 0]) square([1000, 1000]);
  }
}
""",
)
