"""Staff decide a case: each act is a statement of reasons, an audit row and a fact, in one transaction."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from accounts.services import bans
from marketplace.catalog.models import Listing
from marketplace.catalog.services import marks, search_index
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, CaseStep, Decision, Strike
from marketplace.trust.services import hiding
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, NotAllowed, NotFound
from nexus.foundation.texts import checked

MISSING = "There is no such case."
Act = Decision.Act


def dismiss(case_id: int, *, by: User, reason: str) -> Decision:
    """Nothing was found; the reporters hear it, and their reports count as empty."""
    return decide(case_id, by=by, act=Act.DISMISS, facts=reason)


def warn(case_id: int, *, by: User, reason: str) -> Decision:
    """The model stays; its creator is told what to mend."""
    return decide(case_id, by=by, act=Act.WARN, facts=reason)


def mark_ai(case_id: int, *, by: User, reason: str) -> Decision:
    """Mark the model as AI-generated, so that its creator cannot take the mark off."""
    return decide(case_id, by=by, act=Act.MARK_AI, facts=reason)


def mark_sensitive(case_id: int, *, by: User, reason: str) -> Decision:
    """Mark the model as sensitive, so that its creator cannot take the mark off."""
    return decide(case_id, by=by, act=Act.MARK_SENSITIVE, facts=reason)


def hide(case_id: int, *, by: User, reason: str) -> Decision:
    """Nobody finds or buys the model; its creator gets a strike."""
    return decide(case_id, by=by, act=Act.HIDE, facts=reason)


def ban(case_id: int, *, by: User, reason: str) -> Decision:
    """Hide the model and close its creator's account."""
    return decide(case_id, by=by, act=Act.BAN, facts=reason)


def end_for_claimant(case_id: int, *, by: User, reason: str) -> Decision:
    """End a copyright case against the model: a court has it, or the answer fails. Its creator gets a strike."""
    return decide(case_id, by=by, act=Act.FINAL, facts=reason)


def restore(case_id: int, *, by: User, reason: str) -> Decision:
    """Take an earlier decision back: what it hid is shown, what it closed is opened, its strike and mark are gone."""
    return decide(case_id, by=by, act=Act.RESTORE, facts=reason)


@transaction.atomic
def decide(case_id: int, *, by: User, act: str, facts: str, rule: str = "", now: datetime | None = None) -> Decision:
    """Do one act. `rule` is a reason code; without it the one that most reports name.

    Raises NotAllowed without the right, about one's own model, or where one handed the case on; NotFound, Invalid
    without facts, Conflict `illegal_move`, `claimed` (somebody else holds the case), `appeal_waits` or `marked`.
    """
    rights.staff_with(by, DECIDE_CASE)
    facts = checked_facts(facts)
    case, listing = locked_case(case_id)
    _check_person(case, by=by)
    states.check_kind(case.kind, act)
    states.after(case.state, act)
    at = now or timezone.now()
    _check_claim(case, by=by, at=at)
    if act == Act.RESTORE and Appeal.objects.filter(decision__case=case, state=Appeal.State.WAITING).exists():
        raise Conflict("Its creator has appealed; decide the appeal instead.", code="appeal_waits")
    return record(case, listing, by=by, act=act, facts=facts, rule=rule, at=at)


def lift(case: Case, listing: Listing | None, *, by: User, facts: str, at: datetime) -> Decision:
    """What a granted appeal does, to a case that is locked already."""
    return record(case, listing, by=by, act=Act.RESTORE, facts=facts, rule=_last_rule(case), at=at)


def record(
    case: Case, listing: Listing | None, *, by: User | None, act: str, facts: str, at: datetime, rule: str = ""
) -> Decision:
    """Write the decision on a case that is locked, and do what it says. Without `by` a machine decides.

    Raises Conflict where the table of states has no such move.
    """
    to = case.state if act == Act.NOTICE else states.after(case.state, act)
    made = Decision.objects.create(
        case=case,
        act=act,
        rule=rule or _main_reason(case),
        facts=facts,
        by=by,
        automatic=by is None,
        at=at,
        appeal_until=at + rules.APPEAL_FOR if act in states.APPEALABLE else None,
    )
    case.state, case.decided_at, case.holder, case.held_until = to, at, None, None
    if act != Act.NOTICE:
        case.due_at = None
    case.save(update_fields=["state", "decided_at", "holder", "held_until", "due_at"])
    _apply(made, case, listing, by=by)
    if listing is not None:
        _show(listing)
    target = f"listing:{case.listing_id}" if case.listing_id else f"case:{case.pk}"
    actor = by.pk if by else None
    audit.note(f"case.{act}", actor_id=actor, target=target, reason=facts, case=case.pk, rule=made.rule)
    outbox.send("case.decided", decision=made.pk)
    return made


def claim(case_id: int, *, by: User, now: datetime | None = None) -> datetime:
    """Hold a case that is to be decided for a while, so that no two people work on one; until when.

    Raises NotAllowed, NotFound, Conflict `illegal_move` or `claimed`.
    """
    rights.staff_with(by, DECIDE_CASE)
    at = now or timezone.now()
    until = at + rules.CLAIMED_FOR
    free = Q(holder=None) | Q(holder=by) | Q(held_until__lt=at)
    if not Case.objects.filter(free, pk=case_id, state__in=states.RUNNING).update(holder=by, held_until=until):
        case = Case.objects.select_related("holder").filter(pk=case_id).first()
        if case is None:
            raise NotFound(MISSING)
        _check_claim(case, by=by, at=at)
        raise Conflict("This case is decided; only open ones are worked on.", code="illegal_move")
    return until


def release(case_id: int, *, by: User) -> None:
    """Give a case that one held back to the queue."""
    Case.objects.filter(pk=case_id, holder=by).update(holder=None, held_until=None)


@transaction.atomic
def escalate(case_id: int, *, by: User, note: str, now: datetime | None = None) -> None:
    """Hand a case on to somebody else of the staff, with what one saw; it stays at its place in the queue.

    Raises NotAllowed, NotFound, Invalid without a note, Conflict `illegal_move` or `claimed`.
    """
    rights.staff_with(by, DECIDE_CASE)
    note = checked(note, field="note", most=rules.TEXT_MOST, empty="Say what somebody else should look at.").strip()
    case, _ = locked_case(case_id)
    _check_person(case, by=by)
    at = now or timezone.now()
    _check_claim(case, by=by, at=at)
    if case.state not in states.RUNNING:
        raise Conflict("This case is decided; only open ones are handed on.", code="illegal_move")
    case.escalated_by, case.escalated_at, case.escalated_note = by, at, note
    case.holder, case.held_until = None, None
    case.save(update_fields=["escalated_by", "escalated_at", "escalated_note", "holder", "held_until"])
    source, kind = f"escalated:{at.timestamp()}", CaseStep.Kind.ESCALATED
    CaseStep.objects.create(case=case, kind=kind, source=source, text=note, actor_id=by.pk, at=at)
    audit.note("case.escalate", actor_id=by.pk, target=f"case:{case.pk}", reason=note)


def checked_facts(facts: str) -> str:
    """The facts of a decision without white space around them. Raises Invalid at `reason`."""
    return checked(facts, field="reason", most=rules.TEXT_MOST, empty="Say what you found.").strip()


def locked_case(case_id: int) -> tuple[Case, Listing | None]:
    """The case and its model, the model locked first: deleting a model takes the same order."""
    listing_id = Case.objects.filter(pk=case_id).values_list("listing_id", flat=True).first()
    listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id or 0).first()
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise NotFound(MISSING)
    return case, listing


def _check_person(case: Case, *, by: User) -> None:
    if case.creator_id == by.pk:
        raise NotAllowed("This case is about your own doing; somebody else has to decide it.", code="own_listing")
    if case.notice is not None and case.notice.filed_by_id == by.pk:
        raise NotAllowed("You sent this notice yourself; somebody else has to decide it.", code="own_notice")
    if case.escalated_by_id == by.pk and case.state in states.RUNNING:
        raise NotAllowed("You handed this case on; somebody else has to decide it.", code="escalated")


def _check_claim(case: Case, *, by: User, at: datetime) -> None:
    if case.holder_id not in {None, by.pk} and case.held_until and case.held_until > at:
        assert case.holder is not None
        raise Conflict(f"{case.holder.name} is working on this case just now.", code="claimed")


def _main_reason(case: Case) -> str:
    if case.notice_id is not None:
        return "copyright"
    counted = Counter(case.reports.order_by("pk").values_list("reason", flat=True))
    return counted.most_common(1)[0][0] if counted else "other"


def _last_rule(case: Case) -> str:
    return str(case.decisions.order_by("-pk").values_list("rule", flat=True)[0])


def _apply(made: Decision, case: Case, listing: Listing | None, *, by: User | None) -> None:
    """What follows from the decision. The case has its new state already, so that what still hides can be asked."""
    if made.act == Act.DISMISS:
        case.reports.update(unfounded=True)
    if made.act == Act.BAN or (made.act in states.STRIKING and case.kind == Case.Kind.LISTING):
        Strike.objects.create(person_id=case.creator_id, decision=made, expires_at=made.at + rules.STRIKE_FOR)
    if made.act in states.MARKS:
        if listing is None:
            raise Conflict("This model is deleted, so there is nothing to mark.", code="gone")
        marks.set_mark(listing, states.MARKS[Act(made.act)])
    hides_words = case.kind in hiding.HIDDEN_KINDS and by is not None
    if hides_words and (made.act == Act.HIDE or (made.act == Act.BAN and hiding.is_shown(case))):
        assert by is not None
        hiding.hide(case, by=by, reason=made.facts)
    if made.act == Act.BAN and by is not None:
        bans.ban(case.creator_id, by=by, reason=_why_closed(case, made.facts))
    if made.act == Act.RESTORE:
        _take_back(made, case, listing, by=by)
    if listing is not None:
        hides = Case.objects.filter(listing=listing, state__in=states.HIDING).exists()
        listing.hidden_by = Listing.Hidden.CASE if hides else Listing.Hidden.NOTHING


def _take_back(made: Decision, case: Case, listing: Listing | None, *, by: User | None) -> None:
    Strike.objects.filter(decision__case=case, lifted_at=None).update(lifted_at=made.at)
    acts = set(case.decisions.values_list("act", flat=True))
    if listing is not None:
        for act in sorted(acts & set(states.MARKS)):
            marks.take_mark_off(listing, states.MARKS[Act(act)])
    if acts & {Act.HIDE, Act.BAN} and case.kind in hiding.HIDDEN_KINDS and by is not None:
        hiding.show(case, by=by, reason=made.facts)
    if Act.BAN in acts and by is not None and not case.creator.is_active:
        bans.lift(case.creator_id, by=by, reason=made.facts)


def _why_closed(case: Case, facts: str) -> str:
    """What the page of a closed account says at once; the statement of reasons says the rest."""
    words = facts if case.kind == Case.Kind.ACCOUNT else f"{case.name}: {facts}"
    return words[: bans.REASON_MOST]


def _show(listing: Listing) -> None:
    listing.save(update_fields=["hidden_by", "updated_at"])
    search_index.index_listing(listing.pk)
    outbox.send("listing.changed", listing=listing.pk)
