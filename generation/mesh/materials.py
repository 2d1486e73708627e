"""What a GLB's surfaces look like: the part of glTF materials that pictures and previews use."""

from dataclasses import dataclass, field

from generation.mesh import fields
from generation.mesh.fields import Json


@dataclass(frozen=True, slots=True)
class Texture:
    """A use of a picture: which one, which UV set, and how it is laid (`offset`, `turn` in radians, `scale`).

    `wrap` says for u and v: repeat, mirror or clamp.
    """

    picture: int
    uv: int = 0
    offset: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)
    wrap: tuple[str, str] = ("repeat", "repeat")


@dataclass(frozen=True, slots=True)
class Material:
    """A metallic-roughness material; colours are linear. `alpha` is OPAQUE, MASK or BLEND."""

    name: str
    base_colour: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 1.0
    roughness: float = 1.0
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    double_sided: bool = False
    alpha: str = "OPAQUE"
    cutoff: float = 0.5
    unlit: bool = False
    base: Texture | None = None
    surface: Texture | None = field(default=None)
    bumps: Texture | None = field(default=None)
    glow: Texture | None = field(default=None)
    # Put there by assembly.py for surfaces without one: the file does not name it, so facts do not count it.
    assumed: bool = False


PLAIN = Material("plain", base_colour=(0.8, 0.8, 0.8, 1.0), metallic=0.0, roughness=0.7, assumed=True)
_WRAPS = {33071: "clamp", 33648: "mirror", 10497: "repeat"}


def materials(document: Json) -> list[Material]:
    """Every material of a file that the gate has passed."""
    textures = fields.objects(document, "textures", "")
    samplers = fields.objects(document, "samplers", "")
    return [
        _material(entry, number, textures, samplers)
        for number, entry in enumerate(fields.objects(document, "materials", ""))
    ]


def _material(entry: Json, number: int, textures: list[Json], samplers: list[Json]) -> Material:
    where = f"materials[{number}]"
    metal = fields.obj(entry, "pbrMetallicRoughness", where)
    extensions = fields.obj(entry, "extensions", where)
    gloss = fields.obj(extensions, "KHR_materials_pbrSpecularGlossiness", where)
    name = fields.name(entry)
    extras = entry.get("extras")
    alpha = entry.get("alphaMode")
    holder, colour_key, picture_key = metal, "baseColorFactor", "baseColorTexture"
    if gloss and not metal:
        holder, colour_key, picture_key = gloss, "diffuseFactor", "diffuseTexture"
    red, green, blue, cover = (_unit(x) for x in fields.numbers(holder, colour_key, 4, where) or [1.0] * 4)
    glow = fields.numbers(entry, "emissiveFactor", 3, where) or [0.0] * 3
    strength = fields.number(
        fields.obj(extensions, "KHR_materials_emissive_strength", where), "emissiveStrength", where, 1.0
    )

    def texture(held: Json, key: str) -> Texture | None:
        return _texture(fields.obj(held, key, where), textures, samplers, f"{where}.{key}")

    return Material(
        name=name if name.strip() else f"material_{number}",
        base_colour=(red, green, blue, cover),
        metallic=0.0 if holder is gloss else _unit(fields.number(metal, "metallicFactor", where, 1.0)),
        roughness=_roughness(metal, gloss, holder is gloss, where),
        emissive=(
            min(10.0, max(0.0, glow[0] * strength)),
            min(10.0, max(0.0, glow[1] * strength)),
            min(10.0, max(0.0, glow[2] * strength)),
        ),
        double_sided=entry.get("doubleSided") is True,
        alpha=alpha if alpha in ("MASK", "BLEND") else "OPAQUE",
        cutoff=fields.number(entry, "alphaCutoff", where, 0.5),
        unlit="KHR_materials_unlit" in extensions,
        base=texture(holder, picture_key),
        surface=texture(metal, "metallicRoughnessTexture"),
        bumps=texture(entry, "normalTexture"),
        glow=texture(entry, "emissiveTexture"),
        assumed=isinstance(extras, dict) and extras.get("nexus_assumed") is True,
    )


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _roughness(metal: Json, gloss: Json, glossy: bool, where: str) -> float:
    if glossy:
        return 1.0 - _unit(fields.number(gloss, "glossinessFactor", where, 1.0))
    return _unit(fields.number(metal, "roughnessFactor", where, 1.0))


def _texture(use: Json, textures: list[Json], samplers: list[Json], where: str) -> Texture | None:
    number = fields.index(use, "index", len(textures), where)
    if number is None:
        return None
    texture = textures[number]
    source = texture.get("source")
    # A WebP or KTX2 picture stands beside the plain one, which some files leave out.
    for extension in ("EXT_texture_webp", "KHR_texture_basisu"):
        other = fields.obj(fields.obj(texture, "extensions", where), extension, where)
        source = source if source is not None else other.get("source")
    if source is None:
        return None
    sampler = samplers[texture["sampler"]] if texture.get("sampler") is not None else {}
    laid = fields.obj(fields.obj(use, "extensions", where), "KHR_texture_transform", where)
    offset = fields.numbers(laid, "offset", 2, where) or [0.0, 0.0]
    scale = fields.numbers(laid, "scale", 2, where) or [1.0, 1.0]
    return Texture(
        picture=int(source),
        uv=fields.whole(laid, "texCoord", where, fields.whole(use, "texCoord", where, 0)),
        offset=(offset[0], offset[1]),
        turn=fields.number(laid, "rotation", where, 0.0),
        scale=(scale[0], scale[1]),
        wrap=(_wrap(sampler, "wrapS", where), _wrap(sampler, "wrapT", where)),
    )


def _wrap(sampler: Json, key: str, where: str) -> str:
    return _WRAPS.get(fields.whole(sampler, key, where, 10497), "repeat")
