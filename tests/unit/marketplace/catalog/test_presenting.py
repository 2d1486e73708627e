"""Measured facts are written for people."""

import pytest

from marketplace.catalog import presenting


@pytest.mark.parametrize(
    ("cubic_mm", "words"),
    [
        (None, ""),
        (0.5, "0.50 mm³"),
        (820, "820 mm³"),
        (3141.6, "3.14 cm³"),
        (99_970, "100 cm³"),
        (42_790_000, "42,790 cm³"),
        (1_250_000_000, "1.25 m³"),
    ],
)
def test_a_volume_is_never_written_with_a_power_of_ten(cubic_mm: float | None, words: str) -> None:
    assert presenting._volume(cubic_mm) == words
