"""Ice cream: scoops stacked in a waffle cone, or a bar on a stick."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "ice_cream",
    gloss="scoops of ice cream in a cone",
    category="food",
    size=Size(70, 70, 190, main="height", tied=("width", "depth")),
    roles=(
        Role("scoop", "icing", "#f2c9c4", words=("ball", "ice cream ball", "flavour"), count="scoops", tone=0),
        Role("frill", "icing", "#f2c9c4", count=None, like="scoop"),
        Role("stem", "wood", "#6b4a2c", count=None, tone=None),
        Role("cone", "food", "#d49b54", words=("wafer", "waffle", "waffle cone"), tone=1),
        Role("waffle_line", "food", "#a9702f", words=("grid",), count=None, tone=None),
        Role("rim", "food", "#c48a44", count=None, tone=None),
        Role("cherry", "fruit skin", "#b3202a", words=("berry",), count="cherries", tone=None),
        Role("wafer_stick", "food", "#c08846", words=("stick", "chocolate stick"), count="sticks", tone=None),
        Role("sprinkle", "plastic", "#d8574c", count="sprinkles", tone=None),
    ),
    parameters=(
        count("scoops", 2, 1, 5, words=("scoop", "ball", "flavour")),
        count("cherries", 1, 0, 1, words=("cherry", "berry")),
        count("sticks", 0, 0, 2, words=("wafer stick", "stick")),
        count("sprinkles", 0, 0, 40, words=("sprinkle",)),
    ),
    synonyms=("ice cream cone", "icecream", "gelato"),
    examples=(
        "an ice cream with three scoops and a cherry",
        "pink ice cream cone",
        "ice cream with two scoops, 20 cm tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The cone stands on its tip, in millimetres of a cone 190 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 70, depth / 70, height / 190)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    scoops, cherries = values.count("scoops"), values.count("cherries")
    size = (30.0, 29.0, 26.5, 23.0, 20.0)[scoops - 1] * fat**0.3
    mouth = 29.0
    top = 190 - (15.0 if cherries else 0)
    step = size * 1.12
    rise = (scoops - 1) * step + size
    low = top - rise
    rim = max(low - size * 0.18, 40.0)
    put("cone", kit.turned([(0, 0), (2.2, 0.4), (mouth * 0.97, rim - 7), (0, rim - 7)]), 40)
    put(
        "rim",
        kit.turned(
            [
                (0, rim - 11),
                (mouth * 0.99, rim - 10),
                (mouth + 2.4, rim - 7),
                (mouth + 2.4, rim + 1),
                (mouth + 0.6, rim + 2.4),
                (0, rim + 2.4),
            ]
        ),
        40,
    )
    lines = kit.pick(0, 9, 12)
    for k in range(lines):
        for way in (-1, 1):
            path = []
            for s in range(9):
                t = 0.1 + 0.84 * s / 8
                a = 2 * math.pi * k / lines + way * 1.15 * t
                r = 2.2 + (mouth * 0.97 - 2.2) * t
                path.append((r * math.cos(a), r * math.sin(a), 0.4 + (rim - 7.4) * t))
            put("waffle_line", organic.tapered(kit, path, 0.55, 0.95, share=0.2))
    tints = ("#f2c9c4", "#f5e6c3", "#8a5a3c", "#bcd9a8", "#e99b74")
    for k in range(scoops):
        z = low + k * step
        body = organic.ball(kit, (0, 0, z), (size, size, size), share=0.9)
        put("scoop", body, colour=tints[k % 5])
        frill = max(9, round(size * 0.34)) if kit.level else 0
        for x, y in layout.around(frill, size * 0.86, turn=k * 0.3) if frill else ():
            put(
                "frill",
                organic.ball(kit, (x, y, z - size * 0.46), (size * 0.3, size * 0.3, size * 0.19), share=0.3),
                colour=tints[k % 5],
            )
    crown = low + (scoops - 1) * step
    for k, (x, y) in enumerate(layout.around(values.count("sprinkles"), 1.0) if values.count("sprinkles") else ()):
        t = 0.35 + 0.5 * ((k * 0.618) % 1)
        put(
            "sprinkle",
            organic.ball(
                kit,
                (x * size * t, y * size * t, crown + size * (1 - t * t) ** 0.5),
                (2.6, 1.0, 1.0),
                share=0.2,
                turn=(0, 0, 71 * k),
            ),
            colour=("#d8574c", "#4f9fb0", "#e2a33a")[k % 3],
        )
    for _ in range(cherries):
        put("cherry", organic.ball(kit, (0, 0, crown + size + 5.5), 7.8, share=0.5))
        put(
            "stem",
            organic.tapered(kit, [(0, 0, crown + size + 11), (0.8, 0, 186), (3.4, 0, 190)], 0.7, 0.6, share=0.25),
        )
    for k in range(values.count("sticks")):
        put(
            "wafer_stick",
            kit.rod((5 + 4 * k, 6, crown + size * 0.4), (17 + 6 * k, 10, min(crown + size * 1.5, 189)), 3.2),
        )
