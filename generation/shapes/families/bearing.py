"""Ball bearings: two grooved rings, counted balls between them, and a cage that keeps them apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    wide = float(values["width"])
    values["depth"] = wide
    out = mechanics.no_more(values, said, "bore", wide * 0.72, "The bore is wider than the bearing has room for.")
    if said & {"width", "depth"} and "bore" not in said:
        values["bore"] = round(wide * 8 / 22, 3)
    elif "bore" in said and not said & {"width", "depth"}:
        values["width"] = values["depth"] = round(float(values["bore"]) * 22 / 8, 3)
    return out


@family(
    "bearing",
    gloss="two rings that turn on balls",
    category="mechanical",
    size=Size(22, 22, 7, main="width", tied=("width", "depth"), stretch=1e9),
    roles=(
        Role("outer_ring", "steel", words=("outer ring", "outer race", "ring", "race")),
        Role("inner_ring", "steel", words=("inner ring", "inner race"), like="outer_ring"),
        Role("ball", "chrome", words=("bearing ball", "roller", "sphere"), count="balls", tone=None),
        Role("cage", "brass", words=("retainer", "ball cage"), tone=1),
    ),
    parameters=(
        count("balls", 8, 3, 40, words=()),
        length("bore", 8, 0.2, 100_000, measure="diameter", dimension=("bore",), grows=1.0,
               words=("bore", "hole", "inner diameter", "inside diameter", "shaft hole", "shaft")),
    ),
    synonyms=("ball bearing", "roller bearing", "wheel bearing", "skateboard bearing"),
    rule=_agree,
    examples=(
        "ball bearing with nine balls, 22 mm in diameter, with an 8 mm bore",
        "steel bearing 40 mm across, 12 mm thick, with ten balls",
        "bearing with a 10 mm bore",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Both rings are turned with a groove that the balls run in; the balls touch their bottoms."""
    outer, bore, high = values.mm("width") / 2, values.mm("bore") / 2, values.mm("height")
    gap = outer - bore
    middle = (outer + bore) / 2
    n = values.count("balls")
    r = min(gap * 0.33, high * 0.42, middle * math.sin(math.pi / n) * 0.9)
    half = r * (0.62 if kit.style == "stylized" else 0.72)
    soft = min(kit.bevel(gap * 0.06), high * 0.1)
    steps = 3 if kit.low else kit.pick(4, 8, 12)
    fine = kit.segments * (1 if kit.low else 2)
    reach = math.sqrt(max(r * r - half * half, 0)) * 0.98

    def groove(sign: float) -> list[tuple[float, float]]:
        a0 = math.atan2(reach, half)
        bow = [a0 - 2 * a0 * k / steps for k in range(steps + 1)]
        return [(middle + sign * r * 1.01 * math.cos(a), high / 2 + r * 1.01 * math.sin(a)) for a in bow]

    land = middle + half
    ring = [(land, 0.0), (outer - soft, 0.0), (outer, soft), (outer, high - soft), (outer - soft, high), (land, high)]
    kit.add("outer_ring", kit.turned([*ring, *groove(1.0)], segments=fine), crease=40)
    land = middle - half
    # The bore keeps its width to the very ends; its edges are sharp.
    ring = [(bore, 0.0), (land, 0.0), *reversed(groove(-1.0)), (land, high), (bore, high)]
    kit.add("inner_ring", kit.turned(ring, segments=fine), crease=40)
    for x, y in layout.around(n, middle, turn=math.pi / 2):
        ball = kit.sphere(r)
        kit.add("ball", ball.translate((x, y, high / 2)), crease=80)
    thin = half * 0.7
    low, top = high / 2 + r * 0.1, high / 2 + r * 0.42
    band = [(middle - thin, low), (middle + thin, low), (middle + thin, top), (middle - thin, top)]
    cage = kit.turned(band, segments=fine)
    if kit.level:
        cage = kit.together([cage, cage.mirror((0, 0, 1)).translate((0, 0, high))])
    kit.add("cage", cage)
