"""Pencil holders: a cup with an even wall that stands on a desk, with pencils in it where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_PAINTS = ("#d9a441", "#b8442f", "#3f6f8a", "#5d8a57", "#6b4a7a")


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "bands" not in said:
        values["bands"] = 1
    return vessels.thin_enough(values, said)


@family(
    "pencil_holder",
    gloss="a cup that holds pencils on a desk",
    category="everyday",
    size=Size(80, 80, 100, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "ceramic", "#5b7f8c", words=("wall", "side", "cup", "holder")),
        Role("band", "ceramic", "#f1e8d6", words=("stripe", "ring", "line"), count="bands", tone=1),
        Role("base", "ceramic", "#5b7f8c", words=("foot", "bottom"), count=None, like="body"),
        Role("pencil", "paint", "#d9a441", words=("pen", "crayon", "brush"), count="pencils", tone=None),
        Role("tip", "wood", "#e3c79a", words=("point",), count="pencils", tone=None),
    ),
    parameters=(
        choice("form", "round", "hexagonal", "square",
               aliases={"circular": "round", "cylindrical": "round", "six sided": "hexagonal", "rectangular": "square"},
               free=("round", "hexagonal")),
        length("wall", 4, 0.3, 60, part="body", measure="thickness", dimension=("thickness",)),
        count("bands", 0, 0, 4),
        count("pencils", 0, 0, 12, words=("pencil", "pen", "crayon")),
    ),
    synonyms=("pencil cup", "pen cup", "pen holder", "pencil pot", "pen pot", "pen stand", "desk tidy"),
    rule=_agree,
    examples=(
        "blue pencil holder 10 cm high",
        "white pencil cup with five pencils",
        "hexagonal pen holder with two red stripes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The cup fills the bounds; pencils lean in it and stand above its rim within them."""
    width, full = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    pencils = values.count("pencils")
    height = full * (0.58 if pencils else 1.0)
    radius = width / 2
    wall = min(values.mm("wall"), radius * 0.4, height * 0.3)
    sides = {"round": kit.segments, "hexagonal": 6, "square": 4}[values.word("form")]
    # A square's corners reach further than its sides: the sides are what the bounds measure.
    reach, turn = {"square": (radius * math.sqrt(2), 45.0)}.get(values.word("form"), (radius, 0.0))
    fit = (1.0, 1.0 if sides != 6 else 2 / math.sqrt(3), 1.0)
    soft = wall * (0.9 if kit.style == "stylized" else 0.4)

    def stood(profile: list[tuple[float, float]]) -> Solid:
        return kit.turned(profile, segments=sides).rotate((0, 0, turn)).scale(fit).scale((1, squash, 1))

    def ring(r: float, low: float, high: float, inner: float) -> Solid:
        return stood([(inner, low), (r, low), (r, high), (inner, high)])

    inner, lip = reach - wall, wall * 0.4 if kit.level else wall * 0.2
    kit.add("body", stood([
        (0, 0), (reach - soft, 0), (reach, soft), (reach, height - lip), (reach - lip, height), (inner + lip, height),
        (inner, height - lip), (inner, wall * 1.4), (inner - wall * 0.3, wall), (0, wall),
    ]), crease=40)  # fmt: skip
    proud = min(wall * 0.1, radius * 0.012)
    number = values.count("bands")
    for k in range(number):
        middle, half = height * (0.3 + 0.5 * (k + 0.5) / number), height * min(0.05, 0.14 / number)
        kit.add("band", ring(reach + proud, middle - half, middle + half, inner + wall * 0.5))
    for k in range(kit.pick(0, 1, 3)):
        low = height * (0.07 + 0.035 * k)
        kit.add("base", ring(reach - proud * 0.2 + proud * 0.8, low, low + height * 0.014, inner + wall * 0.4))
    thin = min((radius - wall) * 0.12, (radius - wall) * 0.9 / max(pencils, 1) ** 0.5 * 0.4) if pencils else 0.0
    for k, (x, y) in enumerate(layout.around(pencils, (radius - wall) * 0.6, turn=0.5) if pencils else ()):
        top = full * (1.0 - 0.07 * (k % 3))
        end = (x * 1.12, y * 1.12 * squash, top - thin * 5)
        start = (x * 0.4, y * 0.4 * squash, wall + thin * 0.4)
        kit.add("pencil", kit.stake(start, end, thin, thin), colour=_PAINTS[k % len(_PAINTS)])
        cone = kit.turned([(0, 0), (thin * 0.98, 0), (thin * 0.12, thin * 5), (0, thin * 5)], segments=6)
        kit.add("tip", cone.translate(end))
