"""Picture headers read by hand: kind and size of PNG, JPEG, WebP and KTX2 without decoding a pixel."""

import struct
from dataclasses import dataclass

from generation.mesh.magic import kind_of
from generation.mesh.refusal import Refused

_REMEDY = "Save the picture again as PNG or JPEG in your 3D program, then export the model again."
# Markers of a JPEG frame header; C4, C8 and CC are tables, not frames.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's kind (`png`, `jpeg`, `webp`, `ktx2`) and its pixels."""

    kind: str
    width: int
    height: int


def size_of(data: memoryview, where: str) -> Size:
    """Kind and size of a picture, by its first bytes. Raises Refused (`broken-picture`) where there is none."""
    head = bytes(data[:64])
    try:
        found = _size(head, data)
    except (struct.error, IndexError):
        found = None
    if found is None or found.width < 1 or found.height < 1:
        kind = kind_of(head)
        readable = kind.startswith(("a PNG", "a JPEG", "a WebP"))
        what = f"is {kind}, which a GLB cannot hold" if kind and not readable else "is damaged or of no known kind"
        raise Refused("broken-picture", f"A picture in this GLB ({where}) {what}.", _REMEDY)
    return found


def _size(head: bytes, data: memoryview) -> Size | None:
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return _png(head)
    if head[:3] == b"\xff\xd8\xff":
        return _jpeg(data)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    if head[:12] == b"\xabKTX 20\xbb\r\n\x1a\n":
        width, height = struct.unpack_from("<II", head, 20)
        return Size("ktx2", width, max(1, height))
    return None


def _png(head: bytes) -> Size | None:
    length, kind, width, height, depth, colour = struct.unpack_from(">I4sIIBB", head, 8)
    if length != 13 or kind != b"IHDR" or depth not in (1, 2, 4, 8, 16) or colour not in (0, 2, 3, 4, 6):
        return None
    return Size("png", width, height)


def _jpeg(data: memoryview) -> Size | None:
    at = 2
    # A real header has a few dozen segments; the bound keeps a hostile chain of empty ones short.
    for _ in range(2000):
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Size("jpeg", width, height)
        if marker in (0xD9, 0xDA):
            return None
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2:
            return None
        at += 2 + length
    return None


def _webp(head: bytes) -> Size | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return Size("webp", 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))
    if kind == b"VP8L" and head[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", head, 21)
        return Size("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return Size("webp", width & 0x3FFF, height & 0x3FFF)
    return None
