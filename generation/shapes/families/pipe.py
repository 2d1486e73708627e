"""Pipes: a straight tube of even wall lying along X, with sockets or flanges at its ends where asked."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    across = 1.9 if int(values["flanges"]) else 1.0
    if not {"diameter"} & said and {"depth", "height"} & said:
        spoken = "depth" if "depth" in said else "height"
        values["diameter"] = round(float(values[spoken]) / across, 3)
    bore = float(values["bore"])
    if bore > 0 and "wall" in said and "diameter" not in said:
        values["diameter"] = round(bore + 2 * float(values["wall"]), 3)
    elif bore > 0:
        values["wall"] = round(max((float(values["diameter"]) - bore) / 2, 0.05), 3)
    values["bore"] = 0.0
    values["depth"] = values["height"] = round(float(values["diameter"]) * across, 3)
    most = float(values["diameter"]) * 0.48
    return mechanics.no_more(values, said, "wall", most, "The wall is thicker than the pipe has room for.")


@family(
    "pipe",
    gloss="a straight tube that something flows through",
    category="mechanical",
    size=Size(300, 40, 40, main="width", tied=("depth", "height"), follow={"depth": 0.4, "height": 0.4}, stretch=1e9),
    roles=(
        Role("pipe", "steel", words=("tube", "body", "tube body")),
        Role("flange", "steel", words=("rim", "collar"), count="flanges", like="pipe"),
    ),
    parameters=(
        length(
            "diameter",
            40,
            0.5,
            100_000,
            measure="diameter",
            dimension=("diameter",),
            grows=1.0,
            words=("outer diameter", "outside diameter"),
        ),
        length(
            "wall",
            3,
            0.05,
            10_000,
            measure="thickness",
            dimension=("thickness", "wall"),
            words=("wall", "wall thickness"),
            grows=1.0,
        ),
        length(
            "bore",
            0,
            0,
            100_000,
            measure="diameter",
            dimension=("bore",),
            words=("bore", "inner diameter", "inside diameter", "hole"),
            grows=1.0,
        ),
        count("flanges", 0, 0, 2),
    ),
    synonyms=("water pipe", "conduit", "straight pipe", "drainpipe", "pipe section", "gas pipe", "tubing"),
    rule=_agree,
    examples=(
        "copper pipe 500 mm long, 22 mm in diameter, with a 1.5 mm wall",
        "steel pipe with two flanges, 40 cm long",
        "pipe 1 m long with a 50 mm bore and a 4 mm wall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A turned tube; flanges sit at its ends and widen the whole."""
    long, outer = values.mm("width"), values.mm("diameter") / 2
    inner = outer - values.mm("wall")
    n = values.count("flanges")
    thick = min(outer * 0.3, long * 0.1)
    soft = min(kit.bevel(values.mm("wall") * 0.14), long * 0.1)
    profile = [
        (inner, 0.0),
        (outer - soft, 0.0),
        (outer, soft),
        (outer, long - soft),
        (outer - soft, long),
        (inner, long),
    ]
    body = kit.turned(profile, segments=kit.segments * (1 if kit.low else 2))
    lie = (0.0, 90.0, 0.0)
    centre = values.mm("height") / 2
    kit.add("pipe", body.rotate(lie).translate((-long / 2, 0, centre)))
    for k in range(n):
        reach = outer * 1.9
        soft = kit.bevel(thick * 0.1)
        ring = [
            (inner * 1.0 + (outer - inner) * 0.5, 0),
            (reach - soft, 0),
            (reach, soft),
            (reach, thick - soft),
            (reach - soft, thick),
            (inner + (outer - inner) * 0.5, thick),
        ]
        if kit.level:
            ring[-1:] = [
                (outer * 1.16, thick),
                (outer * 1.02, thick * 1.5),
                (inner + (outer - inner) * 0.5, thick * 1.5),
            ]
        flange = kit.turned(ring)
        bolts = [
            kit.prism(mechanics.circle(outer * 0.14, max(kit.small, 8), x, y), thick * 3).translate((0, 0, -thick))
            for x, y in layout.around(6, outer * 1.52, turn=pi / 2)
        ]
        flange = kit.without(flange, *bolts)
        if k:
            flange = flange.mirror((0, 0, 1)).translate((0, 0, long))
        kit.add("flange", flange.rotate(lie).translate((-long / 2, 0, centre)), crease=32)
