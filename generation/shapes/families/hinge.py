"""Hinges: two drilled leaves whose rolled knuckles interlock on a pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


_EACH = tuple(
    f"{hole} {each}"
    for hole in ("hole", "holes", "screw hole", "screw holes")
    for each in ("in each leaf", "per leaf", "on each leaf", "in either leaf", "in every leaf", "a leaf")
)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "leaf_holes" in said and "holes" not in said:
        values["holes"] = 2 * int(values["leaf_holes"])
    values["leaf_holes"] = (int(values["holes"]) + 1) // 2
    leaf = float(values["width"]) / 2
    barrel = min(leaf * 0.7, max(float(values["thickness"]) * 3.0, leaf * 0.2))
    values["height"] = round(barrel, 3)
    out = mechanics.no_more(values, said, "thickness", leaf * 0.15, "The leaves are too small to be so thick.")
    if int(values["holes"]):
        rows = max(1, (int(values["holes"]) + 1) // 2)
        room = min((leaf - barrel) * 0.5, float(values["depth"]) / rows * 0.6)
        out += mechanics.no_more(values, said, "hole", room, "The holes are wider than there is room for.")
    values["height"] = round(min(leaf * 0.7, max(float(values["thickness"]) * 3.0, leaf * 0.2)), 3)
    return out


@family(
    "hinge",
    gloss="two leaves on a pin that a door turns on",
    category="mechanical",
    size=Size(60, 80, 7.5, main="depth", stretch=1e9),
    roles=(
        Role("leaf", "steel", words=("plate", "wing", "flap", "hole", "screw hole"), count=2),
        Role("pin", "brass", words=("axle", "bolt", "rod"), tone=1),
    ),
    parameters=(
        count("holes", 6, 0, 24, words=("hole", "screw hole", "mounting hole")),
        count("leaf_holes", 3, 0, 12, words=_EACH),
        count("knuckles", 5, 3, 15, words=("knuckle", "barrel segment")),
        length("hole", 5, 0.2, 500, measure="diameter", part="leaf", grows=1.0),
        length("thickness", 2.5, 0.1, 200, measure="thickness", dimension=("thickness",), grows=1.0),
    ),
    synonyms=("door hinge", "butt hinge", "piano hinge"),
    rule=_agree,
    examples=(
        "brass hinge with six holes",
        "steel hinge with four screw holes in each leaf",
        "steel door hinge 100 mm long and 70 mm wide with eight holes",
        "hinge with five knuckles and a brass pin",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Opened flat: leaves left and right, the barrel between them along Y."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    thick, r, n = values.mm("thickness"), values.mm("hole") / 2, values.count("holes")
    knuckles = values.count("knuckles")
    each = deep / knuckles
    gap = min(each * 0.03, 0.4)
    barrel, half = high / 2, wide / 2
    soft = half * (0.24 if kit.style == "stylized" else 0.12)
    steps = max(kit.segments // 4, 1)
    for side in (-1, 1):
        corner = soft if kit.level or not kit.low else 0.0
        outline = mechanics.rounded([(0, -deep / 2), (half, -deep / 2), (half, deep / 2), (0, deep / 2)], corner, steps)
        outline = [p for p in outline if p[0] > half * 0.3]
        outline = [(barrel * 0.2, -deep / 2), *outline, (barrel * 0.2, deep / 2)]
        mine = n - n // 2 if side < 0 else n // 2
        spots = _spots(mine, barrel, half, deep)
        holes = [mechanics.circle(r, max(kit.segments, 12), x, y) for x, y in spots]
        plate = kit.plate(outline, holes, thick)
        rings, cuts = [], []
        for k in range(knuckles):
            low = -deep / 2 + each * k
            if (k % 2 == 0) == (side < 0):
                roll = kit.rod(
                    (0, low + gap / 2, barrel), (0, low + each - gap / 2, barrel), barrel, bevel=barrel * 0.06
                )
                rings.append(roll)
            else:
                block = kit.box(barrel * 2.3, each + gap, high * 2)
                cuts.append(block.translate((0, low + each / 2, -high / 2)))
        tools = [
            kit.turned([(0, 0), (r, 0), (r * 1.7, thick * 0.5), (0, thick * 0.5)]).translate((x, y, thick * 0.55))
            for x, y in (spots if kit.level else [])
        ]
        body = kit.union([kit.without(plate, *cuts, *tools), *rings])
        kit.add("leaf", body if side > 0 else body.mirror((1, 0, 0)), crease=30)
    pin = barrel * 0.5
    ends = deep / 2
    body = kit.rod((0, -ends, barrel), (0, ends, barrel), pin)
    if kit.level:
        # The pin's domed heads close the barrel; they are part of its length.
        cap = barrel * 0.12
        for y in (-ends, ends):
            body = body + kit.rod((0, y - cap * (y > 0), barrel), (0, y + cap * (y < 0), barrel), barrel * 0.8)
    kit.add("pin", body)


def _spots(holes: int, barrel: float, half: float, deep: float) -> list[tuple[float, float]]:
    if not holes:
        return []
    middle = (barrel * 1.15 + half) / 2
    shift = (half - barrel) * 0.12
    rows = layout.row(holes, deep * 0.7)
    return [(middle + (shift if k % 2 and holes > 2 else -shift if holes > 2 else 0.0), y) for k, y in enumerate(rows)]
