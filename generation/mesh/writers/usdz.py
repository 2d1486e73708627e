"""Writes a model as USDZ: one text layer and its pictures, stored and aligned; metres, Y up, UsdPreviewSurface."""

import json

import numpy as np
from numpy.typing import NDArray

from generation.mesh.materials import Material, Texture
from generation.mesh.read import Model
from generation.mesh.writers import pieces, zips
from generation.mesh.writers.pieces import Piece, Pieces

_CLEAR = 0.999
_INDENT = "    "


def write(model: Model) -> bytes:
    """A USDZ package for AR viewers; the same bytes for the same model. Rigged models stand as they rest."""
    made = pieces.of(model)
    files: dict[str, bytes] = {}
    looks = pieces.identifiers(made.names, "material")
    names = pieces.identifiers([piece.name for piece in made.pieces])
    body = [
        '#usda 1.0\n(\n    defaultPrim = "Root"\n    doc = "Nexus"\n    metersPerUnit = 1\n    upAxis = "Y"\n)\n\n',
        'def Xform "Root" (\n    kind = "component"\n)\n{\n',
    ]
    # A name that the materials' own scope would shadow.
    names = [f"{name}_part" if name == "Materials" else name for name in names]
    body += [_piece(piece, name, made, looks) for piece, name in zip(made.pieces, names, strict=True)]
    body.append('    def Scope "Materials"\n    {\n')
    for material, look, name in zip(made.materials, looks, made.names, strict=True):
        if not material.assumed:
            body.append(_material(made, material, look, name, files))
    body.append("    }\n}\n")
    return zips.stored([("model.usda", "".join(body).encode("utf-8")), *sorted(files.items())])


def _named(name: str, identifier: str) -> list[str]:
    """The name as it was, where the identifier is not it."""
    return [] if name == identifier else [f"displayName = {_quoted(name)}"]


def _quoted(text: str) -> str:
    return json.dumps("".join(letter if letter.isprintable() else " " for letter in text), ensure_ascii=False)


def _piece(piece: Piece, name: str, made: Pieces, looks: list[str]) -> str:
    positions, triangles = pieces.joined(piece)
    low, high = positions.min(axis=0), positions.max(axis=0)
    about = ['prepend apiSchemas = ["MaterialBindingAPI"]', *_named(piece.name, name)]
    lines = [
        f'    def Mesh "{name}" (\n' + "".join(f"        {one}\n" for one in about) + "    )\n    {\n",
        '        uniform token subdivisionScheme = "none"\n',
        f"        bool doubleSided = {int(all(made.materials[s.material].double_sided for s in piece.surfaces))}\n",
        f"        float3[] extent = [{_tuples(np.stack([low, high]))}]\n",
        f"        int[] faceVertexCounts = [{', '.join(['3'] * len(triangles))}]\n",
        f"        int[] faceVertexIndices = [{_list(triangles)}]\n",
        f"        point3f[] points = [{_tuples(positions)}]\n",
    ]
    if all(surface.normals is not None for surface in piece.surfaces):
        normals = np.concatenate([surface.normals for surface in piece.surfaces if surface.normals is not None])
        lines.append(f'        normal3f[] normals = [{_tuples(normals)}] (interpolation = "vertex")\n')
    if any(surface.uv is not None for surface in piece.surfaces):
        laid = np.concatenate([_filled(s.uv, (len(s.positions), 2), 0.0) for s in piece.surfaces])
        flipped = np.column_stack([laid[:, 0], 1 - laid[:, 1]])
        lines.append(f'        texCoord2f[] primvars:st = [{_tuples(flipped)}] (interpolation = "vertex")\n')
    if any(surface.colours is not None for surface in piece.surfaces):
        tints = np.concatenate([_filled(s.colours, (len(s.positions), 4), 1.0) for s in piece.surfaces])
        lines.append(
            f'        color3f[] primvars:displayColor = [{_tuples(tints[:, :3])}] (interpolation = "vertex")\n'
        )
        if float(tints[:, 3].min()) < 1.0:
            lines.append(
                f'        float[] primvars:displayOpacity = [{_list(tints[:, 3])}] (interpolation = "vertex")\n'
            )
    lines += _bound(piece, looks, {at for at, one in enumerate(made.materials) if one.assumed})
    lines.append("    }\n")
    return "".join(lines)


def _bound(piece: Piece, looks: list[str], bare: set[int]) -> list[str]:
    """The material of the mesh, or of each of its subsets of faces."""
    worn = [surface.material for surface in piece.surfaces]
    if set(worn) <= bare:
        return []
    if len(set(worn)) == 1:
        return [f"        rel material:binding = </Root/Materials/{looks[worn[0]]}>\n"]
    lines = ['        uniform token subsetFamily:materialBind:familyType = "nonOverlapping"\n']
    ends = np.cumsum([0, *[len(surface.triangles) for surface in piece.surfaces]])
    for number in sorted(set(worn) - bare):
        faces = np.concatenate(
            [np.arange(ends[at], ends[at + 1]) for at, material in enumerate(worn) if material == number]
        )
        lines.append(
            f'        def GeomSubset "faces_{looks[number]}" (\n'
            '            prepend apiSchemas = ["MaterialBindingAPI"]\n        )\n        {\n'
            '            uniform token elementType = "face"\n            uniform token familyName = "materialBind"\n'
            f"            int[] indices = [{_list(faces)}]\n"
            f"            rel material:binding = </Root/Materials/{looks[number]}>\n        }}\n"
        )
    return lines


def _filled(values: NDArray[np.float64] | None, shape: tuple[int, int], otherwise: float) -> NDArray[np.float64]:
    return np.full(shape, otherwise) if values is None else values


def _tuples(values: NDArray[np.float64]) -> str:
    form = "(" + ", ".join(["%.9g"] * values.shape[1]) + "), "
    # Negative zeros and the noise below single precision would only make the text longer.
    return pieces.rows(form, values.astype(np.float32) + np.float32(0.0))[:-2]


def _list(values: NDArray[np.float64] | NDArray[np.integer]) -> str:
    return pieces.rows("%.9g, " if values.dtype.kind == "f" else "%d, ", values.reshape(-1))[:-2]


class _Shader:
    """The lines of a material's network."""

    def __init__(self, look: str) -> None:
        self.path = f"/Root/Materials/{look}"
        self.inputs: list[str] = []
        self.others: list[str] = []
        self._reads = False

    def shader(self, name: str, kind: str, lines: list[str]) -> None:
        body = "".join(f"                {line}\n" for line in [f'uniform token info:id = "{kind}"', *lines])
        self.others.append(f'            def Shader "{name}"\n            {{\n{body}            }}\n')

    def st(self) -> str:
        """The reader of the UVs, made once."""
        if not self._reads:
            self._reads = True
            self.shader("st", "UsdPrimvarReader_float2", ['string inputs:varname = "st"', "float2 outputs:result"])
        return f"<{self.path}/st.outputs:result>"


def _material(made: Pieces, material: Material, look: str, name: str, files: dict[str, bytes]) -> str:
    shader = _Shader(look)
    base = _picture(made, material.base, shader, "base", files, scale=material.base_colour, colour=True)
    if base:
        shader.inputs.append(f"color3f inputs:diffuseColor.connect = <{base}.outputs:rgb>")
    elif _is_tinted(made, material):
        lines = ['string inputs:varname = "displayColor"', "float3 outputs:result"]
        shader.shader("tint", "UsdPrimvarReader_float3", lines)
        shader.inputs.append(f"color3f inputs:diffuseColor.connect = <{shader.path}/tint.outputs:result>")
    else:
        shader.inputs.append(f"color3f inputs:diffuseColor = ({_numbers(material.base_colour[:3])})")
    if material.alpha != "OPAQUE":
        linked = f".connect = <{base}.outputs:a>" if base else f" = {_numbers(material.base_colour[3:])}"
        shader.inputs.append(f"float inputs:opacity{linked}")
        if material.alpha == "MASK":
            shader.inputs.append(f"float inputs:opacityThreshold = {_numbers((material.cutoff,))}")
    scale = (1.0, material.roughness, material.metallic, 1.0)
    surface = _picture(made, material.surface, shader, "surface", files, scale=scale, colour=False)
    for key, channel, value in (("roughness", "g", material.roughness), ("metallic", "b", material.metallic)):
        linked = f".connect = <{surface}.outputs:{channel}>" if surface else f" = {_numbers((value,))}"
        shader.inputs.append(f"float inputs:{key}{linked}")
    bumps = _picture(made, material.bumps, shader, "bumps", files, scale=(2, 2, 2, 1), bias=(-1, -1, -1, 0))
    if bumps:
        shader.inputs.append(f"normal3f inputs:normal.connect = <{bumps}.outputs:rgb>")
    glow = tuple(min(1.0, value) for value in material.emissive)
    glowing = _picture(made, material.glow, shader, "glow", files, scale=(*glow, 1.0), colour=True)
    if glowing:
        shader.inputs.append(f"color3f inputs:emissiveColor.connect = <{glowing}.outputs:rgb>")
    elif any(glow):
        shader.inputs.append(f"color3f inputs:emissiveColor = ({_numbers(glow)})")
    named = "".join(f"            {one}\n" for one in _named(name, look))
    shader.shader("Surface", "UsdPreviewSurface", [*shader.inputs, "token outputs:surface"])
    return (
        f'        def Material "{look}"' + (f" (\n{named}        )" if named else "") + "\n        {\n"
        f"            token outputs:surface.connect = <{shader.path}/Surface.outputs:surface>\n"
        f"{''.join(reversed(shader.others))}        }}\n"
    )


def _is_tinted(made: Pieces, material: Material) -> bool:
    number = made.materials.index(material)
    return any(s.material == number and s.colours is not None for piece in made.pieces for s in piece.surfaces)


def _picture(
    made: Pieces,
    use: Texture | None,
    shader: _Shader,
    name: str,
    files: dict[str, bytes],
    *,
    scale: tuple[float, ...],
    bias: tuple[float, ...] = (),
    colour: bool = False,
) -> str:
    """The path of a texture's shader, which it adds with its file; empty where there is no picture."""
    file = made.file(use)
    if use is None or file is None:
        return ""
    files[f"textures/{file[0]}"] = file[1]
    across, down = use.wrap
    lines = [
        f"asset inputs:file = @textures/{file[0]}@",
        f'token inputs:sourceColorSpace = "{"sRGB" if colour else "raw"}"',
        f"float2 inputs:st.connect = {shader.st()}",
        f'token inputs:wrapS = "{across}"',
        f'token inputs:wrapT = "{down}"',
        "float outputs:a",
        "float outputs:b",
        "float outputs:g",
        "float3 outputs:rgb",
    ]
    if any(value != 1 for value in scale):
        lines.insert(3, f"float4 inputs:scale = ({_numbers(scale)})")
    if bias:
        lines.insert(3, f"float4 inputs:bias = ({_numbers(bias)})")
    shader.shader(f"{name}_picture", "UsdUVTexture", lines)
    return f"{shader.path}/{name}_picture"


def _numbers(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.6g}" for value in values)
