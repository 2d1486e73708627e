"""Mugs and cups: a straight or rounded wall with an ear to hold it by, a dipped band and a saucer where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_EAR = 1.42


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    vessels.by_diameter(values, said)
    width, depth = float(values["width"]), float(values["depth"])
    only_width = "width" in said and "depth" not in said
    if int(values["saucers"]) or not int(values["handles"]):
        if not only_width:
            values["width"] = depth
        else:
            values["depth"] = width
    elif width < depth * 1.1:
        if only_width:
            values["depth"] = round(width / _EAR, 3)
        else:
            values["width"] = round(depth * _EAR, 3)
    values["diameter"] = values["depth"]
    if "second" in said and "bands" not in said:
        values["bands"] = 1
    return vessels.thin_enough(values, said)


@family(
    "mug",
    gloss="a cup with a handle, for hot drinks",
    category="tableware",
    size=Size(119, 84, 95, main="height"),
    roles=(
        Role("body", "ceramic", "#efe7d8", words=("wall", "cup", "vessel")),
        Role("handle", "ceramic", "#efe7d8", words=("ear", "grip"), count="handles"),
        Role("band", "ceramic", "#2c5aa0", words=("dip", "glaze", "stripe"), count="bands", tone=1),
        Role("rim", "ceramic", "#efe7d8", words=("lip",), count=None, like="body"),
        Role("saucer", "ceramic", "#efe7d8", words=("dish",), count="saucers"),
    ),
    parameters=(
        choice("form", "straight", "round", "tapered",
               aliases={"cylindrical": "straight", "bellied": "round", "conical": "tapered", "flared": "tapered"},
               free=("straight", "round", "tapered")),
        length("wall", 3.6, 0.3, 60, part="body", measure="thickness", dimension=("thickness",)),
        length("diameter", 84, 1, 5000, dimension=("diameter",), grows=1.0),
        count("handles", 1, 0, 2),
        count("bands", 0, 0, 1),
        count("saucers", 0, 0, 1),
    ),
    synonyms=("coffee mug", "tea mug"),
    presets={
        "cup": {"width": 112, "depth": 82, "height": 75, "form": "round"},
        "coffee cup": {"width": 112, "depth": 82, "height": 75, "form": "round"},
        "tea cup": {"width": 150, "depth": 150, "height": 75, "form": "round", "saucers": 1, "wall": 2.6},
        "teacup": {"width": 150, "depth": 150, "height": 75, "form": "round", "saucers": 1, "wall": 2.6},
        "espresso cup": {"width": 84, "depth": 60, "height": 58, "form": "tapered", "wall": 3},
        "beer mug": {"width": 140, "depth": 98, "height": 150, "material": "glass", "wall": 5},
    },
    rule=_agree,
    examples=(
        "a white mug with a blue band",
        "red ceramic mug, 9 cm high, 8 cm in diameter",
        "teacup with a saucer",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Wall and hollow first; what touches the wall keeps out of the hollow."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    saucers, handles = values.count("saucers"), values.count("handles")
    form = values.word("form")
    low = height * 0.16 if saucers else 0.0
    radius = depth / 2 * (0.56 if saucers else 1.0)
    squash = 1.0 if handles or saucers else width / depth
    tall = height - low
    wall = min(values.mm("wall"), radius * 0.4, tall * 0.3)
    soft = min(radius * 0.16, tall * 0.14) * (1.6 if kit.style == "stylized" else 1.0)
    if form == "round":
        marks = [(0.5, 0.0), (0.56, 0.02), (0.78, 0.16), (0.95, 0.42), (1.0, 0.72), (0.99, 1.0)]
        if kit.style == "stylized":
            marks = [(0.56, 0.0), (0.66, 0.03), (0.92, 0.2), (1.04, 0.45), (1.04, 0.7), (0.98, 1.0)]
        line = vessels.outline(kit, marks, radius, tall)
    elif form == "tapered":
        line = vessels.straight(kit, radius * 0.72, radius, tall, soft * 0.7)
    else:
        line = vessels.straight(kit, radius * (0.94 if kit.style == "stylized" else 1.0), radius, tall, soft)
    body, void = kit.shell(line, wall, lip=wall * 0.42)
    if kit.level == 2:
        ring = kit.turned([(0, -1), (line[0][0] * 0.86, -1), (line[0][0] * 0.8, wall * 0.35), (0, wall * 0.35)])
        body = kit.without(body, ring)
    shift = (depth - width) / 2 if handles == 1 and not saucers else 0.0
    lift = (shift, 0.0, low)
    kit.add("body", body.scale((squash, 1, 1)).translate(lift), crease=45)
    reach = (width - depth) / (1 if handles == 1 else 2) if not saucers else radius * 0.62
    thick = min(max(radius * 0.105, wall * 0.8) * kit.chunk, reach * 0.3)
    for turn in (0.0, 180.0)[:handles]:
        at_top, at_low = vessels.radius_at(line, tall * 0.78), vessels.radius_at(line, tall * 0.26)
        out = radius + reach - thick
        marks = [
            (at_top - wall * 0.5, tall * 0.8), (radius + reach * 0.35, tall * 0.855), (out * 0.985, tall * 0.72),
            (out, tall * 0.52), (radius + reach * 0.62, tall * 0.29), (at_low - wall * 0.5, tall * 0.24),
        ]  # fmt: skip
        ear = vessels.loop(kit, marks, thick, thick * 1.5, void=void)
        ear = ear.scale(((radius + reach) / ear.bounding_box()[3], 1, 1)).rotate((0, 0, turn))
        kit.add("handle", ear.translate(lift), crease=60)
    if values.count("bands"):
        proud = wall * 0.1
        part = [(r + proud, z) for r, z in line if 0 < z < tall * 0.34] + [
            (vessels.radius_at(line, tall * 0.34) + proud, tall * 0.34)
        ]
        inner = [
            (vessels.radius_at(line, tall * 0.34) - wall * 0.5, tall * 0.34),
            (max(part[0][0] - wall * 0.6, 0.1), part[0][1]),
        ]
        kit.add("band", kit.turned([*part, *inner]).scale((squash, 1, 1)).translate(lift), crease=45)
    if saucers:
        _saucer(kit, depth, low + tall * 0.02, max(wall, depth * 0.014))


def _saucer(kit: Kit, width: float, height: float, wall: float) -> None:
    radius = width / 2
    marks = [(0.42, 0.0), (0.46, 0.04), (0.62, 0.28), (0.84, 0.62), (1.0, 1.0)]
    body, _ = kit.shell(vessels.outline(kit, marks, radius, height * 1.15), min(wall, height * 0.4), lip=wall * 0.4)
    kit.add("saucer", body, crease=45)
