"""Embedded pictures decoded: within limits, only of the kinds that the gate knows, colours as linear light."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh.materials import Texture
from generation.mesh.read import Picture

Floats = NDArray[np.float32]
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}


def decoded(picture: Picture, most: int) -> Image.Image | None:
    """The picture as RGB or RGBA with at most `most` pixels a side; None where it cannot be decoded.

    The gate has looked at the header only, so the pixels may still be broken; viewers leave such a picture out too.
    """
    kind = _FORMATS.get(picture.kind)
    if kind is None:
        return None
    try:
        with Image.open(io.BytesIO(picture.data), formats=[kind]) as image:
            if image.size != (picture.width, picture.height):
                return None
            if kind == "JPEG":
                image.draft("RGB", (most, most))
            see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            found = image.convert("RGBA" if see_through else "RGB")
    # Pillow's plug-ins raise whatever their parsers stumble over.
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, Image.DecompressionBombError):
        return None
    if max(found.size) > most:
        scale = most / max(found.size)
        size = (max(1, round(found.width * scale)), max(1, round(found.height * scale)))
        found = found.resize(size, Image.Resampling.LANCZOS)
    return found


def linear(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From sRGB 0..1 to linear light (IEC 61966-2-1)."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def sampled(image: Image.Image, use: Texture, uv: NDArray[np.float64], *, colour: bool) -> NDArray[np.float64]:
    """A texture's values (n, 4) at `uv` (n, 2), bilinear; `colour` ones come as linear light, alpha as it is."""
    pixels = np.asarray(image.convert("RGBA"))
    height, width = pixels.shape[:2]
    turn = np.array([[np.cos(use.turn), np.sin(use.turn)], [-np.sin(use.turn), np.cos(use.turn)]])
    # Far repeats lie where floats have no room left for a fraction.
    laid = np.clip((uv * use.scale) @ turn.T + use.offset, -1e6, 1e6)
    column, row = laid[:, 0] * width - 0.5, laid[:, 1] * height - 0.5
    left, top = np.floor(column), np.floor(row)
    across, down = (column - left)[:, None], (row - top)[:, None]
    table = np.arange(256) / 255.0
    light = linear(table) if colour else table
    total = np.zeros((len(uv), 4))
    for step_x, share_x in ((0, 1 - across), (1, across)):
        x = _wrapped(left + step_x, width, use.wrap[0])
        for step_y, share_y in ((0, 1 - down), (1, down)):
            found = pixels[_wrapped(top + step_y, height, use.wrap[1]), x]
            values = np.concatenate([light[found[:, :3]], table[found[:, 3:]]], axis=1)
            total += values * share_x * share_y
    return total


def _wrapped(place: NDArray[np.float64], size: int, way: str) -> NDArray[np.int64]:
    if way == "clamp":
        place = np.clip(place, 0, size - 1)
    elif way == "mirror":
        place = np.mod(place, 2 * size)
        place = np.where(place >= size, 2 * size - 1 - place, place)
    else:
        place = np.mod(place, size)
    return place.astype(np.int64)
