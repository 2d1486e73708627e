"""Reads 3MF: the build's items with their objects, components, colours and pictures, over the parts of its package."""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from generation.mesh import archive
from generation.mesh.archive import Archive
from generation.mesh.assembly import Assembly, Place
from generation.mesh.limits import MEBIBYTE, Limits
from generation.mesh.materials import Material, Texture
from generation.mesh.origin import Origin
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import colours, mtl, text
from generation.mesh.refusal import Refused
from generation.mesh.units import METRES

_UNITS = {"micron", "millimeter", "centimeter", "inch", "foot", "meter"}
_KNOWN_NEEDED = {
    "http://schemas.microsoft.com/3dmanufacturing/material/2015/02",
    "http://schemas.microsoft.com/3dmanufacturing/production/2015/06",
    "http://schemas.microsoft.com/3dmanufacturing/core/2015/02",
}
_MOST_BYTES = 256 * MEBIBYTE
_DEEPEST = 32
_REMEDY = "Export the model again as 3MF or GLB and upload the new file."
Matrix = NDArray[np.float64]


@dataclass(slots=True)
class _Property:
    """A row of a property group: a colour, a place on a picture, or a mix of others."""

    kind: str
    names: list[str] = field(default_factory=list)
    colours: list[tuple[float, float, float, float]] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)
    picture: str = ""


@dataclass(slots=True)
class _Object:
    name: str
    kind: str
    group: str
    index: int
    vertices: "array[float]" = field(default_factory=lambda: array("d"))
    # v1 v2 v3, group number, p1 p2 p3 (-1 where absent)
    triangles: "array[int]" = field(default_factory=lambda: array("q"))
    groups: list[str] = field(default_factory=list)
    components: list[tuple[str, str, Matrix | None]] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """A model part of the package."""

    unit: str = "millimeter"
    objects: dict[str, _Object] = field(default_factory=dict)
    properties: dict[str, _Property] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    items: list[tuple[str, str, Matrix | None]] = field(default_factory=list)


def is_package(held: Archive) -> bool:
    """Whether a zip is a 3MF."""
    return any(name.lower().endswith(".model") for name in held.names) and "[Content_Types].xml" in held


def read(held: Archive, limits: Limits) -> Assembly:
    """A 3MF as one node a build item (its components below it); Z points up. Raises Refused."""
    return _Reader(held, limits).assembly()


class _Reader:
    def __init__(self, held: Archive, limits: Limits) -> None:
        self._held = held
        self._limits = limits
        self._parts: dict[str, _Part] = {}
        self._materials: dict[tuple[str, str, object], int] = {}
        self._meshes: dict[tuple[str, str], int] = {}
        self._known: dict[bytes, int] = {}
        self._triangles = 0

    def assembly(self) -> Assembly:
        root = self._root()
        part = self._part(root)
        self._made = Assembly(Origin("3mf", part.unit, METRES[part.unit], "z", True))
        items = part.items or [(root, number, None) for number in part.objects]
        for path, number, matrix in items:
            self._place(path or root, number, matrix, None, 0)
        return self._made

    def _root(self) -> str:
        if "_rels/.rels" in self._held:
            rels = self._held.read("_rels/.rels")
            targets: list[str] = []

            def start(name: str, attributes: dict[str, str]) -> None:
                if name.rsplit("}", 1)[-1] == "Relationship" and attributes.get("Type", "").endswith("/3dmodel"):
                    targets.append(attributes.get("Target", ""))

            _parse(rels, start)
            for target in targets:
                if found := self._named(target):
                    return found
        models = [name for name in self._held.names if name.lower().endswith(".model")]
        return min(models, key=lambda name: (name.count("/"), name))

    def _named(self, path: str) -> str | None:
        # Names of a package are written from its root: "/3D/3dmodel.model".
        return self._held.resolve(path.lstrip("/"), "")

    def _part(self, path: str) -> _Part:
        if path not in self._parts:
            if self._held.size(path) > _MOST_BYTES:
                raise Refused(
                    "too-big",
                    f"The model inside this 3MF is larger than {_MOST_BYTES // MEBIBYTE} MB.",
                    "Reduce the number of triangles, then export again.",
                )
            self._parts[path] = _Maker(self._limits).part(self._held.read(path))
        return self._parts[path]

    def _place(self, path: str, number: str, matrix: Matrix | None, parent: int | None, depth: int) -> None:
        if depth > _DEEPEST:
            raise Refused("too-deep", "In this 3MF objects hold each other too deep or in a loop.", _REMEDY)
        name = self._named(path)
        part = self._part(name) if name else None
        thing = part.objects.get(number) if part else None
        if part is None or name is None or thing is None:
            raise text.damaged("3MF", f"it places an object “{archive.shown(number)}” that it does not hold")
        if len(self._made.places) >= self._limits.nodes:
            raise Refused("too-big", "This 3MF places more objects than are taken.", _REMEDY)
        if thing.kind in ("support", "other"):
            return
        place = Place(thing.name, parent, matrix)
        own = len(self._made.places)
        self._made.places.append(place)
        if thing.triangles:
            place.mesh = self._mesh(name, number, part, thing)
            self._triangles += len(thing.triangles) // 7
            if self._triangles > self._limits.triangles:
                raise Refused("too-big", f"This 3MF shows more than {self._limits.triangles:,} triangles.", _REMEDY)
        for held, component, moved in thing.components:
            self._place(held or name, component, moved, own, depth + 1)

    def _mesh(self, path: str, number: str, part: _Part, thing: _Object) -> int:
        key = (path, number)
        if key not in self._meshes:
            self._meshes[key] = len(self._made.meshes)
            self._made.meshes.append(Mesh(thing.name, tuple(self._surfaces(path, part, thing))))
        return self._meshes[key]

    def _surfaces(self, path: str, part: _Part, thing: _Object) -> list[Primitive]:
        places = text.finite(np.frombuffer(thing.vertices, np.float64).reshape(-1, 3), "3MF")
        rows = np.frombuffer(thing.triangles, np.int64).reshape(-1, 7)
        if int(rows[:, :3].max()) >= len(places) or int(rows[:, :3].min()) < 0:
            raise text.out_of_range("3MF", int(rows[:, :3].max()), len(places))
        found = []
        looks: dict[tuple[str, int], list[NDArray[np.int64]]] = {}
        for group_number, group in enumerate([thing.group, *thing.groups]):
            chosen = rows[rows[:, 3] == group_number]
            held = part.properties.get(group)
            plain = held is None or held.kind in ("base", "mix")
            for index in np.unique(chosen[:, 4]) if plain else [-1]:
                same = chosen[chosen[:, 4] == index] if plain else chosen
                if len(same):
                    looks.setdefault((group, int(index)), []).append(same)
        for (group, index), pieces in looks.items():
            same = np.concatenate(pieces)
            held = part.properties.get(group)
            if held is None or held.kind in ("base", "mix"):
                material = None if held is None else self._plain(path, group, held, max(index, 0))
                found.append(_bare(places, same[:, :3], material))
            elif held.kind == "colour":
                found.append(_tinted(places, same, held))
            else:
                found.append(self._pictured(path, part, group, held, places, same))
        return found

    def _plain(self, path: str, group: str, held: _Property, index: int) -> int:
        if index >= len(held.colours):
            raise text.damaged("3MF", "a triangle names a material that is not there")
        key = (path, group, index)
        if key not in self._materials:
            self._materials[key] = len(self._made.materials)
            colour = held.colours[index]
            self._made.materials.append(
                Material(held.names[index], colour, 0.0, 0.6, alpha="BLEND" if colour[3] < 0.999 else "OPAQUE")
            )
        return self._materials[key]

    def _pictured(
        self, path: str, part: _Part, group: str, held: _Property, places: NDArray[np.float64], rows: NDArray[np.int64]
    ) -> Primitive:
        key = (path, group, "picture")
        if key not in self._materials:
            target = part.pictures.get(held.picture)
            name = self._named(target) if target else None
            if name is None:
                raise text.damaged("3MF", "it names a picture that it does not hold")
            use = Texture(mtl.add_picture(self._made, self._held.read(name), name, self._known))
            self._materials[key] = len(self._made.materials)
            bare = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            self._made.materials.append(Material(bare, (1.0, 1.0, 1.0, 1.0), 0.0, 0.6, base=use))
        table = np.array(held.places or [(0.0, 0.0)])
        first, vertex, corners = _split(rows, len(table))
        return Primitive(
            places[corners[first, 0]].astype(np.float32),
            vertex.reshape(-1, 3),
            uvs={0: np.column_stack([table[corners[first, 1], 0], 1 - table[corners[first, 1], 1]]).astype(np.float32)},
            material=self._materials[key],
        )


def _bare(places: NDArray[np.float64], triangles: NDArray[np.int64], material: int | None) -> Primitive:
    used, vertex = np.unique(triangles, return_inverse=True)
    return Primitive(places[used].astype(np.float32), vertex.reshape(-1, 3).astype(np.uint32), material=material)


def _split(rows: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Vertices that differ by place or property: the first corner of each, the vertex of each corner, all corners."""
    chosen = rows[:, 4:7].copy()
    for column in (1, 2):
        chosen[:, column] = np.where(chosen[:, column] < 0, chosen[:, 0], chosen[:, column])
    chosen = np.maximum(chosen, 0)
    if int(chosen.max()) >= size:
        raise text.damaged("3MF", "a triangle names a property that is not there")
    corners = np.stack([rows[:, :3].ravel(), chosen.ravel()], axis=1)
    _, first, vertex = np.unique(corners[:, 0] * size + corners[:, 1], return_index=True, return_inverse=True)
    return first, vertex.reshape(-1).astype(np.uint32), corners


def _tinted(places: NDArray[np.float64], rows: NDArray[np.int64], held: _Property) -> Primitive:
    table = np.array(held.colours or [(1.0, 1.0, 1.0, 1.0)])
    first, vertex, corners = _split(rows, len(table))
    return Primitive(
        places[corners[first, 0]].astype(np.float32),
        vertex.reshape(-1, 3),
        colours=table[corners[first, 1]].astype(np.float32),
    )


def _matrix(words: str | None) -> Matrix | None:
    """A 3MF transform: twelve numbers, rows of three, that stand behind a row vector."""
    if words is None:
        return None
    values = text.numbers(words.encode("ascii", "replace"), "3MF", "its transforms")
    if len(values) != 12:
        raise text.damaged("3MF", "a transform has not twelve numbers")
    text.finite(values, "3MF")
    found = np.eye(4)
    found[:3, :] = values.reshape(4, 3).T
    return found


def _colour(words: str) -> tuple[float, float, float, float]:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", words):
        raise text.damaged("3MF", "a colour is not written as #RRGGBB or #RRGGBBAA")
    red, green, blue = (int(words[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (*colours.linear3(red, green, blue), int(words[7:9], 16) / 255 if len(words) == 9 else 1.0)


class _Maker:
    """Reads one model part as its elements come."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._part = _Part()
        self._object: _Object | None = None
        self._group: _Property | None = None
        self._base: _Property | None = None

    def part(self, data: bytes) -> _Part:
        try:
            _parse(data, self._start)
        except (KeyError, ValueError, OverflowError) as error:
            raise text.damaged("3MF", "an element lacks what it needs") from error
        return self._part

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit("}", 1)[-1]
        held = self._object
        if local == "vertex" and held is not None:
            held.vertices.extend((float(attributes["x"]), float(attributes["y"]), float(attributes["z"])))
        elif local == "triangle" and held is not None:
            self._triangle(held, attributes)
        else:
            self._other(local, attributes)

    def _triangle(self, held: _Object, attributes: dict[str, str]) -> None:
        group, own = attributes.get("pid"), 0
        if group is not None and group != held.group:
            if group not in held.groups:
                held.groups.append(group)
            own = held.groups.index(group) + 1
        first = int(attributes["p1"]) if "p1" in attributes else held.index if own == 0 else 0
        second, third = int(attributes.get("p2", -1)), int(attributes.get("p3", -1))
        held.triangles.extend(
            (int(attributes["v1"]), int(attributes["v2"]), int(attributes["v3"]), own, first, second, third)
        )
        if len(held.triangles) > 7 * self._limits.triangles:
            raise Refused("too-big", f"This 3MF has more than {self._limits.triangles:,} triangles.", _REMEDY)

    def _other(self, local: str, attributes: dict[str, str]) -> None:
        part = self._part
        if local == "model":
            self._model(attributes)
        elif local == "object":
            self._object = _Object(
                _name(attributes.get("name")) or f"object_{attributes['id']}",
                attributes.get("type", "model"),
                attributes.get("pid", ""),
                int(attributes.get("pindex", 0)),
            )
            part.objects[attributes["id"]] = self._object
        elif local == "component" and self._object is not None:
            moved = _matrix(attributes.get("transform"))
            self._object.components.append((_path(attributes), attributes["objectid"], moved))
        elif local == "item":
            part.items.append((_path(attributes), attributes["objectid"], _matrix(attributes.get("transform"))))
        elif local == "texture2d":
            part.pictures[attributes["id"]] = attributes["path"]
        elif local in ("basematerials", "colorgroup", "texture2dgroup", "compositematerials", "multiproperties"):
            kinds = {"basematerials": "base", "colorgroup": "colour", "texture2dgroup": "picture"}
            self._group = _Property(kinds.get(local, "mix"), picture=attributes.get("texid", ""))
            self._base = part.properties.get(attributes.get("matid", attributes.get("pids", "").split(" ")[0]))
            part.properties[attributes["id"]] = self._group
        elif self._group is not None:
            self._row(local, attributes, self._group)

    def _row(self, local: str, attributes: dict[str, str], group: _Property) -> None:
        if local == "base":
            group.names.append(_name(attributes.get("name")) or "material")
            group.colours.append(_colour(attributes["displaycolor"]))
        elif local == "color":
            group.colours.append(_colour(attributes["color"]))
        elif local == "tex2coord":
            group.places.append((float(attributes["u"]), float(attributes["v"])))
        elif local in ("composite", "multi"):
            # A mix shows as the first of what it mixes.
            first = int((attributes.get("values") or attributes.get("pindices") or "0").split(" ")[0] or 0)
            base = self._base
            usable = base is not None and local == "multi" and first < len(base.colours)
            group.colours.append(base.colours[first] if usable and base else (0.8, 0.8, 0.8, 1.0))
            group.names.append(base.names[first] if usable and base and first < len(base.names) else "mixed")

    def _model(self, attributes: dict[str, str]) -> None:
        unit = attributes.get("unit", "millimeter")
        if unit not in _UNITS:
            raise text.damaged("3MF", f"its unit is “{archive.shown(unit)}”")
        self._part.unit = unit


def _path(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}path")), "")


def _name(name: str | None) -> str:
    return text.words((name or "").encode("utf-8", "replace"))


def _parse(data: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Run expat over a document. Raises Refused for one that is broken or that defines or fetches anything."""
    parser = expat.ParserCreate(namespace_separator="}")

    def declared(*_: object) -> None:
        raise Refused("broken", "This 3MF defines entities of its own, which a 3MF may not.", _REMEDY)

    def fetched(_context: object, _base: object, system: str | None, _public: object) -> int:
        raise archive.outside(system or "an entity", "the model of this 3MF")

    def doctype(_name: object, _system: str | None, *_: object) -> None:
        parser.EntityDeclHandler = entity

    def entity(name: str, _is_parameter: object, _value: object, _base: object, system: str | None, *_: object) -> None:
        if system is not None:
            raise archive.outside(system, "the model of this 3MF")
        declared(name)

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.ExternalEntityRefHandler = fetched
    parser.StartElementHandler = start
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise text.damaged("3MF", f"its XML cannot be read (line {error.lineno})") from error
    except LookupError as error:
        raise text.damaged("3MF", "its XML lacks something or is in an unknown encoding") from error
