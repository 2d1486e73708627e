"""The volume that closed bodies take up together: overlaps are counted once, by manifold3d's union."""

import manifold3d
import numpy as np
from numpy.typing import NDArray

from generation.mesh import topology

MOST_TRIANGLES = 200_000
MOST_BODIES = 500


def union_volume(meshes: list[tuple[NDArray[np.float64], NDArray[np.uint32]]]) -> float | None:
    """Volume of the union of closed meshes, in cubic units of their positions; None where manifold3d takes them not.

    Each mesh is positions (n, 3) and triangles (m, 3), counter-clockwise from outside.
    """
    if sum(len(triangles) for _, triangles in meshes) > MOST_TRIANGLES:
        return None
    bodies: list[manifold3d.Manifold] = []
    for positions, triangles in meshes:
        # Welding is by 32-bit equality, as the census does it.
        places, count = topology.weld(positions.astype(np.float32))
        corners = np.zeros((count, 3), np.float64)
        corners[places] = positions
        faces = places[triangles]
        faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])]
        solid = manifold3d.Manifold(
            manifold3d.Mesh64(vert_properties=corners, tri_verts=np.ascontiguousarray(faces, np.uint64))
        )
        if solid.status() != manifold3d.Error.NoError:
            return None
        bodies.extend(solid.decompose())
        if len(bodies) > MOST_BODIES:
            return None
    whole = manifold3d.Manifold.batch_boolean(bodies, manifold3d.OpType.Add)
    return float(whole.volume()) if whole.status() == manifold3d.Error.NoError else None
