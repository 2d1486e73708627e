"""What time does to copyright cases (a duty): the way out that each state has without anybody's act."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from marketplace.trust import states
from marketplace.trust.models import Case
from marketplace.trust.services import deciding
from nexus.foundation.sweeping import sweep

FACTS = {
    Case.State.NOTICED: "Nobody answered the copyright notice in time.",
    Case.State.COUNTERED: "Its creator answered the notice, and no court action was shown in time.",
}


def walk(now: datetime | None = None) -> int:
    """Decide every case whose term is over; how many.

    One that cannot be decided does not stop the others; all failures are raised together at the end.
    """
    now = now or timezone.now()
    over = Case.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)
    with sweep("copyright cases whose clock could not act") as attempt:
        return sum(bool(attempt(tick, case_id, now=now)) for case_id in list(over))


@transaction.atomic
def tick(case_id: int, *, now: datetime) -> bool:
    """One case's clock; True where it decided. Idempotent: a decided case has no clock."""
    case, listing = deciding.locked_case(case_id)
    if case.due_at is None or case.due_at > now:
        return False
    act, facts = states.CLOCK[Case.State(case.state)], FACTS[Case.State(case.state)]
    deciding.record(case, listing, by=None, act=act, facts=facts, at=now)
    return True
