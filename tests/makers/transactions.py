"""Makers of things that are sold, and of orders."""

import itertools

from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Listing, Offer
from marketplace.transactions.models import Order
from marketplace.transactions.services import orders
from tests.makers.accounts import person

_numbers = itertools.count(1)


def for_sale(*prices: int, seller: User | None = None, name: str = "") -> Listing:
    """An approved listing; the first price is its Personal offer, a second one its Commercial offer, in cents."""
    number = next(_numbers)
    listing = Listing.objects.create(
        seller=seller or person(f"seller{number}"),
        name=name or f"Spindle-back chair {number}",
        slug=f"spindle-back-chair-{number}",
        state=Listing.State.APPROVED,
        published_at=timezone.now(),
        text_twin="Chair with a wooden seat and seven spindles",
    )
    for place, (licence, cents) in enumerate(zip(("personal", "commercial"), prices or (499,), strict=False)):
        Offer.objects.create(listing=listing, licence=licence, price_cents=cents, position=place)
    return listing


def pending_order(*listings: Listing, buyer: User | None = None) -> Order:
    """An order nobody paid yet."""
    wanted = listings or (for_sale(),)
    return orders.make_order(buyer or person(), items=[(listing.pk, "") for listing in wanted])


def bought(*listings: Listing, buyer: User | None = None) -> Order:
    """A completed order, paid by a test card."""
    wanted = listings or (for_sale(),)
    items = [(listing.pk, "") for listing in wanted]
    return orders.place_order(buyer or person(), items=items, payment_method="pm_card_visa")
