"""Text that people write, as HTML that cannot act: CommonMark without raw HTML, then an allow-list of tags."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_FIRST_HEADING = 3  # the page's own headings end above it

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def render(text: str) -> str:
    """Safe HTML: no pictures, no styles, links of http, https and mailto only, marked as not ours."""
    tokens = _parser.parse(text)
    for token in tokens:
        _lower_heading(token)
    html = str(_parser.renderer.render(tokens, _parser.options, {}))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def _lower_heading(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1:]) + _FIRST_HEADING - 1)}"
