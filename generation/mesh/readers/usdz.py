"""Reads USDZ: finds the root layer of its package, and turns its prims into nodes, surfaces and materials."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import archive, polygons
from generation.mesh.archive import Archive
from generation.mesh.assembly import Assembly, Place, same, unindexed
from generation.mesh.limits import Limits
from generation.mesh.origin import Origin, unit_of
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import text, usda, usdc, usdlook, usdplace
from generation.mesh.readers.usda import Prim
from generation.mesh.refusal import Refused

_LAYERS = (".usd", ".usda", ".usdc")
_REMEDY = "Export the model again as USDZ or GLB and upload the new file."
_MOST_LAYERS = 200
_DRAWN_ELSEWHERE = frozenset(
    {
        "Cube",
        "Sphere",
        "Cylinder",
        "Cone",
        "Capsule",
        "Plane",
        "BasisCurves",
        "Points",
        "NurbsPatch",
        "NurbsCurves",
        "PointInstancer",
        "HermiteCurves",
        "TetMesh",
    }
)


def is_package(held: Archive) -> bool:
    """Whether a zip is a USDZ: its first file is a layer."""
    return bool(held.names) and held.names[0].lower().endswith(_LAYERS)


def read(held: Archive, limits: Limits) -> Assembly:
    """A USDZ as its tree of nodes that lead to a mesh, in the stage's unit and axes. Raises Refused."""
    layers = _Layers(held)
    root = layers.opened(held.names[0])
    metres = _number(root.about.get("metersPerUnit"), 0.01)
    if not 1e-9 < metres < 1e9:
        raise text.damaged("USD", "its unit has no usable length")
    up = str(root.about.get("upAxis", "Y")).lower()
    made = Assembly(Origin("usdz", unit_of(metres), metres, up if up in ("x", "y", "z") else "y", True))
    composed = layers.composed(root, held.names[0])
    _Stage(made, composed, held, limits).walk()
    return made


def _number(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and np.isfinite(value) else otherwise


class _Layers:
    """The layers of a package, read once each, and prims with what they refer to merged in."""

    def __init__(self, held: Archive) -> None:
        self._held = held
        self._known: dict[str, Prim] = {}
        self._prims = 0

    def opened(self, name: str) -> Prim:
        if name not in self._known:
            if len(self._known) >= _MOST_LAYERS:
                raise Refused("too-big", "This USDZ has more layers than are taken.", _REMEDY)
            data = self._held.read(name)
            self._known[name] = usdc.parse(data) if data[:8] == b"PXR-USDC" else usda.parse(data)
        return self._known[name]

    def composed(self, root: Prim, layer: str) -> Prim:
        """The root with references, payloads, sublayers, inherited classes and chosen variants in place."""
        found = Prim("", about=root.about)
        for name in [layer, *self._sublayers(root, layer)]:
            for child in self.opened(name).children.values():
                whole = self._prim(child, name, 0)
                held = found.children.get(child.name)
                found.children[child.name] = whole if held is None else _merged(held, whole)
        return found

    def _sublayers(self, root: Prim, layer: str) -> list[str]:
        listed = root.about.get("subLayers")
        assets = [one for one in (listed if isinstance(listed, list) else []) if isinstance(one, usda.Asset)]
        return [found for one in assets if (found := self._held.resolve(one.name, layer))]

    def _prim(self, prim: Prim, layer: str, depth: int) -> Prim:
        self._prims += 1
        if depth > usda.DEEPEST or self._prims > usda.MOST_PRIMS:
            raise Refused("too-deep", "The scene inside this USDZ holds itself or is too large.", _REMEDY)
        found = Prim(prim.name, prim.specifier, prim.kind, dict(prim.about), dict(prim.attributes), dict(prim.targets))
        for child in prim.children.values():
            found.children[child.name] = self._prim(child, layer, depth + 1)
        chosen = prim.about.get("variants")
        for name, variants in prim.variants.items():
            pick = chosen.get(name) if isinstance(chosen, dict) else None
            if isinstance(pick, str) and pick in variants:
                found = _merged(found, self._prim(variants[pick], layer, depth + 1))
        for key in ("inherits", "references", "payload", "specializes"):
            for target, where in self._referred(prim.about.get(key), layer):
                found = _merged(found, self._prim(target, where, depth + 1))
        return found

    def _referred(self, value: Any, layer: str) -> list[tuple[Prim, str]]:
        held = value if isinstance(value, list) else [value]
        found = []
        at = 0
        while at < len(held):
            one = held[at]
            at += 1
            where, path = layer, ""
            if isinstance(one, usda.Asset):
                name = self._held.resolve(one.name, layer) if one.name else layer
                if name is None or not name.lower().endswith(_LAYERS):
                    continue
                where = name
                if at < len(held) and isinstance(held[at], usda.Path):
                    path = held[at].name
                    at += 1
            elif isinstance(one, usda.Path):
                path = one.name
            else:
                continue
            root = self.opened(where)
            target = _at(root, path or "/" + str(root.about.get("defaultPrim", "")))
            if target is not None:
                found.append((target, where))
        return found


def _at(root: Prim, path: str) -> Prim | None:
    found: Prim | None = root
    for step in path.strip("/").split("/"):
        found = found.children.get(step) if found is not None and step else None
    return found


def _merged(strong: Prim, weak: Prim) -> Prim:
    """Both as one; where they differ the first one's word stands."""
    children = dict(strong.children)
    for name, child in weak.children.items():
        children[name] = _merged(children[name], child) if name in children else child
    specifier = (
        "def" if "def" in (strong.specifier, weak.specifier) and strong.specifier != "class" else strong.specifier
    )
    return Prim(
        strong.name,
        specifier,
        strong.kind or weak.kind,
        {**weak.about, **strong.about},
        {**weak.attributes, **strong.attributes},
        {**weak.targets, **strong.targets},
        children,
    )


class _Stage:
    """Walks the composed prims."""

    def __init__(self, made: Assembly, root: Prim, held: Archive, limits: Limits) -> None:
        self._made = made
        self._root = root
        self._limits = limits
        self._looks = usdlook.Looks(made, root, held)
        self._skipped: dict[str, int] = {}
        self._triangles = 0

    def walk(self) -> None:
        for prim in self._root.children.values():
            self._prim(prim, "", None, [])
        if self._skipped:
            names = ", ".join(sorted(self._skipped))
            self._made.origin.skipped["shapes_left_out"] = (
                sum(self._skipped.values()),
                f"Shapes that are no meshes are left out ({names}): turn them into meshes before the export.",
            )

    def _prim(self, prim: Prim, above: str, parent: int | None, bound: list[str]) -> None:
        if prim.specifier != "def" or _word(prim, "visibility") == "invisible":
            return
        if _word(prim, "purpose") in ("proxy", "guide") or prim.about.get("active") is False:
            return
        path = f"{above}/{prim.name}"
        bound = prim.targets.get("material:binding") or prim.targets.get("material:binding:preview") or bound
        if prim.kind in _DRAWN_ELSEWHERE:
            self._skipped[prim.kind] = self._skipped.get(prim.kind, 0) + 1
            return
        if not _leads_to_mesh(prim):
            for child in prim.children.values():
                self._prim(child, path, parent, bound)
            return
        if len(self._made.places) >= self._limits.nodes:
            raise Refused("too-big", "This USDZ has more nodes than are taken.", _REMEDY)
        own = len(self._made.places)
        place = Place(usda.title(prim, "node"), parent, usdplace.local(prim))
        self._made.places.append(place)
        if prim.kind == "Mesh":
            surfaces = self._surfaces(prim, path, bound)
            if surfaces:
                place.mesh = len(self._made.meshes)
                self._made.meshes.append(Mesh(place.name, tuple(surfaces)))
        for child in prim.children.values():
            if child.kind != "GeomSubset":
                self._prim(child, path, own, bound)

    def _surfaces(self, prim: Prim, path: str, bound: list[str]) -> list[Primitive]:
        points = usda.array(_value(prim, "points"), 3)
        counts, indices = (
            usda.array(_value(prim, "faceVertexCounts"), 1),
            usda.array(_value(prim, "faceVertexIndices"), 1),
        )
        if points is None or counts is None or indices is None or not len(counts):
            return []
        text.finite(points, "USDZ")
        many, corners = _whole(counts), _whole(indices)
        if len(corners) != int(many.sum()) or (many < 0).any():
            raise text.damaged("USDZ", f"the faces of “{archive.shown(prim.name)}” name other vertices than they count")
        if len(corners) and not (int(corners.min()) >= 0 and int(corners.max()) < len(points)):
            raise text.out_of_range("USDZ", int(corners.max()), len(points))
        self._triangles += int(np.maximum(many - 2, 0).sum())
        if self._triangles > self._limits.triangles:
            raise Refused("too-big", f"This USDZ shows more than {self._limits.triangles:,} triangles.", _REMEDY)
        held = _Corners(prim, points, many, corners)
        return [
            held.surface(faces, self._looks.number(targets, path))
            for faces, targets in _subsets(prim, len(many), bound)
            if len(faces)
        ]


def _subsets(prim: Prim, faces: int, bound: list[str]) -> list[tuple[NDArray[np.int64], list[str]]]:
    """The faces of each material: those of the subsets first, then what they leave."""
    left = np.ones(faces, bool)
    found = []
    for child in prim.children.values():
        chosen = usda.array(_value(child, "indices"), 1) if child.kind == "GeomSubset" else None
        if chosen is None or _word(child, "familyName") not in ("", "materialBind"):
            continue
        own = _whole(chosen)
        if len(own) and not (int(own.min()) >= 0 and int(own.max()) < faces):
            raise text.out_of_range("USDZ", int(own.max()), faces)
        own = own[left[own]]
        left[own] = False
        found.append((own, child.targets.get("material:binding") or bound))
    return [*found, (np.flatnonzero(left), bound)]


def _whole(values: NDArray[np.float64]) -> NDArray[np.int64]:
    if len(values) and not (np.abs(values) < 2**40).all():
        raise text.damaged("USDZ", "an index is no usable number")
    return values.astype(np.int64)


def _value(prim: Prim, name: str) -> Any:
    held = prim.attributes.get(name)
    return None if held is None else held.value


def _word(prim: Prim, name: str) -> str:
    value = _value(prim, name)
    return value if isinstance(value, str) else ""


def _leads_to_mesh(prim: Prim) -> bool:
    if prim.specifier != "def":
        return False
    return prim.kind == "Mesh" or any(_leads_to_mesh(child) for child in prim.children.values())


class _Corners:
    """What each corner of a mesh's faces carries, by the interpolation of each primvar."""

    def __init__(
        self, prim: Prim, points: NDArray[np.float64], counts: NDArray[np.int64], corners: NDArray[np.int64]
    ) -> None:
        self._points, self._counts, self._corners = points, counts, corners
        self._starts = np.cumsum(counts) - counts
        self._turned = _word(prim, "orientation") == "leftHanded"
        self._normals = self._primvar(prim, "primvars:normals", 3) or self._primvar(prim, "normals", 3)
        names = [name for name in prim.attributes if name.startswith("primvars:") and name.count(":") == 1]
        laid = [name for name in ("primvars:st", "primvars:UVMap", "primvars:st0", "primvars:map1") if name in names]
        self._uvs = next(
            (found for name in laid or self._others(prim, names) if (found := self._primvar(prim, name, 2))), None
        )
        self._tints = self._primvar(prim, "primvars:displayColor", 3)
        self._covers = self._primvar(prim, "primvars:displayOpacity", 1)

    @staticmethod
    def _others(prim: Prim, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if isinstance(value := _value(prim, name), np.ndarray) and value.ndim == 2 and value.shape[1] == 2
        ]

    def _primvar(self, prim: Prim, name: str, width: int) -> tuple[NDArray[np.float64], NDArray[np.int64]] | None:
        """Its values (n, width) and, for every corner, which one it takes."""
        values = usda.array(_value(prim, name), width)
        if values is None or not len(values):
            return None
        values = np.clip(np.nan_to_num(values.reshape(-1, width), posinf=0.0, neginf=0.0), -1e6, 1e6)
        chosen = usda.array(_value(prim, f"{name}:indices"), 1)
        held = prim.attributes[name]
        way = held.about.get("interpolation") or ("vertex" if name == "normals" else "constant")
        size = len(chosen) if chosen is not None else len(values)
        if way in ("vertex", "varying") and size >= len(self._points):
            place = self._corners
        elif way == "faceVarying" and size >= len(self._corners):
            place = np.arange(len(self._corners))
        elif way == "uniform" and size >= len(self._counts):
            place = np.repeat(np.arange(len(self._counts)), self._counts)
        else:
            place = np.zeros(len(self._corners), np.int64)
        if chosen is not None:
            place = _whole(chosen)[place]
        if len(place) and not (int(place.min()) >= 0 and int(place.max()) < len(values)):
            raise text.out_of_range("USDZ", int(place.max()), len(values))
        return same(values, place)

    def surface(self, faces: NDArray[np.int64], material: int | None) -> Primitive:
        counts = self._counts[faces]
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(self._starts[faces], counts) + within
        # A colour or a normal for a whole face or mesh joins its corners, so it splits no vertex by itself.
        columns = [self._corners[at]]
        columns += [held[1][at] for held in (self._normals, self._uvs, self._tints) if held is not None]
        first, vertex = unindexed(columns, len(at))
        kept = at[first]
        triangles = vertex[polygons.triangulated(counts, self._points[self._corners[at]])]
        if self._turned:
            triangles = triangles[:, ::-1]
        normals = None
        if self._normals is not None:
            found = self._normals[0][self._normals[1][kept]]
            length = np.linalg.norm(found, axis=1, keepdims=True)
            upward = np.tile([0.0, 1.0, 0.0], (len(found), 1))
            normals = np.divide(found, length, out=upward, where=length > 1e-12).astype(np.float32)
        uvs = {}
        if self._uvs is not None:
            laid = np.clip(self._uvs[0][self._uvs[1][kept]], -1e6, 1e6)
            uvs[0] = np.column_stack([laid[:, 0], 1 - laid[:, 1]]).astype(np.float32)
        tint = None
        if self._tints is not None:
            shown = np.clip(self._tints[0][self._tints[1][kept]], 0, 1)
            cover = np.ones(len(kept)) if self._covers is None else self._covers[0][self._covers[1][kept], 0]
            tint = np.column_stack([shown, np.clip(cover, 0, 1)]).astype(np.float32)
        return Primitive(self._points[self._corners[kept]].astype(np.float32), triangles, normals, uvs, tint, material)
