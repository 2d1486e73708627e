"""The ways from a mask to a solid: inflated, turned on a lathe, a plaque, a lithophane; with texture and base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh import simplify
from generation.mesh.parts import Material, Object, Part, Scene
from generation.mesh.relief import inflate, skin, surface, vision
from generation.mesh.relief.border import Floats

Shape = Literal["inflate", "lathe", "lithophane", "plaque"]
Doubles = NDArray[np.float64]

CELLS = 300  # along the subject's longer side, at most; as many as this within it:
_MOST_FILLED = 24_000
SEGMENTS = 72
_MARGIN = 3
_PLATE = 0.06  # of the height: a plaque at full depth
_THIN, _THICK = 0.8, 3.2  # millimetres of a lithophane 100 mm high, where it is lightest and darkest
_FIRST_TOLERANCE, _TRIES = 0.04, 3  # cells


class CannotError(Exception):
    """No solid comes of this mask; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: lengths in millimetres, `depth` and `detail` in percent, `faces` the most triangles."""

    shape: Shape = "inflate"
    depth: float = 80.0
    detail: float = 4.0
    flat_back: bool = False
    base: bool = False
    symmetry: bool = False
    height_mm: float = 100.0
    faces: int = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """The subject brought to cells: `field` above zero inside, `light` 0..1, `cell` in pixels of the mask (across,
    down), and the mask pixel at which the grid begins.
    """

    field: Floats
    light: Floats
    cell: tuple[float, float]
    start: tuple[float, float]


def build(
    image: Image.Image,
    mask: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    wish: Wish,
    *,
    name: str,
    generator: str,
) -> Scene:
    """A closed, textured solid standing on y = 0, `wish.height_mm` high with its base, front towards +Z.

    `image` is the upright photo, `mask` (h, w) bytes over all of it, `box` the subject's in shares. Raises CannotError
    where nothing solid is left of the mask.
    """
    whole = wish.shape == "lithophane"
    if whole:
        mask, box = np.full_like(mask, 255), (0.0, 0.0, 1.0, 1.0)
    grid = _grid(image, mask, _evened(mask, box) if wish.symmetry else box, wish)
    body = _simplified(_BUILDERS[wish.shape](grid, wish), wish)
    solids = [body, _base(body)] if wish.base and not whole else [body]
    low, high = (np.array(ends) for ends in zip(*(_extent(solid) for solid in solids), strict=True))
    low, high = low.min(axis=0), high.max(axis=0)
    origin, scale = np.array([(low[0] + high[0]) / 2, 0.0, low[2]]), wish.height_mm / (high[2] - low[2])
    place = _Place(grid, mask.shape, origin, scale)
    colours = skin.cut(image.convert("RGB"), mask, box)
    photo = Material("photo", base_colour=(1.0, 1.0, 1.0, 1.0), roughness=0.75, picture=colours.picture)
    made = [_dressed(body, "body", photo, place, colours)]
    if len(solids) > 1:
        made.append(_dressed(solids[1], "base", _PLAIN, place, None))
    return Scene((Object(name, tuple(made)),), generator=generator)


_PLAIN = Material("base", base_colour=(0.11, 0.115, 0.12, 1.0), roughness=0.7)


@dataclass(frozen=True, slots=True)
class _Place:
    """How cells lie in the photo, and how they become millimetres: less `origin`, times `scale`."""

    grid: _Grid
    shape: tuple[int, ...]
    origin: Doubles
    scale: float

    def in_photo(self, cells: Doubles) -> tuple[Doubles, Doubles]:
        """Shares of the photo's width and height of places (n, 3) in cells."""
        across = (self.grid.start[0] + cells[:, 0] * self.grid.cell[0]) / self.shape[1]
        return across, (self.grid.start[1] - cells[:, 2] * self.grid.cell[1]) / self.shape[0]


def _evened(mask: NDArray[np.uint8], box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box with room for the subject's mirror picture; it may reach beyond the photo."""
    axis = (inflate.mirror(mask > 127)[0] + 0.5) / mask.shape[1]
    return min(box[0], 2 * axis - box[2]), box[1], max(box[2], 2 * axis - box[0]), box[3]


def _grid(image: Image.Image, mask: NDArray[np.uint8], box: tuple[float, float, float, float], wish: Wish) -> _Grid:
    """Cut the mask and the photo's lightness to the subject and bring them to the grid."""
    cv2 = vision.opencv()

    height, width = mask.shape
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    longer = max(right - left, bottom - top)
    filled = float((mask > 127).sum()) / longer**2
    cells = min(CELLS, round((_MOST_FILLED / max(filled, 1e-3)) ** 0.5))
    step = longer / max(24, round(cells * min(1.0, (wish.faces / 20_000) ** 0.5)))
    columns, rows = max(2, round((right - left) / step)), max(2, round((bottom - top) / step))
    cell = (right - left) / columns, (bottom - top) / rows
    x = (left + (np.arange(columns + 2 * _MARGIN) - _MARGIN + 0.5) * cell[0] - 0.5).astype(np.float32)
    y = (top + (np.arange(rows + 2 * _MARGIN) - _MARGIN + 0.5) * cell[1] - 0.5).astype(np.float32)
    across, down = np.meshgrid(x, y)
    soft = cv2.remap(mask, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    field = cv2.GaussianBlur(soft.astype(np.float32), (0, 0), 0.8) / 255 - np.float32(0.5)
    light = inflate.light(np.asarray(image.convert("RGB").resize((width, height), Image.Resampling.BOX)))
    light = cv2.remap(light, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    field[0], field[-1], field[:, 0], field[:, -1] = -0.5, -0.5, -0.5, -0.5
    if wish.symmetry:
        axis, _ = inflate.mirror(field > 0)
        field = np.maximum(field, inflate.mirrored(field + np.float32(1), axis) - np.float32(1))
        other = inflate.mirrored(light, axis)
        light = (light + np.where(other > 0, other, light)) * np.float32(0.5)
    if not (field > 0).any():
        raise CannotError("What is marked is too small or too thin to become a solid. Mark more of the thing.")
    return _Grid(field, light, cell, (float(x[0]) + 0.5, float(y[0]) + 0.5))


def _inflated(grid: _Grid, wish: Wish) -> Any:
    inside = grid.field > 0
    height = inflate.smoothed(inflate.discs(inside, 1.0), inside, 1.6)
    height = np.maximum(height * np.float32(wish.depth / 100), np.where(inside, np.float32(0.35), 0))
    height = _with_detail(height, grid, wish)
    one = surface.sheet(grid.field)
    front = _at(one, height)
    back = np.zeros_like(front) if wish.flat_back else -_at(one, height)
    return _manifold(*surface.joined(one, front, back))


def _plaque(grid: _Grid, wish: Wish) -> Any:
    """An even plate in the subject's outline; its front carries the photo's light and dark."""
    inside = grid.field > 0
    thick = max(2.0, _PLATE * CELLS * wish.depth / 100)
    fine = inflate.fine_shading(grid.light, inside, 4.0) * np.float32(0.03 * wish.detail * thick)
    one = surface.sheet(grid.field)
    return _manifold(*surface.joined(one, np.where(one.rim, thick, thick + _at(one, fine)), np.zeros(len(one.rim))))


def _lithophane(grid: _Grid, wish: Wish) -> Any:
    """A plate through which light falls: thick where the photo is dark. Depth scales the difference."""
    cells = (grid.field > 0).any(axis=1).sum() / 100.0  # cells for one millimetre of a plate 100 mm high
    thin, thick = _THIN * cells, (_THIN + (_THICK - _THIN) * wish.depth / 80) * cells
    value = thin + (1 - np.clip(grid.light, 0, 1)) * (thick - thin)
    one = surface.sheet(grid.field)
    columns = np.clip(np.rint(one.places[:, 0]).astype(int), 0, grid.field.shape[1] - 1)
    rows = np.clip(np.rint(one.places[:, 1]).astype(int), 0, grid.field.shape[0] - 1)
    return _manifold(*surface.joined(one, value[rows, columns].astype(np.float64), np.zeros(len(one.rim))))


def _turned(grid: _Grid, wish: Wish) -> Any:
    """The half outline turned about its axis. Rows without the subject split it into pieces."""
    import manifold3d  # noqa: PLC0415 — as the other makers of solids, loaded with its room

    inside = grid.field > 0
    rows = np.flatnonzero(inside.any(axis=1))
    half = np.array([_half_width(grid.field[row]) for row in rows])
    solids = []
    for run in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(rows) > 1) + 1):
        if len(run) < 2:
            continue
        radius = np.maximum(_soft(half[run]), 0.3)
        up = -(rows[run].astype(np.float64))
        profile = [(0.0, up[0] + 0.5), *zip(radius, up, strict=True), (0.0, up[-1] - 0.5)]
        outline = manifold3d.CrossSection([profile[::-1]]).simplify(0.12)
        solids.append(outline.revolve(SEGMENTS))
    if not solids:
        raise CannotError("The outline is too low to be turned. Choose another shape.")
    turned = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    columns = np.flatnonzero(inside.any(axis=0))
    axis = float(columns[0] + columns[-1]) / 2
    return _checked(turned.scale((1.0, max(0.05, wish.depth / 80), 1.0)).translate((axis, 0.0, 0.0)))


_BUILDERS = {"inflate": _inflated, "lathe": _turned, "plaque": _plaque, "lithophane": _lithophane}


def _half_width(row: Floats) -> float:
    """Half of a row's outermost extent, in cells, to a fraction of a cell."""
    inside = np.flatnonzero(row > 0)
    if not len(inside):
        return 0.0
    left, right = int(inside[0]), int(inside[-1])
    low = left - float(row[left] / (row[left] - row[left - 1]))
    high = right + float(row[right] / (row[right] - row[right + 1]))
    return (high - low) / 2


def _soft(values: Doubles) -> Doubles:
    from scipy.ndimage import gaussian_filter1d  # noqa: PLC0415 — scipy's image room is slow to load

    return np.asarray(gaussian_filter1d(values, 1.2, mode="nearest"))


def _with_detail(height: Floats, grid: _Grid, wish: Wish) -> Floats:
    """Add the photo's fine light and dark, less towards the rim so that the outline stays clean."""
    inside = height > 0
    fine = inflate.fine_shading(grid.light, inside, 4.0)
    fade = np.clip(height / max(1.0, 0.3 * float(height.max())), 0, 1)
    most = np.float32(wish.detail / 100 * 0.5) * height.max()
    return np.where(inside, np.maximum(height + most * fine * fade, np.float32(0.3)), 0).astype(np.float32)


def _at(one: surface.Sheet, height: Floats) -> Doubles:
    return np.where(one.rim, 0.0, height.ravel()[np.maximum(one.points, 0)]).astype(np.float64)


def _manifold(positions: Doubles, triangles: NDArray[np.int64]) -> Any:
    """The surface as a solid, Z up, in cells."""
    import manifold3d  # noqa: PLC0415 — as the other makers of solids, loaded with its room

    upright = np.stack([positions[:, 0], -positions[:, 2], positions[:, 1]], axis=1)
    mesh = manifold3d.Mesh(np.ascontiguousarray(upright, np.float32), np.ascontiguousarray(triangles, np.uint32))
    return _checked(manifold3d.Manifold(mesh))


def _checked(solid: Any) -> Any:
    import manifold3d  # noqa: PLC0415 — as the other makers of solids, loaded with its room

    if solid.status() != manifold3d.Error.NoError or solid.is_empty():
        raise CannotError("What is marked cannot become one closed body. Mark more of the thing.")
    return solid


def _simplified(solid: Any, wish: Wish) -> Any:
    """Within the wanted number of triangles, by nearly the least tolerance that brings it there."""
    most = wish.faces - (4 * SEGMENTS if wish.base else 0)
    if solid.num_tri() <= most:
        return solid
    low, tolerance = 0.0, _FIRST_TOLERANCE
    while (found := solid.simplify(tolerance)).num_tri() > most:
        # What is coarser can be made from what is finer; only the tolerances add up.
        solid, low, tolerance = found, tolerance, tolerance * 2
    for _ in range(_TRIES):
        if found.num_tri() > 0.85 * most:
            break
        middle = (low + tolerance) / 2
        tried = solid.simplify(middle)
        if tried.num_tri() > most:
            solid, low = tried, middle
        else:
            found, tolerance = tried, middle
    return found


def _extent(solid: Any) -> tuple[Doubles, Doubles]:
    box = np.array(solid.bounding_box())
    return box[:3], box[3:]


def _base(body: Any) -> Any:
    """A round-edged plate under the body, into which its foot is let."""
    import manifold3d  # noqa: PLC0415 — as the other makers of solids, loaded with its room

    low, high = _extent(body)
    size = high - low
    thick, sunk = 0.05 * size[2], 0.02 * size[2]
    across, deep = 0.62 * size[0], max(0.7 * size[1], 0.24 * size[0])
    plate = manifold3d.CrossSection.circle(1.0, SEGMENTS).extrude(1.0).scale((across, deep, thick))
    return plate.translate((float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2), float(low[2]) + sunk - thick))


def _dressed(solid: Any, role: str, material: Material, place: _Place, colours: skin.Skin | None) -> Part:
    """A part in metres with normals, and with texture places where it wears the photo."""
    mesh = solid.to_mesh()
    cells = np.asarray(mesh.vert_properties, np.float64)[:, :3]
    upright = (cells - place.origin) * place.scale
    metres = np.stack([upright[:, 0], upright[:, 2], -upright[:, 1]], axis=1) / 1000
    uv = np.zeros((len(metres), 0))
    if colours is not None:
        uv = colours.uv(*place.in_photo(cells)).astype(np.float64)
    smooth = simplify.creased(simplify.Sheet(metres, None, uv, np.asarray(mesh.tri_verts, np.int64)))
    assert smooth.normals is not None
    shift, scale = [float(-value) for value in place.origin], float(place.scale)
    return Part(
        name=role,
        role=role,
        positions=smooth.positions.astype(np.float32),
        normals=smooth.normals.astype(np.float32),
        triangles=smooth.triangles.astype(np.uint32),
        material=material,
        solid=solid.translate(shift).scale((scale, scale, scale)),
        uv=None if colours is None else smooth.values.astype(np.float32),
    )
