"""Finds words in templates that no translation can reach: text and spoken attributes outside of gettext."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

SPOKEN = {"alt", "aria-description", "aria-label", "content", "label", "placeholder", "summary", "title"}
SILENT = {"code", "kbd", "pre", "script", "style", "svg", "template"}
NOT_FOR_PEOPLE = ("/dev/",)
# Names and units that are the same in every language.
NAMES = {
    "Nexus", "GLB", "STL", "SCAD", "USD", "MB", "kB", "GB", "SHA", "API", "URL", "mm", "cm", "px", "Esc", "Shift", "Ctrl", "SHA-256",
    "width", "initial-scale", "device-width", "light", "dark", "only", "noindex", "text", "html", "charset", "utf-8", "X", "Y", "Z",
    "EN", "DE", "name", "noarchive", "summary_large_image", "product", "website", "telephone", "no", "format-detection", "telephone=no",
    "color-scheme", "supported-color-schemes", "svg", "CSV", "UTC",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]{2,}(?:[-=][^\W\d_]+)*")
HOLE = "\x00"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for name, value in attrs:
            if (
                name in SPOKEN
                and value
                and HOLE not in value
                and (name != "content" or " " in value.replace(", ", ","))
            ):
                self._take(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._take(data)

    def _take(self, text: str) -> None:
        plain = re.sub(rf"{HOLE}/[\w/-]*", "", text).replace(HOLE, " ")  # an address of ours is no word
        words = [word for word in WORD.findall(plain) if word not in NAMES]
        if words and '="' not in text:
            self.found.append(" ".join(text.replace(HOLE, "…").split()))


def found_in(path: Path) -> Iterator[str]:
    """What stands bare in one template."""
    if any(part in path.as_posix() for part in NOT_FOR_PEOPLE):
        return
    out: list[str] = []
    inside = 0
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        name = token.contents.split()[:1] if token.token_type == TokenType.BLOCK else []
        if token.contents.split()[:2] == ["block", "body_class"]:
            inside += 1
        elif token.contents.split()[:2] == ["endblock", "body_class"]:
            inside -= 1
        elif name and name[0] in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
            inside += 1
        elif name and name[0] in {"endblocktranslate", "endblocktrans", "endcomment", "endverbatim"}:
            inside -= 1
        elif token.token_type == TokenType.TEXT and not inside:
            out.append(token.contents)
        elif token.token_type == TokenType.VAR or (name and name[0] in {"translate", "trans", "url", "static", "icon"}):
            out.append(HOLE)
    reader = _Reader()
    reader.feed("".join(out))
    reader.close()
    yield from reader.found
