"""Jaw couplings: two bored hubs whose jaws interlock with an elastic star between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    mechanics.lead(values, said, "diameter", "depth", "height")
    return mechanics.no_more(
        values, said, "bore", float(values["diameter"]) * 0.6, "The bore is wider than the coupling has room for."
    )


@family(
    "coupling",
    gloss="two hubs that join the ends of two shafts",
    category="mechanical",
    size=Size(60, 40, 40, main="width", tied=("depth", "height"), stretch=1e9),
    roles=(
        Role("hub", "aluminium", words=("half", "body", "jaw"), count=2),
        Role("spider", "rubber", "#c8452f", words=("star", "insert", "element"), tone=1),
        Role("screw", "steel", words=("grub screw", "set screw"), count=2, tone=None),
    ),
    parameters=(
        length("diameter", 40, 2, 5000, measure="diameter", dimension=("diameter",), grows=1.0),
        length(
            "bore",
            12,
            0,
            3000,
            words=("bore", "hole", "shaft hole"),
            measure="diameter",
            dimension=("bore",),
            grows=1.0,
        ),
        count("jaws", 3, 2, 8, words=("jaw pair", "claw")),
    ),
    synonyms=("shaft coupling", "jaw coupling", "coupler", "flexible coupling", "motor coupling"),
    rule=_agree,
    examples=(
        "shaft coupling 40 mm in diameter, 60 mm long, with a 14 mm bore",
        "jaw coupling with four claws and a blue star",
        "aluminium coupling with a 10 mm bore",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Left and right hubs along X; the star fills the gaps between their jaws."""
    long, r, bore, n = values.mm("width"), values.mm("diameter") / 2, values.mm("bore") / 2, values.count("jaws")
    tooth = min(long * 0.2, r * 0.8)
    body = (long - tooth) / 2
    fine = kit.segments
    soft = kit.bevel(r * 0.05)
    ring = [(bore, 0.0), (r - soft, 0.0), (r, soft), (r, body), (bore, body)]
    groove = r * 0.04
    if kit.level:
        at = body * 0.62
        ring[3:3] = [(r, at), (r - groove, at + groove), (r - groove, at + groove * 2), (r, at + groove * 3)]
    barrel = kit.turned(ring if bore > 0 else [(0.0, 0.0), *ring[1:-1], (0.0, body)], segments=fine)
    inner, share = max(bore, r * 0.32), 0.32
    for side in (0, 1):
        jaws = [
            _sector(
                kit, inner * 1.05, r, 2 * math.pi * (k + 0.5 * side) / n, math.pi / n * share * 2, tooth + 0.5
            ).translate((0, 0, body - 0.5))
            for k in range(n)
        ]
        tap = kit.rod((0, 0, body * 0.35), (0, r * 1.2, body * 0.35), r * 0.13)
        hub = kit.without(kit.union([barrel, *jaws]), *([tap] if kit.level else []))
        grub = kit.rod((0, max(bore * 1.02, r * 0.3), body * 0.35), (0, r * 0.97, body * 0.35), r * 0.132)
        if side:
            hub, grub = hub.mirror((0, 0, 1)).translate((0, 0, long)), grub.mirror((0, 0, 1)).translate((0, 0, long))
        lie = (0.0, 90.0, 0.0)
        kit.add("hub", hub.rotate(lie).translate((-long / 2, 0, r)), crease=32)
        kit.add("screw", grub.rotate(lie).translate((-long / 2, 0, r)))
    arms = [
        _sector(kit, inner, r * 0.96, math.pi * (k + 0.5) / n, math.pi / n * (1 - 2 * share) * 1.1, tooth * 0.9)
        for k in range(2 * n)
    ]
    core = kit.plate(mechanics.circle(inner * 1.25, fine), [mechanics.circle(inner * 0.9, fine)], tooth * 0.9)
    star = kit.union([core, *arms])
    kit.add("spider", star.rotate((0, 90, 0)).translate((-tooth * 0.45, 0, r)), crease=32)


def _sector(kit: Kit, inner: float, outer: float, middle: float, half: float, tall: float) -> Solid:
    n = 2 if kit.low else kit.pick(3, 6, 10)
    steps = [middle - half / 2 + half * k / n for k in range(n + 1)]
    ring = [(outer * math.cos(a), outer * math.sin(a)) for a in steps]
    ring += [(inner * math.cos(a), inner * math.sin(a)) for a in reversed(steps)]
    return kit.prism(ring, tall)
