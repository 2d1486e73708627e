"""Cuts a prompt into tokens that know where they came from; nothing is replaced, so every word can be accounted for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PATTERN = re.compile(
    r"(?P<hex>#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b)"
    r"|(?P<number>\d+(?:[.,]\d+)*|[.,]\d+)"
    r"|(?P<mark>[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<cjk>[\u3040-\u30ff\u3400-\u9fff])"
    r"|(?P<word>[^\W\d_]+(?:[’'][^\W\d_]+)*)"
    r"|(?P<other>[^\s])"
)
_DASHES = "-‐‑‒–−"


@dataclass(frozen=True)
class Token:
    """A word, number, hex colour or mark; `start` and `end` are offsets into the prompt.

    `joined` says that it hung on the token before by a hyphen or directly ("24-tooth", "8cm").
    """

    text: str
    low: str
    kind: str
    start: int
    end: int
    joined: bool


def tokenise(prompt: str) -> list[Token]:
    """The tokens of a prompt in order; hyphens inside a compound are dropped and remembered as `joined`."""
    found = list(_PATTERN.finditer(prompt))
    out: list[Token] = []
    joined = False
    for number, hit in enumerate(found):
        text = hit.group()
        before, after = found[number - 1] if number else None, found[number + 1] if number + 1 < len(found) else None
        tight = before is not None and before.end() == hit.start()
        inside = tight and after is not None and after.start() == hit.end() and bool(out)
        if text in _DASHES and inside and {out[-1].kind, after and after.lastgroup} <= {"word", "number"}:
            joined = True
            continue
        kind = {"cjk": "word", "other": "mark"}.get(hit.lastgroup or "", hit.lastgroup or "mark")
        touching = tight and bool(out) and out[-1].kind in ("word", "number") and kind in ("word", "number")
        low = text if kind == "mark" else unicodedata.normalize("NFKC", text).lower().replace("’", "'")
        out.append(Token(text, low, kind, hit.start(), hit.end(), joined or touching))
        joined = False
    return out
