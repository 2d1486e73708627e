"""A GLB as numpy arrays: node tree with world matrices, triangulated primitives, materials and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generation.mesh import accessors, fields, gate, nodes, pose
from generation.mesh.fields import Json
from generation.mesh.gate import USUAL, Limits, Opened
from generation.mesh.materials import Material, materials

Floats = NDArray[np.float32]
Indices = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture as it lies in the file; `kind` is png, jpeg, webp or ktx2, sizes are pixels."""

    name: str
    kind: str
    width: int
    height: int
    data: memoryview


@dataclass(frozen=True, slots=True, eq=False)
class Primitive:
    """Triangles of one material. `positions` (n, 3) in the mesh's own space; `normals` (n, 3), `colours` (n, 4)
    linear 0..1 and `uvs` by set number (n, 2) where the file has them; `triangles` (m, 3). `skin` moves the vertices
    of a rigged mesh: joints (n, k) and weights (n, k).
    """

    positions: Floats
    triangles: Indices
    normals: Floats | None = None
    uvs: dict[int, Floats] = field(default_factory=dict)
    colours: Floats | None = None
    material: int | None = None
    joints: NDArray[np.uint32] | None = None
    weights: Floats | None = None


@dataclass(frozen=True, slots=True)
class Mesh:
    """A mesh of the file: its surfaces in order; points and lines are left out."""

    name: str
    primitives: tuple[Primitive, ...]


def joined(mesh: Mesh) -> tuple[Floats, Indices]:
    """All surfaces of a mesh as one, in its own space: positions (n, 3), triangles (m, 3)."""
    starts = np.cumsum([0] + [len(primitive.positions) for primitive in mesh.primitives])
    positions = np.concatenate([primitive.positions for primitive in mesh.primitives])
    triangles = np.concatenate(
        [primitive.triangles + np.uint32(start) for primitive, start in zip(mesh.primitives, starts, strict=False)]
    )
    return positions, triangles


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A node of the shown scene; `world` (4, 4) places it, `parent` is a place in Model.nodes."""

    name: str
    number: int
    parent: int | None
    world: NDArray[np.float64]
    mesh: int | None
    skin: int | None


@dataclass(frozen=True, slots=True)
class Animation:
    """A clip by name with its length in seconds."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What a GLB shows. `nodes` are those of its scene, depth first; `skins` are joint matrices at rest (j, 4, 4)."""

    nodes: list[Node]
    meshes: list[Mesh]
    materials: list[Material]
    pictures: list[Picture]
    skins: list[NDArray[np.float64]]
    animations: list[Animation]

    def drawn(self) -> Iterator["Drawn"]:
        """Every surface of every node, placed in the world."""
        for node in self.nodes:
            if node.mesh is None:
                continue
            for primitive in self.meshes[node.mesh].primitives:
                yield self.placed(node, primitive)

    def placed(self, node: Node, primitive: Primitive) -> "Drawn":
        """One surface in the world, in the file's units; a rigged one stands as its joints rest."""
        skin = self.skins[node.skin] if node.skin is not None else None
        positions, normals, mirrored = pose.placed(primitive, node.world, skin)
        triangles = primitive.triangles[:, ::-1] if mirrored else primitive.triangles
        return Drawn(node, primitive, positions, normals, triangles)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A surface in world space: positions (n, 3) and normals (n, 3) or None as 64-bit floats, triangles (m, 3)
    counter-clockwise from outside.
    """

    node: Node
    primitive: Primitive
    positions: NDArray[np.float64]
    normals: NDArray[np.float64] | None
    triangles: Indices


def glb(data: bytes | memoryview, limits: Limits = USUAL) -> Model:
    """Read a GLB. Raises Refused, for what the gate refuses and for compression that is not read."""
    return model(gate.open_glb(data, limits))


def model(opened: Opened) -> Model:
    """Read what the gate has opened."""
    document = opened.document.json
    tree = opened.tree
    places = {number: place for place, number in enumerate(tree.order)}
    meshes = [_mesh(opened, entry, number) for number, entry in enumerate(fields.objects(document, "meshes", ""))]
    found = [
        Node(
            name=_node_name(tree.entries[number], number, meshes),
            number=number,
            parent=places.get(parent) if (parent := tree.parents[number]) is not None else None,
            world=tree.world[number],
            mesh=fields.index(tree.entries[number], "mesh", len(meshes), "node"),
            skin=tree.entries[number].get("skin"),
        )
        for number in tree.order
    ]
    return Model(
        nodes=found,
        meshes=meshes,
        materials=materials(document),
        pictures=_pictures(opened),
        skins=[_skin(opened, skin) for skin in fields.objects(document, "skins", "")],
        animations=_animations(opened),
    )


def _name(entry: Json, otherwise: str) -> str:
    name = fields.name(entry)
    return name if name.strip() else otherwise


def _node_name(entry: Json, number: int, meshes: list[Mesh]) -> str:
    mesh = entry.get("mesh")
    return _name(entry, meshes[mesh].name if mesh is not None else f"node_{number}")


def _mesh(opened: Opened, entry: Json, number: int) -> Mesh:
    weights = entry.get("weights")
    surfaces = []
    for primitive in fields.objects(entry, "primitives", f"meshes[{number}]."):
        surface = _primitive(opened, primitive, weights if isinstance(weights, list) else [])
        if surface is not None:
            surfaces.append(surface)
    return Mesh(_name(entry, f"mesh_{number}"), tuple(surfaces))


def _primitive(opened: Opened, entry: Json, weights: list[float]) -> Primitive | None:
    attributes = fields.obj(entry, "attributes", "primitive")
    mode = fields.whole(entry, "mode", "primitive", 4)
    if "POSITION" not in attributes or mode < 4:
        return None
    layout = opened.accessors[attributes["POSITION"]]
    positions = _read(opened, attributes["POSITION"])
    number = entry.get("indices")
    if number is None:
        corners = np.arange(layout.count, dtype=np.uint32)
    else:
        corners = accessors.raw(opened.accessors[number], opened.views).reshape(-1).astype(np.uint32)
    triangles = _triangulated(corners, mode)
    if len(triangles) == 0:
        return None
    normals = _optional(opened, attributes, "NORMAL")
    positions, normals = _morphed(opened, entry, weights, positions, normals)
    colours = _optional(opened, attributes, "COLOR_0")
    if colours is not None and colours.shape[1] == 3:
        colours = np.concatenate([colours, np.ones((len(colours), 1), np.float32)], axis=1)
    joints, skin_weights = _bones(opened, attributes)
    return Primitive(
        positions=positions,
        triangles=triangles,
        normals=normals,
        uvs={
            int(key[9:]): np.clip(_tidy(_read(opened, attributes[key])), -1e6, 1e6)
            for key in sorted(attributes)
            if key.startswith("TEXCOORD_") and key[9:].isascii() and key[9:].isdigit() and len(key) < 12
        },
        colours=None if colours is None else np.clip(colours, 0.0, 1.0),
        material=entry.get("material"),
        joints=joints,
        weights=skin_weights,
    )


def _read(opened: Opened, number: int) -> Floats:
    return accessors.floats(opened.accessors[number], opened.views)


def _tidy(values: Floats) -> Floats:
    """Attributes other than positions pass the gate with NaN; here they become zero."""
    return values if np.isfinite(values).all() else np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


def _optional(opened: Opened, attributes: Json, key: str) -> Floats | None:
    return _tidy(_read(opened, attributes[key])) if key in attributes else None


def _triangulated(corners: Indices, mode: int) -> Indices:
    """Corners (n,) of a glTF mode as triangles (m, 3): every second one of a strip is turned round."""
    if mode == 4:
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)
    count = max(0, len(corners) - 2)
    step = np.arange(count)
    if mode == 6:
        return np.stack([corners[1 : count + 1], corners[2 : count + 2], np.full(count, corners[0])], axis=1)
    odd = step % 2
    return np.stack([corners[step], corners[step + 1 + odd], corners[step + 2 - odd]], axis=1)


def _morphed(
    opened: Opened, entry: Json, weights: list[float], positions: Floats, normals: Floats | None
) -> tuple[Floats, Floats | None]:
    for target, weight in zip(fields.objects(entry, "targets", "primitive."), weights, strict=False):
        share = fields.number({"weight": weight}, "weight", "mesh.weights", 0.0)
        if share == 0.0 or abs(share) > 1e3:
            continue
        if "POSITION" in target:
            positions = positions + np.float32(share) * _read(opened, target["POSITION"])
        if "NORMAL" in target and normals is not None:
            moved = _tidy(_read(opened, target["NORMAL"]))
            normals = normals + np.float32(share) * moved if moved.shape == normals.shape else normals
    return positions, normals


def _bones(opened: Opened, attributes: Json) -> tuple[NDArray[np.uint32] | None, Floats | None]:
    joints, weights = [], []
    for number in range(4):
        key, share = f"JOINTS_{number}", f"WEIGHTS_{number}"
        if key in attributes and share in attributes:
            joints.append(accessors.raw(opened.accessors[attributes[key]], opened.views).astype(np.uint32))
            weights.append(_tidy(_read(opened, attributes[share])))
    if not joints:
        return None, None
    return np.concatenate(joints, axis=1), np.concatenate(weights, axis=1)


def _pictures(opened: Opened) -> list[Picture]:
    entries = fields.objects(opened.document.json, "images", "")
    return [
        Picture(_name(entry, f"picture_{number}"), size.kind, size.width, size.height, data)
        for number, (entry, (data, size)) in enumerate(zip(entries, opened.images, strict=True))
    ]


def _skin(opened: Opened, entry: Json) -> NDArray[np.float64]:
    joints = fields.indices(entry, "joints", len(opened.tree.entries), "skin")
    rest = opened.tree.world[joints]
    number = entry.get("inverseBindMatrices")
    if number is None:
        return rest
    inverse = _tidy(_read(opened, number))[: len(joints)].astype(np.float64).reshape(-1, 4, 4).transpose(0, 2, 1)
    return np.clip(rest @ np.clip(inverse, -nodes.FARTHEST, nodes.FARTHEST), -nodes.FARTHEST, nodes.FARTHEST)


def _animations(opened: Opened) -> list[Animation]:
    found = []
    for number, clip in enumerate(fields.objects(opened.document.json, "animations", "")):
        inputs = {sampler["input"] for sampler in fields.objects(clip, "samplers", "animation.")}
        ends = [float(_read(opened, accessor).max()) for accessor in sorted(inputs)]
        found.append(Animation(_name(clip, f"animation_{number + 1}"), max(0.0, *ends) if ends else 0.0))
    return found
