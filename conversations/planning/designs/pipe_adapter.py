"""An adapter between two pipes or hoses, over or into each of them."""

from conversations.planning.parameters import Design, Parameter, Row, Values, number


def _rule(values: Values, given: set[str]) -> list[str]:
    if "length" not in given:
        values["length"] = round(max(50.0, 1.6 * max(number(values, "diameter_1"), number(values, "diameter_2"))), 0)
    for end in ("1", "2"):
        least = 2 * number(values, "wall") + 2
        if values[f"fit_{end}"] == "inside" and number(values, f"diameter_{end}") < least:
            values[f"fit_{end}"] = "over"
            return [f"Inside a pipe of {values[f'diameter_{end}']} mm there is no room: that end goes over it."]
    return []


def _diameter(name: str, which: str, usual: float, *, ask: str) -> Parameter:
    said = ("pipe", "pipe diameter", "hose", "outer diameter", "diameter", "end", "inner diameter")
    return Parameter(name, f"{which} pipe, outer diameter", usual, 3, 400, 0.1, says=said, ask=ask, must=True)


def _fit(name: str, label: str, *inside: str) -> Parameter:
    """Whether an end goes over its pipe or inside; `inside` are words that say so of this end alone."""
    words = dict.fromkeys(("goes inside both", "fits inside both", "into both", *inside), "inside")
    return Parameter(name, label, "over", kind="choice", group="Fit", choices=("over", "inside"), words=words)


DESIGN = Design(
    name="pipe_adapter",
    words=(
        "adapter",
        "adaptor",
        "pipe adapter",
        "hose adapter",
        "reducer",
        "coupling",
        "hose connector",
        "coupler",
        "pipe coupling",
        "pipe reducer",
        "hose coupler",
        "pipe connector",
        "tube adapter",
        "vacuum adapter",
        "vacuum hose adapter",
        "hose coupling",
        "pipe fitting",
    ),
    function="Joins two pipes of different diameter",
    tells="Two sockets with a smooth passage between them",
    parameters=(
        _diameter("diameter_1", "First", 32, ask="What is the outer diameter of the first pipe or hose?"),
        _diameter(
            "diameter_2",
            "Second",
            40,
            ask="What is the outer diameter of the second one, and does the adapter go over both?",
        ),
        Parameter("length", "Total length", 80, 10, 600, says=("length", "height"), seen="z of adapter"),
        Parameter("wall", "Wall thickness", 2.4, 0.8, 20, 0.1, says=("wall", "wall thickness", "thickness")),
        Parameter("play", "Play", 0.4, 0, 2, 0.05, group="Fit", says=("play", "clearance", "gap", "tolerance")),
        _fit("fit_1", "First end goes", "inside the first"),
        _fit("fit_2", "Second end goes", "inside the second", "inside the other"),
    ),
    nouns={"pipe": ("pipe", "tube", "hose", "nozzle"), "wall": ("wall",), "end": ("end",), "gap": ("play", "gap")},
    rows=(Row("adapter", colour="#4f6d7a"),),
    takes={"pipe": "diameter_1=diameter"},
    derived=lambda values: [
        ("Opening of the first end", _bore(values, "1"), "bore 0.08 of adapter"),
        ("Opening of the second end", _bore(values, "2"), "bore 0.92 of adapter"),
    ],
    rule=_rule,
    body="""\
// Inner radius of an end: over a pipe it is the pipe and the play, inside it is what the wall leaves
function inner(d, fit) = fit == "over" ? (d + play) / 2 : (d - play) / 2 - wall;

// A profile turned about the axis: socket, passage, socket
module adapter() {
  a = inner(diameter_1, fit_1);
  b = inner(diameter_2, fit_2);
  socket = length * 0.4;
  rotate_extrude($fn = 128) polygon([
    [a, 0], [a + wall, 0], [a + wall, socket], [b + wall, length - socket], [b + wall, length],
    [b, length], [b, length - socket], [a, socket]]);
}
""",
)


def _bore(values: Values, end: str) -> float:
    diameter, play = number(values, f"diameter_{end}"), number(values, "play")
    over = values[f"fit_{end}"] == "over"
    return round(diameter + play if over else diameter - play - 2 * number(values, "wall"), 3)
