"""Reports and decisions that come at one moment: one case, one decision; each control has no guard."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from marketplace.catalog.models import Listing
from marketplace.trust import states
from marketplace.trust.models import Case, Decision
from marketplace.trust.services import clock, closing, deciding
from marketplace.trust.services.reporting import report_thing
from nexus.foundation.errors import Conflict
from tests import make
from tests.integration.marketplace.catalog.test_races import at_once
from tests.makers import trust

pytestmark = pytest.mark.fault
ROUNDS, PEOPLE = 4, 4


@pytest.mark.parametrize("guarded", [True, False], ids=["with the index", "control: without it"])
def test_reports_of_one_moment_open_one_case(fresh_database: str, guarded: bool) -> None:
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX case_open_once_a_model")
    people = [make.person() for _ in range(PEOPLE)]
    opened = []
    for _ in range(ROUNDS):
        row = make.listing()
        at_once(*[lambda one=one, row=row: trust.report(row, one) for one in people])
        assert sum(case.reports.count() for case in Case.objects.filter(listing=row)) == PEOPLE
        opened.append(Case.objects.filter(listing=row).count())
    assert (opened == [1] * ROUNDS) is guarded


@pytest.mark.parametrize("guarded", [True, False], ids=["with the index", "control: without it"])
def test_reports_of_one_moment_about_words_open_one_case(fresh_database: str, guarded: bool) -> None:
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX case_open_once_a_thing")
    people = [make.person() for _ in range(PEOPLE)]
    opened = []
    for _ in range(ROUNDS):
        said = make.comment(make.listing()).pk
        at_once(*[lambda by=by, said=said: report_thing("comment", said, by=by, reason="spam") for by in people])
        opened.append(Case.objects.filter(kind="comment", about_id=said).count())
    assert (opened == [1] * ROUNDS) is guarded


def test_two_of_the_staff_close_an_account_once(fresh_database: str) -> None:
    person, staff, said = make.person(), [make.staff(), make.staff()], []

    def close(by) -> None:
        try:
            closing.close_account(person.pk, by=by, reason="Spam.")
        except Conflict as refusal:
            said.append(refusal.message)

    at_once(*[lambda by=by: close(by) for by in staff])
    assert said == [f"The account of {person.username} is closed already."]
    assert (Decision.objects.count(), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the lock", "control: without it"])
def test_two_of_the_staff_decide_one_case_once(monkeypatch, fresh_database: str, guarded: bool) -> None:
    both, allowed = Barrier(2), states.after

    def after(state: str, act: str) -> str:
        """Both have read the state before either goes on, unless the lock keeps the second from reading."""
        to = allowed(state, act)
        with suppress(BrokenBarrierError):
            both.wait(timeout=3)
        return to

    def unlocked(case_id: int) -> tuple[Case, Listing | None]:
        case = Case.objects.select_related("listing").get(pk=case_id)
        return case, case.listing

    monkeypatch.setattr(states, "after", after)
    if not guarded:
        monkeypatch.setattr(deciding, "locked_case", unlocked)
    case, staff = trust.report().case, [make.staff(), make.staff()]

    at_once(*[lambda one=one: deciding.hide(case.pk, by=one, reason="It is sold twice.") for one in staff])
    assert Decision.objects.count() == (1 if guarded else 2)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the lock", "control: without it"])
def test_the_clock_and_somebody_of_the_staff_end_one_notice_once(monkeypatch, fresh_database, guarded: bool) -> None:
    case, staff = trust.notice().cases.get(), make.staff()
    both, allowed = Barrier(2), states.after

    def after(state: str, act: str) -> str:
        """Both have read the state before either writes, unless the lock keeps the second from reading."""
        to = allowed(state, act)
        with suppress(BrokenBarrierError):
            both.wait(timeout=2)
        return to

    def unlocked(case_id: int) -> tuple[Case, Listing | None]:
        row = Case.objects.select_related("listing").get(pk=case_id)
        return row, row.listing

    monkeypatch.setattr(states, "after", after)
    if not guarded:
        monkeypatch.setattr(deciding, "locked_case", unlocked)

    at_once(
        lambda: clock.tick(case.pk, now=case.due_at),
        lambda: deciding.dismiss(case.pk, by=staff, reason="It is in the public domain."),
    )
    assert Decision.objects.exclude(act="notice").count() == (1 if guarded else 2)
