"""The states of a listing and the allowed moves between them: the one table for services, buttons and tests."""

from marketplace.catalog.models import Listing
from nexus.foundation.errors import Conflict

State = Listing.State

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PENDING}),
    State.PENDING: frozenset({State.APPROVED, State.REJECTED}),
    State.APPROVED: frozenset({State.ARCHIVED}),
    State.REJECTED: frozenset({State.PENDING}),
    State.ARCHIVED: frozenset({State.APPROVED}),
}
FILES_MAY_CHANGE = frozenset({State.DRAFT, State.REJECTED})


def may_move(now: str, to: str) -> bool:
    return to in MOVES[now]


def check_move(now: str, to: str) -> None:
    """Raise Conflict naming both states where the table has no such move."""
    if not may_move(now, to):
        ways = " or ".join(sorted(MOVES[now]))
        raise Conflict(
            f"This model is {now}, so it cannot become {to}; from {now} it can become {ways}.", code="illegal_move"
        )
