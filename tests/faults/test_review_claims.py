"""Two of the staff never have one listing in hand, however close together they open it; the control has no guard."""

import pytest
from django.db import connection

from marketplace.catalog.services import review_queue
from tests import make
from tests.integration.marketplace.catalog.test_races import at_once

pytestmark = pytest.mark.fault
ROUNDS, STAFF = 4, 4


@pytest.mark.parametrize("guarded", [True, False], ids=["with the key", "control: without it"])
def test_a_listing_opened_by_many_at_one_moment_is_held_by_one(fresh_database: str, guarded: bool) -> None:
    staff = [make.staff() for _ in range(STAFF)]
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE marketplace_reviewdesk DROP CONSTRAINT marketplace_reviewdesk_pkey CASCADE")
    held = []
    for _ in range(ROUNDS):
        row = make.listing(state="pending")
        claims = at_once(*[lambda one=one, row=row: review_queue.claim(row.pk, by=one) for one in staff])
        held.append(sum(claim.is_mine for claim in claims))
    assert (held == [1] * ROUNDS) is guarded
