"""A funnel: a cone and a spout with one wall."""

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    notes = []
    if "spout_length" not in given:
        values["spout_length"] = round(number(values, "height") * 0.35, 1)
    if number(values, "spout_length") > number(values, "height") - 5:
        values["spout_length"] = round(number(values, "height") - 5, 1)
        notes.append("The spout has to leave room for the cone.")
    if number(values, "spout") > number(values, "mouth") - 2:
        values["spout"] = round(number(values, "mouth") / 2, 1)
        notes.append("The spout has to be narrower than the mouth.")
    if number(values, "spout") < 2 * number(values, "wall") + 1:
        values["wall"] = round((number(values, "spout") - 1) / 2, 2)
        notes.append(f"Walls can be at most {values['wall']} mm thick in this spout.")
    return notes


DESIGN = Design(
    name="funnel",
    words=("funnel", "hopper", "filling funnel"),
    function="Fills narrow openings",
    tells="A cone that ends in a spout",
    parameters=(
        Parameter(
            "mouth",
            "Mouth, outer diameter",
            90,
            10,
            500,
            says=("mouth", "mouth diameter", "diameter", "outer diameter", "top", "top diameter", "width"),
            seen="across of funnel",
            ask="How wide should the mouth be, and how wide the spout?",
            must=True,
        ),
        Parameter(
            "spout",
            "Spout, outer diameter",
            12,
            3,
            200,
            0.1,
            says=("spout", "spout diameter", "neck", "outlet", "bottom", "spout width"),
            seen="round 0.04 of funnel",
        ),
        Parameter("height", "Height", 110, 10, 600, says=("height", "length"), seen="z of funnel"),
        Parameter("spout_length", "Length of the spout", 38, 2, 400, says=("spout length", "spout height")),
        Parameter("wall", "Wall thickness", 2, 0.6, 10, 0.1, says=("wall", "wall thickness", "thickness")),
    ),
    nouns={
        "mouth": ("mouth", "opening", "rim"),
        "spout": ("spout", "outlet", "neck", "tip", "nozzle"),
        "wall": ("wall",),
        "top": ("top",),
        "bottom": ("bottom",),
    },
    rows=(Row("funnel", colour="#e07a5f"),),
    takes={"pipe": "spout=inner_diameter"},
    rule=_rule,
    body="""\
// A profile turned about the axis: spout down, mouth up
module funnel() {
  rotate_extrude($fn = 128) polygon([
    [spout / 2, 0], [spout / 2, spout_length], [mouth / 2, height], [mouth / 2 - wall, height],
    [spout / 2 - wall, spout_length + wall / 2], [spout / 2 - wall, 0]]);
}
""",
)
