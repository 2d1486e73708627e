"""A model file looked at or converted by itself, in a limited child: what commands do without queue or database."""

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.mesh import validator
from nexus.foundation.errors import Invalid
from nexus.foundation.sandbox import Failed, WarmChild

SECONDS = 300.0
MEGABYTES = 3072
# What a format's file may be called behind the dot; a zip is an OBJ with its materials and pictures, an .obj has them
# beside it.
TARGETS = {"glb": "glb", "obj": "obj", "zip": "obj", "stl": "stl", "ply": "ply", "3mf": "3mf", "usdz": "usdz"}


class RefusedFile(Invalid):
    """A file that is not taken; `refused` holds rule, sentence and remedy."""

    def __init__(self, refused: Mapping[str, str]) -> None:
        super().__init__(f"{refused['sentence']} {refused['remedy']}")
        self.refused = dict(refused)


def inspected(path: Path) -> dict[str, Any]:
    """The facts of a file of any format, the Khronos validator's counts on its GLB among them. Raises RefusedFile."""
    with tempfile.TemporaryDirectory(prefix="nexus-inspect-") as name:
        folder = Path(name)
        answer = _asked("normal", path, folder, {})
        return validator.completed(answer["facts"], folder / answer["files"][0])


def converted(path: Path, into: Path) -> int:
    """Write the file as the format that `into` ends with; gives its size in bytes. Raises RefusedFile and Invalid."""
    target = TARGETS.get(into.suffix.lstrip(".").lower())
    if target is None:
        raise Invalid(f"{into.name} should end in .{', .'.join(TARGETS)}.")
    with tempfile.TemporaryDirectory(prefix="nexus-convert-") as name:
        folder = Path(name)
        answer = _asked("convert", path, folder, {"target": target})
        made = folder / answer["files"][0]
        try:
            if into.suffix.lower() == ".obj":
                _laid_out(made, into)
            else:
                shutil.copyfile(made, into)
        except OSError as failure:
            raise Invalid(f"{into} cannot be written: {failure.strerror}.") from failure
        return into.stat().st_size


def _laid_out(packed: Path, into: Path) -> None:
    """Our own zip of an OBJ as files: chair.obj, chair.mtl and textures/ beside it."""
    with zipfile.ZipFile(packed) as held:
        for name in held.namelist():
            data = held.read(name)
            own = name
            if name.startswith("model."):
                own = into.stem + name.removeprefix("model")
                data = data.replace(b"mtllib model.mtl", b"mtllib " + f"{into.stem}.mtl".encode(), 1)
            place = into.parent / own if own != f"{into.stem}.obj" else into
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def _asked(verb: str, path: Path, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
    source = folder / "source"
    try:
        shutil.copyfile(path, source)
    except OSError as failure:
        raise Invalid(f"{path} cannot be read: {failure.strerror}.") from failure
    request = {"act": "mesh", "verb": verb, "source": str(source), "folder": str(folder), "options": options}
    with WarmChild("generation.work:do", megabytes=MEGABYTES, folders=[folder]) as child:
        try:
            answer = child.call(request, seconds=SECONDS)
        except Failed as failure:
            raise Invalid(f"{path.name} could not be read: {failure.reason}") from failure
    if not answer["ok"]:
        raise RefusedFile(answer["refused"])
    return answer
