"""The camera of all pictures: a long lens from a little above, turned so that two sides show, fitted to the frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.mesh.read import Model

Doubles = NDArray[np.float64]

LENS_DEGREES = 24.0
FILL = 0.86
TURN_DEGREES = 30.0
# Above the horizon: tall things nearly level, flat ones (lower than a fifth of their breadth) from high up.
LEVEL_DEGREES, FLAT_DEGREES = 15.0, 34.0
# The view for standing beside others: nearly level, nearly without perspective.
SHELF_LENS_DEGREES, SHELF_ABOVE_DEGREES, SHELF_MARGIN = 9.0, 6.0, 1.12
_MANY, _CELLS = 40_000, 200


@dataclass(frozen=True, slots=True)
class Stage:
    """A model brought to a common scale: world times `scale` plus `shift` stands on y = 0 with longest side 1."""

    scale: float
    shift: Doubles
    points: Doubles
    low: Doubles
    high: Doubles

    @property
    def matrix(self) -> Doubles:
        """From the file's world to the stage, (4, 4)."""
        found = np.eye(4) * self.scale
        found[:3, 3] = self.shift
        found[3, 3] = 1.0
        return found


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture is taken from, on the stage: `right`, `up`, `back` are unit vectors, distances stage units."""

    position: Doubles
    target: Doubles
    right: Doubles
    up: Doubles
    back: Doubles
    near: float
    far: float
    lens_degrees: float

    @property
    def view(self) -> Doubles:
        """World to camera, (4, 4); the camera looks along its own -z."""
        found = np.eye(4)
        found[:3, :3] = (self.right, self.up, self.back)
        found[:3, 3] = -found[:3, :3] @ self.position
        return found

    @property
    def projection(self) -> Doubles:
        """Camera to clip space, (4, 4), as OpenGL has it."""
        focal = 1.0 / np.tan(np.radians(self.lens_degrees / 2))
        near, far = self.near, self.far
        found = np.zeros((4, 4))
        found[0, 0] = found[1, 1] = focal
        found[2, 2], found[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
        found[3, 2] = -1.0
        return found


def stage(model: Model) -> Stage:
    """Bring what a model shows to the common scale; `points` are the vertices that bound it."""
    held = []
    for drawn in model.drawn():
        used = np.zeros(len(drawn.positions), bool)
        used[drawn.triangles] = True
        held.append(drawn.positions[used])
    points = np.concatenate(held)
    low, high = points.min(axis=0), points.max(axis=0)
    longest = float((high - low).max())
    scale = 1.0 / longest if longest > 0 else 1.0
    shift = -scale * np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    points = _spread(points * scale + shift)
    return Stage(scale, shift, points, low * scale + shift, high * scale + shift)


def _spread(points: Doubles) -> Doubles:
    """Of very many points on the stage one a cell of a fine grid, which is enough to fit a frame."""
    if len(points) <= _MANY:
        return points
    low = points.min(axis=0)
    cells = np.zeros((_CELLS + 1,) * 3, bool)
    cells[tuple(np.rint((points - low) * _CELLS).clip(0, _CELLS).astype(np.int64).T)] = True
    return np.asarray(np.argwhere(cells) / _CELLS + low)


def three_quarter(found: Stage) -> Camera:
    """The picture's usual view: from the right of the front, higher the flatter the thing is."""
    size = found.high - found.low
    broad = float(max(size[0], size[2]))
    lowness = float(np.clip((0.45 - size[1] / max(broad, 1e-9)) / 0.3, 0.0, 1.0))
    above = LEVEL_DEGREES + (FLAT_DEGREES - LEVEL_DEGREES) * lowness
    return fitted(found.points, turn_degrees=TURN_DEGREES, above_degrees=above)


def beside_others(found: Stage) -> Camera:
    """A view of known measure: the square picture's side is `shelf_side` of the thing's size, its middle at half its
    height. So pictures of many things can stand side by side, each true in size to the others.
    """
    turn, above = np.radians(TURN_DEGREES), np.radians(SHELF_ABOVE_DEGREES)
    back = np.array([np.sin(turn) * np.cos(above), np.sin(above), np.cos(turn) * np.cos(above)])
    right = np.cross((0.0, 1.0, 0.0), back)
    right /= np.linalg.norm(right)
    size = found.high - found.low
    target = (found.low + found.high) / 2
    distance = shelf_side(*size) / (2 * float(np.tan(np.radians(SHELF_LENS_DEGREES / 2))))
    return Camera(
        position=target + back * distance,
        target=target,
        right=right,
        up=np.cross(back, right),
        back=back,
        near=distance * 0.05,
        far=distance * 4,
        lens_degrees=SHELF_LENS_DEGREES,
    )


def shelf_side(width: float, height: float, depth: float) -> float:
    """The side of the shelf picture of a thing of that size, in the same unit; see marketplace's shelf."""
    return SHELF_MARGIN * max(height, float(np.hypot(width, depth)))


def fitted(points: Doubles, *, turn_degrees: float, above_degrees: float, fill: float = FILL) -> Camera:
    """Stand where `points` (n, 3) fill that share of a square frame, and centre them by their projection."""
    turn, above = np.radians(turn_degrees), np.radians(above_degrees)
    back = np.array([np.sin(turn) * np.cos(above), np.sin(above), np.cos(turn) * np.cos(above)])
    right = np.cross((0.0, 1.0, 0.0), back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    half = np.tan(np.radians(LENS_DEGREES / 2))
    target = (points.min(axis=0) + points.max(axis=0)) / 2
    distance = 1.0
    for _ in range(8):
        offset = points - target
        across, along, depth = offset @ right, offset @ up, offset @ back
        distance = max(float((np.maximum(np.abs(across), np.abs(along)) / (half * fill) + depth).max()), 1e-3)
        away = np.maximum(distance - depth, 1e-6)
        x, y = across / away, along / away
        target = target + right * ((x.max() + x.min()) / 2 * distance) + up * ((y.max() + y.min()) / 2 * distance)
    return Camera(
        position=target + back * distance,
        target=target,
        right=right,
        up=up,
        back=back,
        near=distance * 0.05,
        far=distance * 4,
        lens_degrees=LENS_DEGREES,
    )
