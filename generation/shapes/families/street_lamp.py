"""Street lamps: a tall post on a stepped base, with a lantern at its top or lanterns hung from arms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, lights
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    number = int(values["lanterns"])
    if "arms" in said and "lanterns" not in said:
        number = values["lanterns"] = max(1, int(values["arms"]))
    if number == 1 and not int(values["arms"]):
        return []
    values["arms"] = number
    if "width" not in said:
        values["width"] = round(0.24 * float(values["height"]), 3)
    if "depth" not in said:
        values["depth"] = round(float(values["width"]) * (0.42 if number == 2 else 1.0), 3)
    return []


@family(
    "street_lamp",
    gloss="a tall light that stands by a street",
    category="lighting",
    size=Size(700, 700, 4000, main="height", follow={"width": 0.8, "depth": 0.8}, stretch=6),
    roles=(
        Role("post", "paint", "#2f4a41", words=("pole", "mast", "column", "stem")),
        Role("base", "paint", "#2f4a41", words=("foot", "plinth"), like="post"),
        Role("arm", "paint", "#2f4a41", words=("bracket", "branch"), count="arms", like="post"),
        Role("lantern", "lamp glass", "#fbe7b8", words=("lamp", "light", "head", "glass"), count="lanterns", tone=None),
        Role("roof", "paint", "#2f4a41", words=("cap", "hood", "top"), count="lanterns", like="post"),
        Role("cage", "paint", "#2f4a41", words=("frame",), count=None, like="post"),
        Role("finial", "brass", words=("knob", "tip"), count=None, tone=1),
        Role("collar", "brass", words=("ring", "band"), count=None, tone=1),
    ),
    parameters=(
        count("lanterns", 1, 1, 6, words=("lantern", "lamp", "light")),
        count("arms", 0, 0, 6, words=("arm", "bracket")),
        choice("form", "hexagonal", "square", "round", aliases={"six sided": "hexagonal", "globe": "round"},
               free=("hexagonal", "square")),
        length("post_thickness", 110, 10, 800, part="post", measure="thickness"),
    ),
    synonyms=("street light", "streetlamp", "streetlight", "lamp post", "lamppost", "gas lamp", "street lantern"),
    rule=_agree,
    examples=(
        "street lamp 4 m tall on a green post",
        "black street lamp with three lanterns",
        "street lamp with two arms, 5 m tall",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """From the base up; every lantern is built once and set where it belongs."""
    width, height = values.mm("width"), values.mm("height")
    arms = values.count("arms")
    squash = values.mm("depth") / width if arms != 2 else 1.0
    reach = width / 2
    post = min(values.mm("post_thickness"), reach * 0.5) / 2
    foot = min(reach * 0.62, post * 3.4, values.mm("depth") * 0.49) if arms else reach
    size = reach if not arms else reach * (0.42 if arms < 5 else 0.34)
    tall = min(height * 0.21, size * 2.6)
    low = height * 0.052
    marks = [(foot * 0.94, 0.0), (foot * 0.94, low * 0.36), (foot * 0.72, low * 0.5), (foot * 0.68, low),
             (post * 2.0, low * 1.2), (post * 1.7, low * 3.2), (post * 2.0, low * 3.5),
             (post * 1.3, low * 3.9)]  # fmt: skip
    if not arms:
        marks = [(min(r, size * 0.62), z) for r, z in marks]
    kit.add("base", kit.turned([(0, 0), *marks, (0, low * 3.9)]).scale((1, squash, 1)), crease=35)
    rim = height * 0.988 if arms else height - tall * 1.02
    shaft = [(post * 1.15, low * 3.7), (post * 0.72, rim), (0.0, rim), (0.0, low * 3.7)]
    kit.add("post", kit.turned(shaft).scale((1, squash, 1)), crease=40)
    for k in range(kit.pick(1, 2, 4)):
        z = low * 4.2 + (rim - low * 5) * k / 4
        r = post * 1.35 - post * 0.3 * k / 4
        ring = [(post * 0.4, z), (r, z + low * 0.06), (r, z + low * 0.3), (post * 0.4, z + low * 0.36)]
        kit.add("collar", kit.turned(ring).scale((1, squash, 1)), crease=35)
    if not arms:
        _lantern(kit, values.word("form"), (0.0, 0.0), rim - tall * 0.02, (size, tall), squash)
        return
    knob = kit.turned([(0, 0), (post * 1.2, 0), (post * 1.4, height * 0.006), (0, height * 0.02)])
    kit.add("finial", knob.scale((1, squash, 1)).translate((0, 0, height * 0.98)), crease=40)
    spots = [(-1.0, 0.0), (1.0, 0.0)] if arms == 2 else layout.around(arms, 1.0)
    widest = max(0.3, *(abs(x) for x, _ in spots))
    deepest = max(0.3, *(abs(y) for _, y in spots))
    out = (reach - size) / widest
    deep = 0.0 if arms == 2 else min(out, (values.mm("depth") / 2 - size * squash) / deepest)
    for x, y in spots:
        end = (x * out, y * deep)
        top = rim - height * 0.05
        path = [(0.0, 0.0, top - tall * 0.7), (end[0] * 0.45, end[1] * 0.45, top - tall * 0.75),
                (end[0] * 0.92, end[1] * 0.92, top - tall * 0.62), (end[0], end[1], top - tall * 0.42)]  # fmt: skip
        kit.add("arm", kit.swept(kit.curve(path), kit.ring(post * 0.5)), crease=60)
        wide = squash if arms != 2 else values.mm("depth") / 2 / size
        _lantern(kit, values.word("form"), end, top - tall * 0.45, (size, tall), wide)


def _lantern(
    kit: Kit, form: str, spot: tuple[float, float], low: float, size: tuple[float, float], squash: float
) -> None:  # fmt: skip
    """Tray, glass in a cage, roof and finial about a spot in plan."""
    radius, tall = size
    sides = {"hexagonal": 6, "square": 4, "round": max(8, kit.segments // 2)}[form]
    turn = math.pi / sides
    full = radius / max(abs(math.cos(turn + 2 * math.pi * k / sides)) for k in range(sides))

    def tier(share: float, z0: float, upper: float, z1: float) -> Solid:
        return kit.hull(
            [
                (spot[0] + x, spot[1] + y, low + z * tall)
                for r, z in ((share, z0), (upper, z1))
                for x, y in layout.around(sides, full * r, turn=turn, squash=squash)
            ]
        )

    kit.add("lantern", tier(0.5, 0.1, 0.86, 0.62), crease=20)
    tray = [tier(0.2, 0.0, 0.56, 0.08), tier(0.56, 0.08, 0.56, 0.12)]
    bars = []
    if form != "round" or kit.level:
        lows = layout.around(sides, full * 0.51, turn=turn, squash=squash)
        highs = layout.around(sides, full * 0.87, turn=turn, squash=squash)
        thin = radius * 0.035 * kit.chunk
        step = 1 if sides <= 6 else 2
        for (ax, ay), (bx, by) in list(zip(lows, highs, strict=True))[::step]:
            foot, head = (ax, ay, tall * 0.1), (bx, by, tall * 0.63)
            bars.append(kit.rod(foot, head, thin).translate((spot[0], spot[1], low)))
    kit.add("cage", kit.union([*tray, *bars]), crease=25)
    roof = [tier(1.0, 0.61, 1.0, 0.65), tier(1.0, 0.65, 0.36, 0.84)]
    if kit.level:
        roof.append(tier(0.42, 0.83, 0.42, 0.86))
        roof.append(tier(0.42, 0.86, 0.14, 0.93))
    kit.add("roof", kit.union(roof), crease=20)
    start = 0.92 if kit.level else 0.83
    knob = lights.flame(kit, radius * 0.13, tall * (1.02 - start))
    kit.add("finial", knob.translate((spot[0], spot[1], low + tall * start)), crease=60)
