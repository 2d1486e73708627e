"""Each invariant is 0 for honest books and counts a breach that is planted with the guards off."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.transactions import invariants
from marketplace.transactions.models import Account, JournalEntry, JournalLine, Order, OrderLine, Payment, TestPayment
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sales():
    buyer, seller = make.person(), make.person()
    shelf = [make.for_sale(cents, seller=seller) for cents in (499, 1250, 0, 0, 700)]
    make.bought(*shelf[:3], buyer=buyer)
    make.bought(shelf[3], buyer=buyer)
    make.pending_order(shelf[4], buyer=buyer)


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
    for kind, cents in (("gateway", -9_999), ("seller", 9_999)):
        entry, _ = JournalEntry.objects.get_or_create(kind="payout", cause="test:1")
        JournalLine.objects.create(entry=entry, account=Account.objects.filter(kind=kind).first(), cents=cents)


def own_purchase():
    drop("marketplace_orderline", "order_line_not_from_oneself")
    for line in OrderLine.objects.filter(paid_cents=499):
        OrderLine.objects.filter(pk=line.pk).update(buyer=line.seller_id)


def trigger_gone():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_journalline DISABLE TRIGGER journal_line_stays")


BREACHES = {
    "I1_entries_balance": lambda: JournalLine.objects.filter(account__kind="fees").update(cents=-1),
    "I1_books_balance": lambda: JournalLine.objects.filter(account__kind="fees").update(cents=-1),
    "I2_history_is_guarded": trigger_gone,
    "I3_sold_once": twice_sold,
    "I3_sales_are_booked": lambda: JournalEntry.objects.filter(pk=JournalEntry.objects.first().pk).update(
        cause="order-line:0"
    ),
    "I4_lines_add_up": fee_differs,
    "I4_books_match_lines": lambda: OrderLine.objects.filter(paid_cents=499).update(fee_cents=38, revenue_cents=461),
    "I5_paid_what_was_asked": lambda: Payment.objects.filter(state="succeeded").update(currency="EUR"),
    "I6_one_payment_an_order": lambda: Payment.objects.filter(state="succeeded").update(state="failed"),
    "I6_lines_follow_orders": lambda: Order.objects.filter(state="pending").update(state="failed"),
    "I7_settled_as_the_gateway_says": lambda: TestPayment.objects.update(state="declined"),
    "I9_nobody_below_zero": below_zero,
    "I12_files_follow_money": lambda: (
        OrderLine.objects.filter(paid_cents=499).get().listing.entitlements.all().delete()
    ),
    "I13_not_from_oneself": own_purchase,
    "I15_free_takes_no_payment": lambda: Payment.objects.create(
        order=Order.objects.filter(total_cents=0).first(), gateway="test", amount_cents=0
    ),
}


def test_every_invariant_has_its_breach():
    assert set(BREACHES) == {invariant.name for invariant in invariants.INVARIANTS}


@pytest.mark.parametrize("name", list(BREACHES))
def test_a_planted_breach_is_counted(unguarded, name):
    BREACHES[name]()

    assert name in broken()
