"""Chains: interlocking oval links of round wire, every other one turned, lying along X."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    n = int(values["links"])
    if "depth" not in said and "height" in said:
        values["depth"] = values["height"]
    across = float(values["depth"])
    if "links" in said and "width" not in said:
        values["width"] = round((n * 1.0 + 0.52) * across, 3)
    values["height"] = across
    wire = float(values["wire"])
    # A link is at least as long as it is wide, and its wire leaves room for the next one's.
    most = min(across * 0.28, float(values["width"]) / n * 0.3)
    if "wire" not in said:
        values["wire"] = min(wire, round(most * 0.9, 3))
    return mechanics.no_more(values, said, "wire", most, "The wire is thicker than the links have room for.")


@family(
    "chain",
    gloss="links of wire that hang in one another",
    category="mechanical",
    size=Size(310, 36, 36, main="width", tied=("depth", "height"), stretch=1e9),
    roles=(Role("link", "steel", words=("chain link", "ring"), count="links"),),
    parameters=(
        count("links", 9, 1, 200),
        length(
            "wire",
            8,
            0.1,
            500,
            measure="thickness",
            dimension=("thickness",),
            grows=1.0,
            part="link",
            words=("wire", "wire thickness"),
        ),
    ),
    synonyms=("anchor chain", "linked chain"),
    presets={
        "chain link": {"links": 1, "width": 50},
        "gold chain": {"links": 24, "width": 300, "depth": 18, "height": 18, "wire": 3.5, "material": "gold leaf"},
    },
    rule=_agree,
    examples=("steel chain with 12 links", "golden chain 50 cm long with 30 links", "iron chain with nine links"),
)
def build(kit: Kit, values: Values) -> None:
    """All links are one shape, set a pitch apart."""
    long, across, n, wire = values.mm("width"), values.mm("depth"), values.count("links"), values.mm("wire")
    thick = wire * (1.12 if kit.style == "stylized" else 1.0)
    pitch = (long - 2 * thick) / n
    shape = _link(kit, pitch + 2 * thick, across, thick)
    for k in range(n):
        link = shape if k % 2 else shape.rotate((90, 0, 0))
        kit.add("link", link.translate((-long / 2 + thick + pitch * (k + 0.5), 0, across / 2)), crease=60)


def _link(kit: Kit, long: float, across: float, wire: float) -> Solid:
    r = min(across, long) / 2 - wire / 2
    half, side = max(long / 2 - wire / 2 - r, 0.0), max(across / 2 - wire / 2 - r, 0.0)
    n = (3 if kit.low else 6) + kit.level * (1 if kit.low else 5)
    path: list[tuple[float, float, float]] = []
    for middle, start in (((half, side), 0.0), ((-half, side), 0.5), ((-half, -side), 1.0), ((half, -side), 1.5)):
        for k in range(n + 1):
            a = math.pi * (start + 0.5 * k / n)
            point = (middle[0] + r * math.cos(a), middle[1] + r * math.sin(a), 0.0)
            if not path or math.dist(path[-1], point) > 1e-6 * long:
                path.append(point)
    if math.dist(path[0], path[-1]) < 1e-6 * long:
        path.pop()
    section = kit.maths.array(mechanics.circle(wire / 2, kit.pick(8, 14, 20) if not kit.low else kit.pick(4, 6, 8)))
    return kit.swept(kit.maths.array(path), section, up=(0, 0, 1), closed=True)
