"""Forks: tines on a curved head, a slender neck and a handle that bows and rests on its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import cutlery, layout
from generation.shapes.registry import Role, Size, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "fork",
    gloss="tines on a handle, to eat with",
    category="tableware",
    size=Size(200, 26, 24, main="width", stretch=6),
    roles=(
        Role("head", "steel", words=("neck",)),
        Role("tine", "steel", words=("prong", "tooth", "spike"), count="tines", like="head"),
        Role("handle", "steel", words=("grip", "shaft")),
        Role("tip", "steel", words=("end",), count=None, like="handle"),
    ),
    parameters=(
        count("tines", 4, 2, 8, free=(3, 4)),
        length("handle_width", 13, 1, 200, part="handle", measure="width"),
    ),
    synonyms=("dinner fork", "table fork", "dining fork"),
    presets={
        "dessert fork": {"width": 150, "depth": 21, "height": 18, "tines": 3, "handle_width": 9},
        "cake fork": {"width": 150, "depth": 21, "height": 18, "tines": 3, "handle_width": 9},
        "salad fork": {"width": 180, "depth": 26, "height": 22},
    },
    examples=(
        "a steel fork with four tines",
        "silver fork, 20 cm long",
        "golden cake fork with three tines",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Head, tines swept forward from it, then the handle."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    size = (width, depth, height)
    fat = 0.1 * kit.chunk
    head = [
        (0.19, 0.99, 0.13, fat, 0.02), (0.24, 1.0, 0.08, fat, 0.04), (0.29, 0.86, 0.1, fat * 1.1, 0.06),
        (0.335, 0.5, 0.24, fat * 1.4, 0.05), (0.37, 0.28, 0.44, fat * 1.8, 0.0), (0.42, 0.21, 0.64, fat * 2.0, 0.0),
    ]  # fmt: skip
    kit.add("head", cutlery.leaf(kit, head, size), crease=60)
    number = values.count("tines")
    pitch = depth / number
    thick = pitch * 0.62
    maths = kit.maths
    for y in layout.row(number, depth - thick):
        marks = [(0.215, 0.1), (0.17, 0.14), (0.1, 0.24), (0.035, 0.4), (0.0, 0.5)]
        path = kit.curve([((x - 0.5) * width, y, z * height) for x, z in marks])
        last = len(path) - 1
        taper = [1 - 0.12 * k / last - 0.45 * max(0.0, k / last - 0.75) / 0.25 for k in range(last + 1)]
        section = kit.ring(1.0) * (fat * height * 0.52, thick / 2)
        kit.add("tine", kit.swept(maths.array(path), section, scale=taper, up=(0.0, 1.0, 0.0)), crease=60)
    half = min(values.mm("handle_width") / depth * kit.chunk, 0.98)
    start = 0.4
    rest = 1 - start
    shaft = [
        (start, 0.2, 0.58, fat * 2.0, 0.0), (start + rest * 0.2, half * 0.42, 0.86, fat * 1.8, 0.0),
        (start + rest * 0.5, half * 0.56, 0.88, fat * 1.5, 0.0), (start + rest * 0.8, half * 0.9, 0.52, fat * 1.2, 0.0),
        (start + rest * 0.94, half, 0.2, fat, 0.0), (start + rest * 0.985, half * 0.72, 0.09, fat * 0.9, 0.0),
        (1.0, half * 0.25, 0.06, fat * 0.8, 0.0),
    ]  # fmt: skip
    kit.add("handle", cutlery.leaf(kit, shaft, size), crease=60)
    if kit.level == 2:
        ridge = [
            (start + rest * 0.6, 0.03, 0.86, fat * 0.5, 0.0), (start + rest * 0.72, half * 0.4, 0.73, fat * 0.9, 0.0),
            (start + rest * 0.84, half * 0.55, 0.5, fat * 0.9, 0.0), (start + rest * 0.92, 0.05, 0.3, fat * 0.5, 0.0),
        ]  # fmt: skip
        kit.add("tip", cutlery.leaf(kit, ridge, size), crease=60)
