"""Rockets: a bulging or staged body with a nose cone, portholes, swept fins and nozzles."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if int(values["stages"]) > 1 and "shape" not in said:
        values["shape"] = "straight"
    if "depth" not in said:
        values["depth"] = round(float(values["width"]) * (0.866 if int(values["fins"]) == 3 else 1.0), 3)
    return []


@family(
    "rocket",
    gloss="a craft that flies into space",
    category="vehicles",
    size=Size(4400, 3810, 9000, main="height", stretch=2.5),
    roles=(
        Role(
            "body", "paint", "#efeae0", words=("hull", "fuselage", "tube"), count=lambda v: int(v.count("stages") == 1)
        ),
        Role("nose", "paint", "#cf4130", words=("nose cone", "tip", "cone"), tone=1),
        Role("band", "paint", "#cf4130", words=("ring", "stripe"), count=None, tone=1),
        Role(
            "stage", "paint", "#efeae0", count=lambda v: v.count("stages") if v.count("stages") > 1 else 0, like="body"
        ),
        Role("fin", "paint", "#cf4130", words=("wing",), count="fins", tone=1),
        Role("window", "window glass", "#7fc4e8", words=("porthole", "round window"), count="windows", tone=None),
        Role("rim", "paint", "#39424c", words=("window frame",), count="windows", tone=None),
        Role("nozzle", "steel", "#5a6068", words=("engine", "thruster", "exhaust"), count="nozzles", tone=None),
        Role("booster", "paint", "#efeae0", words=("side booster",), count="boosters", like="body"),
        Role("door", "paint", "#39424c", words=("hatch",), count="doors", tone=None),
    ),
    parameters=(
        count("fins", 3, 0, 8, free=(3, 4)),
        count("stages", 1, 1, 4, words=("stage",)),
        count("windows", 1, 0, 6),
        count("nozzles", 1, 1, 7),
        count("boosters", 0, 0, 4),
        count("doors", 0, 0, 1),
        choice("shape", "bulging", "straight", aliases={"bulged": "bulging", "cylindrical": "straight"}),
    ),
    synonyms=("spaceship", "space rocket", "toy rocket", "spacecraft", "rocket ship"),
    presets={
        "moon rocket": {"stages": 3, "shape": "straight", "fins": 4, "width": 3600, "height": 16000, "windows": 0},
        "launch rocket": {"stages": 2, "shape": "straight", "boosters": 2, "fins": 0, "height": 14000, "windows": 0},
    },
    rule=_agree,
    examples=(
        "white rocket with three red fins",
        "rocket with two windows and four fins",
        "blue rocket with three stages",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Nozzles, fins, body, nose."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    fins, boosters, stages = values.count("fins"), values.count("boosters"), values.count("stages")
    turns = [-90 + 360 * k / fins + (180 / fins if fins % 2 == 0 else 0) for k in range(fins)] or [0, 90, 180, 270]
    xs, ys = kit.maths.cos(kit.maths.radians(turns)), kit.maths.sin(kit.maths.radians(turns))
    reach = min(wide / max(float(xs.max() - xs.min()), 0.5), deep / max(float(ys.max() - ys.min()), 0.5)) * 0.97
    r = min(reach * (0.56 if fins else 0.62 if boosters else 1.0), tall * 0.2)
    foot = tall * 0.1
    nose_at = tall * 0.74
    bulge = values.word("shape") == "bulging"

    def radius(t: float) -> float:
        """The body's radius at a share of the height from its foot to the tip."""
        if not bulge:
            return r if t < 0.72 else r * max(1 - ((t - 0.72) / 0.28) ** 1.7, 0.0)
        marks = [
            (0, 0.55),
            (0.1, 0.8),
            (0.28, 1.0),
            (0.42, 1.0),
            (0.6, 0.86),
            (0.75, 0.62),
            (0.88, 0.34),
            (0.96, 0.13),
            (1, 0.03),
        ]
        for (a, p), (b, q) in itertools.pairwise(marks):
            if t <= b:
                u = (t - a) / (b - a)
                return r * (p + (q - p) * (u * u * (3 - 2 * u) if a >= 0.1 and b < 0.5 else u))
        return r * 0.03

    steps = kit.pick(10, 28, 48) if not kit.low else kit.pick(6, 8, 12)
    span = tall - foot

    def turned(a: float, b: float, scale: float = 1.0) -> list[tuple[float, float]]:
        return [
            (max(radius(a + (b - a) * k / steps) * scale, r * 0.004), foot + span * (a + (b - a) * k / steps))
            for k in range(steps + 1)
        ]

    split = (nose_at - foot) / span
    cuts = [split * k / stages for k in range(stages + 1)]
    for k in range(stages):
        shrink = 1.0 if stages == 1 else 1.0 - 0.14 * k
        below, above = cuts[k], cuts[k + 1]
        side = [(p * shrink, z) for p, z in turned(below, above)]
        if stages > 1 and k:
            side = [
                (side[0][0] / shrink * (shrink + 0.14), side[0][1]),
                (side[0][0], side[0][1] + span * 0.03),
                *side[1:],
            ]
        solid = kit.turned([(0, side[0][1]), *side, (0, side[-1][1])])
        kit.add("body" if stages == 1 else "stage", solid, crease=40)
    shrink = 1.0 - 0.14 * (stages - 1)
    tip = [(p * shrink, z) for p, z in turned(split, 1.0)]
    tip[-1] = (r * 0.012, tall)
    kit.add("nose", kit.turned([(0, tip[0][1]), *tip, (0, tall)]), crease=40)
    hoops = [(0.2, 1.0), (split, shrink)] if stages == 1 else [(c, 1.0 - 0.14 * k) for k, c in enumerate(cuts[1:])]
    for t, s in hoops if kit.level else hoops[:1]:
        z, p = foot + span * t, radius(t) * s
        h = span * 0.014
        kit.add(
            "band",
            kit.turned(
                [
                    (p * 0.9, z - h),
                    (p * 1.02, z - h),
                    (p * 1.045, z - h * 0.6),
                    (p * 1.045, z + h * 0.6),
                    (p * 1.02, z + h),
                    (p * 0.9, z + h),
                ]
            ),
            crease=40,
        )
    if kit.level == 2:
        for t in (0.08, 0.32, 0.5, 0.64):
            z = foot + span * t
            rivets = 24
            s = 1.0 - 0.14 * sum(t > c for c in cuts[1:-1])
            p = radius(t) * s
            dots = [
                kit.rod((p * 0.97, 0, 0), (p * 1.012, 0, 0), r * 0.014)
                .rotate((0, 0, 360 * j / rivets))
                .translate((0, 0, z))
                for j in range(rivets)
            ]
            kit.add("band", kit.together(dots))
    number = values.count("nozzles")
    size = min(foot * 0.95, r * (0.5 if number == 1 else 0.26)) * (1.1 if kit.style == "stylized" else 1)
    for k in range(number):
        turn = 2 * kit.maths.pi * k / max(number - (number > 4), 1)
        away = 0.0 if number == 1 or (number > 4 and k == number - 1) else radius(0) * 0.58
        bell = kit.turned(
            [
                (0, foot * 1.2),
                (0, foot * 0.62),
                (size * 0.5, foot * 0.55),
                (size * 0.9, foot * 0.2),
                (size, foot * 0.2),
                (size, foot * 0.28),
                (size * 0.62, foot * 0.75),
                (size * 0.5, foot * 1.2),
            ]
        )
        kit.add(
            "nozzle",
            bell.translate((away * float(kit.maths.cos(turn)), away * float(kit.maths.sin(turn)), 0)),
            crease=40,
        )
    thick = r * 0.14 * kit.chunk
    for k in range(fins):
        z0, z1 = foot + span * 0.02, foot + span * 0.32
        inner = radius(0.1) * 0.8
        shape = [
            (inner, z0 + span * 0.02),
            (reach * 0.82, foot * 0.55),
            (reach * 0.86, 0.0),
            (reach * 0.97, 0.0),
            (reach, foot * 0.3),
            (reach * 0.96, foot + span * 0.07),
            (reach * 0.8, foot + span * 0.16),
            (r * 1.02, z1),
            (radius(0.3) * 0.85, z1),
        ]
        plate = _fin(kit, shape, thick)
        kit.add("fin", plate.rotate((0, 0, turns[k])))
    windows = values.count("windows")
    for k in range(windows):
        t = 0.62 * split + 0.2 if windows == 1 else 0.3 + (split * 0.96 - 0.3) * (1 - k / max(windows - 1, 1))
        s = 1.0 - 0.14 * sum(t > c for c in cuts[1:-1])
        z, p = foot + span * t, radius(t) * s
        g = min(r * 0.27, span * 0.3 / max(windows, 2) * 0.7)
        ring = kit.turned(
            [
                (g * 0.72, -g * 0.9),
                (g, -g * 0.9),
                (g * 1.02, g * 0.08),
                (g * 0.9, g * 0.18),
                (g * 0.76, g * 0.14),
                (g * 0.72, g * 0.04),
            ]
        )
        pane = kit.turned(
            [(0, -g * 0.8), (g * 0.78, -g * 0.8), (g * 0.78, g * 0.03), (g * 0.4, g * 0.1), (0, g * 0.12)]
        )
        for name, solid in (("rim", ring), ("window", pane)):
            kit.add(name, solid.rotate((90, 0, 0)).translate((0, -p, z)))
    if values.count("doors"):
        w, h = r * 0.5, span * 0.13
        leaf = kit.box(w, r * 0.3, h, corner=w * 0.06, bevel=w * 0.05)
        kit.add("door", leaf.translate((0, -radius(0.16) * 0.93, foot + span * 0.1)))
    for k in range(boosters):
        turn = 2 * kit.maths.pi * k / boosters
        b = min(r * 0.42, (reach - r) / 2 * 1.02) if reach > r * 1.1 else r * 0.3
        rise = span * 0.5
        pod = kit.turned(
            [
                (0, foot * 0.2),
                (b * 0.7, foot * 0.2),
                (b * 0.5, foot * 0.75),
                (b, foot),
                (b, foot + rise * 0.75),
                (b * 0.8, foot + rise * 0.88),
                (b * 0.4, foot + rise * 0.97),
                (0, foot + rise),
            ]
        )
        away = reach - b
        kit.add(
            "booster",
            pod.translate((away * float(kit.maths.cos(turn)), away * float(kit.maths.sin(turn)), 0)),
            crease=40,
        )


def _fin(kit: Kit, outline: list[tuple[float, float]], thick: float) -> Solid:
    smooth = outline if kit.low else [(float(x), float(z)) for x, z in kit.curve([*outline, outline[0]])[:-1]]
    return kit.prism(smooth, thick).rotate((90, 0, 0)).translate((0, thick / 2, 0))
