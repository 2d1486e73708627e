"""A cart keeps wishes, not prices: what changed is said, what is owned is not bought again."""

import pytest

from marketplace.transactions import invariants
from marketplace.transactions.models import CartItem
from marketplace.transactions.services import cart, orders
from nexus.foundation.errors import Conflict, Invalid, NotFound
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make.person()


def fill(buyer, *listings, licence=""):
    cart.put(buyer, [cart.wish_for(listing.pk, licence) for listing in listings])


def test_a_cart_of_several_sellers_becomes_one_order_and_is_empty_after_it(buyer):
    first, second = make.for_sale(499, 1999), make.for_sale(1301)
    fill(buyer, first, second)
    fill(buyer, first, licence="commercial")
    page = cart.page_of(buyer)

    assert [(line.licence, line.price_cents) for line in page.lines] == [
        ("personal", 499),
        ("personal", 1301),
        ("commercial", 1999),
    ]
    order = cart.order_cart(buyer, seen_total_cents=page.total_cents)
    assert (order.total_cents, order.lines.count(), CartItem.objects.count()) == (3799, 3, 3)
    orders.pay_order(order.pk, by=buyer, method="pm_card_visa")
    assert CartItem.objects.count() == 0
    assert set(invariants.violations().values()) == {0}


def test_a_price_that_changed_is_said_and_stops_the_order_once(buyer):
    listing = make.for_sale(499)
    fill(buyer, listing)
    listing.offers.update(price_cents=599)
    page = cart.page_of(buyer)

    assert (page.changed, page.lines[0].seen_cents, page.total_cents) == (True, 499, 599)
    with pytest.raises(Conflict) as changed:
        cart.order_cart(buyer, seen_total_cents=499)
    assert changed.value.code == "price_changed"
    cart.confirm_prices(buyer)
    assert not cart.page_of(buyer).changed
    assert cart.order_cart(buyer, seen_total_cents=599).total_cents == 599


def test_what_is_owned_ones_own_or_gone_counts_nothing(buyer):
    owned, own, gone, good = (
        make.for_sale(499),
        make.for_sale(499, seller=buyer),
        make.for_sale(499),
        make.for_sale(700),
    )
    fill(buyer, owned, own, gone, good)
    make.bought(owned, buyer=buyer)
    fill(buyer, owned)
    type(gone).objects.filter(pk=gone.pk).update(state="archived")
    page = cart.page_of(buyer)

    assert {line.listing_id: (line.owned, line.is_own, line.gone) for line in page.lines} == {
        owned.pk: (True, False, False),
        own.pk: (False, True, False),
        gone.pk: (False, False, True),
        good.pk: (False, False, False),
    }
    assert page.total_cents == 700
    assert cart.order_cart(buyer, seen_total_cents=700).lines.get().listing_id == good.pk


def test_the_coupon_of_a_cart_takes_the_same_off_as_its_order(buyer):
    seller = make.person()
    coupon = make.coupon(seller, value=33)
    fill(buyer, make.for_sale(499, seller=seller), make.for_sale(1301))
    cart.set_coupon(buyer, coupon.code)
    page = cart.page_of(buyer)

    assert (page.discount_cents, page.total_cents) == (165, 1635)
    order = cart.order_cart(buyer, seen_total_cents=1635)
    orders.pay_order(order.pk, by=buyer, method="pm_card_visa")
    assert cart.coupon_of(buyer) == ""
    with pytest.raises(Invalid):
        cart.set_coupon(buyer, "NOBODYS")


def test_a_coupon_that_ended_meanwhile_is_said_and_counts_nothing(buyer):
    seller = make.person()
    coupon = make.coupon(seller)
    fill(buyer, make.for_sale(1000, seller=seller))
    cart.set_coupon(buyer, coupon.code)
    type(coupon).objects.filter(pk=coupon.pk).update(active=False)
    page = cart.page_of(buyer)

    assert page.coupon_problem.endswith(".")
    assert (page.discount_cents, page.total_cents) == (0, 1000)


def test_who_wants_to_pay_more_is_asked_that_much(buyer):
    listing = make.for_sale(500)
    cart.put(buyer, [cart.wish_for(listing.pk, pay_cents=800)])
    page = cart.page_of(buyer)

    assert (page.subtotal_cents, page.more_cents, page.total_cents) == (500, 300, 800)
    assert cart.order_cart(buyer, seen_total_cents=800).total_cents == 800


def test_what_is_not_for_sale_or_too_much_does_not_come_in(buyer):
    with pytest.raises(NotFound):
        cart.wish_for(999_999)
    with pytest.raises(Invalid):
        cart.wish_for(make.for_sale(500).pk, "editorial")
    with pytest.raises(Invalid):
        cart.order_cart(buyer, seen_total_cents=0)
    fill(buyer, *make.many_listings(cart.MOST))
    with pytest.raises(Conflict) as full:
        fill(buyer, make.for_sale(500))
    assert full.value.code == "cart_full"


def test_a_cart_asks_a_fixed_number_of_queries(buyer, django_assert_max_num_queries):
    fill(buyer, *make.many_listings(12))
    with django_assert_max_num_queries(9):
        cart.page_of(buyer)
