"""Copies what a provider made into our own folder at once: counted while it arrives, looked at before it is kept."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from generation.engines.base import EngineError, Piece
from generation.engines.providers.line import TRIES, Sink
from generation.engines.providers.waiting import Tick, jittered, patiently, pause
from nexus.foundation import outbound
from nexus.foundation.outbound import Client

RESULT_BYTES = 500 * 2**20
SECONDS = 600.0
JSON_CHUNK_BYTES = 32 * 2**20
_GONE = frozenset({401, 403, 404, 410})
_GLTF, _JSON = b"glTF", 0x4E4F534A


class Gone(Exception):  # noqa: N818 - it reads as what it is
    """The address of a result answers no more: the provider's link ended."""


def copied(
    client: Client, address: str, folder: Path, *, kind: str, title: str, tick: Tick, most: int = RESULT_BYTES
) -> Piece:
    """The file at a provider's address as `model.<kind>` in the folder, once it is whole and of that kind.

    No header of ours goes with the request: the address may belong to anybody. Raises Gone where the link ended, else
    EngineError.
    """
    with _partial(folder, kind) as part:
        for number in range(1, TRIES + 1):
            try:
                with part.open("wb") as file:
                    answer = patiently(lambda left, file=file: _get(client, address, file, left, most), tick)  # type: ignore[misc]
                if answer.status in _GONE:
                    raise Gone
                if answer.status == 200:
                    break
                sentence, again = f"HTTP {answer.status}", answer.status == 429 or answer.status >= 500
            except outbound.OutboundError as error:
                sentence, again = error.message, error.retry
            if not again or number == TRIES:
                raise EngineError(
                    f"The result of {title} could not be copied: {sentence}", code="result_lost", retry=again
                )
            pause(jittered(0.5 * 2**number), tick)
        return kept(part, folder, kind=kind, title=title)


def _get(client: Client, address: str, file: IO[bytes], abandoned: threading.Event, most: int) -> outbound.Answer:
    sink = cast("IO[bytes]", Sink(file.write, abandoned))
    return client.request("GET", address, seconds=SECONDS, idle_seconds=30.0, max_bytes=most, into=sink)


@contextlib.contextmanager
def _partial(folder: Path, kind: str) -> Iterator[Path]:
    part = folder / f".model.{kind}.part"
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def kept(part: Path, folder: Path, *, kind: str, title: str) -> Piece:
    """Give a whole file its final name. Raises EngineError where its content is not of its kind."""
    check = _CHECKS.get(kind)
    if check is not None and (fault := check(part)):
        raise EngineError(f"{title} delivered a file that is not whole: {fault}", code="result_bad", retry=True)
    return Piece(kind, part.replace(folder / f"model.{kind}"))


def from_bytes(data: bytes, folder: Path, *, kind: str, title: str) -> Piece:
    """A result that came inside an answer."""
    with _partial(folder, kind) as part:
        part.write_bytes(data)
        return kept(part, folder, kind=kind, title=title)


def from_base64(given: str, folder: Path, *, kind: str, title: str, most: int = RESULT_BYTES) -> Piece:
    """A result that came as base64, with or without a data URI's head."""
    words = given.partition(",")[2] if given.startswith("data:") else given
    if len(words) > most * 4 // 3 + 4:
        raise EngineError(f"The result of {title} is larger than {most // 2**20} MB.", code="result_too_large")
    try:
        data = base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EngineError(f"{title} delivered a file that is not base64.", code="result_bad", retry=True) from error
    return from_bytes(data, folder, kind=kind, title=title)


def from_answer(body: Path, names: tuple[str, ...], folder: Path, *, kind: str, title: str) -> Piece | None:
    """The base64 text under one of `names` in a JSON answer that lies in the file `body`, decoded piece by piece.

    A model inside JSON is read without holding it three times in memory. None where no such name has a text.
    """
    pattern = re.compile(rb'"(?:' + b"|".join(name.encode() for name in names) + rb')"\s*:\s*"')
    with body.open("rb") as source, _partial(folder, kind) as part:
        head = source.read(65536)
        found = pattern.search(head)
        if found is None:
            return None
        source.seek(found.end())
        if not _decoded(source, part):
            raise EngineError(f"{title} delivered a file that is not base64.", code="result_bad", retry=True)
        return kept(part, folder, kind=kind, title=title)


def _decoded(source: IO[bytes], part: Path) -> bool:
    """Decode up to the closing quotation mark; False where the text is no base64 or has no end."""
    rest = b""
    with part.open("wb") as out:
        while piece := source.read(4 * 2**18):
            text, end, _ = piece.partition(b'"')
            text = rest + text.replace(b"\\/", b"/").replace(b"\\n", b"")
            cut = len(text) if end else len(text) - len(text) % 4 - 4
            cut = max(cut, 0)
            try:
                out.write(base64.b64decode(text[:cut], validate=True))
            except (binascii.Error, ValueError):
                return False
            rest = text[cut:]
            if end:
                return True
    return False


# ---------------------------------------------------------------- what a file must look like
def _glb_fault(path: Path) -> str:
    """Why this is no whole GLB 2.0; the gate looks deeper later, in a child of its own."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(20)
        if len(head) < 20 or head[:4] != _GLTF:
            return "it is not a GLB."
        version, length, chunk, kind = struct.unpack("<IIII", head[4:])
        if version != 2:
            return f"it is GLB version {version}, not 2."
        if length != size:
            return f"it has {size:,} of {length:,} bytes."
        if kind != _JSON or chunk > min(size - 20, JSON_CHUNK_BYTES):
            return "its first part is not a description."
    return ""


def _text_fault(path: Path) -> str:
    data = path.read_bytes()
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not text."
    return "" if words.strip() and "\0" not in words else "it is empty."


def _stl_fault(path: Path) -> str:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(84)
    if head[:5] == b"solid":
        return ""
    if len(head) < 84 or size != 84 + 50 * struct.unpack("<I", head[80:])[0]:
        return "its number of triangles does not fit its size."
    return ""


_CHECKS: dict[str, Callable[[Path], str]] = {"glb": _glb_fault, "scad": _text_fault, "stl": _stl_fault}
