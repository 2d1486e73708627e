"""S01: every way to falsify the books, by ORM, by raw SQL as the program's own role and by the console, is refused."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from marketplace.transactions import invariants, ledger
from marketplace.transactions.models import Account, JournalEntry, JournalLine, OrderLine, Seal
from marketplace.transactions.services import sealing
from tests import make

pytestmark = pytest.mark.fault
LINE, ENTRY, ACCOUNT = "marketplace_journalline", "marketplace_journalentry", "marketplace_account"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def house(kind: str) -> Account:
    return Account.objects.get(kind=kind, owner=None)


def post(*cents: int, cause: str = "test:1", currency: str = "USD") -> JournalEntry:
    """An entry over the accounts of the house, as nobody but the ledger should write it."""
    entry = JournalEntry.objects.create(kind="sale", cause=cause)
    for kind, share in zip(("gateway", "fees", "escrow"), cents, strict=False):
        account = (
            house(kind)
            if currency == "USD" or kind == "gateway"
            else Account.objects.create(kind=kind, currency=currency)
        )
        JournalLine.objects.create(entry=entry, account=account, cents=share)
    return entry


def one_more_line_after_the_check() -> None:
    entry = post(5, -5)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    JournalLine.objects.create(entry=entry, account=house("escrow"), cents=7)


def saved_again() -> None:
    line = JournalLine.objects.first()
    line.cents += 1
    line.save()


def copied_in() -> None:
    old, account = JournalEntry.objects.first().pk, house("escrow").pk  # nothing else is asked while a copy is open
    with connection.cursor() as cursor, cursor.copy(f"COPY {LINE} (entry_id, account_id, cents) FROM STDIN") as copy:
        copy.write_row((old, account, 5))


def changed_in_bulk() -> None:
    lines = list(JournalLine.objects.all())
    for line in lines:
        line.cents *= 2
    JournalLine.objects.bulk_update(lines, ["cents"])


def written_over() -> None:
    old = JournalLine.objects.first()
    JournalLine.objects.bulk_create(
        [JournalLine(pk=old.pk, entry=old.entry, account=old.account, cents=1)],
        update_conflicts=True, update_fields=["cents"], unique_fields=["id"],
    )  # fmt: skip


WAYS = {
    "update": lambda: JournalLine.objects.update(cents=1),
    "update of a cause": lambda: JournalEntry.objects.update(cause="other"),
    "update of a date": lambda: run(f"UPDATE {ENTRY} SET at = now()"),
    "save": saved_again,
    "bulk update": changed_in_bulk,
    "upsert": written_over,
    "delete": lambda: JournalLine.objects.all().delete(),
    "delete of one": lambda: JournalLine.objects.first().delete(),
    "delete with all that hangs on it": lambda: JournalEntry.objects.all()._raw_delete("default"),
    "delete of an account": lambda: Account.objects.filter(kind="seller")._raw_delete("default"),
    "account of another": lambda: Account.objects.filter(kind="seller").update(owner=make.person()),
    "account in another currency": lambda: Account.objects.filter(kind="seller").update(currency="EUR"),
    "account of another kind": lambda: run(f"UPDATE {ACCOUNT} SET kind = 'fees', owner_id = NULL WHERE kind = 'seller'"),
    "unbalanced entry": lambda: post(5, -4),
    "entry with one line": lambda: post(5),
    "entry without lines": post,
    "entry in two currencies": lambda: post(5, -5, currency="EUR"),
    "entry with a line of nothing": lambda: post(5, -5, 0),
    "line after the check": one_more_line_after_the_check,
    "line of an old entry": lambda: JournalLine.objects.create(entry=JournalEntry.objects.first(), account=house("escrow"), cents=5),
    "line of an old entry by COPY": copied_in,
    "sale twice": lambda: ledger.post_sale(OrderLine.objects.filter(state="completed").first()),
    "raw update": lambda: run(f"UPDATE {LINE} SET cents = cents + 1"),
    "raw update through another table": lambda: run(f"UPDATE {LINE} l SET cents = 0 - cents FROM {ENTRY} e WHERE e.id = l.entry_id"),
    "raw update inside a query": lambda: run(f"WITH done AS (UPDATE {LINE} SET cents = 3 RETURNING 1) SELECT count(*) FROM done"),
    "raw delete": lambda: run(f"DELETE FROM {LINE}"),
    "raw delete through another table": lambda: run(f"DELETE FROM {LINE} l USING {ENTRY} e WHERE e.id = l.entry_id"),
    "raw delete of entries": lambda: run(f"DELETE FROM {ENTRY}"),
    "merge": lambda: run(f"MERGE INTO {LINE} l USING {ENTRY} e ON l.entry_id = e.id WHEN MATCHED THEN DELETE"),
    "truncate": lambda: run(f"TRUNCATE {LINE}"),
    "truncate of entries": lambda: run(f"TRUNCATE {ENTRY} CASCADE"),
    "truncate of accounts": lambda: run(f"TRUNCATE {ACCOUNT} CASCADE"),
    "line moved to another entry": lambda: run(f"UPDATE {LINE} SET entry_id = (SELECT max(id) FROM {ENTRY})"),
    "who wrote it": lambda: run(f"UPDATE {ENTRY} SET written_in = pg_current_xact_id()"),
    "another price of what was sold": lambda: OrderLine.objects.update(paid_cents=1, price_cents=1, fee_cents=0, revenue_cents=1),
    "another seller of what was sold": lambda: OrderLine.objects.update(seller=make.person()),
    "sold line deleted": lambda: run("DELETE FROM marketplace_orderline"),
    "sold line open again": lambda: OrderLine.objects.update(state="pending"),
    "another seal": lambda: run("UPDATE marketplace_seal SET number = number + 10"),
    "seal deleted": lambda: Seal.objects.all()._raw_delete("default"),
    "seals emptied": lambda: run("TRUNCATE marketplace_seal CASCADE"),
}  # fmt: skip


@pytest.fixture
def books(fresh_database):
    """Two sales that are really committed and sealed."""
    make.bought(make.for_sale(499))
    make.bought(make.for_sale(1250))
    sealing.seal_entries()
    return state()


def state() -> list[object]:
    found: list[object] = []
    for model in (JournalEntry, JournalLine, Account, OrderLine, Seal):
        found += sorted(model.objects.values_list(*[field.attname for field in model._meta.concrete_fields]), key=str)
    return found


def tried() -> set[str]:
    """The ways that changed the books; what they did is taken back."""
    came_through = set()
    for name, change in WAYS.items():
        try:
            with transaction.atomic():
                before = state()
                change()
                run("SET CONSTRAINTS ALL IMMEDIATE")
                if state() != before:
                    came_through.add(name)
                transaction.set_rollback(True)
        except (DatabaseError, psycopg.Error):  # the second from COPY, which Django does not wrap
            continue
    return came_through


def by_the_console() -> int:
    """How many doors of the console were knocked at by somebody who may do everything."""
    chief, client = make.superuser(), Client()
    client.force_login(chief)
    doors = 0
    for name, model in {
        "journalline": JournalLine,
        "journalentry": JournalEntry,
        "account": Account,
        "seal": Seal,
    }.items():
        pk = model.objects.first().pk
        chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        for door, sent in [("add/", {"cents": 5}), (f"{pk}/change/", {"cents": 5}), (f"{pk}/delete/", {"post": "yes"}), ("", chosen)]:  # fmt: skip
            client.post(f"/admin/marketplace/{name}/{door}", sent)
            doors += 1
    return doors


def test_every_way_to_falsify_the_books_is_refused(books):
    assert tried() == set()
    doors = by_the_console()
    assert state() == books
    assert {name: count for name, count in invariants.violations().items() if count} == {}
    print(f"S01 refused={len(WAYS) + doors}/{len(WAYS) + doors} sql={len(WAYS)} console={doors} control=falsified")


def test_control_without_the_triggers_most_ways_falsify_the_books(books):
    for table in (LINE, ENTRY, ACCOUNT, "marketplace_orderline", "marketplace_seal"):
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")

    came_through = tried()

    assert len(came_through) > len(WAYS) * 3 / 4, sorted(set(WAYS) - came_through)
    assert state() == books  # the knocking itself leaves nothing behind
