"""Decodes EXT_meshopt_compression: vertex and index streams and their filters, after the extension's own text."""

import numpy as np
from numpy.typing import NDArray

from generation.mesh.refusal import Refused, broken

Bytes = NDArray[np.uint8]
# For each byte: its four numbers of two bits, its two of four bits, highest first.
_PAIRS = [bytes((value >> 6, value >> 4 & 3, value >> 2 & 3, value & 3)) for value in range(256)]
_HALVES = [bytes((value >> 4, value & 15)) for value in range(256)]


def decoded(data: bytes, *, mode: str, filter_name: str, count: int, stride: int) -> bytes:
    """The `count * stride` bytes of a compressed view. Raises Refused where the stream does not hold them."""
    try:
        if mode == "ATTRIBUTES":
            rows = _attributes(data, count, stride)
            return _filtered(rows, filter_name).tobytes()
        if stride not in (2, 4):
            raise broken(f"a compressed index has {stride} bytes")
        found = _triangles(data, count) if mode == "TRIANGLES" else _indices(data, count)
    except IndexError as error:
        raise broken("a compressed view ends too early") from error
    return np.array(found, np.int64).astype(f"<u{stride}").tobytes()


def _attributes(data: bytes, count: int, stride: int) -> Bytes:
    if stride % 4 or not 4 <= stride <= 256:
        raise broken(f"a compressed vertex has {stride} bytes")
    if data[:1] == b"\xa1":
        raise Refused(
            "unsupported-extension",
            "This GLB uses meshopt compression of version 1, which is not read.",
            "Export the model without compression, or compress it with EXT_meshopt_compression.",
        )
    tail = max(stride, 32)
    if data[:1] != b"\xa0" or len(data) < 1 + tail:
        raise broken("a compressed view does not begin as it should")
    last = np.frombuffer(data, np.uint8, stride, len(data) - stride).astype(np.int64)
    end = len(data) - tail
    most = min((8192 // stride) & ~15, 256)
    out = np.zeros((count, stride), np.uint8)
    at = 1
    for start in range(0, count, most):
        size = min(most, count - start)
        block = bytearray()
        for _ in range(stride):
            piece, at = _stream(data, at, (size + 15) // 16, end)
            block += piece
        steps = np.frombuffer(bytes(block), np.uint8).reshape(stride, -1)[:, :size].astype(np.int64)
        steps = np.where(steps & 1, ~(steps >> 1), steps >> 1)
        values = (last[:, None] + np.cumsum(steps, axis=1)) & 255
        last = values[:, -1]
        out[start : start + size] = values.T
    if at != end:
        raise broken("a compressed view holds more than it states")
    return out


def _stream(data: bytes, at: int, groups: int, end: int) -> tuple[bytes, int]:
    """One byte of every vertex of a block: groups of sixteen, each packed in one of four ways."""
    head = data[at : at + (groups + 3) // 4]
    at += len(head)
    out = bytearray()
    for group in range(groups):
        way = head[group >> 2] >> (group & 3) * 2 & 3
        if way == 0:
            out += bytes(16)
        elif way == 3:
            out += data[at : at + 16]
            at += 16
        else:
            size, table, full = (4, _PAIRS, 3) if way == 1 else (8, _HALVES, 15)
            piece = bytearray(b"".join([table[one] for one in data[at : at + size]]))
            at += size
            if full in piece:
                for place, value in enumerate(piece):
                    if value == full:
                        piece[place] = data[at]
                        at += 1
            out += piece
        if at > end:
            raise broken("a compressed view ends too early")
    return bytes(out), at


def _number(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128 or shift > 28:
            return value, at


def _step(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _indices(data: bytes, count: int) -> list[int]:
    if data[:1] != b"\xd1":
        raise broken("a compressed view does not begin as it should")
    last, out, at = [0, 0], [], 1
    for _ in range(count):
        value, at = _number(data, at)
        which = value & 1
        last[which] = last[which] + _step(value >> 1) & 0xFFFFFFFF
        out.append(last[which])
    return out


def _triangles(data: bytes, count: int) -> list[int]:
    if data[:1] != b"\xe1" or count % 3:
        raise broken("a compressed view does not begin as it should")
    codes = data[1 : 1 + count // 3]
    rest = data[1 + count // 3 :]
    if len(codes) != count // 3 or len(rest) < 16:
        raise broken("a compressed view ends too early")
    table = rest[-16:]
    edges = [(0, 0)] * 16
    corners = [0] * 16
    edge_at = corner_at = following = last = at = 0
    out: list[int] = []
    for code in codes:
        if code < 0xF0:
            a, b = edges[(edge_at - 1 - (code >> 4)) & 15]
            low = code & 15
            if low == 0:
                c = following
                following += 1
            elif low < 13:
                c = corners[(corner_at - 1 - low) & 15]
            elif low < 15:
                last = c = last + (1 if low == 14 else -1)
            else:
                value, at = _number(rest, at)
                last = c = last + _step(value) & 0xFFFFFFFF
            if low == 0 or low >= 13:
                corners[corner_at & 15] = c
                corner_at += 1
            edges[edge_at & 15] = (c, b)
            edges[(edge_at + 1) & 15] = (a, c)
            edge_at += 2
        else:
            if code < 0xFE:
                pair, first = table[code & 15], 0
            else:
                pair, first = rest[at], 0 if code == 0xFE else 15
                at += 1
                if pair == 0:
                    following = 0
            high, low = pair >> 4, pair & 15
            a = b = c = 0
            if first == 0:
                a = following
                following += 1
            if high == 0:
                b = following
                following += 1
            else:
                b = corners[(corner_at - high) & 15]
            if low == 0:
                c = following
                following += 1
            else:
                c = corners[(corner_at - low) & 15]
            if code >= 0xFE:
                if first == 15:
                    value, at = _number(rest, at)
                    last = a = last + _step(value) & 0xFFFFFFFF
                if high == 15:
                    value, at = _number(rest, at)
                    last = b = last + _step(value) & 0xFFFFFFFF
                if low == 15:
                    value, at = _number(rest, at)
                    last = c = last + _step(value) & 0xFFFFFFFF
            new_b = high == 0 or (high == 15 and code >= 0xFE)
            new_c = low == 0 or (low == 15 and code >= 0xFE)
            corners[corner_at & 15] = a
            corner_at += 1
            if new_b:
                corners[corner_at & 15] = b
                corner_at += 1
            if new_c:
                corners[corner_at & 15] = c
                corner_at += 1
            edges[edge_at & 15], edges[(edge_at + 1) & 15], edges[(edge_at + 2) & 15] = (b, a), (c, b), (a, c)
            edge_at += 3
        out += (a, b, c)
    return out


def _filtered(rows: Bytes, name: str) -> Bytes:
    stride = rows.shape[1]
    if name == "NONE":
        return rows
    if name == "OCTAHEDRAL" and stride in (4, 8):
        kind = f"<i{stride // 4}"
        return _bytes(_octahedral(rows.view(kind).astype(np.float64), float(np.iinfo(kind).max)), kind)
    if name == "QUATERNION" and stride == 8:
        return _bytes(_quaternion(rows.view("<i2").astype(np.int64)), "<i2")
    if name == "EXPONENTIAL":
        packed = rows.view("<i4").astype(np.int64)
        mantissa = ((packed & 0xFFFFFF) ^ 0x800000) - 0x800000
        return _bytes(np.ldexp(mantissa.astype(np.float64), (packed >> 24).astype(np.int32)), "<f4")
    raise broken("a compressed view uses an unknown filter")


def _bytes(values: NDArray[np.float64], kind: str) -> Bytes:
    whole = np.trunc(values + np.where(values >= 0, 0.5, -0.5)) if kind != "<f4" else values
    return np.ascontiguousarray(whole.astype(kind)).view(np.uint8)


def _octahedral(held: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    x, y, one = held[:, 0], held[:, 1], held[:, 2]
    z = one - np.abs(x) - np.abs(y)
    fold = np.minimum(z, 0.0)
    x = x + np.where(x >= 0, fold, -fold)
    y = y + np.where(y >= 0, fold, -fold)
    length = np.sqrt(x * x + y * y + z * z)
    scale = most / np.where(length > 0, length, 1.0)
    return np.column_stack([x * scale, y * scale, z * scale, held[:, 3]])


def _quaternion(held: NDArray[np.int64]) -> NDArray[np.float64]:
    scale = np.sqrt(0.5) / (held[:, 3] | 3)
    x, y, z = (held[:, place] * scale for place in range(3))
    w = np.sqrt(np.maximum(1.0 - x * x - y * y - z * z, 0.0))
    largest = held[:, 3] & 3
    out = np.zeros((len(held), 4))
    row = np.arange(len(held))
    for step, values in ((1, x), (2, y), (3, z), (0, w)):
        out[row, (largest + step) & 3] = values * 32767.0
    return out
