"""Computer monitors: a thin panel, flat or curved, on a neck and a foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, angle, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "monitor",
    gloss="a computer screen on a foot",
    category="electronics",
    size=Size(560, 190, 430, main="width"),
    roles=(
        Role("panel", "plastic", "#2b2f35", words=("frame", "case", "back", "bezel", "housing")),
        Role("screen", "plastic", "#1f4a5f", words=("display", "glass"), tone=1),
        Role("neck", "aluminium", words=("stand", "arm", "column"), tone=None),
        Role("foot", "aluminium", words=("base",), tone=None, like="neck"),
        Role("button", "plastic", "#9aa0a6", words=("key",), count="buttons", tone=None),
    ),
    parameters=(
        choice("form", "flat", "curved", aliases={"bent": "curved"}),
        choice("foot", "rectangular", "round", "v", aliases={"circular": "round"}),
        count("buttons", 3, 0, 6),
        angle("tilt", 5, 0, 25, words=("tilt", "tilt angle")),
    ),
    synonyms=("computer monitor", "computer screen", "pc monitor", "pc screen", "desktop monitor"),
    examples=("black monitor 60 cm wide", "curved monitor with a round foot", "white computer monitor"),
)
def build(kit: Kit, values: Values) -> None:
    """Panel above, its face to −Y; the neck holds it from behind."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    base = high * 0.028 * kit.chunk
    tall = min(high * 0.78, wide * 0.62)
    thin = min(deep * 0.16, wide * 0.04)
    bow = min(wide * 0.06, deep * 0.2) if values.word("form") == "curved" else 0.0
    edge = min(wide, tall) * (0.04 if kit.style == "stylized" else 0.022)
    chin = edge * 2.1
    corner = min(wide, tall) * 0.025
    degrees = values.mm("tilt") * min(1.0, deep * 0.3 / max(tall * 0.42, 1e-6))
    front = -deep * 0.08

    def placed(solid: Solid) -> Solid:
        stood = solid.translate((0, tall / 2, 0)).rotate((90, 0, 0))
        if bow:
            fine = kit.finer(stood, wide / kit.pick(5, 12, 20))
            stood = kit.bent(fine, wide, bow).translate((0, -bow, 0))
        return stood.rotate((-degrees, 0, 0)).translate((0, front, high - tall))

    kit.add("panel", placed(kit.box(wide, tall, thin, corner=corner, bevel=thin * 0.2)), crease=40)
    glass = kit.box(wide - 2 * edge, tall - edge - chin, thin * 0.3, corner=corner * 0.4, bevel=thin * 0.04)
    kit.add("screen", placed(glass.translate((0, (chin - edge) / 2, thin * 0.78))), crease=40)
    for k in range(values.count("buttons")):
        r = chin * 0.13
        dot = kit.disc(2 * r, 2 * r, thin * 0.16, bevel=r * 0.2)
        kit.add("button", placed(dot.translate((wide * 0.46 - k * r * 3.4, -tall / 2 + chin * 0.45, thin * 0.92))))
    neck_y = front + thin * 1.4 + tall * 0.04
    size = min(wide * 0.12, deep * 0.3)
    neck = kit.hull(
        [
            (x * size / 2, y, z)
            for x in (-1, 1)
            for y, z in (
                (neck_y, base * 0.5),
                (neck_y + size * 0.36, base * 0.5),
                (neck_y, high - tall * 0.5),
                (neck_y - size * 0.1 + size * 0.36, high - tall * 0.56),
            )
        ]
    )
    plate = kit.box(size * 1.5, size * 1.5, thin * 1.2, corner=size * 0.2, bevel=thin * 0.1)
    mount = plate.rotate((90, 0, 0)).translate((0, neck_y + size * 0.12, high - tall * 0.52))
    kit.add("neck", kit.union([neck, mount]) if kit.level else neck, crease=30)
    kit.add("foot", _foot(kit, values.word("foot"), wide, deep, base), crease=40)


def _foot(kit: Kit, shape: str, wide: float, deep: float, base: float) -> Solid:
    if shape == "round":
        size = min(deep, wide * 0.5)
        return kit.disc(size, deep, base, bevel=base * 0.3)
    if shape == "v":
        legs = [
            kit.hull(
                [
                    (x, y, z)
                    for x, y in (
                        (0.0, deep / 2),
                        (-deep * 0.06, deep / 2),
                        (s * wide * 0.26, -deep / 2),
                        (s * (wide * 0.26 - deep * 0.12), -deep / 2),
                        (0.0, deep * 0.34),
                    )
                    for z in (0.0, base)
                ]
            )
            for s in (-1, 1)
        ]
        return kit.union(legs)
    return kit.box(wide * 0.42, deep, base, corner=deep * 0.12, bevel=base * 0.3)
