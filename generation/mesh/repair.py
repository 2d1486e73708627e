"""Corrections that a machine can make: faces taken out, turned, holes closed, pictures made smaller, the unit set.

Vertices stay where they are, and everything else of the file (rigs, animations, extensions) as it is: corrected
triangles are written behind the file's own bytes, and its surfaces pointed at them.
"""

import io
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import gate, gltf_edit, read, surgery, textures
from generation.mesh.gltf_edit import Edited
from generation.mesh.limits import USUAL, Limits
from generation.mesh.problems import LARGE_TEXTURE
from generation.mesh.read import Mesh, Model, joined
from generation.mesh.refusal import Refused

Json = dict[str, Any]
Indices = NDArray[np.int64]

SURFACE = frozenset({"degenerate_faces", "duplicate_faces", "winding_inconsistent", "inside_out", "open_edges"})
CODES = SURFACE | {"large_textures", "unit"}
LEAST_SCALE, MOST_SCALE = 1e-6, 1e6


def repaired(data: bytes | memoryview, codes: Collection[str], *, scale: float = 1.0, limits: Limits = USUAL) -> bytes:
    """The GLB without these problems, by their codes; `unit` multiplies every length by `scale`.

    Same bytes for the same input. Raises Refused where the gate refuses and `nothing-fixed` where nothing changes,
    ValueError for a code that is not fixed here or a scale beyond use.
    """
    wanted = frozenset(codes)
    if unknown := wanted - CODES:
        raise ValueError(f"Nothing here fixes {', '.join(sorted(unknown))}.")
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise ValueError(f"A scale lies between {LEAST_SCALE:g} and {MOST_SCALE:g}.")
    opened = gate.open_glb(data, limits)
    model = read.model(opened)
    edited = gltf_edit.opened(opened.document)
    changed = False
    if wanted & SURFACE:
        changed |= _surfaces(edited, model, wanted)
    if "large_textures" in wanted:
        changed |= _pictures(edited, model)
    if "unit" in wanted and scale != 1.0:
        _scaled(edited.json, scale)
        changed = True
    if not changed:
        raise Refused(
            "nothing-fixed",
            "Nothing of this could be corrected by the machine.",
            "Correct it in your 3D program, then upload the file again.",
        )
    return edited.glb()


def _surfaces(edited: Edited, model: Model, wanted: frozenset[str]) -> bool:
    skinned = {node.mesh for node in model.nodes if node.skin is not None}
    shown = sorted({node.mesh for node in model.nodes if node.mesh is not None})
    changed = False
    for number in shown:
        mesh = model.meshes[number]
        if not mesh.primitives:
            continue
        entries = _entries(edited.json, number, mesh)
        made = _operated(mesh, wanted, may_close=number not in skinned)
        if made is None:
            continue
        kept, patch = made
        _write(edited, edited.json["meshes"][number], mesh, entries, kept)
        if len(patch):
            _close(edited, edited.json["meshes"][number], mesh, patch)
        changed = True
    return changed


def _entries(document: Json, number: int, mesh: Mesh) -> list[Json]:
    """The entries of the file that the mesh's surfaces were read from, in their order."""
    found = [
        entry
        for entry in document["meshes"][number]["primitives"]
        if "POSITION" in entry.get("attributes", {})
        and entry.get("mode", 4) >= 4
        and gate.triangle_count(entry.get("mode", 4), _corners(document, entry))
    ]
    assert len(found) == len(mesh.primitives), "read.model and this agree on what is a surface"
    return found


def _corners(document: Json, entry: Json) -> int:
    number = entry.get("indices", entry["attributes"]["POSITION"])
    return int(document["accessors"][number]["count"])


@dataclass(frozen=True, slots=True)
class _Kept:
    """The triangles (m, 3) of the joined mesh as they are now, and which of them were turned round."""

    triangles: Indices
    turned: NDArray[np.bool_]


def _operated(mesh: Mesh, wanted: frozenset[str], *, may_close: bool) -> tuple[_Kept, Indices] | None:
    positions, drawn = joined(mesh)
    triangles = drawn.astype(np.int64)
    keep = surgery.kept(positions, triangles, empty="degenerate_faces" in wanted, doubled="duplicate_faces" in wanted)
    if not keep.any():
        return None
    turned = np.zeros(len(triangles), bool)
    if "winding_inconsistent" in wanted:
        turned[keep] = surgery.turned_alike(positions, triangles[keep])
    if "inside_out" in wanted:
        now = np.where(turned[:, None], triangles[:, ::-1], triangles)
        if surgery.looks_inwards(positions, now[keep]):
            turned = ~turned
    now = np.where(turned[:, None], triangles[:, ::-1], triangles)
    patch = np.zeros((0, 3), np.int64)
    if "open_edges" in wanted and may_close:
        patch = surgery.lids(positions, now[keep])
    if keep.all() and not turned[keep].any() and not len(patch):
        return None
    now[~keep] = -1
    return _Kept(now, turned & keep), patch


def _write(edited: Edited, mesh_entry: Json, mesh: Mesh, entries: list[Json], kept: _Kept) -> None:
    """Point each surface of the file at its triangles; one that has none left is taken out."""
    first_vertex = first_triangle = 0
    for entry, surface in zip(entries, mesh.primitives, strict=True):
        end = first_triangle + len(surface.triangles)
        rows = kept.triangles[first_triangle:end]
        turned = kept.turned[first_triangle:end]
        alive = rows[:, 0] >= 0
        own = rows[alive] - first_vertex
        if len(own) == 0:
            mesh_entry["primitives"].remove(entry)
        elif not alive.all() or turned.any():
            entry["indices"] = edited.indices(own, len(surface.positions))
            entry["mode"] = 4
            if surface.normals is not None and turned.any():
                normals = surgery.normals_of(surface.positions, surface.normals, own, own[turned[alive]])
                if normals is not None:
                    entry["attributes"]["NORMAL"] = edited.array(normals, "VEC3")
        first_vertex += len(surface.positions)
        first_triangle = end


def _close(edited: Edited, mesh_entry: Json, mesh: Mesh, patch: Indices) -> None:
    """Lay the lids as a surface of their own, flat, in the material of the mesh's first surface."""
    positions, _ = joined(mesh)
    used, corners = np.unique(patch, return_inverse=True)
    places = positions[used].astype(np.float32)
    low, high = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    entry: Json = {
        "attributes": {"POSITION": edited.array(places, "VEC3", min=low, max=high)},
        "indices": edited.indices(corners.reshape(-1, 3), len(places)),
    }
    material = mesh_entry["primitives"][0].get("material") if mesh_entry["primitives"] else None
    if material is not None and not _has_picture(edited.json["materials"][material]):
        entry["material"] = material
    elif material is not None:
        entry["material"] = edited.plain_copy(material)
    if (weights := len(mesh_entry.get("weights", []))) and (
        targets := mesh_entry["primitives"][0].get("targets") if mesh_entry["primitives"] else None
    ):
        still = edited.array(np.zeros_like(places), "VEC3", min=[0, 0, 0], max=[0, 0, 0])
        entry["targets"] = [{"POSITION": still} for _ in range(max(weights, len(targets)))]
    mesh_entry["primitives"].append(entry)


def _has_picture(material: Json) -> bool:
    return "Texture" in json.dumps(material)


def _pictures(edited: Edited, model: Model) -> bool:
    changed = False
    for number, picture in enumerate(model.pictures):
        if max(picture.width, picture.height) <= LARGE_TEXTURE:
            continue
        image = textures.decoded(picture, LARGE_TEXTURE)
        if image is None:
            continue
        file = io.BytesIO()
        jpeg = picture.kind == "jpeg"
        image.save(file, "JPEG" if jpeg else "PNG", **({"quality": 92} if jpeg else {}))
        entry = edited.json["images"][number]
        entry.pop("uri", None)
        entry["bufferView"] = edited.view(file.getvalue())
        entry["mimeType"] = "image/jpeg" if jpeg else "image/png"
        if picture.kind == "webp":
            _said_plainly(edited.json, number)
        changed = True
    return changed


def _said_plainly(document: Json, image: int) -> None:
    """Textures of a picture that was WebP and is PNG now name it the usual way."""
    for texture in document.get("textures", []):
        named = texture.get("extensions", {}).get("EXT_texture_webp", {})
        if named.get("source") == image:
            texture["source"] = image
            del texture["extensions"]["EXT_texture_webp"]
            if not texture["extensions"]:
                del texture["extensions"]


def _scaled(document: Json, scale: float) -> None:
    """Hang every scene on a node that multiplies all lengths."""
    nodes = document.setdefault("nodes", [])
    for scene in document.get("scenes", []):
        if scene.get("nodes"):
            nodes.append({"name": "scaled", "scale": [scale] * 3, "children": scene["nodes"]})
            scene["nodes"] = [len(nodes) - 1]
