"""What a provider wrote, read as a requirements document with its prose; nothing of it is trusted to be well formed."""

import json
import re
from collections.abc import Mapping
from typing import Any

from conversations.providers.base import ProviderError

TEXTS = ("model_type", "primary_function", "description_natural_language", "custom_description")
NAMES = ("requirements", "requirements_json", "document", "result", "output", "response", "message", "content", "text")
FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
DOCUMENT_MOST, DEEPEST, PROSE_MOST = 60_000, 12, 20_000


def document_in(answer: Any, *, title: str) -> dict[str, Any]:
    """The requirements document in an answer: the object itself, under one of the usual names, or as JSON in text."""
    found = _search(answer, 6)
    if found is None:
        raise ProviderError(
            f"{title} answered without a requirements document. Say it in other words.", code="bad_answer"
        )
    return checked(found, title=title)


def checked(found: Mapping[str, Any], *, title: str) -> dict[str, Any]:
    """The document with every published field, each of its kind; what else it holds stays, if it is plain and short."""
    document = {name: value for name, value in found.items() if isinstance(name, str)}
    for name in TEXTS:
        value = document.get(name)
        document[name] = value if isinstance(value, str) else ""
    document["standard_components"] = [
        {**one, "name": str(one["name"]), "search_term": str(one.get("search_term") or one["name"])}
        for one in _list(document.get("standard_components"))
        if isinstance(one, dict) and one.get("name")
    ]
    document["dimensions"] = document.get("dimensions") or []
    if not _is_plain(document, DEEPEST) or len(json.dumps(document)) > DOCUMENT_MOST:
        raise ProviderError(f"{title} answered with something that cannot be kept.", code="bad_answer")
    if not document["model_type"] and not document["description_natural_language"]:
        raise ProviderError(f"{title} did not say what the model is. Say it in other words.", code="bad_answer")
    return document


def prose_of(document: Mapping[str, Any]) -> str:
    """A document in a few words for people, where its writer sent none."""
    kind = document["model_type"] or "design"
    lines = [f"**{kind[:1].upper()}{kind[1:]}**", document["description_natural_language"]]
    if document["primary_function"]:
        lines.append(f"It is for: {document['primary_function']}")
    names = [one["name"] for one in document["standard_components"]]
    if names:
        lines.append("Standard components: " + ", ".join(names))
    return "\n\n".join(line for line in lines if line)


def prose_in(answer: Any) -> str:
    """Prose that came beside the data; empty where there is none."""
    if not isinstance(answer, Mapping):
        return ""
    for name in ("prose", "message", "content", "text", "response"):
        value = answer.get(name)
        if isinstance(value, Mapping):
            value = value.get("content")
        if isinstance(value, str) and value.strip() and not _as_json(value):
            return _clean(value)[:PROSE_MOST]
    return ""


def _search(answer: Any, left: int) -> dict[str, Any] | None:
    if isinstance(answer, str):
        answer = _as_json(answer)
    if isinstance(answer, list) and answer and left:
        return _search(answer[-1], left - 1)
    if not isinstance(answer, Mapping) or not left:
        return None
    if any(isinstance(answer.get(name), str) and answer[name] for name in TEXTS[:3]):
        return dict(answer)
    for name in NAMES:
        if (inner := answer.get(name)) and (found := _search(inner, left - 1)) is not None:
            return found
    return None


def _as_json(text: str) -> Any:
    """The JSON object that a text is, or holds in a fence; None where there is none."""
    fenced = FENCE.search(text)
    for part in (text, fenced.group(1) if fenced else ""):
        if part.lstrip().startswith("{"):
            try:
                return json.loads(part)
            except (ValueError, RecursionError):
                continue
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign in "\n\t" or (sign.isprintable() and not "\ud800" <= sign <= "\udfff"))


def _is_plain(value: Any, left: int) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 - NaN differs from itself
    if isinstance(value, dict):
        return left > 0 and all(_is_plain(key, left) and _is_plain(inner, left - 1) for key, inner in value.items())
    if isinstance(value, list):
        return left > 0 and all(_is_plain(inner, left - 1) for inner in value)
    return True
