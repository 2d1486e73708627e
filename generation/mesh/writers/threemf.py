"""Writes a model as a 3MF for printing: millimetres, Z up, one object and build item a node, colours and pictures."""

import io
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh import topology
from generation.mesh.materials import Material
from generation.mesh.origin import TURNS
from generation.mesh.read import Model
from generation.mesh.readers import colours
from generation.mesh.writers import pieces, zips
from generation.mesh.writers.pieces import Piece, Pieces, Surface

_CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
_MATERIAL = "http://schemas.microsoft.com/3dmanufacturing/material/2015/02"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MODEL_TYPE = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
_PICTURE_TYPE = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dtexture"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WHITE = 0.999
_TILES = {"repeat": "wrap", "mirror": "mirror", "clamp": "clamp"}


def write(model: Model) -> bytes:
    """A 3MF after the Core 1.3 and Materials 1.2 specifications; the same bytes for the same model.

    Vertices of equal place are joined and triangles without three different corners left out, as the format demands.
    Plain materials become base materials with their colour, tinted surfaces colour groups, pictured ones texture
    groups.
    Raises ValueError where nothing is left.
    """
    made = pieces.of(model)
    resources = _Resources(made)
    objects, items = [], []
    for piece in made.pieces:
        mesh = _mesh(piece, resources)
        if mesh:
            number = resources.take()
            objects.append(f'<object id="{number}" type="model" name={_attribute(piece.name)}>{mesh}</object>\n')
            items.append(f'<item objectid="{number}"/>')
    if not items:
        raise ValueError("There is nothing to print.")
    document = (
        f'{_HEAD}<model unit="millimeter" xml:lang="en-US" xmlns="{_CORE}" xmlns:m="{_MATERIAL}">\n'
        '<metadata name="Application">Nexus</metadata>\n'
        f"<resources>\n{resources.written()}{''.join(objects)}</resources>\n<build>{''.join(items)}</build>\n</model>\n"
    )
    relations = f'<Relationship Target="/3D/3dmodel.model" Id="rel0" Type="{_MODEL_TYPE}"/>'
    files = [
        ("[Content_Types].xml", _types()),
        ("_rels/.rels", _relations(relations)),
        ("3D/3dmodel.model", document.encode()),
    ]
    if resources.files:
        held = "".join(
            f'<Relationship Target="/{path}" Id="rel{number}" Type="{_PICTURE_TYPE}"/>'
            for number, path in enumerate(sorted(resources.files))
        )
        files.append(("3D/_rels/3dmodel.model.rels", _relations(held)))
    return zips.packed([*files, *sorted(resources.files.items())])


def _attribute(text: str) -> str:
    return quoteattr("".join(letter if letter.isprintable() else " " for letter in text))


def _types() -> bytes:
    kinds = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "model": "application/vnd.ms-package.3dmanufacturing-3dmodel+xml",
        "png": "image/png",
        "jpg": "image/jpeg",
    }
    listed = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in kinds.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{listed}</Types>'.encode()


def _relations(listed: str) -> bytes:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()


class _Resources:
    """Property groups as surfaces ask for them; ids count upwards, and groups stand before the objects."""

    def __init__(self, made: Pieces) -> None:
        self._made = made
        self._next = 1
        self._parts: list[str] = []
        self._textures: dict[int, int] = {}
        self.files: dict[str, bytes] = {}
        # Materials that some surface shows plainly are base materials of one group.
        self._plain = sorted(
            {
                surface.material
                for piece in made.pieces
                for surface in piece.surfaces
                if surface.colours is None and not self.pictured(surface) and not self.bare(surface)
            }
        )
        self.base = self.take() if self._plain else 0
        rows = "".join(
            f'<base name={_attribute(made.names[number])} displaycolor="{_shown(made.materials[number])}"/>'
            for number in self._plain
        )
        if rows:
            self._parts.append(f'<basematerials id="{self.base}">{rows}</basematerials>\n')

    def take(self) -> int:
        number = self._next
        self._next += 1
        return number

    def written(self) -> str:
        return "".join(self._parts)

    def pictured(self, surface: Surface) -> bool:
        """Whether the surface shows a picture."""
        material = self._made.materials[surface.material]
        return surface.uv is not None and surface.colours is None and self._made.file(material.base) is not None

    def bare(self, surface: Surface) -> bool:
        """Whether nothing is known of what the surface wears."""
        return surface.colours is None and self._made.materials[surface.material].assumed

    def index(self, material: int) -> int:
        """The place of a material among the base materials."""
        return self._plain.index(material)

    def colour_group(self, surface: Surface) -> tuple[int, NDArray[np.int64]]:
        """A group of the surface's colours, and the place of each vertex's in it."""
        shown = pieces.colours(surface, self._made)
        whole = np.rint(np.column_stack([colours.shown(shown[:, :3]), shown[:, 3]]) * 255).astype(np.int64)
        table, place = np.unique(whole, axis=0, return_inverse=True)
        number = self.take()
        rows = pieces.rows('<m:color color="#%02X%02X%02X%02X"/>', table)
        self._parts.append(f'<m:colorgroup id="{number}">{rows}</m:colorgroup>\n')
        return number, place.reshape(-1)

    def texture_group(self, surface: Surface) -> tuple[int, NDArray[np.int64]]:
        """A group of the surface's places on its picture, and the place of each vertex's in it."""
        material = self._made.materials[surface.material]
        file = self._made.file(material.base)
        if file is None or material.base is None or surface.uv is None:
            raise ValueError("The surface shows no picture.")
        if surface.material not in self._textures:
            # A 3MF has no colour beside the picture, so the material's goes into it.
            plain = min(material.base_colour[:3]) >= _WHITE
            ending = file[0].rsplit(".", 1)[1] if plain else "png"
            name = pieces.identifier(self._made.names[surface.material], "picture")
            stem = pieces.free(name, [held.rsplit("/", 1)[1].rsplit(".", 1)[0] for held in self.files])
            path = f"3D/Textures/{stem}.{ending}"
            self.files[path] = _painted(file[1], material)
            self._textures[surface.material] = self.take()
            kind = "image/png" if ending == "png" else "image/jpeg"
            across, down = (_TILES[way] for way in material.base.wrap)
            self._parts.append(
                f'<m:texture2d id="{self._textures[surface.material]}" path="/{path}" contenttype="{kind}" '
                f'tilestyleu="{across}" tilestylev="{down}"/>\n'
            )
        flipped = np.column_stack([surface.uv[:, 0], 1 - surface.uv[:, 1]]).astype(np.float32)
        table, place = np.unique(flipped, axis=0, return_inverse=True)
        number = self.take()
        rows = pieces.rows('<m:tex2coord u="%.9g" v="%.9g"/>', table)
        self._parts.append(
            f'<m:texture2dgroup id="{number}" texid="{self._textures[surface.material]}">{rows}</m:texture2dgroup>\n'
        )
        return number, place.reshape(-1)


def _painted(data: bytes, material: Material) -> bytes:
    """The picture times the material's colour, as a PNG; the very bytes where that is white."""
    if min(material.base_colour[:3]) >= _WHITE:
        return data
    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
        pixels = np.asarray(image.convert("RGBA"))
    table = colours.linear(np.arange(256) / 255)
    for place, share in enumerate(material.base_colour[:3]):
        tinted = np.rint(colours.shown(table * share) * 255).astype(np.uint8)
        pixels = np.concatenate(
            [pixels[..., :place], tinted[pixels[..., place : place + 1]], pixels[..., place + 1 :]], 2
        )
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels), "RGBA").convert("RGBA").save(out, "PNG")
    return out.getvalue()


def _shown(material: Material) -> str:
    red, green, blue = np.rint(colours.shown(np.array(material.base_colour[:3])) * 255).astype(int)
    cover = round(255 * material.base_colour[3]) if material.alpha != "OPAQUE" else 255
    return f"#{red:02X}{green:02X}{blue:02X}{cover:02X}"


def _mesh(piece: Piece, resources: _Resources) -> str:
    positions = np.concatenate([surface.positions for surface in piece.surfaces]) @ TURNS["z"] * 1000.0
    places, count = topology.weld(positions.astype(np.float32))
    spots = np.zeros((count, 3), np.float32)
    spots[places] = positions
    lines = []
    start = 0
    for surface in piece.surfaces:
        corners = places[surface.triangles.astype(np.int64) + start]
        start += len(surface.positions)
        kept = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])
        corners, own = corners[kept], surface.triangles[kept].astype(np.int64)
        if not len(corners):
            continue
        if resources.bare(surface):
            lines.append(pieces.rows('<triangle v1="%d" v2="%d" v3="%d"/>\n', corners))
            continue
        if surface.colours is None and not resources.pictured(surface):
            worn = f'pid="{resources.base}" p1="{resources.index(surface.material)}"'
            lines.append(pieces.rows(f'<triangle v1="%d" v2="%d" v3="%d" {worn}/>\n', corners))
            continue
        group, place = (resources.colour_group if surface.colours is not None else resources.texture_group)(surface)
        form = f'<triangle v1="%d" v2="%d" v3="%d" pid="{group}" p1="%d" p2="%d" p3="%d"/>\n'
        lines.append(pieces.rows(form, np.hstack([corners, place[own]])))
    if not lines:
        return ""
    vertices = pieces.rows('<vertex x="%.9g" y="%.9g" z="%.9g"/>\n', spots)
    return f"<mesh><vertices>\n{vertices}</vertices><triangles>\n{''.join(lines)}</triangles></mesh>"
