"""Angle brackets: two plates at a right angle with rounded free corners, a fillet between them and screw holes."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.mechanics import Outline
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    least = min(float(values["depth"]), float(values["height"]))
    out = mechanics.no_more(values, said, "thickness", least * 0.45, "The bracket is too small for so thick a plate.")
    legs = [least - float(values["thickness"]), float(values["width"])]
    each = (int(values["holes"]) + 1) // 2
    room = min(legs[1] * 0.8, legs[0] * 0.8 / max(1, each) if each > 1 else legs[0] * 0.7)
    if int(values["holes"]):
        out += mechanics.no_more(values, said, "hole", room, "The holes are wider than there is room for.")
    return out


@family(
    "bracket",
    gloss="a metal angle that joins or carries things",
    category="mechanical",
    size=Size(40, 60, 60, main="height", stretch=1e9),
    roles=(
        Role("bracket", "steel", words=("angle plate", "leg", "flange", "body", "hole", "screw hole", "mounting hole")),
        Role("gusset", "steel", words=("rib", "brace", "stiffener"), count="gussets", like="bracket"),
    ),
    parameters=(
        count("holes", 4, 0, 24, words=("hole", "screw hole", "mounting hole", "drill hole", "bolt hole")),
        length("hole", 5.5, 0.2, 1000, measure="diameter", part="bracket", words=("hole diameter", "hole size"),
               grows=1.0),
        length("thickness", 4, 0.2, 1000, measure="thickness", dimension=("thickness",), grows=1.0,
               words=("wall thickness", "plate thickness", "material thickness")),
        count("gussets", 0, 0, 6),
    ),
    synonyms=("angle bracket", "l bracket", "corner bracket", "mounting bracket", "angle iron", "shelf bracket"),
    presets={"reinforced bracket": {"gussets": 1}},
    rule=_agree,
    examples=(
        "steel L bracket with four holes, 3 mm thick",
        "angle bracket 60 mm high, 40 mm wide, with six holes",
        "black bracket with two holes and a rib",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The lower leg on the floor, the upper one along the back edge."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    thick, r = values.mm("thickness"), values.mm("hole") / 2
    n = values.count("holes")
    lower = _leg(kit, wide, deep, thick, (n + 1) // 2, r)
    upper = _leg(kit, wide, high, thick, n // 2, r).rotate((-90, 0, 0)).mirror((0, 1, 0))
    # Both legs have their joint at y = 0; the lower one runs to the front.
    bend = min(thick * (1.6 if kit.style == "stylized" else 0.9), deep * 0.15, high * 0.15)
    parts = [lower, upper]
    if kit.level and not (kit.low and kit.level == 1):
        steps = max(kit.steps, 2) + kit.level
        corner = [(-thick + 0.01, thick - 0.01), *_fillet(thick, bend, steps)]
        parts.append(kit.prism(corner, wide * 0.999).translate((0, 0, -wide * 0.4995)).rotate((90, 0, 90)))
    body = kit.union(parts).translate((0, deep / 2, 0))
    kit.add("bracket", body, crease=30)
    ribs = values.count("gussets")
    size = min(deep, high) * 0.6
    spots = layout.row(ribs, wide - thick) if ribs else []
    if ribs == 1 and (n <= 6 or wide < min(deep, high) * 0.45) and n:
        spots = [-(wide - thick) / 2]  # beside the holes, which stand in the middle
    for x in spots:
        rib = kit.prism(
            [(-thick * 0.6, thick * 0.6), (-thick - size, thick * 0.6), (-thick * 0.6, thick + size)], thick
        )
        kit.add("gusset", rib.rotate((90, 0, 90)).translate((x - thick / 2, deep / 2, 0)))


def _fillet(thick: float, bend: float, steps: int) -> Outline:
    """The hollow between the legs, in (y, z) with the joint's outer edge at the origin."""
    return [
        (-thick - bend + bend * cos(a), thick + bend - bend * sin(a))
        for a in (pi / 2 * k / steps for k in range(steps + 1))
    ]


def _leg(kit: Kit, wide: float, long: float, thick: float, holes: int, r: float) -> Solid:
    """A plate on the floor from y = −long to 0, its free corners rounded."""
    soft = min(wide, long) * (0.24 if kit.style == "stylized" else 0.12)
    half = wide / 2
    steps = max(kit.segments // 4, 1) if kit.level else 1
    free = [(-half, -long), (half, -long), (half, 0.0), (-half, 0.0)]
    if kit.level or not kit.low:
        ends = mechanics.rounded([(-half, -long), (half, -long), (half, 0), (-half, 0)], soft, steps)
        free = [p for p in ends if p[1] < -long / 2] + [(half, 0.0), (-half, 0.0)]
    room = long - thick
    rows = _spots(holes, wide, room)
    cut = [mechanics.circle(r, max(kit.segments, 12), x, y - thick) for x, y in rows]
    return kit.plate(free, cut, thick)


def _spots(holes: int, wide: float, room: float) -> list[tuple[float, float]]:
    """Where holes stand on a leg, measured from the inner edge: alone, or in pairs where it is wide."""
    if holes == 0:
        return []
    if holes == 1:
        return [(0.0, -room * 0.55)]
    if holes <= 3 or wide < room * 0.45:
        return [(0.0, -room * (0.25 + 0.5 * k / (holes - 1))) for k in range(holes)] if holes <= 3 else [
            (0.0, -room * (0.12 + 0.76 * k / (holes - 1))) for k in range(holes)
        ]  # fmt: skip
    columns = (holes + 1) // 2
    spots = [(x, -room * (0.2 + 0.6 * k / max(columns - 1, 1))) for k in range(columns) for x in (-wide / 4, wide / 4)]
    return spots[:holes]
