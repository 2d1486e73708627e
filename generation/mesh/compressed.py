"""Packed GLBs (Draco, meshopt) unpacked before the gate looks at them, within limits; others stay as they are."""

from typing import Any

import numpy as np

from generation.mesh import assembly, container, fields, meshopt
from generation.mesh.accessors import COMPONENTS, WIDTHS
from generation.mesh.container import Document
from generation.mesh.limits import MEBIBYTE, Limits
from generation.mesh.refusal import EXPORT_AGAIN, Refused, broken

DRACO = "KHR_draco_mesh_compression"
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
_MOST_BYTES = 600 * MEBIBYTE
_MARKS = (DRACO.encode(), *(name.encode() for name in MESHOPT))


def opened(data: bytes | memoryview, limits: Limits) -> bytes | memoryview:
    """The same GLB without Draco and meshopt compression; the very bytes where it uses neither. Raises Refused."""
    view = memoryview(data).cast("B")
    if bytes(view[:4]) != b"glTF" or len(view) < 20:
        return data
    size = int.from_bytes(view[12:16], "little")
    text = bytes(view[20 : 20 + min(size, limits.json_bytes)])
    if not any(mark in text for mark in _MARKS):
        return data
    document = container.parse(
        data, file_bytes=limits.file_bytes, json_bytes=limits.json_bytes, json_depth=limits.json_depth
    )
    used = {*fields.texts(document.json, "extensionsUsed"), *fields.texts(document.json, "extensionsRequired")}
    if not used & {DRACO, *MESHOPT}:
        return data
    return _Unpacker(document, limits).glb()


class _Unpacker:
    def __init__(self, document: Document, limits: Limits) -> None:
        self._json = document.json
        self._limits = limits
        self._left = _MOST_BYTES
        self._buffers = self._opened(document)
        self._views = fields.objects(self._json, "bufferViews", "")
        self._chunks: list[bytes] = []
        self._size = 0

    def glb(self) -> bytes:
        views = [self._view(number) for number in range(len(self._views))]
        made = []
        for held, view in zip(views, self._views, strict=True):
            kept = {key: value for key, value in view.items() if key in ("byteStride", "target", "name")}
            made.append({**kept, "buffer": 0, "byteOffset": self._add(held), "byteLength": len(held)})
        self._json["bufferViews"] = made
        self._draco(views)
        for key in ("extensionsUsed", "extensionsRequired"):
            left = [name for name in fields.texts(self._json, key) if name not in (DRACO, *MESHOPT)]
            self._json.pop(key, None)
            if left:
                self._json[key] = left
        self._json["buffers"] = [{"byteLength": self._size}]
        return assembly.pack(self._json, self._chunks)

    def _opened(self, document: Document) -> list[memoryview | None]:
        """The bytes of every buffer; None for one that only stands for what is packed elsewhere."""
        found: list[memoryview | None] = []
        for number, entry in enumerate(fields.objects(self._json, "buffers", "")):
            where = f"buffers[{number}]"
            size = fields.whole(entry, "byteLength", where, least=1)
            extensions = fields.obj(entry, "extensions", where)
            uri = fields.text(entry, "uri", where)
            held: memoryview | None = None
            if uri is not None:
                held = container.data_uri(uri, where)
            elif number == 0 and document.binary is not None:
                held = document.binary
            elif not any(name in extensions for name in MESHOPT):
                raise broken(f"{where} has no bytes")
            if held is not None and size > len(held):
                raise Refused(
                    "out-of-range",
                    f"This GLB is damaged: {where} states {size:,} bytes and has {len(held):,}.",
                    EXPORT_AGAIN,
                )
            found.append(held)
        return found

    def _slice(self, entry: fields.Json, where: str) -> memoryview:
        number = fields.index(entry, "buffer", len(self._buffers), where)
        held = None if number is None else self._buffers[number]
        start = fields.whole(entry, "byteOffset", where, 0)
        size = fields.whole(entry, "byteLength", where, least=1)
        if held is None or start + size > len(held):
            raise Refused("out-of-range", f"This GLB is damaged: {where} reaches past its buffer.", EXPORT_AGAIN)
        return held[start : start + size]

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Refused(
                "too-big",
                f"This GLB unpacks to more than {_MOST_BYTES // MEBIBYTE} MB.",
                "Reduce the number of triangles, then export again.",
            )

    def _view(self, number: int) -> bytes:
        where = f"bufferViews[{number}]"
        entry = self._views[number]
        extensions = fields.obj(entry, "extensions", where)
        for name in MESHOPT:
            packed = fields.obj(extensions, name, where)
            if packed:
                return self._meshopt(packed, f"{where}.{name}")
        held = self._slice(entry, where)
        self._spend(len(held))
        return bytes(held)

    def _meshopt(self, packed: fields.Json, where: str) -> bytes:
        count = fields.whole(packed, "count", where, least=1)
        stride = fields.whole(packed, "byteStride", where, least=1)
        mode, name = fields.text(packed, "mode", where), fields.text(packed, "filter", where) or "NONE"
        if mode not in ("ATTRIBUTES", "TRIANGLES", "INDICES"):
            raise broken(f"{where} is packed in an unknown way")
        self._spend(count * stride)
        data = bytes(self._slice(packed, where))
        # Two bits for sixteen equal bytes are the least that a stream needs; an index needs a part of a byte.
        if count * stride > 64 * 16 * len(data) or (mode != "ATTRIBUTES" and count > 3 * len(data)):
            raise Refused("out-of-range", f"This GLB is damaged: {where} claims more than it can hold.", EXPORT_AGAIN)
        return meshopt.decoded(data, mode=mode, filter_name=name, count=count, stride=stride)

    def _add(self, data: bytes) -> int:
        start = self._size
        padded = data + b"\0" * (-len(data) % 4)
        self._chunks.append(padded)
        self._size += len(padded)
        return start

    def _draco(self, views: list[bytes]) -> None:
        layouts = fields.objects(self._json, "accessors", "")
        done: dict[int, Any] = {}
        for number, mesh in enumerate(fields.objects(self._json, "meshes", "")):
            for place, primitive in enumerate(fields.objects(mesh, "primitives", f"meshes[{number}].")):
                where = f"meshes[{number}].primitives[{place}]"
                extensions = fields.obj(primitive, "extensions", where)
                packed = fields.obj(extensions, DRACO, where)
                if not packed:
                    continue
                view = fields.index(packed, "bufferView", len(views), where)
                if view is None:
                    raise broken(f"{where} names no packed view")
                if view not in done:
                    done[view] = self._decoded(views[view], where)
                self._unpack(primitive, packed, done[view], layouts, where)
                del extensions[DRACO]
                if not extensions:
                    primitive.pop("extensions", None)

    def _decoded(self, data: bytes, where: str) -> Any:
        import DracoPy  # noqa: PLC0415 — only packed files need it

        try:
            return DracoPy.decode(data)
        # It raises whatever its bindings stumble over.
        except (DracoPy.FileTypeException, ValueError, TypeError, RuntimeError, AttributeError) as error:
            raise broken(f"the Draco data of {where} cannot be read") from error

    def _unpack(
        self, primitive: fields.Json, packed: fields.Json, held: Any, layouts: list[fields.Json], where: str
    ) -> None:
        named = fields.obj(primitive, "attributes", where)
        for name, key in fields.obj(packed, "attributes", where).items():
            number = fields.index(named, name, len(layouts), where)
            if number is None or not isinstance(key, int):
                raise broken(f"{where} packs an attribute that it does not name")
            found = held.get_attribute_by_unique_id(key)
            if found is None:
                raise broken(f"{where} lacks the packed attribute {name[:40]}")
            self._fill(layouts[number], np.asarray(found["data"]), f"{where}.{name[:40]}")
        number = fields.index(primitive, "indices", len(layouts), where)
        faces = getattr(held, "faces", None)
        if number is not None and faces is not None:
            self._fill(layouts[number], np.asarray(faces).reshape(-1, 1), f"{where}.indices")

    def _fill(self, layout: fields.Json, values: Any, where: str) -> None:
        """Give an accessor the unpacked values, in the component type that it states."""
        kind = fields.text(layout, "type", where)
        component = COMPONENTS.get(fields.whole(layout, "componentType", where))
        if kind not in WIDTHS or component is None:
            raise broken(f"{where} is of no known type")
        rows = values.reshape(len(values), -1)
        if rows.shape != (fields.whole(layout, "count", where), WIDTHS[kind]):
            raise broken(f"{where} unpacks to another size than it states")
        packed = np.ascontiguousarray(rows.astype(component))
        step = packed.shape[1] * component.itemsize
        if kind != "SCALAR" and step % 4:  # vertex attributes start at multiples of four
            wide = np.zeros((len(packed), step + -step % 4), np.uint8)
            wide[:, :step] = packed.view(np.uint8).reshape(len(packed), step)
            data, stride = wide.tobytes(), {"byteStride": wide.shape[1]}
        else:
            data, stride = packed.tobytes(), {}
        self._spend(len(data))
        self._json["bufferViews"].append(
            {"buffer": 0, "byteOffset": self._add(data), "byteLength": len(data), **stride}
        )
        layout["bufferView"] = len(self._json["bufferViews"]) - 1
        layout.pop("byteOffset", None)
