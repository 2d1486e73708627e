"""Snakes: a body that lies in a coil or in waves, a raised head with a forked tongue, bands along the back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.organic import Station
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "bands" not in said:
        values["bands"] = 12
    return []


@family(
    "snake",
    gloss="a snake, coiled or winding",
    category="animals",
    size=Size(420, 420, 260, main="width"),
    roles=(
        Role("body", "green scales", words=("skin", "scale", "coil")),
        Role("head", "green scales"),
        Role("eye", "porcelain", "#e3b53c", count="eyes", tone=None),
        Role("pupil", "porcelain", "#1a1614", count=None, tone=None),
        Role("tongue", "rubber", "#c23a3a", count="tongues", tone=None),
        Role("band", "dark scales", "#d9c05a", words=("stripe", "ring"), count="bands", tone=1),
    ),
    parameters=(
        choice(
            "pose",
            "coiled",
            "winding",
            aliases={"curled": "coiled", "wavy": "winding", "slithering": "winding", "straight": "winding"},
        ),
        count("bands", 0, 0, 40),
        count("eyes", 2, 0, 2),
        count("tongues", 1, 0, 1),
        length("body_thickness", 46, 0.5, 1000, part="body", measure="thickness", grows=1.0),
    ),
    synonyms=("serpent", "python snake"),
    presets={
        "cobra": {"width": 400, "depth": 400, "height": 340},
        "worm": {
            "pose": "winding",
            "width": 60,
            "depth": 130,
            "height": 14,
            "body_thickness": 11,
            "tongues": 0,
            "material": "pink skin",
        },
        "caterpillar": {
            "pose": "winding",
            "width": 40,
            "depth": 110,
            "height": 18,
            "body_thickness": 15,
            "tongues": 0,
            "bands": 12,
        },
    },
    rule=_agree,
    examples=("a green snake with 14 yellow bands", "coiled snake", "red winding snake, 60 cm long"),
)
def build(kit: Kit, values: Values) -> None:
    """The path first: all the rest sits on it."""
    thick = values.mm("body_thickness") / 2 * (1.25 if kit.style == "stylized" else 1.0)
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    thick = min(thick, wide * 0.16, deep * 0.16, tall * 0.45)
    if values.word("pose") == "coiled":
        turns, marks = 2.15, []
        steps = 26
        for k in range(steps + 1):
            t = k / steps
            a = math.radians(150) + 2 * math.pi * turns * t
            r = (min(wide, deep) / 2 - thick) * (1 - 0.52 * t)
            rise = thick + max(0.0, (t - 0.38)) * (tall * 0.62 - thick) * 1.1
            marks.append((r * math.cos(a) * wide / min(wide, deep), r * math.sin(a) * deep / min(wide, deep), rise))
        x, y, z = marks[-1]
        marks += [
            (x * 0.55, y * 0.6 - deep * 0.04, (z + tall) / 2),
            (0.0, -deep * 0.1, tall - thick * 1.5),
            (0.0, -deep * 0.2, tall - thick * 1.15),
        ]
    else:
        steps = 22
        marks = [
            (
                math.sin(t * math.pi * 3.4) * (wide / 2 - thick) * (0.55 + 0.45 * (1 - t)),
                deep / 2 - thick * 0.4 - (deep - thick * 3.2) * t,
                thick * (0.98 + (0.5 if t > 0.93 else 0.0)),
            )
            for t in [k / steps for k in range(steps + 1)]
        ]
    number = len(marks)
    sizes = [
        thick * (0.1 + 0.9 * min(k / (number * 0.42), 1.0) ** 0.7) * (1 - 0.18 * max(k / number - 0.8, 0) * 5)
        for k in range(number)
    ]
    low = [(x, y, max(z - thick + s, s), s, s) for (x, y, z), s in zip(marks, sizes, strict=True)]
    if values.word("pose") == "coiled":
        low = [
            (x, y, z - (thick - s) if k < 9 else z, s, s)
            for k, ((x, y, z), s) in enumerate(zip(marks, sizes, strict=True))
        ]
    body = organic.tapered_path(kit, low, share=0.5)
    kit.add("body", body, crease=60)
    _bands(kit, values, low, thick)
    (ax, ay, _az), (hx, hy, _hz) = marks[-2], marks[-1]
    _head(kit, values, (hx, hy, low[-1][2]), math.degrees(math.atan2(hx - ax, ay - hy)), thick)


def _bands(kit: Kit, values: Values, low: list[Station], thick: float) -> None:
    number = values.count("bands")
    curve = kit.curve(low, smooth=2)
    for k in range(number):
        at = int(len(curve) * (0.16 + 0.78 * (k + 0.5) / number))
        span = max(1, len(curve) // max(number, 8) // 5)
        part = curve[max(at - span, 0) : at + span + 1]
        rows = [(float(x), float(y), float(z), float(s) * 1.04 + thick * 0.02) for x, y, z, s, _ in part]
        kit.add(
            "band", organic.tapered_path(kit, [(x, y, z, s, s) for x, y, z, s in rows], share=0.5, raw=True), crease=50
        )


def _head(kit: Kit, values: Values, at: tuple[float, float, float], turn: float, thick: float) -> None:
    big = thick * (1.25 if kit.style == "stylized" else 1.1)
    marks = [
        (0, big * 0.7, 0, big * 0.8, big * 0.72),
        (0, -big * 0.3, big * 0.1, big * 1.2, big * 0.85),
        (0, -big * 1.5, 0, big * 0.72, big * 0.5),
    ]

    def put(name: str, solid: Solid) -> None:
        kit.add(name, solid.rotate((0, 0, turn)).translate(at), crease=50)

    put("head", organic.limb(kit, marks, share=0.6))
    for side in (-1, 1)[: values.count("eyes")]:
        put("eye", organic.ball(kit, (side * big * 0.82, -big * 0.75, big * 0.5), big * 0.26, share=0.35))
        put(
            "pupil",
            organic.ball(
                kit, (side * big * 0.96, -big * 0.88, big * 0.54), (big * 0.12, big * 0.12, big * 0.18), share=0.25
            ),
        )
    if values.count("tongues"):
        root, fork = (0.0, -big * 1.5, -big * 0.1), (0.0, -big * 2.5, -big * 0.15)
        pieces = [kit.rod(root, (0, -big * 2.52, -big * 0.15), big * 0.1)]
        pieces += [kit.rod(fork, (s * big * 0.32, -big * 3.0, 0), big * 0.1, big * 0.04) for s in (-1, 1)]
        put("tongue", kit.union(pieces))
