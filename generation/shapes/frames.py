"""Frames around flat things: mouldings, rectangular, oval or arched, made lying and then stood. Millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def sheet(kit: Kit, shape: str, width: float, height: float, thick: float, *, bevel: float = 0.0) -> Solid:
    """A flat sheet of the frame's shape, lying on z = 0: rectangular, round or oval, arched."""
    if shape in ("round", "oval"):
        return kit.disc(width, height, thick, bevel=bevel)
    if shape == "arched":
        radius = width / 2
        straight = kit.box(width, max(height - radius, height * 0.3), thick, bevel=bevel)
        tall = max(height - radius, height * 0.3)
        round_ = kit.disc(width, 2 * (height - tall), thick, bevel=bevel).translate(
            (0, height / 2 - (height - tall), 0)
        )
        return kit.union([straight.translate((0, -(height - tall) / 2, 0)), round_])
    return kit.box(width, height, thick, bevel=bevel)


def moulding(kit: Kit, shape: str, width: float, height: float, band: float, thick: float) -> Solid:
    """A frame of profile band × thick around its opening, lying on z = 0 with its face up."""
    body = sheet(kit, shape, width, height, thick * (0.8 if kit.level else 1.0), bevel=thick * 0.25)
    pieces = [body]
    if kit.level:
        inset = band * 0.7
        pieces.append(sheet(kit, shape, width - inset, height - inset, thick, bevel=thick * 0.12))
    if kit.level == 2:
        inset = band * 1.45
        pieces.append(
            kit.without(
                sheet(kit, shape, width - band * 0.95, height - band * 0.95, thick * 1.0),
                sheet(kit, shape, width - inset, height - inset, thick * 3).translate((0, 0, -thick)),
            )
        )
    hole = sheet(kit, shape, width - 2 * band, height - 2 * band, thick * 3).translate((0, 0, -thick))
    cuts = [hole]
    if kit.level:
        step = band * 1.5
        cuts.append(sheet(kit, shape, width - step, height - step, thick * 2).translate((0, 0, thick * 0.72)))
    return kit.without(kit.union(pieces), *cuts)


def stood(solid: Solid, height: float) -> Solid:
    """A lying thing stood on its lower edge, its face to the front."""
    return solid.rotate((90, 0, 0)).translate((0, 0, height / 2))
