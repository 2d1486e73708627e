"""Flat normals where a model has none: glTF wants faces drawn flat then, and the renderer's shadows need to be told."""

import numpy as np

from generation.mesh import assembly, pose
from generation.mesh.assembly import Assembly, Place
from generation.mesh.origin import GLB
from generation.mesh.read import Mesh, Model, Primitive


def faced(data: bytes | memoryview, model: Model) -> bytes | memoryview:
    """The GLB itself where every surface has normals; else one that looks the same, with flat normals where none were.

    For pictures only: rigged models stand as they rest, and material extensions beyond the usual ones are left out.
    """
    drawn = list(model.drawn())
    if all(one.normals is not None for one in drawn):
        return data
    made = Assembly(GLB, materials=model.materials, pictures=[one for one in model.pictures if one.kind != "ktx2"])
    if len(made.pictures) != len(model.pictures):
        return data
    for one in drawn:
        own = one.primitive
        corner = np.arange(len(one.positions)) if one.normals is not None else one.triangles.astype(np.int64).ravel()
        triangles = one.triangles if one.normals is not None else np.arange(len(corner)).reshape(-1, 3)
        normals = one.normals
        if normals is None:
            normals = np.repeat(pose.unit(pose.face_normals(one.positions, one.triangles)), 3, axis=0)
        surface = Primitive(
            one.positions[corner].astype(np.float32),
            triangles.astype(np.uint32),
            normals.astype(np.float32),
            {number: uv[corner] for number, uv in own.uvs.items()},
            None if own.colours is None else own.colours[corner],
            own.material,
        )
        made.places.append(Place(one.node.name, mesh=len(made.meshes)))
        made.meshes.append(Mesh(one.node.name, (surface,)))
    return assembly.write(made)
