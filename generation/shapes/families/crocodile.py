"""Crocodiles and lizards: a long low body with a ridged back, a long jaw full of teeth and a strong tail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["kind"] == "lizard" and "teeth" not in said:
        values["teeth"] = 0
    return []


@family(
    "crocodile",
    gloss="a crocodile, or a lizard of that build",
    category="animals",
    size=Size(900, 3500, 620, main="depth"),
    roles=(
        Role("body", "dark scales", words=("trunk", "back", "skin", "scale")),
        Role("belly", "tan fur", "#cfc58e", count=None, tone=1),
        Role("head", "dark scales"),
        Role("jaw", "dark scales", words=("upper jaw", "snout", "mouth"), count=2, like="head"),
        Role("tooth", "porcelain", "#f7f2e4", words=("fang",), count="teeth", tone=None),
        Role("eye", "porcelain", "#d8b23a", count="eyes", tone=None),
        Role("pupil", "porcelain", "#1a1614", count=None, tone=None),
        Role("nostril", "leather", "#2f3327", count=None, tone=None),
        Role("leg", "dark scales", words=("limb",), count="legs"),
        Role("claw", "porcelain", "#e4dcc6", words=("toe",), count=None, tone=None),
        Role("scute", "dark scales", "#4a5f39", words=("ridge", "spike", "plate"), count="scutes", tone=1),
    ),
    parameters=(
        choice("kind", "crocodile", "lizard"),
        count("teeth", 24, 0, 60),
        count("legs", 4, 0, 8),
        count("eyes", 2, 0, 2),
        count("scutes", 26, 0, 60),
    ),
    synonyms=("alligator", "croc", "caiman"),
    presets={
        "lizard": {
            "kind": "lizard",
            "width": 90,
            "depth": 300,
            "height": 50,
            "teeth": 0,
            "scutes": 16,
            "material": "green scales",
        },
        "gecko": {
            "kind": "lizard",
            "width": 60,
            "depth": 200,
            "height": 34,
            "teeth": 0,
            "scutes": 0,
            "material": "green scales",
        },
        "iguana": {
            "kind": "lizard",
            "width": 300,
            "depth": 1000,
            "height": 190,
            "teeth": 0,
            "scutes": 30,
            "material": "green scales",
        },
    },
    rule=_agree,
    examples=("a green crocodile with 30 teeth", "alligator 3 m long", "green lizard"),
)
def build(kit: Kit, values: Values) -> None:
    """A spine that swings gently to the side, and everything along it."""
    unit = values.mm("depth") / 262
    plump = 1.15 if kit.style == "stylized" else 1.0
    lizard = values.word("kind") == "lizard"
    spine = [
        (0, -52, 20, 13, 11), (0, -30, 20, 20, 15), (1, 0, 20, 21.5, 16), (0, 30, 19, 16, 13.5), (-4, 62, 16, 9.5, 10),
        (-2, 100, 12.5, 6, 7.5), (7, 136, 9, 3, 4.5), (16, 152, 6.5, 0.8, 1.4),
    ]  # fmt: skip

    def add(name: str, solid: Solid, crease: float = 50) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=crease)

    add("body", organic.limb(kit, [(x, y, z, w * plump, h * plump) for x, y, z, w, h in spine], share=0.9))
    add(
        "belly",
        organic.limb(
            kit, [(x, y, z - h * 0.22, w * 0.9 * plump, h * 0.84 * plump) for x, y, z, w, h in spine[:5]], share=0.6
        ),
    )
    long = 44.0 if not lizard else 20.0
    add(
        "head",
        organic.limb(
            kit, [(0, -48, 21, 12, 10.5), (0, -60, 22, 14 * plump, 11.5), (0, -70, 21, 11.5 * plump, 8.5)], share=0.7
        ),
    )
    gap = math.tan(math.radians(11 if values.count("teeth") else 2))
    top = [
        (0, -62, 22, 12, 7),
        (0, -66 - long * 0.45, 22 + long * gap * 0.5, 9, 4.6),
        (0, -66 - long, 23 + long * gap, 8, 4.2),
    ]
    low = [(0, -60, 16, 11.5, 4.6), (0, -66 - long * 0.45, 14.5, 8.4, 3.4), (0, -66 - long * 0.96, 14.5, 7.2, 3)]
    add("jaw", organic.limb(kit, top, share=0.6, square=2.6))
    add("jaw", organic.limb(kit, low, share=0.6, square=2.6))
    number = values.count("teeth")
    for k in range(number):
        side, row = (-1 if k % 2 == 0 else 1), k // 2 % 2
        count_ = max((number + 3) // 4, 1)
        t = 0.16 + 0.8 * (k // 4 + 0.5 * row) / count_
        y = -66 - long * min(t, 0.98)
        if row:
            z, tip = 15.5 + 2, 5.2
        else:
            z, tip = 22 + long * gap * t - 2.5, -5.4
        x = side * (9.6 - 2.6 * t) * 0.86
        add("tooth", kit.rod((x, y, z), (x, y, z + tip), 1.25, 0.2))
    for side in (-1, 1)[: values.count("eyes")]:
        add("eye", organic.ball(kit, (side * 7, -66, 31), 4.2 * plump, share=0.4))
        add("pupil", organic.ball(kit, (side * 9.6, -68, 31.6), (1.6, 2.2, 2.7), share=0.3))
        if kit.level:
            add("nostril", organic.ball(kit, (side * 3.2, -66 - long, 26.5 + long * gap), 1.7, share=0.25))
    for k in range(values.count("legs")):
        side = -1 if k % 2 == 0 else 1
        y = layout.row(max(2, (values.count("legs") + 1) // 2), 62.0)[k // 2] - 4
        marks = [
            (side * 14, y, 18, 8.5, 8),
            (side * 27, y + 4, 15, 6.6, 6.4),
            (side * 31, y + 1, 6, 5, 5),
            (side * 33, y - 5, 2.6, 5, 2.6),
        ]
        add("leg", organic.limb(kit, marks, up=(0.1, 1, 0.2), share=0.45))
        for t in range(kit.pick(3, 4, 5)):
            x = side * 33 + (t - kit.pick(2, 3, 4) / 2) * 2.8
            add("claw", kit.rod((x, y - 6, 1.6), (x * 1.02, y - 13, 0.9), 1.4, 0.3))
    scutes = values.count("scutes")
    curve = kit.curve(spine)
    rows = max((scutes + 1) // 2, 1)
    for k in range(scutes):
        y = -38 + 178 * (k // 2) / rows
        at = min(curve, key=lambda mark: abs(float(mark[1]) - y))
        lean = (-1 if k % 2 == 0 else 1) * max(0.0, 1 - max(y - 30, 0) / 70)
        x, z = (
            float(at[0]) + lean * float(at[3]) * 0.36,
            float(at[2]) + float(at[4]) * plump * (0.93 if abs(lean) > 0.2 else 0.98),
        )
        size = 2.2 + 2.2 * (1 - abs(y - 20) / 150)
        points = [(x + a * size * 0.55, y + b * size, z - 2.0) for a in (-1, 1) for b in (-1, 1)]
        add("scute", kit.hull([*points, (x, y + size * 0.6, z + size * 1.2), (x, y - size * 0.1, z + size * 0.9)]), 20)
