"""A campaign's HTML: made harmless, dressed for mail programs, turned into text, its links numbered."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from django.conf import settings

from nexus.foundation.errors import Invalid

Address = Callable[[int], str]

CONTENT_MOST = 100_000
LINKS_MOST = 100
_TAGS = {
    "p", "br", "hr", "strong", "b", "em", "i", "u", "s", "a", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote",
    "img", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "code",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
# What mail_style writes in place, by element.
_CLASSES = {
    "p": "m-p", "h1": "m-h", "h2": "m-h2", "h3": "m-h3", "h4": "m-h3", "a": "m-a", "blockquote": "m-quote",
    "ul": "m-list", "ol": "m-list", "hr": "m-rule", "img": "m-img", "td": "m-cell", "th": "m-cell", "table": "m-lines",
}  # fmt: skip
_OPENING = re.compile(r"<(" + "|".join(sorted(_CLASSES, key=len, reverse=True)) + r")(?=[\s>/])")
_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_SRC = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "tr", "div", "hr"}


@dataclass(frozen=True)
class Piece:
    """A stretch of HTML; after it stands the address of the link with this number, or nothing at the end."""

    html: str
    link: int | None


def cleaned(html: str) -> str:
    """The HTML without anything that acts or tells others who reads. Invalid says what cannot stay."""
    if "\x00" in html or len(html) > CONTENT_MOST:
        sentence = f"A mail has at most {CONTENT_MOST:,} characters of HTML without NUL; this has {len(html):,}."
        raise Invalid(sentence, fields={"content": [sentence]})
    safe = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None,
    ).strip()  # fmt: skip
    foreign = [source for source in map(unescape, _SRC.findall(safe)) if not _is_ours(source)]
    if foreign:
        sentence = f"Pictures come from this site only, so that nobody else sees who reads: {foreign[0][:200]}"
        raise Invalid(sentence, fields={"content": [sentence]})
    if not text_of(safe).strip() and not _SRC.search(safe):
        raise Invalid("The mail is empty.", fields={"content": ["The mail is empty."]})
    if len(links_of(safe)) > LINKS_MOST:
        sentence = f"A mail has at most {LINKS_MOST} links."
        raise Invalid(sentence, fields={"content": [sentence]})
    return safe


def _is_ours(source: str) -> bool:
    if source.startswith("/") and not source.startswith("//"):
        return True
    origins = {urlsplit(origin).netloc for origin in (settings.SITE_URL, settings.MEDIA_ORIGIN) if origin}
    return urlsplit(source).netloc in origins


def links_of(html: str) -> list[str]:
    """The web addresses that the mail leads to, each once, in their order; own paths written out."""
    found = (_absolute(unescape(href)) for href in _HREF.findall(html))
    return list(dict.fromkeys(url for url in found if url.startswith(("http://", "https://"))))


def _absolute(href: str) -> str:
    return f"{settings.SITE_URL}{href}" if href.startswith("/") and not href.startswith("//") else href


def dressed(html: str) -> str:
    """The cleaned HTML with the classes of nexus.foundation.mail_style."""
    return _OPENING.sub(lambda tag: f'<{tag[1]} class="{_CLASSES[tag[1]]}"', html)


def pieces(html: str) -> list[Piece]:
    """The HTML cut where a followed link's address stands, so that each reader's own can be put there."""
    numbers = {url: number for number, url in enumerate(links_of(html))}
    found, begun = [], 0
    for match in _HREF.finditer(html):
        number = numbers.get(_absolute(unescape(match[1])))
        if number is not None:
            found.append(Piece(html[begun : match.start(1)], number))
            begun = match.end(1)
    return [*found, Piece(html[begun:], None)]


def joined(cut: Sequence[Piece], address: Address) -> str:
    """The pieces with an address for each link."""
    return "".join(piece.html + ("" if piece.link is None else escape(address(piece.link))) for piece in cut)


def text_of(html: str, address: Callable[[str], str] = str) -> str:
    """The same words as text: links with their address behind them, lists with dashes."""
    reader = _Text(address)
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Text(HTMLParser):
    def __init__(self, address: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.address = address
        self.href = ""
        self.words_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag != "tr" else "\n")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "img":
            self.parts.append(given.get("alt") or "")
        elif tag == "a":
            self.href, self.words_from = given.get("href") or "", len(self.parts)
        if tag == "hr":
            self.parts.append("---\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.href:
            url = _absolute(self.href).removeprefix("mailto:")
            if "".join(self.parts[self.words_from :]).strip() != url:
                self.parts.append(f" ({self.address(url)})")
            self.href = ""
        elif tag in _BLOCKS and tag != "tr":
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append("  ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))
