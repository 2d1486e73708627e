"""The states of a bounty, the allowed moves between them, and the clock of each: the one table for all. Pure words."""

from datetime import datetime, timedelta

from marketplace.bounties.models import Bounty
from nexus.foundation.errors import Conflict

State = Bounty.State

MOVES: dict[str, frozenset[str]] = {
    State.UNFUNDED: frozenset({State.OPEN, State.CLOSED}),
    State.OPEN: frozenset({State.IN_PROGRESS, State.CLOSED}),
    State.IN_PROGRESS: frozenset({State.COMPLETED, State.DISPUTED}),
    State.DISPUTED: frozenset({State.COMPLETED, State.CLOSED}),
    State.COMPLETED: frozenset(),
    State.CLOSED: frozenset(),
}
FINAL = frozenset({State.COMPLETED, State.CLOSED})
HOLDING = frozenset({State.OPEN, State.IN_PROGRESS, State.DISPUTED})  # the escrow holds the budget
PUBLIC = frozenset({State.OPEN, State.IN_PROGRESS, State.DISPUTED, State.COMPLETED})

STATUS: dict[str, str] = {  # the contracts' words
    State.UNFUNDED: "Open",
    State.OPEN: "Open",
    State.IN_PROGRESS: "In Progress",
    State.DISPUTED: "In Progress",
    State.COMPLETED: "Completed",
    State.CLOSED: "Closed",
}

PAY_WITHIN = timedelta(days=7)
OPEN_FOR = timedelta(days=90)  # an open bounty without a deadline
WORK_FOR = timedelta(days=30)  # a running one without a deadline ahead
GRACE = timedelta(days=7)  # after the end of a clock, before it acts
REMIND_BEFORE = timedelta(days=3)


def may_move(now: str, to: str) -> bool:
    return to in MOVES[now]


def check_move(now: str, to: str) -> None:
    """Raise Conflict naming both states where the table has no such move."""
    if may_move(now, to):
        return
    ways = " or ".join(sorted(MOVES[now])) or "nothing else"
    raise Conflict(
        f"This bounty is {now}, so it cannot become {to}; from {now} it can become {ways}.", code="illegal_move"
    )


def due(bounty: Bounty, state: str, *, now: datetime) -> datetime | None:
    """When the clock of a state that begins now runs out; None where only people act."""
    if state == State.UNFUNDED:
        return now + PAY_WITHIN
    ahead = bounty.deadline if bounty.deadline and bounty.deadline > now else None
    if state == State.OPEN:
        return ahead or now + OPEN_FOR
    if state == State.IN_PROGRESS:
        return ahead or now + WORK_FOR
    return None


def reminders_due(due_at: datetime, *, now: datetime) -> int:
    """How many reminders should have been sent by now: one some days before the end, one at the end."""
    return (now >= due_at - REMIND_BEFORE) + (now >= due_at)
