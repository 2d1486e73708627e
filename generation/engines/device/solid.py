"""A model's surface as a thing: within its limit of triangles, of a chosen size, upright on the ground, closed for
printing.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from manifold3d import Error, Manifold, Mesh
from scipy.spatial import cKDTree

from generation.mesh import simplify
from generation.mesh.parts import Material, Object, Part, Scene

_LEAST_TRIANGLES = 4
# Tolerances of one simplification after another, as shares of the thing's longest side.
_FIRST, _NEXT, _LAST = 0.0004, 1.35, 0.08


class ShapelessError(Exception):
    """There is nothing to build; the message is a sentence."""


def scene(
    positions: npt.NDArray[np.float32],
    triangles: npt.NDArray[np.int64],
    colours: npt.NDArray[np.float32],
    *,
    most: int,
    longest_mm: float,
    generator: str,
    extras: dict[str, object],
) -> Scene:
    """One object with one part, "model": `positions` (n, 3) Z up with the front towards -Y, `triangles` (m, 3),
    `colours` (n, 3) linear.

    The result stands on the ground, centred, its longest side `longest_mm`, with at most `most` triangles. Raises
    ShapelessError where nothing is left.
    """
    if len(triangles) < _LEAST_TRIANGLES:
        raise ShapelessError("The model came out empty.")
    sheet = _placed(positions, triangles, colours, longest_mm)
    body = _solid(sheet)
    if body is None or body.is_empty():
        raise ShapelessError("The model's surface is not closed.")
    if len(sheet.triangles) > most:
        sheet, body = _fewer(sheet, body, most)
    shown = simplify.creased(sheet)
    if shown.normals is None:
        raise ShapelessError("The model came out empty.")
    part = Part(
        "model", "model", _upright(shown.positions) / np.float32(1000), _upright(shown.normals),
        shown.triangles.astype(np.uint32), Material("model", (1.0, 1.0, 1.0, 1.0), roughness=0.7),
        solid=body, colours=np.clip(shown.values, 0, 1).astype(np.float32),
    )  # fmt: skip
    return Scene((Object("model", (part,)),), generator, extras)


def _placed(
    positions: npt.NDArray[np.float32],
    triangles: npt.NDArray[np.int64],
    colours: npt.NDArray[np.float32],
    longest_mm: float,
) -> simplify.Sheet:
    """The surface in millimetres, Z up, centred over the ground and standing on it."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    factor = longest_mm / max(float((high - low).max()), 1e-9)
    foot = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    return simplify.Sheet((positions - foot) * factor, None, colours.astype(np.float64), triangles)


def _upright(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Z up with the front towards -Y → Y up with the front towards +Z."""
    return np.column_stack([values[:, 0], values[:, 2], -values[:, 1]]).astype(np.float32)


def _solid(sheet: simplify.Sheet) -> Manifold | None:
    """The same as a solid, or None where the surface is not closed."""
    mesh = Mesh(np.ascontiguousarray(sheet.positions, np.float32), np.ascontiguousarray(sheet.triangles, np.uint32))
    mesh.merge()
    body = Manifold(mesh)
    return body if body.status() == Error.NoError else None


def _fewer(sheet: simplify.Sheet, body: Manifold, most: int) -> tuple[simplify.Sheet, Manifold]:
    """At most `most` triangles, still closed: by quadrics where these keep it so, else by ever coarser flattening."""
    for share in (1.0, 0.9):
        found = simplify.tidy(replace(simplify.fewer(sheet, int(most * share)), normals=None))
        solid = _solid(found)
        if solid is not None and 0 < len(found.triangles) <= most and solid.volume() > 0.5 * body.volume():
            return found, solid
    low, high = np.reshape(body.bounding_box(), (2, 3))
    tolerance, flat = _FIRST * float((high - low).max()), body
    while flat.num_tri() > most and tolerance < _LAST * float((high - low).max()):
        flat = body.simplify(tolerance)
        tolerance *= _NEXT
    if flat.num_tri() > most or flat.is_empty():
        raise ShapelessError(f"The model has too much detail for {most:,} triangles.")
    mesh = flat.to_mesh()
    places = np.asarray(mesh.vert_properties, np.float64)[:, :3]
    _, nearest = cKDTree(sheet.positions).query(places)
    return simplify.Sheet(places, None, sheet.values[nearest], np.asarray(mesh.tri_verts, np.int64)), flat
