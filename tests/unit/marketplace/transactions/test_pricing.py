"""Discounts and tips on the lines of an order: nothing is lost or made, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.transactions import pricing

cents = st.integers(0, 100_000)


@given(cents, st.lists(cents, min_size=1, max_size=8))
def test_what_is_shared_out_adds_up_and_follows_the_weights(amount, weights):
    parts = pricing.share_out(amount, weights)

    assert sum(parts) == amount
    whole = sum(weights)
    if whole:
        assert all(abs(part - amount * weight / whole) < 1 for part, weight in zip(parts, weights, strict=True))


@given(
    st.lists(st.tuples(st.one_of(st.just(0), st.integers(99, 100_000)), st.booleans()), min_size=1, max_size=8),
    st.integers(0, 100),
    cents,
)
def test_a_discount_leaves_nothing_or_the_minimum_and_touches_covered_lines_only(lines, percent, amount):
    prices, covered = [price for price, _ in lines], [is_covered for _, is_covered in lines]
    cuts = pricing.discounts(prices, covered, percent=percent, amount=0 if percent else amount, minimum=99)
    left = sum(prices) - sum(cuts)

    assert all(0 <= cut <= price for cut, price in zip(cuts, prices, strict=True))
    assert all(cut == 0 for cut, is_covered in zip(cuts, covered, strict=True) if not is_covered)
    assert left == 0 or left >= 99


def test_per_cents_are_rounded_half_even():
    assert pricing.discounts([150, 250], [True, True], percent=1, minimum=99) == [2, 2]


def test_an_amount_is_shared_by_price_and_ends_at_it():
    assert pricing.discounts([300, 100], [True, True], amount=100) == [75, 25]
    assert pricing.discounts([300, 100], [True, True], amount=10_000) == [300, 100]
    assert pricing.discounts([300, 100], [False, True], amount=10_000) == [0, 100]


def test_a_discount_that_leaves_too_little_is_cut_to_the_minimum():
    assert pricing.discounts([200], [True], percent=90, minimum=99) == [101]
    assert pricing.discounts([200], [True], percent=100, minimum=99) == [200]


@pytest.mark.parametrize("wrong", [(-1, [1]), (5, []), (5, [-1])])
def test_nothing_is_shared_among_nobody(wrong):
    with pytest.raises(ValueError, match="cannot be shared out"):
        pricing.share_out(*wrong)


def test_no_discount_is_above_the_whole():
    with pytest.raises(ValueError, match="No discount"):
        pricing.discounts([1], [True], percent=101)
