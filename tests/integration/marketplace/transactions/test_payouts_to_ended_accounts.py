"""Money goes to no account that was replaced, and a seller may take a held payout back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.models import Notification
from marketplace.transactions import invariants, selectors
from marketplace.transactions.models import Payout, PayoutAccount, TestTransfer
from marketplace.transactions.services import payout_mails, payouts
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, NotFound
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_are_right():
    yield
    assert {name: count for name, count in invariants.violations().items() if count} == {}


@pytest.fixture
def stolen():
    """A thief connected an account of theirs and asked for everything; it is held, as the account is new."""
    seller = make.rich_seller(10_000)
    make.payout_account(seller)
    payout = payouts.request_payout(seller)
    assert payout.state == "held"
    return payout


def days_later():
    """The hold is over: the sweep runs, the bank works, the sweep runs again."""
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        payouts.settle_open()
        payouts.settle_open(timezone.now() + timedelta(minutes=2))
        make.bank_answers()


def test_a_held_payout_comes_back_when_its_owner_connects_another_account(stolen):
    make.payout_account(stolen.user)
    days_later()

    payout = Payout.objects.get()
    assert (payout.state, payout.failure_code) == ("failed", "account_ended")
    assert not TestTransfer.objects.exists()
    assert selectors.balance_of(stolen.user).available_cents == 9_250
    assert OutboxMessage.objects.filter(fact="payout.failed").count() == 1


@pytest.mark.fault
def test_control_without_looking_at_the_account_the_thief_is_paid(stolen, monkeypatch):
    monkeypatch.setattr(payouts, "_is_replaced", lambda _payout: False)
    make.payout_account(stolen.user)
    days_later()

    assert str(TestTransfer.objects.get().account_id) == stolen.account.reference
    assert Payout.objects.get().state == "paid"


@pytest.mark.parametrize("state", ["held", "requested"])
def test_the_sweep_and_the_sending_look_at_the_account_too(stolen, monkeypatch, state):
    if state == "requested":
        Payout.objects.update(state=state, held_until=None, created_at=timezone.now() - timedelta(days=3))
    PayoutAccount.objects.filter(pk=stolen.account_id).update(ended_at=timezone.now())
    days_later()

    assert (Payout.objects.get().failure_code, TestTransfer.objects.count()) == ("account_ended", 0)


def test_one_held_payout_that_fails_stops_no_other(stolen, monkeypatch):
    """Both holds are over; the first row breaks."""
    other = make.rich_seller(5_000)
    make.payout_account(other)
    second = payouts.request_payout(other)
    real = payouts._let_go

    def breaks(payout, **more):
        if payout.pk == stolen.pk:
            raise RuntimeError("This row is broken.")
        real(payout, **more)

    monkeypatch.setattr(payouts, "_let_go", breaks)
    with (
        time_machine.travel(timezone.now() + timedelta(days=4), tick=True),
        pytest.raises(ExceptionGroup, match="payouts that could not be settled"),
    ):
        payouts.settle_open()

    assert Payout.objects.get(pk=second.pk).state == "requested"


def test_what_the_gateway_was_asked_for_already_is_settled_as_it_says():
    seller = make.rich_seller(10_000)
    payout = payouts.request_payout(seller)
    payouts.send(payout.pk)
    make.payout_account(seller)
    make.bank_answers()

    assert Payout.objects.get().state == "paid"


def test_a_release_of_a_payout_whose_account_ended_sends_nothing():
    seller = make.rich_seller(100_000)
    payout = payouts.request_payout(seller)
    payouts.release(payout.pk, by=make.staff("finance"))
    PayoutAccount.objects.update(ended_at=timezone.now())

    assert payouts.release(payout.pk, by=make.staff("finance")).failure_code == "account_ended"
    assert selectors.balance_of(seller).available_cents == 92_500


def test_a_seller_cancels_their_own_held_payout_only(client, stolen):
    with pytest.raises(NotFound):
        payouts.cancel(stolen.pk, by=make.person())
    client.force_login(stolen.user)
    assert f"/dashboard/payouts/{stolen.pk}/cancel/" in client.get("/dashboard/payouts/").content.decode()

    answer = client.post(f"/dashboard/payouts/{stolen.pk}/cancel/", follow=True)

    assert "The payout is cancelled" in answer.content.decode()
    assert (Payout.objects.get().failure_code, selectors.balance_of(stolen.user).available_cents) == (
        "cancelled",
        9_250,
    )
    assert AuditRow.objects.get(act="payout.cancelled").actor_id == stolen.user_id
    with pytest.raises(Conflict, match="only a held one"):
        payouts.cancel(stolen.pk, by=stolen.user)


def test_both_are_told_by_mail_and_bell(stolen, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make.payout_account(stolen.user)
    payout_mails.tell_failed(stolen.pk)
    again = payouts.request_payout(stolen.user)
    payouts.cancel(again.pk, by=stolen.user)
    payout_mails.tell_failed(again.pk)

    assert "no longer in use" in mail.outbox[0].body
    assert "was cancelled" in mail.outbox[1].subject
    assert "If this was not you" in mail.outbox[1].body
    titles = Notification.objects.filter(kind="payout").order_by("pk").values_list("title", flat=True)
    assert ["did not arrive" in titles[0], "cancelled" in titles[1]] == [True, True]
