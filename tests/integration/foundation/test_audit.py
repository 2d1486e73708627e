"""The database refuses to change an audit row."""

import pytest
from django.db import DatabaseError, connection, transaction

from nexus.foundation import audit
from nexus.foundation.audit import AuditRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE nexus_auditrow SET reason = 'another'",
        "DELETE FROM nexus_auditrow",
        "TRUNCATE nexus_auditrow",
    ],
)
def test_raw_sql_is_refused(statement: str) -> None:
    audit.note("listing.approved", actor_id=1, target="listing:1")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditRow.objects.count() == 1


def test_control_without_the_trigger_the_row_would_go() -> None:
    audit.note("listing.approved", actor_id=1, target="listing:1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE nexus_auditrow DISABLE TRIGGER audit_refuses_change")
        cursor.execute("DELETE FROM nexus_auditrow")

    assert not AuditRow.objects.exists()
