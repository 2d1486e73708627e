"""What every change of a bounty writes: its new state, the line in its record, and the fact that others act on."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.bounties import states
from marketplace.bounties.models import Bounty, BountyEvent, Split, Submission
from marketplace.catalog.models import Listing
from nexus.foundation import outbox
from nexus.foundation.errors import NotAllowed


def note(bounty: Bounty, kind: BountyEvent.Kind, *, by: User | None, text: str = "") -> BountyEvent:
    """A line in the bounty's record; it is never changed."""
    return BountyEvent.objects.create(bounty=bounty, kind=kind, actor=by, text=text)


def move(bounty: Bounty, to: Bounty.State, *, now: datetime | None = None) -> None:
    """Into another state, with that state's clock; the caller holds the bounty's lock and saves nothing more of it."""
    states.check_move(bounty.state, to)
    now = now or timezone.now()
    bounty.state, bounty.due_at, bounty.reminded = to, states.due(bounty, to, now=now), 0
    if to == Bounty.State.OPEN:
        bounty.opened_at = now
    if to in states.FINAL:
        bounty.ended_at = now
    bounty.save()


def end(bounty: Bounty, to: Bounty.State, *, by: User | None, text: str = "", now: datetime | None = None) -> None:
    """Completed or closed: nothing of it stays open, whatever ended it."""
    bounty.applications.filter(state="open").update(state="declined")
    bounty.splits.filter(state=Split.State.HELD).update(state=Split.State.REFUSED, decided_at=now or timezone.now())
    _free_unaccepted(bounty)
    move(bounty, to, now=now)
    kind = BountyEvent.Kind.COMPLETED if to == Bounty.State.COMPLETED else BountyEvent.Kind.CLOSED
    event = note(bounty, kind, by=by, text=text)
    if to == Bounty.State.COMPLETED:
        outbox.send("bounty.completed", bounty=bounty.pk, event=event.pk)
    else:
        outbox.send("bounty.closed", bounty=bounty.pk, event=event.pk)


def _free_unaccepted(bounty: Bounty) -> None:
    """Work that nobody paid for is its artist's own again, a plain draft; what was never handed in is no work."""
    unpaid = bounty.submissions.exclude(state=Submission.State.ACCEPTED)
    Listing.objects.filter(pk__in=unpaid.values("listing_id")).update(audience=Listing.Audience.PUBLIC)
    bounty.submissions.filter(state=Submission.State.PREPARING).delete()
    bounty.submissions.filter(state=Submission.State.SENT).update(state=Submission.State.CLOSED)


def must_be_confirmed(person: User) -> None:
    if not is_email_confirmed(person):
        raise NotAllowed(
            "Confirm your e-mail address before you take part in bounties; the link is in your mail.",
            code="email_unconfirmed",
        )
