"""A fact, and an audit row, are written in the transaction they tell of."""

import pytest
from django.db import transaction

from nexus.foundation import audit, outbox
from nexus.foundation.outbox import OutboxMessage


def test_a_fact_outside_a_transaction_is_refused(fresh_database: str) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        outbox.send("thing.happened", thing=1)


def test_an_audit_row_outside_a_transaction_is_refused(fresh_database: str) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside its transaction"):
        audit.note("listing.approved", actor_id=1, target="listing:1")


def test_a_rolled_back_change_sends_nothing(fresh_database: str) -> None:
    def fails() -> None:
        outbox.send("thing.happened", thing=1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fails()

    assert not OutboxMessage.objects.exists()
