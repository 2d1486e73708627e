"""Makers of coupons, downloads and refunds."""

import itertools
from typing import Any

from accounts.models import User
from marketplace.catalog.models import DownloadLog, Listing
from marketplace.transactions.models import Coupon, Order, OrderLine, Refund
from marketplace.transactions.services import coupons, refunds

_numbers = itertools.count(1)


def coupon(creator: User, code: str = "", **terms: Any) -> Coupon:
    """A coupon of 20 per cent on everything of its creator, unless said otherwise."""
    wanted = coupons.Terms(**{"kind": "percent", "value": 20, **terms})
    return coupons.create_coupon(code or f"CODE-{next(_numbers)}", wanted, by=creator)


def downloaded(line: OrderLine) -> None:
    """The buyer's first download has begun."""
    DownloadLog.objects.create(listing_id=line.listing_id, reader_id=line.buyer_id)


def refunded(order: Order, *, line: OrderLine | None = None) -> list[Refund]:
    """By right, and the gateway has answered."""
    made = refunds.ask_refund(order.pk, by=order.buyer, line_id=line.pk if line else None)
    return [refunds.send_refund(refund.pk) for refund in made]


def line_of(order: Order, listing: Listing) -> OrderLine:
    return order.lines.get(listing=listing)
