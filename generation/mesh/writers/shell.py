"""Writes any model as one binary STL, as it is: millimetres, Z up; `stl` is for scenes whose parts are solids."""

import struct

import numpy as np

from generation.mesh.origin import TURNS
from generation.mesh.read import Model
from generation.mesh.writers import pieces
from generation.mesh.writers.stl import TRIANGLE

_HEAD = b"Nexus; millimetres, Z up"


def write(model: Model) -> bytes:
    """All triangles of all nodes, 50 bytes each (little endian), behind a head of 80 bytes that names the unit."""
    corners = []
    for piece in pieces.of(model).pieces:
        positions, triangles = pieces.joined(piece)
        corners.append((positions @ TURNS["z"] * 1000.0).astype(np.float32)[triangles])
    all_corners = np.concatenate(corners)
    rows = np.zeros(len(all_corners), TRIANGLE)
    rows["corners"] = all_corners
    wide = all_corners.astype(np.float64)
    normals = np.cross(wide[:, 1] - wide[:, 0], wide[:, 2] - wide[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    rows["normal"] = np.divide(normals, lengths, out=np.zeros_like(normals), where=lengths > 0)
    return b"".join([_HEAD.ljust(80), struct.pack("<I", len(rows)), rows.tobytes()])
