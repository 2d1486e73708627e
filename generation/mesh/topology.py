"""What a mesh is as a surface: open, crossing and doubled edges, empty and doubled faces, bodies. Pure numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Surface:
    """Counts over one mesh after equal positions were joined. Edges are counted without degenerate faces."""

    boundary_edges: int
    non_manifold_edges: int
    winding_errors: int
    degenerate_faces: int
    duplicate_faces: int
    bodies: int

    @property
    def closed(self) -> bool:
        """Every edge has exactly two faces."""
        return self.bodies > 0 and self.boundary_edges == 0 and self.non_manifold_edges == 0


def weld(positions: Floats) -> tuple[Indices, int]:
    """For each vertex (n, 3) the number of its place, equal positions sharing one; and how many places there are."""
    # Adding zero makes -0.0 and 0.0 one place.
    x, y, z = (positions + np.float32(0.0)).T
    order = np.lexsort((z, y, x))
    new = np.zeros(len(order), np.int64)
    for axis in (x, y, z):
        along = axis[order]
        new[1:] |= along[1:] != along[:-1]
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(new)
    return places, int(new.sum()) + 1 if len(order) else 0


def census(positions: Floats, triangles: NDArray[np.uint32]) -> Surface:
    """Count what is wrong with a surface: positions (n, 3), triangles (m, 3).

    An edge is a pair of places. Boundary edges have one face, non-manifold ones more than two; a winding error is an
    edge whose faces do not run through it once each way (glTF 2.0: front faces are counter-clockwise).
    """
    places, count = weld(positions)
    faces = places[triangles]
    empty = degenerate(positions, triangles, faces)
    kept = faces[~empty]
    boundary, crossing, turned = _edges(kept, count)
    return Surface(
        boundary_edges=boundary,
        non_manifold_edges=crossing,
        winding_errors=turned,
        degenerate_faces=int(empty.sum()),
        duplicate_faces=_duplicates(kept, count),
        bodies=_bodies(kept, count),
    )


def degenerate(positions: Floats, triangles: NDArray[np.uint32], faces: Indices) -> NDArray[np.bool_]:
    """Which triangles (m,) have no area; `faces` are their corners' places."""
    same = (faces[:, 0] == faces[:, 1]) | (faces[:, 1] == faces[:, 2]) | (faces[:, 2] == faces[:, 0])
    a, b, c = (positions[triangles[:, corner]].astype(np.float64) for corner in range(3))
    one, other = b - a, c - a
    area = np.einsum("ij,ij->i", crossed := np.cross(one, other), crossed)
    span = np.maximum(np.einsum("ij,ij->i", one, one), np.einsum("ij,ij->i", other, other))
    # Squared: thinner than a millionth of its own length, which is the rounding of 32-bit positions.
    flat: NDArray[np.bool_] = same | (area <= 1e-12 * span * span)
    return flat


def _edges(faces: Indices, count: int) -> tuple[int, int, int]:
    if len(faces) == 0:
        return 0, 0, 0
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    forth = start < end
    key = (np.where(forth, start, end) * count + np.where(forth, end, start)) * 2 + forth
    key.sort()
    edge = key >> 1
    first = np.flatnonzero(np.concatenate([[True], edge[1:] != edge[:-1]]))
    uses = np.diff(np.append(first, len(edge)))
    ways = np.add.reduceat(key & 1, first)
    turned = (uses % 2 == 0) & (ways * 2 != uses)
    return int((uses == 1).sum()), int((uses > 2).sum()), int(turned.sum())


def _duplicates(faces: Indices, count: int) -> int:
    if len(faces) < 2:
        return 0
    low, middle, high = np.sort(faces, axis=1).T
    if count < 1 << 21:
        key = (low << 42) | (middle << 21) | high
        key.sort()
        return int((key[1:] == key[:-1]).sum())
    order = np.lexsort((high, middle, low))
    same = np.ones(len(order) - 1, bool)
    for corner in (low, middle, high):
        along = corner[order]
        same &= along[1:] == along[:-1]
    return int(same.sum())


def _bodies(faces: Indices, count: int) -> int:
    if len(faces) == 0:
        return 0
    links = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_matrix((np.ones(len(links), np.int8), (links[:, 0], links[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    return len(np.unique(label[faces[:, 0]]))


def volume(positions: NDArray[np.float64], triangles: NDArray[np.uint32], origin: NDArray[np.float64]) -> float:
    """Signed volume between a surface and `origin` (divergence theorem), in cubic file units.

    Summed over all parts of a closed surface it is the volume inside, wherever the origin lies.
    """
    a, b, c = (positions[triangles[:, corner]] - origin for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)


def area(positions: NDArray[np.float64], triangles: NDArray[np.uint32]) -> float:
    """Surface area in square file units."""
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2.0)
