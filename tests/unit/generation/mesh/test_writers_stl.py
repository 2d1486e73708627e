"""The STL writer joins all parts into one closed body in millimetres, Z up."""

import numpy as np
import pytest
from manifold3d import Manifold, Mesh

from generation.mesh.parts import Material, Object, Part, Scene
from generation.mesh.writers import stl

GREY = Material("grey")


def part(solid: Manifold, *, keep: bool = True) -> Part:
    mesh = solid.to_mesh()
    upright = np.asarray(mesh.vert_properties, np.float32)[:, :3]
    positions = np.column_stack([upright[:, 0], upright[:, 2], -upright[:, 1]]) / np.float32(1000)
    return Part("p", "p", positions, None, np.asarray(mesh.tri_verts, np.uint32), GREY, solid if keep else None)


def corners(data: bytes) -> np.ndarray:
    count = int.from_bytes(data[80:84], "little")
    assert len(data) == 84 + 50 * count
    rows = np.frombuffer(data, np.dtype([("n", "<f4", 3), ("v", "<f4", (3, 3)), ("a", "<u2")]), count, 84)
    return rows["v"]


def welded(faces: np.ndarray) -> Manifold:
    mesh = Mesh(np.ascontiguousarray(faces.reshape(-1, 3)), np.arange(len(faces) * 3, dtype=np.uint32).reshape(-1, 3))
    mesh.merge()
    return Manifold(mesh)


def test_overlapping_parts_become_one_closed_body() -> None:
    a, b = Manifold.cube((20, 20, 20)), Manifold.cube((20, 20, 20)).translate((10, 10, 10))
    body = welded(corners(stl.write(Scene((Object("o", (part(a), part(b))),)))))

    assert body.status().name == "NoError"
    assert body.volume() == pytest.approx(2 * 8000 - 1000)
    assert len(body.decompose()) == 1


def test_lengths_are_millimetres_and_up_is_z() -> None:
    faces = corners(stl.write(Scene((Object("o", (part(Manifold.cube((10, 20, 30))),)),))))

    assert np.ptp(faces.reshape(-1, 3), axis=0).tolist() == [10, 20, 30]


def test_a_part_without_a_solid_is_made_one_from_its_triangles() -> None:
    cube = Manifold.cube((10, 20, 30))
    faces = corners(stl.write(Scene((Object("o", (part(cube, keep=False),)),))))

    assert welded(faces).volume() == pytest.approx(6000, rel=1e-5)


def test_an_open_part_is_refused() -> None:
    whole = part(Manifold.cube((1, 1, 1)), keep=False)
    open_ = Part("lid", "lid", whole.positions, None, whole.triangles[1:], GREY)

    with pytest.raises(ValueError, match="lid is not a closed solid"):
        stl.write(Scene((Object("o", (open_,)),)))


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        stl.write(Scene(()))
