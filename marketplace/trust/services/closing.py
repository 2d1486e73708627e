"""Staff close and open accounts, and hide and show words, without a report: each is a decision like any other."""

from django.db import transaction
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import BAN_USER, DECIDE_CASE
from accounts.services import bans
from marketplace.trust import states
from marketplace.trust.models import Appeal, Case, Decision
from marketplace.trust.selectors import things
from marketplace.trust.services import deciding
from marketplace.trust.services.opening import open_case
from nexus.foundation.errors import Conflict, NotFound

NO_PERSON = "There is no such person."
NO_REASON = "Staff closed the account and wrote no reason."  # a program of staff may leave the reason out
TAKEN_OFF = "Staff took it off over a program and wrote no reason."
GONE = "This is not there any more."
OPENED = "Staff opened the account again."
HIDES = (Decision.Act.HIDE, Decision.Act.BAN)


@transaction.atomic
def close_account(person_id: int, *, by: User, reason: str = "", rule: str = "") -> Decision:
    """Close a person's account by a decision with its statement of reasons, against which they may appeal.

    An open case about the person is decided by it. Raises NotAllowed, NotFound, Conflict as `bans.ban` does, Invalid.
    """
    rights.staff_with(by, BAN_USER)
    facts = deciding.checked_facts(reason) if reason.strip() else NO_REASON
    person = things.named_at(Case.Kind.ACCOUNT, person_id)
    if person is None:
        raise NotFound(NO_PERSON)
    case = open_case(person)
    return deciding.record(case, None, by=by, act=Decision.Act.BAN, facts=facts, rule=rule, at=timezone.now())


@transaction.atomic
def open_account(person_id: int, *, by: User, reason: str = "") -> User:
    """Lift the decision that closed an account: all that it hid is back, its strike is gone.

    Raises NotAllowed, NotFound, Conflict where the account is not closed by staff, or `appeal_waits`.
    """
    rights.staff_with(by, BAN_USER)
    facts = deciding.checked_facts(reason) if reason.strip() else OPENED
    bans_made = Decision.objects.filter(case__creator=person_id, case__state=Case.State.BANNED, act=Decision.Act.BAN)
    made = bans_made.order_by("-pk").first()
    if made is None or not User.objects.filter(pk=person_id, is_active=False).exists():
        return bans.lift(person_id, by=by, reason=facts)  # says what is wrong, where the account is open
    if Appeal.objects.filter(decision=made, state=Appeal.State.WAITING).exists():
        raise Conflict("Its holder has appealed; decide the appeal instead.", code="appeal_waits")
    _lift(made.case_id, by=by, facts=facts)
    return User.objects.get(pk=person_id)


@transaction.atomic
def hide_words(kind: str, thing_id: int, *, by: User, reason: str) -> Decision:
    """Hide a review, a comment or a print by a decision; an open case about it is decided by it.

    Raises NotAllowed without the right, NotFound, Invalid, and Conflict where it is hidden already.
    """
    rights.staff_with(by, DECIDE_CASE)
    facts = deciding.checked_facts(reason)
    thing = things.named_at(kind, thing_id)
    if thing is None:
        raise NotFound(GONE)
    case = open_case(thing)
    states.check_kind(case.kind, Decision.Act.HIDE)
    return deciding.record(case, None, by=by, act=Decision.Act.HIDE, facts=facts, at=timezone.now())


def take_off(kind: str, thing_id: int, *, by: User) -> bool:
    """Whether staff took somebody else's words off over a program, which sends no reason: a decision all the same.

    False where `by` decides no cases or deletes what is their own to delete; who calls then deletes it.
    """
    thing = things.named_at(kind, thing_id)
    if thing is None or not rights.is_staff_with(by, DECIDE_CASE) or by.pk in {thing.owner_id, thing.seller_id}:
        return False
    hide_words(kind, thing_id, by=by, reason=TAKEN_OFF)
    return True


@transaction.atomic
def show_words(kind: str, thing_id: int, *, by: User, reason: str) -> Decision:
    """Lift the decision that hides a review, a comment or a print. Raises NotFound where no decision hides it."""
    rights.staff_with(by, DECIDE_CASE)
    facts = deciding.checked_facts(reason)
    hidden = Case.objects.filter(kind=kind, about_id=thing_id, state__in=[Case.State.HIDDEN, Case.State.BANNED])
    case = hidden.order_by("-pk").first()
    if case is None:
        raise NotFound("No decision of the staff hides this.")
    return deciding.restore(case.pk, by=by, reason=facts)


def _lift(case_id: int, *, by: User, facts: str) -> None:
    case, listing = deciding.locked_case(case_id)
    deciding.lift(case, listing, by=by, facts=facts, at=timezone.now())
