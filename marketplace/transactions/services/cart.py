"""A member's cart: filled, changed, merged with what they chose before they signed in, and made an order."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from marketplace.catalog.models import Licence, Offer
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.transactions import locks
from marketplace.transactions.models import Cart, CartItem, Coupon, Order
from marketplace.transactions.selectors.cart import CartPage, Wish, coupon_of, priced, wishes_of
from marketplace.transactions.services import coupons, orders
from nexus.foundation.errors import Conflict, Invalid, NotFound

MOST = orders.MOST_ITEMS


def wish_for(listing_id: int, licence: str = "", *, pay_cents: int | None = None) -> Wish:
    """A listing's offer as a wish, at the price of now; without a licence its first one.

    Raises NotFound for what is not for sale, Invalid for a licence it does not have or a payment below its price.
    """
    if licence and licence not in Licence.values:
        raise Invalid(f"There is no licence {licence[:20]!r}.", fields={"licence": ["Unknown."]})
    if not public_listings().filter(pk=listing_id).exists():
        raise NotFound(f"There is no model {listing_id} for sale.")
    offers = Offer.objects.filter(listing=listing_id).order_by("position")
    offer = (offers.filter(licence=licence) if licence else offers).first()
    if offer is None:
        raise Invalid("This model is not offered under that licence.", code="not_offered")
    if pay_cents is not None and not offer.price_cents <= pay_cents <= offer.price_cents + orders.MOST_EXTRA_CENTS:
        sentence = "Pay the price or more."
        raise Invalid(sentence, code="below_price", fields={"pay": [sentence]})
    return Wish(listing_id, offer.licence, offer.price_cents, pay_cents)


@transaction.atomic
def put(user: User, wishes: Sequence[Wish]) -> None:
    """Put wishes into a member's cart; one that is in it already is renewed. Raises Conflict `cart_full`."""
    locks.buyer_for_change(user.pk)
    cart, _ = Cart.objects.get_or_create(buyer=user)
    for wish in wishes:
        CartItem.objects.update_or_create(
            cart=cart,
            listing_id=wish.listing_id,
            licence=wish.licence,
            defaults={"seen_cents": wish.seen_cents, "pay_cents": wish.pay_cents},
        )
    if cart.items.count() > MOST:
        raise Conflict(f"A cart holds at most {MOST} models.", code="cart_full")


@transaction.atomic
def replace_all(user: User, wishes: Sequence[Wish]) -> None:
    """The cart holds exactly these wishes after it."""
    locks.buyer_for_change(user.pk)
    CartItem.objects.filter(cart__buyer=user).delete()
    put(user, wishes)


@transaction.atomic
def take_out(user: User, listing_id: int, licence: str) -> None:
    CartItem.objects.filter(cart__buyer=user, listing=listing_id, licence=licence).delete()


@transaction.atomic
def set_coupon(user: User, code: str) -> None:
    """Keep a code in the cart, "" takes it out. Raises Invalid when it does not count, and keeps nothing then.

    TooMany after too many wrong ones.
    """
    if code:
        with coupons.counted(str(user.pk)):
            coupon = coupons.usable(code)
            code = coupon.code
            if not _covers(coupon, wishes_of(user)):
                sentence = f"The coupon {code} is not for these models."
                raise Invalid(sentence, code="coupon_elsewhere", fields={"coupon": [sentence]})
    Cart.objects.update_or_create(buyer=user, defaults={"coupon_code": code})


def _covers(coupon: Coupon, wishes: Sequence[Wish]) -> bool:
    theirs = public_listings().filter(pk__in=[wish.listing_id for wish in wishes])
    return any(coupons.covered_by(coupon, list(theirs)))


def page_of(user: User) -> CartPage:
    """A member's cart at the prices of now; a coupon that ended meanwhile is said and counts nothing."""
    return page(user, wishes_of(user), code=coupon_of(user))


def page(viewer: User | None, wishes: Sequence[Wish], *, code: str = "") -> CartPage:
    """Any cart with the coupon of this code, if it counts."""
    if not code:
        return priced(viewer, wishes)
    try:
        coupon = coupons.usable(code)
    except Invalid as refused:
        return priced(viewer, wishes, code=code, problem=refused.message)
    return priced(viewer, wishes, coupon=coupon, code=coupon.code)


@transaction.atomic
def confirm_prices(user: User) -> None:
    """The member has seen the prices of now."""
    offers = {
        (listing_id, licence): cents
        for listing_id, licence, cents in Offer.objects.filter(
            listing__in=[wish.listing_id for wish in wishes_of(user)]
        ).values_list("listing_id", "licence", "price_cents")
    }
    for item in CartItem.objects.filter(cart__buyer=user).order_by("pk"):
        now = offers.get((item.listing_id, item.licence), item.seen_cents)
        if now != item.seen_cents:
            CartItem.objects.filter(pk=item.pk).update(seen_cents=now)


def order_cart(user: User, *, seen_total_cents: int, tip_cents: int = 0) -> Order:
    """Make the order of what can be bought in a member's cart; the cart stays until the order is completed.

    Raises Conflict `price_changed` when the cart costs something else than the total its buyer was shown, Invalid
    `empty_cart`, and what `make_order` raises.
    """
    shown = page_of(user)
    if not shown.ready:
        raise Invalid("There is nothing in your cart that you can buy.", code="empty_cart")
    if shown.total_cents != seen_total_cents:
        raise Conflict("A price has changed since you looked. See the new total before you pay.", code="price_changed")
    extras = orders.Extras(
        coupon=shown.coupon_code if shown.discount_cents else "",
        tip_cents=tip_cents,
        pays={
            (line.listing_id, line.licence): line.pays_cents
            for line in shown.ready
            if line.pays_cents > line.price_cents
        },
    )
    return orders.make_order(user, items=[(line.listing_id, line.licence) for line in shown.ready], extras=extras)
