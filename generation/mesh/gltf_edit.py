"""A GLB that is changed in a few places: its JSON to be edited, and new bytes behind those it has."""

import base64
import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh.assembly import pack
from generation.mesh.container import Document
from generation.mesh.refusal import broken

Json = dict[str, Any]
_PICTURE_KEYS = frozenset({"normalTexture", "occlusionTexture", "emissiveTexture", "extensions"})


@dataclass(slots=True, eq=False)
class Edited:
    """`json` may be changed; what is added lies behind the file's own binary chunk, which stays as it is."""

    json: Json
    own: bytes
    added: list[bytes] = field(default_factory=list)
    size: int = 0
    _plain: dict[int, int] = field(default_factory=dict)

    def view(self, data: bytes) -> int:
        """A new buffer view of these bytes; its number."""
        buffer, start = self._room()
        self.json.setdefault("bufferViews", []).append({"buffer": buffer, "byteOffset": start, "byteLength": len(data)})
        self.added.append(data + b"\0" * (-len(data) % 4))
        self.size += len(self.added[-1])
        return len(self.json["bufferViews"]) - 1

    def array(self, values: NDArray[Any], kind: str, **more: Any) -> int:
        """A new accessor of 32-bit floats; its number."""
        packed = np.ascontiguousarray(values, np.float32)
        return self._accessor(self.view(packed.tobytes()), 5126, len(packed), kind, more)

    def indices(self, triangles: NDArray[np.int64], vertices: int) -> int:
        """A new accessor of triangles' corners (m, 3); its number."""
        short = vertices < 65535  # 65535 itself means "restart" and is not an index
        packed = np.ascontiguousarray(triangles, np.uint16 if short else np.uint32).reshape(-1)
        return self._accessor(self.view(packed.tobytes()), 5123 if short else 5125, len(packed), "SCALAR", {})

    def plain_copy(self, material: int) -> int:
        """The material without its pictures, for surfaces that have no place on them; its number."""
        if material not in self._plain:
            entry = {key: value for key, value in self.json["materials"][material].items() if key not in _PICTURE_KEYS}
            look = entry.get("pbrMetallicRoughness")
            if look is not None:
                entry["pbrMetallicRoughness"] = {
                    key: value for key, value in look.items() if not key.endswith("Texture")
                }
            self._plain[material] = len(self.json["materials"])
            self.json["materials"].append(copy.deepcopy(entry))
        return self._plain[material]

    def glb(self) -> bytes:
        """The file as it is now."""
        if not self.added:
            return pack(self.json, [self.own + b"\0" * (-len(self.own) % 4)])
        buffer, _ = self._room()
        if buffer == 0:
            self.json["buffers"][0]["byteLength"] = self._start() + self.size
            return pack(self.json, [self.own, b"\0" * (-len(self.own) % 4), *self.added])
        joined = b"".join(self.added)
        self.json["buffers"][buffer]["byteLength"] = len(joined)
        packed = base64.b64encode(joined).decode()
        self.json["buffers"][buffer]["uri"] = f"data:application/octet-stream;base64,{packed}"
        return pack(self.json, [self.own + b"\0" * (-len(self.own) % 4)])

    def _start(self) -> int:
        return len(self.own) + -len(self.own) % 4

    def _room(self) -> tuple[int, int]:
        """The buffer that new bytes go to, and where in it they begin: the file's own chunk where it is a buffer."""
        buffers = self.json.setdefault("buffers", [])
        if not buffers:
            buffers.append({"byteLength": 0})
        if "uri" not in buffers[0]:
            return 0, self._start() + self.size
        if not self.added:
            buffers.append({"byteLength": 0})
        return len(buffers) - 1, self.size

    def _accessor(self, view: int, code: int, count: int, kind: str, more: Json) -> int:
        entry = {"bufferView": view, "componentType": code, "count": count, "type": kind, **more}
        self.json.setdefault("accessors", []).append(entry)
        return len(self.json["accessors"]) - 1


def opened(document: Document) -> Edited:
    """What the gate has opened, ready to be changed; the document itself stays as it is."""
    own = b"" if document.binary is None else bytes(document.binary)
    if not document.json.get("meshes"):
        raise broken("it holds no mesh")
    return Edited(copy.deepcopy(document.json), own)
