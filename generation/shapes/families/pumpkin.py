"""Pumpkins: a ribbed body with a ridged stalk; carved with a face as a lantern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import fruit, organic
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "pumpkin",
    gloss="a pumpkin",
    category="food",
    size=Size(300, 300, 250, main="width", tied=("width", "depth")),
    roles=(
        Role("body", "fruit skin", "#e27a26", words=("skin", "flesh", "rib")),
        Role("stalk", "leaf", "#6d7a3a", words=("stem",), tone=None),
        Role("leaf", "leaf", "#567f3c", count="leaves", tone=None),
        Role("tendril", "leaf", "#6d8a43", words=("vine",), count=None, tone=None),
        Role("eye", "paint", "#2a1b12", count=lambda v: 2 * v.count("faces"), tone=None),
        Role("mouth", "paint", "#2a1b12", words=("grin", "smile"), count="faces", tone=None),
    ),
    parameters=(
        count("ribs", 11, 6, 24, words=("rib", "segment")),
        count("leaves", 1, 0, 3, words=("leaf",)),
        count("faces", 0, 0, 1, words=("face",)),
    ),
    synonyms=("squash", "gourd"),
    presets={"jack o lantern": {"faces": 1, "leaves": 0}, "halloween pumpkin": {"faces": 1, "leaves": 0}},
    examples=("an orange pumpkin with a leaf", "jack o lantern", "pumpkin with 14 ribs"),
)
def build(kit: Kit, values: Values) -> None:
    """Ribs pressed into a turned body, in millimetres of a pumpkin 300 wide."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 300, depth / 300, height / 250)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    ribs = values.count("ribs")
    marks = [
        (0, 18),
        (40, 6),
        (95, 8),
        (142, 62),
        (150, 104),
        (138 * fat**0.3, 150),
        (96, 186),
        (45, 190),
        (14, 176),
        (0, 172),
    ]
    curve = [(max(float(r), 0.0), float(z)) for r, z in kit.curve(marks, smooth=1 if kit.low else 2)]
    curve[0], curve[-1] = (0.0, 18.0), (0.0, 172.0)
    body = kit.turned(curve, segments=fruit.fine(kit, ribs))
    body = fruit.ribbed(kit, body, ribs, 0.13, power=0.6)
    put("body", body, 35)
    proud = body.translate((0, 0, -95)).scale((1.012, 1.012, 1.012)).translate((0, 0, 95))
    stem = [(0, 0, 168, 26, 26), (0, 0, 190, 16, 16), (5, 0, 216, 12.5, 12.5), (22, 4, 244, 14, 14)]
    put("stalk", organic.tapered_path(kit, stem, share=0.4), 30)
    for k in range(values.count("leaves")):
        put("leaf", fruit.leaf(kit, (0, 0, 184), 215 + 130 * k, 110, 80, 0.16))
    if kit.level:
        path = [(6, 10, 186), (40, 34, 214), (66, 40, 206), (70, 62, 190), (92, 60, 200), (96, 80, 186)]
        put("tendril", fruit.stalk(kit, path, 3.2, 1.4))
    for _ in range(values.count("faces")):
        for side in (-1, 1):
            eye = [(side * x, z) for x, z in ((24, 108), (62, 108), (46, 146))]
            put("eye", kit.prism(eye, 120).rotate((90, 0, 0)).translate((0, -60, 0)) ^ proud, 20)
        grin = [
            (-78, 84),
            (-50, 70),
            (-40, 82),
            (-26, 66),
            (0, 62),
            (12, 76),
            (26, 66),
            (52, 72),
            (78, 84),
            (56, 46),
            (20, 34),
            (8, 46),
            (-8, 34),
            (-56, 46),
        ]
        put("mouth", kit.prism(grin, 120).rotate((90, 0, 0)).translate((0, -60, 0)) ^ proud, 20)
