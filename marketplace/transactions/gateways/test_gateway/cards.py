"""The test cards, the names programs use for them, and what is wrong with a card as it was typed. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What the bank of a test card says."""

    PAYS = "pays"
    DECLINES = "declines"
    ASKS = "asks"  # wants the buyer's approval first


@dataclass(frozen=True)
class Card:
    number: str
    answer: Answer
    decline_code: str = ""

    @property
    def last4(self) -> str:
        return self.number[-4:]


VISA = Card("4242424242424242", Answer.PAYS)
MASTERCARD = Card("5555555555554444", Answer.PAYS)
DECLINED = Card("4000000000000002", Answer.DECLINES, "card_declined")
NO_FUNDS = Card("4000000000009995", Answer.DECLINES, "insufficient_funds")
EXPIRED = Card("4000000000000069", Answer.DECLINES, "expired_card")
ASKING = Card("4000002500003155", Answer.ASKS)

CARDS = {card.number: card for card in (VISA, MASTERCARD, DECLINED, NO_FUNDS, EXPIRED, ASKING)}
METHODS = {
    "pm_card_visa": VISA,
    "pm_card_mastercard": MASTERCARD,
    "pm_card_chargeDeclined": DECLINED,
    "pm_card_visa_chargeDeclined": DECLINED,
    "pm_card_chargeDeclinedInsufficientFunds": NO_FUNDS,
    "pm_card_chargeDeclinedExpiredCard": EXPIRED,
    "pm_card_authenticationRequired": ASKING,
}
SAYINGS = {
    "card_declined": "The card was declined.",
    "insufficient_funds": "The card has insufficient funds.",
    "expired_card": "The card has expired.",
    "authentication_failed": "The payment was not approved at the bank.",
    "expired": "The payment was not made in time.",
}


def digits(written: str) -> str:
    """A card number without the spaces and dashes people put in."""
    return written.replace(" ", "").replace("-", "")


def _checks(number: str) -> bool:
    """Luhn's sum (ISO/IEC 7812-1, annex B): it catches one wrong digit and most swaps."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def wrong_number(written: str) -> str:
    """The sentence that says what is wrong with a card number, or ""."""
    number = digits(written)
    if not (number.isascii() and number.isdigit()):
        return "A card number has digits only."
    if not 12 <= len(number) <= 19:
        return f"A card number has 12 to 19 digits. This one has {len(number)}."
    if not _checks(number):
        return "This card number has a typing error: its check digit does not fit."
    if number not in CARDS:
        return "This is a test page and takes test cards only, for example 4242 4242 4242 4242."
    return ""


def wrong_expiry(written: str, *, today: date) -> str:
    """The sentence that says what is wrong with "MM/YY", or ""; a card is good to the end of its month."""
    month, slash, year = written.replace(" ", "").partition("/")
    if not (
        slash and len(month) in {1, 2} and len(year) == 2 and (month + year).isascii() and (month + year).isdigit()
    ):
        return "Write the expiry date as month and year, for example 12/34."
    if not 1 <= int(month) <= 12:
        return f"There is no month {month}. Write the expiry date as month and year, for example 12/34."
    if (2000 + int(year), int(month)) < (today.year, today.month):
        return f"This card expired in {int(month):02d}/{year}."
    return ""


def wrong_cvc(written: str) -> str:
    """The sentence that says what is wrong with the security code, or ""."""
    if not (written.isascii() and written.isdigit() and len(written) in {3, 4}):
        return "The security code has three or four digits, on the back of the card."
    return ""
