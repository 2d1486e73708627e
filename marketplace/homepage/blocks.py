"""The blocks of the home page: one schema for the editor, the contracts and the page. Pure.

    hero            title, text, cta_label, cta_url, model_id?
    slider          (no fields: the list is kept by itself)
    featured        title, model_ids
    trending, newest, categories, testimonials, tutorials      title, count
    call_to_action  title, text, label, url

An empty title or text stands for the site's own words in the reader's language (see wording.py).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from nexus.foundation.errors import Invalid

Block = dict[str, Any]

BLOCKS_MOST = 30
COUNT_MOST = 24
MODELS_MOST = 24
TITLE_MOST, TEXT_MOST, LABEL_MOST, URL_MOST = 120, 400, 40, 300
LISTS = ("trending", "newest", "categories", "testimonials", "tutorials")
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)

DEFAULT: tuple[Block, ...] = (
    {"type": "hero", "title": "", "text": "", "cta_label": "", "cta_url": ""},
    {"type": "slider"},
    {"type": "newest", "title": "", "count": 8},
    {"type": "categories", "title": "", "count": 12},
    {"type": "tutorials", "title": "", "count": 3},
    {"type": "testimonials", "title": "", "count": 3},
    {"type": "call_to_action", "title": "", "text": "", "label": "", "url": "/upload/"},
    {"type": "call_to_action", "title": "", "text": "", "label": "", "url": "/create/"},
)


class BlockError(ValueError):
    """What is wrong with one value, as a sentence."""


def _text(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise BlockError("A text.")
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise BlockError("Text without NUL.")
        if len(value) > most:
            raise BlockError(f"At most {most} characters; this has {len(value)}.")
        return value

    return read


def _number(most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise BlockError(f"A whole number from 1 to {most}.")
        return value

    return read


_model = _number(2**31)


def _models(value: Any) -> list[int]:
    if not isinstance(value, list) or not value or len(value) > MODELS_MOST:
        raise BlockError(f"Numbers of models, 1 to {MODELS_MOST} of them.")
    found = [_model(number) for number in value]
    if len(set(found)) != len(found):
        raise BlockError("Each model once.")
    return found


def url(value: Any) -> str:
    """An own path or an https address; empty where there is none. Raises BlockError."""
    text = _text(URL_MOST)(value)
    if not text:
        return text
    if not CONTROL.search(text) and text == text.strip():
        if text.startswith("/") and not text.startswith("//"):
            return text
        parts = urlsplit(text)
        if parts.scheme == "https" and HOST.fullmatch(parts.netloc):
            return text
    raise BlockError("A path of this site such as /create/, or an https:// address.")


_title, _words, _label = _text(TITLE_MOST), _text(TEXT_MOST), _text(LABEL_MOST)
_list = {"title": _title, "count": _number(COUNT_MOST)}
SCHEMA: dict[str, dict[str, Callable[[Any], Any]]] = {
    "hero": {"title": _title, "text": _words, "cta_label": _label, "cta_url": url, "model_id": _model},
    "slider": {},
    "featured": {"title": _title, "model_ids": _models},
    **dict.fromkeys(LISTS, _list),
    "call_to_action": {"title": _title, "text": _words, "label": _label, "url": url},
}
OPTIONAL = {"hero": {"model_id"}}
TYPES = ("hero", "slider", "featured", *LISTS, "call_to_action")
EMPTY: dict[str, Block] = {
    "hero": {"title": "", "text": "", "cta_label": "", "cta_url": ""},
    "slider": {},
    "featured": {"title": "", "model_ids": []},
    **{name: {"title": "", "count": 8} for name in LISTS},
    "call_to_action": {"title": "", "text": "", "label": "", "url": ""},
}


def new(kind: str) -> Block:
    """A block to fill in."""
    return {"type": kind, **EMPTY[kind]}


def checked(blocks: Any) -> list[Block]:
    """The blocks as they are kept. Invalid names each wrong place, as `blocks.2.url`."""
    wrong = faults(blocks)
    if wrong:
        place, sentences = next(iter(wrong.items()))
        raise Invalid(f"{place}: {sentences[0]}", fields=wrong)
    return [_kept(block) for block in blocks]


def faults(blocks: Any) -> dict[str, list[str]]:
    """What is wrong, by place; empty where nothing is."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str | bytes) or not 1 <= len(blocks) <= BLOCKS_MOST:
        return {"blocks": [f"A list of 1 to {BLOCKS_MOST} blocks."]}
    wrong: dict[str, list[str]] = {}
    for place, block in enumerate(blocks):
        for name, sentence in _faults_of(block).items():
            wrong[f"blocks.{place}.{name}" if name else f"blocks.{place}"] = [sentence]
    return wrong


def _faults_of(block: Any) -> dict[str, str]:
    kind = block.get("type") if isinstance(block, Mapping) else None
    if not isinstance(block, Mapping) or not isinstance(kind, str) or kind not in SCHEMA:
        return {"type": f"A block is an object whose type is one of: {', '.join(TYPES)}."}
    fields, wrong = SCHEMA[kind], {}
    for name in block.keys() - fields.keys() - {"type"}:
        wrong[str(name)] = f"A block of type {kind} has no such field."
    for name, read in fields.items():
        if name not in block:
            if name not in OPTIONAL.get(kind, ()):
                wrong[name] = "Missing."
            continue
        if block[name] is None and name in OPTIONAL.get(kind, ()):
            continue
        try:
            read(block[name])
        except BlockError as fault:
            wrong[name] = str(fault)
    return wrong or _faults_between(kind, block)


def _faults_between(kind: str, block: Mapping[str, Any]) -> dict[str, str]:
    """What only shows when two fields are seen together."""
    if kind == "hero" and bool(block["cta_label"]) != bool(block["cta_url"]):
        empty = "cta_url" if block["cta_label"] else "cta_label"
        return {empty: "A button has a label and an address, or neither."}
    if kind == "call_to_action" and not block["url"]:
        return {"url": "Where does it lead?"}
    return {}


def _kept(block: Mapping[str, Any]) -> Block:
    names = ("type", *SCHEMA[str(block["type"])])
    return {name: block[name] for name in names if block.get(name) is not None}
