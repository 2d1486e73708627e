"""How a creator prints, checked name by name."""

import pytest

from marketplace.catalog.print_settings import NAMES, checked


def test_what_fits_is_kept_in_one_order_and_empty_values_are_left_out() -> None:
    sent = {
        "note": "Slow.",
        "layer_mm": 0.2,
        "walls": 3.0,
        "material": "PLA",
        "brim": True,
        "printer": "",
        "grams": None,
    }
    kept, wrong = checked(sent)
    assert wrong == {}
    assert kept == {"material": "PLA", "layer_mm": 0.2, "walls": 3, "brim": True, "note": "Slow."}
    assert list(kept) == [name for name in NAMES if name in kept]
    assert checked({}) == checked(None) == (None, {})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("layer_mm", 3, "0.01 to 1 mm"),
        ("layer_mm", True, "0.01 to 1 mm"),
        ("layer_mm", float("nan"), "0.01 to 1 mm"),
        ("walls", 2.5, "whole number"),
        ("material", "Wood", "one of"),
        ("brim", "yes", "true or false"),
        ("note", "x" * 1001, "1,000"),
        ("colour", "red", "no print setting"),
    ],
)
def test_what_does_not_fit_is_named_with_what_would(name: str, value: object, words: str) -> None:
    kept, wrong = checked({name: value})
    assert kept is None
    assert words in wrong[name]
