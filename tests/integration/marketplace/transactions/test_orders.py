"""Buying, over the services and a real database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marketplace.catalog.models import Entitlement, Listing, Offer
from marketplace.transactions import invariants, selectors
from marketplace.transactions.models import JournalEntry, Order, Payment, TestPayment
from marketplace.transactions.services import orders
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, PaymentDeclined
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make.person("buyer")


@pytest.fixture(autouse=True)
def books_are_right():
    yield
    assert {name: count for name, count in invariants.violations().items() if count} == {}


def buy(buyer, listing, method="pm_card_visa", licence=""):
    return orders.place_order(buyer, items=[(listing.pk, licence)], payment_method=method)


def test_a_paid_order_books_the_sale_and_gives_the_files(buyer):
    listing = make.for_sale(499)

    order = buy(buyer, listing)

    assert (order.state, order.total_cents) == ("completed", 499)
    line = order.lines.get()
    assert (line.state, line.paid_cents, line.fee_cents, line.revenue_cents) == ("completed", 499, 37, 462)
    entry = JournalEntry.objects.get(cause=f"order-line:{line.pk}")
    assert {booked.account.kind: booked.cents for booked in entry.lines.all()} == {
        "gateway": 499,
        "fees": -37,
        "seller": -462,
    }
    held = Entitlement.objects.get(holder=buyer)
    assert (held.listing, held.licence, held.reason, held.transaction_id) == (listing, "personal", "bought", line.pk)
    assert OutboxMessage.objects.filter(fact="order.completed", ids={"order": str(order.pk)}).count() == 1
    assert order.payments.get().card_last4 == "4242"


def test_a_free_order_is_completed_without_a_gateway(buyer):
    order = buy(buyer, make.for_sale(0), method="")

    assert order.state == "completed"
    assert not order.payments.exists()
    assert not JournalEntry.objects.exists()
    assert Entitlement.objects.get(holder=buyer).reason == "free"


def test_free_and_paid_models_go_in_one_order(buyer):
    paid, free = make.for_sale(1000), make.for_sale(0)

    order = orders.place_order(buyer, items=[(paid.pk, ""), (free.pk, "")], payment_method="pm_card_visa")

    assert (order.state, order.total_cents) == ("completed", 1000)
    assert set(Entitlement.objects.values_list("listing", "reason")) == {(paid.pk, "bought"), (free.pk, "free")}


def test_one_order_pays_several_sellers(buyer):
    first, second = make.for_sale(1000), make.for_sale(2000)

    orders.place_order(buyer, items=[(first.pk, ""), (second.pk, "")], payment_method="pm_card_visa")

    assert selectors.balance_of(first.seller).pending_cents == 925
    assert selectors.balance_of(second.seller).pending_cents == 1850


def test_without_a_licence_the_first_offer_is_bought_and_another_one_by_its_name(buyer):
    listing = make.for_sale(499, 1999)

    assert buy(buyer, listing).total_cents == 499
    assert buy(buyer, listing, licence="commercial").total_cents == 1999


def test_a_second_purchase_of_the_same_licence_is_refused(buyer):
    listing = make.for_sale(499)
    buy(buyer, listing)

    for licence in ("", "personal"):
        with pytest.raises(Conflict, match="already have") as refused:
            buy(buyer, listing, licence=licence)
        assert refused.value.code == "already_owned"
    assert TestPayment.objects.count() == 1


def test_one_does_not_buy_from_oneself():
    listing = make.for_sale(499)

    with pytest.raises(Invalid, match="your own"):
        buy(listing.seller, listing)


@pytest.mark.parametrize("state", ["draft", "pending", "archived"])
def test_what_is_not_on_show_cannot_be_bought(buyer, state):
    listing = make.for_sale(499)
    Listing.objects.filter(pk=listing.pk).update(state=state)

    with pytest.raises(NotFound, match="for sale"):
        buy(buyer, listing)


def test_hidden_listings_and_those_of_banned_sellers_cannot_be_bought(buyer):
    hidden, banned = make.for_sale(499), make.for_sale(499)
    Listing.objects.filter(pk=hidden.pk).update(hidden_by="case")
    banned.seller.is_active = False
    banned.seller.save()

    for listing in (hidden, banned):
        with pytest.raises(NotFound, match="for sale"):
            buy(buyer, listing)


def test_an_unconfirmed_address_cannot_buy_not_even_what_is_free():
    with pytest.raises(NotAllowed) as refused:
        buy(make.person(confirmed=False), make.for_sale(0))

    assert refused.value.code == "email_unconfirmed"


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([], "empty"),
        ([(1, "x")], "no licence 'x'"),
        ([(1, "")] * 51, "at most 50"),
    ],
)
def test_a_list_that_is_no_order_is_refused(buyer, items, says):
    with pytest.raises(Invalid, match=says):
        orders.make_order(buyer, items=items)


def test_the_same_model_twice_under_one_licence_is_refused(buyer):
    listing = make.for_sale(499)

    with pytest.raises(Invalid, match="twice"):
        orders.make_order(buyer, items=[(listing.pk, ""), (listing.pk, "personal")])


def test_a_licence_that_is_not_offered_is_refused(buyer):
    with pytest.raises(Invalid, match="not offered under CC0"):
        buy(buyer, make.for_sale(499), licence="cc0")


def test_a_price_below_the_lowest_cannot_be_paid(buyer):
    listing = make.for_sale(98)

    with pytest.raises(Conflict, match=r"0\.98.*0\.99"):
        buy(buyer, listing)


def test_an_unknown_means_of_payment_is_refused_before_anything_is_written(buyer):
    with pytest.raises(Invalid, match="not known here"):
        buy(buyer, make.for_sale(499), method="pm_card_unheard_of")

    assert not Order.objects.exists()


def test_a_declined_card_fails_the_order_and_keeps_what_the_bank_said(buyer):
    order = buy(buyer, make.for_sale(499), method="pm_card_chargeDeclined")

    assert (order.state, order.failure_code) == ("failed", "card_declined")
    assert order.failure_message == "The card was declined."
    assert not JournalEntry.objects.exists()
    assert not Entitlement.objects.exists()
    with pytest.raises(PaymentDeclined, match="The bank said no"):
        orders.refuse_if_declined(order)


def test_after_a_declined_card_the_model_can_be_bought(buyer):
    listing = make.for_sale(499)
    buy(buyer, listing, method="pm_card_chargeDeclinedInsufficientFunds")

    assert buy(buyer, listing).state == "completed"


def test_a_card_that_needs_approval_waits_with_its_page(buyer):
    order = buy(buyer, make.for_sale(499), method="pm_card_authenticationRequired")

    assert order.state == "pending"
    assert selectors.checkout_url_of(order).endswith(f"/test-gateway/pay/{order.payments.get().reference}/")


@pytest.mark.parametrize("method", ["", "checkout"])
def test_without_a_named_card_the_card_page_waits(buyer, method):
    order = buy(buyer, make.for_sale(499), method=method)

    assert order.state == "pending"
    assert "/test-gateway/pay/" in selectors.checkout_url_of(order)


def test_the_same_wish_again_is_the_same_order_and_the_same_card_page(buyer):
    listing = make.for_sale(499)

    first, second = buy(buyer, listing, method=""), buy(buyer, listing, method="")

    assert first.pk == second.pk
    assert TestPayment.objects.count() == 1


def test_a_changed_price_makes_a_new_order_and_closes_the_old(buyer):
    listing = make.for_sale(499)
    old = buy(buyer, listing, method="")
    Offer.objects.filter(listing=listing).update(price_cents=599)

    new = buy(buyer, listing, method="")

    old.refresh_from_db()
    assert (old.state, old.failure_code, old.total_cents) == ("failed", "replaced", 499)
    assert (new.state, new.total_cents) == ("pending", 599)


def test_a_price_change_does_not_touch_an_order_that_was_made(buyer):
    listing = make.for_sale(499)
    order = make.pending_order(listing, buyer=buyer)
    Offer.objects.filter(listing=listing).update(price_cents=5999)

    paid = orders.pay_order(order.pk, by=buyer, method="pm_card_visa")

    assert (paid.state, paid.total_cents) == ("completed", 499)


def test_nobody_pays_or_sees_anothers_order(buyer):
    order = make.pending_order(buyer=buyer)
    other = make.person()

    with pytest.raises(NotFound):
        orders.pay_order(order.pk, by=other)
    with pytest.raises(NotFound):
        selectors.order_of(other, order.pk)


def test_an_order_that_ended_is_not_paid_again(buyer):
    order = make.bought(buyer=buyer)

    with pytest.raises(Conflict, match="only a pending order can be paid"):
        orders.pay_order(order.pk, by=buyer, method="pm_card_visa")


def test_a_named_card_takes_the_place_of_an_open_card_page(buyer):
    order = buy(buyer, make.for_sale(499), method="")
    page = order.payments.get()

    done = orders.pay_order(order.pk, by=buyer, method="pm_card_visa")

    assert done.state == "completed"
    page.refresh_from_db()
    assert page.state == "failed"
    assert TestPayment.objects.get(pk=page.reference).state == "declined"


def test_completing_twice_sells_once(buyer):
    order = make.bought(make.for_sale(499), make.for_sale(0), buyer=buyer)

    orders.complete_order(order.pk)
    orders.complete_order(order.pk)

    assert Entitlement.objects.filter(holder=buyer).count() == 2
    assert JournalEntry.objects.count() == 1
    assert OutboxMessage.objects.filter(fact="order.completed").count() == 1


def test_an_unpaid_order_is_not_completed(buyer):
    order = make.pending_order(buyer=buyer)

    with pytest.raises(Conflict, match="not paid"):
        orders.complete_order(order.pk)


def test_a_failed_order_is_not_completed(buyer):
    order = make.pending_order(buyer=buyer)
    orders.fail_order(order.pk, code="test", message="Given up.")

    with pytest.raises(Conflict, match="failed"):
        orders.complete_order(order.pk)


def test_the_database_refuses_a_second_completed_line(buyer):
    line = make.bought(buyer=buyer).lines.get()
    line.pk = None

    with pytest.raises(IntegrityError, match="order_line_completed_once"), transaction.atomic():
        line.save(force_insert=True)


def test_the_database_refuses_a_fee_that_does_not_add_up(buyer):
    order = make.pending_order(buyer=buyer)

    with pytest.raises(IntegrityError, match="order_line_adds_up"), transaction.atomic():
        order.lines.update(fee_cents=0)


def test_balance_becomes_available_after_the_hold(buyer, settings):
    listing = make.for_sale(1000)
    order = make.bought(listing, buyer=buyer)
    at = JournalEntry.objects.get().at

    hold = timedelta(days=settings.PAYOUT_HOLD_DAYS)

    young = selectors.balance_of(listing.seller, now=at + hold - timedelta(seconds=1))
    old = selectors.balance_of(listing.seller, now=at + hold)

    assert (young.available_cents, young.pending_cents, young.lifetime_cents) == (0, 925, 925)
    assert (old.available_cents, old.pending_cents, old.lifetime_cents) == (925, 0, 925)
    assert selectors.balance_of(order.buyer).lifetime_cents == 0


def test_transactions_are_ones_own_sales_and_purchases(buyer):
    listing = make.for_sale(499)
    line = make.bought(listing, buyer=buyer).lines.get()
    make.pending_order(listing)

    assert list(selectors.transactions_of(buyer)) == [line]
    assert list(selectors.transactions_of(listing.seller)) == [line]
    assert Payment.objects.count() == 1
