"""Helicopters: a glazed cabin, a tail boom with its rotor, main rotor blades on a mast, and skids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines, sheets
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "helicopter",
    gloss="a flying machine lifted by a rotor",
    category="vehicles",
    size=Size(8200, 9200, 3100, main="depth", stretch=2.0),
    roles=(
        Role("body", "paint", "#d5542f", words=("fuselage", "cabin")),
        Role("boom", "paint", "#d5542f", words=("tail", "tail boom"), like="body"),
        Role("fin", "paint", "#f1ece0", words=("tail fin",), count=2, tone=1),
        Role("windscreen", "tinted glass", words=("cockpit", "canopy", "windshield"), tone=None, like="window"),
        Role("window", "tinted glass", count="windows", tone=None),
        Role("door", "paint", "#d5542f", count="doors", like="body"),
        Role("mast", "steel", words=("rotor head", "hub"), tone=None),
        Role("blade", "paint", "#3a3f44", words=("rotor blade", "rotor", "propeller blade"), count="blades", tone=None),
        Role("tail_rotor", "paint", "#3a3f44", words=("rear rotor",), tone=None),
        Role("engine", "paint", "#f1ece0", words=("motor",), tone=1),
        Role("skid", "steel", words=("runner", "landing skid"), count="skids", tone=None),
        Role("strut", "steel", words=("leg",), count=None, tone=None),
        Role("beacon", "paint", "#c8322b", words=("light", "lamp"), tone=None),
    ),
    parameters=(
        count("blades", 4, 2, 8),
        count("windows", 2, 0, 6),
        count("doors", 2, 0, 2),
        count("skids", 2, 2, 2, words=("skid",)),
    ),
    synonyms=("chopper", "copter", "rescue helicopter"),
    examples=(
        "red helicopter with four blades",
        "yellow helicopter with two skids",
        "blue rescue helicopter with five rotor blades",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Skids, cabin, boom, rotors."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    blades = values.count("blades")
    reach = wide / 2
    r = min(tall * 0.27, long * 0.1) * (1.1 if kit.style == "stylized" else 1)
    gear = tall * 0.17
    mid = gear + r
    front = -long * 0.36
    nose, back = front, front + long * 0.42
    shape = [
        (nose, r * 0.08, mid - r * 0.35, mid - r * 0.15),
        (nose + long * 0.012, r * 0.42, mid - r * 0.7, mid + r * 0.2),
        (nose + long * 0.06, r * 0.75, mid - r * 0.92, mid + r * 0.62),
        (nose + long * 0.14, r * 0.95, mid - r, mid + r * 0.95),
        (nose + long * 0.25, r * 0.95, mid - r, mid + r),
        (nose + long * 0.34, r * 0.75, mid - r * 0.7, mid + r * 0.98),
        (back, r * 0.32, mid + r * 0.05, mid + r * 0.75),
        (back + long * 0.02, r * 0.24, mid + r * 0.15, mid + r * 0.66),
    ]
    body = coachwork.body(kit, shape, power=2.8)
    kit.add("body", body, crease=45)
    skin = coachwork.grown(body, r * 0.012, 0)
    bubble = coachwork.grown(body, r * 0.014, r * 0.016)
    cut = outlines.rounded(
        [
            (nose - r, mid - r * 0.5),
            (nose + long * 0.055, mid - r * 0.5),
            (nose + long * 0.1, mid - r * 0.1),
            (nose + long * 0.125, mid + r * 0.78),
            (nose + long * 0.05, mid + r * 0.9),
            (nose - r, mid + r * 0.9),
        ],
        r * 0.1,
        kit.steps,
    )
    both = kit.prism(cut, r * 4).rotate((90, 0, 90)).translate((-r * 2, 0, 0))
    kit.add("windscreen", bubble ^ both, crease=45)
    y0 = nose + long * 0.125
    for side in (1, -1)[: values.count("doors")]:
        outline = outlines.rounded(
            outlines.rectangle(y0, mid - r * 0.75, y0 + long * 0.1, mid + r * 0.8), r * 0.16, kit.steps
        )
        kit.add("door", coachwork.flank(kit, coachwork.grown(body, r * 0.01, 0), outline, side, r * 0.4), crease=45)
    number = values.count("windows")
    for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
        for a, b in coachwork.row_along(
            some, y0 + long * 0.008, y0 + long * (0.092 if some == 1 else 0.19), long * 0.016
        ):
            outline = outlines.rounded(outlines.rectangle(a, mid - r * 0.02, b, mid + r * 0.68), r * 0.12, kit.steps)
            kit.add("window", coachwork.flank(kit, coachwork.grown(skin, r * 0.012, 0), outline, side, r * 0.35))
    tail = long / 2 - long * 0.035
    z = mid + r * 0.42
    kit.add(
        "boom",
        kit.union([kit.rod((0, back - long * 0.03, z), (0, tail, z + r * 0.12), r * 0.26, r * 0.12, bevel=r * 0.03)]),
    )
    up = sheets.foil(
        kit,
        [
            (-r * 0.35, tail - long * 0.03, tail + long * 0.03, 0, r * 0.08),
            (r * 0.1, tail - long * 0.045, tail + long * 0.018, 0, r * 0.1),
            (r * 1.0, tail - long * 0.0, tail + long * 0.035, 0, r * 0.06),
        ],
    )
    kit.add("fin", up.rotate((0, -90, 0)).translate((0, 0, z + r * 0.1)))
    flat = sheets.foil(
        kit,
        [
            (-r * 0.9, tail - long * 0.1, tail - long * 0.055, 0, r * 0.05),
            (r * 0.9, tail - long * 0.1, tail - long * 0.055, 0, r * 0.05),
        ],
    )
    kit.add("fin", flat.translate((0, 0, z + r * 0.08)))
    rotor = r * 0.62
    leaves = [
        sheets.blade(kit, rotor, rotor * 0.2, rotor * 0.04, cup=0.0, tip=0.6, start=0.7)
        .rotate((90, 0, 0))
        .rotate((0, 90 * k + 45, 0))
        for k in range(kit.pick(2, 4, 4))
    ]
    spin = [leaf.rotate((0, 0, 90)) for leaf in leaves]
    hub = coachwork.barrel(kit, rotor * 0.12, rotor * 0.3)
    kit.add("tail_rotor", kit.union([*spin, hub]).translate((r * 0.2, tail + long * 0.0, z + r * 0.35)))
    top = mid + r * 0.95
    cowl = coachwork.body(
        kit,
        [
            (nose + long * 0.17, r * 0.24, top - r * 0.3, top + r * 0.04),
            (nose + long * 0.21, r * 0.4, top - r * 0.3, top + r * 0.28),
            (nose + long * 0.3, r * 0.42, top - r * 0.4, top + r * 0.3),
            (nose + long * 0.4, r * 0.22, top - r * 0.6, top - r * 0.05),
        ],
        power=3,
    )
    kit.add("engine", cowl, crease=45)
    axis = nose + long * 0.245
    peak = tall
    disc = peak - r * 0.16
    ring = kit.turned(
        [
            (0, 0),
            (r * 0.1, 0),
            (r * 0.1, disc - top - r * 0.05),
            (r * 0.24, disc - top),
            (r * 0.24, disc - top + r * 0.08),
            (r * 0.12, peak - top),
            (0, peak - top),
        ]
    )
    kit.add("mast", ring.translate((0, axis, top)))
    chord = min(reach * 0.085, r * 0.4) * kit.chunk
    # Blades sweep a circle as wide as the helicopter; the first pair lies across it.
    long_reach = min(reach, axis + long / 2) if blades > 2 else reach
    for k in range(blades):
        turn = 360.0 * k / blades
        c = abs(float(kit.maths.cos(kit.maths.radians(turn))))
        span = reach if c > 0.99 else min(reach, long_reach / max((1 - c * c) ** 0.5, 1e-6))
        droop = span * 0.012
        sections = [
            (r * 0.1, -chord * 0.2, chord * 0.2, 0.0, chord * 0.2),
            (span * 0.14, -chord * 0.22, chord * 0.2, 0, chord * 0.16),
            (span * 0.2, -chord * 0.36, chord * 0.64, 0, chord * 0.13),
            (span * 0.97, -chord * 0.36, chord * 0.64, -droop, chord * 0.1),
            (span, -chord * 0.1, chord * 0.6, -droop, chord * 0.05),
        ]
        kit.add("blade", sheets.foil(kit, sections).rotate((0, 0, turn)).translate((0, axis, disc + r * 0.03)))
    bar = tall * 0.018 * kit.chunk
    for side in (-1, 1):
        x = side * r * 1.08
        path = kit.curve(
            [
                (x, nose - long * 0.0, bar + gear * 0.4),
                (x, nose + long * 0.03, bar * 1.4),
                (x, nose + long * 0.08, bar),
                (x, nose + long * 0.4, bar),
            ]
        )
        kit.add("skid", kit.swept(path, kit.ring(bar)))
        for y in (nose + long * 0.13, nose + long * 0.3):
            curve = kit.curve([(x, y, bar), (x * 0.92, y, gear * 0.7), (side * r * 0.3, y, gear + r * 0.25)])
            kit.add("strut", kit.swept(curve, kit.ring(bar * 0.8)))
    kit.add(
        "beacon",
        kit.turned([(0, 0), (r * 0.09, 0), (r * 0.07, r * 0.1), (0, r * 0.14)]).translate(
            (0, nose + long * 0.33, top + r * 0.2)
        ),
    )
