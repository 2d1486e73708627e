"""Desk lamps: a brass arc, or an arm with joints, with a tilted shade over a round foot."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generation.shapes import lights
from generation.shapes.registry import Role, Size, Values, angle, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _joints(values: Values) -> int:
    return 3 if values.word("form") == "jointed" else 0


@family(
    "lamp",
    gloss="a light to stand on a table or desk",
    category="lighting",
    size=Size(300, 190, 470, main="height"),
    roles=(
        Role("shade", "paint", "#1f6b4f", words=("lampshade", "lamp shade", "hood", "head")),
        Role("base", "paint", "#1f6b4f", words=("foot", "body", "stand")),
        Role("arm", "brass", words=("stem", "neck", "pole", "rod"), count=lambda v: 1 + _joints(v) * 2 // 3, tone=1),
        Role("joint", "brass", words=("elbow", "pivot"), count=_joints, tone=1, like="arm"),
        Role("socket", "brass", words=("holder",), tone=1, like="arm"),
        Role("bulb", "lamp glass", "#fff3d6", words=("light bulb", "light"), tone=None),
        Role("switch", "brass", words=("knob", "button"), count="switches", tone=1, like="arm"),
        Role("trim", "brass", count=None, tone=1, like="arm"),
    ),
    parameters=(
        choice("form", "arc", "jointed", aliases={"curved": "arc", "articulated": "jointed", "hinged": "jointed"}),
        choice("shade_shape", *lights.SHADES, aliases={
            "conical": "cone", "cylindrical": "drum", "round": "globe", "spherical": "globe", "bell shaped": "bell",
            "domed": "dome",
        }),
        angle("tilt", 28, 0, 60),
        count("switches", 1, 0, 2),
        length("stem_thickness", 12, 2, 80, part="arm", measure="thickness"),
    ),
    synonyms=("desk lamp", "reading lamp", "banker's lamp", "study lamp", "work lamp"),
    examples=(
        "a green desk lamp with a brass arm",
        "reading lamp with a white shade and a blue base, 50 cm high",
        "red lamp with a conical shade",
        "black desk lamp with a jointed arm",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Foot, stem, then the shade with its bulb."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    foot = min(depth / 2, width * 0.33)
    middle = foot - width / 2
    thick = min(height * 0.06, foot * 0.36)
    marks = [(0.97, 0.0), (1.0, 0.06), (1.0, 0.3), (0.95, 0.46), (0.33, 0.72), (0.14, 0.95), (0.12, 1.0)]
    profile = [(r * foot, z * thick) for r, z in marks]
    kit.add("base", kit.turned([(0, 0), *profile, (0, thick)]).translate((middle, 0, 0)))
    stem = min(values.mm("stem_thickness"), foot * 0.4) / 2
    radius = min(depth * 0.5, width * 0.36)
    tall = radius * 1.0 if values.word("shade_shape") != "globe" else radius * 2
    shade = lights.shade(kit, values.word("shade_shape"), radius, tall, max(radius * 0.03, 0.2))
    tilt = -values.mm("tilt")
    hung = shade.translate((0, 0, -tall)).rotate((0, tilt, 0))
    apex_x = width / 2 - hung.bounding_box()[3]
    span = max(apex_x - middle, width * 0.2)
    apex_z = height * 0.935
    if apex_z + hung.bounding_box()[5] > height:
        apex_z = height - hung.bounding_box()[5]
    points = [
        (middle, 0, thick * 0.7), (middle, 0, height * 0.35), (middle + span * 0.015, 0, height * 0.68),
        (middle + span * 0.16, 0, height * 0.88), (middle + span * 0.52, 0, height - stem * 1.1),
        (middle + span * 0.98, 0, apex_z + stem * 0.4),
    ]  # fmt: skip
    if values.word("form") == "jointed":
        ball = stem * 1.5
        bends = [(middle, 0.0, thick + ball * 0.6), (middle - foot * 0.6, 0.0, height * 0.52),
                 (middle + span * 0.55, 0.0, height - ball), (apex_x, 0.0, apex_z + stem * 0.4)]  # fmt: skip
        for start, end in itertools.pairwise(bends):
            kit.add("arm", kit.rod(start, end, stem, bevel=stem * 0.2), crease=50)
        for spot in bends[:3]:
            pivot = kit.rod((0, -ball * 1.1, 0), (0, ball * 1.1, 0), ball, bevel=ball * 0.2)
            kit.add("joint", pivot.translate(spot), crease=40)
    else:
        kit.add("arm", kit.swept(kit.curve(points, smooth=2), kit.ring(stem)), crease=60)
    kit.add("shade", hung.translate((apex_x, 0, apex_z)), crease=50)
    cap = lights.socket(kit, max(radius * 0.15, stem * 1.5), radius * 0.3).translate((0, 0, radius * 0.14))
    kit.add("socket", cap.rotate((0, tilt, 0)).translate((apex_x, 0, apex_z)), crease=50)
    light = lights.bulb(kit, min(radius * 0.3, tall * 0.27)).translate((0, 0, -radius * 0.08))
    kit.add("bulb", light.rotate((0, tilt, 0)).translate((apex_x, 0, apex_z)), crease=60)
    for k in range(values.count("switches")):
        r = foot * 0.1
        button = kit.disc(2 * r, 2 * r, thick * 0.3, bevel=thick * 0.05)
        kit.add("switch", button.translate((middle + foot * 0.1 * k * 3, -foot * 0.6, thick * 0.5)), crease=50)
    if kit.level == 2:
        collar = kit.turned([(stem * 0.5, 0), (stem * 2.2, 0), (stem * 2.2, stem * 1.4), (stem * 1.5, stem * 2.4),
                             (stem * 0.5, stem * 2.4)])  # fmt: skip
        kit.add("trim", collar.translate((middle, 0, thick * 0.93)))
