"""Teapots: a round hollow body with a bored spout, a bamboo handle, a rim and a domed lid with a knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_FORMS = {
    "round": ((0.55, 0.0), (0.63, 0.025), (0.93, 0.31), (1.0, 0.54), (0.83, 0.85), (0.52, 1.0)),
    "pear": ((0.66, 0.0), (0.72, 0.025), (0.96, 0.2), (1.0, 0.4), (0.84, 0.78), (0.6, 1.0)),
    "cylindrical": ((0.93, 0.0), (0.97, 0.03), (1.0, 0.12), (1.0, 0.7), (0.93, 0.88), (0.62, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if float(values["width"]) < 1.3 * float(values["depth"]):
        if "depth" in said and "width" not in said:
            values["width"] = round(1.72 * float(values["depth"]), 3)
        else:
            values["depth"] = round(float(values["width"]) / 1.72, 3)
    return vessels.thin_enough(values, said, 0.12)


@family(
    "teapot",
    gloss="a pot with a spout and a lid, to make tea in",
    category="tableware",
    size=Size(290, 168, 166, main="height", stretch=6),
    roles=(
        Role("body", "ceramic", "#6fb3a6", words=("wall", "pot", "belly", "vessel")),
        Role("spout", "ceramic", "#6fb3a6", words=("beak",)),
        Role("handle", "bamboo", "#caa05e", words=("grip", "ear"), tone=1),
        Role("lid", "ceramic", "#6fb3a6", words=("cover", "cap"), count="lids"),
        Role("knob", "bamboo", "#caa05e", words=("button",), count="lids", tone=1, like="handle"),
        Role("rim", "ceramic", "#4e8f84", words=("collar",), tone=None),
        Role("foot", "ceramic", "#4e8f84", words=("foot ring", "base"), count=None, tone=None),
    ),
    parameters=(
        choice("form", "round", "pear", "cylindrical", aliases={"bulbous": "round", "straight": "cylindrical"},
               free=("round", "pear")),
        length("wall", 3.6, 0.3, 40, part="body", measure="thickness", dimension=("thickness",)),
        count("lids", 1, 0, 1),
    ),
    synonyms=("tea pot",),
    presets={"coffee pot": {"width": 260, "depth": 140, "height": 230, "form": "pear"}},
    rule=_agree,
    examples=(
        "a turquoise teapot with a bamboo handle",
        "white porcelain teapot with a lid, 16 cm high",
        "red teapot with a golden knob",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The body's shell, bored where the spout meets it; handle, rim, lid and knob."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    wall = min(values.mm("wall"), radius * 0.2, height * 0.1)
    lids = values.count("lids")
    tall = height * (0.735 if lids else 0.9)
    marks = list(_FORMS[values.word("form")])
    if kit.style == "stylized":
        marks = [(r * (1.08 if 0.02 < z < 0.5 else 1.0), z) for r, z in marks]
    line = vessels.outline(kit, marks, radius, tall)
    spare = width - depth
    x = -width / 2 + spare * 0.46 + radius  # the middle of the body
    body, void = kit.shell(line, wall, lip=wall * 0.3)
    reach = width / 2 - x
    root = vessels.radius_at(line, tall * 0.34)
    thin = max(radius * 0.11, wall * 1.5)
    pipe = [
        (root * 0.72, tall * 0.34), (radius * 1.14, tall * 0.43), (radius + (reach - radius) * 0.44, tall * 0.68),
        (radius + (reach - radius) * 0.7, tall * 0.9), (reach - thin * 0.5, tall * 1.03),
    ]  # fmt: skip
    tube, bore = vessels.spout(kit, pipe, [radius * 0.27, radius * 0.21, thin * 1.3, thin * 1.1, thin], wall * 0.7)
    level = kit.box(width, depth, height).translate((reach, 0, tall * 1.01))
    kit.add("body", kit.without(body, bore).translate((x, 0, 0)), crease=50)
    kit.add("spout", kit.without(tube, void, bore, level).translate((x, 0, 0)), crease=55)
    out = width / 2 + x
    thick = radius * 0.09 * kit.chunk
    high, low = tall * 0.86, tall * 0.28
    ear = [
        (-vessels.radius_at(line, high) + wall * 0.4, high), (-radius - (out - radius) * 0.42, high * 1.06),
        (-out + thick, tall * 0.66), (-radius - (out - radius) * 0.62, tall * 0.33),
        (-vessels.radius_at(line, low) + wall * 0.4, low),
    ]  # fmt: skip
    kit.add("handle", vessels.loop(kit, ear, thick, thick * 1.05, void=void).translate((x, 0, 0)), crease=60)
    mouth = line[-1][0]
    rise = tall * 0.035
    ring = [
        (mouth - wall, tall - rise),
        (mouth + wall * 0.6, tall - rise * 1.2),
        (mouth + wall * 1.2, tall - rise * 0.2),
        (mouth + wall * 0.8, tall + rise * 0.5),
        (mouth - wall, tall + rise * 0.5),
    ]
    kit.add("rim", kit.turned(ring).translate((x, 0, 0)), crease=50)
    if kit.level:
        r = line[0][0]
        foot = [(r * 0.8, 0), (r * 1.02, 0), (r * 1.05, tall * 0.012), (r * 1.0, tall * 0.03), (r * 0.8, tall * 0.03)]
        kit.add("foot", kit.turned(foot).translate((x, 0, 0)), crease=50)
    if not lids:
        return
    base = tall + rise * 0.3
    dome = (height - base) * 0.5
    cap = [(mouth * 0.97, 0.0), (mouth * 0.94, dome * 0.28), (mouth * 0.62, dome * 0.72), (mouth * 0.2, dome * 0.97)]
    top = [(float(a), float(b)) for a, b in kit.curve(cap)]
    under = [(0.0, -dome * 0.2), (mouth - wall * 1.5, -dome * 0.2), (mouth - wall * 1.5, 0.0)]
    kit.add("lid", kit.turned([*under, *top, (0.0, dome)]).translate((x, 0, base)), crease=50)
    button = (height - base) - dome * 0.94
    kit.add("knob", vessels.knob(kit, button * 0.52 * kit.chunk, button).translate((x, 0, height - button)), crease=60)
