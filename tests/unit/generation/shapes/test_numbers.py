"""Numbers and lengths as people write them."""

import pytest

from generation.shapes.lexer import lex
from generation.shapes.numbers import digits
from generation.shapes.understanding import specify


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", 7.5),
        ("1,200", 1200),
        ("0,125", 0.125),
        ("1.200,5", 1200.5),
        ("1,200.5", 1200.5),
        ("12,345,678", 12345678),
        ("2.5", 2.5),
        (".5", 0.5),
    ],
)
def test_digits_are_read_with_either_decimal_mark(text: str, value: float) -> None:
    assert digits(text) == value


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("half a metre", 500),
        ("a quarter of an inch", 6.35),
        ("a metre and a half", 1500),
        ("two and a half metres", 2500),
        ("2½ cm", 25),
        ("1/2 m", 500),
        ("1 1/2 in", 38.1),
        ("7,5 cm", 75),
        ("1,200 mm", 1200),
        ("12 inches", 304.8),
        ('12"', 304.8),
        ("5 ft 3 in", 1600.2),
        ("5'3\"", 1600.2),
        ("6′", 1828.8),
        ("twenty-four cm", 240),
        ("one hundred and twenty mm", 120),
        ("half-metre", 500),
        ("three quarters of an inch", 19.05),
        ("3/4 of an inch", 19.05),
        ("two and a half feet", 762),
        ("5'3", 1600.2),
        ("2 feet 3 inches", 685.8),
        ("1 m 20", 1200),
        ("1m20", 1200),
        ("2 m 5 cm", 2050),
        ("thirty-five point five cm", 355),
    ],
)
def test_a_length_is_one_span_in_millimetres(text: str, millimetres: float) -> None:
    spans = lex(f"a box {text} wide")

    assert [round(span.value, 6) for span in spans if span.kind == "length"] == [millimetres]


def test_a_plain_thing_is_not_an_inch_long() -> None:
    assert not [span for span in lex("a plain box in a room") if span.kind in ("length", "number")]


def test_three_in_a_row_counts_and_does_not_measure() -> None:
    kinds = {span.text: span.kind for span in lex("3 in a row")}

    assert kinds["3"] == "number"
    assert not [span for span in lex("3 in a row") if span.kind == "length"]


def test_ten_in_before_a_dimension_is_ten_inches() -> None:
    assert [span.value for span in lex("a vase 10 in tall") if span.kind == "length"] == [254]


def test_a_joined_count_is_a_number_of_its_own() -> None:
    texts = [(span.text, span.kind) for span in lex("three-legged 24-tooth")]

    assert texts[:2] == [("three", "number"), ("legged", "word")]
    assert texts[2] == ("24", "number")


def test_a_range_keeps_both_ends() -> None:
    span = next(span for span in lex("ball 2-3 cm across") if span.kind == "length")

    assert (span.value, span.upto) == (20, 30)


@pytest.mark.parametrize(
    "text", ["between 20 and 30 cm", "from 20 cm to 30 cm", "20cm-30cm", "20 to 30 cm", "20 cm to 30 cm", "20-30 cm"]
)
def test_a_range_of_lengths_is_one_span(text: str) -> None:
    assert [(span.value, span.upto) for span in lex(f"vase {text} tall") if span.kind == "length"] == [(200, 300)]


@pytest.mark.parametrize(
    "text",
    [
        "W 40 x D 30 x H 20 cm",
        "40cm(w) x 30cm(d) x 20cm(h)",
        "W: 40 cm, D: 30 cm, H: 20 cm",
        "40 cm w, 30 cm d, 20 cm h",
    ],
)
def test_letters_beside_lengths_are_dimensions(text: str) -> None:
    size = specify(f"box {text}")["objects"][0]["size_mm"]

    assert size == {"width": 400, "depth": 300, "height": 200}


@pytest.mark.parametrize(
    "text", ["Ø 50 x 100 mm", "⌀50 mm, 100 mm high", "5 cm in diameter and 10 cm tall", "diameter 5 cm, height 10 cm"]
)
def test_a_diameter_sign_before_a_product_names_its_first_length(text: str) -> None:
    size = specify(f"cylinder {text}")["objects"][0]["size_mm"]

    assert size == {"width": 50, "depth": 50, "height": 100}


@pytest.mark.parametrize("text", ["with 5 cm sides", "5 cm on each side", "with edges 5 cm long", "edge length 5 cm"])
def test_the_sides_of_a_cube_are_its_size(text: str) -> None:
    assert set(specify(f"cube {text}")["objects"][0]["size_mm"].values()) == {50}


@pytest.mark.parametrize("text", ["40 x 30 x 20 cm", "40×30×20cm", "40 by 30 by 20 cm", "40 cm x 30 cm x 200 mm"])
def test_a_product_of_lengths_is_one_span(text: str) -> None:
    spans = [span for span in lex(f"box {text}") if span.kind == "product"]

    assert [span.values for span in spans] == [(400, 300, 200)]


def test_the_one_before_is_no_number() -> None:
    assert not [span for span in lex("taller than the one before") if span.kind == "number"]
