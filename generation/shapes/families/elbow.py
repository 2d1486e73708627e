"""Pipe elbows: a tube bent round an angle, with a socket at either end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, angle, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _path(d: float, bend: float, turn: float, steps: int) -> list[tuple[float, float]]:
    """The middle line in (x, z): straight up, round the bend, straight on."""
    stub = d * 0.45
    arc = [(bend - bend * math.cos(t), stub + bend * math.sin(t)) for t in (turn * k / steps for k in range(steps + 1))]
    x, z = arc[-1]
    return [(0.0, 0.0), *arc, (x + stub * math.sin(turn), z + stub * math.cos(turn))]


def _bounds(d: float, bend: float, turn: float) -> tuple[float, float, float]:
    """Width, height, and how far the middle of the foot is from the left."""
    r = d / 2 * mechanics.COLLAR
    path = _path(d, bend, turn, 48)
    (x, z), s, c = path[-1], math.sin(turn), math.cos(turn)
    (px, pz) = (x - d * 0.4 * s, z - d * 0.4 * c)
    rims = [(-r, 0.0), (r, 0.0)] + [
        (a + sign * r * c, b - sign * r * s) for a, b in ((x, z), (px, pz)) for sign in (-1, 1)
    ]
    tube = [
        (a - math.cos(turn * (k - 1) / 48) * d / 2 * sign, b + math.sin(turn * (k - 1) / 48) * d / 2 * sign)
        for k, (a, b) in enumerate(path)
        if 0 < k < 50
        for sign in (-1, 1)
    ]
    xs, zs = [a for a, _ in rims + tube], [b for _, b in rims + tube]
    return max(xs) - min(xs), max(zs) - min(0.0, *zs), -min(xs)


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    d, turn = float(values["diameter"]), math.radians(float(values["angle"]))
    usual, _, _ = _bounds(d, d * 1.2, turn)
    if "diameter" not in said and {"width", "height", "depth"} & said:
        spoken = next(axis for axis in ("depth", "width", "height") if axis in said)
        base = {"depth": d * mechanics.COLLAR, "width": usual, "height": usual}[spoken]
        d = round(d * float(values[spoken]) / base, 3)
        values["diameter"] = d
    if float(values["bend_radius"]) and float(values["bend_radius"]) < d * 0.7:
        values["bend_radius"] = round(d * 0.7, 3)
    wide, high, _ = _bounds(d, float(values["bend_radius"]) or d * 1.2, turn)
    values["width"], values["height"], values["depth"] = round(wide, 3), round(high, 3), round(d * mechanics.COLLAR, 3)
    return mechanics.no_more(values, said, "wall", d * 0.4, "The wall is thicker than the elbow has room for.")


@family(
    "elbow",
    gloss="a bent piece that joins two pipes at an angle",
    category="mechanical",
    size=Size(89.2, 46.4, 89.2, main="width", stretch=1e9),
    roles=(
        Role("elbow", "steel", words=("bend", "tube", "body")),
        Role("collar", "steel", words=("socket", "end", "sleeve"), count=2, like="elbow"),
    ),
    parameters=(
        *mechanics.PIPE,
        angle("angle", 90, 15, 180, words=("angle", "bend angle", "degree")),
        length("bend_radius", 0, 0, 100_000, measure="radius", words=("bend radius",), grows=1.0),
    ),
    synonyms=("pipe elbow", "pipe bend", "elbow fitting", "elbow pipe", "pipe corner"),
    presets={"return bend": {"angle": 180}},
    rule=_agree,
    examples=("copper pipe elbow 28 mm in diameter", "steel elbow with a 4 mm wall", "white plastic pipe elbow"),
)
def build(kit: Kit, values: Values) -> None:
    """One sweep outside, one inside; sockets are wider rings at the ends."""
    d, turn = values.mm("diameter"), math.radians(values.mm("angle"))
    bend = values.mm("bend_radius") or d * 1.2
    steps = kit.pick(6, 16, 28) if not kit.low else kit.pick(3, 5, 7)
    inner = d / 2 - values.mm("wall")
    fine = kit.segments
    outside = _swept(kit, d, bend, turn, steps, d / 2, 0.0, fine)
    inside = _swept(kit, d, bend, turn, steps, inner, d * 0.05, fine)
    tall, r = d * 0.4, d / 2 * mechanics.COLLAR
    soft = kit.bevel(d * 0.02)
    ring = [(inner, 0), (r - soft, 0), (r, soft), (r, tall - soft), (r - soft, tall), (d / 2 * 0.98, tall)]
    if inner < d / 2 * 0.98:
        ring.append((d / 2 * 0.98, tall * 0.5))
        ring[-1:] = [(d / 2 * 0.96, tall), (inner, tall * 0.98)] if inner < d / 2 * 0.95 else []
    collar = kit.turned(ring, segments=fine)
    kit.add("collar", collar)
    (x, z), degrees = _path(d, bend, turn, steps)[-1], math.degrees(turn)
    kit.add("collar", collar.mirror((0, 0, 1)).rotate((0, degrees, 0)).translate((x, 0, z)))
    kit.add("elbow", kit.without(outside, inside), crease=40)


def _swept(kit: Kit, d: float, bend: float, turn: float, steps: int, r: float, past: float, fine: int) -> Solid:
    path = _path(d, bend, turn, steps)
    (x0, z0), (x1, z1) = path[0], path[-1]
    path[0] = (x0, z0 - past)
    path[-1] = (x1 + past * math.sin(turn), z1 + past * math.cos(turn))
    section = kit.maths.array(mechanics.circle(r, fine))
    return kit.swept(kit.maths.array([(x, 0.0, z) for x, z in path]), section, up=(0, 1, 0))
