"""Coupons, tips and freely chosen prices: on the line in cents, within their limits, and through the same books."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.transactions import invariants
from marketplace.transactions.models import Coupon, Payment
from marketplace.transactions.services import coupons, orders
from marketplace.transactions.services.orders import Extras
from nexus.foundation.errors import Conflict, Invalid, NotFound
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_are_right():
    yield
    assert {name: count for name, count in invariants.violations().items() if count} == {}


@pytest.fixture
def seller():
    return make.person()


@pytest.fixture
def listing(seller):
    return make.for_sale(1000, seller=seller)


def buy(*listings, buyer=None, method="pm_card_visa", **extras):
    items = [(listing.pk, "") for listing in listings]
    return orders.place_order(buyer or make.person(), items=items, payment_method=method, extras=Extras(**extras))


def used(coupon):
    return Coupon.objects.get(pk=coupon.pk).used


def test_per_cent_comes_off_each_covered_line(seller, listing):
    coupon = make.coupon(seller, value=25)
    other = make.for_sale(400)
    order = buy(listing, other, coupon=coupon.code.lower())
    lines = order.lines.order_by("price_cents").values_list("price_cents", "discount_cents", "paid_cents", "fee_cents")

    assert list(lines) == [(400, 0, 400, 30), (1000, 250, 750, 56)]
    assert (order.total_cents, used(coupon)) == (1150, 1)


def test_an_amount_is_shared_over_the_covered_lines(seller, listing):
    coupon = make.coupon(seller, kind="amount", value=500)
    order = buy(listing, make.for_sale(3000, seller=seller), coupon=coupon.code)

    assert list(order.lines.order_by("price_cents").values_list("discount_cents", flat=True)) == [125, 375]
    assert order.total_cents == 3500


def test_a_price_that_becomes_nothing_takes_the_free_path_without_a_gateway(seller, listing):
    coupon = make.coupon(seller, value=100)
    order = buy(listing, method="", coupon=coupon.code)

    assert (order.state, order.total_cents) == ("completed", 0)
    assert not Payment.objects.exists()


def test_no_discount_leaves_less_than_can_be_paid(seller, listing, settings):
    order = buy(listing, coupon=make.coupon(seller, value=95).code)

    assert order.total_cents == settings.MINIMUM_PRICE_CENTS


def test_a_use_is_given_back_when_nobody_pays(seller, listing):
    coupon = make.coupon(seller, max_uses=1)
    buyer = make.person()
    failed = buy(listing, buyer=buyer, method="pm_card_chargeDeclined", coupon=coupon.code)

    assert (failed.state, used(coupon)) == ("failed", 0)
    pending = buy(listing, buyer=buyer, method="checkout", coupon=coupon.code)
    assert used(coupon) == 1
    with pytest.raises(Invalid) as refused:
        buy(listing, coupon=coupon.code)
    assert refused.value.code == "coupon_used_up"
    assert buy(listing, buyer=buyer, method="checkout", coupon=coupon.code).pk == pending.pk
    plain = buy(listing, buyer=buyer, method="checkout")
    assert (plain.pk != pending.pk, used(coupon)) == (True, 0)


def test_the_last_use_of_ones_own_older_order_may_be_used_by_the_newer(seller, listing):
    coupon = make.coupon(seller, max_uses=1)
    other, buyer = make.for_sale(700, seller=seller), make.person()
    buy(listing, buyer=buyer, method="checkout", coupon=coupon.code)
    newer = buy(listing, other, buyer=buyer, method="checkout", coupon=coupon.code)

    assert (newer.state, used(coupon)) == ("pending", 1)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"active": False}, "unknown_coupon"),
        ({"starts_at": timezone.now() + timedelta(hours=1)}, "unknown_coupon"),
        (
            {"starts_at": timezone.now() - timedelta(hours=2), "ends_at": timezone.now() - timedelta(hours=1)},
            "coupon_over",
        ),
    ],
)
def test_a_coupon_out_of_its_time_is_refused_by_name(seller, listing, terms, code):
    coupon = make.coupon(seller, **terms)
    with pytest.raises(Invalid) as refused:
        buy(listing, coupon=coupon.code)

    assert refused.value.code == code


def test_a_coupon_counts_for_its_creators_chosen_models_only(seller, listing):
    named = make.for_sale(500, seller=seller)
    coupon = make.coupon(seller, listing_ids=(named.pk,))
    elsewhere = make.coupon(make.person())
    for wrong in (coupon, elsewhere):
        with pytest.raises(Invalid) as refused:
            buy(listing, coupon=wrong.code)
        assert refused.value.code == "coupon_elsewhere"

    assert buy(named, coupon=coupon.code).total_cents == 400
    with pytest.raises(Invalid):
        make.coupon(make.person(), listing_ids=(named.pk,))


def test_coupons_are_changed_by_their_creator_within_what_was_used(seller, listing):
    coupon = make.coupon(seller, "SUMMER", max_uses=5)
    buy(listing, coupon="summer")
    buy(listing, coupon="SUMMER")
    assert coupons.change_coupon("SUMMER", by=seller, value=30, max_uses=2).value == 30
    with pytest.raises(Conflict) as low:
        coupons.change_coupon("SUMMER", by=seller, max_uses=1)
    assert low.value.code == "below_used"
    with pytest.raises(NotFound):
        coupons.change_coupon("SUMMER", by=make.person(), active=False)
    with pytest.raises(Conflict) as taken:
        make.coupon(make.person(), "summer")
    assert taken.value.code == "code_taken"
    with pytest.raises(Invalid):
        make.coupon(seller, "no spaces here")
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(pk=coupon.pk).update(used=3)


def test_a_tip_is_shared_over_the_sellers_and_carries_the_fee(seller, listing):
    order = buy(listing, make.for_sale(3000), tip_cents=400)
    lines = order.lines.order_by("price_cents").values_list("tip_cents", "paid_cents", "fee_cents")

    assert list(lines) == [(100, 1100, 82), (300, 3300, 248)]
    assert order.total_cents == 4400
    make.refunded(order)


def test_who_wants_to_pay_more_pays_more_also_for_what_is_free(listing):
    free = make.for_sale(0)
    order = buy(listing, free, pays={(listing.pk, ""): 1500, (free.pk, ""): 300})

    assert order.total_cents == 1800
    assert list(order.lines.order_by("pk").values_list("tip_cents", flat=True)) == [500, 300]


def test_who_wants_to_pay_less_or_too_little_is_refused(listing):
    with pytest.raises(Invalid) as below:
        buy(listing, pays={(listing.pk, ""): 900})
    with pytest.raises(Conflict) as little:
        buy(make.for_sale(0), tip_cents=50)
    with pytest.raises(Invalid) as much:
        buy(listing, tip_cents=10_000_01)

    assert [refused.value.code for refused in (below, little, much)] == [
        "below_price",
        "price_too_low",
        "invalid_amount",
    ]
