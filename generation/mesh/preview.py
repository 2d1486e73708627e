"""The public preview mesh: one node, coarse, small pictures, no names; everybody may load it, unlike the source."""

import io
import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import pose, read, simplify, textures
from generation.mesh.materials import PLAIN, Material, Texture
from generation.mesh.read import Drawn, Model
from generation.mesh.simplify import Sheet

MOST_TRIANGLES = 20_000
GRID_STEPS = 2048
TEXTURE_SIDE = 512
_WRAPS = {"clamp": 33071, "mirror": 33648, "repeat": 10497}
Json = dict[str, Any]


def make(data: bytes | memoryview, max_triangles: int = MOST_TRIANGLES) -> bytes:
    """The preview of a GLB as a GLB: at most `max_triangles`, positions on a grid of 1/2048 of the longest side,
    pictures of at most 512 pixels, one surface a material; names, extras, rigs and animations left out.

    Rigged models stand as they rest. Same bytes for the same input. Raises Refused where the gate refuses.
    """
    if max_triangles < 4:
        raise ValueError("A preview needs at least 4 triangles.")
    model = read.glb(data)
    groups = _groups(model)
    points = np.concatenate([sheet.positions for _, sheet in groups])
    low, high = points.min(axis=0), points.max(axis=0)
    step = max(float((high - low).max()) / GRID_STEPS, 1e-12)
    groups = [(number, simplify.tidy(sheet)) for number, sheet in groups]
    counts = [len(sheet.triangles) for _, sheet in groups]
    if sum(counts) > max_triangles:
        kept = simplify.shares(counts, max_triangles)
        groups = [(number, simplify.fewer(sheet, keep)) for (number, sheet), keep in zip(groups, kept, strict=True)]
    made = _on_grid(groups, low, step)
    while sum(len(sheet.triangles) for _, sheet in made) > max_triangles:
        step *= 1.2
        made = [(number, simplify.creased(sheet)) for number, sheet in _on_grid(groups, low, step)]
    if not made:
        # Everything fell together on the grid: a model without extent keeps its own vertices.
        made = groups
    return _Writer(model).write(made)


def _on_grid(
    groups: list[tuple[int | None, Sheet]], origin: NDArray[np.float64], step: float
) -> list[tuple[int | None, Sheet]]:
    found = [(number, simplify.on_grid(sheet, origin, step)) for number, sheet in groups]
    return [(number, sheet) for number, sheet in found if len(sheet.triangles)]


def _groups(model: Model) -> list[tuple[int | None, Sheet]]:
    held: dict[int | None, list[Drawn]] = {}
    for drawn in model.drawn():
        held.setdefault(drawn.primitive.material, []).append(drawn)
    order = sorted(held, key=lambda number: -1 if number is None else number)
    return [(number, _sheet(held[number], _material(model, number))) for number in order]


def _material(model: Model, number: int | None) -> Material:
    return PLAIN if number is None else model.materials[number]


def _uses(material: Material) -> Iterator[Texture]:
    yield from (use for use in (material.base, material.surface, material.bumps, material.glow) if use is not None)


def _sets(material: Material) -> list[int]:
    return sorted({use.uv for use in _uses(material)})


def _sheet(surfaces: list[Drawn], material: Material) -> Sheet:
    """All surfaces of one material as one; `values` are the texture places that it uses, then colours if any has."""
    sets = _sets(material)
    tinted = any(one.primitive.colours is not None for one in surfaces)
    positions, normals, values, triangles = [], [], [], []
    count = 0
    for one in surfaces:
        size = len(one.positions)
        blank = np.zeros((size, 2), np.float32)
        columns = [one.primitive.uvs.get(number, blank).astype(np.float64) for number in sets]
        if tinted:
            tint = one.primitive.colours
            columns.append(np.ones((size, 4)) if tint is None else tint.astype(np.float64))
        value = np.concatenate(columns, axis=1) if columns else np.zeros((size, 0))
        place, smooth, faces = one.positions, one.normals, one.triangles.astype(np.int64)
        if smooth is None:
            # Without normals glTF wants flat faces: each gets corners of its own.
            corner = faces.ravel()
            smooth = np.repeat(pose.unit(pose.face_normals(place, one.triangles)), 3, axis=0)
            place, value, faces = place[corner], value[corner], np.arange(len(corner)).reshape(-1, 3)
        positions.append(place)
        normals.append(smooth)
        values.append(value)
        triangles.append(faces + count)
        count += len(place)
    return Sheet(np.concatenate(positions), np.concatenate(normals), np.concatenate(values), np.concatenate(triangles))


class _Writer:
    """Writes surfaces as one node, one mesh; pictures are small JPEGs, or PNGs where they are see-through."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._chunks: list[bytes] = []
        self._size = 0
        self._views: list[Json] = []
        self._accessors: list[Json] = []
        self._images: list[Json] = []
        self._textures: list[Json] = []
        self._samplers: list[Json] = []
        self._extensions: set[str] = set()
        self._pictures: dict[tuple[int, bool], int | None] = {}

    def write(self, groups: list[tuple[int | None, Sheet]]) -> bytes:
        primitives: list[Json] = []
        materials: list[Json] = []
        for number, sheet in groups:
            material = _material(self._model, number)
            primitives.append(self._primitive(sheet, material, len(materials)))
            materials.append(self._look(material))
        document: Json = {
            "asset": {"version": "2.0", "generator": "Nexus preview"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0}],
            "meshes": [{"primitives": primitives}],
            "materials": materials,
            "accessors": self._accessors,
            "bufferViews": self._views,
            "buffers": [{"byteLength": self._size}],
        }
        for key, held in (("images", self._images), ("textures", self._textures), ("samplers", self._samplers)):
            if held:
                document[key] = held
        if self._extensions:
            document["extensionsUsed"] = sorted(self._extensions)
        text = json.dumps(document, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        head = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + self._size)
        parts = [head, struct.pack("<I4s", len(text), b"JSON"), text, struct.pack("<I4s", self._size, b"BIN\0")]
        return b"".join(parts + self._chunks)

    def _view(self, data: bytes, target: int | None = None) -> int:
        view: Json = {"buffer": 0, "byteOffset": self._size, "byteLength": len(data)}
        if target is not None:
            view["target"] = target
        self._views.append(view)
        data += b"\0" * (-len(data) % 4)
        self._chunks.append(data)
        self._size += len(data)
        return len(self._views) - 1

    def _array(self, values: NDArray[Any], kind: str, code: int, **more: Any) -> int:
        view = self._view(np.ascontiguousarray(values).tobytes(), 34963 if kind == "SCALAR" else 34962)
        entry = {"bufferView": view, "componentType": code, "count": len(values), "type": kind, **more}
        self._accessors.append(entry)
        return len(self._accessors) - 1

    def _primitive(self, sheet: Sheet, material: Material, number: int) -> Json:
        positions = sheet.positions.astype("<f4")
        low, high = positions.min(axis=0).tolist(), positions.max(axis=0).tolist()
        attributes = {"POSITION": self._array(positions, "VEC3", 5126, min=low, max=high)}
        if sheet.normals is not None:
            attributes["NORMAL"] = self._array(pose.unit(sheet.normals).astype("<f4"), "VEC3", 5126)
        sets = _sets(material)
        for place in range(len(sets)):
            laid = sheet.values[:, 2 * place : 2 * place + 2].astype("<f4")
            attributes[f"TEXCOORD_{place}"] = self._array(laid, "VEC2", 5126)
        if sheet.values.shape[1] > 2 * len(sets):
            tint = (np.clip(sheet.values[:, -4:], 0, 1) * 255).round().astype("u1")
            attributes["COLOR_0"] = self._array(tint, "VEC4", 5121, normalized=True)
        small = len(positions) < 65_535
        corners = sheet.triangles.ravel().astype("<u2" if small else "<u4")
        indices = self._array(corners, "SCALAR", 5123 if small else 5125)
        return {"attributes": attributes, "indices": indices, "material": number}

    def _look(self, material: Material) -> Json:
        sets = _sets(material)
        metal: Json = {
            "baseColorFactor": [round(value, 5) for value in material.base_colour],
            "metallicFactor": round(material.metallic, 5),
            "roughnessFactor": round(material.roughness, 5),
        }
        look: Json = {"pbrMetallicRoughness": metal}
        for holder, key, use, see_through in (
            (metal, "baseColorTexture", material.base, material.alpha != "OPAQUE"),
            (metal, "metallicRoughnessTexture", material.surface, False),
            (look, "normalTexture", material.bumps, False),
            (look, "emissiveTexture", material.glow, False),
        ):
            if use is not None and (laid := self._texture(use, sets, see_through=see_through)) is not None:
                holder[key] = laid
        if any(material.emissive):
            look["emissiveFactor"] = [round(min(1.0, value), 5) for value in material.emissive]
        if material.alpha != "OPAQUE":
            look["alphaMode"] = material.alpha
        if material.alpha == "MASK":
            look["alphaCutoff"] = round(material.cutoff, 5)
        if material.double_sided:
            look["doubleSided"] = True
        if material.unlit:
            look["extensions"] = {"KHR_materials_unlit": {}}
            self._extensions.add("KHR_materials_unlit")
        return look

    def _texture(self, use: Texture, sets: list[int], *, see_through: bool) -> Json | None:
        key = (use.picture, see_through)
        if key not in self._pictures:
            self._pictures[key] = self._picture(use.picture, see_through=see_through)
        image = self._pictures[key]
        if image is None:
            return None
        sampler = {"magFilter": 9729, "minFilter": 9987, "wrapS": _WRAPS[use.wrap[0]], "wrapT": _WRAPS[use.wrap[1]]}
        if sampler not in self._samplers:
            self._samplers.append(sampler)
        texture = {"source": image, "sampler": self._samplers.index(sampler)}
        if texture not in self._textures:
            self._textures.append(texture)
        laid: Json = {"index": self._textures.index(texture)}
        if (place := sets.index(use.uv)) > 0:
            laid["texCoord"] = place
        if use.offset != (0.0, 0.0) or use.scale != (1.0, 1.0) or use.turn != 0.0:
            laid["extensions"] = {
                "KHR_texture_transform": {"offset": [*use.offset], "rotation": use.turn, "scale": [*use.scale]}
            }
            self._extensions.add("KHR_texture_transform")
        return laid

    def _picture(self, number: int, *, see_through: bool) -> int | None:
        image = textures.decoded(self._model.pictures[number], TEXTURE_SIDE)
        if image is None:
            return None
        file = io.BytesIO()
        if see_through and image.mode == "RGBA":
            image.save(file, "PNG", optimize=True)
            kind = "image/png"
        else:
            image.convert("RGB").save(file, "JPEG", quality=86, optimize=True)
            kind = "image/jpeg"
        self._images.append({"bufferView": self._view(file.getvalue()), "mimeType": kind})
        return len(self._images) - 1
