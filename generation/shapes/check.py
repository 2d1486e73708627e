"""Measures what was built against its specification; what differs is a fault of the engine, told and never shipped."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import Error

from generation.mesh.parts import Object, Scene

_SHARE, _LEAST_MM = 0.02, 0.1


def faults(scene: Scene) -> list[str]:
    """Sentences about bounds off by more than 2 % (or 0.1 mm), parts that are not closed, and wrong numbers of parts.

    The scene carries its specification in `extras`; bounds are X width, Y height, Z depth.
    """
    out = []
    things = scene.extras["specification"]["objects"]
    for thing, asked in zip(scene.objects, things, strict=True):
        out += _bounds(thing, asked["size_mm"])
        for part in thing.parts:
            if part.solid.status() != Error.NoError or part.solid.is_empty():
                out.append(f"The {part.name} of the {thing.name} is not a closed solid.")
        for name, number in asked["parts"].items():
            found = sum(part.role == name for part in thing.parts)
            if found != number:
                out.append(f"The {thing.name} has {found} of the part {name} where {number} were asked for.")
    return out


def _bounds(thing: Object, asked: dict[str, float]) -> list[str]:
    angle = -math.radians(thing.turn)
    c, s = math.cos(angle), math.sin(angle)
    boxes = []
    for part in thing.parts:
        if not len(part.positions):
            return [f"The {part.name} of the {thing.name} came out empty."]
        x, y, z = part.positions.T.astype(np.float64)
        own = np.stack([c * x + s * z, y, c * z - s * x])  # about the vertical, Y up: +Z towards +X
        boxes.append([own.min(axis=1), own.max(axis=1)])
    low, high = np.min(boxes, axis=(0, 1)), np.max(boxes, axis=(0, 1))
    width, height, depth = ((high - low) * 1000.0).tolist()
    out = []
    for axis, found in (("width", width), ("height", height), ("depth", depth)):
        if abs(found - asked[axis]) > max(_SHARE * asked[axis], _LEAST_MM):
            out.append(f"The {axis} of the {thing.name} came out {found:.4g} mm instead of {asked[axis]:.4g} mm.")
    return out
