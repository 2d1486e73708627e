"""Bounties under rivals and deaths: money moves once and whole, and no reachable state keeps it (S04, S08, S09)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from marketplace.bounties import states
from marketplace.bounties.models import Application, Bounty, Split, Submission
from marketplace.bounties.services import applying, clock, disputes, locks, posting, work
from marketplace.catalog.models import Entitlement
from marketplace.catalog.services import entitlements
from marketplace.transactions import invariants, ledger
from marketplace.transactions.gateways.test_gateway.gateway import TestGateway
from marketplace.transactions.models import Escrow, EscrowReturn, JournalEntry, JournalLine, TestRefund
from marketplace.transactions.services import escrow
from nexus.foundation import outbox
from nexus.foundation.errors import NexusError
from tests import make
from tests.faults.test_money_races import at_once

pytestmark = pytest.mark.fault
GAP = 0.1


def broken() -> dict[str, int]:
    return {name: count for name, count in invariants.violations().items() if count}


def held() -> int:
    return -sum(JournalLine.objects.filter(account__kind="escrow").values_list("cents", flat=True))


def slowly(monkeypatch, module, name: str) -> None:
    """Hold everybody in the gap behind this function, between what was read and what will be written."""
    real = getattr(module, name)

    def slow(*args, **kwargs):
        result = real(*args, **kwargs)
        time.sleep(GAP)
        return result

    monkeypatch.setattr(module, name, slow)


def without_locks(monkeypatch) -> None:
    def unlocked(bounty_id: int) -> Bounty:
        return Bounty.objects.select_related("client", "winner", "escrow").get(pk=bounty_id)

    for module in (locks, disputes):
        monkeypatch.setattr(module, "bounty_for_change", unlocked)
    monkeypatch.setattr(escrow, "escrow_for_change", lambda pk: Escrow.objects.select_related("order").get(pk=pk))


def accept_and_divide() -> list[object]:
    """Eight rivals: the client accepts four times while staff divide four times."""
    submission, staff = make.submission(), make.staff("finance")
    bounty = make.disputed(submission.bounty)
    accepts: list[Callable[[], object]] = [lambda: work.accept(submission.pk, by=bounty.client)] * 4
    divides: list[Callable[[], object]] = [
        lambda: disputes.settle(bounty.pk, by=staff, artist_cents=1000, reason="A quarter.")
    ] * 4
    return at_once([*accepts, *divides])


def test_accepting_and_dividing_at_once_moves_the_escrow_once(fresh_database, monkeypatch):
    slowly(monkeypatch, locks, "bounty_for_change")

    results = accept_and_divide()

    failed = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(failure, NexusError) for failure in failed), failed
    assert JournalEntry.objects.filter(kind="escrow_paid").count() == 1
    assert Entitlement.objects.filter(reason="award").count() == 1
    assert Bounty.objects.get().state == "completed"
    assert (held(), broken()) == (0, {})


def test_control_without_locks_only_the_database_stops_the_second_payment(fresh_database, monkeypatch):
    without_locks(monkeypatch)
    slowly(monkeypatch, escrow, "escrow_for_change")

    results = accept_and_divide()

    assert any(isinstance(result, Exception) and not isinstance(result, NexusError) for result in results)
    assert broken() == {}


def test_control_without_locks_and_guards_the_escrow_is_paid_twice(fresh_database, monkeypatch):
    without_locks(monkeypatch)
    slowly(monkeypatch, escrow, "escrow_for_change")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER escrow_held_stays ON marketplace_escrow")
        cursor.execute("ALTER TABLE marketplace_journalentry DROP CONSTRAINT journal_entry_once_a_cause")
        cursor.execute("ALTER TABLE marketplace_escrowreturn DROP CONSTRAINT marketplace_escrowreturn_escrow_id_key")
        cursor.execute("DROP INDEX entitlement_held_once")
        cursor.execute("DROP INDEX bounty_split_once")
        cursor.execute("DROP INDEX bounty_split_one_waits")

    accept_and_divide()

    assert JournalEntry.objects.filter(kind="escrow_paid").count() > 1
    assert "I14_escrow_holds_the_budgets" in broken()


def test_choosing_two_artists_and_closing_at_once_ends_in_one_of_the_three(fresh_database, monkeypatch):
    bounty = make.bounty()
    first, second = make.application(bounty), make.application(bounty)
    slowly(monkeypatch, locks, "bounty_for_change")

    results = at_once(
        [
            lambda: applying.choose(first.pk, by=bounty.client),
            lambda: applying.choose(second.pk, by=bounty.client),
            lambda: posting.close(bounty.pk, by=bounty.client),
        ]
        * 2
    )

    assert all(isinstance(one, NexusError) for one in results if isinstance(one, Exception)), results
    now, chosen = Bounty.objects.get(), Application.objects.filter(state="chosen").count()
    assert (now.state, chosen, held()) in {("in_progress", 1, 5000), ("closed", 0, 0)}
    assert broken() == {}


def preparing_holds_the_bounty(bounty: Bounty) -> bool:
    """Whether another connection has to wait for the bounty while its artist's file is copied."""
    waits: list[bool] = []

    def look() -> None:
        try:
            with transaction.atomic():
                Bounty.objects.select_for_update(nowait=True).get(pk=bounty.pk)
                waits.append(False)
        except OperationalError:
            waits.append(True)

    def chunks() -> Iterator[bytes]:
        yield make.glb()
        at_once([look])

    work.prepare(bounty.pk, by=bounty.winner, filename="lamp.glb", chunks=chunks())
    return waits == [True]


def test_a_file_that_is_copied_in_keeps_nobody_from_the_bounty(fresh_database):
    assert not preparing_holds_the_bounty(make.running())


def test_control_in_one_transaction_everybody_waits_for_the_copy(fresh_database):
    bounty = make.running()
    with transaction.atomic():
        assert preparing_holds_the_bounty(bounty)


class Killed(BaseException):
    """The process is gone: nobody catches it, and what was not committed is rolled back."""


STEPS: tuple[tuple[str, object, str, bool], ...] = (  # what dies, where, and whether the step itself was done before
    ("before the escrow is locked", escrow, "escrow_for_change", False),
    ("before the award is booked", ledger, "post_escrow_paid", False),
    ("after the award is booked", ledger, "post_escrow_paid", True),
    ("after the return is booked", ledger, "post_escrow_returned", True),
    ("before the files are given", entitlements, "grant", False),
    ("after the files are given", entitlements, "grant", True),
    ("before the last fact is written", outbox, "send", False),
    ("before the gateway is asked", TestGateway, "refund", False),
    ("after the gateway returned, before it is noted", TestGateway, "refund", True),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "module", "name", "after"), STEPS, ids=[step[0] for step in STEPS])
def test_a_death_anywhere_in_an_award_leaves_money_exact(monkeypatch, where, module, name, after):
    submission = make.submission()
    client = submission.bounty.client
    real = getattr(module, name)

    def dies(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise Killed(where)

    def act() -> None:
        work.accept(submission.pk, by=client)
        escrow.send_return(Bounty.objects.get().escrow_id)

    monkeypatch.setattr(module, name, dies)
    with pytest.raises(Killed):
        act()
    monkeypatch.setattr(module, name, real)
    assert broken() == {}

    work.accept(submission.pk, by=client)  # the client presses again, and the sweep runs
    later = EscrowReturn.objects.get().created_at + timedelta(minutes=2)
    escrow.send_waiting_returns(now=later)

    assert list(TestRefund.objects.values_list("amount_cents", flat=True)) == [1000]
    assert Escrow.objects.get().revenue_cents == 3700
    assert (held(), broken()) == (0, {})


@contextmanager
def taken_back() -> Iterator[None]:
    here = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(here)


class Walk:
    """Every state that people, cards and staff can bring a bounty into, each tried for its way out."""

    def __init__(self) -> None:
        self.first, self.second = make.staff("finance"), make.staff("finance")
        self.artist, self.bounty_id = make.person(), make.bounty(paid=False).pk
        self.seen: set[tuple[object, ...]] = set()
        self.stuck: list[tuple[object, ...]] = []
        self.without_clock: dict[str, bool] = {}
        self.without_staff: dict[str, bool] = {}

    @property
    def bounty(self) -> Bounty:
        return Bounty.objects.select_related("client", "winner", "escrow").get(pk=self.bounty_id)

    def where(self) -> tuple[object, ...]:
        now = self.bounty
        newest = now.submissions.order_by("-pk").values_list("state", flat=True).first()
        application = now.applications.order_by("-pk").values_list("state", flat=True).first()
        return now.state, now.escrow.state, application, newest, now.splits.filter(state=Split.State.HELD).exists()

    def acts(self) -> list[Callable[[], object]]:
        now = self.bounty
        newest = now.submissions.exclude(state=Submission.State.PREPARING).order_by("-pk").first()
        asked = now.applications.filter(state=Application.State.OPEN).first()
        acts: list[Callable[[], object]] = [
            lambda: posting.fund(now.pk, by=now.client, payment_method="pm_card_visa"),
            lambda: posting.fund(now.pk, by=now.client, payment_method="pm_card_chargeDeclined"),
            lambda: posting.close(now.pk, by=now.client),
            lambda: disputes.open_dispute(now.pk, by=now.client, text="No."),
            lambda: disputes.settle(now.pk, by=self.first, artist_cents=1000, reason="A part."),
            lambda: disputes.refuse_split(now.pk, by=self.second, reason="No."),
        ]
        if now.state == Bounty.State.OPEN:
            acts.append(lambda: make.application(now, self.artist))
        if asked is not None:
            acts += [
                lambda: applying.choose(asked.pk, by=now.client),
                lambda: applying.withdraw(asked.pk, by=self.artist),
            ]
        if now.winner is not None:
            acts.append(lambda: make.submission(now))
        if newest is not None:
            acts += [
                lambda: work.request_changes(newest.pk, by=now.client, text="More."),
                lambda: work.accept(newest.pk, by=now.client),
            ]
        return acts

    def visit(self) -> None:
        here, state = self.where(), self.bounty.state
        if here in self.seen:
            return
        self.seen.add(here)
        assert broken() == {}, (here, broken())
        with taken_back():
            if not self.gets_out() or broken():
                self.stuck.append(here)
        if state not in self.without_clock:
            with taken_back():
                self.without_clock[state] = self.gets_out(clock_runs=False)
            with taken_back():
                self.without_staff[state] = self.gets_out(staff_act=False)
        for act in self.acts():
            with taken_back():
                try:
                    act()
                except NexusError:
                    continue
                self.visit()

    def gets_out(self, *, clock_runs: bool = True, staff_act: bool = True) -> bool:
        """Only the clock, and then staff: nobody else ever comes back."""
        moment = (self.bounty.due_at or self.bounty.created_at) + states.GRACE + timedelta(days=1)
        if clock_runs:
            clock.walk(now=moment)
            clock.walk(now=moment + states.WORK_FOR)
        if staff_act and self.bounty.state == Bounty.State.DISPUTED:
            if not self.bounty.splits.filter(state=Split.State.HELD).exists():
                disputes.settle(self.bounty_id, by=self.first, artist_cents=2000, reason="Half.")
            disputes.release_split(self.bounty_id, by=self.second)
        return self.bounty.state in states.FINAL and held() == 0


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_every_reachable_state_has_a_way_out_by_the_clock_and_staff_and_none_without_them(settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 100
    walk = Walk()

    walk.visit()

    print(f"S09 states={len(walk.seen)} stuck={len(walk.stuck)} escrow=0 control=stuck")
    assert set(walk.without_clock) == set(Bounty.State.values)
    assert len(walk.seen) > 15
    assert walk.stuck == []
    # The control: without the clock, or without staff, the same walk finds bounties that never end.
    assert {state for state, out in walk.without_clock.items() if not out} == {"unfunded", "open", "in_progress"}
    assert {state for state, out in walk.without_staff.items() if not out} == {"in_progress", "disputed"}
