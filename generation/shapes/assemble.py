"""Specification → scene: builds every object, fits it to its size, dresses it, and places it among the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from manifold3d import Manifold

from generation.mesh.parts import Material, Object, Part, Scene
from generation.shapes import character, colours, facets, placement, registry, sizes, specification, wear
from generation.shapes.exaggerate import exaggerate
from generation.shapes.kit import Kit, Made, totals
from generation.shapes.registry import AXES, Values
from generation.shapes.solids import Points
from generation.shapes.surfaces import Body

Progress = Callable[[float], None]


_NOUN = re.compile(r"[a-z][a-z_]{0,39}")


class TooMuchError(ValueError):
    """The specification asks for more parts or triangles than a file may hold; the message is a sentence."""


def build(given: Mapping[str, Any], *, generator: str, progress: Progress | None = None) -> Scene:
    """The scene of a specification: one object each, parts in metres, Y up, with their solids in millimetres, Z up.

    Raises specification.UnfitError or TooMuchError. `progress` is told the share done, from 0 to 1, and may raise.
    """
    spec = specification.read(given)
    kits: list[Kit] = []
    for number, thing in enumerate(spec["objects"]):
        kits.append(_built(spec, thing, number))
        count = sum(len(kit.parts) for kit in kits)
        if count > specification.PARTS_LIMIT:
            raise TooMuchError(f"A model can have {specification.PARTS_LIMIT:,} parts; this one has more.")
        if progress:
            progress((number + 1) / len(spec["objects"]))
    bodies = [Body([made.solid for made in kit.parts]) for kit in kits]
    moves = placement.places(spec["relations"], bodies)
    objects = []
    for thing, kit, move in zip(spec["objects"], kits, moves, strict=True):
        parts = tuple(
            _part(thing, kit, made, move, own) for made, own in zip(kit.parts, _own_names(kit.parts), strict=True)
        )
        objects.append(Object(_node_name(thing), parts, move.turn))
    scene = Scene(tuple(objects), generator, {"generator": generator, "specification": spec})
    if scene.triangle_count > specification.TRIANGLES_LIMIT:
        raise TooMuchError(f"A model can have {specification.TRIANGLES_LIMIT:,} triangles; this one has more.")
    return scene


def _node_name(thing: Mapping[str, Any]) -> str:
    """The plain noun that a thing was called by, or its family."""
    return str(thing["name"] if _NOUN.fullmatch(thing["name"]) else thing["family"])


def _built(spec: Mapping[str, Any], thing: Mapping[str, Any], number: int) -> Kit:
    family = registry.get(thing["family"])
    kit = Kit(family, spec["style"], spec["complexity"], spec["seed"] * 1000003 + number)
    bounds = sizes.workable(family, thing["size_mm"])
    family.build(kit, Values({str(axis): value for axis, value in bounds.items()} | thing["parameters"]))
    if kit.style == "stylized":
        posts = frozenset(one.part for one in family.parameters if one.measure == "thickness")
        exaggerate(kit.parts, character.of(family), _bounds(kit.parts), kit.level, sections=posts)
    elif kit.low:
        thinned = facets.fewer([made.solid for made in kit.parts], facets.LIMITS[kit.complexity])
        for made, solid in zip(kit.parts, thinned, strict=True):
            made.solid = solid
    _fit(kit.parts, [float(thing["size_mm"][axis]) for axis in AXES])
    return kit


def _bounds(parts: list[Made]) -> Points:
    boxes = np.array([made.solid.bounding_box() for made in parts])
    return np.vstack([boxes[:, :3].min(axis=0), boxes[:, 3:].max(axis=0)])


def _fit(parts: list[Made], size: list[float]) -> None:
    """Stand the object on z = 0 in the middle, and stretch away what the builder missed of its size."""
    low, high = _bounds(parts)
    factor = np.array(size) / np.maximum(high - low, 1e-9)
    near = np.abs(factor - 1) < 1e-9
    factor[near] = 1.0
    middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    if near.all() and np.abs(middle).max() < 1e-9:
        return
    matrix = np.column_stack([np.diag(factor), -middle * factor])
    for made in parts:
        made.solid = made.solid.transform(matrix)


def _own_names(parts: list[Made]) -> list[tuple[str, ...]]:
    """The names of each copy alone ("scoop_2"), and of the copy it goes with where it is like another part."""
    number, seen = totals(parts), dict[str, int]()
    out = []
    for made in parts:
        at = seen[made.name] = seen.get(made.name, 0) + 1
        like = number.get(made.role.like, 0)
        shared = (f"{made.role.like}_{(at - 1) * like // number[made.name] + 1}",) if like else ()
        out.append((f"{made.name}_{at}", *shared))
    return out


def _part(thing: Mapping[str, Any], kit: Kit, made: Made, place: placement.Place, own: tuple[str, ...]) -> Part:
    solid: Manifold = made.solid
    if place.turn:
        solid = solid.rotate((0, 0, place.turn))
    solid = solid.translate(tuple(place.shift.tolist()))
    crease = 0.0 if kit.low else made.crease
    if kit.low:
        positions, normals, triangles = _faceted(solid)
    else:
        positions, normals, triangles = _smooth(solid, crease)
    normals = _upright(normals)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(lengths > 0.5, normals / np.maximum(lengths, 1e-12), np.array([0, 1, 0], np.float32)).astype(
        np.float32
    )
    return Part(
        made.name,
        made.role.name,
        _upright(positions) / np.float32(1000),
        normals,
        triangles,
        material(thing, made, own, style=kit.style),
        solid,
    )


def _smooth(solid: Manifold, crease: float) -> tuple[Any, Any, Any]:
    mesh = solid.calculate_normals(0, crease).to_mesh()
    moves = np.asarray(mesh.run_transform).reshape(-1, 4, 3)
    if (np.linalg.det(moves[:, :3]) < 0).any():
        # manifold3d smooths across sharp edges of a body that was only mirrored; a union makes it a body of its own.
        mesh = (solid + Manifold()).calculate_normals(0, crease).to_mesh()
    rows = np.asarray(mesh.vert_properties, np.float32)
    return rows[:, :3], rows[:, 3:6], np.ascontiguousarray(mesh.tri_verts, np.uint32)


def _faceted(solid: Manifold) -> tuple[Any, Any, Any]:
    mesh = solid.to_mesh()
    corners = np.asarray(mesh.vert_properties, np.float32)[:, :3][np.asarray(mesh.tri_verts)]
    wide = corners.astype(np.float64)
    normals = np.cross(wide[:, 1] - wide[:, 0], wide[:, 2] - wide[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-300)
    positions = corners.reshape(-1, 3)
    triangles = np.arange(len(positions), dtype=np.uint32).reshape(-1, 3)
    return positions, np.repeat(normals, 3, axis=0).astype(np.float32), triangles


def _upright(values: Any) -> Any:
    """Z up, front −Y (how solids are made) to Y up, front +Z (how glTF stands)."""
    return np.column_stack([values[:, 0], values[:, 2], -values[:, 1]]).astype(np.float32)


def material(thing: Mapping[str, Any], made: Made, own: tuple[str, ...] = (), *, style: str = "") -> Material:
    """The glTF material of a part; `own` are the names of this copy alone."""
    surface, name = wear.worn(thing, made.role, own, style=style)
    return Material(name, (*colours.linear(surface.colour), surface.opacity), surface.metallic, surface.roughness)
