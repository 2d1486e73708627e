"""Facts of a file, read from its bytes and never typed by hand: counts, sizes, materials, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import crossings, gate, normal, printability, printing, problems, read, topology
from generation.mesh.limits import USUAL, Limits
from generation.mesh.normal import Normal
from generation.mesh.read import Mesh, Model, Node, joined
from generation.mesh.solids import union_volume

MILLIMETRES_PER_METRE = 1000.0


@dataclass(frozen=True, slots=True)
class Measures:
    """World extent (metres), area and volume of everything drawn, and how it would print; neither volume nor print
    where a surface is not closed.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    area: float
    volume: float | None
    inside_out: int
    printing: dict[str, Any] | None


def facts(data: bytes | memoryview, *, path: Path | None = None, limits: Limits = USUAL) -> dict[str, Any]:
    """The facts of a file of any format, by the names that every contract uses. Raises Refused where the gate refuses.

    `path` is where the same bytes lie, which FBX needs.
    """
    return of(normal.normalised(data, path=path, limits=limits), limits=limits)


def of(held: Normal, *, limits: Limits = USUAL) -> dict[str, Any]:
    """The facts of a normalised file.

    `size` is in the file's unit and along its own axes (`up` says which of them points upwards), `size_mm` the same in
    millimetres; areas and volumes are in millimetres. Surfaces are judged object by object after
    equal positions were joined, so that hard edges and texture seams do not count as open. What the Khronos validator
    says is missing here and comes in by `validator.completed`: it is a program and needs a child of its own.
    """
    opened = gate.open_glb(held.glb, limits)
    model, origin = read.model(opened), held.origin
    surfaces = _surfaces(model)
    measures = _measures(model, surfaces)
    size = origin.sides(measures.high - measures.low)
    millimetres = origin.metres * MILLIMETRES_PER_METRE
    uses = Counter(node.mesh for node in model.nodes if node.mesh is not None)
    shown = [node for node in model.nodes if node.mesh is not None and model.meshes[node.mesh].primitives]
    totals = {
        name: sum(getattr(surface, name) * uses[mesh] for mesh, surface in surfaces.items())
        for name in (
            "boundary_edges",
            "non_manifold_edges",
            "winding_errors",
            "degenerate_faces",
            "duplicate_faces",
            "bodies",
        )
    }
    closed = all(surface.closed for surface in surfaces.values())
    crossing = crossings.count(model)
    skins = {node.skin for node in shown if node.skin is not None}
    found: dict[str, Any] = {
        "format": origin.format,
        "triangles": sum(_triangles(model.meshes[node.mesh]) for node in shown if node.mesh is not None),
        "vertices": sum(_vertices(model.meshes[node.mesh]) for node in shown if node.mesh is not None),
        "mesh_nodes": len(shown),
        "node_names": [node.name for node in model.nodes],
        "parts": len(shown),
        "materials": [material.name for material in model.materials if not material.assumed],
        "textures": len(model.pictures),
        "max_texture": max((max(picture.width, picture.height) for picture in model.pictures), default=0),
        "uv": any(primitive.uvs for mesh in _meshes(model, shown) for primitive in mesh.primitives),
        "vertex_colours": any(
            primitive.colours is not None for mesh in _meshes(model, shown) for primitive in mesh.primitives
        ),
        "rigged": bool(skins),
        "joints": sum(len(model.skins[skin]) for skin in skins),
        "animations": [{"name": clip.name, "seconds": _round(clip.seconds)} for clip in model.animations],
        "size": [_round(side) for side in size],
        "unit": origin.unit,
        "size_mm": [_round(side * millimetres) for side in size],
        "up": origin.up,
        "closed": closed,
        "winding_consistent": totals["winding_errors"] == 0,
        "boundary_edges": totals["boundary_edges"],
        "non_manifold_edges": totals["non_manifold_edges"],
        "degenerate_faces": totals["degenerate_faces"],
        "duplicate_faces": totals["duplicate_faces"],
        "self_intersections": crossing.count,
        "bodies": totals["bodies"],
        "volume_mm3": None if measures.volume is None else _round(measures.volume * MILLIMETRES_PER_METRE**3),
        "area_mm2": _round(measures.area * MILLIMETRES_PER_METRE**2),
        "printing": measures.printing,
        "printable": False,
        "validator": None,
    }
    found["problems"] = [
        *problems.problems(found, crossing=crossing, inside_out=measures.inside_out, model=model, origin=origin),
        *problems.of_validator(None, ran=False),
    ]
    found["printable"] = printability.judged(found).prints
    return found


def _meshes(model: Model, shown: list[Node]) -> list[Mesh]:
    return [model.meshes[number] for number in sorted({node.mesh for node in shown if node.mesh is not None})]


def _triangles(mesh: Mesh) -> int:
    return sum(len(primitive.triangles) for primitive in mesh.primitives)


def _vertices(mesh: Mesh) -> int:
    return sum(len(primitive.positions) for primitive in mesh.primitives)


def _surfaces(model: Model) -> dict[int, topology.Surface]:
    """The census of every shown mesh by its number; its primitives are one surface, however many materials it has."""
    found = {}
    for number in sorted({node.mesh for node in model.nodes if node.mesh is not None}):
        primitives = model.meshes[number].primitives
        if primitives:
            positions, triangles = joined(model.meshes[number])
            found[number] = topology.census(positions, triangles)
    return found


def _measures(model: Model, surfaces: dict[int, topology.Surface]) -> Measures:
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    area = volume = 0.0
    inside_out = 0
    solids: list[tuple[NDArray[np.float64], NDArray[np.uint32]]] = []
    for node in model.nodes:
        if node.mesh is None or node.mesh not in surfaces:
            continue
        inside, count = 0.0, 0
        positions: list[NDArray[np.float64]] = []
        triangles: list[NDArray[np.uint32]] = []
        for primitive in model.meshes[node.mesh].primitives:
            drawn = model.placed(node, primitive)
            used = np.zeros(len(drawn.positions), bool)
            used[drawn.triangles] = True
            low = np.minimum(low, drawn.positions[used].min(axis=0))
            high = np.maximum(high, drawn.positions[used].max(axis=0))
            area += topology.area(drawn.positions, drawn.triangles)
            inside += topology.volume(drawn.positions, drawn.triangles, node.world[:3, 3])
            triangles.append(drawn.triangles + np.uint32(count))
            positions.append(drawn.positions)
            count += len(drawn.positions)
        surface = surfaces[node.mesh]
        if inside < 0 and surface.closed and surface.winding_errors == 0:
            inside_out += 1
        volume += abs(inside)
        solids.append((np.concatenate(positions), np.concatenate(triangles)))
    whole = all(surface.closed and surface.winding_errors == 0 for surface in surfaces.values())
    if whole and not inside_out and (united := union_volume(solids)) is not None:
        volume = united
    printed = None
    few = sum(len(faces) for _, faces in solids) <= printing.MOST_TRIANGLES
    if whole and not inside_out and solids and few:
        printed = printing.measured(np.concatenate([points[faces] for points, faces in solids]))
    return Measures(low, high, area, volume if whole else None, inside_out, printed)


def _round(value: float) -> float:
    """Seven significant digits: what 32-bit positions can carry."""
    return float(f"{value:.7g}")
