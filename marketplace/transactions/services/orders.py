"""Buying: an order is made at the shown prices, then paid, then completed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import licences
from marketplace.catalog.models import Entitlement, Licence, Listing, Offer
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.transactions import locks, money
from marketplace.transactions.models import Order, OrderLine
from marketplace.transactions.services.completion import complete_order, fail_order
from marketplace.transactions.services.payments import check_method, pay_order, settle, settle_order, settle_waiting
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, PaymentDeclined

__all__ = [
    "complete_order",
    "fail_order",
    "make_order",
    "pay_order",
    "place_order",
    "refuse_if_declined",
    "settle",
    "settle_order",
    "settle_waiting",
]

Item = tuple[int, str]  # a listing's id and a licence; "" is the listing's first offer
MOST_ITEMS = 50


@dataclass(frozen=True)
class _Wanted:
    listing: Listing
    offer: Offer


def place_order(buyer: User, *, items: Sequence[Item], payment_method: str = "", return_url: str = "") -> Order:
    """Make the order and ask for its money: the answer is completed (free, or a named method that paid), failed
    (declined: `failure_code`, `failure_message`) or pending (`selectors.checkout_url_of` is where the buyer pays).

    Raises what `make_order` and `pay_order` raise.
    """
    check_method(payment_method)
    order = make_order(buyer, items=items)
    if order.state != Order.State.PENDING:
        return order
    return pay_order(order.pk, by=buyer, method=payment_method, return_url=return_url)


def make_order(buyer: User, *, items: Sequence[Item]) -> Order:
    """A pending order at the prices shown now; free ones are completed at once, without a gateway.

    The same wish again is the same pending order. Raises NotAllowed `email_unconfirmed`, NotFound for a listing that is
    not for sale, Conflict `already_owned`, Invalid for one's own listing, an unknown licence or an unfit list.
    """
    _check_items(items)
    if not is_email_confirmed(buyer):
        raise NotAllowed(
            "Confirm your e-mail address before you buy; the link is in your mail.", code="email_unconfirmed"
        )
    wished = {listing_id for listing_id, _ in items}
    for order_id in _pending_with(buyer, wished):
        settle_order(order_id)  # it may be paid already, with the event still on its way
    return _write_order(buyer, items)


def refuse_if_declined(order: Order) -> None:
    """For contracts that answer a declined card with an error instead of a failed order."""
    if order.state == Order.State.FAILED:
        raise PaymentDeclined(
            f"The bank said no: {order.failure_message} Nothing was charged.", code=order.failure_code
        )


def _check_items(items: Sequence[Item]) -> None:
    if not items:
        raise Invalid("The order is empty; name at least one model.", fields={"items": ["Name at least one model."]})
    if len(items) > MOST_ITEMS:
        raise Invalid(f"An order takes at most {MOST_ITEMS} models; this one has {len(items)}.", code="too_many_items")
    unknown = sorted({licence for _, licence in items if licence and licence not in Licence.values})
    if unknown:
        raise Invalid(
            f"There is no licence {unknown[0][:20]!r}.", fields={"items": [f"No licence {unknown[0][:20]!r}."]}
        )


def _pending_with(buyer: User, listing_ids: set[int]) -> list[UUID]:
    orders = Order.objects.filter(buyer=buyer, state=Order.State.PENDING, lines__listing__in=listing_ids)
    return list(orders.order_by("pk").distinct().values_list("pk", flat=True))


@transaction.atomic
def _write_order(buyer: User, items: Sequence[Item]) -> Order:
    locks.buyer_for_change(buyer.pk)
    listings = locks.listings_for_change(listing_id for listing_id, _ in items)
    for_sale = set(public_listings().filter(pk__in=listings).values_list("pk", flat=True))
    wanted = []
    for listing_id, licence in items:
        if listing_id not in for_sale:
            raise NotFound(f"There is no model {listing_id} for sale.")
        wanted.append(_wanted(buyer, listings[listing_id], licence))
    if len({(wish.listing.pk, wish.offer.licence) for wish in wanted}) < len(wanted):
        raise Invalid("A model stands in the order twice under the same licence.", code="item_twice")
    _refuse_owned(buyer, items, wanted)
    same = _same_pending_order(buyer, wanted)
    if same is not None:
        return same
    order = Order.objects.create(buyer=buyer, total_cents=sum(wish.offer.price_cents for wish in wanted))
    OrderLine.objects.bulk_create(_line(order, wish) for wish in wanted)
    return complete_order(order.pk) if order.total_cents == 0 else order


def _wanted(buyer: User, listing: Listing, licence: str) -> _Wanted:
    if listing.seller_id == buyer.pk:
        raise Invalid(f"“{listing.name}” is your own; it is in your library already.", code="own_listing")
    offers = listing.offers.order_by("position")
    offer = (offers.filter(licence=licence) if licence else offers).first()
    if offer is None:
        named = licences.name_of(licence) if licence else "any"
        raise Invalid(f"“{listing.name}” is not offered under {named} licence.", code="not_offered")
    if 0 < offer.price_cents < settings.MINIMUM_PRICE_CENTS:
        lowest = money.text(settings.MINIMUM_PRICE_CENTS)
        raise Conflict(
            f"“{listing.name}” costs {money.text(offer.price_cents)}, but {lowest} is the lowest price.",
            code="price_too_low",
        )
    return _Wanted(listing, offer)


def _refuse_owned(buyer: User, items: Sequence[Item], wanted: Sequence[_Wanted]) -> None:
    """A named licence is refused if it is held; without a name, any held licence is enough."""
    held = set(
        Entitlement.objects.filter(
            holder=buyer, listing__in=[wish.listing.pk for wish in wanted], ended_at=None
        ).values_list("listing_id", "licence")
    )
    for (listing_id, licence), wish in zip(items, wanted, strict=True):
        has = (listing_id, licence) in held if licence else any(listing_id == held_id for held_id, _ in held)
        if has:
            raise Conflict(f"You already have “{wish.listing.name}”; it is in your library.", code="already_owned")


def _same_pending_order(buyer: User, wanted: Sequence[_Wanted]) -> Order | None:
    """The pending order of exactly this wish at these prices; others that hold one of its models are closed."""
    wish = {(one.listing.pk, one.offer.licence, one.offer.price_cents) for one in wanted}
    same = None
    for order_id in _pending_with(buyer, {one.listing.pk for one in wanted}):
        lines = OrderLine.objects.filter(order=order_id)
        if set(lines.values_list("listing_id", "licence", "price_cents")) == wish and same is None:
            same = Order.objects.get(pk=order_id)
        else:
            fail_order(order_id, code="replaced", message="A newer order took its place.")
    return same


def _line(order: Order, wish: _Wanted) -> OrderLine:
    paid = wish.offer.price_cents
    share = money.split(paid, settings.FEE_BASIS_POINTS)
    return OrderLine(
        order=order,
        buyer_id=order.buyer_id,
        seller_id=wish.listing.seller_id,
        listing=wish.listing,
        licence=wish.offer.licence,
        price_cents=paid,
        paid_cents=paid,
        fee_cents=share.fee,
        revenue_cents=share.revenue,
    )
