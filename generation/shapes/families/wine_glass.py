"""Stemmed glasses: a thin bowl on a drawn stem and a round foot; wine, champagne, cocktail, and the goblet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_BOWLS = {
    "wine": ((0.1, 0.0), (0.3, 0.03), (0.72, 0.16), (0.97, 0.4), (0.98, 0.56), (0.86, 0.82), (0.78, 1.0)),
    "flute": ((0.14, 0.0), (0.4, 0.05), (0.75, 0.25), (0.97, 0.55), (0.98, 0.75), (0.9, 1.0)),
    "cocktail": ((0.08, 0.0), (0.18, 0.06), (0.6, 0.55), (1.0, 1.0)),
    "goblet": ((0.12, 0.0), (0.4, 0.03), (0.82, 0.18), (0.98, 0.45), (0.98, 0.75), (1.0, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    return vessels.thin_enough(values, said, 0.08)


@family(
    "wine_glass",
    gloss="a glass with a bowl on a stem",
    category="tableware",
    size=Size(84, 84, 210, main="height", tied=("width", "depth")),
    roles=(
        Role("bowl", "glass", words=("wall", "cup", "body")),
        Role("stem", "glass", words=("shaft",)),
        Role("foot", "glass", words=("base",)),
        Role("knop", "glass", words=("knot", "bead"), count=None, like="stem"),
        Role("drink", "paint", "#6e0f26", words=("wine", "liquid", "red wine"), count="drinks", tone=None),
        Role("rim", "gold leaf", words=("gold rim", "lip"), count="rims", tone=1),
    ),
    parameters=(
        choice("form", "wine", "flute", "cocktail", "goblet", aliases={"conical": "cocktail"}),
        length("wall", 1.6, 0.2, 40, part="bowl", measure="thickness", dimension=("thickness",)),
        length("stem_length", 95, 5, 1000, part="stem", measure="length"),
        length("stem_thickness", 7, 0.5, 60, part="stem", measure="thickness"),
        count("drinks", 0, 0, 1),
        count("rims", 0, 0, 1),
    ),
    synonyms=("wineglass", "stemmed glass", "red wine glass"),
    presets={
        "champagne glass": {"width": 62, "depth": 62, "height": 230, "form": "flute", "stem_length": 90},
        "champagne flute": {"width": 62, "depth": 62, "height": 230, "form": "flute", "stem_length": 90},
        "cocktail glass": {"width": 110, "depth": 110, "height": 180, "form": "cocktail", "stem_length": 95},
        "martini glass": {"width": 110, "depth": 110, "height": 180, "form": "cocktail", "stem_length": 95},
        "goblet": {"width": 90, "depth": 90, "height": 170, "form": "goblet", "material": "silver metal", "wall": 2.5,
                   "stem_length": 60},
        "chalice": {"width": 110, "depth": 110, "height": 200, "form": "goblet", "material": "gold leaf", "wall": 2.5,
                    "stem_length": 75},
    },
    rule=_agree,
    examples=(
        "a wine glass, 22 cm high",
        "golden chalice",
        "champagne flute with a gold rim",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Foot, stem and bowl, each rooted in the next."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    form = values.word("form")
    wall = min(values.mm("wall"), width * 0.06, height * 0.05)
    radius = width / 2
    foot_r = radius * {"cocktail": 0.68, "flute": 0.98}.get(form, 0.86)
    stem = max(min(values.mm("stem_thickness") / 2 * kit.chunk, radius * 0.3), wall * 0.6)
    stem *= 1.6 if form == "goblet" else 1.0
    base = height * 0.035
    stem_top = min(base + values.mm("stem_length"), height * 0.68)
    tall = height - stem_top
    marks = list(_BOWLS[form])
    if kit.style == "stylized":
        marks = [(min(r * (1.12 if 0.05 < z < 0.35 else 1.0), 1.0), z) for r, z in marks]
    line = vessels.outline(kit, marks, radius, tall)
    line = [(r, z) for k, (r, z) in enumerate(line) if k == 0 or z > line[k - 1][1]]
    bowl, _ = kit.shell(line, wall, lip=wall * 0.4)
    kit.add("bowl", bowl.scale((1, squash, 1)).translate((0, 0, stem_top)), crease=60)
    flare = [(stem * 2.6, base * 0.92), (stem * 1.5, base * 1.7), (stem, base * 3.2), (stem * 0.92, stem_top * 0.6),
             (stem * 1.1, stem_top - base), (stem * 1.9, stem_top + wall * 0.6)]  # fmt: skip
    side = [(float(r), float(z)) for r, z in kit.curve(flare)]
    kit.add("stem", kit.turned([(0, base * 0.8), (stem * 2.6, base * 0.8), *side, (0, stem_top + wall * 0.6)])
            .scale((1, squash, 1)), crease=60)  # fmt: skip
    dome = [(0.98, 0.0), (1.0, 0.12), (0.97, 0.26), (0.6, 0.5), (0.25, 0.85), (0.12, 1.05)]
    disc = [(r * foot_r, z * base) for r, z in dome]
    kit.add("foot", kit.turned([(0, 0), *disc, (0, base * 1.05)]).scale((1, squash, 1)), crease=40)
    if kit.level == 2 or form == "goblet":
        ball = kit.sphere(stem * 1.7).scale((1, squash, 0.8))
        kit.add("knop", ball.translate((0, 0, stem_top * 0.55)), crease=60)
    if values.count("drinks"):
        part = [(max(r - wall * 0.95, 0.05), z) for r, z in line if wall * 1.2 < z < tall * 0.55]
        if part:
            fill = kit.turned([(0, part[0][1]), *part, (0, part[-1][1])])
            kit.add("drink", fill.scale((1, squash, 1)).translate((0, 0, stem_top)), crease=60)
    if values.count("rims"):
        r, z = line[-1]
        ring = [(r - wall * 1.1, z - height * 0.012), (r + wall * 0.1, z - height * 0.012), (r + wall * 0.1, z),
                (r - wall * 1.1, z)]  # fmt: skip
        kit.add("rim", kit.turned(ring).scale((1, squash, 1)).translate((0, 0, stem_top)))
