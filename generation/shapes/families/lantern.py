"""Lanterns: panes of glass between posts under a peaked roof, with a candle inside and a ring to carry it by."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout, lights
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "lantern",
    gloss="a light in a case of glass, to carry or hang",
    category="lighting",
    size=Size(180, 180, 400, main="height", tied=("width", "depth")),
    roles=(
        Role("frame", "black metal", words=("cage", "body")),
        Role("base", "black metal", words=("bottom", "floor"), like="frame"),
        Role("post", "black metal", words=("bar", "rod"), count="panes", like="frame"),
        Role("pane", "glass", words=("glass", "window", "side"), count="panes", tone=None),
        Role("roof", "black metal", words=("cap", "top", "lid"), like="frame"),
        Role("chimney", "black metal", words=("vent",), like="frame"),
        Role("handle", "brass", words=("ring", "bail", "hoop"), tone=1),
        Role("candle", "wax", "#f3e6c8", words=("light",), count="candles", tone=None),
        Role("flame", "lamp glass", "#f6b13c", words=("fire",), count="candles", tone=None),
        Role("muntin", "black metal", count=None, like="frame"),
    ),
    parameters=(
        count("panes", 4, 3, 12, free=(4, 6)),
        count("candles", 1, 0, 1, words=("candle",)),
    ),
    synonyms=("hurricane lantern", "storm lantern", "garden lantern", "candle lantern"),
    presets={"hexagonal lantern": {"panes": 6}},
    examples=(
        "a black lantern with a candle",
        "brass lantern with six panes, 40 cm high",
        "white garden lantern",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Base, posts and panes, roof, and the handle; all on one polygon in plan."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    number = values.count("panes")
    turn = math.pi / number - math.pi / 2
    reach = 1 / max(abs(math.cos(turn + 2 * math.pi * k / number)) for k in range(number))
    radius = width / 2 * reach  # corner radius of the foot
    plate = height * 0.045 * kit.chunk
    soft = plate * 0.2

    def slab(share: float, low: float, high: float, upper: float | None = None) -> Solid:
        last = share if upper is None else upper
        points = [(x, y, low) for x, y in layout.around(number, radius * share, turn=turn, squash=squash)]
        points += [(x, y, high) for x, y in layout.around(number, radius * last, turn=turn, squash=squash)]
        return kit.hull(points)

    foot = [slab(1.0, 0.0, plate * 0.6), slab(1.0, plate * 0.55, plate, 0.96)]
    if kit.level:
        foot.append(slab(0.9, plate * 0.9, plate * 1.5))
    kit.add("base", kit.union(foot), crease=30)
    low, high = plate * 1.4 if kit.level else plate * 0.9, height * 0.6
    inner = 0.8
    post = width * 0.035 * kit.chunk
    corners = layout.around(number, radius * inner, turn=turn, squash=squash)
    for x, y in corners:
        kit.add("post", kit.rod((x, y, low - plate * 0.3), (x, y, high + plate * 0.3), post, bevel=post * 0.2))
    ring = kit.without(slab(inner + 0.06, 0, plate * 0.7), slab(inner - 0.12, -plate, plate * 2))
    pieces = [ring.translate((0, 0, low - plate * 0.1)), ring.translate((0, 0, high - plate * 0.5))]
    kit.add("frame", kit.union(pieces), crease=30)
    for k in range(number):
        (ax, ay), (bx, by) = corners[k], corners[(k + 1) % number]
        _pane(kit, (ax, ay), (bx, by), (low, high), post)
    roof = [slab(1.0, high + plate * 0.1, high + plate * 0.6), slab(1.0, high + plate * 0.6, height * 0.78, 0.34)]
    if kit.level:
        roof.append(slab(1.0, high - plate * 0.1, high + plate * 0.25, 0.97))
    kit.add("roof", kit.union(roof), crease=20)
    neck = radius * 0.26
    vent = [(neck * 0.9, height * 0.76), (neck, height * 0.77), (neck, height * 0.81), (neck * 1.5, height * 0.815),
            (neck * 1.4, height * 0.83), (neck * 0.4, height * 0.86)]  # fmt: skip
    chimney = kit.turned([(0, height * 0.76), *vent, (0, height * 0.862)]).scale((1, squash, 1))
    kit.add("chimney", chimney, crease=40)
    r = height * 0.068
    thin = max(r * 0.14, soft * 0.6)
    steps = max(12, kit.segments // 2)
    loop = [(r * math.cos(2 * math.pi * k / steps), 0.0, r * math.sin(2 * math.pi * k / steps)) for k in range(steps)]
    circle = kit.swept(kit.maths.array(loop), kit.ring(thin), closed=True)
    kit.add("handle", circle.translate((0, 0, height - r - thin)), crease=60)
    if values.count("candles"):
        wax = radius * 0.24
        tall = (high - low) * 0.5
        marks = [(0, 0), (wax, 0), (wax, tall * 0.94), (wax * 0.9, tall), (wax * 0.5, tall * 0.96), (0, tall * 0.95)]
        kit.add("candle", kit.turned(marks).translate((0, 0, low - plate * 0.2)), crease=45)
        kit.add("flame", lights.flame(kit, wax * 0.34, tall * 0.34).translate((0, 0, low + tall * 0.92 - plate * 0.2)),
                crease=60)  # fmt: skip


def _pane(
    kit: Kit, start: tuple[float, float], end: tuple[float, float], levels: tuple[float, float], post: float
) -> None:  # fmt: skip
    low, high = levels
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = math.hypot(dx, dy)
    angle = math.degrees(math.atan2(dy, dx))
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, low)
    sheet = kit.box(long, post * 0.35, high - low)
    kit.add("pane", sheet.rotate((0, 0, angle)).translate(middle))
    if not kit.level:
        return
    bar = kit.box(post * 0.7, post * 0.8, high - low)
    bars = [bar] + (
        [kit.box(long, post * 0.8, post * 0.7).translate((0, 0, (high - low) / 2))] if kit.level == 2 else []
    )
    kit.add("muntin", kit.union(bars).rotate((0, 0, angle)).translate(middle))
