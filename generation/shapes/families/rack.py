"""Gear racks: a bar with straight-flanked teeth of the basic rack profile (ISO 53)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, angle, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    teeth, module = int(values["teeth"]), float(values["module"])
    if module > 0:
        values["width"] = round(module * math.pi * teeth, 3)
    elif "teeth" in said and "width" not in said:
        values["width"] = round(2 * math.pi * teeth, 3)
    module = float(values["width"]) / math.pi / teeth
    if float(values["height"]) < module * 3:
        values["height"] = round(module * 3, 3)
    if int(values["holes"]):
        room = min((float(values["height"]) - 2.25 * module) * 0.7, float(values["width"]) / int(values["holes"]) * 0.5)
        return mechanics.no_more(values, said, "hole", room, "The holes are wider than there is room for.")
    return []


@family(
    "rack",
    gloss="a straight bar of teeth that a gear runs along",
    category="mechanical",
    size=Size(151, 15, 20, main="width", follow={"height": 0.3, "depth": 0.3}, stretch=1e9),
    roles=(Role("rack", "steel", words=("bar", "body", "hole", "mounting hole")),),
    parameters=(
        count("teeth", 24, 3, 400, words=("tooth",)),
        length("module", 0, 0, 1000, words=("module",), letter="M", measure="size", grows=1.0),
        angle("pressure_angle", 20, 14.5, 25, words=("pressure angle",)),
        count("holes", 0, 0, 12, words=("hole", "mounting hole")),
        length("hole", 4, 0.2, 500, part="rack", measure="diameter", grows=1.0),
    ),
    synonyms=("gear rack", "toothed rack", "tooth rack", "rack gear", "toothed bar"),
    rule=_agree,
    examples=(
        "gear rack with 30 teeth",
        "steel gear rack 200 mm long with 32 teeth and two holes",
        "brass toothed rack 15 cm long, 2 cm high",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The outline is drawn standing and raised to the width of the face; it starts and ends in half a gap."""
    long, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("teeth")
    module = long / math.pi / n
    slope = math.tan(math.radians(values.mm("pressure_angle")))
    pitch = math.pi * module
    line, tip, root = high - module, high, high - 2.25 * module
    outline = [(-long / 2, 0.0), (long / 2, 0.0), (long / 2, root)]
    soft = min(module * 0.12, deep * 0.1) * (2.0 if kit.style == "stylized" else 1.0)
    for k in reversed(range(n)):
        x = -long / 2 + pitch * (k + 0.5)
        up, low = pitch / 4 - slope * module, pitch / 4 + slope * (line - root)
        if kit.level == 1 or (kit.level and kit.low):
            side = max(up - soft, up * 0.5)
            outline += [(x + low, root), (x + up + slope * soft, tip - soft), (x + side, tip), (x - side, tip),
                        (x - up - slope * soft, tip - soft), (x - low, root)]  # fmt: skip
        else:
            outline += [(x + low, root), (x + up, tip), (x - up, tip), (x - low, root)]
    outline.append((-long / 2, root))
    if kit.level == 2 and not kit.low:
        outline = mechanics.rounded(outline, soft * 2, 3)
    holes = values.count("holes")
    spots = layout.row(holes, long * 0.84) if holes else []
    cut = [mechanics.circle(values.mm("hole") / 2, max(kit.segments, 12), x, root / 2) for x in spots]
    body = kit.plate(outline, cut, deep)
    edge = kit.bevel(min(deep, high) * 0.04)
    ends = []
    if edge > 0:
        cut = kit.prism([(edge, 0), (0, edge), (-edge, 0), (0, -edge)], high * 3).rotate((90, 0, 0))
        ends = [cut.translate((x, high * 2, z)) for x in (-long / 2, long / 2) for z in (0.0, deep)]
    kit.add("rack", kit.without(body, *ends).rotate((90, 0, 0)).translate((0, deep / 2, 0)), crease=30)
