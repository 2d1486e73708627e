"""Cooking pots: a straight hollow of metal with two loop handles and a domed lid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    vessels.by_diameter(values, said)
    if int(values["handles"]) == 0:
        values["width"] = values["depth"]
    elif float(values["width"]) < 1.1 * float(values["depth"]):
        if "width" in said and "depth" not in said:
            values["depth"] = round(float(values["width"]) / 1.36, 3)
        else:
            values["width"] = round(1.36 * float(values["depth"]), 3)
    values["diameter"] = values["depth"]
    return vessels.thin_enough(values, said, 0.15)


@family(
    "cooking_pot",
    gloss="a deep vessel with two handles and a lid, to cook in",
    category="kitchen",
    size=Size(326, 240, 220, main="height", stretch=6),
    roles=(
        Role("body", "steel", words=("wall", "vessel", "side")),
        Role("lid", "steel", words=("cover", "top"), count="lids", like="body"),
        Role("handle", "black metal", words=("grip", "ear"), count="handles", tone=1),
        Role("knob", "black metal", words=("button",), count="lids", tone=1, like="handle"),
        Role("rim", "steel", words=("edge",), count=None, like="body"),
        Role("rivet", "steel", count=None, tone=None),
    ),
    parameters=(
        choice("form", "straight", "bellied", aliases={"cylindrical": "straight", "round": "bellied"}),
        length("wall", 2.4, 0.3, 40, part="body", measure="thickness", dimension=("thickness",)),
        length("diameter", 240, 2, 10000, dimension=("diameter",), grows=1.0),
        count("handles", 2, 0, 2),
        count("lids", 1, 0, 1),
    ),
    synonyms=("pot", "kitchen pot", "stock pot", "stockpot", "soup pot", "saucepot", "casserole", "stew pot"),
    presets={
        "dutch oven": {"width": 340, "depth": 260, "height": 190, "material": "iron", "wall": 4},
        "cauldron": {"width": 460, "depth": 400, "height": 330, "form": "bellied", "lids": 0, "material": "iron",
             "wall": 6},
    },
    rule=_agree,
    examples=(
        "steel cooking pot with a lid",
        "red casserole with two black handles",
        "copper stock pot, 24 cm in diameter",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Body, ears on both sides, lid."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    lids, handles = values.count("lids"), values.count("handles")
    height = full * (0.7 if lids else 1.0)
    wall = min(values.mm("wall"), radius * 0.1, height * 0.1)
    if values.word("form") == "bellied":
        marks = [(0.45, 0.0), (0.6, 0.03), (0.93, 0.24), (1.0, 0.46), (0.92, 0.74), (0.84, 0.86), (0.9, 1.0)]
        line = vessels.outline(kit, marks, radius, height)
    else:
        soft = min(height * 0.14, radius * 0.16) * (1.6 if kit.style == "stylized" else 1.0)
        line = vessels.straight(kit, radius * (0.94 if kit.style == "stylized" else 1.0), radius, height, soft)
    body, void = kit.shell(line, wall, lip=wall * 0.35)
    kit.add("body", body, crease=45)
    mouth = line[-1][0]
    if kit.level:
        z = height - wall * 1.6
        ring = [(mouth - wall * 0.5, z), (mouth + wall * 0.7, z), (mouth + wall * 0.9, z + wall * 0.8),
                (mouth + wall * 0.7, z + wall * 1.6), (mouth - wall * 0.5, z + wall * 1.6)]  # fmt: skip
        ring = [(min(r, radius), h) for r, h in ring]
        kit.add("rim", kit.turned(ring), crease=50)
    reach = (width - depth) / 2
    thick = min(radius * 0.055 * kit.chunk, reach * 0.36)
    z = height * 0.74
    root = vessels.radius_at(line, z)
    spread = radius * 0.34
    for turn in (0.0, 180.0)[:handles]:
        out = radius + reach - thick
        marks_3d = [
            (root * 0.94 - wall, -spread, z), (root + (out - root) * 0.6, -spread * 0.98, z + thick * 0.5),
            (out, -spread * 0.5, z + thick), (out, spread * 0.5, z + thick),
            (root + (out - root) * 0.6, spread * 0.98, z + thick * 0.5), (root * 0.94 - wall, spread, z),
        ]  # fmt: skip
        ear = kit.swept(kit.curve(marks_3d), kit.ring(thick))
        ear = ear.scale((width / 2 / ear.bounding_box()[3], 1, 1))
        kit.add("handle", kit.without(ear, void).rotate((0, 0, turn)), crease=60)
        if kit.level == 2:
            for side in (-1, 1):
                angle = side * spread / root
                place = (root * float(kit.maths.cos(angle)), root * float(kit.maths.sin(angle)), z)
                plate = kit.sphere(thick * 1.6).scale((0.5, 1, 1)).translate(place)
                kit.add("rivet", kit.without(plate, void).rotate((0, 0, turn)), crease=60)
    if not lids:
        return
    room = full - height
    dome = room * 0.52
    cap = [(1.0, 0.0), (1.0, 0.1), (0.84, 0.5), (0.45, 0.86), (0.1, 1.0)]
    top = [(min(float(a), 1.0) * mouth, float(b) * dome) for a, b in kit.curve(cap)]
    plug = mouth - wall * 1.15
    lid = kit.turned([(0, -wall * 1.5), (plug, -wall * 1.5), (plug, 0), *top, (0, dome)])
    kit.add("lid", lid.translate((0, 0, height)), crease=45)
    size = room - dome * 0.98
    kit.add("knob", vessels.knob(kit, size * 0.62 * kit.chunk, size).translate((0, 0, full - size)), crease=60)
