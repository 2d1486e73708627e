"""The chain over the journal: sealed in order, refused to change, and broken by whatever touches a sealed row."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from marketplace.transactions import invariants
from marketplace.transactions.models import JournalEntry, JournalLine, Seal
from marketplace.transactions.services import sealing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    for cents in (499, 1_250, 700):
        make.bought(make.for_sale(cents))
    assert sealing.seal_entries() == 3
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def unguarded(sealed):
    """As somebody with the database's own keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def chain():
    return invariants.violations()["I2_chain_holds"]


def test_every_entry_gets_one_seal_in_order_and_the_chain_holds(sealed):
    assert sealing.seal_entries() == 0
    make.bought(make.for_sale(800))
    assert (sealing.unsealed(), sealing.seal_entries(), sealing.unsealed()) == (1, 1, 0)

    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert len(set(Seal.objects.values_list("digest", flat=True))) == 4
    assert sealing.verify() is None
    assert chain() == 0


def test_large_books_are_sealed_in_parts_to_the_same_digests(sealed):
    whole = list(Seal.objects.order_by("number").values_list("digest", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM marketplace_seal")
        cursor.execute("SET session_replication_role = origin")

    assert [sealing.seal_entries(most=2), sealing.seal_entries(most=2)] == [2, 1]
    assert list(Seal.objects.order_by("number").values_list("digest", flat=True)) == whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE marketplace_journalline SET cents = cents + 1 WHERE id = (SELECT min(id) FROM marketplace_journalline)",
        "UPDATE marketplace_journalentry SET at = at + interval '1 microsecond' WHERE id = (SELECT min(id) FROM marketplace_journalentry)",
        "UPDATE marketplace_journalentry SET kind = 'refund' WHERE id = (SELECT max(id) FROM marketplace_journalentry)",
        "DELETE FROM marketplace_journalline WHERE id = (SELECT max(id) FROM marketplace_journalline)",
        "UPDATE marketplace_seal SET digest = repeat('0', 64) WHERE number = 2",
        "DELETE FROM marketplace_seal WHERE number = 1",
    ],
)
def test_whatever_is_changed_below_the_guards_breaks_the_chain(unguarded, change):
    unguarded.execute(change)

    assert sealing.verify() is not None
    assert chain() > 0
    with pytest.raises(CommandError, match="I2_chain_holds"):
        call_command("audit_money")


def test_the_first_broken_place_is_named(unguarded):
    second = JournalEntry.objects.order_by("pk")[1]
    JournalLine.objects.filter(entry=second).update(cents=1)

    assert sealing.verify() == sealing.Broken(number=2, entry_id=second.pk)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE marketplace_seal SET digest = ''",
        "DELETE FROM marketplace_seal",
        "TRUNCATE marketplace_seal",
        "UPDATE marketplace_seal SET number = number + 10",
    ],
)
def test_seals_are_never_changed(sealed, change):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_seal_follows_the_last_one(sealed):
    make.bought(make.for_sale(800))
    entry = JournalEntry.objects.order_by("-pk").first()

    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        Seal.objects.create(number=7, entry=entry, digest="0" * 64)
