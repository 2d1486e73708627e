"""Pickups: a bonnet and a cabin before an open bed with a tailgate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pickup",
    gloss="a motor vehicle with a cabin and an open bed",
    category="vehicles",
    size=Size(2000, 5300, 1850, main="depth", stretch=2.5),
    roles=(
        Role("body", "paint", "#b4492f", words=("bodywork",)),
        Role("cabin", "paint", "#b4492f", words=("cab", "roof"), like="body"),
        Role("bed", "black metal", words=("cargo bed", "loading area", "load bed", "box"), tone=1),
        Role("tailgate", "paint", "#b4492f", words=("rear gate",), like="body"),
        Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
        Role("wheel", "aluminium", words=("rim", "hubcap", "hub"), count="wheels", tone=None),
        Role("window", "tinted glass", words=("side window",), count="windows", tone=None),
        Role("windscreen", "tinted glass", words=("windshield", "front window"), tone=None, like="window"),
        Role("backlight", "tinted glass", words=("rear window",), tone=None, like="window"),
        Role("door", "paint", "#b4492f", count="doors", like="body"),
        Role("handle", "chrome", words=("door handle",), count=None, tone=None),
        Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
        Role("taillight", "paint", "#8f1d18", words=("rear light",), count=2, tone=None),
        Role("bumper", "chrome", words=("fender",), count=2, tone=None),
        Role("grille", "black metal", words=("radiator",), tone=None),
        Role("mirror", "paint", "#2b2e31", words=("wing mirror",), count=2, tone=None),
        Role("roll_bar", "black metal", words=("rollbar", "bar"), count="roll_bars", tone=None),
    ),
    parameters=(
        count("wheels", 4, 3, 6),
        count("doors", 2, 0, 4),
        count("windows", 2, 0, 4),
        count("headlights", 2, 1, 4),
        count("roll_bars", 0, 0, 1),
    ),
    synonyms=("pickup truck", "pick-up", "pick up truck", "pick-up truck", "ute"),
    examples=(
        "red pickup truck with two doors",
        "blue pickup with a roll bar",
        "green pickup with four doors and four windows",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Body, bed, cabin, then what hangs on them."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    half = wide / 2 * 0.93
    belt, bonnet, low = tall * 0.57, tall * 0.545, tall * 0.2
    radius = min(tall * 0.22 * (1.1 if kit.style == "stylized" else 1), long * 0.085, bonnet * 0.42)
    axles = coachwork.spots(values.count("wheels"), half - radius * 0.3, -0.33 * long, 0.29 * long, radius * 2.2)
    rear, split = (0.14 if values.count("doors") > 2 else 0.05) * long, -0.2 * long
    whole = coachwork.body(
        kit,
        [
            (-0.485 * long, half * 0.84, low * 1.5, bonnet * 0.8),
            (-0.475 * long, half * 0.94, low * 1.1, bonnet * 0.95),
            (-0.44 * long, half * 0.985, low, bonnet * 0.99),
            (split, half, low, belt),
            (0.0, half, low, belt),
            (0.3 * long, half, low, belt),
            (0.478 * long, half * 0.985, low, belt),
            (0.485 * long, half * 0.95, low * 1.1, belt * 0.99),
        ],
        power=10 if kit.style == "realistic" else 7,
        smooth=False,
    )
    cuts = coachwork.arches(kit, axles, radius, half)
    length = 0.478 * long - (rear + 0.02 * long)
    middle = rear + 0.02 * long + length / 2
    well = kit.box(half * 1.78, length - 0.02 * long, belt, corner=half * 0.06).translate((0, middle, belt * 0.62))
    kit.add("body", kit.without(whole, *cuts, well), crease=30)
    skin = coachwork.grown(whole, half * 0.012, long * 0.002)
    arches = kit.union(cuts)
    floor = [kit.box(half * 1.8, length, belt * 0.02).translate((0, middle, belt * 0.615))]
    ribs = kit.pick(0, 7, 13)
    for k in range(ribs):
        rib = kit.box(half * 0.06, length * 0.96, belt * 0.035)
        floor.append(rib.translate((half * 1.6 * (k / (ribs - 1) - 0.5), middle, belt * 0.615)))
    kit.add("bed", kit.union(floor))
    coachwork.roll(kit, axles, radius, radius * 0.62, holes=6)
    gate = outlines.rounded(
        outlines.rectangle(-half * 0.84, low * 1.6, half * 0.84, belt * 0.965), long * 0.01, kit.steps
    )
    kit.add("tailgate", coachwork.face(kit, coachwork.grown(whole, 0, long * 0.005), gate, 1, 0.478 * long))
    glass = coachwork.cabin(
        kit,
        [
            (belt * 0.95, half * 0.95, split - 0.02 * long, rear + 0.012 * long),
            (belt * 1.02, half * 0.93, split, rear + 0.01 * long),
            (tall * 0.945, half * 0.78, split + 0.1 * long, rear - 0.01 * long),
            (tall * 0.985, half * 0.72, split + 0.115 * long, rear - 0.02 * long),
            (tall, half * 0.55, split + 0.14 * long, rear - 0.045 * long),
        ],
        power=8,
    )
    kit.add("cabin", glass, crease=30)
    pane = coachwork.grown(glass, half * 0.01, long * 0.004)
    z0, z1, gap = belt * 1.08, tall * 0.925, long * 0.012
    number = values.count("windows")
    for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
        for k in range(some):
            f0, f1, b0, b1 = split + 0.03 * long, split + 0.105 * long, rear - 0.015 * long, rear - 0.025 * long
            a, b = k / some, (k + 1) / some
            quad = [
                (f0 + (b0 - f0) * a, z0),
                (f0 + (b0 - f0) * b - gap, z0),
                (f1 + (b1 - f1) * b - gap, z1),
                (f1 + (b1 - f1) * a, z1),
            ]
            kit.add("window", coachwork.flank(kit, pane, outlines.rounded(quad, gap, kit.steps), side, half * 0.4))
    hollow = kit.without(pane, coachwork.grown(glass, half * 0.4, -long * 0.012))
    quad = [(-half * 0.8, z0), (half * 0.8, z0), (half * 0.66, z1), (-half * 0.66, z1)]
    for name, side in (("windscreen", -1), ("backlight", 1)):
        outline = outlines.rounded(quad, gap, kit.steps)
        kit.add(name, coachwork.face(kit, hollow, outline, side, (rear + split + 0.1 * long) / 2))
    doors = values.count("doors")
    for side, some in ((1, (doors + 1) // 2), (-1, doors // 2)):
        for a, b in coachwork.row_along(some, split + 0.02 * long, rear, long * 0.008):
            outline = outlines.rounded(outlines.rectangle(a, low * 1.25, b, belt * 0.95), gap * 1.5, kit.steps)
            kit.add("door", kit.without(coachwork.flank(kit, skin, outline, side, half * 0.9), arches), crease=30)
            if kit.level:
                bar = kit.box(half * 0.04, long * 0.026, tall * 0.018, bevel=tall * 0.004)
                kit.add("handle", bar.translate((side * half * 1.014, b - long * 0.025, belt * 0.86)))
    lights = values.count("headlights")
    for k in range(lights):
        x = 0.0 if lights == 1 else (-1 if k % 2 else 1) * (half * 0.76 - (k // 2) * half * 0.3)
        lamp = kit.box(half * 0.24, long * 0.02, bonnet * 0.15, bevel=half * 0.03)
        kit.add("headlight", lamp.translate((x, -0.478 * long, bonnet * 0.7)))
    bars = [
        kit.box(half * 1.15, long * 0.012, bonnet * 0.2, bevel=half * 0.02).translate((0, -0.48 * long, bonnet * 0.68))
    ]
    for k in range(kit.pick(1, 4, 7)):
        bar = kit.box(half * 1.1, long * 0.02, bonnet * 0.014)
        bars.append(bar.translate((0, -0.48 * long, bonnet * (0.7 + 0.16 * k / kit.pick(1, 4, 7)))))
    kit.add("grille", kit.union(bars))
    for side in (-1, 1):
        lamp = kit.box(half * 0.1, long * 0.014, belt * 0.3, bevel=half * 0.02)
        kit.add("taillight", lamp.translate((side * half * 0.91, 0.483 * long, belt * 0.62)))
        bar = kit.box(half * 1.96, long * 0.035, tall * 0.085, bevel=tall * 0.02)
        kit.add("bumper", bar.translate((0, side * (long / 2 - long * 0.0175), low * 0.98)))
        arm = kit.box(wide * 0.065, long * 0.02, tall * 0.07, bevel=tall * 0.012)
        y = split + 0.04 * long
        stalk = kit.rod((side * half * 0.85, y, belt), (side * wide * 0.467, y, belt * 1.06), tall * 0.01)
        kit.add("mirror", kit.union([arm.translate((side * wide * 0.4675, y, belt * 1.03)), stalk]))
    if values.count("roll_bars"):
        r, y = tall * 0.02, rear + 0.06 * long
        path = kit.curve(
            [
                (-half * 0.88, y, belt * 0.65),
                (-half * 0.88, y, tall * 0.85),
                (-half * 0.7, y, tall * 0.97),
                (0, y, tall * 0.975),
                (half * 0.7, y, tall * 0.97),
                (half * 0.88, y, tall * 0.85),
                (half * 0.88, y, belt * 0.65),
            ]
        )
        kit.add("roll_bar", kit.swept(path, kit.ring(r)))
