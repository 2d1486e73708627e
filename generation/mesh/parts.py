"""A model in memory: a scene of objects, their named parts and materials, as every writer takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Material:
    """A metallic-roughness material as in glTF 2.0; colours are linear, alpha below 1 is see-through.

    `picture` is a PNG or JPEG file for the base colour; parts that wear it need `uv`.
    """

    name: str
    base_colour: tuple[float, float, float, float] = (0.8, 0.8, 0.8, 1.0)
    metallic: float = 0.0
    roughness: float = 0.6
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    double_sided: bool = False
    picture: bytes | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """One named piece of an object.

    `positions` (n, 3) metres, Y up, front towards +Z; `normals` (n, 3) unit vectors or None; `triangles` (m, 3)
    counter-clockwise from outside; `uv` (n, 2) with the origin at the picture's top left; `colours` (n, 3) linear,
    0..1, multiply the material's. `solid` is the same shape as a manifold3d.Manifold in millimetres, Z up, where the
    maker had one.
    """

    name: str
    role: str
    positions: Floats
    normals: Floats | None
    triangles: Indices
    material: Material
    solid: Any = None
    uv: Floats | None = None
    colours: Floats | None = None


@dataclass(frozen=True, eq=False)
class Object:
    """One thing with its parts; `name` is the top-level node's.

    `turn` says by how many degrees about the vertical the parts were turned when the thing was placed in its scene.
    """

    name: str
    parts: tuple[Part, ...]
    turn: float = 0.0

    def bounds(self) -> tuple[Floats, Floats]:
        """Least and greatest corner in metres, Y up, each of shape (3,)."""
        low = np.min([part.positions.min(axis=0) for part in self.parts], axis=0)
        high = np.max([part.positions.max(axis=0) for part in self.parts], axis=0)
        return low, high


@dataclass(frozen=True, eq=False)
class Scene:
    """What a file holds: its objects, who made it, and JSON values to travel with it."""

    objects: tuple[Object, ...]
    generator: str = "Nexus"
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts of all objects, in order."""
        return tuple(part for thing in self.objects for part in thing.parts)

    @property
    def triangle_count(self) -> int:
        """Triangles of all parts together."""
        return sum(len(part.triangles) for part in self.parts)


def numbered(names: list[str]) -> list[str]:
    """Node names for part names: the first of a kind bare, then `_2`, `_3` …"""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out
