"""Submarines: a round-nosed hull with a tower, periscopes, portholes in brass rings, fins and a propeller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, sheets
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "submarine",
    gloss="a vessel that dives under water",
    category="vehicles",
    size=Size(2600, 7000, 3600, main="depth", stretch=2.5),
    roles=(
        Role("hull", "paint", "#e0a32e", words=("body",)),
        Role("tower", "paint", "#e0a32e", words=("conning tower", "sail", "turret"), like="hull"),
        Role("hatch", "brass", tone=None),
        Role("band", "brass", words=("ring",), count=None, tone=1),
        Role("porthole", "window glass", "#79c3d8", words=("window", "round window"), count="portholes", tone=None),
        Role("rim", "brass", words=("porthole rim",), count="portholes", tone=None),
        Role("periscope", "brass", count="periscopes", tone=None),
        Role("fin", "paint", "#b5562c", words=("plane", "rudder"), count="fins"),
        Role("propeller", "brass", words=("screw",), count="propellers", tone=None),
        Role("rail", "steel", words=("railing",), count=2, tone=None),
    ),
    parameters=(
        count("portholes", 6, 0, 16),
        count("periscopes", 1, 0, 3),
        count("fins", 4, 2, 8),
        count("propellers", 1, 1, 2),
        count("blades", 4, 2, 7, words=("blade",)),
    ),
    synonyms=("sub", "yellow submarine", "u-boat", "toy submarine"),
    examples=(
        "yellow submarine with six portholes",
        "red submarine with two periscopes",
        "submarine with four portholes and a periscope",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A turned hull along the line of travel, and what stands on it."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    fins, props = values.count("fins"), values.count("propellers")
    scopes = values.count("periscopes")
    r = tall * 0.32
    squash = (wide / 2 * 0.74) / r
    mid = r
    nose, tail = -long / 2, long / 2 - long * 0.075
    length = tail - nose
    marks = kit.curve(
        [
            (0.02, 0.0),
            (0.36, 0.012),
            (0.66, 0.05),
            (0.9, 0.14),
            (1.0, 0.3),
            (1.0, 0.52),
            (0.88, 0.74),
            (0.5, 0.93),
            (0.2, 1.0),
        ]
    )
    profile = [(0, 0), *((max(float(a), 0.01) * r, float(b) * length) for a, b in marks), (0, length)]
    hull = kit.turned(profile).rotate((-90, 0, 0)).scale((squash, 1, 1)).translate((0, nose, mid))
    kit.add("hull", hull, crease=50)
    for k in range(kit.pick(1, 2, 4)):
        y = nose + length * (0.3 + 0.24 * k / kit.pick(1, 1, 3))
        t = (y - nose) / length
        size = r * (1.0 if t < 0.53 else 0.98)
        hoop = kit.turned(
            [
                (size * 0.9, -0.008 * long),
                (size * 1.012, -0.006 * long),
                (size * 1.022, 0),
                (size * 1.012, 0.006 * long),
                (size * 0.9, 0.008 * long),
            ]
        )
        kit.add("band", hoop.rotate((-90, 0, 0)).scale((squash, 1, 1)).translate((0, y, mid)))
    high = tall * (0.84 if scopes else 0.98)
    tower = coachwork.cabin(
        kit,
        [
            (mid + r * 0.8, r * 0.44, -long * 0.16, long * 0.12),
            (mid + r * 1.02, r * 0.4, -long * 0.135, long * 0.1),
            (high - r * 0.08, r * 0.34, -long * 0.1, long * 0.075),
            (high, r * 0.28, -long * 0.085, long * 0.06),
        ],
        power=2.6,
    )
    kit.add("tower", tower, crease=40)
    kit.add(
        "hatch",
        kit.disc(r * 0.4, r * 0.4, tall * 0.022, bevel=tall * 0.006).translate((0, long * 0.0, high - tall * 0.004)),
    )
    for k in range(scopes):
        y = -long * 0.045 + long * 0.035 * k
        top = tall * (1 - 0.05 * k)
        s = r * 0.055 * kit.chunk
        path = kit.curve(
            [
                (0, y, high - r * 0.2),
                (0, y, top - s * 4),
                (0, y, top - s * 2.2),
                (0, y - s * 0.8, top - s * 1.2),
                (0, y - s * 3.4, top - s),
            ]
        )
        kit.add("periscope", kit.swept(path, kit.ring(s)))
    number = values.count("portholes")
    around = 6 if kit.low and kit.level < 2 else kit.segments
    for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
        for k in range(some):
            y = nose + length * (0.17 + 0.5 * (k + 0.5) / some)
            size = min(r * 0.2, length * 0.5 / some * 0.34)
            lift = r * 0.14
            x = side * r * squash * (1 - (lift / r) ** 2) ** 0.5 * (0.985 if 0.2 < (y - nose) / length < 0.6 else 0.955)
            ring = kit.turned(
                [
                    (size * 0.72, -size * 0.6),
                    (size * 1.12, -size * 0.6),
                    (size * 1.16, size * 0.05),
                    (size * 1.06, size * 0.2),
                    (size * 0.8, size * 0.22),
                    (size * 0.72, size * 0.1),
                ],
                segments=around,
            )
            pane = kit.turned(
                [
                    (0, -size * 0.5),
                    (size * 0.78, -size * 0.5),
                    (size * 0.78, size * 0.06),
                    (size * 0.4, size * 0.15),
                    (0, size * 0.18),
                ],
                segments=around,
            )
            for name, solid in (("rim", ring), ("porthole", pane)):
                kit.add(name, solid.rotate((0, 90 * side, 0)).translate((x, y, mid + lift)))
            if kit.level == 2:
                bolts = [
                    kit.rod((0, 0, 0), (0, 0, size * 0.28), size * 0.07, bevel=size * 0.02).translate(
                        (size * 0.94 * float(kit.maths.cos(a)), size * 0.94 * float(kit.maths.sin(a)), 0)
                    )
                    for a in kit.maths.arange(8) * 0.785
                ]
                kit.add("band", kit.together(bolts).rotate((0, 90 * side, 0)).translate((x, y, mid + lift)))
    span = wide / 2
    rear = [(90.0 + 360.0 * k / max(fins, 1)) for k in range(fins)]
    start = tail - length * 0.2
    for turn in rear:
        c = float(kit.maths.cos(kit.maths.radians(turn)))
        reach = span if abs(c) > 0.5 else r * 0.98
        blade = sheets.foil(
            kit,
            [
                (r * 0.2, start, tail + length * 0.0, 0, r * 0.06),
                (reach * 0.97, start + length * 0.09, tail + length * 0.015, 0, r * 0.04),
                (reach, start + length * 0.1, tail + length * 0.01, 0, r * 0.02),
            ],
        )
        kit.add("fin", blade.rotate((0, -turn, 0)).translate((0, 0, mid)))
    blades = values.count("blades")
    size = r * (0.52 if props == 1 else 0.4)
    for k in range(props):
        x = 0.0 if props == 1 else (k - 0.5) * r * 0.9
        parts = [
            kit.turned(
                [
                    (0, -long * 0.03),
                    (r * 0.12, -long * 0.03),
                    (r * 0.14, long * 0.01),
                    (r * 0.09, long * 0.045),
                    (0, long * 0.055),
                ]
            ).rotate((-90, 0, 0))
        ]
        if props == 2:
            parts.append(kit.rod((0, -length * 0.12, 0), (0, 0, 0), r * 0.06))
        for j in range(blades):
            leaf = (
                sheets.blade(kit, size, size * 0.62, size * 0.07, cup=0.1, tip=0.6, start=0.3)
                .rotate((42, 0, 0))
                .rotate((0, 360 * j / blades, 0))
            )
            parts.append(leaf)
        kit.add("propeller", kit.union(parts).translate((x, tail + long * 0.02, mid)))
    for side in (-1, 1):
        z = mid + r * 0.93
        x = side * r * squash * 0.42
        bars = [kit.rod((x, -long * 0.3, z + tall * 0.06), (x, long * 0.2, z + tall * 0.06), tall * 0.006)]
        bars.extend(
            kit.rod((x, long * y, mid + r * 0.7), (x, long * y, z + tall * 0.06), tall * 0.006)
            for y in ((-0.3, -0.22, 0.14, 0.2) if kit.level else (-0.3, 0.2))
        )
        kit.add("rail", kit.union(bars))
