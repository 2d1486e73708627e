import pytest
from tests.contracts.studio import open_workshop
from tests.contracts.world import ROLES, World, table
pytestmark = pytest.mark.django_db
def test_rows(monkeypatch):
    open_workshop(monkeypatch)
    world = World()
    rows = [r for r in table() if "report" in r.path or "/case/" in r.path or "/appeal/" in r.path or "dashboard/status" in r.path or r.path == "/admin/"]
    wrong = [f"{row.method} {row.path} as {role}: {got}, table {row.statuses[role]}" for row in rows for role in ROLES if (got := world.status(row, role)) != row.statuses[role]]
    assert not wrong, "\n".join(wrong)
