"""Headphones: two cushioned cups on a padded band, standing on their cups; with a microphone or a cable if asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "headphones",
    gloss="two speakers on a band to wear on the ears",
    category="electronics",
    size=Size(175, 80, 195, main="height"),
    roles=(
        Role("band", "plastic", "#2f343b", words=("headband", "bow", "bar")),
        Role("padding", "leather", "#4a4038", words=("pad", "headband pad"), tone=1),
        Role("cup", "plastic", "#2f343b", words=("ear cup", "earcup", "shell", "speaker"), count=2, like="band"),
        Role("cushion", "leather", "#4a4038", words=("ear pad", "earpad", "ear cushion"), count=2, tone=1,
             like="padding"),
        Role("slider", "chrome", words=("adjuster", "yoke", "fork"), count=2, tone=None),
        Role("cap", "brass", words=("disc", "badge", "plate"), count=2, tone=None),
        Role("microphone", "plastic", "#1c1f23", words=("mic", "boom"), count="microphones", tone=None),
    ),
    parameters=(count("microphones", 0, 0, 1),),
    synonyms=("headphone", "pair of headphones", "earphones", "over ear headphones"),
    presets={"headset": {"microphones": 1}, "gaming headset": {"microphones": 1}},
    examples=("black headphones with red cushions", "white headphones 20 cm high", "headset with a microphone"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The band arches in the plane of X and Z; cups hang inside its ends."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    cup = min(deep / 2, high * 0.24)
    fat = kit.chunk
    thick = wide * 0.13
    band = wide * 0.028 * fat
    side = wide / 2 - thick * 0.42
    top = high - band
    low = cup * 1.5
    crown = min(high - low, wide) * 0.5
    knee = max(top - crown, low + cup * 0.2)
    arc = [(side * math.cos(a), knee + (top - knee) * math.sin(a)) for a in (math.pi * k / 12 for k in range(13))]
    path = kit.curve([(x, 0.0, z) for x, z in [(side, low), *arc, (-side, low)]])
    section = kit.strip(deep * 0.3, band * 2, corner=band * 0.7)
    kit.add("band", kit.swept(path, section, up=(0, 1, 0)), crease=50)
    inner = [(0.93 * x, knee + (z - knee) * 0.955) for x, z in arc[2:-2]]
    soft = kit.curve([(x, 0.0, z - band * 0.6) for x, z in inner])
    last = len(soft) - 1
    puff = [0.72 + 0.38 * math.sin(math.pi * k / last) for k in range(last + 1)]
    kit.add(
        "padding",
        kit.swept(soft, kit.strip(deep * 0.34, band * 2.6, corner=band * 1.3), scale=puff, up=(0, 1, 0)),
        crease=60,
    )
    for x in (-1, 1):
        outer = x * wide / 2
        n = thick * 0.5
        shell_profile = _shell(kit, cup, n)
        turn = (0, 90 if x > 0 else -90, 0)
        shell = kit.turned(shell_profile).rotate(turn).translate((outer - x * n, 0, cup))
        kit.add("cup", shell, crease=36)
        steps = 3 if kit.low else kit.pick(4, 8, 12)
        ring = [
            (cup * 0.66 + cup * 0.3 * math.cos(a), thick * 0.36 + thick * 0.4 * math.sin(a))
            for a in (2 * math.pi * k / (2 * steps) for k in range(2 * steps))
        ]
        cushion = kit.turned(ring).rotate((0, -90 if x > 0 else 90, 0)).translate((outer - x * n * 0.9, 0, cup))
        kit.add("cushion", cushion, crease=60)
        disc = (
            kit.disc(cup * 0.8, cup * 0.8, n * 0.12, bevel=n * 0.04)
            .rotate(turn)
            .translate((outer - x * n * 0.1, 0, cup))
        )
        kit.add("cap", disc)
        fork = [
            (outer - x * thick * 0.36, y * cup * 0.7, cup + math.sqrt(1 - 0.49 * y * y) * cup * 0.78)
            for y in (-1, -0.5, 0, 0.5, 1)
        ]
        bar = band * 0.62
        stem = kit.rod((outer - x * thick * 0.4, 0, cup * 1.7), (x * side, 0, low + cup * 0.5), bar)
        yoke = kit.swept(kit.curve(fork), kit.ring(bar))
        kit.add("slider", kit.union([stem, yoke]), crease=50)
    if values.count("microphones"):
        boom = kit.curve(
            [
                (-wide / 2 + thick * 0.2, 0, cup * 0.8),
                (-wide / 2 + thick * 0.1, -deep * 0.3, cup * 0.4),
                (-wide * 0.4, -deep * 0.46, cup * 0.3),
                (-wide * 0.26, -deep * 0.47, cup * 0.34),
            ]
        )
        arm = kit.swept(boom, kit.ring(band * 0.5))
        tip = kit.sphere(band * 1.5).scale((1.6, 1, 1)).translate((-wide * 0.26, -deep * 0.5 + band * 1.5, cup * 0.34))
        kit.add("microphone", kit.union([arm, tip]), crease=50)


def _shell(kit: Kit, r: float, n: float) -> list[tuple[float, float]]:
    """A cup from the side of the cushion (z = 0) to its domed back (z = n)."""
    if kit.level == 0:
        return [(0, 0), (r, 0), (r, n * 0.5), (r * 0.7, n), (0, n)]
    rings = [(r * 0.94, n * 0.42), (r * 0.94, n * 0.48)] if kit.level == 2 else []
    steps = 2 if kit.low else kit.pick(3, 6, 10)
    dome = [
        (r * 0.62 + r * 0.36 * math.cos(a), n * 0.5 + n * 0.5 * math.sin(a))
        for a in (math.pi / 2 * k / steps for k in range(steps + 1))
    ]
    return [(0, 0), (r * 0.96, 0), (r, n * 0.08), (r, n * 0.38), *rings, *dome, (0, n)]
