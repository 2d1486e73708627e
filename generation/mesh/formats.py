"""Which format a file is of, told by its content and never by its name."""

import re

from generation.mesh import magic
from generation.mesh.refusal import Refused

NAMES = {
    "glb": "GLB",
    "gltf": "glTF",
    "obj": "OBJ",
    "stl": "STL",
    "ply": "PLY",
    "3mf": "3MF",
    "usdz": "USDZ",
    "fbx": "FBX",
    "zip": "zip",
}
TAKEN = "Upload GLB, glTF (as a zip with its files), OBJ (plain or as a zip), STL, PLY, 3MF, USDZ or FBX."
_HEAD = 65_536
# The first word of a line of an OBJ file.
_OBJ_WORDS = frozenset(
    b"v vt vn vp f l p o g s mtllib usemtl usemap maplib cstype deg bmat step curv curv2 surf parm trim hole scrv sp "
    b"end "
    b"con mg bevel c_interp d_interp lod shadow_obj trace_obj ctech stech call".split()
)
_OBJ_SHAPE = re.compile(rb"(?m)^[ \t]*(?:v[ \t]+[-+.\d]|mtllib[ \t]|f[ \t]+-?\d)")


def kind_of(data: bytes | memoryview, *, size: int | None = None) -> str:
    """The format's short name: glb, gltf (JSON text), obj, stl, ply, fbx, or zip. Raises Refused for anything else.

    `data` may be the first 64 kB of a file of `size` bytes.
    """
    view = memoryview(data).cast("B")
    if len(view) == 0:
        raise Refused("not-a-model", "This file is empty.", TAKEN)
    head = bytes(view[:_HEAD])
    found = _by_magic(head)
    if found:
        return found
    if _is_stl(head, len(view) if size is None else size):
        return "stl"
    if _is_obj(head):
        return "obj"
    kind = magic.kind_of(head)
    sentence = f"This file is {kind}, not a 3D model." if kind else "This file is no 3D model of a kind that is read."
    raise Refused("not-a-model", sentence, TAKEN)


def _by_magic(head: bytes) -> str:
    if head[:4] == b"glTF":
        return "glb"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if head.startswith(b"Kaydara FBX Binary") or re.match(rb"\s*;\s*FBX\s", head):
        return "fbx"
    if re.match(rb"ply\s", head):
        return "ply"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "gltf" if start[:1] == b"{" and (b'"asset"' in head or b'"meshes"' in head) else ""


def _is_stl(head: bytes, size: int) -> bool:
    if size >= 84 and 84 + 50 * int.from_bytes(head[80:84], "little") == size:
        return True
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:5].lower() == b"solid" and b"facet" in start.lower():
        return True
    # Neither text nor of the right length: a header in words before binary triangles that were cut off.
    words = head[:80].rstrip(b"\0 ")
    return (
        size >= 84
        and len(words) > 3
        and all(32 <= letter < 127 or letter in (9, 10, 13) for letter in words)
        and b"\0" in head[80:]
        and not words.lstrip().startswith((b"<", b"{"))
    )


def _is_obj(head: bytes) -> bool:
    if b"\0" in head or not _OBJ_SHAPE.search(head):
        return False
    head = re.sub(rb"\\\r?\n", b" ", head)
    lines = [line.split(None, 1)[0] for line in head.splitlines()[:-1] or head.splitlines() if line.strip()]
    words = [word for word in lines if not word.startswith(b"#")]
    return bool(words) and sum(word in _OBJ_WORDS for word in words) >= 0.9 * len(words)
