"""Frogs: a squat body on folded hind legs, wide eyes on top and a broad smile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "spots" not in said:
        values["spots"] = 8
    return []


@family(
    "frog",
    gloss="a frog sitting",
    category="animals",
    size=Size(95, 100, 70, main="width"),
    roles=(
        Role("body", "green scales", "#6fae45", words=("skin", "back", "head")),
        Role("belly", "tan fur", "#e6deb0", words=("throat",), count=None, tone=None),
        Role("eye", "porcelain", "#f1edc8", count="eyes", tone=None),
        Role("pupil", "porcelain", "#191715", count=None, tone=None),
        Role("mouth", "rubber", "#41702a", words=("smile", "lip"), tone=None),
        Role("leg", "green scales", "#6fae45", words=("limb", "thigh"), count="legs"),
        Role("toe", "green scales", "#86bd55", words=("foot", "finger"), count=None, like="leg"),
        Role("spot", "dark scales", "#3f7230", words=("dot", "wart"), count="spots", tone=1),
    ),
    parameters=(count("eyes", 2, 0, 2), count("legs", 4, 2, 4), count("spots", 0, 0, 20)),
    presets={"toad": {"spots": 12, "material": "brown fur"}, "tree frog": {"width": 60, "depth": 62, "height": 46}},
    rule=_agree,
    examples=("a green frog with six dark green spots", "frog 8 cm wide", "brown toad"),
)
def build(kit: Kit, values: Values) -> None:
    """In units of a body 100 long."""
    unit = values.mm("depth") / 108
    big = 1.22 if kit.style == "stylized" else 1.0

    def add(name: str, solid: Solid) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=50)

    marks = [(0, 40, 20, 12, 10), (0, 22, 27, 26, 20), (0, -6, 35, 33, 25), (0, -30, 41, 33, 20), (0, -44, 39, 25, 13)]
    add("body", organic.limb(kit, marks, share=1.0, ends=(0.8, 0.8)))
    add("belly", organic.ball(kit, (0, -18, 27), (28, 28, 21), share=0.7))
    for side in (-1, 1)[: values.count("eyes")]:
        spot = (side * 19.0, -29.0, 58.0)
        add("eye", organic.ball(kit, spot, 10.5 * big, share=0.5))
        add(
            "pupil",
            organic.ball(kit, (side * 21.0, -29 - 7.4 * big, 60.5), (4.6 * big, 3.8 * big, 5.6 * big), share=0.35),
        )
    smile = [
        (26 * s, -36 - 21 * (1 - abs(s) ** 1.8), 40 + 4.5 * abs(s) ** 2) for s in (-1, -0.7, -0.35, 0, 0.35, 0.7, 1)
    ]
    add("mouth", organic.tapered(kit, smile, 1.5, 1.5, share=0.3))
    for k in range(values.count("legs")):
        side = -1 if k % 2 == 0 else 1
        if k < 2:
            thigh = [
                (side * 20, 30, 20, 11, 13),
                (side * 37, 14, 24, 10, 13),
                (side * 41, -2, 15, 7, 9),
                (side * 37, 14, 6.5, 5.5, 5.5),
            ]
            foot, tips = (side * 41.0, 10.0, 3.0), [(side * (38 + 7 * t), -18 + 3 * abs(t - 1), 2.4) for t in range(3)]
        else:
            thigh = [(side * 22, -26, 30, 8.5, 8.5), (side * 27, -32, 16, 6, 6), (side * 25, -40, 5, 5, 5)]
            foot, tips = (side * 25.0, -40.0, 3.0), [(side * (18 + 8 * t), -55 + 2 * abs(t - 1), 2.4) for t in range(3)]
        add(
            "leg",
            organic.tapered_path(kit, thigh, share=0.5)
            if k < 2
            else organic.limb(kit, thigh, up=(0.2, 1, 0.3), share=0.5),
        )
        for tip in tips:
            add("toe", organic.limb(kit, [(*foot, 4.4, 3.2), (*tip, 2.4, 2.2)], share=0.3))
            if kit.level:
                add("toe", organic.ball(kit, (tip[0], tip[1] - 1.5, tip[2]), (3.6, 3.6, 2.6), share=0.3))
    for k in range(values.count("spots")):
        x = (kit.chance("x", k) - 0.5) * 38
        y = -14 + 40 * kit.chance("y", k)
        z = 35 + 24 * max(0.0, 1 - (x / 33) ** 2) ** 0.5 - 0.42 * max(y + 6, 0)
        add("spot", organic.ball(kit, (x, y, z), (4.5, 5, 2.2), share=0.3, turn=(-24 if y > 0 else 0, x * 1.1, 0)))
