"""The rules of a price: its bounds, and what may stand struck beside a reduced one. Pure; cents and aware times.

A reduction names the lowest price of the thirty days before it (Directive 98/6/EC, article 6a; the Court of Justice's
C-330/23 reads it so: the struck price itself is that lowest one, never a dearer one).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

REMEMBERED = timedelta(days=30)
MOST_CENTS = 100_000_00

Change = tuple[datetime, int | None]  # since when, and how much; None is not offered


def lowest_before(history: Sequence[Change], price_cents: int, *, now: datetime) -> int | None:
    """The lowest price of the thirty days before `price_cents` began; None where it was never offered before.

    `history` is in order of time. Where its last row is this very price, that is when it began, else it begins `now`.
    """
    began, rows = now, list(history)
    if rows and rows[-1][1] == price_cents:
        began = rows.pop()[0]
    since = began - REMEMBERED
    asked: list[int | None] = [cents for at, cents in rows if since <= at < began]
    earlier = [cents for at, cents in rows if at < since]
    asked += earlier[-1:]
    offered = [cents for cents in asked if cents is not None]
    return min(offered, default=None)


def why_no_price(cents: int, *, lowest: int) -> str:
    """Why `cents` is no price here; empty where it is one: 0, or from the lowest price to the highest."""
    if cents < 0:
        return "A price cannot be below 0. Use 0 for free."
    if 0 < cents < lowest:
        return f"{lowest / 100:.2f} is the lowest price. Use 0 for free."
    if cents > MOST_CENTS:
        return f"{MOST_CENTS / 100:,.2f} is the highest price."
    return ""


def why_not_struck(struck_cents: int, price_cents: int, reference: int | None) -> str:
    """Why `struck_cents` may not stand struck beside `price_cents`; `reference` is `lowest_before`."""
    if price_cents == 0:
        return "A free model has no struck price."
    if struck_cents <= price_cents:
        return "The struck price must be above the price that is asked now."
    if reference is None:
        return "A struck price must be one that was asked here before; this licence has had none in the shop yet."
    if struck_cents > reference:
        return f"{reference / 100:,.2f} is the lowest price of the last 30 days, so no higher one may stand struck."
    return ""
