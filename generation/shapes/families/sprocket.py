"""Sprockets: wheels whose gaps are as round as the rollers of their chain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.mechanics import Outline


def _outline(teeth: int, pitch: float, steps: int) -> Outline:
    """Seats of 0.63 pitch on the pitch circle joined by pointed teeth (after ISO 606), the first tooth about +X."""
    ring = pitch / (2 * math.sin(math.pi / teeth))
    seat = pitch * 0.315
    tip = ring * math.cos(math.pi / teeth) + pitch * 0.42
    each = 2 * math.pi / teeth
    out: Outline = []
    for k in range(teeth):
        middle = each * (k + 0.5)
        spread = math.radians(62)
        tooth = each * k
        out += [
            (tip * math.cos(tooth + a), tip * math.sin(tooth + a)) for a in (-0.035 * each * 2, 0.0, 0.035 * each * 2)
        ]
        cx, cy = ring * math.cos(middle), ring * math.sin(middle)
        arc = [middle + math.pi + spread * (1 - 2 * s / steps) for s in range(steps + 1)]
        out += [(cx + seat * math.cos(a), cy + seat * math.sin(a)) for a in arc]
    return out


def _extent(teeth: int) -> tuple[float, float, float]:
    """Width, depth and tip diameter for a pitch of 1."""
    wide, deep = mechanics.extent(_outline(teeth, 1.0, 6))
    return wide, deep, 2 * (math.cos(math.pi / teeth) / (2 * math.sin(math.pi / teeth)) + 0.42)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    teeth, pitch = int(values["teeth"]), float(values["pitch"])
    wide, deep, _ = _extent(teeth)
    if "width" not in said and "depth" in said:
        values["width"] = values["depth"]
    if pitch > 0:
        values["width"] = round(pitch * wide, 3)
    values["depth"] = round(float(values["width"]) * deep / wide, 3)
    root = float(values["width"]) / wide * (1 / (2 * math.sin(math.pi / teeth)) - 0.315)
    return mechanics.no_more(values, said, "bore", root * 1.6, "The bore is wider than the sprocket has room for.")


@family(
    "sprocket",
    gloss="a toothed wheel that a chain runs on",
    category="mechanical",
    size=Size(90, 90, 6, main="width", follow={"height": 0.4}, tied=("width", "depth"), stretch=1e9),
    roles=(Role("sprocket", "steel", words=("wheel", "rim", "hub", "body")),),
    parameters=(
        count("teeth", 20, 7, 120, words=("tooth",)),
        length("bore", 20, 0, 100_000, words=("bore", "hole", "shaft hole", "centre hole", "axle hole"),
               measure="diameter", dimension=("bore",), grows=1.0),
        length("pitch", 0, 0, 1000, words=("pitch", "chain pitch"), measure="length", grows=1.0),
        count("spokes", 5, 0, 12, words=("spoke", "arm"), free=(4, 5, 6)),
    ),
    synonyms=("chain wheel", "chainring", "chain sprocket", "bicycle sprocket", "sprocket wheel", "chain ring"),
    rule=_agree,
    examples=(
        "sprocket with 18 teeth and a 20 mm hole",
        "steel chainring 180 mm in diameter with 44 teeth and five spokes",
        "black sprocket with 12 teeth",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """A flat wheel with windows, its teeth thinned towards their tips."""
    teeth, thick = values.count("teeth"), values.mm("height")
    wide, _, across = _extent(teeth)
    pitch = values.mm("width") / wide
    tip = pitch * across / 2
    steps = (2 if kit.low else kit.pick(3, 6, 10)) if teeth < 60 else kit.pick(2, 4, 5)
    root = pitch / (2 * math.sin(math.pi / teeth)) - pitch * 0.315
    bore = values.mm("bore") / 2
    holes = [mechanics.circle(bore, max(kit.segments, 12))] if bore > 0 else []
    hub, rim = max(bore * 1.45, root * 0.24), root * 0.86
    spokes = values.count("spokes")
    if spokes and rim > hub * 1.35:
        holes += mechanics.windows(spokes, hub, rim, max(kit.segments // spokes, 3), max(kit.steps, 1))
    body = kit.plate(_outline(teeth, pitch, steps), holes, thick)
    slope = min(pitch * (0.55 if kit.style == "stylized" else 0.4), tip * 0.3)
    if kit.level or kit.style == "stylized":
        edge, wall = thick * 0.28, tip / math.cos(math.pi / 120) * 1.001
        body = body ^ kit.turned([(0, 0), (wall - slope, 0), (wall, edge), (wall, thick - edge), (wall - slope, thick),
                                  (0, thick)], segments=120)  # fmt: skip
    if kit.level == 2 and rim > hub * 1.35:
        ring = kit.plate(
            mechanics.circle(rim * 1.06, kit.segments), [mechanics.circle(rim * 1.02, kit.segments)], thick
        )
        cut = thick * 0.9
        body = kit.without(body, ring.translate((0, 0, cut)), ring.translate((0, 0, -cut)))
    kit.add("sprocket", body, crease=28)
