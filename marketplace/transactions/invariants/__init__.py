"""What must hold of all money at every moment: each invariant is one SQL query that counts the rows that break it.

Numbers follow the reliability notes: I1…I15. `manage.py audit_money`, `/metrics` and the tests read this table; each
subject keeps its rows in a module of its own.
"""

from django.db import connection

from marketplace.transactions.invariants.base import Invariant
from marketplace.transactions.invariants.escrow import ESCROWS
from marketplace.transactions.invariants.payouts import PAYOUTS
from marketplace.transactions.invariants.sales import SALES
from marketplace.transactions.invariants.shopping import SHOPPING

__all__ = ["INVARIANTS", "Invariant", "violations"]

INVARIANTS: tuple[Invariant, ...] = (*SALES, *SHOPPING, *PAYOUTS, *ESCROWS)


def violations() -> dict[str, int]:
    """How many rows break each invariant, by its name; all are 0 when the books are right."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            row = cursor.fetchone()
            found[invariant.name] = int(row[0]) if row else 0
    return found
