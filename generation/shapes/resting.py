"""Things on, in and under others: they rest on real surfaces, and cut into nothing unless they were put in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manifold3d import Manifold

from generation.shapes import surfaces
from generation.shapes.solids import Points
from generation.shapes.stage import GAP, Stage
from generation.shapes.surfaces import Field, Grid, Mask

_CUT_MM = 0.4  # what a thing may cut into its support before it is lifted
_DEEP = 0.06  # how far above the floor a thing stands in one that is not hollow


def _points(stage: Stage, number: int, cell: float) -> Points:
    """Points on the surface of a body where it stands."""
    out: Points = stage.bodies[number].points(cell) + stage.moves[number]
    return out


def _own(stage: Stage, number: int, cell: float) -> Points:
    """Points on the surface of a body with its middle at the origin and its foot at 0."""
    home = stage.home[number]
    out: Points = stage.bodies[number].points(cell) - [*home.mean(axis=0)[:2], home[0, 2]]
    return out


class _Ground:
    """The surface of a landmark seen from above, with what was put on it already."""

    def __init__(self, stage: Stage, mark: int, subject: int) -> None:
        self.stage, self.mark = stage, mark
        self.cell = surfaces.cell_for(stage.home[subject], stage.home[mark])
        found = [_points(stage, mark, self.cell)]
        found += [_points(stage, other, self.cell) for other in stage.carried.get(mark, [])]
        self.alone = surfaces.field(found[0], self.cell, upper=True)
        self.field = surfaces.field(np.vstack(found), self.cell, upper=True)
        self.under = surfaces.field(_own(stage, subject, self.cell), self.cell, upper=False)
        self.rest = surfaces.contact(self.field, self.under)

    def nearest(self, wanted: Mask, x: float, y: float) -> tuple[int, int] | None:
        """The wanted cell (a mask) nearest to a point in plan."""
        cells = np.argwhere(wanted)
        if not len(cells):
            return None
        middles = self.field.corner + (cells + 0.5) * self.cell
        best = cells[int(np.argmin(((middles - (x, y)) ** 2).sum(axis=1)))]
        return int(best[0]), int(best[1])


def _on(stage: Stage, numbers: list[int], mark: int) -> None:
    """On the largest level surface, side by side; on the top where nothing is level."""
    for k, number in enumerate(numbers):
        _lay(stage, number, mark, (k + 1) / (len(numbers) + 1))


def _lay(stage: Stage, number: int, mark: int, share: float) -> None:
    ground = _Ground(stage, mark, number)
    box = stage.box(mark)
    height = float(box[1, 2] - box[0, 2])
    level = surfaces.main_level(ground.alone, height)
    x, y = float(box[0, 0] + (box[1, 0] - box[0, 0]) * share), float(box[:, 1].mean())
    cell: tuple[int, int] | None = None
    if level is not None:
        flat, cells = level
        x, y = _aim(ground.alone, cells, share)
        near = np.isfinite(ground.rest) & (np.abs(ground.rest - flat) <= max(0.02 * height, 1.0))
        over = near & _fitted(cells, ground.rest)
        cell = ground.nearest(over if over.any() else near, x, y)
        if cell is None and stage.carried.get(mark):
            free = np.isfinite(ground.rest) & _fitted(cells, ground.rest)
            low = np.where(free, ground.rest, np.inf)
            cell = ground.nearest(free & (low <= low.min() + 0.02 * height), x, y) if free.any() else None
    if cell is None:
        cell = ground.nearest(np.isfinite(ground.rest), x, y)
    if cell is None:
        stage.put(number, x, y, float(box[1, 2]))
        return
    middle = ground.field.middle(*cell)
    # A level surface needs no grid: the aim itself is as good as the cell around it.
    if abs(middle[0] - x) <= ground.cell and abs(middle[1] - y) <= ground.cell and _smooth(ground.rest, cell):
        middle = (x, y)
    _settle(stage, number, mark, middle, float(ground.rest[cell]))


def _smooth(rest: Grid, cell: tuple[int, int]) -> bool:
    """Whether a thing comes to rest at the same height all about the cell."""
    i, j = cell
    around = rest[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2]
    return bool(np.isfinite(around).all() and around.max() - around.min() < 0.2)


def _fitted(cells: Mask, like: Grid) -> Mask:
    """A mask cut or filled to the shape of another grid (both begin at the same corner)."""
    out = np.zeros(like.shape, bool)
    rows, columns = min(cells.shape[0], like.shape[0]), min(cells.shape[1], like.shape[1])
    out[:rows, :columns] = cells[:rows, :columns]
    return out


def _aim(field: Field, cells: Mask, share: float) -> tuple[float, float]:
    """The point of a level surface at a share of its width, in the middle of its depth."""
    found = np.argwhere(cells)
    low, high = found.min(axis=0), found.max(axis=0) + 1
    corner = field.corner + low * field.cell
    size = (high - low) * field.cell
    return float(corner[0] + size[0] * share), float(corner[1] + size[1] / 2)


def _settle(stage: Stage, number: int, mark: int, middle: tuple[float, float], z: float) -> None:
    """Put a body down at a height, and lift it by what it still cuts into its support."""
    stage.put(number, *middle, z)
    for _ in range(4):
        deep = _cut(stage, number, mark)
        if deep <= _CUT_MM:
            break
        stage.moves[number][2] += deep
    stage.carried.setdefault(mark, []).append(number)


def _cut(stage: Stage, one: int, other: int) -> float:
    """How deep two bodies cut each other along the vertical, at most."""
    deepest = 0.0
    others = [(solid, np.array(solid.bounding_box())) for solid in _placed(stage, other)]
    for solid in _placed(stage, one):
        box = np.array(solid.bounding_box())
        for against, bounds in others:
            if (np.minimum(box[3:], bounds[3:]) - np.maximum(box[:3], bounds[:3]) > 1e-3).all():
                shared = solid ^ against
                if not shared.is_empty() and shared.volume() > 1e-6:
                    edges = shared.bounding_box()
                    deepest = max(deepest, min(edges[5] - edges[2], float(bounds[5] - box[2])))
    return deepest


def _placed(stage: Stage, number: int) -> list[Manifold]:
    body, shift = stage.bodies[number], tuple(stage.moves[number].tolist())
    turned = [solid.rotate((0, 0, body.turn)) if body.turn else solid for solid in body.solids]
    return [solid.translate(shift) for solid in turned]


def upon(stage: Stage, number: int, mark: int, gap: float) -> None:
    """Straight above the middle of another body, resting on it."""
    ground = _Ground(stage, mark, number)
    x, y, _ = stage.middle(mark)
    cell = ground.nearest(np.isfinite(ground.rest), float(x), float(y))
    z = float(ground.rest[cell]) if cell is not None else float(stage.box(mark)[1, 2])
    _settle(stage, number, mark, (float(x), float(y)), z + gap)


def _in(stage: Stage, numbers: list[int], mark: int) -> None:
    """On the floor of what is hollow and open above; in anything else, inside its bounds."""
    for k, number in enumerate(numbers):
        ground = _Ground(stage, mark, number)
        box = stage.box(mark)
        x, y, _ = (float(value) for value in stage.middle(mark))
        quarter = (box[1] - box[0]) / 4
        inner = np.zeros(ground.rest.shape, bool)
        cells = np.argwhere(np.isfinite(ground.rest))
        middles = ground.field.corner + (cells + 0.5) * ground.cell
        near = (np.abs(middles - (x, y)) <= quarter[:2]).all(axis=1)
        inner[tuple(cells[near].T)] = True
        low = np.where(inner, ground.rest, np.inf)
        height = float(box[1, 2] - box[0, 2])
        if inner.any() and low.min() <= box[1, 2] - min(0.25 * float(stage.size(number)[2]), 0.25 * height):
            cell = ground.nearest(inner & (low <= low.min() + 0.01 * height), x, y)
            if cell is not None:
                _settle(stage, number, mark, ground.field.middle(*cell), float(ground.rest[cell]))
                stage.inside.add((number, mark))
                continue
        width = float(stage.size(mark)[0]) * 0.5
        at = x + width * ((k + 0.5) / len(numbers) - 0.5)
        stage.put(number, at, y, float(box[0, 2]) + _DEEP * height)
        stage.carried.setdefault(mark, []).append(number)
        stage.inside.add((number, mark))


def _under(stage: Stage, numbers: list[int], mark: int) -> None:
    """On the ground below the landmark, where it fits; a landmark without room is lifted onto what is under it."""
    box = stage.box(mark)
    if not all(_slid(stage, numbers, k, mark) for k in range(len(numbers))):
        widths = [float(stage.size(number)[0]) * (1 + GAP) for number in numbers]
        x = float(box[:, 0].mean()) - sum(widths) / 2
        for number, width in zip(numbers, widths, strict=True):
            stage.put(number, x + width / 2, float(box[:, 1].mean()), float(box[0, 2]))
            x += width
        for number in numbers:
            _raise(stage, mark, number)


def _slid(stage: Stage, numbers: list[int], k: int, mark: int) -> bool:
    """Stand the k-th body on the ground below the landmark, beside those before it; False where it has no room."""
    number = numbers[k]
    cell = surfaces.cell_for(stage.home[number], stage.home[mark])
    own = surfaces.field(_own(stage, number, cell), cell, upper=True)
    margin = max(own.heights.shape)
    below = surfaces.field(_points(stage, mark, cell), cell, upper=False, margin=margin)
    ceiling, over = below.heights, np.isfinite(below.heights)
    taken = [_points(stage, other, cell) for other in numbers[:k]]
    if taken:
        ceiling = np.minimum(ceiling, _blocked(np.vstack(taken), below))
    own.heights = -own.heights
    box = stage.box(mark)
    foot = float(box[0, 2])
    # How high the foot may stand over each cell; it must reach the ground.
    room = -surfaces.contact(Field(below.corner, cell, -ceiling), own)
    found = np.argwhere(over & (room >= foot))
    if not len(found):
        return False
    x = float(box[0, 0] + (box[1, 0] - box[0, 0]) * (k + 1) / (len(numbers) + 1))
    middles = below.corner + (found + 0.5) * cell
    best = middles[int(np.argmin(((middles - (x, float(box[:, 1].mean()))) ** 2).sum(axis=1)))]
    stage.put(number, float(best[0]), float(best[1]), foot)
    return True


def _blocked(points: Points, like: Field) -> Grid:
    """No room over the cells where other things stand already."""
    out = np.full(like.heights.shape, np.inf)
    place = np.floor((points[:, :2] - like.corner) / like.cell).astype(np.int64)
    kept = ((place >= 0) & (place < like.heights.shape)).all(axis=1)
    out[tuple(place[kept].T)] = -np.inf
    return out


def _raise(stage: Stage, mark: int, number: int) -> None:
    """Lift the landmark until it rests on what was put under it."""
    ground = _Ground(stage, number, mark)
    x, y = stage.middle(mark)[:2]
    i, j = np.floor((np.array([x, y]) - ground.field.corner) / ground.cell).astype(int)
    rows, columns = ground.rest.shape
    z = float(ground.rest[min(max(i, 0), rows - 1), min(max(j, 0), columns - 1)])
    high = z if np.isfinite(z) else float(stage.box(number)[1, 2])
    stage.lift(mark, max(0.0, high - float(stage.box(mark)[0, 2])))
    for _ in range(4):
        deep = _cut(stage, mark, number)
        if deep <= _CUT_MM:
            return
        stage.lift(mark, deep)


WAYS: dict[str, Callable[[Stage, list[int], int], None]] = {"on": _on, "in": _in, "under": _under}
