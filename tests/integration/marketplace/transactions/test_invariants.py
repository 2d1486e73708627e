"""Each invariant is 0 for honest books and counts a breach that is planted with the guards off."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from marketplace.catalog.models import Entitlement, Review
from marketplace.transactions import invariants
from marketplace.transactions.invariants.payouts import PAYOUTS
from marketplace.transactions.invariants.sales import SALES
from marketplace.transactions.invariants.shopping import SHOPPING
from marketplace.transactions.models import (
    Account,
    Coupon,
    CouponUse,
    JournalEntry,
    JournalLine,
    Order,
    OrderLine,
    Payment,
    Payout,
    Refund,
    TestPayment,
    TestRefund,
    TestTransfer,
)
from marketplace.transactions.services import orders, refunds, sealing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sales():
    buyer, seller = make.person(), make.person()
    shelf = [make.for_sale(cents, seller=seller) for cents in (499, 1250, 0, 0, 700)]
    make.bought(*shelf[:3], buyer=buyer)
    make.bought(shelf[3], buyer=buyer)
    make.pending_order(shelf[4], buyer=buyer)


def the_rest():
    """What the breaches of refunds, coupons, balances and payouts need."""
    seller, buyer = make.rich_seller(9_000), make.person()
    back = make.bought(make.for_sale(800), buyer=buyer)
    [refund] = make.refunded(back)
    refunds.send_refund(refund.pk)
    for amount in (2_000, 2_500):
        make.paid_out(seller, amount)
    orders.place_order(seller, items=[(make.for_sale(600).pk, "")], payment_method="balance")
    coupon = make.coupon(seller, "TENOFF")
    extras = orders.Extras(coupon=coupon.code)
    item = make.for_sale(5_000, seller=seller)
    orders.place_order(buyer, items=[(item.pk, "")], payment_method="pm_card_visa", extras=extras)


@pytest.fixture
def unguarded(sales):
    """Nothing but the invariants themselves would notice."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def broken():
    return {name for name, count in invariants.violations().items() if count}


def test_honest_books_break_nothing():
    assert broken() == set()


def test_the_command_prints_every_invariant_and_ends_well(capsys):
    call_command("audit_money")

    shown = capsys.readouterr().out
    assert all(invariant.name in shown for invariant in invariants.INVARIANTS)
    assert f"All {len(invariants.INVARIANTS)} money invariants hold." in shown


def test_the_command_fails_when_one_is_broken(unguarded):
    JournalLine.objects.filter(account__kind="fees").update(cents=-1)

    with pytest.raises(CommandError, match="I1_entries_balance"):
        call_command("audit_money")


def drop(table, constraint):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def twice_sold():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX order_line_completed_once")
    line = OrderLine.objects.filter(paid_cents=499).get()
    line.pk = None
    line.save(force_insert=True)


def fee_differs():
    drop("marketplace_orderline", "order_line_adds_up")
    OrderLine.objects.filter(paid_cents=499).update(fee_cents=0)


def below_zero():
    for kind, cents in (("gateway", -99_999_99), ("seller", 99_999_99)):
        entry, _ = JournalEntry.objects.get_or_create(kind="payout", cause="test:1")
        JournalLine.objects.create(entry=entry, account=Account.objects.filter(kind=kind).first(), cents=cents)


def own_purchase():
    drop("marketplace_orderline", "order_line_not_from_oneself")
    for line in OrderLine.objects.filter(paid_cents=499):
        OrderLine.objects.filter(pk=line.pk).update(buyer=line.seller_id)


def trigger_gone():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_journalline DISABLE TRIGGER journal_line_stays")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def changed_behind_its_seal():
    sealing.seal_entries()
    JournalLine.objects.filter(account__kind="fees").update(cents=-1)


def paid_too_much():
    drop("marketplace_payout", "payout_is_within_what_is_available")
    Payout.objects.update(available_cents=1)


def two_in_flight():
    run("DROP INDEX payout_one_in_flight")
    Payout.objects.update(state="held", ended_at=None)


BREACHES = {
    "I1_entries_balance": lambda: JournalLine.objects.filter(account__kind="fees").update(cents=-1),
    "I1_books_balance": lambda: JournalLine.objects.filter(account__kind="fees").update(cents=-1),
    "I2_history_is_guarded": trigger_gone,
    "I3_sold_once": twice_sold,
    "I3_sales_are_booked": lambda: JournalEntry.objects.filter(pk=JournalEntry.objects.first().pk).update(
        cause="order-line:0"
    ),
    "I4_lines_add_up": fee_differs,
    "I4_fees_are_half_even": lambda: OrderLine.objects.filter(paid_cents=499).update(fee_cents=38, revenue_cents=461),
    "I4_books_match_lines": lambda: OrderLine.objects.filter(paid_cents=499).update(fee_cents=38, revenue_cents=461),
    "I5_paid_what_was_asked": lambda: Payment.objects.filter(state="succeeded").update(currency="EUR"),
    "I6_one_payment_an_order": lambda: Payment.objects.filter(state="succeeded").update(state="failed"),
    "I6_lines_follow_orders": lambda: Order.objects.filter(state="pending").update(state="failed"),
    "I7_settled_as_the_gateway_says": lambda: TestPayment.objects.update(state="declined"),
    "I12_files_follow_money": lambda: (
        OrderLine.objects.filter(paid_cents=499).get().listing.entitlements.all().delete()
    ),
    "I13_not_from_oneself": own_purchase,
    "I13_reviews_rest_on_a_right": lambda: Review.objects.create(
        listing=OrderLine.objects.first().listing, author=make.person(), rating=5, version=1
    ),
    "I15_free_takes_no_payment": lambda: Payment.objects.create(
        order=Order.objects.filter(total_cents=0).first(), gateway="test", amount_cents=0
    ),
}

MORE_BREACHES = {
    "I2_chain_holds": changed_behind_its_seal,
    "I2_payouts_are_guarded": lambda: run("ALTER TABLE marketplace_payout DISABLE TRIGGER payout_stays"),
    "I7_paid_out_as_the_gateway_says": lambda: TestTransfer.objects.update(state="sent"),
    "I8_refunds_are_booked_once": lambda: Refund.objects.all().delete(),
    "I8_refunds_mirror_sales": lambda: JournalLine.objects.filter(entry__kind="refund").update(cents=1),
    "I8_gateway_gave_back_what_was_booked": lambda: TestRefund.objects.update(amount_cents=1),
    "I8_refunds_stay_within_payments": lambda: Order.objects.filter(state="refunded").update(state="completed"),
    "I9_balances_pay_what_was_paid": lambda: Payment.objects.filter(gateway="balance").update(amount_cents=1),
    "I9_gateway_holds_the_rest": lambda: Payment.objects.filter(gateway="test").update(amount_cents=1),
    "I9_paid_out_within_the_available": paid_too_much,
    "I9_available_is_what_the_ledger_had": lambda: Payout.objects.update(
        matured_until=timezone.now() - timedelta(days=60)
    ),
    "I10_one_payout_in_flight": two_in_flight,
    "I10_payouts_are_booked_once": lambda: JournalEntry.objects.filter(
        pk=JournalEntry.objects.filter(kind="payout").first().pk
    ).update(cause="payout:0"),
    "I10_large_payouts_had_two": lambda: Payout.objects.update(needs_release=True),
    "I11_below_zero_only_by_refunds": below_zero,
    "I12_rights_end_with_refunds": lambda: Entitlement.objects.exclude(ended_at=None).update(ended_at=None),
    "I15_coupons_count_their_uses": lambda: Coupon.objects.update(used=5),
    "I15_discounts_have_a_coupon": lambda: CouponUse.objects.all().delete(),
}


def test_every_invariant_has_its_breach():
    """Those of escrow have theirs beside the bounties' tests."""
    named = {invariant.name for invariant in (*SALES, *SHOPPING, *PAYOUTS)}

    assert BREACHES.keys() | MORE_BREACHES.keys() == named
    assert named <= {invariant.name for invariant in invariants.INVARIANTS}


def test_an_honest_history_of_everything_breaks_nothing():
    the_rest()
    sealing.seal_entries()

    assert broken() == set()


@pytest.mark.parametrize("name", list(MORE_BREACHES))
def test_a_breach_of_more_than_sales_is_counted(sales, name):
    the_rest()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        MORE_BREACHES[name]()
        cursor.execute("SET session_replication_role = origin")

    assert name in broken()


@pytest.mark.parametrize("name", list(BREACHES))
def test_a_planted_breach_is_counted(unguarded, name):
    BREACHES[name]()

    assert name in broken()
