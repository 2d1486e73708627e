"""Writes a scene as one binary STL for printing: the union of all parts, in millimetres, Z up."""

from __future__ import annotations

import struct

import numpy as np
from manifold3d import Error, Manifold, Mesh, OpType

from generation.mesh.parts import Part, Scene

TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def _solid(part: Part) -> Manifold:
    if part.solid is not None:
        return part.solid
    metres = part.positions
    upright = np.column_stack([metres[:, 0], -metres[:, 2], metres[:, 1]]) * np.float32(1000)
    mesh = Mesh(np.ascontiguousarray(upright, np.float32), np.ascontiguousarray(part.triangles, np.uint32))
    mesh.merge()
    return Manifold(mesh)


def write(scene: Scene) -> bytes:
    """The scene as one closed shell set: 80-byte head, count, 50 bytes a triangle (little endian).

    Raises ValueError where a part is no closed solid or nothing is left.
    """
    solids = []
    for part in scene.parts:
        solid = _solid(part)
        if solid.status() != Error.NoError:
            raise ValueError(f"The part {part.name} is not a closed solid: {solid.status().name}.")
        solids.append(solid)
    if not solids:
        raise ValueError("There is nothing to print.")
    union = Manifold.batch_boolean(solids, OpType.Add)
    mesh = union.to_mesh()
    corners = np.asarray(mesh.vert_properties, np.float32)[:, :3][np.asarray(mesh.tri_verts)]
    if not len(corners):
        raise ValueError("There is nothing to print.")
    rows = np.zeros(len(corners), TRIANGLE)
    rows["corners"] = corners
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).astype(np.float64)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    rows["normal"] = np.divide(normals, lengths, out=np.zeros_like(normals), where=lengths > 0)
    head = f"{scene.generator}; millimetres".encode("ascii", "replace")[:80].ljust(80, b" ")
    return b"".join([head, struct.pack("<I", len(rows)), rows.tobytes()])
