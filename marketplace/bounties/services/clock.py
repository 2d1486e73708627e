"""What time does to bounties (a duty): reminders, then the way out that each state has without anybody's act."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from marketplace.bounties import states
from marketplace.bounties.models import Bounty, BountyEvent
from marketplace.bounties.services.disputes import dispute
from marketplace.bounties.services.locks import bounty_for_change
from marketplace.bounties.services.posting import close_unchosen
from marketplace.bounties.services.record import note
from nexus.foundation import outbox
from nexus.foundation.sweeping import sweep


def walk(now: datetime | None = None) -> int:
    """Look at every bounty whose clock is near its end; how many moved.

    One that cannot be moved does not stop the others; all failures are raised together at the end.
    """
    now = now or timezone.now()
    near = Q(due_at__lte=now + states.REMIND_BEFORE, state__in=["unfunded", "open", "in_progress"])
    bounties = Bounty.objects.filter(near).order_by("pk").values_list("pk", flat=True)
    with sweep("bounties whose clock could not act") as attempt:
        return sum(bool(attempt(tick, bounty_id, now=now)) for bounty_id in bounties)


@transaction.atomic
def tick(bounty_id: int, *, now: datetime) -> bool:
    """One bounty's clock; True where it changed the state. Idempotent: the row remembers its reminders."""
    bounty = bounty_for_change(bounty_id)
    if bounty.due_at is None:
        return False
    if bounty.state == Bounty.State.UNFUNDED and now >= bounty.due_at:
        close_unchosen(bounty, by=None, text="It was not paid in time.", now=now)
        return True
    if bounty.state == Bounty.State.OPEN and now >= bounty.due_at + states.GRACE:
        close_unchosen(bounty, by=None, text="Nobody was chosen in time.", now=now)
        return True
    if bounty.state == Bounty.State.IN_PROGRESS and now >= bounty.due_at + states.GRACE:
        dispute(bounty, by=None, text="The time for the work is over.")
        return True
    if bounty.state != Bounty.State.UNFUNDED:
        _remind(bounty, now=now)
    return False


def _remind(bounty: Bounty, *, now: datetime) -> None:
    assert bounty.due_at is not None
    wanted = states.reminders_due(bounty.due_at, now=now)
    if wanted <= bounty.reminded:
        return
    bounty.reminded = wanted
    bounty.save(update_fields=["reminded"])
    event = note(bounty, BountyEvent.Kind.REMINDED, by=None)
    outbox.send("bounty.reminded", bounty=bounty.pk, event=event.pk)
