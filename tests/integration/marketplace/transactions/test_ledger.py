"""What the database refuses about the books, by ORM and by raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.transactions import ledger
from marketplace.transactions.models import Account, JournalEntry, JournalLine, OrderLine
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    make.bought(make.for_sale(499))
    check_now()
    return JournalEntry.objects.get()


def check_now():
    """Run the checks that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def post(*shares, kind="sale", cause="test:1"):
    entry = JournalEntry.objects.create(kind=kind, cause=cause)
    for account, cents in shares:
        JournalLine.objects.create(entry=entry, account=account, cents=cents)
    check_now()


@pytest.fixture
def gateway():
    return Account.objects.get(kind="gateway")


@pytest.fixture
def fees():
    return Account.objects.get(kind="fees")


def test_the_accounts_of_the_house_are_there():
    assert sorted(Account.objects.filter(owner=None).values_list("kind", "currency")) == [
        ("escrow", "USD"),
        ("fees", "USD"),
        ("gateway", "USD"),
    ]


def test_a_balanced_entry_is_taken(gateway, fees):
    post((gateway, 5), (fees, -5))

    assert JournalEntry.objects.count() == 1


def test_an_unbalanced_entry_is_refused(gateway, fees):
    with pytest.raises(IntegrityError, match="sum to 1"), transaction.atomic():
        post((gateway, 5), (fees, -4))


def test_an_entry_with_one_line_is_refused(gateway):
    with pytest.raises(IntegrityError, match="1 lines"), transaction.atomic():
        post((gateway, 5))


def test_an_entry_without_lines_is_refused():
    with pytest.raises(IntegrityError, match="0 lines"), transaction.atomic():
        post()


def test_an_entry_in_two_currencies_is_refused(gateway):
    euros = Account.objects.create(kind="fees", currency="EUR")

    with pytest.raises(IntegrityError, match="2 currencies"), transaction.atomic():
        post((gateway, 5), (euros, -5))


def test_an_entry_is_posted_once(entry):
    line = OrderLine.objects.get()

    with pytest.raises(IntegrityError, match="journal_entry_once_a_cause"), transaction.atomic():
        ledger.post_sale(line)


@pytest.mark.parametrize(
    "change",
    [
        lambda: JournalLine.objects.update(cents=1),
        lambda: JournalEntry.objects.update(cause="other"),
        lambda: JournalLine.objects.all().delete(),
        lambda: JournalLine.objects.first().delete(),
        lambda: JournalEntry.objects.all()._raw_delete("default"),
        lambda: Account.objects.filter(kind="seller").update(owner=OrderLine.objects.get().buyer),
        lambda: run("UPDATE marketplace_journalline SET cents = cents + 1"),
        lambda: run("DELETE FROM marketplace_journalline"),
        lambda: run("DELETE FROM marketplace_journalentry"),
        lambda: run("UPDATE marketplace_journalentry SET at = now()"),
        lambda: run("TRUNCATE marketplace_journalline"),
        lambda: run("TRUNCATE marketplace_journalentry CASCADE"),
        lambda: run("TRUNCATE marketplace_account CASCADE"),
    ],
)
def test_nothing_of_history_changes(entry, change):
    before = list(JournalLine.objects.order_by("pk").values_list("account", "cents"))

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()

    assert list(JournalLine.objects.order_by("pk").values_list("account", "cents")) == before


def test_without_the_trigger_history_would_change_so_the_tests_above_can_fail(entry):
    run("ALTER TABLE marketplace_journalline DISABLE TRIGGER journal_line_stays")

    assert JournalLine.objects.filter(cents=499).update(cents=500) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"paid_cents": 500, "price_cents": 500, "revenue_cents": 463},
        {"fee_cents": 36, "revenue_cents": 463},
        {"licence": "cc0"},
        {"state": "pending"},
        {"state": "failed"},
    ],
)
def test_a_sold_line_stays_what_it_was(entry, change):
    with pytest.raises(IntegrityError, match=r"what was sold|cannot become"), transaction.atomic():
        OrderLine.objects.update(**change)


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_a_sold_line_keeps_its_people(entry, role):
    with pytest.raises(IntegrityError, match="what was sold"), transaction.atomic():
        OrderLine.objects.update(**{role: make.person()})


def test_a_sold_line_is_not_deleted(entry):
    with pytest.raises(IntegrityError, match="it stays"), transaction.atomic():
        run("DELETE FROM marketplace_orderline")


def test_a_sold_line_may_become_refunded_and_nothing_after_that(entry):
    OrderLine.objects.update(state="refunded")

    with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
        OrderLine.objects.update(state="completed")


def test_a_line_that_was_not_sold_may_still_change():
    line = make.pending_order().lines.get()

    OrderLine.objects.filter(pk=line.pk).update(licence="commercial")

    line.refresh_from_db()
    assert line.licence == "commercial"
