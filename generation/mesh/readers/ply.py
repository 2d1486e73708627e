"""Reads PLY, text and binary of both byte orders: vertices, colours, normals, UVs, faces and triangle strips."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import polygons
from generation.mesh.assembly import Assembly, Place
from generation.mesh.limits import Limits
from generation.mesh.origin import Origin, named
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import colours, text
from generation.mesh.refusal import Refused
from generation.mesh.units import METRES

_TYPES = {
    "char": "i1",
    "int8": "i1",
    "uchar": "u1",
    "uint8": "u1",
    "short": "i2",
    "int16": "i2",
    "ushort": "u2",
    "uint16": "u2",
    "int": "i4",
    "int32": "i4",
    "uint": "u4",
    "uint32": "u4",
    "float": "f4",
    "float32": "f4",
    "double": "f8",
    "float64": "f8",
}
_ORDERS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}
_UNIT = re.compile(r"^comment\s+.*?\bunits?\b\s*[:=]?\s*(\w+)", re.IGNORECASE)
_COLOUR_NAMES = (("red", "green", "blue"), ("diffuse_red", "diffuse_green", "diffuse_blue"), ("r", "g", "b"))
_UV_NAMES = (("s", "t"), ("u", "v"), ("texture_u", "texture_v"))
Columns = dict[str, NDArray[Any]]


@dataclass(slots=True)
class _Element:
    name: str
    count: int
    # name, type of the value, type of a list's length or ""
    properties: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def least_bytes(self) -> int:
        return sum(np.dtype(length or kind).itemsize for _, kind, length in self.properties)


@dataclass(slots=True)
class _Lists:
    """A list property: every row's length, and all values one after another."""

    counts: NDArray[np.int64]
    values: NDArray[Any]


def read(data: bytes | memoryview, limits: Limits) -> Assembly:
    """A PLY as one node. Its unit is the metre unless a comment names another; its upward axis is taken as Y.

    Raises Refused, before anything is allocated, where the header claims more than the file can hold.
    """
    elements, order, start, unit = _header(memoryview(data))
    body = memoryview(data)[start:]
    for element in elements:
        least = element.least_bytes if order else 2 * max(1, len(element.properties)) - 1
        if element.count * max(1, least) > len(body) + 1:
            raise text.damaged(
                "PLY", f"it claims {element.count:,} entries of “{element.name[:40]}”, more than the file can hold"
            )
    found = _text(elements, bytes(body)) if not order else _binary(elements, body, order)
    points = found.get("vertex")
    if points is None or not all(axis in points[0] for axis in "xyz"):
        raise text.damaged("PLY", "it has no vertices")
    places = _places(points[0])
    triangles = _triangles(found, places, limits)
    made = Assembly(Origin("ply", unit or "meter", METRES[unit or "meter"], "y", bool(unit)))
    if len(triangles):
        made.meshes.append(Mesh("model", (_surface(points[0], places, triangles),)))
        made.places.append(Place("model", mesh=0))
    return made


def _header(view: memoryview) -> tuple[list[_Element], str, int, str]:
    head = bytes(view[:65536])
    end = re.search(rb"(?m)^end_header[ \t]*(?:\r\n|\n|\r)", head)
    if end is None:
        raise text.damaged("PLY", "its header has no end")
    elements: list[_Element] = []
    order: str | None = None
    unit = ""
    for line in re.split(r"\r\n|\n|\r", head[: end.start()].decode("latin-1"))[1:]:
        words = line.split()
        if not words or words[0] == "obj_info":
            continue
        if words[0] == "comment":
            if said := _UNIT.match(line):
                unit = named(said[1])
        elif words[0] == "format" and len(words) >= 2:
            order = _ORDERS.get(words[1])
        elif words[0] == "element" and len(words) == 3 and words[2].isascii() and words[2].isdigit():
            elements.append(_Element(words[1], int(words[2])))
        elif words[0] == "property" and elements:
            elements[-1].properties.append(_property(words))
        else:
            raise text.damaged("PLY", "its header cannot be read")
    if order is None:
        raise text.damaged("PLY", "it is of no known encoding")
    if len(elements) > 32 or any(len(element.properties) > 256 for element in elements):
        raise text.damaged("PLY", "its header lists too much")
    return elements, order, end.end(), unit


def _property(words: list[str]) -> tuple[str, str, str]:
    if len(words) == 3 and words[1] in _TYPES:
        return words[2], _TYPES[words[1]], ""
    if len(words) == 5 and words[1] == "list" and words[2] in _TYPES and words[3] in _TYPES:
        if _TYPES[words[2]][0] == "f":
            raise text.damaged("PLY", "a list has a length that is no whole number")
        return words[4], _TYPES[words[3]], _TYPES[words[2]]
    raise text.damaged("PLY", "its header cannot be read")


Found = dict[str, tuple[Columns, dict[str, _Lists]]]


def _binary(elements: list[_Element], body: memoryview, order: str) -> Found:
    found: Found = {}
    at = 0
    for element in elements:
        if not any(length for _, _, length in element.properties):
            row = np.dtype([(f"c{place}", order + kind) for place, (_, kind, _) in enumerate(element.properties)])
            if at + element.count * row.itemsize > len(body):
                raise _cut(element)
            rows = np.frombuffer(body, row, element.count, at)
            columns = {name: rows[f"c{place}"] for place, (name, _, _) in enumerate(element.properties)}
            found[element.name] = (columns, {})
            at += element.count * row.itemsize
        else:
            at, columns, lists = _binary_lists(element, body, at, order)
            found[element.name] = (columns, lists)
    return found


def _cut(element: _Element) -> Refused:
    return text.damaged("PLY", f"it ends within its {element.count:,} entries of “{element.name[:40]}”")


def _binary_lists(element: _Element, body: memoryview, at: int, order: str) -> tuple[int, Columns, dict[str, _Lists]]:
    """Rows of an element that holds lists; where all lists are as long as those of the first row, all at once."""
    first = _lengths(element, body, at, order)
    fields: list[tuple[Any, ...]] = []
    for place, (_, kind, length) in enumerate(element.properties):
        if length:
            fields.append((f"n{place}", order + length))
            fields.append((f"c{place}", order + kind, (first[place],)))
        else:
            fields.append((f"c{place}", order + kind))
    row = np.dtype(fields)
    if element.count and at + element.count * row.itemsize <= len(body):
        rows = np.frombuffer(body, row, element.count, at)
        same = all(bool((rows[f"n{place}"] == size).all()) for place, size in first.items())
        if same:
            columns = {
                name: rows[f"c{place}"] for place, (name, _, length) in enumerate(element.properties) if not length
            }
            lists = {
                element.properties[place][0]: _Lists(
                    np.full(element.count, size, np.int64), rows[f"c{place}"].reshape(-1)
                )
                for place, size in first.items()
            }
            return at + element.count * row.itemsize, columns, lists
    return _binary_rows(element, body, at, order)


def _lengths(element: _Element, body: memoryview, at: int, order: str) -> dict[int, int]:
    found = {}
    for place, (_, kind, length) in enumerate(element.properties):
        if length and element.count:
            size = np.dtype(length).itemsize
            if at + size > len(body):
                raise _cut(element)
            found[place] = max(0, int(np.frombuffer(body, order + length, 1, at)[0]))
            at += size + found[place] * np.dtype(kind).itemsize
            if at > len(body):
                raise _cut(element)
        elif element.count:
            at += np.dtype(kind).itemsize
    return found


def _binary_rows(element: _Element, body: memoryview, at: int, order: str) -> tuple[int, Columns, dict[str, _Lists]]:
    kinds = [
        (name, np.dtype(order + kind), np.dtype(order + length) if length else None)
        for name, kind, length in element.properties
    ]
    singles: dict[str, list[Any]] = {name: [] for name, _, length in kinds if length is None}
    counts: dict[str, list[int]] = {name: [] for name, _, length in kinds if length is not None}
    pieces: dict[str, list[Any]] = {name: [] for name in counts}
    size = len(body)
    for _ in range(element.count):
        for name, kind, length in kinds:
            amount = 1
            if length is not None:
                if at + length.itemsize > size:
                    raise _cut(element)
                amount = int(np.frombuffer(body, length, 1, at)[0])
                at += length.itemsize
                counts[name].append(amount)
            if amount < 0 or at + amount * kind.itemsize > size:
                raise _cut(element)
            values = np.frombuffer(body, kind, amount, at)
            at += amount * kind.itemsize
            (singles if length is None else pieces)[name].append(values)
    columns = {name: np.concatenate(held) if held else np.zeros(0) for name, held in singles.items()}
    lists = {
        name: _Lists(np.array(counts[name], np.int64), np.concatenate(held) if held else np.zeros(0, np.int64))
        for name, held in pieces.items()
    }
    return at, columns, lists


def _text(elements: list[_Element], body: bytes) -> Found:
    text.check_size(len(body), "PLY")
    values = text.numbers(body, "PLY", "its entries")
    found: Found = {}
    at = 0
    for element in elements:
        width = len(element.properties)
        if not any(length for _, _, length in element.properties):
            if at + element.count * width > len(values):
                raise _cut(element)
            rows = values[at : at + element.count * width].reshape(element.count, width)
            at += element.count * width
            columns = {name: rows[:, place] for place, (name, _, _) in enumerate(element.properties)}
            found[element.name] = (columns, {})
            continue
        at, lists = _text_lists(element, values, at)
        found[element.name] = ({}, lists)
    return found


def _text_lists(element: _Element, values: NDArray[np.float64], at: int) -> tuple[int, dict[str, _Lists]]:
    listed = [(name, bool(length)) for name, _, length in element.properties]
    counts: dict[str, list[int]] = {name: [] for name, is_list in listed if is_list}
    starts: dict[str, list[int]] = {name: [] for name in counts}
    size = len(values)
    for _ in range(element.count):
        for name, is_list in listed:
            if at >= size:
                raise _cut(element)
            if not is_list:
                at += 1
                continue
            amount = values[at]
            if not 0 <= amount <= size - at - 1 or amount != int(amount):
                raise _cut(element)
            counts[name].append(int(amount))
            starts[name].append(at + 1)
            at += 1 + int(amount)
    found = {}
    for name, lengths in counts.items():
        many = np.array(lengths, np.int64)
        first = np.repeat(np.array(starts[name], np.int64), many)
        within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        found[name] = _Lists(many, values[first + within])
    return at, found


def _triangles(found: Found, places: NDArray[np.float64], limits: Limits) -> NDArray[np.uint32]:
    vertices = len(places)
    faces = None
    for element, names in (
        ("face", ("vertex_indices", "vertex_index")),
        ("tristrips", ("vertex_indices", "vertex_index")),
    ):
        for name in names:
            if faces is None and element in found and name in found[element][1]:
                faces = (element, found[element][1][name])
    if faces is None:
        return np.zeros((0, 3), np.uint32)
    kind, lists = faces
    corners = _whole(lists.values)
    if kind == "tristrips":
        return _strips(corners, vertices)
    if len(corners) and (int(corners.min()) < 0 or int(corners.max()) >= vertices):
        worst = int(corners.max() if corners.max() >= vertices else corners.min())
        raise text.out_of_range("PLY", worst, vertices)
    amount = int(np.maximum(lists.counts - 2, 0).sum())
    if amount > limits.triangles:
        raise Refused(
            "too-big",
            f"This PLY has {amount:,} triangles; at most {limits.triangles:,} are taken.",
            "Reduce the number of triangles, then export again.",
        )
    return corners[polygons.triangulated(lists.counts, places[corners])].astype(np.uint32)


def _whole(values: NDArray[Any]) -> NDArray[np.int64]:
    if values.dtype.kind == "f" and len(values) and not bool((np.abs(values) < 2.0**53).all()):
        raise text.damaged("PLY", "a face names a vertex by no usable number")
    return values.astype(np.int64)


def _strips(corners: NDArray[np.int64], vertices: int) -> NDArray[np.uint32]:
    """Triangle strips, -1 between them: every second triangle of a strip is turned round."""
    if len(corners) and (int(corners.min()) < -1 or int(corners.max()) >= vertices):
        raise text.out_of_range("PLY", int(corners.max()), vertices)
    if len(corners) < 3:
        return np.zeros((0, 3), np.uint32)
    place = np.arange(len(corners))
    begun = np.maximum.accumulate(np.where(corners == -1, place + 1, 0))
    rows = np.stack([corners[:-2], corners[1:-1], corners[2:]], axis=1)
    odd = ((place - begun)[:-2] % 2).astype(bool)
    rows[odd] = rows[odd][:, [1, 0, 2]]
    return rows[(rows >= 0).all(axis=1)].astype(np.uint32)


def _places(points: Columns) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):  # a signalling NaN is told by the next step, not by a warning
        places = np.stack([points[axis].astype(np.float64) for axis in "xyz"], axis=1)
    return text.finite(places, "PLY")


def _surface(points: Columns, positions: NDArray[np.float64], triangles: NDArray[np.uint32]) -> Primitive:
    normals = None
    if all(axis in points for axis in ("nx", "ny", "nz")):
        normals = _units(np.stack([points[axis].astype(np.float64) for axis in ("nx", "ny", "nz")], axis=1))
    uvs: dict[int, NDArray[np.float32]] = {}
    for across, up in _UV_NAMES:
        if across in points and up in points and not uvs:
            places = np.stack([points[across], 1.0 - points[up].astype(np.float64)], axis=1)
            uvs[0] = np.clip(np.nan_to_num(places), -1e6, 1e6).astype(np.float32)
    return Primitive(
        positions.astype(np.float32),
        triangles,
        None if normals is None else normals.astype(np.float32),
        uvs,
        _tint(points),
    )


def _units(normals: NDArray[np.float64]) -> NDArray[np.float64]:
    normals = np.nan_to_num(normals, nan=0.0, posinf=0.0, neginf=0.0)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(np.divide(normals, length, out=np.tile([0.0, 1.0, 0.0], (len(normals), 1)), where=length > 1e-12))


def _tint(points: Columns) -> NDArray[np.float32] | None:
    for names in _COLOUR_NAMES:
        if not all(name in points for name in names):
            continue
        held = [_unit(points[name]) for name in names]
        alpha = _unit(points["alpha"]) if "alpha" in points else np.ones(len(held[0]))
        return np.column_stack([colours.linear(np.stack(held, axis=1)), alpha]).astype(np.float32)
    return None


def _unit(values: NDArray[Any]) -> NDArray[np.float64]:
    """Whole numbers are 0..255 (or the whole range of their type), fractions 0..1; text files give fractions only."""
    plain = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=1.0, neginf=0.0)
    if values.dtype.kind in "ui":
        return np.asarray(np.clip(plain / np.iinfo(values.dtype).max, 0, 1))
    whole = len(plain) > 0 and float(plain.max()) > 1.0
    return np.asarray(np.clip(plain / 255.0 if whole else plain, 0, 1))
