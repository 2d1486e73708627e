"""Bells: a cast body with a thick lip, hollow with a clapper, under a crown or a handle."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "bell",
    gloss="a bell that rings",
    category="music",
    size=Size(110, 110, 170, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "brass", words=("mantle", "dome", "wall")),
        Role("band", "brass", "#a97f2c", words=("ring", "stripe"), count="bands", tone=1),
        Role("clapper", "iron", words=("tongue", "striker"), tone=None),
        Role("handle", "walnut", words=("grip", "stick"), count=lambda v: int(v.word("hold") == "handle"), tone=1),
        Role("crown", "brass", words=("loop", "eye", "ear"), count=lambda v: int(v.word("hold") == "loop")),
        Role("ferrule", "brass", count=None),
        Role("bow", "fabric", "#b8322d", count="bows", tone=None),
        Role("ribbon", "fabric", "#b8322d", count=None, tone=None, like="bow"),
    ),
    parameters=(
        choice("hold", "handle", "loop", aliases={"handled": "handle", "hanging": "loop"}),
        count("bands", 2, 0, 5),
        count("bows", 0, 0, 1),
    ),
    synonyms=("handbell", "hand bell", "school bell", "table bell"),
    presets={
        "church bell": {"width": 900, "depth": 900, "height": 950, "hold": "loop", "material": "bronze"},
        "christmas bell": {"width": 80, "depth": 80, "height": 100, "hold": "loop", "bows": 1},
        "cow bell": {"width": 110, "depth": 80, "height": 140, "hold": "loop", "bands": 1},
    },
    examples=("a brass bell with a wooden handle", "church bell of bronze, 1 m tall", "golden bell with a red bow"),
)
def build(kit: Kit, values: Values) -> None:
    """The wall as one turned profile, open below."""
    radius, height = values.mm("width") / 2, values.mm("height")
    squash = values.mm("depth") / values.mm("width")
    loop = values.word("hold") == "loop"
    tall = height * (0.8 if loop else 0.56)
    fat = 0.56 if kit.style != "stylized" else 0.66

    def put(name: str, solid: Solid, crease: float = 45) -> None:
        kit.add(name, solid.scale((1, squash, 1)), crease=crease)

    outer = [
        (float(r), float(z))
        for r, z in kit.curve(
            [
                (1.0, 0.0),
                (0.985, 0.04),
                (0.86, 0.14),
                (0.7, 0.32),
                (fat + 0.04, 0.56),
                (fat, 0.78),
                (fat * 0.8, 0.93),
                (fat * 0.36, 0.995),
            ],
            smooth=2,
        )
    ]
    wall = 0.09
    inner = [(max(r - wall, 0.02), z * 0.94) for r, z in outer[2:] if r > 0.3]
    profile = [(0.9, 0.0), *outer, (0, 1.0), (0, inner[-1][1]), *reversed(inner)]
    put("body", kit.turned([(r * radius, z * tall) for r, z in profile]))

    def at(z: float) -> float:
        return next(
            (
                r0 + (r1 - r0) * (z - z0) / (z1 - z0)
                for (r0, z0), (r1, z1) in itertools.pairwise(outer)
                if z0 <= z <= z1 and z1 > z0
            ),
            fat,
        )

    bands = values.count("bands")
    for k in range(bands):
        z = 0.13 + 0.66 * (k + 0.2) / max(bands, 1)
        half = 0.02
        ring = [
            (at(z) - 0.05, z - half),
            (at(z - half) + 0.008, z - half),
            (at(z) + 0.03, z),
            (at(z + half) + 0.008, z + half),
            (at(z) - 0.05, z + half),
        ]
        put("band", kit.turned([(r * radius, h * tall) for r, h in ring]))
    rod = kit.rod((0, 0, tall * 0.12), (0, 0, tall * 0.94), radius * 0.06)
    put(
        "clapper",
        kit.union([rod, organic.ball(kit, (0, 0, tall * 0.13), (radius * 0.2, radius * 0.2, tall * 0.1), share=0.5)]),
    )
    if loop:
        bar = radius * 0.1 * kit.chunk
        high = height - tall
        path = [
            (-radius * 0.26, 0, tall * 0.97),
            (-radius * 0.3, 0, tall + high * 0.45),
            (0, 0, height - bar),
            (radius * 0.3, 0, tall + high * 0.45),
            (radius * 0.26, 0, tall * 0.97),
        ]
        put("crown", organic.tapered(kit, path, bar, bar, share=0.45))
    else:
        rest = height - tall
        grip = [
            (0, 0),
            (0.16, 0),
            (0.13, 0.1),
            (0.21, 0.35),
            (0.25, 0.6),
            (0.17, 0.8),
            (0.26, 0.92),
            (0.22, 0.99),
            (0, 1.0),
        ]
        smooth = [(max(float(r), 0.0), min(max(float(z), 0.0), 1.0)) for r, z in kit.curve(grip)]
        put("handle", kit.turned([(r * radius, tall * 0.985 + z * (rest + tall * 0.015)) for r, z in smooth]))
        put(
            "ferrule",
            kit.turned([(0, -0.02), (0.24, -0.02), (0.25, 0.03), (0.18, 0.1), (0, 0.1)][:5])
            .scale((radius, radius, rest))
            .translate((0, 0, tall)),
        )
    for _ in range(values.count("bows")):
        z = tall * 1.0
        for side in (-1, 1):
            wing = [
                (0, -radius * 0.34, z, radius * 0.06, radius * 0.1),
                (side * radius * 0.3, -radius * 0.38, z + radius * 0.08, radius * 0.07, radius * 0.2),
                (side * radius * 0.6, -radius * 0.34, z + radius * 0.04, radius * 0.06, radius * 0.26),
            ]
            put("ribbon", organic.limb(kit, wing, up=(0, 0, 1), share=0.4))
        put("bow", organic.ball(kit, (0, -radius * 0.38, z), radius * 0.14, share=0.4))
