"""Writes a model as one binary PLY: metres, Y up, what each vertex shows as its colour."""

import numpy as np

from generation.mesh.read import Model
from generation.mesh.readers import colours
from generation.mesh.writers import pieces


def write(model: Model) -> bytes:
    """A little-endian PLY with positions, normals where all surfaces have them, 8-bit sRGB colours and UVs.

    Materials and pictures become vertex colours, because a PLY holds no materials. The same bytes for the same model.
    """
    made = pieces.of(model)
    surfaces = [surface for piece in made.pieces for surface in piece.surfaces]
    smooth = all(surface.normals is not None for surface in surfaces)
    laid = all(surface.uv is not None for surface in surfaces)
    fields: list[tuple[str, str]] = [(axis, "<f4") for axis in "xyz"]
    if smooth:
        fields += [(axis, "<f4") for axis in ("nx", "ny", "nz")]
    fields += [(band, "u1") for band in ("red", "green", "blue", "alpha")]
    if laid:
        fields += [("s", "<f4"), ("t", "<f4")]
    count = sum(len(surface.positions) for surface in surfaces)
    vertices = np.zeros(count, np.dtype(fields))
    triangles = []
    start = 0
    for surface in surfaces:
        rows = slice(start, start + len(surface.positions))
        for place, axis in enumerate("xyz"):
            vertices[axis][rows] = surface.positions[:, place]
        if smooth and surface.normals is not None:
            for place, axis in enumerate(("nx", "ny", "nz")):
                vertices[axis][rows] = surface.normals[:, place]
        shown = pieces.colours(surface, made)
        whole = np.rint(np.column_stack([colours.shown(shown[:, :3]), shown[:, 3]]) * 255).astype(np.uint8)
        for place, band in enumerate(("red", "green", "blue", "alpha")):
            vertices[band][rows] = whole[:, place]
        if laid and surface.uv is not None:
            vertices["s"][rows], vertices["t"][rows] = surface.uv[:, 0], 1 - surface.uv[:, 1]
        triangles.append(surface.triangles + np.uint32(start))
        start += len(surface.positions)
    corners = np.concatenate(triangles)
    faces = np.zeros(len(corners), np.dtype([("count", "u1"), ("corners", "<i4", 3)]))
    faces["count"], faces["corners"] = 3, corners
    kinds = {"<f4": "float", "u1": "uchar"}
    head = ["ply", "format binary_little_endian 1.0", "comment Nexus; unit: meter", f"element vertex {count}"]
    head += [f"property {kinds[kind]} {name}" for name, kind in fields]
    head += [f"element face {len(faces)}", "property list uchar int vertex_indices", "end_header", ""]
    return "\n".join(head).encode("ascii") + vertices.tobytes() + faces.tobytes()
