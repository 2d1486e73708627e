"""Pipe tees: a straight run with a branch square to it, and a socket at each of the three ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "diameter" not in said and "depth" in said:
        values["diameter"] = round(float(values["depth"]) / mechanics.COLLAR, 3)
    d = float(values["diameter"])
    values["depth"] = round(d * mechanics.COLLAR, 3)
    for axis, least in (("width", 2.1), ("height", 1.75)):
        if axis not in said and "diameter" in said:
            values[axis] = round(d * (least + 0.2), 3)
        elif float(values[axis]) < d * least:
            values[axis] = round(d * least, 3)
    return mechanics.no_more(values, said, "wall", d * 0.4, "The wall is thicker than the tee has room for.")


@family(
    "tee",
    gloss="a piece that joins three pipes",
    category="mechanical",
    size=Size(100, 46.4, 80, main="width", stretch=1e9),
    roles=(
        Role("tee", "steel", words=("tube", "body", "branch", "run")),
        Role("collar", "steel", words=("socket", "end", "sleeve"), count=3, like="tee"),
    ),
    parameters=(*mechanics.PIPE,),
    synonyms=("pipe tee", "tee fitting", "t piece", "tee joint", "t joint", "t junction", "pipe junction"),
    rule=_agree,
    examples=("copper pipe tee 28 mm in diameter", "steel tee with a 4 mm wall", "white plastic t piece"),
)
def build(kit: Kit, values: Values) -> None:
    """Two crossing tubes made one, hollow through and through; sockets are wider rings at the ends."""
    wide, high, d = values.mm("width"), values.mm("height"), values.mm("diameter")
    r, reach = d / 2, d / 2 * mechanics.COLLAR
    inner = r - values.mm("wall")
    fine = kit.segments
    half, top = wide / 2, high - reach

    def bars(radius: float, past: float) -> tuple[Solid, Solid]:
        run = kit.prism(mechanics.circle(radius, fine), wide + 2 * past).translate((0, 0, -half - past))
        branch = kit.prism(mechanics.circle(radius, fine), top + past)
        return run.rotate((0, 90, 0)), branch

    outside, hollow = bars(r, 0.0), bars(inner, d * 0.05)
    parts = list(outside)
    if kit.level:
        # A swelling where the branch leaves the run, as castings have.
        parts.append(kit.sphere(r * 1.1))
    tall = min(d * 0.4, half * 0.5, (top - r) * 0.7)
    soft = kit.bevel(d * 0.02)
    ring = [(inner, 0), (reach - soft, 0), (reach, soft), (reach, tall - soft), (reach - soft, tall), (inner, tall)]
    collar = kit.turned(ring, segments=fine)
    for turn in ((0, 90, 0), (0, -90, 0)):
        shift = -half if turn[1] > 0 else half
        kit.add("collar", collar.rotate(turn).translate((shift, 0, reach)))
    kit.add("collar", collar.mirror((0, 0, 1)).translate((0, 0, top + reach)))
    kit.add("tee", kit.without(kit.union(parts), *hollow).translate((0, 0, reach)), crease=40)
