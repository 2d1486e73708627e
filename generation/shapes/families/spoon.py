"""Spoons: a hollowed bowl on a slender handle that bows and rests on its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import cutlery
from generation.shapes.registry import Role, Size, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "spoon",
    gloss="a small bowl on a handle, to eat with",
    category="tableware",
    size=Size(200, 43, 24, main="width", stretch=6),
    roles=(
        Role("bowl", "steel", words=("head", "scoop")),
        Role("handle", "steel", words=("grip", "shaft")),
        Role("tip", "steel", words=("end",), count=None, like="handle"),
    ),
    parameters=(
        choice("form", "oval", "round", aliases={"circular": "round"}),
        length("handle_width", 13, 1, 200, part="handle", measure="width"),
    ),
    synonyms=("table spoon", "tablespoon", "soup spoon"),
    presets={
        "teaspoon": {"width": 140, "depth": 31, "height": 18, "handle_width": 9},
        "tea spoon": {"width": 140, "depth": 31, "height": 18, "handle_width": 9},
        "wooden spoon": {"width": 300, "depth": 60, "height": 26, "material": "beech", "handle_width": 15},
        "serving spoon": {"width": 250, "depth": 60, "height": 32},
        "ladle": {"width": 300, "depth": 90, "height": 60, "form": "round", "handle_width": 18},
    },
    examples=(
        "a silver spoon, 20 cm long",
        "wooden spoon",
        "golden teaspoon",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The bowl and its neck, then the handle from inside the neck."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    size = (width, depth, height)
    fat = 0.11 * kit.chunk
    long = 0.33 if values.word("form") == "oval" else min(0.33, 1.1 * depth / width)
    deep = 0.36
    bowl = [
        (0.0, 0.06, 0.46, fat * 0.7, 0.0), (0.06, 0.52, 0.3, fat * 0.8, 0.12), (0.2, 0.84, 0.14, fat, deep * 0.72),
        (0.42, 1.0, 0.06, fat, deep), (0.62, 0.98, 0.07, fat, deep), (0.8, 0.74, 0.13, fat * 1.1, deep * 0.7),
        (0.93, 0.36, 0.3, fat * 1.5, 0.16), (1.0, 0.19, 0.46, fat * 1.9, 0.02), (1.12, 0.13, 0.66, fat * 2.0, 0.0),
    ]  # fmt: skip
    stations = [(x * long, half, z, thick, rise) for x, half, z, thick, rise in bowl]
    kit.add("bowl", cutlery.leaf(kit, stations, size), crease=60)
    half = min(values.mm("handle_width") / depth * kit.chunk, 0.9)
    start = long * 1.08
    rest_ = 1 - start
    shaft = [
        (start, 0.13, 0.63, fat * 1.9, 0.0),
        (start + rest_ * 0.2, half * 0.42, 0.84, fat * 1.7, 0.0),
        (start + rest_ * 0.5, half * 0.56, 0.88, fat * 1.4, 0.0),
        (start + rest_ * 0.8, half * 0.9, 0.52, fat * 1.1, 0.0),
        (start + rest_ * 0.94, half, 0.2, fat, 0.0),
        (start + rest_ * 0.985, half * 0.72, 0.09, fat * 0.9, 0.0),
        (1.0, half * 0.25, 0.06, fat * 0.8, 0.0),
    ]
    kit.add("handle", cutlery.leaf(kit, shaft, size), crease=60)
    if kit.level == 2:
        ridge = [
            (start + rest_ * 0.6, 0.03, 0.86, fat * 0.5, 0.0), (start + rest_ * 0.72, half * 0.4, 0.73, fat * 0.9, 0.0),
            (start + rest_ * 0.84, half * 0.55, 0.5, fat * 0.9, 0.0), (start + rest_ * 0.92, 0.05, 0.3, fat * 0.5, 0.0),
        ]  # fmt: skip
        kit.add("tip", cutlery.leaf(kit, ridge, size), crease=60)
