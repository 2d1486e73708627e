"""The studio's light as Filament reads it at once: `python -m generation.mesh.studio_light` writes studio.ktx.

Made by Filament from the bare picture, the same costs ten seconds of processor in each process that draws.
"""

import struct
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.mesh import studio

Doubles = NDArray[np.float64]

FILE = Path(__file__).with_name("studio.ktx")
SIDE, LEVELS = 128, 5  # pixels of a face of the sharp level; each next one has half of them
_SOURCE_ROWS = 180  # of the picture that is blurred: its finest edge is three degrees wide
_AT_ONCE = 32  # directions, so that what is between fits a processor's cache
_R11G11B10, _RGB = 0x8C3A, 0x1907  # GL_R11F_G11F_B10F, which Filament wants as the type too, and GL_RGB
_HEAD = struct.Struct("<12s13I")
_MAGIC = b"\xabKTX 11\xbb\r\n\x1a\n"


@cache
def sphere(rows: int) -> tuple[Doubles, Doubles, Doubles]:
    """The studio in directions: unit `ways` (n, 3), the light (n, 3) from there, and the solid angle of each (n,)."""
    light = studio.environment(rows).astype(np.float64)
    ways, level = studio.directions(rows)
    return ways, light.reshape(-1, 3), level * (np.pi / rows) ** 2


def face_ways(side: int) -> Doubles:
    """The unit direction of each pixel of a cube's six faces, in OpenGL's order: (6, side, side, 3)."""
    at = (np.arange(side) + 0.5) / side * 2 - 1
    across, down = np.meshgrid(at, at)
    one = np.ones_like(across)
    faces = (
        (one, -down, -across), (-one, -down, across), (across, one, down),
        (across, -one, -down), (across, -down, one), (-across, -down, -one),
    )  # fmt: skip
    ways = np.stack([np.stack(face, axis=-1) for face in faces])
    return np.asarray(ways / np.linalg.norm(ways, axis=-1, keepdims=True))


def roughness_of(level: int) -> float:
    """Perceptual roughness that Filament looks up in a level: it asks for level 4 x (2 - x) of roughness x."""
    return 1 - float(np.sqrt(1 - level / (LEVELS - 1)))


def blurred(directions: Doubles, roughness: float) -> Doubles:
    """What a surface of this roughness reflects that is looked at from straight above, (n, 3).

    The studio weighted by GGX's lobe around each direction (Karis 2013, view = normal = direction): D(half) n·l.
    """
    ways, light, angle = sphere(_SOURCE_ROWS)
    wide = max(roughness, 1e-3) ** 4  # alpha squared
    found = []
    for start in range(0, len(directions), _AT_ONCE):
        slope = np.clip(directions[start : start + _AT_ONCE] @ ways.T, 0, 1)
        on_half = (1 + slope) / 2  # squared cosine of half the angle
        share = slope / (on_half * (wide - 1) + 1) ** 2 * angle
        found.append(share @ light / share.sum(axis=1, keepdims=True))
    return np.concatenate(found)


def levels() -> list[Doubles]:
    """The cube's pictures, (6, side, side, 3) each: sharp first, each next for rougher surfaces."""
    found = []
    for level in range(LEVELS):
        ways = face_ways(SIDE >> level)
        # The sharp one is a mirror's: blurred only by what a pixel of the cube sees.
        rough = roughness_of(level) if level else 0.06
        found.append(blurred(ways.reshape(-1, 3), rough).reshape(ways.shape))
    return found


def harmonics() -> Doubles:
    """What matt surfaces get: nine coefficients (9, 3) of Filament's own basis, the light per pi, by least squares."""
    ways, light, angle = sphere(45)
    slope = np.clip(ways @ ways.T, 0, 1) * angle
    matt = slope @ light / np.pi
    x, y, z = ways.T
    basis = np.stack([np.ones_like(x), y, z, x, y * x, y * z, 3 * z * z - 1, z * x, x * x - y * y], axis=1)
    weight = np.sqrt(angle)[:, None]
    return np.asarray(np.linalg.lstsq(basis * weight, matt * weight, rcond=None)[0])


def packed(light: Doubles) -> bytes:
    """Linear light as GL_R11F_G11F_B10F, rounded to nearest: no sign, 6, 6 and 5 bits behind the point."""
    half = np.clip(light, 0, 60_000).astype(np.float16).view(np.uint16).astype(np.uint32)
    red, green, blue = half[..., 0], half[..., 1], half[..., 2]
    word = ((red + 8) >> 4) | (((green + 8) >> 4) << 11) | (((blue + 16) >> 5) << 22)
    return word.astype("<u4").tobytes()


def ktx() -> bytes:
    """The file: KTX 1 with the levels of the cube and the harmonics as its "sh"."""
    said = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in harmonics())
    pair = b"sh\0" + said.encode() + b"\0"
    words = struct.pack("<I", len(pair)) + pair + b"\0" * (-len(pair) % 4)
    kind = (0x04030201, _R11G11B10, 4, _RGB, _R11G11B10, _RGB, SIDE, SIDE, 0, 0, 6, LEVELS, len(words))
    parts = [_HEAD.pack(_MAGIC, *kind), words]
    for picture in levels():
        faces = [packed(face) for face in picture]
        parts += [struct.pack("<I", len(faces[0])), *faces]
    return b"".join(parts)


if __name__ == "__main__":
    FILE.write_bytes(ktx())
