"""Purchases raced against one another, each with its control: without the guard the damage must appear."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Entitlement, Listing
from marketplace.transactions import invariants, locks
from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import JournalEntry, Order, OrderLine, Payment, TestPayment
from marketplace.transactions.services import orders
from nexus.foundation.errors import NexusError
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.fault
GAP = 0.2
RIVALS = 16


def at_once(acts):
    """Run the acts in as many threads from one start; the result of each, or what it raised."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except Exception as failure:  # noqa: BLE001 - what a rival raised is its result
            return failure
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sleeping_after(monkeypatch, module, name):
    """Hold everybody in the gap behind this function, between what was read and what will be written."""
    real = getattr(module, name)

    def slow(*args, **kwargs):
        result = real(*args, **kwargs)
        time.sleep(GAP)
        return result

    monkeypatch.setattr(module, name, slow)


def without_locks(monkeypatch):
    monkeypatch.setattr(locks, "buyer_for_change", lambda buyer_id: User.objects.get(pk=buyer_id))
    monkeypatch.setattr(locks, "listings_for_change", lambda ids: Listing.objects.in_bulk(list(ids)))
    monkeypatch.setattr(
        locks, "order_for_change", lambda order_id: Order.objects.select_related("buyer").get(pk=order_id)
    )


def without_indexes():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX order_line_completed_once")
        cursor.execute("DROP INDEX entitlement_held_once")


def rivals_for(listing):
    buyer = make.person()
    items = [(listing.pk, "")]
    return at_once([lambda: orders.place_order(buyer, items=items, payment_method="pm_card_visa")] * RIVALS)


def broken():
    return {name: count for name, count in invariants.violations().items() if count}


def test_sixteen_purchases_at_once_charge_and_sell_once(fresh_database, monkeypatch):
    sleeping_after(monkeypatch, orders, "_same_pending_order")

    results = rivals_for(make.for_sale(499))

    sold = [result for result in results if isinstance(result, Order)]
    refused = [result for result in results if isinstance(result, NexusError)]
    assert len(sold) == 1
    assert sold[0].state == "completed"
    assert len(refused) == RIVALS - 1
    assert all(sentence.message.endswith(".") for sentence in refused)
    assert list(TestPayment.objects.values_list("state", flat=True)) == ["succeeded"]
    assert OrderLine.objects.filter(state="completed").count() == 1
    assert broken() == {}


def test_control_without_locks_the_buyer_is_charged_more_than_once_and_gets_all_but_one_back(
    fresh_database, monkeypatch
):
    without_locks(monkeypatch)
    sleeping_after(monkeypatch, orders, "_same_pending_order")

    rivals_for(make.for_sale(499))

    charges = Counter(TestPayment.objects.values_list("state", flat=True))
    assert charges["returned"] >= 1  # the damage that the locks keep away
    assert charges["succeeded"] == 1  # the indexes still keep the sale single, and the money goes back whole
    assert OrderLine.objects.filter(state="completed").count() == 1
    assert JournalEntry.objects.count() == 1


def test_control_without_locks_and_indexes_the_model_is_sold_twice(fresh_database, monkeypatch):
    without_locks(monkeypatch)
    without_indexes()
    sleeping_after(monkeypatch, orders, "_same_pending_order")

    rivals_for(make.for_sale(499))

    assert OrderLine.objects.filter(state="completed").count() > 1
    assert broken()["I3_sold_once"] == 1


def test_sixteen_claims_of_a_free_model_give_it_once(fresh_database):
    results = rivals_for(make.for_sale(0))

    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, NexusError) for result in results) == RIVALS - 1
    assert Entitlement.objects.count() == 1
    assert broken() == {}


def test_return_page_events_and_sweep_at_once_sell_once(fresh_database):
    order = make.pending_order(make.for_sale(499))
    orders.pay_order(order.pk, by=order.buyer)
    payment = Payment.objects.get()
    today = timezone.now().date()
    provider.pay_by_card(payment.reference, number="4242424242424242", expiry="12/34", cvc="123", today=today)

    results = at_once([lambda: orders.settle(payment.pk).state] * 8)

    assert results == ["succeeded"] * 8
    assert JournalEntry.objects.count() == 1
    assert OutboxMessage.objects.filter(fact="order.completed").count() == 1
    assert broken() == {}


def two_in_opposite_order():
    first, second = make.for_sale(499), make.for_sale(499)
    ways = [[(first.pk, ""), (second.pk, "")], [(second.pk, ""), (first.pk, "")]] * 2
    buyers = [make.person() for _ in ways]
    return at_once(
        [
            lambda buyer=buyer, items=items: orders.place_order(buyer, items=items, payment_method="pm_card_visa")
            for buyer, items in zip(buyers, ways, strict=True)
        ]
    )


def test_purchases_in_opposite_order_do_not_deadlock(fresh_database):
    results = two_in_opposite_order()

    assert [getattr(result, "state", result) for result in results] == ["completed"] * 4
    assert broken() == {}


def test_control_locked_in_the_order_of_the_wish_they_do(fresh_database, monkeypatch):
    def as_they_come(ids):
        found = {}
        for listing_id in ids:
            found[listing_id] = Listing.objects.select_for_update(no_key=True).get(pk=listing_id)
            time.sleep(GAP)
        return found

    monkeypatch.setattr(locks, "listings_for_change", as_they_come)

    results = two_in_opposite_order()

    assert any(isinstance(result, OperationalError) and "deadlock" in str(result) for result in results)


def from_one_another():
    ada, ben = make.person(), make.person()
    of_ada, of_ben = make.for_sale(499, seller=ada), make.for_sale(499, seller=ben)
    pairs = [(ada, of_ben), (ben, of_ada)]
    return at_once(
        [
            lambda buyer=buyer, listing=listing: orders.place_order(
                buyer, items=[(listing.pk, "")], payment_method="pm_card_visa"
            )
            for buyer, listing in pairs
        ]
    )


def test_two_people_who_buy_from_one_another_do_not_deadlock(fresh_database, monkeypatch):
    sleeping_after(monkeypatch, locks, "buyer_for_change")

    results = from_one_another()

    assert [getattr(result, "state", result) for result in results] == ["completed"] * 2
    assert broken() == {}


def test_control_with_full_locks_on_people_they_do(fresh_database, monkeypatch):
    monkeypatch.setattr(locks, "buyer_for_change", lambda pk: User.objects.select_for_update().get(pk=pk))
    sleeping_after(monkeypatch, locks, "buyer_for_change")

    results = from_one_another()

    assert any(isinstance(result, OperationalError) and "deadlock" in str(result) for result in results)
