"""The pages about payouts: a seller's own, the test gateway's, and the console's."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Notification
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import Difference, GatewayEvent, Payout, TestPayment
from marketplace.transactions.services import gateway_events, payout_accounts, payout_mails, payouts, refunds
from marketplace.transactions.services.bank_events import deliver_account_event
from tests import make

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def seller(client):
    seller = make.rich_seller(10_000)
    client.force_login(seller)
    return seller


def test_a_seller_asks_for_a_part_and_sees_it_go(client, seller):
    assert "Available 92.50" in text_of(client.get("/dashboard/payouts/"))

    told = text_of(client.post("/dashboard/payouts/", {"amount": "20,50"}, follow=True))

    assert "A payout of 20.50 is on its way." in told
    assert "On its way Test bank …6789 20.50" in told
    payouts.send(Payout.objects.get().pk)
    make.bank_answers()
    assert "Paid" in text_of(client.get("/dashboard/payouts/"))
    rows = client.get("/dashboard/payouts/?csv=payouts").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert ",20.50,USD,paid," in rows[1]


@pytest.mark.parametrize(
    ("amount", "words"),
    [("5", "5.00 is below 20.00"), ("500", "500.00 is more than the 92.50"), ("x", "is not an amount")],
)
def test_a_wrong_amount_is_said_beside_the_field_and_kept(client, seller, amount, words):
    answer = client.post("/dashboard/payouts/", {"amount": amount})

    assert answer.status_code == 400
    assert words in text_of(answer)
    assert f'value="{amount}"' in answer.content.decode()
    assert not Payout.objects.exists()


def test_an_account_is_connected_after_the_password_on_the_gateways_page(client):
    seller = make.rich_seller(10_000, connected=False)
    client.force_login(seller)
    assert "Connect an account first" in text_of(client.get("/dashboard/payouts/"))
    asked = client.post("/dashboard/payouts/account/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})

    gateway = client.post("/dashboard/payouts/account/").url.removeprefix("http://testserver")
    assert "one of the test accounts" in text_of(client.post(gateway, {"number": "1"}))
    back = client.post(gateway, {"number": "000 123 456 789"}).url.removeprefix("http://testserver")
    shown = text_of(client.get(back, follow=True))

    assert "The account is connected." in shown
    assert "new; payouts go there from" in shown
    assert client.get(gateway).status_code == 302


def test_the_gateways_message_connects_an_account_too():
    account = payout_accounts.begin(make.person(), is_fresh=True)
    bank.connect(account.reference, number=bank.PAYS)
    deliver_account_event(account.reference)
    gateway_events.apply_event(GatewayEvent.objects.get().pk)

    account.refresh_from_db()
    assert account.label == "Test bank …6789"


def test_people_are_told_by_mail_and_notice_once(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    arrived = make.paid_out(make.rich_seller(5_000))
    returned = make.paid_out(make.rich_seller(5_000, number=bank.CLOSED))

    for _ in range(2):
        payout_mails.tell_paid(arrived.pk)
    payout_mails.tell_failed(returned.pk)
    payout_mails.tell_connected(returned.account_id)

    assert Notification.objects.filter(user=arrived.user, kind="payout").count() == 1
    assert "46.25 USD" in Notification.objects.get(user=arrived.user).title
    assert "account is closed" in mail.outbox[2].body
    assert "Payouts go there from" in mail.outbox[3].body


@pytest.fixture
def finance(client):
    person = make.staff("finance")
    client.force_login(person)
    return person


def test_staff_release_in_two_and_the_page_says_who_waits_for_whom(client, finance):
    payout = payouts.request_payout(make.rich_seller(100_000))
    page = f"/admin/payouts/{payout.pk}/"
    assert "Payouts to release 1" in text_of(client.get("/admin/"))
    assert "two people" in text_of(client.get("/admin/payouts/"))

    asked = client.post(page, {"decision": "release"})
    assert ("Release this payout?" in text_of(asked), Payout.objects.get().releases.count()) == (True, 0)
    client.post(page, {"decision": "release", "confirmed": "1"})
    assert f"a second person; {finance.name} released it" in text_of(client.get("/admin/payouts/"))
    again = client.post(page, {"decision": "release", "confirmed": "1"})
    assert (again.status_code, "You have released this payout" in text_of(again)) == (409, True)
    client.force_login(make.staff("finance"))
    client.post(page, {"decision": "release", "confirmed": "1"})

    assert Payout.objects.get().state == "requested"


def test_staff_refuse_with_a_reason_only(client, finance):
    payout = payouts.request_payout(make.rich_seller(100_000))
    page = f"/admin/payouts/{payout.pk}/"

    assert client.post(page, {"decision": "refuse", "reason": " "}).status_code == 400
    asked = client.post(page, {"decision": "refuse", "reason": "Not your account."})
    assert ("Not your account." in text_of(asked), Payout.objects.get().state) == (True, "held")
    client.post(page, {"decision": "refuse", "reason": "Not your account.", "confirmed": "1"})

    assert Payout.objects.get().failure_message == "Not your account."


def test_the_money_page_shows_the_house_debts_differences_and_money_due(client, finance):
    debtor = make.rich_seller(5_000, username="debtor")
    order = make.bought(make.for_sale(3_000, seller=debtor))
    make.paid_out(debtor)
    for refund in refunds.refund_by_staff(order.pk, by=make.staff("finance", "moderator"), code="operator"):
        refunds.send_refund(refund.pk)
    lost = make.rich_seller(4_000, username="closed")
    make.User.objects.filter(pk=lost.pk).update(is_active=False)
    make.rich_seller(3_000, username="plain")
    TestPayment.objects.create(key="k", amount_cents=123, currency="USD", return_url="/", state="succeeded")
    TestPayment.objects.update(created_at=timezone.now() - timedelta(hours=1))

    client.post("/admin/money/compare/")
    shown = text_of(client.get("/admin/money/"))

    assert Difference.objects.count() >= 1
    assert "not in the books" in shown
    assert "closed 37.00 Pay it out" in shown
    assert "At the gateway" in shown
    assert "37.00 goes to Test bank" in text_of(client.get(f"/admin/payouts/due/{lost.pk}/"))
    client.post(f"/admin/payouts/due/{lost.pk}/")
    assert not Payout.objects.filter(user=lost).exists()
    client.post(f"/admin/payouts/due/{lost.pk}/", {"confirmed": "1"})
    assert Payout.objects.get(user=lost).amount_cents == 3_700
    assert client.get("/admin/money/?csv=earned").headers["Content-Type"].startswith("text/csv")


def test_a_seller_below_zero_is_shown_to_staff_and_told(client):
    debtor = make.rich_seller(3_000, username="debtor")
    make.paid_out(debtor)
    order = make.Order.objects.get(lines__seller=debtor)
    refunds.refund_by_staff(order.pk, by=make.staff("finance", "moderator"), code="operator")
    client.force_login(debtor)
    assert "A refund after your last payout left" in text_of(client.get("/dashboard/payouts/"))

    client.force_login(make.staff("finance"))
    assert "debtor −27.75" in text_of(client.get("/admin/money/"))


def test_moderators_see_none_of_it(client):
    client.force_login(make.staff("moderator"))

    assert [client.get(path).status_code for path in ("/admin/money/", "/admin/payouts/")] == [403, 403]
