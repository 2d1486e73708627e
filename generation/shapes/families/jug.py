"""Jugs and pitchers: a bellied hollow with a lip pulled out to pour from, and a handle behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_FORMS = {
    "bellied": ((0.6, 0.0), (0.68, 0.02), (0.94, 0.2), (1.0, 0.38), (0.84, 0.62), (0.62, 0.8), (0.6, 0.88), (0.7, 1.0)),
    "straight": ((0.9, 0.0), (0.97, 0.02), (1.0, 0.08), (0.96, 0.5), (0.88, 0.9), (0.9, 1.0)),
    "tapered": ((0.96, 0.0), (1.0, 0.02), (0.99, 0.06), (0.8, 0.6), (0.66, 0.88), (0.7, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if float(values["width"]) < 1.12 * float(values["depth"]):
        if "depth" in said and "width" not in said:
            values["width"] = round(1.4 * float(values["depth"]), 3)
        else:
            values["depth"] = round(float(values["width"]) / 1.4, 3)
    if "second" in said and "bands" not in said:
        values["bands"] = 1
    return vessels.thin_enough(values, said, 0.15)


@family(
    "jug",
    gloss="a vessel with a handle and a lip to pour from",
    category="tableware",
    size=Size(196, 140, 230, main="height"),
    roles=(
        Role("body", "ceramic", "#d9b45f", words=("wall", "belly", "vessel", "spout", "lip")),
        Role("handle", "ceramic", "#d9b45f", words=("ear", "grip")),
        Role("band", "ceramic", "#f4ead6", words=("stripe", "ring"), count="bands", tone=1),
        Role("foot", "ceramic", "#d9b45f", words=("base",), count=None, like="body"),
    ),
    parameters=(
        choice("form", "bellied", "straight", "tapered",
               aliases={"round": "bellied", "bulbous": "bellied", "cylindrical": "straight", "conical": "tapered"},
               free=("bellied", "straight", "tapered")),
        length("wall", 4.2, 0.3, 60, part="body", measure="thickness", dimension=("thickness",)),
        count("bands", 0, 0, 4),
    ),
    synonyms=("pitcher", "ewer", "carafe"),
    presets={
        "milk jug": {"width": 120, "depth": 84, "height": 120, "wall": 3.2},
        "water jug": {"width": 180, "depth": 126, "height": 250, "form": "straight", "material": "glass", "wall": 3},
        "measuring jug": {"width": 180, "depth": 126, "height": 160, "form": "straight", "material": "glass",
             "wall": 3},
    },
    rule=_agree,
    examples=(
        "a yellow ceramic jug, 25 cm high",
        "glass pitcher",
        "white jug with two blue stripes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The body turned and its lip pulled to the left; the handle on the right."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = depth / 2
    wall = min(values.mm("wall"), radius * 0.2, height * 0.1)
    marks = list(_FORMS[values.word("form")])
    if kit.style == "stylized":
        marks = [(r * (1.07 if 0.1 < z < 0.5 else 0.96 if 0.7 < z < 0.95 else 1.0), z) for r, z in marks]
    line = vessels.outline(kit, marks, radius, height * 0.988)
    lip = line[-1][0]
    beak = min(lip * 0.5, (width - depth) * 0.5 + radius - lip)
    left = max(radius, lip + beak)
    x = left - width / 2
    body, void = kit.shell(line, wall, lip=wall * 0.42)
    pulled = _poured(kit, body, lip, height * 0.988, beak)
    kit.add("body", pulled.translate((x, 0, 0)), crease=50)
    out = width / 2 - x
    thick = max(radius * 0.105, wall * 0.9) * kit.chunk
    high, low = height * 0.88, height * 0.32
    ear = [
        (vessels.radius_at(line, high) - wall * 0.5, high), (radius * 0.55 + out * 0.42, high + thick * 0.5),
        (out - thick, height * 0.72), (out - thick * 1.3, height * 0.54), (radius * 0.55 + out * 0.42, height * 0.37),
        (vessels.radius_at(line, low) - wall * 0.5, low),
    ]  # fmt: skip
    hollow = _poured(kit, void, lip, height * 0.988, beak)
    kit.add("handle", vessels.loop(kit, ear, thick * 0.8, thick * 1.25, void=hollow).translate((x, 0, 0)), crease=60)
    if kit.level:
        r = line[0][0]
        ring = [
            (r * 0.8, 0),
            (r * 1.05, 0),
            (r * 1.08, height * 0.01),
            (r * 1.02, height * 0.024),
            (r * 0.8, height * 0.02),
        ]
        kit.add("foot", kit.turned(ring).translate((x, 0, 0)), crease=50)
    number = values.count("bands")
    for k in range(number):
        middle = height * (0.22 + 0.36 * (k + 0.5) / number)
        half = height * min(0.045, 0.1 / number)
        steps = kit.pick(2, 4, 8)
        heights = [middle - half + 2 * half * s / steps for s in range(steps + 1)]
        outer = [(vessels.radius_at(line, z) + wall * 0.1, z) for z in heights]
        inner = [(vessels.radius_at(line, z) - wall * 0.5, z) for z in reversed(heights)]
        kit.add("band", kit.turned([*outer, *inner]).translate((x, 0, 0)), crease=60)


def _poured(kit: Kit, solid: Solid, lip: float, height: float, beak: float) -> Solid:
    """The solid with its rim drawn to −X and hardly up, so that the mouth stays level, in a narrow tongue."""
    maths = kit.maths

    def move(points: Any) -> Any:
        out = maths.array(points)
        reach = maths.hypot(out[:, 0], out[:, 1])
        facing = maths.clip(-out[:, 0] / maths.maximum(reach, 1e-9), 0, 1) ** 6
        rise = maths.clip((out[:, 2] / height - 0.76) / 0.24, 0, 1.4) ** 1.6
        near = maths.clip(reach / lip, 0, 1.2)
        out[:, 0] -= beak * facing * rise * near
        out[:, 1] *= 1 - 0.2 * facing * rise
        out[:, 2] += height * 0.012 * facing * rise * near
        return out

    return solid.warp_batch(move)
