"""Coupons and refunds raced and cut off at each step, each with its control: without the guard the damage appears."""

import time
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F

from marketplace.catalog.models import DownloadLog
from marketplace.catalog.services import downloads
from marketplace.transactions import ledger, locks
from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import Coupon, CouponUse, JournalEntry, Order, OrderLine, Refund, TestRefund
from marketplace.transactions.services import coupons, orders, refunds
from nexus.foundation.errors import NexusError
from tests import make
from tests.faults.test_money_races import GAP, at_once, broken, sleeping_after

pytestmark = pytest.mark.fault
RIVALS = 12


class Killed(BaseException):
    """The process ends here: nothing after it runs, and what was not committed never was."""


def coupon_of_one_use():
    """Each rival wants another model, so that nothing but the coupon stands between them."""
    seller = make.person()
    coupon = make.coupon(seller, max_uses=1)
    rivals = [(make.person(), make.for_sale(499, seller=seller)) for _ in range(RIVALS)]
    extras = orders.Extras(coupon=coupon.code)
    results = at_once(
        [
            lambda buyer=buyer, listing=listing: orders.make_order(buyer, items=[(listing.pk, "")], extras=extras)
            for buyer, listing in rivals
        ]
    )
    return coupon, results


def test_a_coupon_of_one_use_is_taken_once_by_twelve_at_once(fresh_database, monkeypatch):
    sleeping_after(monkeypatch, coupons, "covered_by")

    coupon, results = coupon_of_one_use()

    assert sum(isinstance(result, Order) for result in results) == 1
    assert {result.code for result in results if isinstance(result, NexusError)} == {"coupon_used_up"}
    assert Coupon.objects.get(pk=coupon.pk).used == 1
    assert broken() == {}


def test_control_a_coupon_that_is_read_and_then_counted_is_taken_more_often(fresh_database, monkeypatch):
    def read_and_count(coupon, order):
        Coupon.objects.filter(pk=coupon.pk).update(used=F("used") + 1)
        return CouponUse.objects.create(coupon=coupon, order=order)

    monkeypatch.setattr(locks, "coupons_for_change", lambda ids: Coupon.objects.in_bulk(list(ids)))
    monkeypatch.setattr(coupons, "take", read_and_count)
    sleeping_after(monkeypatch, coupons, "covered_by")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_coupon DROP CONSTRAINT coupon_used_within_its_limit")

    _, results = coupon_of_one_use()

    assert sum(isinstance(result, Order) for result in results) > 1
    assert broken()["I15_coupons_count_their_uses"] == 1


def refunds_at_once():
    order = make.bought(make.for_sale(499))
    return at_once([lambda: refunds.ask_refund(order.pk, by=order.buyer)] * RIVALS)


def test_a_refund_asked_for_by_twelve_at_once_is_booked_once(fresh_database, monkeypatch):
    sleeping_after(monkeypatch, refunds, "standing_of")

    results = refunds_at_once()

    assert sum(isinstance(result, list) for result in results) == 1
    assert {result.code for result in results if isinstance(result, NexusError)} == {"nothing_to_refund"}
    assert JournalEntry.objects.filter(kind="refund").count() == 1
    assert broken() == {}


def test_control_without_locks_and_indexes_a_sale_is_reversed_more_than_once(fresh_database, monkeypatch):
    monkeypatch.setattr(refunds, "_held", lambda order_id: Order.objects.get(pk=order_id))
    sleeping_after(monkeypatch, refunds, "standing_of")
    real = ledger.post_refund

    def after_all_have_looked(line):
        time.sleep(GAP)
        return real(line)

    monkeypatch.setattr(ledger, "post_refund", after_all_have_looked)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX refund_once_a_line")
        cursor.execute("ALTER TABLE marketplace_journalentry DROP CONSTRAINT journal_entry_once_a_cause")

    refunds_at_once()

    assert JournalEntry.objects.filter(kind="refund").count() > 1
    assert broken()["I8_refunds_are_booked_once"] == 1


def download_and_refund_at_once():
    """What came of it: whether the file was taken, and whether the money went back by right."""
    listing = make.listing(price_cents=499)
    order = make.bought(listing)
    link = downloads.open_download(listing.pk, by=order.buyer)
    token = link.url.split("/get/")[1].split("/")[0]
    at_once(
        [
            lambda: refunds.ask_refund(order.pk, by=order.buyer),
            lambda: downloads.use_link(token, viewer_id=order.buyer_id),
        ]
    )
    return DownloadLog.objects.filter(listing=listing).exists(), Refund.objects.filter(line__order=order).exists()


def test_a_file_is_taken_or_given_back_never_both(fresh_database, monkeypatch):
    sleeping_after(monkeypatch, refunds, "standing_of")

    outcomes = [download_and_refund_at_once() for _ in range(3)]

    assert all(taken != returned for taken, returned in outcomes)
    assert broken() == {}


def test_control_without_the_rights_lock_it_is_both(fresh_database, monkeypatch):
    monkeypatch.setattr(refunds, "_held", locks.order_for_change)
    sleeping_after(monkeypatch, refunds, "standing_of")

    assert (True, True) in [download_and_refund_at_once() for _ in range(3)]


def test_whoever_buys_at_the_same_time_as_the_refund_has_it_once(fresh_database):
    listing = make.for_sale(499)
    order = make.bought(listing)
    items = [(listing.pk, "")]
    at_once(
        [
            lambda: refunds.ask_refund(order.pk, by=order.buyer),
            *[lambda: orders.place_order(order.buyer, items=items, payment_method="pm_card_visa")] * 4,
        ]
    )

    assert OrderLine.objects.filter(state="completed").count() <= 1
    assert OrderLine.objects.filter(state="refunded").count() == 1
    assert broken() == {}


def whole_refund(order):
    for refund in refunds.ask_refund(order.pk, by=order.buyer):
        refunds.send_refund(refund.pk)


@pytest.mark.parametrize(
    ("module", "name", "before"),
    [
        (ledger, "post_refund", True),
        (ledger, "post_refund", False),
        (refunds, "_mark", False),
        (provider, "refund", True),
        (provider, "refund", False),
    ],
)
def test_a_refund_that_dies_at_any_step_ends_with_exact_money(fresh_database, monkeypatch, module, name, before):
    """Booked whole or not at all; what was booked is asked of the gateway again with the same key."""
    order = make.bought(make.for_sale(499))
    real = getattr(module, name)

    def dying(*args, **kwargs):
        if not before:
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as dies:
        dies.setattr(module, name, dying)
        with pytest.raises(Killed):
            whole_refund(order)
    assert broken() == {}

    for refund in Refund.objects.all() or refunds.ask_refund(order.pk, by=order.buyer):
        refunds.send_refund(refund.pk)
    assert [row.amount_cents for row in TestRefund.objects.all()] == [499]
    assert Refund.objects.get().state == "done"
    assert broken() == {}


def test_control_with_a_key_of_the_moment_the_gateway_gives_twice(fresh_database, monkeypatch):
    order = make.bought(make.for_sale(499), make.for_sale(1000))
    line = order.lines.order_by("pk").first()
    real = provider.refund

    def with_a_fresh_key(reference, *, key, amount_cents):
        made = real(reference, key=str(uuid4()), amount_cents=amount_cents)
        if TestRefund.objects.count() == 1:
            raise Killed
        return made

    monkeypatch.setattr(provider, "refund", with_a_fresh_key)
    [refund] = refunds.ask_refund(order.pk, by=order.buyer, line_id=line.pk)
    with pytest.raises(Killed):
        refunds.send_refund(refund.pk)
    refunds.send_refund(refund.pk)

    assert TestRefund.objects.count() == 2
    assert broken()["I8_gateway_gave_back_what_was_booked"] > 0
