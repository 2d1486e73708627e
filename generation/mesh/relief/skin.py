"""The photo as a texture: cut to the subject, with the subject's own colours carried past its outline."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh.relief import vision
from generation.mesh.relief.border import Floats

MOST_SIDE = 1024
_ROOM = 0.02
_QUALITY = 88


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    """`picture` is a JPEG of the part of the photo between `left`, `top`, `right`, `bottom` (shares of the photo)."""

    picture: bytes
    left: float
    top: float
    right: float
    bottom: float

    def uv(self, across: NDArray[np.float64], down: NDArray[np.float64]) -> Floats:
        """Texture places (n, 2), origin top left, of places in the photo given as shares of its sides."""
        u = (across - self.left) / (self.right - self.left)
        v = (down - self.top) / (self.bottom - self.top)
        return np.stack([u.clip(0, 1), v.clip(0, 1)], axis=1).astype(np.float32)


def cut(image: Image.Image, mask: NDArray[np.uint8], box: tuple[float, float, float, float]) -> Skin:
    """The texture of a subject: `mask` (h, w) bytes over the whole photo, `box` the subject in shares of its sides.

    Pixels at the outline are mixed with what is behind, so the outermost ones are replaced too.
    """
    cv2 = vision.opencv()

    left, top = max(0.0, box[0] - _ROOM), max(0.0, box[1] - _ROOM)
    right, bottom = min(1.0, box[2] + _ROOM), min(1.0, box[3] + _ROOM)
    edges = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    scale = min(1.0, MOST_SIDE / max(edges[2] - edges[0], edges[3] - edges[1]))
    size = max(8, round((edges[2] - edges[0]) * scale)), max(8, round((edges[3] - edges[1]) * scale))
    way = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    colours = np.array(image.convert("RGB").resize(size, way, box=edges))
    share = mask.shape[1] / image.width, mask.shape[0] / image.height
    of_mask = (edges[0] * share[0], edges[1] * share[1], edges[2] * share[0], edges[3] * share[1])
    soft = np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BICUBIC, box=of_mask))
    sure = (soft > 127).astype(np.uint8)
    thick = max(1, round(1.6 * size[0] / max(1.0, of_mask[2] - of_mask[0])))
    inner = cv2.erode(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * thick + 1, 2 * thick + 1)))
    # A limb thinner than the erosion keeps its middle line.
    inner |= sure & (cv2.dilate(inner, np.ones((6 * thick + 1, 6 * thick + 1), np.uint8)) == 0)
    if inner.any():
        colours = _carried(colours, inner)
    file = io.BytesIO()
    Image.fromarray(colours).save(file, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return Skin(file.getvalue(), left, top, right, bottom)


def _carried(colours: NDArray[np.uint8], inner: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every pixel outside takes the colour of the nearest one inside."""
    cv2 = vision.opencv()

    _, labels = cv2.distanceTransformWithLabels(1 - inner, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    within = np.flatnonzero(inner)
    source = np.zeros(int(labels.max()) + 1, np.int64)
    source[labels.ravel()[within]] = within
    found = colours.reshape(-1, 3)[source[labels]]
    blurred = cv2.GaussianBlur(found, (0, 0), 2.0)  # nearest colours alone would run in rays
    return np.where(inner[..., None] > 0, colours, blurred)
