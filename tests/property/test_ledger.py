"""Whatever is bought, declined, told twice, told late or swept: the books are right after every history."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.catalog.models import Offer
from marketplace.transactions import invariants, money, selectors
from marketplace.transactions.gateways.test_gateway import gateway as test_gateway
from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import Account, OrderLine, Payment, TestPayment
from marketplace.transactions.services import gateway_events, orders
from nexus.foundation.errors import NexusError
from tests import make

METHODS = ["", "checkout", "pm_card_visa", "pm_card_chargeDeclined", "pm_card_authenticationRequired"]
NUMBERS = ["4242424242424242", "4000000000000002", "4000002500003155"]
PRICES = st.one_of(st.just(0), st.integers(99, 100_000))

buys = st.tuples(
    st.just("buy"),
    st.integers(0, 1),
    st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True),
    st.sampled_from(METHODS),
)
steps = st.one_of(
    buys,
    buys,
    st.tuples(st.just("pay"), st.integers(0, 5), st.sampled_from(NUMBERS)),
    st.tuples(st.just("answer"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("tell"), st.integers(0, 5)),
    st.tuples(st.just("keep"), st.integers(0, 5)),
    st.tuples(st.just("tell late")),
    st.tuples(st.just("close"), st.integers(0, 5)),
    st.tuples(st.just("price"), st.integers(0, 2), PRICES),
    st.tuples(st.just("sweep")),
)


class World:
    """Two buyers, three listings, and a gateway whose messages may be held back."""

    def __init__(self, people, prices):
        self.buyers, sellers = people[:2], people[2:]
        self.listings = [make.for_sale(cents, seller=sellers[place % 2]) for place, cents in enumerate(prices)]
        self.held_back = []

    def payment(self, number):
        found = list(TestPayment.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def act(self, name, *values):
        try:
            getattr(self, name.replace(" ", "_"))(*values)
        except NexusError as refused:
            assert refused.message.endswith(".")  # noqa: PT017 - a refusal is a sentence

    def buy(self, buyer, places, method):
        items = [(self.listings[place].pk, "") for place in places]
        orders.place_order(self.buyers[buyer], items=items, payment_method=method)

    def pay(self, number, card):
        if payment := self.payment(number):
            provider.pay_by_card(payment.pk, number=card, expiry="12/34", cvc="123", today=timezone.now().date())

    def answer(self, number, approved):
        if payment := self.payment(number):
            provider.answer_challenge(payment.pk, approved=approved)

    def tell(self, number):
        if payment := self.payment(number):
            self.deliver(*test_gateway.event_of(payment, now=timezone.now()))

    def keep(self, number):
        if payment := self.payment(number):
            self.held_back.append(test_gateway.event_of(payment, now=timezone.now()))

    def tell_late(self):
        while self.held_back:
            self.deliver(*self.held_back.pop())

    def deliver(self, body, headers):
        for _ in range(2):
            event = gateway_events.receive_event("test", body, headers)
            gateway_events.apply_event(event.pk)
        assert json.loads(body)["id"] == event.event_id

    def close(self, number):
        if payment := self.payment(number):
            order = Payment.objects.get(pk=payment.key).order
            orders.fail_order(order.pk, code="replaced", message="Closed.")

    def price(self, place, cents):
        Offer.objects.filter(listing=self.listings[place]).update(price_cents=cents)

    def sweep(self):
        orders.settle_waiting(timezone.now() + timedelta(minutes=5))

    def check(self):
        assert {name: count for name, count in invariants.violations().items() if count} == {}
        sold = list(OrderLine.objects.filter(state="completed"))
        taken = sum(line.paid_cents for line in sold)
        assert selectors.balance(Account.objects.get(kind="gateway")) == taken
        for seller in {listing.seller for listing in self.listings}:
            revenue = sum(line.revenue_cents for line in sold if line.seller_id == seller.pk)
            assert selectors.balance_of(seller).lifetime_cents == revenue
        charged = sum(TestPayment.objects.filter(state="succeeded").values_list("amount_cents", flat=True))
        waiting = Payment.objects.filter(state__in=["intended", "waiting", "failed"]).values_list(
            "reference", flat=True
        )
        unsettled = TestPayment.objects.filter(pk__in=[ref for ref in waiting if ref], state="succeeded")
        assert charged - sum(unsettled.values_list("amount_cents", flat=True)) == taken


@pytest.fixture
def people(db):
    return [make.person() for _ in range(4)]


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(prices=st.tuples(PRICES, PRICES, PRICES), history=st.lists(steps, min_size=4, max_size=16))
def test_every_history_leaves_the_books_right(people, prices, history):
    with transaction.atomic():
        world = World(people, prices)
        for step in history:
            world.act(*step)
        world.check()
        world.sweep()
        world.check()
        transaction.set_rollback(True)


@given(paid=st.integers(0, 10**9), points=st.integers(0, 10_000))
def test_a_split_adds_up_and_both_shares_are_real(paid, points):
    share = money.split(paid, points)

    assert share.fee + share.revenue == paid
    assert 0 <= share.fee <= paid
    assert abs(share.fee * 10_000 - paid * points) <= 5_000


@given(cents=st.integers(0, money.LARGEST_CENTS))
def test_amounts_survive_being_written_and_read(cents):
    assert money.parse(money.text(cents)) == cents
