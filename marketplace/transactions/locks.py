"""Rows locked in the one order of the shop: user → listing → order → account; among equals by rising id.

The locks are FOR NO KEY UPDATE: a row that is only pointed at (a seller who buys elsewhere at this moment) stays
free for foreign keys, so two people who buy from one another do not wait in a circle. All need a transaction.
"""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.transactions.models import Account, Coupon, Order
from nexus.foundation.errors import NotFound


def buyer_for_change(buyer_id: int) -> User:
    """The buyer's row: one purchase of a person at a time."""
    return User.objects.select_for_update(no_key=True).only("is_active").get(pk=buyer_id)


def listings_for_change(ids: Iterable[int]) -> dict[int, Listing]:
    """The listings that exist, by id. Take the buyer first."""
    rows = (
        Listing.objects.filter(pk__in=set(ids))
        .select_related("seller")
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    )
    return {listing.pk: listing for listing in rows}


def seller_account_for_change(owner_id: int, *, currency: str) -> Account | None:
    """What a seller is owed, while it is spent or paid out; None where they never sold. Take the order first."""
    accounts = Account.objects.filter(kind=Account.Kind.SELLER, owner_id=owner_id, currency=currency)
    return accounts.select_for_update(no_key=True).first()


def coupons_for_change(ids: Iterable[int]) -> dict[int, Coupon]:
    """Coupons whose uses are counted; last of all rows of a purchase."""
    rows = Coupon.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return {coupon.pk: coupon for coupon in rows}


def order_for_change(order_id: UUID) -> Order:
    """The order, after its buyer and its listings; its lines and payments change only under this lock."""
    known = list(Order.objects.filter(pk=order_id).values_list("buyer_id", "lines__listing_id"))
    if not known:
        raise NotFound("There is no such order.")
    buyer_for_change(known[0][0])
    listings = Listing.objects.filter(pk__in={listing_id for _, listing_id in known if listing_id})
    list(listings.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return Order.objects.select_related("buyer").select_for_update(no_key=True, of=("self",)).get(pk=order_id)
