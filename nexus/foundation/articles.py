"""Longer texts that staff write: Markdown with headings one can link to, and things of ours that stand between."""

import re
from dataclasses import dataclass
from typing import TypedDict

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "img",
}  # fmt: skip
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "img": {"src", "alt", "title"},
    **{name: {"id"} for name in _HEADINGS},
}
_OWN_PICTURE = re.compile(r"/(?!/)")  # pictures come from this site: others would see who reads
_EMBEDDED = re.compile(r"(?:\[model:\d{1,18}\]\s*)+")
_NUMBER = re.compile(r"\d+")
_IN_CONTENTS = 2  # levels of headings that the table of contents names

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class Heading(TypedDict):
    id: str
    text: str
    level: int


class Part(TypedDict, total=False):
    """Safe HTML, or the numbers of models that stand here."""

    html: str
    models: list[int]


@dataclass(frozen=True)
class Article:
    parts: list[Part]
    contents: list[Heading]

    @property
    def model_ids(self) -> list[int]:
        """Each model once, in the order of the text."""
        return list(dict.fromkeys(number for part in self.parts for number in part.get("models", [])))

    @property
    def html(self) -> str:
        """The text alone."""
        return "".join(part.get("html", "") for part in self.parts)


def article(text: str) -> Article:
    """Markdown as safe HTML. The page's title is the only h1; `[model:12]` in a line of its own stands for a model."""
    tokens = _parser.parse(text)
    contents = _name_headings(tokens)
    parts: list[Part] = []
    begun, place = 0, 0
    while place < len(tokens):
        if _is_embedded(tokens, place):
            parts += _html(tokens[begun:place])
            parts.append({"models": [int(number) for number in _NUMBER.findall(tokens[place + 1].content)]})
            begun = place = place + 3
        else:
            place += 1
    return Article(parts + _html(tokens[begun:]), contents)


def _is_embedded(tokens: list[Token], place: int) -> bool:
    """Whether a paragraph begins here that names models and says nothing else."""
    return (
        tokens[place].type == "paragraph_open"
        and tokens[place].level == 0
        and _EMBEDDED.fullmatch(tokens[place + 1].content) is not None
    )


def _html(tokens: list[Token]) -> list[Part]:
    if not tokens:
        return []
    html = nh3.clean(
        str(_parser.renderer.render(tokens, _parser.options, {})),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return [{"html": html}] if html.strip() else []


def _kept(element: str, attribute: str, value: str) -> str | None:
    if element == "img" and attribute == "src" and not _OWN_PICTURE.match(value):
        return None
    return value


def _name_headings(tokens: list[Token]) -> list[Heading]:
    """Move headings below the page's own one, the highest to h2, and give each an id; answers the contents."""
    contents: list[Heading] = []
    used: set[str] = set()
    highest = min((_level(token) for token in tokens if token.type == "heading_open"), default=1)
    for place, token in enumerate(tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        level = min(6, _level(token) - highest + 2)
        token.tag = f"h{level}"
        if token.type == "heading_open":
            words = _plain(tokens[place + 1])
            name = _free(slugify(words)[:60] or "part", used)
            token.attrSet("id", name)
            if level <= 1 + _IN_CONTENTS:
                contents.append({"id": name, "text": words, "level": level})
    return contents


def _level(token: Token) -> int:
    """How deep the writer meant it; lines under a heading stand for one or two signs before it."""
    return token.markup.count("#") or (1 if token.markup == "=" else 2)


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in {"text", "code_inline"})


def _free(name: str, used: set[str]) -> str:
    """`name` with a number where it is taken; never one of the page's own ids."""
    wanted, number = f"t-{name}", 2
    while wanted in used:
        wanted, number = f"t-{name}-{number}", number + 1
    used.add(wanted)
    return wanted
