"""Upholstered things: backs, arms and pillows, and seams that follow a cushion's own outline. Millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def seam(kit: Kit, cushion: Solid, z: float, thick: float) -> Solid:
    """A cord of radius `thick` around the cushion at height `z`, half sunk in it. Millimetres."""
    outline = max(cushion.slice(z).to_polygons(), key=len)
    path = kit.maths.column_stack([outline, kit.maths.full(len(outline), z)])
    return kit.swept(path, kit.ring(thick), closed=True)


def back(kit: Kit, size: tuple[float, float, float, float], shift: float, rear: float) -> None:
    """Add the back, leaning a little; `size` is width, depth, the legs' height and the whole height."""
    wide, deep, foot, height = size
    tall = height - foot * 1.15
    pad = kit.pad(wide, tall, deep * 0.62, soft=deep * 0.24, crown=deep * 0.04)
    lean = pad.rotate((90, 0, 0)).translate((0, 0, tall / 2))
    sheared = lean.transform(kit.maths.array([[1, 0, 0, 0], [0, 1, 0.09, 0], [0, 0, 1, 0]]))
    box = sheared.bounding_box()
    kit.add("back", sheared.translate((shift, rear - box[4], foot * 1.15)), crease=60)


def arm(kit: Kit, side: int, size: tuple[float, float, float, float], levels: tuple[float, float, float]) -> None:
    """Add an armrest, flaring outwards, on one side; `size` is whole width, arm width, depth and middle in depth."""
    width, wide, depth, middle = size
    foot, seat, height = levels
    top = seat + min((height - seat) * 0.5, 190.0 * height / 820)
    pad = kit.pad(wide, depth * 0.99, top - foot * 0.9, soft=wide * 0.36, crown=wide * 0.06)
    flare = 0.1 if kit.style != "low-poly" else 0.05
    body = pad.transform(kit.maths.array([[1, 0, flare * side, 0], [0, 1, 0, 0], [0, 0, 1, 0]]))
    box = body.bounding_box()
    out = width / 2 - box[3] if side > 0 else -width / 2 - box[0]
    kit.add("armrest", body.translate((out, middle, foot * 0.9)), crease=60)


def pillows(kit: Kit, number: int, inner: float, shift: float, place: tuple[float, float, float]) -> None:
    """Add throw pillows along the seat; `place` is y, the seat's height and the rise of the back over it."""
    if not number:
        return
    y, seat, rise = place
    size = min(rise * 1.0, inner / number * 0.8)
    xs = [-inner * 0.36, inner * 0.36] if number == 2 else layout.row(number, inner * 0.72)
    for k, x in enumerate(xs if number > 1 else [inner * 0.34]):
        pad = kit.pad(size, size * 0.8, size * 0.3, soft=size * 0.1, crown=size * 0.07)
        tilt = 8 if x < 0 else -8
        pillow = pad.rotate((90, 0, 0)).rotate((-20, 0, 0)).rotate((0, 0, tilt * (1 + 0.3 * (k % 2))))
        kit.add("pillow", pillow.translate((x + shift, y, seat + size * 0.4)), crease=60)
