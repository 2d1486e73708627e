"""The studio's light for Filament: the kept file is what the studio says, and lights things as Filament itself would."""

import struct

import numpy as np
import pytest
import trimesh

from generation.mesh import render, studio, studio_light

HEAD = 12 + 13 * 4


def kept_level(level: int) -> bytes:
    """The bytes of one level of the kept file, without the word of its size."""
    data = studio_light.FILE.read_bytes()
    (pairs,) = struct.unpack_from("<I", data, HEAD - 4)
    place = HEAD + pairs
    for _ in range(level):
        place += 4 + 6 * struct.unpack_from("<I", data, place)[0]
    return data[place + 4 : place + 4 + 6 * struct.unpack_from("<I", data, place)[0]]


@pytest.mark.parametrize("level", [3, 4])
def test_the_kept_levels_are_the_studios(level: int) -> None:
    ways = studio_light.face_ways(studio_light.SIDE >> level)
    light = studio_light.blurred(ways.reshape(-1, 3), studio_light.roughness_of(level)).reshape(ways.shape)

    assert b"".join(map(studio_light.packed, light)) == kept_level(level)


def test_the_kept_harmonics_are_the_studios() -> None:
    said = studio_light.FILE.read_bytes()[HEAD + 4 + len(b"sh\0") :].split(b"\0", 1)[0].decode()

    kept = np.array([[float(word) for word in row.split()] for row in said.splitlines()])

    np.testing.assert_allclose(kept, studio_light.harmonics(), atol=2e-6)


def test_light_is_packed_to_the_nearest_small_float() -> None:
    """1.0 is 15 << 6 in eleven bits and 15 << 5 in ten (OpenGL 4.6, 8.5.2.3)."""
    [word] = struct.unpack("<I", studio_light.packed(np.array([[1.0, 0.5, 2.0]])))

    assert word == 15 << 6 | (14 << 6) << 11 | (16 << 5) << 22


def ball(metallic: float, roughness: float) -> bytes:
    mesh = trimesh.creation.icosphere(subdivisions=5)
    look = trimesh.visual.material.PBRMaterial(metallicFactor=metallic, roughnessFactor=roughness)
    mesh.visual = trimesh.visual.TextureVisuals(material=look)
    made: bytes = trimesh.exchange.gltf.export_glb(trimesh.Scene(mesh), include_normals=True)
    return made


@pytest.mark.proof
@pytest.mark.parametrize(("metallic", "roughness"), [(1.0, 0.0), (1.0, 0.3), (1.0, 0.8), (0.0, 0.6)])
def test_a_ball_looks_as_in_the_light_that_filament_makes_itself(metallic: float, roughness: float) -> None:
    renderer = render.choose()
    if not isinstance(renderer, render.FillyRenderer):
        pytest.skip("filly does not run here")
    data = ball(metallic, roughness)
    ours = np.asarray(renderer.still(data, size=128, background=(255, 255, 255)), float)
    other = render.FillyRenderer()
    # Filament looks at such a picture from outside, so left and right change places.
    room = np.ascontiguousarray(studio.environment()[:, ::-1])
    other._environment = other._renderer.create_environment(room)
    theirs = np.asarray(other.still(data, size=128, background=(255, 255, 255)), float)

    assert np.abs(ours - theirs).mean() < 2
    assert np.abs(ours - theirs).max() < 16
