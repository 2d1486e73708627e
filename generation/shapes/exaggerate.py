"""Bends the finished bodies of a stylized thing to its character; bodies stay closed, neighbours stay together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from generation.shapes.character import Character
from generation.shapes.kit import Made
from generation.shapes.solids import Points, Solid

_PIECES = (5, 8, 12)  # of the longest side, by level: long edges are divided so that they can bend


class _Field:
    """Where every point of a thing goes: one smooth map for all its bodies, from its bounds (2, 3)."""

    def __init__(self, own: Character, bounds: Points) -> None:
        self.own = own
        self.middle = bounds.mean(axis=0)
        self.floor = float(bounds[0, 2])
        self.half = np.maximum((bounds[1] - bounds[0]) / 2, 1e-9)
        self.long = 0 if self.half[0] >= self.half[1] else 1

    def moved(self, points: Points) -> Points:
        """The points (n, 3) where the character puts them."""
        own, out = self.own, np.array(points, np.float64)
        t = np.clip((out[:, 2] - self.floor) / (2 * self.half[2]), 0, 1)
        v = np.clip((out[:, self.long] - self.middle[self.long]) / self.half[self.long], -1, 1)
        rise = t * t * (3 - 2 * t)
        plan = own.foot + (own.top - own.foot) * rise + own.belly * 4 * t * (1 - t)
        out[:, :2] = self.middle[:2] + (out[:, :2] - self.middle[:2]) * plan[:, None]
        slim = 1 - own.bow * v * v
        across = 1 - self.long
        out[:, across] = self.middle[across] + (out[:, across] - self.middle[across]) * slim
        sunk = 1 - own.sway * (1 - v * v) if own.sway >= 0 else 1 + own.sway * v * v
        low = 1 - 0.6 * own.bow * v * v
        out[:, 2] = self.floor + (out[:, 2] - self.floor) * sunk * low
        return out


def exaggerate(
    parts: Sequence[Made], own: Character, bounds: Points, level: int, *, sections: frozenset[str] = frozenset()
) -> None:
    """Bend the parts of one thing in place; `bounds` (2, 3) are those of the whole before.

    Slender upright parts of the roles in `sections` lean and keep the thickness they have.
    """
    if not own.bends:
        return
    field = _Field(own, bounds)
    reach = float((bounds[1] - bounds[0]).max()) / _PIECES[level]
    for made in parts:
        if made.role.name in own.stiff:
            _carry(made, field)
            continue
        whole = made.solid.refine_to_length(reach)
        upright = made.role.name in sections and _is_slender(made.solid)
        made.solid = whole.warp_batch(_leaning(made.solid, field) if upright else field.moved)
        if made.role.name in own.kept:
            made.solid = _sized(made.solid, _extents(whole))


def _extents(solid: Solid) -> Points:
    box = np.array(solid.bounding_box())
    return np.asarray(box[3:] - box[:3], np.float64)


def _is_slender(solid: Solid) -> bool:
    wide, deep, tall = _extents(solid)
    return bool(tall > 2.5 * max(wide, deep))


def _leaning(solid: Solid, field: _Field) -> Callable[[Points], Points]:
    """A map that moves every level section of a post as its middle goes."""
    x0, y0, _, x1, y1, _ = solid.bounding_box()
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])

    def move(points: Points) -> Points:
        spine = np.array(points, np.float64)
        spine[:, :2] = middle
        out = np.array(points, np.float64)
        goal = field.moved(spine)
        out[:, :2] += goal[:, :2] - middle
        out[:, 2] = goal[:, 2]
        return out

    return move


def _sized(solid: Solid, wanted: Points) -> Solid:
    """The solid as long and as high as wanted about its middle; what is thin stays as it is."""
    box = np.array(solid.bounding_box())
    middle, found = (box[:3] + box[3:]) / 2, np.maximum(box[3:] - box[:3], 1e-9)
    factor = np.ones(3)
    long = 0 if wanted[0] >= wanted[1] else 1
    factor[[long, 2]] = wanted[[long, 2]] / found[[long, 2]]
    return solid.translate(tuple((-middle).tolist())).scale(tuple(factor.tolist())).translate(tuple(middle.tolist()))


def _carry(made: Made, field: _Field) -> None:
    """Move a part as it is in plan, and let it grow about its foot: a wheel stays round and on the ground."""
    x0, y0, _, x1, y1, _ = made.solid.bounding_box()
    foot = np.array([(x0 + x1) / 2, (y0 + y1) / 2, field.floor])
    goal = field.moved(foot[None])[0]
    factor = field.own.wheels
    made.solid = made.solid.translate(tuple((-foot).tolist())).scale((factor,) * 3).translate(tuple(goal.tolist()))
