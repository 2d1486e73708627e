"""The client and the chosen artist write to one another, staff with them; all of it stays in the record."""

from django.db import transaction

from accounts.models import User
from marketplace.bounties.models import Bounty, BountyEvent
from marketplace.bounties.selectors.visibility import is_party
from marketplace.bounties.services.locks import seen_bounty_for_change
from marketplace.bounties.services.record import note
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, NotAllowed
from nexus.foundation.texts import checked

TEXT_MOST = 4000
TALKING = frozenset({Bounty.State.IN_PROGRESS, Bounty.State.DISPUTED, Bounty.State.COMPLETED})


@transaction.atomic
def send_message(bounty_id: int, *, by: User, text: str) -> BountyEvent:
    """A message to the other side. Raises NotAllowed for others, Conflict before anybody was chosen."""
    bounty = seen_bounty_for_change(bounty_id, by=by)
    if not is_party(by, bounty):
        raise NotAllowed("Only the client and the chosen artist write here.")
    if bounty.state not in TALKING:
        raise Conflict(f"This bounty is {bounty.state}; messages begin when an artist is chosen.", code="illegal_move")
    checked(text, field="text", most=TEXT_MOST, empty="Write a message first.")
    event = note(bounty, BountyEvent.Kind.MESSAGE, by=by, text=text)
    outbox.send("bounty.messaged", bounty=bounty.pk, event=event.pk)
    return event
