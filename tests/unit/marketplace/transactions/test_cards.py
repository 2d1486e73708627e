"""The test cards and what is said about a card that was mistyped."""

from datetime import date

import pytest

from marketplace.transactions.gateways.test_gateway import cards

TODAY = date(2026, 11, 21)


def test_every_test_card_has_a_fitting_check_digit():
    assert [number for number in cards.CARDS if cards.wrong_number(number)] == []


def test_every_name_for_programs_is_a_card():
    assert set(cards.METHODS.values()) <= set(cards.CARDS.values())


def test_every_decline_has_its_saying():
    assert {card.decline_code for card in cards.CARDS.values() if card.decline_code} <= set(cards.SAYINGS)


@pytest.mark.parametrize("written", ["4242 4242 4242 4242", "4242-4242-4242-4242", "4242424242424242"])
def test_spaces_and_dashes_are_taken(written):
    assert cards.wrong_number(written) == ""


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("4242 4242 4242 424x", "digits only"),
        ("4242", "This one has 4"),
        ("4242 4242 4242 4243", "check digit"),
        ("4111 1111 1111 1111", "test cards only"),
        ("４２４２４２４２４２４２４２４２", "digits only"),
    ],
)
def test_a_wrong_number_is_told_why(written, says):
    assert says in cards.wrong_number(written)


@pytest.mark.parametrize("written", ["12/34", "11/26", "1/27", " 11 / 26 "])
def test_a_card_is_good_to_the_end_of_its_month(written):
    assert cards.wrong_expiry(written, today=TODAY) == ""


@pytest.mark.parametrize(
    ("written", "says"),
    [("10/26", "expired in 10/26"), ("13/30", "no month 13"), ("1230", "12/34"), ("", "12/34"), ("²/30", "12/34")],
)
def test_a_wrong_expiry_is_told_why(written, says):
    assert says in cards.wrong_expiry(written, today=TODAY)


@pytest.mark.parametrize("written", ["", "12", "12345", "12a"])
def test_a_wrong_security_code_is_told_why(written):
    assert "three or four digits" in cards.wrong_cvc(written)
