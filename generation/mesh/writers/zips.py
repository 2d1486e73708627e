"""Zip files whose bytes depend on their content alone: one date, one order; packed, or stored and aligned for USDZ."""

import io
import struct
import zipfile
import zlib

_DATE = (1980, 1, 1, 0, 0, 0)
_ALIGNED = 64


def packed(files: list[tuple[str, bytes]]) -> bytes:
    """A zip with deflated entries; pictures, which are packed already, are stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in files:
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = 0o644 << 16
            stored = name.lower().endswith((".png", ".jpg"))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            file.writestr(info, data, compresslevel=None if stored else 4)
    return out.getvalue()


def stored(files: list[tuple[str, bytes]]) -> bytes:
    """A zip without compression whose every file begins at a multiple of 64 bytes (USDZ specification, "Layout").

    Names must be ASCII; together below 4 GB.
    """
    out, listed = bytearray(), bytearray()
    for name, data in files:
        word, start = name.encode("ascii"), len(out)
        bare = start + 30 + len(word)
        padding = -bare % _ALIGNED
        if 0 < padding < 4:  # an extra field has a head of four bytes
            padding += _ALIGNED
        extra = struct.pack("<HH", 0x1986, padding - 4) + bytes(padding - 4) if padding else b""
        head = struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(word), len(extra)
        )
        out += b"PK\x03\x04" + head + word + extra + data
        middle = struct.pack("<HHHHHHIII", 20, 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data))
        listed += b"PK\x01\x02" + middle + struct.pack("<HHHHHII", len(word), 0, 0, 0, 0, 0o644 << 16, start) + word
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(files), len(files), len(listed), len(out), 0)
    return bytes(out + listed + end)
