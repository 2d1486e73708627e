"""Which pixels are the subject: everything that is neither behind it nor its shadow, cut out along edges."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh.refusal import Refused
from generation.mesh.relief import cutting, hints, vision
from generation.mesh.relief.border import Bits
from generation.mesh.relief.hints import Hints
from generation.mesh.relief.painting import painted

WORK_SIDE, MASK_SIDE = 448, 640
_ROOM_ROUND_BOX = 0.06
_LEAST_SHARE, _MOST_SHARE = 0.004, 0.98
_MOST_ENLARGED, _LEAST_SIDE = 2.5, 24
_SECOND = 0.15  # of the largest piece's pixels: what is smaller is not called an object
_TOUCHES = 0.03  # of a side's length
_SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """`mask` (h, w) bytes, 255 inside, with soft edges, longest side 640; `advice` are codes with their facts."""

    mask: NDArray[np.uint8]
    share: float
    box: tuple[float, float, float, float]
    advice: list[dict[str, Any]] = field(default_factory=list)


def find(image: Image.Image, said: Hints | None = None) -> Subject:
    """The subject of an upright picture, RGB or RGBA; what is see-through is taken as it is.

    Raises Refused (`no-subject`) where nothing stands out. The same picture and hints give the same bytes.
    """
    said = said or Hints()
    if image.mode == "RGBA" and np.asarray(image.getchannel("A")).min() < 128:
        size = _within(image.size, MASK_SIDE)
        soft = np.asarray(image.getchannel("A").resize(size, Image.Resampling.BOX))
        inside = soft > 127
        inside = _boxed(inside, said) | painted(said.strokes, inside.shape, keep=True)
        inside &= ~painted(said.strokes, inside.shape, keep=False)
        return _subject(np.where(inside, np.maximum(soft, 128), np.minimum(soft, 127) * inside).astype(np.uint8))
    scale = min(_MOST_ENLARGED, WORK_SIDE / max(image.size))
    size = max(_LEAST_SIDE, round(image.width * scale)), max(_LEAST_SIDE, round(image.height * scale))
    way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    small = np.asarray(image.convert("RGB").resize(size, way))[..., ::-1]
    return _subject(_smooth(_coarse(np.ascontiguousarray(small), said), _within(image.size, MASK_SIDE)))


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _coarse(picture: NDArray[np.uint8], said: Hints) -> Bits:
    """The subject at working size, within the box where there is one."""
    height, width = picture.shape[:2]
    if said.box is None:
        return _in_crop(picture, said.strokes, (0, 0, width, height), None)
    left, top, right, bottom = said.box
    room = _ROOM_ROUND_BOX
    outer = (
        round(max(0.0, left - room) * width),
        round(max(0.0, top - room) * height),
        round(min(1.0, right + room) * width),
        round(min(1.0, bottom + room) * height),
    )
    inner = (round(left * width), round(top * height), round(right * width), round(bottom * height))
    return _in_crop(picture, said.strokes, outer, inner)


def _in_crop(
    picture: NDArray[np.uint8],
    strokes: tuple[hints.Stroke, ...],
    outer: tuple[int, int, int, int],
    inner: tuple[int, int, int, int] | None,
) -> Bits:
    shape = (picture.shape[0], picture.shape[1])
    cut = np.s_[outer[1] : outer[3], outer[0] : outer[2]]
    height, width = outer[3] - outer[1], outer[2] - outer[0]
    ring = np.ones((height, width), bool)
    if inner is None:
        rim = max(3, round(0.03 * min(height, width)))
        ring[rim:-rim, rim:-rim] = False
        grow = rim
    else:
        ring[inner[1] - outer[1] : inner[3] - outer[1], inner[0] - outer[0] : inner[2] - outer[0]] = False
        grow = 0
        if ring.sum() < 200:  # a box as large as the picture says nothing
            return _in_crop(picture, strokes, outer, None)
    keep, drop = (painted(strokes, shape, keep=kind)[cut] for kind in (True, False))
    found = cutting.cut_out(np.ascontiguousarray(picture[cut]), ring, keep & ~drop, drop & ~keep)
    if grow:
        found = _to_the_rim(cutting.without_lines(found, ring) | (keep & ~drop), ring, grow, drop)
    whole = np.zeros(shape, bool)
    whole[cut] = found
    return whole


def _to_the_rim(found: Bits, ring: Bits, rim: int, drop: Bits) -> Bits:
    """Where the subject runs into the rim, which was taken for background, carry it on to the picture's side."""
    found = found.copy()
    height, width = found.shape
    found[:, :rim] |= found[:, rim : rim + 1] & ring[:, :rim]
    found[:, width - rim :] |= found[:, width - rim - 1 : width - rim] & ring[:, width - rim :]
    found[:rim] |= found[rim : rim + 1] & ring[:rim]
    found[height - rim :] |= found[height - rim - 1 : height - rim] & ring[height - rim :]
    return found & ~drop


def _boxed(inside: Bits, said: Hints) -> Bits:
    if said.box is None:
        return inside
    height, width = inside.shape
    left, top, right, bottom = said.box
    kept = np.zeros_like(inside)
    where = np.s_[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
    kept[where] = inside[where]
    return kept


def _smooth(inside: Bits, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The coarse mask at its final size; pixel steps become a soft edge whose middle is the outline."""
    cv2 = vision.opencv()

    soft = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(soft, (0, 0), 1.0, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(soft * 255, 0, 255).round().astype(np.uint8))


def _subject(soft: NDArray[np.uint8]) -> Subject:
    cv2 = vision.opencv()

    inside = soft > 127
    share = float(inside.mean())
    if not _LEAST_SHARE <= share <= _MOST_SHARE:
        raise nothing_found()
    height, width = inside.shape
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    advice: list[dict[str, Any]] = []
    ends = {"left": inside[:, 0], "top": inside[0], "right": inside[:, -1], "bottom": inside[-1]}
    if cut := [name for name in _SIDES if ends[name].mean() > _TOUCHES]:
        advice.append({"code": "cut_off", "edges": cut})
    count, _, rows_of, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    if count > 2 and len(apart := _side_by_side(rows_of[1:])) > 1:
        boxes = [[x / width, y / height, (x + w) / width, (y + h) / height] for x, y, w, h in apart]
        advice.append({"code": "two_objects", "boxes": [[round(float(side), 4) for side in one] for one in boxes]})
    return Subject(soft, share, (float(box[0]), float(box[1]), float(box[2]), float(box[3])), advice)


def _side_by_side(pieces: NDArray[np.int32]) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of large pieces that stand beside one another, from left to right.

    Pieces above one another are parts of one thing whose middle was not found.
    """
    large = sorted((row for row in pieces.tolist() if row[4] >= _SECOND * pieces[:, 4].max()), key=lambda row: row[0])
    found: list[tuple[int, int, int, int]] = []
    for x, y, width, height, _ in large:
        if found:
            last = found[-1]
            shared = min(x + width, last[0] + last[2]) - max(x, last[0])
            if shared > 0.3 * min(width, last[2]):
                right, low = max(x + width, last[0] + last[2]), max(y + height, last[1] + last[3])
                left, high = min(x, last[0]), min(y, last[1])
                found[-1] = (left, high, right - left, low - high)
                continue
        found.append((x, y, width, height))
    return found


def nothing_found() -> Refused:
    """The refusal of a picture in which nothing stands out."""
    return Refused(
        "no-subject",
        "Nothing in this picture stands out from what is behind it.",
        "Draw a box around the thing, or take a photo of it before a plain ground of another colour.",
    )


def veil(subject: Subject, size: tuple[int, int]) -> bytes:
    """What is left out, veiled: a PNG of `size`, clear over the subject, its outline in tape yellow and ink."""
    cv2 = vision.opencv()

    soft = cv2.resize(subject.mask, size, interpolation=cv2.INTER_LINEAR)
    inside = (soft > 127).astype(np.uint8)
    thick = max(1, round(max(size) / 360))
    near, far = (cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * n + 1, 2 * n + 1)) for n in (thick, 2 * thick))
    levels = np.where(inside > 0, 0, 1).astype(np.uint8)
    levels[cv2.dilate(inside, far) != inside] = 2
    levels[cv2.dilate(inside, near) != inside] = 3
    drawn = Image.fromarray(levels, "P")
    drawn.putpalette([0, 0, 0, 20, 24, 26, 20, 24, 26, 255, 220, 60])
    file = io.BytesIO()
    drawn.save(file, "PNG", transparency=bytes([0, 168, 255, 255]), optimize=True)
    return file.getvalue()
