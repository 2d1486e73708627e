"""Spur and helical gears: involute teeth round a recessed web and a bored hub."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, angle, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.mechanics import Outline


def _outline(teeth: int, module: float, pressure: float, steps: int) -> Outline:
    return mechanics.involute(teeth, module, pressure=pressure, steps=steps)


def _extent(teeth: int, pressure: float, turn: float) -> tuple[float, float]:
    """Width and depth as shares of the tip circle; a helical gear reaches it wherever a tooth comes by."""
    if turn:
        return 1.0, 1.0
    wide, deep = mechanics.extent(_outline(teeth, 1.0, pressure, 1))
    return wide / (teeth + 2), deep / (teeth + 2)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    warnings = []
    teeth, module = int(values["teeth"]), float(values["module"])
    wide, deep = _extent(teeth, float(values["pressure_angle"]), float(values["helix"]))
    if "width" not in said and "depth" in said:
        values["width"] = values["depth"]
    if module > 0:
        values["width"] = round(module * (teeth + 2) * wide, 3)
    tip = float(values["width"]) / wide
    values["depth"] = round(tip * deep, 3)
    root = tip * (teeth - 2.5) / (teeth + 2)
    warnings += mechanics.no_more(
        values, said, "bore", root * 0.9, "The bore is wider than the gear; it was made smaller."
    )
    return warnings


@family(
    "gear",
    gloss="a toothed wheel that turns another",
    category="mechanical",
    size=Size(52, 52, 10, main="width", follow={"height": 0.5}, tied=("width", "depth"), stretch=1e9),
    roles=(Role("gear", "steel", words=("wheel", "rim", "hub", "body", "web")),),
    parameters=(
        count("teeth", 24, 6, 200, words=("tooth", "cog tooth", "gear tooth")),
        length("bore", 10, 0, 100_000, words=("bore", "hole", "shaft hole", "axle hole", "shaft", "axle"),
               measure="diameter", dimension=("bore",), grows=1.0),
        length("module", 0, 0, 1000, words=("module",), measure="size", letter="M", grows=1.0),
        angle("pressure_angle", 20, 14.5, 25, words=("pressure angle",)),
        angle("helix", 0, 0, 40, words=("helix angle", "helix")),
        count("spokes", 0, 0, 12, words=("spoke", "arm")),
        count("keyways", 0, 0, 1, words=("keyway", "key slot", "keyed bore")),
    ),
    synonyms=("cog", "cogwheel", "gear wheel", "gearwheel", "spur gear", "toothed wheel", "cog wheel"),
    presets={"helical gear": {"helix": 20}, "pinion": {"width": 28, "depth": 28, "teeth": 12, "bore": 6}},
    rule=_agree,
    examples=(
        "steel gear with 24 teeth, 60 mm in diameter, 8 mm thick, with a 10 mm bore",
        "brass cog with 16 teeth and a 6 mm hole",
        "gear with 40 teeth and five spokes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Teeth to the full width of the face; web, chamfers and spokes where there is room for them."""
    teeth, thick = values.count("teeth"), values.mm("height")
    pressure, helix = values.mm("pressure_angle"), values.mm("helix")
    wide, _ = _extent(teeth, pressure, helix)
    module = values.mm("width") / wide / (teeth + 2)
    tip, root = module * (teeth + 2) / 2, module * (teeth / 2 - 1.25)
    bore = values.mm("bore") / 2
    outline = _outline(teeth, module, pressure, 1 if kit.low else kit.pick(2, 5, 9))
    round_ = max(kit.segments, 12)
    holes = [_bore(values, bore, round_)] if bore > 0 else []
    turn = math.degrees(thick * math.tan(math.radians(helix)) / (module * teeth / 2))
    layers = max(2, math.ceil(turn / 4)) if helix else 0
    hub = max(bore * 1.7, bore + root * 0.12, root * 0.26)
    rim = root - max(root * 0.1, min(module * 1.6, root * 0.25))
    room = rim - hub
    spokes = values.count("spokes")
    open_ = spokes > 0 and room > root * 0.15
    if open_:
        holes += mechanics.windows(spokes, hub, rim, max(kit.segments // spokes, 3), max(kit.steps, 1))
    elif kit.level == 2 and room > root * 0.3:
        middle = (hub + rim) / 2
        spots = mechanics.spread(6, lambda a: (middle * math.cos(a), middle * math.sin(a)))
        holes += [mechanics.circle(room * 0.3, round_ // 2, x, y) for x, y in spots]
    body = kit.plate(outline, holes, thick, turn=turn, steps=layers)
    cutters = []
    if kit.level and room > root * 0.12:
        sunk = thick * 0.22
        for low, high in ((-1.0, sunk), (thick - sunk, thick + 1.0)):
            ring = kit.plate(mechanics.circle(rim, round_), [mechanics.circle(hub, round_)], high - low)
            cutters.append(ring.translate((0, 0, low)))
    body = kit.without(body, *cutters)
    soft = kit.bevel(min(module * 0.22, thick * 0.12))
    if soft > 0 and kit.level:
        # The rims of the teeth are chamfered; the cone stands well inside the tips so that bounds stay.
        wall = tip / math.cos(math.pi / 120) * 1.0005
        cone = kit.turned(
            [(0, 0), (wall - soft * 2, 0), (wall, soft), (wall, thick - soft), (wall - soft * 2, thick), (0, thick)],
            segments=max(120, round_),
        )
        body = body ^ cone
    elif kit.style == "stylized":
        body = body ^ kit.turned([(0, 0), (tip * 0.98, 0), (tip * 1.02, thick * 0.2), (tip * 1.02, thick), (0, thick)],
                                 segments=64)  # fmt: skip
    kit.add("gear", body, crease=32)


def _bore(values: Values, bore: float, round_: int) -> Outline:
    if values.count("keyways"):
        return mechanics.keyed(bore, round_, bore * 0.5, bore * 0.28)
    return mechanics.circle(bore, round_)
