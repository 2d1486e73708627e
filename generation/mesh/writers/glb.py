"""Writes a scene as a binary glTF 2.0 file, one top-level node an object and one child a part."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.mesh.parts import Material, Object, Part, Scene, numbered

_ARRAY, _INDICES = 34962, 34963
_UINT16, _UINT32, _FLOAT = 5123, 5125, 5126
_CLEAR = 0.999


class _Buffer:
    """Collects accessors by kind, so that a file has a handful of buffer views however many parts it has."""

    def __init__(self) -> None:
        self.streams: dict[str, list[bytes]] = {}
        self.lengths: dict[str, int] = {}
        self.accessors: list[dict[str, Any]] = []

    def add(self, stream: str, values: npt.NDArray[Any], accessor: dict[str, Any]) -> int:
        data = values.tobytes()
        data += b"\0" * (-len(data) % 4)
        offset = self.lengths.get(stream, 0)
        self.streams.setdefault(stream, []).append(data)
        self.lengths[stream] = offset + len(data)
        accessor["bufferView"] = stream
        if offset:
            accessor["byteOffset"] = offset
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def finish(self) -> tuple[list[dict[str, Any]], list[bytes]]:
        views: list[dict[str, Any]] = []
        chunks: list[bytes] = []
        numbers: dict[str, int] = {}
        offset = 0
        for stream in sorted(self.streams):
            numbers[stream] = len(views)
            view: dict[str, Any] = {"buffer": 0, "byteOffset": offset, "byteLength": self.lengths[stream]}
            kind = stream.partition(":")[0]
            if kind == "indices":
                view["target"] = _INDICES
            elif kind != "picture":
                view |= {"target": _ARRAY, "byteStride": 8 if kind == "uv" else 12}
            views.append(view)
            chunks += self.streams[stream]
            offset += self.lengths[stream]
        for accessor in self.accessors:
            accessor["bufferView"] = numbers[accessor["bufferView"]]
        self.numbers = numbers
        return views, chunks


def _attribute(buffer: _Buffer, stream: str, values: npt.NDArray[np.float32], kind: str, *, bounds: bool) -> int:
    packed = np.ascontiguousarray(values, np.float32)
    accessor: dict[str, Any] = {"componentType": _FLOAT, "count": len(packed), "type": kind}
    if bounds:
        accessor |= {"min": packed.min(axis=0).tolist(), "max": packed.max(axis=0).tolist()}
    return buffer.add(stream, packed, accessor)


def _mesh(buffer: _Buffer, part: Part, name: str, material: int) -> dict[str, Any]:
    if not len(part.triangles):
        raise ValueError(f"The part {name} has no triangles.")
    if not np.isfinite(part.positions).all():
        raise ValueError(f"The part {name} has positions that are not numbers.")
    attributes = {"POSITION": _attribute(buffer, "positions", part.positions, "VEC3", bounds=True)}
    if part.normals is not None:
        attributes["NORMAL"] = _attribute(buffer, "normals", part.normals, "VEC3", bounds=False)
    if part.uv is not None:
        attributes["TEXCOORD_0"] = _attribute(buffer, "uv", part.uv, "VEC2", bounds=False)
    if part.colours is not None:
        attributes["COLOR_0"] = _attribute(buffer, "colours", part.colours, "VEC3", bounds=False)
    short = len(part.positions) < 65535  # 65535 itself means "restart" and is not an index
    indices = np.ascontiguousarray(part.triangles, np.uint16 if short else np.uint32).reshape(-1)
    number = buffer.add(
        "indices:16" if short else "indices:32",
        indices,
        {"componentType": _UINT16 if short else _UINT32, "count": len(indices), "type": "SCALAR"},
    )
    return {"name": name, "primitives": [{"attributes": attributes, "indices": number, "material": material}]}


def _material(material: Material, picture: int | None) -> dict[str, Any]:
    surface: dict[str, Any] = {
        "baseColorFactor": [round(float(value), 6) for value in material.base_colour],
        "metallicFactor": round(float(material.metallic), 6),
        "roughnessFactor": round(float(material.roughness), 6),
    }
    if picture is not None:
        surface["baseColorTexture"] = {"index": picture}
    out: dict[str, Any] = {"name": material.name, "pbrMetallicRoughness": surface}
    if any(material.emissive):
        out["emissiveFactor"] = [round(float(value), 6) for value in material.emissive]
    if material.base_colour[3] < _CLEAR:
        out["alphaMode"] = "BLEND"
    if material.double_sided:
        out["doubleSided"] = True
    return out


class _Document:
    """The JSON half, as it grows part by part."""

    def __init__(self) -> None:
        self.buffer = _Buffer()
        self.nodes: list[dict[str, Any]] = []
        self.meshes: list[dict[str, Any]] = []
        self.materials: list[Material] = []
        self.pictures: list[bytes] = []

    def material(self, material: Material) -> int:
        if material not in self.materials:
            self.materials.append(material)
            if material.picture is not None and material.picture not in self.pictures:
                self.pictures.append(material.picture)
        return self.materials.index(material)

    def object(self, thing: Object, name: str) -> int:
        """Add the object's node and its children; gives the node's number."""
        number = len(self.nodes)
        node: dict[str, Any] = {"name": name}
        self.nodes.append(node)
        children = []
        for part, part_name in zip(thing.parts, numbered([part.name for part in thing.parts]), strict=True):
            self.meshes.append(_mesh(self.buffer, part, part_name, self.material(part.material)))
            children.append(len(self.nodes))
            extras = {"role": part.role} if part.role != part.name else None
            self.nodes.append(
                {"name": part_name, "mesh": len(self.meshes) - 1} | ({"extras": extras} if extras else {})
            )
        if not children:
            raise ValueError(f"The object {name} has no parts.")
        node["children"] = children
        return number


def write(scene: Scene) -> bytes:
    """The scene as a self-contained GLB: metres, Y up; raises ValueError for a scene without triangles.

    Layout after the glTF 2.0 specification, section "GLB File Format": 12-byte header, JSON chunk padded with spaces,
    binary chunk padded with zeros. `extras` go into `asset.extras` with sorted keys, so that a specification that went
    through a database gives the same bytes.
    """
    if not scene.objects:
        raise ValueError("A file needs at least one object.")
    document = _Document()
    names = numbered([thing.name for thing in scene.objects])
    roots = [document.object(thing, name) for thing, name in zip(scene.objects, names, strict=True)]
    buffer = document.buffer
    for number, picture in enumerate(document.pictures):
        stream = f"picture:{number:04d}"
        padded = picture + b"\0" * (-len(picture) % 4)
        buffer.streams[stream] = [padded]
        buffer.lengths[stream] = len(padded)
    views, chunks = buffer.finish()
    asset: dict[str, Any] = {"version": "2.0", "generator": scene.generator}
    if scene.extras:
        asset["extras"] = dict(scene.extras)
    gltf: dict[str, Any] = {
        "asset": asset,
        "scene": 0,
        "scenes": [{"nodes": roots}],
        "nodes": document.nodes,
        "meshes": document.meshes,
        "materials": [
            _material(m, None if m.picture is None else document.pictures.index(m.picture)) for m in document.materials
        ],
        "accessors": buffer.accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": sum(buffer.lengths.values())}],
    }
    if document.pictures:
        gltf["samplers"] = [{"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497}]
        gltf["textures"] = [{"sampler": 0, "source": number} for number in range(len(document.pictures))]
        gltf["images"] = [
            {
                "bufferView": buffer.numbers[f"picture:{number:04d}"],
                "mimeType": "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg",
            }
            for number, picture in enumerate(document.pictures)
        ]
    return _pack(gltf, chunks)


def _pack(gltf: dict[str, Any], chunks: list[bytes]) -> bytes:
    text = json.dumps(gltf, separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    length = sum(len(chunk) for chunk in chunks)
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + length)
    return b"".join(
        [head, struct.pack("<I4s", len(text), b"JSON"), text, struct.pack("<I4s", length, b"BIN\0"), *chunks]
    )
