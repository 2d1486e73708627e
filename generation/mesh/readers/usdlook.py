"""Reads USD materials: UsdPreviewSurface with its colours, factors and pictures, as glTF's metallic-roughness ones."""

import io
from typing import Any

import numpy as np
from PIL import Image

from generation.mesh.archive import Archive
from generation.mesh.assembly import Assembly
from generation.mesh.materials import Material, Texture
from generation.mesh.readers import mtl, usda
from generation.mesh.readers.usda import Prim, Value
from generation.mesh.refusal import Refused

_WRAPS = {"repeat": "repeat", "mirror": "mirror", "clamp": "clamp", "black": "clamp"}
_CHANNELS = {"r": 0, "g": 1, "b": 2, "a": 3}


class Looks:
    """The materials of a stage, made when a surface first wears them."""

    def __init__(self, made: Assembly, root: Prim, held: Archive) -> None:
        self._made = made
        self._root = root
        self._held = held
        self._numbers: dict[str, int | None] = {}
        self._known: dict[bytes, int] = {}

    def number(self, targets: list[str], path: str) -> int | None:
        """The number of the material that a mesh is bound to; None where there is none."""
        if targets:
            if targets[0] not in self._numbers:
                self._numbers[targets[0]] = self._material(targets[0], path)
            return self._numbers[targets[0]]
        return None

    def _material(self, target: str, path: str) -> int | None:
        material, where = self._find(target, path)
        if material is None:
            return None
        shader = self._surface(material, where)
        values = {} if shader is None else shader.attributes
        colour, base = self._coloured(values, "inputs:diffuseColor", (0.18, 0.18, 0.18))
        glow, glowing = self._coloured(values, "inputs:emissiveColor", (0.0, 0.0, 0.0))
        cover = _plain(values, "inputs:opacity", 1.0)
        threshold = _plain(values, "inputs:opacityThreshold", 0.0)
        rough, metal = _plain(values, "inputs:roughness", 0.5), _plain(values, "inputs:metallic", 0.0)
        surface = self._joined(values, rough, metal, material.name)
        if surface is not None:
            rough = metal = 1.0
        see_through = cover < 0.999 or bool(values.get("inputs:opacity", Value()).connect)
        made = Material(
            usda.title(material, "material"),
            (*colour, cover),
            metal,
            rough,
            (min(1.0, glow[0]), min(1.0, glow[1]), min(1.0, glow[2])),
            alpha="MASK" if see_through and threshold > 0 else "BLEND" if see_through else "OPAQUE",
            cutoff=threshold or 0.5,
            base=base,
            surface=surface,
            bumps=self._texture(values, "inputs:normal"),
            glow=glowing,
        )
        self._made.materials.append(made)
        return len(self._made.materials) - 1

    # ------------------------------------------------------------ the network
    def _find(self, target: str, path: str) -> tuple[Prim | None, str]:
        """A prim by its path; references copy prims elsewhere, so the last steps alone may have to do."""
        clean = target.split(".", maxsplit=1)[0]
        found = self._at(clean)
        if found is not None:
            return found, clean
        name = clean.rsplit("/", 1)[-1]
        top = path.split("/")[1] if path.count("/") else ""
        return self._named(self._root.children.get(top, self._root), name, f"/{top}")

    def _at(self, path: str) -> Prim | None:
        found: Prim | None = self._root
        for step in path.strip("/").split("/"):
            found = None if found is None else found.children.get(step)
        return found

    def _named(self, prim: Prim, name: str, path: str) -> tuple[Prim | None, str]:
        for child in prim.children.values():
            here = f"{path}/{child.name}"
            if child.name == name and child.kind in ("Material", "Shader", "NodeGraph"):
                return child, here
            found = self._named(child, name, here)
            if found[0] is not None:
                return found
        return None, ""

    def _surface(self, material: Prim, where: str) -> Prim | None:
        output = material.attributes.get("outputs:surface")
        target = output.connect[0] if output is not None and output.connect else ""
        if target:
            return self._followed(target, where)
        shaders = [one for one in material.children.values() if _id(one) == "UsdPreviewSurface"]
        return shaders[0] if shaders else None

    def _followed(self, target: str, path: str, depth: int = 0) -> Prim | None:
        prim = self._find(target, path)[0]
        if prim is not None and prim.kind in ("NodeGraph", "Material") and depth < 8:
            output = prim.attributes.get(target.rsplit(".", 1)[-1])
            if output is not None and output.connect:
                return self._followed(output.connect[0], path, depth + 1)
        return prim

    def _reader(self, values: dict[str, Value], key: str) -> tuple[Prim, str] | None:
        """The UsdUVTexture that an input is connected to, and which of its outputs."""
        held = values.get(key)
        if held is None or not held.connect:
            return None
        prim = self._followed(held.connect[0], "/")
        if prim is None or _id(prim) != "UsdUVTexture":
            return None
        return prim, held.connect[0].rsplit(":", 1)[-1]

    def _file(self, reader: Prim) -> tuple[bytes, str] | None:
        held = reader.attributes.get("inputs:file")
        value = None if held is None else held.value
        if not isinstance(value, usda.Asset) or not value.name:
            return None
        # A name in a package counts from the layer that names it, and layers lie at its root.
        found = self._held.resolve(value.name, self._held.names[0])
        if found is None:
            self._made.origin.miss_picture()
            return None
        return self._held.read(found), found

    def _texture(self, values: dict[str, Value], key: str) -> Texture | None:
        reader = self._reader(values, key)
        file = None if reader is None else self._file(reader[0])
        if reader is None or file is None:
            return None
        try:
            number = mtl.add_picture(self._made, file[0], file[1], self._known)
        except Refused as refused:
            if refused.rule == "too-big" or not file[1].lower().endswith((".exr", ".hdr", ".tga", ".bmp", ".avif")):
                raise
            self._made.origin.skipped["pictures_unread"] = (
                1,
                "Pictures that are not PNG, JPEG or WebP are left out, so their surfaces show plain colours.",
            )
            return None
        return Texture(number, wrap=_wrap(reader[0]))

    def _coloured(
        self, values: dict[str, Value], key: str, otherwise: tuple[float, float, float]
    ) -> tuple[tuple[float, float, float], Texture | None]:
        texture = self._texture(values, key)
        reader = self._reader(values, key)
        if texture is not None and reader is not None:
            scale = reader[0].attributes.get("inputs:scale")
            share = usda.array(None if scale is None else scale.value, 1)
            if share is not None and len(share) >= 3 and np.isfinite(share).all():
                found = np.clip(share[:3], 0, 1)
                return (float(found[0]), float(found[1]), float(found[2])), texture
            return (1.0, 1.0, 1.0), texture
        held = values.get(key)
        if held is not None and held.connect and texture is None and self._is_tint(held.connect[0]):
            return (1.0, 1.0, 1.0), None
        value = usda.array(None if held is None else held.value, 1)
        if value is None or len(value) != 3 or not np.isfinite(value).all():
            return otherwise, None
        found = np.clip(value, 0, 1)
        return (float(found[0]), float(found[1]), float(found[2])), None

    def _is_tint(self, target: str) -> bool:
        """Whether an input is fed by the mesh's own colours, which every surface shows anyhow."""
        prim = self._followed(target, "/")
        return prim is not None and _id(prim).startswith("UsdPrimvarReader_float3")

    def _joined(self, values: dict[str, Value], rough: float, metal: float, name: str) -> Texture | None:
        """Roughness and metalness as glTF has them, in green and blue of one picture."""
        used = []
        for key in ("inputs:roughness", "inputs:metallic"):
            reader = self._reader(values, key)
            file = None if reader is None else self._file(reader[0])
            used.append(None if reader is None or file is None else (reader[0], file[0], reader[1]))
        if used == [None, None]:
            return None
        first, second = used
        wrap = _wrap((first or second or used[0])[0]) if first or second else ("repeat", "repeat")  # type: ignore[index]
        if first and second and first[1] == second[1] and (first[2], second[2]) == ("g", "b"):
            return Texture(mtl.add_picture(self._made, first[1], f"{name}_surface", self._known), wrap=wrap)
        bands = [None if one is None else _band(one[1], one[2], name) for one in used]
        width = max(band.width for band in bands if band is not None)
        height = max(band.height for band in bands if band is not None)
        filled = [
            Image.new("L", (width, height), round(255 * plain)) if band is None else band.resize((width, height))
            for band, plain in zip(bands, (rough, metal), strict=True)
        ]
        out = io.BytesIO()
        Image.merge("RGB", (Image.new("L", (width, height), 255), *filled)).save(out, "PNG")
        return Texture(mtl.add_picture(self._made, out.getvalue(), f"{name}_surface.png", self._known), wrap=wrap)


def _band(data: bytes, channel: str, name: str) -> Image.Image:
    mtl.check_picture(data, name)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image:
            return image.convert("RGBA").getchannel(_CHANNELS.get(channel, 0))
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError) as error:
        raise mtl.broken_picture(name) from error


def _wrap(reader: Prim) -> tuple[str, str]:
    def one(key: str) -> str:
        held = reader.attributes.get(key)
        value: Any = None if held is None else held.value
        return _WRAPS.get(value, "repeat") if isinstance(value, str) else "repeat"

    return one("inputs:wrapS"), one("inputs:wrapT")


def _id(prim: Prim) -> str:
    held = prim.attributes.get("info:id")
    return held.value if held is not None and isinstance(held.value, str) else ""


def _plain(values: dict[str, Value], key: str, otherwise: float) -> float:
    held = values.get(key)
    if held is None or not isinstance(held.value, int | float) or not np.isfinite(held.value):
        return otherwise
    return min(1.0, max(0.0, float(held.value)))
