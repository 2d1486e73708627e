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


_ABOUT_WORDS = frozenset({Act.DISMISS, Act.WARN, Act.HIDE, Act.BAN, Act.RESTORE})
_ABOUT_PEOPLE = frozenset({Act.DISMISS, Act.WARN, Act.BAN, Act.RESTORE})
ACTS_OF: dict[str, frozenset[Decision.Act]] = {
    Case.Kind.LISTING: frozenset(Decision.Act),
    Case.Kind.ACCOUNT: _ABOUT_PEOPLE,
    Case.Kind.REVIEW: _ABOUT_WORDS,
    Case.Kind.COMMENT: _ABOUT_WORDS,
    Case.Kind.MAKE: _ABOUT_WORDS,
    Case.Kind.BOUNTY: _ABOUT_PEOPLE,  # its money has a way of its own: its client closes it, or staff settle a dispute
}
REFUSALS: dict[str, str] = {
    State.OPEN: "This case is open: decide it first.",
    State.NOTICED: "A copyright notice runs in this case, so this cannot be done with it now.",
    State.COUNTERED: "The creator answered the notice in this case, so this cannot be done with it now.",
    State.DISMISSED: "Nothing was found in this case, and it is over.",
    State.WARNED: "This case is decided; its decision can be lifted, and nothing else.",
    State.MARKED: "This case is decided; its decision can be lifted, and nothing else.",
    State.HIDDEN: "This case is decided; its decision can be lifted, and nothing else.",
    State.BANNED: "This case is decided; its decision can be lifted, and nothing else.",
    State.LIFTED: "The decision in this case is lifted, and the case is over.",
}


def after(state: str, act: str) -> str:
    """The state after an act. Raises Conflict where the table has no such move."""
    if act not in MOVES[state]:
        raise Conflict(REFUSALS[state], code="illegal_move")
    return MOVES[state][act]


def check_kind(kind: str, act: str) -> None:
    """Raises Conflict where an act makes no sense for what the case is about: a review has no mark."""
    if act != COUNTER and act not in ACTS_OF[kind]:
        raise Conflict("This cannot be done with what this case is about.", code="illegal_move")
