"""What fruit and cakes share: leaves, stalks, and bodies turned from an outline and swollen into ribs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generation.shapes import organic

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector


def round_body(kit: Kit, marks: Sequence[tuple[float, float]], *, smooth: int = 2) -> Solid:
    """A body of revolution through (radius, height) marks whose ends lie on the axis."""
    curve = [(max(float(r), 0.0), float(z)) for r, z in kit.curve(marks, smooth=1 if kit.low else smooth)]
    curve[0], curve[-1] = (0.0, marks[0][1]), (0.0, marks[-1][1])
    return kit.turned(curve)


def ribbed(kit: Kit, solid: Solid, ribs: int, deep: float, *, power: float = 1.0) -> Solid:
    """The body with so many ribs about Z, `deep` of its radius."""
    maths = kit.maths

    def move(points: Any) -> Any:
        out = maths.array(points)
        angle = maths.arctan2(out[:, 1], out[:, 0])
        wave = maths.abs(maths.cos(angle * ribs / 2)) ** power
        factor = 1 - deep * (1 - wave)
        out[:, 0] *= factor
        out[:, 1] *= factor
        return out

    return solid.warp_batch(move)


def fine(kit: Kit, ribs: int, each: int = 0) -> int:
    """Chords enough to show the ribs, a multiple of their number and of four."""
    chords = each or (kit.pick(4, 6, 8) if not kit.low else kit.pick(2, 2, 3))
    return ribs * chords * (1 if ribs * chords % 4 == 0 else 2 if ribs * chords % 2 == 0 else 4)


def leaf(kit: Kit, root: Vector, turn: float, long: float, wide: float, lift: float = 0.35) -> Solid:
    """A leaf that grows from `root`, turned by degrees about Z from +X, arching up and over."""
    thick = max(long * 0.03, wide * 0.09)
    marks = [
        (0.0, 0.0, 0.0, wide * 0.1, thick),
        (0.0, -long * 0.33, long * lift * 0.75, wide * 0.5, thick),
        (0.0, -long * 0.7, long * lift, wide * 0.42, thick),
        (0.0, -long, long * lift * 0.6, wide * 0.04, thick * 0.5),
    ]
    return organic.limb(kit, marks, share=0.35).rotate((0, 0, turn + 90)).translate(root)


def stalk(kit: Kit, points: Sequence[Vector], radius: float, end: float) -> Solid:
    """A stalk along points."""
    return organic.tapered(kit, points, radius, end, share=0.3)


def scattered(kit: Kit, number: int, name: str) -> list[tuple[float, float]]:
    """Places on a disc of radius 1, even as the seeds of a sunflower, a little shaken by the seed."""
    out = []
    for k in range(number):
        r = math.sqrt((k + 0.5) / number)
        a = k * 2.39996 + 0.5 * kit.chance(name, k)
        out.append((r * math.cos(a), r * math.sin(a)))
    return out
