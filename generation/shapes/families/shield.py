"""Shields: a bowed face with a rim, a boss and rivets, divided in two colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "shield",
    gloss="a shield",
    category="treasure",
    size=Size(480, 130, 600, main="height"),
    roles=(
        Role("face", "paint", "#a3312d", words=("field", "body", "board")),
        Role("cross", "paint", "#efe5cc", words=("stripe", "band", "emblem"), count="crosses", tone=1),
        Role("rim", "steel", words=("edge", "border", "frame"), tone=None),
        Role("boss", "steel", words=("umbo", "knob"), count="bosses", tone=None),
        Role("rivet", "brass", words=("nail", "stud"), count=None, tone=None),
        Role("strap", "leather", words=("handle",), count=None, tone=None),
    ),
    parameters=(
        choice("form", "pointed", "round", aliases={"heater": "pointed", "circular": "round", "viking": "round"}),
        count("crosses", 1, 0, 1, words=("cross", "emblem")),
        count("bosses", 0, 0, 1, words=("boss",)),
    ),
    synonyms=("knight shield", "heraldic shield", "coat of arms shield"),
    presets={
        "round shield": {"form": "round", "width": 600, "bosses": 1, "crosses": 0},
        "viking shield": {"form": "round", "width": 600, "bosses": 1, "crosses": 0},
        "buckler": {"form": "round", "width": 350, "depth": 80, "height": 350, "bosses": 1, "crosses": 0},
    },
    examples=("a red shield with a white cross", "round shield with a boss", "blue shield, 50 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """Bowed forward in the middle, in millimetres of a shield 600 high."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")

    def put(name: str, solid: Solid, crease: float = 55, colour: str = "") -> None:
        kit.add(name, solid.scale((width / 480, depth / 130, height / 600)), crease=crease, colour=colour)

    fat = 1.1 if kit.style == "stylized" else 1.0
    round_ = values.word("form") == "round"
    n = kit.pick(24, 48, 80) if not kit.low else kit.pick(16, 20, 28)
    if round_:
        outline = [(240 * math.cos(2 * math.pi * k / n), 300 + 300 * math.sin(2 * math.pi * k / n)) for k in range(n)]
    else:
        half = [(0.0, 0.0), (70, 48), (150, 140), (215, 270), (238, 400), (240, 520), (240, 600)]
        side = [(float(x), float(z)) for x, z in kit.curve(half, smooth=1)]
        outline = [*side, (120.0, 590.0), (0.0, 600.0), (-120.0, 590.0), *((-x, z) for x, z in reversed(side[1:]))]
    bow = 78.0

    def skin(scale: float, y: float, deep: float) -> Solid:
        cut = (
            kit.prism([(x * scale, 300 + (z - 300) * scale) for x, z in outline], deep)
            .rotate((90, 0, 0))
            .translate((0, y, 0))
        )
        fine = (
            cut if kit.low and kit.level == 0 else kit.finer(cut, 120.0 if kit.low else (90.0, 55.0, 32.0)[kit.level])
        )
        maths = kit.maths

        def bend(points: Any) -> Any:
            out = maths.array(points)
            far = (out[:, 0] / 240) ** 2 + (((out[:, 2] - 300) / 300) ** 2 if round_ else 0.0)
            out[:, 1] -= bow * (1 - far)
            return out

        return fine.warp_batch(bend)

    rim = skin(1.0, 26, 26 * fat)
    put("rim", rim - skin(0.93, 60, 90), 35)
    put("face", skin(0.945, 22, 16), 35)
    if values.count("crosses"):
        bars = kit.union(
            [
                kit.box(70, 400, 700).translate((0, 0, -50)),
                kit.box(700, 400, 70).translate((0, 0, 315 if not round_ else 265)),
            ]
        )
        put("cross", skin(0.935, 7.5, 5) ^ bars, 35)
    for k in range(values.count("bosses")):
        boss = kit.turned([(0, 0), (62, 0), (64, 5), (48, 9), (40, 24), (22, 36), (0, 40)])
        put("boss", boss.rotate((90, 0, 0)).translate((0, -bow + 6 - 2 * k, 300 if round_ else 350)))
    studs = kit.pick(8, 16, 26)
    for k in range(studs):
        x, z = outline[k * len(outline) // studs]
        x, z = x * 0.965, 300 + (z - 300) * 0.965
        far = (x / 240) ** 2 + (((z - 300) / 300) ** 2 if round_ else 0.0)
        put("rivet", organic.ball(kit, (x, -bow * (1 - far) - 1, z), (8, 6, 8), share=0.25))
    if kit.level:
        for z in (230, 380):
            put(
                "strap",
                organic.limb(
                    kit,
                    [
                        (-150, 12, z, 5, 22),
                        (-70, 40, z, 5, 22),
                        (0, 46, z, 5, 22),
                        (70, 40, z, 5, 22),
                        (150, 12, z, 5, 22),
                    ],
                    share=0.3,
                    square=3,
                ),
            )
