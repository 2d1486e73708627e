"""Money goes back by the rules, once, as it was booked; files end with it, and the buyer may buy again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.catalog.models import DownloadLog, Entitlement
from marketplace.catalog.services import downloads
from marketplace.transactions import invariants
from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import JournalEntry, JournalLine, Order, Refund, TestRefund
from marketplace.transactions.selectors.balances import balance_of
from marketplace.transactions.selectors.refunds import refund_requests_for, standing_of
from marketplace.transactions.services import orders, refunds
from nexus import topics
from nexus.foundation import relay
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.tasks import MAX_TRIES
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_are_right():
    yield
    assert {name: count for name, count in invariants.violations().items() if count} == {}


@pytest.fixture
def order():
    return make.bought(make.for_sale(499), make.for_sale(1301))


def facts(name):
    return OutboxMessage.objects.filter(fact=name).count()


def test_a_whole_order_goes_back_by_right_before_the_first_download(order):
    sellers = [line.seller for line in order.lines.order_by("pk")]
    made = make.refunded(order)

    assert [refund.state for refund in made] == ["done", "done"]
    assert Order.objects.get(pk=order.pk).state == "refunded"
    assert set(order.lines.values_list("state", flat=True)) == {"refunded"}
    assert not Entitlement.objects.filter(holder=order.buyer, ended_at=None).exists()
    assert [balance_of(seller).lifetime_cents for seller in sellers] == [0, 0]
    assert sorted(TestRefund.objects.values_list("amount_cents", flat=True)) == [499, 1301]
    assert facts("order_line.refunded") == 2


def test_one_line_goes_back_and_the_other_stays(order):
    first, second = order.lines.order_by("pk")
    make.refunded(order, line=first)
    first.refresh_from_db()
    second.refresh_from_db()

    assert (first.state, second.state) == ("refunded", "completed")
    assert Order.objects.get(pk=order.pk).state == "partly_refunded"
    assert Entitlement.objects.get(ended_at=None).listing_id == second.listing_id
    with pytest.raises(Conflict) as again:
        refunds.ask_refund(order.pk, by=order.buyer, line_id=first.pk)
    assert again.value.code == "nothing_to_refund"


def test_the_stored_lines_are_reversed_whatever_the_fee_is_now(order, settings):
    settings.FEE_BASIS_POINTS = 2000
    make.refunded(order)
    sums = JournalLine.objects.values_list("account__kind", "cents")

    assert sum(cents for kind, cents in sums if kind == "fees") == 0
    assert JournalEntry.objects.filter(kind="refund").count() == 2


def test_after_a_download_or_the_last_day_staff_decide(order):
    first, second = order.lines.order_by("pk")
    make.downloaded(first)
    late = timezone.now() + timedelta(days=14, seconds=1)

    assert (standing_of(first).by_right, standing_of(first).ended_why) == (False, "downloaded")
    assert (standing_of(second, now=late).by_right, standing_of(second, now=late).ended_why) == (False, "late")
    assert standing_of(second, now=late - timedelta(seconds=2)).by_right
    with pytest.raises(Invalid) as silent:
        refunds.ask_refund(order.pk, by=order.buyer, line_id=first.pk)
    assert silent.value.code == "reason_missing"
    [asked] = refunds.ask_refund(order.pk, by=order.buyer, line_id=first.pk, reason="The rig is missing.")
    assert (asked.state, asked.booked_at) == ("requested", None)
    assert Order.objects.get(pk=order.pk).state == "completed"
    with pytest.raises(Conflict) as twice:
        refunds.ask_refund(order.pk, by=order.buyer, line_id=first.pk, reason="Still.")
    assert twice.value.code == "refund_asked"


def test_staff_give_it_with_a_reason_code_and_an_audit_row(order):
    line = order.lines.order_by("pk").first()
    make.downloaded(line)
    refunds.ask_refund(order.pk, by=order.buyer, line_id=line.pk, reason="The rig is missing.")
    staff = make.staff("finance")
    [refund] = refunds.refund_by_staff(
        order.pk, by=staff, code="not_as_described", note="The report has no joints.", line_id=line.pk
    )

    assert (refund.state, refund.code, refund.reason) == ("sending", "not_as_described", "The rig is missing.")
    assert not refund_requests_for(staff).exists()
    assert AuditRow.objects.get(act="refund.give").target == f"order-line:{line.pk}"
    assert refunds.send_refund(refund.pk).state == "done"


def test_staff_decline_it_with_words_and_it_is_not_asked_again(order):
    line = order.lines.order_by("pk").first()
    make.downloaded(line)
    [asked] = refunds.ask_refund(order.pk, by=order.buyer, line_id=line.pk, reason="I changed my mind.")
    staff = make.staff("finance")
    with pytest.raises(Invalid):
        refunds.decline_refund(asked.pk, by=staff, note=" ")
    declined = refunds.decline_refund(asked.pk, by=staff, note="The files are as described.")

    assert (declined.state, facts("refund.declined")) == ("declined", 1)
    with pytest.raises(Conflict) as again:
        refunds.ask_refund(order.pk, by=order.buyer, line_id=line.pk, reason="Please.")
    assert again.value.code == "refund_declined"
    with pytest.raises(Conflict):
        refunds.decline_refund(asked.pk, by=staff, note="Once more.")


def test_who_may_not_decide_does_not(order):
    line = order.lines.order_by("pk").first()
    for person in (make.person(), make.staff("moderator"), line.seller):
        with pytest.raises(NotAllowed):
            refunds.refund_by_staff(order.pk, by=person, code="operator", line_id=line.pk)
        with pytest.raises(NotAllowed):
            refund_requests_for(person)
    with pytest.raises(NotFound):
        refunds.ask_refund(order.pk, by=make.person())
    with pytest.raises(NotFound):
        refunds.ask_refund(order.pk, by=order.buyer, line_id=make.bought().lines.get().pk)


def test_signed_links_die_with_the_refund():
    listing = make.listing(price_cents=499)
    order = make.bought(listing)
    link = downloads.open_download(listing.pk, by=order.buyer)
    token = link.url.split("/get/")[1].split("/")[0]
    staff = make.staff("finance")

    assert downloads.use_link(token, viewer_id=order.buyer_id)
    refunds.refund_by_staff(order.pk, by=staff, code="seller_agrees")
    with pytest.raises(NotAllowed):
        downloads.use_link(token, viewer_id=order.buyer_id)
    [refund] = Refund.objects.all()
    refunds.send_refund(refund.pk)


def test_a_link_that_nobody_used_ends_no_right_and_one_that_was_used_does(client):
    listing = make.listing(price_cents=499)
    order = make.bought(listing)
    line = order.lines.get()
    links = [
        downloads.open_download(listing.pk, by=order.buyer).url,
        downloads.open_bundle(listing.pk, by=order.buyer).url,
        downloads.open_many([order.buyer.entitlements.get().pk], by=order.buyer).url,
    ]
    assert [client.head(link).status_code for link in links] == [200, 200, 200]
    assert standing_of(line).by_right

    for link in links[:2] * 2:  # the rest of a file is asked for with the same link
        client.get(link)
    assert standing_of(line).ended_why == "downloaded"
    assert order.buyer.pk in DownloadLog.objects.values_list("reader", flat=True)
    assert DownloadLog.objects.count() == 1


def test_after_a_refund_it_can_be_bought_again():
    listing = make.for_sale(499)
    order = make.bought(listing)
    make.refunded(order)
    again = make.bought(listing, buyer=order.buyer)

    assert again.state == "completed"
    assert Entitlement.objects.filter(holder=order.buyer, ended_at=None).count() == 1


def test_the_gateway_is_asked_with_the_stored_key_and_gives_once(order):
    made = refunds.ask_refund(order.pk, by=order.buyer)
    for _ in range(3):
        for refund in made:
            refunds.send_refund(refund.pk)
            provider.refund(refund.payment.reference, key=str(refund.pk), amount_cents=refund.amount_cents)

    assert sorted(TestRefund.objects.values_list("key", flat=True)) == sorted(str(refund.pk) for refund in made)


def test_a_gateway_that_is_away_gets_asked_again_and_the_books_are_right_meanwhile(order, monkeypatch):
    made = refunds.ask_refund(order.pk, by=order.buyer)

    def away(*args, **kwargs):
        raise Unavailable("The gateway does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(provider, "refund", away)
        with pytest.raises(Unavailable):
            refunds.send_refund(made[0].pk)
    assert Refund.objects.get(pk=made[0].pk).state == "sending"
    assert invariants.violations()["I8_refunds_are_booked_once"] == 0
    assert {refunds.send_refund(refund.pk).state for refund in made} == {"done"}


@pytest.fixture
def tries_over(order, monkeypatch):
    """A booked refund that its handler has given up, with the gateway back; what the duties do later sends it."""
    [refund, _] = refunds.ask_refund(order.pk, by=order.buyer)

    def away(*args, **kwargs):
        raise Unavailable("The gateway does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(provider, "refund", away)
        for _ in range(MAX_TRIES):
            with pytest.raises(Unavailable):
                refunds.send_refund(refund.pk)
        with pytest.raises(ExceptionGroup, match="refunds that could not be sent"):
            refunds.send_waiting_refunds(timezone.now() + timedelta(hours=1))
    return refund


def due_later(monkeypatch, duties):
    """Let the relay run these duties an hour from now."""
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        relay.run_due(duties)


def of_money():
    return [duty for duty in topics.DUTIES if duty.act.startswith("marketplace.transactions.")]


def test_a_refund_whose_tries_are_over_is_sent_by_the_sweep(tries_over, monkeypatch):
    due_later(monkeypatch, of_money())

    assert Refund.objects.get(pk=tries_over.pk).state == "done"
    assert sorted(TestRefund.objects.values_list("amount_cents", flat=True)) == [499, 1301]


@pytest.mark.fault
def test_control_without_the_duty_a_refund_whose_tries_are_over_waits_for_ever(tries_over, monkeypatch):
    due_later(monkeypatch, [duty for duty in of_money() if not duty.act.endswith("send_waiting_refunds")])

    assert Refund.objects.get(pk=tries_over.pk).state == "sending"
    assert not TestRefund.objects.exists()


def test_free_lines_have_nothing_to_give_back():
    order = make.bought(make.for_sale(0))

    with pytest.raises(Conflict) as refused:
        refunds.ask_refund(order.pk, by=order.buyer)
    assert refused.value.code == "nothing_to_refund"


def test_the_database_refuses_a_second_refund_of_a_line(order):
    [refund, _] = refunds.ask_refund(order.pk, by=order.buyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(line=refund.line, amount_cents=499, state="requested", asked_by=order.buyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(booked_at=None)
    make_done = [refunds.send_refund(row.pk) for row in Refund.objects.all()]
    assert len(make_done) == 2


def test_an_order_paid_from_the_balance_comes_back_to_it(settings):
    settings.PAYOUT_HOLD_DAYS = 0
    seller = make.person()
    make.bought(make.for_sale(2000, seller=seller))
    listing = make.for_sale(1000)
    order = orders.place_order(seller, items=[(listing.pk, "")], payment_method="balance")

    assert (order.state, balance_of(seller).available_cents) == ("completed", 850)
    assert balance_of(seller).lifetime_cents == 1850
    assert invariants.violations()["I9_balances_pay_what_was_paid"] == 0
    [refund] = refunds.ask_refund(order.pk, by=seller)
    assert (refund.state, balance_of(seller).available_cents) == ("done", 1850)
    assert balance_of(listing.seller).lifetime_cents == 0


def test_a_balance_that_is_too_low_pays_nothing(settings):
    seller = make.person()
    make.bought(make.for_sale(2000, seller=seller))  # not matured: nothing is available yet
    with pytest.raises(Conflict) as refused:
        orders.place_order(seller, items=[(make.for_sale(1000).pk, "")], payment_method="balance")

    assert refused.value.code == "balance_too_low"
    order = Order.objects.get(buyer=seller)
    assert (order.state, order.payments.get().state) == ("pending", "failed")
    assert orders.pay_order(order.pk, by=seller, method="pm_card_visa").state == "completed"
