"""Reads glTF as JSON, alone or in a zip with its buffers and pictures, and packs it into one GLB; nothing is lost."""

from collections.abc import Callable

from generation.mesh import archive, assembly, container, fields
from generation.mesh.archive import Archive
from generation.mesh.limits import Limits
from generation.mesh.refusal import Refused, broken

Open = Callable[[str, str], bytes]


def embedded(data: bytes | memoryview, limits: Limits) -> bytes:
    """A .gltf whose buffers and pictures are all `data:` addresses, as a GLB. Raises Refused for any other address."""

    def refuse(uri: str, where: str) -> bytes:
        raise container.outside(uri, where)

    return _packed(bytes(data), limits, refuse)


def in_zip(held: Archive, name: str, limits: Limits) -> bytes:
    """The .gltf `name` of a zip with what lies beside it, as a GLB. Raises Refused."""

    def opened(uri: str, where: str) -> bytes:
        path = _decoded(uri)
        found = held.resolve(path, name)
        if found is None:
            raise Refused(
                "missing-file",
                f"This glTF names “{archive.shown(uri)}” in {where}, and the zip does not hold it.",
                "Pack the .gltf with all its .bin files and pictures, or export the model as GLB.",
            )
        return held.read(found)

    return _packed(held.read(name), limits, opened)


def _decoded(uri: str) -> str:
    """A relative address without its percent signs, as glTF writes names with spaces."""
    raw = uri.encode("utf-8", "replace")
    out = bytearray()
    at = 0
    while at < len(raw):
        pair = raw[at + 1 : at + 3]
        if raw[at] == 37 and len(pair) == 2 and all(chr(letter) in "0123456789abcdefABCDEF" for letter in pair):
            out.append(int(pair, 16))
            at += 3
        else:
            out.append(raw[at])
            at += 1
    return out.decode("utf-8", "replace")


def _packed(text: bytes, limits: Limits, opened: Open) -> bytes:
    document = container.document_of(text, json_bytes=limits.json_bytes, json_depth=limits.json_depth)
    joined = _Joined()
    starts = []
    for number, entry in enumerate(fields.objects(document, "buffers", "")):
        where = f"buffers[{number}]"
        size = fields.whole(entry, "byteLength", where, least=1)
        uri = fields.text(entry, "uri", where)
        if uri is None:
            raise broken(f"{where} has no bytes")
        held = _bytes(uri, where, opened)
        if len(held) < size:
            raise Refused(
                "out-of-range",
                f"This glTF is damaged: {where} states {size:,} bytes and has {len(held):,}.",
                "Export the model again as GLB and upload the new file.",
            )
        starts.append(joined.add(held[:size]))
    views = fields.objects(document, "bufferViews", "")
    for number, view in enumerate(views):
        buffer = fields.index(view, "buffer", len(starts), f"bufferViews[{number}]")
        if buffer is None:
            raise broken(f"bufferViews[{number}] names no buffer")
        size = len(joined.chunks[buffer])
        offset = fields.whole(view, "byteOffset", f"bufferViews[{number}]", 0)
        if offset + fields.whole(view, "byteLength", f"bufferViews[{number}]", least=1) > size:
            raise Refused(
                "out-of-range",
                f"This glTF is damaged: bufferViews[{number}] reaches past the end of its buffer.",
                "Export the model again as GLB and upload the new file.",
            )
        view["byteOffset"] = starts[buffer] + offset
        view["buffer"] = 0
    for number, image in enumerate(fields.objects(document, "images", "")):
        where = f"images[{number}]"
        uri = fields.text(image, "uri", where)
        if uri is None:
            continue
        held = _bytes(uri, where, opened)
        if not held:
            raise Refused("broken-picture", f"A picture of this glTF ({where}) is empty.", "Save the picture again.")
        views.append({"buffer": 0, "byteOffset": joined.add(held), "byteLength": len(held)})
        del image["uri"]
        image["bufferView"] = len(views) - 1
        image.setdefault("mimeType", _mime(held))
        image.setdefault("name", "" if uri[:5].lower() == "data:" else _decoded(uri).rsplit("/", 1)[-1])
        if not image["name"]:
            del image["name"]
    if views:
        document["bufferViews"] = views
        document["buffers"] = [{"byteLength": joined.size}]
    return assembly.pack(document, joined.padded())


def _bytes(uri: str, where: str, opened: Open) -> bytes:
    if uri[:5].lower() == "data:":
        return bytes(container.data_uri(uri, where))
    return opened(uri, where)


def _mime(data: bytes) -> str:
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:4] == b"RIFF":
        return "image/webp"
    return "image/ktx2" if data[:4] == b"\xabKTX" else "image/png"


class _Joined:
    """Buffers one after another, each begun at a multiple of four."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.size = 0

    def add(self, data: bytes) -> int:
        start = self.size
        self.chunks.append(data)
        self.size += len(data) + -len(data) % 4
        return start

    def padded(self) -> list[bytes]:
        """The pieces of the binary chunk."""
        return [data + b"\0" * (-len(data) % 4) for data in self.chunks]
