"""Chess knights: a horse's head and neck with mane, ears and eyes on a turned foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import chessmen, organic
from generation.shapes.registry import Role, Size, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "chess_knight",
    gloss="the horse of chess",
    category="games",
    size=Size(34, 34, 66, main="height", tied=("width", "depth")),
    roles=(
        Role("base", "maple", words=("foot",)),
        Role("stem", "maple", words=("body", "neck")),
        Role("collar", "maple", words=("ring",), count=None),
        Role("head", "maple", words=("horse head", "horse")),
        Role("mane", "maple", words=("hair",)),
        Role("lock", "maple", count=None, like="mane"),
        Role("ear", "maple", count=2),
        Role("eye", "maple", count=2, tone=0),
        Role("nostril", "ebony", count=None, tone=None),
        Role("felt", "wool", "#3f6b52", words=("underside",), tone=None),
    ),
    synonyms=("knight piece", "chess horse"),
    examples=("a white chess knight", "black chess knight, 7 cm tall", "chess horse of walnut"),
)
def build(kit: Kit, values: Values) -> None:
    """The foot, then the neck as a curve that swells to the chest and bends to the muzzle."""
    man = chessmen.Chessman(kit, values)
    man.foot()
    r, h, q = man.radius, man.height, man.squash
    fat = 1.12 if kit.style == "stylized" else 1.0

    def at(y: float, z: float, wide: float, deep: float) -> tuple[float, float, float, float, float]:
        return 0.0, y * r * q, z * h, deep * r * q * fat, wide * r * fat

    neck = [
        at(0.06, 0.17, 0.44, 0.6),
        at(-0.02, 0.34, 0.4, 0.56),
        at(0.14, 0.55, 0.34, 0.46),
        at(0.18, 0.72, 0.31, 0.4),
        at(0.0, 0.84, 0.28, 0.3),
    ]
    kit.add("stem", organic.limb(kit, neck, up=(1, 0, 0), share=0.8, ends=(0.1, 0.6)), crease=50)
    man.collar(0.2, 0.66)
    head = [
        at(0.2, 0.85, 0.27, 0.24),
        at(-0.12, 0.81, 0.3, 0.29),
        at(-0.46, 0.71, 0.22, 0.22),
        at(-0.74, 0.62, 0.19, 0.18),
    ]
    kit.add("head", organic.limb(kit, head, up=(1, 0, 0), share=0.7, ends=(0.7, 0.6)), crease=50)
    mane = [
        at(0.14, 0.92, 0.07, 0.14),
        at(0.44, 0.86, 0.1, 0.2),
        at(0.58, 0.68, 0.11, 0.2),
        at(0.56, 0.46, 0.1, 0.2),
        at(0.5, 0.26, 0.08, 0.14),
    ]
    kit.add("mane", organic.limb(kit, mane, up=(1, 0, 0), share=0.5), crease=50)
    for side in (-1, 1):
        x = side * r * 0.15 * fat
        ear = [
            (x, r * q * 0.02, h * 0.86, r * 0.09, r * 0.1),
            (x * 1.15, r * q * 0.0, h * 0.93, r * 0.08, r * 0.09),
            (x * 1.25, -r * q * 0.04, h * 0.995, r * 0.02, r * 0.02),
        ]
        kit.add("ear", organic.limb(kit, ear, up=(0, 1, 0), share=0.35), crease=50)
        kit.add(
            "eye",
            organic.ball(
                kit, (side * r * 0.27 * fat, -r * q * 0.22, h * 0.815), (r * 0.07, r * 0.1, h * 0.022), share=0.3
            ),
            crease=60,
        )
        if kit.level:
            kit.add(
                "nostril",
                organic.ball(
                    kit, (side * r * 0.15 * fat, -r * q * 0.84, h * 0.63), (r * 0.05, r * 0.05, h * 0.014), share=0.25
                ),
                crease=60,
            )
        for k in range(kit.pick(0, 3, 5)):
            z = 0.84 - 0.5 * k / kit.pick(1, 3, 5)
            lock = [
                (side * r * 0.07, r * q * 0.42, h * (z + 0.03), r * 0.12, r * 0.05),
                (side * r * 0.2, r * q * 0.4, h * (z - 0.03), r * 0.12, r * 0.05),
                (side * r * 0.24, r * q * 0.3, h * (z - 0.09), r * 0.05, r * 0.03),
            ]
            kit.add("lock", organic.limb(kit, lock, up=(0, 1, 0), share=0.3), crease=50)
