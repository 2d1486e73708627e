"""The gate: what a hostile or broken file must pass before any library sees it. Reads no file and no address."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from generation.mesh import accessors, container, fields, links, nodes, pictures
from generation.mesh.accessors import Accessor, View
from generation.mesh.container import Document
from generation.mesh.limits import HIDING_EXTENSIONS, USUAL, Limits
from generation.mesh.refusal import EXPORT_AGAIN, Refused, broken

__all__ = ["USUAL", "Limits", "Opened", "Refused", "check", "open_glb"]

_FLOAT = np.dtype("<f4")


@dataclass(slots=True)
class Opened:
    """A GLB that passed: its JSON and buffers, node tree, views, accessors and pictures' sizes, all checked."""

    document: Document
    tree: nodes.Tree
    views: list[View]
    accessors: list[Accessor]
    materials: int
    images: list[tuple[memoryview, pictures.Size]] = field(default_factory=list)


def check(data: bytes | memoryview, limits: Limits = USUAL) -> None:
    """Return for a file that may be handed on; raise Refused (rule, sentence, remedy) for any other.

    The five guards in order: container and JSON, node tree, accessors, references, pictures. Milliseconds for tens
    of megabytes; memory is that of the JSON and one primitive's indices.
    """
    open_glb(data, limits)


def open_glb(data: bytes | memoryview, limits: Limits = USUAL) -> Opened:
    """As `check`, and hand back what was found, so that readers need not look twice."""
    document = container.parse(
        data, file_bytes=limits.file_bytes, json_bytes=limits.json_bytes, json_depth=limits.json_depth
    )
    _check_version(document)
    _check_hidden(document)
    _check_entries(document, limits)
    tree = nodes.tree(document, most=limits.nodes, depth=limits.node_depth)
    shapes = _primitives(document)
    _check_tree_shows_meshes(tree, shapes)
    container.open_buffers(document)
    held = accessors.views(document)
    layouts = accessors.accessors(document, held)
    opened = Opened(document, tree, held, layouts, len(fields.objects(document.json, "materials", "")))
    _check_amounts(layouts, limits)
    _check_meshes(opened, shapes, limits)
    _check_skins_and_animations(opened, shapes, limits)
    links.check_references(document)
    opened.images.extend(links.checked_images(document, held, limits))
    return opened


# ---------------------------------------------------------------- guard 1: container
def _check_version(document: Document) -> None:
    asset = fields.obj(document.json, "asset", "the file")
    version = fields.text(asset, "version", "asset")
    if version is None or not version.startswith("2."):
        raise Refused(
            "unsupported-version",
            "This GLB does not say that it is glTF 2.0.",
            "Export the model as glTF 2.0 binary.",
        )


def _check_hidden(document: Document) -> None:
    named = {*fields.texts(document.json, "extensionsUsed"), *fields.texts(document.json, "extensionsRequired")}
    for holder in _extension_holders(document):
        named.update(holder)
    for extension, words in HIDING_EXTENSIONS.items():
        if extension in named:
            raise Refused(
                "unsupported-extension",
                f"This GLB uses {words} ({extension}), which is not read.",
                "Export the model without compression and instancing; the preview is made small for you.",
            )


def _extension_holders(document: Document) -> Iterator[fields.Json]:
    for key in ("bufferViews", "nodes"):
        for number, entry in enumerate(fields.objects(document.json, key, "")):
            yield fields.obj(entry, "extensions", f"{key}[{number}]")
    for where, primitive in _primitive_entries(document):
        yield fields.obj(primitive, "extensions", where)


def _check_entries(document: Document, limits: Limits) -> None:
    for key, value in document.json.items():
        if isinstance(value, list) and len(value) > limits.entries:
            raise Refused(
                "too-big",
                f"This GLB lists {len(value):,} {key}; at most {limits.entries:,} are taken.",
                "Join small objects in your 3D program, then export again.",
            )


# ---------------------------------------------------------------- guard 2: something to show
def _primitive_entries(document: Document) -> Iterator[tuple[str, fields.Json]]:
    for number, mesh in enumerate(fields.objects(document.json, "meshes", "")):
        for place, primitive in enumerate(fields.objects(mesh, "primitives", f"meshes[{number}].")):
            yield f"meshes[{number}].primitives[{place}]", primitive


def _primitives(document: Document) -> list[list[fields.Json]]:
    meshes = fields.objects(document.json, "meshes", "")
    return [fields.objects(mesh, "primitives", f"meshes[{number}].") for number, mesh in enumerate(meshes)]


def _check_tree_shows_meshes(tree: nodes.Tree, shapes: list[list[fields.Json]]) -> None:
    for number, entry in enumerate(tree.entries):
        fields.index(entry, "mesh", len(shapes), f"nodes[{number}]")
    if not any(tree.entries[number].get("mesh") is not None for number in tree.order):
        raise _no_mesh()


def _no_mesh() -> Refused:
    return Refused(
        "no-mesh",
        "This GLB shows no surface: no object of its scene has a triangle.",
        "Check that the export includes your meshes, not only cameras, lights, points or lines.",
    )


# ---------------------------------------------------------------- guard 3: accessors
def _check_amounts(layouts: list[Accessor], limits: Limits) -> None:
    total = sum(layout.count for layout in layouts)
    viewless = sum(layout.count for layout in layouts if layout.view is None)
    if total > limits.elements or viewless > limits.viewless_elements:
        raise Refused(
            "too-big",
            f"This GLB claims {max(total, viewless):,} vertex and index entries, more than are taken.",
            "Reduce the number of triangles, then export again.",
        )


def triangle_count(mode: int, corners: int) -> int:
    """Triangles of a primitive of glTF `mode` with so many corners; points and lines have none."""
    if mode == 4:
        return corners // 3
    return max(0, corners - 2) if mode in (5, 6) else 0


@dataclass(slots=True)
class _Seen:
    """What was read once is not read again: the highest index and the finite ones, by accessor."""

    peaks: dict[int, int] = field(default_factory=dict)
    finite: set[int] = field(default_factory=set)


def _check_meshes(opened: Opened, shapes: list[list[fields.Json]], limits: Limits) -> None:
    seen = _Seen()
    triangles = [0] * len(shapes)
    if (surfaces := sum(map(len, shapes))) > limits.draws:
        raise _too_many(f"{surfaces:,} separate surfaces", limits.draws)
    for number, primitives in enumerate(shapes):
        for place, primitive in enumerate(primitives):
            where = f"meshes[{number}].primitives[{place}]"
            triangles[number] += _check_primitive(opened, primitive, where, seen, limits)
    entries = opened.tree.entries
    shown = [int(entries[node]["mesh"]) for node in opened.tree.order if entries[node].get("mesh") is not None]
    drawn, draws = sum(triangles[mesh] for mesh in shown), sum(len(shapes[mesh]) for mesh in shown)
    if drawn == 0:
        raise _no_mesh()
    if drawn > limits.triangles or draws > limits.draws:
        if drawn > limits.triangles:
            raise _too_many(f"{drawn:,} triangles", limits.triangles)
        raise _too_many(f"{draws:,} separate surfaces", limits.draws)


def _too_many(what: str, most: int) -> Refused:
    return Refused(
        "too-big",
        f"This GLB shows {what}; at most {most:,} are taken.",
        "Reduce or join them in your 3D program, then export again.",
    )


def _check_primitive(
    opened: Opened,
    primitive: fields.Json,
    where: str,
    seen: "_Seen",
    limits: Limits,
) -> int:
    attributes = fields.obj(primitive, "attributes", where)
    mode = fields.whole(primitive, "mode", where, 4)
    if mode > 6:
        raise broken(f"{where} draws in a mode that glTF does not have")
    fields.index(primitive, "material", opened.materials, where)
    layouts = {key: _accessor(opened, attributes, key, f"{where}.attributes") for key in attributes}
    position = layouts.get("POSITION")
    if position is None:
        return 0
    _check_attributes(layouts, position, where)
    targets = fields.objects(primitive, "targets", f"{where}.")
    if len(targets) > limits.morph_targets:
        raise Refused("too-big", f"{where} has {len(targets)} morph targets, too many.", EXPORT_AGAIN)
    moved = [_accessor(opened, target, key, f"{where}.targets") for target in targets for key in target]
    if any(layout.count != position.count for layout in moved):
        raise broken(f"{where} has a morph target of another length")
    _check_finite(opened, position, seen.finite)
    for target in targets:
        if (offset := fields.index(target, "POSITION", len(opened.accessors), where)) is not None:
            _check_kind(opened.accessors[offset], ("VEC3",), f"{where}.targets.POSITION")
            _check_finite(opened, opened.accessors[offset], seen.finite)
    corners = position.count
    number = fields.index(primitive, "indices", len(opened.accessors), where)
    if number is not None:
        layout = opened.accessors[number]
        if layout.kind != "SCALAR" or layout.component.kind != "u":
            raise broken(f"{where}.indices are not whole numbers")
        if number not in seen.peaks:
            seen.peaks[number] = int(accessors.raw(layout, opened.views).max())
        if seen.peaks[number] >= position.count:
            raise Refused(
                "out-of-range",
                f"This GLB is damaged: {where} names vertex {seen.peaks[number]:,} of {position.count:,}.",
                EXPORT_AGAIN,
            )
        corners = layout.count
    return triangle_count(mode, corners)


def _accessor(opened: Opened, holder: fields.Json, key: str, where: str) -> Accessor:
    number = fields.index(holder, key, len(opened.accessors), where)
    if number is None:
        raise broken(f"{where}.{key} names no accessor")
    return opened.accessors[number]


_ATTRIBUTE_KINDS = {
    "POSITION": ("VEC3",),
    "NORMAL": ("VEC3",),
    "TANGENT": ("VEC4",),
    "TEXCOORD": ("VEC2",),
    "COLOR": ("VEC3", "VEC4"),
    "JOINTS": ("VEC4",),
    "WEIGHTS": ("VEC4",),
}


def _check_kind(layout: Accessor, kinds: tuple[str, ...], where: str) -> None:
    if layout.kind not in kinds:
        raise broken(f"{where} is {layout.kind} and not {' or '.join(kinds)}")


def _check_attributes(layouts: dict[str, Accessor], position: Accessor, where: str) -> None:
    for key, layout in layouts.items():
        if layout.count != position.count:
            raise broken(f"{where}.{key} has {layout.count:,} entries for {position.count:,} vertices")
        kinds = _ATTRIBUTE_KINDS.get(key.split("_")[0] if not key.startswith("_") else "")
        if kinds is not None:
            _check_kind(layout, kinds, f"{where}.{key}")
        if key.startswith("JOINTS_") and layout.component.kind != "u":
            raise broken(f"{where}.{key} are not whole numbers")


def _check_finite(opened: Opened, layout: Accessor, seen: set[int]) -> None:
    if layout.number in seen or layout.component != _FLOAT:
        return
    seen.add(layout.number)
    values = accessors.raw(layout, opened.views)
    # NaN fails every comparison, so one pair of extremes finds all three.
    if not (float(values.min()) >= -nodes.FARTHEST and float(values.max()) <= nodes.FARTHEST):
        raise Refused(
            "not-finite",
            "This GLB holds vertices without a usable position (not a number, or endless).",
            "Delete loose or broken vertices in your 3D program, then export again.",
        )


def _check_skins_and_animations(opened: Opened, shapes: list[list[fields.Json]], limits: Limits) -> None:
    document, size = opened.document, len(opened.tree.entries)
    joints: list[int] = []
    for number, skin in enumerate(fields.objects(document.json, "skins", "")):
        where = f"skins[{number}]"
        held = fields.indices(skin, "joints", size, where)
        if not held or len(held) > limits.joints:
            raise broken(f"{where} has {len(held):,} joints")
        fields.index(skin, "skeleton", size, where)
        if skin.get("inverseBindMatrices") is not None:
            layout = _accessor(opened, skin, "inverseBindMatrices", where)
            if layout.kind != "MAT4" or layout.component != _FLOAT or layout.count < len(held):
                raise broken(f"{where}.inverseBindMatrices do not fit its joints")
        joints.append(len(held))
    _check_joints_in_range(opened, shapes, joints)
    clips = fields.objects(document.json, "animations", "")
    moves = [fields.objects(clip, "samplers", f"animations[{number}].") for number, clip in enumerate(clips)]
    if (amount := sum(map(len, moves))) > limits.entries:
        raise _too_many(f"{amount:,} animated values", limits.entries)
    finite: set[int] = set()
    for number, (clip, samplers) in enumerate(zip(clips, moves, strict=True)):
        where = f"animations[{number}]"
        for sampler in samplers:
            times = _accessor(opened, sampler, "input", where)
            if times.kind != "SCALAR":
                raise broken(f"{where} has times that are no numbers")
            _check_finite(opened, times, finite)
            _accessor(opened, sampler, "output", where)
        for channel in fields.objects(clip, "channels", f"{where}."):
            fields.index(channel, "sampler", len(samplers), where)
            fields.index(fields.obj(channel, "target", where), "node", size, where)


def _check_joints_in_range(opened: Opened, shapes: list[list[fields.Json]], joints: list[int]) -> None:
    peaks: dict[int, int] = {}
    for number, node in enumerate(opened.tree.entries):
        skin = fields.index(node, "skin", len(joints), f"nodes[{number}]")
        mesh = node.get("mesh")
        if skin is None or mesh is None:
            continue
        if mesh not in peaks:
            peaks[mesh] = _highest_joint(opened, shapes[mesh])
        if peaks[mesh] >= joints[skin]:
            raise Refused(
                "out-of-range",
                f"This GLB is damaged: a vertex follows joint {peaks[mesh]} of {joints[skin]}.",
                EXPORT_AGAIN,
            )


def _highest_joint(opened: Opened, primitives: list[fields.Json]) -> int:
    named = {
        int(value)
        for primitive in primitives
        for key, value in fields.obj(primitive, "attributes", "primitive").items()
        if key.startswith("JOINTS_")
    }
    return max((int(accessors.raw(opened.accessors[number], opened.views).max()) for number in named), default=-1)
