"""The states of a case and the acts that lead from one to the next. No state without a way out but the ends."""

from marketplace.trust.models import Case, Decision
from nexus.foundation.errors import Conflict

State, Act = Case.State, Decision.Act

MOVES: dict[str, dict[str, str]] = {
    State.OPEN: {
        Act.DISMISS: State.DISMISSED,
        Act.WARN: State.WARNED,
        Act.HIDE: State.HIDDEN,
        Act.BAN: State.BANNED,
    },
    State.WARNED: {Act.RESTORE: State.LIFTED},
    State.HIDDEN: {Act.RESTORE: State.LIFTED},
    State.BANNED: {Act.RESTORE: State.LIFTED},
    State.DISMISSED: {},
    State.LIFTED: {},
}
APPEALABLE = frozenset({Act.WARN, Act.HIDE, Act.BAN})


def after(state: str, act: str) -> str:
    """The state after an act. Raises Conflict where the table has no such move."""
    if act not in MOVES[state]:
        ways = ", ".join(sorted(MOVES[state])) or "nothing"
        raise Conflict(f"This case is {state}; what can be done is: {ways}.", code="illegal_move")
    return MOVES[state][act]
