"""Terms of copyright cases, and the words of acts."""

from datetime import UTC, datetime, timedelta

from marketplace.trust import rules


def test_terms_run_over_working_days() -> None:
    friday = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert rules.working_days_after(friday, 1) == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert rules.working_days_after(friday + timedelta(days=1), 1) == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert rules.working_days_after(friday, 10) == friday + timedelta(days=14)
