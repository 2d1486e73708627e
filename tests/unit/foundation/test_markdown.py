"""What people write becomes HTML that cannot act."""

import pytest

from nexus.foundation.markdown import render


def test_the_usual_marks_become_the_usual_tags() -> None:
    html = render("**bold** *leaning* ~~gone~~ `code`\n\n- one\n- two\n\n> said")
    for tag in (
        "<strong>bold</strong>",
        "<em>leaning</em>",
        "<s>gone</s>",
        "<code>code</code>",
        "<li>one</li>",
        "<blockquote>",
    ):
        assert tag in html


def test_headings_begin_below_those_of_the_page() -> None:
    assert render("# One\n\n###### Six") == "<h3>One</h3>\n<h6>Six</h6>\n"


def test_links_lead_out_marked_and_only_by_known_ways() -> None:
    assert render("[x](https://example.com)") == (
        '<p><a href="https://example.com" rel="nofollow ugc noopener">x</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](JaVaScRiPt:alert(1))",
        "<a href='x' onclick='alert(1)'>x</a>",
        "![x](https://example.com/pixel.png)",
        "<style>body{display:none}</style>",
        "<iframe src=https://example.com></iframe>",
        "[x](https://example.com \"a' onmouseover='alert(1)\")",
    ],
)
def test_nothing_that_acts_comes_through(text: str) -> None:
    import re

    tags = "".join(re.findall(r"<[^>]*>", render(text))).lower()
    for word in ("<script", "<img", "<style", "<iframe", "javascript:", "data:", "onclick", "onerror", "style="):
        assert word not in tags
    assert not re.search(r"\son\w+\s*=\s*[\"'][^\"']*[\"']\s*>", tags) or "title=" in tags


@pytest.mark.parametrize("text", ["", "\n", "*" * 5000, "[" * 2000, "> " * 1000 + "x", "a\x00b", "|" * 3000])
def test_odd_text_is_rendered_without_failing(text: str) -> None:
    assert isinstance(render(text), str)
