"""What models write, taken out of their prose and made on a bench: JSON values, OpenSCAD source."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any

from generation.engines.base import Brief, EngineError, Piece
from generation.engines.providers.waiting import Rising
from generation.engines.providers.workshop import Bench, NotAccepted

SOURCE_BYTES = 200_000
_FENCE = re.compile(r"```[ \t]*([A-Za-z0-9_+-]*)[ \t]*\r?\n(.*?)(?:```|\Z)", re.DOTALL)
_SCAD = frozenset({"openscad", "scad", "", "c", "cpp", "javascript", "js"})


def json_value(written: str) -> dict[str, Any]:
    """The JSON object in an answer, bare or fenced or after words. Raises NotAccepted."""
    fenced = _FENCE.search(written)
    words = fenced[2] if fenced and "{" in fenced[2] else written
    begin = words.find("{")
    if begin < 0:
        raise NotAccepted("The answer holds no JSON object.")
    try:
        found, _ = json.JSONDecoder().raw_decode(words[begin:])
    except (ValueError, RecursionError) as error:
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotAccepted(f"The answer is not whole JSON{where}.") from error
    if not isinstance(found, dict):
        raise NotAccepted("The answer is not a JSON object.")
    return found


def source_in(written: str) -> str:
    """The OpenSCAD source in an answer: the longest fenced block, or the whole text. Raises NotAccepted."""
    blocks = [match[2] for match in _FENCE.finditer(written) if match[1].lower() in _SCAD]
    source = max(blocks, key=len) if blocks else "" if "```" in written else written
    source = source.strip()
    if not source or not any(sign in source for sign in ";{"):
        raise NotAccepted("The answer holds no OpenSCAD source.")
    if len(source.encode()) > SOURCE_BYTES:
        raise NotAccepted(f"The source is longer than {SOURCE_BYTES:,} bytes.")
    return source + "\n"


def rendered(bench: Bench, source: str, brief: Brief, rising: Rising) -> dict[str, Any]:
    """The specification of a source that was rendered once, here and now. Raises NotAccepted with the reason."""
    silent = _ticking(rising)
    given = dataclasses.replace(brief, kind="design", parameters={"source": source}, specification=None)
    specification = bench.plan("design", given, silent)
    bench.make("design", dataclasses.replace(given, specification=specification), silent)
    return specification


def tried(bench: Bench, specification: Mapping[str, Any], brief: Brief, rising: Rising) -> None:
    """Make a specification of named families once. Raises NotAccepted with the reason."""
    bench.make(
        "text", dataclasses.replace(brief, kind="text", parameters={}, specification=specification), _ticking(rising)
    )


def made(bench: Bench, kind: str, specification: Mapping[str, Any], brief: Brief, rising: Rising) -> list[Piece]:
    """The files of an accepted specification. Raises EngineError."""
    rising(0.0, "Making what was written")
    given = dataclasses.replace(brief, kind=kind, parameters=_parameters(specification), specification=specification)
    try:
        return bench.make(kind, given, rising)
    except NotAccepted as refusal:
        raise EngineError(str(refusal), code="not_made") from refusal


def _parameters(specification: Mapping[str, Any]) -> dict[str, Any]:
    source = specification.get("source")
    return {"source": source} if isinstance(source, str) else {}


def _ticking(rising: Rising) -> Any:
    """A report that only looks whether the job was cancelled: a try-out is no progress."""
    return lambda _share, _words: rising.tick()
