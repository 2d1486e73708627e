"""Reads FBX through ufbx: nodes, meshes, materials, embedded pictures; the file's structure is walked first."""

import ctypes
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import polygons
from generation.mesh.assembly import Assembly, Place, same, unindexed
from generation.mesh.limits import MEBIBYTE, Limits
from generation.mesh.materials import Material, Texture
from generation.mesh.origin import Origin, unit_of
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import colours, mtl, text
from generation.mesh.refusal import Refused

_MOST_UNPACKED = 1024 * MEBIBYTE
_MOST_RATIO = 400
_FREE = 4 * MEBIBYTE
_DEEPEST = 64
_ITEM = {b"f": 4, b"i": 4, b"b": 1, b"c": 1, b"d": 8, b"l": 8}
_PLAIN = {b"Y": 2, b"C": 1, b"B": 1, b"I": 4, b"F": 4, b"D": 8, b"L": 8}
_UPS = {0: "x", 2: "y", 4: "z"}
_REMEDY = "Export the model again as binary FBX 7.4 or as GLB and upload the new file."


def read(data: bytes | memoryview, limits: Limits, path: Path | None = None, *, folder: Path | None = None) -> Assembly:
    """An FBX in its own unit and axes. `path` is where the same bytes lie, because ufbx reads files only; without it
    they are laid into `folder` for the time of reading.

    Call it in a limited child: what a hostile file does to the native library ends there, and so does its memory.
    Skinned meshes stand as they were bound; animations are left out and told among what was skipped. Raises Refused.
    """
    if bytes(data[:18]) == b"Kaydara FBX Binary":
        _check_structure(bytes(data))
    else:
        text.check_size(len(data), "FBX")
    if path is not None:
        return _read(path, limits)
    with tempfile.NamedTemporaryFile(suffix=".fbx", dir=folder) as file:
        file.write(data)
        file.flush()
        return _read(Path(file.name), limits)


def _check_structure(data: bytes) -> None:
    """Walk the records of a binary FBX: each lies within the file, and packed arrays unpack to bounded sizes."""
    if len(data) < 40:
        raise text.damaged("FBX", "it is cut off")
    (version,) = struct.unpack_from("<I", data, 23)
    if not 6000 <= version <= 8000:
        raise Refused("unsupported-version", f"This FBX is of version {version}, which is not read.", _REMEDY)
    wide = version >= 7500
    head = struct.Struct("<QQQB" if wide else "<IIIB")
    at, ends, unpacked, records = 27, [len(data)], 0, 0
    while True:
        while len(ends) > 1 and at >= ends[-1]:
            if at > ends.pop():
                raise text.damaged("FBX", "a record reaches past its parent")
        if at + head.size > ends[-1]:
            raise text.damaged("FBX", "it is cut off")
        end, count, size, named = head.unpack_from(data, at)
        if end == 0:
            if len(ends) == 1:
                return
            at += head.size
            continue
        start = at + head.size + named
        records += 1
        if end > ends[-1] or start + size > end or records > 5_000_000:
            raise text.damaged("FBX", "a record reaches past the end of the file")
        unpacked += _properties(data, start, start + size, count)
        if unpacked > _MOST_UNPACKED or (unpacked > _FREE and unpacked > _MOST_RATIO * len(data)):
            raise Refused(
                "too-big",
                f"This FBX unpacks to more than {unpacked // MEBIBYTE:,} MB.",
                "Reduce the number of triangles, then export again.",
            )
        if start + size < end:
            ends.append(end)
            if len(ends) > _DEEPEST:
                raise Refused("too-deep", "The records of this FBX are nested too deep.", _REMEDY)
        at = start + size


def _properties(data: bytes, at: int, end: int, count: int) -> int:
    unpacked = 0
    for _ in range(count):
        kind = data[at : at + 1]
        at += 1
        if kind in _PLAIN:
            at += _PLAIN[kind]
        elif kind in _ITEM and at + 12 <= end:
            amount, packed, size = struct.unpack_from("<III", data, at)
            unpacked += amount * _ITEM[kind]
            at += 12 + (size if packed else amount * _ITEM[kind])
        elif kind in (b"S", b"R") and at + 4 <= end:
            at += 4 + struct.unpack_from("<I", data, at)[0]
        else:
            at = end + 1
        if at > end:
            raise text.damaged("FBX", "a value reaches past its record")
    return unpacked


def _read(path: Path, limits: Limits) -> Assembly:
    import ufbx  # noqa: PLC0415 — only this format needs it

    try:
        scene = ufbx.load_file(
            str(path),
            load_external_files=False,
            ignore_missing_external_files=True,
            generate_missing_normals=False,
            node_depth_limit=limits.node_depth,
        )
        return _Scene(_kept(scene), limits).assembly()
    except ufbx.UfbxError as error:
        said = str(error).strip() or type(error).__name__
        raise text.damaged("FBX", f"it cannot be read ({text.words(said.encode())[:120]})") from error


class _Scene:
    """Copies what ufbx found, because its arrays end with its scene."""

    def __init__(self, scene: Any, limits: Limits) -> None:
        self._scene = scene
        self._limits = limits
        settings = scene.settings
        metres = float(settings.unit_meters) or 0.01
        if not 1e-9 < metres < 1e9:
            metres = 0.01
        up = _UPS.get(int(settings.axes.up), "y")
        self._made = Assembly(Origin("fbx", unit_of(metres), metres, up, True))
        self._known: dict[bytes, int] = {}
        self._materials: dict[int, int] = {}
        self._meshes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._triangles = 0

    def assembly(self) -> Assembly:
        nodes = _listed(self._scene.nodes)
        if len(nodes) > self._limits.nodes:
            raise Refused("too-big", f"This FBX has {len(nodes):,} nodes, more than are taken.", _REMEDY)
        numbers: dict[int, int] = {}
        for node in nodes:
            if node.is_root:
                continue
            parent = node.parent
            place = Place(text.words(str(node.name).encode("utf-8", "replace")) or f"node_{len(numbers) + 1}")
            place.parent = None if parent is None or parent.is_root else numbers[int(parent.element_id)]
            place.local = _matrix(node.node_to_parent)
            numbers[int(node.element_id)] = len(self._made.places)
            self._made.places.append(place)
            if node.mesh is not None:
                self._hang(node, place)
        clips = len(self._scene.anim_stacks)
        moved = sum(1 for stack in _listed(self._scene.anim_stacks) if len(stack.layers) and self._has_curves(stack))
        if clips and moved:
            self._made.origin.skipped["animations_left_out"] = (
                moved,
                "Animations of an FBX are not taken over: upload GLB to keep them.",
            )
        if len(self._scene.skin_deformers):
            self._made.origin.skipped["rig_left_out"] = (
                len(self._scene.skin_deformers),
                "The rig of an FBX is not taken over and the model stands as it was bound: upload GLB to keep it.",
            )
        return self._made

    @staticmethod
    def _has_curves(stack: Any) -> bool:
        return any(len(layer.anim_values) for layer in _listed(stack.layers))

    def _hang(self, node: Any, place: Place) -> None:
        number = self._mesh(node)
        geometry = _matrix(node.geometry_to_node)
        if geometry is None:
            place.mesh = number
            return
        # A transform of the geometry alone does not reach the node's children.
        own = len(self._made.places) - 1
        self._made.places.append(Place(place.name + "_geometry", own, geometry, number))

    def _mesh(self, node: Any) -> int:
        mesh = node.mesh
        dressed = _listed(node.materials)
        worn = tuple(-1 if one is None else int(one.element_id) for one in dressed)
        key = (int(mesh.element_id), worn)
        if key not in self._meshes:
            materials = [None if one is None else self._material(one) for one in dressed]
            name = text.words(str(mesh.name).encode("utf-8", "replace")) or str(node.name) or "mesh"
            self._meshes[key] = len(self._made.meshes)
            self._made.meshes.append(Mesh(name, tuple(self._surfaces(mesh, materials))))
        shown = self._made.meshes[self._meshes[key]]
        self._triangles += sum(len(one.triangles) for one in shown.primitives)
        if self._triangles > self._limits.triangles:
            raise Refused("too-big", f"This FBX shows more than {self._limits.triangles:,} triangles.", _REMEDY)
        return self._meshes[key]

    def _surfaces(self, mesh: Any, materials: list[int | None]) -> list[Primitive]:
        faces = _array(mesh.faces, np.int64, 2)
        if not len(faces) or not len(mesh.vertices):
            return []
        corners = _Corners(mesh)
        worn = (
            _array(mesh.face_material, np.int64, 1)[:, 0]
            if len(mesh.face_material) == len(faces)
            else np.zeros(len(faces))
        )
        found = []
        for slot in np.unique(worn).astype(int):
            chosen = faces[(worn == slot) & (faces[:, 1] >= 3)]
            if not len(chosen):
                continue
            counts = chosen[:, 1]
            within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
            at = np.repeat(chosen[:, 0], counts) + within
            material = materials[slot] if 0 <= slot < len(materials) else None
            found.append(corners.surface(at, counts, material))
        return found

    def _material(self, material: Any) -> int:
        key = int(material.element_id)
        if key in self._materials:
            return self._materials[key]
        pbr = material.pbr
        colour = _colour(pbr.base_color, 0.8)
        share = _value(pbr.base_factor, 1.0)
        red, green, blue = (min(1.0, max(0.0, value * share)) for value in colour)
        cover = min(1.0, max(0.0, _value(pbr.opacity, 1.0)))
        glow_share = _value(pbr.emission_factor, 1.0)
        glow = [min(1.0, max(0.0, value * glow_share)) for value in _colour(pbr.emission_color, 0.0)]
        base = self._texture(pbr.base_color)
        self._materials[key] = len(self._made.materials)
        self._made.materials.append(
            Material(
                text.words(str(material.name).encode("utf-8", "replace")) or f"material_{len(self._materials)}",
                (*((1.0, 1.0, 1.0) if base is not None else colours.linear3(red, green, blue)), cover),
                min(1.0, max(0.0, _value(pbr.metalness, 0.0))),
                min(1.0, max(0.0, _value(pbr.roughness, 0.6))),
                colours.linear3(*glow),
                alpha="BLEND" if cover < 0.999 else "OPAQUE",
                base=base,
                bumps=self._texture(pbr.normal_map),
                glow=self._texture(pbr.emission_color),
            )
        )
        return self._materials[key]

    def _texture(self, use: Any) -> Texture | None:
        texture = use.texture if use.texture_enabled or use.texture is not None else None
        if texture is None:
            return None
        content = bytes(texture.content) if texture.content is not None else b""
        if not content:
            self._made.origin.miss_picture()
            return None
        name = str(texture.relative_filename or texture.filename or texture.name or "picture")
        try:
            return Texture(mtl.add_picture(self._made, content, name, self._known))
        except Refused as refused:
            if refused.rule == "too-big":
                raise
        # Pictures of a kind that no viewer shows (TGA, PSD) are common in FBX.
        self._made.origin.skipped["pictures_unread"] = (
            1,
            "Pictures that are not PNG, JPEG or WebP are left out, so their surfaces show plain colours.",
        )
        return None


class _Corners:
    """What each corner of a mesh's faces carries."""

    def __init__(self, mesh: Any) -> None:
        self._places = text.finite(_array(mesh.vertex_position.values, np.float64, 3), "FBX")
        self._place = _array(mesh.vertex_position.indices, np.int64, 1)[:, 0]
        self._normals, self._normal = _attribute(mesh.vertex_normal, 3)
        self._uvs, self._uv = _attribute(mesh.vertex_uv, 2)
        self._tints, self._tint = _attribute(mesh.vertex_color, 4)

    def surface(self, at: NDArray[np.int64], counts: NDArray[np.int64], material: int | None) -> Primitive:
        triangles = polygons.triangulated(counts, self._places[self._place[at]])
        columns = [
            self._place[at],
            None if self._normal is None else self._normal[at],
            None if self._uv is None else self._uv[at],
            None if self._tint is None else self._tint[at],
        ]
        first, vertex = unindexed(columns, len(at))
        kept = at[first]
        normals = tint = None
        uvs = {}
        if self._normal is not None and self._normals is not None:
            found = np.nan_to_num(self._normals[self._normal[kept]])
            length = np.linalg.norm(found, axis=1, keepdims=True)
            upward = np.tile([0.0, 1.0, 0.0], (len(found), 1))
            normals = np.divide(found, length, out=upward, where=length > 1e-12).astype(np.float32)
        if self._uv is not None and self._uvs is not None:
            laid = np.clip(np.nan_to_num(self._uvs[self._uv[kept]]), -1e6, 1e6)
            uvs[0] = np.column_stack([laid[:, 0], 1 - laid[:, 1]]).astype(np.float32)
        if self._tint is not None and self._tints is not None:
            shown = np.clip(np.nan_to_num(self._tints[self._tint[kept]]), 0, 1)
            tint = np.column_stack([colours.linear(shown[:, :3]), shown[:, 3]]).astype(np.float32)
        positions = self._places[self._place[kept]].astype(np.float32)
        return Primitive(positions, vertex[triangles], normals, uvs, tint, material)


def _listed(held: Any) -> list[Any]:
    """A list of ufbx by its places, each of them kept."""
    return [_kept(held[place]) for place in range(len(held))]


def _kept(held: Any) -> Any:
    """An object of ufbx that is never collected.

    Version 0.0.5 counts references of list elements and of arrays one too few (measured), and the process ends when
    Python collects such a one; so each is counted more often than it is held. A scene's memory (some 10 kB for a box)
    then stays until the limited child is renewed.
    """
    for _ in range(4):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(held))
    return held


def _array(held: Any, kind: type, width: int) -> NDArray[Any]:
    """A copy of an array of ufbx."""
    return np.array(_kept(held), kind).reshape(-1, width)


def _attribute(held: Any, width: int) -> tuple[NDArray[np.float64] | None, NDArray[np.int64] | None]:
    if not held.exists:
        return None, None
    return same(_array(held.values, np.float64, width), _array(held.indices, np.int64, 1)[:, 0])


def _value(held: Any, otherwise: float) -> float:
    value = float(held.value_vec4.x) if held.has_value else otherwise
    return value if np.isfinite(value) else otherwise


def _colour(held: Any, otherwise: float) -> tuple[float, float, float]:
    if not held.has_value:
        return otherwise, otherwise, otherwise
    found = held.value_vec4
    red, green, blue = (float(value) if np.isfinite(value) else otherwise for value in (found.x, found.y, found.z))
    return red, green, blue


def _matrix(held: Any) -> NDArray[np.float64] | None:
    found = np.eye(4)
    for column, name in enumerate(("c0", "c1", "c2", "c3")):
        held_column = getattr(held, name)
        found[:3, column] = (held_column.x, held_column.y, held_column.z)
    if not np.isfinite(found).all():
        raise Refused("not-finite", "The positions of parts in this FBX are no usable numbers.", _REMEDY)
    return None if np.array_equal(found, np.eye(4)) else found
