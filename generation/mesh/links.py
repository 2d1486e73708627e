"""What a GLB refers to: addresses and extensions (guard 4), pictures and the textures that use them (guard 5)."""

from typing import Any

from generation.mesh import container, fields, pictures
from generation.mesh.accessors import View
from generation.mesh.container import Document
from generation.mesh.limits import KNOWN_EXTENSIONS, Limits
from generation.mesh.refusal import EXPORT_AGAIN, Refused


def check_references(document: Document) -> None:
    """Raise Refused where the file names anything outside itself, or needs an extension that is not read."""
    if any(uri[:5].lower() != "data:" for uri in document.uris):
        found = _outside_address(document.json)
        if found is not None:
            raise container.outside(found, "its description")
    for extension in fields.texts(document.json, "extensionsRequired"):
        if extension not in KNOWN_EXTENSIONS:
            raise Refused(
                "unsupported-extension",
                f"This GLB needs the extension “{extension[:60]}”, which is not read.",
                "Export the model again without that extension.",
            )


def _outside_address(value: Any) -> str | None:
    """The first address that the file itself, and not only somebody's notes (`extras`), refers to."""
    if isinstance(value, dict):
        uri = value.get("uri")
        if isinstance(uri, str) and uri[:5].lower() != "data:":
            return uri
        held = [entry for key, entry in value.items() if key != "extras"]
    else:
        held = value if isinstance(value, list) else []
    for entry in held:
        if isinstance(entry, dict | list) and (found := _outside_address(entry)) is not None:
            return found
    return None


def checked_images(document: Document, held: list[View], limits: Limits) -> list[tuple[memoryview, pictures.Size]]:
    """Every picture's bytes and size, as its header says them. Raises Refused for large, broken or unknown ones."""
    images: list[tuple[memoryview, pictures.Size]] = []
    pixels = 0
    for number, entry in enumerate(fields.objects(document.json, "images", "")):
        where = f"images[{number}]"
        view = fields.index(entry, "bufferView", len(held), where)
        uri = fields.text(entry, "uri", where)
        if view is None and uri is None:
            raise Refused("broken-picture", f"A picture in this GLB ({where}) has no bytes.", EXPORT_AGAIN)
        data = held[view].data if view is not None else container.data_uri(uri or "", where)
        size = pictures.size_of(data, where)
        pixels += size.width * size.height
        if max(size.width, size.height) > limits.picture_side or pixels > limits.picture_pixels:
            raise Refused(
                "too-big",
                f"A picture in this GLB is {size.width:,} × {size.height:,} pixels; at most {limits.picture_side:,} "
                f"a side and {limits.picture_pixels // 1_000_000:,} million in all are taken.",
                "Scale the textures down, then export again.",
            )
        images.append((data, size))
    _check_materials(document, len(images))
    return images


def _check_materials(document: Document, size: int) -> None:
    samplers = fields.objects(document.json, "samplers", "")
    textures = fields.objects(document.json, "textures", "")
    for number, texture in enumerate(textures):
        where = f"textures[{number}]"
        fields.index(texture, "source", size, where)
        fields.index(texture, "sampler", len(samplers), where)
        for extension in fields.obj(texture, "extensions", where).values():
            if isinstance(extension, dict):
                fields.index(extension, "source", size, where)
    for number, material in enumerate(fields.objects(document.json, "materials", "")):
        _check_textures(material, len(textures), f"materials[{number}]")


def _check_textures(holder: fields.Json, size: int, where: str) -> None:
    for key, value in holder.items():
        if key == "extras" or not isinstance(value, dict):
            continue
        if key.endswith("Texture"):
            fields.index(value, "index", size, f"{where}.{key}")
        _check_textures(value, size, f"{where}.{key}")
