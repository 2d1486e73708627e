"""Pulleys: grooved wheels for belts and ropes, with a hub, and spokes or a web between."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    wide = min(float(values["width"]), float(values["depth"]))
    return mechanics.no_more(values, said, "bore", wide * 0.5, "The bore is wider than the pulley has room for.")


@family(
    "pulley",
    gloss="a grooved wheel that a belt or rope runs on",
    category="mechanical",
    size=Size(100, 100, 26, main="width", follow={"height": 0.5}, tied=("width", "depth"), stretch=1e9),
    roles=(
        Role("pulley", "aluminium", words=("wheel", "rim", "sheave", "body")),
        Role("hub", "steel", words=("boss", "bush", "bushing"), tone=1),
    ),
    parameters=(
        count("grooves", 1, 0, 12, words=("groove", "rib", "track")),
        count("spokes", 5, 0, 12, words=("spoke", "arm"), free=(4, 5, 6)),
        length("bore", 14, 0, 100_000, measure="diameter", dimension=("bore",), grows=1.0,
               words=("bore", "hole", "shaft hole", "axle hole", "centre hole", "center hole")),
        choice("groove_shape", "v", "round", aliases={"v shaped": "v", "rope": "round"}),
    ),
    synonyms=("belt pulley", "rope pulley", "v belt pulley", "sheave", "belt wheel"),
    presets={"flat belt pulley": {"grooves": 0}},
    rule=_agree,
    examples=(
        "pulley with two grooves and a 12 mm hole",
        "aluminium belt pulley 80 mm in diameter with five spokes",
        "red pulley with three grooves, 60 mm across and 30 mm thick",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """A turned rim whose profile carries the grooves, windows cut between the spokes, a bush in the middle."""
    wide, high = values.mm("width"), values.mm("height")
    outer, bore, n = wide / 2, values.mm("bore") / 2, values.count("grooves")
    each = high * (0.86 if n else 1.0) / max(n, 1)
    sunk = min(each * 0.7, outer * 0.2)
    edge = [(outer, high * 0.07)] if n else []
    fine = kit.segments
    for k in range(n):
        low = high * 0.07 + each * k
        land, foot = each * 0.06, each * 0.34
        if values.word("groove_shape") == "round" or kit.style == "stylized":
            steps = 2 if kit.low else kit.pick(4, 8, 12)
            edge += [
                (outer - sunk * math.sin(math.pi * s / steps), low + land + (each - 2 * land) * s / steps)
                for s in range(steps + 1)
            ]
        else:
            edge += [(outer, low + land), (outer - sunk, low + foot), (outer - sunk, low + each - foot),
                     (outer, low + each - land)]  # fmt: skip
    soft = min(kit.bevel(high * 0.03), high * 0.07 - 1e-6) if n else 0.0
    if not n:
        steps = 2 if kit.low else kit.pick(4, 8, 12)
        edge = [(outer * (0.97 + 0.03 * math.sin(math.pi * s / steps)), high * s / steps) for s in range(steps + 1)]
    rim = outer - sunk - max(outer * 0.08, high * 0.08)
    hub = max(bore * 1.5, bore + outer * 0.06, outer * 0.16)
    top = [(outer - soft, high), *([(outer, high - soft)] if soft else [])] if n else []
    low_edge = [(outer - soft, 0.0), *([(outer, soft)] if soft else [])] if n else []
    inner = max(hub * 0.9, bore)
    if rim > hub * 1.3 and (kit.level or values.count("spokes")):
        web = high * 0.2
        profile = [
            (inner, high / 2 - web), (rim, high / 2 - web), (rim + high * 0.04, 0.0), *low_edge, *edge, *reversed(top),
            (rim + high * 0.04, high), (rim, high / 2 + web), (inner, high / 2 + web),
        ]  # fmt: skip
    else:
        profile = [(inner, 0.0), *low_edge, *edge, *reversed(top), (inner, high)]
    body = kit.turned(profile, segments=max(fine, 12) * (1 if kit.low else 2))
    spokes = values.count("spokes")
    if spokes and rim > hub * 1.5:
        windows = mechanics.windows(spokes, hub * 1.12, rim * 0.97, max(fine // spokes, 3), max(kit.steps, 1))
        body = kit.without(body, *(kit.prism(window, high * 2).translate((0, 0, -high / 2)) for window in windows))
    ratio = values.mm("depth") / wide
    kit.add("pulley", body.scale((1, ratio, 1)), crease=32)
    soft = kit.bevel(high * 0.03)
    bush = [(bore, 0.0), (hub - soft, 0.0), (hub, soft), (hub, high - soft), (hub - soft, high), (bore, high)]
    kit.add("hub", kit.turned(bush if bore > 0 else [(0, 0), *bush[1:-1], (0, high)]).scale((1, ratio, 1)))
