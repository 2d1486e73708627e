"""What may become of a campaign."""

from marketplace.campaigns.models import Campaign

State = Campaign.State

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SCHEDULED, State.SENDING}),
    State.SCHEDULED: frozenset({State.DRAFT, State.SENDING}),
    State.SENDING: frozenset({State.STOPPED, State.SENT}),
    State.STOPPED: frozenset(),
    State.SENT: frozenset(),
}
WORDS: dict[str, str] = {
    State.DRAFT: "a draft",
    State.SCHEDULED: "scheduled",
    State.SENDING: "being sent",
    State.STOPPED: "stopped",
    State.SENT: "sent",
}
