"""A creator appeals against a decision; somebody else of the staff decides."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, Decision
from marketplace.trust.services import deciding
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, NotAllowed, NotFound
from nexus.foundation.texts import checked

MISSING = "There is no such decision."


def appeal(decision_id: int, *, by: User, text: str, now: datetime | None = None) -> Appeal:
    """Ask for a second look. `by` may be the holder of a closed account.

    Raises NotFound for what is not about oneself, Invalid, Conflict `appealed` (once a decision), `too_late`, or where
    there is nothing to lift.
    """
    row = Decision.objects.select_related("case").filter(pk=decision_id, case__creator=by).first()
    if row is None:
        raise NotFound(MISSING)
    if row.act not in states.APPEALABLE or row.case.state == Case.State.LIFTED:
        raise Conflict("There is nothing to lift in this decision.", code="nothing_to_lift")
    if row.appeal_until is None or row.appeal_until < (now or timezone.now()):
        raise Conflict("The time to appeal is over.", code="too_late")
    text = checked(text, field="text", most=rules.TEXT_MOST, empty="Say why the decision is wrong.").strip()
    try:
        with transaction.atomic():
            return Appeal.objects.create(decision=row, text=text)
    except IntegrityError:
        raise Conflict("You have appealed against this decision already.", code="appealed") from None


def uphold(appeal_id: int, *, by: User, reason: str) -> Appeal:
    """The decision stands."""
    return _decide(appeal_id, by=by, reason=reason, to=Appeal.State.UPHELD)


def grant(appeal_id: int, *, by: User, reason: str) -> Appeal:
    """The decision is lifted, as if it had not been made."""
    return _decide(appeal_id, by=by, reason=reason, to=Appeal.State.LIFTED)


@transaction.atomic
def _decide(appeal_id: int, *, by: User, reason: str, to: str) -> Appeal:
    rights.staff_with(by, DECIDE_CASE)
    reason = deciding.checked_facts(reason)
    case_id = Appeal.objects.filter(pk=appeal_id).values_list("decision__case_id", flat=True).first()
    if case_id is None:
        raise NotFound("There is no such appeal.")
    case, listing = deciding.locked_case(case_id)
    row = Appeal.objects.select_for_update(of=("self",)).select_related("decision").get(pk=appeal_id)
    if row.state != Appeal.State.WAITING:
        raise Conflict("This appeal is decided already.", code="illegal_move")
    if by.pk in {row.decision.by_id, case.creator_id}:
        raise NotAllowed("Somebody else of the staff has to decide this appeal.", code="another_person")
    at = timezone.now()
    row.state, row.answer, row.decided_by, row.decided_at = to, reason, by, at
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if to == Appeal.State.LIFTED:
        deciding.lift(case, listing, by=by, facts=reason, at=at)
    audit.note(f"appeal.{to}", actor_id=by.pk, target=f"case:{case.pk}", reason=reason, appeal=row.pk)
    outbox.send("appeal.decided", appeal=row.pk)
    return row
