"""Drums: a shell between two hoops with stretched skins, cords or rods around it, and sticks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "drum",
    gloss="a drum with sticks",
    category="music",
    size=Size(360, 360, 260, main="width", tied=("width", "depth")),
    roles=(
        Role("shell", "paint", "#b53a31", words=("body", "case", "barrel")),
        Role("hoop", "beech", "#e3bd6a", words=("rim", "ring"), count=2, tone=1),
        Role("skin", "leather", "#f1e7d2", words=("head", "drumhead", "membrane"), count=2, tone=None),
        Role("cord", "cotton", "#f6f0e0", words=("rope", "string", "lace"), count=None, tone=None),
        Role(
            "rod",
            "chrome",
            words=("lug", "tension rod"),
            count=lambda v: v.count("lugs") if v.word("tension") == "rods" else 0,
            tone=None,
        ),
        Role("screw", "chrome", count=None, tone=None),
        Role("stick", "beech", words=("drumstick", "beater"), count="sticks", tone=None),
        Role("tip", "beech", count=None, tone=None, like="stick"),
    ),
    parameters=(
        choice("tension", "cords", "rods", aliases={"rope": "cords", "corded": "cords", "screws": "rods"}),
        count("lugs", 8, 4, 16, words=("lug", "rod")),
        count("sticks", 2, 0, 2),
    ),
    synonyms=("toy drum", "marching drum", "tom drum"),
    presets={
        "snare drum": {"tension": "rods", "height": 170, "material": "chrome"},
        "bass drum": {"tension": "rods", "width": 560, "depth": 560, "height": 420, "sticks": 0},
        "bongo": {
            "width": 200,
            "depth": 200,
            "height": 190,
            "sticks": 0,
            "tension": "rods",
            "lugs": 6,
            "material": "beech",
        },
    },
    examples=("a red drum with two sticks", "blue drum with gold hoops, 30 cm wide", "snare drum"),
)
def build(kit: Kit, values: Values) -> None:
    """Shell, hoops and skins; the sticks lie across the upper skin."""
    radius, height = values.mm("width") / 2, values.mm("height")
    squash = values.mm("depth") / values.mm("width")
    sticks, lugs = values.count("sticks"), values.count("lugs")
    thick = min(radius * 0.05, height * 0.055) * kit.chunk
    top = height - (thick * 1.6 if sticks else 0.0)
    hoop = min(top * 0.13, radius * 0.16)
    shell = radius * 0.93

    def put(name: str, solid: Solid, crease: float = 35) -> None:
        kit.add(name, solid.scale((1, squash, 1)), crease=crease)

    bulge = 1.03 if kit.style == "stylized" else 1.0
    put(
        "shell",
        kit.turned(
            [
                (0, hoop * 0.5),
                (shell, hoop * 0.5),
                (shell * bulge, top / 2),
                (shell, top - hoop * 0.5),
                (0, top - hoop * 0.5),
            ]
        ),
        20,
    )
    rim = [(inset, rise) for inset, rise in kit.edge(min(kit.bevel(hoop * 0.14), hoop * 0.3))]
    low, inner = shell * 0.9, shell * 0.97
    soft = rim[-1][1] if rim[-1][0] else 0.0
    side = [(radius - inset, soft - rise) for inset, rise in reversed(rim)] + [
        (radius - inset, hoop - soft + rise) for inset, rise in rim
    ]
    ring = (
        [(low, 0.0), *side, (inner, hoop), (inner, hoop * 0.8), (low, hoop * 0.8)]
        if soft
        else [(low, 0.0), (radius, 0.0), (radius, hoop), (inner, hoop), (inner, hoop * 0.8), (low, hoop * 0.8)]
    )
    put("hoop", kit.turned(ring).translate((0, 0, top - hoop)))
    put("hoop", kit.turned(ring).scale((1, 1, -1)).translate((0, 0, hoop)))
    for z in (top - hoop * 0.32, hoop * 0.14):
        put("skin", kit.disc(2 * inner * 1.005, 2 * inner * 1.005, hoop * 0.18, bevel=hoop * 0.04).translate((0, 0, z)))
    if values.word("tension") == "cords":
        r = shell * 1.02
        for k in range(2 * lugs):
            a, b = math.pi * k / lugs, math.pi * (k + 1) / lugs
            z0, z1 = (hoop * 0.8, top - hoop * 0.8) if k % 2 == 0 else (top - hoop * 0.8, hoop * 0.8)
            m = (a + b) / 2
            bow = r * 1.005 * bulge
            path = [
                (r * math.cos(a), r * math.sin(a), z0),
                (bow * math.cos(m), bow * math.sin(m), (z0 + z1) / 2),
                (r * math.cos(b), r * math.sin(b), z1),
            ]
            put("cord", organic.tapered(kit, path, thick * 0.24, thick * 0.24, share=0.25))
    else:
        for x, y in layout.around(lugs, shell * 1.05):
            put("rod", kit.rod((x, y, hoop * 0.6), (x, y, top - hoop * 0.4), thick * 0.26))
            if kit.level:
                for z in (hoop * 1.2, top - hoop * 1.9):
                    put("screw", kit.disc(thick, thick, hoop * 0.7, bevel=thick * 0.1).translate((x, y, z)))
    for k in range(sticks):
        turn = 24 if k == 0 else -30
        reach = radius * 0.86
        z = top + thick * 0.5
        stick = kit.rod((-reach, 0, z), (reach * 0.7, 0, z + thick * 0.2), thick * 0.5, thick * 0.3, bevel=thick * 0.1)
        end = organic.ball(
            kit, (reach * 0.76, 0, z + thick * 0.25), (thick * 0.95, thick * 0.55, thick * 0.55), share=0.3
        )
        for name, solid in (("stick", stick), ("tip", end)):
            kit.add(name, solid.rotate((0, 0, turn)).translate((0, -radius * 0.15 + k * radius * 0.22, 0)))
