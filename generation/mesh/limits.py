"""What the gate takes at most, and which glTF extensions it knows."""

from dataclasses import dataclass

MEBIBYTE = 1024**2

KNOWN_EXTENSIONS = frozenset(
    {
        "EXT_texture_webp",
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_diffuse_transmission",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_pbrSpecularGlossiness",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_node_visibility",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "KHR_xmp_json_ld",
    }
)
# Each of these hides geometry from the checks below: packed bytes, or copies that no node names.
HIDING_EXTENSIONS = {
    "KHR_draco_mesh_compression": "Draco compression",
    "EXT_meshopt_compression": "meshopt compression",
    "KHR_meshopt_compression": "meshopt compression",
    "EXT_mesh_gpu_instancing": "GPU instances",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at most. Bytes are file bytes; triangles count every instance that a viewer would draw."""

    file_bytes: int = 500 * MEBIBYTE
    json_bytes: int = 32 * MEBIBYTE
    json_depth: int = 64
    entries: int = 100_000
    nodes: int = 20_000
    node_depth: int = 128
    elements: int = 100_000_000
    viewless_elements: int = 1_000_000
    triangles: int = 10_000_000
    draws: int = 50_000
    joints: int = 4_096
    morph_targets: int = 256
    picture_side: int = 8_192
    picture_pixels: int = 4 * 8_192 * 8_192


USUAL = Limits()
