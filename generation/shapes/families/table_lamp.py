"""Table lamps: a turned body under a fabric shade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import lights
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "table_lamp",
    gloss="a light with a body and a shade, to stand on a table",
    category="lighting",
    size=Size(300, 300, 480, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "ceramic", "#3f6f8a", words=("foot", "body", "stand", "lamp base")),
        Role("shade", "linen cloth", "#efe5d0", words=("lampshade", "lamp shade", "hood"), tone=1),
        Role("stem", "brass", words=("neck", "pole", "rod"), tone=None),
        Role("socket", "brass", words=("holder",), tone=None, like="stem"),
        Role("bulb", "lamp glass", "#fff3d6", words=("light bulb", "light"), tone=None),
        Role("switch", "brass", words=("knob", "button"), count="switches", tone=None, like="stem"),
        Role("trim", "brass", count=None, tone=None, like="stem"),
    ),
    parameters=(
        choice("shade_shape", "drum", "cone", "bell", "dome", "globe", aliases={
            "conical": "cone", "cylindrical": "drum", "round": "globe", "spherical": "globe", "bell shaped": "bell",
            "domed": "dome",
        }),
        count("switches", 1, 0, 2),
        length("stem_thickness", 12, 2, 80, part="stem", measure="thickness"),
    ),
    synonyms=("bedroom lamp",),
    presets={
        "bedside lamp": {"width": 220, "depth": 220, "height": 360},
        "night lamp": {"width": 220, "depth": 220, "height": 360},
    },
    examples=(
        "table lamp with a white shade and a blue base, 50 cm high",
        "brass bedside lamp",
        "red table lamp with a conical shade",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Body, neck, bulb, and the shade around it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    squash = depth / width
    kind = values.word("shade_shape")
    radius = width / 2
    tall = min(height * 0.44, width * (1.0 if kind == "globe" else 0.72))
    low = height - tall
    body = min(radius * 0.6, low * 0.4)
    top = low * 0.86
    swell = 1.12 if kit.style == "stylized" else 1.0
    marks = [
        (0.6, 0.0), (0.64, 0.03), (0.6, 0.08), (0.86, 0.26), (min(1.0 * swell, 1.1), 0.45), (0.82, 0.68), (0.38, 0.88),
        (0.22, 0.97), (0.24, 1.0),
    ]  # fmt: skip
    outline = [(float(r) * body, min(max(float(z), 0.0), 1.0) * top) for r, z in kit.curve(marks)]
    kit.add("base", kit.turned([(0, 0), *outline, (0, top)]).scale((1, squash, 1)), crease=50)
    if kit.level:
        foot = [(0, 0), (body * 0.74, 0), (body * 0.76, low * 0.02), (body * 0.7, low * 0.035), (0, low * 0.035)]
        kit.add("trim", kit.turned(foot).scale((1, squash, 1)), crease=40)
    stem = min(values.mm("stem_thickness"), body * 0.5) / 2
    neck = height - tall * (0.5 if kind != "globe" else 0.9)
    kit.add("stem", kit.rod((0, 0, top * 0.9), (0, 0, neck), stem, bevel=stem * 0.2))
    shade = lights.shade(kit, kind, radius, tall, max(radius * 0.02, 0.2)).scale((1, squash, 1))
    kit.add("shade", shade.translate((0, 0, low)), crease=50)
    light = min(radius * 0.19, tall * 0.12)
    kit.add("socket", lights.socket(kit, light * 0.7, light * 1.2).rotate((180, 0, 0)).translate((0, 0, neck * 0.995)))
    kit.add("bulb", lights.bulb(kit, light).rotate((180, 0, 0)).translate((0, 0, neck + light * 0.9)), crease=60)
    if kind == "drum":
        ring = radius * 0.74
        z = height - tall * 0.08
        spokes = [kit.rod((0, 0, z), (ring * a * 0.99, ring * b * squash * 0.99, z), stem * 0.4)
                  for a, b in ((1, 0), (-0.5, 0.866), (-0.5, -0.866))]  # fmt: skip
        post = [kit.rod((0, 0, neck), (light * 1.5, 0, neck + light), stem * 0.35),
                kit.rod((light * 1.5, 0, neck + light), (light * 1.5, 0, z), stem * 0.35)]  # fmt: skip
        kit.add("trim", kit.union([*spokes, *post]), crease=60)
        if kit.level:
            kit.add("trim", kit.rod((0, 0, z - stem), (0, 0, z + stem * 2), stem * 1.2, bevel=stem * 0.2))
    elif kind != "globe":
        kit.add("trim", kit.rod((0, 0, neck), (0, 0, height - tall * 0.02), stem * 0.7))
    for k in range(values.count("switches")):
        r = stem * 1.1
        kit.add("switch", kit.rod((0, 0, low * 0.93), (r * 2.4, 0, low * 0.93 + k * r * 3), r * 0.6, bevel=r * 0.1))
