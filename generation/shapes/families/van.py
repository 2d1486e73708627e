"""Vans: one tall rounded body with a sloping front, sliding doors and panes; a camper's stripe and roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "van",
    gloss="a closed motor vehicle for goods or people",
    category="vehicles",
    size=Size(2050, 5400, 2500, main="depth", stretch=2.5),
    roles=(
        Role("body", "paint", "#f1efe8", words=("bodywork", "side")),
        Role("band", "paint", "#3d6f8e", words=("stripe", "lower half"), count=None, tone=1),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "aluminium", words=("rim", "hubcap", "hub"), count="wheels", tone=None),
        Role("window", "tinted glass", words=("side window",), count="windows", tone=None),
        Role("windscreen", "tinted glass", words=("windshield", "front window"), tone=None, like="window"),
        Role("door", "paint", "#f1efe8", words=("sliding door",), count="doors", like="body"),
        Role("tailgate", "paint", "#f1efe8", words=("rear door", "back door"), count=2, like="body"),
        Role("handle", "black metal", words=("door handle",), count=None, tone=None),
        Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
        Role("taillight", "paint", "#b5281f", words=("rear light",), count=2, tone=None),
        Role("bumper", "paint", "#3a3f44", words=("fender",), count=2, tone=None),
        Role("grille", "black metal", words=("radiator",), tone=None),
        Role("mirror", "paint", "#2b2e31", words=("wing mirror",), count=2, tone=None),
        Role("beacon", "paint", "#2f6fd0", words=("siren", "blue light", "flashing light"), count="beacons", tone=None),
        Role("cross", "paint", "#c8322b", count=lambda v: 2 if v.word("livery") == "ambulance" else 0, tone=None),
        Role("rack", "steel", words=("roof rack", "ladder rack"), count="racks", tone=None),
    ),
    parameters=(
        count("wheels", 4, 3, 8),
        count("windows", 2, 0, 12),
        count("doors", 3, 0, 4),
        count("headlights", 2, 1, 4),
        count("beacons", 0, 0, 2),
        count("racks", 0, 0, 1),
        choice("livery", "plain", "camper", "ambulance"),
    ),
    synonyms=("delivery van", "panel van", "cargo van", "transporter", "transit van"),
    presets={
        "minivan": {"depth": 4700, "height": 1850, "windows": 6},
        "minibus": {"depth": 5900, "windows": 8},
        "camper van": {"depth": 4500, "height": 2000, "windows": 6, "livery": "camper"},
        "campervan": {"depth": 4500, "height": 2000, "windows": 6, "livery": "camper"},
        "camper": {"depth": 4500, "height": 2000, "windows": 6, "livery": "camper"},
        "ambulance": {"livery": "ambulance", "beacons": 2},
        "ice cream van": {"livery": "camper", "windows": 4},
    },
    examples=(
        "white delivery van with two windows",
        "orange camper van with six windows",
        "ambulance with two beacons",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """One lofted box, and everything cut from its skin."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    extra = values.count("beacons") or values.count("racks")
    top = tall * (0.95 if extra else 1.0)
    half = wide / 2 * 0.92
    radius = min(top * 0.145 * (1.15 if kit.style == "stylized" else 1), long * 0.09)
    axles = coachwork.spots(
        values.count("wheels"), half - radius * 0.3, -0.34 * long, 0.29 * long, radius * 2.2
    )  # fmt: skip
    low, belt = top * 0.1, top * 0.5
    nose = coachwork.body(
        kit,
        [(-0.485 * long, half * 0.8, low * 1.8, top * 0.30), (-0.478 * long, half * 0.92, low * 1.2, top * 0.36),
         (-0.455 * long, half * 0.97, low, top * 0.425), (-0.37 * long, half, low, belt),
         (-0.22 * long, half * 0.995, low, top * 0.95), (-0.15 * long, half * 0.995, low, top * 0.995),
         (0.0, half * 0.995, low, top), (0.4 * long, half * 0.995, low, top * 0.995),
         (0.472 * long, half * 0.98, low, top * 0.98), (0.484 * long, half * 0.94, low * 1.15, top * 0.95)],
        power=9 if kit.style == "realistic" else 6, smooth=False,
    )  # fmt: skip
    cuts = coachwork.arches(kit, axles, radius, half)
    kit.add("body", kit.without(nose, *cuts), crease=30)
    skin = coachwork.grown(nose, half * 0.012, long * 0.0015)
    arches = kit.union(cuts)
    coachwork.roll(kit, axles, radius, radius * 0.6, holes=kit.pick(6, 6, 12))
    gap = long * 0.018
    number, livery = values.count("windows"), values.word("livery")
    slanted = [
        (-0.335 * long, belt * 1.08),
        (-0.13 * long, belt * 1.08),
        (-0.13 * long, top * 0.86),
        (-0.212 * long, top * 0.86),
    ]
    for side in (1, -1)[: min(number, 2)]:
        kit.add("window", coachwork.flank(kit, skin, outlines.rounded(slanted, gap, kit.steps), side, half * 0.5))
    coachwork.glaze(
        kit, skin, max(number - 2, 0), (-0.1 * long, 0.46 * long), belt * 1.08, top * 0.86, gap, inner=half * 0.5
    )
    shell = kit.without(coachwork.grown(nose, 0, long * 0.004), nose.translate((0, long * 0.012, -top * 0.004)))
    pane = [
        (-half * 0.84, belt * 1.06),
        (half * 0.84, belt * 1.06),
        (half * 0.76, top * 0.90),
        (-half * 0.76, top * 0.90),
    ]
    kit.add("windscreen", coachwork.face(kit, shell, outlines.rounded(pane, gap, kit.steps), -1, -0.12 * long))
    doors = values.count("doors")
    places = [(-0.27 * long, -0.115 * long, 1), (-0.27 * long, -0.115 * long, -1), (-0.09 * long, 0.16 * long, 1),
              (-0.09 * long, 0.16 * long, -1)][:doors]  # fmt: skip
    for a, b, side in places:
        outline = outlines.rounded(outlines.rectangle(a, low * 1.7, b, belt * 1.02), gap, kit.steps)
        leaf = coachwork.flank(kit, skin, outline, side, half * 0.9)
        kit.add("door", kit.without(leaf, arches), crease=30)
        if kit.level:
            bar = kit.box(half * 0.05, long * 0.03, top * 0.018, bevel=top * 0.004)
            kit.add("handle", bar.translate((side * half * 1.012, b - long * 0.03, belt * 0.93)))
    for side in (-1, 1):
        x0, x1 = sorted((side * half * 0.02, side * half * 0.86))
        outline = outlines.rounded(outlines.rectangle(x0, low * 1.9, x1, top * 0.92), gap, kit.steps)
        kit.add("tailgate", coachwork.face(kit, coachwork.grown(nose, 0, long * 0.003), outline, 1, 0.47 * long))
        lamp = kit.box(half * 0.09, long * 0.012, top * 0.16, bevel=half * 0.02)
        kit.add("taillight", lamp.translate((side * half * 0.88, 0.484 * long, top * 0.36)))
        bar = kit.box(half * 1.9, long * 0.035, top * 0.085, bevel=top * 0.022)
        kit.add("bumper", bar.translate((0, side * (long / 2 - long * 0.0175), top * 0.12)))
        arm = kit.box(wide * 0.06, long * 0.02, top * 0.085, bevel=top * 0.012)
        stalk = kit.rod(
            (side * half * 0.9, -0.31 * long, belt * 1.06), (side * wide * 0.47, -0.31 * long, belt * 1.1), top * 0.008
        )
        kit.add("mirror", kit.union([arm.translate((side * wide * 0.47, -0.31 * long, belt * 1.06)), stalk]))
    lights = values.count("headlights")
    size = half * 0.15 * min(kit.chunk, 1.2)
    for k in range(lights):
        x = 0.0 if lights == 1 else (-1 if k % 2 else 1) * (half * 0.72 - (k // 2) * size * 2.3)
        kit.add("headlight", coachwork.lens(kit, size, long * 0.014).translate((x, -0.4775 * long, top * 0.27)))
    bars = [kit.box(half * 0.9, long * 0.02, top * 0.016).translate((0, -0.477 * long, top * (0.25 + 0.026 * k)))
            for k in range(kit.pick(2, 4, 4))]  # fmt: skip
    bars.append(kit.box(half * 0.86, long * 0.015, top * 0.1).translate((0, -0.475 * long, top * 0.25)))
    kit.add("grille", kit.union(bars))
    if livery != "plain":
        height = (belt * 0.62, belt * 0.98) if livery == "camper" else (belt * 0.72, belt * 0.9)
        thin = coachwork.grown(nose, half * 0.018, long * 0.0018)
        for side in (-1, 1):
            outline = outlines.rectangle(-0.6 * long, height[0], 0.6 * long, height[1])
            kit.add("band", kit.without(coachwork.flank(kit, thin, outline, side, half * 0.6), arches), crease=30)
            if livery == "ambulance":
                a, y, z = top * 0.05, 0.24 * long, top * 0.72
                plus = [(y - a, z - 3 * a), (y + a, z - 3 * a), (y + a, z - a), (y + 3 * a, z - a), (y + 3 * a, z + a),
                        (y + a, z + a), (y + a, z + 3 * a), (y - a, z + 3 * a), (y - a, z + a), (y - 3 * a, z + a),
                        (y - 3 * a, z - a), (y - a, z - a)]  # fmt: skip
                kit.add("cross", coachwork.flank(kit, skin, plus, side, half * 0.9))
    for k in range(values.count("beacons")):
        dome = kit.turned([(0, 0), (half * 0.12, 0), (half * 0.12, top * 0.03), (half * 0.08, tall - top * 0.985),
                           (0, tall - top * 0.98)])  # fmt: skip
        kit.add(
            "beacon", dome.translate(((k - 0.5) * half * 0.8 * (values.count("beacons") > 1), -0.1 * long, top * 0.985))
        )
    if values.count("racks"):
        r, z = top * 0.008, tall - top * 0.008
        bars = [kit.rod((s * half * 0.75, -0.1 * long, z), (s * half * 0.75, 0.42 * long, z), r) for s in (-1, 1)]
        for y in (-0.08, 0.08, 0.24, 0.4):
            bars.append(kit.rod((-half * 0.75, y * long, z), (half * 0.75, y * long, z), r))
            bars += [
                kit.rod((s * half * 0.75, y * long, top * 0.95), (s * half * 0.75, y * long, z), r) for s in (-1, 1)
            ]
        kit.add("rack", kit.union(bars))
