"""Baskets: a woven hollow with a braided rim and one arching handle or two small ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    return vessels.thin_enough(values, said, 0.12)


@family(
    "basket",
    gloss="a woven vessel with a handle",
    category="household",
    size=Size(380, 280, 340, main="width"),
    roles=(
        Role("body", "wicker", words=("wall", "weave", "side")),
        Role("rim", "wicker", "#9c7544", words=("edge", "border", "braid")),
        Role("handle", "wicker", "#9c7544", words=("bow", "grip"), count="handles"),
        Role("base", "wicker", "#9c7544", words=("foot", "bottom"), count=None, like="rim"),
        Role("lining", "cotton", "#efe6d2", words=("cloth", "liner"), count="linings", tone=1),
    ),
    parameters=(
        choice("shape", "oval", "round", aliases={"circular": "round"}, free=("oval", "round")),
        count("handles", 1, 0, 2),
        count("linings", 0, 0, 1),
        length("wall", 9, 0.5, 60, part="body", measure="thickness", dimension=("thickness",)),
    ),
    synonyms=("wicker basket", "picnic basket", "shopping basket"),
    presets={
        "fruit basket": {"width": 320, "depth": 260, "height": 280},
        "laundry basket": {"width": 450, "depth": 450, "height": 520, "handles": 2},
        "bread basket": {"width": 320, "depth": 220, "height": 110, "handles": 0, "linings": 1},
        "easter basket": {"width": 240, "depth": 240, "height": 280},
    },
    rule=_agree,
    examples=(
        "a wicker basket with a handle",
        "round basket with two handles and a white lining",
        "brown basket, 40 cm wide",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The woven shell, its rim of twisted strands, then handles."""
    width, depth, full = values.mm("width"), values.mm("depth"), values.mm("height")
    handles = values.count("handles")
    round_ = values.word("shape") == "round"
    side = width * 0.06 if handles == 2 else 0.0
    radius = width / 2 - side
    squash = depth / 2 / radius if not round_ or handles != 2 else min(depth / 2 / radius, 1.0)
    height = full * {0: 0.94, 1: 0.52, 2: 0.9}[handles]
    wall = min(values.mm("wall"), radius * 0.12, height * 0.14)
    cord = max(wall * 0.75, radius * 0.03) * kit.chunk
    marks = [(0.72, 0.0), (0.78, 0.03), (0.88, 0.4), (0.94, 0.75), (1.0, 1.0)]
    if kit.style == "stylized":
        marks = [(0.74, 0.0), (0.82, 0.03), (0.98, 0.4), (0.99, 0.7), (0.96, 1.0)]
    rows = kit.pick(5, 9, 14) if not kit.low else kit.pick(3, 5, 7)
    smooth = [(float(a) * (radius - cord), min(max(float(b), 0.0), 1.0) * height) for a, b in kit.curve(marks)]
    steps = rows * kit.pick(2, 3, 3) if not kit.low else rows * 2
    levels = [height * k / steps for k in range(steps + 1)]
    line = [(vessels.radius_at(smooth, z), z) for z in levels]
    kit.add("body", _woven(kit, line, wall, height, rows).scale((1, squash, 1)), crease=60)
    kit.add("rim", _braid(kit, (radius - cord, squash), height - cord * 0.2, cord), crease=60)
    if kit.level:
        kit.add("base", _braid(kit, (line[0][0] * 1.02, squash), cord * 0.55, cord * 0.55), crease=60)
    if values.count("linings"):
        cloth, _ = kit.shell(
            [(r - wall * 0.7, z + wall * 0.7) for r, z in line[:-1]]
            + [(line[-1][0] - wall * 0.7, height + cord * 0.9)],
            wall * 0.5,
            lip=wall * 0.2,
        )
        kit.add("lining", cloth.scale((1, squash, 1)), crease=60)
    thick = cord * 0.95
    if handles == 1:
        top = full - thick
        deep = vessels.radius_at(line, height * 0.7) - wall - thick * 0.5
        bow = [
            (-deep, height * 0.7),
            (-radius + cord * 0.9, height + (full - height) * 0.2),
            (-radius * 0.72, height + (full - height) * 0.68),
            (0, top),
            (radius * 0.72, height + (full - height) * 0.68),
            (radius - cord * 0.9, height + (full - height) * 0.2),
            (deep, height * 0.7),
        ]
        path = kit.curve([(x, 0.0, z) for x, z in bow], smooth=2)
        kit.add("handle", _twisted(kit, path, thick), crease=60)
    for side_ in (-1, 1) if handles == 2 else ():
        spread = radius * 0.32
        out = side_ * (width / 2 - thick)
        at = side_ * (radius - cord) * 0.95
        marks_3d = [
            (at, -spread, height - cord),
            (out, -spread * 0.8, height + (full - height) * 0.4),
            (out, 0, full - thick),
            (out, spread * 0.8, height + (full - height) * 0.4),
            (at, spread, height - cord),
        ]
        kit.add("handle", kit.swept(kit.curve(marks_3d), kit.ring(thick * 0.8)), crease=60)


def _woven(kit: Kit, line: vessels.Outline, wall: float, height: float, rows: int) -> Solid:
    """A shell whose outside waves over and under its stakes, each row the other way."""
    stakes = kit.pick(12, 18, 26) if not kit.low else kit.pick(4, 6, 8)
    each = kit.pick(2, 4, 5) if not kit.low else 2
    inner = [(r - wall, z) for r, z in line if z > wall]
    profile = [(0.0, 0.0), *line, *reversed(inner), (inner[0][0] * 0.98, wall), (0.0, wall)]
    body = kit.turned(profile, segments=stakes * each // 4 * 4 or 8)
    maths = kit.maths
    least = inner[0][0] * 0.6

    def move(points: Any) -> Any:
        out = maths.array(points)
        angle = maths.arctan2(out[:, 1], out[:, 0])
        at = maths.clip(out[:, 2] / height, 0, 0.9999) * rows
        row = maths.floor(at)
        bulge = maths.abs(maths.sin(maths.pi * at))
        wave = maths.cos(angle * stakes / 2 + maths.pi * row)
        reach = maths.hypot(out[:, 0], out[:, 1])
        shift = maths.where(reach > least, wall * 0.34 * (wave * bulge + bulge * 0.6 - 0.7), 0.0)
        factor = 1 + shift / maths.maximum(reach, 1e-9)
        out[:, 0] *= factor
        out[:, 1] *= factor
        return out

    return body.warp_batch(move)


def _braid(kit: Kit, ring: tuple[float, float], z: float, thick: float) -> Solid:
    """Two strands wound around a ring; one plain ring where detail is low."""
    radius, squash = ring
    steps = kit.segments if kit.level == 0 or kit.low else kit.segments * 2
    strands = 1 if kit.level == 0 or kit.low else 2
    turns = 0 if strands == 1 else kit.pick(0, 14, 24)
    out = []
    for strand in range(strands):
        path = []
        for k in range(steps):
            angle = 2 * math.pi * k / steps
            twist = turns * angle + math.pi * strand
            off = thick * 0.53 * (strands > 1)
            r = radius + off * math.cos(twist)
            path.append((r * math.cos(angle), r * math.sin(angle) * squash, z + off * math.sin(twist)))
        size = thick * (0.52 if strands > 1 else 1.0)
        out.append(kit.swept(kit.maths.array(path), _strand(kit, size), closed=True))
    return kit.together(out)


def _strand(kit: Kit, size: float) -> Any:
    """A strand's section: few corners, as there are many strands."""
    return kit.ring(size)[:: max(1, kit.small // kit.pick(6, 8, 12))]


def _twisted(kit: Kit, path: Any, thick: float) -> Solid:
    """A handle of strands wound about its path."""
    if kit.level == 0 or kit.low:
        return kit.swept(path, kit.ring(thick), up=(0.0, 1.0, 0.0))
    maths = kit.maths
    dense = maths.array(
        [
            maths.interp(
                maths.linspace(0, 1, kit.pick(2, 4, 7) * len(path)), maths.linspace(0, 1, len(path)), path[:, axis]
            )
            for axis in range(3)
        ]
    ).T
    tangent = maths.gradient(dense, axis=0)
    tangent /= maths.linalg.norm(tangent, axis=1, keepdims=True)
    side = maths.array([0.0, 1.0, 0.0])
    top = maths.cross(tangent, side)
    turns = maths.linspace(0, 2 * maths.pi * kit.pick(0, 9, 14), len(dense))[:, None]
    strands = []
    for strand in range(2):
        phase = turns + maths.pi * strand
        line = dense + thick * 0.53 * (maths.cos(phase) * side + maths.sin(phase) * top)
        strands.append(kit.swept(line, _strand(kit, thick * 0.52)))
    return kit.together(strands)
