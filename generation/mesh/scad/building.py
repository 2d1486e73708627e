"""Evaluated source → scene: a closed, named, coloured part for each group of bodies, turned from Z up to Y up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from manifold3d import Error, Manifold, OpType

from generation.mesh.parts import Material, Object, Part, Scene
from generation.mesh.scad import customiser, naming, reading, watch
from generation.mesh.scad.bounds import USUAL, Bounds
from generation.mesh.scad.evaluator import Evaluator
from generation.mesh.scad.naming import Colour, Group
from generation.mesh.scad.refusal import ScadError
from generation.mesh.scad.values import Value, checked

Beat = Callable[[float], None]
PLAIN = (0.60, 0.65, 0.70, 1.0)  # what wears no colour, as sRGB
CREASE, FLAT_MM = 30.0, 1.0
_LEFT_OUT = frozenset({"background", "highlight_ghost"})


@dataclass(frozen=True)
class Read:
    """What a source says before anything is built; plain values."""

    parameters: list[dict[str, Any]]
    values: dict[str, Value]
    warnings: list[str]
    echoes: list[str]


def read(text: str, values: Mapping[str, Any], *, bounds: Bounds = USUAL, beat: Beat = lambda _share: None) -> Read:
    """Run a source without building it: its parameters, echoes and warnings. Raises ScadError.

    `values` are the parameters to set, by name; `beat` is told the share done and may raise.
    """

    def work() -> Read:
        source = reading.read(text, bounds=bounds)
        parameters = customiser.parameters(source)
        asked = checked(parameters, values)
        evaluator = _evaluated(source, asked, bounds)
        return Read(parameters, asked, evaluator.warnings, evaluator.echoes)

    return watch.guarded(work, bounds=bounds, beat=lambda: beat(0.5))


def written(text: str, values: Mapping[str, Any], *, bounds: Bounds = USUAL) -> str:
    """The source with these values written into its parameters. Raises ScadError."""

    def work() -> str:
        source = reading.read(text, bounds=bounds)
        return customiser.written(source, checked(customiser.parameters(source), values))

    return watch.guarded(work, bounds=bounds)


def build(
    text: str,
    values: Mapping[str, Any],
    *,
    generator: str,
    bounds: Bounds = USUAL,
    beat: Beat = lambda _share: None,
) -> tuple[Scene, list[str]]:
    """The scene of a source with these values, and what there is to warn of. Raises ScadError.

    Positions are metres, Y up, front towards +Z; each part's solid is in millimetres, Z up. The same source and values
    give the same scene.
    """
    running: list[Evaluator] = []

    def work() -> tuple[Scene, list[str]]:
        source = reading.read(text, bounds=bounds)
        asked = checked(customiser.parameters(source), values)
        evaluator = _evaluated(source, asked, bounds)
        running.append(evaluator)
        return _scene(source, evaluator, bounds, generator, asked)

    def share() -> float:
        return 0.1 + 0.7 * running[0].generated / max(1, running[0].solids) if running else 0.1

    return watch.guarded(work, bounds=bounds, beat=lambda: beat(min(share(), 0.9)))


def _evaluated(source: reading.Source, values: Mapping[str, Value], bounds: Bounds) -> Evaluator:
    evaluator = Evaluator(bounds)
    _attempt(evaluator, lambda: evaluator.resolve(customiser.with_values(source, values)))
    return evaluator


def _attempt(evaluator: Evaluator, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (ScadError, MemoryError):
        raise
    except Exception as failure:
        raise evaluator.refused(failure) from failure


def _scene(
    source: reading.Source, evaluator: Evaluator, bounds: Bounds, generator: str, values: Mapping[str, Value]
) -> tuple[Scene, list[str]]:
    made = _attempt(evaluator, evaluator.generate)
    solid = _solids(made, evaluator.warnings, bounds)
    names = naming.Names(source, lambda number: evaluator.id_to_call_chain.get(number, ()))
    found = _few(naming.groups(solid, names), bounds)
    parts, triangles = [], 0
    for group in found:
        whole = Manifold.batch_boolean([body.body for body in group.bodies], OpType.Add)
        triangles += whole.num_tri()
        if triangles > bounds.triangles:
            raise ScadError(f"The model has more than {bounds.triangles:,} triangles.", code="scad_limit")
        if whole.status() == Error.NoError and not whole.is_empty():
            parts.append(_part(group, whole, evaluator))
    if not parts:
        raise _nothing(evaluator.warnings)
    extras = {"generator": generator, "values": dict(values)}
    return Scene((Object("model", tuple(parts)),), generator, extras), evaluator.warnings


def _nothing(warnings: list[str]) -> ScadError:
    why = f" {' '.join(warnings[:3])}" if warnings else ""
    return ScadError(f"The source makes no solid.{why}", code="scad_empty")


def _solids(made: list[tuple[Any, list[Any]]], warnings: list[str], bounds: Bounds) -> list[tuple[Any, list[Any]]]:
    """Each node with its closed bodies of a sensible size; what is left out is told."""
    shown = [(node, [body for body in bodies if body.role not in _LEFT_OUT]) for node, bodies in made]
    if any(body.body is not None for _, bodies in shown for body in bodies):
        flat = any(body.body is None and body.section is not None for _, bodies in shown for body in bodies)
        if flat:
            warnings.append("Flat shapes stand beside solids and are left out; use linear_extrude() on them.")
    elif any(body.section is not None for _, bodies in shown for body in bodies):
        warnings.append(f"The source draws flat shapes only; they are made {FLAT_MM:g} mm thick.")
        for _, bodies in shown:
            for body in bodies:
                if body.section is not None:
                    body.body = Manifold.extrude(body.section, FLAT_MM).translate([0, 0, body.section_z])
    out = []
    for node, bodies in shown:
        kept = []
        for body in bodies:
            why = _unfit(body, bounds)
            if not why:
                kept.append(body)
            elif why != "flat":
                warnings.append(f"Line {node.node.position.line}: This {why} and is left out.")
        if kept:
            out.append((node, kept))
    return out


def _unfit(body: Any, bounds: Bounds) -> str:
    if body.body is None:
        return "is not closed" if body.raw_mesh is not None else "flat"
    if body.body.status() != Error.NoError:
        return "is no closed solid"
    if body.body.is_empty():
        return "is empty"
    box = body.body.bounding_box()
    if not all(math.isfinite(side) and abs(side) <= bounds.longest_mm for side in box):
        return f"reaches beyond {bounds.longest_mm / 1e6:g} km"
    return ""


def _few(found: list[Group], bounds: Bounds) -> list[Group]:
    """At most so many parts: beyond it those of one name and colour are one part."""
    if len(found) <= bounds.parts:
        return found
    merged: dict[tuple[str, Colour], Group] = {}
    for group in found:
        merged.setdefault((group.name, group.colour), Group(group.name, group.colour)).bodies += group.bodies
    if len(merged) > bounds.parts:
        raise ScadError(f"A model has at most {bounds.parts} differently named parts.", code="scad_limit")
    return list(merged.values())


def _part(group: Group, whole: Manifold, evaluator: Evaluator) -> Part:
    mesh, rows = _smooth(whole)
    triangles = np.ascontiguousarray(mesh.tri_verts, np.uint32)
    paint = None
    material = _material(group.colour)
    if evaluator.is_coloured:
        colours, of_triangle = _colours(mesh, group.colour, evaluator.id_to_color)
        if len(colours) > 1:
            rows, triangles, paint = _painted(rows, triangles, of_triangle, colours)
            material = Material("colours", (1.0, 1.0, 1.0, 1.0), 0.0, 0.6)
        else:
            material = _material(colours[0])
    normals = _upright(rows[:, 3:6])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    up = np.array([0, 1, 0], np.float32)
    normals = np.where(lengths > 0.5, normals / np.maximum(lengths, 1e-12), up).astype(np.float32)
    positions = (_upright(rows[:, :3]) / np.float32(1000)).astype(np.float32)
    return Part(group.name, group.name, positions, normals, triangles, material, whole, colours=paint)


def _smooth(whole: Manifold) -> tuple[Any, Any]:
    mesh = whole.calculate_normals(0, CREASE).to_mesh()
    moves = np.asarray(mesh.run_transform).reshape(-1, 4, 3)
    if len(moves) and (np.linalg.det(moves[:, :3]) < 0).any():
        # manifold3d smooths across sharp edges of a body that was only mirrored; a union makes it a body of its own.
        mesh = (whole + Manifold()).calculate_normals(0, CREASE).to_mesh()
    return mesh, np.asarray(mesh.vert_properties, np.float32)


def _upright(values: Any) -> Any:
    """Z up, front −Y (as OpenSCAD stands) to Y up, front +Z (as glTF stands)."""
    return np.column_stack([values[:, 0], values[:, 2], -values[:, 1]]).astype(np.float32)


def _colours(mesh: Any, own: Colour, of_id: Mapping[int, Any]) -> tuple[list[Colour], Any]:
    """The colours of a mesh and, for each triangle, which; a face has the colour of the body that it was part of."""
    found: dict[Colour, int] = {}
    of_triangle = np.zeros(len(mesh.tri_verts), np.int64)
    starts = [int(corner) // 3 for corner in mesh.run_index]
    for number, run in enumerate(mesh.run_original_id):
        told = of_id.get(int(run), _CUT)  # a hull, say, stands in no list: it has the colour of its whole
        colour = None if told is None else own if tuple(told) == _CUT else tuple(float(part) for part in told)
        of_triangle[starts[number] : starts[number + 1]] = found.setdefault(colour, len(found))
    return list(found) or [own], of_triangle


_CUT = (157 / 255, 203 / 255, 81 / 255, 1.0)  # the library's mark for what an uncoloured body cut out of another


def _painted(rows: Any, triangles: Any, of_triangle: Any, colours: list[Colour]) -> tuple[Any, Any, Any]:
    """Vertices split where colours meet, the triangles on them, and each vertex's colour in linear light."""
    count = len(colours)
    keys = triangles.astype(np.int64) * count + of_triangle[:, None]
    unique, back = np.unique(keys.reshape(-1), return_inverse=True)
    palette = np.array([[_linear(part) for part in (colour or PLAIN)[:3]] for colour in colours], np.float32)
    return rows[unique // count], back.reshape(-1, 3).astype(np.uint32), palette[unique % count]


def _material(colour: Colour) -> Material:
    red, green, blue, alpha = (*(colour or PLAIN)[:3], (colour or PLAIN)[3] if len(colour or PLAIN) > 3 else 1.0)
    clear = min(max(float(alpha), 0.0), 1.0)
    return Material(naming.colour_name(colour), (_linear(red), _linear(green), _linear(blue), clear), 0.0, 0.6)


def _linear(part: float) -> float:
    """A part of an sRGB colour in linear light, after IEC 61966-2-1."""
    value = min(max(float(part), 0.0), 1.0)
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
