"""A model as every plain format wants it: one piece a node, in the world, one set of UVs, its pictures as files."""

import io
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generation.mesh import textures
from generation.mesh.materials import PLAIN, Material, Texture
from generation.mesh.parts import numbered
from generation.mesh.read import Model, Node, Picture

Doubles = NDArray[np.float64]
_SUFFIXES = {"png": "png", "jpeg": "jpg"}


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Triangles of one material in the world, metres, Y up: positions (n, 3), unit normals (n, 3) or None, UVs (n, 2)
    from the top left with the material's laying already in them, linear colours (n, 4), triangles (m, 3).
    """

    positions: Doubles
    triangles: NDArray[np.uint32]
    normals: Doubles | None
    uv: Doubles | None
    colours: Doubles | None
    material: int


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What one node shows, under a name that no other piece has."""

    name: str
    surfaces: tuple[Surface, ...]


@dataclass(slots=True, eq=False)
class Pieces:
    """All pieces, and the materials that they wear, in the order of the file; `names` are theirs, each once."""

    pieces: list[Piece]
    materials: list[Material]
    names: list[str]
    pictures: list[Picture]
    _files: dict[int, tuple[str, bytes] | None] = field(default_factory=dict)

    def file(self, use: Texture | None) -> tuple[str, bytes] | None:
        """A picture as a PNG or JPEG file: its bare name, unlike any other's, and its bytes; None where none is."""
        if use is None:
            return None
        if use.picture not in self._files:
            self._files[use.picture] = self._made(use.picture)
        return self._files[use.picture]

    def _made(self, number: int) -> tuple[str, bytes] | None:
        picture = self.pictures[number]
        stem = identifier(picture.name.rsplit("/", 1)[-1].rsplit(".", 1)[0], "picture")
        taken = {name for held in self._files.values() if held is not None for name in (held[0].rsplit(".", 1)[0],)}
        name = free(stem, taken)
        if picture.kind in _SUFFIXES:
            return f"{name}.{_SUFFIXES[picture.kind]}", bytes(picture.data)
        image = textures.decoded(picture, max(picture.width, picture.height))
        if image is None:
            return None
        out = io.BytesIO()
        image.save(out, "PNG")
        return f"{name}.png", out.getvalue()


def of(model: Model) -> Pieces:
    """The pieces of a model. Rigged ones stand as they rest; names are told apart by numbers."""
    used = sorted({one.material for mesh in model.meshes for one in mesh.primitives if one.material is not None})
    places = {number: place for place, number in enumerate(used)}
    materials = [model.materials[number] for number in used]
    shown = [node for node in model.nodes if node.mesh is not None and model.meshes[node.mesh].primitives]
    if any(
        one.material is None for node in shown if node.mesh is not None for one in model.meshes[node.mesh].primitives
    ):
        places[-1] = len(materials)
        materials.append(PLAIN)
    names = numbered([node.name for node in shown])
    pieces = [
        Piece(name, tuple(_surfaces(model, node, places, materials))) for name, node in zip(names, shown, strict=True)
    ]
    return Pieces(pieces, materials, numbered([one.name for one in materials]), model.pictures)


def _surfaces(model: Model, node: Node, places: dict[int, int], materials: list[Material]) -> list[Surface]:
    if node.mesh is None:
        return []
    found = []
    for primitive in model.meshes[node.mesh].primitives:
        drawn = model.placed(node, primitive)
        number = places[-1 if primitive.material is None else primitive.material]
        uv = _laid(materials[number], {key: value.astype(np.float64) for key, value in primitive.uvs.items()})
        tint = None if primitive.colours is None else primitive.colours.astype(np.float64)
        found.append(Surface(drawn.positions, drawn.triangles, drawn.normals, uv, tint, number))
    return found


def _laid(material: Material, uvs: dict[int, Doubles]) -> Doubles | None:
    """The UVs that the material's pictures use, with their laying applied (KHR_texture_transform)."""
    use = material.base or material.surface or material.bumps or material.glow
    if use is None or use.uv not in uvs:
        return uvs[min(uvs)] if uvs else None
    turn = np.array([[np.cos(use.turn), np.sin(use.turn)], [-np.sin(use.turn), np.cos(use.turn)]])
    return np.asarray(np.clip((uvs[use.uv] * use.scale) @ turn.T + use.offset, -1e6, 1e6))


def joined(piece: Piece) -> tuple[Doubles, NDArray[np.uint32]]:
    """All surfaces of a piece as one: positions (n, 3), triangles (m, 3)."""
    starts = np.cumsum([0, *[len(one.positions) for one in piece.surfaces]])
    triangles = [one.triangles + np.uint32(start) for one, start in zip(piece.surfaces, starts, strict=False)]
    return np.concatenate([one.positions for one in piece.surfaces]), np.concatenate(triangles)


def colours(surface: Surface, all_pieces: Pieces) -> Doubles:
    """What each vertex shows, linear (n, 4): the material's colour, its picture there, and the vertex's own tint."""
    material = all_pieces.materials[surface.material]
    found = np.tile(np.array(material.base_colour, np.float64), (len(surface.positions), 1))
    if material.base is not None and surface.uv is not None:
        picture = all_pieces.pictures[material.base.picture]
        image = textures.decoded(picture, 1024)
        if image is not None:
            # The laying is in the UVs already.
            plain = Texture(material.base.picture, wrap=material.base.wrap)
            found *= textures.sampled(image, plain, surface.uv, colour=True)
    if surface.colours is not None:
        found *= surface.colours
    if material.alpha == "OPAQUE":
        found[:, 3] = 1.0
    return np.clip(found, 0.0, 1.0)


def identifier(name: str, otherwise: str = "part") -> str:
    """A name of ASCII letters, digits and underscores that does not begin with a digit."""
    word = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name).strip("_")
    word = word or otherwise
    return f"_{word}" if word[0].isdigit() else word


def identifiers(names: list[str], otherwise: str = "part") -> list[str]:
    """Identifiers for names, each once."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        found.append(free(identifier(name, otherwise), taken))
        taken.add(found[-1])
    return found


def free(word: str, taken: Collection[str]) -> str:
    """The word, or the word with the first number that makes it unlike those taken."""
    chosen, more = word, 1
    while chosen in taken:
        more += 1
        chosen = f"{word}_{more}"
    return chosen


def rows(form: str, values: NDArray[np.floating] | NDArray[np.integer]) -> str:
    """Each row of a table through one format, all in one go: fast for millions of rows."""
    return (form * len(values)) % tuple(values.reshape(-1).tolist())
