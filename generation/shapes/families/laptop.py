"""Laptops: a flat base with keys and touchpad, and a screen tilted about its hinge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, angle, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

_ROWS = (14, 14, 13, 12)


def _base(values: Values | dict[str, Value]) -> tuple[float, float, float]:
    """Depth of the base, length of the lid, and thickness of both together."""
    base = float(values["base_depth"])
    return base, base * 0.97, min(float(values["thickness"]), base * 0.2)


def _reach(lid: float, thin: float, turn: float) -> float:
    """How far the lid reaches behind the base."""
    return lid * max(0.0, -math.cos(turn)) + thin * math.sin(turn)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["state"] != "as_angled":
        # A word for how far it is open sets the angle once; the angle then speaks for itself.
        if values["state"] != "open" or float(values["angle"]) < 80 or "angle" not in said:
            values["angle"] = {"open": 112.0, "half_closed": 50.0, "closed": 0.0}[str(values["state"])]
        values["state"] = "as_angled"
    turn = math.radians(float(values["angle"]))
    base, lid, thick = _base(values)
    if "depth" in said and "base_depth" not in said:
        # The asked depth is that of the whole; the base takes what the lid leaves.
        base = float(values["depth"]) * base / (base + _reach(lid, thick * 0.42, turn))
        values["base_depth"] = round(base, 3)
        base, lid, thick = _base(values)
    values["depth"] = round(base + _reach(lid, thick * 0.42, turn), 3)
    rise = lid * math.sin(turn) + thick * 0.42 * max(math.cos(turn), 0.0)
    values["height"] = round(thick * 0.6 + rise, 3)
    return []


@family(
    "laptop",
    gloss="a folding computer with screen and keyboard",
    category="electronics",
    size=Size(320, 307, 209, main="width", stretch=1e6),
    roles=(
        Role("base", "aluminium", "#a9aeb4", words=("body", "case", "bottom", "chassis")),
        Role("lid", "aluminium", "#a9aeb4", words=("screen lid", "cover"), like="base"),
        Role("screen", "plastic", "#1f4a5f", words=("display", "monitor panel"), tone=1),
        Role("key", "plastic", "#2b2f35", words=("keyboard key",), count=None, tone=None),
        Role("keyboard", "plastic", "#1f2226", words=("keyboard bed",), tone=None),
        Role("touchpad", "aluminium", "#8d939a", words=("trackpad", "track pad", "touch pad"), tone=None),
        Role("hinge", "plastic", "#2b2f35", words=("joint",), tone=None),
        Role("webcam", "plastic", "#0b0f13", count=None, tone=None),
    ),
    parameters=(
        angle("angle", 112, 0, 180, words=("angle", "opening angle", "screen angle")),
        choice(
            "state",
            "as_angled",
            "open",
            "half_closed",
            "closed",
            aliases={
                "half closed": "half_closed",
                "half open": "half_closed",
                "shut": "closed",
                "opened": "open",
                "folded": "closed",
            },
        ),
        length("base_depth", 220, 20, 5000, words=("base depth",), measure="depth", grows=1.0),
        length("thickness", 18, 3, 200, dimension=("thickness",)),
    ),
    synonyms=("notebook computer", "laptop computer", "macbook", "portable computer"),
    presets={"closed laptop": {"state": "closed", "depth": 220, "height": 18}},
    rule=_agree,
    examples=("silver laptop, half closed", "black laptop 35 cm wide", "open laptop with a blue screen"),
)
def build(kit: Kit, values: Values) -> None:
    """The base lies in front; the lid turns about the base's back edge."""
    wide, deep = values.mm("width"), values.mm("depth")
    base, lid, thick = _base(values)
    low, thin = thick * 0.6, thick * 0.42
    front = -deep / 2
    rear = front + base
    corner = min(wide, base) * 0.045
    middle = front + base / 2
    deck = kit.box(wide, base, low, corner=corner, bevel=low * 0.22)
    kit.add("base", deck.translate((0, middle, 0)), crease=40)
    bed_deep = base * 0.46
    bed_y = rear - base * 0.12 - bed_deep / 2
    bed = kit.box(wide * 0.88, bed_deep, low * 0.12, corner=corner * 0.3)
    kit.add("keyboard", bed.translate((0, bed_y, low * 0.9)))
    if kit.level:
        _keys(kit, wide * 0.86, bed_deep * 0.95, low, bed_y)
    pad = kit.box(wide * 0.34, base * 0.28, low * 0.06, corner=corner * 0.4, bevel=low * 0.02)
    kit.add("touchpad", pad.translate((0, front + base * 0.18, low * 0.97)))
    r = thin * 0.5
    kit.add("hinge", kit.rod((-wide * 0.36, rear - r * 1.2, low), (wide * 0.36, rear - r * 1.2, low), r * 0.9))
    degrees = values.mm("angle")

    def turned(solid: Solid) -> Solid:
        # Made closed, its face down on the base; opened about the upper back edge.
        return solid.translate((0, -lid / 2, 0)).rotate((-degrees, 0, 0)).translate((0, rear, low))

    cover = kit.box(wide, lid, thin, corner=corner, bevel=thin * 0.25)
    kit.add("lid", turned(cover), crease=40)
    edge = min(wide, lid) * 0.035
    glass = kit.box(wide - 2 * edge, lid - 2.6 * edge, thin * 0.22, corner=corner * 0.4, bevel=thin * 0.04)
    kit.add("screen", turned(glass.translate((0, -edge * 0.3, -thin * 0.04))))
    if kit.level:
        dot = kit.disc(edge * 0.3, edge * 0.3, thin * 0.1).translate((0, -lid / 2 + edge * 0.5, -thin * 0.03))
        kit.add("webcam", turned(dot))


def _keys(kit: Kit, wide: float, deep: float, low: float, y: float) -> None:
    """Rows of caps, and a last one with the space bar."""
    rows = [*_ROWS, 0]
    pitch = deep / len(rows)
    cap = pitch * 0.82
    for row, number in enumerate(rows):
        at = y + deep / 2 - pitch * (row + 0.5)
        widths = [1.0] * number if number else [1.0, 1.0, 1.2, 5.4, 1.2, 1.0, 1.0]
        if number and number < 14:
            widths[0] = widths[-1] = 1.0 + (14 - number) / 2
        unit = wide / sum(widths)
        x = -wide / 2
        for share in widths:
            key = kit.box(unit * share - pitch * 0.18, cap, low * 0.16, bevel=low * 0.03 if kit.level == 2 else 0)
            kit.add("key", key.translate((x + unit * share / 2, at, low * 0.96)))
            x += unit * share
