"""Integer cents: fees, splits and the decimal strings people and programs write. Pure; no float ever."""

import re
from typing import NamedTuple

from nexus.foundation.errors import Invalid

WHOLE = 10_000  # basis points in one
LARGEST_CENTS = 1_000_000_00
_DECIMAL = re.compile(r"(?P<units>[0-9]{1,9})(?:\.(?P<rest>[0-9]{1,2}))?")


class Split(NamedTuple):
    """What the marketplace keeps and what the seller gets of one paid price, in cents; they add up to it."""

    fee: int
    revenue: int


def fee(paid_cents: int, basis_points: int) -> int:
    """The share of `paid_cents` that the marketplace keeps, rounded half-even to the cent.

    `basis_points` are hundredths of a per cent (750 is 7.5 %). Source: product.md, "Money". Raises ValueError for a
    negative price or a share outside 0…10,000.
    """
    if paid_cents < 0 or not 0 <= basis_points <= WHOLE:
        raise ValueError(f"No fee of {basis_points} basis points can be taken from {paid_cents} cents.")
    whole, rest = divmod(paid_cents * basis_points, WHOLE)
    if rest * 2 > WHOLE or (rest * 2 == WHOLE and whole % 2):
        whole += 1
    return whole


def split(paid_cents: int, basis_points: int) -> Split:
    """Fee and revenue of a paid price; the revenue is the rest, so that the two always add up."""
    kept = fee(paid_cents, basis_points)
    return Split(fee=kept, revenue=paid_cents - kept)


def parse(written: str) -> int:
    """Cents of a decimal string: "4.99" is 499, "4" and "4.0" are 400. Raises Invalid with a sentence."""
    found = _DECIMAL.fullmatch(written.strip())
    if found is None:
        raise Invalid(_why(written.strip()), code="invalid_amount")
    cents = int(found["units"]) * 100 + int((found["rest"] or "0").ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise Invalid(
            f"{written.strip()} is more than {text(LARGEST_CENTS)}, the largest amount.", code="invalid_amount"
        )
    return cents


def _why(written: str) -> str:
    if not written:
        return "The amount is empty; write it like 4.99."
    if written.startswith("-"):
        return f"{written[:20]} is below 0; an amount is 0 or more."
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", written):
        return f"{written[:20]} has parts of a cent; write at most two digits after the point."
    return f"{written[:20]!r} is not an amount; write it like 4.99."


def text(cents: int) -> str:
    """The decimal string of cents, as the contracts have it: 499 is "4.99", 0 is "0.00"."""
    units, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units}.{rest:02d}"
