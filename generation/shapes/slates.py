"""Slabs with a screen: the telephones and tablets that differ in size, cameras and buttons alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Values

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def roles(body: str, island: str) -> tuple[Role, ...]:
    """The parts of a slab whose body and camera island have these usual colours."""
    return (
        Role("body", "aluminium", body, words=("case", "back", "frame", "housing")),
        Role("screen", "plastic", "#1f4a5f", words=("display", "touchscreen", "glass"), tone=1),
        Role("camera", "aluminium", "#3a3f46", words=("camera ring",), count="cameras", tone=None),
        Role("camera_glass", "glass", "#16202a", words=("lens", "camera lens"), count="cameras", tone=None),
        Role("island", "aluminium", island, count=lambda v: int(v.count("cameras") > 0), tone=None),
        Role("button", "aluminium", "#5d646c", words=("side button", "key", "side key"), count="buttons", tone=None),
        Role("icon", "plastic", "#e9e2d0", words=("app icon", "app", "tile"), count=None, tone=None),
        Role("icon_warm", "plastic", "#e08a4f", count=None, tone=None, like="icon"),
        Role("icon_cool", "plastic", "#63b3a5", count=None, tone=None, like="icon"),
        Role("camera_dot", "plastic", "#0b0f13", count=None, tone=None),
        Role("speaker", "plastic", "#0b0f13", count=None, tone=None),
        Role("port", "plastic", "#0b0f13", words=("charging port",), count=None, tone=None),
    )  # fmt: skip


def slate(kit: Kit, values: Values, *, corner: float, rim: float) -> None:
    """Body, screen, cameras and side keys of an upright slab.

    `corner` and `rim` are shares of the smaller side: the radius of the corners and the frame beside the screen.
    """
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    least = min(wide, high)
    lenses = values.count("cameras")
    bump = deep * 0.14 if lenses else 0.0
    thick = deep - bump
    key = least * 0.008
    face = wide - (key if values.count("buttons") else 0.0)
    shift = -(wide - face) / 2
    radius = least * corner
    body = kit.box(face, high, thick, corner=radius, bevel=thick * 0.24)
    kit.add("body", _stood(body, shift, high, thick, deep), crease=40)
    edge = least * rim
    glass = kit.box(
        face - 2 * edge, high - 2 * edge, thick * 0.2, corner=max(radius - edge, radius * 0.3), bevel=thick * 0.02
    )
    kit.add("screen", _stood(glass.translate((0, 0, thick * 0.82)), shift, high, thick, deep))
    r = least * 0.014
    if kit.level:
        dot = kit.disc(2 * r, 2 * r, thick * 0.06).translate((0, high / 2 - edge - r * 4, thick * 1.0))
        kit.add("camera_dot", _stood(dot, shift, high, thick, deep))
        slit = kit.box(least * 0.16, r * 0.8, thick * 0.04, corner=r * 0.38).translate(
            (0, high / 2 - edge * 0.5, thick * 0.985)
        )
        kit.add("speaker", _stood(slit, shift, high, thick, deep))
    if kit.level:
        _icons(kit, face - 2 * edge, high - 2 * edge, lambda icon: _stood(icon, shift, high, thick, deep), thick)
    _cameras(kit, lenses, face, high, least, thick, deep, bump, shift)
    for k in range(values.count("buttons")):
        tall = least * (0.12 if k else 0.17)
        bar = kit.box(key * 2, thick * 0.36, tall, corner=key * 0.6 if kit.level else 0)
        kit.add(
            "button",
            bar.translate((wide / 2 - key, deep / 2 - thick / 2, high * (0.66 - 0.085 * k * (least / high + 0.6)))),
        )
    if kit.level == 2:
        slot = kit.box(least * 0.12, thick * 0.3, thick * 0.1, corner=thick * 0.14)
        kit.add("port", slot.translate((shift, deep / 2 - thick / 2, -0.0)))


def _stood(solid: Solid, shift: float, high: float, thick: float, deep: float) -> Solid:
    """From lying about the origin to standing on z = 0: the slab's back lies `deep − thick` inside the bounds."""
    return solid.translate((0, high / 2, 0)).rotate((90, 0, 0)).translate((shift, thick - deep / 2, 0))


def _icons(kit: Kit, wide: float, high: float, stood: Callable[[Solid], Solid], thick: float) -> None:
    """Rows of little rounded tiles, and a last row at the bottom."""
    columns = 4
    size = wide / columns * 0.56
    pitch = wide * 0.92 / columns
    rows = int(high * 0.66 / (pitch * 1.08))
    names = ("icon", "icon_warm", "icon_cool")
    spots = [(row, column) for row in range(rows) for column in range(columns) if row < rows - 1 or column < 2]
    for row, column in [*spots, *((-1, column) for column in range(columns))]:
        x = pitch * (column - (columns - 1) / 2)
        y = high * 0.36 - row * pitch * 1.08 if row >= 0 else -high / 2 + pitch * 0.7
        tile = kit.box(size, size, thick * 0.05, corner=size * 0.24)
        pick = int(kit.chance("icon", row, column) * len(names))
        kit.add(names[pick], stood(tile.translate((x, y, thick * 1.0))))


def _cameras(
    kit: Kit, lenses: int, wide: float, high: float, least: float, thick: float, deep: float, bump: float, shift: float
) -> None:
    if not lenses:
        return
    r = least * 0.055
    rows = (lenses + 1) // 2
    plate_w, plate_h = r * (5.6 if lenses > 1 else 3.0), r * (2.9 * rows)
    x0, z0 = wide / 2 - least * 0.06 - plate_w / 2, high - least * 0.06 - plate_h / 2
    back = deep / 2
    island = kit.box(plate_w, plate_h, bump * 0.7 + thick * 0.1, corner=r * 1.2, bevel=bump * 0.1)
    kit.add("island", island.rotate((-90, 0, 0)).translate((x0 + shift, back - bump - thick * 0.1, z0)))
    zs = layout.row(rows, plate_h - 2.9 * r)
    for k in range(lenses):
        alone = lenses == 1 or (lenses % 2 and k == lenses - 1)
        x = x0 + (0.0 if alone else (1 if k % 2 else -1) * r * 1.3)
        ring = kit.disc(2 * r, 2 * r, bump * 0.9, bevel=bump * 0.12)
        lens = kit.disc(1.4 * r, 1.4 * r, bump * 0.2)
        where = (x + shift, back - bump * 0.9, z0 - zs[k // 2])
        kit.add("camera", ring.rotate((-90, 0, 0)).translate(where))
        kit.add("camera_glass", lens.rotate((-90, 0, 0)).translate((where[0], back - bump * 0.2, where[2])))
