"""Tents: a ridge tent, a round tepee or a dome of cloth with poles, guy ropes, pegs and an open flap."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import sheets
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "tent",
    gloss="a shelter of cloth held up by poles",
    category="architecture",
    size=Size(2800, 3200, 1900, main="width", stretch=3),
    roles=(
        Role("cloth", "canvas", "#c9923e", words=("canvas", "fabric", "wall", "roof", "body")),
        Role("stripe", "canvas", "#f1e6cd", words=("band",), count="stripes", tone=1),
        Role("flap", "canvas", "#a8742d", words=("door", "entrance"), count=2, tone=None),
        Role("floor", "canvas", "#6b5a44", words=("ground sheet",), tone=None),
        Role("pole", "wood", "#8a5f38", words=("post", "stick"), count="poles", tone=None),
        Role("rope", "fabric", "#e9dfc6", words=("guy rope", "guy line", "cord"), count="ropes", tone=None),
        Role("peg", "steel", count="ropes", tone=None),
    ),
    parameters=(
        count("poles", 2, 0, 16),
        count("ropes", 6, 0, 16),
        count("stripes", 0, 0, 8),
        choice("kind", "ridge", "tepee", "dome", aliases={"conical": "tepee", "igloo-like": "dome"}),
    ),
    synonyms=("camping tent", "ridge tent", "scout tent"),
    presets={
        "tepee": {"kind": "tepee", "poles": 9, "ropes": 0, "width": 3000, "depth": 3000, "height": 3600},
        "teepee": {"kind": "tepee", "poles": 9, "ropes": 0, "width": 3000, "depth": 3000, "height": 3600},
        "tipi": {"kind": "tepee", "poles": 9, "ropes": 0, "width": 3000, "depth": 3000, "height": 3600},
        "dome tent": {"kind": "dome", "poles": 4, "ropes": 4, "width": 2600, "depth": 2600, "height": 1500},
        "yurt": {"kind": "dome", "poles": 8, "ropes": 0, "width": 5000, "depth": 5000, "height": 3000},
    },
    examples=("orange tent with six ropes", "white tepee with eight poles", "green dome tent"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """One of the three kinds, then ropes."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    kind, ropes = values.word("kind"), values.count("ropes")
    fw, fd = (0.8, 0.9) if ropes else (1.0, 1.0)
    half, length = wide / 2 * fw, deep / 2 * fd
    peg = min(wide, deep) * 0.008
    {"ridge": _ridge, "tepee": _round, "dome": _round}[kind](kit, values, half, length, tall)
    for k in range(ropes):
        side = 1 if k % 2 == 0 else -1
        pairs = -(-ropes // 2)
        if kind == "ridge":
            y = length * (2 * (k // 2) / max(pairs - 1, 1) - 1) * 0.94 if pairs > 1 else 0.0
            foot = (
                side * (wide / 2 - peg * 2),
                y / 0.94 * (deep / 2 / length - 0.01) if abs(y) > length * 0.9 else y,
                0.0,
            )
            start = (side * half * 0.5, y, tall * 0.49)
        else:
            a = 2 * math.pi * (k + 0.5) / ropes
            grow = 1 / max(abs(math.cos(a)), abs(math.sin(a)))
            foot = (
                (wide / 2 - peg * 2) * math.cos(a) * min(grow, 1.41),
                (deep / 2 - peg * 2) * math.sin(a) * min(grow, 1.41),
                0.0,
            )
            start = (half * 0.82 * math.cos(a), length * 0.82 * math.sin(a), tall * 0.55)
        end = (foot[0], foot[1], peg * 3)
        kit.add("rope", kit.wire(start, end, peg * 0.45))
        kit.add("peg", kit.rod((foot[0], foot[1], 0), (foot[0], foot[1], peg * 5), peg * 0.7, peg))


def _ridge(kit: Kit, values: Values, half: float, length: float, tall: float) -> None:
    thick = half * 0.012 * kit.chunk
    knob = tall * 0.03 if values.count("poles") else 0.0
    top = tall - knob
    n, m = (kit.pick(1, 8, 14), kit.pick(2, 10, 18)) if not kit.low else (kit.pick(1, 2, 4), kit.pick(2, 3, 5))
    sag = top * 0.04 * (kit.level > 0)

    def point(t: float, u: float, lift: float = 0.0) -> tuple[float, float, float]:
        """On the cloth: t from the left foot over the ridge (0.5) to the right, u from front to rear."""
        s = 2 * t - 1
        dip = sag * math.sin(math.pi * u) * (1 - abs(s) ** 2) + sag * 0.8 * math.sin(math.pi * abs(s)) * (
            0.5 + 0.5 * abs(math.cos(math.pi * u))
        )
        x = math.copysign(abs(s), s) * half
        z = top * (1 - abs(s)) - dip
        return (x * (1 + lift / half), length * (2 * u - 1), max(z, thick * 0.5) + lift)

    kit.add(
        "cloth",
        sheets.sheet(kit, [[point(i / (2 * n), j / m) for i in range(2 * n + 1)] for j in range(m + 1)], thick),
        crease=25,
    )
    stripes = values.count("stripes")
    for k in range(stripes):
        a, b = (k + 0.3) / stripes, (k + 0.7) / stripes
        rows = [
            [point(0.02 + 0.96 * i / (2 * n), a + (b - a) * j / 3, thick * 0.5) for i in range(2 * n + 1)]
            for j in range(4)
        ]
        kit.add("stripe", sheets.sheet(kit, rows, thick * 0.8), crease=25)
    for side in (-1, 1):
        steps = kit.pick(3, 8, 14)
        rows = []
        for j in range(steps + 1):
            t = j / steps
            z = top * 0.965 * (1 - t) + thick
            outer = half * t * 0.97 + thick
            inner = outer * (0.35 + 0.45 * t * t) if kit.level else outer * 0.6
            wave = length * 0.035
            rows.append(
                [
                    (
                        side * (inner + (outer - inner) * i / 4),
                        -length + thick + wave * math.sin(i * 1.8) * t * (i < 4),
                        z,
                    )
                    for i in range(5)
                ]
            )
        kit.add("flap", sheets.sheet(kit, rows, thick))
    back = kit.hull(
        [
            (x, y, z)
            for y in (length - thick * 2, length - thick)
            for x, z in ((-half * 0.98, 0), (half * 0.98, 0), (0, top * 0.97))
        ]
    )
    kit.add("floor", kit.union([kit.box(half * 1.94, length * 1.96, thick * 1.2), back]))
    poles = values.count("poles")
    for k in range(poles):
        y = 0.0 if poles == 1 else -length * 0.97 + 2 * length * 0.97 * k / (poles - 1)
        r = half * 0.02 * kit.chunk
        kit.add("pole", kit.rod((0, y, 0), (0, y, tall), r, r * 0.8, bevel=r * 0.2))


def _round(kit: Kit, values: Values, half: float, length: float, tall: float) -> None:
    squash = length / half
    dome = values.word("kind") == "dome"
    poles = values.count("poles")
    top = tall if dome else tall * (0.84 if poles else 1.0)
    thick = half * 0.012 * kit.chunk
    around = kit.segments
    n = kit.pick(4, 10, 18) if not kit.low else kit.pick(3, 4, 6)
    gap = 0.42 if dome else 0.3

    def profile(t: float) -> tuple[float, float]:
        if dome:
            return half * max(math.cos(math.pi / 2 * t) ** 0.75, 0.02), top * math.sin(math.pi / 2 * t)
        return half * (1 - 0.94 * t), top * t

    def shell(t0: float, t1: float, lift: float) -> list[list[tuple[float, float, float]]]:
        rows = []
        for i in range(n + 1):
            r, z = profile(t0 + (t1 - t0) * i / n)
            slit = gap * max(0.0, 1 - ((t0 + (t1 - t0) * i / n) / 0.62) ** 2) + 0.012
            row = []
            for j in range(around + 1):
                a = -math.pi / 2 + slit + (2 * math.pi - 2 * slit) * j / around
                row.append(((r + lift) * math.cos(a), (r + lift) * squash * math.sin(a), z + lift * 0.5 * (lift > 0)))
            rows.append(row)
        return rows

    kit.add("cloth", sheets.sheet(kit, shell(0.0, 1.0, -thick), thick), crease=30)
    stripes = values.count("stripes")
    for k in range(stripes):
        t0, t1 = 0.06 + 0.86 * (k + 0.25) / stripes, 0.06 + 0.86 * (k + 0.75) / stripes
        kit.add("stripe", sheets.sheet(kit, shell(t0, t1, 0.0), thick), crease=30)
    for side in (-1, 1):
        rows = []
        for i in range(n + 1):
            t = 0.56 * i / n
            r, z = profile(t)
            slit = gap * max(0.0, 1 - (t / 0.62) ** 2)
            a0 = -math.pi / 2 + side * slit
            a1 = -math.pi / 2 + side * slit * 1.75
            rows.append(
                [
                    (
                        (r * 1.015) * math.cos(a0 + (a1 - a0) * j / 3),
                        r * 1.015 * squash * math.sin(a0 + (a1 - a0) * j / 3),
                        z + thick,
                    )
                    for j in range(4)
                ]
            )
        kit.add("flap", sheets.sheet(kit, rows, thick * 1.4))
    kit.add("floor", kit.disc(half * 1.9, half * 1.9 * squash, thick * 1.5))
    for k in range(poles):
        a = 2 * math.pi * (k + 0.5) / max(poles, 1) + math.pi / 2
        r = half * 0.016 * kit.chunk
        if dome:
            path = [
                (
                    (profile(t / 12)[0] * 1.004) * math.cos(a),
                    profile(t / 12)[0] * 1.004 * squash * math.sin(a),
                    profile(t / 12)[1] * 0.995,
                )
                for t in range(13)
            ]
            kit.add("pole", kit.swept(kit.maths.array(path[:12]), kit.ring(r)))
        else:
            over = (tall - top) / top
            foot = (half * 0.985 * math.cos(a), half * 0.985 * squash * math.sin(a), 0.0)
            head = (-half * (0.02 + over * 0.9) * math.cos(a), -half * squash * (0.02 + over * 0.9) * math.sin(a), tall)
            kit.add("pole", kit.rod(foot, head, r, r * 0.7))
