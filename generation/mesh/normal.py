"""One door for every format: a file by its content through its gate and reader to our GLB and where it came from."""

from dataclasses import dataclass
from pathlib import Path

from generation.mesh import archive, assembly, compressed, container, formats, gate
from generation.mesh.archive import Archive
from generation.mesh.assembly import Assembly
from generation.mesh.limits import USUAL, Limits
from generation.mesh.origin import GLB, Origin
from generation.mesh.readers import fbx, gltf, obj, ply, stl, threemf, usdz
from generation.mesh.refusal import Refused, about


@dataclass(frozen=True, slots=True)
class Normal:
    """A file made ours: `glb` has passed the gate, `origin` says which format, unit and axes it came in."""

    glb: bytes | memoryview
    origin: Origin


def normalised(data: bytes | memoryview, *, path: Path | None = None, limits: Limits = USUAL) -> Normal:
    """A file of any format as our GLB, which has passed the gate. `path` is where the same bytes lie, for FBX.

    A GLB stays as it is, rigs, animations and extensions with it; one that is packed (Draco, meshopt) is unpacked.
    Reads nothing but the bytes. Raises Refused (rule, sentence, remedy).
    """
    if len(data) > limits.file_bytes:
        raise container.too_large(len(data), limits.file_bytes)
    kind = formats.kind_of(data)
    if kind == "zip":
        held = archive.open_zip(data)
        return _from_zip(held, limits, path.parent if path else None)
    return _single(kind, data, path, limits)


def _single(
    kind: str, data: bytes | memoryview, path: Path | None, limits: Limits, folder: Path | None = None
) -> Normal:
    if kind == "glb":
        return Normal(_passed(compressed.opened(data, limits), "GLB", limits), GLB)
    if kind == "gltf":
        with about("glTF"):
            made = gltf.embedded(data, limits)
        return Normal(_passed(compressed.opened(made, limits), "glTF", limits), Origin("gltf"))
    if kind == "stl":
        return _finished(stl.read(data, limits), limits)
    if kind == "ply":
        return _finished(ply.read(data, limits), limits)
    if kind == "fbx":
        return _finished(fbx.read(data, limits, path, folder=folder), limits)
    return _finished(obj.read(data, limits), limits)


def _finished(made: Assembly, limits: Limits) -> Normal:
    return Normal(_passed(assembly.write(made), formats.NAMES[made.origin.format], limits), made.origin)


def _passed(made: bytes | memoryview, name: str, limits: Limits) -> bytes | memoryview:
    with about(name):
        gate.check(made, limits)
    return made


def _from_zip(held: Archive, limits: Limits, folder: Path | None) -> Normal:
    if threemf.is_package(held):
        return _finished(threemf.read(held, limits), limits)
    if usdz.is_package(held):
        return _finished(usdz.read(held, limits), limits)
    models = _models(held)
    name, kind = models[0]
    if kind == "gltf":
        with about("glTF"):
            made = gltf.in_zip(held, name, limits)
        return Normal(_passed(compressed.opened(made, limits), "glTF", limits), Origin("gltf"))
    if kind == "obj":
        return _finished(obj.in_zip(held, name, limits), limits)
    return _single(kind, held.read(name), None, limits, folder)


def _models(held: Archive) -> list[tuple[str, str]]:
    """The one model of a zip, told by content. Raises Refused for none and for several."""
    found: list[tuple[str, str]] = []
    for name in held.names:
        bare = name.rsplit("/", 1)[-1]
        # What programs add by themselves, and kinds whose text could be taken for a model.
        if name.startswith("__MACOSX/") or bare.startswith("._") or bare.lower().endswith((".mtl", ".txt", ".md")):
            continue
        try:
            kind = formats.kind_of(held.head(name, 65_536), size=held.size(name))
        except Refused:
            continue
        found.append((name, kind))
    if not found:
        raise Refused("not-a-model", "This zip holds no 3D model of a kind that is read.", formats.TAKEN)
    if len(found) > 1:
        shown = ", ".join(archive.shown(name) for name, _ in found[:3])
        raise Refused(
            "several-models",
            f"This zip holds {len(found)} models ({shown}{' …' if len(found) > 3 else ''}), and one is taken.",
            "Upload each model by itself.",
        )
    return found
