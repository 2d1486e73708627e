"""Paying sellers: what may be asked for, who holds it, and that money comes back exactly once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from marketplace.transactions import invariants, selectors
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import JournalEntry, Payout, PayoutAccount, TestTransfer
from marketplace.transactions.services import payout_accounts, payouts, refunds
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def broken():
    return {name: count for name, count in invariants.violations().items() if count}


def available(user):
    return selectors.balance_of(user).available_cents


def test_a_matured_sale_is_paid_out_and_the_books_know_it():
    seller = make.rich_seller(10_000)

    payout = make.paid_out(seller)

    assert (payout.state, payout.amount_cents, available(seller)) == ("paid", 9_250, 0)
    assert TestTransfer.objects.get().key == str(payout.pk)
    assert sorted(JournalEntry.objects.values_list("kind", flat=True)) == ["payout", "sale"]
    assert OutboxMessage.objects.filter(fact="payout.paid").count() == 1
    assert broken() == {}


def test_a_young_sale_is_pending_and_a_refunded_one_is_neither(settings):
    seller = make.rich_seller(10_000)
    young, back = (make.bought(make.for_sale(cents, seller=seller)) for cents in (4_000, 5_000))
    refunds.ask_refund(back.pk, by=back.buyer)

    told = selectors.balance_of(seller)

    assert (told.available_cents, told.pending_cents, told.lifetime_cents) == (9_250, 3_700, 9_250 + 3_700)
    later = selectors.balance_of(seller, now=timezone.now() + timedelta(days=settings.PAYOUT_HOLD_DAYS, minutes=1))
    assert (later.available_cents, later.pending_cents) == (12_950, 0)
    assert young.state == "completed"


@pytest.mark.parametrize(
    ("amount", "code", "amounts"),
    [(1_999, "below_minimum", ("19.99", "20.00")), (9_251, "above_balance", ("92.51", "92.50"))],
)
def test_an_amount_out_of_bounds_is_refused_with_both_amounts(amount, code, amounts):
    seller = make.rich_seller(10_000)

    with pytest.raises(Conflict) as refused:
        payouts.request_payout(seller, amount_cents=amount)

    assert refused.value.code == code
    assert all(text in refused.value.sentence for text in amounts)
    assert not Payout.objects.exists()


def test_without_an_account_or_a_confirmed_address_nothing_is_paid():
    with pytest.raises(Conflict, match="Connect an account"):
        payouts.request_payout(make.rich_seller(connected=False))
    with pytest.raises(NotAllowed, match="Confirm"):
        payouts.request_payout(make.person(confirmed=False))


def test_one_payout_at_a_time_by_the_service_and_by_the_database():
    seller = make.rich_seller(10_000)
    first = payouts.request_payout(seller, amount_cents=2_000)

    with pytest.raises(Conflict, match=r"20\.00 is on its way"):
        payouts.request_payout(seller, amount_cents=2_000)
    with pytest.raises(IntegrityError, match="payout_one_in_flight"), transaction.atomic():
        Payout.objects.create(
            user=seller, account=first.account, amount_cents=1, available_cents=1, state=Payout.State.HELD
        )


def test_a_failed_payout_comes_back_once_however_often_it_is_told():
    seller = make.rich_seller(10_000, number=bank.CLOSED)

    payout = make.paid_out(seller, 5_000)
    payouts.settle(payout.pk)
    payouts.settle_open(timezone.now() + timedelta(hours=1))

    assert (payout.state, payout.failure_message) == ("failed", "The bank account is closed.")
    assert available(seller) == 9_250
    assert JournalEntry.objects.filter(kind="payout_returned").count() == 1
    assert OutboxMessage.objects.filter(fact="payout.failed").count() == 1
    assert broken() == {}


def test_an_event_that_overtakes_the_answer_finds_its_payout_by_the_key():
    seller = make.rich_seller(10_000)
    payout = payouts.request_payout(seller)
    bank.start(str(payout.pk), account=payout.account.reference, amount_cents=9_250, currency="USD")

    make.bank_answers()

    assert Payout.objects.get().state == "paid"
    assert TestTransfer.objects.count() == 1


def test_a_new_account_needs_a_fresh_sign_in_and_waits():
    seller = make.rich_seller(10_000, connected=False)

    with pytest.raises(NotAllowed) as refused:
        payout_accounts.begin(seller, is_fresh=False)
    assert refused.value.code == "reauthentication_required"

    make.payout_account(seller)
    payout = payouts.request_payout(seller)
    assert (payout.state, payout.held_until > timezone.now() + timedelta(days=2)) == ("held", True)
    assert "new" in selectors.reason_of(payout)
    assert payouts.send(payout.pk).state == "held"
    payouts.settle_open()
    assert not TestTransfer.objects.exists()

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=True):
        payouts.settle_open()
        payouts.settle_open(timezone.now() + timedelta(minutes=2))
        make.bank_answers()
    assert Payout.objects.get().state == "paid"
    assert broken() == {}


def test_a_second_account_takes_the_place_of_the_first_and_waits_again():
    seller = make.rich_seller(10_000)
    old = PayoutAccount.objects.get()

    new = make.payout_account(seller, number=bank.REFUSES)

    old.refresh_from_db()
    assert old.ended_at is not None
    assert payouts.request_payout(seller).account == new
    assert OutboxMessage.objects.filter(fact="payout_account.connected").count() == 2


def test_without_a_hold_of_sales_there_is_none_of_accounts(settings):
    settings.PAYOUT_HOLD_DAYS = 0
    seller = make.rich_seller(10_000, connected=False)
    make.payout_account(seller)

    assert payouts.request_payout(seller).state == "requested"


def test_a_large_payout_waits_for_two_people_who_are_not_its_payee(settings):
    seller = make.rich_seller(100_000)
    ada, ben = make.staff("finance"), make.staff("finance")
    payout = payouts.request_payout(seller)
    assert (payout.amount_cents > settings.TWO_PEOPLE_ABOVE_CENTS, payout.state) == (True, "held")

    with pytest.raises(NotAllowed):
        payouts.release(payout.pk, by=make.staff("moderator"))
    assert payouts.release(payout.pk, by=ada).state == "held"
    with pytest.raises(Conflict, match="second person"):
        payouts.release(payout.pk, by=ada)
    assert payouts.release(payout.pk, by=ben).state == "requested"
    assert list(AuditRow.objects.filter(act="payout.released").values_list("actor_id", flat=True)) == [ada.pk, ben.pk]

    payouts.send(payout.pk)
    make.bank_answers()
    assert Payout.objects.get().state == "paid"
    assert broken() == {}


def test_staff_do_not_release_their_own_payout():
    seller = make.rich_seller(100_000)
    make.people.set_roles(seller, groups=["finance"])
    payout = payouts.request_payout(seller)

    with pytest.raises(NotAllowed, match="your own"):
        payouts.release(payout.pk, by=seller)
    with pytest.raises(NotAllowed, match="your own"):
        payouts.refuse(payout.pk, by=seller, reason="x")


def test_a_refused_payout_is_back_on_the_balance_with_its_reason():
    seller, staff = make.rich_seller(100_000), make.staff("finance")
    payout = payouts.request_payout(seller)

    with pytest.raises(Invalid, match="Say why"):
        payouts.refuse(payout.pk, by=staff, reason=" ")
    payouts.refuse(payout.pk, by=staff, reason="The account belongs to somebody else.")

    payout.refresh_from_db()
    assert (payout.state, payout.failure_message) == ("failed", "The account belongs to somebody else.")
    assert available(seller) == 92_500
    with pytest.raises(Conflict):
        payouts.release(payout.pk, by=staff)
    assert broken() == {}


def test_a_closed_account_keeps_its_money_and_staff_can_pay_it():
    seller, staff = make.rich_seller(10_000), make.staff("finance")
    make.User.objects.filter(pk=seller.pk).update(is_active=False)

    assert available(seller) == 9_250
    with pytest.raises(NotAllowed):
        payouts.pay_what_is_due(seller.pk, by=make.staff("marketing"), reason="Due.")
    payout = payouts.pay_what_is_due(seller.pk, by=staff, reason="The account was closed.")
    payouts.send(payout.pk)
    make.bank_answers()

    assert Payout.objects.get().state == "paid"
    assert AuditRow.objects.get(act="payout.requested").actor_id == staff.pk


def test_a_refund_after_the_payout_leaves_a_debt_that_the_next_sales_pay():
    seller = make.rich_seller(10_000)
    order = make.bought(make.for_sale(3_000, seller=seller))
    make.paid_out(seller)
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=True):
        make.paid_out(seller)
        refunds.refund_by_staff(order.pk, by=make.staff("finance"), code="operator")
        assert available(seller) == -2_775
        make.bought(make.for_sale(10_000, seller=seller))
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=True):
        assert available(seller) == 9_250 - 2_775
        assert make.paid_out(seller).amount_cents == 9_250 - 2_775
    assert broken() == {}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE marketplace_payout SET amount_cents = 1",
        "UPDATE marketplace_payout SET state = 'requested', ended_at = NULL",
        "DELETE FROM marketplace_payout",
        "TRUNCATE marketplace_payout CASCADE",
    ],
)
def test_a_booked_payout_stays_as_it_is(change):
    make.paid_out(make.rich_seller(10_000))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
