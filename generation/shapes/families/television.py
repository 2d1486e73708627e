"""Televisions: a thin flat set on two feet, or an old one with a wooden case, a bulging tube, knobs and aerials."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    retro = values["form"] == "retro"
    if retro and "form" in said and not said & {"width", "depth", "height"}:
        values["width"], values["depth"], values["height"] = 620.0, 420.0, 780.0
    if not retro:
        values["knobs"], values["aerials"], values["legs"] = 0, 0, 2
    elif int(values["legs"]) < 4:
        values["legs"] = 4
    if retro and "knobs" not in said:
        values["knobs"] = max(int(values["knobs"]), 2)
    if retro and "aerials" not in said:
        values["aerials"] = 2
    return []


@family(
    "television",
    gloss="a set that shows moving pictures",
    category="electronics",
    size=Size(1120, 230, 690, main="width"),
    roles=(
        Role("case", "plastic", "#22262b", words=("body", "frame", "housing", "bezel", "cabinet")),
        Role("screen", "plastic", "#1f4a5f", words=("display", "tube", "picture"), tone=1),
        Role("leg", "black metal", words=("foot", "stand"), count="legs", tone=None),
        Role(
            "panel",
            "plastic",
            "#d9cdb4",
            words=("control panel",),
            count=lambda v: int(v.word("form") == "retro"),
            tone=None,
        ),
        Role("knob", "brass", words=("dial",), count="knobs", tone=None),
        Role(
            "speaker", "fabric", "#8a765a", words=("grille",), count=lambda v: int(v.word("form") == "retro"), tone=None
        ),
        Role("aerial", "chrome", words=("antenna",), count="aerials", tone=None),
    ),
    parameters=(
        choice(
            "form",
            "flat",
            "retro",
            aliases={
                "old": "retro",
                "vintage": "retro",
                "tube": "retro",
                "crt": "retro",
                "old fashioned": "retro",
                "flat screen": "flat",
                "antique": "retro",
            },
        ),
        count("knobs", 0, 0, 5),
        count("aerials", 0, 0, 2),
        count("legs", 2, 0, 4),
    ),
    synonyms=("tv", "television set", "tv set", "telly", "flat screen tv"),
    presets={
        "retro tv": {
            "material": "walnut",
            "form": "retro",
            "width": 620,
            "depth": 420,
            "height": 780,
            "legs": 4,
            "knobs": 2,
            "aerials": 2,
        },
        "old tv": {
            "material": "walnut",
            "form": "retro",
            "width": 620,
            "depth": 420,
            "height": 780,
            "legs": 4,
            "knobs": 2,
            "aerials": 2,
        },
        "crt tv": {"form": "retro", "width": 620, "depth": 420, "height": 780, "legs": 4, "knobs": 2, "aerials": 2},
    },
    rule=_agree,
    examples=("black television 120 cm wide", "retro tv with two antennas", "vintage television with three knobs"),
)
def build(kit: Kit, values: Values) -> None:
    """The picture faces −Y."""
    if values.word("form") == "retro":
        _retro(kit, values)
    else:
        _flat(kit, values)


def _flat(kit: Kit, values: Values) -> None:
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    foot = high * 0.08
    tall = high - foot
    thin = min(deep * 0.2, wide * 0.03)
    edge = min(wide, tall) * (0.032 if kit.style == "stylized" else 0.014)
    corner = min(wide, tall) * 0.012
    face = kit.box(wide, tall, thin, corner=corner, bevel=thin * 0.2)
    parts = [face]
    if kit.level:
        parts.append(
            kit.box(wide * 0.72, tall * 0.5, thin * 1.2, corner=corner * 3, bevel=thin * 0.4).translate(
                (0, -tall * 0.14, -thin)
            )
        )
    stand = (0, thin / 2, foot + tall / 2)
    kit.add("case", (kit.union(parts) if len(parts) > 1 else face).rotate((90, 0, 0)).translate(stand), crease=40)
    glass = kit.box(wide - 2 * edge, tall - 2.6 * edge, thin * 0.3, corner=corner * 0.6, bevel=thin * 0.03)
    kit.add("screen", glass.translate((0, edge * 0.3, thin * 0.76)).rotate((90, 0, 0)).translate(stand))
    r = max(foot * 0.12, thin * 0.16) * kit.chunk
    for x in layout.row(values.count("legs"), wide * 0.64) if values.count("legs") else []:
        path = kit.curve(
            [
                (x, -deep / 2 + r, r),
                (x, -deep * 0.1, r * 1.6),
                (x, 0, foot * 1.5),
                (x, deep * 0.1, r * 1.6),
                (x, deep / 2 - r, r),
            ]
        )
        leg = kit.swept(path, kit.ring(r), up=(1, 0, 0))
        pads = [
            kit.disc(r * 2.6, r * 2.6, r * 0.8, bevel=r * 0.2).translate((x, y, 0))
            for y in (-deep / 2 + r * 1.3, deep / 2 - r * 1.3)
        ]
        kit.add("leg", kit.union([leg, *pads]), crease=50)


def _retro(kit: Kit, values: Values) -> None:
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    aerials = values.count("aerials")
    roof = high * (0.72 if aerials else 1.0)
    leg = roof * 0.24 if values.count("legs") else 0.0
    tall = roof - leg
    soft = min(wide, tall) * 0.05
    case_deep = deep * 0.97
    shell = kit.box(wide, tall, case_deep, corner=soft * 1.4, bevel=soft * 0.5)
    sunk = kit.box(wide - soft * 1.4, tall - soft * 1.4, case_deep, corner=soft).translate((0, 0, case_deep * 0.94))
    back = deep / 2
    place = (0, back, leg + tall / 2)
    kit.add("case", kit.without(shell, sunk).rotate((90, 0, 0)).translate(place), crease=40)
    front = back - case_deep * 0.94
    tube_w, tube_h = wide * 0.64, tall * 0.74
    left = -wide / 2 + soft * 1.3 + tube_w / 2
    bulge = deep - case_deep * 0.94
    glass = _tube(kit, tube_w * 0.96, tube_h * 0.95, bulge * 0.98)
    kit.add("screen", glass.rotate((90, 0, 0)).translate((left, front + bulge * 0.02, leg + tall / 2)), crease=50)
    room = wide / 2 - soft * 0.9 - (left + tube_w / 2)
    px = left + tube_w / 2 + room * 0.52
    plate = kit.box(room * 0.8, tall - soft * 2.6, bulge * 0.3, corner=soft * 0.5, bevel=bulge * 0.06)
    kit.add("panel", plate.rotate((90, 0, 0)).translate((px, front + bulge * 0.05, leg + tall / 2)))
    n = values.count("knobs")
    r = min(room * 0.26, tall * 0.34 / max(n, 1))
    for k in range(n):
        knob = kit.turned([(0, 0), (r, 0), (r, bulge * 0.2), (r * 0.8, bulge * 0.42), (0, bulge * 0.42)])
        z = leg + tall * 0.84 - k * r * 2.7
        kit.add("knob", knob.rotate((90, 0, 0)).translate((px, front - bulge * 0.2, z)))
    slats = kit.pick(3, 6, 9)
    low, top = leg + tall * 0.14, leg + tall * 0.42
    bars = [
        kit.box(room * 0.6, bulge * 0.3, (top - low) / slats * 0.5, bevel=(top - low) / slats * 0.12).translate(
            (px, front - bulge * 0.2, low + (top - low) * k / slats)
        )
        for k in range(slats)
    ]
    kit.add("speaker", kit.together(bars))
    for x, y in layout.feet(values.count("legs"), wide * 0.72, deep * 0.66):
        kit.add(
            "leg",
            kit.stake(
                (x * 1.14, y * 1.2, 0), (x, y, leg + soft * 0.4), wide * 0.016 * kit.chunk, wide * 0.026 * kit.chunk
            ),
        )
    thin = wide * 0.006 * kit.chunk
    for k in range(aerials):
        x = (1 if k else -1) if aerials > 1 else 1
        tip = thin * 2
        rod = kit.rod((0, 0, roof - soft * 0.2), (x * wide * 0.3, 0, high - tip), thin, thin * 0.6)
        ball = kit.sphere(tip).translate((x * wide * 0.3, 0, high - tip))
        foot = kit.turned(
            [(0, 0), (thin * 6, 0), (thin * 5, thin * 2), (thin * 2, thin * 3.4), (0, thin * 3.6)]
        ).translate((0, 0, roof - thin * 0.5))
        kit.add("aerial", kit.union([rod, ball, foot]), crease=50)


def _tube(kit: Kit, wide: float, tall: float, bulge: float) -> Solid:
    """The bulging face of a picture tube, lying on its back."""
    layers = 2 if kit.low else kit.pick(3, 7, 12)
    points = []
    for k in range(layers + 1):
        a = math.pi / 2 * k / layers
        size = math.cos(a) ** 0.6 if k < layers else 0.0
        x, y = wide / 2 * size, tall / 2 * size
        if x < 1e-6:
            points.append((0.0, 0.0, bulge))
            continue
        ring = mechanics.rounded(
            [(-x, -y), (x, -y), (x, y), (-x, y)], min(x, y) * 0.4, 1 if kit.low else kit.pick(2, 5, 8)
        )
        points += [(a_, b_, bulge * (0.2 + 0.8 * math.sin(a)) if k else 0.0) for a_, b_ in ring]
        if not k:
            points += [(a_, b_, bulge * 0.2) for a_, b_ in ring]
    return kit.hull(points)
