"""Dials: what clocks share: a round or square case with bezel and face, marks and hands. Millimetres."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.registry import Values
    from generation.shapes.solids import Solid

Stand = Callable[["Solid"], "Solid"]


def make(kit: Kit, values: Values, width: float, depth: float, stand: Stand, *, square: bool = False) -> None:
    """Add case, bezel, dial, marks, hands and hub, made lying with the face up; `stand` sets each in its place."""
    rim = min(width * 0.075 * kit.chunk, width * 0.14)
    deep = depth * 0.86
    if square:
        body = kit.box(width, width, deep, corner=width * 0.08, bevel=min(rim * 0.5, deep * 0.3))
        well = kit.box(width - 2 * rim, width - 2 * rim, deep, corner=width * 0.05).translate((0, 0, deep * 0.62))
        hoop = kit.without(
            kit.box(width - 1.4 * rim, width - 1.4 * rim, depth, corner=width * 0.06, bevel=rim * 0.1),
            kit.box(width - 2.2 * rim, width - 2.2 * rim, depth * 2, corner=width * 0.05).translate(
                (0, 0, -depth * 0.5)
            ),
        )
        plate = kit.box(width - 1.8 * rim, width - 1.8 * rim, deep * 0.12)
    else:
        body = kit.disc(width, width, deep, bevel=min(rim * 0.6, deep * 0.35))
        well = kit.disc(width - 2 * rim, width - 2 * rim, deep).translate((0, 0, deep * 0.62))
        r = width / 2
        inner, outer = r - 1.15 * rim, r - 0.6 * rim
        soft = min(rim * 0.16, depth * 0.1)
        hoop = kit.turned([(inner, deep * 0.55), (outer, deep * 0.55), (outer, depth - soft), (outer - soft, depth),
                           (inner + soft, depth), (inner, depth - soft)])  # fmt: skip
        plate = kit.disc(width - 1.8 * rim, width - 1.8 * rim, deep * 0.12)
    kit.add("case", stand(kit.without(body, well)), crease=40)
    kit.add("bezel", stand(hoop), crease=40)
    face = deep * 0.66
    kit.add("dial", stand(plate.translate((0, 0, face - deep * 0.12))))
    reach = width / 2 - rim * 1.35
    _marks(kit, values, stand, reach, face)
    _hands(kit, values, stand, reach, face)


def _marks(kit: Kit, values: Values, stand: Stand, reach: float, face: float) -> None:
    raise_ = reach * 0.02
    number = values.count("marks")
    for k in range(number):
        angle = 360 * k / number
        strong = number <= 12 and (k * 12 / number) % 3 == 0
        long, wide = reach * (0.2 if strong else 0.13), reach * (0.05 if strong else 0.032) * min(12 / number, 1.6)
        bar = kit.box(wide * kit.chunk, long, raise_).translate((0, reach - long / 2, face - raise_ * 0.3))
        kit.add("mark", stand(bar.rotate((0, 0, -angle))))
    if kit.level == 2:
        for k in range(60):
            if number and (k * number) % 60 == 0:
                continue
            bar = kit.box(reach * 0.012, reach * 0.05, raise_).translate((0, reach * 0.975, face - raise_ * 0.3))
            kit.add("minute", stand(bar.rotate((0, 0, -6 * k))))


def _hands(kit: Kit, values: Values, stand: Stand, reach: float, face: float) -> None:
    # Ten past ten, and the seconds at half past: how clocks are shown.
    shapes = ((304.0, 0.56, 0.062), (60.0, 0.86, 0.045), (180.0, 0.9, 0.014))
    thin = reach * 0.02
    for k in range(values.count("hands")):
        angle, long, wide = shapes[k]
        long, wide = long * reach, wide * reach * kit.chunk
        z = face + thin * (0.8 + 1.3 * k)
        tail = long * 0.16
        outline = [(-wide * 0.35, -tail), (wide * 0.35, -tail), (wide * 0.5, long * 0.35), (wide * 0.14, long),
                   (-wide * 0.14, long), (-wide * 0.5, long * 0.35)]  # fmt: skip
        hand = kit.prism(outline, thin).translate((0, 0, z)).rotate((0, 0, -angle))
        kit.add("hand", stand(hand))
    r = reach * 0.055 * kit.chunk
    top = thin * (2.4 + 1.3 * values.count("hands"))
    pin = kit.turned([(0, 0), (r, 0), (r, top * 0.7), (r * 0.7, top), (0, top)])
    kit.add("hub", stand(pin.translate((0, 0, face - thin))), crease=50)
