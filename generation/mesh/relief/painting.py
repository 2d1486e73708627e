"""Strokes of a person as pixels of the picture they lie on."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from generation.mesh.relief import vision
from generation.mesh.relief.hints import Stroke


def painted(strokes: Iterable[Stroke], shape: tuple[int, int], *, keep: bool) -> NDArray[np.bool_]:
    """Where the strokes of one kind go over a picture of (height, width) pixels; a later stroke covers earlier ones."""
    cv2 = vision.opencv()

    height, width = shape
    canvas = np.zeros(shape, np.uint8)
    for stroke in strokes:
        value = 1 if stroke.keep == keep else 0
        thick = max(1, round(2 * stroke.radius * max(shape)))
        points = np.rint(np.array(stroke.points) * (width - 1, height - 1)).astype(np.int32)
        if len(points) == 1:
            cv2.circle(canvas, tuple(map(int, points[0])), max(1, thick // 2), value, -1)
        else:
            cv2.polylines(canvas, [points.reshape(-1, 1, 2)], False, value, thick)
    return canvas > 0
