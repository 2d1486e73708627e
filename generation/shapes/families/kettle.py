"""Kettles: a domed hollow with a bored spout, a lid and a handle arching over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if float(values["width"]) < 1.1 * float(values["depth"]):
        if "depth" in said and "width" not in said:
            values["width"] = round(1.3 * float(values["depth"]), 3)
        else:
            values["depth"] = round(float(values["width"]) / 1.3, 3)
    return vessels.thin_enough(values, said, 0.12)


@family(
    "kettle",
    gloss="a pot with a spout and a handle over it, to boil water in",
    category="kitchen",
    size=Size(270, 208, 250, main="height", stretch=6),
    roles=(
        Role("body", "steel", words=("wall", "vessel", "pot")),
        Role("spout", "steel", words=("beak",), like="body"),
        Role("handle", "walnut", "#7a5236", words=("grip",), tone=1),
        Role("bracket", "steel", words=("arm",), count=2, tone=None),
        Role("lid", "steel", words=("cover", "cap"), like="body"),
        Role("knob", "walnut", "#7a5236", words=("button",), tone=1, like="handle"),
        Role("base", "steel", words=("bottom", "rim"), count=None, like="body"),
        Role("whistle", "steel", count="whistles", tone=None),
    ),
    parameters=(
        choice("form", "round", "conical", aliases={"tapered": "conical", "domed": "round"}, free=("round", "conical")),
        length("wall", 2, 0.2, 30, part="body", measure="thickness", dimension=("thickness",)),
        count("whistles", 0, 0, 1),
    ),
    synonyms=("tea kettle", "teakettle", "water kettle"),
    presets={"whistling kettle": {"whistles": 1}},
    rule=_agree,
    examples=(
        "a red kettle with a wooden handle",
        "steel kettle with a whistle, 25 cm high",
        "copper tea kettle",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The body's shell bored for the spout; lid; two brackets and the grip between them."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    tall = height * 0.58
    wall = min(values.mm("wall"), radius * 0.1, tall * 0.1)
    marks = [(0.9, 0.0), (0.97, 0.03), (1.0, 0.14), (0.97, 0.42), (0.8, 0.76), (0.5, 0.95), (0.36, 1.0)]
    if values.word("form") == "conical":
        marks = [(0.94, 0.0), (1.0, 0.03), (0.98, 0.12), (0.74, 0.6), (0.5, 0.9), (0.38, 1.0)]
    if kit.style == "stylized":
        marks = [(min(r * (1.06 if 0.2 < z < 0.9 else 1.0), 1.0), z) for r, z in marks]
    line = vessels.outline(kit, marks, radius, tall)
    x = radius - width / 2
    body, void = kit.shell(line, wall, lip=wall * 0.3)
    reach = width / 2 - x
    root = vessels.radius_at(line, tall * 0.5)
    thin = max(radius * 0.13, wall * 2)
    pipe = [
        (root * 0.7, tall * 0.42),
        (root + (reach - root) * 0.36, tall * 0.6),
        (root + (reach - root) * 0.72, tall * 0.84),
        (reach - thin * 0.6, tall * 1.06),
    ]
    tube, bore = vessels.spout(kit, pipe, [radius * 0.27, radius * 0.2, thin * 1.15, thin], wall)
    kit.add("body", kit.without(body, bore).translate((x, 0, 0)), crease=45)
    kit.add("spout", kit.without(tube, void, bore).translate((x, 0, 0)), crease=50)
    mouth = line[-1][0]
    dome = height * 0.06
    cap = [(mouth * 1.08, 0.0), (mouth * 1.08, dome * 0.3), (mouth * 0.7, dome * 0.8), (mouth * 0.2, dome)]
    top = [(float(a), float(b)) for a, b in kit.curve(cap)]
    plug = mouth - wall * 1.2
    lid = kit.turned([(0, -dome * 0.4), (plug, -dome * 0.4), (plug, 0), *top, (0, dome)])
    kit.add("lid", lid.translate((x, 0, tall)), crease=45)
    size = height * 0.085
    kit.add("knob", vessels.knob(kit, size * 0.55 * kit.chunk, size).translate((x, 0, tall + dome * 0.9)), crease=60)
    grip = radius * 0.1 * kit.chunk
    high = height - grip
    half = radius * 0.62
    strap = grip * 0.55
    for side in (-1, 1):
        z = tall * 0.78
        r = vessels.radius_at(line, z)
        bow = [(side * (r - wall * 0.4), 0, z), (side * (half * 1.22), 0, tall + (high - tall) * 0.45),
               (side * half * 1.02, 0, high - grip * 0.9), (side * half * 0.7, 0, high)]  # fmt: skip
        bar = kit.swept(kit.curve(bow), kit.strip(strap, strap * 2.4, corner=strap * 0.3), up=(0, 1, 0))
        kit.add("bracket", kit.without(bar, void).translate((x, 0, 0)), crease=50)
    path = kit.curve([(-half * 0.86, 0, high - grip * 0.1), (-half * 0.4, 0, high), (half * 0.4, 0, high),
                      (half * 0.86, 0, high - grip * 0.1)])  # fmt: skip
    last = len(path) - 1
    swell = [0.74 + 0.26 * (1 - abs(2 * k / last - 1) ** 3) for k in range(last + 1)]
    kit.add("handle", kit.swept(path, kit.ring(grip), scale=swell).translate((x, 0, 0)), crease=60)
    if kit.level:
        r = line[0][0]
        ring = [(r * 0.8, 0), (r * 1.04, 0), (r * 1.07, tall * 0.02), (r * 1.02, tall * 0.05), (r * 0.8, tall * 0.04)]
        ring = [(min(a, radius), b) for a, b in ring]
        kit.add("base", kit.turned(ring).translate((x, 0, 0)), crease=50)
    if values.count("whistles"):
        tip = (x + reach - thin * 0.6, 0.0, tall * 1.06)
        kit.add("whistle", kit.sphere(thin * 0.98).scale((0.9, 0.9, 0.9)).translate(tip), crease=60)
