"""Bananas: curved fingers with soft edges, alone or in a bunch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "banana",
    gloss="a banana or a bunch of them",
    category="food",
    size=Size(190, 120, 60, main="width"),
    roles=(
        Role("body", "fruit skin", "#f0c52f", words=("skin", "peel", "finger", "fruit"), count="fingers"),
        Role("tip", "wood", "#4f3d26", words=("end",), count=None, tone=None),
        Role("stalk", "fruit skin", "#a9a03a", words=("stem",), tone=None),
    ),
    parameters=(count("fingers", 1, 1, 7, words=("finger", "fruit")),),
    synonyms=("ripe banana",),
    presets={
        "bunch of bananas": {"fingers": 4, "depth": 120, "height": 75},
        "banana bunch": {"fingers": 4, "depth": 120, "height": 75},
    },
    examples=("a yellow banana", "green banana, 20 cm long", "bunch of bananas"),
)
def build(kit: Kit, values: Values) -> None:
    """Fingers that share a stalk, in units of a bunch 190 long."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 190, depth / 60, height / 60)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    number = values.count("fingers")
    for k in range(number):
        spread = (k - (number - 1) / 2) * (34.0 / max(number - 1, 1)) if number > 1 else 0.0
        rise = 6 * (k % 2)
        marks = [
            (84, spread * 0.1, 44, 5.0, 5.5),
            (68, spread * 0.5, 35 + rise, 9 * fat, 10 * fat),
            (34, spread, 22 + rise, 14.5 * fat, 15.5 * fat),
            (0, spread * 1.2, 17 + rise, 16 * fat, 16.5 * fat),
            (-38, spread, 22 + rise, 14.5 * fat, 15.5 * fat),
            (-72, spread * 0.8, 38 + rise, 9, 9.5),
            (-86, spread * 0.7, 49 + rise, 4.2, 4.2),
        ]
        put("body", organic.limb(kit, marks, share=0.6, square=2.35, ends=(0.2, 0.3), up=(0, 0, 1)))
        put("tip", organic.ball(kit, (-87.5, spread * 0.69, 50.5 + rise), (3.6, 3.8, 3.6), share=0.3))
    stem = [(78, 0, 41, 6.5 + number * 0.6, 6), (88, 0, 48, 5 + number * 0.5, 5), (94, 0, 55, 5 + number * 0.5, 5)]
    put("stalk", organic.limb(kit, stem, share=0.4, square=2.5, ends=(0.3, 0.1)))
