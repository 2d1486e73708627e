"""Whole numbers that strangers type."""

import pytest

from nexus.foundation.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("100", 100), ("0" * 5000 + "9", 9)])
def test_plain_digits_within_the_bounds_are_a_number(text: str, number: int) -> None:
    assert whole_number(text, most=100) == number


@pytest.mark.parametrize("text", ["", " 7", "+7", "-7", "7.0", "1e2", "²", "٣", "x", "101", "9" * 5000, "1_0"])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text, most=100) is None


def test_a_number_below_the_least_is_none() -> None:
    assert whole_number("0", most=100, least=1) is None
