"""glTF accessors as numpy arrays: where each one lies, and what it holds (strided, sparse, normalised)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import fields
from generation.mesh.container import Document
from generation.mesh.refusal import EXPORT_AGAIN, Refused, broken

Array = NDArray[Any]

COMPONENTS: dict[int, np.dtype[Any]] = {
    5120: np.dtype("<i1"),
    5121: np.dtype("<u1"),
    5122: np.dtype("<i2"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}


@dataclass(frozen=True, slots=True)
class Sparse:
    """Elements that replace others: `count` pairs of a place and a value."""

    count: int
    places_view: int
    places_offset: int
    places_type: np.dtype[Any]
    values_view: int
    values_offset: int


@dataclass(frozen=True, slots=True)
class Accessor:
    """The layout of one accessor, checked to lie inside its view; nothing is read yet."""

    number: int
    kind: str
    component: np.dtype[Any]
    count: int
    normalized: bool
    view: int | None
    offset: int
    sparse: Sparse | None

    @property
    def width(self) -> int:
        return WIDTHS[self.kind]

    @property
    def element_bytes(self) -> int:
        """Bytes of one element; columns of small matrices start at multiples of four."""
        if self.kind.startswith("MAT"):
            side = int(self.kind[3])
            column = side * self.component.itemsize
            return side * (column + -column % 4)
        return self.width * self.component.itemsize


@dataclass(frozen=True, slots=True)
class View:
    """A part of a buffer: `stride` is None where elements follow each other closely."""

    data: memoryview
    stride: int | None


def views(document: Document) -> list[View]:
    """Every buffer view, checked to lie inside its buffer. Raises Refused."""
    found = []
    for number, entry in enumerate(fields.objects(document.json, "bufferViews", "")):
        where = f"bufferViews[{number}]"
        if fields.whole(entry, "buffer", where) >= len(document.buffers):
            raise _outside(where, "names a buffer that is not there")
        buffer = document.buffers[fields.whole(entry, "buffer", where)]
        start = fields.whole(entry, "byteOffset", where, 0)
        size = fields.whole(entry, "byteLength", where, least=1)
        if start + size > len(buffer):
            raise _outside(where, "reaches past the end of its buffer")
        stride = fields.whole(entry, "byteStride", where, 0) or None
        if stride is not None and not 4 <= stride <= 252:
            raise broken(f"{where} has a stride of {stride} bytes")
        found.append(View(buffer[start : start + size], stride))
    return found


def accessors(document: Document, held: list[View]) -> list[Accessor]:
    """The layout of every accessor, checked to lie inside its view. Raises Refused; reads no element."""
    return [_layout(entry, number, held) for number, entry in enumerate(fields.objects(document.json, "accessors", ""))]


def _layout(entry: fields.Json, number: int, held: list[View]) -> Accessor:
    where = f"accessors[{number}]"
    kind = fields.text(entry, "type", where)
    if kind not in WIDTHS:
        raise broken(f"{where} is of no known type")
    component = COMPONENTS.get(fields.whole(entry, "componentType", where))
    if component is None:
        raise broken(f"{where} is of no known component type")
    sparse = fields.obj(entry, "sparse", where)
    found = Accessor(
        number=number,
        kind=kind,
        component=component,
        count=fields.whole(entry, "count", where, least=1),
        normalized=entry.get("normalized") is True,
        view=fields.index(entry, "bufferView", len(held), where),
        offset=fields.whole(entry, "byteOffset", where, 0),
        sparse=_sparse(sparse, where, len(held)) if sparse else None,
    )
    if found.view is not None:
        view = held[found.view]
        size = found.element_bytes
        if view.stride is not None and view.stride < size:
            raise broken(f"{where} is wider than the stride of its view")
        step = view.stride or size
        if found.offset + (found.count - 1) * step + size > len(view.data):
            raise _outside(where, f"claims {found.count:,} elements, more than its view holds")
    if found.sparse is not None:
        _check_sparse(found, found.sparse, held, where)
    return found


def _sparse(entry: fields.Json, where: str, size: int) -> Sparse:
    places = fields.obj(entry, "indices", f"{where}.sparse")
    values = fields.obj(entry, "values", f"{where}.sparse")
    places_view = fields.index(places, "bufferView", size, f"{where}.sparse.indices")
    values_view = fields.index(values, "bufferView", size, f"{where}.sparse.values")
    code = fields.whole(places, "componentType", f"{where}.sparse.indices")
    if places_view is None or values_view is None or code not in (5121, 5123, 5125):
        raise broken(f"{where}.sparse is incomplete")
    return Sparse(
        count=fields.whole(entry, "count", f"{where}.sparse", least=1),
        places_view=places_view,
        places_offset=fields.whole(places, "byteOffset", f"{where}.sparse.indices", 0),
        places_type=COMPONENTS[code],
        values_view=values_view,
        values_offset=fields.whole(values, "byteOffset", f"{where}.sparse.values", 0),
    )


def _check_sparse(accessor: Accessor, sparse: Sparse, held: list[View], where: str) -> None:
    if sparse.count > accessor.count:
        raise _outside(where, "replaces more elements than it has")
    places_end = sparse.places_offset + sparse.count * sparse.places_type.itemsize
    values_end = sparse.values_offset + sparse.count * accessor.element_bytes
    if places_end > len(held[sparse.places_view].data) or values_end > len(held[sparse.values_view].data):
        raise _outside(where, "has a sparse part that its view does not hold")
    places = _flat(held[sparse.places_view].data, sparse.places_type, sparse.places_offset, sparse.count)
    if int(places.max()) >= accessor.count:
        raise _outside(where, "replaces an element that it does not have")


def _flat(data: memoryview, kind: np.dtype[Any], offset: int, count: int) -> Array:
    return np.frombuffer(data, kind, count, offset)


def _outside(where: str, what: str) -> Refused:
    return Refused("out-of-range", f"This GLB is damaged: {where} {what}.", EXPORT_AGAIN)


def raw(accessor: Accessor, held: list[View]) -> Array:
    """The stored components, shape (count, width); a view on the file where that is possible, else a copy."""
    if accessor.view is None:
        values: Array = np.zeros((accessor.count, accessor.width), accessor.component)
    else:
        view = held[accessor.view]
        step = view.stride or accessor.element_bytes
        values = _strided(accessor, view.data, accessor.offset, step, accessor.count)
    if accessor.sparse is None:
        return values
    sparse = accessor.sparse
    places = _flat(held[sparse.places_view].data, sparse.places_type, sparse.places_offset, sparse.count)
    new = _strided(accessor, held[sparse.values_view].data, sparse.values_offset, accessor.element_bytes, sparse.count)
    values = np.array(values)
    values[places] = new
    return values


def _strided(accessor: Accessor, data: memoryview, offset: int, step: int, count: int) -> Array:
    item = accessor.component.itemsize
    if accessor.kind in ("MAT2", "MAT3") and item < 4:
        side = int(accessor.kind[3])
        column = side * item + -side * item % 4
        cells = np.ndarray((count, side, side), accessor.component, data, offset, (step, column, item))
        return cells.reshape(count, accessor.width)
    return np.ndarray((count, accessor.width), accessor.component, data, offset, (step, item))


def floats(accessor: Accessor, held: list[View]) -> NDArray[np.float32]:
    """The elements as 32-bit floats, shape (count, width); normalised integers become 0..1 or -1..1."""
    values = raw(accessor, held)
    if accessor.component.kind == "f":
        return np.ascontiguousarray(values, np.float32)
    result = np.ascontiguousarray(values, np.float32)
    if accessor.normalized:
        result /= np.float32(np.iinfo(accessor.component).max)
        np.maximum(result, -1.0, out=result)
    return result
