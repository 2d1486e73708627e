"""A model drawn by our own rasteriser: gathered on the stage, seen, shaded, see-through surfaces laid over the rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from generation.mesh import pose, raster, shade, studio, textures
from generation.mesh.camera import Camera, Stage
from generation.mesh.materials import PLAIN, Material, Texture
from generation.mesh.raster import Seen
from generation.mesh.read import Drawn, Model

Doubles = NDArray[np.float64]

_TEXTURE_SIDE = 1024
_SHADOW_SIDE = 1024


@dataclass(slots=True)
class _Gathered:
    """Everything drawn as one: vertices on the stage and, for each triangle, which surface it belongs to."""

    positions: Doubles
    normals: Doubles
    colours: Doubles
    triangles: NDArray[np.uint32]
    surface: NDArray[np.int64]
    uvs: dict[int, Doubles]
    materials: list[Material]
    starts: list[int]
    pictures: "_Pictures"


def drawn(model: Model, stage: Stage, view: Camera, pixels: int) -> NDArray[np.float32]:
    """Premultiplied colour and cover (pixels, pixels, 4), 0..1."""
    held = _gathered(model, stage)
    to_clip = view.projection @ view.view
    clip = np.concatenate([held.positions, np.ones((len(held.positions), 1))], axis=1) @ to_clip.T
    clear = np.array([material.alpha == "BLEND" and _cover(material) < 0.999 for material in held.materials])
    see_through = clear[held.surface]
    towards = -studio.key_direction(view)
    shadow = _KeyShadow(held, towards, ~see_through)
    solid = raster.seen(clip, np.where(see_through[:, None], 0, held.triangles), pixels)
    image = np.zeros((pixels * pixels, 4))
    image[solid.pixels] = _shaded(held, solid, view, shadow, _open_sky(held, solid, view))
    if see_through.any():
        behind = np.full(pixels * pixels, 2.0)
        behind[solid.pixels] = solid.depth
        glass = raster.seen(clip, np.where(see_through[:, None], held.triangles, 0), pixels, behind=behind)
        over = _shaded(held, glass, view, shadow, np.ones(len(glass.pixels)))
        image[glass.pixels] = over + image[glass.pixels] * (1 - over[:, 3:])
    return image.reshape(pixels, pixels, 4).astype(np.float32)


def _cover(material: Material) -> float:
    return material.base_colour[3] if material.base is None else 0.0


def _gathered(model: Model, stage: Stage) -> _Gathered:
    positions, normals, colours, triangles, surface = [], [], [], [], []
    uvs: dict[int, Doubles] = {}
    materials: list[Material] = []
    starts: list[int] = []
    count = 0
    for number, one in enumerate(model.drawn()):
        material = PLAIN if one.primitive.material is None else model.materials[one.primitive.material]
        places, smooth, faces, tint, laid = _flattened(one, material)
        positions.append(places * stage.scale + stage.shift)
        normals.append(smooth)
        colours.append(tint)
        triangles.append(faces + np.uint32(count))
        surface.append(np.full(len(faces), number))
        if laid is not None:
            uvs[number] = laid
        materials.append(material)
        starts.append(count)
        count += len(places)
    return _Gathered(
        np.concatenate(positions),
        np.concatenate(normals),
        np.concatenate(colours),
        np.concatenate(triangles),
        np.concatenate(surface),
        uvs,
        materials,
        starts,
        _Pictures(model),
    )


def _flattened(one: Drawn, material: Material) -> tuple[Doubles, Doubles, NDArray[np.uint32], Doubles, Doubles | None]:
    """Positions, normals, triangles, colours and UVs of a surface; without normals every face gets its own corners."""
    places, triangles = one.positions, one.triangles
    tint = one.primitive.colours
    colours = np.ones((len(places), 4)) if tint is None else tint.astype(np.float64)
    use = material.base or material.surface
    found = one.primitive.uvs.get(use.uv) if use is not None else None
    laid = None if found is None else found.astype(np.float64)
    if one.normals is not None:
        return places, one.normals, triangles, colours, laid
    corner = triangles.ravel()
    flat = pose.unit(pose.face_normals(places, triangles))
    alone = np.arange(len(corner), dtype=np.uint32).reshape(-1, 3)
    return (
        places[corner],
        np.repeat(flat, 3, axis=0),
        alone,
        colours[corner],
        None if laid is None else laid[corner],
    )


def _mixed(values: Doubles, corners: NDArray[np.uint32], weights: Doubles) -> Doubles:
    return np.asarray(np.einsum("pc,pcd->pd", weights, values[corners]))


def _shaded(held: _Gathered, seen: Seen, view: Camera, shadow: "_KeyShadow", sky: Doubles) -> Doubles:
    corners = held.triangles[seen.triangles]
    places = _mixed(held.positions, corners, seen.weights)
    normals = pose.unit(_mixed(held.normals, corners, seen.weights))
    views = pose.unit(view.position - places)
    normals *= np.where(np.einsum("ij,ij->i", normals, views) < 0, -1.0, 1.0)[:, None]
    colours = _mixed(held.colours, corners, seen.weights)
    metallic, roughness = np.zeros(len(places)), np.ones(len(places))
    emitted, unlit = np.zeros((len(places), 3)), np.zeros(len(places), bool)
    surface = held.surface[seen.triangles]
    for number in np.unique(surface):
        here = np.flatnonzero(surface == number)
        material = held.materials[number]
        colours[here] *= material.base_colour
        metallic[here], roughness[here] = material.metallic, material.roughness
        emitted[here], unlit[here] = material.emissive, material.unlit
        laid = held.uvs.get(int(number))
        if laid is not None:
            uv = _mixed(laid, corners[here] - np.uint32(held.starts[number]), seen.weights[here])
            held.pictures.lay(material, uv, here, (colours, metallic, roughness, emitted))
        colours[here, 3] = colours[here, 3] if material.alpha == "BLEND" else 1.0
    base = colours[:, :3]
    found = shade.Surfaces(normals, views, base, metallic, roughness, shadow.lit(places, normals), sky)
    light = shade.lit(found, shadow.towards) + emitted
    tone = np.where(unlit[:, None], shade.srgb(np.clip(base, 0, 1)), shade.toned(light))
    cover = colours[:, 3:]
    return np.concatenate([tone * cover, cover], axis=1)


class _Pictures:
    """The model's pictures, each decoded when it is first laid on something."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._decoded: dict[int, Image.Image | None] = {}

    def lay(
        self,
        material: Material,
        uv: Doubles,
        here: NDArray[np.int64],
        values: tuple[Doubles, Doubles, Doubles, Doubles],
    ) -> None:
        """Multiply colours, metallic, roughness and emitted light at `here` by what the pictures say at `uv`."""
        colours, metallic, roughness, emitted = values
        if (base := self._laid(material.base, uv, colour=True)) is not None:
            colours[here] *= base
        if (surface := self._laid(material.surface, uv, colour=False)) is not None:
            roughness[here] *= surface[:, 1]
            metallic[here] *= surface[:, 2]
        if (glow := self._laid(material.glow, uv, colour=True)) is not None:
            emitted[here] *= glow[:, :3]

    def _laid(self, use: Texture | None, uv: Doubles, *, colour: bool) -> Doubles | None:
        if use is None:
            return None
        if use.picture not in self._decoded:
            self._decoded[use.picture] = textures.decoded(self._model.pictures[use.picture], _TEXTURE_SIDE)
        image = self._decoded[use.picture]
        return None if image is None else textures.sampled(image, use, uv, colour=colour)


class _KeyShadow:
    """What the key light reaches, by a depth picture from its side."""

    def __init__(self, held: _Gathered, towards: Doubles, solid: NDArray[np.bool_]) -> None:
        self.towards = towards
        across = np.cross((0.0, 1.0, 0.0), towards)
        across /= max(float(np.linalg.norm(across)), 1e-9)
        self._axes = np.stack([across, np.cross(towards, across), towards])
        placed = held.positions @ self._axes.T
        low, high = placed.min(axis=0), placed.max(axis=0)
        self._centre, self._half = (low + high) / 2, max(float((high - low).max()) / 2 * 1.02, 1e-6)
        clip = np.concatenate([self._placed(held.positions), np.ones((len(placed), 1))], axis=1)
        found = raster.seen(clip, held.triangles[solid], _SHADOW_SIDE)
        depth = np.full(_SHADOW_SIDE * _SHADOW_SIDE, 2.0)
        depth[found.pixels] = found.depth
        self._depth = depth.reshape(_SHADOW_SIDE, _SHADOW_SIDE)

    def _placed(self, points: Doubles) -> Doubles:
        held = (points @ self._axes.T - self._centre) / self._half
        held[:, 2] *= -1
        return np.asarray(held)

    def lit(self, points: Doubles, normals: Doubles) -> Doubles:
        """How much of the key light reaches each point, 0..1, softened over a few cells."""
        cell = 2 * self._half / _SHADOW_SIDE
        held = self._placed(points + normals * cell * 2.5)
        column = (held[:, 0] * 0.5 + 0.5) * _SHADOW_SIDE - 0.5
        row = (0.5 - held[:, 1] * 0.5) * _SHADOW_SIDE - 0.5
        total = np.zeros(len(points))
        steps = (-2.0, -0.7, 0.7, 2.0)
        for step_x in steps:
            for step_y in steps:
                x = np.clip(np.rint(column + step_x), 0, _SHADOW_SIDE - 1).astype(int)
                y = np.clip(np.rint(row + step_y), 0, _SHADOW_SIDE - 1).astype(int)
                total += held[:, 2] <= self._depth[y, x] + 0.004
        return total / len(steps) ** 2


def _open_sky(held: _Gathered, seen: Seen, view: Camera) -> Doubles:
    """How free each pixel's place is of nearer things around it, 0..1: sixteen looks at the depth picture, blurred."""
    side = seen.size // 2
    corners = held.triangles[seen.triangles]
    grid = np.full((side * side, 3), np.nan)
    turned = np.full((side * side, 3), np.nan)
    place = (seen.pixels // seen.size // 2) * side + seen.pixels % seen.size // 2
    grid[place] = _mixed(held.positions, corners, seen.weights)
    smooth = pose.unit(_mixed(held.normals, corners, seen.weights))
    turned[place] = (
        smooth * np.where(np.einsum("ij,ij->i", smooth, view.position - grid[place]) < 0, -1.0, 1.0)[:, None]
    )
    there = np.flatnonzero(np.isfinite(grid[:, 0]))
    blocked, looks = np.zeros(len(there)), 0
    for ring, reach in enumerate((0.012, 0.03, 0.06)):
        for step in range(8):
            angle = (step + ring * 0.33) * np.pi / 4
            x = np.clip(there % side + round(np.cos(angle) * reach * side), 0, side - 1)
            y = np.clip(there // side + round(np.sin(angle) * reach * side), 0, side - 1)
            way = grid[y * side + x] - grid[there]
            length = np.linalg.norm(way, axis=1)
            above = np.einsum("ij,ij->i", way, turned[there]) / np.maximum(length, 1e-9)
            weight = 1 / (1 + (length / 0.12) ** 2)
            blocked += np.where(np.isfinite(length) & (above > 0.12), above * weight, 0.0)
            looks += 1
    sky = np.ones(side * side)
    sky[there] = np.clip(1 - 1.5 * blocked / looks, 0.15, 1)
    covered = np.zeros(side * side)
    covered[there] = 1
    soft = ndimage.gaussian_filter((sky * covered).reshape(side, side), 1.5)
    share = ndimage.gaussian_filter(covered.reshape(side, side), 1.5)
    return np.asarray((soft / np.maximum(share, 1e-6)).ravel()[place])
