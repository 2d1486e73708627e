"""Game controllers: a winged body with two sticks, a cross, coloured buttons, shoulder keys and triggers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "game_controller",
    gloss="a pad with sticks and buttons to play with",
    category="electronics",
    size=Size(158, 108, 58, main="width"),
    roles=(
        Role("body", "plastic", "#e4e1da", words=("shell", "case", "housing", "grip")),
        Role(
            "stick",
            "rubber",
            "#2b2f35",
            words=("joystick", "thumbstick", "analog stick", "thumb stick"),
            count="sticks",
            tone=1,
        ),
        Role("ring", "plastic", "#4a5059", words=("stick ring",), count="sticks", tone=None),
        Role("cross", "plastic", "#2b2f35", words=("d pad", "dpad", "directional pad"), tone=None),
        Role("button", "plastic", "#4d7f9c", words=("action button",), count="buttons", tone=None),
        Role("menu", "plastic", "#4a5059", words=("menu button", "start button"), count=None, tone=None),
        Role("shoulder", "plastic", "#2b2f35", words=("shoulder button", "bumper"), count=2, tone=None),
        Role("trigger", "plastic", "#3b4048", words=("trigger button",), count=2, tone=None),
        Role("light", "plastic", "#57b894", words=("led", "home button"), tone=None),
    ),
    parameters=(count("sticks", 2, 0, 2), count("buttons", 4, 2, 8)),
    synonyms=("gamepad", "game pad", "controller", "joypad", "video game controller", "console controller"),
    examples=("white game controller with four buttons", "black gamepad with two sticks", "red controller 16 cm wide"),
)
def build(kit: Kit, values: Values) -> None:
    """Lying on its grips, which reach to the front (−Y); shoulder keys at the back."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    stick = high * 0.22
    top = high - stick
    thick = top * 0.74
    shell = _body(kit, wide, deep, top)
    kit.add("body", shell, crease=60)
    face = top * 0.985
    r = wide * 0.062
    for x, y in (((-0.13, -0.03), (0.13, -0.03)))[: values.count("sticks")]:
        place = (x * wide, deep * y, face - top * 0.1)
        ring = kit.turned(
            [(0, 0), (r * 1.3, 0), (r * 1.3, top * 0.1), (r * 1.12, top * 0.14), (r * 0.7, top * 0.08), (0, top * 0.08)]
        )
        kit.add("ring", ring.translate(place))
        cap = high - place[2]
        steps = kit.pick(2, 4, 6)
        dish = [
            (r * 0.82 * (1 - k / steps), cap - top * 0.03 * math.sin(math.pi / 2 * k / steps)) for k in range(1, steps)
        ]
        post = [
            (0, 0),
            (r * 0.5, 0),
            (r * 0.42, cap * 0.5),
            (r * 0.9, cap * 0.72),
            (r * 0.98, cap * 0.9),
            (r * 0.9, cap),
            (r * 0.8, cap),
            *dish,
            (0, cap - top * 0.03),
        ]
        kit.add("stick", kit.turned(post).translate(place), crease=40)
    left, right, row = -wide * 0.285, wide * 0.285, deep * 0.2
    bar, span = wide * 0.045, wide * 0.14
    low = face - top * 0.16
    arm = kit.box(span, bar, top * 0.24, corner=bar * 0.16, bevel=bar * 0.1)
    pad = kit.union([arm, arm.rotate((0, 0, 90))])
    kit.add("cross", pad.translate((left, row, low)))
    n = values.count("buttons")
    each = min(wide * 0.034, wide * 0.062 * math.sin(math.pi / max(n, 3)) * 1.25)
    for x, y in layout.around(n, wide * 0.058, turn=math.pi / 2):
        cap = kit.turned([(0, 0), (each, 0), (each, top * 0.2), (each * 0.8, top * 0.245), (0, top * 0.26)])
        kit.add("button", cap.translate((right + x, row + y, low)), crease=40)
    for x in (-1, 1):
        small = kit.disc(wide * 0.03, wide * 0.018, top * 0.14, bevel=top * 0.02)
        kit.add("menu", small.translate((x * wide * 0.085, deep * 0.24, face - top * 0.09)))
    lamp = kit.disc(wide * 0.06, wide * 0.06, top * 0.12, bevel=top * 0.03)
    kit.add("light", lamp.translate((0, deep * 0.3, face - top * 0.09)))
    for x in (-1, 1):
        size = wide * 0.19
        bumper = kit.box(size, deep * 0.12, thick * 0.3, corner=deep * 0.05, bevel=thick * 0.07)
        kit.add("shoulder", bumper.rotate((0, 0, -x * 9)).translate((x * wide * 0.27, deep * 0.425, top * 0.62)))
        pull = kit.box(size * 0.8, deep * 0.14, thick * 0.34, corner=deep * 0.05, bevel=thick * 0.1)
        kit.add("trigger", pull.rotate((0, 0, -x * 9)).translate((x * wide * 0.27, deep * 0.43, top * 0.26)))


def _body(kit: Kit, wide: float, deep: float, high: float) -> Solid:
    """Hulls of balls: a bridge between two grips that spread to the front."""
    n = kit.pick(12, 24, 40) if not kit.low else kit.pick(6, 8, 12)
    fat = 1.1 if kit.style == "stylized" else 1.0

    def ball(x: float, y: float, z: float, r: float, flat: float = 1.0) -> list[tuple[float, float, float]]:
        out = []
        for i in range(n // 2 + 1):
            t = math.pi * i / (n // 2) - math.pi / 2
            for k in range(n):
                a = 2 * math.pi * k / n
                out.append(
                    (x + r * math.cos(t) * math.cos(a), y + r * math.cos(t) * math.sin(a), z + r * flat * math.sin(t))
                )
        return out

    r = high * 0.36
    parts = []
    for s in (-1, 1):
        tip = high * 0.3 * fat
        shoulder = ball(s * (wide * 0.5 - high * 0.72), deep * 0.2, high * 0.6, high * 0.56, 0.7)
        palm = ball(s * (wide * 0.5 - high * 0.6), -deep * 0.1, high * 0.55, high * 0.48 * fat, 0.9)
        end = ball(s * (wide * 0.5 - tip), -deep * 0.5 + tip, tip * 0.95, tip, 0.95)
        parts += [kit.hull(shoulder + palm), kit.hull(palm + end)]
    bridge = []
    for s in (-1, 1):
        bridge += ball(s * (wide * 0.5 - high * 0.72), deep * 0.2, high * 0.6, high * 0.56, 0.7)
        bridge += ball(s * wide * 0.14, -deep * 0.06, high * 0.66, r, 0.9)
        bridge += ball(s * wide * 0.1, deep * 0.3, high * 0.66, r, 0.9)
    body = kit.union([*parts, kit.hull(bridge)])
    low, _, _, top, _, roof = body.bounding_box()
    return body.scale((wide / (top - low), 1, 1)).translate((0, 0, high - roof))
