"""The ledger where transactions really commit."""

import pytest
from django.db import IntegrityError, transaction

from marketplace.transactions import ledger
from marketplace.transactions.models import Account, JournalEntry, JournalLine
from tests import make


def test_a_sale_is_booked_inside_a_transaction_only(fresh_database):
    line = make.pending_order().lines.get()

    with pytest.raises(transaction.TransactionManagementError):
        ledger.post_sale(line)


@transaction.atomic
def post_unbalanced(gateway, fees):
    new = JournalEntry.objects.create(kind="sale", cause="test:1")
    JournalLine.objects.create(entry=new, account=gateway, cents=5)
    JournalLine.objects.create(entry=new, account=fees, cents=-4)


def test_what_does_not_balance_does_not_commit_and_old_entries_take_no_line(fresh_database):
    gateway, fees = Account.objects.get(kind="gateway"), Account.objects.get(kind="fees")
    make.bought(make.for_sale(499))
    old = JournalEntry.objects.get()

    with pytest.raises(IntegrityError, match="sum to 1"):
        post_unbalanced(gateway, fees)
    with pytest.raises(IntegrityError, match="written already"), transaction.atomic():
        JournalLine.objects.create(entry=old, account=Account.objects.get(kind="escrow"), cents=5)

    assert JournalEntry.objects.count() == 1
    assert old.lines.count() == 3
