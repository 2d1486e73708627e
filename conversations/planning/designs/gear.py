"""Spur gears with true involute teeth: one, or a pair that meshes."""

from conversations.planning.parameters import Alias, Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "outer_diameter" in given:
        values["module_size"] = round(number(values, "outer_diameter") / (number(values, "teeth_1") + 2), 5)
    else:
        values["outer_diameter"] = round(number(values, "module_size") * (number(values, "teeth_1") + 2), 3)
    if "teeth_2" in given:
        values["pair"] = True
    least = min(number(values, "teeth_1"), number(values, "teeth_2") if values["pair"] else 999)
    root = number(values, "module_size") * (least - 2.5)
    if number(values, "bore") > root - 2:
        values["bore"] = round(max(root - 2, 0), 2)
        notes.append(f"The bore can be at most {values['bore']} mm in a gear with {least:g} teeth.")
    return notes


def _derived(values: Values) -> list[tuple[str, float, str]]:
    size = number(values, "module_size")
    out = [("Pitch diameter", round(size * number(values, "teeth_1"), 3), "")]
    out.append(("Outer diameter", round(size * (number(values, "teeth_1") + 2), 3), "round of gear"))
    if values["pair"]:
        teeth = number(values, "teeth_2")
        out.append(("Outer diameter of the driven gear", round(size * (teeth + 2), 3), "round of driven_gear"))
        out.append(
            (
                "Distance of the shafts",
                round(size * (number(values, "teeth_1") + teeth) / 2, 3),
                "shafts of gear driven_gear",
            )
        )
    return out


DESIGN = Design(
    name="gear",
    words=(
        "gear",
        "spur gear",
        "cog",
        "cogwheel",
        "gear wheel",
        "gear pair",
        "gear set",
        "pinion",
        "gearwheel",
        "gear train",
    ),
    function="Passes a turning motion on",
    tells="Involute spur gears",
    parameters=(
        Parameter("module_size", "Module", 2, 0.2, 20, 0.05, says=("module",), group="Teeth", tolerance=0.01),
        Parameter(
            "teeth_1",
            "Teeth",
            20,
            6,
            300,
            1,
            kind="count",
            says=("tooth",),
            group="Teeth",
            ask="How many teeth should each gear have?",
            must=True,
            seen="teeth of gear",
        ),
        Parameter(
            "teeth_2",
            "Teeth of the second gear",
            40,
            6,
            300,
            1,
            kind="count",
            says=("tooth",),
            group="Teeth",
            seen="teeth of driven_gear",
            when="pair",
        ),
        Parameter(
            "thickness",
            "Thickness",
            8,
            0.8,
            150,
            0.1,
            says=("thickness", "face width", "width", "height"),
            seen="z of gear",
        ),
        Parameter(
            "bore",
            "Bore",
            5,
            0,
            200,
            0.1,
            says=("bore", "hole", "shaft", "bore diameter", "inner diameter", "hole diameter", "axle"),
            seen="bore of gear",
        ),
        Parameter(
            "outer_diameter", "Outer diameter", 44, 2, 2000, says=("outer diameter", "diameter", "outside"), hidden=True
        ),
        Parameter(
            "pressure_angle",
            "Pressure angle",
            20,
            14,
            30,
            0.5,
            kind="angle",
            group="Teeth",
            says=("angle", "pressure angle"),
        ),
        Parameter("backlash", "Backlash", 0.15, 0, 1, 0.05, group="Teeth", says=("backlash", "play", "clearance")),
        Parameter(
            "pair",
            "Two gears",
            False,
            kind="flag",
            hidden=True,
            words={
                "pair": True,
                "meshing": True,
                "two gear": True,
                "gear set": True,
                "two spur gear": True,
                "set of gear": True,
                "gear train": True,
                "single gear": False,
                "one gear": False,
                "two meshing": True,
                "second gear": True,
            },
        ),
    ),
    aliases=(Alias("pitch diameter", "outer_diameter", 1.0),),
    nouns={
        "tooth": ("tooth",),
        "bore": ("bore",),
        "hole": ("hole",),
        "module": ("module",),
        "shaft": ("shaft", "axle"),
        "backlash": ("backlash",),
        "gear": ("gear", "cog"),
    },
    rows=(
        Row("gear", colour="#c9a227"),
        Row(
            "driven_gear",
            ("translate([module_size * (teeth_1 + teeth_2) / 2, 0, 0]) rotate(teeth_2 % 2 == 0 ? 180 / teeth_2 : 0)",),
            colour="#8d99ae",
            when="pair",
        ),
    ),
    takes={"hole": "bore", "bore": "bore"},
    ties=("outer_diameter", "module_size", "bore"),
    rivals=(("module_size", "outer_diameter"),),
    rule=_rule,
    derived=_derived,
    body="""\
// The gear that drives, with a tooth towards +X
module gear() { spur_gear(teeth_1); }

// The gear it meshes with; in the layout a gap faces the other's tooth
module driven_gear() { spur_gear(teeth_2); }

module spur_gear(teeth) {
  linear_extrude(thickness) difference() {
    gear_outline(teeth);
    if (bore > 0) circle(d = bore);
  }
}

// An involute of the base circle, unrolled by t degrees
function involute(base, t) =
  [base * (cos(t) + t * PI / 180 * sin(t)), base * (sin(t) - t * PI / 180 * cos(t))];

// The angle unrolled where the involute reaches radius r
function unrolled(base, r) = 180 / PI * sqrt(max(r * r / (base * base) - 1, 0));

// The polar angle of the involute at radius r
function swept(base, r) = unrolled(base, r) - atan(sqrt(max(r * r / (base * base) - 1, 0)));

// Teeth of standard height: one module above the pitch circle, one and a quarter below
module gear_outline(teeth) {
  pitch = module_size * teeth / 2;
  base = pitch * cos(pressure_angle);
  tip = pitch + module_size;
  root = pitch - 1.25 * module_size;
  low = max(base, root);
  steps = 8;
  // Half the tooth's angle on the pitch circle, less half the backlash
  half = 90 / teeth - backlash / 4 / pitch * 180 / PI + swept(base, pitch);
  flank = [for (i = [0 : steps]) let(r = low + (tip - low) * i / steps, a = half - swept(base, r)) [r, a]];
  tooth = concat(
    [[root, half + (root < base ? 0.4 : 0)]],
    flank,
    [for (i = [steps : -1 : 0]) [flank[i][0], -flank[i][1]]],
    [[root, -half - (root < base ? 0.4 : 0)]]);
  union() {
    circle(r = root + 0.01, $fn = min(max(4 * teeth, 48), 512));
    for (k = [0 : teeth - 1]) rotate(360 * k / teeth)
      polygon(concat([[0, 0]], [for (p = tooth) [p[0] * cos(-p[1]), p[0] * sin(-p[1])]]));
  }
}
""",
)
