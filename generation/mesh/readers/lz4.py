"""LZ4 blocks and the packed integers of USD's binary form, unpacked within a stated size."""

import numpy as np
from numpy.typing import NDArray

from generation.mesh.readers import text


def unpacked(data: bytes, size: int) -> bytes:
    """What USD's fast compression packed (OpenUSD, TfFastCompression): chunks of LZ4 blocks, at most `size` bytes."""
    if not data:
        raise _broken()
    chunks = data[0]
    if chunks == 0:
        return block(data[1:], size)
    out = bytearray()
    at = 1
    for _ in range(chunks):
        length = int.from_bytes(data[at : at + 4], "little")
        if at + 4 + length > len(data):
            raise _broken()
        out += block(data[at + 4 : at + 4 + length], size - len(out))
        at += 4 + length
    return bytes(out)


def block(data: bytes, most: int) -> bytes:
    """One LZ4 block (lz4_Block_format.md): literals and matches in turn. Raises Refused beyond `most` bytes."""
    out = bytearray()
    at, end = 0, len(data)
    try:
        while at < end:
            token = data[at]
            at += 1
            literals = token >> 4
            if literals == 15:
                while (more := data[at]) == 255:
                    literals += 255
                    at += 1
                literals += more
                at += 1
            if literals:
                if at + literals > end:
                    raise _broken()
                out += data[at : at + literals]
                at += literals
            if at >= end:
                break
            offset = data[at] | data[at + 1] << 8
            at += 2
            length = token & 15
            if length == 15:
                while (more := data[at]) == 255:
                    length += 255
                    at += 1
                length += more
                at += 1
            length += 4
            start = len(out) - offset
            if offset == 0 or start < 0 or len(out) + length > most:
                raise _broken()
            if offset >= length:
                out += out[start : start + length]
            else:
                piece = bytes(out[start:])
                out += (piece * (length // offset + 1))[:length]
    except IndexError as error:
        raise _broken() from error
    if len(out) > most:
        raise _broken()
    return bytes(out)


def integers(data: bytes, count: int, *, wide: bool = False) -> NDArray[np.int64]:
    """Packed integers (OpenUSD, Usd_IntegerCompression): a common step, two bits a number, then other steps."""
    if count == 0:
        return np.zeros(0, np.int64)
    size = 8 if wide else 4
    raw = unpacked(data, size + (count * 2 + 7) // 8 + count * size)
    codes_end = size + (count * 2 + 7) // 8
    if len(raw) < codes_end:
        raise _broken()
    common = int.from_bytes(raw[:size], "little", signed=True)
    packed = np.frombuffer(raw, np.uint8, codes_end - size, size)
    codes = np.stack([packed >> shift & 3 for shift in (0, 2, 4, 6)], axis=1).reshape(-1)[:count]
    widths = np.array([0, 2, 4, 8] if wide else [0, 1, 2, 4])[codes]
    starts = codes_end + np.cumsum(widths) - widths
    if int(starts[-1] + widths[-1]) > len(raw):
        raise _broken()
    steps = np.full(count, common, np.int64)
    held = np.frombuffer(raw, np.uint8)
    for code in (1, 2, 3):
        chosen = np.flatnonzero(codes == code)
        if len(chosen):
            width = int(np.array([0, 2, 4, 8] if wide else [0, 1, 2, 4])[code])
            rows = held[starts[chosen][:, None] + np.arange(width)]
            steps[chosen] = np.ascontiguousarray(rows).view(f"<i{width}").reshape(-1)
    return np.cumsum(steps)


def _broken() -> Exception:
    return text.damaged("USD", "its packed data cannot be read")
