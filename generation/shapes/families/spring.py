"""Springs: a round wire wound with as many turns as asked, its ends closed up, or drawn out into hooks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    mechanics.lead(values, said, "length", "height")
    room = float(values["height"]) / (int(values["turns"]) + 1)
    least = min(room * 0.97, min(float(values["width"]), float(values["depth"])) * 0.35)
    return mechanics.no_more(
        values,
        said,
        "wire",
        least,
        "So many turns of so thick a wire are longer than the spring; the wire was made thinner.",
    )


@family(
    "spring",
    gloss="a wire wound so that it gives and comes back",
    category="mechanical",
    size=Size(24, 24, 60, main="height", follow={"width": 0.5, "depth": 0.5}, tied=("width", "depth"), stretch=1e9),
    roles=(Role("spring", "steel", words=("wire body",)),),
    parameters=(
        count("turns", 8, 1, 80, words=("turn", "coil", "winding", "loop", "revolution")),
        length(
            "wire",
            2.5,
            0.05,
            1000,
            measure="thickness",
            dimension=("thickness",),
            grows=1.0,
            words=("wire", "wire thickness", "wire diameter", "rod", "bar"),
        ),
        length("length", 60, 1, 10_000, measure="length", dimension=("length",), grows=1.0),
        choice("ends", "closed", "open", aliases={"flat ends": "closed", "closed ends": "closed", "open ends": "open"}),
        choice(
            "form",
            "straight",
            "conical",
            "barrel",
            aliases={"tapered": "conical", "cone": "conical", "cylindrical": "straight"},
        ),
    ),
    synonyms=("coil spring", "compression spring", "helical spring", "spiral spring"),
    presets={"conical spring": {"form": "conical"}},
    rule=_agree,
    examples=(
        "spring with 10 turns, 60 mm long, 20 mm in diameter",
        "steel coil spring with six coils and a 3 mm wire",
        "copper spring 5 cm high with 12 turns",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """One sweep along a helix whose pitch tightens towards closed ends."""
    turns, wire = values.count("turns"), values.mm("wire")
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    each = (kit.pick(12, 28, 48) if not kit.low else kit.pick(8, 12, 16)) if turns < 30 else kit.pick(12, 20, 28)
    n = turns * each
    closed = values.word("ends") == "closed" and turns >= 4 and (turns + 2) * wire < high
    form = values.word("form")
    radius = wide / 2 - wire / 2
    points = []
    for k in range(n + 1):
        turn = k / each
        share = _rise(turn, turns, wire, high - wire) if closed else k / n
        grow = 1.0
        if form == "conical":
            grow = 1 - 0.5 * max(0.0, min(1.0, (turn - 1) / max(turns - 1, 1)))
        elif form == "barrel":
            grow = 1 - 0.35 * (2 * share - 1) ** 2
        a = 2 * math.pi * turn
        points.append((radius * grow * math.cos(a), radius * grow * math.sin(a), wire / 2 + share * (high - wire)))
    # A wire seen in section is round: as many chords as look smooth at its thickness.
    round_ = kit.pick(8, 16, 24) if not kit.low else kit.pick(6, 8, 8)
    section = kit.maths.array(mechanics.circle(wire / 2, round_))
    swell = 1.06 if kit.style == "stylized" else 1.0
    shape = section * swell if kit.style == "stylized" else section
    body = kit.swept(kit.maths.array(points), shape, up=(0, 0, 1))
    kit.add("spring", body if wide == deep else body.scale((1, deep / wide, 1)), crease=60)


def _rise(turn: float, turns: int, wire: float, high: float) -> float:
    """The height share at a turn: the first and last lie close, and ease into an even pitch."""
    end = wire * 1.02 / high

    def even(t: float) -> float:
        return end + (1 - 2 * end) * (t - 1) / (turns - 2)

    if turn <= 1:
        return end * turn
    if turn >= turns - 1:
        return 1 - end * (turns - turn)
    return even(turn)
