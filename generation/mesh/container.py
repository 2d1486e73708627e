"""The GLB container: kind by content, header, chunks and JSON, each checked before the next is believed."""

import base64
import binascii
import json
import re
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generation.mesh import fields, magic
from generation.mesh.fields import Json
from generation.mesh.refusal import EXPORT_AGAIN, Refused, broken

_JSON_CHUNK = 0x4E4F534A
_BINARY_CHUNK = 0x004E4942
_GLB_NEEDED = "Export the model as GLB (glTF 2.0 binary) and upload that file."

# A string, closed or running to the end of the text. Possessive, so that no input makes it slow.
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


@dataclass(slots=True)
class Document:
    """A parsed GLB: its JSON, its binary chunk, every URI that it names, and its buffers once they were asked for."""

    json: Json
    binary: memoryview | None
    uris: list[str]
    buffers: list[memoryview] = field(default_factory=list)


def parse(data: bytes | memoryview, *, file_bytes: int, json_bytes: int, json_depth: int) -> Document:
    """Open a GLB as far as its JSON. Sizes are in bytes; `json_depth` counts nested brackets.

    Raises Refused. Nothing of the file is copied but its JSON; no library sees it but `json`.
    """
    view = memoryview(data).cast("B")
    if len(view) > file_bytes:
        raise too_large(len(view), file_bytes)
    if len(view) == 0:
        raise Refused("not-a-model", "This file is empty.", _GLB_NEEDED)
    if bytes(view[:4]) != b"glTF":
        kind = magic.kind_of(bytes(view[:512]))
        sentence = f"This file is {kind}, and a GLB is needed." if kind else "This file is not a GLB."
        raise Refused("not-a-model", sentence, _GLB_NEEDED)
    text, binary = _chunks(view, json_bytes)
    _check_nesting(text, json_depth)
    document, uris = _load(text)
    return Document(json=document, binary=binary, uris=uris)


def document_of(text: bytes, *, json_bytes: int, json_depth: int) -> Json:
    """The JSON of a .gltf, within the same limits as a GLB's own. Raises Refused."""
    if len(text) > json_bytes:
        raise too_large(len(text), json_bytes)
    _check_nesting(text, json_depth)
    return _load(text.removeprefix(b"\xef\xbb\xbf"))[0]


def too_large(size: int, most: int) -> Refused:
    """The refusal of a file by its bytes alone."""
    return Refused(
        "too-big",
        f"This file is {_megabytes(size)} MB; the largest that is taken is {_megabytes(most)} MB.",
        "Use smaller textures or fewer triangles, then upload again.",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f}" if size >= 10 * 1024**2 else f"{size / 1024**2:.1f}"


def _chunks(view: memoryview, json_bytes: int) -> tuple[bytes, memoryview | None]:
    if len(view) < 20:
        raise broken("it ends before its first chunk")
    version, length = struct.unpack_from("<II", view, 4)
    if version != 2:
        raise Refused(
            "unsupported-version",
            f"This GLB is of version {version}; only version 2 is read.",
            "Export the model as glTF 2.0 binary.",
        )
    if length != len(view):
        what = "it was cut off" if length > len(view) else "more bytes follow than it states"
        raise Refused(
            "broken",
            f"This GLB states {length:,} bytes and has {len(view):,}: {what}.",
            "Upload the file again; if that does not help, export it again.",
        )
    text: bytes | None = None
    binary: memoryview | None = None
    at, number = 12, 0
    while at < len(view):
        if at + 8 > len(view):
            raise broken("its last chunk has no header")
        size, kind = struct.unpack_from("<II", view, at)
        at += 8
        if size > len(view) - at:
            raise broken("a chunk reaches past the end of the file")
        if number == 0:
            if kind != _JSON_CHUNK:
                raise broken("its first chunk is not JSON")
            if size > json_bytes:
                raise Refused(
                    "too-big",
                    f"The description inside this GLB takes {_megabytes(size)} MB; at most "
                    f"{_megabytes(json_bytes)} MB are read.",
                    "Keep geometry and pictures in the binary part, and join very small objects.",
                )
            text = bytes(view[at : at + size])
        elif number == 1 and kind == _BINARY_CHUNK:
            binary = view[at : at + size]
        at += size
        number += 1
    if text is None:
        raise broken("it has no JSON chunk")
    return text, binary


def _check_nesting(text: bytes, most: int) -> None:
    bare = np.frombuffer(_STRINGS.sub(b"", text), np.uint8)
    steps = np.zeros(256, np.int8)
    steps[[ord("["), ord("{")]] = 1
    steps[[ord("]"), ord("}")]] = -1
    moves = steps[bare]
    moves = moves[moves != 0]
    if len(moves) and int(np.cumsum(moves, dtype=np.int64).max()) > most:
        raise Refused(
            "too-deep",
            f"The description inside this GLB is nested deeper than {most} levels.",
            "Remove deeply nested extra data, then export again.",
        )


def _load(text: bytes) -> tuple[Json, list[str]]:
    uris: list[str] = []

    def keep(pairs: list[tuple[str, Any]]) -> Json:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise broken("its JSON names a key twice in one object")
        uri = found.get("uri")
        if isinstance(uri, str):
            uris.append(uri)
        return found

    def no_constant(name: str) -> None:
        raise broken(f"its JSON holds {name}, which is no JSON number")

    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=keep, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise broken("its JSON cannot be read") from error
    if not isinstance(document, dict):
        raise broken("its JSON is not an object")
    return document, uris


def open_buffers(document: Document) -> None:
    """Find the bytes of every buffer, in the file's own chunk or in a `data:` URI; raises Refused for any other."""
    for number, entry in enumerate(fields.objects(document.json, "buffers", "")):
        where = f"buffers[{number}]"
        size = fields.whole(entry, "byteLength", where, least=1)
        uri = fields.text(entry, "uri", where)
        if uri is not None:
            held = data_uri(uri, where)
        elif number == 0 and document.binary is not None:
            held = document.binary
        else:
            raise broken(f"{where} has no bytes")
        if size > len(held):
            raise Refused(
                "out-of-range",
                f"This GLB is damaged: {where} states {size:,} bytes and has {len(held):,}.",
                EXPORT_AGAIN,
            )
        document.buffers.append(held[:size])


def data_uri(uri: str, where: str) -> memoryview:
    """The bytes of a `data:` URI; every other URI is refused, because nothing outside the file is ever opened."""
    if uri[:5].lower() != "data:":
        raise outside(uri, where)
    head, comma, body = uri.partition(",")
    if not comma or not head.lower().endswith(";base64"):
        raise broken(f"{where} holds a data address that is not base64")
    try:
        return memoryview(base64.b64decode(body, validate=True))
    except (binascii.Error, ValueError) as error:
        raise broken(f"{where} holds a data address that is not base64") from error


def outside(uri: str, where: str) -> Refused:
    """The refusal of a reference that leaves the file."""
    shown = uri if len(uri) <= 60 else uri[:57] + "…"
    shown = "".join(letter if letter.isprintable() else "?" for letter in shown)
    return Refused(
        "outside-reference",
        f"This GLB refers to something outside itself in {where}: “{shown}”.",
        "Export the model with pictures and geometry embedded in one GLB.",
    )
