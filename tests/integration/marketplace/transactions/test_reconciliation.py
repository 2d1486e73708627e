"""The books against the gateway: every planted difference is found, nothing else, and nothing twice."""

import itertools
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from marketplace.bounties.services import posting, work
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import (
    Account,
    Difference,
    Escrow,
    JournalEntry,
    JournalLine,
    TestPayment,
    TestRefund,
    TestTransfer,
)
from marketplace.transactions.services import escrow, payouts, reconciliation, refunds
from tests import make

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def look():
    return reconciliation.reconcile(timezone.now() + LATER)


@pytest.fixture
def shop():
    """A shop with something of everything: sales, a refund of one line, a declined card, payouts that came and went."""
    seller = make.person()
    for cents in range(500, 1_700, 100):
        make.bought(make.for_sale(cents, seller=seller))
    order = make.bought(make.for_sale(700, seller=seller), make.for_sale(800, seller=seller))
    [refund] = refunds.ask_refund(order.pk, by=order.buyer, line_id=order.lines.first().pk)
    refunds.send_refund(refund.pk)
    make.orders.place_order(make.person(), items=[(make.for_sale().pk, "")], payment_method="pm_card_chargeDeclined")
    make.pending_order(make.for_sale(900))
    for number in (bank.PAYS, bank.CLOSED, bank.PAYS):
        make.paid_out(make.rich_seller(5_000, number=number))


def test_an_honest_shop_has_no_difference(shop):
    report = look()

    assert report.compared > 10
    assert (report.open, report.new) == ((), 0)


@pytest.fixture
def bounties():
    """A bounty that is only funded, one that was paid in part and returned in part, and one returned whole."""
    make.bounty(budget_cents=3_000)
    submission = make.submission()
    work.accept(submission.pk, by=submission.bounty.client)
    closed = make.bounty(budget_cents=2_500)
    posting.close(closed.pk, by=closed.client)
    for escrow_id in Escrow.objects.filter(state="released").values_list("pk", flat=True):
        escrow.send_return(escrow_id)
    assert sorted(TestRefund.objects.values_list("amount_cents", flat=True)) == [1_000, 2_500]


def test_bounties_make_no_difference_and_a_planted_one_is_found(bounties):
    assert look().open == ()

    taken = TestPayment.objects.get(amount_cents=3_000)
    TestPayment.objects.filter(pk=taken.pk).update(amount_cents=2_999)
    TestRefund.objects.filter(amount_cents=1_000).update(amount_cents=999)

    found = {(row.booked_cents, row.gateway_cents, row.kind) for row in look().open}
    assert found == {(3_000, 2_999, "amount"), (4_000, 4_001, "amount")}


def test_a_payout_that_is_held_is_no_difference(shop):
    payouts.request_payout(make.rich_seller(100_000))
    make.payout_account(seller := make.rich_seller(5_000))
    payouts.request_payout(seller)

    assert look().open == ()


def stray_entry(cause, kind="sale", cents=499):
    entry = JournalEntry.objects.create(kind=kind, cause=cause)
    for account, share in (("gateway", cents), ("fees", -cents)):
        JournalLine.objects.create(entry=entry, account=Account.objects.get(kind=account), cents=share)


def plant():
    """Twenty differences of every sort; how many there are of each kind."""
    payments = list(TestPayment.objects.filter(state="succeeded", refunds=None).order_by("pk"))
    take = iter(payments)
    for payment in itertools.islice(take, 4):  # the gateway forgot them
        TestPayment.objects.filter(pk=payment.pk).delete()
    for payment in itertools.islice(take, 2):  # the gateway says they went back
        TestPayment.objects.filter(pk=payment.pk).update(state="returned")
    for payment in itertools.islice(take, 3):  # a cent more
        TestPayment.objects.filter(pk=payment.pk).update(amount_cents=payment.amount_cents + 1)
    for payment in itertools.islice(take, 2):  # another currency
        TestPayment.objects.filter(pk=payment.pk).update(currency="EUR")
    for number in range(4):  # the gateway took money that nobody asked for
        TestPayment.objects.create(
            key=str(uuid4()), amount_cents=100 + number, currency="USD", return_url="/", state="succeeded"
        )
    stray_entry("order-line:999999")  # booked, and nothing of it happened
    stray_entry("payout:nothing", kind="payout", cents=-700)
    paid = list(TestTransfer.objects.filter(state="paid").order_by("pk"))
    TestTransfer.objects.filter(pk=paid[0].pk).update(state="failed")  # the bank took it back
    TestTransfer.objects.filter(pk=paid[1].pk).update(amount_cents=1)
    TestTransfer.objects.create(key=str(uuid4()), account=paid[0].account, amount_cents=9, currency="USD", state="paid")
    return {"not_at_gateway": 4 + 2 + 2 + 1, "amount": 3 + 2 + 1, "not_booked": 4 + 1}


def test_twenty_planted_differences_are_found_and_none_twice(shop):
    planted = plant()
    assert sum(planted.values()) == 20

    first, second = look(), look()

    assert {kind: Difference.objects.filter(kind=kind).count() for kind in planted} == planted
    assert (first.new, len(first.open)) == (20, 20)
    assert (second.new, len(second.open), second.settled) == (0, 20, 0)
    print(f"S07 found={first.new}/20 false=0 again={second.new}")


def test_a_difference_that_was_put_right_is_settled(shop):
    payment = TestPayment.objects.filter(state="succeeded", refunds=None).first()
    TestPayment.objects.filter(pk=payment.pk).update(amount_cents=1)
    [found] = look().open
    assert (found.kind, found.gateway_cents, found.booked_cents) == ("amount", 1, payment.amount_cents)

    TestPayment.objects.filter(pk=payment.pk).update(amount_cents=payment.amount_cents)

    assert (look().settled, Difference.objects.get().settled_at is not None) == (1, True)


def test_what_moved_a_minute_ago_may_still_be_on_its_way(shop):
    TestPayment.objects.create(key="new", amount_cents=100, currency="USD", return_url="/", state="succeeded")

    assert reconciliation.reconcile().open == ()
    assert len(look().open) == 1


def test_the_command_lists_what_differs_and_fails(shop, capsys):
    call_command("reconcile")
    assert "0 differ" in capsys.readouterr().out
    TestPayment.objects.create(key="new", amount_cents=123, currency="USD", return_url="/", state="succeeded")
    TestPayment.objects.update(created_at=timezone.now() - LATER)

    with pytest.raises(CommandError, match="1 differences"):
        call_command("reconcile")
    assert "1.23" in capsys.readouterr().out


def test_one_subject_is_open_once_for_the_database_too():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'difference_open_once'")
        assert "UNIQUE" in cursor.fetchone()[0]
