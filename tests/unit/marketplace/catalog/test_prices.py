"""What may be asked, and what may stand struck beside it."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.catalog import prices

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("history", "now_asked", "lowest"),
    [
        ([], 500, None),
        ([(ago(90), 1000)], 500, 1000),
        ([(ago(90), 1000), (ago(10), 800)], 500, 800),
        ([(ago(90), 300), (ago(29), 1000)], 500, 300),  # still asked when the thirty days began
        ([(ago(90), 300), (ago(31), 1000)], 500, 1000),
        ([(ago(90), 1000), (ago(5), 500)], 500, 1000),  # the reduction itself does not count
        ([(ago(90), 700), (ago(20), 1000), (ago(5), 500)], 500, 700),
        ([(ago(40), 1000), (ago(20), None)], 500, 1000),
        ([(ago(60), 1000), (ago(40), None)], 500, None),
    ],
)
def test_the_price_before_a_reduction_is_the_lowest_of_thirty_days(history, now_asked, lowest) -> None:
    assert prices.lowest_before(history, now_asked, now=NOW) == lowest


def test_a_struck_price_is_never_above_that_lowest_one() -> None:
    assert prices.why_not_struck(1000, 500, 1000) == ""
    assert "8.00" in prices.why_not_struck(1000, 500, 800)
    assert "above" in prices.why_not_struck(500, 500, 1000)
    assert "none in the shop" in prices.why_not_struck(1000, 500, None)
    assert "free" in prices.why_not_struck(1000, 0, 1000)


@pytest.mark.parametrize(
    ("cents", "fits"), [(-1, False), (0, True), (98, False), (99, True), (10_000_000, True), (10_000_001, False)]
)
def test_a_price_has_bounds_that_are_named(cents: int, fits: bool) -> None:
    assert (prices.why_no_price(cents, lowest=99) == "") is fits
