"""The extents that a file states of its vertices, set right: renderers believe them and leave out what they miss."""

import json
import struct
from typing import Any

import numpy as np

from generation.mesh import accessors, fields
from generation.mesh.gate import Opened


def corrected(data: bytes | memoryview, opened: Opened) -> bytes:
    """The GLB with `min` and `max` of every position accessor as they are; the same bytes where they were right.

    Only the JSON chunk is written anew. `opened` is what the gate made of `data`.
    """
    found: dict[int, dict[str, Any]] = {}
    for number in sorted(_positions(opened.document.json)):
        layout = opened.accessors[number]
        values = accessors.raw(layout, opened.views)
        stated = opened.document.json["accessors"][number]
        true = {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
        if not all(_agree(stated.get(key), true[key]) for key in true):
            found[number] = true
    if not found:
        return bytes(data)
    listed = [entry | found.get(number, {}) for number, entry in enumerate(opened.document.json["accessors"])]
    text = json.dumps(opened.document.json | {"accessors": listed}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    (old,) = struct.unpack_from("<I", data, 12)
    rest = bytes(memoryview(data)[20 + old :])
    head = struct.pack("<4sIII4s", b"glTF", 2, 20 + len(text) + len(rest), len(text), b"JSON")
    return b"".join([head, text, rest])


def _positions(document: fields.Json) -> set[int]:
    found = set()
    for mesh in fields.objects(document, "meshes", ""):
        for primitive in fields.objects(mesh, "primitives", "mesh."):
            for holder in (
                fields.obj(primitive, "attributes", "primitive"),
                *fields.objects(primitive, "targets", "primitive."),
            ):
                if isinstance(number := holder.get("POSITION"), int):
                    found.add(number)
    return found


def _agree(stated: Any, true: list[float]) -> bool:
    if not isinstance(stated, list) or len(stated) != len(true):
        return False
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in stated):
        return False
    return bool(np.allclose(np.array(stated, np.float64), true, rtol=1e-5, atol=1e-30))
