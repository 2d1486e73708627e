"""The OpenAI-compatible chat wire, as Ollama, vLLM, llama.cpp, `transformers serve` and hosts of all kinds speak it."""

from __future__ import annotations

import re
from typing import Any

from generation.engines.providers.chat_wire import Heard, Question
from generation.engines.providers.state import json_in, table, text
from generation.engines.providers.state import whole as count
from generation.engines.providers.streams import Event

PATH = "/v1/chat/completions"
_STOPS = {"stop": "end", "length": "length", "content_filter": "refused"}


def headers(key: str) -> dict[str, str]:
    """Servers without keys ignore the header, but some want to see one."""
    return {"authorization": f"Bearer {key or 'none'}"}


def body(question: Question, without: frozenset[str]) -> dict[str, Any]:
    """The request; `without` names fields that this server refused before."""
    found: dict[str, Any] = {
        "model": question.model,
        "messages": [{"role": "system", "content": question.system}, *question.messages],
        "max_tokens": question.max_tokens,
        "temperature": 0.2,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if question.seed is not None:
        found["seed"] = question.seed
    if question.schema is not None:
        schema = {"name": question.schema_name, "schema": dict(question.schema), "strict": True}
        found["response_format"] = {"type": "json_schema", "json_schema": schema}
    if "stream" in without:
        without |= {"stream_options"}
    if "max_tokens" in without:  # newer models of OpenAI's own know it by this name alone
        found["max_completion_tokens"] = question.max_tokens
    return {name: value for name, value in found.items() if name not in without}


def refused_field(answer: bytes, candidates: frozenset[str]) -> str:
    """The field that a 400 or 422 answer complains about; "" where it complains about something else."""
    words = answer[:65536].decode("utf-8", "replace").replace("json_schema", "response_format")
    return next((name for name in sorted(candidates) if re.search(rf"\b{name}\b", words)), "")


def take(event: Event, heard: Heard) -> None:
    """One event of the stream."""
    if event.data.strip() == "[DONE]":
        heard.ended = True
        return
    found = json_in(event.data.encode())
    if isinstance(found, dict):
        _read(found, heard, "delta")


def whole(found: Any, heard: Heard) -> None:
    """An answer that came in one piece."""
    if isinstance(found, dict):
        _read(found, heard, "message")


def _read(found: dict[str, Any], heard: Heard, part: str) -> None:
    if error := found.get("error"):
        heard.error = text(error) or text(table(error).get("message")) or "unknown fault"
        heard.ended = True
        return
    heard.model = text(found.get("model"), most=500) or heard.model
    usage = table(found.get("usage"))
    heard.tokens_in = count(usage.get("prompt_tokens")) if "prompt_tokens" in usage else heard.tokens_in
    heard.tokens_out = count(usage.get("completion_tokens")) if "completion_tokens" in usage else heard.tokens_out
    choices = found.get("choices")
    choice = table(choices[0]) if isinstance(choices, list) and choices else {}
    message = table(choice.get(part))
    if piece := text(message.get("content"), most=2**20):
        heard.pieces.append(piece)
    if message.get("refusal"):
        heard.stop, heard.ended = "refused", True
    if reason := text(choice.get("finish_reason")):
        heard.stop, heard.ended = _STOPS.get(reason, "other"), True
