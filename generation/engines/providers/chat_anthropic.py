"""Anthropic's Messages wire in its version of October 2026: no temperature, no prefilled answer, schemas by config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.engines.providers.chat_wire import Heard, Question
from generation.engines.providers.state import json_in, table, text
from generation.engines.providers.state import whole as count
from generation.engines.providers.streams import Event

PATH = "/v1/messages"
VERSION = "2026-10-21"
_STOPS = {
    "end_turn": "end",
    "stop_sequence": "end",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}
_UNBOUND = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_DROPPED = frozenset({*_UNBOUND, "pattern", "default", "maxItems", "uniqueItems", "$schema"})


def headers(key: str) -> dict[str, str]:
    """Key and version of the wire."""
    return {"authorization": f"Bearer {key}", "anthropic-version": VERSION}


def body(question: Question, without: frozenset[str]) -> dict[str, Any]:
    """The request; this wire takes neither seed nor temperature."""
    found: dict[str, Any] = {
        "model": question.model,
        "system": question.system,
        "messages": list(question.messages),
        "max_tokens": question.max_tokens,
        "stream": True,
    }
    if question.schema is not None:
        found["output_config"] = {"format": {"type": "json_schema", "schema": bound(question.schema)}}
    return {name: value for name, value in found.items() if name not in without}


def bound(schema: Any) -> Any:
    """The schema in the form that the wire enforces: objects closed, limits told in words instead.

    So ranges have to be checked again by whoever asked.
    """
    if isinstance(schema, list):
        return [bound(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {}
    for name, value in schema.items():
        if name == "properties":
            found[name] = {key: bound(one) for key, one in value.items()}
        elif name in ("enum", "const", "required"):
            found[name] = value
        elif name not in _DROPPED and not (name == "minItems" and value not in (0, 1)):
            found[name] = bound(value)
    said = [f"{name} {schema[name]}" for name in (*_UNBOUND, "pattern") if name in schema]
    if said:
        found["description"] = "; ".join([*([str(schema["description"])] if "description" in schema else []), *said])
    if "properties" in schema:
        found["additionalProperties"] = False
        found["required"] = sorted(schema["properties"])
    return found


def refused_field(answer: bytes, candidates: frozenset[str]) -> str:
    """The field that a 400 answer complains about, for servers that speak this wire in part."""
    return "output_config" if "output_config" in candidates and b"output_config" in answer[:65536] else ""


def take(event: Event, heard: Heard) -> None:
    """One event of the stream."""
    found = table(json_in(event.data.encode()))
    kind = text(found.get("type"))
    if kind == "message_start":
        message = table(found.get("message"))
        heard.model = text(message.get("model"), most=500)
        _count(table(message.get("usage")), heard)
    elif kind == "content_block_delta":
        delta = table(found.get("delta"))
        if delta.get("type") == "text_delta" and (piece := text(delta.get("text"), most=2**20)):
            heard.pieces.append(piece)
    elif kind == "message_delta":
        _count(table(found.get("usage")), heard)
        heard.stop = _STOPS.get(text(table(found.get("delta")).get("stop_reason")), heard.stop)
    elif kind == "message_stop":
        heard.ended = True
    elif kind == "error":
        heard.error, heard.ended = text(table(found.get("error")).get("message")) or "unknown fault", True


def whole(found: Any, heard: Heard) -> None:
    """An answer that came in one piece."""
    message = table(found)
    if message.get("type") != "message":
        return
    content = message.get("content")
    for block in [table(one) for one in content] if isinstance(content, list) else []:
        if block.get("type") == "text":
            heard.pieces.append(text(block.get("text"), most=2**20))
    heard.model = text(message.get("model"), most=500)
    heard.stop, heard.ended = _STOPS.get(text(message.get("stop_reason")), "other"), True
    _count(table(message.get("usage")), heard)


def _count(usage: Mapping[str, Any], heard: Heard) -> None:
    if "input_tokens" in usage:
        cached = sum(count(usage.get(f"cache_{name}_input_tokens")) or 0 for name in ("read", "creation"))
        heard.tokens_in = (count(usage["input_tokens"]) or 0) + cached
    if "output_tokens" in usage:
        heard.tokens_out = count(usage["output_tokens"])
