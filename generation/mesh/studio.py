"""The light of all pictures: soft boxes around the thing as an equirectangular picture, one key light, one shadow."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from generation.mesh.camera import Camera, Stage
from generation.mesh.pose import face_normals
from generation.mesh.read import Model

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# Lux, for the physical renderer.
ENVIRONMENT_LUX, KEY_LUX = 27_500.0, 33_000.0
KEY_COLOUR = (1.0, 0.985, 0.96)
SHADOW_STRENGTH = 0.55
SHADOW_COLOUR = (0.05, 0.055, 0.06)
_CELLS = 384
_MOST_SHADOW = 512  # pixels; more are spread from these
_SAMPLES, _MOST_TRIANGLES = 220_000, 400_000
# Height above the ground as a share of the thing's own: from, to, weight, blur in cells.
_BANDS = ((0.0, 0.02, 1.0, 3.0), (0.02, 0.10, 0.75, 6.0), (0.10, 0.30, 0.42, 12.0), (0.30, 1.01, 0.24, 20.0))


def environment(height: int = 256) -> Floats:
    """The room as linear light, shape (height, 2 height, 3): bright ceiling, grey floor, four soft boxes.

    Rows run from straight up to straight down, columns once round.
    """
    up = np.linspace(90, -90, height)[:, None] * np.ones((1, 2 * height))
    round_about = np.linspace(-180, 180, 2 * height)[None] * np.ones((height, 1))
    ground = np.where(up > 0, 0.55 + 0.35 * np.sin(np.radians(up)), 0.42)
    image = np.stack([ground, ground, ground * 1.02], axis=-1)
    for place, height_degrees, wide, high, value, tint in (
        (-22, 42, 28, 22, 7.0, (1.0, 0.98, 0.95)),
        (100, 30, 16, 34, 3.6, (0.96, 0.98, 1.0)),
        (10, 78, 80, 10, 3.0, (1.0, 1.0, 1.0)),
        (200, 25, 24, 18, 3.5, (1.0, 1.0, 1.0)),
    ):
        aside = np.abs((round_about - place + 180) % 360 - 180)
        above = np.abs(up - height_degrees)
        box = 1 / (1 + np.exp((aside - wide) / 3.0)) / (1 + np.exp((above - high) / 3.0))
        image += (box * value)[..., None] * np.array(tint)
    return np.ascontiguousarray(image, np.float32)


def directions(rows: int) -> tuple[Doubles, Doubles]:
    """The unit vector (n, 3) that each pixel of an `environment` of so many rows stands for, and the cosine (n,) of its
    height above the horizon, to which the solid angle of a pixel is proportional.
    """
    up = np.radians(90 - (np.arange(rows) + 0.5) / rows * 180)
    turn = np.radians((np.arange(2 * rows) + 0.5) / (2 * rows) * 360 - 180)
    rise, round_about = np.meshgrid(up, turn, indexing="ij")
    ways = np.stack([np.sin(round_about) * np.cos(rise), np.sin(rise), np.cos(round_about) * np.cos(rise)], axis=-1)
    return ways.reshape(-1, 3), np.cos(rise).ravel()


def key_direction(camera: Camera) -> Doubles:
    """The unit vector in which the key light travels: from the upper left of the picture, a little in front."""
    towards = camera.right * -0.75 + camera.back * 0.5 + np.array([0.0, 1.15, 0.0])
    return np.asarray(-towards / np.linalg.norm(towards))


def contact_shadow(model: Model, stage: Stage, camera: Camera, size: int) -> Doubles:
    """The soft shadow on the ground as cover 0..1 (size, size) of the picture, gone before the frame ends."""
    if size > _MOST_SHADOW:  # it has no edge that more pixels would show
        small = contact_shadow(model, stage, camera, size // 2)
        return np.asarray(ndimage.zoom(small, size / len(small), order=1, mode="nearest", grid_mode=True))
    cover = _ground_cover(_surface_points(model, stage), stage)
    half = _half_width(stage)
    across = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(across, -across)
    slope = np.tan(np.radians(camera.lens_degrees / 2))
    ways = (x * slope)[..., None] * camera.right + (y * slope)[..., None] * camera.up - camera.back
    down = np.where(ways[..., 1] < -1e-6, ways[..., 1], -1e-6)
    reach = (stage.low[1] - camera.position[1]) / down
    ground = camera.position + ways * reach[..., None]
    centre = (stage.low + stage.high) / 2
    column = (ground[..., 0] - centre[0] + half) / (2 * half) * _CELLS - 0.5
    row = (ground[..., 2] - centre[2] + half) / (2 * half) * _CELLS - 0.5
    shadow = ndimage.map_coordinates(cover, [row, column], order=1, mode="constant")
    shadow = np.where((ways[..., 1] < -1e-6) & (reach > 0), shadow, 0.0)
    from_edge = np.clip(np.minimum(np.arange(size), size - 1 - np.arange(size)) / (size * 0.13), 0, 1)
    fade = from_edge * from_edge * (3 - 2 * from_edge)
    return np.asarray(np.clip(shadow * SHADOW_STRENGTH, 0, 1) * fade[:, None] * fade[None, :])


def _half_width(stage: Stage) -> float:
    size = stage.high - stage.low
    return float(max(size[0], size[2], 0.35 * size[1], 1e-6))


def _surface_points(model: Model, stage: Stage) -> Doubles:
    """Points spread evenly over everything drawn, (n, 3) on the stage; the same ones for the same model."""
    faces = np.concatenate([(drawn.positions * stage.scale + stage.shift)[drawn.triangles] for drawn in model.drawn()])
    flat = faces.reshape(-1, 3)
    areas = np.linalg.norm(face_normals(flat, np.arange(len(flat), dtype=np.uint32).reshape(-1, 3)), axis=1)
    total = float(areas.sum())
    if total <= 0:
        return flat
    draw = np.random.default_rng(1)
    ends = np.cumsum(areas)
    chosen = np.minimum(np.searchsorted(ends, draw.random(_SAMPLES) * total), len(faces) - 1)
    a, b = draw.random(_SAMPLES), draw.random(_SAMPLES)
    fold = a + b > 1
    a, b = np.where(fold, 1 - a, a)[:, None], np.where(fold, 1 - b, b)[:, None]
    one, two, three = faces[chosen, 0], faces[chosen, 1], faces[chosen, 2]
    return np.asarray(one + a * (two - one) + b * (three - one))


def _ground_cover(points: Doubles, stage: Stage) -> Doubles:
    centre = (stage.low + stage.high) / 2
    half = _half_width(stage)
    height = (points[:, 1] - stage.low[1]) / max(float(stage.high[1] - stage.low[1]), 1e-9)
    column = np.clip((points[:, 0] - centre[0] + half) / (2 * half) * _CELLS, 0, _CELLS - 1).astype(int)
    row = np.clip((points[:, 2] - centre[2] + half) / (2 * half) * _CELLS, 0, _CELLS - 1).astype(int)
    light = np.ones((_CELLS, _CELLS))
    for low, high, weight, blur in _BANDS:
        inside = (height >= low) & (height < high)
        if not inside.any():
            continue
        filled = np.zeros((_CELLS, _CELLS))
        filled[row[inside], column[inside]] = 1.0
        filled = ndimage.minimum_filter(ndimage.maximum_filter(filled, 5), 3)
        light *= 1 - ndimage.gaussian_filter(filled, blur, mode="constant") * weight
    return 1 - light
