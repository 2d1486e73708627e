"""Any file that is taken as any format that is written: through our GLB, units, axes, colours and pictures right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generation.mesh import normal, read
from generation.mesh.limits import USUAL, Limits
from generation.mesh.normal import Normal
from generation.mesh.read import Model
from generation.mesh.refusal import Refused
from generation.mesh.writers import obj, ply, shell, threemf, usdz

# What a format's file is called behind the dot; an OBJ comes with its materials and pictures, as a zip.
SUFFIXES = {"glb": "glb", "obj": "zip", "stl": "stl", "ply": "ply", "3mf": "3mf", "usdz": "usdz"}
FORMATS = tuple(SUFFIXES)
_WRITERS: dict[str, Callable[[Model], bytes]] = {
    "obj": obj.write,
    "stl": shell.write,
    "ply": ply.write,
    "3mf": threemf.write,
    "usdz": usdz.write,
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A written file: its bytes, its format, and what it is called behind the dot."""

    data: bytes
    format: str
    suffix: str


def convert(source: bytes | memoryview, target: str, *, path: Path | None = None, limits: Limits = USUAL) -> Converted:
    """The file as `target` (glb, obj, stl, ply, 3mf, usdz); the same bytes for the same source.

    GLB, OBJ, PLY and USDZ are in metres with Y up; STL and 3MF in millimetres with Z up. A GLB that becomes a GLB keeps
    everything, rigs and animations too; other formats hold the model as it rests. `path` is where the same bytes lie,
    which FBX needs. Raises Refused where the gate refuses, ValueError for an unknown target.
    """
    if target not in SUFFIXES:
        raise ValueError(f"Nothing is written as {target!r}; the formats are {', '.join(FORMATS)}.")
    return written(normal.normalised(source, path=path, limits=limits), target, limits=limits)


def written(held: Normal, target: str, *, limits: Limits = USUAL) -> Converted:
    """As `convert`, for a file that was normalised before."""
    if target == "glb":
        return Converted(bytes(held.glb), target, "glb")
    try:
        data = _WRITERS[target](read.glb(held.glb, limits))
    except ValueError as error:
        raise Refused("nothing-left", str(error), "Choose another format, or give the model a surface.") from error
    return Converted(data, target, SUFFIXES[target])
