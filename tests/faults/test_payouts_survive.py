"""Payouts killed at every step and raced against one another, each with its control: the money is paid once, or not."""

import os
import signal
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from marketplace.transactions import invariants, ledger, locks, selectors
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.gateways.test_gateway.transfers import TestTransfers
from marketplace.transactions.models import Account, JournalEntry, Payout, TestTransfer
from marketplace.transactions.services import payouts, reconciliation
from nexus.foundation.errors import Conflict
from tests import make
from tests.faults.test_money_races import at_once

pytestmark = pytest.mark.fault

LATER = timedelta(minutes=5)
# where the process dies: the function after which (or before which) it does
STEPS = {
    "while it is asked for": (ledger, "post_payout", "after"),
    "before the gateway is asked": (TestTransfers, "transfer", "before"),
    "after the gateway was asked": (TestTransfers, "transfer", "after"),
    "before the answer is looked up": (payouts, "settle", "before"),
    "while it is settled": (payouts, "_end", "after"),
}


def broken():
    return {name: count for name, count in invariants.violations().items() if count}


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_process(act, *, step=""):
    """Run `act` in a child that dies at `step`; the signal that ended it, or 0."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            if step:
                owner, name, when = STEPS[step]
                real = getattr(owner, name)

                def dying(*args, **kwargs):
                    if when == "after":
                        real(*args, **kwargs)
                    die()

                setattr(owner, name, dying)
            act()
        except BaseException:  # noqa: BLE001 - the child must not run on as a second pytest
            os._exit(70)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def whole_way(seller_id):
    """Asked for, sent, answered by the bank, settled: what three handlers do one after the other."""
    payout = payouts.request_payout(User.objects.get(pk=seller_id))
    payouts.send(payout.pk)
    make.bank_answers()


def sweep():
    """What the duties do a few minutes later, with the bank at work in between."""
    payouts.settle_open(timezone.now() + LATER)
    make.bank_answers()
    payouts.settle_open(timezone.now() + LATER)


@pytest.mark.parametrize("number", [bank.PAYS, bank.CLOSED])
@pytest.mark.parametrize("step", list(STEPS))
def test_a_payout_killed_at_a_step_ends_once(fresh_database, step, number):
    seller = make.rich_seller(10_000, number=number)

    assert in_a_process(lambda: whole_way(seller.pk), step=step) == signal.SIGKILL
    sweep()

    asked = 0 if step == "while it is asked for" else 1
    assert TestTransfer.objects.count() == Payout.objects.count() == asked
    states = list(Payout.objects.values_list("state", flat=True))
    assert states == ([] if not asked else ["paid"] if number == bank.PAYS else ["failed"])
    left = selectors.balance_of(seller).available_cents
    assert left == (0 if states == ["paid"] else 9_250)
    assert JournalEntry.objects.filter(kind="payout_returned").count() == states.count("failed")
    assert broken() == {}
    assert reconciliation.reconcile(timezone.now() + LATER * 5).open == ()


def test_control_with_a_key_of_every_moment_the_bank_pays_twice(fresh_database, monkeypatch):
    seller = make.rich_seller(10_000)
    real = bank.start
    monkeypatch.setattr(bank, "start", lambda _key, **wanted: real(str(uuid4()), **wanted))

    assert in_a_process(lambda: whole_way(seller.pk), step="after the gateway was asked") == signal.SIGKILL
    sweep()

    assert TestTransfer.objects.filter(state="paid").count() == 2
    [twice] = reconciliation.reconcile(timezone.now() + LATER * 5).open
    assert (twice.kind, twice.gateway_cents) == ("not_booked", -9_250)


def rivals_for(seller, how_many=8):
    return at_once([lambda: payouts.request_payout(User.objects.get(pk=seller.pk), amount_cents=9_250)] * how_many)


def slow_balance(monkeypatch):
    real = payouts.balance_of

    def slow(*args, **kwargs):
        found = real(*args, **kwargs)
        time.sleep(0.2)
        return found

    monkeypatch.setattr(payouts, "balance_of", slow)


def without_locks(monkeypatch):
    monkeypatch.setattr(locks, "buyer_for_change", lambda pk: User.objects.get(pk=pk))
    monkeypatch.setattr(
        locks, "seller_account_for_change", lambda owner_id, **_: Account.objects.get(owner_id=owner_id)
    )


def test_eight_requests_at_once_are_one_payout(fresh_database, monkeypatch):
    seller = make.rich_seller(10_000)
    slow_balance(monkeypatch)

    results = rivals_for(seller)

    assert sum(isinstance(result, Payout) for result in results) == 1
    assert sum(isinstance(result, Conflict) and result.code == "payout_in_flight" for result in results) == 7
    assert selectors.balance_of(seller).available_cents == 0
    assert broken() == {}


def test_control_without_locks_the_database_still_refuses_the_second(fresh_database, monkeypatch):
    seller = make.rich_seller(10_000)
    without_locks(monkeypatch)
    slow_balance(monkeypatch)

    results = rivals_for(seller)

    assert sum(isinstance(result, Payout) for result in results) == 1
    assert broken() == {}


def test_control_without_locks_and_index_the_balance_is_paid_out_again_and_again(fresh_database, monkeypatch):
    seller = make.rich_seller(10_000)
    without_locks(monkeypatch)
    slow_balance(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX payout_one_in_flight")

    rivals_for(seller)

    assert Payout.objects.count() > 1
    assert {"I10_one_payout_in_flight", "I11_below_zero_only_by_refunds"} <= set(broken())


def test_handler_event_and_sweep_at_once_end_a_payout_once(fresh_database):
    seller = make.rich_seller(10_000, number=bank.CLOSED)
    payout = payouts.request_payout(seller)
    sent = payouts.send(payout.pk)
    bank.decide(sent.reference)

    results = at_once([lambda: payouts.settle(payout.pk).state] * 8)

    assert results == ["failed"] * 8
    assert JournalEntry.objects.filter(kind="payout_returned").count() == 1
    assert selectors.balance_of(seller).available_cents == 9_250
