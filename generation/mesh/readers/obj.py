"""Reads Wavefront OBJ with its MTL: objects, groups, materials, UVs, normals and vertex colours."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generation.mesh import archive, polygons
from generation.mesh.assembly import Assembly, Place, unindexed
from generation.mesh.limits import Limits
from generation.mesh.origin import Origin, named
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import colours, mtl, text
from generation.mesh.refusal import Refused
from generation.mesh.units import METRES

_UNIT = re.compile(rb"(?im)^#.*?\bunits?\b\s*[:=]?\s*(\w+)")


@dataclass(slots=True)
class _Run:
    """Faces in a row of one object and one material."""

    thing: str
    material: str
    faces: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Lines:
    places: list[bytes] = field(default_factory=list)
    uvs: list[bytes] = field(default_factory=list)
    normals: list[bytes] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)


def read(
    data: bytes | memoryview,
    limits: Limits,
    *,
    open_file: Callable[[str], bytes | None] | None = None,
    base: str = "the OBJ",
) -> Assembly:
    """An OBJ as one node an object. The unit is the metre unless a comment names another; Y points up.

    `open_file` gives the bytes of a file named beside it (a zip's); without it every material library is refused when
    its name leaves the folder, and else left out. Raises Refused.
    """
    raw = bytes(data)
    text.check_size(len(raw), "OBJ")
    unit = _unit(raw[:4096])
    lines = _sorted(raw)
    # Rows may have vertex colours behind the place; the longest form decides.
    width = _width(lines.places)
    places = text.table(lines.places, width, "OBJ", "its vertices")
    text.finite(places, "OBJ")
    uvs = text.table(lines.uvs, 2, "OBJ", "its texture places") if lines.uvs else np.zeros((0, 2))
    normals = text.table(lines.normals, 3, "OBJ", "its normals") if lines.normals else np.zeros((0, 3))
    made = Assembly(Origin("obj", unit or "meter", METRES[unit or "meter"], "y", bool(unit)))
    looks = mtl.Looks(made, base)
    for library in lines.libraries:
        looks.load(library, open_file)
    sizes = (len(places), len(uvs), len(normals))
    total = 0
    held: dict[str, list[Primitive]] = {}
    for run in lines.runs:
        corners, counts = _corners(run.faces, sizes)
        triangles = polygons.triangulated(counts, places[corners[:, 0], :3])
        total += len(triangles)
        if total > limits.triangles:
            raise Refused(
                "too-big",
                f"This OBJ has more than {limits.triangles:,} triangles.",
                "Reduce the number of triangles, then export again.",
            )
        if len(triangles):
            surface = _surface(corners, triangles, places, uvs, normals, looks.number(run.material))
            held.setdefault(run.thing, []).append(surface)
    for name, surfaces in held.items():
        made.places.append(Place(name, mesh=len(made.meshes)))
        made.meshes.append(Mesh(name, tuple(surfaces)))
    if sum(map(len, held.values())) > limits.draws:
        raise text.damaged("OBJ", "it has more separate surfaces than are taken")
    return made


def _unit(head: bytes) -> str:
    said = _UNIT.search(head)
    return "" if said is None else named(said[1].decode("latin-1"))


def _sorted(raw: bytes) -> _Lines:
    """Every line to its kind; faces of one object and material come together whatever stands between them."""
    if b"\\" in raw:
        raw = re.sub(rb"\\\r?\n", b" ", raw)
    found = _Lines()
    runs: dict[tuple[str, str], _Run] = {}
    thing = group = material = ""
    run: _Run | None = None
    places, uvs, normals = found.places, found.uvs, found.normals
    for line in raw.splitlines():
        stripped = line.lstrip()
        head, _, rest = stripped.partition(b" ")
        if b"\t" in head:
            head, _, rest = stripped.partition(b"\t")
        if head == b"v":
            places.append(rest)
        elif head == b"vt":
            uvs.append(rest)
        elif head == b"vn":
            normals.append(rest)
        elif head == b"f":
            if run is None:
                key = (thing or group or "model", material)
                run = runs.setdefault(key, _Run(*key))
            if b"-" in rest:
                rest = _absolute(rest, (len(places), len(uvs), len(normals)))
            run.faces.append(rest)
        elif head == b"o":
            thing, run = text.words(rest), None
        elif head == b"g":
            group, run = text.words(rest), None
        elif head == b"usemtl":
            material, run = text.words(rest), None
        elif head == b"mtllib":
            found.libraries.append(rest.decode("utf-8", "replace").strip())
    found.runs = list(runs.values())
    return found


def _absolute(rest: bytes, sizes: tuple[int, int, int]) -> bytes:
    """A face that counts back from the newest vertex, counted from the first one instead."""
    corners = []
    for corner in rest.split():
        parts = corner.split(b"/")
        for place, part in enumerate(parts[:3]):
            if part.startswith(b"-"):
                if not part[1:].isdigit() or len(part) > 12 or (number := sizes[place] + 1 + int(part)) < 1:
                    raise text.damaged("OBJ", "a face counts back to a vertex before the first")
                parts[place] = b"%d" % number
        corners.append(b"/".join(parts))
    return b" ".join(corners)


def _width(lines: list[bytes]) -> int:
    width = len(lines[0].split()) if lines else 3
    return 6 if width >= 6 else 3


def _corners(faces: list[bytes], sizes: tuple[int, int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Corners (n, 3) of place, UV and normal counted from 0, -1 where none is named; and the corners of each face."""
    faces = [face.partition(b"#")[0] if b"#" in face else face for face in faces]
    joined = b" ".join(faces)
    counts = np.array([len(face.split()) for face in faces], np.int64)
    total = int(counts.sum())
    if b"/" not in joined:
        parts = 1
    else:
        slashes = joined.count(b"/")
        parts = 2 if slashes == total else 3 if slashes == 2 * total else 0
    if parts:
        flat = joined.replace(b"//", b"/0/").replace(b"/", b" ") if parts == 3 else joined.replace(b"/", b" ")
        values = text.numbers(flat, "OBJ", "its faces")
        if len(values) == parts * total:
            return _checked(values.reshape(-1, parts), sizes), counts
    rows = np.zeros((total, 3))
    for number, corner in enumerate(joined.split()):
        for place, part in enumerate(corner.split(b"/")[:3]):
            if part:
                if not part.isdigit() or len(part) > 12:
                    raise text.damaged("OBJ", "its faces are not numbers")
                rows[number, place] = int(part)
    return _checked(rows, sizes), counts


def _checked(values: NDArray[np.float64], sizes: tuple[int, int, int]) -> NDArray[np.int64]:
    found = np.full((len(values), 3), -1, np.int64)
    for place in range(values.shape[1]):
        column = values[:, place]
        if len(column) and not (
            float(column.max()) <= sizes[place] and float(column.min()) >= (1 if place == 0 else 0)
        ):
            worst = column.max() if column.max() > sizes[place] else column.min()
            raise text.out_of_range("OBJ", int(worst), sizes[place])
        if (column != np.floor(column)).any():
            raise text.damaged("OBJ", "its faces are not whole numbers")
        found[:, place] = column.astype(np.int64) - 1
    return found


def _surface(
    corners: NDArray[np.int64],
    triangles: NDArray[np.int64],
    places: NDArray[np.float64],
    uvs: NDArray[np.float64],
    normals: NDArray[np.float64],
    material: int | None,
) -> Primitive:
    # A surface whose every corner has a UV (normal) keeps them; one with gaps would show rubbish.
    with_uv, with_normal = bool((corners[:, 1] >= 0).all()), bool((corners[:, 2] >= 0).all())
    columns = [corners[:, 0], corners[:, 1] if with_uv else None, corners[:, 2] if with_normal else None]
    first, vertex = unindexed(columns, len(corners))
    kept = corners[first]
    laid = {}
    if with_uv:
        found = np.clip(np.nan_to_num(uvs[kept[:, 1]]), -1e6, 1e6)
        laid[0] = np.column_stack([found[:, 0], 1.0 - found[:, 1]]).astype(np.float32)
    smooth = None
    if with_normal:
        found = np.nan_to_num(normals[kept[:, 2]], posinf=0.0, neginf=0.0)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        upward = np.tile([0.0, 1.0, 0.0], (len(found), 1))
        smooth = np.divide(found, length, out=upward, where=length > 1e-12).astype(np.float32)
    tint = None
    if places.shape[1] == 6:
        shown = places[kept[:, 0], 3:]
        tint = np.column_stack([colours.linear(shown), np.ones(len(shown))]).astype(np.float32)
    positions = places[kept[:, 0], :3].astype(np.float32)
    return Primitive(positions, vertex[triangles], smooth, laid, tint, material)


def in_zip(held: archive.Archive, name: str, limits: Limits) -> Assembly:
    """The OBJ `name` of a zip, its material libraries and pictures found beside it and nowhere else."""

    def open_file(reference: str) -> bytes | None:
        found = held.resolve(reference, name)
        return None if found is None else held.read(found)

    return read(held.read(name), limits, open_file=open_file, base=name)
