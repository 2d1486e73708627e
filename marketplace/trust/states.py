"""The states of a case and the acts that lead from one to the next. No state without a way out but the ends."""

from marketplace.trust.models import Case, Decision
from nexus.foundation.errors import Conflict

State, Act = Case.State, Decision.Act
COUNTER = "counter"  # no decision of ours: the creator's answer to a copyright notice

MOVES: dict[str, dict[str, str]] = {
    State.OPEN: {
        Act.DISMISS: State.DISMISSED,
        Act.WARN: State.WARNED,
        Act.MARK_AI: State.MARKED,
        Act.MARK_SENSITIVE: State.MARKED,
        Act.HIDE: State.HIDDEN,
        Act.BAN: State.BANNED,
    },
    State.NOTICED: {
        COUNTER: State.COUNTERED,
        Act.FINAL: State.HIDDEN,
        Act.DISMISS: State.DISMISSED,
        Act.RESTORE: State.LIFTED,
    },
    State.COUNTERED: {Act.FINAL: State.HIDDEN, Act.DISMISS: State.DISMISSED, Act.RESTORE: State.LIFTED},
    State.WARNED: {Act.RESTORE: State.LIFTED},
    State.MARKED: {Act.RESTORE: State.LIFTED},
    State.HIDDEN: {Act.RESTORE: State.LIFTED},
    State.BANNED: {Act.RESTORE: State.LIFTED},
    State.DISMISSED: {},
    State.LIFTED: {},
}
RUNNING = frozenset({State.OPEN, State.NOTICED, State.COUNTERED})  # staff have something to decide
HIDING = frozenset({State.NOTICED, State.COUNTERED, State.HIDDEN, State.BANNED})
CLOCK: dict[str, Decision.Act] = {State.NOTICED: Act.FINAL, State.COUNTERED: Act.RESTORE}  # what time does by itself
MARKS = {Act.MARK_AI: "ai_generated", Act.MARK_SENSITIVE: "sensitive"}
STRIKING = frozenset({Act.HIDE, Act.BAN, Act.FINAL})
APPEALABLE = frozenset({Act.WARN, Act.HIDE, Act.BAN, Act.FINAL, *MARKS})


def after(state: str, act: str) -> str:
    """The state after an act. Raises Conflict where the table has no such move."""
    if act not in MOVES[state]:
        ways = ", ".join(sorted(MOVES[state])) or "nothing"
        raise Conflict(f"This case is {state}; what can be done is: {ways}.", code="illegal_move")
    return MOVES[state][act]
