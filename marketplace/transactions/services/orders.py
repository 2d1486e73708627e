"""Buying: an order is made at the shown prices, then paid, then completed once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import licences
from marketplace.catalog.models import Entitlement, Licence, Listing, Offer
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.transactions import locks, money, pricing
from marketplace.transactions.models import Coupon, CouponUse, Order, OrderLine
from marketplace.transactions.services import coupons
from marketplace.transactions.services.completion import complete_held, complete_order, fail_order
from marketplace.transactions.services.payments import check_method, pay_order, settle, settle_order, settle_waiting
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, PaymentDeclined

__all__ = [
    "Extras",
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
MOST_EXTRA_CENTS = 10_000_00


@dataclass(frozen=True)
class Extras:
    """What a buyer adds to the plain prices: a coupon's code, a tip for all sellers of the order, and for single items
    what they want to pay instead of the price (never less), all in cents.
    """

    coupon: str = ""
    tip_cents: int = 0
    pays: Mapping[Item, int] | None = None


@dataclass(frozen=True)
class _Wanted:
    """A line to be: the offer, and how much the buyer pays of it and above it."""

    listing: Listing
    offer: Offer
    more_cents: int = 0
    discount_cents: int = 0
    tip_cents: int = 0

    @property
    def paid_cents(self) -> int:
        return self.offer.price_cents - self.discount_cents + self.tip_cents

    @property
    def key(self) -> tuple[int, str, int, int, int]:
        return (self.listing.pk, self.offer.licence, self.offer.price_cents, self.discount_cents, self.tip_cents)


def place_order(
    buyer: User,
    *,
    items: Sequence[Item],
    payment_method: str = "",
    return_url: str = "",
    extras: Extras | None = None,
) -> Order:
    """Make the order and ask for its money: the answer is completed (free, or a named method that paid), failed
    (declined: `failure_code`, `failure_message`) or pending (`selectors.checkout_url_of` is where the buyer pays).

    Raises what `make_order` and `pay_order` raise.
    """
    check_method(payment_method)
    order = make_order(buyer, items=items, extras=extras)
    if order.state != Order.State.PENDING:
        return order
    return pay_order(order.pk, by=buyer, method=payment_method, return_url=return_url)


def make_order(buyer: User, *, items: Sequence[Item], extras: Extras | None = None) -> Order:
    """A pending order at the prices shown now; one that costs nothing is completed at once, without a gateway.

    The same wish again is the same pending order. Raises NotAllowed `email_unconfirmed`, NotFound for a listing that is
    not for sale, Conflict `already_owned`, Invalid for one's own listing, an unknown licence, an unfit list, or a
    coupon that does not count here (`unknown_coupon`, `coupon_over`, `coupon_used_up`, `coupon_elsewhere`).
    """
    extras = extras or Extras()
    _check_items(items)
    _check_extras(extras)
    if not is_email_confirmed(buyer):
        raise NotAllowed(
            "Confirm your e-mail address before you buy; the link is in your mail.", code="email_unconfirmed"
        )
    wished = {listing_id for listing_id, _ in items}
    for order_id in _pending_with(buyer, wished):
        settle_order(order_id)  # it may be paid already, with the event still on its way
    if extras.coupon:
        with coupons.counted(str(buyer.pk)):
            return _write_order(buyer, items, extras)
    return _write_order(buyer, items, extras)


@transaction.atomic
def name_business(
    order_id: UUID, *, by: User, business_name: str, business_address: str = "", vat_id: str = ""
) -> None:
    """Say who a pending order is billed to; without a name nobody. NotFound for another's, Conflict once it ended."""
    order = locks.order_for_change(order_id)
    if order.buyer_id != by.pk:
        raise NotFound("There is no such order.")
    if order.state != Order.State.PENDING:
        raise Conflict(f"This order is {order.state}; only a pending order can be paid.", code="order_closed")
    order.business_name = business_name.strip()[:120]
    order.business_address = business_address.strip()[:300] if order.business_name else ""
    order.vat_id = vat_id.strip()[:20] if order.business_name else ""
    order.save(update_fields=["business_name", "business_address", "vat_id"])


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


def _check_extras(extras: Extras) -> None:
    for field, cents in [("tip", extras.tip_cents), *(("pay", cents) for cents in (extras.pays or {}).values())]:
        if not 0 <= cents <= MOST_EXTRA_CENTS:
            sentence = f"{money.text(cents)} is more than {money.text(MOST_EXTRA_CENTS)}, the most that is taken here."
            raise Invalid(sentence, code="invalid_amount", fields={field: [sentence]})


def _pending_with(buyer: User, listing_ids: set[int]) -> list[UUID]:
    orders = Order.objects.filter(buyer=buyer, state=Order.State.PENDING, lines__listing__in=listing_ids)
    return list(orders.order_by("pk").distinct().values_list("pk", flat=True))


@transaction.atomic
def _write_order(buyer: User, items: Sequence[Item], extras: Extras) -> Order:
    if not locks.buyer_for_change(buyer.pk).is_active:  # closed or left while this was on its way
        raise NotAllowed("This account is closed; nothing can be bought with it.", code="account_closed")
    older = _pending_with(buyer, {listing_id for listing_id, _ in items})
    replaced = OrderLine.objects.filter(order__in=older).values_list("listing_id", flat=True)
    listings = locks.listings_for_change([*replaced, *(listing_id for listing_id, _ in items)])
    for_sale = set(public_listings().filter(pk__in=listings).values_list("pk", flat=True))
    wanted = []
    for listing_id, licence in items:
        if listing_id not in for_sale:
            raise NotFound(f"There is no model {listing_id} for sale.")
        wanted.append(_wanted(buyer, listings[listing_id], licence, extras))
    if len({(wish.listing.pk, wish.offer.licence) for wish in wanted}) < len(wanted):
        raise Invalid("A model stands in the order twice under the same licence.", code="item_twice")
    _refuse_owned(buyer, items, wanted)
    coupon = _coupon_of(extras.coupon, older)
    wanted = _priced(wanted, coupon, extras)
    same = _same_pending_order(older, wanted, coupon)
    if same is not None:
        return same
    total = sum(wish.paid_cents for wish in wanted)
    if 0 < total < settings.MINIMUM_PRICE_CENTS:
        raise Conflict(
            f"This order costs {money.text(total)}, but {money.text(settings.MINIMUM_PRICE_CENTS)} is the least that "
            "can be paid.",
            code="price_too_low",
        )
    order = Order.objects.create(buyer=buyer, total_cents=total)
    OrderLine.objects.bulk_create(_line(order, wish) for wish in wanted)
    if coupon is not None:
        coupons.take(coupon, order)
    return complete_held(order) if order.total_cents == 0 else order


def _coupon_of(code: str, older: Sequence[UUID]) -> Coupon | None:
    """The coupon of this order; its row and those that replaced orders give back are locked together, by rising id."""
    known = Coupon.objects.filter(code=coupons.written(code)).values_list("pk", flat=True) if code else ()
    given_back = CouponUse.objects.filter(order__in=older, released_at=None).values_list("coupon_id", "order_id")
    held = locks.coupons_for_change([*known, *(coupon_id for coupon_id, _ in given_back)])
    if not code:
        return None
    returning = [coupon_id for coupon_id, _ in given_back]
    for coupon in held.values():  # what the replaced orders hold is this buyer's to use again
        coupon.used -= returning.count(coupon.pk)
    return coupons.usable(code, among=held)


def _priced(wanted: Sequence[_Wanted], coupon: Coupon | None, extras: Extras) -> list[_Wanted]:
    """The lines with their discount and their part of the tip."""
    prices = [wish.offer.price_cents for wish in wanted]
    cuts = [0] * len(wanted)
    if coupon is not None:
        covered = coupons.covered_by(coupon, [wish.listing for wish in wanted])
        if not any(covered):
            sentence = f"The coupon {coupon.code} is not for these models."
            raise Invalid(sentence, code="coupon_elsewhere", fields={"coupon": [sentence]})
        is_percent = coupon.kind == Coupon.Kind.PERCENT
        cuts = pricing.discounts(
            prices,
            covered,
            percent=coupon.value if is_percent else 0,
            amount=0 if is_percent else coupon.value,
            minimum=settings.MINIMUM_PRICE_CENTS,
        )
    tips = pricing.share_out(extras.tip_cents, prices)
    return [
        replace(wish, discount_cents=cut, tip_cents=tip + wish.more_cents)
        for wish, cut, tip in zip(wanted, cuts, tips, strict=True)
    ]


def _wanted(buyer: User, listing: Listing, licence: str, extras: Extras) -> _Wanted:
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
    pays = (extras.pays or {}).get((listing.pk, licence), offer.price_cents)
    if pays < offer.price_cents:
        sentence = f"“{listing.name}” costs {money.text(offer.price_cents)}; pay that or more."
        raise Invalid(sentence, code="below_price", fields={"pay": [sentence]})
    return _Wanted(listing, offer, more_cents=pays - offer.price_cents)


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


def _same_pending_order(older: Sequence[UUID], wanted: Sequence[_Wanted], coupon: Coupon | None) -> Order | None:
    """The pending order of exactly this wish at these prices; others that hold one of its models are closed."""
    wish = {one.key for one in wanted}
    same = None
    for order_id in older:
        lines = OrderLine.objects.filter(order=order_id)
        used = CouponUse.objects.filter(order=order_id, released_at=None).values_list("coupon", flat=True).first()
        now = set(lines.values_list("listing_id", "licence", "price_cents", "discount_cents", "tip_cents"))
        if now == wish and used == (coupon.pk if coupon else None) and same is None:
            same = Order.objects.get(pk=order_id)
        else:
            fail_order(order_id, code="replaced", message="A newer order took its place.")
    return same


def _line(order: Order, wish: _Wanted) -> OrderLine:
    share = money.split(wish.paid_cents, settings.FEE_BASIS_POINTS)
    return OrderLine(
        order=order,
        buyer_id=order.buyer_id,
        seller_id=wish.listing.seller_id,
        listing=wish.listing,
        licence=wish.offer.licence,
        price_cents=wish.offer.price_cents,
        discount_cents=wish.discount_cents,
        tip_cents=wish.tip_cents,
        paid_cents=wish.paid_cents,
        fee_cents=share.fee,
        revenue_cents=share.revenue,
        fee_basis_points=settings.FEE_BASIS_POINTS,
    )
