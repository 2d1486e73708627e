"""Pans: a flat hollow with flared or straight sides and a long riveted handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    vessels.by_diameter(values, said)
    if float(values["width"]) < 1.25 * float(values["depth"]):
        if "width" in said and "depth" not in said:
            values["depth"] = round(float(values["width"]) / 1.75, 3)
        else:
            values["width"] = round(1.75 * float(values["depth"]), 3)
    values["diameter"] = values["depth"]
    return vessels.thin_enough(values, said, 0.3)


@family(
    "pan",
    gloss="a flat vessel with a long handle, to fry in",
    category="kitchen",
    size=Size(460, 260, 80, main="width", stretch=6),
    roles=(
        Role("body", "iron", "#3a3b3e", words=("wall", "pan body", "vessel")),
        Role("handle", "walnut", "#85583a", words=("grip",), tone=1),
        Role("ferrule", "steel", words=("bracket",), tone=None),
        Role("rivet", "steel", count=None, tone=None),
        Role("lid", "steel", words=("cover",), count="lids", tone=None),
        Role("knob", "walnut", "#85583a", count="lids", tone=1, like="handle"),
        Role("egg", "paint", "#fbf6ea", words=("fried egg",), count="eggs", tone=None),
        Role("yolk", "paint", "#f0ab2e", words=("egg yolk",), count="eggs", tone=None),
    ),
    parameters=(
        choice("form", "flared", "straight", aliases={"deep": "straight", "sloped": "flared"}),
        length("wall", 3, 0.3, 40, part="body", measure="thickness", dimension=("thickness",)),
        length("diameter", 260, 2, 10000, dimension=("diameter",), grows=1.0),
        count("lids", 0, 0, 1),
        count("eggs", 0, 0, 3),
    ),
    synonyms=("frying pan", "fry pan", "skillet", "frypan"),
    presets={
        "saucepan": {"width": 340, "depth": 180, "height": 130, "form": "straight", "material": "steel"},
        "sauce pan": {"width": 340, "depth": 180, "height": 130, "form": "straight", "material": "steel"},
        "saute pan": {"width": 500, "depth": 280, "height": 100, "form": "straight", "material": "steel"},
    },
    rule=_agree,
    examples=(
        "iron frying pan with a wooden handle",
        "steel saucepan with a lid",
        "a black pan, 28 cm in diameter, with a fried egg",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The hollow on the left, its handle to the right."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    lids = values.count("lids")
    deep = values.word("form") == "straight"
    rise = full * (0.2 if not deep else 0.0)
    height = (full - rise) * (0.72 if lids else 1.0)
    wall = min(values.mm("wall"), height * 0.3, radius * 0.1)
    x = radius - width / 2
    soft = min(height * 0.22, radius * 0.14) * (1.4 if kit.style == "stylized" else 1.0)
    if deep:
        line = vessels.straight(kit, radius * 0.985, radius, height, min(soft, height * 0.4))
    else:
        marks = [(0.72, 0.0), (0.78, 0.04), (0.87, 0.3), (0.95, 0.72), (1.0, 1.0)]
        line = vessels.outline(kit, marks, radius, height)
    body, void = kit.shell(line, wall, lip=wall * 0.4)
    kit.add("body", body.translate((x, 0, 0)), crease=45)
    reach = width - depth
    thick = min(max(depth * 0.05, full * 0.1), full * 0.24, reach * 0.2) * kit.chunk
    z0 = height * 0.84
    top = full - thick * 0.5 if not deep else min(height * 0.97, full - thick * 0.5)
    start = vessels.radius_at(line, z0) - wall * 0.5
    neck = [
        (start, 0, z0),
        (radius + reach * 0.1, 0, z0 + (top - z0) * 0.25),
        (radius + reach * 0.34, 0, z0 + (top - z0) * 0.6),
    ]
    bracket = kit.swept(kit.curve(neck), kit.strip(thick * 1.1, thick * 0.6, corner=thick * 0.12), up=(0, 0, 1))
    kit.add("ferrule", kit.without(bracket, void).translate((x, 0, 0)), crease=45)
    grip = [
        (radius + reach * 0.28, 0, z0 + (top - z0) * 0.5), (radius + reach * 0.5, 0, z0 + (top - z0) * 0.8),
        (radius + reach * 0.8, 0, top), (radius + reach, 0, top * 0.99),
    ]  # fmt: skip
    path = kit.curve(grip)
    last = len(path) - 1
    swell = [0.72 + 0.32 * min(1.0, k / last * 1.6) - 0.12 * max(0.0, k / last - 0.86) / 0.14 for k in range(last + 1)]
    section = kit.strip(thick * 1.5, thick * 0.95, corner=thick * 0.4)
    bar = kit.swept(path, section, scale=swell, up=(0, 0, 1))
    if kit.level:
        end = path[-1]
        hole = kit.rod((end[0] - thick * 0.9, 0, -full), (end[0] - thick * 0.9, 0, full * 3), thick * 0.22)
        bar = kit.without(bar, hole)
    kit.add("handle", bar.translate((x, 0, 0)), crease=50)
    if kit.level:
        for k in range(kit.pick(0, 2, 3)):
            share = 0.31 + 0.06 * k
            z = z0 + (top - z0) * share * 1.7
            kit.add(
                "rivet", kit.sphere(thick * 0.16).translate((x + radius + reach * share, 0, z + thick * 0.3)), crease=60
            )
    if lids:
        _lid(kit, radius, height, full - height, wall, x)
    for k in range(values.count("eggs")):
        _egg(kit, radius * 0.36, wall, x + (k - (values.count("eggs") - 1) / 2) * radius * 0.5, k)


def _lid(kit: Kit, radius: float, height: float, room: float, wall: float, x: float) -> None:
    dome = room * 0.5
    marks = [(1.01, 0.0), (1.01, 0.12), (0.8, 0.55), (0.4, 0.9), (0.1, 1.0)]
    line = [(float(a) * radius, float(b) * dome) for a, b in kit.curve(marks)]
    line[0] = (radius, 0.0)
    kit.add("lid", kit.turned([(0, -wall), (radius - wall * 1.2, -wall), (radius - wall * 1.2, 0), *line, (0, dome)])
            .translate((x, 0, height)), crease=45)  # fmt: skip
    size = room - dome * 0.97
    kit.add("knob", vessels.knob(kit, size * 0.7, size).translate((x, 0, height + room - size)), crease=60)


def _egg(kit: Kit, size: float, wall: float, x: float, number: int) -> None:
    steps = kit.pick(10, 24, 48)
    maths = kit.maths
    angles = maths.linspace(0, 2 * maths.pi, steps, endpoint=False)
    wobble = 1 + 0.12 * maths.sin(angles * 3 + number) + 0.07 * maths.cos(angles * 5 + 2 * number)
    outline = [
        (float(size * w * maths.cos(a)), float(size * w * maths.sin(a))) for a, w in zip(angles, wobble, strict=True)
    ]
    white = kit.prism(outline, size * 0.1)
    kit.add("egg", white.translate((x, 0, wall * 0.9)))
    kit.add(
        "yolk",
        kit.sphere(1.0).scale((size * 0.4, size * 0.4, size * 0.24)).translate((x + size * 0.08, 0, wall + size * 0.1)),
        crease=60,
    )
