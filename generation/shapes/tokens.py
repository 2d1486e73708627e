"""Cuts a prompt into tokens that know where they came from; nothing is replaced, so every word can be accounted for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass

from generation.shapes.languages import kanji

_PATTERN = re.compile(
    r"(?P<hex>#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|[rR][gG][bB]\s*\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\))"
    r"|(?P<number>\d+(?:[.,．，]\d+)*|(?<!\w)[.,]\d+)"
    r"|(?P<mark>[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<cjk>[\u3005\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff])"
    r"|(?P<word>(?:(?![\u3005\u3007\u3040-\u30ff\u3400-\u9fff])[^\W\d_])+(?:[’'][^\W\d_]+)*)"
    r"|(?P<other>[^\s])"
)
_DASHES = "-‐‑‒–−"


@dataclass(frozen=True)
class Token:
    """A word, number, numeral, hex colour, sign ("cjk") or mark; `start` and `end` are offsets into the prompt.

    `joined` says that it hung on the token before by a hyphen or directly ("24-tooth", "8cm").
    """

    text: str
    low: str
    kind: str
    start: int
    end: int
    joined: bool


def tokenise(prompt: str) -> list[Token]:
    """The tokens of a prompt in order; hyphens inside a compound are dropped and remembered as `joined`.

    Chinese and Japanese signs are one token each; `segment` makes words of them.
    """
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
        kind = "mark" if hit.lastgroup == "other" else hit.lastgroup or "mark"
        touching = tight and bool(out) and out[-1].kind in ("word", "number") and kind in ("word", "number")
        low = text if kind == "mark" else unicodedata.normalize("NFKC", text).lower().replace("’", "'")
        out.append(Token(text if kind != "number" else low, low, kind, hit.start(), hit.end(), joined or touching))
        joined = False
    return out


def segment(tokens: Sequence[Token], known: Container[str], longest: int) -> list[Token]:
    """The tokens with runs of Chinese and Japanese signs cut into words: the longest known one first, then numerals.

    Signs that nothing knows stay together as long as they are of one script.
    """
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "cjk":
            out.append(tokens[at])
            at += 1
            continue
        run = at
        while (
            run < len(tokens) and tokens[run].kind == "cjk" and (run == at or tokens[run].start == tokens[run - 1].end)
        ):
            run += 1
        out += _cut(tokens[at:run], known, longest)
        at = run
    return out


def _cut(run: Sequence[Token], known: Container[str], longest: int) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(run):
        taken, kind = _known(run, at, known, longest)
        if not taken:
            taken = 1
            while at + taken < len(run) and not _known(run, at + taken, known, longest)[0]:
                if _script(run[at + taken].text) != _script(run[at].text):
                    break
                taken += 1
        text = "".join(token.text for token in run[at : at + taken])
        low = "".join(token.low for token in run[at : at + taken])
        out.append(Token(text, low, kind or "word", run[at].start, run[at + taken - 1].end, joined=False))
        at += taken
    return out


def _known(run: Sequence[Token], at: int, known: Container[str], longest: int) -> tuple[int, str]:
    """How many signs from `at` make a known word or a numeral, and its kind."""
    numeral = 0
    for taken in range(min(longest, len(run) - at), 0, -1):
        text = "".join(token.low for token in run[at : at + taken])
        if text in known and (taken > 1 or not kanji.is_numeral(text)):
            return taken, "word"
        if not numeral and kanji.is_numeral(text):
            numeral = taken
    return (numeral, "numeral") if numeral else (0, "")


def _script(sign: str) -> str:
    return "hiragana" if "\u3040" <= sign <= "\u309f" else "katakana" if "\u30a0" <= sign <= "\u30ff" else "han"
