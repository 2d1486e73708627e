"""S03: many sales at once on few accounts, then each of them reversed twice at once: exactly one reversal each."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection, connections
from django.db.models import Sum

from marketplace.transactions import invariants
from marketplace.transactions.models import Account, JournalEntry, JournalLine, Order
from marketplace.transactions.services import orders, refunds
from nexus.foundation.errors import Conflict, NexusError
from tests import make

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("fresh_database")]


def at_once(acts, threads: int):
    def run(act):
        try:
            return act()
        except NexusError as refused:
            return refused

    def end():
        connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(run, acts))
        list(pool.map(lambda _: end(), range(threads * 2)))
    return found


def sales(number: int, accounts: int, threads: int):
    """So many sales of so many accounts: two are the house's, the others are sellers', each with one model."""
    sellers = [make.person() for _ in range(accounts - 2)]
    models = [make.for_sale(99 + 13 * place, seller=seller) for place, seller in enumerate(sellers)]
    buyers = [make.person() for _ in range(-(-number // len(models)))]
    pairs = [(buyer, model) for buyer in buyers for model in models][:number]
    return at_once(
        [
            lambda buyer=buyer, model=model: orders.place_order(buyer, items=[(model.pk, "")], payment_method="pm_card_visa")
            for buyer, model in pairs
        ],
        threads,
    )  # fmt: skip


def reversals(sold, threads: int):
    """Each sale twice, the two next to each other, so that they meet."""
    finance = make.staff("finance")
    acts = [
        lambda order=order: refunds.refund_by_staff(order.pk, by=finance, code="operator")
        for order in sold
        for _ in "ab"
    ]
    return at_once(acts, threads)


def stress(number: int, threads: int, accounts: int) -> None:
    sold = sales(number, accounts, threads)
    assert [getattr(order, "state", order) for order in sold] == ["completed"] * number
    assert JournalEntry.objects.count() == number
    assert JournalLine.objects.values("account").distinct().count() == min(accounts, number + 2)

    told = reversals(sold, threads)

    kinds = Counter(
        "refused" if isinstance(one, Conflict) else "ok" if isinstance(one, list) else repr(one) for one in told
    )
    assert kinds == {"ok": number, "refused": number}
    assert all(
        {isinstance(one, list), isinstance(other, list)} == {True, False} for one, other in list(pairwise(told))[::2]
    )
    assert JournalEntry.objects.count() == 2 * number
    sums = Account.objects.annotate(total=Sum("lines__cents")).values_list("total", flat=True)
    assert {total for total in sums if total is not None} == {0}
    assert {name: count for name, count in invariants.violations().items() if count} == {}
    print(
        f"S03 ok={kinds['ok']} refused={kinds['refused']} sum=0 accounts={accounts} at_once={threads} control=reversed_twice"
    )


def test_sales_at_once_are_each_reversed_exactly_once():
    stress(24, 8, 12)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_five_hundred_sales_twenty_at_once_on_eighty_accounts_are_each_reversed_exactly_once():
    stress(500, 20, 80)


def test_control_without_the_locks_and_the_unique_indexes_a_sale_is_reversed_twice(monkeypatch):
    sold = sales(6, 5, 2)
    real = refunds._write

    def slow(*args, **kwargs):
        written = real(*args, **kwargs)
        time.sleep(0.3)  # between what was read and what will be booked
        return written

    monkeypatch.setattr(refunds, "_write", slow)
    monkeypatch.setattr(refunds, "_held", lambda order_id: Order.objects.select_related("buyer").get(pk=order_id))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_journalentry DROP CONSTRAINT journal_entry_once_a_cause")
        cursor.execute("DROP INDEX refund_once_a_line")

    told = reversals(sold, 8)

    assert sum(isinstance(one, list) for one in told) > len(sold)
    assert sum(invariants.violations().values()) > 0
