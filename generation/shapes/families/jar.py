"""Jars: a wide-mouthed hollow with a screwed or knobbed lid, a label, and jam in it where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_FORMS = {
    "straight": (
        (0.9, 0.0),
        (0.98, 0.02),
        (1.0, 0.07),
        (1.0, 0.72),
        (0.96, 0.8),
        (0.84, 0.87),
        (0.82, 0.9),
        (0.82, 1.0),
    ),
    "bellied": ((0.62, 0.0), (0.7, 0.03), (0.95, 0.3), (1.0, 0.5), (0.93, 0.74), (0.76, 0.9), (0.74, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    return vessels.thin_enough(values, said, 0.12)


@family(
    "jar",
    gloss="a wide-mouthed vessel with a lid, to keep food in",
    category="tableware",
    size=Size(96, 96, 130, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "glass", words=("wall", "vessel", "pot")),
        Role("lid", "oak", words=("cap", "cover", "top"), count="lids", tone=1),
        Role("label", "paper", "#efe4c8", words=("sticker",), count="labels", tone=None),
        Role("filling", "paint", "#a01f3a", words=("jam", "honey", "content", "contents", "liquid"), count="fillings",
             tone=None),
        Role("knob", "oak", words=("button",), count=lambda v: v.count("lids") * (v.word("lid_style") == "knobbed"),
             tone=1, like="lid"),
        Role("ring", "rubber", "#c96f4a", words=("seal", "rubber ring"), count="lids", tone=None),
        Role("ridge", "oak", count=None, tone=1, like="lid"),
    ),
    parameters=(
        choice("form", "straight", "bellied", aliases={"cylindrical": "straight", "round": "bellied",
             "bulbous": "bellied"}),
        choice("lid_style", "screwed", "knobbed", aliases={"screw": "screwed"}),
        length("wall", 2.8, 0.2, 40, part="body", measure="thickness", dimension=("thickness",)),
        count("lids", 1, 0, 1),
        count("labels", 0, 0, 1),
        count("fillings", 0, 0, 1),
    ),
    synonyms=("storage jar", "glass jar", "canister"),
    presets={
        "jam jar": {"width": 80, "depth": 80, "height": 105, "fillings": 1, "labels": 1},
        "mason jar": {"width": 90, "depth": 90, "height": 160},
        "cookie jar": {"width": 180, "depth": 180, "height": 240, "form": "bellied", "lid_style": "knobbed",
                       "material": "ceramic", "wall": 5},
        "honey jar": {"width": 90, "depth": 90, "height": 110, "form": "bellied", "fillings": 1},
    },
    rule=_agree,
    examples=(
        "a glass jar with a wooden lid",
        "blue cookie jar with a lid, 24 cm high",
        "jam jar with a red lid",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Shell, what is in it, label, and the lid over its neck."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    radius = width / 2
    lids, knobbed = values.count("lids"), values.word("lid_style") == "knobbed"
    wall = min(values.mm("wall"), radius * 0.15, height * 0.08)
    cap = height * (0.16 if knobbed else 0.13) if lids else 0.0
    tall = height - cap * (1.0 if knobbed else 0.25)
    marks = list(_FORMS[values.word("form")])
    if kit.style == "stylized":
        marks = [(r * (1.05 if 0.1 < z < 0.6 else 1.0), z) for r, z in marks]
    line = vessels.outline(kit, marks, radius, tall)
    body, _ = kit.shell(line, wall, lip=wall * 0.4)
    kit.add("body", body.scale((1, squash, 1)), crease=50)
    neck = line[-1][0]
    if values.count("fillings"):
        part = [(max(r - wall * 0.98, 0.05), z) for r, z in line if wall * 1.3 < z < tall * 0.84]
        top = tall * 0.84
        part.append((vessels.radius_at(line, top) - wall * 0.98, top))
        kit.add("filling", kit.turned([(0, wall * 0.99), (part[0][0] * 0.98, wall * 0.99), *part, (0, top)])
                .scale((1, squash, 1)), crease=50)  # fmt: skip
    if values.count("labels"):
        steps = kit.pick(2, 4, 10)
        heights = [tall * (0.22 + 0.34 * k / steps) for k in range(steps + 1)]
        outer = [(vessels.radius_at(line, z) + wall * 0.06, z) for z in heights]
        inner = [(vessels.radius_at(line, z) - wall * 0.4, z) for z in reversed(heights)]
        kit.add("label", kit.turned([*outer, *inner]).scale((1, squash, 1)), crease=50)
    if not lids:
        return
    rim = [
        (neck - wall * 0.4, tall - cap * 0.9),
        (neck + wall * 0.5, tall - cap * 0.9),
        (neck + wall * 0.5, tall - cap * 0.75),
        (neck - wall * 0.4, tall - cap * 0.75),
    ]
    if knobbed:
        rim = [(neck - wall, tall - wall * 0.3), (neck * 1.02, tall - wall * 0.3), (neck * 1.02, tall + wall * 0.4),
               (neck - wall, tall + wall * 0.4)]  # fmt: skip
        dome = cap * 0.55
        marks = [(neck * 1.05, 0.0), (neck * 1.05, dome * 0.25), (neck * 0.7, dome * 0.75), (neck * 0.2, dome)]
        top_line = [(float(a), float(b)) for a, b in kit.curve(marks)]
        plug = [(0.0, -dome * 0.5), (neck - wall * 1.1, -dome * 0.5), (neck - wall * 1.1, 0.0)]
        lid = kit.turned([*plug, *top_line, (0.0, dome)]).translate((0, 0, tall))
        kit.add("lid", lid.scale((1, squash, 1)), crease=50)
        size = height - tall - dome * 0.95
        kit.add(
            "knob",
            vessels.knob(kit, size * 0.75, size).scale((1, squash, 1)).translate((0, 0, height - size)),
            crease=60,
        )
    else:
        out = neck + wall * 0.9
        low = height - cap
        edges = (
            [(out - inset, rise) for inset, rise in kit.edge(min(wall * 0.7, cap * 0.25))]
            if kit.level
            else [(out, 0.0)]
        )
        soft = edges[-1][1]
        lid = kit.turned([
            (neck + wall * 0.06, low), (out, low), *((r, height - soft + z) for r, z in edges), (0.0, height),
            (0.0, tall - wall * 0.05), (neck + wall * 0.06, tall - wall * 0.05),
        ])  # fmt: skip
        kit.add("lid", lid.scale((1, squash, 1)), crease=45)
        for k in range(kit.pick(0, 16, 36) if not kit.low else kit.pick(0, 8, 12)):
            number = kit.pick(1, 16, 36) if not kit.low else kit.pick(1, 8, 12)
            angle = 6.2831853 * k / number
            x, y = out * float(kit.maths.cos(angle)), out * squash * float(kit.maths.sin(angle))
            bar = kit.post((x, y, low + cap * 0.15), (x, y, height - cap * 0.25), wall * 0.5)
            kit.add("ridge", bar)
    kit.add("ring", kit.turned(rim).scale((1, squash, 1)))
