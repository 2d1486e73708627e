"""Spans cover the prompt and the longest phrase wins."""

import pytest

from generation.shapes import colours
from generation.shapes.lexer import language_of, lex

PROMPTS = [
    "round oak table 120 cm wide with four legs",
    "  ball Ø 8cm, not blue but lime!  ",
    "ein grüner Stuhl — 90 cm hoch",
    "日本の椅子 and a box",
    'a #ff8800 box (12" x 8")',
]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_spans_are_the_prompt_itself_and_leave_out_only_blanks_and_hyphens(prompt: str) -> None:
    at, gaps = 0, ""
    for span in lex(prompt):
        assert prompt[span.start : span.end] == span.text
        assert span.start >= at
        gaps += prompt[at : span.start]
        at = span.end
    gaps += prompt[at:]

    assert not gaps.replace("-", "").strip()


def test_a_compound_colour_is_one_colour() -> None:
    found = [span.get("colour").value for span in lex("cobalt blue vase") if span.has("colour")]

    assert found == [("cobalt blue", "#0047ab")]


def test_a_hex_colour_is_a_colour() -> None:
    assert lex("#F80")[0].get("colour").value == ("#ff8800", "#ff8800")


def test_all_css_colours_are_known() -> None:
    assert len([name for name in colours.names() if " " not in name]) >= 147
    assert colours.names()["rebeccapurple"] == "#663399"
    assert colours.names()["light goldenrodyellow"] == colours.names()["lightgoldenrodyellow"]


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("a red chair", "en"),
        ("ein roter Stuhl mit vier Beinen", "de"),
        ("une chaise rouge en bois", "fr"),
        ("una silla roja de madera", "es"),
        ("una sedia rossa di legno", "it"),
    ],
)
def test_the_language_is_the_one_that_knows_most_words(prompt: str, language: str) -> None:
    assert language_of(prompt) == language
