"""Writes a model as a zip of OBJ, MTL and pictures: metres, Y up, one object a node."""

import io

import numpy as np
from PIL import Image

from generation.mesh import textures
from generation.mesh.materials import Material, Texture
from generation.mesh.read import Model
from generation.mesh.readers import colours
from generation.mesh.writers import pieces, zips
from generation.mesh.writers.pieces import Pieces, Surface


def write(model: Model) -> bytes:
    """A zip of `model.obj`, `model.mtl` and `textures/`; the same bytes for the same model.

    Colours are written as a screen shows them (sRGB); metalness and roughness as the PBR lines Pm and Pr with their
    pictures apart, vertex colours behind the positions, as most programs read them.
    """
    made = pieces.of(model)
    files: dict[str, bytes] = {}
    names = _names(made.names)
    library = "".join(
        _material(made, material, name, files)
        for material, name in zip(made.materials, names, strict=True)
        if not material.assumed
    )
    body = ["# Nexus; unit: meter\n", *(["mtllib model.mtl\n"] if library else [])]
    counts = [1, 1, 1]
    for piece, name in zip(made.pieces, _names([one.name for one in made.pieces]), strict=True):
        body.append(f"o {name}\n")
        for surface in piece.surfaces:
            material = made.materials[surface.material]
            body.append(_surface(surface, "" if material.assumed else names[surface.material], counts))
    held = [("model.obj", "".join(body).encode()), *([("model.mtl", library.encode())] if library else [])]
    return zips.packed([*held, *sorted(files.items())])


def _names(names: list[str]) -> list[str]:
    """Names without spaces, which some readers take for the end of a name."""
    found: list[str] = []
    for name in names:
        found.append(pieces.free("_".join(name.replace("#", " ").split()) or "part", found))
    return found


def _surface(surface: Surface, material: str, counts: list[int]) -> str:
    positions = surface.positions.astype(np.float32)
    if surface.colours is None:
        lines = [pieces.rows("v %.9g %.9g %.9g\n", positions)]
    else:
        shown = colours.shown(surface.colours[:, :3])
        lines = [pieces.rows("v %.9g %.9g %.9g %.6g %.6g %.6g\n", np.hstack([positions.astype(np.float64), shown]))]
    columns = [surface.triangles.astype(np.int64) + counts[0]]
    counts[0] += len(positions)
    if surface.uv is not None:
        lines.append(pieces.rows("vt %.9g %.9g\n", np.column_stack([surface.uv[:, 0], 1 - surface.uv[:, 1]])))
        columns.append(surface.triangles.astype(np.int64) + counts[1])
        counts[1] += len(surface.uv)
    if surface.normals is not None:
        lines.append(pieces.rows("vn %.6g %.6g %.6g\n", surface.normals))
        columns.append(surface.triangles.astype(np.int64) + counts[2])
        counts[2] += len(surface.normals)
    if surface.uv is not None and surface.normals is not None:
        corner = "%d/%d/%d"
    else:
        corner = "%d/%d" if surface.uv is not None else "%d//%d" if surface.normals is not None else "%d"
    lines.append(f"usemtl {material}\n")
    lines.append(
        pieces.rows(f"f {corner} {corner} {corner}\n", np.stack(columns, axis=2).reshape(-1, 3 * len(columns)))
    )
    return "".join(lines)


def _material(made: Pieces, material: Material, name: str, files: dict[str, bytes]) -> str:
    red, green, blue = colours.shown(np.array(material.base_colour[:3]))
    lines = [
        f"newmtl {name}",
        f"Kd {red:.6g} {green:.6g} {blue:.6g}",
        f"Ns {2.0 / max(material.roughness, 0.02) ** 2 - 2.0:.6g}",
        f"Pr {material.roughness:.6g}",
        f"Pm {material.metallic:.6g}",
    ]
    if any(material.emissive):
        shown = colours.shown(np.clip(np.array(material.emissive), 0, 1))
        lines.append("Ke " + " ".join(f"{value:.6g}" for value in shown))
    if material.alpha == "BLEND":
        lines.append(f"d {material.base_colour[3]:.6g}")
    for key, use in (("map_Kd", material.base), ("map_Ke", material.glow), ("norm", material.bumps)):
        if (file := made.file(use)) is not None:
            files[f"textures/{file[0]}"] = file[1]
            lines.append(f"{key} textures/{file[0]}")
    if material.surface is not None:
        for key, channel in (("map_Pr", "G"), ("map_Pm", "B")):
            if (data := _channel(made, material.surface, channel)) is not None:
                path = f"textures/{pieces.identifier(name)}_{'roughness' if channel == 'G' else 'metalness'}.png"
                files[path] = data
                lines.append(f"{key} {path}")
    return "\n".join(lines) + "\n\n"


def _channel(made: Pieces, use: Texture, channel: str) -> bytes | None:
    """One channel of a picture as a grey PNG."""
    picture = made.pictures[use.picture]
    image = textures.decoded(picture, max(picture.width, picture.height))
    if image is None:
        return None
    out = io.BytesIO()
    grey: Image.Image = image.convert("RGB").getchannel(channel)
    grey.save(out, "PNG")
    return out.getvalue()
