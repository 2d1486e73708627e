"""Turtles and tortoises: a domed shell with its scutes over four legs, a head and a tail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "turtle",
    gloss="a turtle or tortoise with a domed shell",
    category="animals",
    size=Size(230, 330, 150, main="depth"),
    roles=(
        Role("body", "green scales", "#8fae5c", words=("skin",)),
        Role("shell", "dark scales", "#6a5233", words=("carapace",), tone=1),
        Role("scute", "dark scales", "#7d6340", words=("plate", "scale"), count=None, tone=1, like="shell"),
        Role("rim", "dark scales", "#503c25", words=("edge",), tone=None),
        Role("head", "green scales", "#8fae5c"),
        Role("neck", "green scales", "#8fae5c", count=1),
        Role("eye", "porcelain", "#1d1a18", count="eyes", tone=None),
        Role("leg", "green scales", "#8fae5c", words=("flipper", "limb", "foot"), count="legs"),
        Role("claw", "porcelain", "#e5dcc4", count=None, tone=None),
        Role("tail", "green scales", "#8fae5c", count="tails"),
    ),
    parameters=(
        choice("shell_form", "domed", "high", "flat", aliases={"round": "high", "tortoise": "high"}),
        count("legs", 4, 0, 6),
        count("eyes", 2, 0, 2),
        count("tails", 1, 0, 1),
    ),
    synonyms=("terrapin",),
    presets={
        "tortoise": {"width": 210, "depth": 310, "height": 180, "shell_form": "high"},
        "sea turtle": {"width": 700, "depth": 900, "height": 260, "shell_form": "flat"},
    },
    examples=("a green turtle with a brown shell", "tortoise 40 cm long", "sea turtle"),
)
def build(kit: Kit, values: Values) -> None:
    """Everything in hundredths of the shell, then made as big as it is to be."""
    unit = values.mm("depth") / 147
    form = values.word("shell_form")
    dome = {"domed": 40.0, "high": 54.0, "flat": 27.0}[form] * (1.12 if kit.style == "stylized" else 1.0)
    floor = 17.0
    cute = 1.25 if kit.style == "stylized" else 1.0

    def add(name: str, solid: Solid, crease: float = 45) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=crease)

    add("body", organic.pad(kit, 78, 96, 22, square=2.4).translate((0, 0, floor - 6)))
    profile = (
        [(0.0, 0.0)]
        + [(50 * math.cos(a), dome * math.sin(a) ** 0.9) for a in [k * math.pi / 2 / 14 for k in range(14)]]
        + [(0.0, dome)]
    )
    add("shell", kit.turned(profile).scale((0.86, 1, 1)).translate((0, 0, floor + 7)), 60)
    rim = kit.turned([(40, 0), (52, -1), (56, 2.5), (52, 6), (40, 8)])
    add("rim", rim.scale((0.86, 1, 1)).translate((0, 0, floor + 4)), 30)
    rings = [(0.0, 1, 90.0), (0.56, 6, 0.0)] + ([(0.86, 12, 15.0)] if kit.level == 2 or not kit.low else [])
    for share, number, turn in rings:
        for k in range(number):
            a = math.radians(turn) + 2 * math.pi * k / number
            up = math.acos(share) if share else math.pi / 2
            x, y, z = (
                0.86 * 50 * math.cos(up) * math.cos(a),
                50 * math.cos(up) * math.sin(a),
                dome * math.sin(up) ** 0.9,
            )
            size = 14.5 if share < 0.6 else 9.5
            sides = 6 if share < 0.6 else 4
            cap = kit.turned([(0, -3), (size, -3), (size * 0.9, 1.2), (size * 0.62, 2.6), (0, 2.8)], segments=sides)
            lean = math.degrees(math.atan2(math.cos(up) / 50, math.sin(up) / dome)) if share else 0.0
            cap = cap.rotate((0, lean, math.degrees(a)))
            add("scute", cap.translate((x, y, z + floor + 7)), 15)
    add(
        "neck", organic.limb(kit, [(0, -36, floor + 8, 11, 10), (0, -52, floor + 11, 9, 9), (0, -64, floor + 18, 9, 9)])
    )
    add("head", organic.ball(kit, (0, -70, floor + 22), (12.5 * cute, 16 * cute, 12 * cute), share=0.7))
    for side in (-1, 1)[: values.count("eyes")]:
        add("eye", organic.ball(kit, (side * 8.8 * cute, -77 - 4 * (cute - 1), floor + 26), 2.8 * cute, share=0.35))
    flipper = form == "flat"
    for k in range(values.count("legs")):
        side = -1 if k % 2 == 0 else 1
        y = (-31.0, 31.0, 0.0)[k // 2]
        if flipper:
            reach = 46.0 if y < 0 else 26.0
            marks = [
                (side * 30, y, floor + 5, 9, 4.5),
                (side * (30 + reach * 0.55), y - (8 if y < 0 else -8), floor + 2, 10, 3.4),
                (side * (30 + reach), y + 14, floor - 9, 4, 2),
            ]
            add("leg", organic.limb(kit, marks, share=0.45))
            continue
        stump = [
            (side * 26, y * 0.9, floor + 8, 12, 11),
            (side * 35, y * 1.12, floor - 3, 10.5, 9.5),
            (side * 37, y * 1.16, 2.5, 10, 9),
        ]
        add("leg", organic.limb(kit, stump, up=(0, 1, 0), share=0.5, ends=(0.6, 0.28)))
        for t in range(kit.pick(0, 3, 4)):
            x = side * 37 + (t - (kit.pick(0, 3, 4) - 1) / 2) * 5
            add("claw", organic.ball(kit, (x, y * 1.16 - 8.6, 2.2), (1.7, 2.4, 1.8), share=0.25))
    if values.count("tails"):
        add("tail", organic.tapered(kit, [(0, 42, floor + 6), (0, 56, floor + 2), (0, 66, floor - 4)], 6, 1))
