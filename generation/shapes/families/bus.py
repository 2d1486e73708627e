"""Buses: a long rounded box with a row of panes, folding doors and one or two decks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Parameter, Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

ROLES: tuple[Role, ...] = (
    Role("body", "paint", "#c23b2c", words=("bodywork",)),
    Role("band", "paint", "#f2ede0", words=("stripe", "roof stripe"), count=None, tone=1),
    Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
    Role("wheel", "steel", words=("rim", "hubcap", "hub"), count="wheels", tone=None),
    Role("window", "tinted glass", words=("side window",), count="windows", tone=None),
    Role("windscreen", "tinted glass", words=("windshield",), count="decks", tone=None, like="window"),
    Role("door", "tinted glass", words=("folding door",), count="doors", tone=None),
    Role("door_frame", "paint", "#2f3437", count="doors", tone=None),
    Role("headlight", "lamp glass", words=("headlamp", "light", "lamp"), count="headlights", tone=None),
    Role("taillight", "paint", "#8f1d18", words=("rear light",), count=2, tone=None),
    Role("bumper", "paint", "#33383c", words=("fender",), count=2, tone=None),
    Role("mirror", "black metal", words=("wing mirror",), count=2, tone=None),
    Role("display", "lamp glass", words=("destination sign", "sign"), tone=None),
)
PARAMETERS: tuple[Parameter, ...] = (
    count("wheels", 4, 4, 10),
    count("windows", 12, 0, 60),
    count("doors", 2, 0, 4),
    count("headlights", 2, 1, 4),
    count("decks", 1, 1, 2, words=("deck", "level", "floor", "storey")),
)


def build(kit: Kit, values: Values) -> None:
    """Box, panes, doors, wheels, face."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    half, decks = wide / 2 * 0.93, values.count("decks")
    low = tall * (0.085 if decks == 1 else 0.06)
    radius = min(tall * (0.165 if decks == 1 else 0.11) * (1.12 if kit.style == "stylized" else 1), long * 0.06)
    soft = 0.025 if kit.style == "realistic" else 0.05
    f, b = -long / 2 + long * 0.012, long / 2 - long * 0.012
    shell = coachwork.cabin(
        kit,
        [
            (low, half * 0.97, f, b),
            (low + tall * 0.015, half, f, b),
            (tall * 0.5, half, f, b),
            (tall * (0.95 - soft), half, f + long * 0.006, b),
            (tall * (1 - soft), half * 0.97, f + long * 0.012, b - long * 0.004),
            (tall * (1 - soft * 0.3), half * 0.9, f + long * 0.022, b - long * 0.012),
            (tall, half * 0.75, f + long * 0.04, b - long * 0.025),
        ],
        power=16 if kit.style == "realistic" else 9,
    )
    axles = coachwork.spots(values.count("wheels"), half - radius * 0.3, -0.3 * long, 0.3 * long, radius * 2.2)
    cuts = coachwork.arches(kit, axles, radius, half)
    kit.add("body", kit.without(shell, *cuts), crease=30)
    arches = kit.union(cuts)
    coachwork.roll(kit, axles, radius, radius * 0.6, holes=kit.pick(6, 8, 10))
    skin = coachwork.grown(shell, half * 0.012, long * 0.0015)
    band = coachwork.grown(shell, half * 0.008, long * 0.001)
    number, doors = values.count("windows"), values.count("doors")
    floors = [(tall * 0.44, tall * 0.82)] if decks == 1 else [(tall * 0.27, tall * 0.44), (tall * 0.66, tall * 0.86)]
    door_wide = min(long * 0.1, tall * 0.36)
    kerb = []
    for k in range(doors):
        at = f + long * 0.06 + (long * 0.42 * k / max(doors - 1, 1) if doors > 1 else 0.0)
        kerb.append((at, at + door_wide))
    per = [number] if decks == 1 else [number - number // 2, number // 2]
    for some, (z0, z1) in zip(per, floors, strict=True):
        free = _free(kerb if z0 < tall * 0.5 else [], f + long * 0.05, b - long * 0.04)
        right, left = some // 2, some - some // 2
        for side, count_, spans in ((1, right, free), (-1, left, [(f + long * 0.05, b - long * 0.04)])):
            for a, c in _shared(count_, spans, long * 0.008):
                outline = outlines.rounded(outlines.rectangle(a, z0, c, z1), long * 0.008, kit.steps)
                kit.add("window", coachwork.flank(kit, skin, outline, side, half * 0.9))
    for k, (z0, z1) in enumerate(floors):
        outline = outlines.rounded(
            outlines.rectangle(-half * 0.9, z0 * (0.9 if not k else 1), half * 0.9, z1), half * 0.08, kit.steps
        )
        pane = coachwork.face(kit, coachwork.grown(shell, 0, long * 0.003), outline, -1, f + long * 0.03)
        kit.add("windscreen", pane)
        strip = outlines.rectangle(-long, z0 - tall * 0.07, long, z0 - tall * 0.035)
        for side in (-1, 1):
            piece = kit.without(coachwork.flank(kit, band, strip, side, half * 0.9), arches)
            kit.add("band", piece, crease=30)
    for a, c in kerb:
        z1 = floors[0][1] * 1.02
        frame = outlines.rounded(outlines.rectangle(a, low * 1.5, c, z1), long * 0.006, kit.steps)
        rim = kit.without(coachwork.flank(kit, skin, frame, 1, half * 0.9), arches)
        kit.add("door_frame", rim)
        inset, leaves = (c - a) * 0.07, kit.pick(1, 2, 2)
        leaf = coachwork.grown(shell, half * 0.02, 0)
        panes = []
        for j in range(leaves):
            x0, x1 = a + inset + (c - a - inset) * j / leaves, a + (c - a - inset) * (j + 1) / leaves
            outline = outlines.rounded(outlines.rectangle(x0, low * 1.5 + inset, x1, z1 - inset), inset, kit.steps)
            panes.append(coachwork.flank(kit, leaf, outline, 1, half * 0.95))
        kit.add("door", kit.without(kit.union(panes), arches))
    lights = values.count("headlights")
    for k in range(lights):
        size = half * 0.11 * min(kit.chunk, 1.2)
        x = 0.0 if lights == 1 else (-1 if k % 2 else 1) * (half * 0.78 - (k // 2) * size * 2.3)
        kit.add("headlight", coachwork.lens(kit, size, long * 0.008).translate((x, f, floors[0][0] * 0.62)))
    for side in (-1, 1):
        lamp = kit.box(half * 0.12, long * 0.006, tall * 0.09, bevel=half * 0.02)
        kit.add("taillight", lamp.translate((side * half * 0.82, b, floors[0][0] * 0.6)))
        bar = kit.box(half * 1.9, long * 0.02, tall * 0.07 / decks**0.5, bevel=tall * 0.015)
        kit.add("bumper", bar.translate((0, side * (long / 2 - long * 0.01), low * 1.1)))
        x, y, z = side * (wide / 2 - wide * 0.0225), f + long * 0.01, floors[0][1] * 0.86
        arm = kit.rod((side * half * 0.9, y + long * 0.01, z + tall * 0.03), (x, y, z + tall * 0.03), tall * 0.006)
        kit.add(
            "mirror",
            kit.union(
                [
                    kit.box(wide * 0.045, long * 0.008, tall * 0.09, bevel=wide * 0.008).translate(
                        (x, y, z - tall * 0.05)
                    ),
                    arm,
                ]
            ),
        )
    z = floors[-1][1] + tall * 0.025
    kit.add(
        "display",
        kit.box(half * 1.1, long * 0.02, tall * 0.055, bevel=tall * 0.008).translate((0, f + long * 0.014, z)),
    )


def _free(taken: list[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """The spans between doors."""
    out, at = [], start
    for a, b in taken:
        if a - at > (b - a) * 0.5:
            out.append((at, a))
        at = max(at, b)
    return [*out, (at, end)]


def _shared(number: int, spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Windows shared out over the spans by their length, each of much the same width."""
    given = [0] * len(spans)
    for _ in range(number):
        best = max(range(len(spans)), key=lambda k: (spans[k][1] - spans[k][0]) / (given[k] + 1))
        given[best] += 1
    out = []
    for some, (a, b) in zip(given, spans, strict=True):
        if some:
            out += coachwork.row_along(some, a + gap, b - gap, min(gap, (b - a) / some * 0.2))
    return out


family(
    "bus",
    gloss="a long motor vehicle for many passengers",
    category="vehicles",
    size=Size(2550, 10500, 3100, main="depth", stretch=2.5),
    roles=ROLES,
    parameters=PARAMETERS,
    synonyms=("coach", "city bus", "omnibus", "tour bus", "passenger bus"),
    presets={
        "double decker": {"height": 4300, "decks": 2, "windows": 20},
        "double decker bus": {"height": 4300, "decks": 2, "windows": 20},
        "london bus": {"height": 4300, "decks": 2, "windows": 20},
    },
    examples=("red double decker bus", "blue bus with three doors", "white bus with a green stripe and ten windows"),
)(build)
