"""Longer texts: headings one can link to, models that stand between, nothing that acts."""

import pytest

from nexus.foundation.articles import article


def test_headings_stand_below_the_pages_own_and_have_ids_of_their_own() -> None:
    made = article("# One\n\nTwo\n===\n\n## One\n\n### `deep`")

    assert [(row["id"], row["level"]) for row in made.contents] == [("t-one", 2), ("t-two", 2), ("t-one-2", 3)]
    assert '<h2 id="t-one">' in made.html
    assert '<h4 id="t-deep">' in made.html


def test_the_highest_heading_of_a_text_is_the_pages_second() -> None:
    assert [row["level"] for row in article("### Begin\n\n#### Then").contents] == [2, 3]


def test_models_stand_where_a_line_names_them_and_nowhere_else() -> None:
    made = article("Text [model:1].\n\n[model:2]\n[model:3]\n\n```\n[model:4]\n```\n\n- [model:5]\n\n[model:2]")

    assert made.model_ids == [2, 3]
    assert [part.get("models") for part in made.parts] == [None, [2, 3], None, [2]]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "![x](//elsewhere.example/pixel.png)",
        '<img src=x onerror="alert(1)">',
        "## <b onclick=x>Hi</b>",
    ],
)
def test_nothing_acts_and_nobody_else_sees_who_reads(hostile: str) -> None:
    html = article(hostile).html

    assert "<script" not in html
    assert "javascript:" not in html.replace("](javascript:", "")
    assert "elsewhere" not in html
    assert "<img src=x" not in html
    assert "<b" not in html
