"""Sample files and a small GLB maker for the mesh room's tests."""

import copy
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

SAMPLES = Path(__file__).parents[3] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
GOOD = sorted(path.name for path in (SAMPLES / "good").glob("*.glb"))
BAD = sorted(path.name for path in (SAMPLES / "bad").glob("*.glb"))


def good(name: str) -> bytes:
    return (SAMPLES / "good" / name).read_bytes()


def bad(name: str) -> bytes:
    return (SAMPLES / "bad" / name).read_bytes()


def pack(document: Any, blob: bytes = b"") -> bytes:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    blob += b"\0" * (-len(blob) % 4)
    body = struct.pack("<II", len(text), 0x4E4F534A) + text
    if blob:
        body += struct.pack("<II", len(blob), 0x004E4942) + blob
    return struct.pack("<III", 0x46546C67, 2, 12 + len(body)) + body


def unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    (size,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def changed(data: bytes, *path: Any, to: Any) -> bytes:
    """The file with one value of its JSON replaced (or set)."""
    document, blob = unpack(data)
    document = copy.deepcopy(document)
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = to
    return pack(document, blob)


class Maker:
    """Builds a GLB accessor by accessor."""

    TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
    CODES = {"f4": 5126, "u4": 5125, "u2": 5123, "u1": 5121, "i1": 5120, "i2": 5122}

    def __init__(self) -> None:
        self.blob = b""
        self.document: dict[str, Any] = {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0}],
            "meshes": [],
            "accessors": [],
            "bufferViews": [],
        }

    def view(self, data: bytes, **more: Any) -> int:
        self.blob += b"\0" * (-len(self.blob) % 4)
        self.document["bufferViews"].append(
            {"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data), **more}
        )
        self.blob += data
        return len(self.document["bufferViews"]) - 1

    def array(self, values: Any, kind: str, **more: Any) -> int:
        packed = np.ascontiguousarray(values, "<" + kind)
        width = 1 if packed.ndim == 1 else packed.shape[1]
        return self.accessor(self.view(packed.tobytes()), len(packed), width, kind, **more)

    def accessor(self, view: int | None, count: int, width: int, kind: str, **more: Any) -> int:
        entry = {"componentType": self.CODES[kind], "count": count, "type": self.TYPES[width], **more}
        if view is not None:
            entry["bufferView"] = view
        self.document["accessors"].append(entry)
        return len(self.document["accessors"]) - 1

    def mesh(self, attributes: dict[str, int], indices: int | None = None, **more: Any) -> int:
        primitive: dict[str, Any] = {"attributes": attributes, **more}
        if indices is not None:
            primitive["indices"] = indices
        self.document["meshes"].append({"primitives": [primitive]})
        return len(self.document["meshes"]) - 1

    def data(self) -> bytes:
        self.document["buffers"] = [{"byteLength": len(self.blob) + -len(self.blob) % 4}]
        return pack(self.document, self.blob)


def ball(rows: int = 16, radius: float = 0.5, **material: Any) -> bytes:
    """A closed ball with normals and one plain material."""
    columns = rows * 2
    turn, rise = np.meshgrid(np.arange(columns) * 2 * np.pi / columns, np.linspace(0, np.pi, rows + 1))
    points = np.stack([np.sin(rise) * np.cos(turn), np.cos(rise), np.sin(rise) * np.sin(turn)], axis=-1)
    points[0], points[-1] = (0, 1, 0), (0, -1, 0)
    number = np.arange((rows + 1) * columns).reshape(rows + 1, columns)
    a, b = number[:-1], np.roll(number[:-1], -1, axis=1)
    c, d = number[1:], np.roll(number[1:], -1, axis=1)
    faces = np.concatenate(
        [np.stack([a, b, c], axis=-1)[1:].reshape(-1, 3), np.stack([b, d, c], axis=-1)[:-1].reshape(-1, 3)]
    )
    maker = Maker()
    points = points.reshape(-1, 3)
    look = {"baseColorFactor": [0.8, 0.1, 0.1, 1.0], "metallicFactor": 0.0, "roughnessFactor": 0.6}
    maker.document["materials"] = [{"name": "secret paint", "pbrMetallicRoughness": look, **material}]
    attributes = {"POSITION": maker.array(points * radius, "f4"), "NORMAL": maker.array(points, "f4")}
    maker.mesh(attributes, maker.array(faces.ravel(), "u4"), material=0)
    return maker.data()
