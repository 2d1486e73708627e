"""A campaign's HTML is made harmless; its links are numbered; its text says the same."""

import pytest

from marketplace.campaigns import content

HTML = '<h2>New</h2><p>See <a href="/models/?a=1&amp;b=2">models</a>, <a href="https://e.org/">that</a> and <a href="/models/?a=1&amp;b=2">models again</a>.</p>'


@pytest.mark.parametrize(
    "hostile",
    [
        '<p onclick="x">a</p>',
        '<p style="background:url(https://e.org)">a</p>',
        "<p>a</p><script>x</script>",
        "<p>a</p><style>p{}</style>",
        '<p>a</p><iframe src="https://e.org"></iframe>',
        '<a href="javascript:x">a</a>',
        '<a href="data:text/html,x">a</a>',
        "<p>a</p><form action='/x'><input></form>",
        "<p>a</p><svg onload=x></svg>",
    ],
)
def test_what_acts_or_tells_others_goes(hostile: str) -> None:
    kept = content.cleaned(hostile)

    for word in ("onclick", "style", "script", "iframe", "javascript", "data:", "form", "svg"):
        assert word not in kept


def test_links_are_numbered_once_each_and_replaced_for_each_reader() -> None:
    assert next(link.partition("/models")[1:] for link in content.links_of(HTML)) == ("/models", "/?a=1&b=2")
    made = content.joined(content.pieces(HTML), lambda number: f"https://n.org/{number}?x=1&y=2")

    assert made.count("https://n.org/0?x=1&amp;y=2") == 2
    assert made.count("https://n.org/1?x=1&amp;y=2") == 1
    assert "e.org" not in made


def test_mail_addresses_and_anchors_are_not_followed() -> None:
    html = '<p><a href="mailto:a@b.example">Write</a> <a>nowhere</a></p>'

    assert content.links_of(html) == []
    assert content.joined(content.pieces(html), lambda _number: "x") == html


def test_the_text_has_every_word_and_address() -> None:
    text = content.text_of("<h2>New</h2><p>One<br>two &amp; three</p><ul><li>A</li><li>B</li></ul>" + HTML)

    assert text.startswith("New\n\nOne\ntwo & three\n\n- A\n- B\n\nNew\n\nSee models (")
    assert "that (https://e.org/)" in text
