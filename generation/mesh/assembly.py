"""A model put together by a reader, and its writing as our GLB: nodes, surfaces, materials and pictures embedded."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh.materials import Material, Texture
from generation.mesh.nodes import FARTHEST
from generation.mesh.origin import Origin
from generation.mesh.read import Mesh, Picture, Primitive
from generation.mesh.refusal import Refused, broken

Json = dict[str, Any]
Doubles = NDArray[np.float64]
_WRAPS = {"clamp": 33071, "mirror": 33648, "repeat": 10497}
_ARRAY, _INDICES = 34962, 34963
# What a surface without a material wears; facts do not count it, because the file does not name it.
ASSUMED = {"name": "plain", "extras": {"nexus_assumed": True}}
_ASSUMED_LOOK = {"baseColorFactor": [0.8, 0.8, 0.8, 1.0], "metallicFactor": 0.0, "roughnessFactor": 0.7}
_ASSUMED_TINTED = {"metallicFactor": 0.0, "roughnessFactor": 0.7}


@dataclass(slots=True, eq=False)
class Place:
    """A node: `parent` is an earlier one's number, `local` (4, 4) places it in its parent, in the file's own unit."""

    name: str
    parent: int | None = None
    local: Doubles | None = None
    mesh: int | None = None


@dataclass(slots=True, eq=False)
class Assembly:
    """What a reader found, in the file's own unit and axes; colours are linear, UVs start at the top left."""

    origin: Origin
    places: list[Place] = field(default_factory=list)
    meshes: list[Mesh] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def write(made: Assembly) -> bytes:
    """The assembly as a GLB, the same bytes for the same content. Raises Refused where it shows no triangle or holds
    positions without a usable value.
    """
    return _Writer(made).glb()


class _Writer:
    def __init__(self, made: Assembly) -> None:
        self._made = made
        self._views: list[Json] = []
        self._accessors: list[Json] = []
        self._chunks: list[bytes] = []
        self._size = 0
        self._textures: list[Json] = []
        self._samplers: list[Json] = []
        self._laid = False
        self._materials = [self._material(material) for material in made.materials]
        self._assumed: dict[bool, int] = {}

    def glb(self) -> bytes:
        made = self._made
        shown = {place.mesh for place in made.places if place.mesh is not None}
        if not any(made.meshes[number].primitives for number in shown):
            raise no_mesh(made.origin.format)
        numbers: dict[int, int] = {}
        meshes: list[Json] = []
        for number, mesh in enumerate(made.meshes):
            if number in shown and mesh.primitives:
                numbers[number] = len(meshes)
                meshes.append({"name": mesh.name, "primitives": [self._primitive(one) for one in mesh.primitives]})
        nodes = self._nodes(numbers)
        images = [
            {"name": picture.name, "bufferView": self._view(bytes(picture.data)), "mimeType": f"image/{picture.kind}"}
            for picture in made.pictures
        ]
        document: Json = {
            "asset": {"version": "2.0", "generator": "Nexus"},
            "scene": 0,
            "scenes": [{"nodes": [number for number, place in enumerate(made.places) if place.parent is None]}],
            "nodes": nodes,
            "meshes": meshes,
            "accessors": self._accessors,
            "bufferViews": self._views,
            "buffers": [{"byteLength": self._size}],
        }
        filled = {
            "materials": self._materials,
            "textures": self._textures,
            "samplers": self._samplers,
            "images": images,
        }
        document |= {key: value for key, value in filled.items() if value}
        webp = any(picture.kind == "webp" for picture in made.pictures)
        used = [*(["EXT_texture_webp"] if webp else []), *(["KHR_texture_transform"] if self._laid else [])]
        if used:
            document["extensionsUsed"] = used
        if webp:
            document["extensionsRequired"] = ["EXT_texture_webp"]
        return pack(document, self._chunks)

    def _nodes(self, numbers: dict[int, int]) -> list[Json]:
        placing = self._made.origin.placing()
        plain = np.array_equal(placing, np.eye(4))
        found: list[Json] = []
        for number, place in enumerate(self._made.places):
            entry: Json = {"name": place.name}
            local = place.local
            if place.parent is None and not plain:
                local = placing if local is None else placing @ local
            if local is not None and not np.array_equal(local, np.eye(4)):
                if not (np.abs(local) <= FARTHEST).all():
                    raise not_finite(self._made.origin.format)
                entry["matrix"] = [_short(value) for value in local.T.ravel().tolist()]
            if place.mesh is not None and place.mesh in numbers:
                entry["mesh"] = numbers[place.mesh]
            if place.parent is not None:
                found[place.parent].setdefault("children", []).append(number)
            found.append(entry)
        return found

    def _primitive(self, one: Primitive) -> Json:
        positions = np.ascontiguousarray(one.positions, np.float32)
        if not (np.abs(positions) <= FARTHEST).all():
            raise not_finite(self._made.origin.format)
        bounds = {"min": positions.min(axis=0).tolist(), "max": positions.max(axis=0).tolist()}
        attributes = {"POSITION": self._array(positions, "VEC3", **bounds)}
        if one.normals is not None:
            attributes["NORMAL"] = self._array(one.normals, "VEC3")
        for number, places in sorted(one.uvs.items()):
            attributes[f"TEXCOORD_{number}"] = self._array(places, "VEC2")
        if one.colours is not None:
            opaque = bool((one.colours[:, 3] >= 1.0).all())
            attributes["COLOR_0"] = self._array(one.colours[:, : 3 if opaque else 4], "VEC3" if opaque else "VEC4")
        material = self._plain(one.colours is not None) if one.material is None else one.material
        return {"attributes": attributes, "indices": self._indices(one.triangles, len(positions)), "material": material}

    def _plain(self, tinted: bool) -> int:
        if tinted not in self._assumed:
            self._assumed[tinted] = len(self._materials)
            look = _ASSUMED_TINTED if tinted else _ASSUMED_LOOK
            self._materials.append({**ASSUMED, "pbrMetallicRoughness": look, "doubleSided": True})
        return self._assumed[tinted]

    def _view(self, data: bytes, **more: Any) -> int:
        padded = data + b"\0" * (-len(data) % 4)
        self._views.append({"buffer": 0, "byteOffset": self._size, "byteLength": len(data), **more})
        self._chunks.append(padded)
        self._size += len(padded)
        return len(self._views) - 1

    def _array(self, values: NDArray[Any], kind: str, **more: Any) -> int:
        packed = np.ascontiguousarray(values, np.float32)
        view = self._view(packed.tobytes(), target=_ARRAY)
        self._accessors.append({"bufferView": view, "componentType": 5126, "count": len(packed), "type": kind, **more})
        return len(self._accessors) - 1

    def _indices(self, triangles: NDArray[np.uint32], vertices: int) -> int:
        short = vertices < 65535  # 65535 itself means "restart" and is not an index
        packed = np.ascontiguousarray(triangles, np.uint16 if short else np.uint32).reshape(-1)
        view = self._view(packed.tobytes(), target=_INDICES)
        code = 5123 if short else 5125
        self._accessors.append({"bufferView": view, "componentType": code, "count": len(packed), "type": "SCALAR"})
        return len(self._accessors) - 1

    # ------------------------------------------------------------ looks
    def _material(self, material: Material) -> Json:
        surface: Json = {
            "baseColorFactor": [_short(value) for value in material.base_colour],
            "metallicFactor": _short(material.metallic),
            "roughnessFactor": _short(material.roughness),
        }
        found: Json = {"name": material.name, "pbrMetallicRoughness": surface}
        for holder, key, use in (
            (surface, "baseColorTexture", material.base),
            (surface, "metallicRoughnessTexture", material.surface),
            (found, "normalTexture", material.bumps),
            (found, "emissiveTexture", material.glow),
        ):
            if use is not None:
                holder[key] = self._texture(use)
        if any(material.emissive):
            found["emissiveFactor"] = [_short(min(1.0, value)) for value in material.emissive]
        if material.alpha != "OPAQUE":
            found["alphaMode"] = material.alpha
            if material.alpha == "MASK":
                found["alphaCutoff"] = _short(material.cutoff)
        if material.double_sided:
            found["doubleSided"] = True
        return found

    def _texture(self, use: Texture) -> Json:
        sampler = {"wrapS": _WRAPS[use.wrap[0]], "wrapT": _WRAPS[use.wrap[1]], "magFilter": 9729, "minFilter": 9987}
        if sampler not in self._samplers:
            self._samplers.append(sampler)
        entry: Json = {"sampler": self._samplers.index(sampler)}
        if self._made.pictures[use.picture].kind == "webp":
            entry["extensions"] = {"EXT_texture_webp": {"source": use.picture}}
        else:
            entry["source"] = use.picture
        if entry not in self._textures:
            self._textures.append(entry)
        found: Json = {"index": self._textures.index(entry)}
        if (use.offset, use.turn, use.scale) != ((0.0, 0.0), 0.0, (1.0, 1.0)):
            self._laid = True
            laid = {"offset": list(use.offset), "rotation": use.turn, "scale": list(use.scale)}
            found["extensions"] = {"KHR_texture_transform": laid}
        if use.uv:
            found["texCoord"] = use.uv
        return found


def pack(document: Json, chunks: Sequence[bytes | memoryview]) -> bytes:
    """A GLB of its JSON and the pieces of its binary chunk, each a multiple of four bytes long. Raises Refused for JSON
    that cannot be written, such as a number beyond all floats.
    """
    try:
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise broken("its JSON holds a number that is endless, or text that is none") from error
    text += b" " * (-len(text) % 4)
    size = sum(map(len, chunks))
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + size)
    return b"".join([head, struct.pack("<I4s", len(text), b"JSON"), text, struct.pack("<I4s", size, b"BIN\0"), *chunks])


def no_mesh(kind: str) -> Refused:
    """The refusal of a file that shows nothing."""
    return Refused(
        "no-mesh",
        f"This {kind.upper()} file shows no surface: nothing in it has a triangle.",
        "Check that the export includes your meshes, not only cameras, lights, points, curves or lines.",
    )


def not_finite(kind: str) -> Refused:
    """The refusal of positions that are no numbers or lie beyond use."""
    return Refused(
        "not-finite",
        f"This {kind.upper()} file holds vertices without a usable position (not a number, or endless).",
        "Delete loose or broken vertices in your 3D program, then export again.",
    )


def _short(value: float) -> float:
    """The float itself; whole numbers and -0.0 without their oddities."""
    return float(value) + 0.0


def unindexed(corners: Sequence[NDArray[Any] | None], count: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Corners named by several index columns (each (count,) or None) as single vertices.

    Gives for each vertex the corner that it is first named by (v,), and for each corner its vertex (count,). Vertices
    keep the order in which corners name them.
    """
    used = [np.asarray(column, np.int64) for column in corners if column is not None]
    if not used or count == 0:
        return np.arange(count), np.arange(count, dtype=np.uint32)
    key = np.zeros(count, np.int64)
    for column in used:
        span = int(column.max()) + 1
        if span and int(key.max()) > (2**62) // max(span, 1):
            _, key = np.unique(key, return_inverse=True)
        key = key * span + column
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[inverse.reshape(-1)].astype(np.uint32)


def same(values: NDArray[np.float64], chosen: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Rows (n, k) without those that stand there twice, and `chosen` pointing at what is left.

    Programs often write an attribute anew for every corner, which would tear each face from the next.
    """
    if len(values) < 2:
        return values, chosen
    with np.errstate(over="ignore", invalid="ignore"):  # what is beyond 32 bits is refused where it would be drawn
        packed = np.ascontiguousarray(values, np.float32) + np.float32(0.0)
    rows = packed.view(np.dtype((np.void, packed.dtype.itemsize * packed.shape[1]))).reshape(-1)
    _, first, place = np.unique(rows, return_index=True, return_inverse=True)
    return values[first], place.reshape(-1)[chosen]
