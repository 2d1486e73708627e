"""From an outline with heights to a closed surface: marching squares in front and behind, joined at the rim."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generation.mesh.relief.border import Floats

Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

_NEAREST = 0.06  # of a cell: a rim closer to a grid point would make slivers
# Corners of a cell: 0 at (row, column), 1 right of it, 2 below that, 3 below 0. Edges: 0 top, 1 right, 2 bottom,
# 3 left.
# A polygon is a list of corners (0..3) and rim points (4 + edge), counter-clockwise as the front shows it; two
# opposite corners stay two pieces, so that pieces that only touch never share an edge.
_POLYGONS: dict[int, list[list[int]]] = {
    1: [[0, 7, 4]],
    2: [[1, 4, 5]],
    3: [[0, 7, 5, 1]],
    4: [[2, 5, 6]],
    5: [[0, 7, 4], [2, 5, 6]],
    6: [[1, 4, 6, 2]],
    7: [[0, 7, 6, 2, 1]],
    8: [[3, 6, 7]],
    9: [[0, 3, 6, 4]],
    10: [[1, 4, 5], [3, 6, 7]],
    11: [[0, 3, 6, 5, 1]],
    12: [[3, 2, 5, 7]],
    13: [[0, 3, 2, 5, 4]],
    14: [[1, 4, 7, 3, 2]],
    15: [[0, 3, 2, 1]],
}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One side of an outline: `places` (n, 2) column and row in cells, `rim` (n,) bool, `faces` (m, 3) seen from the
    front counter-clockwise, `rows` and `columns` of the grid points that are no rim.
    """

    places: Doubles
    rim: NDArray[np.bool_]
    faces: Indices
    points: Indices


def sheet(field: Floats) -> Sheet:
    """Triangles of the region where `field` (rows, columns) is above zero; its border must be at or below zero."""
    columns = field.shape[1]
    inside = field > 0
    number = np.arange(field.size).reshape(field.shape)
    top_left = number[:-1, :-1].ravel()
    corners = np.stack([top_left, top_left + 1, top_left + columns + 1, top_left + columns], axis=1)
    flat = inside.ravel()
    case = (flat[corners] * np.array([1, 2, 4, 8])).sum(axis=1)
    # Rim points are numbered by the grid edge they lie on: across (left to right) first, then down.
    across, down = field.size, 2 * field.size
    edges = np.stack([across + top_left, down + top_left + 1, across + top_left + columns, down + top_left], axis=1)
    names = np.concatenate([corners, edges], axis=1)
    found = []
    for kind, polygons in _POLYGONS.items():
        here = names[case == kind]
        if not len(here):
            continue
        for first, *others in polygons:
            found += [here[:, [first, one, other]] for one, other in pairwise(others)]
    if not found:
        raise ValueError("The outline holds no cell.")
    used, faces = np.unique(np.concatenate(found), return_inverse=True)
    rim = used >= field.size
    return Sheet(_places(field, used, columns), rim, faces.reshape(-1, 3), np.where(rim, -1, used))


def _places(field: Floats, used: Indices, columns: int) -> Doubles:
    values = field.ravel().astype(np.float64)
    size = field.size
    kind, base = used // size, used % size
    places = np.stack([base % columns, base // columns], axis=1).astype(np.float64)
    for number, step in ((1, 1), (2, columns)):
        on = kind == number
        one, other = values[base[on]], values[base[on] + step]
        share = np.clip(one / (one - other), _NEAREST, 1 - _NEAREST)
        places[on, 0 if number == 1 else 1] += share
    return places


def joined(one: Sheet, front: Doubles, back: Doubles) -> tuple[Doubles, Indices]:
    """A closed surface: `front` and `back` are the heights of the sheet's vertices (n,), front above back.

    Where they meet at the rim, both sides share their vertices; where they do not, a wall stands between them. Gives
    positions (k, 3), x to the right, y up (rows count downwards), z to the front, in cells, and triangles (m, 3)
    counter-clockwise from outside.
    """
    count = len(one.places)
    meet = one.rim & (front - back <= 1e-9)
    behind = np.arange(count)
    behind[~meet] = count + np.arange(int((~meet).sum()))
    x, y = one.places[:, 0], -one.places[:, 1]
    positions = np.concatenate([np.stack([x, y, front], axis=1), np.stack([x[~meet], y[~meet], back[~meet]], axis=1)])
    faces = [one.faces, behind[one.faces[:, ::-1]]]
    start, end = _open_edges(one.faces)
    standing = ~(meet[start] & meet[end])
    start, end = start[standing], end[standing]
    # Front runs start → end, so the wall runs end → start along it; a wall that ends at a meeting point is a triangle.
    quads = [np.stack([end, start, behind[start]], axis=1), np.stack([end, behind[start], behind[end]], axis=1)]
    walls = np.concatenate(quads)
    distinct = (walls[:, 0] != walls[:, 1]) & (walls[:, 1] != walls[:, 2]) & (walls[:, 2] != walls[:, 0])
    return positions, np.concatenate([*faces, walls[distinct]])


def _open_edges(faces: Indices) -> tuple[Indices, Indices]:
    """The directed edges that have a face on one side only."""
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    most = int(faces.max()) + 1
    forth, back = start * most + end, end * most + start
    alone = ~np.isin(forth, back)
    return start[alone], end[alone]
