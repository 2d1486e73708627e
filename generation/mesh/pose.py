"""Placing vertices in the world: by their node's matrix, or, where they are rigged, by their joints at rest."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from generation.mesh.read import Primitive

Doubles = NDArray[np.float64]


def placed(primitive: "Primitive", world: Doubles, skin: Doubles | None) -> tuple[Doubles, Doubles | None, bool]:
    """World positions (n, 3), unit normals (n, 3) or None, and whether the placing turned the surface inside out.

    `world` (4, 4) is the node's matrix; `skin` (j, 4, 4) joint matrices, which stand in its place (glTF 2.0, 3.7.3.3).
    """
    positions = primitive.positions.astype(np.float64)
    normals = None if primitive.normals is None else primitive.normals.astype(np.float64)
    if skin is not None and primitive.joints is not None and primitive.weights is not None:
        moved, turned = _skinned(primitive.joints, primitive.weights, positions, normals, skin)
        return moved, turned, False
    linear = world[:3, :3]
    moved = positions @ linear.T + world[:3, 3]
    if normals is not None:
        normals = unit(normals @ cofactors(linear).T)
    return moved, normals, bool(np.linalg.det(linear) < 0)


def cofactors(linear: Doubles) -> Doubles:
    """The matrix that carries normals: the inverse transpose times the determinant, so that it always exists."""
    a, b, c = linear
    found = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)])
    return found if np.linalg.det(linear) >= 0 else -found


def unit(vectors: Doubles) -> Doubles:
    """Vectors (n, 3) at length one; those without length point up."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(length > 1e-30, vectors / np.maximum(length, 1e-30), (0.0, 1.0, 0.0))


def _skinned(
    joints: NDArray[np.uint32],
    stored: NDArray[np.float32],
    positions: Doubles,
    normals: Doubles | None,
    skin: Doubles,
) -> tuple[Doubles, Doubles | None]:
    total = stored.sum(axis=1, keepdims=True)
    weights = stored / np.where(np.abs(total) > 1e-6, total, 1.0)
    moved = np.zeros_like(positions)
    turned = None if normals is None else np.zeros_like(normals)
    for column in range(weights.shape[1]):
        share = weights[:, column, None]
        matrices = skin[joints[:, column]]
        moved += share * (np.einsum("nij,nj->ni", matrices[:, :3, :3], positions) + matrices[:, :3, 3])
        if turned is not None and normals is not None:
            turned += share * np.einsum("nij,nj->ni", matrices[:, :3, :3], normals)
    return moved, None if turned is None else unit(turned)


def face_normals(positions: Doubles, triangles: NDArray[np.uint32]) -> Doubles:
    """Twice-area vectors (m, 3) of triangles, pointing out of counter-clockwise faces."""
    a, b, c = positions[triangles[:, 0]], positions[triangles[:, 1]], positions[triangles[:, 2]]
    return np.cross(b - a, c - a)
