"""Pipe flanges: a disc with a bore, a raised face or a neck, and bolt holes on a circle."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from generation.shapes import layout, mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    wide = min(float(values["width"]), float(values["depth"]))
    out = mechanics.no_more(values, said, "bore", wide * 0.7, "The bore is wider than the flange has room for.")
    ring = (wide - float(values["bore"])) / 2
    n = int(values["bolt_holes"])
    if n:
        circle = (wide + float(values["bore"])) / 2 * 1.04
        room = min(ring * 0.55, pi * circle / n * 0.75)
        out += mechanics.no_more(values, said, "hole", room, "The bolt holes are wider than there is room for.")
    return out


@family(
    "flange",
    gloss="a rim with bolt holes at the end of a pipe",
    category="mechanical",
    size=Size(120, 120, 26, main="width", follow={"height": 0.6}, tied=("width", "depth"), stretch=1e9),
    roles=(Role("flange", "steel", words=("rim", "body", "neck", "collar", "hole", "bolt hole", "screw hole")),),
    parameters=(
        count("bolt_holes", 6, 0, 48, words=("bolt hole", "hole", "screw hole", "bolt")),
        length("hole", 11, 0.2, 10_000, measure="diameter", part="flange", grows=1.0,
               words=("hole diameter", "bolt hole diameter")),
        length("bore", 50, 0, 100_000, measure="diameter", dimension=("bore",), grows=1.0,
               words=("bore", "centre hole", "center hole", "central hole", "opening", "pipe opening", "middle hole")),
        choice("form", "neck", "flat", aliases={"welding neck": "neck", "slip on": "flat", "hubbed": "neck"}),
    ),
    synonyms=("pipe flange", "flange ring"),
    presets={"blind flange": {"bore": 0, "form": "flat", "height": 14}, "flat flange": {"form": "flat", "height": 14}},
    rule=_agree,
    examples=(
        "flange with eight bolt holes, 150 mm in diameter, with a 60 mm bore",
        "steel pipe flange with six bolt holes",
        "blind flange 120 mm across, 14 mm thick, with four bolt holes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """A turned body with bolt holes drilled through its rim."""
    wide, high = values.mm("width"), values.mm("height")
    outer, bore = wide / 2, values.mm("bore") / 2
    n, r = values.count("bolt_holes"), values.mm("hole") / 2
    neck = values.word("form") == "neck" and bore > 0
    thick = high * 0.5 if neck else high
    ring = outer - bore
    wall = bore + ring * 0.16
    soft = min(kit.bevel(thick * 0.08), ring * 0.1)
    middle = outer - ring * 0.45 if bore > 0 else outer * 0.76
    if neck:
        middle = max(middle, wall + ring * 0.12 + r * 1.1)
    profile = [(bore, 0.0), (outer - soft, 0.0), (outer, soft), (outer, thick - soft), (outer - soft, thick)]
    if neck:
        foot = min(wall + ring * 0.14, middle - r * 1.05)
        bow = [(foot, thick), (wall + (foot - wall) * 0.3, thick + (high - thick) * 0.18), (wall, high * 0.74)]
        profile += bow if kit.level else [(foot, thick), (wall, high * 0.74)]
        profile += [(wall, high - soft * 0.5), (wall - min(soft, ring * 0.06), high), (bore, high)]
    else:
        face = bore + (middle - r - bore) * 0.85
        step = thick * 0.06 if kit.level else 0.0
        if step and face > bore:
            profile[-2:] = [(outer, thick - step - soft), (outer - soft, thick - step)]
            profile += [(face, thick - step), (face, thick)]
        profile.append((bore, high))
    body = kit.turned(profile)
    tools = [
        kit.prism(mechanics.circle(r, max(kit.segments, 12), x, y), high * 3).translate((0, 0, -high))
        for x, y in (layout.around(n, middle, turn=pi / 2) if n else [])
    ]
    if kit.level == 2:
        tools += [
            kit.turned([(0, 0), (r, 0), (r * 1.18, r * 0.2), (0, r * 0.2)]).translate((x, y, thick - r * 0.16))
            for x, y in (layout.around(n, middle, turn=pi / 2) if n else [])
        ]
    body = kit.without(body, *tools)
    kit.add("flange", body if wide == values.mm("depth") else body.scale((1, values.mm("depth") / wide, 1)), crease=34)
