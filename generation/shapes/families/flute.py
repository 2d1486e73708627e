"""Flutes and recorders: a tube with rings, an embouchure, and finger holes or keys in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["kind"] == "recorder":
        values["keys"] = 0
    elif "holes" in said and "keys" not in said:
        values["keys"] = values["holes"]
    return []


@family(
    "flute",
    gloss="a flute, or a recorder of wood",
    category="music",
    size=Size(660, 34, 36, main="width"),
    roles=(
        Role("tube", "silver metal", words=("body", "pipe")),
        Role("ring", "silver metal", words=("band", "joint"), count=None, tone=1),
        Role("mouthpiece", "silver metal", words=("lip plate", "head joint", "embouchure")),
        Role("hole", "black metal", words=("finger hole", "tone hole"), count="holes", tone=None),
        Role("key", "silver metal", words=("pad", "lever"), count="keys", tone=1),
        Role("rod", "silver metal", count=None, tone=1),
        Role("cap", "silver metal", words=("crown", "end"), count=None),
    ),
    parameters=(
        choice("kind", "flute", "recorder", aliases={"transverse": "flute"}),
        count("holes", 8, 0, 20),
        count("keys", 8, 0, 20),
    ),
    synonyms=("transverse flute", "concert flute"),
    presets={
        "recorder": {
            "kind": "recorder",
            "width": 330,
            "depth": 28,
            "height": 28,
            "holes": 7,
            "keys": 0,
            "material": "maple",
        },
        "piccolo": {"width": 320, "depth": 24, "height": 26},
        "whistle flute": {"kind": "recorder", "width": 300, "depth": 20, "height": 20, "holes": 6, "keys": 0},
    },
    rule=_agree,
    examples=("a silver flute with ten keys", "wooden recorder with seven holes", "golden flute, 60 cm long"),
)
def build(kit: Kit, values: Values) -> None:
    """It lies along X on its side, its holes up."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    recorder = values.word("kind") == "recorder"
    r = 0.5
    squash = (depth, height * (0.86 if values.count("keys") else 1.0))

    def put(name: str, solid: Solid, crease: float = 40) -> None:
        """From a unit radius of a half along X to millimetres, standing on the ground."""
        kit.add(name, solid.scale((1, squash[0], squash[1])).translate((0, 0, squash[1] / 2)), crease=crease)

    def lathe(profile: list[tuple[float, float]]) -> Solid:
        return kit.turned([(a, z * width) for a, z in profile]).rotate((0, 90, 0)).translate((-width / 2, 0, 0))

    fat = 0.46 if kit.style == "stylized" else 0.4
    if recorder:
        put(
            "tube",
            lathe(
                [
                    (0, 0.12),
                    (fat, 0.12),
                    (fat * 0.96, 0.3),
                    (fat * 0.78, 0.8),
                    (fat * 0.9, 0.86),
                    (fat * 0.74, 0.9),
                    (fat * 0.92, 0.99),
                    (fat * 0.8, 1.0),
                    (0, 1.0),
                ]
            ),
        )
        put(
            "mouthpiece",
            lathe([(0, 0), (fat * 0.5, 0.0), (fat * 0.72, 0.04), (fat * 0.98, 0.1), (fat * 1.0, 0.125), (0, 0.125)]),
        )
        for z in (0.125, 0.86)[: kit.pick(1, 2, 2)]:
            put(
                "ring",
                lathe([(fat * 0.7, z), (r * 0.98, z), (r, z + 0.012), (r * 0.98, z + 0.024), (fat * 0.7, z + 0.024)]),
            )
        low, high = 0.3, 0.8
    else:
        put("tube", lathe([(0, 0.03), (fat * 0.93, 0.03), (fat, 0.3), (fat, 1.0), (0, 1.0)]))
        put(
            "mouthpiece",
            lathe([(fat * 0.9, 0.1), (r * 0.98, 0.12), (r, 0.14), (r, 0.17), (r * 0.98, 0.19), (fat * 0.9, 0.21)]),
        )
        put("cap", lathe([(0, 0), (fat * 0.7, 0.0), (fat * 0.98, 0.01), (fat, 0.035), (0, 0.035)]))
        for z in (0.32, 0.8, 0.985)[: kit.pick(1, 3, 3)]:
            put(
                "ring",
                lathe([(fat * 0.7, z - 0.01), (r * 0.96, z - 0.01), (r * 0.96, z + 0.013), (fat * 0.7, z + 0.013)]),
            )
        hole = kit.disc(height * 0.3, height * 0.22, 0.16).translate((-width / 2 + 0.155 * width, 0, 0.38))
        put("rod", hole)
        low, high = 0.4, 0.95
    holes = values.count("holes")
    for x in layout.row(holes, (high - low) * width):
        size = min(height * 0.34, (high - low) * width / max(holes, 1) * 0.5)
        round_ = kit.disc(size, size / squash[0], 0.2, bevel=0.0)
        put(
            "hole",
            round_.translate(
                (
                    x + ((low + high) / 2 - 0.5) * width,
                    0,
                    fat * (0.98 if recorder else 1.0) - 0.17 - (0.09 if recorder and x > 0 else 0),
                )
            ),
        )
    keys = values.count("keys")
    for x in layout.row(keys, (high - low) * width):
        size = min(height * 0.62, (high - low) * width / max(keys, 1) * 0.72)
        pad = kit.disc(size, size / squash[0], 0.1, bevel=0.02)
        put("key", pad.translate((x + ((low + high) / 2 - 0.5) * width, 0, r - 0.05)), 30)
    if keys:
        top = squash[1] * 0.88
        rod = kit.rod(
            (-width / 2 + low * width * 0.97, depth * 0.32, top),
            (-width / 2 + high * width * 1.01, depth * 0.32, top),
            height * 0.05,
        )
        kit.add("rod", rod)
        for x in layout.row(keys, (high - low) * width) if kit.level else ():
            px = x + ((low + high) / 2 - 0.5) * width
            kit.add("rod", kit.rod((px, depth * 0.32, top), (px, 0, height * 0.95), height * 0.035))
